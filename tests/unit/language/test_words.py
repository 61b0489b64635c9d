"""The table of words: what may stand beside a head word, and what the examples of the table say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.language.words import CHILDREN_IN_READING_ORDER, COMPARISONS, UNITS, WORDS
from engine.loading.schemas.parts import from_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


def mappings(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in an example, from outside inwards."""
    if isinstance(tree, dict):
        yield tree
    for below in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from mappings(below)


@pytest.mark.parametrize("word", WORDS)
def test_the_example_of_a_word_uses_it_with_what_may_stand_beside_it(word: str) -> None:
    uses = [keys for keys in mappings(from_yaml(WORDS[word].example)) if word in keys]
    assert uses
    for keys in uses:
        assert set(keys) <= {*WORDS[word].allowed, *(COMPARISONS if WORDS[word].value else ())}


@pytest.mark.parametrize("word", WORDS)
def test_no_argument_is_taken_for_a_comparison(word: str) -> None:
    assert WORDS[word].allowed[0] == word
    assert not {argument.name for argument in WORDS[word].arguments} & COMPARISONS.keys()


def test_each_kind_of_children_is_read_exactly_once() -> None:
    assert sorted(CHILDREN_IN_READING_ORDER) == sorted({children for _, children in UNITS.values()})
