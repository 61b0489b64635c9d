"""Somebody writes a new provision with a new fact in YAML alone, and it explains itself in both languages at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from engine.language.facts import Bilingual
from engine.reporting import one_line_reason, report_of, sentences_of
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declared import declared_letters
from engine.reporting.letters.model import Sender
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import BROCHURE, RULEBOOKS, evaluation_of, explanation, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.evaluation.interpreter import Evaluation

FACTS = """
  volunteering.hours:
    type: integer
    unit: hours
    label: {zh: 志工服務時數, en: Hours of volunteer service}
    ask: {zh: 請提供志願服務紀錄冊。, en: Provide the record of volunteer service.}
  volunteering.kinds:
    type: list
    of: volunteering_kind
    label: {zh: 志工服務類別, en: Kinds of volunteer service}
enumerations:
  volunteering_kind:
    values:
      library: {zh: 圖書館, en: library}
      animals: {zh: 動物照護, en: care of animals}
"""
ARTICLE = """
section: 90
label: {zh: 志工服務, en: Volunteer service}
text:
  zh: 申請人應具四十小時以上之志工服務。
  en: An applicant shall have done at least forty hours of volunteer service.
kind: requirement
parameters:
  hours_wanted: {value: 40, unit: hours, label: {zh: 志工服務最低時數, en: Least hours of volunteer service}}
requires:
  all:
    - {fact: volunteering.hours, at_least: {parameter: hours_wanted}}
    - {some: volunteering.kinds, is: animals}
"""
DECISION = """decisions:
  volunteering:
    title: {zh: 志工服務, en: Volunteer service}
    cite: [sec90]
    outcomes:
      enough: {zh: 足夠, en: Enough}
      too_little: {zh: 不足, en: Too little}
    favourable: [enough]
    rows:
      - when: sec90
        then: enough
      - otherwise: too_little
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("library") / "rulebooks"
    shutil.copytree(RULEBOOKS, copied)
    vocabulary = copied / "vocabulary" / "applicant.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8").rstrip() + FACTS, encoding="utf-8")
    enactment = next((copied / BROCHURE / "enactments").iterdir())
    (enactment / "articles" / "90-volunteering.yaml").write_text(ARTICLE, encoding="utf-8")
    decisions = enactment / "decisions" / "applicant.yaml"
    text = decisions.read_text(encoding="utf-8").replace("decisions:\n", DECISION, 1)
    late = "            - {decision: timeliness, in: [late, not_open]}\n"
    assert late in text
    decisions.write_text(text.replace(late, late + "            - {decision: volunteering, is: too_little}\n"), encoding="utf-8")
    return copied


def evaluated(folder: Path, hours: str) -> Evaluation:
    return evaluation_of(f"{text_of('dual-national')}\nvolunteering: {{{hours}}}\n", folder=folder)


def test_a_failed_requirement_explains_itself(folder: Path) -> None:
    evaluation = evaluated(folder, "hours: 39, kinds: [library]")
    lines = sentences_of(evaluation, "nthu-dual-emba:sec90")
    assert [line.text.zh for line in lines] == [
        "志工服務時數：39小時，未達40小時（志工服務最低時數）。",
        "志工服務類別：圖書館，而非動物照護。",
    ]
    assert [line.text.en for line in lines] == [
        "Hours of volunteer service: 39 hours, less than 40 hours (“Least hours of volunteer service”).",
        "Kinds of volunteer service: library, not care of animals.",
    ]
    assert report_of(evaluation).main.outcome.en == "Reject"
    assert one_line_reason(evaluation, "application", "zh").endswith("〔第90節〕")


def test_a_met_requirement_says_so(folder: Path) -> None:
    (first, second) = sentences_of(evaluated(folder, "hours: 40, kinds: [library, animals]"), "nthu-dual-emba:sec90")
    assert first.text.en.startswith("Hours of volunteer service: 40 hours, at least 40 hours")
    assert second.text.zh == "志工服務類別：動物照護。"
    assert (first.standing, second.standing) == ("met", "met")


def test_a_missing_fact_is_asked_for_in_its_own_words(folder: Path) -> None:
    evaluation = evaluated(folder, "kinds: [animals]")
    report = report_of(evaluation)
    assert [(one.label.en, one.ask.en) for one in report.main.missing] == [
        ("Hours of volunteer service", "Provide the record of volunteer service.")
    ]
    content = explanation(evaluation, "both", "md")
    assert "申請人應具四十小時以上之志工服務。" in content
    assert "請提供志願服務紀錄冊。<br>Provide the record of volunteer service." in content


def test_it_has_a_letter_in_both_languages_at_once(folder: Path) -> None:
    found = evaluated(folder, "hours: 12, kinds: [library]")
    declared = declared_letters(folder, found.program.rulebook)
    [letter] = Letters(found, shipped_phrases(), declared, sender=Sender(name=Bilingual("本校", "The school"))).due(
        "volunteering"
    )
    [of] = next(part for part in letter.parts if part.kind == "grounds").grounds
    [ground] = of.grounds
    assert ground.cite == Bilingual("第90節", "Section 90")
    assert [one.en for one in ground.needed] == [
        "Hours of volunteer service must be at least 40 hours (“Least hours of volunteer service”).",
        "Kinds of volunteer service must include care of animals.",
    ]
    assert [one.zh for one in ground.needed] == ["志工服務時數應達40小時（志工服務最低時數）。", "志工服務類別應有動物照護。"]
    assert letter.quotations[0].wording.en == "An applicant shall have done at least forty hours of volunteer service."


def test_what_is_not_known_of_it_is_asked_for(folder: Path) -> None:
    found = evaluated(folder, "kinds: [animals]")
    declared = declared_letters(folder, found.program.rulebook)
    [letter] = Letters(found, shipped_phrases(), declared, sender=Sender(name=Bilingual("本校", "The school"))).due(
        "volunteering"
    )
    [one] = next(part for part in letter.parts if part.kind == "wanted").wanted
    assert (one.what.en, one.ask) == (
        "Hours of volunteer service",
        Bilingual("請提供志願服務紀錄冊。", "Provide the record of volunteer service."),
    )
