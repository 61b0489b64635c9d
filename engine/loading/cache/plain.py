"""A checked tree as plain data that ``marshal`` can hold, and back.

No code travels: the way back makes only dataclasses and code words of :mod:`engine.language`, numbers, texts, dates, tuples
and mappings, so that a file can say what a rulebook says and nothing else. What is shared stays shared.

The data has four blocks, and everything is numbered through them: scalars (texts, whole numbers, truth values, ``None``);
small values by what they are and how they are written; objects by class, a column of numbers for each field; tuples and
mappings, whose parts stand before them. So all objects are made first and filled column by column, in a tenth of the time
that their own constructors take.
"""

from __future__ import annotations

import inspect
from collections import deque
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from engine.language import diagnostics, expressions, facts, logic, record, rulebook, types

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Plain = tuple[list[Any], list[tuple[str, str]], list[tuple[str, int, list[list[int]]]], list[tuple[bool, list[int]]], int]
"""The four blocks, and the number of the whole."""

_CLASSES: Final[dict[str, Any]] = {
    found.__name__: found
    for module in (diagnostics, expressions, facts, logic, record, rulebook, types)
    for found in vars(module).values()
    if inspect.isclass(found) and found.__module__ == module.__name__ and (is_dataclass(found) or issubclass(found, Enum))
}
_SCALARS: Final = frozenset({str, int, bool, type(None)})
_WRITTEN: Final[dict[Any, Callable[[Any], str]]] = {Decimal: str, date: date.isoformat, datetime: datetime.isoformat}
_READ: Final[dict[str, Callable[[str], Any]]] = {
    "Decimal": Decimal, "date": date.fromisoformat, "datetime": datetime.fromisoformat,
}  # fmt: skip
_USED: Final = "used"
_ONCE: Final = frozenset({
    diagnostics.Place, facts.Bilingual, *(kind for kind in _CLASSES.values() if kind.__module__ == types.__name__),
})  # fmt: skip
"""Equal ones of these are written once; nodes are kept apart as they were."""


class UnknownTypeError(TypeError):
    """A value of a type that no checked rulebook holds."""


def plain(thing: Any) -> Plain:
    """A rulebook, or anything else of one, as plain data. Of the rulebooks that it uses, the id alone.

    Raises :class:`UnknownTypeError` for what no rulebook holds.
    """
    return _Writer(thing).written()


_Place = tuple[Any, int]
"""A block, and the number inside it."""


class _Writer:
    """Finds the blocks; numbers run through them only when all is known."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.blocks: dict[Any, list[Any]] = {"scalars": [], "small": [], **{name: [] for name in _CLASSES}, "collections": []}
        self._known: dict[Hashable, _Place] = {}
        self._seen: dict[int, tuple[_Place, Any]] = {}  # by identity; what was seen is held, so that no other takes its place

    def written(self) -> Plain:
        """All blocks."""
        whole = self._place(self.whole)
        first: dict[Any, int] = {}
        length = 0
        for block, entries in self.blocks.items():
            first[block] = length
            length += len(entries)

        def numbers(places: Iterable[_Place]) -> list[int]:
            return [first[block] + index for block, index in places]

        return (
            self.blocks["scalars"],
            self.blocks["small"],
            [
                (name, len(self.blocks[name]), [numbers(column) for column in zip(*self.blocks[name], strict=True)])
                for name in _CLASSES
                if self.blocks[name]
            ],
            [(is_mapping, numbers(parts)) for is_mapping, parts in self.blocks["collections"]],
            numbers([whole])[0],
        )

    def _place(self, thing: Any) -> _Place:
        kind = type(thing)
        if kind in _SCALARS:
            return self._entered("scalars", thing, (kind, thing))
        if id(thing) not in self._seen:
            self._seen[id(thing)] = self._place_of(thing, kind), thing
        return self._seen[id(thing)][0]

    def _place_of(self, thing: Any, kind: type) -> _Place:
        name = kind.__name__
        if kind in _WRITTEN:
            return self._small(name, _WRITTEN[kind](thing))
        if kind is tuple or kind is dict:
            parts = thing if kind is tuple else [part for pair in thing.items() for part in pair]
            return self._entered("collections", (kind is dict, [self._place(part) for part in parts]))
        if kind is rulebook.Rulebook and thing is not self.whole:
            return self._small(_USED, thing.id)
        if _CLASSES.get(name) is not kind:
            message = f"no checked rulebook holds a {name}"
            raise UnknownTypeError(message)
        if isinstance(thing, Enum):
            return self._small(name, thing.name)
        row = tuple([self._place(getattr(thing, one.name)) for one in fields(_CLASSES[name])])
        return self._entered(name, row, (name, row) if kind in _ONCE else None)

    def _small(self, name: str, written: str) -> _Place:
        return self._entered("small", (name, written), ("small", name, written))

    def _entered(self, block: str, entry: Any, same: Hashable = None) -> _Place:
        if same is not None and same in self._known:
            return self._known[same]
        entries = self.blocks[block]
        entries.append(entry)
        place = block, len(entries) - 1
        if same is not None:
            self._known[same] = place
        return place


def rebuilt(data: Plain, used: Callable[[str], rulebook.Rulebook]) -> Any:
    """What :func:`plain` wrote. ``used`` gives the rulebook of an id that is used.

    Raises an error of some kind where the data is not what it wrote.
    """
    scalars, small, objects, collections, whole = data
    values: list[Any] = list(scalars)
    for name, text in small:
        values.append(used(text) if name == _USED else _READ[name](text) if name in _READ else _CLASSES[name][text])
    made = []
    for name, count, columns in objects:
        kind = _CLASSES[name]
        new: Callable[[Any], Any] = kind.__new__
        empty = [new(kind) for _ in range(count)]
        made.append((_setters(kind), empty, columns))
        values += empty
    for is_mapping, numbers in collections:
        parts = [values[number] for number in numbers]
        values.append(dict(zip(parts[::2], parts[1::2], strict=True)) if is_mapping else tuple(parts))
    value = values.__getitem__
    for setters, empty, columns in made:
        for put, column in zip(setters, columns, strict=True):
            if len(column) != len(empty):
                message = "a column is cut off"
                raise ValueError(message)
            deque(map(put, empty, map(value, column)), maxlen=0)
    return values[whole]


@cache
def _setters(kind: Any) -> list[Callable[[Any, Any], None]]:
    """What puts a value into each field's slot; a frozen object is frozen for everybody else."""
    holders = [vars(holder) for holder in kind.__mro__]
    return [next(holder[one.name].__set__ for holder in holders if one.name in holder) for one in fields(kind)]
