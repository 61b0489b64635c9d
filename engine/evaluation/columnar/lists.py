"""The words about lists over columns. An element belongs certainly or possibly; what a word says holds however that turns out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

import numpy as np

from engine.evaluation.columnar.scopes import Items, any_entry, count_entries, sum_entries
from engine.evaluation.columnar.values import (
    NO,
    NONE_STATE,
    OPEN_STATE,
    UNBOUNDED,
    UNKNOWN_STATE,
    YES,
    Plain,
    Verdicts,
    bounds,
    expanded,
    ranged,
    state_is,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.values import (
        Mask,
    )


def quantified(word: Literal["some", "every", "none"], items: Items, found: Verdicts, size: int) -> Verdicts:
    """``some``, ``every`` or ``none`` of the elements fit; ``found`` says of each entry whether it does."""
    match word:
        case "some":
            return _some(items, found, size)
        case "none":
            return ~_some(items, found, size)
        case "every":
            return ~_some(items, ~found, size)
        case _:
            assert_never(word)


def _some(items: Items, found: Verdicts, size: int) -> Verdicts:
    there = any_entry(found.true if items.certain is YES else items.certain & found.true, items.scope, size)
    if items.certain is items.present and found.is_sure():
        return verdicts(there) if items.complete is YES else Verdicts(there, ~there & items.complete)
    perhaps = any_entry(items.present & ~found.false, items.scope, size)
    return Verdicts(there, ~perhaps & items.complete)


def filtered(items: Items, found: Verdicts) -> Items:
    """The elements that fit; those that may fit belong possibly."""
    sure = found.true if items.certain is YES else items.certain & found.true
    if items.certain is items.present and found.is_sure():
        return Items(items.scope, sure, sure, items.complete, items.endless)
    return Items(items.scope, items.present & ~found.false, sure, items.complete, items.endless)


def count(items: Items, size: int) -> Plain:
    """How many elements there are: at least the certain ones, at most all."""
    least = count_entries(items.certain, items.scope, size)
    most = least if items.certain is items.present else count_entries(items.present, items.scope, size)
    unlimited = ~items.complete | items.endless
    if unlimited.any():
        most = np.where(unlimited, UNBOUNDED, most)
    return ranged(least, most)


def total(items: Items, amounts: Plain, size: int) -> Plain:
    """The sum of the amounts; a possible element adds its amount or nothing, one that is ``none`` adds nothing."""
    scope = items.scope
    if amounts.states is None and amounts.high is None and items.certain is items.present and items.complete.all():
        values = amounts.values if items.present is YES else np.where(items.present, amounts.values, 0)
        return Plain(sum_entries(values, scope, size), None, None, amounts.scale)
    low, high = bounds(amounts)
    counted = items.present & ~state_is(amounts, NONE_STATE)
    maybe = counted & ~items.certain
    low = np.where(maybe, np.minimum(low, 0), low)
    high = np.where(maybe, np.maximum(high, 0), high)
    without_low = any_entry(counted & (low <= -UNBOUNDED), scope, size) | ~items.complete
    without_high = any_entry(counted & (high >= UNBOUNDED), scope, size) | ~items.complete
    least = sum_entries(np.where(counted & (low > -UNBOUNDED), low, 0), scope, size)
    most = sum_entries(np.where(counted & (high < UNBOUNDED), high, 0), scope, size)
    return ranged(np.where(without_low, -UNBOUNDED, least), np.where(without_high, UNBOUNDED, most), None, amounts.scale)


def extreme(
    word: Literal["latest", "earliest", "highest", "lowest"], items: Items, keys: Sequence[Plain], nullable: Sequence[bool]
) -> Items:
    """The elements that come last (``latest``, ``highest``) or first by their keys; all that tie. ``none`` takes no part.

    ``nullable`` says of each key whether it can turn out to be ``none`` while it is unknown. Codes come by their rank.
    """
    scope = items.scope
    assert scope.up is not None  # noqa: S101 - entries belong to rows
    sign = 1 if word in {"latest", "highest"} else -1
    present, open_to_none = items.present, NO
    for key, may_be_none in zip(keys, nullable, strict=True):
        present = present & ~state_is(key, NONE_STATE)
        if may_be_none:
            open_to_none = open_to_none | state_is(key, UNKNOWN_STATE)
    present = expanded(present, scope.size)
    entries = np.flatnonzero(present)
    first, second = _pairs(entries, scope.up)
    order, told = _order(keys, first, second)
    certain = expanded(items.certain, scope.size)
    beaten = np.zeros(scope.size, np.bool_)
    beaten[first[told & (order * sign < 0) & certain[second]]] = True
    doubtful = np.zeros(scope.size, np.bool_)
    doubtful[first[~told | (order * sign < 0)]] = True
    complete = items.complete if len(items.complete) == 1 else items.complete[scope.up]
    kept = present & ~beaten
    return Items(scope, kept, kept & certain & ~open_to_none & complete & ~doubtful, items.complete, NO)


def _pairs(entries: NDArray[np.int64], up: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every two different entries of one row, in both orders."""
    rows = up[entries]
    beside = rows[1:] == rows[:-1]  # most rows have a single entry, and nothing beside it
    accompanied = np.concatenate((beside, [False])) | np.concatenate(([False], beside))
    entries, rows = entries[accompanied[: len(entries)]], rows[accompanied[: len(rows)]]
    starts = np.searchsorted(rows, rows, side="left")
    lengths = np.searchsorted(rows, rows, side="right") - starts
    first = np.repeat(np.arange(len(entries)), lengths)
    begins = np.cumsum(lengths) - lengths
    second = np.arange(len(first)) - np.repeat(begins, lengths) + np.repeat(starts, lengths)
    apart = first != second
    return entries[first[apart]], entries[second[apart]]


def _order(keys: Sequence[Plain], first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[NDArray[np.int64], Mask]:
    """-1, 0 or 1 as the keys of the first are less, equal or greater, and whether that is known."""
    order = np.zeros(len(first), np.int64)
    told = np.ones(len(first), np.bool_)
    if not len(first):
        return order, told
    for key in keys:
        open_ = (order == 0) & told
        size = max(len(key.values), 1 if key.states is None else len(key.states))
        values = expanded(key.values, size) if size > 1 else key.values
        one, other = (values[0], values[0]) if size == 1 else (values[first], values[second])
        states = np.zeros(1, np.uint8) if key.states is None else key.states
        state, other_state = (states[0], states[0]) if len(states) == 1 else (states[first], states[second])
        unknown = (state == UNKNOWN_STATE) | (other_state == UNKNOWN_STATE)
        above = np.where(state == OPEN_STATE, other_state != OPEN_STATE, (other_state != OPEN_STATE) & (one > other))
        below = np.where(other_state == OPEN_STATE, state != OPEN_STATE, (state != OPEN_STATE) & (one < other))
        order = np.where(open_ & ~unknown, above.astype(np.int64) - below, order)
        told = told & ~(open_ & unknown)
    return order, told
