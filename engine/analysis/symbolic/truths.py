"""Formulas put together, and shortened where a part is known: most flags of most values are simply false.

What is known is :data:`YES` or :data:`NO` itself: to look is then cheap, and to miss another true one only lengthens a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import z3

if TYPE_CHECKING:
    from collections.abc import Iterable

YES: Final = z3.BoolVal(val=True)
NO: Final = z3.BoolVal(val=False)


def conj(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """Every one of these; true of none."""
    kept = []
    for part in parts:
        if part is NO:
            return NO
        if part is not YES:
            kept.append(part)
    return z3.And(*kept) if len(kept) > 1 else kept[0] if kept else YES


def disj(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """At least one of these; false of none."""
    kept = []
    for part in parts:
        if part is YES:
            return YES
        if part is not NO:
            kept.append(part)
    return z3.Or(*kept) if len(kept) > 1 else kept[0] if kept else NO


def neg(part: z3.BoolRef) -> z3.BoolRef:
    """The denial."""
    if part is YES:
        return NO
    if part is NO:
        return YES
    return part.arg(0) if z3.is_not(part) else z3.Not(part)


def ite(condition: z3.BoolRef, then: Any, otherwise: Any) -> Any:
    """One term or the other, both of one sort."""
    if condition is YES:
        return then
    if condition is NO or then.eq(otherwise):
        return otherwise
    if z3.is_bool(then):
        return disj([conj([condition, then]), conj([neg(condition), otherwise])])
    return z3.If(condition, then, otherwise)


def same(one: Any, other: Any) -> z3.BoolRef:
    """Whether two terms of one sort are equal, found at once where both are numerals."""
    if one.eq(other):
        return YES
    if z3.is_int_value(one) and z3.is_int_value(other):
        return NO
    found: z3.BoolRef = one == other
    return found
