"""Days, periods and lengths, counted one day at a time.

A day is its proleptic ordinal (``date.toordinal``), a stretch of time is a plain set of such days, and nothing here is
clever: the point of this package is to be obviously right, so that a fast engine can be held against it. The rules are
those of "How to count" in the record's contract and of the Civil Code, Articles 119 to 123.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

FAR = date(2049, 12, 31)
"""Where an open interval is taken to end: later than every day that a rule looks at."""

ONE_YEAR_OF_DAYS = 365
"""A year where the parts of a length do not hang together (Civil Code, Article 123, Paragraph 2)."""


def days_between(first: date, last: date) -> set[int]:
    """Every day of an interval; its first and its last day both belong to it, and an empty one has none."""
    return set(range(first.toordinal(), last.toordinal() + 1))


def days_present(entered: date, left: date) -> set[int]:
    """The days in Taiwan that one stay gives: the day of entry does not count and the day of exit does."""
    return days_between(entered, left) - {entered.toordinal()}


def corresponding_day(day: date, months: int) -> date | None:
    """Return the day with the same number in the month that lies ``months`` on (back, if negative), if there is one."""
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    if day.day > monthrange(year, month)[1]:
        return None
    return date(year, month, day.day)


def last_day_of_month(day: date, months: int) -> date:
    """Return the last day of the month that lies ``months`` on (back, if negative) from the month of ``day``."""
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def same_day_years_on(day: date, years: int) -> date:
    """Return the same calendar day ``years`` on; for 29 February, the last day of February."""
    return corresponding_day(day, 12 * years) or last_day_of_month(day, 12 * years)


def years_have_elapsed(since: date, until: date, years: int) -> bool:
    """Tell whether ``until`` is on or after the same calendar day ``years`` on from ``since``."""
    return until >= same_day_years_on(since, years)


def period_ending(last: date, years: int) -> set[int]:
    """Every day of the period of ``years`` whose last day is ``last``: from the day after the same day of then.

    Six years ending on 2022-08-01 are 2016-08-02 to 2022-08-01 (Civil Code, Articles 120 and 121).
    """
    the_day_before = same_day_years_on(last, -years)
    return days_between(the_day_before, last) - {the_day_before.toordinal()}


def last_day_of_period(first: date, months: int) -> date:
    """Return the last day of a period of ``months`` whose first day is ``first`` and belongs to it.

    It is the day before the corresponding day, and where the last month has no corresponding day, the last day of that
    month (Civil Code, Article 121, Paragraph 2): three months from 30 November end on the last day of February.
    """
    corresponding = corresponding_day(first, months)
    if corresponding is None:
        return last_day_of_month(first, months)
    return date.fromordinal(corresponding.toordinal() - 1)


def unbroken_runs(days: set[int]) -> list[tuple[date, date]]:
    """Return the first and last day of each unbroken run; one that starts the day after another ends continues it."""
    firsts = sorted(day for day in days if day - 1 not in days)
    lasts = sorted(day for day in days if day + 1 not in days)
    return [(date.fromordinal(first), date.fromordinal(last)) for first, last in zip(firsts, lasts, strict=True)]


def reaches_years(days: set[int], years: int) -> bool:
    """Tell whether a total length reaches ``years``. Days covered twice stand in the set once.

    One unbroken run is measured by the calendar. Of several it is enough that one reaches the years by the calendar, or
    that their total does at 365 days a year.
    """
    runs = unbroken_runs(days)
    one_run_does = any(last >= last_day_of_period(first, 12 * years) for first, last in runs)
    total_does = len(runs) > 1 and len(days) >= years * ONE_YEAR_OF_DAYS
    return one_run_does or total_does


def run_reaches_months(first: date, last: date, months: int) -> bool:
    """Tell whether the single run from ``first`` to ``last`` lasts ``months`` by the calendar."""
    return last >= last_day_of_period(first, months)
