"""What the tree says of values, of the law's numbers, and of other readings: in words, as a report does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.cli.layout import width_of
from engine.reporting import sentences_of
from tests.unit.analysis.small_library import BASE
from tests.unit.reporting.evaluations import evaluation_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VALUES = """\
  fee:
    title: {zh: 費用, en: Fee}
    cite: [art3]
    value: {given_by: art3.p1}
  returned_on:
    title: {zh: 歸還日, en: Day of return}
    cite: [art3]
    value: {given_by: art3.p2}
  early:
    title: {zh: 提前登記, en: Early registration}
    cite: [art3]
    outcomes: {early: {zh: 已提前, en: Early}, late: {zh: 未提前, en: Late}}
    favourable: [early]
    rows:
      - {when: art3.p3, then: early}
      - {otherwise: late}
"""
ARTICLE_3 = """\
article: "3"
parameters:
  usual_fee: {value: 4500, unit: TWD, label: {zh: 一般費用, en: Usual fee}}
  high_fee: {value: 5000, unit: TWD, label: {zh: 較高費用, en: Higher fee}}
  days_before: {value: 7, unit: days, label: {zh: 開課前日數, en: Days before the course}}
  first_day: {type: date, value: 2022-01-05, label: {zh: 開課日, en: First day of the course}}
readings:
  which_fee:
    question: {zh: 費用為何？, en: Which fee is due?}
    chosen: usual
    means: {zh: 一般費用, en: The usual one}
    because: {zh: 通例, en: As everywhere}
    alternatives:
      high: {means: {zh: 較高費用, en: The higher one}, source: {zh: 他館, en: Another library}}
paragraphs:
  - paragraph: 1
    label: {zh: 應繳費用, en: The fee}
    text: {zh: 讀者應繳費用。, en: Readers pay a fee.}
    kind: effect
    when: {fact: age, at_least: 1}
    gives:
      choose:
        - {when: {reading: which_fee, is: usual}, then: {parameter: usual_fee}}
        - {otherwise: {parameter: high_fee}}
  - paragraph: 2
    text: {zh: 書應於發證後一個月內歸還。, en: Books are returned within a month of the card.}
    kind: effect
    when: {fact: age, at_least: 1}
    gives: {shift: {fact: card.issued_on}, later: {parameter: days_before}}
  - paragraph: 3
    label: {zh: 開課前七日登記, en: Registration a week before}
    text: {zh: 應於開課七日前登記。, en: Registration is due a week before the course.}
    kind: requirement
    requires: {fact: card.issued_on, on_or_before: {shift: {parameter: first_day}, earlier: {parameter: days_before}}}
