"""The headers of a sheet: in which rows they stand, which column each names, and what is told where that is not plain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean, letters_of
from engine.records.office.sheets import folded_header
from engine.records.rejected import REASON_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.language.diagnostics import CellPlace, Diagnostics
    from engine.records.office.mapping import ColumnMapping, SheetMapping
    from engine.records.office.sheets import Cell, Row, Sheet

FIRST_ROWS: Final = 20
"""Rows among which the headers are looked for."""
BETWEEN: Final = "/"
"""What joins the headers of a column that stand in two rows."""
_BY_LETTER: Final = re.compile(r"column\s+([A-Za-z]{1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headers:
    """What stands at the top of a sheet: the texts by column, counted from 1, and the row below which records begin.

    ``length`` is the number of cells that the rows of headers have, be they empty.
    """

    texts: Mapping[int, str]
    row: int
    last_row: int
    length: int

    def text(self, column: int) -> str:
        """The header of a column, empty where it has none."""
        return self.texts.get(column, "")


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet with what each of its columns is: ``columns`` by number, ``id_column``, and those that nobody has bound.

    ``reasons`` are among the ``ignored``: columns in which the staff was told why rows were rejected before.
    """

    sheet: Sheet
    mapping: SheetMapping
    headers: Headers
    id_column: int
    columns: Mapping[int, ColumnMapping]
    unbound: frozenset[int]
    ignored: frozenset[int] = field(default_factory=frozenset)
    reasons: frozenset[int] = field(default_factory=frozenset)


def bind(sheet: Sheet, mapping: SheetMapping, paths: frozenset[str], diagnostics: Diagnostics) -> BoundSheet | None:
    """The sheet bound to its mapping, or ``None`` with diagnostics. ``paths`` are folded headers of a machine's row."""
    headers = find_headers(sheet, mapping, paths, diagnostics)
    if headers is None:
        return None
    before = len(diagnostics.errors)
    by_name: dict[str, list[int]] = {}
    for column, text in headers.texts.items():
        by_name.setdefault(folded_header(text), []).append(column)
    binder = _Binder(sheet, headers, by_name, diagnostics)
    id_column = binder.one(mapping.id_headers, "the record's id", is_optional=False)
    columns: dict[int, ColumnMapping] = {}
    for declared in mapping.columns:
        what = ", ".join(str(target) for target in declared.targets)
        number = number_of_letters(declared.letter) or binder.one(declared.headers, what, is_optional=declared.is_optional)
        if number in columns or (number == id_column and number):
            diagnostics.error("duplicate-target", f"column {letters_of(number)} is bound twice", sheet.place(headers.row, number))
        elif number:
            columns[number] = declared
    reasons = frozenset(by_name.get(folded_header(REASON_HEADER), ()))
    by_letter = {number for number, declared in columns.items() if declared.letter}
    ignored = (binder.ignored(mapping.ignored) - by_letter) | reasons
    twice = ignored & columns.keys()
    for number in sorted(twice):
        message = "the column is bound to a fact, and said to be ignored"
        diagnostics.error("duplicate-target", message, sheet.place(headers.row, number, headers.text(number)))
    unbound = frozenset(headers.texts) - columns.keys() - ignored - {id_column}
    binder.refuse_duplicates(frozenset(columns) | {id_column}, ignored)
    if len(diagnostics.errors) > before:
        for number in sorted(unbound):  # of use to see what the missing columns may be called now
            diagnostics.warning(
                "unmapped-column", f'"{headers.text(number)}" is bound to no fact', sheet.place(headers.row, number)
            )
        return None
    return BoundSheet(sheet, mapping, headers, id_column, columns, unbound, ignored, reasons)


