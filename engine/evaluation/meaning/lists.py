"""The words about lists. An element belongs certainly or possibly; what a word says holds whichever way that turns out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, assert_never

from engine.evaluation.values import ANY_COVERAGE, ANY_NUMBER, Coverage, Items, OneOf, bounds, range_of
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, negation
from engine.language.temporal.intervals import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence

NONE, OPEN = Special.NONE, Special.OPEN


def quantified(word: Literal["some", "every", "none"], items: Items, verdicts: Sequence[Truth]) -> Truth:
    """``some``, ``every`` or ``none`` of the elements fit; ``verdicts`` says of each entry whether it does."""
    match word:
        case "some":
            return _some(items, verdicts)
        case "none":
            return negation(_some(items, verdicts))
        case "every":
            return negation(_some(items, [negation(verdict) for verdict in verdicts]))
        case _:
            assert_never(word)


def _some(items: Items, verdicts: Sequence[Truth]) -> Truth:
    result = FALSE if items.complete else UNKNOWN
    for (_, certain), verdict in zip(items.entries, verdicts, strict=True):
        if verdict is TRUE and certain:
            return TRUE
        if verdict is not FALSE:
            result = UNKNOWN
    return result


def filtered(items: Items, verdicts: Sequence[Truth]) -> Items:
    """The elements that fit; those that may fit belong possibly."""
    return Items(
        tuple(
            (entry, certain and verdict is TRUE)
            for (entry, certain), verdict in zip(items.entries, verdicts, strict=True)
            if verdict is not FALSE
        ),
        items.complete,
        items.endless,
    )


def count(items: Items) -> Any:
    """How many elements there are: at least the certain ones, at most all."""
    least = sum(certain for _, certain in items.entries)
    return range_of(least, len(items.entries) if items.complete and not items.endless else None)


def total(items: Items, amounts: Sequence[Any]) -> Any:
    """The sum of the amounts; a possible element adds its amount or nothing, one that is ``none`` adds nothing."""
    if not items.complete:
        return ANY_NUMBER
    low: Any = 0
    high: Any = 0
    for (_, certain), amount in zip(items.entries, amounts, strict=True):
        if amount is NONE:
            continue
        least, most = _extent(amount)
        if not certain:
            least = None if least is None else min(0, least)
            most = None if most is None else max(0, most)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    return range_of(low, high)


def _extent(amount: Any) -> tuple[Any, Any]:
    if type(amount) is OneOf:
        extents = [bounds(one) for one in amount.values]
        lows, highs = [low for low, _ in extents], [high for _, high in extents]
        return (None if None in lows else min(lows)), (None if None in highs else max(highs))
    return bounds(amount)


def extreme(
    word: Literal["latest", "earliest", "highest", "lowest"],
    items: Items,
    keys: Sequence[tuple[Any, ...]],
    ranks: tuple[tuple[str, ...], ...],
    may_be_none: tuple[bool, ...],
) -> Items:
    """The elements that come last (``latest``, ``highest``) or first by their keys; all that tie. ``none`` takes no part.

    ``may_be_none`` says of each key whether it can turn out to be ``none`` while it is unknown.
    """
    sign = 1 if word in {"latest", "highest"} else -1
    ranked = [
        (entry, certain, tuple(_placed(value, rank) for value, rank in zip(key, ranks, strict=True)))
        for (entry, certain), key in zip(items.entries, keys, strict=True)
        if NONE not in key
    ]
    found = []
    for index, (entry, certain, key) in enumerate(ranked):
        others = [other for position, other in enumerate(ranked) if position != index]
        orders = [(_order(key, other_key), other_certain) for _, other_certain, other_key in others]
        if any(order is not None and order * sign < 0 and other_certain for order, other_certain in orders):
            continue
        takes_part = not any(nullable and value is UNKNOWN for value, nullable in zip(key, may_be_none, strict=True))
        surely = certain and takes_part and items.complete and all(order is not None and order * sign >= 0 for order, _ in orders)
        found.append((entry, surely))
    return Items(tuple(found), items.complete)


def _placed(value: Any, rank: tuple[str, ...]) -> Any:
    return rank.index(value) if rank and isinstance(value, str) else value


def _order(key: tuple[Any, ...], other: tuple[Any, ...]) -> int | None:
    """-1, 0 or 1 as the first key is less, equal or greater; nothing where that is not known."""
    for one, another in zip(key, other, strict=True):
        if isinstance(one, (Truth, OneOf)) or isinstance(another, (Truth, OneOf)):
            return None
        if one != another:  # what is open is later than every date
            return 1 if one is OPEN or (another is not OPEN and one > another) else -1
    return 0


def days_of(items: Items, firsts: Sequence[Any], lasts: Sequence[Any]) -> Any:
    """The intervals of a list's elements, both days included.

    A day that is not known bounds nothing but this: the first day is not after the last. An interval without a first day
    that ever came (``none``) covers nothing.
    """
    if not items.complete:
        return ANY_COVERAGE
    certain: list[tuple[int, int]] = []
    possible: list[tuple[int, int]] = []
    for (_, belongs), first, last in zip(items.entries, firsts, lasts, strict=True):
        if first is NONE or last is NONE:
            continue
        start, start_known = _first(first)
        end, end_known = _last(last)
        possible.append((start, end))
        if belongs and start_known and end_known:
            certain.append((start, end))
        elif belongs and start_known:
            certain.append((start, start + 1))
        elif belongs and end_known and end != LATEST:
            certain.append((end - 1, end))
    pieces = tuple(possible)
    return Coverage(pieces if certain == possible else tuple(certain), pieces)


def _first(value: Any) -> tuple[int, bool]:
    """A first day as a half-open start, and whether it is known."""
    if type(value) is OneOf:
        return min(_first(one)[0] for one in value.values), False
    if value is OPEN:
        return EARLIEST, True
    return (EARLIEST, False) if value is UNKNOWN else (value.toordinal(), True)


def _last(value: Any) -> tuple[int, bool]:
    """A last day as a half-open end, and whether it is known; an open one goes on."""
    if type(value) is OneOf:
        return max(_last(one)[0] for one in value.values), False
    if value is OPEN:
        return LATEST, True
    return (LATEST, False) if value is UNKNOWN else (value.toordinal() + 1, True)


def as_items(value: Any) -> Items:
    """A list's value as its entries: alternatives are laid over each other, what is unknown may hold anything."""
    if type(value) is Items:
        return value
    if type(value) is tuple:  # a list of the law: a constant or a parameter
        return listed(value)
    if type(value) is OneOf:
        return _overlaid([as_items(one) for one in value.values])
    return Items((), complete=value is NONE)


def _overlaid(alternatives: Sequence[Items]) -> Items:
    """One of several lists: an entry is there as often as in the alternative with most of it, surely as often as in the least."""
    entries: list[tuple[Any, bool]] = []
    for entry in _distinct(alternatives):
        often = [sum(1 for other, _ in one.entries if other == entry) for one in alternatives]
        surely = min(sum(1 for other, sure in one.entries if sure and other == entry) for one in alternatives)
        entries.extend((entry, index < surely) for index in range(max(often)))
    return Items(tuple(entries), all(one.complete for one in alternatives), any(one.endless for one in alternatives))


def _distinct(alternatives: Sequence[Items]) -> list[Any]:
    found: list[Any] = []
    for one in alternatives:
        for entry, _ in one.entries:
            if entry not in found:
                found.append(entry)
    return found


def listed(values: tuple[Any, ...]) -> Items:
    """A list that is known."""
    return Items(tuple((value, True) for value in values))
