"""Two decisions over all records: each verdict, where it is known what must come out, and each witness replayed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import engine
from engine.analysis.proof import comparing, solving
from engine.analysis.proof.answers import Answer, Possibility, Reason
from engine.analysis.proof.comparing import Compared, Difference, Verdict, compared, tightens, verdict
from engine.analysis.proof.finding import Pursuer, Pursuit
from engine.analysis.proof.sides import under_readings
from engine.evaluation.interpreter import Interpreter
from tests.unit.analysis.proof.books import extent, pool

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.proof.answers import Witness
    from engine.analysis.proof.comparing import Comparison
    from engine.language.rulebook import Rulebook

SECONDS = 30.0
LEAST_AGE = "least_age: {value: 12,"


def side(book: Rulebook, decision: str = "entry") -> Compared:
    found = book.decisions[f"pool:{decision}"]
    return Compared(book, found, found.favourable)


def proven(folder: Path, old: dict[str, str], new: dict[str, str], decision: str = "entry", **more: Any) -> Comparison:
    library = pool(folder, a=old, b=new)
    first, second = (side(library.load(f"pool@{name}"), decision) for name in "ab")
    return compared(first, second, extent(**more), (), SECONDS, 1)


def witness(comparison: Comparison, difference: Difference) -> Witness:
    found = comparison.found[difference].witness
    assert found is not None
    return found


def facts(comparison: Comparison, difference: Difference) -> dict[str, Any]:
    """What the witness of a difference says."""
    return dict(witness(comparison, difference).record.facts)


def replayed(comparison: Comparison, found: Witness) -> list[Any]:
    """What the interpreter says of a witness's file, read as any record."""
    said = []
    for one in (comparison.first, comparison.second):
        result = Interpreter(one.rulebook).evaluate(found.record).decisions[one.decision.name]
        said.append(result.outcome or str(result.value))
    return said


def test_a_rulebook_is_equivalent_to_itself(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {}, {})
    assert comparison.verdict is Verdict.EQUIVALENT
    assert all(found.is_never for found in comparison.found.values())


def test_the_same_rule_in_other_words_is_equivalent(tmp_path: Path) -> None:
    other = {"requires: {fact: age, at_least: {parameter: least_age}}": "forbids: {fact: age, less_than: {parameter: least_age}}"}
    assert proven(tmp_path, {}, other).verdict is Verdict.EQUIVALENT


def test_a_higher_age_is_stricter_and_one_year_shows_it(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {}, {LEAST_AGE: "least_age: {value: 13,"})
    assert comparison.verdict is Verdict.STRICTER
    found = witness(comparison, Difference.REFUSED)
    assert found.record.facts["age"] == 12
    assert found.record.facts["guided"] is False
    assert "age" in found.unusual
    assert "guided" not in found.unusual
    assert found.record.facts["fines"] == ()
    assert found.fewest
    assert found.implausible == ()
    assert list(found.said) == replayed(comparison, found)
    assert found.said[0] in {"in", "watched"}
    assert found.said[1] == "out"
    assert comparison.found[Difference.FAVOURED].is_never


def test_a_lower_age_is_looser(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {}, {LEAST_AGE: "least_age: {value: 11,"})
    assert comparison.verdict is Verdict.LOOSER
    assert facts(comparison, Difference.FAVOURED)["age"] == 11


def test_what_is_stricter_here_and_looser_there_is_neither(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {}, {LEAST_AGE: "least_age: {value: 11,", "most_fines: {value: 100": "most_fines: {value: 90"})
    assert comparison.verdict is Verdict.NEITHER
    for difference in (Difference.REFUSED, Difference.FAVOURED):
        found = witness(comparison, difference)
        assert list(found.said) == replayed(comparison, found)
    assert len(facts(comparison, Difference.REFUSED)["fines"]) == 1


def test_other_outcomes_of_the_same_favour_are_neither(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {}, {"{fact: swims}]}, then: in": "{fact: ticket, is: season}]}, then: in"})
    assert comparison.verdict is Verdict.NEITHER
    assert comparison.found[Difference.REFUSED].is_never
    assert comparison.found[Difference.FAVOURED].is_never
    found = witness(comparison, Difference.OTHERWISE)
    assert set(found.said) == {"in", "watched"}
    assert list(found.said) == replayed(comparison, found)


