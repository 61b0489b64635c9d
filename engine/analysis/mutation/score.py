"""How many careless edits of a rulebook its scenarios notice; the edits are tried on all processors."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.mutation.harmless import harmless_edits
from engine.analysis.mutation.mutants import Hunt, mutants_of, sampled, within
from engine.analysis.scenarios import Interpreters, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.mutation.mutants import Fate, Mutant
    from engine.language.facts import Bilingual

_TOGETHER = 8
"""Edits that a process is given at a time."""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the edits of one version. ``unnoticed`` stand with the reason why they cannot matter, if any."""

    rulebook: str
    there_are: int
    fates: Counter[Fate]
    unnoticed: tuple[tuple[Mutant, Bilingual | None], ...]

    @property
    def share(self) -> float:
        """The share of the edits that load which some scenario notices, from 0 to 1; 1 where there is none."""
        counted = self.fates["noticed"] + self.fates["unnoticed"]
        return self.fates["noticed"] / counted if counted else 1.0

    @property
    def unexplained(self) -> int:
        """How many unnoticed edits have no reason."""
        return sum(reason is None for _, reason in self.unnoticed)


class Trial:
    """The edits of one version, tried one after the other as they are asked for."""

    def __init__(self, library: Library, reference: str, sample: int | None, diagnostics: Diagnostics, only: str = "") -> None:
        id_, _, version = reference.partition("@")
        self.id, self.version = id_, version or library.versions(id_)[-1]
        self.library = library
        everything = mutants_of(library, id_, self.version)
        self.there_are = len(everything)
        among = within(everything, only) if only else everything
        self.mutants = among if sample is None else sampled(among, sample)
        self.harmless = harmless_edits(library, id_, {mutant.name for mutant in everything}, diagnostics)

    def run(self, jobs: int | None = None) -> Iterator[tuple[Mutant, Fate]]:
        """What becomes of each edit, in the order of the text; ``jobs`` processes work, unless said one a processor."""
        jobs = jobs or os.cpu_count() or 1
        if jobs == 1 or len(self.mutants) <= _TOGETHER:
            hunt = _hunt(self.library, self.id, self.version)
            yield from ((mutant, hunt.verdict(mutant).fate) for mutant in self.mutants)
            return
        names = [mutant.name for mutant in self.mutants]
        with ProcessPoolExecutor(
            jobs,
            multiprocessing.get_context("spawn"),
            _start,
            (self.library.folder, self.library.acts.drafts, self.id, self.version),
        ) as pool:
            yield from zip(self.mutants, pool.map(_fate, names, chunksize=_TOGETHER), strict=True)

    def score(self, fates: Sequence[tuple[Mutant, Fate]]) -> Score:
        """What the fates come to."""
        unnoticed = tuple((mutant, self.harmless.get(mutant.name)) for mutant, fate in fates if fate == "unnoticed")
        return Score(f"{self.id}@{self.version}", self.there_are, Counter(fate for _, fate in fates), unnoticed)


def _hunt(library: Library, id_: str, version: str) -> Hunt:
    return Hunt(library, id_, version, scenarios_of(Interpreters(library), id_, Diagnostics()))


class _Worker:
    """What a process has at hand: its own library, the edits by name, and the scenarios."""

    hunt: Hunt
    mutants: dict[str, Mutant]


def _start(folder: Path, drafts: tuple[Path, ...], id_: str, version: str) -> None:
    library = Library(Path(folder), drafts=drafts)
    _Worker.hunt = _hunt(library, id_, version)
    _Worker.mutants = {mutant.name: mutant for mutant in mutants_of(library, id_, version)}


def _fate(name: str) -> Fate:
    return _Worker.hunt.verdict(_Worker.mutants[name]).fate
