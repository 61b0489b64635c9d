"""How long something lasts against a quantity of time, in terms (Civil Code, Articles 121 and 123)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.analysis.symbolic.amounts import MONTHS_OF, in_whole_days
from engine.analysis.symbolic.limits import may_be_open, plus
from engine.analysis.symbolic.moving import led_to
from engine.analysis.symbolic.runs import apart, runs, total
from engine.analysis.symbolic.steps import FIRST_DAY, LAST_DAY
from engine.analysis.symbolic.truths import NO, conj, disj, ite, neg
from engine.analysis.symbolic.values import Duration, ElapsedTime, OneDuration, Scalar

if TYPE_CHECKING:
    import z3

    from engine.analysis.symbolic.values import Ledger, Pieces
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
    by_calendar = []
    for run in several:
        last, exists = led_to(Scalar("date", run.start, neg(run.present)), amount, unit, "last_day", ledger)
        by_calendar.append(conj([run.present, exists, last + beyond < run.end]))
    needed = plus(in_whole_days(amount, unit, ledger), beyond)
    counted = total([(run.start, ite(run.present, run.end, run.start)) for run in several])
    alone = disj(conj([run.present, *(neg(other.present) for other in several if other is not run)]) for run in several)
    return disj([endless(pieces, ledger), *by_calendar, conj([neg(alone), counted >= needed])])


def _has_passed(time: ElapsedTime, amount: Scalar, unit: Unit, beyond: int, ledger: Ledger) -> z3.BoolRef:
    """Whether the last day is on or after the one to which the quantity leads from the first (``beyond``: after it)."""
    first, last = time.first, time.last
    goes_on = conj([last.open, neg(first.open)])
    if "special" in {first.kind, last.kind}:
        return goes_on
    in_whole_days(amount, unit, ledger)  # puts down that the quantity is whole and not less than nothing: a day may be moved back
    to, exists = led_to(first, amount, unit, "later", ledger)
    reached = conj([exists, last.term >= first.term, last.term >= plus(to, beyond)])
    return disj([goes_on, conj([neg(last.open), neg(first.open), reached])])
