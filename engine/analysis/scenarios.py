"""Running scenarios: each record evaluated, each expectation compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.analysis.expectations import differences
from engine.analysis.scenario_files import read_scenarios
from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """The interpreters of a library's rulebooks, each linked once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._linked: dict[str, Interpreter] = {}

    def of(self, reference: str) -> Interpreter:
        """The interpreter of ``ID`` or ``ID@VERSION``.

        Raises :class:`InputError` where the rulebook does not load.
        """
        rulebook = self.library.load(reference)
        key = f"{rulebook.id}@{rulebook.version}"
        if key not in self._linked:
            self._linked[key] = Interpreter(rulebook)
        return self._linked[key]


def scenarios_of(interpreters: Interpreters, id_: str, diagnostics: Diagnostics) -> list[Scenario]:
    """The scenarios of a rulebook; where the rulebook itself does not load, its findings and no scenario."""
    try:
        interpreters.of(id_)
        return read_scenarios(interpreters.library, id_, interpreters.of, diagnostics)
    except InputError as error:
        diagnostics.found += error.diagnostics
        return []


def run(scenario: Scenario, interpreters: Interpreters, coverage: Coverage | None = None) -> Result:
    """One scenario evaluated and compared; ``coverage`` is told what it exercised."""
    plan = interpreters.of(scenario.rulebook).plan(scenario.record.subject)
    evaluation = Evaluation(plan, scenario.record, scenario.as_of)
    judgment = evaluation.judgment()
    if coverage is not None:
        coverage.observe(evaluation, judgment)
    return Result(scenario, judgment, differences(scenario.expectations, judgment))


def run_all(scenarios: Iterable[Scenario], interpreters: Interpreters, coverage: Coverage | None = None) -> Iterator[Result]:
    """Every scenario in order, each as it is done."""
    for scenario in scenarios:
        yield run(scenario, interpreters, coverage)
