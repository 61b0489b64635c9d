"""``rulebook check``: findings in every form, and what it ends with."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.analysis.small_library import ARTICLE_1, RULEBOOK, SCENARIOS, write_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BROKEN = ARTICLE_1.replace("{fact: age,", "{fact: agee,")
FILE = "rulebooks/reading-room/enactments/1/articles/01.yaml"


def test_nothing_to_report(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "reading-room" in result.stdout


def test_a_finding_shows_its_line_with_a_caret_and_a_way_out(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=BROKEN)
    result = run("check")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    first = next(line for line in lines if line.startswith(f"{FILE}:9:"))
    assert '"agee"' in first
    column = int(first.split(":")[2])
    shown = lines[lines.index(first) + 1]
    caret = lines[lines.index(first) + 2]
    assert shown[caret.index("^") :].startswith("agee")
    assert BROKEN.splitlines()[8][column - 1 :].startswith("agee")
    assert 'help: did you mean "age"?' in result.stdout
    assert "error" in lines[-1]


def test_the_caret_counts_chinese_letters_as_two_cells(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=ARTICLE_1.replace("{zh: 年滿十六歲, en: ", "{zh: 年滿十六歲, eng: x, en: "))
    lines = run("check").stdout.splitlines()
    number = next(index for index, line in enumerate(lines) if '"eng"' in line)
    before = lines[number + 1].partition("eng")[0]
    assert lines[number + 2].index("^") == len(before) + 5  # five Chinese letters stand before it


def test_a_mistake_in_a_scenario_is_a_finding(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=SCENARIOS.replace("entry: admitted", "entri: admitted"))
    result = run("check")
    assert result.exit_code == 1
    assert "scenarios/entry.yaml:9:" in result.stdout


def test_a_warning_is_a_finding_too(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, rulebook=RULEBOOK.replace("[art1.p1, art1.p2]", "[art1.p1]"))
    result = run("check")
    assert result.exit_code == 1
    assert "warning" in result.stdout


@pytest.mark.parametrize("path", ["reading-room", "rulebooks/reading-room", FILE])
def test_a_path_restricts_the_findings(small: Path, run: Callable[..., Any], path: str) -> None:
    write_library(small, article_1=BROKEN)
    assert run("check", path).exit_code == 1
    assert "agee" in run("check", path).stdout


def test_findings_elsewhere_are_not_those_of_a_path(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=BROKEN)
    assert run("check", "rulebooks/vocabulary").exit_code == 0
    assert run("check", "rulebooks/reading-room/enactments/1/articles/02.yaml").exit_code == 0


def test_json(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=BROKEN)
    result = run("check", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["errors"] == len([one for one in found["findings"] if one["severity"] == "error"]) >= 1
    [unknown] = [one for one in found["findings"] if one["code"] == "unknown-fact"]
    assert {"file": FILE, "line": 9, "severity": "error", "help": 'did you mean "age"?'}.items() <= unknown.items()


def test_sarif_has_the_parts_that_the_standard_requires(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=BROKEN)
    log = json.loads(run("check", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    [one_run] = log["runs"]
    rules = [rule["id"] for rule in one_run["tool"]["driver"]["rules"]]
    for result in one_run["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
    assert one_run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == FILE


def test_sarif_of_nothing_is_a_run_without_results(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("check", "--format", "sarif")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["runs"][0]["results"] == []


def test_github_annotations_are_one_escaped_line_each(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, article_1=BROKEN)
    lines = run("check", "--format", "github").stdout.splitlines()
    [line] = [line for line in lines if line.startswith("::error ")]
    assert line.startswith(f"::error file={FILE},line=9,col=")
    assert "%0Adid you mean" in line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["reading-rom"], 'did you mean "reading-room"?'),
        (["/"], ""),
        (["--rulebooks", "nowhere"], "nowhere"),
        (["--format", "xml"], "xml"),
    ],
)
def test_wrong_use(small: Path, run: Callable[..., Any], arguments: list[str], word: str) -> None:
    assert small.is_dir()
    result = run("check", *arguments)
    if arguments == ["/"]:
        assert result.exit_code == 0  # a folder around the library means all of it
    else:
        assert result.exit_code == 2
        assert result.stdout == ""
        assert word in result.stderr


def test_a_folder_without_rulebooks_is_wrong_use(tmp_path: Path, run: Callable[..., Any]) -> None:
    result = run("check", "--rulebooks", tmp_path)
    assert result.exit_code == 2
    assert "no rulebook" in result.stderr


def test_a_path_outside_of_the_library_is_wrong_use(small: Path, run: Callable[..., Any]) -> None:
    (small / "elsewhere").mkdir()
    result = run("check", "elsewhere")
    assert result.exit_code == 2
    assert "--rulebooks" in result.stderr


def test_a_gap_between_two_versions_is_a_finding(tmp_path: Path, run: Callable[..., Any]) -> None:
    """Also where nothing else is wrong."""
    first = RULEBOOK.replace("in_force: 2020-01-01", "in_force: 2020-01-01\nuntil: 2021-06-30")
    write_library(tmp_path, rulebook=first)
    enactments = tmp_path / "rulebooks" / "reading-room" / "enactments"
    shutil.copytree(enactments / "1", enactments / "2")
    second = RULEBOOK.replace('version: "1"', 'version: "2"').replace("in_force: 2020", "in_force: 2022")
    (enactments / "2" / "rulebook.yaml").write_text(second, encoding="utf-8")
    result = run("check", "--rulebooks", tmp_path / "rulebooks", "--format", "json")
    assert result.exit_code == 1
    (one,) = json.loads(result.stdout)["findings"]
    assert (one["code"], one["help"]) == ("gap", "until: 2021-12-31, or leave it out")
    assert one["file"].endswith("enactments/1/rulebook.yaml")


def test_a_mistake_in_a_letter_is_a_finding(small: Path, run: Callable[..., Any]) -> None:
    letters = small / "rulebooks" / "reading-room" / "letters"
    letters.mkdir()
    (letters / "refusal.yaml").write_text(
        "letter: refusal\nform: letter\ntitle: {zh: 通知書, en: Notice}\nsubject: {zh: 請查照。, en: Notice}\n"
        "when: {entry: refuse}\nparts: [outcome]\n",
        encoding="utf-8",
    )
    result = run("check", "reading-room")
    assert result.exit_code == 1
    assert result.stdout.startswith("rulebooks/reading-room/letters/refusal.yaml:5:15: error: entry has no outcome")
    assert 'help: did you mean "refused"?' in result.stdout
