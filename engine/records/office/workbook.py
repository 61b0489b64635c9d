"""Workbooks (``.xlsx``) as tables: values as they are shown, with what a reader of values alone would not notice.

Formulas give the value that was kept with them. Merged cells, hidden rows and formulas whose value was never kept are not
in what the library reads fast; they are looked up in the sheet's own text, where there are any.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from engine.records.office.sheets import Area, Cell, Fault, Sheet, Tables, day_cell, number_cell, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.records.office.sheets import Row

MAX_UNPACKED: Final = 1 << 30
"""Bytes of one part of a workbook, unpacked. A workbook of a million rows stays below; what is larger was made to exhaust."""
_BLOCK: Final = 1 << 18
_ROWS_AT_ONCE: Final = 256
_SPECIAL: Final = re.compile(rb"""<(?:\w+:)?(?:f|mergeCell)[ />]|hidden=["'](?:1|true)["']""")
_LONGEST_SPECIAL: Final = 40
_OLD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_NOT_COMPUTED: Final = Fault(
    "formula-without-value",
    "the formula here has no value that was kept",
    "open the workbook in Excel or LibreOffice, save it, and read it again",
)
_MERGED: Final = Fault(
    "merged-cells", "this cell is merged with another: it is not said which rows its value is for",
    "unmerge the cells, and write the value into each row that it is for",
)  # fmt: skip


class NoWorkbookError(Exception):
    """A file is no workbook that can be read; the message says why, ``help`` the way out."""

    def __init__(self, message: str, help_text: str) -> None:
        self.help = help_text
        super().__init__(message)


def read_workbook(path: Path, shown_as: str) -> Tables:
    """The sheets of a workbook, rows to be read when they are asked for.

    Raises :class:`NoWorkbookError` for what is no workbook, and :class:`OSError` for what cannot be opened.
    """
    from openpyxl.utils.datetime import CALENDAR_MAC_1904  # noqa: PLC0415 - takes longer to load than most commands run
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - the same

    with path.open("rb") as stream:
        if stream.read(4) == _OLD_OR_ENCRYPTED:
            raise NoWorkbookError("this is an old workbook (.xls) or one with a password", "save it as .xlsx, without a password")
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.file_size > MAX_UNPACKED:
                    raise NoWorkbookError(f"its part {part.filename} is larger than 1 GiB", "split the workbook into several")
        with _opened(path) as book:
            in_1904 = book.epoch == CALENDAR_MAC_1904
            sheets = tuple(_sheet(path, shown_as, worksheet, in_1904=in_1904) for worksheet in book.worksheets)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, ET.ParseError, EOFError) as error:
        raise NoWorkbookError("this is no workbook, or a damaged one", "save it anew as .xlsx") from error
    return Tables(shown_as, sheets)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, for values to be read from it one row after the other."""
    import openpyxl  # noqa: PLC0415 - takes longer to load than most commands run

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the library leaves aside, nothing is a value of a cell
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        yield book
    finally:
        book.close()


def _sheet(path: Path, shown_as: str, worksheet: Any, *, in_1904: bool) -> Sheet:
    structure = _Structure()
    with zipfile.ZipFile(path) as archive:
        part = worksheet._worksheet_path  # noqa: SLF001 - the library tells it nowhere else
        with archive.open(part) as stream:
            is_special = _has_special(stream)
        if is_special:
            with archive.open(part) as stream:
                structure.read(stream)
    return Sheet(
        shown_as,
        worksheet.title,
        partial(_rows, path, worksheet.title, structure),
        worksheet.sheet_state != "visible",
        frozenset(structure.hidden_rows),
        frozenset(structure.hidden_columns),
        tuple(structure.merged),
        epoch_1904=in_1904,
    )


def _has_special(stream: IO[bytes]) -> bool:
    """Whether a sheet has formulas, merged or hidden cells: a search through its text, many times faster than reading it."""
    kept = b""
    while block := stream.read(_BLOCK):
        if _SPECIAL.search(kept + block):
            return True
        kept = block[-_LONGEST_SPECIAL:]
    return False


class _Structure:
    """What a sheet says of its cells besides their values."""

    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Area] = []
        self.faults: dict[tuple[int, int], Fault] = {}

    def read(self, stream: IO[bytes]) -> None:
        """Take up what a sheet's text says."""
        row = column = 0
        for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - expat refuses what expands too far
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "row":
                    row, column = int(element.get("r") or row + 1), 0
                    if element.get("hidden") in {"1", "true"}:
                        self.hidden_rows.add(row)
                continue
            if name == "c":
                place = _cell_of(element.get("r") or "")
                column = place[1] if place else column + 1
                self._formula(element, row, column)
            elif name == "col" and element.get("hidden") in {"1", "true"}:
                self.hidden_columns |= set(range(int(element.get("min", "0")), min(int(element.get("max", "0")), 16384) + 1))
            elif name == "mergeCell":
                self._merge(element.get("ref") or "")
            if name in {"row", "mergeCell", "col"}:
                element.clear()

    def _formula(self, element: ET.Element, row: int, column: int) -> None:
        parts = {child.tag.rpartition("}")[2]: child for child in element}
        if "f" in parts and element.get("t") != "str" and not getattr(parts.get("v"), "text", None):
            self.faults[row, column] = _NOT_COMPUTED

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        upper, lower = _cell_of(first), _cell_of(last or first)
        if upper and lower:
            self.merged.append(Area(upper[0], lower[0], upper[1], lower[1]))


def _cell_of(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _rows(path: Path, title: str, structure: _Structure) -> Iterator[Row]:
    merged = _merged_rows(structure.merged)
    faults: dict[int, list[tuple[int, Fault]]] = {}
    for (row, column), fault in structure.faults.items():
        faults.setdefault(row, []).append((column, fault))
    with _opened(path) as book:
        worksheet = book[title]
        worksheet.reset_dimensions()  # some programs write too small ones, and cells outside would be lost
        rows = enumerate(worksheet.iter_rows(), start=1)
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a day out of range comes as an error of its cell
                block = list(islice(rows, _ROWS_AT_ONCE))
            if not block:
                return
            for number, found in block:
                cells = [None if cell.value is None else _cell(cell) for cell in found]
                for column, fault in faults.get(number, ()):
                    _put(cells, column, Cell(fault, ""))
                for area in merged.get(number, ()):
                    for column in range(area.first_column, area.last_column + 1):
                        kept = cells[column - 1] if column <= len(cells) else None
                        _put(cells, column, Cell(_MERGED, kept.text if kept else ""))
                yield number, cells


def _merged_rows(merged: list[Area]) -> dict[int, list[Area]]:
    """The merged areas by row. One in which somebody merged whole columns is as long as the sheet is filled."""
    found: dict[int, list[Area]] = {}
    for area in merged:
        for row in range(area.first_row, min(area.last_row, area.first_row + 100_000) + 1):
            found.setdefault(row, []).append(area)
    return found


def _put(cells: list[Cell | None], column: int, cell: Cell) -> None:
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = cell


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    if cell.data_type == "e":
        return Cell(
            Fault("cell-error", f"the cell shows the error {value}", "correct the formula or value in the workbook"), value
        )
    match value:
        case bool():
            return Cell(value, "TRUE" if value else "FALSE")
        case int() | float():
            return number_cell(value, cell.number_format)
        case datetime() | date():
            return day_cell(value, cell.number_format)
        case time() | timedelta():
            return Cell(value, str(value), cell.number_format)
        case _:
            return text_cell(str(value))
