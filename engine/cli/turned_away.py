"""Inputs that were turned away, one by one: which, where, and for which of the findings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.language.diagnostics import Diagnostic, Place, Severity
from engine.loading.tree import Mapping, Scalar
from engine.records.rejected import rejected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from engine.language.diagnostics import Diagnostics
    from engine.language.record import Record
    from engine.loading.tree import Tree
    from engine.records.rejected import Rejected


class TurnedAway:
    """Gathers what was turned away while findings are made; each finding goes to the input that it is about."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.refused: list[Rejected] = []
        self._diagnostics = diagnostics

    def watching(self, file: str, trees: Iterable[Tree | None]) -> Iterator[Tree]:
        """The trees that were read; in place of each other one its findings are gathered."""
        before = len(self._diagnostics.found)
        for tree in trees:
            if tree is None:
                self._add(file, self._errors(before))
            else:
                yield tree
            before = len(self._diagnostics.found)

    def file(self, file: str, before: int, trees: Sequence[Tree]) -> None:
        """A faulty file of which no record is read: one input for each that it would have held, at least one."""
        found = self._errors(before)
        for id_ in [_id_of(tree) for tree in trees] or [""]:
            self._add(file, found, id_)

    def trees(self, trees: Sequence[Tree], read: Collection[Place | None], before: int) -> None:
        """The trees that became no record, each with the findings since ``before`` between its place and the next one's."""
        starts: dict[str, list[Place]] = {}
        for place in sorted(tree.place for tree in trees):
            starts.setdefault(place.file, []).append(place)
        own: dict[Place, list[Diagnostic]] = {}
        for error in self._errors(before):
            places = starts.get(error.place.file, [])
            number = bisect_right(places, error.place)
            if number:
                own.setdefault(places[number - 1], []).append(error)
        for tree in trees:
            if tree.place not in read:
                self._add(tree.place.file, own.get(tree.place) or self._naming(tree.place, before), _id_of(tree))

    def records(self, records: Iterable[Record], read: Sequence[Record], before: int) -> None:
        """Records of tables that were set aside again, because another one has the same id."""
        kept, found = {id(record) for record in read}, self._errors(before)
        for record in records:
            if id(record) not in kept and record.place is not None:
                errors = [error for error in found if error.place == record.place]
                self._add(record.place.file, errors or self._naming(record.place, before), record.id)

    def _errors(self, before: int) -> list[Diagnostic]:
        return [one for one in self._diagnostics.found[before:] if one.severity is Severity.ERROR]

    def _naming(self, place: Place, before: int) -> list[Diagnostic]:
        """The findings on another input that name this one as what it collides with, told from here."""
        named = [error for error in self._errors(before) if error.help.endswith(f" {place}")]
        return [replace(error, place=place, help=f"the other one is at {error.place}") for error in named]

    def _add(self, file: str, problems: list[Diagnostic], id_: str = "") -> None:
        reason = problems or [Diagnostic("not-read", "the input was not read as a record", Place(file))]
        self.refused.append(rejected(file, reason, id_))


def _id_of(tree: Tree) -> str:
    """The id of a record, where it has the key that most have."""
    written = tree.get("id") if isinstance(tree, Mapping) else None
    return written.text if isinstance(written, Scalar) else ""
