"""The comparison words over columns: with something unknown unknown, with ``none`` false (``is_not`` and ``not_in``: true)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

import numpy as np

from engine.evaluation.columnar.scopes import any_entry, take_verdicts
from engine.evaluation.columnar.values import (
    FALSE,
    NO,
    NONE_STATE,
    OPEN_STATE,
    UNKNOWN_STATE,
    Plain,
    Verdicts,
    aligned,
    bounds,
    known,
    state_is,
    take_plain,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.scopes import Items, Scope
    from engine.evaluation.columnar.values import Mask
    from engine.language.expressions import ComparisonWord


def compare(word: ComparisonWord, left: Plain, right: Plain) -> Verdicts:
    """The verdicts of a comparison between plain values."""
    if left.scale != right.scale:
        left, right = aligned((left, right))
    match word:
        case "is":
            return _equal(left, right)
        case "is_not":
            return ~_equal(left, right)
        case "at_least" | "on_or_after":
            return _ordered(left, right, strict=False)
        case "more_than" | "after":
            return _ordered(left, right, strict=True)
        case "at_most" | "on_or_before":
            return _ordered(right, left, strict=False)
        case "less_than" | "before":
            return _ordered(right, left, strict=True)
        case "in" | "not_in":
            message = "membership is asked of a list"
            raise TypeError(message)
        case _:
            assert_never(word)


def compare_verdicts(word: ComparisonWord, left: Verdicts, right: Verdicts | Plain) -> Verdicts:
    """Whether two conditions agree; not known where one of them is not. None is ``none``, where the law asks for that."""
    if isinstance(right, Plain):
        told = Verdicts(NO, left.true | left.false)
        return told if word == "is" else ~told
    same = (left.true & right.true) | (left.false & right.false)
    other = (left.true & right.false) | (left.false & right.true)
    return Verdicts(same, other) if word == "is" else Verdicts(other, same)


def _equal(left: Plain, right: Plain) -> Verdicts:
    """Equality; ``none`` is equal to itself and different from everything else that is known."""
    if left.high is not None or right.high is not None:
        return _equal_between(left, right)
    equal = left.values == right.values
    if left.states is None and right.states is None:
        return verdicts(equal)
    if right.states is None and left.states is not None:  # by far the most frequent: a fact and a constant
        return Verdicts(equal & (left.states == 0), (~equal & (left.states == 0)) | (left.states > UNKNOWN_STATE))
    one = np.zeros(1, np.uint8) if left.states is None else left.states
    other = np.zeros(1, np.uint8) if right.states is None else right.states
    told = (one != UNKNOWN_STATE) & (other != UNKNOWN_STATE)
    alike = (one == other) & ((one != 0) | equal)
    return Verdicts(told & alike, told & ~alike)


def _equal_between(left: Plain, right: Plain) -> Verdicts:
    (low, high), (other_low, other_high) = bounds(left), bounds(right)
    told = ~state_is(left, UNKNOWN_STATE) & ~state_is(right, UNKNOWN_STATE)
    numbers = known(left) & known(right)
    apart = (high < other_low) | (low > other_high)
    same = (low == high) & (other_low == other_high) & (low == other_low)
    specials = ~numbers & (state_of(left) == state_of(right))
    return Verdicts(told & ((numbers & same) | specials), told & ((numbers & apart) | (~numbers & ~specials)))


def state_of(plain: Plain) -> Any:
    """The states, also where all is known."""
    return np.zeros(1, np.uint8) if plain.states is None else plain.states


def _ordered(greater: Plain, less: Plain, *, strict: bool) -> Verdicts:
    """Whether one is greater than the other, or (not ``strict``) equal; ``open`` is later than every date."""
    top = greater.values if greater.high is None else greater.high
    bottom = less.values if less.high is None else less.high
    if greater.states is None and less.states is None:
        surely = greater.values > bottom if strict else greater.values >= bottom
        if greater.high is None and less.high is None:
            return verdicts(surely)
        return Verdicts(surely, top <= less.values if strict else top < less.values)
    one, other = state_of(greater), state_of(less)
    none = (one == NONE_STATE) | (other == NONE_STATE)
    told = (one != UNKNOWN_STATE) & (other != UNKNOWN_STATE) & ~none
    plain = (one == 0) & (other == 0)
    open_above = (one == OPEN_STATE) & ((other != OPEN_STATE) | (not strict))
    surely = greater.values > bottom if strict else greater.values >= bottom
    never = top <= less.values if strict else top < less.values
    return Verdicts((plain & surely) | (told & ~plain & open_above), none | (plain & never) | (told & ~plain & ~open_above))


def among(left: Plain, members: Sequence[Plain]) -> Verdicts:
    """Whether a value is one of some; ``none`` is among nothing."""
    found = FALSE
    if left.high is None and all(member.states is None and member.scale == left.scale for member in members):
        inside: Mask = NO
        if len(members) > 2:  # noqa: PLR2004 - one pass over the values for many members
            inside = _inside(left.values, np.concatenate([member.values for member in members]))
        else:
            for member in members:
                inside = inside | (left.values == member.values)
        if left.states is None:
            return verdicts(inside)
        plain = left.states == 0
        return Verdicts(plain & inside, (plain & ~inside) | (left.states == NONE_STATE) | (left.states == OPEN_STATE))
    for member in members:
        found = found | _equal(*aligned((left, member)))
    if not members:
        found = Verdicts(NO, ~state_is(left, UNKNOWN_STATE))
    none = state_is(left, NONE_STATE)
    return Verdicts(found.true & ~none, found.false | none)


def _inside(values: NDArray[Any], members: NDArray[Any]) -> Mask:
    """Which values are among the members. Texts are small numbers, and looked up in a table."""
    most = int(members.max())
    if values.dtype != np.int32 or not len(values) or most > _TABLE or int(members.min()) < 0 or int(values.min()) < 0:
        return np.isin(values, members)
    table = np.zeros(max(most, int(values.max())) + 1 if int(values.max()) <= _TABLE else 0, np.bool_)
    if not len(table):
        return np.isin(values, members)
    table[members] = True
    found: Mask = table[values]
    return found


_TABLE: Final = 100_000


def among_items(left: Verdicts | Plain, items: Items, size: int) -> Verdicts:
    """Whether a value is in a list of plain values that may be known in part."""
    scope = items.scope
    assert scope.up is not None  # noqa: S101 - entries belong to rows
    element = scope.element
    if isinstance(left, Verdicts):
        taken = take_verdicts(left, scope.up)
        equal = compare_verdicts("is", taken, element) if isinstance(element, Verdicts) else Verdicts(NO, NO)
        none: Mask = NO
    else:
        assert isinstance(element, Plain)  # noqa: S101 - the build compares values with lists of values
        equal = _equal(*aligned((take_plain(left, scope.up), element)))
        none = state_is(left, NONE_STATE)
    inside = any_entry(items.certain & equal.true, scope, size)
    perhaps = any_entry(items.present & ~equal.false, scope, size)
    return Verdicts(inside & ~none, (~perhaps & items.complete) | none)


def among_verdicts(left: Verdicts, members: Sequence[bool]) -> Verdicts:
    """Whether a truth value is one of some."""
    true, false = np.array([True in members]), np.array([False in members])
    both = true & false
    inside = (left.true & true) | (left.false & false)
    told = left.true | left.false
    return Verdicts(inside & told, told & ~inside & ~both)


def ranked(plain: Plain, ranks: Any) -> Plain:
    """Codes by their rank: ``ranks`` holds the rank of each word."""
    values = ranks[plain.values] if len(ranks) else plain.values
    return Plain(values, plain.states, None, 0)


def of_record(found: Verdicts, scope: Scope) -> Verdicts:
    """Verdicts on records, for rows inside of them."""
    assert scope.record is not None  # noqa: S101 - only what is inside of records asks
    return take_verdicts(found, scope.record)


def of_rows(found: Verdicts | Plain, rows: NDArray[np.int64]) -> Verdicts | Plain:
    """A column for other rows."""
    return take_verdicts(found, rows) if isinstance(found, Verdicts) else take_plain(found, rows)
