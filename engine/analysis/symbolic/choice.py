"""One value or another, by a condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import z3

from engine.analysis.symbolic.truths import NO, YES, conj, ite, neg
from engine.analysis.symbolic.values import (
    Duration,
    ElapsedTime,
    Items,
    OneDuration,
    Piece,
    Pieces,
    Scalar,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def either(condition: z3.BoolRef, then: Any, otherwise: Any) -> Any:
    """The one value where the condition holds, the other where it does not; both are values of one type, or ``none``."""
    if condition is YES:
        return then
    if condition is NO:
        return otherwise
    match then, otherwise:
        case z3.BoolRef(), z3.BoolRef():
            return ite(condition, then, otherwise)
        case Scalar(), Scalar():
            return _scalar(condition, then, otherwise)
        case ((Duration() | ElapsedTime() | OneDuration()), (Duration() | ElapsedTime() | OneDuration())):
            return OneDuration(condition, then, otherwise)
        case Scalar(), _:  # it can only be `none` beside a value that is no scalar
            return without(condition, otherwise)
        case _, Scalar():
            return without(neg(condition), then)
        case Items(), Items():
            entries = (*_guarded(condition, then.entries), *_guarded(neg(condition), otherwise.entries))
            return Items(entries, ite(condition, then.none, otherwise.none))
        case Span(), Span():
            start, end = ite(condition, then.start, otherwise.start), ite(condition, then.end, otherwise.end)
            most = max(then.most_years, otherwise.most_years) if then.most_years and otherwise.most_years else None
            return Span(start, end, ite(condition, then.none, otherwise.none), min(then.full_years, otherwise.full_years), most)
        case ((Span() | Pieces()), (Span() | Pieces())):
            return Pieces((*_pieces(condition, then), *_pieces(neg(condition), otherwise)))
        case _:
            message = f"a {type(then).__name__} and a {type(otherwise).__name__} are no values of one type"
            raise TypeError(message)


def without(condition: z3.BoolRef, value: Any) -> Any:
    """``none`` where the condition holds, else the value; of a truth value, false."""
    match value:
        case z3.BoolRef():
            return conj([neg(condition), value])
        case Scalar():
            none = ite(condition, YES, value.none)
            return Scalar(value.kind, value.term, none, conj([neg(condition), value.open]), value.local)
        case Items():
            return Items(_guarded(neg(condition), value.entries), ite(condition, YES, value.none))
        case Span():
            return replace(value, none=ite(condition, YES, value.none))
        case Pieces():
            return Pieces(_pieces(neg(condition), value), value.disjoint, value.ordered)
        case Duration():
            return Duration(value.pieces, ite(condition, YES, value.none))
        case ElapsedTime():
            return ElapsedTime(value.first, value.last, ite(condition, YES, value.none))
        case OneDuration():
            return OneDuration(value.condition, without(condition, value.then), without(condition, value.otherwise))
        case _:
            message = f"a {type(value).__name__} is no value of the language"
            raise TypeError(message)


def _scalar(condition: z3.BoolRef, then: Scalar, otherwise: Scalar) -> Scalar:
    none, open_ = ite(condition, then.none, otherwise.none), ite(condition, then.open, otherwise.open)
    if then.kind == "special":  # its term means nothing, and nobody reads it where the flag stands
        return Scalar(otherwise.kind, otherwise.term, none, open_, otherwise.local)
    if otherwise.kind == "special":
        return Scalar(then.kind, then.term, none, open_, then.local)
    one, other = alike(then.term, otherwise.term)
    local = None
    if then.local and otherwise.local and then.local[0] == otherwise.local[0]:
        local = then.local[0], ite(condition, then.local[1], otherwise.local[1])
    return Scalar(then.kind, ite(condition, one, other), none, open_, local)


def alike(one: z3.ArithRef, other: z3.ArithRef) -> tuple[z3.ArithRef, z3.ArithRef]:
    """Two numbers as terms of one sort."""
    if z3.is_int(one) == z3.is_int(other):
        return one, other
    return (z3.ToReal(one) if z3.is_int(one) else one), (z3.ToReal(other) if z3.is_int(other) else other)


def _guarded(condition: z3.BoolRef, entries: Iterable[tuple[z3.BoolRef, Any]]) -> tuple[tuple[z3.BoolRef, Any], ...]:
    return tuple((conj([condition, present]), entry) for present, entry in entries if present is not NO)


def _pieces(condition: z3.BoolRef, value: Span | Pieces) -> tuple[Piece, ...]:
    several = (Piece(neg(value.none), value.start, value.end),) if isinstance(value, Span) else value.pieces
    return tuple(Piece(conj([condition, one.present]), one.start, one.end) for one in several)