def test_a_difference_that_the_bounds_leave_out_is_none(tmp_path: Path) -> None:
    later = {"requires: {term: owed, at_most": "unless: {count: fines, at_most: 1}\nrequires: {term: owed, at_most"}
    assert proven(tmp_path, {}, later, lists={"fines": 0}).verdict is Verdict.EQUIVALENT
    assert proven(tmp_path, {}, later, lists={"fines": 1}).verdict is Verdict.LOOSER


def test_values_are_lower_or_higher(tmp_path: Path) -> None:
    more = {"    of: amount\n": "    of: amount\n", "{reading: owing, is: everything}]}": "{field: amount, at_least: 1}]}"}
    comparison = proven(tmp_path, {}, more, "owed")
    assert comparison.verdict is Verdict.HIGHER
    found = witness(comparison, Difference.HIGHER)
    assert list(found.said) == replayed(comparison, found)
    assert proven(tmp_path, {}, {}, "owed").verdict is Verdict.EQUIVALENT


def test_another_reading_is_another_rule(tmp_path: Path) -> None:
    library = pool(tmp_path, a={})
    book = library.load("pool@a")
    other = under_readings(book, {"pool:owing": "everything"})
    comparison = compared(side(book), side(other), extent(least=0), (), SECONDS, 1)
    assert comparison.verdict is Verdict.STRICTER
    (fine,) = facts(comparison, Difference.REFUSED)["fines"]
    assert fine.values["paid"] is True
    assert fine.values["amount"] > 100


def test_a_known_record_is_a_witness_without_a_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = pool(tmp_path, a={}, b={LEAST_AGE: "least_age: {value: 13,"})
    plain = {"id": "K", "age": 12, "swims": True, "ticket": "day", "seen_on": "2020-05-05", "fines": []}
    record = engine.read(library.load("pool@a"), plain)
    refused = comparing.goals(side(library.load("pool@a")), side(library.load("pool@b")))[Difference.REFUSED]
    monkeypatch.setattr(solving.Solving, "look", lambda *_: pytest.fail("a known record shows it"))
    pursuit = Pursuit(
        rulebooks=tuple(library.load(f"pool@{name}") for name in "ab"), subject="visitor", extent=extent(), known=(record,)
    )
    found = Pursuer(pursuit).pursue(refused, SECONDS)
    assert found.witness is not None
    assert found.witness.record.facts["age"] == 12


def test_the_solver_without_time_leaves_it_undecided(tmp_path: Path) -> None:
    library = pool(tmp_path, a={}, b={LEAST_AGE: "least_age: {value: 13,"})
    first, second = (side(library.load(f"pool@{name}")) for name in "ab")
    comparison = compared(first, second, extent(), (), 0.0, 1)
    assert comparison.verdict is Verdict.UNDECIDED
    assert {found.reason for found in comparison.found.values()} == {Reason.TIME}


def test_what_does_not_replay_is_no_witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = solving.Solving.formula
    monkeypatch.setattr(solving.Solving, "formula", lambda self, goal: true(self, goal[:1]))  # half of what was asked
    comparison = proven(tmp_path, {}, {LEAST_AGE: "least_age: {value: 13,"}, lists={"fines": 0})
    found = comparison.found[Difference.FAVOURED]
    assert found.answer is Answer.UNDECIDED
    assert found.reason is Reason.NOT_REPLAYED
    assert found.witness is None
    assert "age" in found.detail
    assert comparison.verdict in {Verdict.UNDECIDED, Verdict.STRICTER}


def test_only_somebody_implausible_shows_it_and_that_is_said(tmp_path: Path) -> None:
    comparison = proven(tmp_path, {LEAST_AGE: "least_age: {value: 120,"}, {LEAST_AGE: "least_age: {value: 121,"})
    found = witness(comparison, Difference.REFUSED)
    assert found.record.facts["age"] == 120
    assert [one.name for one in found.implausible] == ["of_an_age 2"]
    assert found.no_plausible


def test_a_decision_that_only_tightens_favours_nobody_else(tmp_path: Path) -> None:
    library = pool(tmp_path, a={}, b={LEAST_AGE: "least_age: {value: 13,"})
    older, younger = side(library.load("pool@b")), side(library.load("pool@a"))
    (half,) = tightens(older, younger, extent(), (), SECONDS, 1).found.values()
    assert half.is_never
    (half,) = tightens(younger, older, extent(), (), SECONDS, 1).found.values()
    assert half.is_found


