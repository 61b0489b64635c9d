"""Functions of a day that change on few days only, as terms: a day moved by the calendar, the new year before a day.

The moves are tables, found here by counting, and trees of comparisons in the solver. Measured against helper variables for
year, month and day, against division, and against bit-vectors: this is what z3 decides fastest.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import ite

if TYPE_CHECKING:
    from collections.abc import Iterable

    import z3

FIRST_DAY: Final = 1
LAST_DAY: Final = 3_652_059
"""The ordinals of 1 January of the year 1 and 31 December of the year 9999: the days that a date can be."""

_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_MONTH: Final = 1
_DAYS_OF_FOUR_YEARS: Final = 1461
_MOST_LEAVES: Final = 400
"""Beyond so many steps a table is laid out by periods of four years, most of which are the same."""

Move = Literal["shift", "last_day", "first_day"]
"""To the same day of another month; to the last day of the period that begins on a day; to the first of one that ends on it."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A function of the days from the first of ``days`` to ``end`` (not included): from each of ``days`` on, ``day + moves``.

    A move of ``None``: there is no such day in the calendar.
    """

    days: tuple[int, ...]
    moves: tuple[int | None, ...]
    end: int

    def missing(self) -> list[tuple[int, int]]:
        """The stretches of days (half-open) from which the function leads beyond the calendar."""
        ends = (*self.days[1:], self.end)
        return [(day, end) for day, end, move in zip(self.days, ends, self.moves, strict=True) if move is None]

    def reach(self) -> tuple[int, int] | None:
        """The first and the last day to which the function leads; nothing where it leads nowhere."""
        ends = (*self.days[1:], self.end)
        found = [
            (day + move, end - 1 + move) for day, end, move in zip(self.days, ends, self.moves, strict=True) if move is not None
        ]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def at(self, day: z3.ArithRef, beyond: int = 0) -> z3.ArithRef:
        """The function of a day of its stretch, as a term; ``beyond`` is what it adds where it has no value."""
        found: z3.ArithRef = day + self.move(day, beyond)
        return found

    def move(self, day: z3.ArithRef, beyond: int = 0) -> z3.ArithRef:
        """What the function adds to a day of its stretch."""
        moves = tuple(beyond if move is None else move for move in self.moves)
        if len(self.days) <= _MOST_LEAVES:
            return _tree(day, self.days, [whole(move) for move in moves])
        return self._by_four_years(day, moves)

    def _by_four_years(self, day: z3.ArithRef, moves: tuple[int, ...]) -> z3.ArithRef:
        """A tree over periods of four years, and below it one over the days in a period for each kind of period."""
        starts = list(range(self.days[0], self.end, _DAYS_OF_FOUR_YEARS))
        place = day - _tree(day, starts, [whole(start) for start in starts])
        trees: dict[tuple[tuple[int, int], ...], z3.ArithRef] = {}
        found = []
        for start in starts:
            low = bisect_right(self.days, start) - 1
            high = bisect_right(self.days, start + _DAYS_OF_FOUR_YEARS - 1)
            key = tuple((max(self.days[one] - start, 0), moves[one]) for one in range(low, high))
            if key not in trees:
                trees[key] = _tree(place, [at for at, _ in key], [whole(move) for _, move in key])
            found.append(trees[key])
        return _tree(day, starts, found)


def _tree(day: z3.ArithRef, starts: tuple[int, ...] | list[int], values: list[z3.ArithRef]) -> z3.ArithRef:
    """The value of the last start that is not after the day; of a day before the first, the first."""
    if all(value.eq(values[0]) for value in values):
        return values[0]
    middle = len(starts) // 2
    before, after = _tree(day, starts[:middle], values[:middle]), _tree(day, starts[middle:], values[middle:])
    found: z3.ArithRef = ite(day < starts[middle], before, after)
    return found


def new_year(year: int) -> int:
    """The ordinal of 1 January of a year."""
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + 1


def year_of(day: int) -> int:
    """The year of an ordinal."""
    year = day // 366 + 1
    while new_year(year + 1) <= day:
        year += 1
    return year


def _leap(year: int) -> bool:
    return new_year(year + 1) - new_year(year) == 366  # noqa: PLR2004 - the days of a leap year


def month_start(month: int) -> int:
    """The ordinal of the first day of a month, counted on from January of the year 0."""
    year, index = divmod(month, 12)
    return new_year(year) + sum(_MONTH_LENGTHS[:index]) + (1 if index > _LEAP_MONTH and _leap(year) else 0)


@cache
def by_months(move: Move, months: int, first: int, last: int) -> Steps:
    """The days from ``first`` to ``last`` (ordinals) moved by months, forward where positive; no move leads off the calendar."""
    month = 12 * year_of(first)
    found: list[tuple[int, int]] = []
    while (start := month_start(month)) <= last:
        length, target = month_start(month + 1) - start, month_start(month + months)
        target_length = month_start(month + months + 1) - target
        for index in range(length):
            match move:
                case "shift":
                    to = target + min(index, target_length - 1)
                case "last_day":
                    to = target - 1 + min(index, target_length)
                case "first_day":
                    to = target + min(index + 1, target_length)
            found.append((start + index, to))
        month += 1
    return steps((day, to) for day, to in found if first <= day <= last)


@cache
def by_new_years(back: int, first: int, last: int) -> Steps:
    """The move from the new year of a day to that of ``back`` years before (after, where negative), by the day."""
    years = range(year_of(first), year_of(last) + 1)
    days = [(max(new_year(year), first), new_year(year - back) - new_year(year)) for year in years]
    return _merged(days, last + 1)


def new_years(day: z3.ArithRef, first: int, last: int) -> z3.ArithRef:
    """The new year of a day that lies between two others."""
    starts = [new_year(year) for year in range(year_of(first), year_of(last) + 1)]
    return _tree(day, starts, [whole(start) for start in starts])


@cache
def to_anniversary(month: int, day: int, first: int, last: int, *, following: bool) -> tuple[tuple[int, int | None], ...]:
    """The day to which one leads, from each of these days on: the first with this month and day on or after, or the last before.

    Pairs of a first day and the day to which it and those after it lead, up to the next pair; ``None`` where there is none.
    """
    around = range(year_of(first) - 8, year_of(last) + 9)  # there were eight years without 29 February from 1896 to 1904
    fits = [found for year in around if (found := month_start(12 * year + month - 1) + day - 1) < month_start(12 * year + month)]
    pairs = [(earlier + 1, later) if following else (earlier, earlier) for earlier, later in pairwise(fits)]
    kept = [(max(start, first), to if FIRST_DAY <= to <= LAST_DAY else None) for start, to in pairs if start <= last]
    begin = max(index for index, (start, _) in enumerate(kept) if start <= first)
    return tuple(kept[begin:])


def absolute(day: z3.ArithRef, pairs: tuple[tuple[int, int | None], ...]) -> z3.ArithRef:
    """A function of :func:`to_anniversary` as a term; any day where it has none."""
    return _tree(day, [start for start, _ in pairs], [whole(FIRST_DAY if to is None else to) for _, to in pairs])


def steps(pairs: Iterable[tuple[int, int]]) -> Steps:
    """A function of one unbroken stretch of days, by the day to which each leads."""
    found = list(pairs)
    return _merged([(day, to - day if FIRST_DAY <= to <= LAST_DAY else None) for day, to in found], found[-1][0] + 1)


def _merged(moves: Iterable[tuple[int, int | None]], end: int) -> Steps:
    days: list[int] = []
    kept: list[int | None] = []
    for day, move in moves:
        if not kept or kept[-1] != move:
            days.append(day)
            kept.append(move)
    return Steps(tuple(days), tuple(kept), end)
