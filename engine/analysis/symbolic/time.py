"""The words of time, as functions over terms: dates are ordinals, intervals and windows are pairs of them.

What the interpreter leaves unknown even of a complete record (a day moved beyond the calendar, a window of part of a year) is
excluded by a premise. What cannot be put into terms raises :class:`UnencodableError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import z3

from engine.analysis.symbolic import reckoning, runs
from engine.analysis.symbolic.durations import endless
from engine.analysis.symbolic.limits import plus
from engine.analysis.symbolic.literals import NONE, SECONDS_A_DAY
from engine.analysis.symbolic.moving import BEYOND, calendar_years, moved, stretch_of, years_of
from engine.analysis.symbolic.steps import FIRST_DAY, LAST_DAY, absolute, to_anniversary
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import NO, conj, disj, ite, neg
from engine.analysis.symbolic.values import (
    EARLIEST,
    LATEST,
    Duration,
    ElapsedTime,
    Items,
    Piece,
    Pieces,
    Scalar,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.symbolic.values import Ledger
    from engine.language.temporal.calendar import Unit

_NO_WINDOW: Final = "no window begins or ends on an open end"


def interval(first: Scalar, last: Scalar) -> Span:
    """The days from one date to another, both included; an end that is ``open`` is open."""
    return Span(_start(first), _end(last), disj([first.none, last.none]))


def days_of(elements: Sequence[tuple[z3.BoolRef, Scalar, Scalar]], *, ordered: bool = False) -> Pieces:
    """The intervals of a list's elements, each with whether it belongs; one with an end that is ``none`` covers nothing.

    ``ordered``: the elements stand in the order of their first days, as those of a record do.
    """
    found = tuple(
        Piece(conj([present, neg(first.none), neg(last.none)]), _start(first), _end(last)) for present, first, last in elements
    )
    return Pieces(found, ordered=ordered and all(z3.is_false(first.open) for _, first, _ in elements))


def coverage(value: Span | Pieces | Scalar) -> Pieces:
    """Any intervals as pieces; ``none`` has no days."""
    match value:
        case Pieces():
            return value
        case Span():
            return Pieces((Piece(neg(value.none), value.start, value.end),), disjoint=True, ordered=True)
        case _:
            return Pieces(())


def union(parts: Sequence[Span | Pieces | Scalar]) -> Pieces:
    """The intervals of all parts."""
    several = [found for part in parts if (found := coverage(part)).pieces]
    return several[0] if len(several) == 1 else Pieces(tuple(piece for part in several for piece in part.pieces))


def _start(first: Scalar) -> z3.ArithRef:
    return whole(EARLIEST) if first.kind == "special" else ite(first.open, whole(EARLIEST), first.term)


def _end(last: Scalar) -> z3.ArithRef:
    return whole(LATEST) if last.kind == "special" else ite(last.open, whole(LATEST), last.term + 1)


def elapsed(first: Scalar, last: Scalar) -> ElapsedTime:
    """The time from one date to another."""
    return ElapsedTime(first, last, disj([first.none, last.none]))


def date_of(moment: Scalar, offset_minutes: int) -> Scalar:
    """The date of a date-time at a place with this offset."""
    if moment.kind != "datetime":
        return moment
    if moment.local is not None and moment.local[0] == offset_minutes:
        day = moment.local[1]
    else:
        day = (moment.term + 60 * offset_minutes) / SECONDS_A_DAY
    return Scalar("date", day, moment.none, moment.open)


def minus(all_days: Span | Pieces | Scalar, less: Span | Pieces | Scalar) -> Pieces:
    """The days of the first that are not of the second."""
    return runs.subtracted(coverage(all_days), coverage(less))


def window(
    anchor: Scalar, amount: Scalar, not_counting: Span | Pieces | Scalar | None, *, ending: bool, unit: Unit, ledger: Ledger
) -> Span | Scalar:
    """A period that ends or starts on a day, that day included; days of ``not_counting`` (or ``None``) make it reach further."""
    if "special" in {anchor.kind, amount.kind}:
        if anchor.kind == "special":
            ledger.require(disj([anchor.none, amount.none]), _NO_WINDOW)
        return NONE
    none = disj([anchor.none, amount.none])
    if not z3.is_false(anchor.open):
        ledger.require(disj([none, neg(anchor.open)]), _NO_WINDOW)
    day, (full_years, most_years) = anchor.term, years_of(amount, unit)
    far = moved(anchor, amount, unit, "first_day" if ending else "last_day", ledger)
    start, end = (far, plus(day, 1)) if ending else (day, plus(far, 1))
    omitted = Pieces(()) if not_counting is None else coverage(not_counting)
    if omitted.pieces:
        most_years = None
        if ending:
            start = runs.reach_back(start, end, omitted, FIRST_DAY)
        else:
            end = runs.reach_on(start, end, omitted, LAST_DAY)
    return Span(start, end, none, full_years, most_years)


def throughout(span: Span | Scalar, intervals: Span | Pieces | Scalar) -> z3.BoolRef:
    """Whether the intervals cover every day of the window."""
    if isinstance(span, Scalar):
        return NO
    return conj([neg(span.none), runs.covers(coverage(intervals), span.start, span.end)])


def days(
    intervals: Span | Pieces | Scalar, span: Span | Scalar | None, cut_first: z3.BoolRef, cut_last: z3.BoolRef, ledger: Ledger
) -> Scalar:
    """How many days the intervals cover inside the window (everywhere without one): each day once.

    ``cut_first`` and ``cut_last`` say whether the first and the last day of each interval are left out. Days without end are as
    many as :data:`LATEST`, more than any number that a rule compares them with.
    """
    if isinstance(span, Scalar):
        return Scalar("number", whole(0))
    counted = _inside(_counting(coverage(intervals), cut_first, cut_last), span)
    number = runs.total(runs.apart(counted))
    return Scalar("number", ite(endless(counted, ledger), whole(LATEST), number))


def days_per_calendar_year(
    intervals: Span | Pieces | Scalar, span: Span | Scalar, cut_first: z3.BoolRef, cut_last: z3.BoolRef, ledger: Ledger
) -> Items:
    """The days of each calendar year that the window touches: a list of numbers, each counted inside the window."""
    if isinstance(span, Scalar):
        return Items(())
    stretches = runs.apart(_counting(coverage(intervals), cut_first, cut_last))
    found = []
    for touched, start, end in calendar_years(span, ledger):
        number = runs.total_within(stretches, start, end)
        found.append((conj([neg(span.none), touched]), Scalar("number", number)))
    return Items(tuple(found))


def length(intervals: Span | Pieces | Scalar, span: Span | Scalar | None) -> Duration:
    """How long the intervals last, inside the window where there is one."""
    if isinstance(span, Scalar):
        return Duration(Pieces(()))
    return Duration(_inside(coverage(intervals), span))


def _inside(pieces: Pieces, span: Span | None) -> Pieces:
    return pieces if span is None else runs.clipped(pieces, span.start, span.end, neg(span.none))


def _counting(pieces: Pieces, cut_first: z3.BoolRef, cut_last: z3.BoolRef) -> Pieces:
    """The intervals without those of their first and last days that do not count."""
    cut = tuple(
        Piece(one.present, ite(cut_first, plus(one.start, 1), one.start), ite(cut_last, plus(one.end, -1), one.end))
        for one in pieces.pieces
    )
    return Pieces(cut, pieces.disjoint, pieces.ordered)


def shifted(day: Scalar, amount: Scalar, *, later: bool, unit: Unit, ledger: Ledger) -> Scalar:
    """A date moved by a quantity of time; ``open`` stays open."""
    if "special" in {day.kind, amount.kind}:
        return Scalar("special", whole(0), disj([day.none, amount.none]), conj([neg(amount.none), day.open]))
    none = disj([day.none, amount.none])
    found = moved(day, amount, unit, "later" if later else "earlier", ledger)
    return Scalar("date", found, none, conj([neg(none), day.open]))


def anniversary(month: int, day: int, start: Scalar, *, following: bool, ledger: Ledger) -> Scalar:
    """The first day with this month and day on or after a date, or the last on or before it."""
    if start.kind == "special":
        return start
    stretch = stretch_of(start.term, ledger)
    if stretch is None:
        found = reckoning.anniversary(month, day, start.term, ledger, following=following)
        ledger.require(disj([start.none, start.open, conj([found >= FIRST_DAY, found <= LAST_DAY])]), BEYOND)
        return Scalar("date", found, start.none, start.open)
    first, last = stretch
    pairs = to_anniversary(month, day, first, last, following=following)
    for index, (since, to) in enumerate(pairs):
        if to is None:
            until = pairs[index + 1][0] if index + 1 < len(pairs) else last + 1
            ledger.require(disj([start.none, start.open, start.term < since, start.term >= until]), BEYOND)
    found = absolute(start.term, pairs)
    dated = [to for _, to in pairs if to is not None]
    ledger.limit(found, min(dated, default=FIRST_DAY), max(dated, default=LAST_DAY))
    return Scalar("date", found, start.none, start.open)
