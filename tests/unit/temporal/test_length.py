"""Lengths of runs against the Civil Code (R.O.C.), Articles 121 and 123, and the record's contract, "Total length"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.temporal.calendar import Unit, last_day_of_period
from engine.language.temporal.intervals import from_days, intersect, runs, union
from engine.language.temporal.length import (
    exceeds,
    possibly_exceeds,
    possibly_reaches,
    reaches,
    surely_exceeds,
    surely_reaches,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.temporal.intervals import Runs

DAY = timedelta(days=1)
BASE = date(2019, 12, 1).toordinal()
pairs = st.tuples(st.integers(BASE, BASE + 120), st.integers(1, 70)).map(lambda pair: (pair[0], pair[0] + pair[1]))
some_runs = st.lists(pairs, max_size=5).map(runs)
quantities = st.one_of(
    st.tuples(st.integers(0, 5), st.just(Unit.MONTHS)),
    st.tuples(st.integers(0, 140), st.just(Unit.DAYS)),
    st.tuples(st.integers(0, 20), st.just(Unit.WEEKS)),
)


def between(*limits: tuple[int, int, int]) -> Runs:
    """Make runs of first and last days in turn."""
    given_days = [date(*limit) for limit in limits]
    return union(*(from_days(*pair) for pair in zip(given_days[::2], given_days[1::2], strict=True)))


@pytest.mark.parametrize(
    ("a", "amount", "unit", "reached", "exceeded", "source"),
    [
        (between((2019, 7, 1), (2021, 6, 30)), 2, Unit.YEARS, True, False, "two years by the calendar, 731 days"),
        (between((2019, 7, 1), (2021, 6, 29)), 2, Unit.YEARS, False, False, "730 unbroken days: Article 123 I, not II"),
        (between((2019, 7, 1), (2021, 7, 1)), 2, Unit.YEARS, True, True, "two years and a day"),
        (between((2021, 2, 1), (2021, 2, 28)), 1, Unit.MONTHS, True, False, "a month of 28 days"),
        (between((2021, 2, 1), (2021, 3, 1)), 1, Unit.MONTHS, True, True, "a month and a day: 29 days"),
        (between((2021, 7, 1), (2021, 7, 30)), 1, Unit.MONTHS, False, False, "30 days of July are no month"),
        (between((2016, 2, 29), (2017, 2, 28)), 1, Unit.YEARS, True, False, "Article 121 II, proviso"),
        (between((2022, 5, 4), (2022, 5, 10)), 1, Unit.WEEKS, True, False, "seven days"),
        (between((2022, 5, 4), (2022, 5, 6)), 3, Unit.DAYS, True, False, "both days count"),
        (between((2022, 5, 4), (2022, 5, 6)), 0, Unit.MONTHS, True, True, "some days are more than nothing"),
        ((), 0, Unit.YEARS, True, False, "nothing is as long as nothing"),
        ((), 1, Unit.DAYS, False, False, "nothing is shorter than a day"),
        (between((9996, 1, 2), (9999, 12, 31)), 4, Unit.YEARS, False, False, "they would end after the calendar"),
        (from_days(date(2022, 5, 4), None), 100, Unit.YEARS, True, True, "what goes on outlasts everything"),
    ],
)
def test_a_single_run_is_measured_by_the_calendar(
    a: Runs,
    amount: int,
    unit: Unit,
    reached: bool,  # noqa: FBT001
    exceeded: bool,  # noqa: FBT001
    source: str,
) -> None:
    assert reaches(a, amount, unit) is reached, source
    assert exceeds(a, amount, unit) is exceeded, source


def test_several_runs_reach_a_year_with_365_days() -> None:
    """Article 123, Paragraph 2: months and years that are not continuous have 30 and 365 days."""
    assert reaches(between((2020, 1, 1), (2020, 6, 30), (2020, 7, 2), (2021, 1, 1)), 1, Unit.YEARS)  # 182 + 184
    exactly = between((2020, 1, 1), (2020, 6, 30), (2020, 7, 2), (2020, 12, 31))  # 182 + 183
    assert reaches(exactly, 1, Unit.YEARS)
    assert not exceeds(exactly, 1, Unit.YEARS)
    assert not reaches(between((2020, 1, 1), (2020, 6, 30), (2020, 7, 2), (2020, 12, 30)), 1, Unit.YEARS)


def test_several_runs_reach_two_months_with_60_days() -> None:
    assert reaches(between((2021, 7, 1), (2021, 7, 30), (2021, 8, 1), (2021, 8, 30)), 2, Unit.MONTHS)
    assert not exceeds(between((2021, 7, 1), (2021, 7, 30), (2021, 8, 1), (2021, 8, 30)), 2, Unit.MONTHS)
    assert exceeds(between((2021, 7, 1), (2021, 7, 30), (2021, 8, 1), (2021, 8, 31)), 2, Unit.MONTHS)


def test_of_several_runs_one_by_the_calendar_is_enough() -> None:
    """February is a month although with the day in May it makes only 29 days."""
    assert reaches(between((2021, 2, 1), (2021, 2, 28), (2021, 5, 5), (2021, 5, 5)), 1, Unit.MONTHS)
    assert not exceeds(between((2021, 2, 1), (2021, 2, 28), (2021, 5, 5), (2021, 5, 5)), 1, Unit.MONTHS)


def test_days_covered_twice_count_once() -> None:
    """The record's contract. Two overlapping jobs of 20 days that cover 30 of July's are one run, and no month."""
    assert not reaches(between((2021, 7, 1), (2021, 7, 20), (2021, 7, 11), (2021, 7, 30)), 1, Unit.MONTHS)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 50), st.sampled_from(Unit))
def test_a_run_reaches_its_period_on_the_last_day(first: date, amount: int, unit: Unit) -> None:
    last = last_day_of_period(first, amount, unit)
    assert not reaches(from_days(first, last - DAY), amount, unit)
    assert reaches(from_days(first, last), amount, unit)
    assert not exceeds(from_days(first, last), amount, unit)
    assert exceeds(from_days(first, last + DAY), amount, unit)


@given(some_runs, quantities)
def test_what_exceeds_also_reaches(a: Runs, quantity: tuple[int, Unit]) -> None:
    assert reaches(a, *quantity) or not exceeds(a, *quantity)


@given(some_runs, some_runs, some_runs, quantities)
def test_what_may_belong_never_overturns_what_is_sure(
    certain: Runs, doubtful: Runs, filter_of_truth: Runs, quantity: tuple[int, Unit]
) -> None:
    """However the doubtful days turn out, the answer lies between the two that were given before."""
    possible = union(certain, doubtful)
    turned_out = union(certain, intersect(doubtful, filter_of_truth))
    for surely, is_so, possibly in (
        (surely_reaches, reaches, possibly_reaches),
        (surely_exceeds, exceeds, possibly_exceeds),
    ):
        truth = is_so(turned_out, *quantity)
        assert truth or not surely(certain, possible, *quantity)
        assert possibly(certain, possible, *quantity) or not truth


@given(some_runs, quantities)
def test_without_doubt_sure_and_possible_are_the_truth(a: Runs, quantity: tuple[int, Unit]) -> None:
    assert surely_reaches(a, a, *quantity) is possibly_reaches(a, a, *quantity) is reaches(a, *quantity)
    assert surely_exceeds(a, a, *quantity) is possibly_exceeds(a, a, *quantity) is exceeds(a, *quantity)


def test_a_gap_that_may_be_filled_makes_a_total_unsure() -> None:
    """60 days in two runs are two months (Article 123 II); with the day between them, 61 unbroken ones are not (I)."""
    apart = between((2021, 7, 1), (2021, 7, 30), (2021, 8, 1), (2021, 8, 30))
    joined = between((2021, 7, 1), (2021, 8, 30))
    assert reaches(apart, 2, Unit.MONTHS)
    assert not reaches(joined, 2, Unit.MONTHS)
    assert not surely_reaches(apart, joined, 2, Unit.MONTHS)
    assert possibly_reaches(apart, joined, 2, Unit.MONTHS)
    assert possibly_reaches((), joined, 2, Unit.MONTHS)
    assert not possibly_reaches(joined, joined, 2, Unit.MONTHS)
    assert surely_reaches(apart, union(apart, between((2021, 12, 1), (2021, 12, 9))), 2, Unit.MONTHS)
    assert not possibly_reaches((), between((2021, 7, 1), (2021, 8, 29)), 2, Unit.MONTHS)  # 59 days when broken


def test_open_runs_are_sure() -> None:
    goes_on = from_days(date(2022, 5, 4), None)
    assert surely_exceeds(goes_on, goes_on, 100, Unit.YEARS)
    assert possibly_exceeds((), goes_on, 100, Unit.YEARS)
    assert not surely_reaches((), goes_on, 1, Unit.DAYS)
    assert surely_reaches((), goes_on, 0, Unit.DAYS)


@pytest.mark.parametrize("compare", [reaches, exceeds])
def test_a_length_is_never_compared_with_less_than_nothing(compare: Callable[[Runs, int, Unit], bool]) -> None:
    for a in ((), between((2022, 5, 4), (2022, 5, 6))):
        with pytest.raises(ValueError, match="compared with -1 days"):
            compare(a, -1, Unit.DAYS)


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(AssertionError):
        reaches((), 1, cast("Unit", "decades"))
