"""Words that point elsewhere: facts and fields of the record, and what the rulebooks declare by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import (
    DecisionRef,
    FactRef,
    FieldRef,
    GivenBy,
    ParameterRef,
    ProvisionRef,
    ReadingRef,
    TermRef,
)
from engine.language.types import BOOLEAN, OptionType
from engine.loading.build.scope import Given
from engine.loading.build.types_of_facts import type_of_fact
from engine.loading.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.diagnostics import Place
    from engine.language.expressions import (
        Expression,
    )
    from engine.language.rulebook import Parameter, Reading, Term
    from engine.language.types import Type
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Mapping, Tree


class Names(Protocol):
    """Finds what a rulebook declares, building it when it is first asked for; a wrong name is recorded and unwinds."""

    def parameter(self, name: str, scope: Scope, place: Place) -> Parameter:
        """A parameter by its name."""

    def reading(self, name: str, scope: Scope, place: Place) -> Reading:
        """A reading by its name."""

    def term(self, name: str, arguments: dict[str, Given], scope: Scope, place: Place) -> Term:
        """A term with its arguments."""

    def provision(self, reference: str, scope: Scope, place: Place) -> str:
        """The key of a provision."""

    def value_given_by(self, reference: str, scope: Scope, place: Place) -> tuple[str, Type]:
        """The key of an effect, and the type of what it gives."""

    def decision(self, name: str, scope: Scope, place: Place) -> tuple[str, Type]:
        """The key of a decision, and the type of its answer."""


def fact(builder: ExpressionBuilder, tree: Tree, scope: Scope) -> Expression:
    """A fact of the record by its path."""
    written = builder.text(tree, "the path of a fact", tree.place)
    if scope.instance and written in scope.instance.fixed:
        return scope.instance.fixed[written]
    path = scope.fact_path(written)
    found = scope.vocabulary.facts.get(path)
    if found is None and scope.instance:
        way_out = f"say which of its facts stands for it: mapping: {{{written}: …}}"
        builder.fail("unknown-fact", f'{scope.subject} has no fact "{path}"', scope.instance.place, way_out)
    if found is None:
        way_out = did_you_mean(path, scope.vocabulary.facts)
        if not way_out and path.startswith("findings."):
            way_out = f"declare it in the vocabulary of {scope.subject}"
        builder.fail("unknown-fact", f'{scope.subject} has no fact "{path}"', tree.place, way_out)
    return FactRef(path=path, type=type_of_fact(found, scope.vocabulary), place=tree.place)


def _fact(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return fact(builder, head.value, scope)


def _field(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    written = builder.text(head.value, "the name of a field", head.value.place)
    alias, _, name = written.rpartition(".")
    loops = [loop for loop in reversed(scope.loops) if (loop.name == alias if alias else loop.fact.elements)]
    if not loops:
        message = f'no list element is called "{alias}" here' if alias else "a field is read inside a list's `where`"
        builder.fail("unknown-field", message, head.value.place, "name the element: as: …" if alias else "")
    loop = loops[0]
    depth = list(reversed(scope.loops)).index(loop)
    fields = loop.fact.elements or {}
    found = fields.get(name)
    if found is None:
        message = f'an element of {loop.fact.path} has no field "{name}"'
        builder.fail("unknown-field", message, head.value.place, did_you_mean(name, fields))
    type_ = type_of_fact(found, scope.vocabulary)
    return FieldRef(name=name, depth=depth, list_path=loop.fact.path, type=type_, place=head.value.place)


def _parameter(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    name = builder.text(head.value, "the name of a parameter", head.value.place)
    found = builder.names.parameter(name, scope, head.value.place)
    return ParameterRef(key=found.key, type=found.type, place=head.value.place)


def _reading(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    name = builder.text(head.value, "the name of a reading", head.value.place)
    found = builder.names.reading(name, scope, head.value.place)
    type_ = OptionType(f"the reading {name}", tuple(found.options), str(found.place))
    return ReadingRef(key=found.key, type=type_, place=head.value.place)


def _term(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    name = builder.text(head.value, "the name of a term", head.value.place)
    arguments: dict[str, Given] = {}
    written = tree.get("with")
    if written is not None:
        for entry in builder.mapping(written, "with", tree.place):
            arguments[entry.key] = Given(entry.value, replace(scope, loops=()))
    found = builder.names.term(name, arguments, scope, head.value.place)
    depth: int | None = None
    if found.over:
        paths = [loop.fact.path for loop in reversed(scope.loops)]
        if found.over not in paths:
            message = f'the term "{name}" speaks of an element of {found.over}'
            builder.fail("wrong-element", message, head.value.place, f"use it in a `where` over {found.over}")
        depth = paths.index(found.over)
    return TermRef(key=found.key, depth=depth, type=found.body.type, place=head.value.place)


def given(builder: ExpressionBuilder, head: Entry, scope: Scope, wanted: Type | None) -> Expression:
    """An argument of the term at hand, read where the caller wrote it."""
    name = builder.text(head.value, "the name of an argument", head.value.place)
    found = scope.given.get(name)
    if found is None:
        message = f'the term is given no "{name}"'
        builder.fail("unknown-argument", message, head.value.place, did_you_mean(name, scope.given))
    return builder.value(found.tree, found.scope, wanted)


def provision(builder: ExpressionBuilder, tree: Scalar, scope: Scope, *, applies: bool = False) -> Expression:
    """A provision's value, or whether it binds at all."""
    key = builder.names.provision(tree.text, scope, tree.place)
    return ProvisionRef(key=key, applies=applies, type=BOOLEAN, place=tree.place)


def _provision(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    if not isinstance(head.value, Scalar):
        builder.fail("wrong-shape", "a provision is named by its path", head.value.place)
    applies = tree.get("applies")
    asked = applies is not None and builder.boolean(applies, "applies", tree.place)
    return provision(builder, head.value, scope, applies=asked)


def _given_by(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    reference = builder.text(head.value, "the path of an effect", head.value.place)
    key, type_ = builder.names.value_given_by(reference, scope, head.value.place)
    return GivenBy(key=key, type=type_, place=head.value.place)


def _decision(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    name = builder.text(head.value, "the name of a decision", head.value.place)
    key, type_ = builder.names.decision(name, scope, head.value.place)
    if isinstance(type_, OptionType) and len(list(tree)) == 1:
        builder.fail("type-mismatch", f'"{name}" has outcomes: compare it', tree.place,
                     f"{{decision: {name}, is: {type_.options[0]}}}")  # fmt: skip
    return DecisionRef(key=key, type=type_, place=head.value.place)


BUILD: Final[dict[str, Callable[[ExpressionBuilder, Mapping, Entry, Scope], Expression]]] = {
    "fact": _fact,
    "field": _field,
    "parameter": _parameter,
    "reading": _reading,
    "term": _term,
    "provision": _provision,
    "given_by": _given_by,
    "decision": _decision,
}
