"""Where rulebooks are found, and which version is meant.

A library is a folder ``rulebooks/`` with vocabularies and one folder for each rulebook. Nothing is read before it is asked
for; what was read is kept.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.language.diagnostics import Diagnostic, Diagnostics, InputError, Place, Severity, did_you_mean
from engine.language.one_text import OneText
from engine.loading.cache.kept import Kept
from engine.loading.source import read_file
from engine.loading.spelling import marks_help, without_marks
from engine.loading.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Lookup

    from engine.language.facts import Vocabulary
    from engine.language.instrument import Editions
    from engine.language.rulebook import Rulebook
    from engine.loading.build.rulebook import Built
    from engine.loading.cache.shelf import Shelf
    from engine.loading.tree import Tree

SHIPPED = Path(__file__).resolve().parent.parent / "_shipped"
IN_TREE = Path(__file__).resolve().parent.parent.parent
_NAMES_NOWHERE = frozenset({
    "unknown-citation", "unknown-decision", "unknown-parameter", "unknown-provision",
    "unknown-reading", "unknown-rulebook", "unknown-term",
})  # fmt: skip

_FACTS_NOWHERE = frozenset({"unknown-code", "unknown-fact", "unknown-field", "unknown-type"})


def find_library(named: Path | None = None) -> Path:
    """The folder of rulebooks: as named, else ``RULEBOOK_PATH``, else in or above the working directory, else shipped.

    Raises :class:`InputError` where the named folder is none.
    """
    chosen = named or (Path(os.environ["RULEBOOK_PATH"]) if os.environ.get("RULEBOOK_PATH") else None)
    if chosen is not None:
        if not chosen.is_dir():
            message = f'"{chosen}" is no folder of rulebooks'
            raise InputError([Diagnostic("no-library", message, Place(str(chosen)), "name a folder with --rulebooks DIR")])
        return chosen
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "rulebooks" / "vocabulary").is_dir():
            return folder / "rulebooks"
    return shipped("rulebooks")


def shipped(name: str) -> Path:
    """A folder that travels with the package: in a wheel inside it, in a checkout beside it."""
    inside = SHIPPED / name
    return inside if inside.is_dir() else IN_TREE / name


@dataclass(frozen=True, slots=True)
class Text:
    """The files of one version, in the order in which they are read; a file that can't be read has no tree."""

    folder: Path
    trees: Lookup[Path, Tree | None]
    digest: str

    def part(self, name: str) -> list[Tree]:
        """What could be read of ``articles/`` or ``decisions/``."""
        return [tree for path, tree in self.trees.items() if path.parent.name == name and tree is not None]

    @property
    def head(self) -> Tree | None:
        """What could be read of ``rulebook.yaml``."""
        return self.trees[self.folder / "rulebook.yaml"]


