"""The words about time for whole columns: windows and coverage known in part. The twin of ``meaning/time.py``.

Values that are one of several do not occur here: whoever calls decides each alternative by itself. Dates and quantities come as
in :mod:`~engine.evaluation.columnar.dates`. A window that is ``none`` has no days; its four bounds are all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from engine.evaluation.columnar.calendar import (
    END_OF_DAYS,
    FIRST_DAY,
    first_day_of_period,
    last_day_of_period,
    limited,
    year_of,
)
from engine.evaluation.columnar.dates import KNOWN, NONE, UNKNOWN, between, state_is
from engine.evaluation.columnar.pieces import (
    Pieces,
    all_days,
    clip,
    covers,
    day_count,
    days_by_calendar_year,
    equal,
    from_zero,
    kept_of,
    longest,
    none,
    of,
    one_each,
    runs,
    same,
    subtract,
    take,
    together,
)
from engine.evaluation.columnar.reach import reach_back, reach_on
from engine.language.temporal.calendar import Unit
from engine.language.temporal.intervals import EARLIEST, LATEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.evaluation.columnar.calendar import Flags, Numbers
    from engine.evaluation.columnar.dates import Dates, Quantities

_LEAST_DAYS: Final = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.YEARS: 365}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Intervals of days by row: those that are certain, and all that are possible (they hold the certain ones too).

    Where all is certain in every row the two are one object, and everything is reckoned only once.
    """

    certain: Pieces
    possible: Pieces

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.possible)

    def runs(self) -> Coverage:
        """The days as runs."""
        possible = runs(self.possible)
        return Coverage(possible if self.certain is self.possible else runs(self.certain), possible)

    def take(self, rows: NDArray[np.integer]) -> Coverage:
        """These rows, in this order."""
        possible = take(self.possible, rows)
        return Coverage(possible if self.certain is self.possible else take(self.certain, rows), possible)


@dataclass(frozen=True, slots=True)
class Span:
    """A window of days by row: half-open, start and end each between two ordinals, ``least`` the fewest days it can have.

    ``none`` are the rows where it is ``none``, absent where there are no such.
    """

    start_low: Numbers
    start_high: Numbers
    end_low: Numbers
    end_high: Numbers
    least: Numbers
    none: Flags | None = None

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.least)

    def take(self, rows: NDArray[np.integer]) -> Span:
        """These rows, in this order."""
        return Span(
            self.start_low[rows],
            self.start_high[rows],
            self.end_low[rows],
            self.end_high[rows],
            self.least[rows],
            None if self.none is None else self.none[rows],
        )


class YearNumbers(NamedTuple):
    """A list of numbers by row: row ``i`` has the entries from ``offsets[i]`` to ``offsets[i + 1]``.

    Each entry lies between ``low`` and ``high``, and belongs certainly or only possibly. ``complete`` is false for the rows
    whose list may have more; of the entries of an ``endless`` row that belong only possibly there may be any number.
    """

    offsets: Numbers
    low: Numbers
    high: Numbers
    certain: Flags
    complete: Flags
    endless: Flags


def any_span(rows: int) -> Span:
    """Windows of which nothing is known."""
    first, last = np.full(rows, EARLIEST, dtype=np.int64), np.full(rows, LATEST, dtype=np.int64)
    return Span(first, last, first, last, np.zeros(rows, dtype=np.int64))


def any_coverage(rows: int) -> Coverage:
    """Coverage of which nothing is known."""
    return Coverage(none(rows), all_days(rows))


def interval(first: Dates, last: Dates) -> Span:
    """The days from one date to another, both included; an end left out (open) is open."""
    start_low, start_high = between(first, 0, EARLIEST)
    end_low, end_high = between(last, 1, LATEST)
    span = Span(start_low, start_high, end_low, end_high, np.zeros(len(start_low), dtype=np.int64))
    return _except_none(span, state_is(first, NONE) | state_is(last, NONE))


