"""The text of a version: an enactment's files with the steps of amendments applied to them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.loading.amendments.applying import Amending
from engine.loading.amendments.manuscript import Manuscript, with_key
from engine.loading.tree import Mapping, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as Dictionary
    from pathlib import Path

    from engine.language.diagnostics import Diagnostics
    from engine.language.instrument import Origin, Version
    from engine.loading.amendments.applying import ActStep
    from engine.loading.amendments.numbering import Numbering
    from engine.loading.tree import Tree


@dataclass(frozen=True, slots=True)
class Text:
    """The files of one version, in the order in which they are read; a file that can't be read has no tree.

    ``origins`` tells of each unit's path, and of each declaration (``parameters.NAME``), what amendments did to it.
    """

    folder: Path
    trees: Dictionary[Path, Tree | None]
    digest: str
    numbering: Numbering
    origins: Dictionary[str, tuple[Origin, ...]] = field(default_factory=dict)
    steps: tuple[ActStep, ...] = ()
    gone: Dictionary[str, Origin] = field(default_factory=dict)
    """What was repealed, by path or as ``terms.NAME``."""
    misapplied: bool = False
    """Whether a change of an amendment could not be made: what else is wrong then would only echo it."""

    def part(self, name: str) -> list[Tree]:
        """What could be read of ``articles/`` or ``decisions/``."""
        return [tree for path, tree in self.trees.items() if path.parent.name == name and tree is not None]

    @property
    def head(self) -> Tree | None:
        """What could be read of ``rulebook.yaml``."""
        return self.trees[self.folder / "rulebook.yaml"]


def consolidated(enacted: Text, version: Version, steps: Sequence[ActStep], diagnostics: Diagnostics) -> Text:
    """An enactment's text with some steps applied in their order; what is wrong with one is recorded.

    A text of which some file could not be read, or that is not amended, comes back as it is.
    """
    head = enacted.head
    if not steps or not isinstance(head, Mapping) or None in enacted.trees.values():
        return enacted
    files = {path: tree for path, tree in enacted.trees.items() if tree is not None}
    manuscript = Manuscript(
        enacted.folder / "rulebook.yaml",
        {path: tree for path, tree in files.items() if path.parent.name == "decisions"},
        {path: tree for path, tree in files.items() if path.parent.name == "articles"},
        head,
    )
    before = len(diagnostics.errors)
    amending = Amending(manuscript, enacted.numbering.first_day, diagnostics)
    for step in steps:
        amending.apply(step)
    promulgated = max(step.act.promulgated for step in steps)
    told = {"version": version.name, "in_force": version.first_day.isoformat(), "promulgated": promulgated.isoformat()}
    head = manuscript.head
    for key, value in told.items():
        head = with_key(head, key, tree_of(value, head.entries[key].value.place if key in head else head.place))
    history = amending.history
    return Text(
        enacted.folder,
        {manuscript.head_file: head, **manuscript.decisions, **manuscript.units},
        _digest(enacted.digest, steps),
        history.numbering,
        {name: tuple(origins) for name, origins in history.origins.items()},
        tuple(steps),
        history.gone,
        misapplied=len(diagnostics.errors) > before,
    )


def _digest(enacted: str, steps: Sequence[ActStep]) -> str:
    """SHA-256 over the digest of the enactment, and over the day and the file of each step."""
    sum_ = hashlib.sha256(enacted.encode())
    for step in steps:
        sum_.update(f"\0{step.act.id}\0{step.day.isoformat()}\0{step.act.digest}".encode())
    return f"sha256:{sum_.hexdigest()}"


def digest(files: Iterable[Path], folder: Path) -> str:
    """SHA-256 over the names and the content of files, in their order: the same text has the same digest anywhere."""
    sum_ = hashlib.sha256()
    for path in files:
        if path.is_file():
            content = path.read_bytes()
            sum_.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            sum_.update(content)
    return f"sha256:{sum_.hexdigest()}"