def test_several_processes_come_to_the_same(tmp_path: Path) -> None:
    library = pool(tmp_path, a={}, b={LEAST_AGE: "least_age: {value: 13,"})
    first, second = (side(library.load(f"pool@{name}")) for name in "ab")
    comparison = compared(first, second, extent(), (), SECONDS, 2)
    assert comparison.verdict is Verdict.STRICTER
    assert facts(comparison, Difference.REFUSED)["age"] == 12


YES, NO, OPEN = (Possibility(answer=answer) for answer in (Answer.FOUND, Answer.NEVER, Answer.UNDECIDED))


@pytest.mark.parametrize(
    ("refused", "admitted", "otherwise", "wanted"),
    [
        (YES, NO, None, Verdict.STRICTER),
        (NO, YES, None, Verdict.LOOSER),
        (YES, YES, None, Verdict.NEITHER),
        (NO, NO, None, Verdict.EQUIVALENT),
        (NO, NO, NO, Verdict.EQUIVALENT),
        (NO, NO, YES, Verdict.NEITHER),
        (NO, NO, OPEN, Verdict.UNDECIDED),
        (YES, OPEN, None, Verdict.UNDECIDED),
        (OPEN, NO, None, Verdict.UNDECIDED),
        (OPEN, OPEN, NO, Verdict.UNDECIDED),
    ],
)
def test_the_halves_make_the_verdict(
    refused: Possibility, admitted: Possibility, otherwise: Possibility | None, wanted: Verdict
) -> None:
    found = {Difference.REFUSED: refused, Difference.FAVOURED: admitted}
    assert verdict(found | ({} if otherwise is None else {Difference.OTHERWISE: otherwise})) is wanted


@pytest.mark.parametrize(
    ("lower", "higher", "apart", "wanted"),
    [
        (YES, NO, NO, Verdict.LOWER),
        (NO, YES, NO, Verdict.HIGHER),
        (YES, NO, YES, Verdict.NEITHER),
        (NO, NO, NO, Verdict.EQUIVALENT),
        (NO, NO, YES, Verdict.NEITHER),
        (YES, NO, OPEN, Verdict.UNDECIDED),
    ],
)
def test_the_halves_of_values_make_the_verdict(
    lower: Possibility, higher: Possibility, apart: Possibility, wanted: Verdict
) -> None:
    assert verdict({Difference.LOWER: lower, Difference.HIGHER: higher, Difference.APART: apart}) is wanted


def test_rulebooks_that_read_a_fact_otherwise_have_no_records_in_common(tmp_path: Path) -> None:
    book = pool(tmp_path, a={}).load("pool@a")
    subject = book.subjects["visitor"]
    age = replace(subject.vocabulary.facts["age"], unit="months")
    other = replace(subject.vocabulary, facts={**subject.vocabulary.facts, "age": age})
    changed = replace(book, subjects={"visitor": replace(subject, vocabulary=other)})
    with pytest.raises(ValueError, match="age is not the same fact"):
        compared(side(book), side(changed), extent(), (), SECONDS, 1)


def test_a_known_record_that_says_more_than_is_asked_is_cut_to_that(tmp_path: Path) -> None:
    all_fines = {"    where: {any: [{field: paid, is: false}, {reading: owing, is: everything}]}\n": ""}
    library = pool(tmp_path, a=all_fines, b={**all_fines, "most_fines: {value: 100": "most_fines: {value: 90"})
    plain = {"id": "K", "age": 30, "swims": True, "guided": True, "ticket": "day", "seen_on": "2020-05-05"}
    known = engine.read(library.load("pool@a"), {**plain, "fines": [{"amount": 50, "paid": True}, {"amount": 45, "paid": False}]})
    first, second = (side(library.load(f"pool@{name}")) for name in "ab")
    comparison = compared(first, second, extent(), (known,), SECONDS, 1)
    assert comparison.verdict is Verdict.STRICTER
    (fine,) = facts(comparison, Difference.REFUSED)["fines"]
    assert fine.values.keys() == {"amount"}
    assert 90 < fine.values["amount"] <= 100
    assert list(witness(comparison, Difference.REFUSED).said) == replayed(comparison, witness(comparison, Difference.REFUSED))
