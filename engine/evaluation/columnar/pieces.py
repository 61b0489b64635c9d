"""Sets of days of whole columns: for each row some intervals. The twin of :mod:`engine.language.temporal.intervals`.

Intervals are half-open pairs of day ordinals as there, with the same sentinels for open ends. Functions that take *runs* take
them sorted, disjoint and not touching within each row, as :func:`runs` makes them, and give such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.evaluation.columnar.calendar import (
    END_OF_DAYS,
    FIRST_DAY,
    last_day_of_period,
    limited,
    new_year,
    not_negative,
    year_of,
)
from engine.language.temporal.calendar import Unit
from engine.language.temporal.intervals import EARLIEST, LATEST, UnboundedWindowError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.evaluation.columnar.calendar import Amounts, Flags, Numbers

ENDLESS: Final = 2**62
"""The count of days where an end is open: more than any that is counted."""

_ROW: Final = 32
"""Rows and days in one number: the row times 2 ** 32 and the day, so that days of different rows never meet."""
_BEYOND: Final = 2 * LATEST
"""Later than every end, so that what lies between intervals can be told up to there."""
_BY_CALENDAR: Final = {Unit.MONTHS: 28, Unit.YEARS: 365}
_IN_DAYS: Final = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Intervals of days by row, each by itself: row ``i`` has those from ``offsets[i]`` to ``offsets[i + 1]``.

    ``offsets`` begin with 0 and are one more than the rows; ``starts`` and ``ends`` are as many as there are intervals. All
    are ``int64``. An interval may be empty (``end <= start``), and may overlap others of its row.
    """

    offsets: Numbers
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.offsets) - 1

    def rows(self) -> Numbers:
        """The row of each interval."""
        return self.of_each(np.arange(len(self)))

    def of_each(self, numbers: NDArray[np.integer]) -> Numbers:
        """A number of each row, for each of its intervals."""
        return np.repeat(numbers.astype(np.int64, copy=False), np.diff(self.offsets))


def none(rows: int) -> Pieces:
    """No days in any row."""
    nothing = np.zeros(0, dtype=np.int64)
    return Pieces(np.zeros(rows + 1, dtype=np.int64), nothing, nothing)


def all_days(rows: int) -> Pieces:
    """Every day in each row."""
    return Pieces(np.arange(rows + 1), np.full(rows, EARLIEST, dtype=np.int64), np.full(rows, LATEST, dtype=np.int64))


def of(rows: NDArray[np.integer], starts: NDArray[np.integer], ends: NDArray[np.integer], count: int) -> Pieces:
    """Intervals of ``count`` rows; ``rows`` says of which each is, in order."""
    offsets = from_zero(np.bincount(rows, minlength=count))
    return Pieces(offsets, starts.astype(np.int64, copy=False), ends.astype(np.int64, copy=False))


def one_each(starts: NDArray[np.integer], ends: NDArray[np.integer], present: Flags | None = None) -> Pieces:
    """One interval for each row; none for the rows where it is empty, or not ``present``."""
    kept = starts < ends if present is None else present & (starts < ends)
    whole = Pieces(np.arange(len(starts) + 1), starts.astype(np.int64, copy=False), ends.astype(np.int64, copy=False))
    return kept_of(whole, kept)


def kept_of(pieces: Pieces, kept: Flags) -> Pieces:
    """The intervals that are kept."""
    if kept.all():
        return pieces
    return Pieces(from_zero(kept)[pieces.offsets], pieces.starts[kept], pieces.ends[kept])


def runs(pieces: Pieces) -> Pieces:
    """The same days as runs: in order, joined where they meet, without empty ones."""
    if _are_runs(pieces):
        return pieces
    pieces = kept_of(pieces, pieces.starts < pieces.ends)
    row = pieces.rows() << _ROW
    low, high = row + pieces.starts, row + pieces.ends
    _put_in_order(low, high, pieces)
    if not len(low):
        return pieces
    reached = np.maximum.accumulate(high)  # of its row only: the days of a later row are greater numbers
    begins = np.ones(len(low), dtype=np.bool_)
    begins[1:] = low[1:] > reached[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(low)) - 1
    row = row[first]
    return Pieces(from_zero(begins)[pieces.offsets], low[first] - row, reached[last] - row)


