"""A judgment says the same again, in JSON, and in its proof; and the random rulebooks use the whole language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

from engine.language.words import COMPARISONS, WORDS
from tests.properties.rulebooks import cases, quick
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from tests.properties.rulebooks import Case

KINDS = ("requirement", "entitlement", "exception", "effect", "duty", "power", "definition", "statement", "application")


@quick
@given(cases(finite=False))
def test_a_judgment_is_the_same_in_json_and_when_it_is_found_again(case: Case) -> None:
    interpreter = case.book.interpreter()
    for plain in (case.whole, case.part):
        judgment = interpreter.evaluate(record(plain), trace=True)
        found = judgment.as_json()
        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert judgment.as_json() == found
        assert interpreter.evaluate(record(plain), trace=True).as_json() == found
        assert case.book.interpreter().evaluate(record(plain), trace=True).as_json() == found


@quick
@given(cases(finite=False))
def test_the_proof_agrees_with_the_judgment(case: Case) -> None:
    judgment = case.book.interpreter().evaluate(record(case.part), trace=True)
    nodes = judgment.as_json()["trace"]["nodes"]
    for name, result in judgment.decisions.items():
        node = nodes[f"decision made-up:{name}"]
        if len(result.possible) == 1 and node["value"] != result.possible[0]:
            # decided case by case: the proof shows what three values leave open
            assert set(result.possible) <= set(node["value"])
    for key, node in nodes.items():
        if "status" in node:
            assert node["status"] == judgment.provisions[key]
        for below in node.get("from", ()):
            assert below in nodes


def words_of(plain: Any) -> set[str]:
    """The words that a text uses as keys, with the kinds of its units."""
    if isinstance(plain, dict):
        kinds = {plain["kind"]} & set(KINDS) if isinstance(plain.get("kind"), str) else set()
        return set(plain) | kinds | {word for value in plain.values() for word in words_of(value)}
    if isinstance(plain, list):
        return {word for item in plain for word in words_of(item)}
    return set()


def test_the_random_rulebooks_use_every_word_comparison_and_kind() -> None:
    wanted = {*WORDS, *COMPARISONS, *KINDS, "applies_when", "unless", "forbids", "lifts", "not_counting", "with", "over"}
    seen: set[str] = set()

    @settings(max_examples=300, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(cases(finite=False))
    def look(case: Case) -> None:
        seen.update(words_of([case.book.head["terms"], case.book.head["decisions"], case.book.units]))

    look()
    assert wanted - seen == set()
