"""Exact arithmetic on terms. A number that is made of ``none`` is ``none``."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Literal, assert_never

import z3

from engine.analysis.symbolic.choice import alike
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import YES, conj, disj, ite, neg
from engine.analysis.symbolic.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.symbolic.values import Ledger

_WORDS = Literal["add", "subtract", "multiply", "divide", "minimum", "maximum", "round"]


def reckon(word: _WORDS, parts: Sequence[Scalar], rounding: str, places: int, ledger: Ledger) -> Scalar:
    """The result of an arithmetic word. A division by zero has none, and is put down as a premise."""
    none = disj(part.none for part in parts)
    known = next((part for part in parts if part.kind != "special"), parts[0])
    if any(part.kind == "special" and part.none is YES for part in parts):
        return Scalar(known.kind, known.term, none)
    if word in {"minimum", "maximum"}:
        return _first_or_last(parts, none, known, first=word == "minimum")
    terms = [part.term for part in parts]
    match word:
        case "add":
            found = reduce(_sum, terms)
        case "subtract":
            one, other = alike(terms[0], terms[1])
            found = one - other
        case "multiply":
            found = product(terms[0], terms[1])
        case "divide":
            nonzero = neg(terms[1] == 0) if not z3.is_rational_value(terms[1]) and not z3.is_int_value(terms[1]) else None
            if nonzero is not None:
                ledger.require(disj([none, nonzero]), "nothing is divided by zero")
            found = quotient(terms[0], terms[1])
        case "minimum" | "maximum" | "round":
            found = terms[0]
        case _:
            assert_never(word)
    return Scalar("number", rounded(found, rounding, places) if rounding else found, none)


def _sum(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    left, right = alike(one, other)
    return left + right


def _first_or_last(parts: Sequence[Scalar], none: z3.BoolRef, known: Scalar, *, first: bool) -> Scalar:
    """The least or greatest number; the earliest or latest date, ``open`` being later than every date."""
    ordinary = [part for part in parts if part.kind != "special"]
    is_open = conj(part.open for part in parts) if first else disj(part.open for part in parts)
    if not ordinary:
        return Scalar(known.kind, known.term, none, conj([neg(none), is_open]))
    term, so_far_open = ordinary[0].term, ordinary[0].open
    for part in ordinary[1:]:
        one, other = alike(term, part.term)
        better = other < one if first else other > one
        if first:  # what is open gives way to any date
            better = disj([so_far_open, conj([neg(part.open), better])])
            so_far_open = conj([so_far_open, part.open])
        term = ite(better, other, one)
    return Scalar(known.kind, term, none, conj([neg(none), is_open]))


def product(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    """A product of which one factor is the law's own number, or one of several such: never of two that both vary."""
    for factor, rest in ((one, other), (other, one)):
        if z3.is_int_value(factor) or z3.is_rational_value(factor):
            left, right = alike(factor, rest)
            return left * right
    for factor, rest in ((one, other), (other, one)):
        if z3.is_app_of(factor, z3.Z3_OP_ITE):
            return ite(factor.arg(0), *alike(product(factor.arg(1), rest), product(factor.arg(2), rest)))
    left, right = alike(one, other)
    return left * right


def quotient(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    """A quotient whose divisor is the law's own number, or one of several such."""
    if z3.is_app_of(other, z3.Z3_OP_ITE):
        return ite(other.arg(0), quotient(one, other.arg(1)), quotient(one, other.arg(2)))
    return _real(one) / _real(other)


def _real(term: z3.ArithRef) -> z3.ArithRef:
    if z3.is_int_value(term):
        return z3.RealVal(term.as_long())
    return z3.ToReal(term) if z3.is_int(term) else term


def rounded(value: z3.ArithRef, rounding: str, places: int) -> z3.ArithRef:
    """A number as the rulebook rounds it: to so many decimal places, negative ones before the point."""
    if z3.is_int(value) and places >= 0:
        return value
    scaled = _real(value) * z3.Q(10**places, 1) if places >= 0 else _real(value) * z3.Q(1, 10**-places)
    count = _to_whole(scaled, rounding)
    if places <= 0:
        return count * 10**-places if places else count
    return z3.ToReal(count) * z3.Q(1, 10**places)


def _to_whole(value: z3.ArithRef, rounding: str) -> z3.ArithRef:
    floor = z3.ToInt(value)
    rest = value - z3.ToReal(floor)
    half = z3.Q(1, 2)
    match rounding:
        case "floor":
            return floor
        case "ceiling":
            return floor + z3.If(rest > 0, whole(1), whole(0))
        case "half_up":  # away from zero at a half
            up = z3.Or(rest > half, z3.And(rest == half, value > 0))
        case _:
            up = z3.Or(rest > half, z3.And(rest == half, floor % 2 == 1))
    return floor + z3.If(up, whole(1), whole(0))
