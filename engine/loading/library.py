"""Where rulebooks are found, and which version is meant.

A library is a folder ``rulebooks/`` with vocabularies and one folder for each rulebook. Nothing is read before it is asked
for; what was read is kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.language.diagnostics import Diagnostics, InputError, Place, did_you_mean
from engine.loading.amendments.acts import Acts
from engine.loading.amendments.consolidating import Text, consolidated, digest
from engine.loading.amendments.manuscript import with_key
from engine.loading.amendments.numbering import Numbering
from engine.loading.amendments.timeline import Timeline, enactment_of
from engine.loading.cache.kept import Kept
from engine.loading.echoes import without_echoes
from engine.loading.source import read_file
from engine.loading.spelling import marks_help, without_marks
from engine.loading.tree import Mapping, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Lookup
    from datetime import date

    from engine.language.facts import Vocabulary
    from engine.language.instrument import Amendment, Editions, Origin
    from engine.language.rulebook import Rulebook
    from engine.loading.amendments.reading import Act
    from engine.loading.amendments.timeline import Enactment
    from engine.loading.build.rulebook import Built
    from engine.loading.cache.shelf import Shelf
    from engine.loading.tree import Tree

_SEVERAL = 2


class Library:
    """The rulebooks of one folder. With a ``shelf``, what was checked before and has not changed is taken from there.

    ``drafts`` are files of amendments that lie elsewhere, and are read as if they lay here. With ``known_on``, only the
    amendments that were promulgated by that day are known.
    """

    def __init__(
        self, folder: Path, shelf: Shelf | None = None, *, drafts: Iterable[Path] = (), known_on: date | None = None
    ) -> None:
        self.folder = folder
        self.acts = Acts(folder, tuple(drafts), known_on, self.shown)
        asked_otherwise = self.acts.drafts or known_on is not None
        self._kept = Kept(shelf, folder, self.shown(folder)) if shelf is not None and not asked_otherwise else None
        self.diagnostics = Diagnostics()
        self._vocabularies: dict[str, Vocabulary] | None = None
        self._has_faulty_vocabulary = False
        self._missing: set[str] = set()  # vocabularies that are nowhere, told where they were first missed
        self._heads: dict[Path, Tree | None] = {}
        self._timelines: dict[str, Timeline] = {}
        self._texts: dict[tuple[str, str], Text] = {}
        self._built: dict[_Key, Built | None] = {}
        self._taken: dict[_Key, Rulebook | None] = {}  # as kept; nothing for what is to be built
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

            added = self.acts.vocabularies()
            self._vocabularies = load_vocabularies(folder, self.shown(folder), self.diagnostics, added)
            self._has_faulty_vocabulary = len(self.diagnostics.errors) > errors
            if self._kept is not None and len(self.diagnostics.found) == before:
                self._kept.keep({"vocabularies": self._vocabularies})
        return self._vocabularies

    def ids(self) -> list[str]:
        """The ids of all rulebooks here."""
        return sorted(folder.parent.name for folder in self.folder.glob("*/enactments"))

    def enactments(self, id_: str) -> list[str]:
        """The full texts of a rulebook by the names of their folders."""
        return sorted(head.parent.name for head in self.folder.glob(f"{id_}/enactments/*/rulebook.yaml"))

    def versions(self, id_: str) -> list[str]:
        """The versions of a rulebook, the oldest first: its full texts, and each text that amendments made of one."""
        return self.timeline(id_).names() if self._has_several(id_) else self.enactments(id_)

    def _has_several(self, id_: str) -> bool:
        return len(self.enactments(id_)) >= _SEVERAL or self.acts.are_any(id_)

    def newest(self, id_: str) -> str:
        """The version that no other follows. Raises :class:`IndexError` where there is none."""
        return self.versions(id_)[-1]

    def named(self, id_: str, written: str) -> str | None:
        """The version that a name means: its own, that of an amendment, or a day; nothing where there is none such."""
        if written in self.enactments(id_) and not self.acts.are_any(id_):
            return written
        found = self.timeline(id_).named(written)
        return None if found is None else found.name

    def timeline(self, id_: str) -> Timeline:
        """The versions of a rulebook with their periods; gaps, overlaps and faulty amendments are recorded."""
        if id_ not in self._timelines:
            enacted = {version: self._enactment(id_, version) for version in self.enactments(id_)}
            before = len(self.diagnostics.errors)
            acts = self.acts.of(id_, self.diagnostics)
            self._timelines[id_] = Timeline([one for one in enacted.values() if one is not None], acts)
            self._timelines[id_].check(self.diagnostics)
            if len(self.diagnostics.errors) > before:  # nobody can say what the text of a day is
                self._incomplete.add(id_)
            for version, one in enacted.items():
                if one is None:  # nobody can say when it is in force: what is wrong with it is recorded
                    self._build(self.text(id_, version), {})
        return self._timelines[id_]

    def amendments(self, id_: str) -> tuple[Amendment, ...]:
        """The amendments of a rulebook, in the order of their promulgation."""
        return self.timeline(id_).amendments() if self.acts.are_any(id_) else ()

    def origins(self, id_: str, version: str) -> Lookup[str, tuple[Origin, ...]]:
        """Of each unit's path, and of each declaration (``parameters.NAME``), what amendments did to it."""
        return self.text(id_, version).origins

    def _enactment(self, id_: str, version: str) -> Enactment | None:
        """A full text with its days; nothing where its head does not tell them, which is recorded when it is built."""
        return enactment_of(version, self._head(self.folder / id_ / "enactments" / version / "rulebook.yaml"))

    def _head(self, path: Path) -> Tree | None:
        if path not in self._heads:
            self._heads[path] = read_file(path, self.shown(path), self.diagnostics)
        return self._heads[path]

    # -- loading ---------------------------------------------------------------------------------------------------

    def load(self, reference: str, *, uses: Lookup[str, str] | None = None) -> Rulebook:
        """The rulebook ``ID`` (its newest version) or ``ID@VERSION``, checked.

        Rulebooks that it uses are in the version that ``uses`` names by id, and the newest unless it does. Raises
        :class:`InputError` with every problem where it does not load.
        """
        id_, _, version = reference.partition("@")
        key = self._key(id_, version, uses or {})
        found = None if key is None else self._kept_rulebook(key)
        if found is not None:
            return found
        built = self.built(id_, version, uses)
        if built is None or self.diagnostics.errors:
            raise InputError(self.diagnostics.in_order())
        if self._kept is not None:
            self._kept.keep({_name(*key): one.rulebook for key, one in self._built.items() if one is not None})
        return built.rulebook

    def editions(self, reference: str) -> Editions:
        """The editions of ``ID`` among which each record's days choose; of ``ID@VERSION``, in that version outright.

        Raises :class:`InputError` where it does not load.
        """
        from engine.loading.editions import editions_of  # noqa: PLC0415 - not needed for what has one version

        return editions_of(self, reference)

    def _key(self, id_: str, version: str, uses: Lookup[str, str]) -> _Key | None:
        """A version by its own name, with those of what it uses that are not the newest; nothing where there is none such."""
        known = self.versions(id_)
        name = (self.named(id_, version) if version else known[-1]) if known else None
        if name is None:
            return None
        others = {other: self.named(other, wanted) or wanted for other, wanted in uses.items() if other != id_}
        return id_, name, tuple(sorted((other, wanted) for other, wanted in others.items() if wanted != self.newest(other)))

    def _kept_rulebook(self, key: _Key) -> Rulebook | None:
        """The rulebook as it was kept, unless it was built in this library, or something here is known to be wrong."""
        if self._kept is None or self.diagnostics.errors:
            return None
        if key not in self._taken and key not in self._built:
            versions = dict(key[2])
            self._taken[key] = self._kept.find(
                _name(*key), lambda other: self.load(f"{other}@{versions[other]}" if other in versions else other, uses=versions)
            )
        return self._taken.get(key)

    def built(self, id_: str, version: str = "", uses: Lookup[str, str] | None = None) -> Built | None:
        """A rulebook with what is needed to build on it; problems are recorded, not raised."""
        known = self.versions(id_)
        enactments = self.folder / id_ / "enactments"
        if not known and enactments.is_dir():
            if any(enactments.glob("*/rulebook.yaml")):  # which no day can be read of
                for enacted in self.enactments(id_):
                    self._build(self.text(id_, enacted), {})
                return None
            way_out = "each version has its head in enactments/VERSION/rulebook.yaml"
            self.diagnostics.error("no-head", f'"{id_}" has no rulebook.yaml', Place(self.shown(enactments)), way_out)
            self._incomplete.add(id_)
            return None
        if not known:
            self._problem("unknown-rulebook", f'there is no rulebook "{id_}"', did_you_mean(id_, self.ids()))
            return None
        key = self._key(id_, version, uses or {})
        if key is None:
            self._problem("unknown-version", f'"{id_}" has no version "{version}"', did_you_mean(version, known))
            return None
        if key not in self._built:
            self._loading.append(id_)
            try:
                self._built[key] = self._build(self.text(id_, key[1]), uses or {})
            finally:
                self._loading.pop()
        return self._built[key]

    def _problem(self, code: str, message: str, way_out: str) -> None:
        self.diagnostics.error(code, message, Place(self.shown(self.folder)), way_out)

    def text(self, id_: str, version: str) -> Text:
        """The files of a version, read once; of an amended one, with its amendments applied. Problems are recorded."""
        if (id_, version) not in self._texts:
            amended = None if version in self.enactments(id_) else self.timeline(id_).named(version)
            if amended is None:
                self._texts[id_, version] = self._enacted(id_, version)
            else:
                steps = self.timeline(id_).steps_in(amended)
                enacted = self.text(id_, amended.enactment)
                self._texts[id_, version] = consolidated(enacted, amended, steps, self.diagnostics)
            self._texts[id_, version] = self._ended(id_, version, self._texts[id_, version])
        return self._texts[id_, version]

    def _ended(self, id_: str, version: str, text: Text) -> Text:
        """A version with its last day of force, where another one follows it."""
        if not self._has_several(id_) or not isinstance(text.head, Mapping):
            return text
        found = self.timeline(id_).named(version)
        if found is None:
            return text
        last = None if found.last_day is None else tree_of(found.last_day.isoformat(), text.head.place)
        head = with_key(text.head, "until", last)
        return replace(text, trees={**text.trees, text.folder / "rulebook.yaml": head})

    def _enacted(self, id_: str, version: str) -> Text:
        folder = self.folder / id_ / "enactments" / version
        files = [
            folder / "rulebook.yaml",
            *(path for part in ("decisions", "articles") for path in _in_order(folder / part)),
        ]
        trees = {files[0]: self._head(files[0])}
        trees |= {path: read_file(path, self.shown(path), self.diagnostics) for path in files[1:]}
        self._check_files(files, folder)
        enactment = self._enactment(id_, version)
        numbering = Numbering() if enactment is None else Numbering(enactment.in_force)
        return Text(folder, trees, digest(files, folder), numbering)

    def edited(self, id_: str, version: str, file: Path, tree: Tree) -> Library:
        """This library with another tree in place of one file of a version: what an edit of the file would make of it."""
        found = Library(self.folder, drafts=self.acts.drafts, known_on=self.acts.known_on)
        found.acts, found._heads, found._timelines = self.acts, self._heads, self._timelines
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

    def _build(self, text: Text, uses: Lookup[str, str]) -> Built | None:
        from engine.loading.build.rulebook import build_rulebook  # noqa: PLC0415 - not needed for what was kept
        from engine.loading.check import check_rulebook  # noqa: PLC0415 - the same

        head, folder = text.head, text.folder
        id_ = folder.parent.parent.name
        if None in text.trees.values():
            self._incomplete.add(id_)
        if not isinstance(head, Mapping):
            return None
        if text.misapplied:
            self._incomplete.add(id_)
            return None
        used = self._used(head.get("uses"), uses)
        vocabularies = self.vocabularies  # read before what is found in this text is counted
        before = len(self.diagnostics.found)
        if not text.steps:
            self._check_identity(head, folder)
        if self._lacks_a_vocabulary(head):
            self._incomplete.add(id_)
            return None
        if not self._incomplete.isdisjoint(used):
            self._incomplete.add(id_)
        built = build_rulebook(
            head, text.part("decisions"), text.part("articles"), text.digest, vocabularies, used, self.diagnostics,
            self._acts_in(id_, text), text.numbering, text.gone,
        )  # fmt: skip
        if built is None or built.draft.incomplete:
            self._incomplete.add(id_)
        if built is not None:
            check_rulebook(built, self.diagnostics)
        self._drop_echoes(before, incomplete=id_ in self._incomplete)
        return None if None in used.values() else built

    def _acts_in(self, id_: str, text: Text) -> list[Act]:
        """The amendments whose transitional rules are read in the words of a text: all in the newest, else those wholly in it."""
        if not self.acts.are_any(id_):
            return []
        timeline, there = self.timeline(id_), {(step.act.id, step.day) for step in text.steps}
        if text is self.text(id_, self.newest(id_)):
            return timeline.acts
        return [act for act in timeline.acts if all((act.id, edit.day) in there for edit in act.edits)]

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
        """Take out what only says again that something else is wrong, of what was found after ``before``."""
        own = without_echoes(
            self.diagnostics.found[before:], incomplete=incomplete, has_faulty_vocabulary=self._has_faulty_vocabulary
        )
        told = set(self.diagnostics.found[:before])  # of what several versions have in common, once
        self.diagnostics.found[before:] = [finding for finding in own if finding not in told]

    def _check_files(self, files: list[Path], folder: Path) -> None:
        """Record files that look like a part of the rulebook and are none: their rules would be missing in silence."""
        for path in sorted(folder.rglob("*.y*ml")):
            if path not in files and path.suffix in {".yaml", ".yml"}:
                way_out = "a rulebook is read from rulebook.yaml, decisions/*.yaml and articles/*.yaml: rename or move it"
                self.diagnostics.error("unread-file", "this file is not read", Place(self.shown(path)), way_out)

    def _used(self, uses: Tree | None, versions: Lookup[str, str]) -> dict[str, Built | None]:
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
                used[entry.key] = self.built(entry.key, versions.get(entry.key, ""), versions)
        return used

    def _check_identity(self, head: Mapping, folder: Path) -> None:
        for key, name in (("rulebook", folder.parent.parent.name), ("version", folder.name)):
            entry = head.entries.get(key)
            written = getattr(entry.value, "text", "") if entry else ""
            if entry and written != name:
                message = f'`{key}` is "{written}", but the folder is "{name}"'
                way_out = marks_help(written) if without_marks(written) == name else "give both the same name"
                self.diagnostics.error("wrong-identity", message, entry.value.place, way_out)


_Key = tuple[str, str, tuple[tuple[str, str], ...]]
"""An id, a version, and the versions of what it uses that are not the newest."""


def _name(id_: str, version: str, uses: tuple[tuple[str, str], ...]) -> str:
    return f"{id_}@{version}{''.join(f'+{other}@{wanted}' for other, wanted in uses)}"


def _in_order(folder: Path) -> list[Path]:
    """The files of a folder by their names without the ending: ``7`` before ``7-1`` before ``8`` (with leading zeros)."""
    return sorted(folder.glob("*.yaml"), key=lambda path: path.stem)


def _rests_on(rulebook: Rulebook, id_: str) -> bool:
    """Whether a rulebook is the named one, or uses it, directly or through another."""
    return rulebook.id == id_ or any(_rests_on(use.rulebook, id_) for use in rulebook.uses.values())
