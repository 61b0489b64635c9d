"""From an empty template to decisions and back: filled in, read, refused where it is wrong, corrected, read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from engine.language.diagnostics import Diagnostics
from engine.records.office.reading import read_all
from engine.records.plain_layout import FIRST_ROW, PATH_ROW
from engine.records.readers import read_records_from
from engine.records.reading import read_records
from engine.records.rejected import REASON_HEADER
from engine.reporting.workbooks.rejected_copy import write_rejected_workbook
from engine.reporting.workbooks.template import template
from tests.unit.reporting.evaluations import ROOT, library
from tests.unit.reporting.filled_template import fill

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from engine.language.record import Record

FOLDERS = {
    "applicant": "applicants",
    "student": "students",
    "institution": "institutions",
    "guardian": "guardians",
    "language_centre_student": "language-centre-students",
    "education_authority": "education-authorities",
    "exchange_applicant": "exchange",
}


def examples(subject: str) -> list[Record]:
    trees = [
        tree
        for file in sorted((ROOT / "examples" / FOLDERS[subject]).glob("*.yaml"))
        for tree in read_records_from(file, Diagnostics())
    ]
    found = read_records(trees, library().vocabularies, subject, Diagnostics())
    assert found
    return found


def filled(subject: str, path: Path) -> list[Record]:
    vocabulary = library().vocabularies[subject]
    workbook = template(None, vocabulary, None, "both")
    records = examples(subject)
    fill(workbook, records, vocabulary)
    workbook.save(path)
    return records


def bare(record: Record) -> Record:
    """What was said, without where and in which calendar it stood."""
    return replace(record, conversions=(), place=None)


@pytest.mark.parametrize("subject", FOLDERS)
def test_what_was_filled_in_is_read(subject: str, tmp_path: Path) -> None:
    records = filled(subject, tmp_path / "filled.xlsx")
    read, rejected, _ = read_all(tmp_path / "filled.xlsx", library().vocabularies[subject])
    assert [str(problem) for one in rejected for problem in one.problems] == []
    assert [bare(one) for one in read] == [bare(one) for one in records]


def cell_of(sheet: Worksheet, path: str, row: int) -> str:
    return next(f"{cell.column_letter}{row}" for cell in sheet[PATH_ROW] if cell.value == path)


def test_what_is_wrong_comes_back_is_corrected_and_read(tmp_path: Path) -> None:
    vocabulary = library().vocabularies["applicant"]
    records = filled("applicant", tmp_path / "filled.xlsx")
    workbook = load_workbook(tmp_path / "filled.xlsx")
    main, stays = workbook["申請人 Applicant"], workbook["在臺停留 Stays in Taiwan"]
    born, purpose = cell_of(main, "birth_date", FIRST_ROW + 1), cell_of(stays, "stays_in_taiwan[].purpose", FIRST_ROW)
    right = main[born].value, stays[purpose].value
    main[born], stays[purpose] = "5/6", "holidays"
    workbook.save(tmp_path / "faulty.xlsx")

    read, rejected, _ = read_all(tmp_path / "faulty.xlsx", vocabulary)
    assert len(read) + len(rejected) == len(records)
    assert 1 <= len(rejected) <= 2
    write_rejected_workbook(tmp_path / "faulty.xlsx", [one.as_json() for one in rejected], tmp_path / "back.xlsx")
    workbook = load_workbook(tmp_path / "back.xlsx")
    main, stays = workbook["申請人 Applicant"], workbook["在臺停留 Stays in Taiwan"]
    assert [cell.value for cell in main[PATH_ROW]][-1] == REASON_HEADER
    assert "5/6" in main.cell(row=FIRST_ROW + 1, column=main.max_column).value
    assert main[born].comment is not None
    assert "holidays" in stays.cell(row=FIRST_ROW, column=stays.max_column).value

    main[born], stays[purpose] = right
    workbook.save(tmp_path / "corrected.xlsx")
    read, rejected, _ = read_all(tmp_path / "corrected.xlsx", vocabulary)
    assert rejected == []
    assert [bare(one) for one in read] == [bare(one) for one in records]
