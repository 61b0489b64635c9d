"""``rulebook show``: the text of a day, marked where amendments made it, and what is said where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from engine.loading.library import Library
from engine.reporting.consolidated.build import excerpt, shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

ROOM = "reading-room"
FIRST = """\
amendment: first
amends: reading-room
title: {zh: 第一次修正, en: First amendment}
promulgated: 2021-01-15
in_force: 2021-02-01
changes:
  - {set: parameters.least_age, to: {value: 18}}
  - {set: art1.p1.label, to: {zh: 年滿十八歲, en: Eighteen years of age}}
  - insert_after: art1
    article:
      article: "1-1"
      paragraphs:
        - paragraph: 1
          text: {zh: 應保持安靜。, en: Silence is kept.}
          kind: statement
          nature: aim
          not_executable: {zh: 無從判斷, en: Nobody decides it}
  - {repeal: art2.p1, in_force: 2021-06-01}
  - insert_into: art2
    in_force: 2021-06-01
    unit:
      paragraph: 2
      text: {zh: 得攜帶茶水。, en: Tea may be brought.}
      kind: statement
      nature: aim
      not_executable: {zh: 無從判斷, en: Nobody decides it}
transitional:
  - when: {fact: card.issued_on, before: 2020-06-01}
    apply: previous
    text: {zh: 舊證適用舊規定。, en: Old cards keep the old rules.}
"""
SECOND = """\
amendment: second
amends: reading-room
promulgated: 2021-11-01
in_force: 2022-01-01
changes:
  - {renumber: art2.p2, to: art2.p1}
  - {set: art1-1.p1.text, to: {zh: 應保持肅靜。, en: Silence is kept strictly.}}
"""


@pytest.fixture
def amended(small: Path) -> Path:
    """The small library with two amendments, the first in force on two days."""
    folder = small / "rulebooks" / ROOM / "amendments"
    folder.mkdir()
    (folder / "first.yaml").write_text(FIRST, encoding="utf-8")
    (folder / "second.yaml").write_text(SECOND, encoding="utf-8")
    return small


def text(run: Run, *arguments: str) -> str:
    result = run("show", ROOM, *arguments, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def below(shown: str, unit: str) -> str:
    """What stands in the lines of a unit, up to the next line that names one."""
    return re.split(r"\n[^\n]*\[[a-z0-9.-]+\]\n", shown.split(f"[{unit}]\n", 1)[1])[0]


def test_what_is_as_enacted_has_no_mark(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    shown = text(run, "--as-of", "2020-05-05")
    assert "in force from 1 January 2020 to 31 January 2021" in shown
    assert "Amendments applied" not in shown
    assert not re.search("[~+→-] (amended|inserted|renumbered|repealed)", shown)
    assert "Requires: “Age” is at least 16 years" in below(shown, "art1.p1")


def test_later_amendments_are_named_with_the_days_of_their_changes(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    shown = text(run, "--as-of", "2021-03-01")
    applied, later = shown.split("not applied in this version")
    assert "“First amendment”" in applied
    assert "In force: 1 February 2021 (3 changes)" in applied
    assert "Old cards keep the old rules." in applied
    assert "from 1 June 2021 (2 changes)" in later
    assert "the amendment “second”" in later


def test_each_amended_unit_says_by_which_amendment(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    shown = text(run, "--as-of", "2021-03-01")
    by = "by “First amendment”, in force since 1 February 2021"
    assert f"Short name amended {by}" in below(shown, "art1.p1")
    assert "“Age” is at least 18 years" in below(shown, "art1.p1")
    assert f"inserted {by}" in below(shown, "art1-1")
    assert f"inserted with Article 1-1 {by}" in below(shown, "art1-1.p1")
    assert f"Value amended {by}" in below(shown, "parameters.least_age")
    assert "amended" not in below(shown, "art1.p2")


def test_what_was_repealed_stands_at_its_place_and_its_number_is_anothers(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    shown = text(run, "--as-of", "2022-06-01")
    repealed, renumbered = (part for part in shown.split("[art2.p1]\n")[1:])
    assert "repealed by “First amendment”, in force since 1 June 2021" in repealed
    assert "Who borrows has to tell the librarian." in repealed
    assert "Tea may be brought." not in repealed
    assert "inserted by “First amendment”, in force since 1 June 2021" in renumbered
    assert "renumbered from Article 2, Paragraph 2 by the amendment “second”" in renumbered
    assert "repealed" not in renumbered


def test_a_part_of_an_inserted_unit_keeps_its_origin_when_it_is_amended(amended: Path) -> None:
    shown = excerpt(shown_text(Library(amended / "rulebooks"), ROOM, "2022-01-01"), "art1-1.p1")
    assert shown is not None
    assert [one.en.partition(" by ")[0] for one in shown.units[0].history] == ["inserted with Article 1-1", "Wording amended"]


def test_one_unit_one_parameter_and_what_was_repealed(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    assert "Silence is kept." in text(run, "art1-1", "--as-of", "2021-03-01")
    assert "18 years" in text(run, "parameters.least_age", "--as-of", "2021-03-01")
    assert "Who borrows" in text(run, "art2.p1", "--as-of", "2021-07-01")
    assert run("show", ROOM, "art1-1", "--as-of", "2020-03-01").exit_code == 2


def test_the_versions_are_listed_with_their_periods(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    lines = text(run, "--versions").splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["1", "2021-02-01", "2021-06-01", "2022-01-01"]
    assert lines[1].endswith("in force from 1 February 2021 to 31 May 2021  “First amendment”")


def test_a_day_before_the_first_text_or_after_the_last_is_told(amended: Path, run: Run) -> None:
    result = run("show", ROOM, "--as-of", "2019-12-31")
    assert result.exit_code == 2
    assert "no text of reading-room here is in force on 2019-12-31: the first one is in force from 2020-01-01" in result.stderr
    head = amended / "rulebooks" / ROOM / "enactments" / "1" / "rulebook.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("in_force: 2020-01-01", "in_force: 2020-01-01\nuntil: 2023-12-31"),
        encoding="utf-8",
    )
    result = run("show", ROOM, "--as-of", "2024-01-01")
    assert result.exit_code == 2
    assert "the last one ends on 2023-12-31" in result.stderr
    assert "--as-of 2023-12-31" in result.stderr


def test_a_version_and_a_day_are_two_answers(amended: Path, run: Run) -> None:
    assert amended.is_dir()
    assert run("show", f"{ROOM}@1", "--as-of", "2021-03-01").exit_code == 2


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_page_says_the_same(amended: Path, run: Run, lang: str) -> None:
    assert run("show", ROOM, "--as-of", "2022-06-01", "--html", "page.html", "--lang", lang).exit_code == 0
    page = (amended / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    wanted = {
        "zh": ["應保持肅靜。", "借閱者，應通知館員。", "舊證適用舊規定。"],
        "en": ["Silence is kept strictly.", "Who borrows has to tell"],
    }
    for language in ("zh", "en"):
        assert all((sentence in page) == (lang in {language, "both"}) for sentence in wanted[language])
    assert page.count('class="sign removed"') == 1
    assert page.count('class="unit renumbered"') + page.count('class="unit added"') == 3
