"""Quantities of time in terms: numbers of the law, or one of a few by conditions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.symbolic.texts import same_as
from engine.analysis.symbolic.truths import conj, disj, ite
from engine.analysis.symbolic.values import UnencodableError
from engine.language.expressions import NOWHERE
from engine.language.temporal.calendar import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.analysis.symbolic.values import Ledger, Scalar

DAYS_OF: Final = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}
"""The days of each unit where they are not continuous (Civil Code, Article 123, Paragraph 2)."""
MONTHS_OF: Final = {Unit.MONTHS: 1, Unit.YEARS: 12}
_MOST_CHOICES: Final = 24
_NO_PART = "a quantity of time is whole days, weeks, months or years, and not less than nothing"


def choices(amount: z3.ArithRef) -> list[Fraction] | None:
    """The few numbers that a term can be; nothing where it is no choice of a few."""
    found: dict[Fraction, None] = {}
    seen: set[int] = set()
    waiting = [amount]
    while waiting:
        term = waiting.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        kind = term.decl().kind()
        if z3.is_int_value(term) or z3.is_rational_value(term):
            found[Fraction(term.as_fraction()) if z3.is_rational_value(term) else Fraction(term.as_long())] = None
        elif kind == z3.Z3_OP_ITE:
            waiting.extend(term.children()[1:])
        elif kind == z3.Z3_OP_TO_REAL:
            waiting.append(term.arg(0))
        else:
            return None
    return sorted(found) if len(found) <= _MOST_CHOICES else None


def by_choice(amount: Scalar, meaning: Callable[[int], Any], ledger: Ledger, *, negative: bool = False) -> Any:
    """What ``meaning`` gives for the quantity: terms for each of the few (:func:`choices`) that it can be, by which it is."""
    found = choices(amount.term)
    if found is None:
        message = "the quantity is no choice of a few numbers"
        raise TypeError(message)
    whole = [int(one) for one in found if one.denominator == 1 and (negative or one >= 0)]
    if len(whole) < len(found):
        fits = [_is(amount, one) for one in whole]
        ledger.require(disj([amount.none, amount.open, *fits]), _NO_PART)
    if not whole:
        raise UnencodableError(NOWHERE, _NO_PART)
    *others, last = whole
    result = meaning(last)
    for one in reversed(others):
        result = ite(_is(amount, one), meaning(one), result)
    return result


def _is(amount: Scalar, number: int) -> z3.BoolRef:
    if z3.is_int(amount.term):
        return same_as(amount.term, number)
    found: z3.BoolRef = amount.term == z3.RealVal(number)
    return found


def in_whole_days(amount: Scalar, unit: Unit, ledger: Ledger, *, negative: bool = False) -> z3.ArithRef:
    """The quantity in days, where a month is 30 and a year 365 of them."""
    found = choices(amount.term)
    if found is not None:
        chosen: z3.ArithRef = by_choice(amount, lambda one: z3.IntVal(DAYS_OF[unit] * one), ledger, negative=negative)
        return chosen
    return in_whole(amount, ledger, negative=negative) * DAYS_OF[unit]


def in_whole(amount: Scalar, ledger: Ledger, *, negative: bool = False) -> z3.ArithRef:
    """The quantity as a whole number, which is a premise; with ``negative`` it may be less than nothing."""
    number = amount.term
    fits = [] if negative else [number >= 0]
    if not z3.is_int(number):
        fits.append(z3.IsInt(number))
        number = z3.ToInt(number)
    if fits:
        ledger.require(disj([amount.none, conj(fits)]), _NO_PART)
    return number
