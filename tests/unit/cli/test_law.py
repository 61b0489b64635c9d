"""``rulebook coverage`` and ``rulebook discrepancies``: text, JSON and pages, and what is refused."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.analysis.small_library import write_library
from tests.unit.analysis.test_discrepancies import row, with_rows
from tests.unit.analysis.test_executable import ARTICLE_9, ARTICLE_10, FINDINGS, HEAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def mixed(small: Path) -> Path:
    """The small library with units of every class and rows of several severities."""
    ten = (
        with_rows(ARTICLE_10, 1, row("D2", "A", zh="<b>甲</b>"), row("D10", "C"))
        .replace("note: {zh: 異, en: differ}, ", "", 1)
        .replace(
            "requires: {fact: age, at_least: 16}", "requires: {fact: age, at_least: 16}\n    label: {zh: 年滿, en: <i>Of age</i>}"
        )
    )
    nine = with_rows(ARTICLE_9, 1, row("D10", "C"))
    write_library(small, vocabulary=FINDINGS, rulebook=HEAD, article_1=ten, article_2=nine)
    (small / "rulebooks" / "reading-room" / "scenarios" / "entry.yaml").unlink()
    return small


def test_the_table_in_text(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    result = run("coverage", "reading-room", "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    shown = result.stdout
    assert re.search(r"●  8 +42\.1%  executed", shown)
    assert re.search(r"◐  8 +42\.1%  left to judgement", shown)
    assert re.search(r"○  1 +5\.3% +not executable\n +1 +5\.3% +legal basis or purpose\n△  2 +10\.5%  not used", shown)
    assert re.search(r"○  art9\.p1 +Article 9, Paragraph 1 a — statement · not executable; .*: It only says why", shown)
    assert re.search(r"◐  art10\.p2 +.* — requirement · left to judgement; To be found: “Keeps order”", shown)
    assert re.search(r"◐  art10\.p3\.t2 +.* — power · left to judgement; Whether it is exercised", shown)
    assert shown.index("art9.p8") < shown.index("art10.p1")
    assert not re.search("[\u4e00-\u9fff]", shown)
    assert "\x1b" not in shown


def test_the_table_in_both_languages_has_two_lines_for_a_unit(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    lines = run("coverage").stdout.splitlines()
    [place] = [number for number, line in enumerate(lines) if " art9.p1 " in line]
    assert "第9條第1項" in lines[place]
    assert "法律依據或目的：僅為依據" in lines[place]
    assert lines[place + 1].strip().startswith("Article 9, Paragraph 1")


def test_the_table_as_json(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    [book] = json.loads(run("coverage", "--format", "json").stdout)["rulebooks"]
    assert (book["rulebook"], book["units"]) == ("reading-room", 19)
    assert book["classes"]["executed"] == {"units": 8, "share": 0.4211}
    assert book["natures"] == {"basis": 1}
    assert sum(part["units"] for part in book["parts"]) == 19
    units = {unit["path"]: unit for unit in book["list"]}
    assert [finding["fact"] for finding in units["art10.p2"]["findings"]] == ["findings.orderly"]
    assert units["art9.p1"]["not_executable"] == {"zh": "僅為依據", "en": "It only says why"}
    assert (units["art10.p3"]["class"], units["art10.p3"]["counted"]) == ("heading", False)
    assert units["art9.p1"]["file"].endswith("02.yaml")


class Page(HTMLParser):
    """What a page loads from elsewhere, and its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.elements: list[str] = []
        self.languages: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What an element is, and what it loads."""
        self.elements.append(tag)
        for name, value in attrs:
            if name in {"src", "href"} and not (value or "").startswith("#"):
                self.loaded.append(value or "")
            if name == "lang":
                self.languages.add(value or "")


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("command", ["coverage", "discrepancies"])
def test_a_page_is_whole_by_itself_and_shows_what_it_quotes_as_text(
    mixed: Path, run: Callable[..., Any], command: str, language: str
) -> None:
    assert mixed.is_dir()
    result = run(command, "--format", "html", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    page = Page(result.stdout)
    assert page.loaded == []
    assert "script" not in page.elements
    assert not {"b", "i"} & set(page.elements), "a text of a rulebook is no mark-up"
    wanted = {"zh": {"zh-Hant-TW"}, "en": {"en"}, "both": {"zh-Hant-TW", "en"}}[language]
    assert wanted <= page.languages
    if command == "coverage":
        assert page.languages == wanted
        assert ("僅為依據" in result.stdout, "It only says why" in result.stdout) == (language != "en", language != "zh")
    else:
        assert "&lt;b&gt;甲&lt;/b&gt;" in result.stdout  # both wordings stand in either language
        assert ("從中文" in result.stdout, "As in Chinese" in result.stdout) == (language != "en", language != "zh")


def test_bars_have_a_part_for_each_class_and_words_for_those_who_do_not_see_them(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    shown = run("coverage", "--format", "html", "--lang", "en").stdout
    label = re.search(r'role="img" aria-label="([^"]+)"', shown)
    assert label
    assert label[1] == "executed 42.1%, left to judgement 42.1%, not executable 5.3%, not used 10.5%"
    bar = shown[label.end() : shown.index("</svg>", label.end())]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%"', bar)]
    assert sum(widths) == pytest.approx(100, abs=0.01)


def test_rows_in_text(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    result = run("discrepancies", "reading-room", "--lang", "en")
    assert result.exit_code == 0
    shown = result.stdout
    assert re.findall(r"─ (D\d+) ([ABC])", shown) == [("D10", "C"), ("D2", "A")]
    assert "Article 9, Paragraph 1 [art9.p1]; Article 10, Paragraph 1 [art10.p1]" in shown
    assert "The Chinese text governs. What the rule does: As in Chinese" in shown
    assert "zh <b>甲</b>" in shown


def test_rows_as_json(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    rows = json.loads(run("discrepancies", "--format", "json").stdout)["discrepancies"]
    assert [one["id"] for one in rows] == ["D10", "D2"]
    [written] = rows[0]["as_written"]
    assert [unit["path"] for unit in written["units"]] == ["art9.p1", "art10.p1"]
    assert written["rule"] == {"zh": "從中文", "en": "As in Chinese"}
    assert written["governs"] == "zh"


def test_rows_are_chosen_by_severity_and_id(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()

    def ids(*arguments: str) -> list[str]:
        shown = json.loads(run("discrepancies", "--format", "json", *arguments).stdout)
        return [one["id"] for one in shown["discrepancies"]]

    assert ids("--severity", "A") == ["D2"]
    assert ids("--severity", "a, C") == ["D10", "D2"]
    assert ids("--severity", "B") == []
    assert ids("--id", "D10") == ["D10"]
    assert ids("--id", "D10", "--id", "D2") == ["D10", "D2"]
    assert ids("--id", "D10", "--severity", "A") == []


def test_when_no_row_fits_that_is_said(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    assert "None fits." in run("discrepancies", "--severity", "B", "--lang", "en").stdout
    assert "None fits." in run("discrepancies", "--severity", "B", "--lang", "en", "--format", "html").stdout


def test_what_is_not_there_is_refused_with_a_way_out(mixed: Path, run: Callable[..., Any]) -> None:
    assert mixed.is_dir()
    for arguments, said in (
        (("coverage", "reading"), 'did you mean "reading-room"?'),
        (("discrepancies", "reading"), 'did you mean "reading-room"?'),
        (("discrepancies", "--severity", "D"), 'there is no "D"'),
        (("discrepancies", "--id", "D11"), 'did you mean "D10"?'),
    ):
        result = run(*arguments)
        assert result.exit_code == 2, arguments
        assert said in result.stderr


def test_a_narrow_terminal_breaks_lines(mixed: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert mixed.is_dir()
    monkeypatch.setattr("engine.cli.coverage_formats.width_of_output", lambda: 40)
    assert all(len(line) <= 60 for line in run("coverage", "--lang", "en").stdout.splitlines()[2:])
    monkeypatch.setattr("engine.cli.coverage_formats.width_of_output", lambda: 8)
    assert "art10.p3.t2" in run("coverage", "--lang", "en").stdout
