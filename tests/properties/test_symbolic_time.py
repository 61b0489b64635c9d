"""The words of time in a solver's terms, against the interpreter's: the same answer for any days put in."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.symbolic import time
from engine.analysis.symbolic.durations import compare_duration
from engine.analysis.symbolic.truths import NO
from engine.analysis.symbolic.values import EARLIEST, LATEST, Bounds, Ledger, Piece, Pieces, Scalar, Span
from engine.evaluation import values
from engine.evaluation.meaning import comparison
from engine.evaluation.meaning import time as interpreted
from engine.language.facts import Special
from engine.language.logic import TRUE, UNKNOWN
from engine.language.temporal.calendar import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST, LAST = date(1895, 1, 1).toordinal(), date(2105, 12, 31).toordinal()
BOUNDS: Final = Bounds(FIRST, LAST)
COUNTED: Final = ("counted", "not_counted")

_edges = st.builds(
    lambda year, month, day: min(date(year, month, 28).toordinal() + day, LAST),
    st.sampled_from([1896, 1899, 1900, 1904, 1999, 2000, 2001, 2019, 2020, 2023, 2024, 2096, 2100, 2104, 2105]),
    st.sampled_from([1, 2, 2, 3, 7, 8, 12]),
    st.integers(-28, 4),
)
any_day = st.one_of(_edges, st.integers(FIRST, LAST)).map(lambda day: max(FIRST, min(day, LAST)))
near = st.integers(0, 900)
Intervals = list[tuple[int, int]]


def ends_of(start: int, length: int, kind: int) -> tuple[int, int]:
    """One interval, half-open: usually with both ends, sometimes with an open one."""
    return (EARLIEST if kind == 0 else start), (LATEST if kind == 1 else start + length)


@st.composite
def some_intervals(draw: st.DrawFn, most: int = 3, base: int | None = None, *, may_be_open: bool = True) -> Intervals:
    """A few intervals near each other: apart, touching, overlapping, the same, of no day."""
    begin = draw(st.integers(FIRST + 4000, LAST - 4000)) if base is None else base
    found = []
    for _ in range(draw(st.integers(0, most))):
        start = begin + draw(st.one_of(st.integers(0, 6), near)) - 200
        kind = draw(st.integers(0, 12)) if may_be_open else 9
        found.append(ends_of(start, draw(st.one_of(st.integers(0, 4), near, st.just(365), st.just(366), st.just(731))), kind))
    return found


class Terms:
    """Variables for days and intervals, and what they are in one example."""

    def __init__(self) -> None:
        self.ledger = Ledger(BOUNDS)

    def day(self, name: str) -> Scalar:
        """A date of a record."""
        term = z3.Int(name)
        self.ledger.limit(term, FIRST, LAST)
        return Scalar("date", term)

    def pieces(self, name: str, number: int, *, ordered: bool = False) -> Pieces:
        """Intervals of which each may be there or not, and may be open."""
        found = []
        for index in range(number):
            start, last = self.day(f"{name}{index}from").term, self.day(f"{name}{index}to").term
            flags = [z3.Bool(f"{name}{index}{flag}") for flag in ("present", "early", "late")]
            since, until = z3.If(flags[1], z3.IntVal(EARLIEST), start), z3.If(flags[2], z3.IntVal(LATEST), last + 1)
            found.append(Piece(flags[0], since, until))
        return Pieces(tuple(found), ordered=ordered)


def intervals_in(name: str, number: int, intervals: Intervals, where: Sequence[int] | None = None) -> list[tuple[Any, Any]]:
    """The values of the variables of some intervals, some of a number of places; the other places stay empty."""
    places = list(where) if where is not None else list(range(len(intervals)))
    found: list[tuple[Any, Any]] = []
    for index in range(number):
        start, end = intervals[places.index(index)] if index in places else (FIRST + 7, FIRST + 3)
        early, late = start == EARLIEST, end == LATEST
        found += [
            (z3.Bool(f"{name}{index}present"), z3.BoolVal(index in places)),
            (z3.Bool(f"{name}{index}early"), z3.BoolVal(early)),
            (z3.Bool(f"{name}{index}late"), z3.BoolVal(late)),
            (z3.Int(f"{name}{index}from"), z3.IntVal(FIRST if early else start)),
            (z3.Int(f"{name}{index}to"), z3.IntVal(FIRST if late else end - 1)),
        ]
    return found


def put(term: Any, *pairs: tuple[Any, Any]) -> Any:
    """A term with values for its variables: a plain number or truth value."""
    found = z3.simplify(z3.substitute(term, *pairs))
    if z3.is_int_value(found):
        return found.as_long()
    assert z3.is_true(found) or z3.is_false(found), found
    return z3.is_true(found)


def hold(ledger: Ledger, *pairs: tuple[Any, Any]) -> bool:
    assert not ledger.definitions
    return all(put(premise, *pairs) for premise, _ in ledger.premises)


def number(amount: int) -> Scalar:
    return Scalar("number", z3.IntVal(amount))


def known(intervals: Intervals) -> values.Coverage:
    pairs = tuple(intervals)
    return values.Coverage(pairs, pairs)


def of(name: str, day: int) -> tuple[Any, Any]:
    return z3.Int(name), z3.IntVal(day)


# -- the calendar -------------------------------------------------------------------------------------------------------

AMOUNTS: Final = st.sampled_from(
    [(0, Unit.MONTHS), (1, Unit.MONTHS), (3, Unit.MONTHS), (13, Unit.MONTHS), (1, Unit.YEARS), (4, Unit.YEARS), (6, Unit.YEARS),
     (8, Unit.YEARS), (0, Unit.DAYS), (45, Unit.DAYS), (2, Unit.WEEKS)]
)  # fmt: skip


@cache
def moved(amount: int, unit: Unit, *, later: bool) -> tuple[Ledger, Scalar]:
    terms = Terms()
    return terms.ledger, time.shifted(terms.day("day"), number(amount), later=later, unit=unit, ledger=terms.ledger)


@given(any_day, AMOUNTS, st.booleans())
def test_a_day_is_moved_as_the_interpreter_moves_it(day: int, amount: tuple[int, Unit], later: bool) -> None:  # noqa: FBT001 - drawn
    ledger, found = moved(*amount, later=later)
    expected = interpreted.shifted(date.fromordinal(day), amount[0], later=later, unit=amount[1])
    assert put(found.term, of("day", day)) == expected.toordinal()
    assert hold(ledger, of("day", day))


@cache
def anniversary_of(month: int, day: int, *, following: bool) -> tuple[Ledger, Scalar]:
    terms = Terms()
    return terms.ledger, time.anniversary(month, day, terms.day("day"), following=following, ledger=terms.ledger)


@given(any_day, st.sampled_from([(2, 29), (1, 1), (12, 31), (8, 1), (11, 30)]), st.booleans())
def test_an_anniversary_is_the_interpreters(day: int, fixed: tuple[int, int], following: bool) -> None:  # noqa: FBT001 - drawn
    ledger, found = anniversary_of(*fixed, following=following)
    expected = interpreted.anniversary(*fixed, date.fromordinal(day), following=following)
    assert put(found.term, of("day", day)) == expected.toordinal()
    assert hold(ledger, of("day", day))


WORDS: Final = ("at_least", "more_than", "at_most", "less_than")


@cache
def elapsed_against(word: Any, amount: int, unit: Unit) -> tuple[Ledger, z3.BoolRef]:
    terms = Terms()
    last = terms.day("last")
    passed = time.elapsed(terms.day("first"), Scalar("date", last.term, open=z3.Bool("goes_on")))
    return terms.ledger, compare_duration(word, unit, passed, number(amount), terms.ledger)


@given(any_day, st.one_of(any_day, st.integers(-3, 3)), st.booleans(), AMOUNTS, st.sampled_from(WORDS))
def test_what_has_elapsed_is_compared_as_the_interpreter_does(
    first: int,
    other: int,
    goes_on: bool,  # noqa: FBT001 - drawn
    amount: tuple[int, Unit],
    word: Any,
) -> None:
    days = interpreted.shifted(date.fromordinal(first), amount[0], later=True, unit=amount[1])
    last = min(max(days.toordinal() + other, FIRST), LAST) if abs(other) <= 3 else other
    ledger, found = elapsed_against(word, *amount)
    passed = interpreted.elapsed(date.fromordinal(first), Special.OPEN if goes_on else date.fromordinal(last))
    expected = comparison.compare_duration(word, amount[1], passed, amount[0])
    given_ = (of("first", first), of("last", last), (z3.Bool("goes_on"), z3.BoolVal(goes_on)))
    assert put(found, *given_) is (expected is TRUE)
    assert hold(ledger, *given_)


# -- windows ------------------------------------------------------------------------------------------------------------


@cache
def window_of(amount: int, unit: Unit, *, ending: bool, omitted: int) -> tuple[Ledger, Span]:
    terms = Terms()
    not_counting = terms.pieces("omitted", omitted) if omitted else None
    span = time.window(terms.day("day"), number(amount), not_counting, ending=ending, unit=unit, ledger=terms.ledger)
    assert isinstance(span, Span)
    return terms.ledger, span


@given(any_day, AMOUNTS, st.booleans(), st.data())
def test_a_window_is_the_interpreters(day: int, amount: tuple[int, Unit], ending: bool, data: st.DataObject) -> None:  # noqa: FBT001
    omitted = data.draw(some_intervals(base=day + (-500 if ending else 0)))
    ledger, found = window_of(*amount, ending=ending, omitted=3 if omitted else 0)
    days = known(omitted) if omitted else None
    expected = interpreted.window(date.fromordinal(day), amount[0], days, ending=ending, unit=amount[1])
    given_ = (of("day", day), *intervals_in("omitted", 3, omitted))
    assert (put(found.start, *given_), put(found.end, *given_)) == (expected.start_low, expected.end_low)
    assert hold(ledger, *given_)


# -- intervals ----------------------------------------------------------------------------------------------------------


@cache
def subtraction() -> Pieces:
    terms = Terms()
    return time.minus(terms.pieces("a", 3), terms.pieces("b", 3))


@given(st.data(), st.integers(FIRST + 4000, LAST - 4000))
def test_what_is_left_of_intervals_is_what_the_interpreter_leaves(data: st.DataObject, base: int) -> None:
    one, other = data.draw(some_intervals(base=base)), data.draw(some_intervals(base=base))
    given_ = (*intervals_in("a", 3, one), *intervals_in("b", 3, other))
    found = subtraction()
    pieces = [tuple(put(term, *given_) for term in (piece.present, piece.start, piece.end)) for piece in found.pieces]
    left = [(start, end) for present, start, end in pieces if present and start < end]
    assert left == list(interpreted.minus(known(one), known(other)).certain_runs())


@cache
def coverage_throughout() -> z3.BoolRef:
    terms = Terms()
    span = Span(terms.day("start").term, terms.day("end").term)
    return time.throughout(span, time.union([terms.pieces("a", 3), terms.pieces("b", 2)]))


@given(st.data(), st.integers(FIRST + 4000, LAST - 4000))
def test_intervals_cover_a_window_where_the_interpreter_says_so(data: st.DataObject, base: int) -> None:
    one, other = data.draw(some_intervals(base=base)), data.draw(some_intervals(2, base=base))
    edges = sorted({edge for pair in one + other for edge in pair if FIRST < edge < LAST} | {base})
    start = data.draw(st.sampled_from(edges)) + data.draw(st.integers(-1, 1))
    end = data.draw(st.sampled_from(edges)) + data.draw(st.integers(-1, 1))
    expected = interpreted.throughout(values.Span(start, start, end, end), known(one + other))
    given_ = (of("start", start), of("end", end), *intervals_in("a", 3, one), *intervals_in("b", 2, other))
    assert expected is not UNKNOWN
    assert put(coverage_throughout(), *given_) is (expected is TRUE)


@cache
def days_counted(first_day: str, last_day: str, *, within: bool) -> z3.ArithRef:
    terms = Terms()
    span = Span(terms.day("start").term, terms.day("end").term) if within else None
    cuts = [z3.BoolVal(said == "not_counted") for said in (first_day, last_day)]
    return time.days(terms.pieces("a", 3), span, cuts[0], cuts[1], terms.ledger).term


@given(st.data(), st.integers(FIRST + 4000, LAST - 4000), st.sampled_from(COUNTED), st.sampled_from(COUNTED), st.booleans())
def test_days_are_counted_as_the_interpreter_counts_them(
    data: st.DataObject,
    base: int,
    first_day: str,
    last_day: str,
    within: bool,  # noqa: FBT001 - drawn
) -> None:
    intervals = data.draw(some_intervals(base=base))
    start, end = base + data.draw(st.integers(-300, 300)), base + data.draw(st.integers(-300, 900))
    span = values.Span(start, start, end, end) if within else None
    expected = interpreted.days(known(intervals), span, first_day, last_day)
    given_ = (of("start", start), of("end", end), *intervals_in("a", 3, intervals, data.draw(places(len(intervals)))))
    found = put(days_counted(first_day, last_day, within=within), *given_)
    assert found == (expected.low if isinstance(expected, values.Range) else expected)


def places(number: int) -> Any:
    """Where among three places so many elements stand, in their order."""
    return st.permutations(range(3)).map(lambda order: sorted(order[:number]))


@cache
def days_by_year(amount: int, unit: Unit, first_day: str, last_day: str, *, ending: bool) -> tuple[Ledger, Any]:
    terms = Terms()
    span = time.window(terms.day("day"), number(amount), None, ending=ending, unit=unit, ledger=terms.ledger)
    cuts = [z3.BoolVal(said == "not_counted") for said in (first_day, last_day)]
    return terms.ledger, time.days_per_calendar_year(terms.pieces("a", 3, ordered=True), span, cuts[0], cuts[1], terms.ledger)


@settings(max_examples=60)
@given(st.data(), any_day, AMOUNTS, st.sampled_from(COUNTED), st.sampled_from(COUNTED), st.booleans())
def test_the_days_of_each_calendar_year_are_the_interpreters(
    data: st.DataObject,
    day: int,
    amount: tuple[int, Unit],
    first_day: str,
    last_day: str,
    ending: bool,  # noqa: FBT001 - drawn
) -> None:
    back = data.draw(st.integers(-900, 0)) if ending else data.draw(st.integers(-300, 600))
    intervals = sorted(data.draw(some_intervals(base=day + back)))
    span = interpreted.window(date.fromordinal(day), amount[0], None, ending=ending, unit=amount[1])
    expected = interpreted.days_per_calendar_year(known(intervals), span, first_day, last_day)
    ledger, found = days_by_year(*amount, first_day, last_day, ending=ending)
    given_ = (of("day", day), *intervals_in("a", 3, intervals, data.draw(places(len(intervals)))))
    counted = [put(entry.term, *given_) for present, entry in found.entries if put(present, *given_)]
    assert sorted(counted) == sorted(entry for entry, _ in expected.entries)
    assert hold(ledger, *given_)


# -- durations ----------------------------------------------------------------------------------------------------------

LENGTHS: Final = st.sampled_from(
    [(0, Unit.YEARS), (1, Unit.YEARS), (2, Unit.YEARS), (1, Unit.MONTHS), (3, Unit.MONTHS), (24, Unit.MONTHS), (3, Unit.DAYS),
     (731, Unit.DAYS), (1, Unit.WEEKS)]
)  # fmt: skip


@cache
def length_against(word: Any, amount: int, unit: Unit, *, within: bool) -> tuple[Ledger, z3.BoolRef]:
    terms = Terms()
    span = Span(terms.day("start").term, terms.day("end").term) if within else None
    return terms.ledger, compare_duration(word, unit, time.length(terms.pieces("a", 3), span), number(amount), terms.ledger)


@given(st.data(), st.integers(FIRST + 4000, LAST - 4000), LENGTHS, st.sampled_from(WORDS), st.booleans())
def test_a_length_is_compared_as_the_interpreter_does(
    data: st.DataObject,
    base: int,
    amount: tuple[int, Unit],
    word: Any,
    within: bool,  # noqa: FBT001 - drawn
) -> None:
    intervals = data.draw(some_intervals(base=base))
    start, end = base + data.draw(st.integers(-300, 300)), base + data.draw(st.integers(-300, 1900))
    span = values.Span(start, start, end, end) if within else None
    expected = comparison.compare_duration(word, amount[1], interpreted.length(known(intervals), span), amount[0])
    ledger, found = length_against(word, *amount, within=within)
    given_ = (of("start", start), of("end", end), *intervals_in("a", 3, intervals, data.draw(places(len(intervals)))))
    assert put(found, *given_) is (expected is TRUE)
    assert hold(ledger, *given_)


def test_no_flag_of_these_terms_is_left_open() -> None:
    """What the tests above rely on: days of records that are no ``none`` make windows that are there."""
    _, span = window_of(6, Unit.YEARS, ending=True, omitted=0)
    assert span.none.eq(NO)
