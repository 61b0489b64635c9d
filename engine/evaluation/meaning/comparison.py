"""The comparison words. With something unknown they are unknown, with ``none`` false (``is_not`` and ``not_in``: true)."""

from __future__ import annotations

import operator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.evaluation.values import ElapsedTime, Items, OneOf, Range, bounds, lifted, whole
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, disjunction, negation, truth
from engine.language.temporal.calendar import has_elapsed, has_exceeded
from engine.language.temporal.length import possibly_exceeds, possibly_reaches, surely_exceeds, surely_reaches

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.values import Duration
    from engine.language.expressions import ComparisonWord
    from engine.language.logic import Truth
    from engine.language.temporal.calendar import Unit

NONE, OPEN = Special.NONE, Special.OPEN


def compare(word: ComparisonWord, left: Any, right: Any) -> Truth:
    """The verdict of one comparison between known or partly known values."""
    if type(left) is OneOf or type(right) is OneOf:
        verdict: Truth = lifted(lambda one, other: compare(word, one, other), left, right)
        return verdict
    match word:
        case "is":
            return _equal(left, right)
        case "is_not":
            return negation(_equal(left, right))
        case "in":
            return _among(left, right)
        case "not_in":
            return negation(_among(left, right))
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


KNOWN: Final = frozenset({str, int, bool, Decimal, date, datetime})
"""Types of values that are fully known: compared as they are, without looking for bounds and alternatives."""

_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "in": lambda left, right: left in right,
    "not_in": lambda left, right: left not in right,
    "at_least": operator.ge,
    "on_or_after": operator.ge,
    "more_than": operator.gt,
    "after": operator.gt,
    "at_most": operator.le,
    "on_or_before": operator.le,
    "less_than": operator.lt,
    "before": operator.lt,
}


def plain_operator(word: ComparisonWord, constant: Any) -> Callable[[Any, Any], bool] | None:
    """What :func:`compare` does of a known left side and this right side; nothing where the right side is not plainly known."""
    plain = all(type(one) in KNOWN for one in constant) if type(constant) is tuple else type(constant) in KNOWN
    return _OPERATORS[word] if plain else None


def with_constant(word: ComparisonWord, constant: Any) -> Callable[[Any], Truth]:
    """:func:`compare` with a right side that is always the same; a known left side is compared at once."""
    holds = plain_operator(word, constant)
    if holds is None:
        return lambda left: compare(word, left, constant)

    def against(left: Any) -> Truth:
        if type(left) in KNOWN:
            return TRUE if holds(left, constant) else FALSE
        return compare(word, left, constant)

    return against


def _equal(left: Any, right: Any) -> Truth:
    """Equality; ``none`` is equal to itself and different from everything else that is known."""
    if UNKNOWN in (left, right):
        return UNKNOWN
    if type(left) is Range or type(right) is Range:
        if left is NONE or right is NONE:
            return FALSE
        (low, high), (other_low, other_high) = bounds(left), bounds(right)
        apart = (high is not None and other_low is not None and high < other_low) or (
            low is not None and other_high is not None and low > other_high
        )
        return FALSE if apart else UNKNOWN
    return truth(left == right)


def _among(left: Any, right: Any) -> Truth:
    """Whether a value is one of a list; ``none`` is in no list."""
    if left is NONE or right is NONE:  # nothing is among what there is not
        return FALSE
    if type(right) is Items:
        members = disjunction(
            _equal(left, entry) if certain or _equal(left, entry) is FALSE else UNKNOWN for entry, certain in right.entries
        )
        return members if right.complete or members is TRUE else UNKNOWN
    if UNKNOWN in (left, right):
        return UNKNOWN
    if type(left) is Range:
        return disjunction(_equal(left, one) for one in right)
    return truth(left in right)


def _ordered(greater: Any, less: Any, *, strict: bool) -> Truth:
    """Whether one is greater than the other, or (not ``strict``) equal; ``open`` is later than every date."""
    if greater is NONE or less is NONE:
        return FALSE
    if UNKNOWN in (greater, less):
        return UNKNOWN
    if greater is OPEN or less is OPEN:
        return truth(greater is OPEN and not (strict and less is OPEN))
    if type(greater) is Range or type(less) is Range:
        (low, high), (other_low, other_high) = bounds(greater), bounds(less)
        if low is not None and other_high is not None and (low > other_high if strict else low >= other_high):
            return TRUE
        if high is not None and other_low is not None and (high <= other_low if strict else high < other_low):
            return FALSE
        return UNKNOWN
    return truth(greater > less if strict else greater >= less)


def compare_ranks(word: ComparisonWord, rank: tuple[str, ...], left: Any, right: Any) -> Truth:
    """A comparison of two values of an ordered enumeration by their rank."""

    def place(value: Any) -> Any:
        if type(value) is OneOf:
            return OneOf(tuple(place(one) for one in value.values))
        return rank.index(value) if isinstance(value, str) else value

    return compare(word, place(left), place(right))


def compare_duration(word: ComparisonWord, unit: Unit, left: Any, amount: Any) -> Truth:
    """How long something lasts against a quantity of time, by the Civil Code (see :mod:`engine.language.temporal.length`)."""
    if type(left) is OneOf or type(amount) is OneOf:
        verdict: Truth = lifted(lambda one, other: compare_duration(word, unit, one, other), left, amount)
        return verdict
    if left is NONE or amount is NONE:
        return FALSE
    units = whole(amount)
    if left is UNKNOWN or units is None:
        return UNKNOWN
    match word:
        case "at_least":
            return _lasts(left, units, unit, strict=False)
        case "more_than":
            return _lasts(left, units, unit, strict=True)
        case "at_most":
            return negation(_lasts(left, units, unit, strict=True))
        case _:  # less_than: the build refuses the other words for durations
            return negation(_lasts(left, units, unit, strict=False))


def _lasts(left: Duration | ElapsedTime, amount: int, unit: Unit, *, strict: bool) -> Truth:
    if isinstance(left, ElapsedTime):
        if left.last is OPEN:
            return truth(left.first is not OPEN)
        if left.first is OPEN or left.last < left.first:
            return FALSE
        if amount < 0:  # a record may say so: whatever has lasted is longer
            return TRUE
        return truth((has_exceeded if strict else has_elapsed)(left.first, left.last, amount, unit))
    if amount < 0:
        return TRUE
    surely, possibly = (surely_exceeds, possibly_exceeds) if strict else (surely_reaches, possibly_reaches)
    if surely(left.certain, left.possible, amount, unit):
        return TRUE
    return UNKNOWN if possibly(left.certain, left.possible, amount, unit) else FALSE