def _except_none(span: Span, without: Flags) -> Span:
    """A window that is none in some rows."""
    if not without.any():
        return span
    rows = np.broadcast_to(without, (len(span),))
    day = np.full(len(span), FIRST_DAY, dtype=np.int64)
    return replace(_chosen(rows, Span(day, day, day, day, np.zeros_like(day)), span), none=rows)


def coverage_of_span(span: Span) -> Coverage:
    """Windows as coverage, each one interval."""
    possible = one_each(span.start_low, span.end_high)
    if exact(span).all():
        return Coverage(possible, possible)
    return Coverage(one_each(span.start_high, span.end_low), possible)


def union(*parts: Coverage) -> Coverage:
    """The intervals of all parts, of which there is one at least."""
    possible = together(*(part.possible for part in parts))
    if all(part.certain is part.possible for part in parts):
        return Coverage(possible, possible)
    return _coverage(together(*(part.certain for part in parts)), possible)


def minus(whole: Coverage, less: Coverage) -> Coverage:
    """The days of the first that are not of the second."""
    first, second = whole.runs(), less.runs()
    possible = subtract(first.possible, second.certain)
    if first.certain is first.possible and second.certain is second.possible:
        return Coverage(possible, possible)
    return _coverage(subtract(first.certain, second.possible), possible)


def _coverage(certain: Pieces, possible: Pieces) -> Coverage:
    return Coverage(possible if same(certain, possible) else certain, possible)


def window(anchor: Dates, amount: Quantities, not_counting: Coverage | None, *, ending: bool, unit: Unit) -> Span:
    """A period that ends or starts on a day, that day included; ``not_counting`` days make it reach further."""
    days, count = anchor[0].astype(np.int64, copy=False), len(anchor[0])
    far, refused = (first_day_of_period if ending else last_day_of_period)(days, amount[0], unit)
    start, end = (far, days + 1) if ending else (days, far + 1)
    low = high = start if ending else end  # of the end that is reckoned
    if not_counting is not None:
        omitted, reach = not_counting.runs(), reach_back if ending else reach_on
        sure = reach(start, end, omitted.certain)
        most = sure if omitted.certain is omitted.possible else reach(start, end, omitted.possible)
        low, high = (most, sure) if ending else (sure, most)
    span = Span(low, high, end, end, end - start) if ending else Span(start, start, low, high, end - start)
    day_known, amount_known = state_is(anchor, KNOWN), state_is(amount, KNOWN)
    if refused.any() or not (day_known.all() and amount_known.all()):
        nothing = any_span(count)
        span = _chosen(day_known & amount_known & ~refused, span, nothing)
        least = np.where(amount_known, limited(amount[0]) * _LEAST_DAYS[unit], 0)
        span = _chosen(day_known, span, replace(nothing, least=np.broadcast_to(least, (count,))))
        early, after, no = nothing.start_low, days + 1, nothing.least  # a period of nothing may it be: without the day itself
        around = Span(early, after, after, after, no) if ending else Span(days, days, days, nothing.end_high, no)
        span = _chosen(~day_known | amount_known, span, around)
    return _except_none(span, state_is(anchor, NONE) | state_is(amount, NONE))


def _chosen(rows: Flags, one: Span, other: Span) -> Span:
    """One window in these rows, the other in the rest."""
    return Span(
        np.where(rows, one.start_low, other.start_low),
        np.where(rows, one.start_high, other.start_high),
        np.where(rows, one.end_low, other.end_low),
        np.where(rows, one.end_high, other.end_high),
        np.where(rows, one.least, other.least),
    )


def throughout(span: Span, intervals: Coverage) -> tuple[Flags, Flags]:
    """The rows in which the intervals cover every day of the window, and those in which they do not."""
    days = intervals.runs()
    if days.certain is days.possible and exact(span).all():
        true = covers(days.possible, span.start_low, span.end_high)
        true = true if span.none is None else true & ~span.none
        return true, ~true
    bounded = (span.start_low > FIRST_DAY) & (span.end_high < END_OF_DAYS)
    true = (bounded | exact(span)) & covers(days.certain, span.start_low, span.end_high)
    fitting = covers(days.possible, span.start_high, span.end_low) & (longest(days.possible) >= span.least)
    false = ~true & ~fitting
    if span.none is None:
        return true, false
    return true & ~span.none, false | span.none


