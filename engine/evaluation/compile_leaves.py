"""Expressions that only read: constants, facts, fields, elements, readings, and the two days of an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.evaluation.code import Leaf
from engine.evaluation.meaning.comparison import KNOWN, compare, plain_operator
from engine.evaluation.meaning.lists import as_items, listed
from engine.evaluation.values import ANY_ITEMS, Items
from engine.language.expressions import AsOf, Constant, ElementRef, FactRef, FieldRef, ReadingRef
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.types import BooleanType, ListType

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.code import Run
    from engine.evaluation.context import Context, Frame
    from engine.language.expressions import ComparisonWord, Expression, Quantified


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


VERDICTS: Final[dict[Any, Any]] = {True: TRUE, False: FALSE, None: UNKNOWN, UNKNOWN: UNKNOWN, **{word: word for word in Special}}
"""A recorded truth value as a verdict; what is not recorded is unknown."""


def _fact(node: FactRef) -> Callable[[Context, Frame | None], Any]:
    path = node.path
    if isinstance(node.type, BooleanType):
        return lambda context, _frame: VERDICTS[context.facts.get(path)]
    if isinstance(node.type, ListType):
        verdicts = isinstance(node.type.element, BooleanType)

        def read_list(context: Context, _frame: Frame | None) -> Any:
            found = context.facts.get(path)
            if found is None:
                return ANY_ITEMS
            return listed(tuple(VERDICTS[item] for item in found) if verdicts else found)

        return read_list
    return lambda context, _frame: context.facts.get(path, UNKNOWN)


def _field(node: FieldRef) -> Callable[[Context, Frame | None], Any]:
    name, depth = node.name, node.depth
    if isinstance(node.type, BooleanType) and depth == 0:
        return lambda _context, frame: VERDICTS[frame.element.values.get(name)]  # type: ignore[union-attr]  # only inside a list
    if isinstance(node.type, BooleanType):
        return lambda _context, frame: VERDICTS[frame.out(depth).element.values.get(name)]  # type: ignore[union-attr]  # only inside a list
    if depth == 0:
        return lambda _context, frame: frame.element.values.get(name, UNKNOWN)  # type: ignore[union-attr]  # only inside a list
    return lambda _context, frame: frame.out(depth).element.values.get(name, UNKNOWN)  # type: ignore[union-attr]  # only inside a list


def compared_leaf(word: ComparisonWord, node: Expression, constant: Any) -> Run | None:
    """The comparison of a fact or field with a constant, in one call: by far the most frequent condition.

    Nothing where the left side is read in another way, or the constant is not plainly known.
    """
    holds = plain_operator(word, constant)
    if holds is None:
        return None
    if isinstance(node, FactRef) and not isinstance(node.type, (BooleanType, ListType)):
        path = node.path

        def of_fact(context: Context, _frame: Frame | None) -> Any:
            left = context.facts.get(path, UNKNOWN)
            if type(left) in KNOWN:
                return TRUE if holds(left, constant) else FALSE
            return compare(word, left, constant)

        return of_fact
    if isinstance(node, FieldRef) and node.depth == 0 and not isinstance(node.type, BooleanType):
        name = node.name

        def of_field(_context: Context, frame: Frame | None) -> Any:
            left = frame.element.values.get(name, UNKNOWN)  # type: ignore[union-attr]  # only inside a list
            if type(left) in KNOWN:
                return TRUE if holds(left, constant) else FALSE
            return compare(word, left, constant)

        return of_field
    return None


def among_leaf(node: Quantified, word: ComparisonWord, constant: Any) -> Run | None:
    """Whether some or none of a list fact's entries compare so with a constant; nothing where that takes more than one look.

    What a record says of a list it says of all of it, so that its entries are known wherever the list is.
    """
    list_ = node.list
    if not isinstance(list_, FactRef) or node.word == "every" or plain_operator(word, constant) is None:
        return None
    path, when_some, when_none = list_.path, *((TRUE, FALSE) if node.word == "some" else (FALSE, TRUE))
    if word == "is" and type(constant) is str:

        def run(context: Context, _frame: Frame | None) -> Any:
            found = context.facts.get(path)
            return UNKNOWN if found is None else when_some if constant in found else when_none

        return run
    if word in {"in", "not_in"} and all(type(one) is str for one in constant):
        among = frozenset(constant)
        has_some = among.intersection if word == "in" else lambda found: not among.issuperset(found)

        def run_among(context: Context, _frame: Frame | None) -> Any:
            found = context.facts.get(path)
            return UNKNOWN if found is None else when_some if has_some(found) else when_none

        return run_among
    return None


def picking_leaf(read: Run, word: ComparisonWord, field: Expression, constant: Any) -> Run | None:
    """The elements of a list of which a field compares so with a constant; nothing where the left side is read otherwise."""
    holds = plain_operator(word, constant)
    if holds is None or not isinstance(field, FieldRef) or field.depth or isinstance(field.type, BooleanType):
        return None
    name = field.name

    def run(context: Context, frame: Frame | None) -> Any:
        items = as_items(read(context, frame))
        found = []
        for entry in items.entries:
            left = entry[0].values.get(name, UNKNOWN)
            if type(left) in KNOWN:
                if holds(left, constant):
                    found.append(entry)
                continue
            verdict = compare(word, left, constant)
            if verdict is not FALSE:
                found.append((entry[0], entry[1] and verdict is TRUE))
        return Items(tuple(found), items.complete, items.endless)

    return run
