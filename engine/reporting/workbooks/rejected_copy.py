"""A copy of the office's own workbook with the reasons why rows were rejected, to be corrected and sent again."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from engine.records.rejected import REASON_HEADER
from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.look import (
    BOX,
    CENTRED,
    HEADING,
    SMALL_GREY,
    WRAPPED,
    filled,
    in_languages,
    lines_of,
    save,
    width_of,
    write_text,
)
from engine.reporting.workbooks.rejections import SheetReasons, reasons_by_table, told_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FIRST_ROWS: Final = 20
"""Rows among which the headers of a sheet are looked for."""
_AUTHOR: Final = "Rulebook"
_MARK: Final = f"{REASON_HEADER}:\n"
_FAULTY: Final = filled("F6C9C5")
_REASON: Final = filled("FDE7E5")
_READ: Final = filled("EEF7EE")
_HEADER: Final = filled("F2B8B3")
_WIDTH: Final = 60.0
_COMMENT_WIDTH: Final = 340
_COMMENT_LINE: Final = 17
_LETTERS_A_LINE: Final = 48
_LINE_HEIGHT: Final = 15.5
_HIGHEST: Final = 400.0


def write_rejected_workbook(source: Path, items: Iterable[Mapping[str, Any]], target: Path) -> None:
    """Write a copy of a workbook (``.xlsx``, ``.xlsm``) with the reasons for its rejections.

    ``items`` are those of this workbook, as ``rejected.ndjson`` has them. Each sheet that has any gets a column
    :data:`~engine.records.rejected.REASON_HEADER` at its right end, which is not read when the copy is; faulty cells are
    coloured and commented, other rows stay as they are and are marked as read. What a former copy marked is taken away.

    Raises :class:`OSError` where a file cannot be read or written, :class:`ValueError` for what is no workbook.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the library leaves aside: nothing of it is a value of a cell
        try:
            workbook = load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm")
        except (KeyError, ValueError, EOFError, SyntaxError, BadZipFile, InvalidFileException) as error:
            raise ValueError(f"{source.name} is no workbook that can be copied") from error
    reasons = reasons_by_table(items)
    everywhere = [told for name, those in reasons.items() if name not in workbook.sheetnames for told in those.whole]
    for sheet in workbook.worksheets:
        _unmark(sheet)
        _size_comments(sheet)
        told = reasons.get(sheet.title)
        if everywhere and sheet is workbook.worksheets[0]:
            told = told or SheetReasons()
            told.whole += everywhere
        if told is not None:
            _Copy(sheet, told).write()
    save(workbook, target)


class _Copy:
    """Writes the reasons into one sheet."""

    def __init__(self, sheet: Worksheet, reasons: SheetReasons) -> None:
        self.sheet, self.reasons = sheet, reasons
        self.header_rows = header_rows(_texts(sheet), reasons.headers)
        self.column = _reason_column(sheet, self.header_rows)

    def write(self) -> None:
        """Write the column and mark the faulty cells."""
        for row in self.header_rows:
            cell = self.sheet.cell(row=row, column=self.column)
            write_text(cell, REASON_HEADER)
            cell.font = HEADING if row == self.header_rows[0] else SMALL_GREY
            cell.fill, cell.border, cell.alignment = _HEADER, BOX, CENTRED
        labels = self._labels()
        if self.reasons.whole:
            head = self.sheet.cell(row=self.header_rows[-1], column=self.column)
            head.comment = _comment("\n".join(told_under({}, self.reasons.whole)))
        read = in_languages(shipped_phrases().say("rejected.read"), "both", " ")
        last = self.header_rows[-1]
        for row in self._filled_rows():
            told = self.reasons.of_row(row, labels)
            cell = self.sheet.cell(row=row, column=self.column)
            write_text(cell, "\n".join(told) if told else f"✓ {read}")
            cell.alignment, cell.fill = WRAPPED, _REASON if told else _READ
            if told:
                self._make_room(row, str(cell.value))
            last = max(last, row)
        for (row, column), faults in self.reasons.cells.items():
            cell = self._marked(row, column)
            before = cell.comment.text if cell.comment is not None else ""
            cell.fill = _FAULTY
            text = _MARK + "\n".join(told_under(labels, faults))
            cell.comment = _comment(f"{before}\n\n{text}" if before else text)
        letters = get_column_letter(self.column)
        self.sheet.column_dimensions[letters].width = _WIDTH
        if not self.sheet.tables:
            self.sheet.auto_filter.ref = f"A{self.header_rows[-1]}:{letters}{last}"

    def _labels(self) -> dict[int, str]:
        """The columns as people call them: by what stands in the first row of headers."""
        cells = self.sheet[self.header_rows[0]]
        return {cell.column: " ".join(str(cell.value).split()) for cell in cells if cell.value is not None}

    def _make_room(self, row: int, text: str) -> None:
        """Let a row be high enough for a reason; one that the office made higher stays so."""
        dimension = self.sheet.row_dimensions[row]
        needed = min(_HIGHEST, _LINE_HEIGHT * lines_of(text, _WIDTH))
        dimension.height = max(needed, dimension.height or 0)

    def _filled_rows(self) -> Iterator[int]:
        """The rows below the headers in which something stands, and those that something is told about."""
        filled = {cell.row for cell in cells_of(self.sheet) if cell.value is not None and cell.column != self.column}
        last = self.header_rows[-1]
        yield from sorted(row for row in {*filled, *self.reasons.rows, *self.reasons.led_here} if row > last)

    def _marked(self, row: int, column: int) -> Cell:
        """The cell to be marked for a place: of merged cells the first, which is the only one that holds anything."""
        cell = self.sheet.cell(row=row, column=column)
        if isinstance(cell, MergedCell):
            area = next(one for one in self.sheet.merged_cells.ranges if cell.coordinate in one)
            cell = self.sheet.cell(row=area.min_row, column=area.min_col)
        return cell


