"""What a change speaks of: a unit, a key of it, something declared, or a key of the head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.loading.amendments.manuscript import DECLARING
from engine.loading.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.loading.amendments.manuscript import Manuscript
    from engine.loading.tree import Tree

_HEAD: frozenset[str] = frozenset(keys.names(keys.HEAD)) - {"rulebook", "version", *DECLARING}


class NoTargetError(Exception):
    """There is nothing of this name; the message is a way out."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A unit with everything below it."""

    path: str

    @property
    def name(self) -> str:
        """How the history of the text calls it."""
        return self.path

    def moved(self, forward: Callable[[str], str]) -> Target:
        """The same after a renumbering."""
        return replace(self, path=forward(self.path))

    def meets(self, other: Target) -> bool:
        """Whether both speak of something in common."""
        path = other.path if isinstance(other, Whole | Key) else ""
        return (
            path == self.path
            or path.startswith(f"{self.path}.")
            or (isinstance(other, Whole) and f"{self.path}.".startswith(f"{path}."))
        )


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a unit, or one below it."""

    path: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the history of the text calls it: by the unit."""
        return self.path

    def moved(self, forward: Callable[[str], str]) -> Target:
        """The same after a renumbering."""
        return replace(self, path=forward(self.path))

    def meets(self, other: Target) -> bool:
        """Whether both speak of something in common."""
        if isinstance(other, Key):
            return self.path == other.path and _one_begins_the_other(self.keys, other.keys)
        return isinstance(other, Whole) and other.meets(self)


@dataclass(frozen=True, slots=True)
class Declared:
    """Something declared by name, or a key of it."""

    kind: str
    declared: str
    keys: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the history of the text calls it."""
        return f"{self.kind}.{self.declared}"

    def moved(self, _forward: Callable[[str], str]) -> Target:
        """The same: names do not change."""
        return self

    def meets(self, other: Target) -> bool:
        """Whether both speak of something in common."""
        return isinstance(other, Declared) and self.name == other.name and _one_begins_the_other(self.keys, other.keys)


@dataclass(frozen=True, slots=True)
class Head:
    """A key of the head, or one below it."""

    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the history of the text calls it."""
        return self.keys[0]

    def moved(self, _forward: Callable[[str], str]) -> Target:
        """The same."""
        return self

    def meets(self, other: Target) -> bool:
        """Whether both speak of something in common."""
        return isinstance(other, Head) and _one_begins_the_other(self.keys, other.keys)


Target = Whole | Key | Declared | Head


def _one_begins_the_other(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one[: len(other)] == other or other[: len(one)] == one


def target_of(written: str, text: Manuscript) -> Target:
    """What a change's target is in a text. Raises :class:`NoTargetError`."""
    steps = written.split(".")
    unit = _unit_in(steps, text)
    rest = steps[unit:]
    if rest and rest[0] in DECLARING:
        return _declared(rest, text)
    if unit:
        path = ".".join(steps[:unit])
        if not rest:
            return Whole(path)
        if rest[0] not in _KEYS_OF_UNITS:
            below = [f"{path}.{key}" for key in _KEYS_OF_UNITS]
            raise NoTargetError(did_you_mean(written, [*text.paths(), *below]))
        _check_inner(text.find(path), rest)
        return Key(path, tuple(rest))
    if steps[0] in _HEAD:
        _check_inner(text.head, steps)
        return Head(tuple(steps))
    known = [*text.paths(), *(f"{kind}.{name}" for kind in DECLARING for name in text.names(kind)), *_HEAD]
    raise NoTargetError(did_you_mean(written, known))


_KEYS_OF_UNITS = tuple(dict.fromkeys((*keys.names(keys.NODE), *keys.names(*keys.RULES.values()))))


def _unit_in(steps: list[str], text: Manuscript) -> int:
    """How many of the first steps are the path of a unit."""
    return next((length for length in range(len(steps), 0, -1) if text.find(".".join(steps[:length])) is not None), 0)


def _declared(steps: list[str], text: Manuscript) -> Declared:
    kind, name, *rest = [*steps, ""] if len(steps) == 1 else steps
    found = text.declaration(kind, name)
    if found is None:
        names = text.names(kind)
        raise NoTargetError(did_you_mean(name, names) or f"`insert: {kind}.{name}` declares something new")
    if rest:
        _check_inner(found[1], rest)
    return Declared(kind, name, tuple(rest))


def _check_inner(tree: Tree | None, steps: list[str]) -> None:
    """All keys but the last must be there already."""
    for step in steps[:-1]:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
        if not isinstance(tree, Mapping):
            raise NoTargetError(f'there is no "{step}" with keys of its own')
