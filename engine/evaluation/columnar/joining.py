"""One column where alternatives agree; where they part, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.kinds import same_span, span_of
from engine.evaluation.columnar.values import NO, UNKNOWN_STATE, Plain, Several, aligned, expanded, same_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.spans import Span
    from engine.evaluation.columnar.values import Mask


def joined_plain(scope: Scope, flat: Sequence[tuple[Mask, Plain]]) -> Plain | Several:
    """Plain values, of which in each row those with their mask set are possible."""
    columns = aligned([value for _, value in flat])
    masks = [expanded(mask, scope.size) for mask, _ in flat]
    first = first_of(masks)
    primary = Plain(
        np.choose(first, [column.values for column in columns]) if len(columns) < _CHOICES else _chosen(first, columns, "values"),
        _states(first, columns),
        _highs(first, columns),
        columns[0].scale,
    )
    parted = np.zeros(scope.size, np.bool_)
    unknown = np.zeros(scope.size, np.bool_)
    for mask, column in zip(masks, columns, strict=True):
        parted |= mask & ~same_plain(primary, column)
        unknown |= mask & (state_of(column) == UNKNOWN_STATE)
    unknown &= parted
    if unknown.any():
        states = np.where(unknown, UNKNOWN_STATE, state_of(primary)).astype(np.uint8)
        primary = Plain(primary.values, states, primary.high, primary.scale)
    parted &= ~unknown
    found: Plain | Several = _several(primary, parted, masks, columns)
    return found


_CHOICES: Final = 32  # as many as NumPy's choose can take


def _chosen(first: NDArray[np.int64], columns: Sequence[Plain], name: str) -> Any:
    stacked = np.stack([np.broadcast_to(getattr(column, name), first.shape) for column in columns])
    return np.take_along_axis(stacked, first[None, :], 0)[0]


def _states(first: NDArray[np.int64], columns: Sequence[Plain]) -> Any:
    if all(column.states is None for column in columns):
        return None
    stacked = np.stack([np.broadcast_to(state_of(column), first.shape) for column in columns])
    return np.take_along_axis(stacked, first[None, :], 0)[0]


def _highs(first: NDArray[np.int64], columns: Sequence[Plain]) -> Any:
    if all(column.high is None for column in columns):
        return None
    highs = [column.values if column.high is None else column.high for column in columns]
    stacked = np.stack([np.broadcast_to(high, first.shape) for high in highs])
    return np.take_along_axis(stacked, first[None, :], 0)[0]


def first_of(masks: Sequence[Mask]) -> NDArray[np.int64]:
    """The first alternative that is possible in each row."""
    first = np.zeros(len(masks[0]), np.int64)
    for index in range(len(masks) - 1, -1, -1):
        first[masks[index]] = index
    return first


def joined_spans(scope: Scope, flat: Sequence[tuple[Mask, Span]]) -> Span | Several:
    """Windows, of which in each row those with their mask set are possible."""
    masks = [expanded(mask, scope.size) for mask, _ in flat]
    spans = [span for _, span in flat]
    first = first_of(masks)[None, :]

    def picked(arrays: Sequence[Any]) -> Any:
        return np.take_along_axis(np.stack([np.broadcast_to(array, (scope.size,)) for array in arrays]), first, 0)[0]

    none = picked([NO if span.none is None else span.none for span in spans])
    primary = span_of(lambda end: picked([getattr(span, end) for span in spans]), none if none.any() else None)
    parted = np.zeros(scope.size, np.bool_)
    for mask, span in zip(masks, spans, strict=True):
        parted |= mask & ~same_span(primary, span)
    found: Span | Several = _several(primary, parted, masks, spans)
    return found


def _several(primary: Any, parted: Mask, masks: Sequence[Mask], values: Sequence[Any]) -> Any:
    """The first alternative where all agree; where they part, all of them."""
    if not parted.any():
        return primary
    found = [(mask & parted, value) for mask, value in zip(masks, values, strict=True) if (mask & parted).any()]
    return Several(((~parted, primary), *found)) if not parted.all() else Several(tuple(found))
