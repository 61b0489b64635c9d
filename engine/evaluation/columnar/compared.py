"""The comparison words as kernels: which way of comparing a comparison needs is seen from its types, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.evaluation.columnar import comparison, moments
from engine.evaluation.columnar.kernels import Decided, Kernel
from engine.evaluation.columnar.scopes import Items
from engine.evaluation.columnar.shapes import unit_of
from engine.evaluation.columnar.values import NO, NONE_STATE, TRUE, UNKNOWN, Listed, Plain, Verdicts, state_is
from engine.language.expressions import Constant
from engine.language.types import DurationType

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.shapes import Shapes
    from engine.language.expressions import Compare


def compared(program: Shapes, node: Compare) -> Kernel:
    """The kernel of a comparison."""
    word, left, right = node.word, program.kernel(node.left), program.kernel(node.right)
    if isinstance(node.left.type, DurationType):
        unit = unit_of(node.right)
        return program.lifted(
            node,
            lambda run, scope, one, amount: moments.compare_duration(run, scope, word, unit, one, amount),
            left,
            right,
        )
    if isinstance(left, Decided) and left.ruling.choice is not None and isinstance(node.right, Constant):
        return _outcome(program, node, left, right)
    if node.rank:
        rank = node.rank

        def by_rank(run: Run, _scope: Scope, one: Plain, other: Plain) -> Verdicts:
            ranks = run.ranks(rank)
            return comparison.compare(word, comparison.ranked(one, ranks), comparison.ranked(other, ranks))

        return program.lifted(node, by_rank, left, right)
    if word in {"in", "not_in"}:
        return program.lifted(node, _membership(denied=word == "not_in"), left, right)

    def compare(_run: Run, _scope: Scope, one: Any, other: Any) -> Verdicts:
        if isinstance(one, Verdicts):
            return comparison.compare_verdicts(word, one, other)
        return comparison.compare(word, one, other)

    return program.lifted(node, compare, left, right)


def _outcome(program: Shapes, node: Compare, left: Decided, right: Kernel) -> Kernel:
    """An outcome compared with the law's own words: asked of the decision itself."""
    assert isinstance(node.right, Constant)  # noqa: S101 - the caller has looked
    value = node.right.value
    wanted = frozenset(value) if isinstance(value, tuple) else frozenset((value,))
    denied = node.word in {"is_not", "not_in"}

    def compute(run: Run, scope: Scope) -> Verdicts:
        found = left.outcome_is(run, wanted)
        found = ~found if denied else found
        return found if scope is run.root else comparison.of_record(found, scope)

    return Kernel(program.number(), node, (left, right), compute)


def _membership(*, denied: bool) -> Callable[..., Verdicts]:
    def among(run: Run, scope: Scope, left: Any, right: Any) -> Verdicts:
        match right:
            case Listed():
                if isinstance(left, Verdicts):
                    found = comparison.among_verdicts(left, [run.plain(one) is TRUE for one in right.values])
                else:
                    found = comparison.among(left, [run.plain(one) for one in right.values])
            case Items():
                found = comparison.among_items(left, right, scope.size)
            case Plain():  # a list that never came, or is not known
                none = state_is(right, NONE_STATE) | state_is(left, NONE_STATE)
                found = Verdicts(NO & none, none)
            case _:
                found = UNKNOWN
        return ~found if denied else found

    return among
