"""The sheet of the code lists, from which the cells of a template are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter, quote_sheetname

from engine.records.plain_layout import CODES, FIRST_ROW, LABEL_ROW, PATH_ROW, choice, sheet_name
from engine.reporting.workbooks.look import (
    BOX,
    HEADING,
    SMALL_GREY,
    WRAPPED,
    column_letters,
    filled,
    lines_of,
    width_of,
    write_text,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

    from engine.language.facts import Bilingual, Fact
    from engine.reporting.workbooks.wording import Wording

_WIDEST: Final = 44
_MOST_LABELS: Final = 3
_LINE_HEIGHT: Final = 15


class Choices:
    """The code lists that the facts of a template need, each with the words beside codes that a fact also takes."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.name = sheet_name(CODES, wording.language)
        self._columns: dict[tuple[str, tuple[str, ...]], int] = {}
        self._labels: dict[tuple[str, tuple[str, ...]], list[Bilingual]] = {}

    def of(self, fact: Fact, specials: list[str]) -> str:
        """Where the choices for a fact stand, as a formula of a validation."""
        key = fact.enumeration, tuple(specials)
        number = self._columns.setdefault(key, len(self._columns) + 1)
        labels = self._labels.setdefault(key, [])
        if fact.label not in labels:
            labels.append(fact.label)
        letters = get_column_letter(number)
        last = FIRST_ROW + len(self._texts(key)) - 1
        return f"{quote_sheetname(self.name)}!${letters}${FIRST_ROW}:${letters}${last}"

    def example(self, fact: Fact) -> str:
        """Two codes of a fact, as one cell may have them."""
        return "; ".join(list(self.wording.vocabulary.enumerations[fact.enumeration].values)[:2])

    def _texts(self, key: tuple[str, tuple[str, ...]]) -> list[str]:
        name, specials = key
        values = self.wording.vocabulary.enumerations[name].values
        return [*specials, *(choice(code, label, self.wording.language) for code, label in values.items())]

    def write(self, workbook: Workbook) -> None:
        """Write the sheet, at the end of the workbook; it is not meant to be edited."""
        if not self._columns:
            return
        sheet = workbook.create_sheet(self.name)
        sheet.sheet_properties.tabColor = "FF9CA3AF"
        heights = [_LINE_HEIGHT]
        for key, number in self._columns.items():
            texts = self._texts(key)
            width = min(_WIDEST, 3 + max(width_of(text) for text in texts))
            named = [self.wording.said(label, " ") for label in self._labels[key][:_MOST_LABELS]]
            heading = "\n".join(named)
            top = sheet.cell(row=LABEL_ROW, column=number)
            write_text(top, heading)
            top.font, top.alignment, top.fill, top.border = HEADING, WRAPPED, filled("E5E7EB"), BOX
            heights.append(_LINE_HEIGHT * lines_of(heading, width))
            path = sheet.cell(row=PATH_ROW, column=number)
            write_text(path, key[0])
            path.font = SMALL_GREY
            for row, text in enumerate(texts, start=FIRST_ROW):
                write_text(sheet.cell(row=row, column=number), text)
            sheet.column_dimensions[column_letters(sheet, number)].width = width
        sheet.row_dimensions[LABEL_ROW].height = max(heights)
        sheet.freeze_panes = f"A{FIRST_ROW}"
        sheet.protection.sheet = True