def _put_in_order(low: Numbers, high: Numbers, pieces: Pieces) -> None:
    """Sort the intervals of the rows in which they are not in order, by their numbers with the row, in place."""
    wrong = np.flatnonzero(low[1:] < low[:-1])
    if not len(wrong):
        return
    disordered = np.zeros(len(pieces), dtype=np.bool_)
    disordered[low[wrong + 1] + LATEST >> _ROW] = True
    at = np.flatnonzero(np.repeat(disordered, np.diff(pieces.offsets)))
    order = at[np.argsort(low[at], kind="stable")]
    low[at], high[at] = low[order], high[order]


def _are_runs(pieces: Pieces) -> bool:
    if not np.all(pieces.starts < pieces.ends):
        return False
    apart = pieces.starts[1:] > pieces.ends[:-1]
    if not apart.all():
        first = pieces.offsets[1:-1]
        apart[first[(first > 0) & (first < len(pieces.starts))] - 1] = True  # of two rows, they need not be
    return bool(apart.all())


def together(*several: Pieces) -> Pieces:
    """The intervals of all, row by row, in the order of the arguments. There must be one at least."""
    first = several[0]
    if len(several) == 1:
        return first
    offsets = np.sum([one.offsets for one in several], axis=0)
    starts, ends = np.empty(offsets[-1], dtype=np.int64), np.empty(offsets[-1], dtype=np.int64)
    free = offsets[:-1]
    for one in several:
        places = np.arange(len(one.starts)) + one.of_each(free - one.offsets[:-1])
        starts[places], ends[places] = one.starts, one.ends
        free = free + np.diff(one.offsets)
    return Pieces(offsets, starts, ends)


def subtract(a: Pieces, b: Pieces) -> Pieces:
    """The days of ``a`` that are not in ``b``; both are runs."""
    if not len(a.starts) or not len(b.starts):
        return a
    places = np.arange(len(b.starts)) + b.rows()  # what lies before, between and after the runs: one more in each row
    offsets = b.offsets + np.arange(len(b.offsets))
    starts = np.full(offsets[-1], -_BEYOND, dtype=np.int64)
    ends = np.full(offsets[-1], _BEYOND, dtype=np.int64)
    ends[places] = b.starts
    starts[places + 1] = b.ends
    return intersect(a, Pieces(offsets, starts, ends))


def intersect(a: Pieces, b: Pieces) -> Pieces:
    """The days that are in both; both are runs."""
    for one, other in ((a, b), (b, a)):
        if len(one.starts) == len(one) and np.all(np.diff(one.offsets) == 1):
            return clip(other, one.starts, one.ends)
    row, b_row = a.rows() << _ROW, b.rows() << _ROW
    first = np.searchsorted(b_row + b.ends, row + a.starts, side="right")  # the first that ends after the start of each …
    after = np.searchsorted(b_row + b.starts, row + a.ends, side="left")  # … and the first that begins after its end
    often = np.maximum(after - first, 0)
    from_a = np.repeat(np.arange(len(often)), often)
    met = from_zero(often)
    from_b = np.arange(met[-1]) + np.repeat(first - met[:-1], often)
    starts, ends = np.maximum(a.starts[from_a], b.starts[from_b]), np.minimum(a.ends[from_a], b.ends[from_b])
    return Pieces(met[a.offsets], starts, ends)


def clip(pieces: Pieces, starts: Numbers, ends: Numbers) -> Pieces:
    """The days of the runs within the half-open window of each row."""
    low = np.maximum(pieces.starts, pieces.of_each(starts))
    high = np.minimum(pieces.ends, pieces.of_each(ends))
    return kept_of(Pieces(pieces.offsets, low, high), low < high)


def covers(pieces: Pieces, starts: Numbers, ends: Numbers) -> Flags:
    """Of each row, whether every day of the half-open window is in the runs; of a window without days it is true."""
    holding = (pieces.starts <= pieces.of_each(starts)) & (pieces.of_each(ends) <= pieces.ends)
    return (ends <= starts) | any_in_rows(pieces.offsets, holding)


