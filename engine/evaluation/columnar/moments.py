"""The words about time over columns that may hold ``none`` or nothing known: the kernels of :mod:`.spans`, for any value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluation.columnar import dates, spans
from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.pieces import ENDLESS, lasting
from engine.evaluation.columnar.run import sized_span
from engine.evaluation.columnar.scopes import Items, scope_of_entries
from engine.evaluation.columnar.spans import Span
from engine.evaluation.columnar.values import (
    NONE_STATE,
    OPEN_STATE,
    UNBOUNDED,
    UNKNOWN_STATE,
    Elapsed,
    Lasting,
    Plain,
    Verdicts,
    expanded,
    ranged,
    state_is,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.spans import Coverage
    from engine.evaluation.columnar.values import Mask
    from engine.language.temporal.calendar import Unit

_DAY = 86_400_000_000
_MINUTE = 60_000_000
_FIRST, _LAST = 1, 3_652_059


def _pair(plain: Plain, size: int) -> tuple[Any, Any]:
    """A column of days as the kernels take it: a place for every row."""
    values = expanded(plain.values, size).astype(np.int64, copy=False)
    return values, None if plain.states is None else expanded(plain.states, size)


def _amount(plain: Plain, size: int) -> tuple[Any, Any]:
    """A quantity of time: what is known only between bounds, or is no whole number, is not known."""
    values, states = _pair(plain, size)
    if plain.scale:
        factor = 10**plain.scale
        states = np.where(values % factor != 0, UNKNOWN_STATE, state_of(plain)).astype(np.uint8)
        values = values // factor
    if plain.high is not None:
        open_ = (state_of(plain) == 0) & (plain.values != plain.high)
        states = np.where(open_, UNKNOWN_STATE, 0 if states is None else states).astype(np.uint8)
    return values, states


def interval(first: Plain, last: Plain, size: int) -> Span:
    """The days from one date to another."""
    return spans.interval(_pair(first, size), _pair(last, size))


def window(anchor: Plain, amount: Plain, not_counting: Coverage | None, size: int, *, ending: bool, unit: Unit) -> Span:
    """A period that ends or starts on a day."""
    return spans.window(_pair(anchor, size), _amount(amount, size), not_counting, ending=ending, unit=unit)


def as_span(run: Run, scope: Scope, value: Any) -> Span:
    """A window as the kernels take it; what is not known is any window, what never came is none."""
    if isinstance(value, Span):
        return sized_span(value, scope.size)
    if isinstance(value, Plain):
        found = spans.any_span(scope.size)
        none = expanded(state_is(value, NONE_STATE), scope.size)
        return replace(found, none=none) if none.any() else found
    run.give_up(scope, np.ones(1, np.bool_))
    return spans.any_span(scope.size)


def throughout(run: Run, scope: Scope, span: Any, intervals: Coverage) -> Verdicts:
    """Whether the intervals cover every day of the window."""
    true, false = spans.throughout(as_span(run, scope, span), intervals)
    return Verdicts(true, false)


def days(run: Run, scope: Scope, intervals: Coverage, first: Plain, last: Plain, span: Any) -> Plain:
    """How many days the intervals cover inside the window (everywhere without one)."""
    found = None if span is None else as_span(run, scope, span)
    low, high = spans.days(intervals, found, *_cuts(run, scope, first, last))
    return ranged(low, np.where(high >= ENDLESS, UNBOUNDED, high))


def days_per_calendar_year(run: Run, scope: Scope, intervals: Coverage, first: Plain, last: Plain, span: Any) -> Items:
    """The days of each calendar year that the window touches: a list of numbers."""
    found = as_span(run, scope, span)
    offsets, low, high, certain, complete, endless = spans.days_per_calendar_year(
        intervals, found, *_cuts(run, scope, first, last)
    )
    entries = scope_of_entries(offsets, scope)
    entries.element = ranged(low, np.where(high >= ENDLESS, UNBOUNDED, high))
    present = np.ones(1, np.bool_)
    return Items(entries, present, present if certain.all() else certain, complete, endless)


def _cuts(run: Run, scope: Scope, first: Plain, last: Plain) -> tuple[Any, Any]:
    word = run.plain("not_counted").values
    cut_first, cut_last = ((plain.values == word) & (state_of(plain) == 0) for plain in (first, last))
    return tuple(bool(cut[0]) if len(cut) == 1 else expanded(cut, scope.size) for cut in (cut_first, cut_last))  # type: ignore[return-value]  # two


def length(run: Run, scope: Scope, intervals: Coverage, span: Any) -> Lasting:
    """How long the intervals last, inside the window where there is one."""
    certain, possible = spans.length(intervals, None if span is None else as_span(run, scope, span))
    return Lasting(certain, possible)


def compare_duration(run: Run, scope: Scope, word: str, unit: Unit, left: Any, amount: Plain) -> Verdicts:
    """How long something lasts against a quantity of time."""
    strict = word in {"more_than", "at_most"}
    denied = word in {"at_most", "less_than"}
    values, states = _amount(amount, scope.size)
    amount_states = np.zeros(scope.size, np.uint8) if states is None else states
    none = amount_states == NONE_STATE
    told = amount_states == 0
    match left:
        case Lasting():
            safe = np.where(told, values, 0)
            run.give_up(scope, told & (safe < 0))
            surely, possibly = lasting(left.certain, left.possible, np.maximum(safe, 0), unit, int(strict))
            found = Verdicts(surely, ~possibly)
        case Elapsed():
            first, last = _pair(left.first, scope.size), _pair(left.last, scope.size)
            one, other = expanded(state_of(left.first), scope.size), expanded(state_of(left.last), scope.size)
            never = (one == NONE_STATE) | (other == NONE_STATE)
            none = none | never
            told = told & ~never & (one != UNKNOWN_STATE) & (other != UNKNOWN_STATE)
            safe = np.where(told, values, 0)
            run.give_up(scope, told & (safe < 0))
            true = dates.elapsed_verdict(first, last, np.maximum(safe, 0), unit, strict=strict)
            found = Verdicts(true, ~true)
        case Plain():  # a duration that never came, or is not known
            none = none | expanded(state_is(left, NONE_STATE), scope.size)
            found, told = Verdicts(np.zeros(1, np.bool_), np.zeros(1, np.bool_)), np.zeros(1, np.bool_)
        case _:
            raise TypeError(type(left))
    if denied:
        found = ~found
    return Verdicts(found.true & told & ~none, (found.false & told) | none)


def shifted(day: Plain, amount: Plain, size: int, *, later: bool, unit: Unit) -> Plain:
    """A date moved by a quantity of time."""
    return Plain(*dates.shifted(_pair(day, size), _amount(amount, size), later=later, unit=unit))


def anniversary(month: int, day: int, start: Plain, size: int, *, following: bool) -> Plain:
    """The first day with this month and day on or after a date, or the last on or before it."""
    return Plain(*dates.anniversary(month, day, _pair(start, size), following=following))


def date_of(run: Run, scope: Scope, moment: Plain, offset_minutes: int) -> Plain:
    """The date of a moment at a place with this offset."""
    found = (moment.values + offset_minutes * _MINUTE) // _DAY + 1
    outside = (state_of(moment) == 0) & ((found < _FIRST) | (found > _LAST))
    if outside.any():
        run.give_up(scope, outside)
        found = np.clip(found, _FIRST, _LAST)
    return Plain(found, moment.states)


def chosen(dated: Sequence[tuple[int, Any]], day: Plain, size: int) -> list[tuple[Mask, int | None]]:
    """Which value of a dated parameter is in force in each row: its number, ``None`` for none of them.

    ``dated`` are first days and values in order. An unknown day leaves all possible; an open one is later than every date.
    """
    starts: NDArray[np.int64] = np.array([start for start, _ in dated], np.int64)
    states = state_of(day)
    index = np.searchsorted(starts, day.values, side="right")
    index = np.where(states == OPEN_STATE, len(dated), np.where(states == NONE_STATE, 0, index))
    unknown = states == UNKNOWN_STATE
    found: list[tuple[Mask, int | None]] = [(expanded(unknown | (index == 0), size), None)]
    found.extend((expanded(unknown | (index == place + 1), size), place) for place in range(len(dated)))
    return found


def days_of(scope: Scope, items: Items, first: Plain, last: Plain) -> Coverage:
    """The intervals of a list's elements, both days included; of a list that is not complete any days."""
    entries = items.scope
    assert entries.offsets is not None  # noqa: S101 - entries belong to rows
    assert entries.up is not None  # noqa: S101 - the same
    offsets = entries.offsets
    unknown = ~expanded(items.complete, scope.size)
    present, certain = items.present, items.certain
    if unknown.any():  # of a list that is not complete nothing is known, whatever stands in it
        kept = ~unknown[entries.up]
        present, certain = present & kept, certain & kept
    return spans.days_of(
        offsets,
        expanded(certain, entries.size),
        expanded(present, entries.size),
        _pair(first, entries.size),
        _pair(last, entries.size),
        unknown,
    )
