"""Under whatever versions: what is decided while the version is open stays decided when it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.interpreter import Interpreter
from engine.language.logic import FALSE, UNKNOWN
from tests.properties.editions import random_editions
from tests.properties.filings import Chance, complete, completed, filled, incomplete, unknown_paths
from tests.properties.rulebooks import index
from tests.properties.test_soundness import admits
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from engine.evaluation.judgment import Judgment
    from tests.unit.evaluation.small_editions import Two


few = settings(suppress_health_check=list(HealthCheck), max_examples=max(10, settings().max_examples // 6), deadline=None)
"""Each example is several random rulebooks."""


@st.composite
def cases(draw: Any) -> tuple[Two, dict[str, Any], dict[str, Any], Chance]:
    """Editions, a complete record, the same with facts taken away, and further choices."""
    chance = Chance(lambda count: int(draw(index(count))))
    editions = random_editions(chance, finite=False, depth=1)
    whole = complete(chance)
    return editions, whole, incomplete(chance, whole), chance


def assert_within(wider: Judgment, narrower: Judgment) -> None:
    """Nothing is decided by the record that knows less that the one that knows more decides otherwise."""
    for name, then in narrower.decisions.items():
        now = wider.decisions[name]
        if now.has_value != then.has_value or now.unit != then.unit:
            assert now.is_open
            continue
        assert set(then.possible) <= set(now.possible), (name, now.possible, then.possible)
        if now.has_value:
            assert now.value is None or admits(now.value, then.value), (name, now.value, then.value)
        elif not now.is_open:
            assert then.outcome == now.outcome, name
    gone = wider.decisions.keys() - narrower.decisions.keys()
    assert all(wider.decisions[name].is_open for name in gone)
    for key, status in wider.provisions.items():
        assert status in {"undetermined", narrower.provisions.get(key)}, (key, status)
    assert narrower.provisions.keys() <= wider.provisions.keys()
    later = {(duty.provision, duty.bearer, duty.action, duty.to): duty for duty in narrower.duties}
    for duty in wider.duties:
        if duty.due is UNKNOWN:
            continue
        same = later.get((duty.provision, duty.bearer, duty.action, duty.to))
        assert (FALSE if same is None else same.due) is duty.due, duty.provision


@few
@given(cases())
def test_every_way_to_fill_in_a_record_stays_within_what_was_possible(
    case: tuple[Two, dict[str, Any], dict[str, Any], Chance],
) -> None:
    editions, whole, part, again = case
    interpreter = EditionsInterpreter(editions)
    before = interpreter.evaluate(record(part))
    chosen = set(interpreter.editions_of(record(part)))
    for plain in (whole, *(completed(again, part) for _ in range(3))):
        assert set(interpreter.editions_of(record(plain))) <= chosen
        assert_within(before, interpreter.evaluate(record(plain)))


@few
@given(cases())
def test_to_know_more_never_leaves_more_open(case: tuple[Two, dict[str, Any], dict[str, Any], Chance]) -> None:
    editions, _, plain, again = case
    interpreter = EditionsInterpreter(editions)
    before = interpreter.evaluate(record(plain))
    while unknown := unknown_paths(plain):
        plain = filled(again, plain, again.pick([[path] for path in unknown]))
        after = interpreter.evaluate(record(plain))
        assert_within(before, after)
        before = after


@few
@given(cases())
def test_a_record_of_one_edition_is_decided_by_it_and_an_open_one_by_what_all_say(
    case: tuple[Two, dict[str, Any], dict[str, Any], Chance],
) -> None:
    editions, _, part, _ = case
    interpreter = EditionsInterpreter(editions)
    typed = record(part)
    chosen = interpreter.editions_of(typed)
    alone = [Interpreter(editions.rulebook(edition)).evaluate(typed) for edition in chosen]
    together = interpreter.evaluate(typed)
    if len(chosen) == 1:
        assert together.decisions.keys() == alone[0].decisions.keys()
        for name, result in alone[0].decisions.items():
            own = together.decisions[name]
            assert (own.possible, own.value, own.because, own.missing) == (
                result.possible, result.value, result.because, result.missing,
            )  # fmt: skip
            assert set(result.presumed) <= set(own.presumed)
        assert dict(together.provisions) == dict(alone[0].provisions)
        return
    assert [one.version for one in together.rulebook.versions] == [edition.versions["made-up"] for edition in chosen]
    for name, result in together.decisions.items():
        answers = [judgment.decisions.get(name) for judgment in alone]
        if all(one is not None and one.has_value == result.has_value and one.unit == result.unit for one in answers):
            possible = {outcome for one in answers if one is not None for outcome in one.possible}
            assert set(result.possible) == possible
        else:
            assert result.is_open
        if not result.is_open:
            assert result.missing == ()
    for key, status in together.provisions.items():
        assert (status == "undetermined") or {judgment.provisions.get(key) for judgment in alone} == {status}