def is_open(pieces: Pieces) -> Flags:
    """Of each row, whether the runs go on without end, or back without beginning."""
    return any_in_rows(pieces.offsets, _open(pieces))


def _open(pieces: Pieces) -> Flags:
    return (pieces.starts < FIRST_DAY) | (pieces.ends > END_OF_DAYS)


def day_count(pieces: Pieces) -> Numbers:
    """The days of each row of runs; :data:`ENDLESS` where an end is open."""
    found = sum_of_rows(pieces.offsets, pieces.ends - pieces.starts)
    found[is_open(pieces)] = ENDLESS
    return found


def longest(pieces: Pieces) -> Numbers:
    """The days of the longest run of each row: 0 where there is none, :data:`ENDLESS` where an end is open."""
    found = greatest_of_rows(pieces.offsets, pieces.ends - pieces.starts, 0)
    found[is_open(pieces)] = ENDLESS
    return found


def take(pieces: Pieces, rows: NDArray[np.integer]) -> Pieces:
    """These rows, in this order; one may come several times."""
    often = np.diff(pieces.offsets)[rows]
    offsets = from_zero(often)
    places = np.arange(offsets[-1]) + np.repeat(pieces.offsets[:-1][rows] - offsets[:-1], often)
    return Pieces(offsets, pieces.starts[places], pieces.ends[places])


def equal(a: Pieces, b: Pieces) -> Flags:
    """Of each row, whether the two have the same days."""
    if a is b:
        return np.ones(len(a), dtype=np.bool_)
    a, b = runs(a), runs(b)
    alike: Flags = np.diff(a.offsets) == np.diff(b.offsets)
    if not alike.all():
        rows = np.flatnonzero(alike)
        alike[rows] = _equal(take(a, rows), take(b, rows))
        return alike
    return _equal(a, b)


def _equal(a: Pieces, b: Pieces) -> Flags:
    """The same of as many intervals in each row."""
    return ~any_in_rows(a.offsets, (a.starts != b.starts) | (a.ends != b.ends))


def same(a: Pieces, b: Pieces) -> bool:
    """Whether the two are alike in all rows, interval for interval."""
    return a is b or all(
        np.array_equal(one, other) for one, other in ((a.offsets, b.offsets), (a.starts, b.starts), (a.ends, b.ends))
    )


