"""Which values a cell of a template takes: choices, dates, whole numbers, identifiers. Readers check everything once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from engine.language.facts import FactType
from engine.records.plain_layout import FIRST_ROW, NO, YES, special_words
from engine.reporting.workbooks.columns import Band

if TYPE_CHECKING:
    from engine.reporting.workbooks.choices import Choices
    from engine.reporting.workbooks.columns import Column, Sheet
    from engine.reporting.workbooks.wording import Wording

LAST_ROW: Final = 5_002
"""The last row whose cells are checked by Excel, on the sheet of the records; what is below is checked when it is read."""
LAST_ROW_OF_LIST: Final = 20_002
_LATEST: Final = 2_958_465  # 9999-12-31 as Excel counts days
_GREATEST: Final = 999_999_999_999
_FORMATS: Final = {
    FactType.TEXT: "@",
    FactType.DATE: "yyyy\\-mm\\-dd",
    FactType.DATETIME: "yyyy\\-mm\\-dd\\ hh:mm",
    FactType.INTEGER: "0",
    FactType.LIST: "@",
    FactType.ENUMERATION: "@",
}


def format_of(column: Column) -> str:
    """The number format of a column's cells: what is a text stays as it is typed."""
    return "@" if column.band is Band.IDENTIFIER else _FORMATS.get(column.fact.type, "General")


def last_row(sheet: Sheet) -> int:
    """The last row of a sheet whose cells are checked by Excel."""
    return LAST_ROW if sheet.listed is None else LAST_ROW_OF_LIST


class Validations:
    """Makes the validations of one template. ``main`` is the sheet of the records."""

    def __init__(self, wording: Wording, choices: Choices, main: Sheet) -> None:
        self.wording = wording
        self.choices = choices
        self.main = main

    def of(self, column: Column, sheet: Sheet, letters: str) -> DataValidation | None:
        """The validation of a column's cells, none where every text will do."""
        found = self._identifier(sheet, letters) if column.band is Band.IDENTIFIER else self._value(column, letters)
        if found is None:
            return None
        found.showErrorMessage = found.error is not None
        found.errorTitle = self.wording.said(self.wording.phrases.say("cell.refused"), " ")
        found.add(f"{letters}{FIRST_ROW}:{letters}{last_row(sheet)}")
        return found

    def _identifier(self, sheet: Sheet, letters: str) -> DataValidation:
        say = self.wording.phrases.say
        first = f"${letters}${FIRST_ROW}"
        if sheet.listed is None:
            formula = f"SUMPRODUCT(--EXACT({first}:${letters}${LAST_ROW},{letters}{FIRST_ROW}))=1"
            return DataValidation(
                type="custom", formula1=formula, error=self.wording.said(say("cell.refused_twice")), allow_blank=True
            )
        ids = f"{quote_sheetname(self.main.name)}!$A${FIRST_ROW}"
        filled_in = f"COUNTA({ids}:$A${LAST_ROW})"
        formula = f"OFFSET({ids},0,0,MAX(1,{filled_in}),1)"
        error = self.wording.said(say("cell.refused_id", sheet=self.main.name))
        return DataValidation(type="list", formula1=formula, error=error)

    def _value(self, column: Column, letters: str) -> DataValidation | None:
        say, fact = self.wording.phrases.say, column.fact
        specials = self.wording.specials(fact)
        written = list(special_words(fact, {}))  # what is typed may be in one language
        cell = f"{letters}{FIRST_ROW}"
        choose = self.wording.said(say("cell.refused_choice"))
        other = self.wording.said(say("cell.refused_other"))
        match fact.type:
            case FactType.BOOLEAN:
                words = [self.wording.shown(YES), self.wording.shown(NO), *specials]
                return DataValidation(type="list", formula1=f'"{",".join(words)}"', error=choose, allow_blank=True)
            case FactType.ENUMERATION:
                return DataValidation(type="list", formula1=self.choices.of(fact, specials), error=choose, allow_blank=True)
            case FactType.LIST if fact.elements is not None:
                return DataValidation(type="list", formula1=f'"{",".join(specials)}"', error=choose, allow_blank=True)
            case FactType.LIST if fact.element_type is not None and fact.element_type.type is FactType.ENUMERATION:
                # the list offers one; several are typed, so that nothing may be refused here
                return DataValidation(type="list", formula1=self.choices.of(fact.element_type, specials), allow_blank=True)
            case FactType.INTEGER | FactType.DECIMAL:
                return self._number(fact.type, written, cell, other)
            case FactType.DATE:
                number = f"AND({cell}=INT({cell}),{cell}>=1,{cell}<={_LATEST})"
                found = _custom(number, cell, written, other, '"年"', '"/"', '"-"')
                found.prompt, found.showInputMessage = self.wording.date_prompt(), True
                return found
            case FactType.DATETIME:
                return _custom(f"AND({cell}>=1,{cell}<={_LATEST + 1})", cell, written, other, '":"')
            case _:
                return None

    def _number(self, type_: FactType, specials: list[str], cell: str, error: str) -> DataValidation:
        whole = type_ is FactType.INTEGER
        if specials:
            return _custom(f"{cell}=INT({cell})" if whole else "TRUE", cell, specials, error)
        low, high = str(-_GREATEST), str(_GREATEST)
        kind = "whole" if whole else "decimal"
        return DataValidation(type=kind, operator="between", formula1=low, formula2=high, error=error, allow_blank=True)


def _custom(of_number: str, cell: str, words: list[str], error: str, *marks: str) -> DataValidation:
    """A number of some kind, one of some words, or a text with one of some marks in it (a date as it is written out)."""
    texts = [f'{cell}="{word}"' for word in words] + [f"ISNUMBER(SEARCH({mark},{cell}))" for mark in marks]
    formula = f"IF(ISNUMBER({cell}),{of_number},OR({','.join(texts)}))" if texts else of_number
    return DataValidation(type="custom", formula1=formula, error=error, allow_blank=True)
