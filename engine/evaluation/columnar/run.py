"""One run over a table of records: its facts as columns, the readings and days in force, and what has been found so far."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluation.columnar import pieces
from engine.evaluation.columnar.kinds import span_of, taken
from engine.evaluation.columnar.parts import Part
from engine.evaluation.columnar.scopes import Items, Scope, items_of_all, scope_of_entries, take_verdicts
from engine.evaluation.columnar.spans import Coverage, Span, coverage_of_span
from engine.evaluation.columnar.values import (
    FALSE,
    NO,
    NONE,
    NONE_STATE,
    NOT_KNOWN,
    OPEN,
    TRUE,
    UNKNOWN,
    YES,
    Listed,
    Plain,
    Several,
    Standing,
    Verdicts,
    constant,
    expanded,
    state_is,
    take_mask,
    take_plain,
    verdicts,
)
from engine.language.fact_table import EPOCH, Cells, ListCells
from engine.language.facts import FactType, Special
from engine.language.logic import Truth
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from numpy.typing import NDArray

    from engine.evaluation.columnar.values import Mask
    from engine.language.fact_table import FactTable
    from engine.language.facts import Fact

_MICROSECOND = EPOCH.resolution


class Run:
    """What kernels read while they decide about a table. ``memo`` keeps what each named thing was found to be.

    ``hard`` tells the records that columns cannot hold: whatever is found for them is left to the interpreter.
    """

    def __init__(self, table: FactTable | Part, readings: Mapping[str, str]) -> None:
        self.table = table
        self.size = len(table)
        self.root = Scope(self.size)
        self.readings = readings
        self.facts_as_of: Plain = NOT_KNOWN
        self.law_as_of: Plain = NOT_KNOWN
        self.memo: dict[int, Any] = {}
        self.hard: NDArray[np.bool_] = np.zeros(self.size, np.bool_)
        self.keeping = False
        """Whether every value is kept, not only those of what is named: for who walks along them afterwards."""
        self._parent: Run | None = None
        self._rows: NDArray[np.int64] | None = None
        self._anew: Container[int] = ()
        self._filled: frozenset[str] = frozenset()
        self._memos: dict[Scope, dict[int, Any]] = {}
        self._scopes: dict[Scope, Scope] = {}
        self._facts: dict[str, Any] = {}
        self._constants: dict[Any, Any] = {}
        self._lists: dict[tuple[int, int], tuple[Listed, Items]] = {}

    # -- the same table, a little different ----------------------------------------------------------------------------

    def under(self, readings: Mapping[str, str], anew: Container[int]) -> Run:
        """The same records under other readings; what is numbered in ``anew`` is found again."""
        other = Run(self.table, readings)
        other.root = self.root
        other.facts_as_of, other.law_as_of = self.facts_as_of, self.law_as_of
        other._facts, other._constants, other._lists = self._facts, self._constants, self._lists
        other._parent, other._anew = self, anew
        return other

    def part(
        self, rows: NDArray[np.int64], filled: Mapping[str, Cells | ListCells] | None = None, anew: Container[int] = ()
    ) -> Run:
        """Some of the records, also repeated, with facts filled in; what is numbered in ``anew`` is found again."""
        other = Run(Part(self.table, rows, filled), self.readings)
        other.facts_as_of, other.law_as_of = take_plain(self.facts_as_of, rows), take_plain(self.law_as_of, rows)
        other._constants = self._constants
        other._parent, other._anew, other._rows, other._filled = self, anew, rows, frozenset(filled or ())
        return other

    # -- what was found before -----------------------------------------------------------------------------------------

    def memo_of(self, scope: Scope) -> dict[int, Any]:
        """What was found in a scope, by the number of the kernel."""
        if scope is self.root:
            return self.memo
        found = self._memos.get(scope)
        if found is None:
            found = self._memos[scope] = {}
        return found

    def recalled(self, number: int, scope: Scope) -> Any:
        """What something was found to be, here or in the run of which this is a variant; nothing if it is to be found."""
        memo = self.memo_of(scope)
        found = memo.get(number)
        if found is None and self._parent is not None and number not in self._anew:
            found = self._inherited(number, scope, self._parent)
            if found is not None:
                memo[number] = found
        return found

    def _inherited(self, number: int, scope: Scope, parent: Run) -> Any:
        if self._rows is None:
            return parent.recalled(number, scope)
        if scope is self.root:
            found = parent.recalled(number, parent.root)
            return None if found is None else self._of_part(found, self._rows)
        if scope.twin is None:
            return None
        before, rows = scope.twin
        found = parent.recalled(number, before)
        return None if found is None or has_items(found) else taken(found, rows)

    def _of_part(self, value: Any, rows: NDArray[np.int64]) -> Any:
        if isinstance(value, dict):  # the outcomes of a decision
            return {outcome: take_mask(mask, rows) for outcome, mask in value.items()}
        if isinstance(value, Standing):
            return value.taken(rows)
        if isinstance(value, Items):
            return self._moved(value, rows)
        return None if has_items(value) else taken(value, rows)

    def _moved(self, items: Items, rows: NDArray[np.int64]) -> Items:
        """A list of the whole, for the records of this part."""
        before = items.scope
        scope = self._scopes.get(before)
        if scope is None:
            scope = self._scopes[before] = self._moved_scope(before, rows)
        assert scope.twin is not None  # noqa: S101 - it was just made so
        at = scope.twin[1]
        certain = take_mask(items.certain, at)
        present = certain if items.certain is items.present else take_mask(items.present, at)
        return Items(scope, present, certain, take_mask(items.complete, rows), take_mask(items.endless, rows))

    def _moved_scope(self, before: Scope, rows: NDArray[np.int64]) -> Scope:
        assert before.offsets is not None  # noqa: S101 - entries belong to rows
        starts = before.offsets[:-1][rows]
        offsets = np.concatenate(([0], np.cumsum(before.offsets[1:][rows] - starts)))
        scope = scope_of_entries(offsets, self.root)
        assert scope.up is not None  # noqa: S101 - the same
        at = np.arange(scope.size) + (starts - offsets[:-1])[scope.up]
        scope.twin = before, at
        if before.element is not None:
            scope.element = taken(before.element, at)
        read = before.field
        if read is not None:
            found: dict[str, Any] = {}

            def field(name: str) -> Any:
                if name not in found:
                    found[name] = taken(read(name), at)
                return found[name]

            scope.field = field
        return scope

    def give_up(self, scope: Scope, rows: Mask) -> None:
        """Leave the records of some rows to the interpreter."""
        rows = expanded(rows, scope.size)
        records = np.flatnonzero(rows) if scope.record is None else scope.record[rows]
        run: Run | None = self
        while run is not None and len(records):
            run.hard[records] = True
            records = records if run._rows is None else run._rows[records]  # noqa: SLF001 - another of its kind
            run = run._parent  # noqa: SLF001 - the same

    # -- facts -----------------------------------------------------------------------------------------------------

    def fact(self, path: str) -> Any:
        """The column of a fact; of a list its entries."""
        found = self._facts.get(path)
        if found is None:
            found = self._facts[path] = self._taken(path)
        return found

    def _taken(self, path: str) -> Any:
        if self._parent is None or self._rows is None or path in self._filled:
            return self._read(path)
        return self._of_part(self._parent.fact(path), self._rows)

    def _read(self, path: str) -> Any:
        fact = self.table.vocabulary.facts[path]
        column = self.table.facts.get(path)
        if fact.type is FactType.LIST:
            if column is None:
                column = ListCells(np.zeros(self.size + 1, np.int64), np.ones(self.size, np.bool_))
            assert isinstance(column, ListCells)  # noqa: S101 - a table has the columns of its vocabulary
            return self._list(fact, column)
        if column is None:
            return UNKNOWN if fact.type is FactType.BOOLEAN else NOT_KNOWN
        assert isinstance(column, Cells)  # noqa: S101 - the same
        return _column(fact, column)

    def _list(self, fact: Fact, column: ListCells) -> Items:
        scope = scope_of_entries(column.offsets, self.root)
        if column.items is not None or fact.elements is None:
            element = fact.element_type or fact
            cells = column.items or Cells(np.zeros(0, np.int64))
            scope.element = _column(element, cells)
        else:
            read, fields = column.fields or {}, fact.elements
            found: dict[str, Any] = {}

            def field(name: str) -> Verdicts | Plain:
                if name not in found:
                    cells = read.get(name)
                    unknown: Verdicts | Plain = UNKNOWN if fields[name].type is FactType.BOOLEAN else NOT_KNOWN
                    found[name] = unknown if cells is None else _column(fields[name], cells)
                value: Verdicts | Plain = found[name]
                return value

            scope.field = field
        return items_of_all(scope, YES if column.unknown is None else ~column.unknown)

    # -- constants ---------------------------------------------------------------------------------------------------

    def plain(self, value: Any) -> Any:
        """A value of the law as a column: the same for every row."""
        if isinstance(value, Truth):
            return {Truth.TRUE: TRUE, Truth.FALSE: FALSE, Truth.UNKNOWN: UNKNOWN}[value]
        if isinstance(value, Special):
            return NONE if value is Special.NONE else OPEN
        if isinstance(value, tuple):
            return Listed(value)
        key = (type(value), value)
        found = self._constants.get(key)
        if found is None:
            found = self._constants[key] = self._plain(value)
        return found

    def _plain(self, value: Any) -> Any:
        match value:
            case bool():
                return TRUE if value else FALSE
            case str():
                return constant(self.table.words.add(value))
            case datetime():
                return constant((value - EPOCH) // _MICROSECOND)
            case date():
                return constant(value.toordinal())
            case Decimal():
                exponent = value.normalize().as_tuple().exponent
                scale = max(0, -exponent) if isinstance(exponent, int) else 0
                return constant(int(value.scaleb(scale)), scale=scale)
            case int():
                return constant(value)
            case _:
                raise TypeError(type(value))

    def ranks(self, rank: tuple[str, ...]) -> NDArray[np.int64]:
        """The rank of each word of the table, by its number."""
        words = self.table.words
        key = ("ranks", rank)
        found = self._constants.get(key)
        if found is None or len(found) < len(words.texts):
            numbers = [words.add(text) for text in rank]
            found = np.zeros(len(words.texts), np.int64)
            found[numbers] = np.arange(len(rank))
            self._constants[key] = found
        ranks: NDArray[np.int64] = found
        return ranks

    # -- as another kind of value --------------------------------------------------------------------------------------

    def as_items(self, value: Any, scope: Scope) -> Items:
        """A list's value as entries: a list of the law has the same for every row, what is unknown may hold anything."""
        if isinstance(value, Items):
            return value
        if isinstance(value, Listed):
            key = id(value.values), id(scope)
            if key not in self._lists:
                self._lists[key] = value, self._of_the_law(value.values, scope)  # while it is kept, no other has its id
            return self._lists[key][1]
        assert isinstance(value, Plain)  # noqa: S101 - alternatives were dealt with, and nothing else stands for a list
        empty = scope_of_entries(np.zeros(scope.size + 1, np.int64), scope)
        empty.element = Plain(np.zeros(0, np.int64))
        empty.field = lambda _name: Plain(np.zeros(0, np.int64))
        return Items(empty, YES, YES, state_is(value, NONE_STATE), NO)

    def _of_the_law(self, values: tuple[Any, ...], outer: Scope) -> Items:
        count = len(values)
        scope = scope_of_entries(np.arange(outer.size + 1) * count, outer)
        if values and isinstance(values[0], Element):
            names = {name for element in values for name in element.values}
            columns = {name: self._strung([element.values.get(name) for element in values], outer.size) for name in names}
            scope.field = lambda name: columns.get(name, NOT_KNOWN)
        else:
            scope.element = self._strung(values, outer.size)
        return items_of_all(scope)

    def _strung(self, values: Any, times: int) -> Verdicts | Plain:
        columns = [NOT_KNOWN if value is None else self.plain(value) for value in values]
        rows = np.tile(np.arange(len(columns)), times)
        if columns and any(isinstance(column, Verdicts) for column in columns):
            verdicts_ = [column if isinstance(column, Verdicts) else UNKNOWN for column in columns]
            return take_verdicts(
                Verdicts(np.concatenate([one.true for one in verdicts_]), np.concatenate([one.false for one in verdicts_])), rows
            )
        scale = max((column.scale for column in columns), default=0)
        numbers = np.array([int(column.values[0]) * 10 ** (scale - column.scale) for column in columns], np.int64)
        states = np.array([0 if column.states is None else int(column.states[0]) for column in columns], np.uint8)
        if len(columns) == 1:  # an array of one would mean the same for every row, and it does
            return Plain(numbers, states if states.any() else None, scale=scale)
        return take_plain(Plain(numbers, states if states.any() else None, scale=scale), rows)

    def as_coverage(self, value: Any, scope: Scope) -> Coverage:
        """Any intervals as coverage; what never came covers nothing, what is unknown may cover everything."""
        match value:
            case Coverage():
                return value
            case Span():
                return coverage_of_span(sized_span(value, scope.size))
            case Plain():
                none = expanded(state_is(value, NONE_STATE), scope.size)
                rows = np.flatnonzero(~none)
                anything = pieces.all_days(scope.size)
                possible = pieces.of(rows, anything.starts[rows], anything.ends[rows], scope.size)
                certain = pieces.none(scope.size)
                return Coverage(certain, certain if len(rows) == 0 else possible)
            case _:
                raise TypeError(type(value))


def sized_span(span: Span, size: int) -> Span:
    """A span with a place for every row in each of its columns."""
    return span_of(lambda end: expanded(getattr(span, end), size), None if span.none is None else expanded(span.none, size))


def _column(fact: Fact, cells: Cells) -> Verdicts | Plain:
    if fact.type is FactType.BOOLEAN:
        if cells.states is None:
            return verdicts(cells.values)
        told = cells.states == 0
        return Verdicts(cells.values & told, ~cells.values & told)
    return Plain(cells.values, cells.states, None, cells.scale)


def has_items(value: Any) -> bool:
    """Whether a value is a list, if only as one of several."""
    if isinstance(value, Items):
        return True
    return isinstance(value, Several) and any(isinstance(one, Items) for _, one in value.alternatives)
