"""The sheets of an office's file joined by the records' ids: each record once, each input either read or rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics, InputError, did_you_mean, letters_of
from engine.loading.tree import Entry, Mapping
from engine.records.office.headers import bind
from engine.records.office.plain import Names
from engine.records.office.rows import RowReader, sequence_of
from engine.records.office.sheets import folded, folded_header
from engine.records.reading import RecordReader
from engine.records.rejected import rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Lookup

    from engine.language.diagnostics import Diagnostic, Place
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.loading.tree import Tree
    from engine.records.office.headers import BoundSheet
    from engine.records.office.mapping import OfficeMapping, SheetMapping
    from engine.records.office.rows import Cells
    from engine.records.office.sheets import Sheet, Tables
    from engine.records.rejected import RawRow, Rejected

_MOST_SHOWN: Final = 8


@dataclass(slots=True)
class _Entries:
    """The rows of one list's sheet by the id of their record, and those that have none."""

    reader: RowReader
    by_id: dict[str, list[tuple[int, Cells]]] = field(default_factory=dict)
    nameless: list[tuple[int, Cells, Diagnostics]] = field(default_factory=list)


class OfficeReader:
    """Reads the records of one file or folder, one after the other, in the order of their own sheet.

    ``notes`` are what the staff should know and what kept nothing from being read; all of it once every record was read.
    Raises :class:`InputError` where the tables cannot be bound to the facts: then nothing at all is read.
    """

    def __init__(self, tables: Tables, mapping: OfficeMapping, others: Lookup[str, Vocabulary]) -> None:
        self.notes = Diagnostics()
        self._mapping = mapping
        self._tables = tables
        self._records = RecordReader(mapping.vocabulary, others)
        self._seen_ids: dict[str, list[int]] = {}
        diagnostics = Diagnostics()
        self._main, self._lists = self._bound(diagnostics)
        if not diagnostics.errors:
            self._first_pass(diagnostics)
        if diagnostics.errors:
            raise InputError(diagnostics.in_order())
        self.notes.found += diagnostics.found
        self._of_tables = len(self.notes.found)  # what else is told comes with the records

    # -- binding ---------------------------------------------------------------------------------------------------

    def _bound(self, diagnostics: Diagnostics) -> tuple[RowReader | None, list[_Entries]]:
        paths = frozenset(Names(self._mapping.vocabulary).paths)
        main: RowReader | None = None
        lists: list[_Entries] = []
        taken: set[int] = set()
        for declared in self._mapping.sheets:
            index = self._sheet_of(declared, diagnostics)
            if index is None:
                continue
            taken.add(index)
            bound = bind(self._tables.sheets[index], declared, paths, diagnostics)
            if bound is None:
                continue
            reader = RowReader(bound, self._mapping.vocabulary, self.notes)
            self._tell_hidden(bound)
            if declared.list_path:
                lists.append(_Entries(reader))
            else:
                main = reader
        self._tell_unread(taken, diagnostics)
        return main, lists

    def _sheet_of(self, declared: SheetMapping, diagnostics: Diagnostics) -> int | None:
        """The number of the sheet that is meant."""
        sheets = self._tables.sheets
        names = {folded_header(name) for name in declared.names}
        found = [index for index, sheet in enumerate(sheets) if folded_header(sheet.name) in names]
        is_only = len(sheets) == 1 and len(self._mapping.sheets) == 1
        if not found and len(sheets) == 1 and (is_only or not names) and not declared.list_path:
            found = [0]  # a file of separated values, or the one sheet, whatever it is called
        if len(found) == 1:
            return found[0]
        if not declared.is_optional or found:
            shown = " or ".join(f'"{name}"' for name in declared.names) or "without a name, since there are several"
            message = f"there is no sheet {shown}" if not found else f"several sheets are called {shown}"
            near = did_you_mean(declared.names[0], [sheet.name for sheet in sheets]) if declared.names else ""
            way_out = near or "name the sheet in the mapping: `sheet: …`"
            diagnostics.error("missing-sheet", message, self._tables.place(), way_out)
        return None

    def _tell_unread(self, taken: set[int], diagnostics: Diagnostics) -> None:
        ignored = {folded_header(name) for name in self._mapping.ignored_sheets}
        for index, sheet in enumerate(self._tables.sheets):
            if index in taken or folded_header(sheet.name) in ignored or self._mapping.is_plain or _is_blank(sheet):
                continue
            message = f'the mapping does not say what the sheet "{sheet.name}" is'
            way_out = f'read it with an entry of `sheets:`, or say `ignore_sheets: ["{sheet.name}"]`'
            diagnostics.error("unmapped-sheet", message, sheet.place(), way_out)

    def _tell_hidden(self, bound: BoundSheet) -> None:
        sheet = bound.sheet
        if sheet.is_hidden:
            self.notes.warning("hidden", "the sheet is hidden; it is read like the others", sheet.place())
        rows = sorted(row for row in sheet.hidden_rows if row > bound.headers.last_row)
        if rows:
            shown = ", ".join(str(row) for row in rows[:_MOST_SHOWN]) + (", …" if len(rows) > _MOST_SHOWN else "")
            message = f"hidden rows are read like the others: {shown}"
            self.notes.warning("hidden", message, sheet.place(rows[0]), "delete those that are not meant")
        columns = sorted(sheet.hidden_columns & bound.columns.keys())
        if columns:
            shown = ", ".join(letters_of(column) for column in columns)
            self.notes.warning("hidden", f"hidden columns are read like the others: {shown}", sheet.place(bound.headers.row))

    # -- the first pass: which ids there are -------------------------------------------------------------------------

    def _first_pass(self, diagnostics: Diagnostics) -> None:
        assert self._main is not None  # noqa: S101 - what is not bound was told
        before = len(self.notes.found)
        unbound = _Unbound(self._main)
        for row, cells in self._main.rows():
            unbound.look_at(row, cells)
            if id_ := self._main.id_of(row, cells, Diagnostics()):
                self._seen_ids.setdefault(id_, []).append(row)
        unbound.tell(self._mapping, diagnostics)
        del self.notes.found[before:]  # they come again with the records
        for entries in self._lists:
            unbound = _Unbound(entries.reader)
            for row, cells in entries.reader.rows():
                unbound.look_at(row, cells)
                told = Diagnostics()
                if id_ := entries.reader.id_of(row, cells, told):
                    entries.by_id.setdefault(id_, []).append((row, cells))
                else:
                    entries.nameless.append((row, cells, told))
            unbound.tell(self._mapping, diagnostics)

    def tell_first(self, notes: list[Diagnostic]) -> None:
        """Put what is told of the file before the other notes."""
        self.notes.found[:0] = notes
        self._of_tables += len(notes)

    def __len__(self) -> int:
        """How many inputs there are, as far as rows of the records' own sheet have an id."""
        return sum(len(rows) for rows in self._seen_ids.values())

    # -- the second pass: record by record ---------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Record | Rejected]:
        """Each input, read or rejected: the records in order, then rows of lists whose record is not there."""
        main = self._main
        assert main is not None  # noqa: S101 - what is not bound was told
        del self.notes.found[self._of_tables :]
        for reader in self._readers():
            reader.begin_anew()
        for row, cells in main.rows():
            told = Diagnostics()
            id_ = main.id_of(row, cells, told)
            if not id_:
                yield rejected(self._tables.file, told.found, "", [main.raw(row, cells)])
                continue
            found = self._duplicates(id_, row) if len(self._seen_ids[id_]) > 1 else None
            if found is None:
                tree = self._tree(id_, row, cells, told)
                record = self._records.read(tree, told)  # also where a cell was refused: for what else is wrong
                if record is not None and not told.errors:
                    yield record
                    continue
                found = told.found
            yield rejected(self._tables.file, found, id_, [main.raw(row, cells), *self._raw_entries(id_)])
        yield from self._orphans()
        self._tell_numbers()

    def _duplicates(self, id_: str, row: int) -> list[Diagnostic]:
        main = self._main
        assert main is not None  # noqa: S101 - what is not bound was told
        others = [str(main.place(other, main.bound.id_column)) for other in self._seen_ids[id_] if other != row]
        told = Diagnostics()
        message = f'the id "{id_}" was given to several records; none of them is read'
        told.error(
            "duplicate-id", message, main.place(row, main.bound.id_column), f"it stands also at {'; '.join(others[:_MOST_SHOWN])}"
        )
        return told.found

    def _raw_entries(self, id_: str) -> list[RawRow]:
        return [
            entries.reader.raw(row, cells) for entries in self._lists for row, cells in entries.by_id.get(id_, ())
        ]  # fmt: skip

    def _tree(self, id_: str, row: int, cells: Cells, told: Diagnostics) -> Mapping:
        main = self._main
        assert main is not None  # noqa: S101 - what is not bound was told
        parts = main.parts(row, cells, told)
        place = main.place(row)
        found = {entry.key: entry for entry in (main.id_scalar(row, id_), *parts.entries.values())}
        for path, constant in main.bound.mapping.always.items():
            found[path] = Entry(path, constant.place, constant)
        lists: dict[str, tuple[Place, list[Tree]]] = {path: (place, items) for path, items in parts.items.items()}
        for entries in self._lists:
            path = entries.reader.bound.mapping.list_path
            rows = entries.by_id.get(id_, ())
            trees = [tree for number, one in rows if (tree := entries.reader.entry(number, one, told)) is not None]
            if rows:
                lists[path] = (entries.reader.place(rows[0][0]), trees)
            elif path in entries.reader.bound.mapping.known_empty:
                lists.setdefault(path, (place, []))
        for path in main.bound.mapping.known_empty:
            lists.setdefault(path, (place, []))
        for path, said in parts.none_of.items():
            if path in lists and lists[path][1]:
                message = f'{path}: "{said.text}" says that there is no entry, and there are {len(lists[path][1])}'
                told.error("contradiction", message, said.place, f"the first entry is at {lists[path][0]}")
            lists.setdefault(path, (said.place, []))
        for path, (where, items) in lists.items():
            if path in found and items:
                told.error("contradiction", f"{path} is given twice", found[path].value.place, f"it stands also at {where}")
            found.setdefault(path, Entry(path, where, sequence_of(items, where)))
        return Mapping(found, place)

    def _orphans(self) -> Iterator[Rejected]:
        """Rows of lists whose record nobody has: for each missing record one input; rows without an id are one each."""
        main = self._main
        assert main is not None  # noqa: S101 - what is not bound was told
        missing: dict[str, tuple[Diagnostics, list[RawRow]]] = {}
        for entries in self._lists:
            reader = entries.reader
            for id_, rows in entries.by_id.items():
                if id_ in self._seen_ids:
                    continue
                told, raw = missing.setdefault(id_, (Diagnostics(), []))
                near = did_you_mean(id_, self._seen_ids)
                alike = next((known for known in self._seen_ids if folded(known) == folded(id_)), "")
                way_out = f'it is written "{alike}" there' if alike else near if near.startswith("did") else ""
                for row, cells in rows:
                    where = str(main.bound.sheet.place())
                    message = f'no record has the id "{id_}" in {where}'
                    told.error("no-record", message, reader.place(row, reader.bound.id_column), way_out)
                    raw.append(reader.raw(row, cells))
        for id_, (told, raw) in missing.items():
            yield rejected(self._tables.file, told.found, id_, raw)
        for entries in self._lists:
            for row, cells, told in entries.nameless:
                yield rejected(self._tables.file, told.found, "", [entries.reader.raw(row, cells)])

    def _readers(self) -> list[RowReader]:
        return [*([self._main] if self._main else []), *(entries.reader for entries in self._lists)]

    def _tell_numbers(self) -> None:
        for reader in self._readers():
            if reader.bound.sheet.is_file:
                continue  # there every number is a text
            for column, count in reader.numbers_as_text():
                message = f"numbers that the workbook keeps as text were read as numbers: {count}"
                self.notes.warning("numbers-as-text", message, reader.place(reader.bound.headers.row, column))


