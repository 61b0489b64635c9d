"""The arithmetic of time over columns, row by row against that of one value."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import inf
from random import Random
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.columnar import calendar, pieces
from engine.evaluation.columnar.pieces import ENDLESS
from engine.language.temporal import calendar as one_day
from engine.language.temporal import intervals as one_set
from engine.language.temporal import length as one_length
from engine.language.temporal.calendar import CalendarRangeError, Unit
from engine.language.temporal.intervals import EARLIEST, LATEST, UnboundedWindowError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.evaluation.columnar.pieces import Pieces

ROWS: Final = 30
FIRST, LAST = date.min.toordinal(), date.max.toordinal()
EDGES: Final = (
    *(date(year, 2, 28).toordinal() + step for year in (1896, 1900, 1904, 2000, 2015, 2016, 2020, 2100) for step in range(4)),
    *(date(year, month, 28).toordinal() + step for year in (2019, 2020) for month in range(1, 13) for step in range(5)),
    *(FIRST + step for step in (0, 1, 27, 28, 30, 31, 58, 59, 60, 364, 365, 366)),
    *(LAST - step for step in (0, 1, 30, 31, 32, 306, 307, 364, 365, 366)),
)
"""Leap days and what lies beside them, ends of months and years, and both edges of the calendar."""
BUSY: Final = date(2019, 12, 20).toordinal()
AMOUNTS: Final = (0, 0, 1, 1, 2, 3, 6, 11, 12, 13, 24, 30, 60, 365, 366, 100_000, 4_000_000, 10**15)

seeds = st.integers(0, 2**32).map(Random)
units = st.sampled_from(Unit)


def any_day(random: Random) -> int:
    return random.choice((random.choice(EDGES), random.randint(FIRST, LAST), BUSY + random.randint(0, 800)))


def any_days(random: Random) -> list[int]:
    return [any_day(random) for _ in range(ROWS)]


def bound(random: Random, sentinel: int) -> int:
    """A day among a few that lie close together, mostly: what is near meets, touches and overlaps."""
    kind = random.random()
    if kind < 0.08:
        return sentinel
    return random.choice(EDGES) if kind < 0.2 else BUSY + random.randint(0, 25) * random.choice((1, 1, 37))


def pair(random: Random) -> tuple[int, int]:
    return bound(random, EARLIEST), bound(random, LATEST)


def set_of(random: Random) -> list[tuple[int, int]]:
    """Some intervals, in any order: empty ones, equal ones, and ones within others too."""
    found = [pair(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3, 5, 8)))]
    return [*found, *found[:1]] if random.random() < 0.1 else found


def columns_of(rows: Sequence[Sequence[tuple[int, int]]]) -> Pieces:
    every = [(row, *one) for row, several in enumerate(rows) for one in several]
    found = np.array(every, dtype=np.int64).reshape(-1, 3).T
    return pieces.of(found[0], found[1], found[2], len(rows))


def rows_of(columns: Pieces) -> list[tuple[tuple[int, int], ...]]:
    assert columns.offsets[0] == 0
    assert columns.offsets[-1] == len(columns.starts) == len(columns.ends)
    assert {columns.offsets.dtype, columns.starts.dtype, columns.ends.dtype} == {np.dtype(np.int64)}
    every = list(zip(columns.starts.tolist(), columns.ends.tolist(), strict=True))
    return [tuple(every[a:b]) for a, b in pairwise(columns.offsets.tolist())]


def numbers(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.int64)


def endless(count: float) -> int:
    return ENDLESS if count == inf else int(count)


# -- days and periods --------------------------------------------------------------------------------------------------


@given(seeds)
def test_years_months_and_days_are_those_of_the_calendar(random: Random) -> None:
    days = any_days(random)
    found = zip(*(part.tolist() for part in calendar.month_day_of(numbers(days))), strict=True)
    dates = [date.fromordinal(day) for day in days]
    assert list(found) == [(day.year, day.month, day.day) for day in dates]
    assert calendar.year_of(np.array(days, dtype=np.int32)).tolist() == [day.year for day in dates]
    years = numbers([day.year for day in dates])
    assert calendar.new_year(years).tolist() == [day.replace(month=1, day=1).toordinal() for day in dates]


def test_every_day_of_four_centuries_has_its_year_month_and_day() -> None:
    days = np.arange(date(1800, 1, 1).toordinal(), date(2200, 1, 1).toordinal())
    expected = [date.fromordinal(day) for day in days.tolist()]
    years, months, of_month = calendar.month_day_of(days)
    assert years.tolist() == [day.year for day in expected]
    assert months.tolist() == [day.month for day in expected]
    assert of_month.tolist() == [day.day for day in expected]
    assert calendar.new_year(np.array([1, 9999, 10000])).tolist() == [1, date(9999, 1, 1).toordinal(), LAST + 1]


def assert_moved(found: tuple[Any, Any], move: Callable[[date, int], date], days: list[int], amounts: list[int]) -> None:
    moved, refused = found
    assert moved.dtype == np.int64
    for row, (day, amount) in enumerate(zip(days, amounts, strict=True)):
        try:
            expected = move(date.fromordinal(day), amount).toordinal(), False
        except (CalendarRangeError, ValueError):
            expected = 0, True
        assert (moved[row], refused[row]) == expected, (day, amount)


@settings(max_examples=200)
@given(seeds, units, st.sampled_from(("shift", "last_day_of_period", "first_day_of_period")))
def test_days_are_moved_by_each_unit_as_one_day_is(random: Random, unit: Unit, move: str) -> None:
    days = any_days(random)
    amounts = [random.choice(AMOUNTS) * random.choice((1, 1, 1, -1)) for _ in days]
    alone, columns = getattr(one_day, move), getattr(calendar, move)
    assert_moved(columns(numbers(days), numbers(amounts), unit), lambda day, amount: alone(day, amount, unit), days, amounts)
    same = amounts[:1] * ROWS
    expected = columns(np.array(days, dtype=np.int32), amounts[0], unit)
    assert_moved(expected, lambda day, amount: alone(day, amount, unit), days, same)


@settings(max_examples=200)
@given(seeds, st.sampled_from(((2, 29), (2, 28), (3, 1), (1, 1), (12, 31), (8, 1), (4, 30))), st.booleans())
def test_anniversaries_are_found_as_of_one_day(random: Random, month_day: tuple[int, int], following: bool) -> None:  # noqa: FBT001
    days = any_days(random)
    alone = one_day.next_month_day if following else one_day.previous_month_day
    columns = calendar.next_month_day if following else calendar.previous_month_day
    assert_moved(columns(*month_day, numbers(days)), lambda day, _: alone(*month_day, day), days, [0] * ROWS)


def test_no_year_has_a_thirtieth_of_february() -> None:
    for columns in (calendar.next_month_day, calendar.previous_month_day):
        with pytest.raises(ValueError, match="no year has a day 30 of month 2"):
            columns(2, 30, np.array([1]))


@settings(max_examples=200)
@given(seeds, units)
def test_time_has_elapsed_and_is_exceeded_as_of_one_day(random: Random, unit: Unit) -> None:
    starts, amounts = any_days(random), [random.choice(AMOUNTS) for _ in range(ROWS)]
    due, outside = calendar.shift(numbers(starts), numbers(amounts), unit)
    ends = [
        random.choice((min(day + random.randint(-1, 1), LAST), any_day(random))) if known else any_day(random)
        for day, known in zip(np.maximum(due, 2).tolist(), (~outside).tolist(), strict=True)
    ]
    for alone, columns in (
        (one_day.has_elapsed, calendar.has_elapsed),
        (one_day.has_exceeded, calendar.has_exceeded),
    ):
        found = columns(numbers(starts), numbers(ends), numbers(amounts), unit).tolist()
        days = zip(starts, ends, amounts, strict=True)
        assert found == [alone(date.fromordinal(a), date.fromordinal(b), amount, unit) for a, b, amount in days]
        with pytest.raises(ValueError, match="negative"):
            columns(numbers(starts), numbers(ends), -1, unit)


# -- sets of days ------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(seeds)
def test_runs_are_those_of_each_row(random: Random) -> None:
    rows = [set_of(random) for _ in range(ROWS)]
    if random.random() < 0.3:  # in order as most are
        rows = [sorted(row) for row in rows]
    found = pieces.runs(columns_of(rows))
    assert rows_of(found) == [one_set.runs(row) for row in rows]
    assert pieces.runs(found) is found


@settings(max_examples=200)
@given(seeds)
def test_the_algebra_of_sets_is_that_of_each_row(random: Random) -> None:
    left = [one_set.runs(set_of(random)) for _ in range(ROWS)]
    kind = random.random()
    right = [one_set.runs([pair(random)] if kind < 0.2 else set_of(random)) for _ in left]
    if kind > 0.9:  # one run in each row
        right = [row[:1] or ((BUSY, BUSY + 3),) for row in right]
    a, b = columns_of(left), columns_of(right)
    both = list(zip(left, right, strict=True))
    assert rows_of(pieces.subtract(a, b)) == [one_set.subtract(one, other) for one, other in both]
    assert rows_of(pieces.intersect(a, b)) == [one_set.intersect(one, other) for one, other in both]
    assert rows_of(pieces.intersect(b, a)) == [one_set.intersect(one, other) for one, other in both]
    assert rows_of(pieces.runs(pieces.together(a, b))) == [one_set.union(one, other) for one, other in both]
    assert rows_of(pieces.together(a, b, a)) == [(*one, *other, *one) for one, other in both]
    assert pieces.equal(a, b).tolist() == [one == other for one, other in both]
    assert pieces.equal(a, columns_of([row[::-1] for row in left])).all()


@settings(max_examples=200)
@given(seeds)
def test_windows_and_counts_are_those_of_each_row(random: Random) -> None:
    rows = [one_set.runs(set_of(random)) for _ in range(ROWS)]
    windows = [row[0] if row and random.random() < 0.3 else pair(random) for row in rows]
    starts, ends = (numbers(side) for side in zip(*windows, strict=True))
    found, all_of = columns_of(rows), list(zip(rows, windows, strict=True))
    assert rows_of(pieces.clip(found, starts, ends)) == [one_set.clip(row, *window) for row, window in all_of]
    assert pieces.covers(found, starts, ends).tolist() == [one_set.covers(row, *window) for row, window in all_of]
    assert pieces.is_open(found).tolist() == [one_set.is_open(row) for row in rows]
    assert pieces.day_count(found).tolist() == [endless(one_set.day_count(row)) for row in rows]
    assert pieces.longest(found).tolist() == [endless(one_set.longest(row)) for row in rows]
    chosen = [random.randrange(ROWS) for _ in range(2 * ROWS)]
    assert rows_of(pieces.take(found, numbers(chosen))) == [rows[index] for index in chosen]


def by_year(columns: tuple[Any, Any, Any]) -> list[dict[int, int]]:
    offsets, years, counts = (part.tolist() for part in columns)
    assert offsets[0] == 0
    assert offsets[-1] == len(years) == len(counts)
    return [dict(zip(years[a:b], counts[a:b], strict=True)) for a, b in pairwise(offsets)]


@settings(max_examples=200)
@given(seeds)
def test_days_by_calendar_year_are_those_of_each_row(random: Random) -> None:
    rows = [one_set.runs(set_of(random)) for _ in range(ROWS)]
    windows = [(max(start, BUSY - 900), min(end, BUSY + 2000)) for start, end in (pair(random) for _ in rows)]
    windows[0] = random.choice(((FIRST, LAST + 1), (FIRST, FIRST), (LAST, LAST + 1), (LAST + 1, LAST + 1)))
    starts, ends = (numbers(side) for side in zip(*windows, strict=True))
    found = by_year(pieces.days_by_calendar_year(columns_of(rows), starts, ends))
    expected = [one_set.days_by_calendar_year(row, *window) for row, window in zip(rows, windows, strict=True)]
    assert found == expected
    assert [list(years) for years in found] == [list(years) for years in expected]


@pytest.mark.parametrize("window", [(EARLIEST, BUSY), (BUSY, LATEST), (0, 0)])
def test_days_of_endless_windows_have_no_years(window: tuple[int, int]) -> None:
    with pytest.raises(UnboundedWindowError):
        pieces.days_by_calendar_year(pieces.none(2), numbers([BUSY, window[0]]), numbers([BUSY, window[1]]))


LENGTHS: Final[dict[Unit, tuple[int, ...]]] = {
    Unit.DAYS: (0, 1, 3, 10, 30, 10**15),
    Unit.WEEKS: (0, 1, 2, 5, 10**15),
    Unit.MONTHS: (0, 1, 2, 3, 12, 10**15),
    Unit.YEARS: (0, 1, 2, 8000, 10**15),
}


def near(random: Random) -> tuple[int, int]:
    """An interval about as long as a month or a year, or some days."""
    start = bound(random, EARLIEST)
    return start, start + random.choice((1, 3, 10, 28, 30, 60, 365)) + random.randint(-1, 2)


@settings(max_examples=200)
@given(seeds, units, st.booleans())
def test_lengths_are_reached_and_exceeded_as_in_each_row(random: Random, unit: Unit, certainly: bool) -> None:  # noqa: FBT001
    some = [[near(random) for _ in range(random.choice((0, 1, 1, 2, 3)))] for _ in range(ROWS)]
    certain = [one_set.runs(row) for row in some]
    more = [random.choice(([], [near(random)], [(row[0][0], row[-1][1])] if row else [])) for row in certain]
    possible = certain if certainly else [one_set.runs([*row, *other]) for row, other in zip(certain, more, strict=True)]
    amounts = [random.choice(LENGTHS[unit]) for _ in range(ROWS)]
    sure = columns_of(certain)
    most = sure if certainly else columns_of(possible)
    for beyond, surely, possibly in (
        (0, one_length.surely_reaches, one_length.possibly_reaches),
        (1, one_length.surely_exceeds, one_length.possibly_exceeds),
    ):
        found = pieces.lasting(sure, most, numbers(amounts), unit, beyond)
        rows = list(zip(certain, possible, amounts, strict=True))
        assert found[0].tolist() == [surely(*row, unit) for row in rows]
        assert found[1].tolist() == [possibly(*row, unit) for row in rows]
        same = pieces.lasting(sure, most, amounts[0], unit, beyond)
        assert same[0].tolist() == [surely(one, other, amounts[0], unit) for one, other, _ in rows]
        assert same[1].tolist() == [possibly(one, other, amounts[0], unit) for one, other, _ in rows]


def test_no_length_is_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="negative"):
        pieces.lasting(pieces.none(1), pieces.none(1), -1, Unit.DAYS, 0)


def test_columns_without_rows_or_days_have_none() -> None:
    for count in (0, 3):
        nothing, everything = pieces.none(count), pieces.all_days(count)
        assert rows_of(nothing) == [()] * count
        assert rows_of(everything) == [((EARLIEST, LATEST),)] * count
        window = np.full(count, BUSY)
        assert rows_of(pieces.runs(pieces.together(nothing, nothing))) == [()] * count
        assert rows_of(pieces.subtract(everything, everything)) == [()] * count
        assert rows_of(pieces.intersect(everything, nothing)) == [()] * count
        assert pieces.day_count(everything).tolist() == [ENDLESS] * count
        assert pieces.longest(nothing).tolist() == [0] * count
        assert by_year(pieces.days_by_calendar_year(nothing, window, window + 1)) == [{2019: 0}] * count
        assert [found.tolist() for found in pieces.lasting(nothing, everything, 1, Unit.DAYS, 0)] == [
            [False] * count,
            [True] * count,
        ]
