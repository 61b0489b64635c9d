"""Comparison and arithmetic on what is known in part, against every number between; short cuts against the definition."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.compile_leaves import compared_leaf
from engine.evaluation.context import Context
from engine.evaluation.meaning.arithmetic import reckon
from engine.evaluation.meaning.comparison import compare, with_constant
from engine.evaluation.values import Items, OneOf, Range, bounds
from engine.language.expressions import FactRef
from engine.language.facts import Special
from engine.language.logic import TRUE, UNKNOWN, truth
from engine.language.types import NumberType
from engine.language.words import COMPARISONS

MODES: Final = {"floor": ROUND_FLOOR, "ceiling": ROUND_CEILING, "half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
WORDS: Final = ("add", "subtract", "multiply", "divide", "minimum", "maximum")
ORDERED: Final = tuple(word for word in COMPARISONS if word not in {"is", "is_not", "in", "not_in"})

_whole = st.integers(-4, 4)
_range = st.tuples(_whole, _whole).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Range(*pair))
_number = st.one_of(_whole, _range, st.lists(_whole, min_size=2, max_size=3, unique=True).map(lambda found: OneOf(tuple(found))))
_specials = st.sampled_from([Special.NONE, UNKNOWN])


def numbers(value: Any) -> list[int]:
    """Every whole number that a value known in part can be."""
    if type(value) is OneOf:
        return list(value.values)
    low, high = bounds(value)
    return list(range(low, high + 1))


def holds(known: Any, true: Any) -> bool:
    if type(known) is OneOf:
        return any(holds(one, true) for one in known.values)
    low, high = bounds(known)
    return (low is None or low <= true) and (high is None or true <= high)


@given(st.sampled_from(sorted(COMPARISONS)), _number, _number)
def test_a_comparison_is_decided_just_where_every_number_between_agrees(word: Any, left: Any, right: Any) -> None:
    if word in {"in", "not_in"}:
        right = tuple(numbers(right))
        found = {compare(word, one, right) for one in numbers(left)}
        verdict = compare(word, left, right)
        assert verdict is UNKNOWN or found == {verdict}
        return
    found = {compare(word, one, other) for one, other in product(numbers(left), numbers(right))}
    verdict = compare(word, left, right)
    assert verdict is (found.pop() if len(found) == 1 else UNKNOWN)


@given(st.sampled_from(WORDS), _number, _number, st.sampled_from(sorted(MODES)))
def test_arithmetic_holds_every_number_between(word: Any, left: Any, right: Any, mode: str) -> None:
    right = 2 if word == "divide" else 3 if word == "multiply" else right
    rounding = mode if word == "divide" else ""
    known = reckon(word, (left, right), rounding, 0)
    for one, other in product(numbers(left), numbers(right)):
        true = reckon(word, (one, other), rounding, 0)
        assert holds(known, true)
        expected: Any = {"add": one + other, "subtract": one - other, "multiply": one * other, "minimum": min(one, other),
                    "maximum": max(one, other), "divide": Decimal(one) / 2}[word]  # fmt: skip
        assert true == (Decimal(expected).quantize(Decimal(1), MODES[mode]) if rounding else expected)


@given(st.decimals(-1000, 1000, places=4), st.sampled_from(sorted(MODES)), st.integers(0, 3))
def test_rounding_is_that_of_decimal_arithmetic(value: Decimal, mode: str, places: int) -> None:
    assert Fraction(reckon("round", (value,), mode, places)) == Fraction(value.quantize(Decimal(1).scaleb(-places), MODES[mode]))


@given(st.sampled_from(sorted(COMPARISONS)), _specials, _whole)
def test_a_comparison_with_none_is_false_and_with_the_unknown_unknown(word: Any, special: Any, number: int) -> None:
    right = (number,) if word in {"in", "not_in"} else number
    expected = UNKNOWN if special is UNKNOWN else truth(word in {"is_not", "not_in"})
    assert compare(word, special, right) is expected
    assert reckon("add", (special, number), "", 0) in (Range(None, None), UNKNOWN, Special.NONE)


_PLAIN: Final = {
    "numbers": st.one_of(_whole, st.decimals(-4, 4, places=1), _range),
    "days": st.dates(date(2019, 12, 30), date(2020, 1, 3)),
    "moments": st.datetimes(datetime(2020, 1, 1), datetime(2020, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - given below
    "codes": st.sampled_from(("red", "green", "blue")),
}


@given(st.data(), st.sampled_from(sorted(_PLAIN)), st.sampled_from(sorted(COMPARISONS)))
def test_the_short_cuts_of_comparison_say_what_comparison_says(data: st.DataObject, kind: str, word: Any) -> None:
    if kind == "codes" and word in ORDERED:
        word = "is"
    values = _PLAIN[kind]
    left = data.draw(st.one_of(values, _specials))
    right: Any = data.draw(st.one_of(values, st.just(Special.NONE)))
    if word in {"in", "not_in"}:
        right = tuple(data.draw(st.lists(values, min_size=1, max_size=3)))
    expected = compare(word, left, right)
    assert with_constant(word, right)(left) is expected
    facts = {} if left is UNKNOWN else {"here": left}
    short = compared_leaf(word, FactRef(path="here", type=NumberType()), right)
    if short is not None:
        assert short(Context(facts, {}, 0), None) is expected


@given(st.lists(st.tuples(_whole, st.booleans()), max_size=3), _whole, st.booleans())
def test_membership_in_a_list_known_in_part(entries: Any, value: int, complete: bool) -> None:  # noqa: FBT001
    verdict = compare("in", value, Items(tuple(entries), complete))
    surely = any(entry == value and certain for entry, certain in entries)
    possibly = not complete or any(entry == value for entry, _ in entries)
    assert verdict is (TRUE if surely else UNKNOWN if possibly else truth(value=False))
