"""Workbooks and files of separated values through the commands: read by a mapping, proposed, checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Run = Callable[..., Any]

WORKBOOK = "examples/office/applications-111.xlsx"
MAPPING = "examples/office/mapping.yaml"
BOOK = ("--rulebook", "nthu-dual-emba")


@pytest.mark.usefixtures("in_tree")
def test_a_workbook_of_an_office_is_decided(run: Run) -> None:
    result = run("evaluate", WORKBOOK, "--mapping", MAPPING, *BOOK, "--format", "json")
    assert result.exit_code == 1, "three inputs are rejected"
    decisions = {line["record"]: line["decisions"] for line in map(json.loads, result.stdout.splitlines())}
    assert len(decisions) == 16
    assert decisions["111-B01"]["eligibility"]["outcome"] == "eligible"
    assert decisions["111-B08"]["timeliness"]["outcome"] == "late"
    assert decisions["111-B15"]["eligibility"]["outcome"] == "ineligible"
    assert f"{WORKBOOK}: sheet 申請名冊, row 20, column D (出生年月日): error: birth_date: 81/02/30" in result.stderr
    assert "3 inputs rejected, 16 records decided" in result.stderr


@pytest.mark.usefixtures("in_tree")
def test_reports_are_written_of_a_workbook(run: Run, tmp_path: Path) -> None:
    result = run("report", WORKBOOK, "--mapping", MAPPING, *BOOK, "--format", "md", "--out", tmp_path)
    assert result.exit_code == 1
    assert len(list(tmp_path.glob("*.md"))) >= 16


@pytest.mark.usefixtures("in_tree")
def test_without_its_mapping_the_workbook_is_not_read(run: Run) -> None:
    result = run("evaluate", WORKBOOK, *BOOK)
    assert result.exit_code == 2
    assert "rulebook map" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("in_tree")
def test_a_mapping_is_checked_wherever_it_lies(run: Run, tmp_path: Path) -> None:
    assert run("check", MAPPING).exit_code == 0
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("mapping: x\nsubject: applicant\nsheets: [{id: 編號, columns: {生日: birthdate}}]\n", encoding="utf-8")
    result = run("check", wrong)
    assert result.exit_code == 1
    assert "wrong.yaml:3:" in result.stdout
    assert 'did you mean "birth_date"?' in result.stdout


def test_mappings_beside_the_rulebooks_are_checked_with_them(run: Run, small: Path) -> None:
    assert run("check").exit_code == 0
    folder = small / "rulebooks" / "mappings"
    folder.mkdir()
    (folder / "branch.yaml").write_text("mapping: x\nsubject: nobody\nsheets: [{id: No., columns: {}}]\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "branch.yaml:2:10" in result.stdout


@pytest.mark.usefixtures("in_tree")
def test_a_proposal_is_written_once(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "proposed.yaml"
    result = run("map", WORKBOOK, *BOOK, "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"{out}\n")
    assert "to decide" in result.stderr
    text = out.read_text(encoding="utf-8")
    assert "# check:" in text
    assert "todo:" in text
    again = run("map", WORKBOOK, *BOOK, "--out", out)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert run("map", WORKBOOK, *BOOK, "--out", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8") == text
    checked = run("check", out)
    assert checked.exit_code == 1
    assert "undecided" in checked.stdout
    assert run("map", WORKBOOK, *BOOK).stdout.splitlines()[-3:] == text.splitlines()[-3:]


@pytest.mark.usefixtures("in_tree")
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("map", "nothing.xlsx", *BOOK), "there is no file"),
        (("map", WORKBOOK), "--rulebook"),
        (("map", WORKBOOK, "--subject", "applicants"), 'did you mean "applicant"?'),
        (("evaluate", WORKBOOK, *BOOK, "--mapping", "nothing.yaml"), "rulebook map"),
        (("evaluate", WORKBOOK, "--rulebook", "ntucm-exchange", "--mapping", MAPPING), "does not decide"),
        (("evaluate", "README.md", *BOOK, "--mapping", "README.md"), "error"),
    ],
)
def test_wrong_use_is_told(run: Run, arguments: tuple[str, ...], word: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert word in result.stderr


@pytest.mark.usefixtures("in_tree")
def test_tables_and_records_come_together_and_no_id_twice(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("案號,擬就讀學制\nA-1,碩士\nA-2,碩士\n".encode("cp950"))
    (tmp_path / "b.yaml").write_text("[{id: A-2}, {id: A-4}]", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["id", "programme.level"])
    book.active.append(["A-3", "博士"])
    book.active.append(["A-4", "nothing of the kind"])
    book.save(tmp_path / "c.xlsx")
    result = run("evaluate", tmp_path, *BOOK, "--format", "json")
    assert [json.loads(line)["record"] for line in result.stdout.splitlines()] == ["A-1", "A-3"]
    assert "Big5" in result.stderr
    assert "duplicate-id" in result.stderr
    assert "4 inputs rejected, 2 records decided" in result.stderr


@pytest.mark.usefixtures("in_tree")
def test_the_column_that_all_sheets_share_is_proposed_for_the_ids_also_where_one_is_doubled(run: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    records = workbook.active
    assert records is not None
    records.title = "報名資料"
    rows = (("報名編號", "姓名", "國籍"), ("E-1", "甲", "JP"), ("E-2", "乙", "US"), ("E-2", "丙", "VN"))
    for row in rows:
        records.append(row)
    education = workbook.create_sheet("學歷")
    for degree in (("報名編號", "學位"), ("E-1", "學士"), ("E-2", "碩士")):
        education.append(degree)
    workbook.save(tmp_path / "office.xlsx")
    found = run("map", tmp_path / "office.xlsx", "--rulebook", "nthu-dual-emba")
    ids = [line.split("#")[0].strip() for line in found.stdout.splitlines() if line.strip().startswith("id:")]
    assert ids == ["id: 報名編號", "id: 報名編號"]
