"""Which provisions speak for an outcome in favour when they hold, whichever way round a decision puts its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.code import Junction, Step
from engine.evaluation.linked import Asked, Decided, Named
from engine.language.expressions import Compare, Constant, Not
from engine.language.logic import FALSE, TRUE, negation
from engine.language.rulebook import Application, Entitlement, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.evaluation.code import Code
    from engine.evaluation.context import Context
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.logic import Truth


def serving(ruling: Ruling, context: Context) -> frozenset[str]:
    """The keys of the provisions by which a decision comes out in favour: asked to hold for it, or not to for another."""
    return frozenset(_of_ruling(ruling, TRUE, context, set()))


def _of_ruling(ruling: Ruling, wanted: Truth, context: Context, seen: set[tuple[str, Truth]]) -> Iterator[str]:
    if ruling.choice is None or (ruling.key, wanted) in seen:
        return
    seen.add((ruling.key, wanted))
    for when, then in ruling.choice.rows:
        if when is not None:
            favourable = then.run(context, None) in ruling.decision.favourable
            yield from _of(when, wanted if favourable else negation(wanted), context, seen)


def _of(code: Code, wanted: Truth, context: Context, seen: set[tuple[str, Truth]]) -> Iterator[str]:
    match code:
        case Asked():
            if wanted is TRUE and not code.applies:
                yield from _of_clause(code.clause, context, seen)
        case Junction():
            for part in code.below:
                yield from _of(part, wanted, context, seen)
        case Named():
            yield from _of(code.body, wanted, context, seen)
        case Step() if isinstance(code.node, Not):
            yield from _of(code.below[0], negation(wanted), context, seen)
        case Step() if isinstance(code.node, Compare) and isinstance(code.below[0], Decided):
            asked = _asks_for(code.node, code.below[0].ruling)
            if asked is not None:
                yield from _of_ruling(code.below[0].ruling, wanted if asked is TRUE else negation(wanted), context, seen)
        case _:
            return


def _of_clause(clause: Clause, context: Context, seen: set[tuple[str, Truth]]) -> Iterator[str]:
    if (clause.key, TRUE) in seen:
        return
    seen.add((clause.key, TRUE))
    yield clause.key
    if isinstance(clause.rule, (Requirement, Entitlement, Application)):
        wanted = FALSE if isinstance(clause.rule, Requirement) and clause.rule.forbids else TRUE
        for part in clause.met:
            yield from _of(part, wanted, context, seen)


def _asks_for(node: Compare, ruling: Ruling) -> Truth | None:
    """Whether a comparison asks for an outcome in favour (true) or for another (false); nothing where it asks for either."""
    if not isinstance(node.right, Constant):
        return None
    codes = set(node.right.value) if isinstance(node.right.value, tuple) else {node.right.value}
    asked = codes if node.word in {"is", "in"} else set(ruling.decision.outcomes) - codes
    favourable = set(ruling.decision.favourable)
    if asked <= favourable:
        return TRUE
    return None if asked & favourable else FALSE
