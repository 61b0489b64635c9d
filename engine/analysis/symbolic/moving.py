"""Days moved by quantities of time, and the calendar years of a window, in terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import z3

from engine.analysis.symbolic.amounts import DAYS_OF, MONTHS_OF, by_choice, choices, in_whole, in_whole_days
from engine.analysis.symbolic.limits import earlier, later, limits, may_be_open, plus
from engine.analysis.symbolic.reckoning import moved_by_months, new_year_before
from engine.analysis.symbolic.steps import FIRST_DAY, LAST_DAY, by_months, by_new_years, new_years, year_of
from engine.analysis.symbolic.truths import YES, conj, disj, neg
from engine.analysis.symbolic.values import UnencodableError
from engine.language.expressions import NOWHERE

if TYPE_CHECKING:
    from engine.analysis.symbolic.steps import Move, Steps
    from engine.analysis.symbolic.values import Ledger, Scalar, Span
    from engine.language.temporal.calendar import Unit

BEYOND: Final = "every day that is reckoned lies in the years 1 to 9999"
_LONGEST_TABLE: Final = 500 * 366
_MONTHS_A_YEAR: Final = 12
_SHORTEST_YEAR: Final = 365
_LONGEST_YEAR: Final = 366
_MOST_YEARS: Final = 16
"""Calendar years of a window that are looked at one by one where nothing else bounds them."""

Way = Literal["later", "earlier", "last_day", "first_day"]
"""To the day so much later or earlier, to the last day of a period that begins on a day, to the first of one that ends on it."""

_MOVES: Final[dict[Way, tuple[Move, int]]] = {
    "later": ("shift", 1), "earlier": ("shift", -1), "last_day": ("last_day", 1), "first_day": ("first_day", -1),
}  # fmt: skip
_BESIDE: Final[dict[Way, int]] = {"later": 0, "earlier": 0, "last_day": -1, "first_day": 1}


def moved(day: Scalar, amount: Scalar, unit: Unit, way: Way, ledger: Ledger) -> z3.ArithRef:
    """The day to which a quantity of time leads. That there is one is a premise, unless the day or the quantity is ``none``."""
    to, exists = led_to(day, amount, unit, way, ledger)
    if not z3.is_true(exists):
        ledger.require(disj([day.none, day.open, amount.none, exists]), BEYOND)
    return to


def led_to(day: Scalar, amount: Scalar, unit: Unit, way: Way, ledger: Ledger) -> tuple[z3.ArithRef, z3.BoolRef]:
    """The day to which a quantity of time leads, and whether the calendar has it; the term means nothing where not."""
    move, sign = _MOVES[way]
    negative = way in {"later", "earlier"}
    stretch = stretch_of(day.term, ledger)
    if unit not in MONTHS_OF:
        number = in_whole_days(amount, unit, ledger, negative=negative)
        to = plus(day.term + number if sign > 0 else day.term - number, _BESIDE[way])
    elif choices(amount.term) is None or stretch is None:
        number = in_whole(amount, ledger, negative=negative)
        to = moved_by_months(move, day.term, number * (sign * MONTHS_OF[unit]), ledger)
    else:
        first, last = stretch

        def table(number: int) -> Steps:
            return by_months(move, sign * MONTHS_OF[unit] * number, first, last)

        def by(number: int) -> z3.ArithRef:
            found = table(number).at(day.term)
            ledger.limit(found, *(table(number).reach() or (FIRST_DAY, LAST_DAY)))
            return found

        def has(number: int) -> z3.BoolRef:
            return conj(disj([day.term < since, day.term >= until]) for since, until in table(number).missing())

        return by_choice(amount, by, ledger, negative=negative), by_choice(amount, has, ledger, negative=negative)
    within = limits(to, ledger)
    if within is not None and within[0] >= FIRST_DAY and within[1] <= LAST_DAY:
        return to, YES
    low, high = within or (FIRST_DAY, LAST_DAY)
    ledger.limit(to, max(low, FIRST_DAY), min(high, LAST_DAY))
    return to, conj([to >= FIRST_DAY, to <= LAST_DAY])


def stretch_of(day: z3.ArithRef, ledger: Ledger) -> tuple[int, int] | None:
    """The first and the last day that a date can be; nothing where a table of all between would be too long."""
    known = limits(day, ledger)
    if known is None:
        return None
    if known[0] > known[1]:  # an open end, of which nobody reads the move
        return FIRST_DAY, FIRST_DAY
    first, last = max(known[0], FIRST_DAY), min(known[1], LAST_DAY)
    return (first, last) if last - first <= _LONGEST_TABLE else None


def years_of(amount: Scalar, unit: Unit) -> tuple[int, int | None]:
    """How many whole years a period lasts at least, and how many calendar years it can touch; ``None`` where that is any."""
    found = choices(amount.term)
    if found is None:
        return 0, None
    least, most = max(int(min(found)), 0), max(int(max(found)), 0)
    if unit in MONTHS_OF:
        return MONTHS_OF[unit] * least // _MONTHS_A_YEAR, -(-MONTHS_OF[unit] * most // _MONTHS_A_YEAR) + 1
    return DAYS_OF[unit] * least // _LONGEST_YEAR, max(-(-(DAYS_OF[unit] * most - 1) // _SHORTEST_YEAR), 0) + 1


def calendar_years(span: Span, ledger: Ledger) -> list[tuple[z3.BoolRef, z3.ArithRef, z3.ArithRef]]:
    """The calendar years of a window: whether it touches each, and the days of the window in it, half-open."""
    if may_be_open(span.start, ledger) or may_be_open(span.end, ledger):
        ends = limits(span.start, ledger), limits(span.end, ledger)
        if any(one is not None and one[0] > one[1] for one in ends):
            raise UnencodableError(NOWHERE, "days are counted by calendar year in a window with an open end")
        closed = conj([span.start >= FIRST_DAY, span.end <= LAST_DAY + 1])
        ledger.require(disj([span.none, closed]), "windows whose days are counted by calendar year have no open end")
    has_days = YES if span.full_years else span.start < span.end
    backward = not plus(span.end, -1).children() or bool(span.start.children())
    number = _most_years(span, ledger)
    new = _new_years(span, number, ledger, backward=backward)
    found = []
    for index in range(number):  # of the first full years the window has all days, but for those after its own last day
        if backward:
            end = new[index - 1] if index else span.end
            start = new[index] if index < span.full_years else later(span.start, new[index])
            touched = span.start < end
        else:
            start = new[index - 1] if index else span.start
            end = new[index] if index < span.full_years else earlier(new[index], span.end)
            touched = start < span.end
        sure = not index or index < span.full_years
        found.append((has_days if sure else conj([has_days, touched]), start, end))
    if span.most_years is None:
        enough = span.start >= new[-1] if backward else span.end <= new[-1]
        reason = f"windows whose days are counted by calendar year touch at most {number} of them"
        ledger.require(disj([span.none, neg(has_days), enough]), reason)
    return found


def _most_years(span: Span, ledger: Ledger) -> int:
    if span.most_years is not None:
        return max(span.most_years, 1)
    start, end = limits(span.start, ledger), limits(span.end, ledger)
    if start is None or end is None:
        return _MOST_YEARS
    return max(1, min(_MOST_YEARS, year_of(min(end[1] - 1, LAST_DAY)) - year_of(max(start[0], FIRST_DAY)) + 1))


def _new_years(span: Span, number: int, ledger: Ledger, *, backward: bool) -> list[z3.ArithRef]:
    """The new years of the window: from its last day backward that day's and those before, else those after its first."""
    day = plus(span.end, -1) if backward else span.start
    places = range(number) if backward else range(-1, -number - 1, -1)
    stretch = stretch_of(day, ledger)
    if stretch is None:
        return [new_year_before(day, back, ledger) for back in places]
    newest = new_years(day, *stretch)
    return [newest + by_new_years(back, *stretch).move(day) if back else newest for back in places]
