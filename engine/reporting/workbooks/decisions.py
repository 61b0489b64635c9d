"""``decisions.xlsx`` and ``decisions.csv``: what was decided on many records, for those who work with spreadsheets."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from engine.evaluation.decided import STATUSES
from engine.records.plain_layout import sheet_name
from engine.reporting.workbooks.look import (
    BOX,
    CENTRED,
    FORMULA_SIGNS,
    HEADING,
    MOST_ROWS,
    TITLE,
    WRAPPED,
    filled,
    lines_of,
    save,
    visible,
    write_text,
)
from engine.reporting.workbooks.told import Heading, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from engine.language.rulebook import Rulebook
    from engine.reporting.model import Tone
    from engine.reporting.workbooks.told import Said

MOST_RECORDS: Final = MOST_ROWS - 1
"""Records that a sheet has room for, below its heading."""
MOST_STATUSES: Final = 2_000_000
"""Cells of the sheet of provisions; where it would have more it is left out, for no program opens it in good time."""
_COLOURS: Final = {"favourable": "C9E7CB", "unfavourable": "F6C9C5", "undetermined": "FCE8B2", "neutral": "E5E7EB"}
_WIDTHS: Final = {"id": 16.0, "outcome": 30.0, "long": 52.0, "day": 13.0, "status": 18.0}
_HEADING_FILL: Final = filled("DCE6F1")
_FILLS: Final = {tone: filled(colour) for tone, colour in _COLOURS.items()}
_PLAIN: Final = Font(name="Calibri", size=11)
_LINE_HEIGHT: Final = 15.5
_MOST_LINES: Final = 9
_HIGHEST: Final = 400.0
"""Points that a row may have: Excel allows 409."""


class TooManyRecordsError(ValueError):
    """A workbook has no room for so many records."""


def write_decisions_workbook(
    decisions: pa.Table | pa.RecordBatchReader,
    rulebook: Rulebook,
    out: Path,
    language: str = "both",
    subject: str | None = None,
    older: Sequence[Rulebook] = (),
) -> None:
    """Write decisions as a workbook: a row a record; then the counts; then the status of every provision.

    ``decisions`` has the columns of :mod:`engine.evaluation.decided`, and is read once, in batches. ``language`` is ``zh``,
    ``en`` or ``both``. ``older`` are the versions before, the newest first, by which some of the records were decided. Raises
    :class:`TooManyRecordsError` beyond :data:`MOST_RECORDS`, :class:`OSError` where the file cannot be written.
    """
    telling = Telling(decisions.schema, rulebook, subject or rulebook.main_subject, language, older)
    writer = _Writer(telling)
    try:
        for batch in _batches(decisions):
            writer.add(batch)
        save(writer.finished(), out)
    finally:
        writer.close()


def write_decisions_csv(
    decisions: pa.Table | pa.RecordBatchReader,
    rulebook: Rulebook,
    out: Path,
    language: str = "both",
    subject: str | None = None,
    older: Sequence[Rulebook] = (),
) -> None:
    """Write the same table of decisions as comma-separated values, in UTF-8 with the mark by which Excel knows it.

    A text that Excel would take for a formula gets an apostrophe before it. Raises :class:`OSError` where the file cannot be
    written.
    """
    telling = Telling(decisions.schema, rulebook, subject or rulebook.main_subject, language, older)
    with out.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([" ".join(heading.text.split("\n")) for heading in telling.headings()])
        for batch in _batches(decisions):
            lines.writerows([_as_text(cell.value) for cell in row] for row in telling.rows(batch))


def _batches(decisions: pa.Table | pa.RecordBatchReader) -> Iterable[pa.RecordBatch]:
    batches: Iterable[pa.RecordBatch] = decisions.to_batches() if isinstance(decisions, pa.Table) else decisions
    return batches


def _as_text(value: str | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


class _Writer:
    """Writes the sheets side by side, row by row: memory does not grow with the records."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.workbook = Workbook(write_only=True)
        self.headings = telling.headings()
        self.decisions = self._sheet("decisions", self.headings, "C" if telling.decisions else "B")
        self.counts = self.workbook.create_sheet(self._name("counts"))
        self.provisions: WriteOnlyWorksheet | None = self._sheet("provisions", self._of_provisions(), "B")
        self.records = 0
        self._looks: dict[tuple[bool, Tone | None, bool], Any] = {}
        self.outcomes: dict[str, Counter[Said]] = {decision.name: Counter() for decision in telling.decisions}
        self.statuses: dict[str, Counter[str]] = {key: Counter() for key in telling.provisions}

    def _name(self, sheet: str) -> str:
        return sheet_name(self.telling.phrases.say(f"decisions.{sheet}"), self.telling.language)

    def _of_provisions(self) -> list[Heading]:
        telling = self.telling
        return [self.headings[0], *(Heading(telling.provision(key), "status") for key in telling.provisions)]

    def _sheet(self, name: str, headings: list[Heading], frozen: str) -> WriteOnlyWorksheet:
        sheet = self.workbook.create_sheet(self._name(name))
        for number, heading in enumerate(headings, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[heading.kind]
        most = max(lines_of(heading.text, _WIDTHS[heading.kind]) for heading in headings)
        sheet.row_dimensions[1].height = _LINE_HEIGHT * min(most, _MOST_LINES)
        sheet.freeze_panes = f"{frozen}2"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        sheet.append([self._heading(sheet, heading.text) for heading in headings])
        return sheet

    def add(self, batch: pa.RecordBatch) -> None:
        """Write the rows of some records."""
        self.records += batch.num_rows
        if self.records > MOST_RECORDS:
            raise TooManyRecordsError(f"a sheet has room for {MOST_RECORDS:,} records")
        for number, row in enumerate(self.telling.rows(batch), start=self.records - batch.num_rows + 2):
            self.decisions.row_dimensions[number].height = self._height(row)
            self.decisions.append([self._cell(self.decisions, cell) for cell in row])
            for decision, cell in zip(self.telling.decisions, row[1:], strict=False):
                self.outcomes[decision.name][cell] += 1
        for key in self.telling.provisions:
            self.statuses[key].update(batch.column(key).to_pylist())
        if self.records * len(self.telling.provisions) > MOST_STATUSES and self.provisions is not None:
            self.provisions.close()
            self.workbook.remove(self.provisions)
            self.provisions = None
        if self.provisions is not None:
            for row in self.telling.statuses(batch):
                self.provisions.append([self._cell(self.provisions, cell) for cell in row])

    def _height(self, row: list[Said]) -> float:
        """Room for the longest cell of a row, as far as a row may be high."""
        texts = zip(row, self.headings, strict=True)
        most = max(lines_of(said.value, _WIDTHS[heading.kind]) for said, heading in texts if isinstance(said.value, str))
        return min(_HIGHEST, _LINE_HEIGHT * most)

    def finished(self) -> Workbook:
        """The workbook with the counts."""
        last = get_column_letter(len(self.headings))
        self.decisions.auto_filter.ref = f"A1:{last}{self.records + 1}"
        self.counts.column_dimensions["A"].width = 70
        for number in range(2, 2 + len(STATUSES)):
            self.counts.column_dimensions[get_column_letter(number)].width = 16
        for row in self._counts():
            self.counts.append(row)
        return self.workbook

    def close(self) -> None:
        """Let go of what is not finished."""
        for sheet in self.workbook.worksheets:
            if not sheet.closed:
                sheet.close()

    def _counts(self) -> Iterator[list[Any]]:
        telling, sheet = self.telling, self.counts
        yield [self._title(sheet, telling.said(telling.rulebook.title, " "))]
        yield [self._text(sheet, telling.phrase("decisions.records", " / ")), self.records]
        for decision in telling.decisions:
            yield []
            yield [
                self._heading(sheet, telling.said(decision.title, " ")),
                self._heading(sheet, telling.phrase("decisions.number", " ")),
            ]
            for cell, number in self.outcomes[decision.name].most_common():
                yield [self._cell(sheet, cell), number]
        if not telling.provisions:
            return
        yield []
        words = [telling.status(word) for word in STATUSES]
        yield [self._heading(sheet, telling.phrase("decisions.provision", " ")), *(self._cell(sheet, word) for word in words)]
        for key in telling.provisions:
            counts = self.statuses[key]
            yield [self._text(sheet, telling.provision(key).replace("\n", " ")), *(counts[word] for word in STATUSES)]
        if self.provisions is None:
            yield []
            yield [self._text(sheet, telling.phrase("decisions.too_many"))]

    # -- cells -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _text(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet)
        write_text(cell, text)
        cell.alignment, cell.font = WRAPPED, _PLAIN
        return cell

    def _title(self, sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
        cell = self._text(sheet, text)
        cell.font = TITLE
        return cell

    def _heading(self, sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
        cell = self._text(sheet, text)
        cell.font, cell.fill, cell.alignment, cell.border = HEADING, _HEADING_FILL, CENTRED, BOX
        return cell

    def _cell(self, sheet: WriteOnlyWorksheet, said: Said) -> WriteOnlyCell:
        """A cell of many: the looks of those that look the same are worked out once."""
        is_day = isinstance(said.value, date)
        look = (is_day, said.tone, isinstance(said.value, str) and said.value.startswith(FORMULA_SIGNS))
        style = self._looks.get(look)
        if style is None:
            cell = self._looking(sheet, said)
            self._looks[look] = cell._style  # noqa: SLF001 - openpyxl has no other way to give many cells one style
            return cell
        cell = WriteOnlyCell(sheet, said.value if isinstance(said.value, date) else visible(said.value or ""))
        if isinstance(cell.value, str):  # whatever it looks like: a formula, an error
            cell.data_type = "s"
        cell._style = style  # noqa: SLF001 - the same
        return cell

    def _looking(self, sheet: WriteOnlyWorksheet, said: Said) -> WriteOnlyCell:
        if isinstance(said.value, date):
            cell = WriteOnlyCell(sheet, said.value)
            cell.number_format, cell.alignment, cell.border = "yyyy\\-mm\\-dd", WRAPPED, BOX
            return cell
        cell = self._text(sheet, said.value or "")
        cell.border = BOX
        if said.tone is not None:
            cell.fill = _FILLS[said.tone]
        return cell
