"""Walking a rulebook's expressions: what a provision, term or decision refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.language.expressions import DecisionRef, GivenBy, ProvisionRef, TermRef, children
from engine.language.facts import Bilingual
from engine.language.rulebook import (
    Application,
    Duty,
    Effect,
    Entitlement,
    Lifting,
    Power,
    Requirement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.language.expressions import Expression
    from engine.language.rulebook import (
        Decision,
        Provision,
        Rulebook,
    )


def below(expression: Expression) -> Iterator[Expression]:
    """An expression and everything below it, in reading order; what it refers to by name is not entered."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def of_provision(provision: Provision) -> tuple[Expression, ...]:
    """The expressions of a provision's own rule."""
    rule = provision.rule
    found: tuple[Expression | Bilingual | None, ...]
    match rule:
        case None:
            found = ()
        case Requirement():
            found = (rule.applies_when, rule.requires, rule.unless)
        case Entitlement():
            found = (rule.applies_when, rule.requires)
        case Lifting():
            found = (rule.when, rule.unless)
        case Effect():
            found = (rule.when, rule.unless, rule.gives)
        case Duty():
            found = (rule.when, rule.unless, rule.deadline)
        case Power() | Application():
            found = (rule.when,)
        case _:
            assert_never(rule)
    return tuple(part for part in found if part is not None and not isinstance(part, Bilingual))


def of_decision(decision: Decision) -> tuple[Expression, ...]:
    """The expressions of a decision's rows, or its value."""
    if decision.value is not None:
        return (decision.value,)
    return tuple(part for row in decision.rows for part in (row.when, row.then) if part is not None)


def all_expressions(rulebook: Rulebook) -> Iterator[tuple[str, Expression]]:
    """Every expression of a rulebook with the key of what it belongs to; as printed, not executed ones are left out."""
    for provision in rulebook.provisions.values():
        for expression in of_provision(provision):
            yield provision.key, expression
    for term in rulebook.terms.values():
        yield f"term {term.key}", term.body
    for decision in rulebook.decisions.values():
        for expression in of_decision(decision):
            yield f"decision {decision.key}", expression


def with_used(rulebook: Rulebook) -> dict[str, Rulebook]:
    """A rulebook and every one that it rests on, directly or through another, by id; itself first."""
    found = {rulebook.id: rulebook}
    for use in rulebook.uses.values():
        found.update(with_used(use.rulebook))
    return found


def printed_order(provisions: Mapping[str, Provision]) -> list[Provision]:
    """A text's own units as it prints them: those on top by their numbers (7, 7-1, 8), and below each its parts.

    A unit on top that has a name and no number stays between those of its files.
    """

    def with_parts(unit: Provision) -> Iterator[Provision]:
        yield unit
        for child in unit.children:
            yield from with_parts(provisions[child])

    tops = [unit for unit in provisions.values() if unit.parent is None and not unit.applied_from]
    numbered = [unit for unit in tops if unit.number[:1].isdigit()]
    following = iter(sorted(numbered, key=lambda unit: [int(part) for part in unit.number.split("-")]))
    tops = [next(following) if unit.number[:1].isdigit() else unit for unit in tops]
    return [unit for top in tops for unit in with_parts(top)]


def references(expression: Expression) -> Iterator[str]:
    """What an expression refers to: ``ID:PATH``, ``term KEY`` or ``decision KEY``."""
    for node in below(expression):
        match node:
            case ProvisionRef() | GivenBy():
                yield node.key
            case TermRef():
                yield f"term {node.key}"
            case DecisionRef():
                yield f"decision {node.key}"
            case _:
                pass


def graph(rulebook: Rulebook) -> dict[str, list[str]]:
    """Who refers to whom, exceptions included: what lifts a provision decides about it."""
    found: dict[str, list[str]] = {}
    for key, expression in all_expressions(rulebook):
        found.setdefault(key, []).extend(references(expression))
    for provision in rulebook.provisions.values():
        found.setdefault(provision.key, []).extend(provision.lifted_by)
        if isinstance(provision.rule, Application):
            found[provision.key].extend(provision.rule.applied)
    return found


def main_decisions(rulebook: Rulebook, subject: str) -> list[str]:
    """The decisions in which others come together: no other asks for them, and they ask for others; else all of them."""
    own = {key: decision for key, decision in rulebook.decisions.items() if decision.subject == subject}
    asked = {
        key: {name for expression in of_decision(decision) for name in references(expression)} for key, decision in own.items()
    }
    below = {name for names in asked.values() for name in names if name.startswith("decision ")}
    on_top = [key for key in own if f"decision {key}" not in below]
    gathering = [key for key in on_top if any(name.startswith("decision ") for name in asked[key])]
    return [own[key].name for key in gathering or on_top or own]
