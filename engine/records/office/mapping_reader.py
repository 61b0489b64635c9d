"""A mapping from its file: every name is looked up in the vocabulary, and every contradiction is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import keys, mapping_keys
from engine.language.diagnostics import Diagnostics, InputError, did_you_mean
from engine.language.facts import FactType
from engine.loading.build.reading import BrokenError
from engine.loading.source import read_file
from engine.loading.tree import Mapping, Sequence
from engine.records.office.mapping import OfficeMapping, SheetMapping
from engine.records.office.mapping_columns import BlockReader, ColumnsReader, ReadsReader, without_list
from engine.records.office.separated import DELIMITERS
from engine.records.office.sheets import folded, folded_header

if TYPE_CHECKING:
    from collections.abc import Mapping as Lookup
    from pathlib import Path

    from engine.language.facts import Fact, Vocabulary
    from engine.loading.tree import Tree
    from engine.records.office.mapping import ColumnMapping, Reads


def load_mapping(path: Path, shown: str, vocabularies: Lookup[str, Vocabulary]) -> OfficeMapping:
    """The mapping of a file; ``shown`` is the file's name in messages. Raises :class:`InputError` with all that is wrong."""
    diagnostics = Diagnostics()
    tree = read_file(path, shown, diagnostics)
    found = None if tree is None else read_mapping(tree, vocabularies, diagnostics)
    if found is None or diagnostics.errors:
        raise InputError(diagnostics.in_order())
    return found


def is_mapping(tree: Tree | None) -> bool:
    """Whether a text is a mapping: it says so with its first key."""
    return isinstance(tree, Mapping) and "mapping" in tree


def read_mapping(tree: Tree, vocabularies: Lookup[str, Vocabulary], diagnostics: Diagnostics) -> OfficeMapping | None:
    """The mapping that a text declares, or ``None`` with diagnostics."""
    before = len(diagnostics.errors)
    try:
        found = _Head(diagnostics).read(tree, vocabularies)
    except BrokenError:
        return None
    return found if len(diagnostics.errors) == before else None


class _Head(BlockReader):
    """Reads the top of a mapping."""

    def read(self, tree: Tree, vocabularies: Lookup[str, Vocabulary]) -> OfficeMapping:
        top = self.check_keys(self.mapping(tree, "a mapping", tree.place), keys.names(mapping_keys.MAPPING), "a mapping")
        name = self.text(top.get("mapping"), "the name of the mapping", top.place)
        if "subject" not in top:
            message = "the mapping does not say whose records these are"
            self.fail("missing-key", message, top.place, f"add subject: {' or '.join(vocabularies)}")
        subject = self.text(top.get("subject"), "the subject", top.place)
        if subject not in vocabularies:
            message = f'there is no vocabulary of "{subject}"'
            self.fail("unknown-subject", message, top.entries["subject"].value.place, did_you_mean(subject, vocabularies))
        vocabulary = vocabularies[subject]
        encoding, delimiter = self.word_at(top, "encoding"), self.word_at(top, "delimiter")
        if delimiter and delimiter not in DELIMITERS:
            self.fail("unknown-option", f'no delimiter is called "{delimiter}"', top.entries["delimiter"].value.place,
                      did_you_mean(delimiter, DELIMITERS))  # fmt: skip
        self.refuse_todo(top, "read it with an entry of `sheets`, or name it under `ignore_sheets`; then take it out here")
        reads = ReadsReader(self.diagnostics, vocabulary)
        general = reads.general(top)
        sheets_tree = self.sequence(top.get("sheets"), "sheets", top.place)
        sheets = []
        for item in sheets_tree:
            try:
                sheets.append(_SheetReader(self.diagnostics, vocabulary, reads, general).read(item))
            except BrokenError:
                continue
        if not sheets_tree.items:
            self.fail("missing-key", "the mapping names no sheet", sheets_tree.place)
        self._check_sheets(sheets, sheets_tree)
        ignored = self.texts_at(top, "ignore_sheets")
        return OfficeMapping(name, vocabulary, tuple(sheets), ignored, encoding, DELIMITERS.get(delimiter, ""), place=top.place)

    def _check_sheets(self, sheets: list[SheetMapping], tree: Sequence) -> None:
        mains = [sheet for sheet in sheets if not sheet.list_path]
        if len(sheets) == len(tree.items) and not mains:
            self.diagnostics.error(
                "no-main-sheet", "no sheet is that of the records themselves", tree.place, "one sheet has no `list:`"
            )
        for sheet in mains[1:]:
            message = f"a second sheet of records; the first is at line {mains[0].place.line if mains[0].place else 0}"
            self.diagnostics.error(
                "two-main-sheets", message, sheet.place or tree.place, "say of one of them which `list:` it holds"
            )
        fed: dict[str, str] = {}
        names: dict[str, str] = {}
        for sheet in sheets:
            shown = sheet.names[0] if sheet.names else "the sheet"
            for name in sheet.names:
                other = names.setdefault(folded_header(name), shown)
                if other is not shown:
                    self.diagnostics.error("duplicate-name", f'"{name}" names two sheets', sheet.place or tree.place)
            lists = {sheet.list_path} if sheet.list_path else {
                target.path
                for column in sheet.columns
                for target in column.targets
                if target.fact.type is FactType.LIST and (target.field or target.item or target.fact.element_type)
            }  # fmt: skip
            for path in sorted(lists):
                other = fed.setdefault(path, shown)
                if other is not shown:
                    message = f"the entries of {path} come from two sheets: {other} and {shown}"
                    self.diagnostics.error("duplicate-target", message, sheet.place or tree.place)


