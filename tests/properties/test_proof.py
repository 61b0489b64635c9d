"""Proofs against brute force: every answer about random rulebooks is what trying every record within the bounds says.

``RULEBOOK_PROOFS`` sets how many pairs of random rulebooks are compared (more on demand).
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Final

import pytest

from engine.analysis.proof.answering import answers
from engine.analysis.proof.comparing import Compared, Difference, Verdict, compared, goals
from engine.analysis.proof.finding import Pursuer, Pursuit
from engine.analysis.proof.questions import Kind, questions_of
from engine.analysis.proof.sides import Sides
from tests.properties.finite import EXTENT, Author, all_records

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook

PAIRS: Final = int(os.environ.get("RULEBOOK_PROOFS", "16"))
BOOKS: Final = PAIRS // 4
PARTS: Final = 2
SECONDS: Final = 60.0
_EITHER: Final = {
    (False, False, False): Verdict.EQUIVALENT,
    (True, False, True): Verdict.STRICTER,
    (False, True, True): Verdict.LOOSER,
    (True, True, True): Verdict.NEITHER,
    (False, False, True): Verdict.NEITHER,
}


def side(book: Rulebook) -> Compared:
    decision = book.decisions["hive:stay"]
    return Compared(book, decision, decision.favourable)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_verdict_is_what_trying_every_record_says(part: int) -> None:
    met = set()
    for seed in range(part, PAIRS, PARTS):
        author = Author(random.Random(seed))
        first, second = side(author.book()), side(author.book())
        sides = Sides([first.rulebook, second.rulebook], "bee", None)
        judged = [sides.judged(record) for record in all_records()]
        tried = {difference: any(one.does(goal) for one in judged) for difference, goal in goals(first, second).items()}
        wanted = _EITHER[tried[Difference.REFUSED], tried[Difference.FAVOURED], any(tried.values())]
        comparison = compared(first, second, EXTENT, (), SECONDS, 1)
        assert comparison.verdict is wanted, seed
        for difference, found in comparison.found.items():
            assert found.is_found or found.is_never, (seed, found.reason, found.detail)
            if difference is not Difference.OTHERWISE:
                assert found.is_found == tried[difference], (seed, difference)
            if found.witness is not None and found.witness.fewest:
                least = min(
                    sum(len(value) for value in one.record.facts.values() if isinstance(value, tuple))
                    for one in judged
                    if one.does(goals(first, second)[difference])
                )
                assert found.witness.elements == least, (seed, difference)
        met.add(wanted)
    assert len(met) > 1


@pytest.mark.parametrize("part", range(PARTS))
def test_an_answer_about_one_rulebook_is_what_trying_every_record_says(part: int) -> None:
    findings = set()
    for seed in range(part, BOOKS, PARTS):
        book = Author(random.Random(-1 - seed)).book()
        posed, questions = questions_of(book, "bee", list(Kind))
        sides = Sides([posed], "bee", None)
        judged = [sides.judged(record) for record in all_records()]
        for one in answers(posed, "bee", questions, EXTENT, (), SECONDS, 1):
            for goal, found in zip(one.question.goals, one.found, strict=False):
                assert found.is_found == any(record.does(goal) for record in judged), (seed, one.question)
                assert found.is_found or found.is_never, (seed, one.question)
            findings.add(one.finding)
    assert len(findings) > 1


def test_a_rulebook_is_equivalent_to_itself() -> None:
    for seed in range(3):
        book = side(Author(random.Random(100 + seed)).book())
        assert compared(book, book, EXTENT, (), SECONDS, 1).verdict is Verdict.EQUIVALENT


def test_known_records_change_no_answer() -> None:
    for seed in range(3):
        author = Author(random.Random(200 + seed))
        first, second = side(author.book()), side(author.book())
        for goal in goals(first, second).values():
            plain = Pursuit(rulebooks=(first.rulebook, second.rulebook), subject="bee", extent=EXTENT)
            knowing = Pursuit(rulebooks=(first.rulebook, second.rulebook), subject="bee", extent=EXTENT, known=all_records()[::7])
            one, other = (Pursuer(pursuit).pursue(goal, SECONDS) for pursuit in (plain, knowing))
            assert one.answer is other.answer, seed
