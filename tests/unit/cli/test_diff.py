"""``rulebook diff``: by legal unit, with signs that need no colour, as JSON and as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.analysis.small_library import ARTICLE_1, ARTICLE_2, RULEBOOK, write_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, ...]:
    """The arguments for a library with two versions of one text: another age, another wording."""
    root = write_library(tmp_path)
    version = root / "reading-room" / "enactments" / "2"
    (version / "articles").mkdir(parents=True)
    head = RULEBOOK.replace('version: "1"', 'version: "2"').replace("2020-01-01", "2024-07-01")
    article = (
        ARTICLE_1.replace("未滿十六歲者", "未滿十八歲者").replace("sixteen may", "eighteen may").replace("value: 16", "value: 18")
    )
    (version / "rulebook.yaml").write_text(head, encoding="utf-8")
    (version / "articles" / "01.yaml").write_text(article, encoding="utf-8")
    (version / "articles" / "02.yaml").write_text(ARTICLE_2, encoding="utf-8")
    return ("--rulebooks", str(root))


def test_the_text_says_each_change_at_its_unit(two: tuple[str, ...], run: Callable[..., Any]) -> None:
    result = run("diff", "reading-room@1", "reading-room@2", "--lang", "zh", *two)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "第1條第1項" in result.stdout
    assert "條文：未滿[-十六-]{+十八+}歲者不得入室。" in result.stdout
    assert "值：[-16-]{+18+}年" in result.stdout
    assert "入室 [entry]" in result.stdout
    assert "第2條" not in result.stdout
    assert "\x1b" not in result.stdout


def test_the_second_version_needs_no_id(two: tuple[str, ...], run: Callable[..., Any]) -> None:
    assert run("diff", "reading-room@1", "2", *two).stdout == run("diff", "reading-room@1", "reading-room@2", *two).stdout


def test_json_has_both_texts_and_the_marks(two: tuple[str, ...], run: Callable[..., Any]) -> None:
    found = json.loads(run("diff", "reading-room@1", "2", "--format", "json", *two).stdout)
    assert (found["rulebook"], found["before"]["version"], found["after"]["version"]) == ("reading-room", "1", "2")
    (group,) = found["groups"]
    wording, age = group["changes"]
    assert wording["differences"][0]["about"] == "text"
    assert wording["differences"][0]["marked"]["en"] == [
        {"same": "Nobody below "}, {"removed": "sixteen"}, {"added": "eighteen"}, {"same": " may enter."},
    ]  # fmt: skip
    assert (age["kind"], age["change"], age["after"]) == ("parameter", "changed", "reading-room:least_age")
    assert [(rest["kind"], rest["key"]) for rest in age["affects"]] == [
        ("unit", "reading-room:art1.p1"), ("decision", "reading-room:entry"),
    ]  # fmt: skip
    (sentence,) = age["affects"][0]["sentences"]
    assert (sentence["before"]["en"], sentence["after"]["en"]) == (
        "“Age” is at least 16 years (“Least age”)", "“Age” is at least 18 years (“Least age”)",
    )  # fmt: skip


def test_a_difference_is_nothing_wrong_unless_asked(two: tuple[str, ...], run: Callable[..., Any]) -> None:
    assert run("diff", "reading-room@1", "2", "--exit-code", *two).exit_code == 1
    same = run("diff", "reading-room@1", "1", "--exit-code", "--lang", "en", *two)
    assert same.exit_code == 0
    assert "do not differ" in same.stdout


def test_the_page_is_written_beside(two: tuple[str, ...], run: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    result = run("diff", "reading-room@1", "2", "--html", str(page), *two)
    assert result.exit_code == 0
    assert "<ins>十八</ins>" in page.read_text(encoding="utf-8")
    assert run("diff", "reading-room@1", "2", "--format", "html", *two).stdout == page.read_text(encoding="utf-8")
    refused = run("diff", "reading-room@1", "2", "--html", str(tmp_path / "nowhere" / "x.html"), *two)
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr


def test_versions_that_are_not_there(two: tuple[str, ...], run: Callable[..., Any]) -> None:
    unknown = run("diff", "reading-room@1", "3", *two)
    assert unknown.exit_code == 2
    assert 'no version "3"' in unknown.stderr


def test_a_repealed_unit_is_called_so_also_where_its_number_is_left(tmp_path: Path, run: Callable[..., Any]) -> None:
    root = write_library(tmp_path)
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        """\
amendment: "2030-02-01"
amends: reading-room
promulgated: 2030-01-15
in_force: 2030-02-01
changes:
  - {repeal: art1.p1, leaves: {zh: （刪除）, en: (deleted)}}
  - set: decisions.entry
    to:
      outcomes: {admitted: {zh: 准許, en: Admitted}}
      rows: [{otherwise: admitted}]
""",
        encoding="utf-8",
    )
    arguments = ("--amendment", str(draft), "--rulebooks", str(root), "--lang", "en")
    shown = run("diff", "reading-room@1", "2030-02-01", *arguments)
    assert "- repealed  Article 1, Paragraph 1" in shown.stdout, shown.stderr
