"""The way of the staff through Excel, by the very commands of its guide."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from engine.language.diagnostics import Diagnostics
from engine.records.plain_layout import FIRST_ROW, PATH_ROW
from engine.records.readers import read_records_from
from engine.records.reading import read_records
from engine.records.rejected import REASON_HEADER
from tests.unit.reporting.evaluations import library
from tests.unit.reporting.filled_template import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from openpyxl.worksheet.worksheet import Worksheet


def commands_of(guide: Path) -> list[str]:
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", guide.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def cell_of(sheet: Worksheet, path: str, row: int) -> str:
    return next(f"{cell.column_letter}{row}" for cell in sheet[PATH_ROW] if cell.value == path)


def test_both_guides_give_the_same_commands(root: Path) -> None:
    assert commands_of(root / "docs" / "excel.md") == commands_of(root / "docs" / "excel.zh-TW.md")


def test_from_an_empty_workbook_to_decisions_and_back(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]
) -> None:
    (tmp_path / "rulebooks").symlink_to(root / "rulebooks")
    monkeypatch.chdir(tmp_path)
    template, first, second = [shlex.split(line)[1:] for line in commands_of(root / "docs" / "excel.md")]
    assert run(*template).exit_code == 0

    trees = [
        tree
        for file in sorted((root / "examples" / "applicants").glob("*.yaml"))[:6]
        for tree in read_records_from(file, Diagnostics())
    ]
    records = read_records(trees, library().vocabularies, "applicant", Diagnostics())
    workbook = load_workbook("applicants.xlsx")
    fill(workbook, records, library().vocabularies["applicant"])
    main = workbook["申請人 Applicant"]
    born = cell_of(main, "birth_date", FIRST_ROW + 1)
    right, main[born] = main[born].value, "5/6"
    workbook.save("applicants.xlsx")

    result = run(*first)
    assert result.exit_code == 1, "a record was rejected"
    ids = [record.id for record in records]
    summary = json.loads((tmp_path / "decisions" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["read"], summary["decided"]) == (len(ids), len(ids) - 1)
    decided = load_workbook("decisions/decisions.xlsx").worksheets[0]
    assert [row[0].value for row in decided.iter_rows(min_row=2)] == [id_ for id_ in ids if id_ != ids[1]]

    copy = tmp_path / "decisions" / "rejected" / "applicants.xlsx"
    workbook = load_workbook(copy)
    main = workbook["申請人 Applicant"]
    assert main.cell(row=1, column=main.max_column).value == REASON_HEADER
    assert "5/6" in main.cell(row=FIRST_ROW + 1, column=main.max_column).value
    main[born] = right
    workbook.save(copy)

    result = run(*second)
    assert result.exit_code == 0, result.stderr
    decided = load_workbook("decisions-2/decisions.xlsx").worksheets[0]
    assert [row[0].value for row in decided.iter_rows(min_row=2)] == ids
    assert not (tmp_path / "decisions-2" / "rejected").exists()
