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

from engine.evaluation import values as values_module
from engine.evaluation.columnar import calendar, dates, pieces, spans
from engine.evaluation.columnar.pieces import ENDLESS
from engine.evaluation.meaning import lists, time
from engine.evaluation.meaning.comparison import compare_duration
from engine.evaluation.values import ANY_COVERAGE, ANY_SPAN, Items, exact, range_of
from engine.language.fact_table import State
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from engine.language.temporal import calendar as one_day
from engine.language.temporal import intervals as one_set
from engine.language.temporal import length as one_length
from engine.language.temporal.calendar import CalendarRangeError, Unit
from engine.language.temporal.intervals import EARLIEST, LATEST, UnboundedWindowError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.evaluation.columnar.pieces import Pieces

NONE, OPEN = Special.NONE, Special.OPEN
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
    expected = [date.fromordinal(day) for day in days]
    assert list(found) == [(day.year, day.month, day.day) for day in expected]
    assert calendar.year_of(np.array(days, dtype=np.int32)).tolist() == [day.year for day in expected]
    years = numbers([day.year for day in expected])
    assert calendar.new_year(years).tolist() == [day.replace(month=1, day=1).toordinal() for day in expected]


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


def test_a_day_between_that_may_belong_makes_two_months_in_days_too_short_by_the_calendar() -> None:
    july, august = date(2021, 7, 1).toordinal(), date(2021, 8, 1).toordinal()
    certain = columns_of([[(july, july + 30), (august, august + 30)]] * 2)  # without the 31st: 60 days
    possible = columns_of([[(july, august + 30)], [(july, july + 30), (august, august + 30)]])
    surely, possibly = pieces.lasting(certain, possible, 2, Unit.MONTHS, 0)
    assert (surely.tolist(), possibly.tolist()) == ([False, True], [True, True])


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


# -- windows and coverage known in part --------------------------------------------------------------------------------

SPECIAL: Final[dict[Any, State]] = {UNKNOWN: State.UNKNOWN, NONE: State.NONE, OPEN: State.OPEN}


def day_or_special(random: Random, special: Sequence[Any]) -> Any:
    if special and random.random() < 0.3:
        return random.choice(special)
    return date.fromordinal(random.choice((any_day(random), bound(random, FIRST), bound(random, LAST))))


def special_ones(random: Random) -> Sequence[Any]:
    """What may stand in a column in place of a day; often nothing."""
    return random.choice(((), (), (UNKNOWN,), (OPEN,), (NONE, OPEN), (UNKNOWN, NONE, OPEN)))


def days_and(random: Random) -> list[Any]:
    special = special_ones(random)
    return [day_or_special(random, special) for _ in range(ROWS)]


def cells_of(values: Sequence[Any]) -> tuple[Any, Any]:
    """Days or numbers as a column: the states are left out where all are known."""
    states = [SPECIAL.get(value, State.KNOWN) if isinstance(value, (Special, Truth)) else State.KNOWN for value in values]
    plain = [value.toordinal() if isinstance(value, date) else value for value in values]
    plain = [value if state is State.KNOWN else 0 for value, state in zip(plain, states, strict=True)]
    kept = None if all(state is State.KNOWN for state in states) else np.array(states, dtype=np.uint8)
    return numbers(plain), kept


def values_of(cells: tuple[Any, Any]) -> list[Any]:
    values, states = cells
    assert values.dtype == np.int64
    assert states is None or states.any()
    special = {state: value for value, state in SPECIAL.items()}
    return [
        date.fromordinal(value) if states is None or not states[row] else special[State(int(states[row]))]
        for row, value in enumerate(values.tolist())
    ]


def spans_of(values: Sequence[Any]) -> spans.Span:
    """Windows as columns, made by hand."""
    known = [values_module.Span(1, 1, 1, 1) if value is NONE else value for value in values]
    bounds = [[getattr(value, name) for value in known] for name in ("start_low", "start_high", "end_low", "end_high", "least")]
    without = np.array([value is NONE for value in values])
    start_low, start_high, end_low, end_high, least = (numbers(one) for one in bounds)
    return spans.Span(start_low, start_high, end_low, end_high, least, without if without.any() else None)


