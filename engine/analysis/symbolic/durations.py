"""How long something lasts against a quantity of time, in terms (Civil Code, Articles 121 and 123)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.analysis.symbolic.amounts import DAYS_OF, MONTHS_OF, by_choice, in_whole_days
from engine.analysis.symbolic.limits import may_be_open, plus
from engine.analysis.symbolic.moving import steps_of
from engine.analysis.symbolic.runs import apart, runs, total
from engine.analysis.symbolic.steps import FIRST_DAY, LAST_DAY
from engine.analysis.symbolic.truths import NO, conj, disj, ite, neg
from engine.analysis.symbolic.values import LATEST, Duration, ElapsedTime, OneDuration, Scalar

if TYPE_CHECKING:
    import z3

    from engine.analysis.symbolic.values import Ledger, Piece, Pieces
    from engine.language.expressions import ComparisonWord
    from engine.language.temporal.calendar import Unit


def compare_duration(
    word: ComparisonWord, unit: Unit, left: Duration | ElapsedTime | OneDuration | Scalar, amount: Scalar, ledger: Ledger
) -> z3.BoolRef:
    """How long something lasts against a quantity of time. A ``Scalar`` on the left is ``none``."""
    if isinstance(left, Scalar) or amount.kind == "special":
        return NO
    beyond = int(word in {"more_than", "at_most"})
    match left:
        case OneDuration():
            ways = [compare_duration(word, unit, one, amount, ledger) for one in (left.then, left.otherwise)]
            found: z3.BoolRef = ite(left.condition, *ways)
            return found
        case Duration():
            lasts = _days_last(left.pieces, amount, unit, beyond, ledger)
        case ElapsedTime():
            lasts = _has_passed(left, amount, unit, beyond, ledger)
        case _:
            assert_never(left)
    verdict = neg(lasts) if word in {"at_most", "less_than"} else lasts
    return conj([neg(left.none), neg(amount.none), verdict])


def endless(pieces: Pieces, ledger: Ledger) -> z3.BoolRef:
    """Whether some days go on without end, or go back without beginning."""
    found = []
    for one in pieces.pieces:
        ends = [one.start < FIRST_DAY] if may_be_open(one.start, ledger) else []
        ends += [one.end > LAST_DAY + 1] if may_be_open(one.end, ledger) else []
        found.append(conj([one.present, one.start < one.end, disj(ends)]))
    return disj(found)


def _days_last(pieces: Pieces, amount: Scalar, unit: Unit, beyond: int, ledger: Ledger) -> z3.BoolRef:
    """Whether days last for the quantity and ``beyond`` days more: one run by the calendar, or several by their total."""
    if unit not in MONTHS_OF:
        needed = plus(in_whole_days(amount, unit, ledger), beyond)
        return disj([endless(pieces, ledger), total(apart(pieces)) >= needed])
    several = runs(pieces)

    def by(number: int) -> z3.BoolRef:
        if not number:
            return total(apart(pieces)) >= beyond
        by_calendar = [conj([run.present, _last_day(run, number, unit, ledger) + beyond < run.end]) for run in several]
        if len(several) <= 1:
            return disj(by_calendar)
        counted = total([(run.start, ite(run.present, run.end, run.start)) for run in several])
        alone = disj(conj([run.present, *(neg(other.present) for other in several if other is not run)]) for run in several)
        return disj([*by_calendar, conj([neg(alone), counted >= DAYS_OF[unit] * number + beyond])])

    return disj([endless(pieces, ledger), by_choice(amount, by, ledger)])


def _last_day(run: Piece, number: int, unit: Unit, ledger: Ledger) -> z3.ArithRef:
    """The last day of the period that begins with a run; of one that ends after the calendar, a day after every other."""
    first = Scalar("date", run.start, neg(run.present))
    return steps_of(first, number, unit, "last_day", ledger).at(run.start, LATEST)


def _has_passed(time: ElapsedTime, amount: Scalar, unit: Unit, beyond: int, ledger: Ledger) -> z3.BoolRef:
    """Whether the last day is on or after the one to which the quantity leads from the first (``beyond``: after it)."""
    first, last = time.first, time.last
    goes_on = conj([last.open, neg(first.open)])
    if "special" in {first.kind, last.kind}:
        return goes_on
    if unit not in MONTHS_OF:
        to = first.term + in_whole_days(amount, unit, ledger)
        reached = last.term >= plus(to, beyond)
    else:
        reached = by_choice(
            amount,
            lambda number: last.term >= plus(steps_of(first, number, unit, "later", ledger).at(first.term, LATEST), beyond),
            ledger,
        )
    return disj([goes_on, conj([neg(last.open), neg(first.open), last.term >= first.term, reached])])
