"""Days moved by any number of months, and new years, by division: where a table would be too long, or the number is any.

Slower to decide than the tables of :mod:`engine.analysis.symbolic.steps`, and without bounds of its own.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

import z3

from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import conj, disj, ite

if TYPE_CHECKING:
    from engine.analysis.symbolic.steps import Move
    from engine.analysis.symbolic.values import Ledger

_LONGEST_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STARTS: Final = (0, *accumulate(_LONGEST_MONTHS[:-1]))
"""On which day of a leap year each month starts; the first is 0."""
_END_OF_FEBRUARY: Final = 60
_FEBRUARY: Final = 2
_YEARS_WITHOUT_LEAP_DAY: Final = 8


def moved_by_months(move: Move, day: z3.ArithRef, months: z3.ArithRef, ledger: Ledger) -> z3.ArithRef:
    """A day moved by months, forward where positive, as :func:`engine.analysis.symbolic.steps.by_months` moves it."""
    year = _year(day, ledger)
    place = day - _new_year(year)
    place = ite(conj([place >= _END_OF_FEBRUARY - 1, _days_of(year) == whole(365)]), place + 1, place)
    month = _by_place(place, list(range(12)))
    index = place - _by_place(place, list(_STARTS))
    target = year * 12 + month + months
    start, after = _month_start(target), _month_start(target + 1)
    match move:
        case "shift":
            return start + _least(index, after - start - 1)
        case "last_day":
            return start - 1 + _least(index, after - start)
        case "first_day":
            return start + _least(index + 1, after - start)


def new_year_before(day: z3.ArithRef, years: int, ledger: Ledger) -> z3.ArithRef:
    """The new year of a day, or that of so many years before (after, where negative)."""
    return _new_year(_year(day, ledger) - years)


def anniversary(month: int, day: int, start: z3.ArithRef, ledger: Ledger, *, following: bool) -> z3.ArithRef:
    """The first day with this month and day on or after another, or the last on or before it."""
    year = _year(start, ledger)
    leap_day = (month, day) == (_FEBRUARY, _LONGEST_MONTHS[_FEBRUARY - 1])
    furthest = _YEARS_WITHOUT_LEAP_DAY if leap_day else 1
    found = start
    for away in range(furthest, -1, -1):
        other = year + (away if following else -away)
        candidate = _month_start(other * 12 + month - 1) + day - 1
        fits = [candidate >= start if following else candidate <= start]
        fits += [_days_of(other) == whole(366)] if leap_day else []
        found = ite(conj(fits), candidate, found)
    return found


def _year(day: z3.ArithRef, ledger: Ledger) -> z3.ArithRef:
    """The year of a day: a helper term between whose new year and the next the day lies."""

    def make() -> tuple[z3.ArithRef, z3.ArithRef]:
        year = z3.Int(ledger.fresh("year"))
        ledger.define(_new_year(year) <= day, day < _new_year(year + 1))
        return year, day

    found: z3.ArithRef = ledger.once(("year", day.get_id()), make)[0]
    return found


def _new_year(year: z3.ArithRef) -> z3.ArithRef:
    before = year - 1
    return before * 365 + before / 4 - before / 100 + before / 400 + 1


def _days_of(year: z3.ArithRef) -> z3.ArithRef:
    leap = conj([year % 4 == 0, disj([year % 100 != 0, year % 400 == 0])])
    days: z3.ArithRef = ite(leap, whole(366), whole(365))
    return days


def _by_place(place: z3.ArithRef, values: list[int]) -> z3.ArithRef:
    """The value of the month in which a place of a leap year lies."""
    found = whole(values[0])
    for start, value in zip(_STARTS[1:], values[1:], strict=True):
        found = ite(place >= start, whole(value), found)
    return found


def _month_start(month: z3.ArithRef) -> z3.ArithRef:
    """The first day of a month that is counted on from January of the year 0."""
    year, index = month / 12, month % 12
    within = whole(0)
    for number, start in enumerate(_STARTS):
        within = ite(index >= number, whole(start), within)
    shorter = ite(conj([index >= _FEBRUARY, _days_of(year) == whole(365)]), whole(1), whole(0))
    return _new_year(year) + within - shorter


def _least(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    found: z3.ArithRef = ite(one <= other, one, other)
    return found
