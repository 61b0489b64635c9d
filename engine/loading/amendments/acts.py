"""The amendments of a library: the files beside the rulebooks, and drafts that lie elsewhere."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from engine.language.diagnostics import Diagnostic, Diagnostics, InputError, Place, did_you_mean
from engine.loading.amendments.reading import read_act
from engine.loading.source import read_file
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from engine.loading.amendments.reading import Act
    from engine.loading.tree import Tree


class Acts:
    """Reads amendments: those in ``ID/amendments/*.yaml`` of a folder of rulebooks, and ``drafts`` of any of them.

    With ``known_on``, only what was promulgated by that day. ``shown`` says how a file is called in messages.
    """

    def __init__(self, folder: Path, drafts: tuple[Path, ...], known_on: date | None, shown: Callable[[Path], str]) -> None:
        self.folder, self.drafts, self.known_on, self._shown = folder, drafts, known_on, shown
        self._read: dict[str, list[Act]] = {}

    def are_any(self, id_: str) -> bool:
        """Whether there is a file that amends a rulebook."""
        return bool(self._files(id_)) or id_ in self._drafted

    def of(self, id_: str, diagnostics: Diagnostics) -> list[Act]:
        """The amendments of a rulebook that are known; one that can't be read is recorded, once."""
        if id_ not in self._read:
            found = [self._act(file, file.stem, id_, diagnostics) for file in self._files(id_)]
            found += [self._act(file, "", "", diagnostics) for file in self._drafted.get(id_, ())]
            self._read[id_] = [
                act for act in found if act is not None and (self.known_on is None or act.promulgated <= self.known_on)
            ]
        return self._read[id_]

    def vocabularies(self) -> list[Mapping]:
        """What amendments add to vocabularies: mappings by subject, in the order of the amendments.

        Facts are known whenever an amendment is, whatever the day: a record may have them before anything reads them.
        """
        ids = dict.fromkeys(
            [*(path.parent.parent.name for path in sorted(self.folder.glob("*/amendments/*.yaml"))), *self._drafted]
        )
        quiet = Diagnostics()  # an amendment that can't be read is told where its rulebook is loaded
        acts = [act for id_ in ids for act in (self._read.get(id_) or self._quietly(id_, quiet))]
        return [act.vocabulary for act in acts if act.vocabulary is not None]

    def _quietly(self, id_: str, quiet: Diagnostics) -> list[Act]:
        found = self.of(id_, quiet)
        del self._read[id_]  # read again where its problems are recorded
        return found

    def check_drafts(self, ids: list[str]) -> None:
        """Raise :class:`InputError` for drafts that are not there, or amend nothing that is here."""
        problems = []
        for id_, files in self._drafted.items():
            for file in files:
                if not file.is_file():
                    problems.append(Diagnostic("unreadable-file", "there is no such file", Place(str(file))))
                elif id_ not in ids:
                    message = f'the amendment amends "{id_}", which is no rulebook here' if id_ else "this is no amendment"
                    way_out = did_you_mean(id_, ids) if id_ else "an amendment says which rulebook it `amends`"
                    problems.append(Diagnostic("unknown-rulebook", message, Place(self._shown(file)), way_out))
        if problems:
            raise InputError(problems)

    def _files(self, id_: str) -> list[Path]:
        return sorted((self.folder / id_ / "amendments").glob("*.yaml"))

    @cached_property
    def _drafted(self) -> dict[str, list[Path]]:
        """The drafts by the rulebook that they amend; an empty id where that can't be told."""
        found: dict[str, list[Path]] = {}
        for file in self.drafts:
            tree = self._tree(file, Diagnostics())
            amends = tree.get("amends") if isinstance(tree, Mapping) else None
            found.setdefault(amends.text if isinstance(amends, Scalar) else "", []).append(file)
        return found

    def _tree(self, file: Path, diagnostics: Diagnostics) -> Tree | None:
        return read_file(file, self._shown(file), diagnostics)

    def _act(self, file: Path, name: str, amends: str, diagnostics: Diagnostics) -> Act | None:
        tree = self._tree(file, diagnostics)
        if tree is None:
            return None
        digest = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
        return read_act(tree, name, amends, digest, diagnostics)
