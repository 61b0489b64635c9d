"""Tables without a mapping: headers that are the paths of facts, or their labels exactly.

A list of structures has a sheet (a file) of its own, found by the paths of its columns or by its name. What is not named
exactly is bound to nothing, and told.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostic, did_you_mean
from engine.language.facts import FactType
from engine.records.office.headers import FIRST_ROWS
from engine.records.office.mapping import ColumnMapping, OfficeMapping, Reads, SheetMapping, Target
from engine.records.office.sheets import folded_header
from engine.records.plain_layout import CODES, READ_ME, SEPARATOR, sheet_name, spellings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.language.diagnostics import Diagnostics
    from engine.language.facts import Bilingual, Fact, Vocabulary
    from engine.records.office.sheets import Row, Sheet, Tables

SPLIT: Final = (SEPARATOR, "；", "\n")
"""What separates the items of a list in one cell."""


class Names:
    """What the columns of the records' sheet, and of each list's sheet, may be called: targets by folded header."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.identifier = next((fact for fact in vocabulary.facts.values() if fact.identifier), None)
        path = self.identifier.path if self.identifier else "id"
        self.ids = frozenset(
            folded_header(name) for name in (path, *(wordings(self.identifier.label) if self.identifier else ()))
        )
        self.paths: dict[str, Target | None] = {folded_header(path): None}  # that of the ids is no fact's column
        self.labels: dict[str, dict[str, list[Target]]] = {"": {}}
        for fact in vocabulary.facts.values():
            self._add(fact)
        self.lists: dict[str, str] = {}
        for fact in self._structures():
            label = fact.label
            names = [
                fact.path,
                f"{fact.path}[]",
                *wordings(label),
                *(sheet_name(label, language) for language in ("both", "zh", "en")),
            ]
            for name in names:
                self.lists.setdefault(folded_header(name), fact.path)

    def _structures(self) -> list[Fact]:
        return [fact for fact in self.vocabulary.facts.values() if fact.elements is not None]

    def _add(self, fact: Fact) -> None:
        if fact.identifier:
            return
        target = Target(fact.path, fact)
        self.paths[folded_header(fact.path)] = target
        if fact.type is FactType.LIST:
            self.paths[folded_header(f"{fact.path}[]")] = target
        for word in {folded_header(word) for word in wordings(fact.label)}:
            self.labels[""].setdefault(word, []).append(target)
        for field in (fact.elements or {}).values():
            inner = Target(fact.path, fact, field.path)
            self.paths[folded_header(f"{fact.path}[].{field.path}")] = inner
            self.paths[folded_header(f"{fact.path}.{field.path}")] = inner
            for word in {folded_header(word) for word in (field.path, *wordings(field.label))}:
                self.labels.setdefault(fact.path, {}).setdefault(word, []).append(inner)

    def words(self, list_path: str) -> list[str]:
        """What a column of a sheet may be called, as it is usually written: to find what was meant."""
        facts = self.vocabulary.facts
        if list_path:
            fields = (facts[list_path].elements or {}).values()
            return [word for field in fields for word in (f"{list_path}[].{field.path}", field.label.zh, field.label.en)]
        return [word for fact in facts.values() for word in (fact.path, fact.label.zh, fact.label.en)]

    def target(self, header: str, list_path: str) -> Target | None:
        """What a header names on a sheet; ``None`` for nothing, or for several facts of one label."""
        name = folded_header(header)
        found = self.paths.get(name)
        if found is not None and (found.path if found.field else "") == list_path:
            return found
        candidates = self.labels.get(list_path, {}).get(name, [])
        return candidates[0] if len(candidates) == 1 else None


def wordings(label: Bilingual) -> tuple[str, ...]:
    """A label as a header: in one language, or in both with a space, a stroke or a break of lines between."""
    return (*spellings(label), f"{label.zh}/{label.en}", f"{label.zh}{label.en}")


