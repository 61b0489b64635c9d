"""Somebody writes a new provision with a new fact in YAML alone, and the letters of the brochure tell of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.documents.markdown import as_markdown
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declared import declared_letters, findings_of_letters
from engine.reporting.letters.document import document_of
from engine.reporting.letters.model import Sender
from engine.reporting.offices import Office
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import BROCHURE, library
from tests.unit.reporting.test_new_provision import evaluated, folder

if TYPE_CHECKING:
    from pathlib import Path

    from engine.reporting.letters.model import Letter

__all__ = ["folder"]  # the library with the new provision

OFFICE = Office()


def letters_of(folder: Path, facts: str, decision: str = "") -> dict[str, Letter]:
    evaluation = evaluated(folder, facts)
    book = evaluation.program.rulebook
    sender = Sender(name=book.authority, assumed=True)
    letters = Letters(evaluation, shipped_phrases(), declared_letters(folder, book), sender=sender)
    return {one.name: one for one in letters.due(decision)}


def said(letter: Letter, language: str) -> str:
    """The whole letter as it is read, on one line."""
    document = document_of(letter, language, OFFICE.templates)  # type: ignore[arg-type]
    return " ".join(as_markdown(document).split())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "zh",
            [
                "不予受理",
                "志工服務時數：39小時，未達40小時（志工服務最低時數）",
                "志工服務類別：圖書館，而非動物照護",
                "志工服務時數應達40小時（志工服務最低時數）。",
                "志工服務類別應有動物照護。",
                "申請人應具四十小時以上之志工服務。",
                "第90節",
            ],
        ),
        (
            "en",
            [
                "We cannot accept your application",
                "Hours of volunteer service: 39 hours, less than 40 hours (“Least hours of volunteer service”)",
                "Kinds of volunteer service: library, not care of animals",
                "Hours of volunteer service must be at least 40 hours (“Least hours of volunteer service”).",
                "Kinds of volunteer service must include care of animals.",
                "An applicant shall have done at least forty hours of volunteer service.",
                "Section 90",
            ],
        ),
    ],
)
def test_the_rejection_says_the_ground_the_facts_what_was_needed_and_the_law(
    folder: Path, language: str, sentences: list[str]
) -> None:
    letters = letters_of(folder, "hours: 39, kinds: [library]")
    assert list(letters) == ["application-rejected", "receipt"]
    text = said(letters["application-rejected"], language)
    assert [sentence for sentence in sentences if sentence not in text] == []
    quotations = letters["application-rejected"].quotations
    assert [one.cite.zh for one in quotations] == ["第90節"]  # what is said of lateness and of papers is not said of this ground


def test_a_new_decision_has_a_general_letter_in_both_languages(folder: Path) -> None:
    (letter,) = letters_of(folder, "hours: 39, kinds: [animals]", "volunteering").values()
    assert letter.name == "decision-unfavourable"
    assert "「志工服務」一案，審查結果為「不足」" in said(letter, "zh")
    assert "Volunteer service: Too little" in said(letter, "en")
    assert "志工服務類別應有" not in said(letter, "zh")  # that much is there


def test_a_new_fact_that_nobody_knows_is_asked_for_in_its_own_words(folder: Path) -> None:
    (letter,) = letters_of(folder, "kinds: [animals]", "volunteering").values()
    assert letter.name == "decision-undetermined"
    assert "請提供志願服務紀錄冊。" in said(letter, "zh")
    assert "Provide the record of volunteer service." in said(letter, "en")


def test_the_letters_of_the_brochure_need_no_change_for_it(folder: Path) -> None:
    assert [str(one) for one in findings_of_letters(library(folder)) if BROCHURE in one.place.file] == []
