"""A text as a tree with places: what YAML or JSON says before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.language.diagnostics import Place

Plain = str | int | Decimal | bool | None
"""What a scalar can be. Dates, ``no``, ``on`` and ``1_000`` are text."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf. ``value`` is typed by YAML 1.2 core (text, whole number, decimal, true/false, null); ``text`` is as written."""

    value: Plain
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Tree, ...]
    place: Place

    def __iter__(self) -> Iterator[Tree]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, each with its place."""

    key: str
    key_place: Place
    value: Tree


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the text."""

    entries: dict[str, Entry]
    place: Place

    def get(self, key: str) -> Tree | None:
        """The value of a key, or nothing."""
        entry = self.entries.get(key)
        return entry.value if entry else None

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())


Tree = Scalar | Sequence | Mapping


def plain(tree: Tree) -> object:
    """The tree without its places: dict, list and plain values."""
    match tree:
        case Scalar():
            return tree.value
        case Sequence():
            return [plain(item) for item in tree.items]
        case Mapping():
            return {entry.key: plain(entry.value) for entry in tree}


def tree_of(value: object, place: Place) -> Tree:
    """Plain data (dict, list, text, numbers, dates, None) as a tree whose every place is ``place``.

    Raises :class:`TypeError` for anything else.
    """
    match value:
        case dict():
            entries = {str(key): Entry(str(key), place, tree_of(item, place)) for key, item in value.items()}
            return Mapping(entries, place)
        case list() | tuple():
            return Sequence(tuple(tree_of(item, place) for item in value), place)
        case bool() | int() | Decimal() | str() | None:
            return Scalar(value, "" if value is None else str(value), place)
        case float():
            return Scalar(Decimal(repr(value)), repr(value), place)
        case date():  # and datetime
            return Scalar(value.isoformat(), value.isoformat(), place)
        case _:
            message = f"a record holds no {type(value).__name__}"
            raise TypeError(message)
