"""Careless edits of one condition, value or rule, as changes of its text. What they mean is not asked: some do not load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.language.words import COMPARISONS
from engine.loading.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.analysis.mutation.neighbours import Neighbours
    from engine.language.diagnostics import Place
    from engine.loading.tree import Tree

_SWAPPED: Final = {
    "at_least": "more_than",
    "at_most": "less_than",
    "on_or_after": "after",
    "on_or_before": "before",
    "is": "is_not",
    "in": "not_in",
    "all": "any",
    "some": "every",
    "requires": "forbids",
    "minimum": "maximum",
    "latest": "earliest",
    "highest": "lowest",
    "later": "earlier",
    "ending": "starting",
    "next": "previous",
}
SWAPS: Final = {**_SWAPPED, **{other: word for word, other in _SWAPPED.items()}, "none": "some", "add": "subtract"}
"""Words that are mistaken for each other."""

WORDS_AS_VALUES: Final = {
    "counted": "not_counted", "not_counted": "counted", "floor": "ceiling", "ceiling": "floor", "half_up": "floor",
    "half_even": "floor", "facts": "law", "law": "facts",
}  # fmt: skip
"""What stands after ``first_day``, ``rounding`` or ``as_of``, and what is mistaken for it."""

LEFT_OUT: Final = frozenset({"where", "applies_when", "unless", "when", "per", "not_counting", "within"})
"""Keys that somebody forgets."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\S+")


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: where in the text, the words for it, and what would stand there instead."""

    where: str
    says: str
    place: Place
    tree: Tree

    def within(self, step: str, around: Callable[[Tree], Tree]) -> Change:
        """The same edit, seen from what is around it."""
        joined = f"{step}{self.where}" if self.where.startswith("[") or not self.where else f"{step}.{self.where}"
        return Change(joined, self.says, self.place, around(self.tree))


def changes(tree: Tree, neighbours: Neighbours) -> Iterator[Change]:
    """Every edit of a condition or value and of everything inside it."""
    match tree:
        case Scalar():
            yield from _of_scalar(tree, neighbours)
        case Sequence():
            yield from each_item(tree, lambda item: changes(item, neighbours))
        case Mapping():
            for entry in tree:
                yield from _of_entry(tree, entry, neighbours)


def each_item(tree: Sequence, inside: Callable[[Tree], Iterator[Change]]) -> Iterator[Change]:
    """The edits inside the items of a list."""
    for number, item in enumerate(tree.items):

        def around(new: Tree, number: int = number) -> Tree:
            return Sequence((*tree.items[:number], new, *tree.items[number + 1 :]), tree.place)

        for change in inside(item):
            yield change.within(f"[{number}]", around)


def with_value(tree: Mapping, entry: Entry, value: Tree) -> Mapping:
    """A mapping whose entry has another value."""
    return Mapping({**tree.entries, entry.key: Entry(entry.key, entry.key_place, value)}, tree.place)


def under(tree: Mapping, entry: Entry, inside: Iterator[Change]) -> Iterator[Change]:
    """Edits of an entry's value, seen from its mapping."""
    for change in inside:
        yield change.within(entry.key, lambda new: with_value(tree, entry, new))


def without(tree: Mapping, key: str) -> Mapping:
    """A mapping without one of its keys."""
    return Mapping({name: entry for name, entry in tree.entries.items() if name != key}, tree.place)


def left_out(tree: Mapping, entry: Entry) -> Change:
    """The edit that leaves a key out."""
    return Change(entry.key, "left out", entry.key_place, without(tree, entry.key))


def renamed(tree: Mapping, entry: Entry, word: str) -> Change:
    """The edit that writes another word in place of a key."""
    entries = {(word if key == entry.key else key): (Entry(word, found.key_place, found.value) if key == entry.key else found)
               for key, found in tree.entries.items()}  # fmt: skip
    return Change("", f"{entry.key} → {word}", entry.key_place, Mapping(entries, tree.place))


def dropped_items(tree: Sequence) -> Iterator[Change]:
    """The edits that drop an item of a list; the last one stays."""
    if len(tree) > 1:
        for number, item in enumerate(tree.items):
            rest = Sequence((*tree.items[:number], *tree.items[number + 1 :]), tree.place)
            yield Change(f"[{number}]", "dropped", item.place, rest)