def assert_spans(found: spans.Span, expected: Sequence[Any]) -> None:
    far = 10_000_000  # an amount beyond that is taken for it
    for row, value in enumerate(expected):
        assert (found.none is not None and bool(found.none[row])) is (value is NONE)
        bounds = tuple(int(one[row]) for one in (found.start_low, found.start_high, found.end_low, found.end_high, found.least))
        if value is NONE:
            assert len(set(bounds[:4])) == 1
            continue
        least = bounds[4] if abs(value.least) >= far and abs(bounds[4]) >= far else value.least
        assert bounds == (value.start_low, value.start_high, value.end_low, value.end_high, least), value
    assert spans.exact(found).tolist() == [exact(value) for value in expected]


def coverage_of(values: Sequence[Any]) -> spans.Coverage:
    """Coverage as columns, made by hand."""
    possible = columns_of([value.possible for value in values])
    same = all(value.certain is value.possible for value in values)
    return spans.Coverage(possible if same else columns_of([value.certain for value in values]), possible)


def assert_coverage(found: spans.Coverage, expected: Sequence[Any]) -> None:
    assert rows_of(found.possible) == [value.possible for value in expected]
    assert rows_of(found.certain) == [value.certain for value in expected]
    assert (found.certain is found.possible) or not all(value.certain is value.possible for value in expected)
    assert spans.exact(found).tolist() == [exact(value) for value in expected]


def a_coverage(random: Random, *, certain: bool) -> Any:
    """Intervals of a list, some of whose days may be unknown, and elements of which may not belong."""
    special = (OPEN,) if certain else (OPEN, UNKNOWN, NONE)
    count = random.choice((0, 1, 1, 2, 3, 5))
    firsts, lasts = ([day_or_special(random, special) for _ in range(count)] for _ in range(2))
    ends = [
        last if last in special or random.random() < 0.3 else max(last, first) if isinstance(first, date) else last
        for first, last in zip(firsts, lasts, strict=True)
    ]
    items = Items(tuple((index, certain or random.random() < 0.7) for index in range(count)))
    if not certain and random.random() < 0.1:
        return ANY_COVERAGE
    return lists.days_of(items, firsts, ends)


def coverages(random: Random) -> list[Any]:
    certain = random.random() < 0.4
    return [a_coverage(random, certain=certain or random.random() < 0.3) for _ in range(ROWS)]


def some_spans(random: Random) -> list[Any]:
    """Windows of every kind: exact, between bounds, open, none, of which nothing is known."""
    special: list[Any] = [(), (OPEN, NONE), (UNKNOWN, OPEN, NONE)]
    kind = random.choice(special)
    found = []
    for _ in range(ROWS):
        first, last = day_or_special(random, kind), day_or_special(random, kind)
        one = time.interval(first, last)
        if random.random() < 0.4:
            amount = UNKNOWN if kind and random.random() < 0.2 else random.choice((0, 1, 3, 12))
            ending, unit = random.random() < 0.5, random.choice(tuple(Unit))
            omitted = a_coverage(random, certain=not kind) if random.random() < 0.5 else None
            one = time.window(last, amount, omitted, ending=ending, unit=unit)
        elif kind and random.random() < 0.1:
            one = ANY_SPAN
        found.append(one)
    return found


@settings(max_examples=200)
@given(seeds)
def test_intervals_of_days_are_those_of_each_row(random: Random) -> None:
    firsts, lasts = days_and(random), days_and(random)
    expected = [time.interval(first, last) for first, last in zip(firsts, lasts, strict=True)]
    found = spans.interval(cells_of(firsts), cells_of(lasts))
    assert_spans(found, expected)
    assert_coverage(spans.coverage_of_span(found), [time.coverage(value) for value in expected])
    chosen = numbers([random.randrange(ROWS) for _ in range(ROWS)])
    assert_spans(found.take(chosen), [expected[index] for index in chosen.tolist()])


@settings(max_examples=200)
@given(seeds)
def test_days_of_lists_are_those_of_each_row(random: Random) -> None:
    rows, every = [], []
    special = special_ones(random)
    sure, all_there = random.random() < 0.4, random.random() < 0.5
    for _ in range(ROWS):
        entries = [
            (
                day_or_special(random, special),
                day_or_special(random, special),
                sure or random.random() < 0.6,
                all_there or random.random() < 0.7,
            )
            for _ in range(random.choice((0, 1, 2, 4)))
        ]
        every.append(len(entries))
        rows.append(entries)
    expected = []
    for entries in rows:
        there = [entry for entry in entries if entry[3]]
        items = Items(tuple((index, entry[2]) for index, entry in enumerate(there)))
        expected.append(lists.days_of(items, [entry[0] for entry in there], [entry[1] for entry in there]))
    flat = [entry for entries in rows for entry in entries]
    offsets = np.cumsum([0, *every]).astype(np.int32)
    belongs, present = (None if all(entry[at] for entry in flat) else np.array([entry[at] for entry in flat]) for at in (2, 3))
    columns = cells_of([entry[0] for entry in flat]), cells_of([entry[1] for entry in flat])
    assert_coverage(spans.days_of(offsets, belongs, present, *columns), expected)
    unknown = np.array([count == 0 and random.random() < 0.5 for count in every])
    with_unknown = [ANY_COVERAGE if not_known else value for value, not_known in zip(expected, unknown, strict=True)]
    assert_coverage(spans.days_of(offsets, belongs, present, *columns, unknown), with_unknown)