def header_rows(texts: Iterable[tuple[int, list[str]]], headers: Iterable[str]) -> list[int]:
    """The rows at the top of a table that have its headers: the one that has most of those that are known, and the one above.

    ``texts`` are the first rows by number. Without any known header it is the first row that has a text.
    """
    known = {_folded(part) for header in headers for part in (header, header.rpartition("/")[2])}
    rows = [(number, [_folded(text) for text in row if text.strip()]) for number, row in texts]
    rows = [(number, row) for number, row in rows if row]
    if not rows:
        return [1]
    found = max(rows, key=lambda one: (sum(text in known for text in one[1]), -one[0]))
    above = dict(rows).get(found[0] - 1, [])
    return [found[0] - 1, found[0]] if 2 * len(above) >= len(found[1]) else [found[0]]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _texts(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_row=FIRST_ROWS, values_only=True), start=1):
        yield number, ["" if value is None else str(value) for value in row]


def _reason_column(sheet: Worksheet, rows: list[int]) -> int:
    """The column of a former copy, emptied; else the first one to the right of everything."""
    for cell in sheet[rows[-1]]:
        if isinstance(cell.value, str) and _folded(cell.value) == _folded(REASON_HEADER):
            for old in cells_of(sheet):
                if old.column == cell.column and old.row > rows[-1]:
                    old.value, old.fill = None, PatternFill()
            return int(cell.column)
    filled = (cell.column for cell in cells_of(sheet) if cell.value is not None)
    merged = (area.max_col for area in sheet.merged_cells.ranges)
    return max((*filled, *merged), default=0) + 1


def cells_of(sheet: Worksheet) -> list[Cell]:
    """The cells that are there. To walk over rows and columns would make all others too, up to the end of the sheet."""
    return [cell for cell in sheet._cells.values() if not isinstance(cell, MergedCell)]  # noqa: SLF001 - there is no other list


def _unmark(sheet: Worksheet) -> None:
    """Take away the marks of a former copy; what a cell's comment said before stays."""
    for cell in cells_of(sheet):
        if cell.comment is not None and _MARK in cell.comment.text:
            before = cell.comment.text.partition(_MARK)[0].rstrip("\n")
            cell.comment = Comment(before, cell.comment.author) if before else None
            cell.fill = PatternFill()


def _size_comments(sheet: Worksheet) -> None:
    """Give comments room for what they say: their sizes are not read with them."""
    for cell in cells_of(sheet):
        if cell.comment is not None:
            _sized(cell.comment)


def _comment(text: str) -> Comment:
    return _sized(Comment(text, _AUTHOR))


def _sized(comment: Comment) -> Comment:
    lines = sum(max(1, -(-width_of(line) // _LETTERS_A_LINE)) for line in comment.text.split("\n"))
    comment.width, comment.height = _COMMENT_WIDTH, _COMMENT_LINE * (lines + 1)
    return comment
