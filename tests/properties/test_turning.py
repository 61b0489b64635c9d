"""What a decision turns on, found by variants of one evaluation, against rulebooks and records that are edited and read anew."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given

from tests.properties.rulebooks import Book, cases, quick
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from engine.evaluation.interpreter import Interpreter
    from engine.evaluation.judgment import DecisionResult
    from engine.language.record import Record
    from tests.properties.rulebooks import Case


def answer(result: DecisionResult) -> Any:
    return result.value if result.has_value else result.possible


def under(book: Book, name: str, option: str) -> Interpreter:
    """The rulebook that chooses another option of a reading."""
    head = deepcopy(book.head)
    reading = head["readings"][name]
    reading["alternatives"][reading["chosen"]] = reading["alternatives"].pop(option)
    reading["chosen"] = option
    return Book(head, book.units).interpreter()


def without(whole: Record, path: str) -> Record:
    """The record without one presumption: its fact is unknown."""
    list_path, bracket, rest = path.partition("[")
    facts: dict[str, Any] = dict(whole.facts)
    if bracket:
        index, _, name = rest.partition("].")
        elements = list(facts[list_path])
        element = elements[int(index)]
        elements[int(index)] = replace(element, values={key: value for key, value in element.values.items() if key != name})
        facts[list_path] = tuple(elements)
    else:
        del facts[path]
    return replace(whole, facts=facts, presumed=whole.presumed - {path})


@quick
@given(cases())
def test_a_decision_turns_on_the_readings_whose_choice_changes_it(case: Case) -> None:
    interpreter = case.book.interpreter()
    variants = {
        name: [under(case.book, name, option) for option in reading["alternatives"]]
        for name, reading in case.book.head["readings"].items()
    }
    for plain in (case.whole, case.part):
        filed = record(plain)
        for name, result in interpreter.evaluate(filed).decisions.items():
            expected = {
                reading
                for reading, others in variants.items()
                if any(answer(other.evaluate(filed, decisions=[name]).decisions[name]) != answer(result) for other in others)
            }
            assert set(result.turns_on_readings) == expected, name


@quick
@given(cases())
def test_a_decision_turns_on_the_presumptions_without_which_it_would_be_another_or_open(case: Case) -> None:
    interpreter = case.book.interpreter()
    for plain in (case.whole, case.part):
        filed = record(plain)
        for name, result in interpreter.evaluate(filed).decisions.items():
            expected = {
                path
                for path in filed.presumed
                if answer(interpreter.evaluate(without(filed, path)).decisions[name]) != answer(result)
            }
            assert set(result.turns_on_presumptions) == expected, name
            assert set(result.turns_on_presumptions) <= set(result.presumed) <= filed.presumed