def days(intervals: Coverage, span: Span | None, cut_first: Flags | bool, cut_last: Flags | bool) -> tuple[Numbers, Numbers]:  # noqa: FBT001
    """How many days the intervals cover inside the window (everywhere without one): at least and at most, each day once.

    ``cut_first`` and ``cut_last`` say that the first and the last day of each interval do not count. The most is
    :data:`~engine.evaluation.columnar.pieces.ENDLESS` where there is no bound.
    """
    counted = _counting(intervals, cut_first, cut_last).runs()
    most = counted.possible if span is None else clip(counted.possible, span.start_low, span.end_high)
    high = day_count(most)
    low = np.minimum(high, LATEST)
    rows = _unsure(counted, span)
    if len(rows):
        least = take(counted.certain, rows)
        if span is not None:
            least = clip(least, span.start_high[rows], span.end_low[rows])
        low[rows] = np.minimum(day_count(least), LATEST)
    return low, high


def _counting(intervals: Coverage, cut_first: Flags | bool, cut_last: Flags | bool) -> Coverage:  # noqa: FBT001
    """The intervals without those of their first and last days that do not count."""
    if not np.any(cut_first) and not np.any(cut_last):
        return intervals

    def cut(pieces: Pieces) -> Pieces:
        first, last = (np.broadcast_to(one, (len(pieces),)) for one in (cut_first, cut_last))
        starts, ends = pieces.starts + pieces.of_each(first), pieces.ends - pieces.of_each(last)
        return kept_of(Pieces(pieces.offsets, starts, ends), starts < ends)

    possible = cut(intervals.possible)
    return Coverage(possible if intervals.certain is intervals.possible else cut(intervals.certain), possible)


def _unsure(counted: Coverage, span: Span | None) -> Numbers:
    """The rows in which runs or the window are known only in part."""
    sure = np.ones(len(counted), dtype=np.bool_) if span is None else exact(span)
    if counted.certain is not counted.possible:
        sure &= equal(counted.certain, counted.possible)
    return np.flatnonzero(~sure)


def days_per_calendar_year(intervals: Coverage, span: Span, cut_first: Flags | bool, cut_last: Flags | bool) -> YearNumbers:  # noqa: FBT001
    """The days of each calendar year that the window touches, in order, each counted inside the window.

    Where an end is not known: the years with possible days, and any number without.
    """
    counted = _counting(intervals, cut_first, cut_last).runs()
    low, high = span.start_low, span.end_high
    complete, endless = np.ones(len(span), dtype=np.bool_), np.zeros(len(span), dtype=np.bool_)
    rows = np.flatnonzero((low < FIRST_DAY) | (high > END_OF_DAYS))
    if len(rows):
        low, high = low.copy(), high.copy()
        low[rows], high[rows], complete[rows] = _limits(span.take(rows), take(counted.possible, rows))
        endless[rows] = complete[rows]
    offsets, _, upper = days_by_calendar_year(counted.possible, low, high)
    lower, certain = upper, np.ones(len(upper), dtype=np.bool_)
    rows = _unsure(counted, span)
    if len(rows):
        lower = upper.copy()
        first, end = np.maximum(span.start_high[rows], low[rows]), np.minimum(span.end_low[rows], high[rows])
        inside, years, sure = days_by_calendar_year(take(counted.certain, rows), first, end)
        cells = np.repeat(offsets[rows] - year_of(low[rows]), np.diff(inside)) + years
        unsure = np.zeros(len(span), dtype=np.bool_)
        unsure[rows] = True
        unsure = np.repeat(unsure, np.diff(offsets))
        lower[unsure], certain[unsure] = 0, False
        lower[cells], certain[cells] = sure, True
    if endless.any():  # any number of years without days may come with them
        at = offsets[1:][endless]
        lower, upper, certain = np.insert(lower, at, 0), np.insert(upper, at, 0), np.insert(certain, at, values=False)
        offsets = offsets + from_zero(endless)
    return YearNumbers(offsets, lower, upper, certain, complete, endless)


