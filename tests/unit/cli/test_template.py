"""``rulebook template``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_template(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    out = tmp_path / "new" / "applicants.xlsx"
    result = run("template", "--rulebook", "nthu-dual-emba", "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{out}\n"
    assert load_workbook(out).sheetnames[:2] == ["說明 Read me", "申請人 Applicant"]


def test_of_another_subject_and_of_none(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    out = tmp_path / "guardians.xlsx"
    arguments = ("template", "--subject", "guardian", "--lang", "en", "--out", out)
    assert run(*arguments, "--rulebook", "moe-international-students").exit_code == 0
    assert load_workbook(out).sheetnames[1] == "Guardian in Taiwan"
    assert run(*arguments, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "it has to be said for which records"),
        (("--rulebook", "nthu-dual-emb"), 'did you mean "nthu-dual-emba"?'),
        (("--rulebook", "nthu-dual-emba", "--subject", "guardian"), 'there is no "guardian"'),
        (("--subject", "gardian"), 'did you mean "guardian"?'),
    ],
)
def test_wrong_use(in_tree: Path, tmp_path: Path, run: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    assert in_tree.is_dir()
    result = run("template", *arguments, "--out", tmp_path / "x.xlsx")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_what_was_filled_in_is_not_lost(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    out = tmp_path / "x.xlsx"
    out.write_text("filled in")
    result = run("template", "--subject", "guardian", "--out", out)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert out.read_text() == "filled in"


def test_a_file_that_is_no_workbook_or_cannot_be_written(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    result = run("template", "--subject", "guardian", "--out", tmp_path / "x.csv")
    assert (result.exit_code, "x.xlsx" in result.stderr) == (2, True)
    (tmp_path / "file").write_text("")
    result = run("template", "--subject", "guardian", "--out", tmp_path / "file" / "x.xlsx")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
