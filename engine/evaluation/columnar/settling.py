"""One value a row where a word takes no alternatives: lists and days that may be one or another, laid over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.joining import first_of, joined_plain
from engine.evaluation.columnar.kinds import taken
from engine.evaluation.columnar.pieces import all_days, intersect, none, of, runs, together
from engine.evaluation.columnar.scopes import Items, scope_of_entries
from engine.evaluation.columnar.spans import Coverage, Span
from engine.evaluation.columnar.values import YES, Listed, Plain, Several, aligned, expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.pieces import Pieces
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import Mask


def settled(run: Run, scope: Scope, value: Any) -> Any:
    """A value with one alternative a row: lists and days are laid over each other, rows with other alternatives given up."""
    if not isinstance(value, Several):
        return value
    masks = [expanded(mask, scope.size) for mask, _ in value.alternatives]
    values = [one for _, one in value.alternatives]
    several: Mask = np.sum([mask.astype(np.int64) for mask in masks], axis=0) > 1
    first = first_of(masks)
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
        return joined_plain(scope, [(first == index, one) for index, one in enumerate(values) if (first == index).any()])
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
    if not all(isinstance(items.scope.element, Plain) for items in lists):  # elements with fields, of different lists
        run.give_up(outer, rows)
        return _merged_items(run, outer, first_of(masks), lists)
    return _overlaid_values(outer, masks, lists, complete, endless)


def _overlaid_values(outer: Scope, masks: Sequence[Mask], lists: Sequence[Items], complete: Mask, endless: Mask) -> Items:
    """One of several lists of plain values: a value is there as often as in the list with most of it, surely as in the least."""
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for mask, items in zip(masks, lists, strict=True):
        up = items.scope.up
        assert up is not None  # noqa: S101 - entries belong to rows
        kept = np.flatnonzero(expanded(items.present, items.scope.size) & mask[up])
        parts.append((kept, up[kept]))
    columns = aligned([taken(items.scope.element, kept) for items, (kept, _) in zip(lists, parts, strict=True)])
    sizes = [len(kept) for kept, _ in parts]
    element = _strung(columns, sizes, np.arange(sum(sizes)))
    rows = np.concatenate([of_part for _, of_part in parts])
    of_list = np.repeat(np.arange(len(lists)), sizes)
    sure = np.concatenate(
        [expanded(items.certain, items.scope.size)[kept] for items, (kept, _) in zip(lists, parts, strict=True)]
    )
    states = expanded(state_of(element), len(rows))
    said = [
        np.where(states == 0, bound, 0) for bound in (element.values, element.values if element.high is None else element.high)
    ]
    order = np.lexsort((*said, states, rows))
    keys = [key[order] for key in (rows, states, *said)]
    begins = (
        np.logical_or.reduce([np.diff(key, prepend=key[:1] - 1) != 0 for key in keys]) if len(rows) else np.zeros(0, np.bool_)
    )
    value = np.empty(len(rows), np.int64)
    value[order] = np.cumsum(begins) - 1
    first = order[begins]  # an entry for each value that a row has
    of_value = rows[first]
    shape = len(first), len(lists)
    place = value * len(lists) + of_list
    often = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    surely = np.bincount(place[sure], minlength=shape[0] * shape[1]).reshape(shape)
    possible = np.stack(masks, axis=1)[of_value]
    most, least = often.max(axis=1), np.where(possible, surely, len(rows)).min(axis=1)
    scope = scope_of_entries(np.concatenate(([0], np.cumsum(np.bincount(of_value, most, outer.size).astype(np.int64)))), outer)
    scope.element = taken(element, np.repeat(first, most))
    nth = np.arange(most.sum()) - np.repeat(np.cumsum(most) - most, most)
    return Items(scope, YES, nth < np.repeat(least, most), complete, endless)


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

    def of_rows(read: Callable[[Items], Mask]) -> Mask:
        stacked = np.stack([expanded(read(items), size) for items in several])
        found: Mask = np.take_along_axis(stacked, first[None, :], 0)[0]
        return found

    complete, endless = of_rows(lambda items: items.complete), of_rows(lambda items: items.endless)
    if all(items.scope is several[0].scope for items in several):
        scope = several[0].scope
        assert scope.up is not None  # noqa: S101 - entries belong to rows
        index = first[scope.up][None, :]

        def of_entries(read: Callable[[Items], Mask]) -> Mask:
            stacked = np.stack([expanded(read(items), scope.size) for items in several])
            found: Mask = np.take_along_axis(stacked, index, 0)[0]
            return found

        return Items(scope, of_entries(lambda items: items.present), of_entries(lambda items: items.certain), complete, endless)
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
    return Items(merged, present[order], certain[order], complete, endless)


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
