"""Arithmetic and comparison of what is known in part: what every way to fill it in agrees on, and nothing more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import pytest

from engine.evaluation.meaning.arithmetic import reckon
from engine.evaluation.meaning.comparison import compare, compare_duration, compare_ranks
from engine.evaluation.values import ElapsedTime, Items, OneOf, Range, bounds
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.temporal.calendar import Unit

if TYPE_CHECKING:
    from engine.language.expressions import ComparisonWord
    from engine.language.logic import Truth

NONE, OPEN = Special.NONE, Special.OPEN


@pytest.mark.parametrize(
    ("word", "parts", "expected"),
    [
        ("add", [OneOf((1, 2)), 3], OneOf((4, 5))),
        ("minimum", [OneOf((5, 9)), 4], 4),  # whichever it is, the other is less
        ("maximum", [Range(1, 3), 5], 5),
        ("minimum", [Range(None, 3), 5], Range(None, 3)),
        ("subtract", [Range(5, 9), Range(1, 2)], Range(3, 8)),
        ("subtract", [Range(5, None), 1], Range(4, None)),
        ("multiply", [Range(-2, 3), -10], Range(-30, 20)),
        ("add", [1, NONE], NONE),
        ("add", [1, UNKNOWN], UNKNOWN),  # it may turn out to be none
        ("minimum", [date(2021, 5, 1), OPEN], date(2021, 5, 1)),
        ("maximum", [date(2021, 5, 1), OPEN], OPEN),
        ("minimum", [OPEN, OPEN], OPEN),
    ],
)
def test_a_result_is_known_as_far_as_its_parts_are(word: Any, parts: list[Any], expected: Any) -> None:
    assert reckon(word, parts, "", 0) == expected


def test_what_is_divided_by_nothing_has_no_known_quotient() -> None:
    assert reckon("divide", [5, 0], "floor", 0) is UNKNOWN
    one_way = reckon("divide", [5, OneOf((0, 2))], "floor", 0)
    assert compare("is", one_way, 2) is UNKNOWN, "it is 2 only if it is not divided by nothing"


@pytest.mark.parametrize(
    ("number", "rounding", "places", "expected"),
    [
        (Decimal("-1.5"), "half_up", 0, -2),  # a half goes away from zero
        (Decimal("1.5"), "half_up", 0, 2),
        (Decimal("2.5"), "half_even", 0, 2),
        (Decimal("-1.2"), "floor", 0, -2),
        (Decimal("-1.2"), "ceiling", 0, -1),
        (1250, "half_even", -2, 1200),
        (1350, "half_even", -2, 1400),
        (Decimal("0.125"), "half_up", 2, Decimal("0.13")),
        (Range(None, Decimal("2.4")), "ceiling", 0, Range(None, 3)),
    ],
)
def test_a_number_is_rounded_as_said(number: Any, rounding: str, places: int, expected: Any) -> None:
    assert reckon("round", [number], rounding, places) == expected


@pytest.mark.parametrize("word", ["add", "subtract", "multiply", "divide", "minimum", "maximum"])
@pytest.mark.parametrize("law", [3, -3])
@pytest.mark.parametrize(("low", "high"), [(2, 7), (-4, 5), (2, None), (None, 7), (None, None)])
def test_bounds_hold_every_result(
    word: Literal["add", "subtract", "multiply", "divide", "minimum", "maximum"], law: int, low: int | None, high: int | None
) -> None:
    rounding = "floor" if word == "divide" else ""
    least, most = bounds(reckon(word, [Range(low, high), law], rounding, 0))
    for number in (-1000, -4, 0, 2, 5, 7, 1000):
        if (low is None or number >= low) and (high is None or number <= high):
            result = reckon(word, [number, law], rounding, 0)
            assert least is None or least <= result
            assert most is None or result <= most


@pytest.mark.parametrize(
    ("word", "left", "right", "verdict"),
    [
        ("is", Range(1, 5), NONE, FALSE),
        ("is_not", NONE, Range(1, 5), TRUE),
        ("is", Range(1, 5), 9, FALSE),
        ("is", Range(1, 5), 3, UNKNOWN),
        ("is", NONE, NONE, TRUE),
        ("is", UNKNOWN, NONE, UNKNOWN),
        ("in", NONE, ("a", "b"), FALSE),
        ("not_in", NONE, ("a", "b"), TRUE),
        ("in", "a", NONE, FALSE),
        ("in", Range(1, 3), (5, 6), FALSE),
        ("in", Range(1, 3), (2, 6), UNKNOWN),
        ("in", OneOf(("a", "b")), ("a", "b", "c"), TRUE),
        ("not_in", OneOf(("a", "d")), ("a", "b"), UNKNOWN),
        ("in", UNKNOWN, ("a",), UNKNOWN),
        ("in", "a", UNKNOWN, UNKNOWN),
        ("in", "a", Items((("a", True), ("b", True))), TRUE),
        ("in", "c", Items((("a", True), ("b", True))), FALSE),
        ("in", "a", Items((("a", False),)), UNKNOWN),  # it belongs only possibly
        ("in", "c", Items((("a", True),), complete=False), UNKNOWN),  # more may belong
        ("in", "a", Items((("a", True),), complete=False), TRUE),
        ("not_in", "c", Items((("a", False),)), TRUE),
        ("at_least", NONE, 3, FALSE),
        ("less_than", NONE, 3, FALSE),  # neither more nor less
        ("before", NONE, UNKNOWN, FALSE),
        ("after", OPEN, date(9999, 12, 31), TRUE),
        ("on_or_before", OPEN, date(9999, 12, 31), FALSE),
        ("after", OPEN, OPEN, FALSE),
        ("on_or_after", OPEN, OPEN, TRUE),
        ("at_least", Range(3, None), 3, TRUE),
        ("more_than", Range(3, None), 3, UNKNOWN),
        ("more_than", Range(None, 3), 3, FALSE),
        ("at_most", Range(None, 3), 3, TRUE),
        ("less_than", Range(1, 3), Range(4, 5), TRUE),
    ],
)
def test_a_comparison_is_decided_where_every_possibility_agrees(
    word: ComparisonWord, left: Any, right: Any, verdict: Truth
) -> None:
    assert compare(word, left, right) is verdict


@pytest.mark.parametrize(
    ("word", "left", "right", "verdict"),
    [
        ("at_least", OneOf(("middle", "high")), "middle", TRUE),
        ("more_than", OneOf(("middle", "high")), "middle", UNKNOWN),
        ("less_than", "low", OneOf(("middle", "high")), TRUE),
        ("at_most", NONE, "high", FALSE),
        ("at_most", UNKNOWN, "high", UNKNOWN),
    ],
)
def test_ranks_are_compared_by_their_order(word: ComparisonWord, left: Any, right: Any, verdict: Truth) -> None:
    assert compare_ranks(word, ("low", "middle", "high"), left, right) is verdict


FOUR_YEARS = ElapsedTime(date(2016, 2, 29), date(2020, 2, 29))


@pytest.mark.parametrize(
    ("word", "left", "amount", "verdict"),
    [
        ("at_least", FOUR_YEARS, 4, TRUE),
        ("more_than", FOUR_YEARS, 4, FALSE),
        ("at_most", FOUR_YEARS, 4, TRUE),
        ("less_than", FOUR_YEARS, 4, FALSE),
        ("less_than", FOUR_YEARS, 5, TRUE),
        ("at_least", FOUR_YEARS, OneOf((3, 4)), TRUE),
        ("at_least", FOUR_YEARS, OneOf((4, 5)), UNKNOWN),
        ("at_least", OneOf((FOUR_YEARS, NONE)), 4, UNKNOWN),
        ("at_least", FOUR_YEARS, UNKNOWN, UNKNOWN),
        ("at_least", UNKNOWN, NONE, FALSE),
        ("less_than", NONE, 4, FALSE),
        ("more_than", ElapsedTime(date(2020, 1, 1), OPEN), 9000, TRUE),  # to a day later than every day
        ("at_most", ElapsedTime(date(2020, 1, 1), OPEN), 9000, FALSE),
        ("at_least", ElapsedTime(OPEN, OPEN), 1, FALSE),
        ("at_least", ElapsedTime(OPEN, date(2020, 1, 1)), 1, FALSE),
        ("at_least", ElapsedTime(date(2021, 1, 1), date(2020, 1, 1)), 1, FALSE),  # it has not begun
        ("at_least", ElapsedTime(date(1, 1, 1), date(9999, 12, 31)), 9998, TRUE),
        ("at_least", ElapsedTime(date(1, 1, 1), date(9999, 12, 31)), 9999, FALSE),
    ],
)
def test_what_has_elapsed_is_compared_by_the_calendar(word: ComparisonWord, left: Any, amount: Any, verdict: Truth) -> None:
    assert compare_duration(word, Unit.YEARS, left, amount) is verdict


@pytest.mark.parametrize(("a", "b"), list(product([-7, 0, 5, Decimal("1.25")], [2, -4, Decimal("0.5")])))
def test_a_product_and_a_quotient_are_exact(a: Any, b: Any) -> None:
    assert Fraction(reckon("multiply", [a, b], "", 0)) == Fraction(a) * Fraction(b)
    exact = Fraction(a) / Fraction(b)
    assert exact - 1 < reckon("divide", [a, b], "floor", 0) <= exact
