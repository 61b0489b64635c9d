"""Exact arithmetic on numbers that may be known only between bounds."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.evaluation.values import ANY_NUMBER, OneOf, bounds, lifted, range_of
from engine.language.facts import Special
from engine.language.logic import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

_MODES: Final = {
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
}
_WIDE: Final = Context(prec=200)


def reckon(
    word: Literal["add", "subtract", "multiply", "divide", "minimum", "maximum", "round"],
    parts: Sequence[Any],
    rounding: str,
    places: int,
) -> Any:
    """The result of an arithmetic word. With bounds, the least and the most that it can be; ``none`` gives ``none``."""
    if any(type(part) is OneOf for part in parts):
        return lifted(lambda *ones: reckon(word, ones, rounding, places), *parts)
    if Special.NONE in parts:
        return Special.NONE
    if UNKNOWN in parts:  # it may turn out to be none, and then nothing that bounds say would hold
        return UNKNOWN
    if word in {"minimum", "maximum"} and not all(_is_number(part) for part in parts):
        return _first_or_last(parts, first=word == "minimum")
    extents = [bounds(part) for part in parts]
    match word:
        case "add":
            low, high = _sum(extent[0] for extent in extents), _sum(extent[1] for extent in extents)
        case "subtract":
            (low, high), (less_low, less_high) = extents
            low, high = _difference(low, less_high), _difference(high, less_low)
        case "minimum":
            low, high = _least(extent[0] for extent in extents), _least_known(extent[1] for extent in extents)
        case "maximum":
            low, high = _greatest_known(extent[0] for extent in extents), _greatest(extent[1] for extent in extents)
        case "multiply":
            low, high = _corners(extents, lambda a, b: Fraction(a) * Fraction(b))
        case "divide":
            if extents[1] == (0, 0):
                return UNKNOWN
            low, high = _corners(extents, lambda a, b: Fraction(a) / Fraction(b))
        case "round":
            low, high = extents[0]
        case _:
            assert_never(word)
    return range_of(_rounded(low, rounding, places), _rounded(high, rounding, places))


def _first_or_last(days: Sequence[Any], *, first: bool) -> Any:
    """The earliest or latest of some dates; ``open`` is later than every date."""
    dated = [day for day in days if day is not Special.OPEN]
    if first:
        return min(dated, default=Special.OPEN)
    return max(dated) if len(dated) == len(days) else Special.OPEN


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) or type(value) is type(ANY_NUMBER)


def _sum(values: Any) -> Any:
    known = list(values)
    return None if None in known else sum(known)


def _difference(a: Any, b: Any) -> Any:
    return None if a is None or b is None else a - b


def _least(values: Any) -> Any:
    known = list(values)
    return None if None in known else min(known)


def _least_known(values: Any) -> Any:
    return min((value for value in values if value is not None), default=None)


def _greatest(values: Any) -> Any:
    known = list(values)
    return None if None in known else max(known)


def _greatest_known(values: Any) -> Any:
    return max((value for value in values if value is not None), default=None)


def _corners(extents: Sequence[tuple[Any, Any]], function: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """The least and most of a product or quotient: one of its operands is the law's own number."""
    if any(None in extent for extent in extents):
        return None, None
    found = [function(a, b) for a, b in product(*extents)]
    return min(found), max(found)


def _rounded(value: Any, rounding: str, places: int) -> Any:
    """A number as the rulebook rounds it; whole results are ``int``, others exact decimals."""
    if value is None:
        return None
    if rounding:
        scaled = Fraction(value) * Fraction(10) ** places
        whole = _to_whole(scaled, rounding)
        if places <= 0:
            return whole * 10**-places
        return Decimal(whole).scaleb(-places, context=_WIDE)
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value)
        return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    return value


def _to_whole(value: Fraction, rounding: str) -> int:
    floor = value.numerator // value.denominator
    rest = value - floor
    match _MODES[rounding]:
        case "ROUND_FLOOR":
            return floor
        case "ROUND_CEILING":
            return floor + (rest > 0)
        case "ROUND_HALF_UP":  # away from zero at a half, as decimal's mode of this name
            return floor + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0))
        case _:
            return floor + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1))
