"""Calendar periods against the Civil Code (R.O.C.), Articles 120 to 123, and the record's contract, "How to count"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.language.temporal.calendar import (
    CalendarRangeError,
    Unit,
    first_day_of_period,
    has_elapsed,
    has_exceeded,
    last_day_of_period,
    month_length,
    next_month_day,
    previous_month_day,
    shift,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)
days = st.dates(min_value=date(1200, 1, 1), max_value=date(3000, 12, 31))
amounts = st.integers(min_value=0, max_value=200)
units = st.sampled_from(Unit)


@pytest.mark.parametrize(
    ("day", "amount", "unit", "expected"),
    [
        (date(2022, 2, 28), 1, Unit.DAYS, date(2022, 3, 1)),
        (date(2022, 3, 1), -1, Unit.DAYS, date(2022, 2, 28)),
        (date(2022, 8, 1), 2, Unit.WEEKS, date(2022, 8, 15)),
        (date(2021, 1, 31), 1, Unit.MONTHS, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, Unit.MONTHS, date(2020, 2, 29)),
        (date(2021, 12, 31), 2, Unit.MONTHS, date(2022, 2, 28)),
        (date(2022, 1, 15), -1, Unit.MONTHS, date(2021, 12, 15)),
        (date(2016, 2, 29), 1, Unit.YEARS, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, Unit.YEARS, date(2020, 2, 29)),
        (date(1996, 2, 29), 4, Unit.YEARS, date(2000, 2, 29)),  # 2000 was one
        (date(2000, 2, 29), -100, Unit.YEARS, date(1900, 2, 28)),  # 1900 was no leap year
        (date(2022, 8, 1), -6, Unit.YEARS, date(2016, 8, 1)),
    ],
)
def test_shifting_keeps_the_day_of_the_month_or_takes_its_last(day: date, amount: int, unit: Unit, expected: date) -> None:
    assert shift(day, amount, unit) == expected


@pytest.mark.parametrize(
    ("first", "amount", "unit", "expected", "source"),
    [
        (date(2016, 2, 29), 1, Unit.YEARS, date(2017, 2, 28), "Article 121 II, proviso: no 29 February in 2017"),
        (date(2021, 1, 31), 1, Unit.MONTHS, date(2021, 2, 28), "Article 121 II, proviso: no 31 February"),
        (date(2021, 1, 30), 1, Unit.MONTHS, date(2021, 2, 28), "Article 121 II, proviso: no 30 February"),
        (date(2021, 10, 31), 4, Unit.MONTHS, date(2022, 2, 28), "the textbook case: four months from 31 October"),
        (date(2021, 1, 29), 1, Unit.MONTHS, date(2021, 2, 28), "Article 121 II, proviso: no 29 February in 2021"),
        (date(2021, 1, 28), 1, Unit.MONTHS, date(2021, 2, 27), "Article 121 II: the day before the corresponding day"),
        (date(2016, 8, 2), 6, Unit.YEARS, date(2022, 8, 1), "the record's contract: 2016-08-02 to 2022-08-01"),
        (date(2022, 3, 1), 1, Unit.MONTHS, date(2022, 3, 31), "Article 121 II: a period from the start of a month"),
        (date(2022, 1, 1), 1, Unit.YEARS, date(2022, 12, 31), "Article 121 II: a period from the start of a year"),
        (date(2022, 5, 4), 1, Unit.WEEKS, date(2022, 5, 10), "Article 121 II: Wednesday to Tuesday"),
        (date(2022, 5, 1), 10, Unit.DAYS, date(2022, 5, 10), "Article 121 I: the tenth day"),
        (date(2022, 5, 1), 0, Unit.DAYS, date(2022, 4, 30), "no day at all"),
        (date(2022, 5, 1), 0, Unit.YEARS, date(2022, 4, 30), "no day at all"),
        (date(9999, 1, 1), 1, Unit.YEARS, date(9999, 12, 31), "the last year that there is"),
    ],
)
def test_a_period_ends_on_the_day_before_the_corresponding_day(
    first: date, amount: int, unit: Unit, expected: date, source: str
) -> None:
    assert last_day_of_period(first, amount, unit) == expected, source


@pytest.mark.parametrize(
    ("last", "amount", "unit", "expected", "source"),
    [
        (date(2022, 8, 1), 6, Unit.YEARS, date(2016, 8, 2), "the record's contract"),
        (date(2022, 8, 1), 8, Unit.YEARS, date(2014, 8, 2), "the record's contract, eight years"),
        (date(2024, 2, 29), 1, Unit.YEARS, date(2023, 3, 1), "29 February less a year is the last of February"),
        (date(2024, 2, 28), 1, Unit.YEARS, date(2023, 3, 1), "the day after 28 February 2023"),
        (date(2022, 12, 31), 1, Unit.YEARS, date(2022, 1, 1), "a calendar year"),
        (date(2021, 3, 31), 1, Unit.MONTHS, date(2021, 3, 1), "a calendar month"),
        (date(2022, 5, 10), 1, Unit.WEEKS, date(2022, 5, 4), "seven days, both included"),
        (date(2022, 5, 10), 10, Unit.DAYS, date(2022, 5, 1), "ten days, both included"),
        (date(1, 12, 31), 1, Unit.YEARS, date(1, 1, 1), "the first year that there is"),
    ],
)
def test_a_period_begins_on_the_day_after_its_end_less_the_period(
    last: date, amount: int, unit: Unit, expected: date, source: str
) -> None:
    assert first_day_of_period(last, amount, unit) == expected, source


@given(days, amounts, units)
def test_a_period_contains_its_days_one_after_the_other(first: date, amount: int, unit: Unit) -> None:
    """A period and the one after it are the period twice as long, but for month ends that the middle clips."""
    last = last_day_of_period(first, amount, unit)
    following = last_day_of_period(first, amount + 1, unit)
    assert first - DAY <= last < following
    if first.day <= 28:
        assert last_day_of_period(last + DAY, 1, unit) == following


@given(days, amounts, units)
def test_the_first_day_is_the_earliest_whose_period_lasts_until_the_end(last: date, amount: int, unit: Unit) -> None:
    first = first_day_of_period(last, amount, unit)
    assert last_day_of_period(first - DAY, amount, unit) < last <= last_day_of_period(first, amount, unit)
    if last.day < 28:
        assert last_day_of_period(first, amount, unit) == last


@given(days, amounts, units)
def test_shifting_there_and_back(day: date, amount: int, unit: Unit) -> None:
    there = shift(day, amount, unit)
    back = shift(there, -amount, unit)
    assert back == day or (there.day < day.day and there.day == month_length(there.year, there.month))
    assert back <= day


@given(days, days, amounts, units)
def test_shifting_keeps_the_order_of_days(one: date, other: date, amount: int, unit: Unit) -> None:
    earlier, later = sorted((one, other))
    assert shift(earlier, amount, unit) <= shift(later, amount, unit)
    assert last_day_of_period(earlier, amount, unit) <= last_day_of_period(later, amount, unit)


@given(days, amounts, units)
def test_when_a_period_has_elapsed(start: date, amount: int, unit: Unit) -> None:
    same_day = shift(start, amount, unit)
    assert has_elapsed(start, same_day, amount, unit)
    assert not has_elapsed(start, same_day - DAY, amount, unit)
    assert not has_exceeded(start, same_day, amount, unit)
    assert has_exceeded(start, same_day + DAY, amount, unit)


@pytest.mark.parametrize(
    ("end", "elapsed", "exceeded"),
    [(date(2024, 2, 27), False, False), (date(2024, 2, 28), True, False), (date(2024, 2, 29), True, True)],
)
def test_eight_years_from_a_day_of_a_leap_year(end: date, elapsed: bool, exceeded: bool) -> None:  # noqa: FBT001 - a table
    """Eight years from 28 February 2016 have run on 28 February 2024 (the record's contract)."""
    assert has_elapsed(date(2016, 2, 28), end, 8, Unit.YEARS) is elapsed
    assert has_exceeded(date(2016, 2, 28), end, 8, Unit.YEARS) is exceeded


def test_from_29_february_a_year_has_run_on_the_last_day_of_february() -> None:
    assert not has_elapsed(date(2016, 2, 29), date(2017, 2, 27), 1, Unit.YEARS)
    assert has_elapsed(date(2016, 2, 29), date(2017, 2, 28), 1, Unit.YEARS)


def test_what_ends_after_the_calendar_has_never_elapsed() -> None:
    assert not has_elapsed(date(9990, 1, 1), date.max, 10, Unit.YEARS)
    assert not has_exceeded(date(9990, 1, 1), date.max, 10, Unit.YEARS)


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: shift(date.max, 1, Unit.DAYS),
        lambda: shift(date.min, -1, Unit.WEEKS),
        lambda: shift(date(9999, 12, 1), 1, Unit.MONTHS),
        lambda: shift(date(2022, 1, 1), -2022, Unit.YEARS),
        lambda: last_day_of_period(date(9999, 1, 2), 1, Unit.YEARS),
        lambda: last_day_of_period(date.min, 0, Unit.DAYS),
        lambda: first_day_of_period(date(1, 12, 30), 1, Unit.YEARS),
        lambda: first_day_of_period(date(1, 1, 6), 1, Unit.WEEKS),
        lambda: next_month_day(2, 29, date(9996, 3, 1)),
        lambda: previous_month_day(2, 29, date(4, 2, 28)),
    ],
)
def test_no_day_outside_the_calendar_is_invented(beyond: Callable[[], date]) -> None:
    with pytest.raises(CalendarRangeError):
        beyond()


