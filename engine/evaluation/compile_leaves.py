"""Expressions that only read: constants, facts, fields, elements, readings, and the two days of an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.code import Leaf
from engine.evaluation.meaning.lists import listed
from engine.evaluation.values import ANY_ITEMS
from engine.language.expressions import AsOf, Constant, ElementRef, FactRef, FieldRef, ReadingRef
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.types import BooleanType, ListType

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.context import Context, Frame


def leaf(node: Constant | FactRef | FieldRef | ElementRef | ReadingRef | AsOf) -> Leaf:
    """The code of an expression that has nothing below it."""
    match node:
        case Constant():
            value = node.value
            return Leaf(node, lambda _context, _frame: value)
        case FactRef():
            return Leaf(node, _fact(node))
        case FieldRef():
            return Leaf(node, _field(node), node.depth)
        case ElementRef():
            return Leaf(node, lambda _context, frame: frame.element, node.depth)  # type: ignore[union-attr]  # only inside a list
        case ReadingRef():
            key = node.key
            return Leaf(node, lambda context, _frame: context.readings[key])
        case AsOf():
            if node.which == "facts":
                return Leaf(node, lambda context, _frame: context.facts_as_of)
            return Leaf(node, lambda context, _frame: context.law_as_of)
        case _:
            assert_never(node)


def as_verdict(value: Any) -> Any:
    """A recorded truth value as a verdict."""
    if value is True:
        return TRUE
    return FALSE if value is False else value


def _fact(node: FactRef) -> Callable[[Context, Frame | None], Any]:
    path = node.path
    if isinstance(node.type, BooleanType):
        return lambda context, _frame: as_verdict(context.facts.get(path, UNKNOWN))
    if isinstance(node.type, ListType):

        def read_list(context: Context, _frame: Frame | None) -> Any:
            found = context.facts.get(path)
            return ANY_ITEMS if found is None else listed(found)

        return read_list
    return lambda context, _frame: context.facts.get(path, UNKNOWN)


def _field(node: FieldRef) -> Callable[[Context, Frame | None], Any]:
    name, depth = node.name, node.depth
    if isinstance(node.type, BooleanType):
        return lambda _context, frame: as_verdict(frame.out(depth).element.values.get(name, UNKNOWN))  # type: ignore[union-attr]  # only inside a list
    if depth == 0:
        return lambda _context, frame: frame.element.values.get(name, UNKNOWN)  # type: ignore[union-attr]  # only inside a list
    return lambda _context, frame: frame.out(depth).element.values.get(name, UNKNOWN)  # type: ignore[union-attr]  # only inside a list
