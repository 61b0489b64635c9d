"""What lies between two versions, and which changes turn an answer: held against texts that were really edited, one by one.

Hybrids are made of the checked trees of two versions. Here every one of them is held against the rulebook that is built from the
text with just these edits; and the causes that the search finds, against all sets of edits, each built from its text.
"""

from __future__ import annotations

import random
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.analysis.comparison.changes import changes
from engine.analysis.comparison.hybrids import Hybrids
from engine.analysis.impact.asked import Alone, Rows
from engine.analysis.impact.causes import Attribution
from engine.evaluation.answers import Answers
from engine.evaluation.interpreter import Interpreter
from engine.records.columns import table_of
from tests.properties.amending import edited, edits_of
from tests.properties.filings import Chance
from tests.properties.rulebooks import Author
from tests.properties.test_columns import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.evaluation.answers import Answer
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from tests.properties.amending import Edit
    from tests.properties.rulebooks import Book

SEEDS = range(12)
MOST_EDITS = 4


def book_of(seed: int) -> tuple[Book, list[Edit]]:
    chance = Chance(random.Random(seed).randrange)
    book = Author(chance, finite=bool(seed % 2), depth=1).book()
    return book, edits_of(book, chance, MOST_EDITS)


def subsets(edits: list[Edit]) -> Iterator[tuple[Edit, ...]]:
    return chain.from_iterable(combinations(edits, size) for size in range(len(edits) + 1))


def name_of(change_kind: str, name: str) -> str:
    return name if change_kind == "unit" else f"{change_kind} {name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hybrid_is_the_text_with_just_these_edits(seed: int) -> None:
    book, edits = book_of(seed)
    hybrids = Hybrids(book.built(), edited(book, edits).built())
    assert {name_of(one.kind, one.name) for one in hybrids.changes} == {edit.of for edit in edits}
    numbers = {name_of(one.kind, one.name): number for number, one in enumerate(hybrids.changes)}
    assert not any(hybrids.needs)
    for chosen in subsets(edits):
        made, written = hybrids.of(numbers[edit.of] for edit in chosen), edited(book, chosen).built()
        assert changes(written, made) == ()
        assert [unit.lifted_by for unit in made.provisions.values()] == [unit.lifted_by for unit in written.provisions.values()]


def answers_of(rulebook: Rulebook, decision: str, filed: list[Record]) -> list[Answer]:
    """What the interpreter answers: nothing that the search uses."""
    interpreter = Interpreter(rulebook)
    found = []
    for record in filed:
        result = interpreter.evaluate(record, decisions=[decision]).decisions[decision]
        found.append(tuple(sorted(result.possible)) if not result.has_value else (repr(result.value),))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_causes_are_those_of_brute_force(seed: int) -> None:
    book, edits = book_of(seed)
    hybrids = Hybrids(book.built(), edited(book, edits).built())
    names = [name_of(one.kind, one.name) for one in hybrids.changes]
    filed = records(seed, 40)
    for decision, said in book.head["decisions"].items():
        if "rows" not in said:
            continue
        by_edits = {frozenset(edit.of for edit in chosen): answers_of(edited(book, chosen).built(), decision, filed)
                    for chosen in subsets(edits)}  # fmt: skip
        before, after = by_edits[frozenset()], by_edits[frozenset(edit.of for edit in edits)]
        flipped = [row for row in range(len(filed)) if before[row] != after[row]]
        expected = []
        for row in flipped:
            enough = [chosen for chosen, answers in by_edits.items() if answers[row] == after[row]]
            least = min(len(chosen) for chosen in enough)
            expected.append({chosen for chosen in enough if len(chosen) == least})
        attribution = Attribution(hybrids, "keeper", [decision])
        targets = [after[row] for row in flipped]
        alone = attribution.of(decision, Alone([filed[row] for row in flipped]), targets)
        assert [{frozenset(names[one] for one in chosen) for chosen in cause.sets} for cause in alone] == expected
        table = table_of(filed, hybrids.before.subjects["keeper"].vocabulary)
        assert attribution.of(decision, Rows(table, np.array(flipped, np.int64)), targets) == alone
        assert all(cause.smallest for cause in alone)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_search_is_cut_short_nothing_is_claimed(seed: int) -> None:
    """A set that is told is enough, and none of its changes can be left out; that it is the smallest is not said."""
    book, edits = book_of(seed)
    hybrids = Hybrids(book.built(), edited(book, edits).built())
    filed = records(seed, 40)
    names = [name for name, said in book.head["decisions"].items() if "rows" in said]
    attribution = Attribution(hybrids, "keeper", names, most=0)
    for decision in names:
        before, after = answers_of(hybrids.before, decision, filed), answers_of(hybrids.after, decision, filed)
        flipped = [row for row in range(len(filed)) if before[row] != after[row]]
        found = attribution.of(decision, Alone([filed[row] for row in flipped]), [after[row] for row in flipped])
        for row, cause in zip(flipped, found, strict=True):
            assert (cause.smallest, cause.tried) == (False, 0)
            (chosen,) = cause.sets
            assert answers_of(hybrids.of(chosen), decision, [filed[row]]) == [after[row]]
            assert all(answers_of(hybrids.of(chosen - {one}), decision, [filed[row]]) != [after[row]] for one in chosen)


@pytest.mark.parametrize("seed", range(20))
def test_between_two_texts_that_have_little_in_common_every_hybrid_stands(seed: int) -> None:
    """With none of the changes it is the old text (renumbered as the new), with all of them the new; each can be executed."""
    old, _ = book_of(seed)
    new, _ = book_of(seed + 100)
    hybrids = Hybrids(old.built(), new.built())
    assert changes(hybrids.before, hybrids.of(())) == () or any("renumbered" in one.aspects for one in hybrids.changes)
    assert changes(hybrids.after, hybrids.of(range(len(hybrids.changes)))) == ()
    chance = random.Random(seed)
    filed = records(seed, 10)
    table = table_of(filed, hybrids.before.subjects["keeper"].vocabulary)
    for share in (0.0, 0.1, 0.2, 0.2, 0.4):
        made = hybrids.of(number for number in range(len(hybrids.changes)) if chance.random() < share)
        names = [one.name for one in made.decisions.values() if one.rows]
        assert share or all(answers_of(made, name, filed) == answers_of(hybrids.before, name, filed) for name in names)
        by_columns = Answers(made, "keeper", names).of_table(table)
        assert all(by_columns[name] == answers_of(made, name, filed) for name in names)
