"""Each word of the language means what its file of examples says.

An example gives a record and what must come of it; ``because`` says why. Expectations are those of the language's
reference, thought through by hand.
"""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest

from engine.language.keys import KINDS
from engine.language.record import Element
from engine.language.words import COMPARISONS, WORDS
from tests.conformance.inline import ONLY, InlineRulebook, as_json, example_file
from tests.conformance.ways import NOT_IN_TABLES, WAYS

if TYPE_CHECKING:
    from engine.language.record import Record
    from tests.conformance.inline import Tree

HERE = Path(__file__).parent
FILES = {file.stem: file for file in sorted(HERE.glob("*.yaml"))}
BEYOND_WORDS = {"register", "lifting", "over", "dated_parameter", "undetermined", "presumption", "open", "grounds", "applied"}
"""What is no word by itself: how the words work together."""


@functools.cache
def content(name: str) -> Tree:
    return example_file(FILES[name])


@functools.cache
def rulebook(name: str) -> InlineRulebook:
    return InlineRulebook(content(name), Path(mkdtemp()))


EXAMPLES = [
    pytest.param(name, index, id=f"{name}-{index + 1}") for name in FILES for index in range(len(content(name)["examples"]))
]


def answered(decision: Tree) -> Any:
    """What a question got for an answer: true, false or unknown for a condition, else the value."""
    if "outcome" in decision:
        return {"holds": True, "fails": False, "undetermined": "unknown"}[decision["outcome"]]
    return "unknown" if decision["value"] is None else decision["value"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "index"), EXAMPLES)
def test_example(name: str, index: int, way: str) -> None:
    """Every way to decide says what the example expects, as far as it says anything of it."""
    example = content(name)["examples"][index]
    as_of = date.fromisoformat(example["as_of"]) if "as_of" in example else None
    found = WAYS[way](rulebook(name), rulebook(name).record(example["record"]), as_of)
    why = example["because"]
    if "gives" in example:
        asked = rulebook(name).questions
        gives = {ONLY: example["gives"]} if list(asked) == [ONLY] else example["gives"]
        assert {question: answered(found["decisions"][question]) for question in gives} == gives, why
    for decision, expected in example.get("decisions", {}).items():
        parts = expected if way == "interpreter" else {part: expected[part] for part in expected.keys() - NOT_IN_TABLES}
        assert {part: bare(found["decisions"][decision].get(part)) for part in parts} == parts, why
    for provision, status in example.get("provisions", {}).items():
        assert found["provisions"].get(f"club:{provision}", "no rule") == status, why
    duties = {duty["provision"].removeprefix("club:"): duty for duty in found.get("duties", ())}
    for duty, parts in example.get("duties", {}).items() if "duties" in found else ():
        assert {part: duties[duty][part] for part in parts} == parts, why


def bare(part: object) -> object:
    """Provisions without the id of the only rulebook."""
    if isinstance(part, list):
        return [bare(item) for item in part]
    return part.removeprefix("club:") if isinstance(part, str) else part


# -- the collection ----------------------------------------------------------------------------------------------------


def test_every_word_has_a_file_and_every_file_a_word() -> None:
    assert set(FILES) == {*WORDS, *COMPARISONS, *KINDS, *BEYOND_WORDS}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_about_its_word(name: str) -> None:
    assert content(name)["word"] == name
    assert content(name)["says"]
    if name in WORDS or name in COMPARISONS:
        assert name in set(keys_of(as_json({key: content(name)[key] for key in content(name) if key != "examples"})))


def keys_of(tree: object) -> list[str]:
    match tree:
        case dict():
            return [*tree, *(key for item in tree.values() for key in keys_of(item))]
        case list():
            return [key for item in tree for key in keys_of(item)]
        case _:
            return []


@pytest.mark.parametrize("name", FILES)
def test_each_example_says_why_and_expects_something(name: str) -> None:
    for example in content(name)["examples"]:
        assert example["because"], example
        assert {"gives", "decisions", "provisions", "duties"} & example.keys(), example
        assert not example.keys() - {"because", "record", "as_of", "gives", "decisions", "provisions", "duties"}, example


@pytest.mark.parametrize("name", FILES)
def test_each_file_shows_what_an_unknown_fact_does(name: str) -> None:
    book = rulebook(name)
    assert any(has_unknown(book, book.record(example["record"])) for example in content(name)["examples"])


def has_unknown(book: InlineRulebook, record: Record) -> bool:
    """Whether a record leaves out a fact, or a field of an element."""
    facts = book.library.vocabularies[record.subject].facts
    if facts.keys() - record.facts.keys():
        return True
    elements = [(fact, item) for fact in facts.values() if fact.elements for item in record.facts[fact.path]]  # type: ignore[union-attr]  # a list fact holds a tuple
    return any(isinstance(item, Element) and (fact.elements or {}).keys() - item.values.keys() for fact, item in elements)


@pytest.mark.parametrize("name", FILES)
def test_a_question_is_answered_in_more_than_one_way(name: str) -> None:
    """A file whose examples all give the same would pass with a word that means nothing."""
    seen = {str({key: example.get(key) for key in ("gives", "decisions", "provisions", "duties")})
            for example in content(name)["examples"]}  # fmt: skip
    assert len(seen) > 1
