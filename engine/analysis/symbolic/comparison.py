"""The comparison words. With ``none`` they are false, ``is_not`` and ``not_in`` true; ``open`` is later than every date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

import z3

from engine.analysis.symbolic.choice import alike
from engine.analysis.symbolic.truths import NO, YES, conj, disj, neg, same
from engine.analysis.symbolic.values import Items, Scalar, Span

if TYPE_CHECKING:
    from engine.analysis.symbolic.texts import Texts
    from engine.language.expressions import ComparisonWord


def compare(word: ComparisonWord, left: Any, right: Any) -> z3.BoolRef:
    """The verdict of one comparison."""
    match word:
        case "is":
            return equal(left, right)
        case "is_not":
            return neg(equal(left, right))
        case "in":
            return _among(left, right)
        case "not_in":
            return neg(_among(left, right))
        case "at_least" | "on_or_after":
            return _ordered(left, right, strict=False)
        case "more_than" | "after":
            return _ordered(left, right, strict=True)
        case "at_most" | "on_or_before":
            return _ordered(right, left, strict=False)
        case "less_than" | "before":
            return _ordered(right, left, strict=True)
        case _:
            assert_never(word)


def compare_ranks(word: ComparisonWord, rank: tuple[str, ...], left: Scalar, right: Scalar, texts: Texts) -> z3.BoolRef:
    """A comparison of two values of an ordered enumeration by their rank."""
    return compare(word, ranked(left, rank, texts), ranked(right, rank, texts))


def ranked(value: Scalar, rank: tuple[str, ...], texts: Texts) -> Scalar:
    """The place of a code in the order of its enumeration, as a number."""
    if value.kind != "text":
        return value
    return Scalar("number", texts.rank(value.term, rank), value.none, value.open)


def equal(left: Any, right: Any) -> z3.BoolRef:
    """Equality; ``none`` is equal to itself and different from everything else."""
    if z3.is_bool(left) and z3.is_bool(right):
        return _both_ways(left, right)
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        parts = [conj([left.none, right.none]), conj([left.open, right.open])]
        if "special" not in {left.kind, right.kind}:
            parts.append(conj([*_ordinary(left, right), same(*alike(left.term, right.term))]))
        return disj(parts)
    if isinstance(left, Scalar) or isinstance(right, Scalar):  # a value that is no scalar, asked whether it is none
        other, special = (right, left) if isinstance(left, Scalar) else (left, right)
        return conj([special.none, _none_of(other)])
    message = f"a {type(left).__name__} and a {type(right).__name__} are not compared as wholes"
    raise TypeError(message)


def _both_ways(left: z3.BoolRef, right: z3.BoolRef) -> z3.BoolRef:
    for one, other in ((left, right), (right, left)):
        if one is YES:
            return other
        if one is NO:
            return neg(other)
    found: z3.BoolRef = left == right
    return found


def _none_of(value: Any) -> z3.BoolRef:
    return value.none if isinstance(value, (Items, Span)) else NO


def _among(left: Any, right: Any) -> z3.BoolRef:
    """Whether a value is one of a list; ``none`` is in no list."""
    if isinstance(right, Scalar):  # `none` in the place of a list
        return NO
    members = disj(conj([present, equal(left, entry)]) for present, entry in right.entries)
    return conj([neg(left.none) if isinstance(left, Scalar) else YES, members])


def _ordered(greater: Scalar, less: Scalar, *, strict: bool) -> z3.BoolRef:
    """Whether one is greater than the other, or (not ``strict``) equal."""
    open_ = conj([greater.open, neg(less.none), neg(less.open) if strict else YES])
    if "special" in {greater.kind, less.kind}:
        return open_
    one, other = alike(greater.term, less.term)
    return disj([open_, conj([*_ordinary(greater, less), one > other if strict else one >= other])])


def _ordinary(*values: Scalar) -> list[z3.BoolRef]:
    """That each value is neither ``none`` nor ``open``."""
    return [neg(flag) for value in values for flag in (value.none, value.open)]
