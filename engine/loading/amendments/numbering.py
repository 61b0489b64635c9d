"""Numbers that were given anew: what a reference means that was written before units were renumbered."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.language.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What one step gives other numbers: the old path of each unit, and its new one."""

    day: date
    moved: Mapping[str, str]
    amendment: str = ""

    def forward(self, path: str) -> str:
        """The path now of what had this path before."""
        return _moved(path, self.moved)

    def back(self, path: str) -> str:
        """The path before of what has this path now."""
        return _moved(path, {new: old for old, new in self.moved.items()})


def _moved(path: str, moved: Mapping[str, str]) -> str:
    """A path in which the longest beginning that moved is replaced."""
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        new = moved.get(".".join(steps[:length]))
        if new is not None:
            return ".".join([new, *steps[length:]])
    return path


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """Where a part of an amendment's file begins, how many renumberings it knows of, and the day from which it is in force."""

    start: tuple[int, int]
    known: int
    day: date


@dataclass(frozen=True, slots=True)
class Numbering:
    """The renumberings of a text in their order, and which of them each part of the text was written after.

    ``written`` holds for each amendment's file where its parts begin, and with each how many renumberings had happened and
    from which day it is in force; a file that is not among them is of the enactment, and in force from ``first_day``.
    """

    first_day: date = date.min
    renumberings: tuple[Renumbering, ...] = ()
    written: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)

    def now(self, path: str, place: Place) -> str:
        """The path today of what this text calls so at a place of its own."""
        for step in self.renumberings[self._known_at(place) :]:
            path = _each_part(path, step.forward)
        return path

    def then(self, path: str, place: Place) -> str:
        """The path, when a place of this text was written, of what is called so today."""
        for step in reversed(self.renumberings[self._known_at(place) :]):
            path = _each_part(path, step.back)
        return path

    def since(self, path: str, day: date) -> str:
        """The path today of what was called so on a day: how another text, written then, calls it."""
        for step in self.renumberings:
            if step.day > day:
                path = _each_part(path, step.forward)
        return path

    def day_of(self, place: Place) -> date:
        """The first day of force of what is written at a place."""
        part = self._part(place)
        return self.first_day if part is None else part.day

    def _known_at(self, place: Place) -> int:
        part = self._part(place)
        return 0 if part is None else part.known

    def _part(self, place: Place) -> Written | None:
        parts = self.written.get(place.file, ())
        at = bisect_right([part.start for part in parts], (place.line, place.column)) - 1
        return parts[at] if at >= 0 else None


def _each_part(path: str, moved: Callable[[str], str]) -> str:
    """Both parts of an instance (``HERE/THERE``), each moved."""
    return "/".join(moved(part) for part in path.split("/"))
