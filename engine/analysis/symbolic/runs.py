"""Sets of days in terms: intervals put in order, laid apart, joined where they touch, taken from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import z3

from engine.analysis.symbolic.limits import earlier, later
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import NO, conj, disj, ite, neg
from engine.analysis.symbolic.values import EARLIEST, LATEST, Piece, Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE_ALL: Final = 2 * EARLIEST
"""An end before every start, also one that is open."""


def clipped(pieces: Pieces, start: z3.ArithRef, end: z3.ArithRef, present: z3.BoolRef) -> Pieces:
    """The days of intervals in a window ``[start, end)``, if there is one."""
    found = tuple(Piece(conj([present, one.present]), later(one.start, start), earlier(one.end, end)) for one in pieces.pieces)
    return Pieces(found, pieces.disjoint, pieces.ordered)


def in_order(pieces: Pieces) -> tuple[Piece, ...]:
    """The same intervals in the order of their starts."""
    found = list(pieces.pieces)
    if pieces.ordered:
        return tuple(found)
    for most in range(len(found) - 1, 0, -1):
        for index in range(most):
            found[index], found[index + 1] = _exchanged(found[index], found[index + 1])
    return tuple(found)


def _exchanged(one: Piece, other: Piece) -> tuple[Piece, Piece]:
    """The one that starts first, and the other."""
    keep = one.start <= other.start
    first = Piece(*(ite(keep, *pair) for pair in zip(_fields(one), _fields(other), strict=True)))
    second = Piece(*(ite(keep, *pair) for pair in zip(_fields(other), _fields(one), strict=True)))
    return first, second


def _fields(piece: Piece) -> tuple[z3.BoolRef, z3.ArithRef, z3.ArithRef]:
    return piece.present, piece.start, piece.end


def apart(pieces: Pieces) -> list[tuple[z3.ArithRef, z3.ArithRef]]:
    """The same days as half-open stretches, none of which overlaps another; ``end`` is never before ``start``."""
    found = []
    reached = whole(BEFORE_ALL)
    for index, one in enumerate(pieces.pieces if pieces.disjoint else in_order(pieces)):
        start = one.start if not index or pieces.disjoint else ite(reached > one.start, reached, one.start)
        adds = conj([one.present, one.end > start])
        found.append((start, ite(adds, one.end, start)))
        reached = ite(adds, one.end, reached)
    return found


def runs(pieces: Pieces) -> tuple[Piece, ...]:
    """The same days as runs in order, each with whether it is there: none overlaps or touches another, none is empty."""
    ordered = in_order(pieces)
    there = [conj([one.present, one.start < one.end]) for one in ordered]
    if pieces.disjoint or len(ordered) <= 1:
        return tuple(Piece(belongs, one.start, one.end) for belongs, one in zip(there, ordered, strict=True))
    opens: list[z3.BoolRef] = []
    reached = [whole(BEFORE_ALL)]
    for belongs, one in zip(there, ordered, strict=True):
        opens.append(conj([belongs, one.start > reached[-1]]) if opens else belongs)
        reached.append(ite(conj([belongs, one.end > reached[-1]]), one.end, reached[-1]))
    end = reached[-1]
    found: list[Piece] = []
    for index in reversed(range(len(ordered))):
        found.append(Piece(opens[index], ordered[index].start, end))
        end = ite(opens[index], reached[index], end)
    return tuple(reversed(found))


def holds(pieces: Pieces, day: z3.ArithRef) -> z3.BoolRef:
    """Whether a day belongs to some interval."""
    return disj(conj([one.present, one.start <= day, day < one.end]) for one in pieces.pieces)


def covers(pieces: Pieces, start: z3.ArithRef, end: z3.ArithRef) -> z3.BoolRef:
    """Whether every day of the window ``[start, end)`` belongs to some interval; of a window without days it is true.

    The first day does; and where an interval ends inside the window, the day after does.
    """
    goes_on = [
        disj([neg(one.present), one.start >= one.end, one.end <= start, one.end >= end, holds(pieces, one.end)])
        for one in pieces.pieces
    ]
    return disj([start >= end, conj([holds(pieces, start), *goes_on])])


def subtracted(whole_: Pieces, less: Pieces) -> Pieces:
    """The days of the first that are not of the second, as runs."""
    gaps = []
    since = whole(EARLIEST)
    for one in runs(less):
        gaps.append(Piece(one.present, since, one.start))
        since = ite(one.present, one.end, since)
    gaps.append(Piece(neg(NO), since, whole(LATEST)))
    found = [
        Piece(conj([run.present, gap.present]), later(run.start, gap.start), earlier(run.end, gap.end))
        for run in runs(whole_)
        for gap in gaps
    ]
    return Pieces(tuple(found), disjoint=True, ordered=True)


def total(stretches: Sequence[tuple[z3.ArithRef, z3.ArithRef]]) -> z3.ArithRef:
    """How many days stretches have that do not overlap."""
    return added([end - start for start, end in stretches])


def total_within(stretches: Sequence[tuple[z3.ArithRef, z3.ArithRef]], start: z3.ArithRef, end: z3.ArithRef) -> z3.ArithRef:
    """How many days of a window stretches have that do not overlap."""
    found = []
    for one_start, one_end in stretches:
        inside = earlier(one_end, end) - later(one_start, start)
        found.append(ite(inside > 0, inside, whole(0)))
    return added(found)


def added(terms: list[z3.ArithRef]) -> z3.ArithRef:
    """The sum of terms; of none, nothing."""
    return z3.Sum(terms) if len(terms) > 1 else terms[0] if terms else whole(0)


def reach_back(start: z3.ArithRef, end: z3.ArithRef, omitted: Pieces, first_day: int) -> z3.ArithRef:
    """The start from which as many days that are not omitted lie before ``end`` as there are from ``start`` to ``end``."""
    needed, at, done = end - start, end, NO
    for run in reversed(runs(omitted)):
        reached = conj([run.present, run.start < at, neg(done)])
        free = ite(at > run.end, at - run.end, whole(0))
        done = disj([done, conj([reached, free >= needed])])
        taken = conj([reached, free < needed])
        needed, at = ite(taken, needed - free, needed), ite(taken, run.start, at)
    back = at - needed
    found: z3.ArithRef = ite(back >= first_day, back, whole(EARLIEST)) if omitted.pieces else start
    return found


def reach_on(start: z3.ArithRef, end: z3.ArithRef, omitted: Pieces, last_day: int) -> z3.ArithRef:
    """The end up to which as many days that are not omitted follow ``start`` as there are from ``start`` to ``end``."""
    needed, at, done = end - start, start, NO
    for run in runs(omitted):
        reached = conj([run.present, run.end > at, neg(done)])
        free = ite(run.start > at, run.start - at, whole(0))
        done = disj([done, conj([reached, free >= needed])])
        taken = conj([reached, free < needed])
        needed, at = ite(taken, needed - free, needed), ite(taken, run.end, at)
    on = at + needed
    found: z3.ArithRef = ite(on <= last_day + 1, on, whole(LATEST)) if omitted.pieces else end
    return found
