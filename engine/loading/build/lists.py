"""Words about lists. ``where`` unfolds into a filter below the word; few nodes remain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import (
    Compare,
    Count,
    ElementRef,
    Extreme,
    FieldRef,
    Filter,
    Quantified,
    Total,
)
from engine.language.facts import Bilingual, Fact, FactType
from engine.language.types import (
    BOOLEAN,
    DateTimeType,
    DateType,
    EnumerationType,
    NumberType,
    StructureType,
)
from engine.language.words import COMPARISONS
from engine.loading.build.comparisons import ALWAYS, compared
from engine.loading.build.scope import Loop
from engine.loading.build.types_of_facts import type_of_fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.expressions import (
        Expression,
    )
    from engine.language.types import (
        ListType,
    )
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Mapping

_PLAIN: Final = Fact("", FactType.LIST, Bilingual("", ""))
"""Stands for the list in a loop over plain values, whose elements have no fields."""


def _condition_on_elements(builder: ExpressionBuilder, tree: Mapping, list_: Expression, scope: Scope) -> Expression:
    """What is asked of each element: ``where`` on its fields, or comparison words on the element itself."""
    element = cast("ListType", list_.type).element
    where = tree.get("where")
    compares = [entry for entry in tree if entry.key in COMPARISONS]
    if isinstance(element, StructureType):
        if compares:
            builder.fail("type-mismatch", f"{element} has fields: say which is compared", compares[0].key_place,
                         "where: {field: …, is: …}")  # fmt: skip
        return ALWAYS if where is None else builder.condition(where, builder.loop(list_, tree, scope))
    if where is not None:
        builder.loop(list_, tree, scope)  # unwinds: such elements have no fields
    if not compares:
        return ALWAYS
    return compared(builder, ElementRef(type=element, place=tree.place), tree, scope.inside(Loop(_PLAIN)))


def _quantified(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    list_ = builder.list_of(head.value, scope)
    condition = _condition_on_elements(builder, tree, list_, scope)
    word = cast("Literal['some', 'every', 'none']", head.key)
    return Quantified(word=word, list=list_, condition=condition, type=BOOLEAN, place=head.key_place)


def _filter(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    list_ = builder.list_of(head.value, scope)
    condition = _condition_on_elements(builder, tree, list_, scope)
    return Filter(list=list_, condition=condition, type=list_.type, place=head.key_place)


def _filtered(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    """The list that a word speaks of, filtered by its ``where``."""
    list_ = builder.list_of(head.value, scope)
    where = tree.get("where")
    if where is None:
        return list_
    condition = builder.condition(where, builder.loop(list_, tree, scope))
    return Filter(list=list_, condition=condition, type=list_.type, place=head.key_place)


def _count(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return Count(list=_filtered(builder, tree, head, scope), type=NumberType(), place=head.key_place)


def _own_field(builder: ExpressionBuilder, name: str, list_: Expression, tree: Mapping, scope: Scope) -> tuple[FieldRef, Fact]:
    """A field of the elements of ``list_``, by its bare name."""
    loop = builder.loop(list_, tree, scope).loops[-1]
    fields = loop.fact.elements or {}
    found = fields.get(name)
    if found is None:
        builder.fail("unknown-field", f'an element of {loop.fact.path} has no field "{name}"', tree.place,
                     did_you_mean(name, fields))  # fmt: skip
    type_ = type_of_fact(found, scope.vocabulary)
    return FieldRef(name=name, depth=0, list_path=loop.fact.path, type=type_, place=tree.place), found


def _total(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    list_ = _filtered(builder, tree, head, scope)
    of, fact = _own_field(builder, builder.text(tree.get("of"), "of", tree.place), list_, tree, scope)
    if not isinstance(of.type, NumberType):
        builder.fail("type-mismatch", f'"of" wants a number, not {of.type}', tree.place)
    written = tree.get("unit")
    unit = of.type.unit
    if fact.unit_from:
        if written is None:
            builder.fail("missing-unit", f"{fact.path} is in the unit that {fact.unit_from} says", tree.place,
                         "say which are added up: unit: …")  # fmt: skip
        unit = builder.text(written, "unit", tree.place)
        unit_field, _ = _own_field(builder, fact.unit_from, list_, tree, scope)
        code = builder.value(written, scope, unit_field.type)
        right = Compare(word="is", left=unit_field, right=code, type=BOOLEAN, place=written.place)
        list_ = Filter(list=list_, condition=right, type=list_.type, place=written.place)
    elif written is not None:
        builder.fail("wrong-unit", f"{fact.path} has one unit for all: leave `unit` out", written.place)
    return Total(list=list_, of=of, type=NumberType(unit, of.type.whole), place=head.key_place)


def _extreme(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    list_ = _filtered(builder, tree, head, scope)
    names = builder.texts(tree.get("by"), "by", tree.place)
    by = tuple(_own_field(builder, name, list_, tree, scope)[0] for name in names)
    ranks: list[tuple[str, ...]] = []
    for field in by:
        match field.type:
            case EnumerationType(name=name, ordered=True):
                ranks.append(tuple(scope.vocabulary.enumerations[name].values))
            case NumberType() | DateType() | DateTimeType():
                ranks.append(())
            case _:
                builder.fail("type-mismatch", f"{field.type} has no order", tree.place)
    word = cast("Literal['latest', 'earliest', 'highest', 'lowest']", head.key)
    return Extreme(word=word, list=list_, by=by, ranks=tuple(ranks), type=list_.type, place=head.key_place)


BUILD: Final[dict[str, Callable[[ExpressionBuilder, Mapping, Entry, Scope], Expression]]] = {
    "some": _quantified,
    "every": _quantified,
    "none": _quantified,
    "filter": _filter,
    "count": _count,
    "total": _total,
    "latest": _extreme,
    "earliest": _extreme,
    "highest": _extreme,
    "lowest": _extreme,
}
