"""What a provision, term or decision refers to, and of which types: what it cannot be executed without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language.expressions import FactRef, FieldRef, ParameterRef, ReadingRef
from engine.language.rulebook import Application, Decision, Effect, Lifting, Parameter, Provision, Term
from engine.language.types import ListType, NumberType
from engine.language.walk import below, of_decision, of_provision, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.expressions import Expression
    from engine.language.rulebook import Reading
    from engine.language.types import Type

    Entry = Provision | Parameter | Reading | Term | Decision


def _expressions(entry: Entry) -> tuple[Expression, ...]:
    match entry:
        case Provision():
            return of_provision(entry)
        case Term():
            return (entry.body,)
        case Parameter():
            return () if entry.by is None else (entry.by,)
        case Decision():
            return of_decision(entry)
        case _:
            return ()


def refers_to(entry: Entry) -> frozenset[str]:
    """The keys of everything without which an entry cannot be executed."""
    found = refers_in(_expressions(entry))
    rule = entry.rule if isinstance(entry, Provision) else None
    if isinstance(rule, Lifting):
        found.update(rule.lifts)
    if isinstance(rule, Application):
        found.update(rule.applied)
    if isinstance(rule, Effect) and rule.gives_outcome is not None:
        found.add(f"decision {rule.gives_outcome[0]}")
    return frozenset(found)


def refers_in(expressions: Iterable[Expression]) -> set[str]:
    """The keys of everything that expressions name."""
    found: set[str] = set()
    for expression in expressions:
        found.update(references(expression))
        for node in below(expression):
            match node:
                case ParameterRef():
                    found.add(f"parameter {node.key}")
                case ReadingRef():
                    found.add(f"reading {node.key}")
                case FieldRef() if node.of_register:
                    found.add(f"parameter {node.list_path}")
                case _:
                    pass
    return found


def facts_in(entry: Entry) -> set[str]:
    """The paths of the facts and lists that an entry reads itself."""
    return {
        node.path if isinstance(node, FactRef) else node.list_path
        for expression in _expressions(entry)
        for node in below(expression)
        if isinstance(node, (FactRef, FieldRef))
    }


def kinds_in(entry: Entry) -> tuple[Any, ...]:
    """The types in an entry as far as what is executed turns on them: outcomes and options that came do not count."""
    own = [kind_of(entry)] if isinstance(entry, Parameter) else []
    return (*own, *(_kind(node.type) for expression in _expressions(entry) for node in below(expression)))


def kind_of(entry: Entry) -> Any:
    """What names an entry counts on: the type of its value, the list of whose elements it speaks, that there is a rule at all."""
    match entry:
        case Parameter():
            return _kind(entry.type)
        case Term():
            return _kind(entry.body.type), entry.over
        case Decision() if entry.value is not None:
            return _kind(entry.value.type)
        case Provision(rule=Effect(gives=gives)) if gives is not None:
            return _kind(gives.type)
        case Provision():
            return entry.rule is None
        case _:
            return ""


def _kind(type_: Type) -> Any:
    match type_:
        case NumberType():
            return "number", type_.unit
        case ListType():
            return "list", _kind(type_.element)
        case _:
            return type(type_).__name__
