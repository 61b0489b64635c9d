"""A text while it is amended: its units by path, and what it declares by name, each found and put back where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.language.words import CHILDREN_IN_READING_ORDER, UNITS
from engine.loading.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from engine.loading.tree import Tree

DECLARING: Final = ("parameters", "readings", "terms", "decisions")
"""The keys below which something is declared by name; names are unique in the whole text."""
_PARTS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the text: its own step in paths (``p1``, ``but``), and its tree."""

    step: str
    tree: Mapping


def unit_of(tree: Tree) -> tuple[str, str] | None:
    """Which unit a tree is, and its number: ``("article", "7-1")``; nothing where it does not say."""
    if not isinstance(tree, Mapping):
        return None
    for entry in tree:
        if entry.key in UNITS and isinstance(entry.value, Scalar):
            return entry.key, "" if entry.key == "proviso" else entry.value.text
    return None


def step_of(tree: Tree) -> str:
    """The step of a unit in paths; empty where it does not say which unit it is."""
    named = unit_of(tree)
    return "" if named is None else UNITS[named[0]][0] + named[1]


def children_of(tree: Mapping) -> Iterator[Unit]:
    """The parts of a unit, in reading order."""
    for key in CHILDREN_IN_READING_ORDER:
        written = tree.get(key)
        if isinstance(written, Mapping):
            yield Unit(step_of(written), written)
        elif isinstance(written, Sequence):
            yield from (Unit(step_of(item), item) for item in written if isinstance(item, Mapping))


class Manuscript:
    """The files of a text: its head, its decisions, and its units. Trees are replaced, never changed."""

    def __init__(self, head: Path, decisions: dict[Path, Tree], units: dict[Path, Tree], head_tree: Mapping) -> None:
        self.head_file, self.head = head, head_tree
        self.decisions, self.units = decisions, units

    # -- units -----------------------------------------------------------------------------------------------------

    def paths(self) -> Iterator[str]:
        """Every unit's path, in reading order."""

        def below(tree: Tree, above: str) -> Iterator[str]:
            step = step_of(tree)
            if step and isinstance(tree, Mapping):
                path = f"{above}.{step}" if above else step
                yield path
                for child in children_of(tree):
                    yield from below(child.tree, path)

        for tree in self.units.values():
            yield from below(tree, "")

    def find(self, path: str) -> Mapping | None:
        """The tree of a unit, or nothing where there is none."""
        first, *rest = path.split(".")
        here = next((tree for tree in self.units.values() if step_of(tree) == first), None)
        for step in rest:
            if not isinstance(here, Mapping):
                return None
            here = next((child.tree for child in children_of(here) if child.step == step), None)
        return here if isinstance(here, Mapping) else None

    def change(self, path: str, edit: Callable[[Mapping], Mapping | None]) -> None:
        """Put what ``edit`` makes of a unit in its place; nothing takes it out. The unit must be there."""
        first, *rest = path.split(".")
        file = next(file for file, tree in self.units.items() if step_of(tree) == first)
        tree = self.units[file]
        assert isinstance(tree, Mapping)  # noqa: S101 - what has a step is one
        changed = _changed(tree, rest, edit)
        if changed is None:
            del self.units[file]
        else:
            self.units[file] = changed

    def insert_top(self, tree: Mapping, file: Path, anchor: str, *, before: bool) -> None:
        """Put a unit of the first rank after (or before) another one."""
        files = list(self.units.items())
        at = next(index for index, (_, other) in enumerate(files) if step_of(other) == anchor)
        files.insert(at if before else at + 1, (file, tree))
        self.units = dict(files)

    def in_order(self) -> None:
        """Put numbered units of the first rank, and numbered parts of a unit, in the order of their numbers."""
        files = {id(tree): file for file, tree in self.units.items()}
        self.units = {files[id(tree)]: tree for tree in in_order_of_numbers(self.units.values())}

    # -- what is declared ------------------------------------------------------------------------------------------

    def declaration(self, kind: str, name: str) -> tuple[str, Mapping] | None:
        """Where something is declared, and its tree: the path of a unit, ``""`` for the head or a file of decisions."""
        for tree in (self.head, *self.decisions.values()):
            written = tree.get(kind) if isinstance(tree, Mapping) else None
            if isinstance(written, Mapping) and isinstance(written.get(name), Mapping):
                return "", written.entries[name].value  # type: ignore[return-value]  # just looked
        for path in self.paths():
            unit = self.find(path)
            written = unit.get(kind) if unit is not None else None
            if isinstance(written, Mapping) and isinstance(written.get(name), Mapping):
                return path, written.entries[name].value  # type: ignore[return-value]  # the same
        return None

    def names(self, kind: str) -> list[str]:
        """Every name that is declared under a kind."""
        places = [self.head, *self.decisions.values(), *(self.find(path) for path in self.paths())]
        found = (tree.get(kind) for tree in places if isinstance(tree, Mapping))
        return [entry.key for written in found if isinstance(written, Mapping) for entry in written]

    def everything(self) -> set[str]:
        """The paths of all units, and all that is declared, as ``terms.NAME``."""
        return {*self.paths(), *(f"{kind}.{name}" for kind in DECLARING for name in self.names(kind))}

    def redeclare(self, kind: str, name: str, made: Entry | None, near: str = "") -> None:
        """Put a declaration in the place of that of the same name (nothing takes it out), or a new one near a unit."""

        def edited(tree: Mapping) -> Mapping:
            written = tree.get(kind)
            entries = dict(written.entries) if isinstance(written, Mapping) else {}
            if made is None:
                del entries[name]
            else:
                entries[name] = made
            place = written.place if written is not None else tree.place
            return with_key(tree, kind, Mapping(entries, place) if entries else None)

        found = self.declaration(kind, name)
        where = near if found is None else found[0]
        if where:
            self.change(where, edited)
            return
        for file, tree in self.decisions.items():
            written = tree.get(kind) if isinstance(tree, Mapping) else None
            if isinstance(written, Mapping) and name in written and isinstance(tree, Mapping):
                self.decisions[file] = edited(tree)
                return
        self.head = edited(self.head)