@settings(max_examples=200)
@given(seeds)
def test_coverage_is_joined_and_taken_away_as_in_each_row(random: Random) -> None:
    several = [coverages(random) for _ in range(random.choice((1, 2, 3)))]
    columns = [coverage_of(one) for one in several]
    assert_coverage(spans.union(*columns), [time.union(*row) for row in zip(*several, strict=True)])
    expected = [time.minus(one, other) for one, other in zip(several[0], several[-1], strict=True)]
    assert_coverage(spans.minus(columns[0], columns[-1]), expected)
    chosen = numbers([random.randrange(ROWS) for _ in range(ROWS)])
    assert_coverage(columns[0].take(chosen), [several[0][index] for index in chosen.tolist()])


@settings(max_examples=300)
@given(seeds, units, st.booleans())
def test_windows_are_those_of_each_row(random: Random, unit: Unit, ending: bool) -> None:  # noqa: FBT001
    anchors = days_and(random)
    amounts: list[Any] = [random.choice((*AMOUNTS, 2, 5, -1)) for _ in range(ROWS)]
    kind = random.random()
    if kind < 0.4:
        amounts = [random.choice((UNKNOWN, NONE)) if random.random() < 0.3 else amount for amount in amounts]
    elif kind < 0.6:
        amounts = amounts[:1] * ROWS
    omitted = coverages(random) if random.random() < 0.7 else None
    quantity = (amounts[0], None) if 0.4 <= kind < 0.6 else cells_of(amounts)
    columns = None if omitted is None else coverage_of(omitted)
    rows = zip(anchors, amounts, omitted or [None] * ROWS, strict=True)
    expected = [time.window(*row, ending=ending, unit=unit) for row in rows]
    assert_spans(spans.window(cells_of(anchors), quantity, columns, ending=ending, unit=unit), expected)


@settings(max_examples=200)
@given(seeds)
def test_windows_are_covered_throughout_as_in_each_row(random: Random) -> None:
    windows, found = some_spans(random), coverages(random)
    whole = random.random() < 0.5  # cover many of them
    if whole:
        found = [time.union(one, time.coverage(span)) for one, span in zip(found, windows, strict=True)]
    true, false = spans.throughout(spans_of(windows), coverage_of(found))
    expected = [time.throughout(span, one) for span, one in zip(windows, found, strict=True)]
    assert true.tolist() == [verdict is TRUE for verdict in expected]
    assert false.tolist() == [verdict is FALSE for verdict in expected]


def counted(random: Random) -> tuple[Any, list[str]]:
    """Whether a day counts: for all rows, or for each by itself."""
    if random.random() < 0.6:
        cut = random.random() < 0.4
        return cut, ["not_counted" if cut else "counted"] * ROWS
    rows = [random.random() < 0.5 for _ in range(ROWS)]
    return np.array(rows), ["not_counted" if cut else "counted" for cut in rows]


def number(low: int, high: int) -> Any:
    return range_of(low, None if high == ENDLESS else high)


@settings(max_examples=200)
@given(seeds)
def test_days_are_counted_as_in_each_row(random: Random) -> None:
    windows, found = some_spans(random), coverages(random)
    (cut_first, firsts), (cut_last, lasts) = counted(random), counted(random)
    columns = coverage_of(found)
    for span, of_rows in ((spans_of(windows), windows), (None, [None] * ROWS)):
        low, high = spans.days(columns, span, cut_first, cut_last)
        expected = [time.days(*row) for row in zip(found, of_rows, firsts, lasts, strict=True)]
        assert [number(*both) for both in zip(low.tolist(), high.tolist(), strict=True)] == expected


def near_coverage(value: Any) -> Any:
    """The intervals that lie in the years around 2020, and those that are open."""

    def near(pairs: Any) -> Any:
        return tuple(pair for pair in pairs if all(abs(day) == LATEST or abs(day - BUSY) < 10_000 for day in pair))

    possible = near(value.possible)
    return values_module.Coverage(possible if value.certain is value.possible else near(value.certain), possible)


