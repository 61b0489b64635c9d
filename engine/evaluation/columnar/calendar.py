"""Days and calendar periods of whole columns: the twin of :mod:`engine.language.temporal.calendar`, a row for a day.

Days are ordinals (``date.toordinal()``), ``int64`` (``int32`` is taken too). Where the twin raises for its one day, the row is
marked and the others go on: a result is the days together with the rows in which there is none (their day is then 0).
Amounts are one for all rows or one for each.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from typing import TYPE_CHECKING, Final, assert_never

import numpy as np

from engine.language.temporal.calendar import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Amounts = NDArray[np.integer] | int
    Moved = tuple[Numbers, Flags]

FIRST_DAY: Final = date.min.toordinal()
END_OF_DAYS: Final = date.max.toordinal() + 1
MOST: Final = 10_000_000
"""No amount needs to be told from this one: so many of any unit lead out of the calendar from each of its days."""

_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_LONGEST_MONTH = 31

_YEARS_BEFORE = np.arange(-1, MAXYEAR + 1, dtype=np.int64)
_NEW_YEARS = 365 * _YEARS_BEFORE + _YEARS_BEFORE // 4 - _YEARS_BEFORE // 100 + _YEARS_BEFORE // 400 + 1
"""The ordinal of 1 January of each year from 0 to 10000; the two at the edges bound the years between them."""
_LEAP = np.diff(_NEW_YEARS, append=_NEW_YEARS[-1] + 366) - 365
"""1 for a leap year, 0 for any other (10000 would be one)."""
_COMMON = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LENGTHS = np.array([*_COMMON, 31, 29, *_COMMON[2:]], dtype=np.int64)
"""The days of each month, of a common year and then of a leap year."""
_BEFORE = np.concatenate([np.cumsum([0, *_LENGTHS[:11]]), np.cumsum([0, *_LENGTHS[12:23]])])
"""The days of the year before each month, of a common year and then of a leap year."""


@cache
def _years() -> NDArray[np.int16]:
    """The year of every day of the calendar, by its ordinal less one."""
    return np.repeat(np.arange(MINYEAR, MAXYEAR + 1, dtype=np.int16), np.diff(_NEW_YEARS[MINYEAR:]))


def year_of(days: NDArray[np.integer]) -> Numbers:
    """The year of each day; of a number before or after the calendar its first or last year."""
    return _years().take(days - FIRST_DAY, mode="clip").astype(np.int64)


def month_day_of(days: NDArray[np.integer]) -> tuple[Numbers, Numbers, Numbers]:
    """Year, month (1 to 12) and day of the month of each day; a number outside the calendar is taken for its nearest day."""
    inside = np.clip(days, FIRST_DAY, END_OF_DAYS - 1).astype(np.int64, copy=False)
    years = year_of(inside)
    of_year = inside - _NEW_YEARS[years]
    leap = _LEAP[years]
    months = _months().take(leap * 366 + of_year).astype(np.int64)
    return years, months, of_year - _BEFORE[leap * _MONTHS_A_YEAR + months - 1] + 1


@cache
def _months() -> NDArray[np.int8]:
    """The month of each day of a common year (366 places, the last not used) and then of a leap year."""
    months = np.arange(1, _MONTHS_A_YEAR + 1, dtype=np.int8)
    return np.concatenate([np.repeat(months, _LENGTHS[:12]), np.zeros(1, np.int8), np.repeat(months, _LENGTHS[12:])])


def new_year(years: NDArray[np.integer]) -> Numbers:
    """The ordinal of 1 January of each year; ``years`` are 0 to 10000."""
    return _NEW_YEARS.take(years)


def shift(days: NDArray[np.integer], amounts: Amounts, unit: Unit) -> Moved:
    """The day ``amounts`` units later (earlier where negative); months and years clip to the last day of the month."""
    months, moved = _in_months_and_days(amounts, unit)
    if months is None:
        return _within(days + moved)
    years, month, day = month_day_of(days)
    return _clipped(years * _MONTHS_A_YEAR + month - 1 + months, day)


def last_day_of_period(firsts: NDArray[np.integer], amounts: Amounts, unit: Unit) -> Moved:
    """The last day of the period that begins on each day. A negative amount has none either."""
    months, days = _in_months_and_days(amounts, unit)
    if months is None:
        return _unless(days < 0, *_within(firsts + days - 1))
    years, month, day = month_day_of(firsts)
    number = years * _MONTHS_A_YEAR + month - 1 + months
    new = day == 1
    return _unless(months < 0, *_clipped(number - new, np.where(new, _LONGEST_MONTH, day - 1)))


def first_day_of_period(lasts: NDArray[np.integer], amounts: Amounts, unit: Unit) -> Moved:
    """The first day of the period that ends with each day. A negative amount has none either."""
    months, days = _in_months_and_days(amounts, unit)
    if months is None:
        return _unless(days < 0, *_within(lasts - days + 1))
    years, month, day = month_day_of(lasts)
    number = years * _MONTHS_A_YEAR + month - 1 - months
    year = np.clip(number // _MONTHS_A_YEAR, 0, MAXYEAR)
    at_end = day >= _LENGTHS[_LEAP[year] * _MONTHS_A_YEAR + number % _MONTHS_A_YEAR]
    return _unless(months < 0, *_clipped(number + at_end, np.where(at_end, 1, day + 1)))


def has_elapsed(starts: NDArray[np.integer], ends: NDArray[np.integer], amounts: Amounts, unit: Unit) -> Flags:
    """Whether ``ends`` is on or after the same calendar day ``amounts`` units after ``starts``.

    Raises:
        ValueError: an amount is negative.

    """
    days, outside = shift(starts, not_negative(amounts), unit)
    return ~outside & (ends >= days)


def has_exceeded(starts: NDArray[np.integer], ends: NDArray[np.integer], amounts: Amounts, unit: Unit) -> Flags:
    """Whether ``ends`` is strictly after the day on which :func:`has_elapsed` becomes true.

    Raises:
        ValueError: an amount is negative.

    """
    days, outside = shift(starts, not_negative(amounts), unit)
    return ~outside & (ends > days)


def next_month_day(month: int, day: int, days: NDArray[np.integer]) -> Moved:
    """The first ``day`` of ``month`` on or after each day.

    Raises:
        ValueError: no year has such a day (30 February).

    """
    every = _every_year(month, day)
    return _at(every, np.searchsorted(every, days, side="left"))


def previous_month_day(month: int, day: int, days: NDArray[np.integer]) -> Moved:
    """The last ``day`` of ``month`` on or before each day.

    Raises:
        ValueError: no year has such a day (30 February).

    """
    every = _every_year(month, day)
    return _at(every, np.searchsorted(every, days, side="right") - 1)


def not_negative(amounts: Amounts) -> Amounts:
    """The amounts of periods as they are.

    Raises:
        ValueError: one is negative.

    """
    if np.any(np.less(amounts, 0)):
        raise ValueError("a period cannot last less than nothing, and an amount is negative")
    return amounts


def limited(amounts: Amounts) -> Numbers:
    """The amounts with those beyond :data:`MOST` as that: what is reckoned with them stays far within 64 bits."""
    if isinstance(amounts, int):
        return np.array(max(-MOST, min(amounts, MOST)), dtype=np.int64)
    return np.clip(amounts.astype(np.int64, copy=False), -MOST, MOST)


@cache
def _every_year(month: int, day: int) -> Numbers:
    """This day of this month in all the years that have it, in order."""
    if not (1 <= month <= _MONTHS_A_YEAR and 1 <= day <= _LENGTHS[_MONTHS_A_YEAR + month - 1]):
        raise ValueError(f"no year has a day {day} of month {month}")
    years = np.arange(MINYEAR, MAXYEAR + 1)
    at = _LEAP[years] * _MONTHS_A_YEAR + month - 1
    days: Numbers = _NEW_YEARS[years] + _BEFORE[at] + day - 1
    return np.compress(day <= _LENGTHS[at], days)


def _at(every: Numbers, index: NDArray[np.integer]) -> Moved:
    outside = (index < 0) | (index >= len(every))
    days = every.take(index, mode="clip")
    days[outside] = 0
    return days, outside


def _in_months_and_days(amounts: Amounts, unit: Unit) -> tuple[Numbers | None, Numbers]:
    """Months, or no months and days."""
    number = limited(amounts)
    match unit:
        case Unit.DAYS:
            return None, number
        case Unit.WEEKS:
            return None, number * _DAYS_A_WEEK
        case Unit.MONTHS:
            return number, number
        case Unit.YEARS:
            return number * _MONTHS_A_YEAR, number
        case _:
            assert_never(unit)


def _within(days: NDArray[np.integer]) -> Moved:
    outside = (days < FIRST_DAY) | (days >= END_OF_DAYS)
    return np.where(outside, 0, days).astype(np.int64, copy=False), outside


def _unless(refused: Flags, days: Numbers, outside: Flags) -> Moved:
    """The same without the rows that are refused on other grounds."""
    if not refused.any():
        return days, outside
    return np.where(refused, 0, days), outside | refused


def _clipped(month_numbers: Numbers, day: Numbers) -> Moved:
    """This day of the months counted from January of the year 0, or the month's last where it has fewer."""
    years = month_numbers // _MONTHS_A_YEAR
    outside = (years < MINYEAR) | (years > MAXYEAR)
    inside = np.clip(years, MINYEAR, MAXYEAR)
    at = _LEAP[inside] * _MONTHS_A_YEAR + month_numbers - years * _MONTHS_A_YEAR
    days = _NEW_YEARS[inside] + _BEFORE[at] + np.minimum(day, _LENGTHS[at]) - 1
    return np.where(outside, 0, days), outside
