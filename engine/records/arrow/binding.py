"""Arrow batches to tables of facts. The rows that a table cannot hold, or that may be wrong, are named and left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.language.fact_table import FactTable, ListCells, State, words_of
from engine.language.facts import Empty, FactType
from engine.records.arrow.cells import CellReader, is_text
from engine.records.arrow.layout import layout_of
from engine.records.shape import defaults_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from engine.language.fact_table import Cells
    from engine.language.facts import Fact, Vocabulary
    from engine.records.arrow.layout import Layout, Steps
    from engine.records.shape import Default

_NO_TYPE: Final = pa.null()


@dataclass(slots=True)
class Bound:
    """A batch that was read. Every row of it is among ``rows`` or among ``irregular``, both in order.

    ``table`` holds the records of ``rows``. Those of ``irregular`` have to be read one by one.
    """

    table: FactTable
    rows: NDArray[np.int64]
    irregular: NDArray[np.int64]


class TableReader:
    """Reads batches of the records of one subject.

    ``needed`` are the paths of facts (of lists: with all their fields) that get a column; the others are checked only. All
    of them unless said.
    """

    def __init__(self, vocabulary: Vocabulary, needed: Collection[str] | None = None) -> None:
        self.vocabulary = vocabulary
        self.needed = frozenset(vocabulary.facts if needed is None else needed)
        self.identifier = next((path for path, fact in vocabulary.facts.items() if fact.identifier), "id")
        self.defaults = {default.path: default for default in defaults_of(vocabulary.facts)}
        self.fields = {
            path: {default.path: default for default in defaults_of(fact.elements or {})}
            for path, fact in vocabulary.facts.items()
        }
        self._layout: tuple[pa.Schema, Layout] | None = None

    def bind(
        self, batch: pa.RecordBatch | pa.Table, file: str = "", *, is_sound: bool = False, has_stand_ins: bool = False
    ) -> Bound:
        """The facts of a batch whose columns are facts, nested or with dotted names.

        ``is_sound`` spares the check that the batch is valid Arrow data, with texts that are UTF-8; ``has_stand_ins`` says that
        numbers may stand for words (see :mod:`engine.records.arrow.standins`).

        Raises :class:`engine.language.diagnostics.InputError` where a column is none; ``file`` is for its place.
        """
        table = pa.table(batch) if isinstance(batch, pa.RecordBatch) else batch
        layout = self._layout_of(table.schema, file)
        rows = np.arange(table.num_rows)
        if not is_sound:
            try:
                table.validate(full=True)
            except pa.ArrowInvalid:  # text that is no UTF-8, above all
                return Bound(_Binding(self, table.slice(0, 0), layout).read()[0], rows[:0], rows)
        facts, irregular = _Binding(self, table, layout, has_stand_ins=has_stand_ins).read()
        if irregular.any():
            table = table.filter(_mask(~irregular))
            facts, still = _Binding(self, table, layout, has_stand_ins=has_stand_ins).read()
            assert not still.any()  # noqa: S101 - whether a row is irregular does not depend on the others
        return Bound(facts, rows[~irregular], rows[irregular])

    def _layout_of(self, schema: pa.Schema, file: str) -> Layout:
        if self._layout is None or not self._layout[0].equals(schema):
            self._layout = schema, layout_of(schema, self.vocabulary, file)
        return self._layout[1]


class _Binding:
    """The reading of one batch."""

    def __init__(self, reader: TableReader, table: pa.Table, layout: Layout, *, has_stand_ins: bool = False) -> None:
        self._reader = reader
        self._table = table
        self._layout = layout
        self._words = words_of(reader.vocabulary)
        self._cells = CellReader(reader.vocabulary, self._words, has_stand_ins=has_stand_ins)
        self._irregular = np.zeros(table.num_rows, np.bool_)
        self._structures: dict[Steps, list[pa.Array]] = {}

    def read(self) -> tuple[FactTable, NDArray[np.bool_]]:
        """The table of all rows, and which of them are irregular; what the table says of those means nothing."""
        reader = self._reader
        for misfit in self._layout.misfits:
            self._irregular |= _bits(self._array(misfit).is_valid())
        if self._layout.subject is not None:
            self._check_subject(self._array(self._layout.subject))
        facts: dict[str, Cells | ListCells] = {}
        for path, fact in reader.vocabulary.facts.items():
            steps = self._layout.facts.get(path)
            if steps is None:
                if path not in reader.defaults or path not in reader.needed:
                    continue
                array = pa.nulls(self._table.num_rows)
            else:
                array = self._array(steps)
            is_needed = path in reader.needed
            if not is_needed and fact.type is FactType.TEXT and is_text(array.type):
                continue  # nothing can be wrong with it, and it may be another one for every record
            column = self._list(array, fact) if fact.type is FactType.LIST else self._plain(array, fact)
            if is_needed:
                facts[path] = column
        ids = self._ids()
        return FactTable(reader.vocabulary, ids, facts, self._words), self._irregular

    def _array(self, steps: Steps) -> pa.Array:
        if len(steps) == 1:
            column = self._table.column(steps[0])
            if column.num_chunks == 1:
                return column.chunk(0)
            return pa.concat_arrays(column.chunks) if column.num_chunks else pa.nulls(0, column.type)
        outer = steps[:-1]
        if outer not in self._structures:
            self._structures[outer] = self._array(outer).flatten()  # a field is null where its structure is
        return self._structures[outer][steps[-1]]

    def _check_subject(self, array: pa.Array) -> None:
        subject = self._reader.vocabulary.subject
        if pa.types.is_null(array.type):
            return
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
            other = pc.not_equal(array, pa.scalar(subject, array.type)).fill_null(False)  # noqa: FBT003 - as Arrow calls it
        else:
            other = array.is_valid()
        self._irregular |= _bits(other)

    def _ids(self) -> list[str]:
        fact = self._reader.vocabulary.facts[self._reader.identifier]
        steps = self._layout.facts.get(fact.path)
        if steps is None:
            self._irregular[:] = True
            return [""] * self._table.num_rows
        array = self._array(steps)
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
            self._irregular[:] = True
            return [""] * self._table.num_rows
        ids = array.to_pylist()
        odd = pc.equal(pc.binary_length(array), 0).fill_null(True)  # noqa: FBT003 - as Arrow calls it
        if fact.empty is not Empty.UNKNOWN:
            odd = pc.or_(odd, pc.is_in(array, pa.array(["none", "open"], array.type)))
        self._irregular |= _bits(odd)
        return [identifier or "" for identifier in ids] if array.null_count else ids

    def _plain(self, array: pa.Array, fact: Fact) -> Cells:
        cells, irregular = self._cells.cells(array, fact, self._reader.defaults.get(fact.path))
        if irregular is not None:
            self._irregular |= irregular
        return cells

    def _list(self, array: pa.Array, fact: Fact) -> ListCells:
        if pa.types.is_large_list(array.type) or pa.types.is_fixed_size_list(array.type):
            array = array.cast(pa.list_(array.type.value_type))
        if not pa.types.is_list(array.type):
            valid = _bits(array.is_valid())
            self._irregular |= valid
            array = pa.nulls(len(array), pa.list_(_NO_TYPE))
        offsets = _offsets(array)
        unknown = _bits(array.is_null()) if array.null_count else None
        if unknown is not None and (np.diff(offsets)[unknown] != 0).any():  # what lies behind a null is nobody's
            array = array.filter(_mask(np.ones(len(array), np.bool_)))  # which copies what is somebody's
            offsets = _offsets(array)
        values = array.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))
        column = ListCells(offsets - offsets[0], unknown)
        if fact.elements is None:
            column.items = self._items(values, fact, column)
        else:
            column.fields = self._fields(values, fact, fact.elements, column)
        default = self._reader.defaults.get(fact.path)
        if default is not None and unknown is not None:
            self._presume(column, default)
        return column

    def _items(self, values: pa.Array, fact: Fact, column: ListCells) -> Cells:
        cells, irregular = self._cells.cells(values, fact.element_type or fact, None)
        unknown = None if cells.states is None else cells.states == State.UNKNOWN
        self._refuse(column, irregular, unknown)  # an item must be known
        return cells

    def _fields(self, values: pa.Array, fact: Fact, fields: Any, column: ListCells) -> dict[str, Cells]:
        kind = values.type
        arrays: dict[str, pa.Array] = {}
        if pa.types.is_struct(kind):
            arrays = dict(zip((inner.name for inner in kind), values.flatten(), strict=True))
        self._refuse(column, _bits(values.is_null()) if arrays else np.ones(len(values), np.bool_))
        cells: dict[str, Cells] = {}
        for name, inner in fields.items():
            array = arrays.get(name)
            cells[name], irregular = self._cells.cells(
                pa.nulls(len(values)) if array is None else array, inner, self._reader.fields[fact.path].get(name)
            )
            self._refuse(column, irregular)
        if fact.interval is not None:
            first, last = (cells[name] for name in fact.interval)
            backwards = last.values < first.values
            for bound in (first, last):
                if bound.states is not None:
                    backwards &= bound.states == State.KNOWN
            self._refuse(column, backwards)
        return cells

    def _refuse(self, column: ListCells, *reasons: NDArray[np.bool_] | None) -> None:
        """Elements that are irregular make the records irregular to which they belong."""
        for elements in reasons:
            if elements is not None and elements.any():
                owners = np.searchsorted(column.offsets, np.flatnonzero(elements), side="right") - 1
                self._irregular[owners] = True

    def _presume(self, column: ListCells, default: Default) -> None:
        """Put the presumed list where none is known."""
        missing = column.unknown
        assert missing is not None  # noqa: S101 - only then is something presumed
        column.presumed, column.unknown = missing, None
        presumed = default.value if isinstance(default.value, tuple) else ()
        if presumed and column.items is not None:
            lengths = np.where(missing, len(presumed), np.diff(column.offsets))
            offsets = np.concatenate(([0], np.cumsum(lengths)))
            column.items = self._cells.with_items(column.items, np.repeat(missing, lengths), presumed)
            column.offsets = offsets


def _mask(bits: NDArray[np.bool_]) -> pa.BooleanArray:
    """Bits for Arrow, whose own ``array`` would look for pandas first, and load it where there is one."""
    packed = np.packbits(bits, bitorder="little").tobytes()
    return pa.Array.from_buffers(pa.bool_(), len(bits), [None, pa.py_buffer(packed)])


def _offsets(array: pa.ListArray) -> NDArray[np.int64]:
    return np.asarray(array.offsets.to_numpy()).astype(np.int64)


def _bits(array: pa.Array) -> NDArray[np.bool_]:
    return np.array(array.to_numpy(zero_copy_only=False), np.bool_)
