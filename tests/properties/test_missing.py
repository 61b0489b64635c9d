"""``missing`` names the facts on which a decision still turns: all of them are unknown, and they are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.properties.filings import filled, unknown_paths
from tests.properties.rulebooks import cases, quick
from tests.properties.test_soundness import determined
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from tests.properties.rulebooks import Case


@quick
@given(cases())
def test_what_is_missing_is_unknown_and_there_just_where_the_decision_is_open(case: Case) -> None:
    judgment = case.book.interpreter().evaluate(record(case.part))
    for name, result in judgment.decisions.items():
        assert set(result.missing) <= set(unknown_paths(case.part)), name
        assert bool(result.missing) is not determined(result), name


@quick
@given(cases())
def test_whoever_supplies_what_is_missing_is_told_the_decision(case: Case) -> None:
    interpreter = case.book.interpreter()
    for name in case.book.head["decisions"]:
        plain = case.part
        for _ in range(len(unknown_paths(plain)) + 4 * 3 * 5):  # lists bring elements, never more than three, none with unknowns
            result = interpreter.evaluate(record(plain), decisions=[name]).decisions[name]
            if determined(result):
                break
            plain = filled(case.again, plain, result.missing[:1])
        assert determined(result), name


@quick
@given(cases())
def test_what_is_not_missing_does_not_matter(case: Case) -> None:
    interpreter = case.book.interpreter()
    before = interpreter.evaluate(record(case.part))
    for name, result in before.decisions.items():
        others = [path for path in unknown_paths(case.part) if path not in result.missing]
        after = interpreter.evaluate(record(filled(case.again, case.part, others)), decisions=[name]).decisions[name]
        assert set(after.possible) <= set(result.possible), name
        if determined(result):
            assert (after.possible, after.value) == (result.possible, result.value), name
