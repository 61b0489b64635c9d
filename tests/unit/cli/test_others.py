"""``rulebook schema``, ``show``, ``report`` and help."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from engine.cli.application import COMMANDS
from engine.cli.schema import FILES
from engine.loading.schema import NAMES
from tests.unit.analysis.small_library import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_files_that_have_a_schema_are_those_of_the_loading() -> None:
    assert set(FILES) == set(NAMES)


@pytest.mark.parametrize("name", [*FILES, "applicant", "guardian"])
def test_every_schema_is_one(in_tree: Path, run: Callable[..., Any], name: str) -> None:
    assert in_tree.is_dir()
    result = run("schema", name)
    assert (result.exit_code, result.stderr) == (0, "")
    Draft202012Validator.check_schema(json.loads(result.stdout))


def test_an_unknown_schema(in_tree: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    result = run("schema", "aplicant")
    assert result.exit_code == 2
    assert 'did you mean "applicant"?' in result.stderr


def test_show_a_unit_in_the_order_of_the_text(in_tree: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    result = run("show", "moe-international-students", "art2.p5")
    assert result.exit_code == 0
    shown = re.findall(r"\[(art2\.p5[a-z0-9.]*)\]", result.stdout)
    assert shown == ["art2.p5", "art2.p5.but", "art2.p5.s1", "art2.p5.s2", "art2.p5.s3", "art2.p5.s4"]
    assert "未逾一百二十日" in result.stdout
    assert "120 days" in result.stdout


def test_show_names_what_kind_of_rule_a_unit_is(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    result = run("show", "reading-room", "--lang", "en")
    assert "Article 1, Paragraph 1  requirement" in result.stdout
    assert "Article 2, Paragraph 1  duty" in result.stdout
    assert "不得入室" not in result.stdout


def test_show_of_what_is_not_there(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    assert run("show", "reading-room", "art1.p8").exit_code == 2
    assert run("show", "reading").exit_code == 2
    assert run("show", "reading-room@7").exit_code == 2


@pytest.mark.parametrize(("form", "language"), [("html", "both"), ("md", "zh"), ("md", "en")])
def test_reports_are_written_and_named(small: Path, run: Callable[..., Any], form: str, language: str) -> None:
    (small / "r.yaml").write_text(BASE, encoding="utf-8")
    result = run("report", "r.yaml", "--rulebook", "reading-room", "--format", form, "--lang", language, "--out", "out/deep")
    assert (result.exit_code, result.stderr) == (0, "")
    [path] = result.stdout.split()
    text = (small / path).read_text(encoding="utf-8")
    assert ("准許" in text) == (language in {"zh", "both"})
    assert ("Admitted" in text) == (language in {"en", "both"})


def test_reports_of_a_folder_have_an_index(small: Path, run: Callable[..., Any]) -> None:
    folder = small / "records"
    folder.mkdir()
    (folder / "a.yaml").write_text(BASE, encoding="utf-8")
    (folder / "b.yaml").write_text("{id: R-2, age: 3}", encoding="utf-8")
    (folder / "c.yaml").write_text("{id: R-3, age: x}", encoding="utf-8")
    result = run("report", folder, "--rulebook", "reading-room", "--out", "out")
    assert result.exit_code == 1  # one of several was rejected
    assert "c.yaml:1:" in result.stderr
    assert sorted(path.name for path in (small / "out").iterdir()) == ["R-1.html", "R-2.html", "index.html"]


def test_reports_that_cannot_be_written(small: Path, run: Callable[..., Any]) -> None:
    (small / "r.yaml").write_text(BASE, encoding="utf-8")
    result = run("report", "r.yaml", "--rulebook", "reading-room", "--out", "r.yaml")
    assert result.exit_code == 2
    assert "r.yaml" in result.stderr


def test_help_names_every_command(run: Callable[..., Any]) -> None:
    shown = run("--help").stdout
    for name, sentence in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(sentence)}$", shown, re.MULTILINE)


def test_an_unknown_command(run: Callable[..., Any]) -> None:
    result = run("evalute")
    assert result.exit_code == 2
    assert "evalute" in result.stderr


def test_version(run: Callable[..., Any]) -> None:
    assert re.fullmatch(r"rulebook (\d+\.\d+.*|\(not installed\))\n", run("--version").stdout)