def plain_mapping(tables: Tables, vocabulary: Vocabulary, diagnostics: Diagnostics) -> OfficeMapping | None:
    """What the headers say of each sheet by themselves; ``None`` with diagnostics where no sheet holds the records."""
    names = Names(vocabulary)
    sheets: list[SheetMapping] = []
    left: list[str] = []
    unread: list[Diagnostic] = []
    way_out = "write a mapping: `rulebook map` proposes one; or start from `rulebook template`"
    others = {folded_header(name) for label in (READ_ME, CODES) for name in (sheet_name(label), *spellings(label))}
    for sheet in tables.sheets:
        rows = list(islice(sheet.rows(), FIRST_ROWS))
        found = None if folded_header(sheet.name) in others else _sheet(sheet, rows, names)
        if found is not None:
            sheets.append(found)
            continue
        left.append(sheet.name)
        if folded_header(sheet.name) not in others and any(cell for _, cells in rows for cell in cells):
            near = did_you_mean(sheet.name, [fact.label.zh for fact in vocabulary.facts.values() if fact.elements])
            message = f'it is not known what the sheet "{sheet.name}" is: no row in it has the header of the records\' ids'
            unread.append(Diagnostic("unmapped-sheet", message, sheet.place(), near if near.startswith("did") else way_out))
    mains = [sheet for sheet in sheets if not sheet.list_path]
    if len(mains) == 1 and len({sheet.list_path for sheet in sheets}) == len(sheets):
        diagnostics.found += unread
        if unread:
            return None
        return OfficeMapping("", vocabulary, tuple(sheets), tuple(left), is_plain=True)
    place = tables.sheets[0].place() if tables.sheets else None
    if place is None or not mains:
        shown = ", ".join(f'"{name}"' for name in dict.fromkeys((names.identifier.path, *spellings(names.identifier.label)))) \
            if names.identifier else "id"  # fmt: skip
        message = f"no table here has a row of headers with that of the records' ids ({shown})"
        diagnostics.error("no-header", message, place or tables.place(), way_out)
    else:
        twice = [sheet.names[0] for sheet in (mains if len(mains) > 1 else sheets)]
        diagnostics.error("two-main-sheets", f"several sheets hold the same: {', '.join(twice)}", place, way_out)
    return None


def _sheet(sheet: Sheet, rows: Sequence[Row], names: Names) -> SheetMapping | None:
    """The sheet by its row of paths, else by its row of labels."""
    by_name = names.lists.get(folded_header(sheet.name), "")
    for known in (names.paths, None):
        for number, cells in rows:
            texts = {
                column: cell.text
                for column, cell in enumerate(cells, start=1)
                if cell is not None and isinstance(cell.value, str)
            }
            ids = [text for text in texts.values() if folded_header(text) in names.ids]
            if not ids or (known is not None and not _are_paths(texts, names)):
                continue
            list_path = _list_of(texts, names) or by_name if known is not None else by_name
            columns = []
            for text in texts.values():
                target = names.target(text, list_path)
                if target is not None:
                    split = SPLIT if target.fact.element_type is not None else ()
                    columns.append(ColumnMapping((text,), (target,), Reads(split=split)))
            return SheetMapping((sheet.name,), tuple(dict.fromkeys(ids)), tuple(columns), list_path, header_rows=(number,))
    return None


def _are_paths(texts: Mapping[int, str], names: Names) -> bool:
    """Whether a row is one of paths: most of its cells are."""
    known = sum(folded_header(text) in names.paths for text in texts.values())
    return known > 0 and 2 * known > len(texts) and any("." in text or "_" in text or "[" in text for text in texts.values())


def _list_of(texts: Mapping[int, str], names: Names) -> str:
    """The list whose fields most of the paths name."""
    found = [target.path for text in texts.values() if (target := names.paths.get(folded_header(text))) and target.field]
    return max(found, key=found.count) if 2 * len(found) >= len(texts) - 1 and found else ""
