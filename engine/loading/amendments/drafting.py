"""The skeleton of an amendment: what is to be changed, with its present wording and rules, for an officer to edit."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.loading.amendments.copying import Copyist, below, indented
from engine.loading.amendments.manuscript import Manuscript
from engine.loading.amendments.targets import Declared, Head, Key, Whole, target_of
from engine.loading.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Sequence as Several
    from datetime import date

    from engine.loading.amendments.targets import Target
    from engine.loading.library import Library
    from engine.loading.tree import Tree

_VALUES: Final = ("value", "values", "by")
"""The keys of a parameter that hold what it is worth."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How a draft begins: its id, what it amends, its days, and where its schema is from the file."""

    id: str
    amends: str
    version: str
    """The version whose text is changed."""
    promulgated: date
    in_force: date
    schema: str
    file: str
    """As commands name it."""


class OverlapError(Exception):
    """Two targets have something in common; the message names them."""


class Drafter:
    """Writes the changes of a draft with the present text of a version."""

    def __init__(self, library: Library, id_: str, version: str, day: date) -> None:
        self.library, self.id, self.day = library, id_, day
        self.text = library.text(id_, version)
        files = {path: tree for path, tree in self.text.trees.items() if tree is not None}
        head = self.text.head
        assert isinstance(head, Mapping)  # noqa: S101 - of a text that loads
        self.manuscript = Manuscript(
            self.text.folder / "rulebook.yaml",
            {path: tree for path, tree in files.items() if path.parent.name == "decisions"},
            {path: tree for path, tree in files.items() if path.parent.name == "articles"},
            head,
        )
        self.copyist = Copyist()

    def draft(self, heading: Heading, targets: Several[str]) -> str:
        """The file of an amendment that changes nothing yet.

        Raises :class:`NoTargetError` for what is not there, and :class:`OverlapError` where two targets meet.
        """
        found: list[tuple[str, Target]] = []
        for name in targets:
            target = target_of(name, self.manuscript)
            for other, earlier in found:
                if target.meets(earlier):
                    raise OverlapError(other, name)
            found.append((name, target))
        changes = [line for name, target in found for line in self._change(name, target)]
        unit = next((target.path for _, target in found if isinstance(target, Whole)), next(self.manuscript.paths()))
        return "\n".join([*_head(heading), *changes, *_others(heading, unit)]) + "\n"

    def _change(self, name: str, target: Target) -> list[str]:
        match target:
            case Whole(path=path):
                tree = self.manuscript.find(path)
                assert tree is not None  # noqa: S101 - the target was found
                return self._replaced(name, tree)
            case Declared(kind=kind, declared=declared, keys=()):
                found = self.manuscript.declaration(kind, declared)
                assert found is not None  # noqa: S101 - the same
                return self._valued(name, found[1]) if kind == "parameters" else self._replaced(name, found[1])
            case Declared(kind=kind, declared=declared, keys=keys):
                found = self.manuscript.declaration(kind, declared)
                return self._set(name, None if found is None else _at(found[1], keys))
            case Key(path=path, keys=keys):
                return self._set(name, _at(self.manuscript.find(path), keys))
            case Head(keys=keys):
                return self._set(name, _at(self.manuscript.head, keys))

    def _replaced(self, name: str, tree: Mapping) -> list[str]:
        return ["", *indented([f"- replace: {name}", *indented(below("with", self._lines(tree), tree))])]

    def _valued(self, name: str, tree: Mapping) -> list[str]:
        """A parameter with only what it is worth; its name and source stay as they are."""
        lines = [line for key in _VALUES if (held := tree.get(key)) is not None for line in below(key, self._lines(held), held)]
        return ["", *indented([f"- set: {name}", *indented(["to:", *indented(lines)])])]

    def _set(self, name: str, tree: Tree | None) -> list[str]:
        if tree is None:  # a key that the unit does not have yet
            return ["", *indented([f"# - set: {name}", "#   to: …"])]
        return ["", *indented([f"- set: {name}", *indented(below("to", self._lines(tree), tree))])]

    def _lines(self, tree: Tree) -> list[str]:
        return self.copyist.copied(tree, self._with_numbers_of_now(tree))

    # -- references ------------------------------------------------------------------------------------------------

    def _with_numbers_of_now(self, tree: Tree) -> Tree:
        """A tree in which references name units as they are called on the draft's day, whenever it was written."""
        match tree:
            case Mapping():
                entries = tree.entries.items()
                return Mapping(
                    {key: replace(entry, value=self._with_numbers_of_now(entry.value)) for key, entry in entries}, tree.place
                )
            case Sequence():
                return Sequence(tuple(self._with_numbers_of_now(item) for item in tree), tree.place)
            case Scalar() if isinstance(tree.value, str):
                now = self._now(tree)
                return tree if now == tree.value else Scalar(now, now, tree.place)
            case Scalar():
                return tree

    def _now(self, scalar: Scalar) -> str:
        written_as = str(scalar.value)
        other, colon, path = written_as.partition(":")
        if not colon:
            return self.text.numbering.now(written_as, scalar.place)
        if other not in self.library.ids() or not path or " " in path:
            return written_as
        on = self.library.timeline(other).on(self.day)
        numbering = self.library.text(other, self.library.newest(other) if on is None else on.name).numbering
        return f"{other}:{numbering.since(path, self.text.numbering.day_of(scalar.place))}"


def _at(tree: Tree | None, keys: tuple[str, ...]) -> Tree | None:
    for key in keys:
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return tree


def _head(heading: Heading) -> list[str]:
    before = f"{heading.amends}@{heading.version}"
    id_ = json.dumps(heading.id, ensure_ascii=False)
    return [
        f"# yaml-language-server: $schema={heading.schema}",
        "# A draft that changes nothing yet: edit what stands below `with` and `to`, and take out what stays as it is.",
        f"# Check it: rulebook check --amendment {heading.file}",
        f"# See what it changes: rulebook diff {before} {heading.amends}@{heading.id} --amendment {heading.file}",
        f"# When it is promulgated, it lies in {heading.amends}/amendments/{heading.id}.yaml, below the folder of rulebooks.",
        f"amendment: {id_}",
        f"amends: {heading.amends}",
        "# title: {zh: …, en: …}   # what the amending act is called",
        f"promulgated: {heading.promulgated.isoformat()}",
        f"in_force: {heading.in_force.isoformat()}   # a single change may have an in_force of its own",
        "changes:",
    ]


def _others(heading: Heading, unit: str) -> list[str]:
    day = heading.in_force.isoformat()
    return [
        "",
        "  # Other changes; take away the # and write what is meant:",
        f"  # - set: {unit}.text",
        "  #   to: {zh: …, en: …}",
        f"  # - insert_after: {unit}               # the new unit names itself by its number",
        "  #   unit: {paragraph: 2, text: {zh: …, en: …}, kind: statement, nature: information, not_executable: {zh: …, en: …}}",
        f"  # - repeal: {unit}                     # with `leaves: {{zh: …, en: …}}` the number is kept, and this printed",
        f"  # - {{renumber: {unit}, to: …}}         # references to it follow",
        "",
        "# Whom it reaches otherwise than by the day; the first row that holds decides.",
        "# transitional:",
        f"#   - when: {{as_of: law, before: {day}}}",
        "#     apply: previous",
        "#     text: {zh: …, en: …}",
    ]
