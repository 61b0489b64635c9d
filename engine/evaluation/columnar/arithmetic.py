"""Exact arithmetic over columns of whole numbers and decimals, known or between bounds.

Numbers are whole, times a power of ten that a column shares. What would not fit 64 bits, or has no end as a decimal, is told
apart by a mask: those rows are for the interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.values import NONE_STATE, OPEN_STATE, UNBOUNDED, UNKNOWN_STATE, Plain, aligned, ranged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from engine.evaluation.columnar.values import Mask, Numbers

_ROOM: Final = 2.0**61
"""Results beyond this are too near to the end of 64 bits."""
_MOST_PLACES: Final = 12


def reckon(
    word: Literal["add", "subtract", "multiply", "divide", "minimum", "maximum", "round"],
    parts: Sequence[Plain],
    rounding: str,
    places: int,
) -> tuple[Plain, Mask]:
    """The result of an arithmetic word, and the rows in which it has no room. ``none`` gives ``none``."""
    none = _any_state(parts, NONE_STATE)
    unknown = _any_state(parts, UNKNOWN_STATE) & ~none
    special = np.where(none, NONE_STATE, np.where(unknown, UNKNOWN_STATE, 0)).astype(np.uint8)
    if word in {"minimum", "maximum"} and _any_state(parts, OPEN_STATE).any():
        return _first_or_last(parts, special, first=word == "minimum")
    lows = [part.values for part in parts]
    highs = [part.values if part.high is None else part.high for part in parts]
    match word:
        case "add" | "subtract" | "minimum" | "maximum":
            low, high, scale, lost = _linear(word, parts)
        case "multiply":
            low, high, scale, lost = _corners(parts, lambda a, b: a * b, sum(part.scale for part in parts))
        case "divide":
            return _quotient(parts, special, rounding, places)
        case "round":
            low, high, scale, lost = lows[0], highs[0], parts[0].scale, np.zeros(1, np.bool_)
        case _:
            assert_never(word)
    if rounding:
        low, high, scale = _rounded(low, scale, rounding, places), _rounded(high, scale, rounding, places), max(places, 0)
    return _told(low, high, special, scale), lost & (special == 0)


def _told(low: Numbers, high: Numbers, special: Any, scale: int) -> Plain:
    low, high, special = np.broadcast_arrays(low, high, special)
    return ranged(low, high, special if special.any() else None, scale)


def _any_state(parts: Sequence[Plain], state: int) -> Mask:
    found: Mask = np.zeros(1, np.bool_)
    for part in parts:
        found = found | (state_of(part) == state)
    return found


def _first_or_last(days: Sequence[Plain], special: Any, *, first: bool) -> tuple[Plain, Mask]:
    """The earliest or latest of some dates; ``open`` is later than every date."""
    far = np.int64(UNBOUNDED)
    placed = [np.where(state_of(day) == OPEN_STATE, far, day.values) for day in days]
    found = placed[0]
    for other in placed[1:]:
        found = np.minimum(found, other) if first else np.maximum(found, other)
    states = np.where(special != 0, special, np.where(found == far, OPEN_STATE, 0)).astype(np.uint8)
    return Plain(np.where(states == 0, found, 0), states), np.zeros(1, np.bool_)


def _linear(word: Literal["add", "subtract", "minimum", "maximum"], parts: Sequence[Plain]) -> tuple[Numbers, Numbers, int, Mask]:
    lost = _beyond_room(parts)
    parts = aligned(parts)
    scale = parts[0].scale
    extents = [
        (part.values.astype(np.int64), (part.values if part.high is None else part.high).astype(np.int64)) for part in parts
    ]
    low, high = extents[0]
    for other_low, other_high in extents[1:]:
        match word:
            case "add":
                low, high = _sum(low, other_low, -UNBOUNDED), _sum(high, other_high, UNBOUNDED)
            case "subtract":
                low, high = _difference(low, other_high, -UNBOUNDED), _difference(high, other_low, UNBOUNDED)
            case "minimum":
                low, high = np.minimum(low, other_low), np.minimum(high, other_high)
            case "maximum":
                low, high = np.maximum(low, other_low), np.maximum(high, other_high)
    return low, high, scale, lost


def _sum(a: Numbers, b: Numbers, without: int) -> Numbers:
    return np.where((a == without) | (b == without), without, a + b)


def _difference(a: Numbers, b: Numbers, without: int) -> Numbers:
    return np.where((a == without) | (b == -without), without, a - b)


def _beyond_room(parts: Sequence[Plain]) -> Mask:
    """The rows whose numbers have no room beside each other with the decimal places of the finest."""
    scale = max(part.scale for part in parts)
    lost: Mask = np.zeros(1, np.bool_)
    for part in parts:
        for bound in (part.values, part.high):
            if bound is not None:
                size = np.abs(bound.astype(np.float64))
                lost = lost | ((size < UNBOUNDED) & (size * 10.0 ** (scale - part.scale) * len(parts) >= _ROOM))
    return lost


def _extent(part: Plain) -> tuple[Numbers, Numbers]:
    return part.values.astype(np.int64), (part.values if part.high is None else part.high).astype(np.int64)


def _corners(parts: Sequence[Plain], function: Any, scale: int) -> tuple[Numbers, Numbers, int, Mask]:
    """The least and most of a product: one of its operands is the law's own number."""
    (low, high), (other_low, other_high) = _extent(parts[0]), _extent(parts[1])
    without = (low == -UNBOUNDED) | (high == UNBOUNDED) | (other_low == -UNBOUNDED) | (other_high == UNBOUNDED)
    lost: Mask = np.zeros(1, np.bool_)
    found = []
    for a in (low, high):
        for b in (other_low, other_high):
            lost = lost | (~without & (np.abs(a.astype(np.float64)) * np.abs(b.astype(np.float64)) >= _ROOM))
            found.append(function(np.where(without | lost, 0, a), np.where(without | lost, 0, b)))
    least, most = np.minimum.reduce(np.broadcast_arrays(*found)), np.maximum.reduce(np.broadcast_arrays(*found))
    if scale > _MOST_PLACES:
        lost = lost | ~without
    return np.where(without, -UNBOUNDED, least), np.where(without, UNBOUNDED, most), scale, lost


