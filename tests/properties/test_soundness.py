"""What is decided stays decided: for every record with unknowns and every way to fill them in (language.md, "Soundness")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given

from engine.evaluation.values import Duration, OneOf, Range, Span, exact
from engine.language.logic import UNKNOWN
from tests.properties.filings import completed, filled, unknown_paths
from tests.properties.rulebooks import cases, quick
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from engine.evaluation.judgment import DecisionResult, Judgment
    from tests.properties.rulebooks import Case


def admits(known: Any, value: Any) -> bool:
    """Whether a value can be what is known of it; ``value`` may be known in part itself, and must then lie within."""
    if known is UNKNOWN:
        return True
    if type(value) is OneOf:
        return all(admits(known, one) for one in value.values)
    if type(known) is OneOf:
        return any(admits(one, value) for one in known.values)
    if type(known) is Range:
        low, high = (value.low, value.high) if type(value) is Range else (value, value)
        above = known.low is None or (low is not None and low >= known.low)
        return above and (known.high is None or (high is not None and high <= known.high))
    return bool(known == value) or isinstance(known, (Span, Duration))


def assert_within(wider: Judgment, narrower: Judgment) -> None:
    """Nothing is decided by the record that knows less that the one that knows more decides otherwise."""
    for name, now in wider.decisions.items():
        then = narrower.decisions[name]
        assert set(then.possible) <= set(now.possible), (name, now.possible, then.possible)
        if now.has_value:
            assert admits(now.value, then.value), (name, now.value, then.value)
    for key, status in wider.provisions.items():
        assert status in {"undetermined", narrower.provisions[key]}, (key, status, narrower.provisions[key])
    for duty, later in zip(wider.duties, narrower.duties, strict=True):
        assert duty.due in {UNKNOWN, later.due}, duty.provision
        assert duty.deadline is None or duty.due is UNKNOWN or duty.deadline == later.deadline, duty.provision


def determined(result: DecisionResult) -> bool:
    return exact(result.value) if result.has_value else len(result.possible) == 1


@quick
@given(cases(finite=False))
def test_every_way_to_fill_in_a_record_stays_within_what_was_possible(case: Case) -> None:
    interpreter = case.book.interpreter()
    part = interpreter.evaluate(record(case.part))
    for plain in (case.whole, *(completed(case.again, case.part) for _ in range(4))):
        assert_within(part, interpreter.evaluate(record(plain)))


@quick
@given(cases(finite=False))
def test_to_know_more_never_leaves_more_open(case: Case) -> None:
    interpreter = case.book.interpreter()
    plain, before = case.part, interpreter.evaluate(record(case.part))
    while unknown := unknown_paths(plain):
        plain = filled(case.again, plain, [case.again.pick(unknown)])
        after = interpreter.evaluate(record(plain))
        assert_within(before, after)
        before = after


@quick
@given(cases())
def test_a_complete_record_decides_everything(case: Case) -> None:
    """Apart from what is partial by itself, and which ``finite`` rulebooks leave out.

    Days counted without a window, or by year in a window without end, where an interval goes on; a window that begins
    or ends on an open day, lasts a negative time or leaves the calendar; a quotient by a fact that is 0.
    """
    judgment = case.book.interpreter().evaluate(record(case.whole))
    assert [name for name, result in judgment.decisions.items() if not determined(result)] == []
    assert [key for key, status in judgment.provisions.items() if status == "undetermined"] == []
