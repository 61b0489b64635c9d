"""What a rulebook can read of a record, for its decisions and duties: also through what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ParameterRef
from engine.language.rulebook import Duty, Power
from engine.language.walk import all_expressions, below, graph, with_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.language.expressions import Expression
    from engine.language.facts import Vocabulary
    from engine.language.rulebook import Rulebook


def facts_read(rulebook: Rulebook, subject: str) -> Mapping[str, frozenset[str]]:
    """The facts that some decision on a subject, or duty of one, can read; of a list, which of its fields.

    They come in the order of the vocabulary. The days that choose the law and the knowledge count too. The two bounds of a
    list's intervals are among its fields where
    one of them is, and so is the field that tells another one's unit.

    Raises :class:`KeyError` where the rulebook decides no such subject.
    """
    vocabulary = rulebook.subjects[subject].vocabulary
    found: dict[str, set[str]] = {}
    for expression in _asked(rulebook, subject):
        for node in below(expression):
            match node:
                case FactRef():
                    found.setdefault(node.path, set())
                case FieldRef() if not node.of_register:
                    found.setdefault(node.list_path, set()).add(node.name)
                case _:
                    pass
    for path in _findings(rulebook, subject):
        found.setdefault(path, set())
    return {path: _with_what_it_needs(vocabulary, path, found[path]) for path in vocabulary.facts if path in found}


def _asked(rulebook: Rulebook, subject: str) -> Iterator[Expression]:
    """Every expression that is reached from the decisions and duties."""
    books = with_used(rulebook)
    parameters = {key: parameter for book in books.values() for key, parameter in book.parameters.items()}
    expressions: dict[str, list[Expression]] = {}
    for book in books.values():
        for key, expression in all_expressions(book):
            expressions.setdefault(key, []).append(expression)
    days = [
        day
        for book in books.values()
        for one in book.subjects.values()
        if one.name == subject
        for day in (one.law_as_of, one.facts_as_of)
    ]
    waiting = [part for key in _reached(rulebook, subject) for part in expressions.get(key, ())]
    waiting += [day for day in days if day is not None]
    seen: set[str] = set()
    while waiting:
        expression = waiting.pop()
        yield expression
        for node in below(expression):
            if isinstance(node, ParameterRef) and node.key not in seen:
                seen.add(node.key)
                by = parameters[node.key].by if node.key in parameters else None
                waiting += [] if by is None else [by]


def _reached(rulebook: Rulebook, subject: str) -> dict[str, None]:
    """The keys, as :func:`graph` has them, of the decisions and of all duties, and of all that they lead to."""
    edges: dict[str, list[str]] = {}
    waiting = [f"decision {key}" for key, decision in rulebook.decisions.items() if decision.subject == subject]
    for book in with_used(rulebook).values():
        waiting += [key for key, unit in book.provisions.items() if unit.subject == subject and isinstance(unit.rule, Duty)]
        for key, targets in graph(book).items():
            edges.setdefault(key, []).extend(targets)
    found: dict[str, None] = {}
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += edges.get(key, ())
    return found


def _findings(rulebook: Rulebook, subject: str) -> Iterator[str]:
    """Where authorities record that they used a power that the decisions ask about."""
    provisions = {key: unit for book in with_used(rulebook).values() for key, unit in book.provisions.items()}
    for key in _reached(rulebook, subject):
        unit = provisions.get(key)
        if unit is not None and isinstance(unit.rule, Power) and unit.rule.finding:
            yield unit.rule.finding


def _with_what_it_needs(vocabulary: Vocabulary, path: str, fields: set[str]) -> frozenset[str]:
    fact = vocabulary.facts[path]
    declared = fact.elements or {}
    bounds = set(fact.interval or ())
    if fields & bounds:
        fields = fields | bounds
    units = {declared[name].unit_from for name in fields if name in declared and declared[name].unit_from}
    return frozenset(fields | units)