def number_of_letters(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


class _Binder:
    """Finds columns by their headers."""

    def __init__(self, sheet: Sheet, headers: Headers, by_name: Mapping[str, list[int]], diagnostics: Diagnostics) -> None:
        self._sheet, self._headers, self._by_name, self._diagnostics = sheet, headers, by_name, diagnostics

    def one(self, spellings: Sequence[str], what: str, *, is_optional: bool) -> int:
        """The column of a header in any of its spellings; 0 where there is none, or several, with a diagnostic."""
        found = sorted({number for spelling in spellings for number in self._by_name.get(folded_header(spelling), ())})
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            columns = " and ".join(letters_of(number) for number in found)
            message = f'the columns {columns} have the header "{self._headers.text(found[0])}" ({what})'
            way_out = (
                "rename one of them, or name the column in the mapping by its letter: `letter: " + letters_of(found[0]) + "`"
            )
            self._diagnostics.error("duplicate-header", message, self._place(found[1]), way_out)
        elif not is_optional:
            near = did_you_mean(spellings[0], [text for text in self._headers.texts.values() if text])
            message = f'there is no column "{spellings[0]}" ({what})'
            self._diagnostics.error("missing-column", message, self._sheet.place(self._headers.row), near)
        return 0

    def ignored(self, names: Iterable[str]) -> frozenset[int]:
        """The columns that are ignored on purpose; all that bear the name."""
        found: set[int] = set()
        for name in names:
            if letters := _BY_LETTER.fullmatch(name.strip()):
                found.add(number_of_letters(letters[1]))
            found |= set(self._by_name.get(folded_header(name), ()))
        return frozenset(found)

    def refuse_duplicates(self, bound: frozenset[int], ignored: frozenset[int]) -> None:
        """Tell of a header that stands twice where one of the columns is bound by its letter and another is not bound."""
        for numbers in self._by_name.values():
            if len(numbers) > 1 and bound & set(numbers):
                for number in sorted(set(numbers) - bound - ignored):
                    message = f'the header "{self._headers.text(number)}" stands twice, and this column is bound to no fact'
                    way_out = f"bind it by its letter, or ignore it: `ignore: [column {letters_of(number)}]`"
                    self._diagnostics.error("duplicate-header", message, self._place(number), way_out)

    def _place(self, number: int) -> CellPlace:
        return self._sheet.place(self._headers.row, number, self._headers.text(number))


def find_headers(sheet: Sheet, mapping: SheetMapping, paths: frozenset[str], diagnostics: Diagnostics) -> Headers | None:
    """Where the headers stand: in the rows that are named, else in the first that has the header of the ids."""
    first = list(islice(sheet.rows(), max(FIRST_ROWS, *mapping.header_rows, 0) + 1))
    if mapping.header_rows:
        rows = [row for row in first if row[0] in mapping.header_rows]
    else:
        rows = _found(sheet, mapping, first, diagnostics)
    if not rows:
        if not mapping.header_rows or not diagnostics.errors:
            shown = " or ".join(f'"{name}"' for name in mapping.id_headers)
            message = f"no row among the first {FIRST_ROWS} has the header {shown}, which is that of the records' ids"
            near = did_you_mean(mapping.id_headers[0], [cell.text for _, cells in first for cell in cells if cell is not None])
            diagnostics.error("no-header", message, sheet.place(), near if near.startswith("did") else "")
        return None
    texts = _texts(sheet, rows)
    last = max(mapping.first_row - 1, rows[-1][0])
    below = next((row for row in first if row[0] == last + 1), None)
    if below is not None and not mapping.first_row and _is_row_of(below[1], paths):
        last += 1
    return Headers(texts, rows[-1][0], last, max(len(cells) for _, cells in rows))


def _found(sheet: Sheet, mapping: SheetMapping, first: list[Row], diagnostics: Diagnostics) -> list[Row]:
    names = {folded_header(name) for name in mapping.id_headers}
    candidates = [
        row for row in first[:FIRST_ROWS] if any(cell is not None and folded_header(cell.text) in names for cell in row[1])
    ]
    if not candidates:
        return []
    row = candidates[0]
    if len(candidates) > 1 and candidates[1][0] == row[0] + 1:
        message = f"the rows {row[0]} and {candidates[1][0]} both look like headers"
        way_out = f"say in the mapping which: `header_row: {row[0]}` and `first_row: {candidates[1][0] + 1}`"
        diagnostics.error("two-header-rows", message, sheet.place(row[0]), way_out)
    wide = [area for area in sheet.merged if area.first_row <= row[0] <= area.last_row and area.last_column > area.first_column]
    if wide:
        message = "the headers seem to take two rows: cells among them are merged across columns"
        way_out = (
            f"say so in the mapping, `header_row: [{row[0]}, {row[0] + 1}]`, and name the columns as in Group{BETWEEN}Column"
        )
        diagnostics.error("two-header-rows", message, sheet.place(row[0], wide[0].first_column), way_out)
    return [row]


def _texts(sheet: Sheet, rows: list[Row]) -> dict[int, str]:
    """The header of each column, from the top: what is merged across columns stands over each of them."""
    by_row = dict(rows)
    width = max((len(cells) for cells in by_row.values()), default=0)
    texts = {}
    for column in range(1, width + 1):
        parts: list[str] = []
        for row in by_row:
            text = _text_at(sheet, by_row, row, column)
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        if parts:
            texts[column] = BETWEEN.join(parts)
    return texts


def _text_at(sheet: Sheet, by_row: Mapping[int, Sequence[Cell | None]], row: int, column: int) -> str:
    for area in sheet.merged:
        if (
            area.first_row <= row <= area.last_row
            and area.first_column <= column <= area.last_column
            and area.first_row in by_row
        ):
            row, column = area.first_row, area.first_column
            break
    cells = by_row[row]
    cell = cells[column - 1] if column <= len(cells) else None
    return " ".join(cell.text.split()) if cell is not None else ""


def _is_row_of(cells: Sequence[Cell | None], paths: frozenset[str]) -> bool:
    """Whether a row is one of a machine's: every filled cell in it is the path of a fact."""
    texts = [folded_header(cell.text) for cell in cells if cell is not None]
    return len(texts) > 1 and all(text in paths for text in texts)
