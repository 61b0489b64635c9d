"""The shipped law over all applicants: equivalent to itself, looser by a longer stay, and only tightened by the brochure.

``RULEBOOK_PROOFS_OF_LAW=1`` asks what takes longer than a few seconds as well.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.analysis.proof.answering import answers
from engine.analysis.proof.comparing import Compared, Difference, Verdict, compared, tightens
from engine.analysis.proof.extents import extent_of
from engine.analysis.proof.questions import Finding, Kind, questions_of
from engine.cli.proving import known_records
from engine.evaluation.interpreter import Interpreter
from tests.shipped import library

if TYPE_CHECKING:
    from engine.analysis.proof.answers import Extent
    from engine.language.rulebook import Rulebook

REGULATION = "moe-international-students"
BROCHURE = "nthu-dual-emba"
SECONDS = 300.0
in_full = pytest.mark.skipif(not os.environ.get("RULEBOOK_PROOFS_OF_LAW"), reason="on demand: RULEBOOK_PROOFS_OF_LAW=1")


def side(book: Rulebook, decision: str) -> Compared:
    found = book.decisions[f"{book.id}:{decision}"]
    return Compared(book, found, found.favourable)


def extent(book: Rulebook, subject: str = "applicant", **lists: int) -> Extent:
    return extent_of(book.subjects[subject].vocabulary, (), lists, (date(1980, 1, 1), date(2029, 12, 31)), None)


def with_parameter(book: Rulebook, name: str, value: Any) -> Rulebook:
    key = f"{book.id}:{name}"
    return replace(book, parameters={**book.parameters, key: replace(book.parameters[key], value=value)})


@pytest.mark.parametrize("decision", ["eligibility", "reapplication"])
def test_the_regulation_is_equivalent_to_itself(decision: str) -> None:
    book = library().load(REGULATION)
    one = side(book, decision)
    assert compared(one, one, extent(book), (), SECONDS, 1).verdict is Verdict.EQUIVALENT


@in_full
def test_the_brochure_is_equivalent_to_itself() -> None:
    book = library().load(BROCHURE)
    one = side(book, "application")
    assert compared(one, one, extent(book), (), SECONDS, 1).verdict is Verdict.EQUIVALENT


def test_a_longer_stay_in_a_year_is_looser_and_somebody_who_stayed_longer_shows_it() -> None:
    book = library().load(REGULATION)
    longer = with_parameter(book, "annual_stay_limit", 150)
    few = {"residences": 1, "stays_in_taiwan": 1, "nationality.held": 1}
    bounds = replace(extent(book), lists={**extent(book).lists, **few})
    comparison = compared(side(book, "eligibility"), side(longer, "eligibility"), bounds, (), SECONDS, 1)
    assert comparison.verdict is Verdict.LOOSER
    witness = comparison.found[Difference.FAVOURED].witness
    assert witness is not None
    facts: dict[str, Any] = dict(witness.record.facts)
    (stay,) = facts["stays_in_taiwan"]
    first, last = stay.values["from"], stay.values["to"]
    assert isinstance(first, date)
    assert not isinstance(last, date) or (last - first).days > 120
    outcomes = [Interpreter(one).evaluate(witness.record).decisions["eligibility"].outcome for one in (book, longer)]
    assert outcomes == ["ineligible", "eligible"] == list(witness.said)


def test_the_brochure_only_tightens_the_regulation() -> None:
    brochure, regulation = library().load(BROCHURE), library().load(REGULATION)
    bounds = extent(brochure, documents=14, fees=4)
    sides = side(brochure, "application"), side(regulation, "application")
    (half,) = tightens(*sides, bounds, (), SECONDS, 1).found.values()
    assert half.is_never


@in_full
@pytest.mark.parametrize("id_", ["ntucm-exchange", REGULATION])
def test_of_the_law_nothing_contradicts_and_every_row_is_reached(id_: str) -> None:
    book = library().load(id_)
    for subject in book.subjects:
        posed, questions = questions_of(book, subject, [Kind.ROW, Kind.TOGETHER])
        known = known_records(library(), [id_], subject)
        bounds = extent_of(book.subjects[subject].vocabulary, known, {}, (None, None), None)
        for one in answers(posed, subject, questions, bounds, known, SECONDS, 1):
            assert one.finding is Finding.FINE, (one.question.about, one.question.row)
