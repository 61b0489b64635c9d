"""Exact arithmetic with units: like is added to like, and one operand of a product or quotient is the law's own number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import Arithmetic, Constant, ParameterRef
from engine.language.types import DateTimeType, DateType, NumberType
from engine.language.words import ROUNDINGS
from engine.loading.build.comparisons import meets

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.expressions import Expression
    from engine.language.types import Type
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Mapping

ArithmeticWord = Literal["add", "subtract", "multiply", "divide", "minimum", "maximum", "round"]


def _rounding(builder: ExpressionBuilder, tree: Mapping, *, needed: bool) -> tuple[str, int]:
    """How a result is rounded, and to how many decimal places."""
    written = tree.get("rounding")
    places = tree.get("places")
    if written is None:
        if needed or places is not None:
            builder.fail("missing-key", "say how this is rounded", tree.place, f"rounding: {' | '.join(ROUNDINGS)}")
        return "", 0
    mode = builder.text(written, "rounding", tree.place)
    if mode not in ROUNDINGS:
        builder.fail("unknown-option", f'there is no rounding "{mode}"', written.place, did_you_mean(mode, ROUNDINGS))
    return mode, 0 if places is None else builder.whole_number(places, "places", tree.place)


def _operands(builder: ExpressionBuilder, head: Entry, scope: Scope) -> tuple[Expression, ...]:
    items = builder.sequence(head.value, f'"{head.key}"', head.key_place)
    if not items.items:
        builder.fail("empty", f'"{head.key}" has nothing to reckon with', head.key_place)
    return builder.each(items, lambda item: builder.value(item, scope))


def _number(builder: ExpressionBuilder, expression: Expression, head: Entry) -> NumberType:
    if isinstance(expression.type, NumberType):
        return expression.type
    builder.fail("type-mismatch", f'"{head.key}" reckons with numbers, not {expression.type}', expression.place)


def _like_with_like(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    """add, subtract, minimum, maximum: all of one unit; the two last also of dates."""
    parts = _operands(builder, head, scope)
    if head.key == "subtract" and len(parts) != 2:  # noqa: PLR2004 - a difference has two sides
        builder.fail("wrong-shape", "`subtract` has two parts: [this, less this]", head.value.place)
    type_: Type = parts[0].type
    if head.key in {"add", "subtract"} or not isinstance(type_, (DateType, DateTimeType)):
        type_ = _number(builder, parts[0], head)
    for part in parts[1:]:
        if not meets(type_, part.type):
            builder.fail("type-mismatch", f'"{head.key}" has {type_} and {part.type}', part.place)
    if isinstance(type_, NumberType):
        type_ = NumberType(type_.unit, all(isinstance(part.type, NumberType) and part.type.whole for part in parts))
    return Arithmetic(word=cast("ArithmeticWord", head.key), parts=parts, type=type_, place=tree.place)


def _product(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    """multiply, divide: two operands, one of them (of a quotient the divisor) a constant or parameter."""
    parts = _operands(builder, head, scope)
    if len(parts) != 2:  # noqa: PLR2004 - a product here has two sides
        builder.fail("wrong-shape", f"`{head.key}` has two parts", head.value.place)
    fixed = parts[1:] if head.key == "divide" else parts
    if not any(isinstance(part, (Constant, ParameterRef)) for part in fixed):
        which = "the divisor" if head.key == "divide" else "one of the two"
        builder.fail("not-constant", f"{which} is a number or a parameter", head.value.place)
    left, right = _number(builder, parts[0], head), _number(builder, parts[1], head)
    if head.key == "divide":
        if left.unit and right.unit and left.unit != right.unit:
            builder.fail("type-mismatch", f"{left} is divided by {right}", head.value.place)
        unit = "" if left.unit == right.unit else left.unit
        if right.unit and not left.unit:
            builder.fail("type-mismatch", f"{left} is divided by {right}", head.value.place)
        if isinstance(parts[1], Constant) and parts[1].value == 0:
            builder.fail("division-by-zero", "nothing is divided by zero", parts[1].place)
    else:
        if left.unit and right.unit:
            builder.fail("type-mismatch", f"{left} is multiplied by {right}", head.value.place)
        unit = left.unit or right.unit
    rounding, places = _rounding(builder, tree, needed=head.key == "divide")
    whole = (bool(rounding) and places <= 0) or (head.key == "multiply" and left.whole and right.whole)
    return Arithmetic(word=cast("ArithmeticWord", head.key), parts=parts, rounding=rounding, places=places,
                      type=NumberType(unit, whole), place=tree.place)  # fmt: skip


def _round(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    part = builder.value(head.value, scope)
    type_ = _number(builder, part, head)
    rounding, places = _rounding(builder, tree, needed=True)
    return Arithmetic(word="round", parts=(part,), rounding=rounding, places=places,
                      type=NumberType(type_.unit, places <= 0), place=tree.place)  # fmt: skip


BUILD: Final[dict[str, Callable[[ExpressionBuilder, Mapping, Entry, Scope], Expression]]] = {
    "add": _like_with_like,
    "subtract": _like_with_like,
    "minimum": _like_with_like,
    "maximum": _like_with_like,
    "multiply": _product,
    "divide": _product,
    "round": _round,
}
