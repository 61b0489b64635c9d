"""No order that means nothing changes anything: of elements, keys, declarations, articles, and of what is combined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import given

from engine.evaluation.values import OneOf
from tests.properties.filings import FIELDS
from tests.properties.rulebooks import Book, cases, quick
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from engine.evaluation.judgment import Judgment
    from tests.properties.filings import Chance
    from tests.properties.rulebooks import Case

_UNORDERED: Final = frozenset({"all", "any", "union", "add", "minimum", "maximum", "multiply", "in", "not_in", "lifts"})
_ORDERED: Final = frozenset({"outcomes", "values", "applies"})
"""Mappings and lists whose order says something: outcomes are listed in it, dated values stand in it."""


def shuffled(chance: Chance, items: Any) -> list[Any]:
    rest, found = list(items), []
    while rest:
        found.append(rest.pop(chance.below(len(rest))))
    return found


def reordered(chance: Chance, plain: Any, key: str = "") -> Any:
    """The same text, with everything in another order whose order means nothing."""
    if isinstance(plain, dict):
        names = list(plain) if key in _ORDERED else shuffled(chance, plain)
        return {name: reordered(chance, plain[name], name) for name in names}
    if isinstance(plain, list):
        items = [reordered(chance, item) for item in plain]
        return shuffled(chance, items) if key in _UNORDERED else items
    return plain


def said(judgment: Judgment) -> Any:
    """Everything that must not change."""
    decisions = {name: (result.outcome, result.possible, _unordered(result.value)) for name, result in judgment.decisions.items()}
    duties = {duty.provision: (duty.due, duty.deadline) for duty in judgment.duties}
    return decisions, dict(judgment.provisions), duties


def _unordered(value: Any) -> Any:
    return sorted(map(str, value.values)) if type(value) is OneOf else value


@quick
@given(cases(finite=False))
def test_the_order_of_a_rulebook_changes_nothing(case: Case) -> None:
    units = shuffled(case.again, [reordered(case.again, unit) for unit in case.book.units])
    again = Book(reordered(case.again, case.book.head), units)
    first, second = case.book.interpreter(), again.interpreter()
    for plain in (case.whole, case.part):
        assert said(first.evaluate(record(plain))) == said(second.evaluate(record(plain)))


@quick
@given(cases(finite=False))
def test_the_order_of_a_list_changes_nothing(case: Case) -> None:
    interpreter = case.book.interpreter()
    for plain in (case.whole, case.part):
        moved = {
            path: shuffled(case.again, value) if (path in FIELDS or path == "tags") and isinstance(value, list) else value
            for path, value in plain.items()
        }
        assert said(interpreter.evaluate(record(plain))) == said(interpreter.evaluate(record(moved)))
