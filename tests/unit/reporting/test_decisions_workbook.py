"""Decisions for spreadsheets: every record, every outcome by its label and sign, and no text that becomes a formula."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from openpyxl import load_workbook

import engine.reporting.workbooks.decisions as decisions_module
from engine.evaluation.decided import decided_schema, table_of_judgments
from engine.language.diagnostics import Diagnostics
from engine.records.readers import read_records_from
from engine.records.reading import read_records
from engine.reporting.workbooks.decisions import TooManyRecordsError, write_decisions_csv, write_decisions_workbook
from tests.unit.reporting.evaluations import ROOT, interpreter, library

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from engine.evaluation.interpreter import Interpreter


def decided(rulebook: str, folder: str, subject: str) -> pa.Table:
    deciding: Interpreter = interpreter(rulebook)
    trees = [
        tree for file in sorted((ROOT / "examples" / folder).glob("*.yaml")) for tree in read_records_from(file, Diagnostics())
    ]
    records = read_records(trees, library().vocabularies, subject, Diagnostics())
    plan = deciding.plan(subject)
    schema = decided_schema([ruling.decision for ruling in plan.rulings.values()], [clause.provision for clause in plan.clauses])
    return table_of_judgments([deciding.evaluate(record) for record in records if record.subject == subject], schema)


@pytest.fixture(scope="module")
def applicants() -> pa.Table:
    return decided("nthu-dual-emba", "applicants", "applicant")


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_a_row_a_record(applicants: pa.Table, tmp_path: Path) -> None:
    book = interpreter().rulebook
    write_decisions_workbook(applicants, book, tmp_path / "d.xlsx")
    workbook = load_workbook(tmp_path / "d.xlsx")
    assert workbook.sheetnames == ["決定 Decisions", "統計 Counts", "條文 Provisions"]
    rows = rows_of(workbook.worksheets[0])
    assert [row["案號\nFile"] for row in rows] == applicants.column("record").to_pylist()
    decision = book.decisions["nthu-dual-emba:application"]
    signs = {"accept_for_review": "✓", "request_documents": "✗", "reject": "✗", "undetermined": "?"}
    for row, outcome in zip(rows, applicants.column("application").to_pylist(), strict=True):
        shown = row[f"{decision.title.zh}\n{decision.title.en}"]
        assert shown.startswith(signs[outcome])
        if outcome != "undetermined":
            assert decision.outcomes[outcome].zh in shown
            assert decision.outcomes[outcome].en in shown
        else:
            assert "尚無法決定" in shown
    assert all(
        row["法規基準日\nLaw as of"].date() == day
        for row, day in zip(rows, applicants.column("law_as_of").to_pylist(), strict=True)
    )


def test_the_decision_in_which_others_come_together_is_first(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "en")
    first = next(load_workbook(tmp_path / "d.xlsx").worksheets[0].iter_rows(max_row=1, values_only=True))
    assert first[1] == interpreter().rulebook.decisions["nthu-dual-emba:application"].title.en


def test_what_is_missing_is_told_with_the_way_to_supply_it(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "zh")
    facts = library().vocabularies["applicant"].facts
    rows = rows_of(load_workbook(tmp_path / "d.xlsx").worksheets[0])
    told = 0
    for row, missing in zip(rows, applicants.column("application.missing").to_pylist(), strict=True):
        for path in missing:
            if path in facts:
                assert facts[path].label.zh in row["尚缺之事項"].split("\n"), "the main decision turns on it: no title behind it"
                ask = facts[path].ask
                assert ask is None or ask.zh in row["補正方式"]
                told += 1
    assert told


def test_the_counts_are_those_of_the_table(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "en")
    rows = list(load_workbook(tmp_path / "d.xlsx")["Counts"].iter_rows(values_only=True))
    outcomes = applicants.column("timeliness").to_pylist()
    labels = interpreter().rulebook.decisions["nthu-dual-emba:timeliness"].outcomes
    counts = {row[0]: row[1] for row in rows if row[0]}
    assert counts["Records decided"] == len(outcomes)
    assert counts[f"✓ {labels['on_time'].en}"] == outcomes.count("on_time")
    at = next(number for number, row in enumerate(rows) if row[0] == "Provision")
    keys = [name for name in applicants.column_names if ":" in name]
    assert len(rows) - at - 1 == len(keys)
    for row in rows[at + 1 :]:
        assert sum(row[1:5]) == len(outcomes)
    statuses = applicants.column(keys[0]).to_pylist()
    words = ("satisfied", "not_satisfied", "undetermined", "not_applicable")
    assert list(rows[at + 1][1:5]) == [statuses.count(word) for word in words]


def test_the_statuses_of_each_record(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "en")
    heading, *rows = load_workbook(tmp_path / "d.xlsx")["Provisions"].iter_rows(values_only=True)
    keys = [name for name in applicants.column_names if ":" in name]
    assert len(heading) == 1 + len(keys)
    signs = {"satisfied": "✓", "not_satisfied": "✗", "undetermined": "?", "not_applicable": "–"}
    for number, key in enumerate(keys, start=1):
        assert [row[number][0] for row in rows] == [signs[word] for word in applicants.column(key).to_pylist()]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_is_no_formula(applicants: pa.Table, tmp_path: Path, sign: str) -> None:
    table = applicants.slice(0, 1).set_column(0, "record", pa.array([sign]))
    write_decisions_workbook(table, interpreter().rulebook, tmp_path / "d.xlsx")
    cell = load_workbook(tmp_path / "d.xlsx").worksheets[0]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", sign, True)
    write_decisions_csv(table, interpreter().rulebook, tmp_path / "d.csv")
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0] == f"'{sign}"


def test_an_id_stays_text_whatever_it_looks_like(applicants: pa.Table, tmp_path: Path) -> None:
    ids = ["00123", "1e5", "2022-05-20", "TRUE", "\x00\x0b", "<&>\"'", "#N/A", "=1"]
    table = applicants.slice(0, len(ids)).set_column(0, "record", pa.array(ids))
    write_decisions_workbook(table, interpreter().rulebook, tmp_path / "d.xlsx")
    sheet = load_workbook(tmp_path / "d.xlsx").worksheets[0]
    cells = [sheet.cell(row=row, column=1) for row in range(2, 2 + len(ids))]
    assert [cell.value for cell in cells] == ["00123", "1e5", "2022-05-20", "TRUE", "\ufffd\ufffd", "<&>\"'", "#N/A", "=1"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_csv_has_the_same_columns(applicants: pa.Table, tmp_path: Path) -> None:
    book = interpreter().rulebook
    write_decisions_workbook(applicants, book, tmp_path / "d.xlsx")
    write_decisions_csv(applicants, book, tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file)
    sheet_heading, *rows = load_workbook(tmp_path / "d.xlsx").worksheets[0].iter_rows(values_only=True)
    assert heading == [text.replace("\n", " ") for text in sheet_heading]
    for line, row in zip(lines, rows, strict=True):
        assert line == ["" if cell is None else cell if isinstance(cell, str) else cell.date().isoformat() for cell in row]


def test_a_value_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    table = decided("nthu-dual-emba", "students", "student")
    book = interpreter().rulebook
    write_decisions_workbook(table, book, tmp_path / "d.xlsx", "en", subject="student")
    rows = rows_of(load_workbook(tmp_path / "d.xlsx").worksheets[0])
    valued = [one for one in book.decisions.values() if one.subject == "student" and one.value is not None]
    assert valued
    for decision in valued:
        for row, value in zip(rows, table.column(decision.name).to_pylist(), strict=True):
            shown = row[decision.title.en]
            assert shown.startswith("?" if value is None else "•")
            if isinstance(value, int) and not isinstance(value, bool):
                assert f"{value:,}" in shown


def test_the_same_decisions_are_the_same_file_however_they_come(applicants: pa.Table, tmp_path: Path) -> None:
    book = interpreter().rulebook
    write_decisions_workbook(applicants, book, tmp_path / "one.xlsx")
    parts = applicants.unify_dictionaries().to_batches(max_chunksize=3)
    write_decisions_workbook(pa.RecordBatchReader.from_batches(applicants.schema, parts), book, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_record_at_all(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants.slice(0, 0), interpreter().rulebook, tmp_path / "d.xlsx")
    assert rows_of(load_workbook(tmp_path / "d.xlsx").worksheets[0]) == []


def test_more_than_a_sheet_holds(applicants: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions_module, "MOST_RECORDS", 2)
    with pytest.raises(TooManyRecordsError):
        write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx")


def test_a_sheet_of_provisions_that_nobody_could_open_is_left_out(
    applicants: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions_module, "MOST_STATUSES", 100)
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "en")
    workbook = load_workbook(tmp_path / "d.xlsx")
    assert workbook.sheetnames == ["Decisions", "Counts"]
    assert "too many records" in [row[0] for row in workbook["Counts"].iter_rows(values_only=True)][-1]


def test_days_are_days(applicants: pa.Table, tmp_path: Path) -> None:
    write_decisions_workbook(applicants, interpreter().rulebook, tmp_path / "d.xlsx", "en")
    cell = load_workbook(tmp_path / "d.xlsx").worksheets[0].cell(row=2, column=len(interpreter().plan("applicant").rulings) + 5)
    assert cell.is_date
    assert cell.value.date() == applicants.column("law_as_of").to_pylist()[0]
    assert isinstance(applicants.column("law_as_of").to_pylist()[0], date)
