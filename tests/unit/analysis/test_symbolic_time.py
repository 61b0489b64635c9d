"""What the solver finds out about windows, residences and stays: records that do something, and that none does."""

from __future__ import annotations

from datetime import date

import z3

from engine.analysis.symbolic import time
from engine.analysis.symbolic.truths import NO, YES, conj, neg
from engine.analysis.symbolic.values import Bounds, Ledger, Piece, Pieces, Scalar, Span
from engine.language.temporal.calendar import Unit

BOUNDS = Bounds(date(1980, 1, 1).toordinal(), date(2049, 12, 31).toordinal())
LEDGER = Ledger(BOUNDS)


def day(name: str) -> z3.ArithRef:
    term = z3.Int(name)
    LEDGER.limit(term, BOUNDS.first_day, BOUNDS.last_day)
    return term


def intervals(name: str, number: int) -> tuple[Pieces, list[z3.BoolRef]]:
    """Intervals of a record, in order, and what holds of them."""
    pieces: list[Piece] = []
    holds: list[z3.BoolRef] = []
    for index in range(number):
        first, last, present = day(f"{name}{index}from"), day(f"{name}{index}to"), z3.Bool(f"{name}{index}")
        holds += [first >= BOUNDS.first_day, last <= BOUNDS.last_day, first <= last]
        holds += [pieces[-1].start <= first] if pieces else []
        pieces.append(Piece(present, first, last + 1))
    return Pieces(tuple(pieces), ordered=True), holds


ANCHOR = day("ends")
RESIDENCES, OF_RESIDENCES = intervals("residence", 2)
STAYS, OF_STAYS = intervals("stay", 2)
PREMISES = [date(2000, 1, 1).toordinal() <= ANCHOR, BOUNDS.last_day >= ANCHOR, *OF_RESIDENCES, *OF_STAYS]


def lived_elsewhere(years: int, limit: int) -> z3.BoolRef:
    """A window of years, covered by residences, none of whose calendar years has more counted days than a limit."""
    amount = Scalar("number", z3.IntVal(years))
    span = time.window(Scalar("date", ANCHOR), amount, None, ending=True, unit=Unit.YEARS, ledger=LEDGER)
    assert isinstance(span, Span)
    numbers = time.days_per_calendar_year(STAYS, span, YES, NO, LEDGER)
    kept = [z3.Implies(touched, number.term <= limit) for touched, number in numbers.entries]
    return conj([time.throughout(span, RESIDENCES), *kept])


def found(*formulas: z3.BoolRef) -> z3.CheckSatResult:
    solver = z3.Solver()
    solver.set("timeout", 60_000)
    solver.add(*PREMISES, *formulas)
    return solver.check()


def test_more_days_are_allowed_to_some_and_forbidden_to_none() -> None:
    assert found(lived_elsewhere(6, 150), neg(lived_elsewhere(6, 120))) == z3.sat
    assert found(lived_elsewhere(6, 120), neg(lived_elsewhere(6, 150))) == z3.unsat


def test_who_lived_elsewhere_for_three_years_did_so_for_two() -> None:
    assert found(lived_elsewhere(3, 120), neg(lived_elsewhere(2, 120))) == z3.unsat
    assert found(lived_elsewhere(2, 120), neg(lived_elsewhere(3, 120))) == z3.sat


def test_the_premises_of_a_window_within_the_calendar_are_none() -> None:
    lived_elsewhere(6, 120)
    assert LEDGER.premises == []
    assert LEDGER.definitions == []