class _SheetReader(BlockReader):
    """Reads one sheet."""

    def __init__(self, diagnostics: Diagnostics, vocabulary: Vocabulary, reads: ReadsReader, general: Reads) -> None:
        super().__init__(diagnostics)
        self._vocabulary = vocabulary
        self._reads = reads
        self._general = general
        self._list: Fact | None = None

    def read(self, tree: Tree) -> SheetMapping:
        sheet = self.check_keys(self.mapping(tree, "a sheet", tree.place), keys.names(mapping_keys.MAPPED_SHEET), "a sheet")
        names = self.texts_at(sheet, "sheet")
        self.refuse_todo(sheet, "bind it under `columns`, or name it under `ignore`; then take it out here")
        self._list = self._list_of(sheet)
        path = self._list.path if self._list else ""
        columns = ColumnsReader(self.diagnostics, self._vocabulary, self._reads, self._general, self._list).read(sheet)
        always = self._always(sheet, columns)
        first_row = self.number_at(sheet, "first_row")
        header_rows = self._header_rows(sheet)
        if first_row and header_rows and first_row <= header_rows[-1]:
            self.diagnostics.error("wrong-row", "the first row stands below the headers", sheet.entries["first_row"].value.place)
        return SheetMapping(
            names,
            self.texts(sheet.get("id"), "id", sheet.place),
            tuple(columns),
            path,
            header_rows,
            first_row,
            self.texts_at(sheet, "ignore"),
            always,
            self._ids_are_figures(sheet),
            self._known_empty(sheet, path),
            frozenset(folded(word) for word in self.texts_at(sheet, "skip_rows")),
            self.flag_at(sheet, "optional"),
            sheet.place,
        )

    def _list_of(self, sheet: Mapping) -> Fact | None:
        tree = sheet.get("list")
        if tree is None:
            return None
        path = self.text(tree, "list", sheet.place).removesuffix("[]")
        lists = [known for known, fact in self._vocabulary.facts.items() if fact.type is FactType.LIST]
        if path not in lists:
            self.fail("unknown-fact", f'there is no list "{path}"', tree.place, did_you_mean(path, lists))
        return self._vocabulary.facts[path]

    def _header_rows(self, sheet: Mapping) -> tuple[int, ...]:
        tree = sheet.get("header_row")
        if tree is None:
            return ()
        items = tree.items if isinstance(tree, Sequence) else (tree,)
        rows = tuple(self.whole_number(item, "header_row", tree.place) for item in items)
        if not rows or any(row < 1 for row in rows) or list(rows) != sorted(set(rows)):
            self.fail("wrong-row", "rows are numbers from 1 on, in order", tree.place)
        return rows

    def _ids_are_figures(self, sheet: Mapping) -> bool:
        tree = sheet.get("id_numbers")
        return tree is not None and bool(self.option(tree, "id_numbers", ["text"]))

    def _known_empty(self, sheet: Mapping, path: str) -> frozenset[str]:
        found = set()
        rows, items = sheet.get("without_rows"), sheet.get("without_items")
        if rows is not None:
            self.option(rows, "without_rows", ["none"])
            if not path:
                self.fail("wrong-key", "without_rows is of a sheet with a `list:`", rows.place)
            found.add(path)
        for name, place in self.placed_texts(items, "without_items") if items is not None else ():
            fact = self._vocabulary.facts.get(name.removesuffix("[]"))
            if fact is None or fact.type is not FactType.LIST:
                lists = [known for known, other in self._vocabulary.facts.items() if other.type is FactType.LIST]
                self.fail("unknown-fact", f'there is no list "{name}"', place, did_you_mean(name, lists))
            found.add(fact.path)
        return frozenset(found)

    def _always(self, sheet: Mapping, columns: list[ColumnMapping]) -> dict[str, Tree]:
        tree = sheet.get("always")
        if tree is None:
            return {}
        bound = {str(target) for column in columns for target in column.targets}
        known = (self._list.elements or {}) if self._list else self._vocabulary.facts
        found = {}
        for entry in self.mapping(tree, "always", sheet.place):
            name = without_list(self._list, entry.key)
            full = f"{self._list.path}.{name}" if self._list else name
            if name not in known:
                self.diagnostics.error("unknown-fact", f'unknown fact "{entry.key}"', entry.key_place, did_you_mean(name, known))
            elif full in bound:
                message = f'"{entry.key}" has a column too: it cannot be the same of every row'
                self.diagnostics.error("duplicate-target", message, entry.key_place)
            else:
                found[name] = entry.value
        return found
