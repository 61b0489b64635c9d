"""Comparison words: two values are compared only where their types and units meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from engine.language.expressions import All, Compare, Constant, Not
from engine.language.logic import FALSE, TRUE
from engine.language.types import (
    BOOLEAN,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumerationType,
    ListType,
    NumberType,
    is_quantity_of_time,
)
from engine.language.words import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.expressions import ComparisonWord, Expression
    from engine.language.types import (
        Type,
    )
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Mapping

MAGNITUDE: Final = frozenset({"at_least", "more_than", "at_most", "less_than"})
MOMENT: Final = frozenset({"on_or_after", "after", "on_or_before", "before"})
MEMBERSHIP: Final = frozenset({"in", "not_in"})


def compared(builder: ExpressionBuilder, left: Expression, tree: Mapping, scope: Scope) -> Expression:
    """``left`` with every comparison word of ``tree`` applied; several hold together. Without one, ``left`` itself."""
    found = [comparison(builder, left, entry, scope) for entry in tree if entry.key in COMPARISONS]
    if not found:
        return left
    return found[0] if len(found) == 1 else All(parts=tuple(found), type=BOOLEAN, place=tree.place)


def comparison(builder: ExpressionBuilder, left: Expression, entry: Entry, scope: Scope) -> Expression:
    """One comparison; truth values unfold into the condition itself or its denial."""
    word = cast("ComparisonWord", entry.key)
    wanted = _wanted(builder, left.type, entry)
    right = builder.value(entry.value, scope, wanted)
    if (
        isinstance(left.type, BooleanType)
        and isinstance(right, Constant)
        and right.value in {TRUE, FALSE}
        and word not in MEMBERSHIP
    ):
        return left if (right.value is TRUE) == (word == "is") else Not(part=left, type=BOOLEAN, place=entry.key_place)
    _check_meeting(builder, left.type, right, wanted, entry)
    rank: tuple[str, ...] = ()
    if isinstance(left.type, EnumerationType) and word in MAGNITUDE:
        rank = tuple(scope.vocabulary.enumerations[left.type.name].values)
    return Compare(word=word, left=left, right=right, rank=rank, type=BOOLEAN, place=entry.key_place)


def _wanted(builder: ExpressionBuilder, left: Type, entry: Entry) -> Type:
    """The type that the right side must have; refuses words that the left side's type does not know."""
    word, place = entry.key, entry.key_place
    if isinstance(left, ListType):
        way_out = "ask for its elements with some, every or none"
        builder.fail("type-mismatch", "a list is not compared as a whole", place, way_out)
    if word in MEMBERSHIP:
        return ListType(left)
    if word in MAGNITUDE:
        if isinstance(left, DurationType):
            return left
        if isinstance(left, NumberType):
            return left
        if isinstance(left, EnumerationType):
            if left.ordered:
                return left
            way_out = "say `ordered: true` in the vocabulary if its values have a rank, or use `in`"
            builder.fail("type-mismatch", f"the values of {left.name} have no order", place, way_out)
        way_out = "use on_or_after, after, on_or_before or before" if isinstance(left, (DateType, DateTimeType)) else ""
        builder.fail("type-mismatch", f'"{word}" compares numbers, durations and ranks, not {left}', place, way_out)
    if word in MOMENT:
        if isinstance(left, (DateType, DateTimeType)):
            return left
        way_out = "use at_least, more_than, at_most or less_than" if isinstance(left, (NumberType, DurationType)) else ""
        builder.fail("type-mismatch", f'"{word}" compares dates, not {left}', place, way_out)
    if isinstance(left, DurationType):
        builder.fail("type-mismatch", "a duration is compared with at_least, more_than, at_most or less_than", place)
    return left


def _check_meeting(builder: ExpressionBuilder, left: Type, right: Expression, wanted: Type, entry: Entry) -> None:
    if isinstance(left, DurationType):
        if is_quantity_of_time(right.type):
            return
        way_out = "give it the unit days, weeks, months or years"
        builder.fail("type-mismatch", f"a duration is compared with a quantity of time, not {right.type}",
                     right.place, way_out)  # fmt: skip
    if meets(wanted, right.type):
        return
    way_out = ""
    if {type(left), type(right.type)} == {DateType, DateTimeType}:
        way_out = "take the date of the date-time: {date_of: …}"
    builder.fail("type-mismatch", f'"{entry.key}" compares {left} with {right.type}', right.place, way_out)


def meets(a: Type, b: Type) -> bool:
    """Whether values of the two types can be compared: the same type, for numbers the same unit."""
    match a, b:
        case NumberType(), NumberType():
            return a.unit == b.unit
        case EnumerationType(), EnumerationType():
            return a.name == b.name
        case ListType(), ListType():
            return meets(a.element, b.element)
        case _:
            return a == b


def common(types: Sequence[Type]) -> Type:
    """The type of what is one of several values whose types meet: a number is whole only where all of them are."""
    first = types[0]
    if isinstance(first, NumberType):
        return NumberType(first.unit, all(isinstance(type_, NumberType) and type_.whole for type_ in types))
    return first


ALWAYS: Final = Constant(value=TRUE, type=BOOLEAN)
"""A condition that always holds: what a rule says that names none."""