def _quotient(parts: Sequence[Plain], special: Any, rounding: str, places: int) -> tuple[Plain, Mask]:
    """A division by the law's own number, rounded as it says; without rounding only where it goes up evenly."""
    (low, high), (divisor, divisor_high) = _extent(parts[0]), _extent(parts[1])
    shift = parts[1].scale - parts[0].scale + (places if rounding else 0)
    nothing = (divisor == 0) & (divisor_high == 0)
    without = (low == -UNBOUNDED) | (high == UNBOUNDED) | (divisor == -UNBOUNDED) | (divisor_high == UNBOUNDED)
    lost = ~without & ~nothing & (divisor != divisor_high)
    up, down = 10 ** max(shift, 0), 10 ** max(-shift, 0)
    magnitudes = [np.abs(bound.astype(np.float64)) * up for bound in (low, high)]
    for size in (*magnitudes, np.abs(divisor.astype(np.float64)) * down):
        lost = lost | (~without & ~nothing & (size >= _ROOM))
    usable = ~without & ~nothing & ~lost
    below = np.where(usable, divisor * down if down < 2**62 else 1, 1)
    found = []
    for bound in (low, high):
        above = np.where(usable, bound, 0) * (up if up < 2**62 else 0)
        if rounding:
            found.append(_divided(above, below, rounding))
        else:
            lost = lost | (usable & (above % below != 0))
            found.append(above // below)
    least, most = np.minimum(*np.broadcast_arrays(*found)), np.maximum(*np.broadcast_arrays(*found))
    scale = places if rounding else 0
    if rounding and places < 0:
        least, most, scale = least * 10**-places, most * 10**-places, 0
    states = np.where(special != 0, special, np.where(nothing, UNKNOWN_STATE, 0)).astype(np.uint8)
    told = _told(np.where(without, -UNBOUNDED, least), np.where(without, UNBOUNDED, most), states, scale)
    return told, lost & (special == 0)


def _rounded(number: Numbers, scale: int, rounding: str, places: int) -> Numbers:
    """A column with another count of places, rounded; what has no bound keeps none."""
    if places >= scale:
        factor = 10 ** (places - scale)
        return np.where(np.abs(number) >= UNBOUNDED, number, number * factor)
    found = _divided(number, np.int64(10 ** (scale - places)), rounding)
    if places < 0:
        found = found * 10**-places
    return np.where(np.abs(number) >= UNBOUNDED, number, found)


def _divided(above: Numbers, below: Any, rounding: str) -> Numbers:
    floor = above // below
    rest = above - floor * below
    whole = np.abs(below)
    twice = 2 * np.abs(rest)
    up: Any
    match rounding:
        case "floor":
            up = np.zeros(1, np.bool_)
        case "ceiling":
            up = rest != 0
        case "half_up":  # away from zero at a half, as decimal's mode of this name
            up = (twice > whole) | ((twice == whole) & ((above > 0) == (below > 0)))
        case _:
            up = (twice > whole) | ((twice == whole) & (floor % 2 == 1))
    found: Numbers = floor + up
    return found
