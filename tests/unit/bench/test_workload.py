"""The workload of the benchmark: its rulebook says what is written by hand, or a comparison of their costs means nothing."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

import engine
from bench.workload.agree import answers_by_rulebook, differences
from bench.workload.by_hand import decide
from bench.workload.records import records
from bench.workload.rules import OUTCOMES, RULEBOOKS, RULES, keys_of_rules
from engine.loading.library import Library

SAMPLE = 1500


def test_the_rulebook_loads_without_a_finding() -> None:
    library = Library(RULEBOOKS)
    library.load("workload")
    assert not library.diagnostics.in_order()


def test_the_rulebook_agrees_with_the_hand_written_rules_on_every_rule() -> None:
    sample = list(records(SAMPLE))
    assert differences(answers_by_rulebook(sample), map(decide, sample)) == {"records": SAMPLE}


def test_every_outcome_and_every_answer_that_is_possible_occurs_in_the_sample() -> None:
    """Otherwise an agreement on the sample would show little."""
    answers = [decide(record) for record in records(SAMPLE)]
    assert {OUTCOMES[outcome] for outcome, _ in answers} == set(OUTCOMES)
    always_known = {
        "foreign", "dual", "not_overseas_chinese", "not_placed", "degree_ok", "work_ok", "documents_ok", "deadline_ok",
    }  # fmt: skip
    for index, rule in enumerate(RULES):
        wanted = {0, 2} if rule in always_known else {0, 1, 2}
        assert {truths[index] for _, truths in answers} == wanted, rule


def test_a_difference_is_counted() -> None:
    """The comparison can fail."""
    sample = list(records(20))
    right = [decide(record) for record in sample]
    outcome, truths = right[3]
    wrong = [*right[:3], ((outcome + 1) % 4, (2 - truths[0], *truths[1:])), *right[4:]]
    assert differences(right, wrong) == Counter({"records": 20, "decision": 1, RULES[0]: 1})


@pytest.mark.parametrize("holes", [False, True])
def test_equal_seeds_give_equal_records_wherever_they_are_drawn_from(holes: bool) -> None:  # noqa: FBT001 - a parameter of a test
    whole = list(records(25_010, holes=holes))
    assert whole[25_000:] == list(records(25_010, holes=holes, start=25_000))
    assert whole[:7] == list(islice(records(7, holes=holes), 7))


def test_holes_leave_days_within_bounds_and_some_of_them_decided() -> None:
    """Bounds matter only where some records are decided in spite of them and others are not."""
    rulebook = engine.load("workload", rulebooks=RULEBOOKS)
    key = dict(zip(RULES, keys_of_rules(rulebook), strict=True))["residence"]
    found: Counter[str] = Counter()
    for record in records(400, holes=True):
        if any(value is None for stay in record["stays"] or () for value in stay.values()):
            found[engine.evaluate(rulebook, record).provisions[key]] += 1
    assert set(found) == {"satisfied", "not_satisfied", "undetermined"}
