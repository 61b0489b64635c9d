"""How far a window reaches when some days do not count: over the runs of such days, for whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.evaluation.columnar.calendar import END_OF_DAYS, FIRST_DAY
from engine.evaluation.columnar.pieces import from_zero, sum_of_rows
from engine.language.temporal.intervals import EARLIEST, LATEST

if TYPE_CHECKING:
    from engine.evaluation.columnar.calendar import Numbers
    from engine.evaluation.columnar.pieces import Pieces


def reach_back(starts: Numbers, ends: Numbers, omitted: Pieces) -> Numbers:
    """The start from which as many days count as there are from ``starts`` to ``ends``.

    A run of omitted days is passed, and its days are made up for, where fewer days than needed are free after it.
    """
    end, needed = omitted.of_each(ends), omitted.of_each(ends - starts)
    omitted_end = np.minimum(omitted.ends, end)
    length = np.maximum(omitted_end - omitted.starts, 0)
    sums = from_zero(length)
    free = end - omitted_end - (omitted.of_each(sums[omitted.offsets[1:]]) - sums[1:])
    passed = np.where(free < needed, length, 0)  # one that begins later has no length here
    found = starts - sum_of_rows(omitted.offsets, passed)
    return np.where(found >= FIRST_DAY, found, EARLIEST)


def reach_on(starts: Numbers, ends: Numbers, omitted: Pieces) -> Numbers:
    """The end up to which as many days count as there are from ``starts`` to ``ends``."""
    start, needed = omitted.of_each(starts), omitted.of_each(ends - starts)
    omitted_start = np.maximum(omitted.starts, start)
    length = np.maximum(omitted.ends - omitted_start, 0)
    sums = from_zero(length)
    free = omitted_start - start - (sums[:-1] - omitted.of_each(sums[omitted.offsets[:-1]]))
    passed = np.where(free < needed, length, 0)  # one that has ended before has no length here
    found = ends + sum_of_rows(omitted.offsets, passed)
    return np.where(found <= END_OF_DAYS, found, LATEST)
