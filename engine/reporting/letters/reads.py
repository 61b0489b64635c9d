"""Which facts a condition reads, and whether a person can do anything about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ProvisionRef, TermRef
from engine.language.facts import Changeable
from engine.language.walk import below, of_provision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.language.expressions import Expression
    from engine.reporting.names import Names


def facts_read(names: Names, node: Expression, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The facts and fields (``list[].field``) that a condition reads, those behind its terms and provisions too."""
    for one in below(node):
        match one:
            case FactRef():
                yield one.path
            case FieldRef() if not one.of_register:
                yield f"{one.list_path}[].{one.name}"
            case TermRef() if one.key not in seen:
                yield from facts_read(names, names.program.terms[one.key].body, seen | {one.key})
            case ProvisionRef() if one.key not in seen:
                for inner in of_provision(names.program.provisions[one.key]):
                    yield from facts_read(names, inner, seen | {one.key})
            case _:
                pass


def rests_on_findings(names: Names, nodes: list[Expression]) -> bool:
    """Whether all that some conditions read are findings of the authority."""
    declared = [names.declaration(path) for node in nodes for path in facts_read(names, node)]
    return bool(declared) and all(fact is not None and fact.finding for fact in declared)


def is_settled(names: Names, node: Expression) -> bool:
    """Whether a condition rests on facts alone of which the person can change none: who somebody is, what others did."""
    declared = [names.declaration(path) for path in facts_read(names, node)]
    return bool(declared) and all(fact is not None and fact.changeable is Changeable.NEVER for fact in declared)
