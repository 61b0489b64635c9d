"""How long runs of days are against a quantity of days, weeks, months or years (Civil Code, Article 123).

A single unbroken run is measured by the calendar: it reaches a period when the period that begins with its first day
(:func:`~engine.language.temporal.calendar.last_day_of_period`) ends no later than it does. Of several runs it is enough
that one does, or that all their days together do, a year being 365 days and a month 30.

More days can therefore be less: 60 days in two runs are two months, while the unbroken 61 days from 1 July to
30 August are not. Who knows of some days only that they may belong asks ``surely_…`` and ``possibly_…``, which answer
for every set between, and not :func:`reaches` of the least and the most.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from engine.language.temporal.calendar import CalendarRangeError, Unit, last_day_of_period
from engine.language.temporal.intervals import covers, day_count, is_open

if TYPE_CHECKING:
    from engine.language.temporal.intervals import Runs

_SHORTEST_MONTH = 28
_SHORTEST_YEAR = 365


def reaches(runs: Runs, amount: int, unit: Unit) -> bool:
    """Whether the runs last for the quantity or longer; one that is open does.

    Raises:
        ValueError: ``amount`` is negative.

    """
    return _last(runs, amount, unit, 0)


def exceeds(runs: Runs, amount: int, unit: Unit) -> bool:
    """Whether the runs last longer than the quantity: by a day at least. One that is open does.

    Raises:
        ValueError: ``amount`` is negative.

    """
    return _last(runs, amount, unit, 1)


def surely_reaches(certain: Runs, possible: Runs, amount: int, unit: Unit) -> bool:
    """Whether every set of days that holds ``certain`` and lies within ``possible`` reaches the quantity.

    ``possible`` holds ``certain``. True is proof; false may, rarely, be said of sets that all reach it.

    Raises:
        ValueError: ``amount`` is negative.

    """
    return _surely_last(certain, possible, amount, unit, 0)


def surely_exceeds(certain: Runs, possible: Runs, amount: int, unit: Unit) -> bool:
    """Whether every set of days between the two lasts longer than the quantity; else as :func:`surely_reaches`."""
    return _surely_last(certain, possible, amount, unit, 1)


def possibly_reaches(certain: Runs, possible: Runs, amount: int, unit: Unit) -> bool:
    """Whether some set of days that holds ``certain`` and lies within ``possible`` may reach the quantity.

    ``possible`` holds ``certain``. False is proof; true may, rarely, be said where no such set does.

    Raises:
        ValueError: ``amount`` is negative.

    """
    return _possibly_lasts(certain, possible, amount, unit, 0)


def possibly_exceeds(certain: Runs, possible: Runs, amount: int, unit: Unit) -> bool:
    """Whether some set of days between the two may last longer than the quantity; else as :func:`possibly_reaches`."""
    return _possibly_lasts(certain, possible, amount, unit, 1)


def _last(runs: Runs, amount: int, unit: Unit, beyond: int) -> bool:
    """Whether the runs last for the quantity and ``beyond`` days more."""
    needed = _in_days(amount, unit) + beyond
    if is_open(runs) or any(_lasts_by_calendar(*run, amount, unit, beyond) for run in runs):
        return True
    return len(runs) != 1 and day_count(runs) >= needed


def _surely_last(certain: Runs, possible: Runs, amount: int, unit: Unit, beyond: int) -> bool:
    if not _last(certain, amount, unit, beyond):
        return False
    if not certain or is_open(certain) or any(_lasts_by_calendar(*run, amount, unit, beyond) for run in certain):
        return True  # a run that reaches a period still does when it grows
    # The total alone reaches it. It counts only while the runs stay several: what may fill every gap between them
    # leaves one run, no shorter than from the first day to the last.
    whole = (certain[0][0], certain[-1][1])
    return not covers(possible, *whole) or _lasts_by_calendar(*whole, amount, unit, beyond)


def _possibly_lasts(certain: Runs, possible: Runs, amount: int, unit: Unit, beyond: int) -> bool:
    if _last(possible, amount, unit, beyond):
        return True
    if len(possible) != 1 or certain == possible:
        return False
    # One run, too short by the calendar. Broken by a day that does not belong after all, its total is what counts.
    return day_count(possible) - 1 >= _in_days(amount, unit) + beyond


def _lasts_by_calendar(start: int, end: int, amount: int, unit: Unit, beyond: int) -> bool:
    """Whether one run ``[start, end)`` without open ends lasts for the quantity and ``beyond`` days more."""
    if amount == 0 or unit is Unit.DAYS or unit is Unit.WEEKS:
        return end - start >= _in_days(amount, unit) + beyond
    if end - start < amount * (_SHORTEST_MONTH if unit is Unit.MONTHS else _SHORTEST_YEAR):
        return False  # most runs are short: no calendar is needed to see it
    try:
        last = last_day_of_period(date.fromordinal(start), amount, unit)
    except CalendarRangeError:  # the period ends after the last year of the calendar, and so after any run that ends
        return False
    return last.toordinal() + beyond < end


def _in_days(amount: int, unit: Unit) -> int:
    """Turn a quantity into days where they are not continuous (Civil Code, Article 123, Paragraph 2)."""
    if amount < 0:
        message = f"a length cannot be compared with {amount} {unit.value}: a period is nothing or longer"
        raise ValueError(message)
    match unit:
        case Unit.DAYS:
            return amount
        case Unit.WEEKS:
            return 7 * amount
        case Unit.MONTHS:
            return 30 * amount
        case Unit.YEARS:
            return 365 * amount
        case _:
            assert_never(unit)