def with_key(tree: Mapping, key: str, value: Tree | None) -> Mapping:
    """A mapping with another value under a key; without it where the value is nothing."""
    entries = dict(tree.entries)
    if value is None:
        entries.pop(key, None)
    else:
        old = entries.get(key)
        entries[key] = Entry(key, value.place if old is None else old.key_place, value)
    return Mapping(entries, tree.place)


def with_child(tree: Mapping, child: Mapping, unit: str, anchor: str | None, *, before: bool) -> Mapping:
    """A unit with one more part: numbered ones in the order of their numbers, else after (or before) the part ``anchor``."""
    _, key = UNITS[unit]
    if key == "proviso":
        return with_key(tree, key, child)
    written = tree.get(key)
    items = list(written.items) if isinstance(written, Sequence) else []
    at = next((index for index, item in enumerate(items) if step_of(item) == anchor), len(items) - 1)
    items.insert(at if before and items else at + 1, child)
    place = written.place if written is not None else child.place
    return with_key(tree, key, Sequence(tuple(in_order_of_numbers(items)), place))


def _changed(tree: Mapping, steps: list[str], edit: Callable[[Mapping], Mapping | None]) -> Mapping | None:
    """A unit in which the one some steps below it was edited."""
    if not steps:
        return edit(tree)
    for key in CHILDREN_IN_READING_ORDER:
        written = tree.get(key)
        if isinstance(written, Mapping) and step_of(written) == steps[0]:
            return with_key(tree, key, _changed(written, steps[1:], edit))
        if isinstance(written, Sequence):
            made = [
                _changed(item, steps[1:], edit) if isinstance(item, Mapping) and step_of(item) == steps[0] else item
                for item in written
            ]
            if any(new is not old for new, old in zip(made, written, strict=True)):
                kept = in_order_of_numbers(item for item in made if item is not None)
                return with_key(tree, key, Sequence(tuple(kept), written.place) if kept else None)
    raise KeyError(steps[0])


def in_order_of_numbers(units: Iterable[Tree]) -> list[Tree]:
    """Units in the order of their numbers, where all have one of the same kind; else as they are."""
    listed = list(units)
    named = [unit_of(unit) for unit in listed]
    kinds = {name[0] for name in named if name is not None}
    if None in named or len(kinds) != 1 or kinds <= {"heading", "proviso"}:
        return listed
    ranks = [[int(part) for part in _PARTS.findall(name[1])] for name in named if name is not None]
    return [listed[index] for index in sorted(range(len(listed)), key=ranks.__getitem__)]
