"""``rulebook template``: an empty workbook for records, with headings, choices, checks and instructions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.comments import Comment

from engine.language.facts import FactType
from engine.language.temporal.roc import RocStyle, format_roc
from engine.records.plain_layout import FIRST_ROW, LABEL_ROW, NO, NONE, PATH_ROW, READ_ME, SEPARATOR, sheet_name
from engine.records.rejected import REASON_HEADER
from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.choices import Choices
from engine.reporting.workbooks.columns import Band, sheets_for
from engine.reporting.workbooks.look import (
    BOX,
    CENTRED,
    HEADING,
    HEADING_ON_DARK,
    SMALL_GREY,
    TITLE,
    WRAPPED,
    column_letters,
    filled,
    lines_of,
    save,
    width_of,
    write_text,
)
from engine.reporting.workbooks.validation import Validations, format_of
from engine.reporting.workbooks.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill

    from engine.language.facts import Bilingual, Vocabulary
    from engine.language.rulebook import Rulebook
    from engine.reporting.workbooks.columns import Column, Sheet

COLOURS: Final[dict[Band, PatternFill]] = {
    Band.IDENTIFIER: filled("1F3A5F"),
    Band.FACT: filled("DCE6F1"),
    Band.PERSONAL: filled("B79BD1", "lightUp", "FFF3ECF8"),
    Band.LIST: filled("DDEBDA"),
    Band.FINDING: filled("FBD9A5"),
}
_WIDTHS: Final = {
    FactType.BOOLEAN: 14.0,
    FactType.INTEGER: 14.0,
    FactType.DECIMAL: 14.0,
    FactType.DATE: 16.0,
    FactType.DATETIME: 20.0,
    FactType.TEXT: 22.0,
    FactType.ENUMERATION: 26.0,
    FactType.LIST: 22.0,
}
_ANY_YEAR: Final = 2022
_LINE_HEIGHT: Final = 15.5
_MOST_LINES: Final = 8
_COMMENT_WIDTH: Final = 340
_COMMENT_LINE: Final = 17
_LETTERS_A_LINE: Final = 48
_READ_ME_WIDTH: Final = 78


def write_template(
    rulebook: Rulebook | None,
    vocabulary: Vocabulary,
    reads: Mapping[str, Collection[str]] | None,
    out: Path,
    language: str = "both",
) -> None:
    """Write an empty workbook for the records of a subject, of a rulebook where one is given.

    ``reads`` are the facts to ask for (:func:`engine.language.reach.facts_read`), ``None`` for all of the vocabulary;
    ``language`` is ``zh``, ``en`` or ``both``. Raises :class:`OSError` where the file cannot be written.
    """
    save(template(rulebook, vocabulary, reads, language), out)


def template(
    rulebook: Rulebook | None, vocabulary: Vocabulary, reads: Mapping[str, Collection[str]] | None, language: str
) -> Workbook:
    """The workbook of :func:`write_template`."""
    sheets = sheets_for(vocabulary, reads, language)
    wording = Wording(shipped_phrases(), vocabulary, language, _example(rulebook))
    choices = Choices(wording)
    validations = Validations(wording, choices, sheets[0])
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = wording.said(vocabulary.title, " ")
    if rulebook is not None:
        workbook.properties.subject = f"{rulebook.id}@{rulebook.version}"
    for sheet in sheets:
        _write_sheet(workbook, sheet, sheets, wording, validations)
    choices.write(workbook)
    _write_read_me(workbook, rulebook, sheets, wording, choices)
    workbook.active = 0
    return workbook


def _example(rulebook: Rulebook | None) -> date:
    """The day in examples of dates: one on which the rulebook is in force; month and day cannot be confused."""
    return date(rulebook.in_force.year if rulebook is not None else _ANY_YEAR, 5, 20)


def _write_sheet(workbook: Workbook, plan: Sheet, sheets: tuple[Sheet, ...], wording: Wording, validations: Validations) -> None:
    sheet = workbook.create_sheet(plan.name)
    sheet.sheet_properties.tabColor = "FF1F3A5F" if plan.listed is None else "FF6B9362"
    most = 1
    for number, column in enumerate(plan.columns, start=1):
        letters = column_letters(sheet, number)
        label = wording.said(column.fact.label)
        width = max(_WIDTHS[column.fact.type], min(34.0, 2 + max(width_of(line) for line in label.split("\n")) / 2.2))
        most = max(most, lines_of(label, width))
        top = sheet.cell(row=LABEL_ROW, column=number)
        _heading(top, label, column.band)
        top.comment = _comment(wording.comment(column, plan, sheets))
        path = sheet.cell(row=PATH_ROW, column=number)
        write_text(path, column.path)
        path.font = SMALL_GREY
        sheet.column_dimensions[letters].width = width
        sheet.column_dimensions[letters].number_format = format_of(column)
        validation = validations.of(column, plan, letters)
        if validation is not None:
            sheet.add_data_validation(validation)
    sheet.row_dimensions[LABEL_ROW].height = _LINE_HEIGHT * min(most, _MOST_LINES)
    sheet.row_dimensions[PATH_ROW].height = 12
    sheet.freeze_panes = f"B{FIRST_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{LABEL_ROW}:{LABEL_ROW}"


def _heading(cell: Cell, label: str, band: Band) -> None:
    write_text(cell, label)
    cell.fill, cell.border, cell.alignment = COLOURS[band], BOX, CENTRED
    cell.font = HEADING_ON_DARK if band is Band.IDENTIFIER else HEADING


def _comment(text: str) -> Comment:
    lines = sum(max(1, -(-width_of(line) // _LETTERS_A_LINE)) for line in text.split("\n"))
    return Comment(text, "Rulebook", width=_COMMENT_WIDTH, height=_COMMENT_LINE * (lines + 1))


def _write_read_me(
    workbook: Workbook, rulebook: Rulebook | None, sheets: tuple[Sheet, ...], wording: Wording, choices: Choices
) -> None:
    """The instructions: a column for each language."""
    sheet = workbook.create_sheet(sheet_name(READ_ME, wording.language), 0)
    sheet.sheet_properties.tabColor = "FFC2410C"
    sheet.sheet_view.showGridLines = False
    languages = ("zh", "en") if wording.language == "both" else (wording.language,)
    for number in range(1, len(languages) + 1):
        sheet.column_dimensions[column_letters(sheet, number)].width = _READ_ME_WIDTH
    row = 1
    for place, text in enumerate(_instructions(rulebook, sheets, wording, choices)):
        said = [text.in_language(language) for language in languages]
        for number, words in enumerate(said, start=1):
            cell = sheet.cell(row=row, column=number)
            write_text(cell, words if place < 2 else f"{place - 1}. {words}")  # noqa: PLR2004 - the title and the rulebook
            cell.alignment = WRAPPED
            if place == 0:
                cell.font = TITLE
        sheet.row_dimensions[row].height = (22 if place == 0 else 16) * max(lines_of(words, _READ_ME_WIDTH) for words in said)
        row += 1
    row += 1
    _row(sheet, row, languages, wording.phrases.say("workbook.colours"))
    for number in range(1, len(languages) + 1):
        sheet.cell(row=row, column=number).font = HEADING
    for band in Band:
        row += 1
        identifier = sheets[0].columns[0].fact.label
        text = wording.phrases.say(f"workbook.band.{band.value}", **({"id": identifier} if band is Band.IDENTIFIER else {}))
        _row(sheet, row, languages, text)
        for number in range(1, len(languages) + 1):
            cell = sheet.cell(row=row, column=number)
            cell.fill, cell.border = COLOURS[band], BOX
            cell.font = HEADING_ON_DARK if band is Band.IDENTIFIER else HEADING
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _row(sheet: object, row: int, languages: tuple[str, ...], text: Bilingual) -> None:
    for number, language in enumerate(languages, start=1):
        write_text(sheet.cell(row=row, column=number), text.in_language(language))  # type: ignore[attr-defined]


def _instructions(
    rulebook: Rulebook | None, sheets: tuple[Sheet, ...], wording: Wording, choices: Choices
) -> Iterator[Bilingual]:
    say, main = wording.phrases.say, sheets[0]
    identifier = main.columns[0].fact.label
    none = wording.shown(NONE)
    yield say("workbook.title", subject=wording.vocabulary.title)
    if rulebook is not None:
        yield say("workbook.rulebook", title=rulebook.title, version=rulebook.version)
    yield say("workbook.sheet_of_records", sheet=main.name, id=identifier)
    if len(sheets) > 1:
        yield say("workbook.sheets_of_lists", sheet=main.name, id=identifier)
    yield say("workbook.rows")
    yield say("workbook.comments")
    yield say("workbook.choices", sheet=choices.name)
    yield say("workbook.empty", no=wording.shown(NO))
    yield say("workbook.certain_none", none=none)
    if len(sheets) > 1:
        yield say("workbook.empty_list", none=none, sheet=main.name)
    several = next((column.fact for column in main.columns if _is_coded_list(column)), None)
    if several is not None and several.element_type is not None:
        yield say("workbook.several", mark=SEPARATOR, example=choices.example(several.element_type))
    yield say(
        "workbook.dates",
        iso=wording.example.isoformat(),
        roc=format_roc(wording.example, RocStyle.SHORT),
    )
    yield say("workbook.texts")
    yield say("workbook.rejected", column=REASON_HEADER)


def _is_coded_list(column: Column) -> bool:
    fact = column.fact
    return fact.element_type is not None and fact.element_type.type is FactType.ENUMERATION