def _limits(span: Span, possible: Pieces) -> tuple[Numbers, Numbers, Flags]:
    """Of windows with an end that is open or not known: from where to where there can be days, and whether that has an end.

    Where there can be none, and where it has no end, it is from and to the same day.
    """
    most = clip(possible, span.start_low, span.end_high)
    inside = (span.start_high >= FIRST_DAY) & (span.start_high < span.end_low) & (span.end_low <= END_OF_DAYS)
    low, high = np.where(inside, span.start_high, LATEST), np.where(inside, span.end_low, EARLIEST)
    some = most.offsets[1:] > most.offsets[:-1]
    low[some] = np.minimum(low[some], most.starts[most.offsets[:-1][some]])
    high[some] = np.maximum(high[some], most.ends[most.offsets[1:][some] - 1])
    low, high = np.maximum(low, span.start_low), np.minimum(high, span.end_high)
    seen = some | inside
    within = (low >= FIRST_DAY) & (high <= END_OF_DAYS)
    usable = seen & within
    return np.where(usable, low, FIRST_DAY), np.where(usable, high, FIRST_DAY), ~seen | within


def length(intervals: Coverage, span: Span | None) -> tuple[Pieces, Pieces]:
    """How long the intervals last, inside the window where there is one: the runs that are certain, and those possible."""
    found = intervals.runs()
    if span is None:
        return found.certain, found.possible
    possible = clip(found.possible, span.start_low, span.end_high)
    if found.certain is found.possible and exact(span).all():
        return possible, possible
    return clip(found.certain, span.start_high, span.end_low), possible


def exact(value: Span | Coverage) -> Flags:
    """The rows in which a window or coverage is fully known."""
    if isinstance(value, Span):
        known: Flags = (value.start_low == value.start_high) & (value.end_low == value.end_high)
        return known
    if value.certain is value.possible:
        return np.ones(len(value), dtype=np.bool_)
    return equal(value.certain, value.possible)


def days_of(
    offsets: NDArray[np.integer],
    belongs_certain: Flags | None,
    present: Flags | None,
    firsts: Dates,
    lasts: Dates,
    unknown: Flags | None = None,
) -> Coverage:
    """The intervals of the elements of lists, both days included: row ``i`` has ``offsets[i]`` to ``offsets[i + 1]``.

    ``belongs_certain`` says which elements certainly are in their list, ``present`` which are in it at all (all, where absent);
    ``unknown`` are the rows of whose list nothing is known. A day that is not known bounds nothing but this: the first day is not
    after the last. An interval without a first or last day that ever came (``none``) covers nothing.
    """
    count = len(firsts[0])
    start, _ = between(firsts, 0, EARLIEST)
    _, end = between(lasts, 1, LATEST)
    there = ~(state_is(firsts, NONE) | state_is(lasts, NONE))
    there = np.broadcast_to(there if present is None else there & present, (count,))
    within = Pieces(offsets.astype(np.int64) - offsets[0], start, end)
    possible = kept_of(within, there)
    start_known, end_known = ~state_is(firsts, UNKNOWN), ~state_is(lasts, UNKNOWN)
    sure = there if belongs_certain is None else there & belongs_certain
    if sure[there].all() and (start_known & end_known | ~there).all():
        found = Coverage(possible, possible)
    else:
        low = np.where(start_known, start, end - 1)  # a day that is known is covered, whenever the other one was
        high = np.where(end_known, end, start + 1)
        certain = sure & (start_known | (end_known & (end != LATEST)))
        found = Coverage(kept_of(Pieces(within.offsets, low, high), certain), possible)
    return found if unknown is None or not unknown.any() else _or_any(found, unknown)


def _or_any(coverage: Coverage, unknown: Flags) -> Coverage:
    """The coverage, and in the rows that are unknown any; such rows have no intervals."""
    rows = np.flatnonzero(unknown)
    whole = np.full(len(rows), EARLIEST), np.full(len(rows), LATEST)
    return Coverage(coverage.certain, together(coverage.possible, of(rows, *whole, len(coverage))))
