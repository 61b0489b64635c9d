"""The set algebra of runs against Python sets of days: the same operations, the slow and plain way."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.temporal.intervals import (
    EARLIEST,
    LATEST,
    UnboundedWindowError,
    clip,
    covers,
    day_count,
    days_by_calendar_year,
    from_days,
    intersect,
    is_open,
    longest,
    runs,
    subtract,
    union,
)

if TYPE_CHECKING:
    from engine.language.temporal.intervals import (
        Runs,
    )

BASE = date(2019, 11, 1).toordinal()
LENGTH = 900  # days that the generated runs may lie in: three calendar years and the leap day of 2020

pairs = st.tuples(st.integers(BASE, BASE + LENGTH), st.integers(-3, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))
some_runs = st.lists(pairs, max_size=6).map(runs)
points = st.integers(BASE - 10, BASE + LENGTH + 220)


def days_of(a: Runs) -> set[int]:
    return {day for start, end in a for day in range(start, end)}


def is_normal(a: Runs) -> bool:
    """Every run has days, and a gap of a day at least parts it from the next."""
    return all(start < end for start, end in a) and all(one[1] < other[0] for one, other in pairwise(a))


def ordinals(*days: date) -> list[int]:
    return [day.toordinal() for day in days]


@given(st.lists(pairs, max_size=6))
def test_any_pairs_become_the_runs_of_their_days(given_pairs: list[tuple[int, int]]) -> None:
    result = runs(given_pairs)
    assert days_of(result) == {day for start, end in given_pairs for day in range(start, end)}
    assert is_normal(result)


@given(some_runs, some_runs, some_runs)
def test_union(a: Runs, b: Runs, c: Runs) -> None:
    result = union(a, b, c)
    assert days_of(result) == days_of(a) | days_of(b) | days_of(c)
    assert is_normal(result)


@given(some_runs, some_runs)
def test_subtract(a: Runs, b: Runs) -> None:
    result = subtract(a, b)
    assert days_of(result) == days_of(a) - days_of(b)
    assert is_normal(result)


@given(some_runs, some_runs)
def test_intersect(a: Runs, b: Runs) -> None:
    result = intersect(a, b)
    assert days_of(result) == days_of(a) & days_of(b)
    assert is_normal(result)
    assert result == intersect(b, a)


@given(some_runs, points, points)
def test_clip_and_covers(a: Runs, start: int, end: int) -> None:
    window = set(range(start, end))
    result = clip(a, start, end)
    assert days_of(result) == days_of(a) & window
    assert is_normal(result)
    assert covers(a, start, end) == (window <= days_of(a))


@given(some_runs)
def test_counting_days(a: Runs) -> None:
    assert day_count(a) == len(days_of(a))
    assert longest(a) == max((end - start for start, end in a), default=0)
    assert not is_open(a)


@given(some_runs, points, points)
def test_days_by_calendar_year(a: Runs, start: int, end: int) -> None:
    counted = days_by_calendar_year(a, start, end)
    assert list(counted) == sorted({date.fromordinal(day).year for day in range(start, end)})
    for year, count in counted.items():
        assert count == sum(date.fromordinal(day).year == year for day in days_of(a) & set(range(start, end)))
    assert sum(counted.values()) == day_count(clip(a, start, end))


def test_what_touches_is_one_run_and_one_uncovered_day_is_a_gap() -> None:
    """The record's contract: an interval that starts the day after another ends continues it."""
    first = from_days(date(2020, 1, 1), date(2020, 1, 31))
    assert union(first, from_days(date(2020, 2, 1), date(2020, 2, 29))) == from_days(date(2020, 1, 1), date(2020, 2, 29))
    assert len(union(first, from_days(date(2020, 2, 2), date(2020, 2, 29)))) == 2


def test_both_days_belong_to_an_interval() -> None:
    assert day_count(from_days(date(2022, 5, 20), date(2022, 5, 20))) == 1
    assert day_count(from_days(date(2020, 2, 28), date(2020, 3, 1))) == 3
    assert from_days(date(2022, 5, 21), date(2022, 5, 20)) == ()


def test_open_ends() -> None:
    goes_on = from_days(date(2022, 5, 20), None)
    always = from_days(None, None)
    assert goes_on == ((date(2022, 5, 20).toordinal(), LATEST),)
    assert always == ((EARLIEST, LATEST),)
    assert union(from_days(None, date(2022, 5, 19)), goes_on) == always
    assert subtract(always, goes_on) == from_days(None, date(2022, 5, 19))
    for endless in (goes_on, always, from_days(None, date(2022, 5, 19))):
        assert is_open(endless)
        assert day_count(endless) == math.inf
        assert longest(endless) == math.inf
    assert covers(goes_on, *ordinals(date(2030, 1, 1), date.max))


def test_an_interval_until_the_last_date_is_not_open() -> None:
    assert not is_open(from_days(date.min, date.max))
    assert day_count(from_days(date.min, date.max)) == (date.max - date.min).days + 1


def test_calendar_years_of_a_six_year_window() -> None:
    """The period of the record's contract, 2016-08-02 to 2022-08-01: seven calendar years, two of them incomplete."""
    window = ordinals(date(2016, 8, 2), date(2022, 8, 2))
    always = from_days(None, None)
    assert days_by_calendar_year(always, *window) == {
        2016: 152,  # 30 in August and 122 from September to December
        2017: 365,
        2018: 365,
        2019: 365,
        2020: 366,
        2021: 365,
        2022: 213,  # 212 from January to July and 1 August
    }
    assert days_by_calendar_year((), *window) == dict.fromkeys(range(2016, 2023), 0)


def test_the_last_calendar_year_can_be_counted() -> None:
    counted = days_by_calendar_year(from_days(None, None), *ordinals(date(9998, 12, 31), date.max))
    assert counted == {9998: 1, 9999: 364}
    to_the_end = days_by_calendar_year(from_days(None, None), date(9999, 1, 1).toordinal(), date.max.toordinal() + 1)
    assert to_the_end == {9999: 365}


@pytest.mark.parametrize("window", [(EARLIEST, BASE), (BASE, LATEST)])
def test_an_endless_window_has_no_list_of_years(window: tuple[int, int]) -> None:
    with pytest.raises(UnboundedWindowError):
        days_by_calendar_year((), *window)


@given(st.dates(), st.dates())
def test_days_from_to_are_counted_like_dates(first: date, last: date) -> None:
    assert day_count(from_days(first, last)) == max(0, (last - first + timedelta(days=1)).days)
