"""What a rulebook can read of a record, for its decisions and duties: also through what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ParameterRef
from engine.language.rulebook import Duty, Power
from engine.language.walk import all_expressions, below, graph, with_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    return facts_read_by(rulebook, subject, _roots(rulebook, subject))


def facts_read_by(rulebook: Rulebook, subject: str, roots: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The facts that some provisions and decisions of a subject can read, as :func:`facts_read` gives them.

    ``roots`` are their keys, as :func:`graph` has them: ``ID:PATH`` or ``decision ID:NAME``.
    """
    vocabulary = rulebook.subjects[subject].vocabulary
    reached = _reached(rulebook, roots)
    found: dict[str, set[str]] = {}
    for expression in _asked(rulebook, subject, reached):
        for node in below(expression):
            match node:
                case FactRef():
                    found.setdefault(node.path, set())
                case FieldRef() if not node.of_register:
                    found.setdefault(node.list_path, set()).add(node.name)
                case _:
                    pass
    for path in _findings(rulebook, reached):
        found.setdefault(path, set())
    return {path: _with_what_it_needs(vocabulary, path, found[path]) for path in vocabulary.facts if path in found}


def _asked(rulebook: Rulebook, subject: str, reached: Iterable[str]) -> Iterator[Expression]:
    """Every expression of what is reached, and those of the days and parameters that it needs."""
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
    waiting = [part for key in reached for part in expressions.get(key, ())]
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


def _roots(rulebook: Rulebook, subject: str) -> list[str]:
    """The decisions on a subject, and all duties of one."""
    found = [f"decision {key}" for key, decision in rulebook.decisions.items() if decision.subject == subject]
    for book in with_used(rulebook).values():
        found += [key for key, unit in book.provisions.items() if unit.subject == subject and isinstance(unit.rule, Duty)]
    return found


def _reached(rulebook: Rulebook, roots: Iterable[str]) -> dict[str, None]:
    """The keys of the roots, and of all that they lead to."""
    edges: dict[str, list[str]] = {}
    for book in with_used(rulebook).values():
        for key, targets in graph(book).items():
            edges.setdefault(key, []).extend(targets)
    waiting = list(roots)
    found: dict[str, None] = {}
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += edges.get(key, ())
    return found


def _findings(rulebook: Rulebook, reached: Iterable[str]) -> Iterator[str]:
    """Where authorities record that they used a power that is asked about."""
    provisions = {key: unit for book in with_used(rulebook).values() for key, unit in book.provisions.items()}
    for key in reached:
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
