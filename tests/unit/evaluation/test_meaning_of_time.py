"""The words about time where days, quantities and intervals are open, none, unknown, or at the edge of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from engine.evaluation.meaning import time
from engine.evaluation.meaning.comparison import compare_duration
from engine.evaluation.values import ANY_COVERAGE, ANY_ITEMS, Coverage, Items, OneOf, Range, Span
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import DatedValue
from engine.language.temporal.calendar import Unit

if TYPE_CHECKING:
    from engine.language.logic import Truth

NONE, OPEN = Special.NONE, Special.OPEN
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
TAIPEI = timezone(timedelta(hours=8))


def window(first: date, last: date) -> Span:
    start, end = first.toordinal(), last.toordinal() + 1
    return Span(start, start, end, end, end - start)


def interval(first: Any, last: Any) -> Any:
    return time.interval(first, last)


def in_january(first: int, last: int) -> Any:
    return interval(date(2020, 1, first), date(2020, 1, last))


# -- intervals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last"), [(NONE, LAST), (FIRST, NONE), (NONE, OPEN), (UNKNOWN, NONE)])
def test_an_interval_from_or_to_a_day_that_never_came_is_none(first: Any, last: Any) -> None:
    assert interval(first, last) is NONE
    assert time.coverage(NONE) == Coverage((), ())


def test_alternatives_cover_certainly_what_they_share() -> None:
    either = interval(OneOf((date(2020, 1, 1), date(2020, 1, 5))), OneOf((date(2020, 1, 10), date(2020, 1, 20))))
    assert time.days(either, None, "counted", "counted") == OneOf((10, 20, 6, 16))
    found = time.coverage(either)
    assert found.certain_runs() == time.coverage(in_january(5, 10)).certain_runs()
    assert found.possible_runs() == time.coverage(in_january(1, 20)).possible_runs()
    assert time.coverage(UNKNOWN) == ANY_COVERAGE


def test_what_is_taken_away_only_possibly_stays_only_possibly() -> None:
    either = OneOf((in_january(3, 4), in_january(4, 6)))
    left = time.minus(in_january(1, 10), either)
    assert time.days(left, None, "counted", "counted") == Range(6, 9)  # surely without the 4th, perhaps without the 3rd to 6th
    both = time.union(in_january(1, 2), either)
    assert time.days(both, None, "counted", "counted") == Range(3, 6)


# -- windows -----------------------------------------------------------------------------------------------------------


def test_a_window_ends_or_starts_on_its_day() -> None:
    ending = time.window(date(2022, 2, 28), 2, None, ending=True, unit=Unit.YEARS)
    assert ending == window(date(2020, 2, 29), date(2022, 2, 28))
    starting = time.window(date(2020, 2, 29), 1, None, ending=False, unit=Unit.YEARS)
    assert starting == window(date(2020, 2, 29), date(2021, 2, 28))


@pytest.mark.parametrize(
    ("anchor", "amount", "ending", "expected"),
    [
        (date(1, 12, 31), 1, True, window(FIRST, date(1, 12, 31))),
        (date(9999, 1, 1), 1, False, window(date(9999, 1, 1), LAST)),
    ],
)
def test_a_window_can_reach_the_edge_of_the_calendar(anchor: date, amount: int, ending: bool, expected: Span) -> None:  # noqa: FBT001 - a column of the table
    assert time.window(anchor, amount, None, ending=ending, unit=Unit.YEARS) == expected


@pytest.mark.parametrize(("anchor", "ending"), [(date(1, 12, 30), True), (date(9999, 1, 2), False)])
def test_a_window_beyond_the_calendar_is_not_known(anchor: date, ending: bool) -> None:  # noqa: FBT001 - a column of the table
    found = time.window(anchor, 1, None, ending=ending, unit=Unit.YEARS)
    assert not found.exact
    assert time.throughout(found, interval(OPEN, OPEN)) is UNKNOWN


def test_a_window_of_alternatives_or_of_nothing() -> None:
    either = time.window(OneOf((date(2020, 1, 10), date(2020, 1, 20))), 5, None, ending=True, unit=Unit.DAYS)
    assert either == OneOf((window(date(2020, 1, 6), date(2020, 1, 10)), window(date(2020, 1, 16), date(2020, 1, 20))))
    assert time.window(NONE, 5, None, ending=True, unit=Unit.DAYS) is NONE
    assert time.window(date(2020, 1, 10), NONE, None, ending=True, unit=Unit.DAYS) is NONE


@pytest.mark.parametrize("ending", [True, False])
def test_a_window_of_unknown_length_may_be_as_short_as_nothing(ending: bool) -> None:  # noqa: FBT001 - a column of the table
    unknown = time.window(date(2020, 1, 10), UNKNOWN, None, ending=ending, unit=Unit.DAYS)
    assert time.throughout(unknown, NONE) is UNKNOWN
    assert time.days(in_january(5, 15), unknown, "counted", "counted") == Range(0, 6)


@pytest.mark.parametrize(
    ("omitted", "first"),
    [
        ([(date(2020, 1, 25), date(2020, 1, 26))], date(2020, 1, 20)),
        ([(date(2020, 1, 21), date(2020, 1, 21)), (date(2020, 1, 25), date(2020, 1, 26))], date(2020, 1, 19)),
        ([(date(2019, 1, 1), date(2019, 6, 30)), (date(2020, 1, 25), date(2020, 1, 26))], date(2020, 1, 20)),  # before it begins
        ([(date(2020, 2, 1), date(2020, 2, 9))], date(2020, 1, 22)),  # after it has ended
        ([(date(2020, 1, 31), date(2020, 2, 9))], date(2020, 1, 21)),  # its last day is among them
    ],
)
def test_a_window_reaches_back_by_the_days_that_do_not_count(omitted: list[tuple[date, date]], first: date) -> None:
    days = time.union(*(interval(*pair) for pair in omitted))
    found = time.window(date(2020, 1, 31), 10, days, ending=True, unit=Unit.DAYS)
    assert (found.start_low, found.start_high) == (first.toordinal(),) * 2
    assert date.fromordinal(found.end_high - 1) == date(2020, 1, 31)


@pytest.mark.parametrize(
    ("omitted", "last"),
    [
        ([(date(2020, 1, 3), date(2020, 1, 4))], date(2020, 1, 12)),
        ([(date(2020, 1, 3), date(2020, 1, 4)), (date(2020, 1, 12), date(2020, 1, 12))], date(2020, 1, 13)),
        ([(date(2020, 1, 3), date(2020, 1, 4)), (date(2020, 1, 20), date(2020, 1, 30))], date(2020, 1, 12)),  # after its end
        ([(date(2019, 12, 1), date(2019, 12, 31))], date(2020, 1, 10)),  # before it begins
    ],
)
def test_a_window_reaches_on_by_the_days_that_do_not_count(omitted: list[tuple[date, date]], last: date) -> None:
    days = time.union(*(interval(*pair) for pair in omitted))
    found = time.window(date(2020, 1, 1), 10, days, ending=False, unit=Unit.DAYS)
    assert (found.end_low, found.end_high) == (last.toordinal() + 1,) * 2


def test_a_window_that_would_reach_beyond_the_calendar_is_open() -> None:
    back = time.window(date(1, 1, 5), 5, interval(date(1, 1, 3), date(1, 1, 3)), ending=True, unit=Unit.DAYS)
    assert back.start_low < FIRST.toordinal()
    on = time.window(date(9999, 12, 27), 5, interval(date(9999, 12, 28), date(9999, 12, 28)), ending=False, unit=Unit.DAYS)
    assert on.end_high > LAST.toordinal() + 1


@pytest.mark.parametrize(
    ("span", "intervals", "verdict"),
    [
        (in_january(1, 10), in_january(1, 10), TRUE),
        (in_january(1, 10), in_january(1, 9), FALSE),
        (OneOf((in_january(1, 5), in_january(2, 9))), in_january(1, 10), TRUE),
        (OneOf((in_january(1, 5), in_january(2, 19))), in_january(1, 10), UNKNOWN),
        (NONE, in_january(1, 10), FALSE),
        (in_january(1, 10), UNKNOWN, UNKNOWN),
        (in_january(1, 10), NONE, FALSE),
        (UNKNOWN, in_january(1, 10), UNKNOWN),
    ],
)
def test_throughout_is_every_day(span: Any, intervals: Any, verdict: Truth) -> None:
    assert time.throughout(span, intervals) is verdict


def test_days_that_are_fewer_than_the_window_do_not_fill_it_wherever_it_lies() -> None:
    somewhere = time.window(UNKNOWN, 1, None, ending=True, unit=Unit.MONTHS)
    assert time.throughout(somewhere, in_january(1, 27)) is FALSE
    assert time.throughout(somewhere, in_january(1, 28)) is UNKNOWN


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "last_day", "number"),
    [
        ("counted", "counted", 10), ("not_counted", "counted", 9), ("counted", "not_counted", 9),
        ("not_counted", "not_counted", 8), (OneOf(("counted", "not_counted")), "counted", OneOf((10, 9))),
    ],
)  # fmt: skip
def test_first_and_last_days_count_as_said(first_day: Any, last_day: Any, number: Any) -> None:
    assert time.days(in_january(1, 10), None, first_day, last_day) == number


def test_days_are_counted_inside_the_window() -> None:
    assert time.days(in_january(1, 10), in_january(8, 31), "counted", "counted") == 3
    assert time.days(in_january(1, 10), NONE, "counted", "counted") == 0
    assert time.days(in_january(1, 10), UNKNOWN, "counted", "counted") == Range(0, 10)
    assert time.days(OneOf((in_january(1, 3), NONE)), in_january(2, 31), "counted", "counted") == OneOf((2, 0))
    assert time.days(interval(date(2020, 1, 1), OPEN), None, "counted", "counted") != 0


def per_year(intervals: Any, span: Any) -> Any:
    return time.days_per_calendar_year(intervals, span, "counted", "counted")


def test_each_calendar_year_of_the_window_has_its_number() -> None:
    turn = interval(date(2020, 12, 30), date(2021, 1, 3))
    assert per_year(turn, window(date(2020, 1, 1), date(2022, 5, 1))) == Items(((2, True), (3, True), (0, True)))
    assert per_year(turn, NONE) == Items(())
    assert per_year(OneOf((turn, NONE)), in_january(1, 31)) == Items(((0, True),))


def test_the_years_of_an_unknown_window_are_those_with_days_and_any_number_without() -> None:
    turn = interval(date(2020, 12, 30), date(2021, 1, 3))
    found = per_year(turn, UNKNOWN)
    assert found.endless
    assert found.complete
    assert set(found.entries) == {(Range(0, 2), False), (Range(0, 3), False), (0, False)}
    assert per_year(NONE, UNKNOWN) == Items(((0, False),), endless=True)
    assert per_year(interval(date(2020, 1, 1), OPEN), UNKNOWN) == ANY_ITEMS


def test_a_year_that_the_window_surely_touches_is_surely_there() -> None:
    ending = time.window(date(2020, 1, 10), UNKNOWN, None, ending=True, unit=Unit.DAYS)
    assert per_year(in_january(1, 5), ending).entries == ((Range(0, 5), False), (0, False))
    span = interval(OneOf((date(2019, 12, 1), date(2020, 1, 3))), date(2020, 1, 31))
    either = per_year(in_january(1, 5), span)
    assert either == OneOf((Items(((0, True), (5, True))), Items(((3, True),))))


# -- durations ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("intervals", "span", "verdict"),
    [
        (in_january(1, 10), None, TRUE),
        (in_january(1, 10), in_january(2, 31), FALSE),
        (in_january(1, 10), NONE, FALSE),
        (in_january(1, 10), OneOf((in_january(1, 31), in_january(2, 31))), UNKNOWN),
        (in_january(1, 10), OneOf((in_january(1, 31), in_january(1, 10))), TRUE),
        (in_january(1, 9), UNKNOWN, FALSE),
        (in_january(1, 10), UNKNOWN, UNKNOWN),
    ],
)
def test_a_length_is_measured_inside_the_window(intervals: Any, span: Any, verdict: Truth) -> None:
    assert compare_duration("at_least", Unit.DAYS, time.length(intervals, span), 10) is verdict


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), TRUE),
        (date(2020, 1, 2), date(2021, 1, 1), FALSE),
        (OneOf((date(2020, 1, 1), date(2020, 1, 2))), date(2021, 1, 1), UNKNOWN),
        (OneOf((date(2020, 1, 1), date(2019, 1, 2))), date(2021, 1, 1), TRUE),
        (NONE, UNKNOWN, FALSE),
        (UNKNOWN, date(2021, 1, 1), UNKNOWN),
    ],
)
def test_a_year_has_elapsed_on_the_day_of_its_date(first: Any, last: Any, verdict: Truth) -> None:
    assert compare_duration("at_least", Unit.YEARS, time.elapsed(first, last), 1) is verdict


# -- dates that follow from dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "amount", "later", "expected"),
    [
        (date(2020, 2, 29), 1, True, date(2021, 2, 28)),
        (date(2020, 2, 29), 4, False, date(2016, 2, 29)),
        (OneOf((date(2020, 2, 28), date(2020, 2, 29))), 1, True, date(2021, 2, 28)),  # both lead there
        (date(2020, 1, 1), OneOf((1, 2)), True, OneOf((date(2021, 1, 1), date(2022, 1, 1)))),
        (NONE, 1, True, NONE),
        (date(2020, 1, 1), NONE, True, NONE),
        (OPEN, 1, False, OPEN),
        (UNKNOWN, 1, True, UNKNOWN),
        (date(2020, 1, 1), UNKNOWN, True, UNKNOWN),
        (date(9998, 12, 31), 1, True, LAST),
        (LAST, 1, True, UNKNOWN),
        (date(2, 1, 1), 1, False, FIRST),
        (FIRST, 1, False, UNKNOWN),
    ],
)
def test_a_date_is_moved_by_years(day: Any, amount: Any, later: bool, expected: Any) -> None:  # noqa: FBT001 - a column of the table
    assert time.shifted(day, amount, later=later, unit=Unit.YEARS) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2022, 5, 20, 17, tzinfo=UTC), date(2022, 5, 21)),  # one o'clock at night there
        (datetime(2022, 5, 20, 15, 59, tzinfo=UTC), date(2022, 5, 20)),
        (OneOf((datetime(2022, 5, 20, 17, tzinfo=UTC), datetime(2022, 5, 21, 9, tzinfo=TAIPEI))), date(2022, 5, 21)),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), LAST),  # the next day is none of the calendar
        (NONE, NONE),
        (UNKNOWN, UNKNOWN),
    ],
)
def test_a_moment_has_the_date_of_its_place(moment: Any, expected: Any) -> None:
    assert time.date_of(moment, 480) == expected


def test_a_moment_before_the_calendar_at_another_place_keeps_its_own_date() -> None:
    assert time.date_of(datetime(1, 1, 1, 3, tzinfo=TAIPEI), 0) == FIRST


@pytest.mark.parametrize(
    ("start", "following", "expected"),
    [
        (date(2020, 11, 30), True, date(2020, 11, 30)),
        (date(2020, 12, 1), True, date(2021, 11, 30)),
        (date(2020, 11, 29), False, date(2019, 11, 30)),
        (OneOf((date(2020, 12, 1), date(2021, 11, 30))), True, date(2021, 11, 30)),
        (NONE, True, NONE),
        (UNKNOWN, False, UNKNOWN),
        (OPEN, True, OPEN),
        (date(9999, 12, 1), True, UNKNOWN),
        (date(1, 11, 29), False, UNKNOWN),
    ],
)
def test_a_day_of_the_year_is_sought_from_a_date(start: Any, following: bool, expected: Any) -> None:  # noqa: FBT001 - a column of the table
    assert time.anniversary(11, 30, start, following=following) == expected


RATES = (DatedValue(first_day=date(2020, 1, 1), value=100), DatedValue(first_day=date(2024, 1, 1), value=120))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2019, 12, 31), NONE),
        (date(2020, 1, 1), 100),
        (date(2024, 1, 1), 120),
        (OneOf((date(2020, 1, 1), date(2023, 12, 31))), 100),
        (OneOf((date(2023, 12, 31), date(2024, 1, 1))), OneOf((100, 120))),
        (UNKNOWN, OneOf((NONE, 100, 120))),
        (NONE, NONE),
        (OPEN, 120),
    ],
)
def test_a_dated_value_is_that_of_its_day(day: Any, value: Any) -> None:
    assert time.chosen_by_day(RATES, day) == value


def test_the_last_days_of_windows_that_are_known() -> None:
    open_ = interval(date(2020, 1, 1), OPEN)
    assert time.last_days([in_january(1, 10), NONE, open_, UNKNOWN]) == [date(2020, 1, 10)]
