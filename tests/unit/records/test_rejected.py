from __future__ import annotations

from engine.language.diagnostics import CellPlace, Diagnostic, Diagnostics, Place, Severity, letters_of
from engine.records.rejected import RawRow, rejected

CELL = CellPlace("members.xlsx", 12, 28, "Members", "Kind of\ncard")


def test_a_cell_is_named_as_a_spreadsheet_names_it() -> None:
    assert str(CELL) == "members.xlsx: sheet Members, row 12, column AB (Kind of card)"
    assert str(CellPlace("members.csv", 12, 2)) == "members.csv: row 12, column B"
    assert str(CellPlace("members.xlsx", 12, 0, "Members")) == "members.xlsx: sheet Members, row 12"
    assert str(CellPlace("members.xlsx", 0, 0, "Members")) == "members.xlsx: sheet Members"
    assert [letters_of(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_findings_of_cells_and_of_texts_come_in_one_order() -> None:
    places = [Place("b.yaml", 2), CellPlace("a.xlsx", 9, 1, "S"), CellPlace("a.xlsx", 2, 3, "S"), Place("a.xlsx", 1)]
    diagnostics = Diagnostics()
    for place in places:
        diagnostics.error("code", "message", place)
    assert [finding.place for finding in diagnostics.in_order()] == [places[3], places[2], places[1], places[0]]


def test_a_rejected_input_tells_its_errors_first_and_keeps_what_stood_there() -> None:
    problems = [
        Diagnostic("hidden-row", "the row is hidden", CELL, severity=Severity.WARNING),
        Diagnostic("no-date", "this is no date", CellPlace("members.xlsx", 14, 2, "Loans", "day"), "write YYYY-MM-DD"),
    ]
    found = rejected("members.xlsx", problems, "A-1", [RawRow("members.xlsx", "Loans", 14, {"id": "A-1", "day": "soon"})])
    assert found.first.code == "no-date"
    line = found.as_json()
    assert (line["id"], line["sheet"], line["row"], line["column"], line["reason"]) == (
        "A-1",
        "Loans",
        14,
        "B",
        "this is no date",
    )
    assert [problem["code"] for problem in line["problems"]] == ["no-date", "hidden-row"]
    assert line["raw"] == [{"sheet": "Loans", "row": 14, "cells": {"id": "A-1", "day": "soon"}}]


def test_a_rejected_text_has_line_and_column() -> None:
    line = rejected(
        "members.ndjson", [Diagnostic("syntax", "a bracket is missing", Place("members.ndjson", 7, 3))], raw="{"
    ).as_json()
    assert (line["file"], line["line"], line["column"], line["raw"], line["id"]) == ("members.ndjson", 7, 3, "{", None)
