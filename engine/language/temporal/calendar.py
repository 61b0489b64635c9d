"""Days and calendar periods: moving a day, where a period begins and ends, whether it has run.

Months and years are counted by the calendar, days and weeks by the day (Civil Code, Articles 121 and 123). A period is
whole days, and both its first and its last day belong to it. No function here asks the clock.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from enum import Enum
from typing import assert_never

_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_FEBRUARY = 2
_SHORTEST_MONTH = 28
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_ORDINAL = date.min.toordinal()
_LAST_ORDINAL = date.max.toordinal()


class Unit(Enum):
    """A unit in which periods are fixed."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class CalendarRangeError(ValueError):
    """A day would lie outside the years 1 to 9999, where no date can be written."""


def is_leap_year(year: int) -> bool:
    """Whether ``year`` of the Gregorian calendar has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Give the number of days of a month; ``month`` is 1 to 12."""
    return 29 if month == _FEBRUARY and is_leap_year(year) else _MONTH_LENGTHS[month - 1]


def shift(day: date, amount: int, unit: Unit) -> date:
    """Give the day ``amount`` units later (earlier where negative).

    Months and years lead to the same day of the month; where that month has none, to its last day: 29 February 2016
    and a year is 28 February 2017.

    Raises:
        CalendarRangeError: that day lies outside the years 1 to 9999.

    """
    months, days = _in_months_and_days(amount, unit)
    if months:
        return _clipped(_month_number(day) + months, day.day)
    return _day_at(day.toordinal() + days)


def last_day_of_period(first: date, amount: int, unit: Unit) -> date:
    """Give the last day of a period whose first day is ``first`` (Civil Code, Article 121, Paragraph 2).

    It is the day before the one that corresponds to ``first``; where the last month has no corresponding day, the last
    day of that month: a year from 29 February 2016 ends with 28 February 2017, a month from 31 January 2021 with
    28 February.
    A period of nothing ends on the day before it begins.

    Raises:
        CalendarRangeError: that day lies outside the years 1 to 9999.
        ValueError: ``amount`` is negative.

    """
    months, days = _in_months_and_days(_checked(amount), unit)
    if not months:
        return _day_at(first.toordinal() + days - 1)
    month = _month_number(first) + months
    if first.day == 1:
        return _clipped(month - 1, 31)
    return _clipped(month, first.day - 1)  # a first.day that the month does not have is clipped to its end just so


def first_day_of_period(last: date, amount: int, unit: Unit) -> date:
    """Give the first day of a period whose last day is ``last``: the day after ``last`` less the period.

    Six years ending on 1 August 2022 begin on 2 August 2016. It is the earliest day from which the period lasts until
    ``last`` or longer. (Longer where no day fits exactly: no year that begins in 2023 ends on 28 February 2024, for the
    one from 28 February ends on the 27th and the one from 1 March on the 29th.)

    Raises:
        CalendarRangeError: that day lies outside the years 1 to 9999.
        ValueError: ``amount`` is negative.

    """
    months, days = _in_months_and_days(_checked(amount), unit)
    if not months:
        return _day_at(last.toordinal() - days + 1)
    month = _month_number(last) - months
    year, index = divmod(month, _MONTHS_A_YEAR)
    if last.day >= month_length(year, index + 1):
        return _clipped(month + 1, 1)
    return _clipped(month, last.day + 1)


def has_elapsed(start: date, end: date, amount: int, unit: Unit) -> bool:
    """Whether ``end`` is on or after the same calendar day ``amount`` units after ``start``, found as by :func:`shift`.

    A day after the year 9999 is after every date.

    Raises:
        ValueError: ``amount`` is negative.

    """
    _checked(amount)
    try:
        return end >= shift(start, amount, unit)
    except CalendarRangeError:
        return False


def has_exceeded(start: date, end: date, amount: int, unit: Unit) -> bool:
    """Whether ``end`` is strictly after the day on which :func:`has_elapsed` becomes true.

    Raises:
        ValueError: ``amount`` is negative.

    """
    _checked(amount)
    try:
        return end > shift(start, amount, unit)
    except CalendarRangeError:
        return False


def next_month_day(month: int, day: int, on_or_after: date) -> date:
    """Find the first ``day`` of ``month`` on or after a date; for 29 February in the next year that has one.

    Raises:
        CalendarRangeError: there is none up to the year 9999.
        ValueError: no year has such a day (30 February).

    """
    _check_month_day(month, day)
    for year in range(on_or_after.year, MAXYEAR + 1):  # at most nine turns: there were eight years from 1896 to 1904
        if day <= month_length(year, month) and (found := date(year, month, day)) >= on_or_after:
            return found
    message = f"no day {day} of month {month} follows {on_or_after} before the year {MAXYEAR + 1}"
    raise CalendarRangeError(message)


def previous_month_day(month: int, day: int, on_or_before: date) -> date:
    """Find the last ``day`` of ``month`` on or before a date; for 29 February in the last year that had one.

    Raises:
        CalendarRangeError: there is none from the year 1 on.
        ValueError: no year has such a day (30 February).

    """
    _check_month_day(month, day)
    for year in range(on_or_before.year, MINYEAR - 1, -1):
        if day <= month_length(year, month) and (found := date(year, month, day)) <= on_or_before:
            return found
    message = f"no day {day} of month {month} precedes {on_or_before} from the year {MINYEAR} on"
    raise CalendarRangeError(message)


def _in_months_and_days(amount: int, unit: Unit) -> tuple[int, int]:
    """Turn a quantity into months and days, one of which is zero."""
    match unit:
        case Unit.DAYS:
            return 0, amount
        case Unit.WEEKS:
            return 0, _DAYS_A_WEEK * amount
        case Unit.MONTHS:
            return amount, 0
        case Unit.YEARS:
            return _MONTHS_A_YEAR * amount, 0
        case _:
            assert_never(unit)


def _checked(amount: int) -> int:
    if amount < 0:
        message = f"a period cannot last {amount}: it is nothing or longer"
        raise ValueError(message)
    return amount


def _check_month_day(month: int, day: int) -> None:
    if not (1 <= month <= _MONTHS_A_YEAR and 1 <= day <= _LONGEST_MONTH_LENGTHS[month - 1]):
        message = f"no year has a day {day} of month {month}"
        raise ValueError(message)


def _month_number(day: date) -> int:
    """Months counted on from January of the year 0."""
    return day.year * _MONTHS_A_YEAR + day.month - 1


def _clipped(month_number: int, day: int) -> date:
    """Give this day of a month, or the month's last where it has fewer."""
    year, index = divmod(month_number, _MONTHS_A_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        message = f"the year {year} lies outside the calendar of the years {MINYEAR} to {MAXYEAR}"
        raise CalendarRangeError(message)
    return date(year, index + 1, day if day <= _SHORTEST_MONTH else min(day, month_length(year, index + 1)))


def _day_at(ordinal: int) -> date:
    if not _FIRST_ORDINAL <= ordinal <= _LAST_ORDINAL:
        message = f"the day {ordinal} lies outside the calendar of the years {MINYEAR} to {MAXYEAR}"
        raise CalendarRangeError(message)
    return date.fromordinal(ordinal)
