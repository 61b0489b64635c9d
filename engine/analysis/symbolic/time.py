"""The words of time, as functions over terms. What cannot be put into terms yet raises :class:`UnencodableError`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from engine.analysis.symbolic.literals import SECONDS_A_DAY
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import conj, disj, ite, neg
from engine.analysis.symbolic.values import EARLIEST, LATEST, ElapsedTime, Piece, Pieces, Scalar, Span, UnencodableError
from engine.language.expressions import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import z3

    from engine.analysis.symbolic.values import Duration, Items, Ledger, OneDuration
    from engine.language.expressions import ComparisonWord
    from engine.language.temporal.calendar import Unit


def interval(first: Scalar, last: Scalar) -> Span:
    """The days from one date to another, both included; an end that is ``open`` is open."""
    return Span(_start(first), _end(last), disj([first.none, last.none]))


def days_of(elements: Iterable[tuple[z3.BoolRef, Scalar, Scalar]]) -> Pieces:
    """The intervals of a list's elements, each with whether it belongs; one with an end that is ``none`` covers nothing."""
    return Pieces(tuple(
        Piece(conj([present, neg(first.none), neg(last.none)]), _start(first), _end(last)) for present, first, last in elements
    ))  # fmt: skip


def coverage(value: Span | Pieces | Scalar) -> Pieces:
    """Any intervals as pieces; ``none`` has no days."""
    match value:
        case Pieces():
            return value
        case Span():
            return Pieces((Piece(neg(value.none), value.start, value.end),))
        case _:
            return Pieces(())


def union(parts: Sequence[Span | Pieces | Scalar]) -> Pieces:
    """The intervals of all parts."""
    return Pieces(tuple(piece for part in parts for piece in coverage(part).pieces))


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


def minus(all_days: Span | Pieces | Scalar, less: Span | Pieces | Scalar, ledger: Ledger) -> Pieces:
    """The days of the first that are not of the second."""
    _not_yet(all_days, less, ledger)


def window(anchor: Scalar, amount: Scalar, not_counting: Any, *, ending: bool, unit: Unit, ledger: Ledger) -> Span | Scalar:
    """A period that ends or starts on a day, that day included; days of ``not_counting`` (or ``None``) make it reach further."""
    _not_yet(anchor, amount, not_counting, ending, unit, ledger)


def throughout(span: Span | Scalar, intervals: Span | Pieces | Scalar, ledger: Ledger) -> z3.BoolRef:
    """Whether the intervals cover every day of the window."""
    _not_yet(span, intervals, ledger)


def days(
    intervals: Span | Pieces | Scalar, span: Span | Scalar | None, cut_first: z3.BoolRef, cut_last: z3.BoolRef, ledger: Ledger
) -> Scalar:
    """How many days the intervals cover inside the window (everywhere without one): each day once.

    ``cut_first`` and ``cut_last`` say whether the first and the last day of each interval are left out.
    """
    _not_yet(intervals, span, cut_first, cut_last, ledger)


def days_per_calendar_year(
    intervals: Span | Pieces | Scalar, span: Span | Scalar, cut_first: z3.BoolRef, cut_last: z3.BoolRef, ledger: Ledger
) -> Items:
    """The days of each calendar year that the window touches: a list of numbers, each counted inside the window."""
    _not_yet(intervals, span, cut_first, cut_last, ledger)


def length(intervals: Span | Pieces | Scalar, span: Span | Scalar | None, ledger: Ledger) -> Duration:
    """How long the intervals last, inside the window where there is one."""
    _not_yet(intervals, span, ledger)


def shifted(day: Scalar, amount: Scalar, *, later: bool, unit: Unit, ledger: Ledger) -> Scalar:
    """A date moved by a quantity of time."""
    _not_yet(day, amount, later, unit, ledger)


def anniversary(month: int, day: int, start: Scalar, *, following: bool, ledger: Ledger) -> Scalar:
    """The first day with this month and day on or after a date, or the last on or before it."""
    _not_yet(month, day, start, following, ledger)


def compare_duration(
    word: ComparisonWord, unit: Unit, left: Duration | ElapsedTime | OneDuration | Scalar, amount: Scalar, ledger: Ledger
) -> z3.BoolRef:
    """How long something lasts against a quantity of time. A ``Scalar`` on the left is ``none``."""
    _not_yet(word, unit, left, amount, ledger)


def _not_yet(*_operands: Any) -> NoReturn:
    raise UnencodableError(NOWHERE, "this word of time is not put into terms yet")
