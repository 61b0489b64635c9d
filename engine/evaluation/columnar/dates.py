"""The words about single dates for whole columns: moved, compared by the time between them, and as bounds.

A date or a quantity comes as its values and their states (:class:`~engine.language.fact_table.State`, absent where all are
known); where the state is not KNOWN the value is 0. One quantity for all rows may come as a plain number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.evaluation.columnar.calendar import (
    has_elapsed,
    has_exceeded,
    limited,
    next_month_day,
    previous_month_day,
    shift,
)
from engine.language.fact_table import State
from engine.language.temporal.intervals import EARLIEST, LATEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.evaluation.columnar.calendar import Amounts, Flags, Moved, Numbers
    from engine.language.temporal.calendar import Unit

    States = NDArray[np.uint8]
    Dates = tuple[NDArray[np.integer], States | None]
    Quantities = tuple[Amounts, States | None]

KNOWN, UNKNOWN, NONE, OPEN = (int(state) for state in (State.KNOWN, State.UNKNOWN, State.NONE, State.OPEN))


def state_is(value: Dates | Quantities, state: int) -> Flags:
    """The rows in which a value has a state; one flag where it has the same in all."""
    return np.array([state == KNOWN]) if value[1] is None else value[1] == state


def between(day: Dates, after: int, endless: int) -> tuple[Numbers, Numbers]:
    """A day, or the one after it, as the bounds between which it lies; an open one is ``endless``."""
    values, states = day
    moved: Numbers = values.astype(np.int64) + after
    if states is None:
        return moved, moved
    low = np.where(states == KNOWN, moved, EARLIEST)
    high = np.where(states == KNOWN, moved, LATEST)
    low[states == OPEN] = high[states == OPEN] = endless
    return low, high


def elapsed_verdict(first: Dates, last: Dates, amounts: Amounts, unit: Unit, *, strict: bool) -> Flags:
    """The rows in which the time from one day to another reaches an amount, or (``strict``) exceeds it.

    It says so of days that are known or open; of the other rows it says nothing, and gives false.

    Raises:
        ValueError: the amount of a row with two days in order is negative.

    """
    reached = np.broadcast_to(state_is(last, OPEN) & state_is(first, KNOWN), (len(first[0]),)).copy()
    rows = np.flatnonzero(state_is(first, KNOWN) & state_is(last, KNOWN) & (last[0] >= first[0]))
    if len(rows):
        of_rows = amounts if isinstance(amounts, int) or amounts.ndim == 0 or len(amounts) == 1 else amounts[rows]
        reached[rows] = (has_exceeded if strict else has_elapsed)(first[0][rows], last[0][rows], of_rows, unit)
    return reached


def shifted(day: Dates, amount: Quantities, *, later: bool, unit: Unit) -> tuple[Numbers, States | None]:
    """A date moved by a quantity of time; a day outside the calendar is unknown."""
    amounts = limited(amount[0])
    unknown = state_is(day, UNKNOWN) | ~state_is(amount, KNOWN)
    moved = shift(day[0], amounts if later else -amounts, unit)
    return _with_states(moved, unknown, state_is(day, NONE) | state_is(amount, NONE), state_is(day, OPEN))


def anniversary(month: int, day: int, start: Dates, *, following: bool) -> tuple[Numbers, States | None]:
    """The first day with this month and day on or after a date, or the last on or before it.

    Raises:
        ValueError: no year has such a day (30 February).

    """
    moved = (next_month_day if following else previous_month_day)(month, day, start[0])
    return _with_states(moved, state_is(start, UNKNOWN), state_is(start, NONE), state_is(start, OPEN))


def _with_states(moved: Moved, unknown: Flags, without: Flags, endless: Flags) -> tuple[Numbers, States | None]:
    """Days with what is special about them; what is ``without`` one is none, even if it is more besides."""
    found, outside = moved
    unknown = unknown | outside
    if not (unknown.any() or without.any() or endless.any()):
        return found, None
    states = np.where(without, NONE, np.where(endless, OPEN, np.where(unknown, UNKNOWN, KNOWN))).astype(np.uint8)
    return np.where(states == KNOWN, found, 0), states
