"""Running scenarios: each record evaluated, each expectation compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.analysis.expectations import differences
from engine.analysis.scenario_files import read_scenarios
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from engine.analysis.coverage import Coverage
    from engine.analysis.scenario_files import Scenario
    from engine.evaluation.judgment import Judgment
    from engine.language.diagnostics import Diagnostics
    from engine.loading.library import Library


@dataclass(frozen=True, slots=True)
class Result:
    """How a scenario went: ``differences`` in words, none where it passed."""

    scenario: Scenario
    judgment: Judgment
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.differences


class Interpreters:
    """The interpreters of a library's rulebooks, and of their editions, each linked once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._linked: dict[str, Interpreter] = {}
        self._editions: dict[str, EditionsInterpreter] = {}

    def of(self, reference: str) -> Interpreter:
        """The interpreter of ``ID`` or ``ID@VERSION``.

        Raises :class:`InputError` where the rulebook does not load.
        """
        rulebook = self.library.load(reference)
        key = f"{rulebook.id}@{rulebook.version}"
        if key not in self._linked:
            self._linked[key] = Interpreter(rulebook)
        return self._linked[key]

    def editions_of(self, reference: str) -> EditionsInterpreter:
        """The interpreter of the editions of ``ID``, among which a record's days choose, or of ``ID@VERSION``.

        Raises :class:`InputError` where the rulebook does not load.
        """
        if reference not in self._editions:
            self._editions[reference] = EditionsInterpreter(self.library.editions(reference))
        return self._editions[reference]


def scenarios_of(interpreters: Interpreters, id_: str, diagnostics: Diagnostics, folder: Path | None = None) -> list[Scenario]:
    """The scenarios of a rulebook, unless said those beside it; where it does not load, its findings and no scenario."""
    try:
        return read_scenarios(interpreters.library, id_, interpreters.editions_of, diagnostics, folder)
    except InputError as error:
        diagnostics.found += error.diagnostics
        return []


def run(scenario: Scenario, interpreters: Interpreters, coverage: Coverage | None = None) -> Result:
    """One scenario evaluated and compared; ``coverage`` is told what it exercised."""
    considered = interpreters.editions_of(scenario.asked).under_each(scenario.record, scenario.as_of)
    judgment = considered.judgment()
    if coverage is not None:
        for evaluation, under in zip(considered.evaluations, considered.judgments(), strict=True):
            coverage.observe(evaluation, under)
    return Result(scenario, judgment, differences(scenario.expectations, judgment))


def run_all(scenarios: Iterable[Scenario], interpreters: Interpreters, coverage: Coverage | None = None) -> Iterator[Result]:
    """Every scenario in order, each as it is done."""
    for scenario in scenarios:
        yield run(scenario, interpreters, coverage)
