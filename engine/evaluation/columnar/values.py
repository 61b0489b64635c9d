"""Values of many rows at once, as far as they are known: the columns that the kernels compute with.

A row is a record, or an element of a list while an expression looks at elements. Arrays are as long as there are rows, or have
the length one, which means the same for every row. What a column says of a row is what :mod:`engine.evaluation.values` says of a
single value; a test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.language.fact_table import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.pieces import Pieces

    Mask = NDArray[np.bool_]
    Numbers = NDArray[Any]

UNBOUNDED: Final = 2**62
"""A bound that is none; the least is its negation."""
YES: Final = np.ones(1, np.bool_)
NO: Final = np.zeros(1, np.bool_)
UNKNOWN_STATE: Final = int(State.UNKNOWN)
NONE_STATE: Final = int(State.NONE)
OPEN_STATE: Final = int(State.OPEN)


@dataclass(slots=True)
class Verdicts:
    """Conditions: where they are true and where false; elsewhere they are unknown."""

    true: Mask
    false: Mask
    sure: bool = False
    """Whether it is known that none is unknown."""

    def __invert__(self) -> Verdicts:
        return Verdicts(self.false, self.true, self.sure)

    def __and__(self, other: Verdicts) -> Verdicts:
        if self is TRUE or other is TRUE:
            return other if self is TRUE else self
        if self.sure and other.sure:
            true = self.true & other.true
            return Verdicts(true, ~true, sure=True)
        return Verdicts(self.true & other.true, self.false | other.false)

    def __or__(self, other: Verdicts) -> Verdicts:
        if self is FALSE or other is FALSE:
            return other if self is FALSE else self
        if self.sure and other.sure:
            true = self.true | other.true
            return Verdicts(true, ~true, sure=True)
        return Verdicts(self.true | other.true, self.false & other.false)

    def is_sure(self) -> bool:
        """Whether none is unknown; looked at where it is not known already."""
        return self.sure or bool((self.true | self.false).all())


TRUE: Final = Verdicts(YES, NO, sure=True)
FALSE: Final = Verdicts(NO, YES, sure=True)
UNKNOWN: Final = Verdicts(NO, NO)


def verdicts(true: Mask) -> Verdicts:
    """Conditions that are known everywhere."""
    return Verdicts(true, ~true, sure=True)


@dataclass(slots=True)
class Plain:
    """Numbers, days, moments, or texts by their number, as :class:`engine.language.fact_table.Cells` holds them.

    ``states`` is absent where everything is known. With ``high`` a number lies between ``values`` and ``high``
    (:data:`UNBOUNDED` where there is no bound). Decimals are whole numbers times 10 ** -``scale``.
    """

    values: Numbers
    states: NDArray[np.uint8] | None = None
    high: Numbers | None = None
    scale: int = 0


@dataclass(slots=True)
class Elapsed:
    """The time from one day to another."""

    first: Plain
    last: Plain


@dataclass(slots=True)
class Lasting:
    """How long days last: the runs that are certain and those that are possible."""

    certain: Pieces
    possible: Pieces


@dataclass(slots=True)
class Listed:
    """A list of the law: the same plain values for every row."""

    values: tuple[Any, ...]


@dataclass(slots=True)
class Several:
    """One of several values, each possible in the rows of its mask; in every row there is one at least."""

    alternatives: tuple[tuple[Mask, Any], ...]


Value = Verdicts | Plain | Elapsed | Lasting | Listed | Several
"""Beside these: ``Items`` of :mod:`.scopes`, ``Span`` and ``Coverage`` of :mod:`.spans`."""


def expanded(array: Numbers, size: int) -> Numbers:
    """An array with a place for every row."""
    return array if len(array) == size else np.broadcast_to(array, (size,))


def state_is(plain: Plain, state: int) -> Mask:
    """The rows with a state."""
    if plain.states is None:
        return YES if state == 0 else NO
    found: Mask = plain.states == state
    return found


def known(plain: Plain) -> Mask:
    """The rows with an ordinary value, if only between bounds."""
    return state_is(plain, 0)


def bounds(plain: Plain) -> tuple[Numbers, Numbers]:
    """The least and the most; without a bound where the number is not known."""
    low, high = plain.values, plain.values if plain.high is None else plain.high
    if plain.states is None:
        return low, high
    unknown = plain.states == UNKNOWN_STATE
    return np.where(unknown, -UNBOUNDED, low), np.where(unknown, UNBOUNDED, high)


def ranged(low: Numbers, high: Numbers, states: NDArray[np.uint8] | None = None, scale: int = 0) -> Plain:
    """Numbers between bounds; plain ones where the bounds meet everywhere."""
    return Plain(low, states, None if low is high or bool((low == high).all()) else high, scale)


def constant(value: int, state: int = 0, scale: int = 0) -> Plain:
    """The same value for every row."""
    states = None if state == 0 else np.array([state], np.uint8)
    return Plain(np.array([value], np.int64), states, scale=scale)


NONE: Final = constant(0, NONE_STATE)
OPEN: Final = constant(0, OPEN_STATE)
NOT_KNOWN: Final = constant(0, UNKNOWN_STATE)


def take_mask(mask: Mask, rows: Numbers) -> Mask:
    """A mask for other rows; what is the same for all stays so."""
    return mask if len(mask) == 1 else mask[rows]


def take_plain(plain: Plain, rows: Numbers) -> Plain:
    """Some rows of plain values, in another order or repeated."""
    if len(plain.values) == 1 and (plain.states is None or len(plain.states) == 1) and plain.high is None:
        return plain
    return Plain(
        take_mask(plain.values, rows),
        None if plain.states is None else take_mask(plain.states, rows),  # type: ignore[arg-type]  # of any type
        None if plain.high is None else take_mask(plain.high, rows),
        plain.scale,
    )


def rescaled(plain: Plain, scale: int) -> Plain:
    """The same numbers with more decimal places. The caller has seen that they fit."""
    if plain.scale == scale:
        return plain
    factor = 10 ** (scale - plain.scale)
    low = np.where(plain.values <= -UNBOUNDED, plain.values, plain.values * factor)
    high = None if plain.high is None else np.where(plain.high >= UNBOUNDED, plain.high, plain.high * factor)
    return replace(plain, values=low, high=high, scale=scale)


def aligned(parts: Sequence[Plain]) -> list[Plain]:
    """Numbers with the same count of decimal places."""
    scale = max(part.scale for part in parts)
    return [rescaled(part, scale) for part in parts]


def exact_plain(plain: Plain) -> Mask:
    """The rows whose value is fully known."""
    sure = YES if plain.states is None else plain.states != UNKNOWN_STATE
    if plain.high is None:
        return sure
    told: Mask = sure & ((plain.values == plain.high) | ~state_is(plain, 0))
    return told


def same_plain(one: Plain, other: Plain) -> Mask:
    """The rows in which two columns say the same."""
    one, other = aligned((one, other))
    states = (0 if one.states is None else one.states), (0 if other.states is None else other.states)
    alike = np.atleast_1d(np.equal(*states))
    special = np.atleast_1d(np.not_equal(states[0], 0))
    equal = one.values == other.values
    if one.high is not None or other.high is not None:
        equal = equal & (bounds(one)[1] == bounds(other)[1])
    result: Mask = alike & (special | equal)
    return result


class Standing:
    """What is known of a provision: whether it is called for (a), excused (u), met (r), and its value as a condition."""

    __slots__ = ("called_for", "excused", "met", "value")

    def __init__(self, called_for: Verdicts, excused: Verdicts, met: Verdicts, value: Verdicts) -> None:
        self.called_for = called_for
        self.excused = excused
        self.met = met
        self.value = value

    def taken(self, rows: Numbers) -> Standing:
        """The same for other rows."""
        parts = (self.called_for, self.excused, self.met, self.value)
        return Standing(*(Verdicts(take_mask(part.true, rows), take_mask(part.false, rows)) for part in parts))
