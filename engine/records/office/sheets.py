"""Tables as they lie in a file, before anybody asks what they mean: sheets, rows, cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import CellPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

_FULL_WIDTH: Final = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_SPACE: Final = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")  # also those that nobody sees, which copying leaves behind


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell that holds no value that could be read; ``code`` and ``reason`` are for the message."""

    code: str
    reason: str
    help: str = ""


CellValue = str | int | Decimal | bool | datetime | time | timedelta | Fault
"""Numbers are exact: a spreadsheet's number is the decimal that it shows, of fifteen figures at most."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell: its value, how it looks as text, and for numbers and days the format in which it is shown."""

    value: CellValue
    text: str
    format: str = ""


Row = tuple[int, "Sequence[Cell | None]"]
"""A row by its number, counted from 1, and its cells from the first column on; ``None`` is an empty one."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that are merged: rows and columns from first to last, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``rows`` begins anew at each call; ``name`` is the sheet's, or that of its file without the ending.

    ``is_file`` tells a file of separated values from a sheet of a workbook: there rows may have more or fewer cells than the
    header, which shifts what stands in them.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[Row]]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    is_file: bool = False
    epoch_1904: bool = False

    def place(self, row: int = 0, column: int = 0, header: str = "") -> CellPlace:
        """A place in this table; row or column 0 where none is meant."""
        return CellPlace(self.file, row, column, "" if self.is_file else self.name, header)


@dataclass(frozen=True, slots=True)
class Tables:
    """The sheets of one file or folder. ``notes`` are what the reader has to say of it: (code, message, help)."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, str, str], ...] = field(default=())

    def place(self) -> CellPlace:
        """The file as a whole."""
        return CellPlace(self.file, 0, 0)


def text_cell(text: str) -> Cell | None:
    """The cell of a text; what holds only spaces is empty."""
    return Cell(text, text) if text and not _SPACE.fullmatch(text) else None


def number_cell(number: float, shown_as: str = "") -> Cell:
    """The cell of a number, as a spreadsheet shows it: of the binary fraction nobody has written, fifteen figures are kept."""
    value: int | Decimal = number if isinstance(number, int) else Decimal(format(number, ".15g"))
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value)
    return Cell(value, f"{value:f}" if isinstance(value, Decimal) else str(value), shown_as)


def day_cell(day: datetime | date, shown_as: str = "") -> Cell:
    """The cell of a day or moment."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001 - cells have no zone
    text = moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
    return Cell(moment, text, shown_as)


def narrow(text: str) -> str:
    """A text with ordinary letters, figures and signs in place of full-width ones, single spaces, and none around it."""
    return _SPACE.sub(" ", text.translate(_FULL_WIDTH)).strip()


def folded(text: str) -> str:
    """A word of a cell as it is compared: without regard to width, capitals and spaces around it."""
    return narrow(text).casefold()


def folded_header(text: str) -> str:
    """A header as it is compared: without regard to width, capitals, spaces and breaks of lines."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
