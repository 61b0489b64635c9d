"""An empty workbook for the staff: opened again, it has what the vocabulary says, within what Excel allows."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from engine.language.facts import FactType
from engine.language.reach import facts_read
from engine.records.plain_layout import CODES, FIRST_ROW, LABEL_ROW, PATH_ROW, READ_ME, sheet_name, words_of_codes
from engine.reporting.workbooks.columns import sheets_for
from engine.reporting.workbooks.template import template, write_template
from tests.unit.reporting.evaluations import interpreter, library

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from engine.language.facts import Fact, Vocabulary

LANGUAGES = ("both", "zh", "en")
SUBJECTS = tuple(library().vocabularies)


def opened(workbook: Workbook) -> Workbook:
    saved = BytesIO()
    workbook.save(saved)
    return load_workbook(saved)


def emba(language: str = "both") -> Workbook:
    book = interpreter().rulebook
    return opened(template(book, book.subjects["applicant"].vocabulary, facts_read(book, "applicant"), language))


def sheets_of_records(workbook: Workbook, language: str) -> list[Worksheet]:
    apart = {sheet_name(label, language) for label in (READ_ME, CODES)}
    return [sheet for sheet in workbook.worksheets if sheet.title not in apart]


def column_of(sheet: Worksheet, path: str) -> str:
    return next(str(cell.column_letter) for cell in sheet[PATH_ROW] if cell.value == path)


def validation_of(sheet: Worksheet, path: str) -> Any:
    cell = f"{column_of(sheet, path)}{FIRST_ROW}"
    return next((one for one in sheet.data_validations.dataValidation if cell in one.sqref), None)


def declared(vocabulary: Vocabulary, path: str) -> Fact:
    listed, bracket, field = path.partition("[].")
    fact = vocabulary.facts[listed]
    return (fact.elements or {})[field] if bracket else fact


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_vocabulary_has_a_workbook_within_what_excel_allows(subject: str, language: str) -> None:
    vocabulary = library().vocabularies[subject]
    workbook = opened(template(None, vocabulary, None, language))
    assert workbook.sheetnames[0] == sheet_name(READ_ME, language)
    sheets = sheets_of_records(workbook, language)
    paths = {str(cell.value) for sheet in sheets for cell in sheet[PATH_ROW]}
    everything = set(vocabulary.facts) | {
        f"{path}[].{name}" for path, fact in vocabulary.facts.items() for name in fact.elements or {}
    }
    assert paths == everything
    for sheet in sheets:
        assert sheet.freeze_panes == f"B{FIRST_ROW}"
        for label, path in zip(sheet[LABEL_ROW], sheet[PATH_ROW], strict=True):
            fact = declared(vocabulary, path.value)
            wanted = {"both": [fact.label.zh, fact.label.en], "zh": [fact.label.zh], "en": [fact.label.en]}[language]
            assert list(dict.fromkeys(label.value.split("\n"))) == list(dict.fromkeys(wanted))
            assert label.comment is not None
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= 255
            assert len(rule.error or "") <= 255
            assert len(rule.prompt or "") <= 255
            assert len(rule.errorTitle or "") <= 32
            assert rule.showErrorMessage == (rule.error is not None), "Excel refuses nothing unless it is told to"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_choice_is_read_as_its_code(subject: str, language: str) -> None:
    vocabulary = library().vocabularies[subject]
    workbook = opened(template(None, vocabulary, None, language))
    seen = 0
    for sheet in sheets_of_records(workbook, language):
        for path in [str(cell.value) for cell in sheet[PATH_ROW]]:
            fact = declared(vocabulary, path)
            coded = fact.element_type if fact.element_type is not None else fact
            if coded.type is not FactType.ENUMERATION:
                continue
            rule = validation_of(sheet, path)
            place = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$\2\$(\d+)", rule.formula1)
            assert place, rule.formula1
            offered = [workbook[place[1]][f"{place[2]}{row}"].value for row in range(int(place[3]), int(place[4]) + 1)]
            assert all(offered)
            assert workbook[place[1]][f"{place[2]}{int(place[4]) + 1}"].value is None
            words = words_of_codes(vocabulary.enumerations[coded.enumeration])
            assert [words[one] for one in offered if one in words] == list(vocabulary.enumerations[coded.enumeration].values)
            seen += 1
    assert seen


def test_only_what_is_read_is_asked_for() -> None:
    sheets = sheets_of_records(emba(), "both")
    paths = [str(cell.value) for cell in sheets[0][PATH_ROW]]
    assert paths[:4] == ["id", "name.en", "name.zh", "birth_date"], "personal facts are asked for: reports use them"
    assert "home_crisis.kind" not in paths
    assert "employment[].employer" in [str(cell.value) for sheet in sheets for cell in sheet[PATH_ROW]]


def test_findings_stand_together_at_the_end() -> None:
    vocabulary = library().vocabularies["applicant"]
    own = sheets_for(vocabulary, None, "both")[0].columns
    findings = [column.fact.finding for column in own]
    assert any(findings)
    assert findings == sorted(findings)
    fills = {
        cell.fill.fgColor.rgb
        for column, cell in zip(own, opened(template(None, vocabulary, None, "both")).worksheets[1][1], strict=True)
        if column.fact.finding
    }
    assert len(fills) == 1


def test_the_cells_of_each_type_are_checked() -> None:
    workbook = emba()
    main, stays = workbook["申請人 Applicant"], workbook["在臺停留 Stays in Taiwan"]
    assert validation_of(main, "nationality.roc_ever_held").formula1 == '"是 yes,否 no,不明 unknown"'
    assert validation_of(main, "birth_date").type == "custom"
    assert main.column_dimensions[column_of(main, "birth_date")].number_format.startswith("yyyy")
    assert "1979" in validation_of(main, "birth_date").prompt
    assert validation_of(main, "birth_date").showInputMessage
    assert main.column_dimensions[column_of(main, "id")].number_format == "@"
    assert "INT(" in validation_of(main, "tests.gmat").formula1
    assert '"無 none"' in validation_of(main, "tests.gmat").formula1, "a test that was not taken"
    assert validation_of(main, "birth_date").showErrorMessage
    assert not validation_of(main, "nationality.held").showErrorMessage, "several codes are typed"
    assert validation_of(main, "stays_in_taiwan").formula1 == '"不明 unknown,無 none"'
    assert "申請人 Applicant" in validation_of(stays, "id").formula1
    assert validation_of(stays, "id").type == "list"


def test_a_comment_says_what_empty_means() -> None:
    workbook = emba()

    def comment(sheet: str, path: str) -> str:
        return str(workbook[sheet][f"{column_of(workbook[sheet], path)}{LABEL_ROW}"].comment.text)

    main = "申請人 Applicant"
    assert "Empty: not known." in comment(main, "birth_date")
    assert "推定為「否」" in comment(main, "nationality.naturalised_roc")
    assert "空白：仍持續中。" in comment("在臺停留 Stays in Taiwan", "stays_in_taiwan[].to")
    assert "Empty: none." in comment("學歷 Education", "education[].awarded_on")
    assert "Give the name in English as in the passport." in comment(main, "name.en")
    assert "Personal data." in comment(main, "name.en")
    assert "Unit: as “Currency” says." in comment("已收費用 Fees received", "fees[].amount")
    assert "單位：頁。" in comment("繳交文件 Documents submitted", "documents[].pages")


def test_one_language_alone() -> None:
    assert emba("zh").sheetnames[:2] == ["說明", "申請人"]
    english = emba("en")
    texts = [str(cell.value) for sheet in english.worksheets[:2] for row in sheet.iter_rows() for cell in row if cell.value]
    assert [text for text in texts if re.search("[\u3400-\u9fff]", text.replace("退回原因", "").replace("民國", ""))] == [
        text for text in texts if "年" in text
    ]


def test_the_same_template_is_the_same_file(tmp_path: Path) -> None:
    book = interpreter().rulebook
    for name in ("one.xlsx", "two.xlsx"):
        write_template(book, book.subjects["applicant"].vocabulary, None, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_staff_is_warned_of_what_a_spreadsheet_makes_of_short_years() -> None:
    texts = [str(cell.value) for row in emba().worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("79/1/2" in text and "1979" in text for text in texts)
    assert not any(re.search(r"民國.*、\d{2,3}/\d", text) for text in texts), "no form with strokes is offered"
