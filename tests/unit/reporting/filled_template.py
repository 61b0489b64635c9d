"""A template filled in as the staff would: from the cells' own choices, dates as dates, texts as texts."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.language.facts import FactType, Special
from engine.language.record import Element
from engine.records.plain_layout import FIRST_ROW, NO, NONE, OPEN, PATH_ROW, YES, choice, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record


def fill(workbook: Workbook, records: Iterable[Record], vocabulary: Vocabulary) -> None:
    """Write what the records say (and do not presume) into a template of both languages."""
    sheets = [sheet for sheet in workbook.worksheets if any(cell.value == "id" for cell in sheet[PATH_ROW])]
    row = dict.fromkeys((sheet.title for sheet in sheets), FIRST_ROW)
    for record in records:
        for sheet in sheets:
            paths = [str(cell.value) for cell in sheet[PATH_ROW]]
            listed = next((path.partition("[].")[0] for path in paths if "[]." in path), "")
            if not listed:
                for column, path in enumerate(paths, start=1):
                    value = None if path in record.presumed else record.facts.get(path)
                    sheet.cell(row=row[sheet.title], column=column, value=shown(value, vocabulary.facts[path], vocabulary))
                row[sheet.title] += 1
                continue
            elements = () if listed in record.presumed else record.facts.get(listed, ())
            assert isinstance(elements, tuple)
            for element in elements:
                assert isinstance(element, Element)
                fields = vocabulary.facts[listed].elements or {}
                for column, path in enumerate(paths, start=1):
                    name = path.partition("[].")[2]
                    value = element.values.get(name) if f"{element.path}.{name}" not in record.presumed else None
                    text = shown(value, fields[name], vocabulary) if name else record.id
                    sheet.cell(row=row[sheet.title], column=column, value=text)
                row[sheet.title] += 1


def shown(value: Any, fact: Fact, vocabulary: Vocabulary) -> Any:
    """A value as a cell has it."""
    match value:
        case None:
            return None
        case bool():
            return spellings(YES if value else NO)[0]
        case Special.NONE:
            return spellings(NONE)[0]
        case Special.OPEN:
            return spellings(OPEN)[0]
        case tuple() if fact.elements is not None:
            return None if value else spellings(NONE)[0]
        case tuple():
            return "; ".join(map(str, value)) if value else spellings(NONE)[0]
        case datetime():
            return value.astimezone(timezone(timedelta(minutes=vocabulary.offset_minutes))).replace(tzinfo=None)
        case date() | int():
            return value
        case Decimal():
            return float(value)
        case str() if fact.type is FactType.ENUMERATION:
            return choice(value, vocabulary.enumerations[fact.enumeration].values[value])
        case _:
            return value
