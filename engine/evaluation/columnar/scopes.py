"""Where an expression stands: at the records themselves, or at the elements of lists inside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.evaluation.columnar.values import NO, YES, Verdicts, expanded, take_mask, take_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine.evaluation.columnar.values import Mask, Numbers, Plain

    Field = Callable[[str], "Verdicts | Plain"]


class Scope:
    """The rows at hand. ``record`` is the record of each row (absent where rows are records), ``up`` the row of the scope around.

    Of a list of structures ``field`` gives the columns of its elements; of a list of plain values ``element`` is the column.
    ``base`` and ``at`` tell of which rows of another scope, that of the same list for each record, these are copies.
    """

    __slots__ = ("at", "base", "copies", "element", "field", "offsets", "outer", "record", "size", "twin", "up")

    def __init__(self, size: int) -> None:
        self.size = size
        self.record: NDArray[np.int64] | None = None
        self.up: NDArray[np.int64] | None = None
        self.outer: Scope | None = None
        self.base: Scope | None = None
        self.at: NDArray[np.int64] | None = None
        self.field: Field | None = None
        self.element: Verdicts | Plain | None = None
        self.offsets: NDArray[np.int64] | None = None
        """Row ``i`` of the scope around has the rows from ``offsets[i]`` to ``offsets[i + 1]``."""
        self.copies: dict[int, Scope] = {}
        """Copies of other scopes, for the rows of this one."""
        self.twin: tuple[Scope, NDArray[np.int64]] | None = None
        """In a part of a table: the scope in the whole, and the row there of each row here."""

    @property
    def place(self) -> NDArray[np.int64]:
        """The position of each element in its list, counted from 0."""
        assert self.offsets is not None  # noqa: S101 - elements are of lists
        assert self.up is not None  # noqa: S101 - the same
        place: NDArray[np.int64] = np.arange(self.size) - self.offsets[self.up]
        return place

    def out(self, depth: int) -> Scope:
        """The scope that many lists further out."""
        scope: Scope = self
        for _ in range(depth):
            assert scope.outer is not None  # noqa: S101 - the build refuses a field outside of its list
            scope = scope.outer
        return scope

    def rows_up(self, depth: int) -> NDArray[np.int64]:
        """For each row its row in the scope so many lists out."""
        rows: NDArray[np.int64] = np.arange(self.size)
        scope: Scope = self
        for _ in range(depth):
            assert scope.up is not None  # noqa: S101 - the same
            assert scope.outer is not None  # noqa: S101 - the same
            rows, scope = scope.up[rows], scope.outer
        return rows


@dataclass(slots=True)
class Items:
    """A list a row: its entries are rows of ``scope``, whose ``up`` leads to the row that has the list.

    ``present`` tells the entries that are in the list at all, ``certain`` those that are surely in it (they are present too);
    ``complete`` the lists of which no more entries are possible, ``endless`` those in which a possible entry may stand any
    number of times.
    """

    scope: Scope
    present: Mask
    certain: Mask
    complete: Mask
    endless: Mask


def any_entry(chosen: Mask, scope: Scope, size: int) -> Mask:
    """The rows with at least one of the chosen entries."""
    found = np.zeros(size, np.bool_)
    assert scope.up is not None  # noqa: S101 - entries belong to rows
    if len(chosen) == 1 and scope.size != 1:
        if chosen[0]:
            found[scope.up] = True
        return found
    found[scope.up[expanded(chosen, scope.size)]] = True
    return found


def count_entries(chosen: Mask, scope: Scope, size: int) -> NDArray[np.int64]:
    """How many of the chosen entries each row has."""
    assert scope.up is not None  # noqa: S101 - the same
    return np.bincount(scope.up[expanded(chosen, scope.size)], minlength=size).astype(np.int64)


def sum_entries(numbers: Numbers, scope: Scope, size: int) -> NDArray[np.int64]:
    """The sum of a number over the entries of each row. Entries stand in the order of their rows."""
    assert scope.up is not None  # noqa: S101 - the same
    assert scope.offsets is not None  # noqa: S101 - the same
    assert len(scope.offsets) == size + 1  # noqa: S101 - the same
    running = np.concatenate(([0], np.cumsum(expanded(numbers, scope.size), dtype=np.int64)))
    found: NDArray[np.int64] = running[scope.offsets[1:]] - running[scope.offsets[:-1]]
    return found


def scope_of_entries(offsets: NDArray[np.int64], outer: Scope) -> Scope:
    """A scope with one row for each entry; row ``i`` of the scope around has those from ``offsets[i]`` to ``offsets[i + 1]``."""
    parents = np.repeat(np.arange(outer.size), np.diff(offsets))
    scope = Scope(len(parents))
    scope.outer = outer
    scope.up = parents
    scope.offsets = offsets
    scope.record = parents if outer.record is None else outer.record[parents]
    return scope


def brought(items: Items, outer: Scope) -> Items:
    """A list that each record has, seen from rows inside of records: every row has the entries of its record."""
    key = id(items.scope)
    kept = outer.copies.get(key)
    if kept is None:
        kept = outer.copies[key] = _copied(items.scope, outer)
    at, rows = kept.at, outer.record
    assert at is not None  # noqa: S101 - it is a copy
    assert rows is not None  # noqa: S101 - what is brought is brought into a list
    return Items(
        kept, take_mask(items.present, at), take_mask(items.certain, at),
        take_mask(items.complete, rows), take_mask(items.endless, rows),
    )  # fmt: skip


def _copied(base: Scope, outer: Scope) -> Scope:
    assert base.offsets is not None  # noqa: S101 - entries belong to rows
    assert outer.record is not None  # noqa: S101 - what is brought is brought into a list
    starts = base.offsets[:-1][outer.record]
    offsets = np.concatenate(([0], np.cumsum(base.offsets[1:][outer.record] - starts)))
    scope = scope_of_entries(offsets, outer)
    assert scope.up is not None  # noqa: S101 - the same
    at = scope.at = np.arange(scope.size) + (starts - offsets[:-1])[scope.up]
    scope.base = base
    if base.element is not None:
        scope.element = take_verdicts(base.element, at) if isinstance(base.element, Verdicts) else take_plain(base.element, at)
    read = base.field
    if read is not None:
        scope.field = lambda name: _taken(read(name), at)
    return scope


def _taken(column: Verdicts | Plain, rows: Numbers) -> Verdicts | Plain:
    return take_verdicts(column, rows) if isinstance(column, Verdicts) else take_plain(column, rows)


def take_verdicts(found: Verdicts, rows: Numbers) -> Verdicts:
    """Some rows of conditions, in another order or repeated."""
    if len(found.true) == 1 and len(found.false) == 1:
        return found
    if found.sure:
        true = take_mask(found.true, rows)
        return Verdicts(true, ~true, sure=True)
    return Verdicts(take_mask(found.true, rows), take_mask(found.false, rows))


def items_of_all(scope: Scope, complete: Mask = YES) -> Items:
    """A list that holds all rows of a scope for certain."""
    return Items(scope, YES, YES, complete, NO)
