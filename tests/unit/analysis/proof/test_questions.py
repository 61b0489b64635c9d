"""What is asked of one rulebook: each finding where it is known that there is one, and none where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import engine
from engine.analysis.proof.answering import answers
from engine.analysis.proof.answers import Answer, Possibility, Reason
from engine.analysis.proof.questions import Finding, Kind, finding, questions_of
from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.values import UnencodableError
from engine.evaluation.interpreter import Interpreter
from engine.language.expressions import NOWHERE
from tests.unit.analysis.proof.books import extent, pool

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.proof.questions import Answered

SECONDS = 30.0
MORE = "lifts: [art1]\n"
UNIT = '---\narticle: "4"\ntext: {zh: 字, en: word}\nkind: requirement\n'
FINE = "requires: {term: owed, at_most: {parameter: most_fines}}\n"


def asked(folder: Path, kind: Kind, edits: dict[str, str], seconds: float = SECONDS, jobs: int = 1) -> list[Answered]:
    book = pool(folder, a=edits).load("pool@a")
    posed, questions = questions_of(book, "visitor", [kind])
    return list(answers(posed, "visitor", questions, extent(), (), seconds, jobs))


def told(answered: list[Answered]) -> dict[str, Finding]:
    """What is worth telling: of which provisions, or row of a decision."""
    return {_named(one): one.finding for one in answered if one.finding is not Finding.FINE}


def _named(one: Answered) -> str:
    row = [] if one.question.row is None else [str(one.question.row)]
    return " ".join([*(key.partition(":")[2] or key for key in one.question.about), *row])


@pytest.mark.parametrize("kind", list(Kind))
def test_of_sound_rules_nothing_is_told(tmp_path: Path, kind: Kind) -> None:
    assert told(asked(tmp_path, kind, {})) == {}


def test_a_requirement_that_nobody_can_meet(tmp_path: Path) -> None:
    unit = UNIT + "requires: {all: [art1, {fact: age, less_than: {parameter: least_age}}, {fact: guided, is: false}]}\n"
    assert told(asked(tmp_path, Kind.SATISFIED, {MORE: MORE + unit})) == {"art4": Finding.NEVER}


def test_a_requirement_that_everybody_meets(tmp_path: Path) -> None:
    unit = UNIT + "requires: {any: [art1, {fact: age, less_than: {parameter: least_age}}]}\n"
    assert told(asked(tmp_path, Kind.VIOLATED, {MORE: MORE + unit})) == {"art4": Finding.NEVER}


def test_a_row_that_is_never_reached(tmp_path: Path) -> None:
    rows = "      - otherwise: out\n"
    dead = "      - {when: {all: [art1, art2, {fact: ticket, is: day}]}, then: out}\n"
    assert told(asked(tmp_path, Kind.ROW, {rows: dead + rows})) == {"entry 2": Finding.NEVER}


def test_an_exception_that_helps_nobody(tmp_path: Path) -> None:
    older = {"when: {fact: guided}": "when: {fact: age, more_than: {parameter: least_age}}"}
    assert told(asked(tmp_path, Kind.EXCEPTION, older)) == {"art3 art1": Finding.NEVER}


def test_an_unless_that_helps_nobody(tmp_path: Path) -> None:
    paid = {FINE: FINE + "unless: {every: fines, where: {field: amount, at_most: 0}}\n"}
    assert told(asked(tmp_path, Kind.EXCEPTION, paid)) == {"art2": Finding.NEVER}
    helps = {FINE: FINE + "unless: {fact: ticket, is: season}\n"}
    assert told(asked(tmp_path / "other", Kind.EXCEPTION, helps)) == {}


def test_two_requirements_that_cannot_both_be_met(tmp_path: Path) -> None:
    against = UNIT + "applies_when: {fact: ticket, is: season}\nforbids: {fact: age, at_least: {parameter: least_age}}\n"
    (one,) = [found for found in asked(tmp_path, Kind.TOGETHER, {MORE: MORE + against}) if found.finding is not Finding.FINE]
    assert one.question.about == ("pool:art1", "pool:art4")
    assert one.finding is Finding.CONTRADICTION
    both = one.found[1].witness
    assert both is not None
    statuses = Interpreter(pool(tmp_path, a={MORE: MORE + against}).load("pool@a")).evaluate(both.record).provisions
    assert {statuses["pool:art1"], statuses["pool:art4"]} == {"satisfied", "not_satisfied"}
    never_both = UNIT + "applies_when: {fact: guided}\nforbids: {fact: age, at_least: {parameter: least_age}}\n"
    assert told(asked(tmp_path / "other", Kind.TOGETHER, {MORE: MORE + never_both})) == {}


RESTATING = """\
---
article: "4"
text: {zh: 字, en: word}
restates: art1
prevails: restated
kind: requirement
requires: art1
as_printed: """


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("{any: [{fact: guided}, {fact: age, at_least: {parameter: least_age}}]}", Finding.EQUIVALENT),
        ("{fact: age, at_least: {parameter: least_age}}", Finding.STRICTER),
        ("{any: [{fact: swims}, {fact: guided}, {fact: age, at_least: {parameter: least_age}}]}", Finding.LOOSER),
        ("{fact: swims}", Finding.NEITHER),
    ],
)
def test_a_restatement_is_held_against_what_it_restates(tmp_path: Path, printed: str, wanted: Finding) -> None:
    assert told(asked(tmp_path, Kind.RESTATED, {MORE: MORE + RESTATING + printed + "\n"})) == {"art4 art1": wanted}


def test_without_time_a_question_is_undecided(tmp_path: Path) -> None:
    answered = asked(tmp_path, Kind.ROW, {}, seconds=0.0)
    assert {one.finding for one in answered} == {Finding.UNDECIDED}
    assert {one.found[0].reason for one in answered} == {Reason.TIME}


def test_what_has_no_terms_is_undecided_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_encoder: Encoder, name: str) -> Any:
        raise UnencodableError(NOWHERE, f"{name} has no terms")

    monkeypatch.setattr(Encoder, "decision", refuse)
    answered = asked(tmp_path, Kind.ROW, {})
    undecided = [one for one in answered if one.finding is Finding.UNDECIDED]
    assert undecided
    assert undecided[0].found[0].reason is Reason.UNENCODABLE
    assert undecided[0].found[0].detail == "~rows of entry has no terms"


def test_a_known_record_answers_what_it_shows(tmp_path: Path) -> None:
    book = pool(tmp_path, a={}).load("pool@a")
    plain = {"id": "K", "age": 40, "swims": True, "ticket": "day", "seen_on": "2020-05-05", "fines": []}
    posed, questions = questions_of(book, "visitor", [Kind.ROW])
    record = engine.read(book, plain)
    answered = list(answers(posed, "visitor", questions, extent(), (record,), 0.0, 1))
    assert [one.finding for one in answered if one.question.row == 0] == [Finding.FINE]
    assert [one.finding for one in answered if one.question.row] == [Finding.UNDECIDED, Finding.UNDECIDED]


def test_several_processes_answer_the_same(tmp_path: Path) -> None:
    assert told(asked(tmp_path, Kind.SATISFIED, {}, jobs=2)) == {}
    never = "      - {when: {all: [art1, art2, {fact: ticket, is: day}]}, then: out}\n      - otherwise: out\n"
    assert told(asked(tmp_path / "other", Kind.ROW, {"      - otherwise: out\n": never}, jobs=2)) == {"entry 2": Finding.NEVER}


YES, NO, OPEN = (Possibility(answer=answer) for answer in (Answer.FOUND, Answer.NEVER, Answer.UNDECIDED))


@pytest.mark.parametrize(
    ("kind", "found", "wanted"),
    [
        (Kind.TOGETHER, (NO, NO), Finding.FINE),
        (Kind.TOGETHER, (NO, OPEN), Finding.UNDECIDED),
        (Kind.TOGETHER, (OPEN,), Finding.UNDECIDED),
        (Kind.RESTATED, (YES, OPEN), Finding.UNDECIDED),
        (Kind.RESTATED, (YES, YES), Finding.NEITHER),
    ],
)
def test_goals_make_the_finding(tmp_path: Path, kind: Kind, found: tuple[Possibility, ...], wanted: Finding) -> None:
    _, questions = questions_of(pool(tmp_path, a={}).load("pool@a"), "visitor", [Kind.ROW])
    question = type(questions[0])(kind, ("pool:art1", "pool:art2"), ((), ()))
    assert finding(question, found) is wanted
