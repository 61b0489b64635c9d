"""One of several values: how columns are joined where rows of a choice stay possible, and how words look at every alternative."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.pieces import Pieces, all_days, intersect, none, of, runs, take, together
from engine.evaluation.columnar.scopes import Items, Scope, brought, scope_of_entries, take_verdicts
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
    aligned,
    exact_plain,
    expanded,
    same_plain,
    state_is,
    take_mask,
    take_plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.values import Mask

MOST_ALTERNATIVES: Final = 64
"""Beyond so many combinations the rows concerned are left to the interpreter."""

_ENDS: Final = ("start_low", "start_high", "end_low", "end_high", "least")


# -- other rows --------------------------------------------------------------------------------------------------------


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
            return Span(*(take_mask(getattr(value, end), rows) for end in _ENDS), none)
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


# -- what is known -----------------------------------------------------------------------------------------------------


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
            return sure & (several == 1)
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
    return ~rows & items.complete


def same_span(one: Span, other: Span) -> Mask:
    """The rows in which two windows are the same."""
    none, other_none = (NO if span.none is None else span.none for span in (one, other))
    alike: Mask = none == other_none
    equal: Mask = none & other_none
    ends = [getattr(one, end) == getattr(other, end) for end in _ENDS]
    return alike & (equal | np.logical_and.reduce(np.broadcast_arrays(*ends)))


# -- joining -----------------------------------------------------------------------------------------------------------


def joined(run: Run, scope: Scope, alternatives: Sequence[tuple[Mask, Any]]) -> Any:
    """What is known when, in each row, any of the alternatives with its mask set is possible."""
    flat: list[tuple[Mask, Any]] = []
    for mask, value in alternatives:
        inner = value.alternatives if isinstance(value, Several) else ((YES, value),)
        flat.extend((both, one) for narrower, one in inner if (both := mask & narrower).any())
    if not flat:  # there are no rows
        return settled(run, scope, alternatives[0][1])
    if len(flat) == 1:
        return flat[0][1]
    kinds = {type(value) for _, value in flat}
    if kinds == {Verdicts}:
        true, false = YES, YES
        for mask, value in flat:
            true, false = true & (~mask | value.true), false & (~mask | value.false)
        return Verdicts(true, false)
    if len(flat) > MOST_ALTERNATIVES:
        run.give_up(scope, sum(expanded(mask, scope.size).astype(np.int64) for mask, _ in flat) > MOST_ALTERNATIVES)
    if kinds == {Plain}:
        return _joined_plain(scope, flat)
    if kinds == {Span}:
        return _joined_spans(scope, flat)
    found = _collapsed([(expanded(mask, scope.size), value) for mask, value in flat])
    return found[0][1] if len(found) == 1 else Several(tuple(found))


def _joined_plain(scope: Scope, flat: Sequence[tuple[Mask, Plain]]) -> Plain | Several:
    columns = aligned([value for _, value in flat])
    masks = [expanded(mask, scope.size) for mask, _ in flat]
    first = _first(masks)
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
    return _several(primary, parted, masks, columns)


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


def _first(masks: Sequence[Mask]) -> NDArray[np.int64]:
    """The first alternative that is possible in each row."""
    first = np.zeros(len(masks[0]), np.int64)
    for index in range(len(masks) - 1, -1, -1):
        first[masks[index]] = index
    return first


def _joined_spans(scope: Scope, flat: Sequence[tuple[Mask, Span]]) -> Span | Several:
    masks = [expanded(mask, scope.size) for mask, _ in flat]
    spans = [span for _, span in flat]
    first = _first(masks)[None, :]

    def picked(arrays: Sequence[Any]) -> Any:
        return np.take_along_axis(np.stack([np.broadcast_to(array, (scope.size,)) for array in arrays]), first, 0)[0]

    none = picked([NO if span.none is None else span.none for span in spans])
    primary = Span(*(picked([getattr(span, end) for span in spans]) for end in _ENDS), none if none.any() else None)
    parted = np.zeros(scope.size, np.bool_)
    for mask, span in zip(masks, spans, strict=True):
        parted |= mask & ~same_span(primary, span)
    return _several(primary, parted, masks, spans)


def _several(primary: Any, parted: Mask, masks: Sequence[Mask], values: Sequence[Any]) -> Any:
    """The first alternative where all agree; where they part, all of them."""
    if not parted.any():
        return primary
    found = [(mask & parted, value) for mask, value in zip(masks, values, strict=True) if (mask & parted).any()]
    return Several(((~parted, primary), *found)) if not parted.all() else Several(tuple(found))


def _collapsed(flat: Sequence[tuple[Mask, Any]]) -> list[tuple[Mask, Any]]:
    """Alternatives of different kinds; one that is not known at all leaves nothing else to know."""
    unknown: Mask = NO
    for mask, value in flat:
        if isinstance(value, Plain):
            unknown = unknown | (mask & (state_of(value) == UNKNOWN_STATE))
    kept: list[tuple[Mask, Any]] = []
    for mask, value in flat:
        mine = mask & ~unknown
        if isinstance(value, Plain):
            mine = mine | (mask & (state_of(value) == UNKNOWN_STATE))
        twin: int | None = None
        for index, (other, before) in enumerate(kept):
            if type(before) is type(value):
                alike = same(before, value, len(other))
                mine = mine & ~(other & alike)
                twin = index if alike.all() else twin
        if mine.any():
            if twin is None:
                kept.append((mine, value))
            else:
                kept[twin] = kept[twin][0] | mine, value
    return kept


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
            return ~rows & (one.complete == other.complete) & (one.endless == other.endless)
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


# -- looking at every alternative ----------------------------------------------------------------------------------------


def lifted(run: Run, scope: Scope, function: Callable[..., Any], *values: Any) -> Any:
    """``function`` under every combination of alternatives among its arguments, joined."""
    if not any(isinstance(value, Several) for value in values):
        return function(*values)
    choices = [value.alternatives if isinstance(value, Several) else ((YES, value),) for value in values]
    if not scope.size:
        return function(*(choice[0][1] for choice in choices))
    if np.prod([len(choice) for choice in choices]) > MOST_ALTERNATIVES:
        run.give_up(scope, YES)
        return function(*(settled(run, scope, value) for value in values))
    found = []
    for combination in product(*choices):
        mask = YES
        for narrower, _ in combination:
            mask = mask & narrower
        if mask.any():
            found.append((expanded(mask, scope.size), function(*(one for _, one in combination))))
    return joined(run, scope, found)


def settled(run: Run, scope: Scope, value: Any) -> Any:
    """A value with one alternative a row: lists and days are laid over each other, rows with other alternatives given up."""
    if not isinstance(value, Several):
        return value
    masks = [expanded(mask, scope.size) for mask, _ in value.alternatives]
    values = [one for _, one in value.alternatives]
    several: Mask = np.sum([mask.astype(np.int64) for mask in masks], axis=0) > 1
    first = _first(masks)
    if all(isinstance(one, (Items, Listed, Plain)) for one in values) and any(isinstance(one, (Items, Listed)) for one in values):
        if several.any():
            return _overlaid_items(run, scope, masks, values, several)
        return _merged_items(run, scope, first, [run.as_items(one, scope) for one in values])
    if all(isinstance(one, (Coverage, Span, Plain)) for one in values) and not all(isinstance(one, Plain) for one in values):
        coverages = [run.as_coverage(one, scope) for one in values]
        if several.any():
            coverages.append(_overlaid_coverage(scope, masks, coverages))
            first = np.where(several, len(values), first)
        return _merged_coverage(first, coverages)
    run.give_up(scope, several)
    if all(isinstance(one, Plain) for one in values):
        return _joined_plain(scope, [(first == index, one) for index, one in enumerate(values) if (first == index).any()])
    run.give_up(scope, first > 0)
    return values[0]


def _overlaid_coverage(scope: Scope, masks: Sequence[Mask], several: Sequence[Coverage]) -> Coverage:
    """One of several sets of days: certain are the days of all of them, possible those of any."""
    anything = all_days(scope.size)
    certain, possible = anything, none(scope.size)
    for mask, one in zip(masks, several, strict=True):
        here = np.where(mask, 0, 1)
        certain = intersect(certain, _merged([runs(one.certain), anything], here))
        possible = together(possible, _merged([one.possible, none(scope.size)], here))
    return Coverage(certain, possible)


def _overlaid_items(run: Run, outer: Scope, masks: Sequence[Mask], values: Sequence[Any], rows: Mask) -> Items:
    """One of several lists: an entry is there if it is in any of them, surely if it is in all."""
    lists = [run.as_items(one, outer) for one in values]
    complete = np.logical_and.reduce([~mask | items.complete for mask, items in zip(masks, lists, strict=True)])
    endless = np.logical_or.reduce([mask & items.endless for mask, items in zip(masks, lists, strict=True)])
    scope = lists[0].scope
    if all(items.scope is scope for items in lists) and scope.field is not None:
        up = scope.up
        assert up is not None  # noqa: S101 - entries belong to rows
        of_entries = [(mask[up], items) for mask, items in zip(masks, lists, strict=True)]
        present = np.logical_or.reduce([mask & items.present for mask, items in of_entries])
        certain = np.logical_and.reduce([~mask | (items.present & items.certain) for mask, items in of_entries])
        return Items(scope, present, present & certain, complete, endless)
    words = [one.values if isinstance(one, Listed) else () for one in values]
    if any(isinstance(one, Items) for one in values) or any(len(set(of_one)) != len(of_one) for of_one in words):
        run.give_up(outer, rows)
        return _merged_items(run, outer, _first(masks), lists)
    union = tuple(dict.fromkeys(word for of_one in words for word in of_one))
    base = run.as_items(Listed(union), outer).scope
    present = np.zeros((outer.size, len(union)), np.bool_)
    certain = np.ones((outer.size, len(union)), np.bool_)
    for mask, of_one in zip(masks, words, strict=True):
        inside = np.array([word in of_one for word in union], np.bool_)
        present |= mask[:, None] & inside
        certain &= ~mask[:, None] | inside
    return Items(base, present.ravel(), (present & certain).ravel(), complete, endless)


def _merged_coverage(first: NDArray[np.int64], several: Sequence[Coverage]) -> Coverage:
    certain = _merged([one.certain for one in several], first)
    if all(one.certain is one.possible for one in several):
        return Coverage(certain, certain)
    return Coverage(certain, _merged([one.possible for one in several], first))


def _merged(several: Sequence[Pieces], first: NDArray[np.int64]) -> Pieces:
    rows, starts, ends = [], [], []
    for index, pieces in enumerate(several):
        of_row = pieces.rows()
        kept = first[of_row] == index
        rows.append(of_row[kept])
        starts.append(pieces.starts[kept])
        ends.append(pieces.ends[kept])
    all_rows = np.concatenate(rows)
    order = np.argsort(all_rows, kind="stable")
    return of(all_rows[order], np.concatenate(starts)[order], np.concatenate(ends)[order], len(first))


def _merged_items(run: Run, outer: Scope, first: NDArray[np.int64], several: Sequence[Items]) -> Items:
    """One list a row, of the alternative that the row has."""
    size = len(first)

    def of_rows(name: str) -> Mask:
        stacked = np.stack([expanded(getattr(items, name), size) for items in several])
        found: Mask = np.take_along_axis(stacked, first[None, :], 0)[0]
        return found

    if all(items.scope is several[0].scope for items in several):
        scope = several[0].scope
        assert scope.up is not None  # noqa: S101 - entries belong to rows
        index = first[scope.up][None, :]

        def of_entries(name: str) -> Mask:
            stacked = np.stack([expanded(getattr(items, name), scope.size) for items in several])
            found: Mask = np.take_along_axis(stacked, index, 0)[0]
            return found

        return Items(scope, of_entries("present"), of_entries("certain"), of_rows("complete"), of_rows("endless"))
    parts: list[tuple[Any, ...]] = []
    for index_, items in enumerate(several):
        scope = items.scope
        assert scope.up is not None  # noqa: S101 - the same
        kept = np.flatnonzero(first[scope.up] == index_)
        parts.append((scope, kept, scope.up[kept]))
    parents = np.concatenate([up for _, _, up in parts])
    order = np.argsort(parents, kind="stable")
    merged = scope_of_entries(np.concatenate(([0], np.cumsum(np.bincount(parents, minlength=size)))), outer)
    if all(scope.element is not None for scope, kept, _ in parts if len(kept)):
        columns = aligned([taken(scope.element, kept) for scope, kept, _ in parts if len(kept)] or [Plain(np.zeros(0, np.int64))])
        sizes = [len(kept) for _, kept, _ in parts if len(kept)]
        merged.element = _strung(columns, sizes, order)
    else:
        run.give_up(outer, YES)
        merged.field = several[0].scope.field
    certain = np.concatenate(
        [expanded(items.certain, items.scope.size)[kept] for items, (_, kept, _) in zip(several, parts, strict=True)]
    )
    present = np.concatenate(
        [expanded(items.present, items.scope.size)[kept] for items, (_, kept, _) in zip(several, parts, strict=True)]
    )
    return Items(merged, present[order], certain[order], of_rows("complete"), of_rows("endless"))


def _strung(columns: Sequence[Plain], sizes: Sequence[int], order: NDArray[np.int64]) -> Plain:
    def strung(read: Callable[[Plain], Any]) -> Any:
        if not sizes:
            return np.zeros(0, np.int64)
        return np.concatenate([expanded(read(column), size) for column, size in zip(columns, sizes, strict=True)])[order]

    high = None
    if any(column.high is not None for column in columns):
        high = strung(lambda column: column.values if column.high is None else column.high)
    states = None if all(column.states is None for column in columns) else strung(state_of)
    return Plain(strung(lambda column: column.values), states, high, columns[0].scale)
