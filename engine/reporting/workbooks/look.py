"""How our workbooks look, and how they are saved: the same content is the same file, whenever it is written."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from engine.language.facts import Bilingual

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, its headings included: Excel has no more."""
LONGEST_TEXT: Final = 32_767
"""Characters of a cell."""
_DOUBLE_WIDTH: Final = 0x2E80
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""

LINE: Final = Side(style="thin", color="FFBFBFBF")
BOX: Final = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
CENTRED: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")
HEADING: Final = Font(name="Calibri", size=11, bold=True, color="FF1F2937")
HEADING_ON_DARK: Final = Font(name="Calibri", size=11, bold=True, color="FFFFFFFF")
TITLE: Final = Font(name="Calibri", size=14, bold=True)
SMALL_GREY: Final = Font(name="Calibri", size=8, color="FF8C8C8C")


def filled(colour: str, pattern: str = "solid", on: str = "FFFFFFFF") -> PatternFill:
    """A fill: a plain colour, or a pattern of it."""
    return PatternFill(pattern, fgColor=f"FF{colour}", bgColor=f"FF{colour}" if pattern == "solid" else on)


def in_languages(text: Bilingual, language: str, joint: str = "\n") -> str:
    """A wording in one language, or in both."""
    if language != "both":
        return text.in_language(language)
    return text.zh if text.zh == text.en else f"{text.zh}{joint}{text.en}"


def width_of(text: str) -> int:
    """How many columns of a letter a text takes; East Asian characters take two."""
    return sum(2 if ord(mark) >= _DOUBLE_WIDTH else 1 for mark in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width."""
    return sum(max(1, -(-int(width_of(line) * 1.15) // max(1, int(width)))) for line in text.split("\n"))


def visible(text: str) -> str | None:
    """A text as a cell can hold it; an empty one is no value."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:LONGEST_TEXT] or None


def write_text(cell: Cell, text: str) -> None:
    """Write a text that stays one: it is no formula, number or date, however it looks, and Excel shows it as it is."""
    cell.value = visible(text)
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def column_letters(sheet: Worksheet, column: int) -> str:
    """The letters of a column, counted from 1."""
    return str(sheet.cell(row=1, column=column).column_letter)


def save(workbook: Workbook, path: Path) -> None:
    """Save a workbook. What is in the file depends on the content alone, and on no clock.

    Raises :class:`OSError` where the file cannot be written.
    """
    workbook.properties.creator = "Rulebook"
    workbook.properties.created = workbook.properties.modified = datetime(*_EPOCH)  # noqa: DTZ001 - the file format wants it so
    with _Archive(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).write_data()


class _Archive(zipfile.ZipFile):
    """A ZIP file whose entries all have the same time."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_arguments: Any, **_options: Any) -> None:
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_arguments: Any, **_options: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(str(arcname)), "w") as target:  # noqa: PTH123 - its own name
            shutil.copyfileobj(source, target)

    @staticmethod
    def _entry(name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry
