"""Between which days a term lies, read off its shape: so that tables are no longer than what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import z3

from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import ite
from engine.analysis.symbolic.values import EARLIEST, LATEST

if TYPE_CHECKING:
    from engine.analysis.symbolic.values import Ledger

Limits = tuple[int, int]
_BEYOND: Final = LATEST // 2
"""No date comes near; a number that is greater, or less by as much, is an open end or one moved by some days."""


def limits(term: z3.ArithRef, ledger: Ledger) -> Limits | None:
    """The least and the most of a term where it is no open end; nothing where its shape does not tell.

    Of a term that can only be an open end, a stretch without a day: the least is greater than the most.
    """
    known = ledger.limits.get(term.get_id())
    if known is not None:
        return known[1]
    if z3.is_int_value(term):
        number = term.as_long()
        return (1, 0) if abs(number) > _BEYOND else (number, number)
    found = _of_parts(term, [limits(part, ledger) for part in _parts(term)])
    if found is not None:
        ledger.limit(term, *found)
    return found


def _parts(term: z3.ArithRef) -> list[z3.ArithRef]:
    parts: list[z3.ArithRef] = term.children()
    return parts[1:] if term.decl().kind() == z3.Z3_OP_ITE else parts


def _of_parts(term: z3.ArithRef, parts: list[Limits | None]) -> Limits | None:
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts):
        return None
    dated = [part for part in known if part[0] <= part[1]]
    match term.decl().kind():
        case z3.Z3_OP_ITE:
            return (min(low for low, _ in dated), max(high for _, high in dated)) if dated else (1, 0)
        case z3.Z3_OP_ADD | z3.Z3_OP_SUB if len(dated) < len(known):
            return 1, 0  # moved by some days, an open end is one
        case z3.Z3_OP_ADD:
            return sum(low for low, _ in known), sum(high for _, high in known)
        case z3.Z3_OP_SUB:
            (low, high), *others = known
            return low - sum(most for _, most in others), high - sum(least for least, _ in others)
        case _:
            return None


def may_be_open(term: z3.ArithRef, ledger: Ledger) -> bool:
    """Whether a term can be an open end, or its shape does not tell."""
    if term.get_id() not in ledger.open_ends:
        if z3.is_int_value(term):
            found = abs(term.as_long()) > _BEYOND
        elif term.get_id() in ledger.limits and not term.children():
            found = False
        else:
            parts = _parts(term)
            found = not parts or any(may_be_open(part, ledger) for part in parts)
        ledger.open_ends[term.get_id()] = (term, found)
    return ledger.open_ends[term.get_id()][1]


def plus(term: z3.ArithRef, number: int) -> z3.ArithRef:
    """A term and a number: the same term for the same sum, so that the day before the day after is the day itself."""
    if z3.is_int_value(term):
        return whole(term.as_long() + number)
    if term.decl().kind() == z3.Z3_OP_ADD and term.num_args() == 2 and z3.is_int_value(term.arg(1)):  # noqa: PLR2004 - a sum of two
        return plus(term.arg(0), term.arg(1).as_long() + number)
    found: z3.ArithRef = term + number if number else term
    return found


def later(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    """The later of two ends; of an open beginning and another, the other."""
    for first, second in ((one, other), (other, one)):
        if z3.is_int_value(first):
            if first.as_long() == EARLIEST:
                return second
            if first.as_long() == LATEST:
                return first
    found: z3.ArithRef = ite(one >= other, one, other)
    return found


def earlier(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    """The earlier of two ends; of an open end and another, the other."""
    for first, second in ((one, other), (other, one)):
        if z3.is_int_value(first):
            if first.as_long() == LATEST:
                return second
            if first.as_long() == EARLIEST:
                return first
    found: z3.ArithRef = ite(one <= other, one, other)
    return found