class Library:
    """The rulebooks of one folder. With a ``shelf``, what was checked before and has not changed is taken from there."""

    def __init__(self, folder: Path, shelf: Shelf | None = None) -> None:
        self.folder = folder
        self._kept = Kept(shelf, folder, self.shown(folder)) if shelf is not None else None
        self.diagnostics = Diagnostics()
        self._vocabularies: dict[str, Vocabulary] | None = None
        self._has_faulty_vocabulary = False
        self._missing: set[str] = set()  # vocabularies that are nowhere, told where they were first missed
        self._texts: dict[tuple[str, str], Text] = {}
        self._built: dict[tuple[str, str], Built | None] = {}
        self._taken: dict[tuple[str, str], Rulebook | None] = {}  # as kept; nothing for what is to be built
        self._loading: list[str] = []
        self._incomplete: set[str] = set()  # ids of which some file cannot be read, or that use one of these

    # -- what there is ---------------------------------------------------------------------------------------------

    def shown(self, path: Path) -> str:
        """A path that can be opened from here: from the working directory where it lies below, else as the folder was named."""
        try:
            return str(path.resolve().relative_to(Path.cwd()))
        except ValueError:
            return str(path)

    @property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """The vocabularies by subject; their problems are in ``diagnostics``."""
        if self._vocabularies is None:
            self._vocabularies = self._kept.find("vocabularies", self.load) if self._kept is not None else None
        if self._vocabularies is None:
            folder = self.folder / "vocabulary"
            before, errors = len(self.diagnostics.found), len(self.diagnostics.errors)
            from engine.loading.vocabulary import load_vocabularies  # noqa: PLC0415 - not needed for what was kept

            self._vocabularies = load_vocabularies(folder, self.shown(folder), self.diagnostics)
            self._has_faulty_vocabulary = len(self.diagnostics.errors) > errors
            if self._kept is not None and len(self.diagnostics.found) == before:
                self._kept.keep({"vocabularies": self._vocabularies})
        return self._vocabularies

    def ids(self) -> list[str]:
        """The ids of all rulebooks here."""
        return sorted(folder.parent.name for folder in self.folder.glob("*/enactments"))

    def versions(self, id_: str) -> list[str]:
        """The versions of a rulebook, oldest first by name."""
        return sorted(head.parent.name for head in self.folder.glob(f"{id_}/enactments/*/rulebook.yaml"))

    # -- loading ---------------------------------------------------------------------------------------------------

    def editions(self, reference: str) -> Editions:
        """The editions of ``ID`` or ``ID@VERSION`` among which a record's days choose; so far the one that :meth:`load` gives.

        Raises :class:`InputError` where it does not load.
        """
        return OneText(self.load(reference))

    def load(self, reference: str) -> Rulebook:
        """The rulebook ``ID`` or ``ID@VERSION``, checked.

        Raises :class:`InputError` with every problem where it does not load.
        """
        id_, _, version = reference.partition("@")
        found = self._kept_rulebook(id_, version)
        if found is not None:
            return found
        built = self.built(id_, version)
        if built is None or self.diagnostics.errors:
            raise InputError(self.diagnostics.in_order())
        if self._kept is not None:
            self._kept.keep({_name(*key): one.rulebook for key, one in self._built.items() if one is not None})
        return built.rulebook

    def _kept_rulebook(self, id_: str, version: str) -> Rulebook | None:
        """The rulebook as it was kept, unless it was built in this library, or something here is known to be wrong."""
        known = self.versions(id_)
        if self._kept is None or self.diagnostics.errors or not known:
            return None
        key = id_, version or known[-1]
        if key not in self._taken and key not in self._built:
            self._taken[key] = self._kept.find(_name(*key), self.load)
        return self._taken.get(key)

    def built(self, id_: str, version: str = "") -> Built | None:
        """A rulebook with what is needed to build on it; problems are recorded, not raised."""
        known = self.versions(id_)
        enactments = self.folder / id_ / "enactments"
        if not known and enactments.is_dir():
            way_out = "each version has its head in enactments/VERSION/rulebook.yaml"
            self.diagnostics.error("no-head", f'"{id_}" has no rulebook.yaml', Place(self.shown(enactments)), way_out)
            self._incomplete.add(id_)
            return None
        if not known:
            self._problem("unknown-rulebook", f'there is no rulebook "{id_}"', did_you_mean(id_, self.ids()))
            return None
        chosen = version or known[-1]
        if chosen not in known:
            self._problem("unknown-version", f'"{id_}" has no version "{chosen}"', did_you_mean(chosen, known))
            return None
        if (id_, chosen) not in self._built:
            self._loading.append(id_)
            try:
                self._built[id_, chosen] = self._build(self.text(id_, chosen))
            finally:
                self._loading.pop()
        return self._built[id_, chosen]

    def _problem(self, code: str, message: str, way_out: str) -> None:
        self.diagnostics.error(code, message, Place(self.shown(self.folder)), way_out)

    def text(self, id_: str, version: str) -> Text:
        """The files of a version, read once; what can't be read is recorded."""
        if (id_, version) not in self._texts:
            folder = self.folder / id_ / "enactments" / version
            files = [
                folder / "rulebook.yaml",
                *(path for part in ("decisions", "articles") for path in _in_order(folder / part)),
            ]
            trees = {path: read_file(path, self.shown(path), self.diagnostics) for path in files}
            self._check_files(files, folder)
            self._texts[id_, version] = Text(folder, trees, digest(files, folder))
        return self._texts[id_, version]

    def edited(self, id_: str, version: str, file: Path, tree: Tree) -> Library:
        """This library with another tree in place of one file of a version: what an edit of the file would make of it."""
        found = Library(self.folder)
        found._vocabularies, found._has_faulty_vocabulary = self.vocabularies, self._has_faulty_vocabulary
        text = self.text(id_, version)
        found._texts = {
            **self._texts,
            (id_, version): replace(text, trees={**text.trees, file: tree}, digest=f"{text.digest} edited"),
        }
        found._built = {
            key: built for key, built in self._built.items() if built is not None and not _rests_on(built.rulebook, id_)
        }
        return found

    def _build(self, text: Text) -> Built | None:
        from engine.loading.build.rulebook import build_rulebook  # noqa: PLC0415 - not needed for what was kept
        from engine.loading.check import check_rulebook  # noqa: PLC0415 - the same

        head, folder = text.head, text.folder
        id_ = folder.parent.parent.name
        if None in text.trees.values():
            self._incomplete.add(id_)
        if not isinstance(head, Mapping):
            return None
        used = self._used(head.get("uses"))
        vocabularies = self.vocabularies  # read before what is found in this text is counted
        before = len(self.diagnostics.found)
        self._check_identity(head, folder)
        if self._lacks_a_vocabulary(head):
            self._incomplete.add(id_)
            return None
        if not self._incomplete.isdisjoint(used):
            self._incomplete.add(id_)
        built = build_rulebook(
            head, text.part("decisions"), text.part("articles"), text.digest, vocabularies, used, self.diagnostics
        )
        if built is None or built.draft.incomplete:
            self._incomplete.add(id_)
        if built is not None:
            check_rulebook(built, self.diagnostics)
        self._drop_echoes(before, incomplete=id_ in self._incomplete)
        return None if None in used.values() else built

    def _lacks_a_vocabulary(self, head: Mapping) -> bool:
        """Whether nothing can be built since a subject's facts are not there, for a reason that is recorded already.

        A vocabulary that is nowhere is told where it is first missed; one that cannot be read, in its own file.
        """
        subjects = head.get("subjects")
        named = {entry.key for entry in subjects} if isinstance(subjects, Mapping) else set()
        lacking = named - self.vocabularies.keys()
        folder = self.folder / "vocabulary"
        told = {name for name in lacking if name in self._missing or not folder.is_dir() or (folder / f"{name}.yaml").exists()}
        self._missing |= lacking
        return bool(lacking) and lacking == told

    def _drop_echoes(self, before: int, *, incomplete: bool) -> None:
        """Take out what only says again that something else is wrong, of what was found after ``before``.

        Beside an error nobody can say what is unused: the use may stand in what could not be built. Where a file or a unit
        could not be read, nobody can say which names there are; where a vocabulary has errors, which facts and codes.
        """
        own = self.diagnostics.found[before:]
        if incomplete or self._has_faulty_vocabulary or any(finding.severity is Severity.ERROR for finding in own):
            own = [finding for finding in own if not finding.code.startswith("unused-")]
        if incomplete:
            own = [finding for finding in own if finding.code not in _NAMES_NOWHERE]
        if self._has_faulty_vocabulary:
            own = [finding for finding in own if finding.code not in _FACTS_NOWHERE]
        self.diagnostics.found[before:] = own

    def _check_files(self, files: list[Path], folder: Path) -> None:
        """Record files that look like a part of the rulebook and are none: their rules would be missing in silence."""
        for path in sorted(folder.rglob("*.y*ml")):
            if path not in files and path.suffix in {".yaml", ".yml"}:
                way_out = "a rulebook is read from rulebook.yaml, decisions/*.yaml and articles/*.yaml: rename or move it"
                self.diagnostics.error("unread-file", "this file is not read", Place(self.shown(path)), way_out)

    def _used(self, uses: Tree | None) -> dict[str, Built | None]:
        """The rulebooks that a head says it uses; nothing for one whose problem is recorded, here or where it stands."""
        used: dict[str, Built | None] = {}
        for entry in uses if isinstance(uses, Mapping) else ():
            used[entry.key] = None
            if entry.key in self._loading:
                ring = " → ".join([*self._loading, entry.key])
                message = f"rulebooks that use each other: {ring}"
                self.diagnostics.error("cycle", message, entry.key_place, "one of them has to stand by itself")
            elif entry.key not in self.ids():
                message = f'there is no rulebook "{entry.key}"'
                self.diagnostics.error("unknown-rulebook", message, entry.key_place, did_you_mean(entry.key, self.ids()))
            else:
                used[entry.key] = self.built(entry.key)
        return used

    def _check_identity(self, head: Mapping, folder: Path) -> None:
        for key, name in (("rulebook", folder.parent.parent.name), ("version", folder.name)):
            entry = head.entries.get(key)
            written = getattr(entry.value, "text", "") if entry else ""
            if entry and written != name:
                message = f'`{key}` is "{written}", but the folder is "{name}"'
                way_out = marks_help(written) if without_marks(written) == name else "give both the same name"
                self.diagnostics.error("wrong-identity", message, entry.value.place, way_out)


def _name(id_: str, version: str) -> str:
    return f"{id_}@{version}"


def _in_order(folder: Path) -> list[Path]:
    """The files of a folder by their names without the ending: ``7`` before ``7-1`` before ``8`` (with leading zeros)."""
    return sorted(folder.glob("*.yaml"), key=lambda path: path.stem)


def _rests_on(rulebook: Rulebook, id_: str) -> bool:
    """Whether a rulebook is the named one, or uses it, directly or through another."""
    return rulebook.id == id_ or any(_rests_on(use.rulebook, id_) for use in rulebook.uses.values())


def digest(files: Iterable[Path], folder: Path) -> str:
    """SHA-256 over the names and the content of files, in their order: the same text has the same digest anywhere."""
    sum_ = hashlib.sha256()
    for path in files:
        if path.is_file():
            content = path.read_bytes()
            sum_.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            sum_.update(content)
    return f"sha256:{sum_.hexdigest()}"