@settings(max_examples=300)
@given(seeds)
def test_days_are_counted_by_calendar_year_as_in_each_row(random: Random) -> None:
    windows, found = some_spans(random), coverages(random)
    for row, span in enumerate(windows):  # few of thousands of years: those take their time one by one
        if random.random() < 0.97:
            found[row] = near_coverage(found[row])
            if span is not NONE and LATEST > span.end_high > span.start_low + 20_000 > EARLIEST + 20_000:
                windows[row] = time.interval(date(2012, 5, 1), date(2018, 4, 30))
    (cut_first, firsts), (cut_last, lasts) = counted(random), counted(random)
    columns = spans.days_per_calendar_year(coverage_of(found), spans_of(windows), cut_first, cut_last)
    expected = [time.days_per_calendar_year(*row) for row in zip(found, windows, firsts, lasts, strict=True)]
    entries = [
        (number(low, high), certain)
        for low, high, certain in zip(columns.low.tolist(), columns.high.tolist(), columns.certain.tolist(), strict=True)
    ]
    rows = [tuple(entries[a:b]) for a, b in pairwise(columns.offsets.tolist())]
    assert rows == [one.entries for one in expected]
    assert columns.complete.tolist() == [one.complete for one in expected]
    assert columns.endless.tolist() == [one.endless for one in expected]


@settings(max_examples=200)
@given(seeds)
def test_lengths_of_coverage_are_those_of_each_row(random: Random) -> None:
    windows, found = some_spans(random), coverages(random)
    columns = coverage_of(found)
    for span, of_rows in ((spans_of(windows), windows), (None, [None] * ROWS)):
        certain, possible = spans.length(columns, span)
        expected = [time.length(one, window) for one, window in zip(found, of_rows, strict=True)]
        assert rows_of(certain) == [one.certain for one in expected]
        assert rows_of(possible) == [one.possible for one in expected]


@settings(max_examples=200)
@given(seeds, units, st.booleans())
def test_elapsed_time_is_compared_as_in_each_row(random: Random, unit: Unit, strict: bool) -> None:  # noqa: FBT001
    firsts = days_and(random)
    moved = [time.shifted(day, random.randint(0, 3), later=True, unit=unit) for day in firsts]
    special = special_ones(random)
    near = [day_or_special(random, special) if random.random() < 0.3 else day for day in moved]
    amounts = [random.choice(AMOUNTS) for _ in range(ROWS)]
    found = dates.elapsed_verdict(cells_of(firsts), cells_of(near), numbers(amounts), unit, strict=strict)
    same = dates.elapsed_verdict(cells_of(firsts), cells_of(near), 2, unit, strict=strict)
    for row, (first, last, amount) in enumerate(zip(firsts, near, amounts, strict=True)):
        if {first, last} & {UNKNOWN, NONE}:
            assert not found[row]
            continue
        word: Any = "more_than" if strict else "at_least"
        assert truth(bool(found[row])) is compare_duration(word, unit, time.elapsed(first, last), amount)
        assert truth(bool(same[row])) is compare_duration(word, unit, time.elapsed(first, last), 2)


@settings(max_examples=200)
@given(seeds, units, st.booleans())
def test_days_with_states_are_moved_as_in_each_row(random: Random, unit: Unit, later: bool) -> None:  # noqa: FBT001
    days, amounts = days_and(random), [random.choice((*AMOUNTS, -1, -12)) for _ in range(ROWS)]
    special: list[Any] = [random.choice((UNKNOWN, NONE)) if random.random() < 0.2 else amount for amount in amounts]
    for quantities in (amounts, special):
        expected = [time.shifted(day, amount, later=later, unit=unit) for day, amount in zip(days, quantities, strict=True)]
        assert values_of(dates.shifted(cells_of(days), cells_of(quantities), later=later, unit=unit)) == expected
    expected = [time.shifted(day, amounts[0], later=later, unit=unit) for day in days]
    assert values_of(dates.shifted(cells_of(days), (amounts[0], None), later=later, unit=unit)) == expected


@given(seeds, st.booleans())
def test_anniversaries_with_states_are_those_of_each_row(random: Random, following: bool) -> None:  # noqa: FBT001
    days = days_and(random)
    found = dates.anniversary(2, 29, cells_of(days), following=following)
    assert values_of(found) == [time.anniversary(2, 29, day, following=following) for day in days]
