"""The words that look at the elements of a list, as kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.columnar import comparison, lists, moments
from engine.evaluation.columnar.kernels import Looking
from engine.evaluation.columnar.settling import settled
from engine.language.expressions import Extreme, FieldRef, Filter, IntervalsOf, Quantified, Total
from engine.language.facts import Empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.columnar.kernels import Kernel
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Items, Scope
    from engine.evaluation.columnar.shapes import Shapes
    from engine.language.expressions import Expression


def looking(program: Shapes, node: Quantified | Filter | Total | Extreme | IntervalsOf) -> Kernel:
    """The kernel of a word with a list."""
    list_ = program.kernel(node.list)
    match node:
        case Quantified():
            word = node.word
            gather: Any = lambda _run, scope, items, found: lists.quantified(word, items, found, scope.size)  # noqa: E731 - one of several
            return Looking(program.number(), node, list_, [program.kernel(node.condition)], gather)
        case Filter():
            gather = lambda _run, _scope, items, found: lists.filtered(items, found)  # noqa: E731 - the same
            return Looking(program.number(), node, list_, [program.kernel(node.condition)], gather)
        case Total():
            gather = lambda run, scope, items, amounts: lists.total(items, settled(run, items.scope, amounts), scope.size)  # noqa: E731
            return Looking(program.number(), node, list_, [program.kernel(node.of)], gather)
        case Extreme():
            return Looking(program.number(), node, list_, program.kernels(node.by), _gathering_extremes(program, node))
        case IntervalsOf():
            gather = lambda run, scope, items, first, last: moments.days_of(  # noqa: E731 - the same
                scope, items, settled(run, items.scope, first), settled(run, items.scope, last)
            )
            return Looking(program.number(), node, list_, program.kernels((node.first, node.last)), gather)
        case _:
            assert_never(node)


def _gathering_extremes(program: Shapes, node: Extreme) -> Callable[..., Items]:
    word, ranks = node.word, node.ranks
    nullable = tuple(_may_be_none(program, field) for field in node.by)

    def gather(run: Run, _scope: Scope, items: Items, *keys: Any) -> Items:
        plain = [settled(run, items.scope, key) for key in keys]
        placed = [comparison.ranked(key, run.ranks(rank)) if rank else key for key, rank in zip(plain, ranks, strict=True)]
        return lists.extreme(word, items, placed, nullable)

    return gather


def _may_be_none(program: Shapes, node: Expression) -> bool:
    """Whether a field can hold ``none`` in the vocabulary of some subject that has its list."""
    if not isinstance(node, FieldRef):
        return True
    lists_ = [
        subject.vocabulary.facts[node.list_path]
        for book in program.rulebooks.values()
        for subject in book.subjects.values()
        if node.list_path in subject.vocabulary.facts
    ]
    fields = [list_.elements[node.name] for list_ in lists_ if list_.elements and node.name in list_.elements]
    return any(field.may_be_none or field.empty is Empty.NONE for field in fields)
