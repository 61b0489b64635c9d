"""What is asked of a value of any kind: itself for other rows, where it is fully known, and where two are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.pieces import take
from engine.evaluation.columnar.scopes import Items, brought, take_verdicts
from engine.evaluation.columnar.spans import Coverage, Span
from engine.evaluation.columnar.spans import exact as exact_days
from engine.evaluation.columnar.values import (
    NO,
    UNKNOWN_STATE,
    YES,
    Elapsed,
    Lasting,
    Listed,
    Plain,
    Several,
    Verdicts,
    exact_plain,
    expanded,
    same_plain,
    state_is,
    take_mask,
    take_plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine.evaluation.columnar.pieces import Pieces
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import Mask

_ENDS: Final = ("start_low", "start_high", "end_low", "end_high", "least")


def span_of(read: Callable[[str], Any], none: Mask | None) -> Span:
    """A window, each of whose bounds is what ``read`` gives for the bound's name."""
    return Span(**{end: read(end) for end in _ENDS}, none=none)


def taken(value: Any, rows: NDArray[np.int64]) -> Any:
    """Any value but a list, for other rows."""
    match value:
        case Verdicts():
            return take_verdicts(value, rows)
        case Plain():
            return take_plain(value, rows)
        case Listed():
            return value
        case Several():
            return Several(tuple((take_mask(mask, rows), taken(one, rows)) for mask, one in value.alternatives))
        case Span():
            none = None if value.none is None else take_mask(value.none, rows)
            return span_of(lambda end: take_mask(getattr(value, end), rows), none)
        case Coverage():
            certain = take(value.certain, rows)
            return Coverage(certain, certain if value.certain is value.possible else take(value.possible, rows))
        case Elapsed():
            return Elapsed(take_plain(value.first, rows), take_plain(value.last, rows))
        case Lasting():
            certain = take(value.certain, rows)
            return Lasting(certain, certain if value.certain is value.possible else take(value.possible, rows))
        case _:
            raise TypeError(type(value))


def brought_in(value: Any, scope: Scope) -> Any:
    """A value that each record has, seen from the rows of a scope inside of records."""
    if isinstance(value, Items):
        return brought(value, scope)
    assert scope.record is not None  # noqa: S101 - only what is inside of records asks
    if isinstance(value, Several):
        rows = scope.record
        return Several(tuple((take_mask(mask, rows), brought_in(one, scope)) for mask, one in value.alternatives))
    return taken(value, scope.record)


def exact(value: Any, size: int) -> Mask:
    """The rows whose value is fully known."""
    match value:
        case Verdicts():
            return value.true | value.false
        case Plain():
            return exact_plain(value)
        case Listed():
            return YES
        case Several():
            several = np.zeros(size, np.int64)
            sure: Mask = np.ones(size, np.bool_)
            for mask, one in value.alternatives:
                several += mask
                sure &= ~mask | exact(one, size)
            sure &= several == 1
            return sure
        case Span() | Coverage():
            return exact_days(value)
        case Items():
            return _exact_items(value, size)
        case Elapsed():
            return ~state_is(value.first, UNKNOWN_STATE) & ~state_is(value.last, UNKNOWN_STATE)
        case Lasting():
            return exact_days(Coverage(value.certain, value.possible))
        case _:
            raise TypeError(type(value))


def _exact_items(items: Items, size: int) -> Mask:
    scope = items.scope
    doubtful = items.present & ~items.certain
    if isinstance(scope.element, Plain) and scope.element.high is not None:
        element = scope.element
        doubtful = doubtful | (items.present & state_is(element, 0) & (element.values != element.high))
    rows = np.zeros(size, np.bool_)
    assert scope.up is not None  # noqa: S101 - entries belong to rows
    rows[scope.up[expanded(doubtful, scope.size)]] = True
    found: Mask = ~rows & items.complete
    return found


def same_span(one: Span, other: Span) -> Mask:
    """The rows in which two windows are the same."""
    none, other_none = (NO if span.none is None else span.none for span in (one, other))
    alike: Mask = none == other_none
    equal: Mask = none & other_none
    ends = [getattr(one, end) == getattr(other, end) for end in _ENDS]
    result: Mask = alike & (equal | np.logical_and.reduce(np.broadcast_arrays(*ends)))
    return result


def same(one: Any, other: Any, size: int) -> Mask:
    """The rows in which two values of one kind are the same."""
    if one is other:
        return YES
    match one:
        case Plain():
            return same_plain(one, other)
        case Listed():
            return YES if one.values == other.values else NO
        case Span():
            return same_span(one, other)
        case Coverage() | Lasting():
            alike = _same_pieces(one.possible, other.possible)
            if one.certain is one.possible and other.certain is other.possible:
                return alike
            return alike & _same_pieces(one.certain, other.certain)
        case Elapsed():
            return same_plain(one.first, other.first) & same_plain(one.last, other.last)
        case Items() if one.scope is other.scope:
            scope = one.scope
            apart = (one.present != other.present) | (one.certain != other.certain)
            rows = np.zeros(size, np.bool_)
            assert scope.up is not None  # noqa: S101 - entries belong to rows
            rows[scope.up[expanded(apart, scope.size)]] = True
            equal: Mask = ~rows & (one.complete == other.complete) & (one.endless == other.endless)
            return equal
        case _:
            return NO


def _same_pieces(one: Pieces, other: Pieces) -> Mask:
    """The rows with the very same intervals."""
    if one is other:
        return YES
    alike: Mask = np.diff(one.offsets) == np.diff(other.offsets)
    rows = np.flatnonzero(alike)
    here, there = take(one, rows), take(other, rows)
    apart = (here.starts != there.starts) | (here.ends != there.ends)
    alike[rows[here.rows()[apart]]] = False
    return alike