def _of_entry(tree: Mapping, entry: Entry, neighbours: Neighbours) -> Iterator[Change]:
    key, value = entry.key, entry.value
    if key in SWAPS and SWAPS[key] not in tree and not (key == "none" and isinstance(value, Scalar) and len(tree.entries) == 1):
        yield renamed(tree, entry, SWAPS[key])
    if key in LEFT_OUT:
        yield left_out(tree, entry)
    if key == "not" and isinstance(value, (Mapping, Scalar)):
        yield Change("", "not dropped", entry.key_place, value)
    if key in {"all", "any", "union", "add", "minimum", "maximum", "in", "not_in"} and isinstance(value, Sequence):
        yield from under(tree, entry, dropped_items(value))
    if key == "choose" and isinstance(value, Sequence):
        yield from under(tree, entry, rows(value, lambda item: changes(item, neighbours)))
        return
    if key in {"as", "unit", "with", "places"} or (key == "by" and isinstance(value, Scalar)):
        return
    if isinstance(value, Scalar) and (other := neighbours.of(key, value.text)):
        yield Change(key, f"{value.text} → {other}", value.place, with_value(tree, entry, Scalar(other, other, value.place)))
        return
    if key in {
        "fact",
        "field",
        "parameter",
        "reading",
        "term",
        "given",
        "decision",
        "provision",
        "given_by",
        "total",
        "of",
    } and isinstance(value, Scalar):
        return
    if key in COMPARISONS and isinstance(value, Scalar) and value.text == "none":
        return
    yield from under(tree, entry, changes(value, neighbours))


def rows(tree: Sequence, inside: Callable[[Tree], Iterator[Change]]) -> Iterator[Change]:
    """Edits of rows: one left out, two in the wrong order, and those inside."""
    conditional = [number for number, item in enumerate(tree.items) if isinstance(item, Mapping) and "when" in item]
    for number in conditional:
        item = tree.items[number]
        yield Change(f"[{number}]", "row dropped", item.place,
                     Sequence((*tree.items[:number], *tree.items[number + 1 :]), tree.place))  # fmt: skip
        if number + 1 in conditional:
            order = (*tree.items[:number], tree.items[number + 1], item, *tree.items[number + 2 :])
            yield Change(f"[{number}]", "after the next row", item.place, Sequence(order, tree.place))
    yield from each_item(tree, lambda item: _without_when(inside(item)))


def _without_when(found: Iterator[Change]) -> Iterator[Change]:
    """A row keeps its `when`: without it, it is no row."""
    return (change for change in found if not (change.where == "when" and change.says == "left out"))


def _of_scalar(tree: Scalar, neighbours: Neighbours) -> Iterator[Change]:
    for other in other_values(tree):
        yield Change("", f"{tree.text} → {other.text}", tree.place, other)
    if isinstance(tree.value, str):
        if tree.value in WORDS_AS_VALUES:
            word = WORDS_AS_VALUES[tree.value]
            yield Change("", f"{tree.value} → {word}", tree.place, Scalar(word, word, tree.place))
        elif other_word := neighbours.code(tree.value) or neighbours.provision(tree.value):
            yield Change("", f"{tree.value} → {other_word}", tree.place, Scalar(other_word, other_word, tree.place))


def other_values(tree: Scalar) -> Iterator[Scalar]:
    """A number by one more and one less in its last place, a day by one day, a moment by one second, the other truth value."""
    value = tree.value
    if isinstance(value, bool):
        yield Scalar(not value, str(not value).lower(), tree.place)
    elif isinstance(value, int):
        for number in (value + 1, value - 1):
            yield Scalar(number, str(number), tree.place)
    elif isinstance(value, Decimal):
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        for exact in (value + step, value - step):
            yield Scalar(exact, str(exact), tree.place)
    elif isinstance(value, str) and _DAY.fullmatch(value):
        day = date.fromisoformat(value)
        for other in (day + timedelta(days=1), day - timedelta(days=1)):
            yield Scalar(other.isoformat(), other.isoformat(), tree.place)
    elif isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        for later in (moment + timedelta(seconds=1), moment - timedelta(seconds=1)):
            yield Scalar(later.isoformat(), later.isoformat(), tree.place)
