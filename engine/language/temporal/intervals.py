"""Sets of days as runs: the set algebra under windows, stays and lengths.

``Runs`` is a sorted tuple of disjoint, non-touching, non-empty **half-open** intervals ``(start, end)`` of day ordinals
(``date.toordinal()``): the run of 1 to 3 January holds the ordinals of the 1st to the 3rd, and its ``end`` is that of
the 4th. Two runs that touch are one, so that equal sets of days are equal values. An open end is the sentinel
:data:`EARLIEST` or :data:`LATEST`; whatever lies outside the ordinals of the years 1 to 9999 counts as open.

None and one run are by far the most frequent and are dealt with first everywhere.
"""

from __future__ import annotations

import math
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Runs = tuple[tuple[int, int], ...]
"""Days as sorted, disjoint, non-touching half-open intervals of ordinals."""

EARLIEST = -1_000_000_000
"""The start of a run without beginning: far before any date, within 32 bits so that columns can hold it."""
LATEST = 1_000_000_000
"""The end of a run that goes on: far after any date, within 32 bits."""

_FIRST_DAY = date.min.toordinal()
_END_OF_DAYS = date.max.toordinal() + 1


class UnboundedWindowError(ValueError):
    """Calendar years were asked of a window that has an open end: they would be endless."""


def runs(pairs: Iterable[tuple[int, int]]) -> Runs:
    """Order and join the days of any half-open intervals as runs. Empty ones (``end <= start``) give none."""
    ordered = sorted(pair for pair in pairs if pair[0] < pair[1])
    if len(ordered) <= 1:
        return tuple(ordered)
    joined = []
    start, end = ordered[0]
    for next_start, next_end in ordered:
        if next_start > end:
            joined.append((start, end))
            start, end = next_start, next_end
        elif next_end > end:
            end = next_end
    joined.append((start, end))
    return tuple(joined)


def from_days(first: date | None, last: date | None) -> Runs:
    """Make the run from ``first`` to ``last``, both included; ``None`` is an open end, last before first no run."""
    start = EARLIEST if first is None else first.toordinal()
    end = LATEST if last is None else last.toordinal() + 1
    return ((start, end),) if start < end else ()


def union(*several: Runs) -> Runs:
    """Join the days that are in any of them."""
    present = [one for one in several if one]
    if not present:
        return ()
    return present[0] if len(present) == 1 else runs(chain.from_iterable(present))


def subtract(a: Runs, b: Runs) -> Runs:
    """Keep the days of ``a`` that are not in ``b``."""
    if not a or not b:
        return a
    kept = []
    passed = 0
    for start, end in a:
        while passed < len(b) and b[passed][1] <= start:
            passed += 1
        rest = start
        for hole in range(passed, len(b)):
            hole_start, hole_end = b[hole]
            if hole_start >= end:
                break
            if rest < hole_start:
                kept.append((rest, hole_start))
            rest = hole_end
        if rest < end:
            kept.append((rest, end))
    return tuple(kept)


def intersect(a: Runs, b: Runs) -> Runs:
    """Keep the days that are in both."""
    if not a or not b:
        return ()
    if len(b) == 1:
        return clip(a, *b[0])
    if len(a) == 1:
        return clip(b, *a[0])
    common = []
    left = right = 0
    while left < len(a) and right < len(b):
        start = max(a[left][0], b[right][0])
        end = min(a[left][1], b[right][1])
        if start < end:
            common.append((start, end))
        if a[left][1] <= b[right][1]:
            left += 1
        else:
            right += 1
    return tuple(common)


def clip(a: Runs, start: int, end: int) -> Runs:
    """Keep the days of ``a`` in the half-open window ``[start, end)``."""
    if len(a) == 1:
        run_start, run_end = a[0]
        if start <= run_start and run_end <= end:
            return a
    return tuple(
        (max(run_start, start), min(run_end, end))
        for run_start, run_end in a
        if run_start < end and start < run_end and start < end
    )


def covers(a: Runs, start: int, end: int) -> bool:
    """Whether every day of the half-open window ``[start, end)`` is in ``a``; of a window without days it is true."""
    if end <= start:
        return True
    for run_start, run_end in a:
        if run_end > start:  # the first run that can hold the window's first day must hold all of it: runs do not touch
            return run_start <= start and end <= run_end
    return False


def is_open(a: Runs) -> bool:
    """Whether ``a`` goes on without end, or goes back without beginning."""
    return bool(a) and (a[0][0] < _FIRST_DAY or a[-1][1] > _END_OF_DAYS)


def day_count(a: Runs) -> int | float:
    """Count the days, in whole numbers; ``math.inf`` where an end is open, so that comparisons need no special case."""
    if is_open(a):
        return math.inf
    return sum(end - start for start, end in a)


def longest(a: Runs) -> int | float:
    """Count the days of the longest run: 0 where there is none, ``math.inf`` where an end is open."""
    if is_open(a):
        return math.inf
    return max((end - start for start, end in a), default=0)


def days_by_calendar_year(a: Runs, start: int, end: int) -> dict[int, int]:
    """How many days of ``a`` fall in each calendar year that the half-open window ``[start, end)`` touches.

    Years come in order, those without a day have 0; the first and the last are usually incomplete, and only their days
    inside the window are counted. ``a`` may be open, the window may not. A window without days touches no year.

    Raises:
        UnboundedWindowError: the window has an open end.

    """
    if start < _FIRST_DAY or end > _END_OF_DAYS:
        message = "days cannot be counted by calendar year in a window with an open end: limit it first"
        raise UnboundedWindowError(message)
    if end <= start:
        return {}
    counted = dict.fromkeys(range(date.fromordinal(start).year, date.fromordinal(end - 1).year + 1), 0)
    for run_start, run_end in clip(a, start, end):
        year = date.fromordinal(run_start).year
        at = run_start
        while at < run_end:
            new_year = min(_new_year(year + 1), run_end)
            counted[year] += new_year - at
            at = new_year
            year += 1
    return counted


def _new_year(year: int) -> int:
    """Give the ordinal of 1 January, for the year 10000 as well, which no ``date`` can hold."""
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + 1