class _Unbound:
    """Looks for values in columns that nobody has bound: they must not be dropped in silence."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._open = dict.fromkeys(sorted(reader.bound.unbound), 0)

    def look_at(self, row: int, cells: Cells) -> None:
        for column, first in self._open.items():
            if not first and column <= len(cells) and cells[column - 1] is not None:
                self._open[column] = row

    def tell(self, mapping: OfficeMapping, diagnostics: Diagnostics) -> None:
        bound = self._reader.bound
        names = Names(mapping.vocabulary)
        for column, row in self._open.items():
            header = bound.headers.text(column)
            place = self._reader.place(bound.headers.row, column)
            if not row:
                self.note_empty(header, place, diagnostics)
                continue
            near = did_you_mean(header, names.words(bound.mapping.list_path))
            way_out = (
                f"{near + '; or ' if near.startswith('did') else ''}bind it with a mapping (`rulebook map` proposes one)"
                if mapping.is_plain
                else f'{near + "; " if near.startswith("did") else ""}bind it under `columns:`, or say `ignore: ["{header}"]`'
            )
            message = f'the column "{header}" is bound to no fact, and row {row} has a value in it'
            diagnostics.error("unmapped-column", message, place, way_out)

    @staticmethod
    def note_empty(header: str, place: Place, diagnostics: Diagnostics) -> None:
        diagnostics.warning("unmapped-column", f'the column "{header}" is bound to no fact; it is empty', place)


def _is_blank(sheet: Sheet) -> bool:
    return not any(cell is not None for _, cells in sheet.rows() for cell in cells)
