"""What was repealed: what it said, and where it stood among what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.citation import cite_unit
from engine.language.instrument import Origin
from engine.loading.amendments.numbering import Renumbering
from engine.reporting.consolidated.model import Past as Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Provision, Rulebook
    from engine.loading.amendments.reading import Edit
    from engine.reporting.consolidated.history import Historian, Past


class Gone:
    """The repealed units of a version, each behind what is left of what stood before it."""

    def __init__(self, past: Past, book: Rulebook, historian: Historian) -> None:
        self.past, self.book, self.historian = past, book, historian
        self._leading: dict[str, list[Shown]] = {}
        self._following: dict[str, list[Shown]] = {}
        for index, edit in self._wholes():
            self._place(index, edit)

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

    def _wholes(self) -> list[tuple[int, Edit]]:
        """What was repealed as a whole and left nothing, with the step that did it, in the order of time and of the text."""
        found = []
        for index, step in enumerate(self.past.steps):
            for edit in step.edits:
                if edit.word == "repeal" and edit.leaves is None:
                    before = self.past.book_before(index)
                    key = f"{before.id}:{edit.target}"
                    if key in before.provisions:
                        found.append((index, list(before.provisions).index(key), edit))
        return [(index, edit) for index, _, edit in sorted(found, key=lambda one: one[:2])]

    def _place(self, index: int, edit: Edit) -> None:
        before = self.past.book_before(index)
        unit = before.provisions[f"{before.id}:{edit.target}"]
        step = self.past.steps[index]
        origin = Origin(amendment=step.act.id, day=step.day, action="repeal", place=edit.place)
        shown = self._shown(unit, before, (self.historian.sentence(origin, edit.target),))
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
        for step in self.past.steps[index:]:
            taken = [edit.target for edit in step.edits if edit.word == "repeal" and edit.leaves is None]
            if any(path == one or path.startswith(f"{one}.") for one in taken):
                return None
            moved = {edit.target: edit.becomes for edit in step.edits if edit.word == "renumber"}
            path = Renumbering(step.day, moved).forward(path)
        return path if f"{self.book.id}:{path}" in self.book.provisions else None

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
