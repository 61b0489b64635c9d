"""``rulebook test``: what ran, what failed, in every form."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tests.unit.analysis.small_library import SCENARIOS, write_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAILING = SCENARIOS.replace("with: {age: 15}\n    expect:\n      decisions: {entry: refused}",
                            "with: {age: 15}\n    expect:\n      decisions: {entry: admitted}")  # fmt: skip


def test_all_pass(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "reading-room: 3 scenarios, none failed" in result.stdout
    assert "sixteen" not in result.stdout


def test_verbose_names_what_passed(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "reading-room", "--verbose")
    assert "passed: sixteen" in result.stdout
    assert "未滿十六歲 does not include sixteen" in result.stdout


def test_a_failure_is_shown_with_its_place_difference_and_reason(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=FAILING)
    result = run("test")
    assert result.exit_code == 1
    assert "rulebooks/reading-room/scenarios/entry.yaml:14:5: failed: fifteen" in result.stdout
    assert "entry: expected admitted, got refused because art1.p1" in result.stdout
    assert "3 scenarios, 1 failed" in result.stdout


def test_coverage_names_what_was_never_exercised(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "--coverage")
    assert result.exit_code == 0
    assert "provision art2.p1: never satisfied, undetermined" in result.stdout


def test_json_with_coverage(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=FAILING)
    result = run("test", "--format", "json", "--coverage")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["passed"], found["failed"]) == (2, 1)
    [failed] = [one for one in found["results"] if not one["passed"]]
    assert (failed["name"], failed["line"], failed["rulebook"]) == ("fifteen", 14, "reading-room@1")
    duty = next(one for one in found["coverage"]["reading-room"] if one.get("provision") == "art2.p1")
    assert duty["exercised"] == {"satisfied": 0, "not_applicable": 3, "undetermined": 0}


def test_junit(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=FAILING)
    suites = ET.fromstring(run("test", "--format", "junit").stdout.encode())  # noqa: S314 - our own output
    [suite] = suites
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    [failure] = suite.iter("failure")
    assert "expected admitted, got refused" in (failure.get("message") or "")


def test_nothing_ran(small: Path, run: Callable[..., Any]) -> None:
    for file in (small / "rulebooks/reading-room/scenarios").iterdir():
        file.unlink()
    result = run("test")
    assert result.exit_code == 1
    assert "no scenario of reading-room ran" in result.stderr


def test_scenarios_that_cannot_be_read_fail(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=SCENARIOS.replace("name: blocked", "nam: blocked"))
    result = run("test")
    assert result.exit_code == 1
    assert "entry.yaml:21:" in result.stderr
    assert 'did you mean "name"?' in result.stderr


def test_an_unknown_rulebook_is_wrong_use(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "reading-rooms")
    assert result.exit_code == 2
    assert 'did you mean "reading-room"?' in result.stderr


def test_mutate_tells_what_no_scenario_notices(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "--mutate", "--jobs", "1")
    assert result.exit_code == 1  # nothing exercises the duty of Article 2
    assert "reading-room@1: " in result.stdout
    assert "art2.p1 when.at_least: 1 → 2\n    no scenario notices it" in result.stdout


def test_mutate_as_json(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "--mutate", "--jobs", "1", "--format", "json")
    found = json.loads(result.stdout)["reading-room@1"]
    assert found["noticed"] + found["unnoticed"] + found["refused"] == found["tried"] == found["edits"]
    [duty] = [one for one in found["of_the_unnoticed"] if one["edit"] == "art2.p1 when.at_least: 1 → 2"]
    assert (duty["line"], duty["because"]) == (7, None)


def test_mutate_is_not_tried_on_what_fails(small: Path, run: Callable[..., Any]) -> None:
    write_library(small, scenarios=FAILING)
    result = run("test", "--mutate")
    assert result.exit_code == 1
    assert "2 failed" not in result.stdout
    assert "1 failed" in result.stdout


def test_a_sample_is_a_number_above_none(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("test", "--mutate", "--sample", "none")
    assert result.exit_code == 2
    assert '--sample: "none" is no number above 0' in result.stderr


def test_scenarios_that_lie_elsewhere(small: Path, run: Callable[..., Any]) -> None:
    shutil.copytree(small / "rulebooks" / "reading-room" / "scenarios", small / "mine")
    (small / "mine" / "entry.yaml").write_text(FAILING, encoding="utf-8")
    result = run("test", "reading-room", "--scenarios", "mine")
    assert result.exit_code == 1
    assert "mine/entry.yaml:14:5: failed: fifteen" in result.stdout
    assert run("test", "reading-room", "--scenarios", "nowhere").exit_code == 2
    result = run("test", "reading-room", "--scenarios", "mine", "--mutate")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leave out --mutate, or --scenarios" in result.stderr
