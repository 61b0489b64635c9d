"""One row of a bound sheet as parts of a record's tree; whatever cannot be read is told at its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import letters_of
from engine.loading.tree import Entry, Mapping, Scalar, Sequence
from engine.loading.values import RefusedValueError, wanted
from engine.records.office.cells import CellReader, pieces_of
from engine.records.office.mapping import Reads
from engine.records.office.sheets import Cell, Fault, folded, folded_header
from engine.records.rejected import RawRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Items

    from engine.language.diagnostics import CellPlace, Diagnostics, Place
    from engine.language.facts import Fact, Vocabulary
    from engine.loading.tree import Tree
    from engine.records.office.headers import BoundSheet
    from engine.records.office.mapping import ColumnMapping, Target

    Cells = Items[Cell | None]

EMPTY_LIST: Final = "[]"
"""A cell of a list that says: known to have no entry."""
TOTALS: Final = frozenset({"total", "totals", "subtotal", "grand total", "sum", "合計", "總計", "小計", "總和"})
"""What rows are called that count others."""
_AROUND: Final = re.compile("^[\\s\u200b-\u200d\u2060\ufeff]+|[\\s\u200b-\u200d\u2060\ufeff]+$")


@dataclass(slots=True)
class Parts:
    """What one row says: values by path, entries of lists by path, and lists said to be known to have none."""

    entries: dict[str, Entry] = field(default_factory=dict)
    items: dict[str, list[Tree]] = field(default_factory=dict)
    none_of: dict[str, Scalar] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one sheet. ``notes`` takes up what is told of the sheet and keeps no row from being read."""

    def __init__(self, bound: BoundSheet, vocabulary: Vocabulary, notes: Diagnostics) -> None:
        self.bound = bound
        self._notes = notes
        self._identifier = next(fact for fact in vocabulary.facts.values() if fact.identifier)
        self._id_headers = {folded_header(name) for name in bound.mapping.id_headers}
        self._is_list = bool(bound.mapping.list_path)
        sheet = bound.sheet

        def reader(fact: Fact, reads: Reads) -> CellReader:
            return CellReader(fact, reads, vocabulary.enumerations, epoch_1904=sheet.epoch_1904)

        self._ids = reader(self._identifier, Reads(numbers_are_text=bound.mapping.ids_are_figures))
        self._readers = {
            (column, str(target)): reader(target.value_fact, mapping.reads)
            for column, mapping in bound.columns.items()
            for target in mapping.targets
        }
        self._of_lists = {
            column: reader(mapping.targets[0].fact, mapping.reads)
            for column, mapping in bound.columns.items()
            if mapping.targets[0].fact.element_type is not None
        }
        self._said_headers = False

    def begin_anew(self) -> None:
        """Forget what was told of the rows and counted in them."""
        self._said_headers = False
        for reader in self._readers.values():
            reader.numbers_as_text = 0

    # -- rows ------------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The rows that say something, by number; headers that are repeated in between are none, and what is skipped by name."""
        last = self.bound.headers.last_row
        reasons = self.bound.reasons
        for number, cells in self.bound.sheet.rows():
            if number <= last or not any(
                cell is not None and column not in reasons for column, cell in enumerate(cells, start=1)
            ):
                continue
            cell = self._cell(cells, self.bound.id_column)
            if cell is not None and folded(cell.text) in self.bound.mapping.skip_rows:
                continue
            if cell is not None and folded_header(cell.text) in self._id_headers and self._repeats_headers(cells):
                if not self._said_headers:
                    message = "the headers are repeated here; the row is no record"
                    self._notes.warning("repeated-headers", message, self.bound.sheet.place(number))
                self._said_headers = True
                continue
            yield number, cells

    def _repeats_headers(self, cells: Cells) -> bool:
        headers = self.bound.headers
        return all(
            cell is None or folded_header(cell.text) == folded_header(headers.text(column))
            for column, cell in enumerate(cells, start=1)
        )

    def raw(self, row: int, cells: Cells) -> RawRow:
        """The row as it stood."""
        headers, sheet = self.bound.headers, self.bound.sheet
        texts: dict[str, str] = {}
        for column, cell in enumerate(cells, start=1):
            if cell is None or column in self.bound.reasons:
                continue
            name = headers.text(column) or f"column {letters_of(column)}"
            texts[name if name not in texts else f"{name} ({letters_of(column)})"] = cell.text
        return RawRow(sheet.file, "" if sheet.is_file else sheet.name, row, texts)

    def place(self, row: int, column: int = 0) -> CellPlace:
        """A place in the sheet, with its header."""
        return self.bound.sheet.place(row, column, self.bound.headers.text(column))

    # -- ids -------------------------------------------------------------------------------------------------------

    def id_of(self, row: int, cells: Cells, diagnostics: Diagnostics) -> str:
        """The record's id; empty with a diagnostic where the row does not say it."""
        place = self.place(row, self.bound.id_column)
        cell = self._cell(cells, self.bound.id_column)
        first = cell if cell is not None else next((one for one in cells if one is not None), None)
        if first is not None and folded(first.text) in TOTALS:
            way_out = f'if it is, say so in the mapping: `skip_rows: ["{first.text.strip()}"]`'
            diagnostics.error("totals-row", "the row looks like one of totals, and not like a record", self.place(row), way_out)
            return ""
        try:
            scalar = self._ids.read(cell, place)
        except RefusedValueError as refusal:
            help_text = refusal.help.replace("`numbers: text` of the column", "`id_numbers: text` of the sheet")
            diagnostics.error(refusal.code, f"{self._identifier.path}: {refusal}", place, help_text)
            return ""
        if scalar is None:
            diagnostics.error("missing-id", f'the row has no "{self._identifier.path}"', place, "give it the id of its record")
            return ""
        written = str(scalar.value)
        bare = _AROUND.sub("", written)
        if not bare:
            diagnostics.error("missing-id", f'the row has no "{self._identifier.path}"', place, "give it the id of its record")
        elif bare != written:
            self._notes.warning("spaces", f'the id "{bare}" has spaces around it; they were left out', place)
        return bare

    def id_scalar(self, row: int, id_: str) -> Entry:
        """The id as an entry of the record's tree."""
        place = self.place(row, self.bound.id_column)
        return Entry(self._identifier.path, place, Scalar(id_, id_, place))

    # -- values ----------------------------------------------------------------------------------------------------

    def parts(self, row: int, cells: Cells, diagnostics: Diagnostics) -> Parts:
        """What a row of the records' own sheet says, besides the id."""
        self._check_width(row, cells, diagnostics)
        parts = Parts()
        groups: dict[tuple[str, int], dict[str, Entry | Tree]] = {}
        for column, mapping in sorted(self.bound.columns.items()):
            cell = self._cell(cells, column)
            if mapping.targets[0].item and not self._has_item(mapping.targets[0], cells):
                continue
            place = self.place(row, column)
            target = mapping.targets[0]
            if target.fact.element_type is not None and not target.item:
                self._items(column, mapping, cell, place, parts, diagnostics)
                continue
            for named, scalar in self._values(column, mapping, cell, place, diagnostics):
                if scalar is None:
                    continue
                if named.item:
                    group = groups.setdefault((named.path, named.item), {})
                    group[named.field] = Entry(named.field, place, scalar) if named.field else scalar
                elif named.fact.elements is not None:
                    if scalar.value == "none":
                        parts.none_of[named.path] = scalar
                else:
                    parts.entries[named.path] = Entry(named.path, place, scalar)
        for (path, _), group in sorted(groups.items(), key=lambda one: one[0]):
            parts.items.setdefault(path, []).append(_entry_of(group, self.place(row)))
        return parts

    def entry(self, row: int, cells: Cells, diagnostics: Diagnostics) -> Tree | None:
        """The entry of a list that a row of its sheet is; ``None`` with a diagnostic where the row says nothing."""
        self._check_width(row, cells, diagnostics)
        if all(self._cell(cells, column) is None for column in self.bound.columns):
            message = "the row names a record and says nothing of it"
            diagnostics.error("empty-row", message, self.place(row), "fill it in, or delete it")
            return None
        group: dict[str, Entry | Tree] = {}
        for column, mapping in sorted(self.bound.columns.items()):
            place = self.place(row, column)
            for target, scalar in self._values(column, mapping, self._cell(cells, column), place, diagnostics):
                if scalar is not None:
                    group[target.field] = Entry(target.field, place, scalar) if target.field else scalar
        for name, tree in self.bound.mapping.always.items():
            group[name] = Entry(name, tree.place, tree)
        return _entry_of(group, self.place(row))

    def _has_item(self, target: Target, cells: Cells) -> bool:
        """Whether any of the columns of an item is filled."""
        return any(
            self._cell(cells, column) is not None
            for column, mapping in self.bound.columns.items()
            if (mapping.targets[0].path, mapping.targets[0].item) == (target.path, target.item)
        )

    def _values(
        self, column: int, mapping: ColumnMapping, cell: Cell | None, place: CellPlace, diagnostics: Diagnostics
    ) -> list[tuple[Target, Scalar | None]]:
        """The values of a cell: of each of its parts, where it is split."""
        cells: list[Cell | None] = [cell]
        if len(mapping.targets) > 1:
            if cell is None:
                return []
            pieces = pieces_of(cell.text, mapping.reads.split, keep_empty=True)
            if isinstance(cell.value, Fault):
                pieces = []
            if len(pieces) != len(mapping.targets):
                names = ", ".join(str(target) for target in mapping.targets)
                message = cell.value.reason if isinstance(cell.value, Fault) else f"{names}: the cell has {len(pieces)} parts"
                diagnostics.error("wrong-parts", message, place, f"write {len(mapping.targets)} parts, with a separator between")
                return []
            cells = [Cell(piece, piece) if piece else None for piece in pieces]
        found: list[tuple[Target, Scalar | None]] = []
        for target, one in zip(mapping.targets, cells, strict=True):
            try:
                found.append((target, self._readers[column, str(target)].read(one, place)))
            except RefusedValueError as refusal:
                _report(refusal, str(target), target.value_fact, place, diagnostics)
        return found

    def _items(
        self, column: int, mapping: ColumnMapping, cell: Cell | None, place: CellPlace, parts: Parts, diagnostics: Diagnostics
    ) -> None:
        """The items of a list of plain values that stand in one cell."""
        if cell is None:
            return
        target = mapping.targets[0]
        reader = self._readers[column, str(target)]
        try:
            if isinstance(cell.value, str) and not reader.knows_code(cell.text):
                whole = self._of_lists[column].special(cell.text, place)
                if cell.text.strip() == EMPTY_LIST or (whole is not None and whole.value == "none"):
                    parts.none_of[target.path] = Scalar("none", cell.text, place)
                    return
                if whole is not None:
                    parts.entries[target.path] = Entry(target.path, place, whole)
                    return
            pieces = [cell]
            if isinstance(cell.value, str):
                pieces = [Cell(piece, piece) for piece in pieces_of(cell.text, mapping.reads.split)] or [cell]
            parts.items[target.path] = [_known_item(reader, piece, place) for piece in pieces]
        except RefusedValueError as refusal:
            _report(refusal, target.path, target.value_fact, place, diagnostics)

    def _check_width(self, row: int, cells: Cells, diagnostics: Diagnostics) -> None:
        """Report values that stand under no header, and rows of a file that are shorter than its headers."""
        headers = self.bound.headers
        for column, cell in enumerate(cells, start=1):
            if cell is not None and column not in headers.texts and column not in self.bound.ignored | self.bound.columns.keys():
                is_beyond = self.bound.sheet.is_file and column > headers.length
                message = "the row has more values than there are headers" if is_beyond else "the value stands under no header"
                way_out = (
                    "put a value that has the separating mark in it between quotation marks"
                    if is_beyond
                    else f"give the column a header, or say in the mapping `ignore: [column {letters_of(column)}]`"
                )
                diagnostics.error("no-header", message, self.place(row, column), way_out)
        if self.bound.sheet.is_file and len(cells) < headers.length:
            message = f"the row has {len(cells)} values, and there are {headers.length} headers: what is missing is not known"
            diagnostics.error("short-row", message, self.place(row), "save the file anew from the spreadsheet")

    @staticmethod
    def _cell(cells: Cells, column: int) -> Cell | None:
        return cells[column - 1] if 0 < column <= len(cells) else None

    # -- what is told at the end -------------------------------------------------------------------------------------

    def numbers_as_text(self) -> Iterator[tuple[int, int]]:
        """Columns in which numbers are kept as text, with how many."""
        counts: dict[int, int] = {}
        for (column, _), reader in self._readers.items():
            counts[column] = counts.get(column, 0) + reader.numbers_as_text
        yield from ((column, count) for column, count in counts.items() if count)


def _entry_of(group: dict[str, Entry | Tree], place: CellPlace) -> Tree:
    """An entry of a list: its fields, or the one value."""
    if "" in group:
        value = group[""]
        assert not isinstance(value, Entry)  # noqa: S101 - what has no field is a value
        return value
    return Mapping({name: entry for name, entry in group.items() if isinstance(entry, Entry)}, place)


def _known_item(reader: CellReader, cell: Cell, place: CellPlace) -> Tree:
    scalar = reader.read(cell, place)
    if scalar is None or scalar.value == "unknown":
        raise RefusedValueError("wrong-type", "an item of this list must be known", "leave the whole cell empty")
    return scalar


def sequence_of(items: list[Tree], place: Place) -> Sequence:
    """Entries as a list."""
    return Sequence(tuple(items), place)


def _report(refusal: RefusedValueError, path: str, fact: Fact, place: CellPlace, diagnostics: Diagnostics) -> None:
    if fact.personal:  # what a person is called is not for logs
        diagnostics.error(refusal.code, f"{path}: {wanted(fact)} is wanted", place)
    else:
        diagnostics.error(refusal.code, f"{path}: {refusal}", place, refusal.help)
