"""Mutants: a rulebook after one careless edit, and whether some scenario notices. Those that do not load are told apart."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from engine.analysis.expectations import differences
from engine.analysis.mutation.files import edits
from engine.analysis.mutation.neighbours import Neighbours
from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from engine.analysis.mutation.changes import Change
    from engine.analysis.scenario_files import Scenario
    from engine.language.diagnostics import Place
    from engine.loading.library import Library

Fate = Literal["noticed", "unnoticed", "refused"]
"""Noticed by a scenario; by none; or refused when it was loaded, so that no scenario had to."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one file of a version. ``name`` says it and stays the same as long as the rule does."""

    name: str
    place: Place
    file: Path
    change: Change = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant, and the scenario that noticed it."""

    mutant: Mutant
    fate: Fate
    by: str = ""


def mutants_of(library: Library, id_: str, version: str) -> list[Mutant]:
    """Every edit of every file of a version, in the order of the text.

    Raises :class:`InputError` where it can't be built.
    """
    built = library.built(id_, version)
    if built is None:
        raise InputError(library.diagnostics.in_order())
    neighbours = Neighbours(built.rulebook)
    found: dict[str, Mutant] = {}
    for file, tree in library.text(id_, version).trees.items():
        for change in edits(tree, neighbours) if tree is not None else ():
            name = f"{change.where}: {change.says}"
            number = 2
            while name in found:
                name = f"{change.where}: {change.says} ({number})"
                number += 1
            found[name] = Mutant(name, change.place, file, change)
    return list(found.values())


def within(mutants: Iterable[Mutant], beginning: str) -> list[Mutant]:
    """Those of one unit with everything below it (``art2.p5``), or of one thing that is declared (``decision NAME``)."""
    return [mutant for mutant in mutants if mutant.name.startswith(beginning) and mutant.name[len(beginning)] in " .:"]


def sampled(mutants: Sequence[Mutant], size: int, seed: int = 0) -> list[Mutant]:
    """So many of them at random, the same ones for the same seed, in their order."""
    if size >= len(mutants):
        return list(mutants)
    chosen = set(random.Random(seed).sample(range(len(mutants)), size))  # noqa: S311 - no secret
    return [mutant for number, mutant in enumerate(mutants) if number in chosen]


class Hunt:
    """Runs scenarios on mutants of one version until one notices."""

    def __init__(self, library: Library, id_: str, version: str, scenarios: Iterable[Scenario]) -> None:
        self.library, self.id, self.version = library, id_, version
        self.scenarios = [scenario for scenario in scenarios if scenario.rulebook == f"{id_}@{version}"]
        self.caught: dict[str, int] = {}

    def run(self, mutants: Iterable[Mutant]) -> Iterator[Verdict]:
        """What becomes of each."""
        for mutant in mutants:
            yield self.verdict(mutant)

    def verdict(self, mutant: Mutant) -> Verdict:
        """Whether the mutant loads, and which scenario notices it."""
        library = self.library.edited(self.id, self.version, mutant.file, mutant.change.tree)
        built = library.built(self.id, self.version)
        if built is None or library.diagnostics.errors:
            return Verdict(mutant, "refused")
        interpreter = Interpreter(built.rulebook)
        for scenario in self._likeliest_first(mutant):
            if self._notices(scenario, interpreter):
                self.caught[scenario.name] = self.caught.get(scenario.name, 0) + 1
                return Verdict(mutant, "noticed", scenario.name)
        return Verdict(mutant, "unnoticed")

    def _likeliest_first(self, mutant: Mutant) -> list[Scenario]:
        """Scenarios about the same unit first, then those that noticed much."""
        unit = mutant.name.partition(" ")[0].partition(".")[0]

        def rank(scenario: Scenario) -> tuple[bool, int]:
            return (scenario.source.partition(".")[0] != unit, -self.caught.get(scenario.name, 0))

        return sorted(self.scenarios, key=rank)

    @staticmethod
    def _notices(scenario: Scenario, interpreter: Interpreter) -> bool:
        try:
            plan = interpreter.plan(scenario.record.subject)
            judgment = Evaluation(plan, scenario.record, scenario.as_of).judgment()
            return bool(differences(scenario.expectations, judgment))
        except (KeyError, StopIteration):  # what a scenario speaks of is gone
            return True