def days_by_calendar_year(pieces: Pieces, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """How many days of the runs fall in each calendar year that the half-open window of their row touches.

    Gives offsets (one more than the rows), and between those of a row the years of its window in order, each with its number
    of days inside the window (0 too). A window without days touches no year.

    Raises:
        UnboundedWindowError: a window has an open end.

    """
    if np.any(starts < FIRST_DAY) or np.any(ends > END_OF_DAYS):
        raise UnboundedWindowError("days cannot be counted by calendar year in a window with an open end: limit it first")
    first_year = year_of(starts)
    offsets = from_zero(np.where(starts < ends, year_of(ends - 1) - first_year + 1, 0))
    to_place = offsets[:-1] - first_year  # the place of a year in its row is the year and this
    years = np.arange(offsets[-1]) - np.repeat(to_place, np.diff(offsets))
    inside = clip(pieces, starts, ends)
    year, last_year, to_place = year_of(inside.starts), year_of(inside.ends - 1), inside.of_each(to_place)
    within = year == last_year
    length = np.where(within, inside.ends - inside.starts, 0)
    counted = np.bincount(year + to_place, weights=length, minlength=len(years))
    if not within.all():  # those that go on into other years, year by year
        over = np.flatnonzero(~within)
        often = last_year[over] - year[over] + 1
        part = np.repeat(over, often)
        year = np.arange(len(part)) + np.repeat(year[over] - np.cumsum(often) + often, often)
        length = np.minimum(inside.ends[part], new_year(year + 1)) - np.maximum(inside.starts[part], new_year(year))
        counted += np.bincount(year + to_place[part], weights=length, minlength=len(years))
    return offsets, years, counted.astype(np.int64)


def lasting(certain: Pieces, possible: Pieces, amounts: Amounts, unit: Unit, beyond: int) -> tuple[Flags, Flags]:
    """Of each row, whether it surely and whether it possibly lasts for the amount and ``beyond`` days more.

    What ``surely_reaches`` and ``possibly_reaches`` of :mod:`engine.language.temporal.length` say of the runs that are certain
    and those that are possible where ``beyond`` is 0, ``surely_exceeds`` and ``possibly_exceeds`` where it is 1.

    Raises:
        ValueError: an amount is negative.

    """
    each: Numbers = np.broadcast_to(limited(not_negative(amounts)), (len(certain),))
    sure, by_run = _last(certain, each, unit, beyond)
    if certain is possible:
        return sure, sure
    most, _ = _last(possible, each, unit, beyond)
    surely, possibly = sure.copy(), most
    total = np.flatnonzero(sure & ~by_run & (np.diff(certain.offsets) > 0))  # what may fill the gaps would leave one run
    if len(total):
        starts, ends = certain.starts[certain.offsets[total]], certain.ends[certain.offsets[total + 1] - 1]
        whole = _by_calendar(starts, ends, each[total], unit, beyond)
        surely[total] = whole | ~covers(take(possible, total), starts, ends)
    single = np.flatnonzero(~most & (np.diff(possible.offsets) == 1))
    if len(single):  # too short by the calendar: broken by a day that does not belong after all, the total counts
        one = take(possible, single)
        enough = one.ends - one.starts - 1 >= each[single] * _IN_DAYS[unit] + beyond
        possibly[single] = enough & ~equal(take(certain, single), one)
    return surely, possibly


def _last(pieces: Pieces, amounts: Numbers, unit: Unit, beyond: int) -> tuple[Flags, Flags]:
    """Whether the runs of each row last so long, and whether one of them does by itself (an open one does)."""
    of_each = pieces.of_each(amounts)
    alone = _open(pieces) | _by_calendar(pieces.starts, pieces.ends, of_each, unit, beyond)
    by_run = any_in_rows(pieces.offsets, alone)
    enough = day_count(pieces) >= amounts * _IN_DAYS[unit] + beyond
    return by_run | (enough & (np.diff(pieces.offsets) != 1)), by_run


def _by_calendar(starts: Numbers, ends: Numbers, amounts: Numbers, unit: Unit, beyond: int) -> Flags:
    """Of single runs, whether each lasts for its amount and ``beyond`` days more; of one with an open end it may say anything."""
    length = ends - starts
    if unit not in _BY_CALENDAR:
        return length >= amounts * _IN_DAYS[unit] + beyond
    found = np.where(amounts == 0, length >= beyond, length >= amounts * _BY_CALENDAR[unit])
    at = np.flatnonzero(found & (amounts != 0))  # most runs are short: no calendar is needed to see it
    last, outside = last_day_of_period(starts[at], amounts[at], unit)
    found[at] = ~outside & (last + beyond < ends[at])
    return found


def any_in_rows(offsets: Numbers, flags: Flags) -> Flags:
    """Whether there is a flag in each row."""
    found = np.zeros(len(offsets) - 1, dtype=np.bool_)
    at = np.flatnonzero(flags)
    if len(at):
        found[np.searchsorted(offsets, at, side="right") - 1] = True
    return found


def sum_of_rows(offsets: Numbers, numbers: Numbers) -> Numbers:
    """The sum of the numbers of each row."""
    sums = from_zero(numbers)
    return sums[offsets[1:]] - sums[offsets[:-1]]


def greatest_of_rows(offsets: Numbers, numbers: Numbers, otherwise: int) -> Numbers:
    """The greatest number of each row, ``otherwise`` for one that has none."""
    found = np.full(len(offsets) - 1, otherwise, dtype=np.int64)
    some = np.flatnonzero(offsets[1:] > offsets[:-1])
    if len(some):
        found[some] = np.maximum.reduceat(numbers, offsets[some])
    return found


def from_zero(numbers: NDArray[np.integer] | Flags) -> Numbers:
    """The sum of all before each number, and of all."""
    sums = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(numbers, out=sums[1:])
    return sums