@pytest.mark.parametrize(
    "negative",
    [
        lambda: last_day_of_period(date(2022, 1, 1), -1, Unit.DAYS),
        lambda: first_day_of_period(date(2022, 1, 1), -1, Unit.YEARS),
        lambda: has_elapsed(date(2022, 1, 1), date(2022, 1, 1), -1, Unit.YEARS),
        lambda: has_exceeded(date(2022, 1, 1), date(2022, 1, 1), -1, Unit.YEARS),
    ],
)
def test_a_period_is_not_negative(negative: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="cannot last -1"):
        negative()


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(AssertionError):
        shift(date(2022, 1, 1), 1, cast("Unit", "decades"))


@pytest.mark.parametrize(
    ("month", "day", "near", "following", "preceding"),
    [
        (11, 30, date(2022, 11, 30), date(2022, 11, 30), date(2022, 11, 30)),
        (11, 30, date(2022, 12, 1), date(2023, 11, 30), date(2022, 11, 30)),
        (11, 30, date(2022, 11, 29), date(2022, 11, 30), date(2021, 11, 30)),
        (2, 29, date(2021, 1, 1), date(2024, 2, 29), date(2020, 2, 29)),
        (2, 29, date(1897, 1, 1), date(1904, 2, 29), date(1896, 2, 29)),  # 1900 was no leap year
        (1, 1, date(2022, 12, 31), date(2023, 1, 1), date(2022, 1, 1)),
    ],
)
def test_the_nearest_day_of_a_month(month: int, day: int, near: date, following: date, preceding: date) -> None:
    assert next_month_day(month, day, near) == following
    assert previous_month_day(month, day, near) == preceding


@given(days, st.dates())
def test_no_such_day_lies_between(near: date, pattern: date) -> None:
    following = next_month_day(pattern.month, pattern.day, near)
    preceding = previous_month_day(pattern.month, pattern.day, near)
    assume(near != following)
    assert preceding < near < following
    assert next_month_day(pattern.month, pattern.day, preceding + DAY) == following


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0)])
def test_a_day_that_no_year_has_is_refused(month: int, day: int) -> None:
    for find in (next_month_day, previous_month_day):
        with pytest.raises(ValueError, match="no year has"):
            find(month, day, date(2022, 1, 1))
