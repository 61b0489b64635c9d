"""What was repealed: what it said, and where it stood among what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.citation import cite_unit
from engine.loading.amendments.manuscript import DECLARING
from engine.reporting.consolidated.model import Past as Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Provision, Rulebook
    from engine.reporting.consolidated.history import Historian, Past


class Gone:
    """The repealed units of a version, each behind what is left of what stood before it."""

    def __init__(self, past: Past, book: Rulebook, historian: Historian) -> None:
        self.past, self.book, self.historian = past, book, historian
        self._leading: dict[str, list[Shown]] = {}
        self._following: dict[str, list[Shown]] = {}
        for path in self._wholes():
            self._place(path)

    def leading(self, path: str) -> tuple[Shown, ...]:
        """What stood before the first part that is left of a unit; of the text where the path is empty."""
        return tuple(self._leading.get(path, ()))

    def following(self, path: str) -> tuple[Shown, ...]:
        """What stood behind a unit."""
        return tuple(self._following.get(path, ()))

    def left(self, unit: Provision) -> Shown:
        """What a repealed unit said of which the number is left."""
        origin = self.past.text.origins[unit.path][-1]
        index = self.past.index(origin)
        before = self.past.book_before(index)
        target = next(edit.target for edit in self.past.steps[index].edits if edit.place == origin.place)
        return self._shown(before.provisions[f"{before.id}:{target}"], before, ())

    # -- places ----------------------------------------------------------------------------------------------------

    def _wholes(self) -> list[str]:
        """The paths of what was repealed as a whole, in the order of time and of the text."""
        gone = {name: origin for name, origin in self.past.text.gone.items() if name.partition(".")[0] not in DECLARING}
        found = []
        for path, origin in gone.items():
            parent = path.rpartition(".")[0]
            above = gone.get(parent)
            left = self.past.text.origins.get(parent, ())
            if (above is None or above.place != origin.place) and all(one.place != origin.place for one in left):
                index = self.past.index(origin)
                order = list(self.past.book_before(index).provisions).index(f"{self.book.id}:{path}")
                found.append((index, order, path))
        return [path for _, _, path in sorted(found)]

    def _place(self, path: str) -> None:
        origin = self.past.text.gone[path]
        index = self.past.index(origin)
        before = self.past.book_before(index)
        unit = before.provisions[f"{before.id}:{path}"]
        shown = self._shown(unit, before, (self.historian.sentence(origin, path),))
        for other in reversed(list(_before_it(unit, before.provisions))):
            if (now := self._left(other.path, index)) is not None:
                self._following.setdefault(now, []).append(shown)
                return
        above = unit.parent
        while above is not None:
            if (now := self._left(before.provisions[above].path, index)) is not None:
                self._leading.setdefault(now, []).append(shown)
                return
            above = before.provisions[above].parent
        self._leading.setdefault("", []).append(shown)

    def _left(self, path: str, index: int) -> str | None:
        """The path today of what had this one before a step; nothing where it was repealed by it, or since."""
        origin = self.past.text.gone.get(path)
        now = self.past.now(path, index)
        if origin is not None and self.past.index(origin) >= index:
            return None
        return now if f"{self.book.id}:{now}" in self.book.provisions else None

    def _shown(self, unit: Provision, before: Rulebook, history: tuple[Bilingual, ...]) -> Shown:
        texts = [] if unit.text is None else [unit.text]
        for part in _below(unit, before.provisions):
            wording = part.text or part.title
            if wording is not None:
                cite = cite_unit(part, before.provisions)
                texts.append(self.historian.phrases.say("join.label", label=cite, x=wording))
        return Shown(unit.path, cite_unit(unit, before.provisions), unit.title or unit.label, tuple(texts), history)


def _before_it(unit: Provision, provisions: Mapping[str, Provision]) -> Iterable[Provision]:
    """The units of the same rank that stand before one."""
    for other in provisions.values():
        if other.key == unit.key:
            return
        if other.parent == unit.parent and not other.applied_from:
            yield other


def _below(unit: Provision, provisions: Mapping[str, Provision]) -> Iterable[Provision]:
    for child in unit.children:
        if child in provisions:
            yield provisions[child]
            yield from _below(provisions[child], provisions)