"""


@pytest.fixture
def valued(small: Path) -> Path:
    enactment = small / "rulebooks" / "reading-room" / "enactments" / "1"
    (enactment / "articles" / "03.yaml").write_text(ARTICLE_3, encoding="utf-8")
    head = enactment / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8") + VALUES, encoding="utf-8")
    record = small / "record.yaml"
    record.write_text(BASE, encoding="utf-8")
    return record


def shown(run: Callable[..., Any], record: Path, language: str, rulebook: str = "reading-room") -> str:
    result = run("evaluate", record, "--rulebook", rulebook, "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    found: str = result.stdout
    return found


def test_values_have_their_words(valued: Path, run: Callable[..., Any]) -> None:
    en, zh = shown(run, valued, "en"), shown(run, valued, "zh")
    assert "Fee: NT$4,500  [fee: 4500]" in en
    assert "費用：新臺幣4,500元  [fee: 4500]" in zh
    assert "Day of return: 8 January 2022  [returned_on: 2022-01-08]" in en
    assert "歸還日：2022年1月8日  [returned_on: 2022-01-08]" in zh
    assert "Facts as of: 1 January 2022" in en


def test_another_reading_is_told_with_the_outcome_under_it(valued: Path, run: Callable[..., Any]) -> None:
    en = [one.strip("│├└─ ") for one in shown(run, valued, "en").splitlines()]
    assert en[en.index("Other reading: The higher one") + 1] == "Outcome under it: NT$5,000"
    assert "如採此讀法之結果：新臺幣5,000元" in shown(run, valued, "zh")


def test_a_value_rests_on_the_provision_that_gives_it_and_on_what_it_says(valued: Path, run: Callable[..., Any]) -> None:
    en = [one.strip("│├└─ ") for one in shown(run, valued, "en").splitlines()]
    ground = en.index("The fee (Article 3, Paragraph 1)  applies here  [reading-room:art3.p1]")
    assert en[ground + 1] == "Readers pay a fee."


def test_a_day_before_another_is_told_by_the_law_s_number_and_its_name(valued: Path, run: Callable[..., Any]) -> None:
    en, zh = shown(run, valued, "en"), shown(run, valued, "zh")
    assert "before" in en
    assert "29 December 2021 (“7 days before ‘First day of the course’ (‘Days before the course’)”)" in en
    assert "2021年12月29日（「開課日」前7日（開課前日數））" in zh


def test_a_table_has_the_words_of_values_too(valued: Path, run: Callable[..., Any]) -> None:
    second = valued.with_name("second.yaml")
    second.write_text(BASE.replace("R-1", "R-2"), encoding="utf-8")
    result = run("evaluate", valued, second, "--rulebook", "reading-room", "--decision", "fee", "--lang", "en")
    assert result.stdout.splitlines()[2].split("  ", maxsplit=1)[0] == "R-1"
    assert "NT$4,500" in result.stdout
    assert "The fee [Article 3, Paragraph 1]" in result.stdout


@pytest.mark.parametrize(
    ("lang", "met", "open_"), [("en", "met, or does not apply", "not yet decided"), ("zh", "符合或不適用", "尚未能認定")]
)
def test_what_allows_either_way_is_not_called_open(
    in_tree: Path, tmp_path: Path, run: Callable[..., Any], lang: str, met: str, open_: str
) -> None:
    """Article 4 Paragraph 1 asks about earlier studies: who has none may apply, whatever degrees the file leaves out."""
    text = (in_tree / "examples" / "applicants" / "dual-national.yaml").read_text(encoding="utf-8")
    lines = [one for one in text.splitlines() if not one.startswith(("education:", "  - {level: bachelor"))]
    record = tmp_path / "record.yaml"
    record.write_text("\n".join(lines), encoding="utf-8")
    told = run("evaluate", record, "--rulebook", "moe-international-students", "--decision", "application", "--lang", lang).stdout
    ground = next(one for one in told.splitlines() if one.endswith("[moe-international-students:art4.p1]"))
    assert met in ground
    assert [one for one in told.splitlines() if open_ in one and ":art4" in one] == []


def test_what_the_law_took_away_comes_first(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    """Article 12 Paragraph 2: a move-in registration during the studies forfeits the status; that is what matters."""
    base = in_tree / "rulebooks" / "moe-international-students" / "scenarios" / "base-student.yaml"
    change = "nationality_changes: [{kind: move_in_registration, permitted_on: 2021-03-01, ground: other}]"
    record = tmp_path / "student.yaml"
    record.write_text(base.read_text(encoding="utf-8").replace("nationality_changes: []", change), encoding="utf-8")
    told = shown(run, record, "en", "moe-international-students").splitlines()
    first = told[: next(number for number, line in enumerate(told) if number > 1 and line.startswith("├─"))]
    assert any("Article 12 Paragraph 2" in line for line in first)
    assert any(line.endswith("Forfeits the status and is dismissed  [status: loses_status]") for line in told)


def test_a_table_explains_the_decision_that_matters_and_says_which(
    in_tree: Path, tmp_path: Path, run: Callable[..., Any]
) -> None:
    """Article 12 Paragraph 2 again, beside decisions that do not depend on each other."""
    base = (in_tree / "rulebooks" / "moe-international-students" / "scenarios" / "base-student.yaml").read_text(encoding="utf-8")
    change = "nationality_changes: [{kind: move_in_registration, permitted_on: 2021-03-01, ground: other}]"
    for number, text in enumerate((base, base.replace("nationality_changes: []", change)), start=1):
        (tmp_path / f"{number}.yaml").write_text(text.replace("S-1101", f"S-{number}"), encoding="utf-8")
    told = run("evaluate", tmp_path, "--rulebook", "moe-international-students", "--lang", "en").stdout.splitlines()
    assert told[-1].startswith("S-2")
    assert "loss of status under Article 12 Paragraph 2" in told[-1]
    assert "loss of status" not in told[-2]


def test_what_comes_about_is_not_called_met(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    """Article 12 Paragraph 2 takes a status away: that its conditions are there serves nobody."""
    base = in_tree / "rulebooks" / "moe-international-students" / "scenarios" / "base-student.yaml"
    change = "nationality_changes: [{kind: restoration, permitted_on: 2021-03-01, ground: other}]"
    record = tmp_path / "student.yaml"
    record.write_text(base.read_text(encoding="utf-8").replace("nationality_changes: []", change), encoding="utf-8")
    told = shown(run, record, "zh", "moe-international-students").splitlines()
    ground = next(one for one in told if one.endswith("[moe-international-students:art12.p2]"))
    assert "（第12條第2項）  適用  " in ground


def test_a_record_about_which_the_named_decision_says_nothing_has_an_empty_line(in_tree: Path, run: Callable[..., Any]) -> None:
    scenarios = in_tree / "rulebooks" / "moe-international-students" / "scenarios"
    student, guardian = scenarios / "base-student.yaml", scenarios / "base-guardian.yaml"
    result = run("evaluate", student, guardian, "--rulebook", "moe-international-students", "--decision", "guardian")
    assert result.exit_code == 0, result.output
    assert {"S-1101", "G-0001"} <= {one.split("  ")[0] for one in result.stdout.splitlines()}


def test_where_the_columns_have_no_room_records_stand_one_below_the_other(
    in_tree: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_tree.is_dir()
    monkeypatch.setattr("engine.cli.judgment_text.width_of_output", lambda: 60)
    result = run("evaluate", "examples/applicants", "--rulebook", "nthu-dual-emba")
    assert result.exit_code == 0
    assert max(width_of(one) for one in result.stdout.splitlines()) <= 60
    late = next(one for one in result.stdout.split("\n\n") if one.startswith("EX-13")).splitlines()
    decided = " ".join(late).replace("\u00a0", " ")
    assert "nthu-dual-emba" in decided
    assert "application: reject" in decided
    assert "application: may_apply" in decided
    assert "20 May 2022, 17:00:01, after 20 May 2022" in " ".join(one.strip() for one in late)


OPEN_BUT_LIFTED = """\
  - paragraph: 4
    label: {zh: 停用者須重辦, en: A blocked card is renewed}
    text: {zh: 停用者應重辦。, en: Who has a blocked card renews it.}
    kind: requirement
    applies_when: {fact: age, at_least: 1}
    requires: {fact: card.issued_on, on_or_after: 2030-01-01}
    unless: {fact: card.blocked, is: false}
"""


def test_a_requirement_that_is_lifted_needs_not_be_called_for(valued: Path) -> None:
    root = valued.parent / "rulebooks"
    enactment = root / "reading-room" / "enactments" / "1"
    (enactment / "articles" / "03.yaml").write_text(ARTICLE_3 + OPEN_BUT_LIFTED, encoding="utf-8")
    head = enactment / "rulebook.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("{when: art3.p3,", "{when: {all: [art3.p3, art3.p4]},"), encoding="utf-8"
    )
    evaluation = evaluation_of(BASE.replace("age: 30\n", ""), "reading-room", root, subject="reader")
    (told,) = sentences_of(evaluation, "reading-room:art3.p4")
    assert (told.text.en, told.standing) == ("Does not bind here:", "plain")
    assert [one.text.en for one in told.below] == ["Card is blocked: no."]
