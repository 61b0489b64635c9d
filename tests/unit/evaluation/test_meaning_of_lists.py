"""The words about lists where elements, amounts and days are known in part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine.evaluation.meaning.lists import as_items, count, days_of, extreme, filtered, quantified, total
from engine.evaluation.values import ANY_COVERAGE, ANY_NUMBER, Items, OneOf, Range
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.temporal.intervals import EARLIEST, LATEST

if TYPE_CHECKING:
    from engine.language.logic import Truth

NONE, OPEN = Special.NONE, Special.OPEN
TWO = Items((("a", True), ("b", True)))
PERHAPS = Items((("a", True), ("b", False)))


def day(month: int, number: int) -> int:
    return date(2020, month, number).toordinal()


@pytest.mark.parametrize(
    ("items", "verdicts", "some", "every"),
    [
        (TWO, [TRUE, FALSE], TRUE, FALSE),
        (TWO, [TRUE, UNKNOWN], TRUE, UNKNOWN),
        (PERHAPS, [FALSE, TRUE], UNKNOWN, FALSE),
        (PERHAPS, [TRUE, FALSE], TRUE, UNKNOWN),
        (Items(()), [], FALSE, TRUE),
        (Items((), complete=False), [], UNKNOWN, UNKNOWN),
        (Items((("a", True),), complete=False), [TRUE], TRUE, UNKNOWN),
        (Items((("a", True),), complete=False), [FALSE], UNKNOWN, FALSE),
    ],
)
def test_what_is_said_of_elements(items: Items, verdicts: list[Truth], some: Truth, every: Truth) -> None:
    assert quantified("some", items, verdicts) is some
    assert quantified("every", items, verdicts) is every
    none = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[some]
    assert quantified("none", items, verdicts) is none


def test_what_may_fit_belongs_possibly() -> None:
    assert filtered(TWO, [TRUE, UNKNOWN]) == PERHAPS
    assert filtered(PERHAPS, [FALSE, TRUE]) == Items((("b", False),))


@pytest.mark.parametrize(
    ("items", "number"),
    [(TWO, 2), (PERHAPS, Range(1, 2)), (Items((("a", True),), complete=False), Range(1, None)),
     (Items(((0, False),), endless=True), Range(0, None))],
)  # fmt: skip
def test_a_count_is_at_least_the_certain_and_at_most_all(items: Items, number: Any) -> None:
    assert count(items) == number


@pytest.mark.parametrize(
    ("items", "amounts", "sum_"),
    [
        (TWO, [10, Decimal("2.5")], Decimal("12.5")),
        (TWO, [10, NONE], 10),  # an amount that there is not adds nothing
        (TWO, [OneOf((10, 20)), 5], Range(15, 25)),
        (TWO, [OneOf((10, Range(5, None))), 5], Range(10, None)),
        (TWO, [OneOf((10, Range(None, 30))), 5], Range(None, 35)),
        (TWO, [UNKNOWN, 5], ANY_NUMBER),
        (PERHAPS, [10, 5], Range(10, 15)),
        (PERHAPS, [10, -5], Range(5, 10)),
        (PERHAPS, [10, UNKNOWN], ANY_NUMBER),
        (Items(()), [], 0),
        (Items((("a", True),), complete=False), [10], ANY_NUMBER),
    ],
)
def test_a_total_is_between_the_least_and_the_most_that_it_can_be(items: Items, amounts: list[Any], sum_: Any) -> None:
    assert total(items, amounts) == sum_


@pytest.mark.parametrize(
    ("items", "keys", "found"),
    [
        (TWO, [1, 2], [("b", True)]),
        (TWO, [2, 2], [("a", True), ("b", True)]),
        (TWO, [1, NONE], [("a", True)]),
        (TWO, [date(9999, 12, 31), OPEN], [("b", True)]),
        (TWO, [OPEN, OPEN], [("a", True), ("b", True)]),
        (TWO, [1, UNKNOWN], [("a", False), ("b", False)]),
        (TWO, [1, OneOf((0, 2))], [("a", False), ("b", False)]),
        (PERHAPS, [1, 2], [("a", False), ("b", False)]),
        (PERHAPS, [2, 1], [("a", True)]),
    ],
)
def test_the_latest_are_those_that_nothing_certain_comes_after(items: Items, keys: list[Any], found: list[Any]) -> None:
    assert extreme("latest", items, [(key,) for key in keys], ((),), (False,)) == Items(tuple(found))


def test_what_may_turn_out_to_be_none_may_take_no_part() -> None:
    alone = Items((("a", True),))
    assert extreme("highest", alone, [(UNKNOWN,)], ((),), (True,)) == Items((("a", False),))
    assert extreme("highest", alone, [(UNKNOWN,)], ((),), (False,)) == alone
    assert extreme("highest", TWO, [("low",), ("high",)], (("low", "high"),), (False,)) == Items((("b", True),))
    assert extreme("lowest", TWO, [("low",), ("high",)], (("low", "high"),), (False,)) == Items((("a", True),))


FEBRUARY, MARCH = date(2020, 2, 1), date(2020, 3, 31)


@pytest.mark.parametrize(
    ("first", "last", "certain", "possible"),
    [
        (FEBRUARY, MARCH, (day(2, 1), day(4, 1)), (day(2, 1), day(4, 1))),
        (FEBRUARY, OPEN, (day(2, 1), LATEST), (day(2, 1), LATEST)),
        (OPEN, MARCH, (EARLIEST, day(4, 1)), (EARLIEST, day(4, 1))),
        (FEBRUARY, UNKNOWN, (day(2, 1), day(2, 2)), (day(2, 1), LATEST)),  # at least the first day itself
        (UNKNOWN, MARCH, (day(3, 31), day(4, 1)), (EARLIEST, day(4, 1))),
        (UNKNOWN, OPEN, None, (EARLIEST, LATEST)),
        (UNKNOWN, UNKNOWN, None, (EARLIEST, LATEST)),
        (OneOf((FEBRUARY, date(2020, 3, 1))), MARCH, (day(3, 31), day(4, 1)), (day(2, 1), day(4, 1))),
        (FEBRUARY, OneOf((date(2020, 2, 2), MARCH)), (day(2, 1), day(2, 2)), (day(2, 1), day(4, 1))),
        (FEBRUARY, OneOf((MARCH, OPEN)), (day(2, 1), day(2, 2)), (day(2, 1), LATEST)),
        (OneOf((FEBRUARY, OPEN)), MARCH, (day(3, 31), day(4, 1)), (EARLIEST, day(4, 1))),
    ],
)
def test_an_interval_covers_its_days_as_far_as_its_ends_are_known(first: Any, last: Any, certain: Any, possible: Any) -> None:
    found = days_of(Items((("a", True),)), [first], [last])
    assert found.certain == (() if certain is None else (certain,))
    assert found.possible == (possible,)


@pytest.mark.parametrize(("first", "last"), [(NONE, MARCH), (FEBRUARY, NONE), (NONE, UNKNOWN)])
def test_an_interval_that_never_was_covers_nothing(first: Any, last: Any) -> None:
    found = days_of(Items((("a", True),)), [first], [last])
    assert (found.certain, found.possible) == ((), ())


def test_an_element_that_belongs_possibly_covers_its_days_possibly() -> None:
    found = days_of(PERHAPS, [FEBRUARY, FEBRUARY], [FEBRUARY, MARCH])
    assert found.certain == ((day(2, 1), day(2, 2)),)
    assert found.possible == ((day(2, 1), day(2, 2)), (day(2, 1), day(4, 1)))
    assert days_of(Items((), complete=False), [], []) is ANY_COVERAGE


@pytest.mark.parametrize(
    ("value", "items"),
    [
        (("a", "b"), TWO),
        (OneOf((("a", "b"), ("a",))), PERHAPS),
        (OneOf((("a", "a"), ("a",))), Items((("a", True), ("a", False)))),
        (OneOf((("a",), NONE)), Items((("a", False),))),
        (OneOf((("a",), UNKNOWN)), Items((("a", False),), complete=False)),
        (NONE, Items(())),
        (UNKNOWN, Items((), complete=False)),
        (OneOf((PERHAPS, ("b",))), Items((("a", False), ("b", False)))),
    ],
)
def test_alternatives_of_a_list_are_laid_over_each_other(value: Any, items: Items) -> None:
    assert as_items(value) == items
