"""Words about lists and days that are known in part, against every way in which the rest can turn out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.evaluation.meaning import lists, time
from engine.evaluation.values import Items, Range
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, truth
from engine.language.temporal.calendar import Unit

NONE, OPEN = Special.NONE, Special.OPEN
NEW_YEAR: Final = date(2020, 1, 1)
DAYS: Final = tuple(NEW_YEAR + timedelta(days=offset) for offset in range(-2, 4))
TRUTHS: Final = (TRUE, FALSE, UNKNOWN)
COUNTED: Final = ("counted", "not_counted")

_day = st.sampled_from(DAYS)
_entry = st.tuples(st.one_of(_day, st.just(UNKNOWN)), st.one_of(_day, st.just(OPEN), st.just(UNKNOWN)), st.booleans())
_stays = st.lists(_entry, max_size=3).filter(
    lambda stays: all(not isinstance(first, date) or not isinstance(last, date) or first <= last for first, last, _ in stays)
)
_known_stays = _stays.map(
    lambda stays: [(DAYS[0] if first is UNKNOWN else first, OPEN if last is UNKNOWN else last, True) for first, last, _ in stays]
)


def items(count: list[bool]) -> Items:
    return Items(tuple((index, certain) for index, certain in enumerate(count)))


def ways(stays: list[tuple[Any, Any, bool]]) -> list[list[tuple[Any, Any]]]:
    """Every list that a list known in part can turn out to be, in a world of these few days."""
    each = []
    for first, last, certain in stays:
        firsts = DAYS if first is UNKNOWN else (first,)
        lasts = (*DAYS, OPEN) if last is UNKNOWN else (last,)
        found: list[Any] = [pair for pair in product(firsts, lasts) if pair[1] is OPEN or pair[0] <= pair[1]]
        each.append(found if certain else [*found, None])
    return [[pair for pair in way if pair is not None] for way in product(*each)]


def covered(
    stays: list[tuple[Any, Any]], window: tuple[date, date], first_day: str = "counted", last_day: str = "counted"
) -> set[date]:
    """The days of a window that stays cover, day by day."""
    first_of, last_of = window
    found = set()
    for first, last in stays:
        day = first if first_day == "counted" else first + timedelta(days=1)
        end = date(2020, 3, 1) if last is OPEN else last if last_day == "counted" else last - timedelta(days=1)
        while day <= end:
            if first_of <= day <= last_of:
                found.add(day)
            day += timedelta(days=1)
    return found


def coverage_of(stays: list[tuple[Any, Any, bool]]) -> Any:
    return lists.days_of(items([certain for *_, certain in stays]), [stay[0] for stay in stays], [stay[1] for stay in stays])


def assert_holds(known: Any, true: int) -> None:
    low, high = (known.low, known.high) if type(known) is Range else (known, known)
    assert low is None or low <= true, (known, true)
    assert high is None or true <= high, (known, true)


@given(_stays, _day, st.integers(0, 4), st.sampled_from(COUNTED), st.sampled_from(COUNTED))
def test_days_in_a_window_hold_every_way_and_are_exact_when_all_is_known(
    stays: list[tuple[Any, Any, bool]], start: date, length: int, first_day: str, last_day: str
) -> None:
    span = time.window(start, length, None, ending=False, unit=Unit.DAYS)
    window = start, start + timedelta(days=length - 1)
    known = time.days(coverage_of(stays), span, first_day, last_day)
    by_year = time.days_per_calendar_year(coverage_of(stays), span, first_day, last_day)
    numbers = set()
    for way in ways(stays)[:200]:
        days = covered(way, window, first_day, last_day)
        numbers.add(len(days))
        assert_holds(known, len(days))
        years = sorted({(start + timedelta(days=offset)).year for offset in range(length)})
        assert len(by_year.entries) == len(years)
        for year, (entry, certain) in zip(years, by_year.entries, strict=True):
            assert certain
            assert_holds(entry, sum(day.year == year for day in days))
    if len(ways(stays)) == 1:
        assert {known} == numbers


@given(_stays, _day, st.integers(0, 4))
def test_a_window_is_covered_throughout_as_its_days_are(stays: list[tuple[Any, Any, bool]], start: date, length: int) -> None:
    span = time.window(start, length, None, ending=False, unit=Unit.DAYS)
    window = start, start + timedelta(days=length - 1)
    verdict = time.throughout(span, coverage_of(stays))
    found = {truth(len(covered(way, window)) == length) for way in ways(stays)[:400]}
    assert verdict is UNKNOWN or found == {verdict}
    if len(ways(stays)) == 1:
        assert {verdict} == found


@given(_known_stays, _known_stays, _day, st.integers(0, 4))
def test_union_and_minus_are_those_of_sets_of_days(left: Any, right: Any, start: date, length: int) -> None:
    span = time.window(start, length, None, ending=False, unit=Unit.DAYS)
    window = start, start + timedelta(days=length - 1)
    one, other = coverage_of(left), coverage_of(right)
    days, others = covered([stay[:2] for stay in left], window), covered([stay[:2] for stay in right], window)
    assert time.days(time.union(one, other), span, "counted", "counted") == len(days | others)
    assert time.days(time.minus(one, other), span, "counted", "counted") == len(days - others)


@given(_known_stays, _day, st.integers(0, 6), st.booleans())
def test_a_window_reaches_on_by_the_days_that_do_not_count(stays: Any, anchor: date, length: int, ending: bool) -> None:  # noqa: FBT001
    assume(not any(last is OPEN for _, last, _ in stays))
    span = time.window(anchor, length, coverage_of(stays), ending=ending, unit=Unit.DAYS)
    omitted = covered([stay[:2] for stay in stays], (date(2019, 1, 1), date(2021, 1, 1)))
    step, day, counted = timedelta(days=-1 if ending else 1), anchor, 0
    while counted < length:
        counted += day not in omitted
        day += step
    first, last = (day + timedelta(days=1), anchor) if ending else (anchor, day - timedelta(days=1))
    assert (span.start_low, span.end_high, span.exact) == (first.toordinal(), last.toordinal() + 1, True)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(TRUTHS)), max_size=4), st.sampled_from(("some", "every", "none")))
def test_quantifiers_hold_for_every_way_and_say_all_that_can_be_said(entries: Any, word: Any) -> None:
    verdict = lists.quantified(word, items([certain for certain, _ in entries]), [fits for _, fits in entries])
    found = set()
    for belongs in product(*[(True,) if certain else (True, False) for certain, _ in entries]):
        for fits in product(*[(True, False) if fit is UNKNOWN else (fit is TRUE,) for _, fit in entries]):
            there = [fit for here, fit in zip(belongs, fits, strict=True) if here]
            found.add(truth({"some": any(there), "every": all(there), "none": not any(there)}[word]))
    assert verdict is (found.pop() if len(found) == 1 else UNKNOWN)


@given(st.lists(st.tuples(st.booleans(), st.one_of(st.integers(-2, 2), st.just(NONE), st.just(UNKNOWN))), max_size=4))
def test_counts_and_totals_are_the_least_and_the_most_of_every_way(entries: Any) -> None:
    listed = items([certain for certain, _ in entries])
    count, total = lists.count(listed), lists.total(listed, [amount for _, amount in entries])
    for belongs in product(*[(True,) if certain else (True, False) for certain, _ in entries]):
        there = [amount for here, (_, amount) in zip(belongs, entries, strict=True) if here]
        assert_holds(count, len(there))
        for amounts in product(*[(-9, 9, NONE) if amount is UNKNOWN else (amount,) for amount in there]):
            assert_holds(total, sum(amount for amount in amounts if amount is not NONE))
    if all(certain for certain, _ in entries) and not any(amount is UNKNOWN for _, amount in entries):
        assert count == len(entries)
        assert total == sum(amount for _, amount in entries if amount is not NONE)


@given(
    st.lists(st.tuples(st.booleans(), st.one_of(st.integers(0, 2), st.just(NONE), st.just(UNKNOWN))), max_size=4),
    st.sampled_from(("highest", "lowest")),
    st.booleans(),
)
def test_the_extremes_hold_every_element_that_can_be_one(entries: Any, word: Any, nullable: bool) -> None:  # noqa: FBT001
    found = lists.extreme(word, items([certain for certain, _ in entries]), [(key,) for _, key in entries], ((),), (nullable,))
    possible, certain = {entry for entry, _ in found.entries}, {entry for entry, sure in found.entries if sure}
    for belongs in product(*[(True,) if sure else (True, False) for sure, _ in entries]):
        for keys in product(*[((0, 1, 2, NONE) if nullable else (0, 1, 2)) if key is UNKNOWN else (key,) for _, key in entries]):
            numbered = enumerate(zip(belongs, keys, strict=True))
            taking_part = {index: key for index, (here, key) in numbered if here and key is not NONE}
            best = (max if word == "highest" else min)(taking_part.values(), default=None)
            true = {index for index, key in taking_part.items() if key == best}
            assert certain <= true <= possible
