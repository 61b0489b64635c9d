"""The rulebooks' own scenarios, each as a test, so that one command runs everything and names what failed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.analysis.coverage import Coverage
from engine.analysis.findings import findings_of
from engine.analysis.scenarios import Interpreters, run, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library

if TYPE_CHECKING:
    from engine.analysis.scenario_files import Scenario

ROOT = Path(__file__).resolve().parent.parent
LEAST_SCENARIOS = 100  # "well over a hundred"; a loader that skips files must not pass by skipping them


CANNOT_HAPPEN = {
    "moe-international-students": {
        # Both bind only a university or tertiary college with a centre, and that alone is what Article 15 asks.
        "provision art26.p1.ministry_scholarships": ["not_satisfied"],
        "provision art26.p1.own_scholarships": ["not_satisfied"],
    }
}
"""Results that no record can have, and why: by rulebook."""


@cache
def interpreters() -> Interpreters:
    return Interpreters(Library(ROOT / "rulebooks"))


@cache
def shipped_scenarios() -> tuple[Scenario, ...]:
    diagnostics = Diagnostics()
    ids = interpreters().library.ids()
    found = tuple(scenario for id_ in ids for scenario in scenarios_of(interpreters(), id_, diagnostics))
    assert [str(finding) for finding in diagnostics.in_order()] == []
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each scenario. What keeps scenarios from being read fails a test of its own, not the collection."""
    if "scenario" not in metafunc.fixturenames:
        return
    try:
        scenarios = shipped_scenarios()
    except Exception as error:  # noqa: BLE001 - whatever it is, the test reports it
        metafunc.parametrize("scenario", [error], ids=["the scenarios cannot be read"])
        return
    names = [f"{scenario.rulebook.partition('@')[0]}: {scenario.name}" for scenario in scenarios]
    metafunc.parametrize("scenario", scenarios, ids=names)


def test_scenario(scenario: Scenario | Exception) -> None:
    if isinstance(scenario, Exception):
        raise scenario
    result = run(scenario, interpreters())
    assert result.passed, f"{scenario.place}\n" + "\n".join(result.differences)


def test_there_are_enough_scenarios_of_every_rulebook() -> None:
    by_rulebook = dict.fromkeys(interpreters().library.ids(), 0)
    for scenario in shipped_scenarios():
        by_rulebook[scenario.rulebook.partition("@")[0]] += 1
    assert all(count > LEAST_SCENARIOS for count in by_rulebook.values()), by_rulebook


def test_nothing_to_report() -> None:
    findings = findings_of(Library(ROOT / "rulebooks"))
    assert [str(finding) for finding in findings] == []


@pytest.mark.parametrize("id_", interpreters().library.ids())
def test_every_determined_result_of_a_rulebook_is_exercised(id_: str) -> None:
    """What is applied mutatis mutandis is the same rule again: it is exercised where it stands, its use where it applies."""
    own = [scenario for scenario in shipped_scenarios() if scenario.rulebook.partition("@")[0] == id_]
    coverage = Coverage(interpreters().of(id_).rulebook)
    for scenario in own:
        run(scenario, interpreters(), coverage)
    never = {
        f"{covered.what} {covered.name}": [result for result in covered.never if result != "undetermined"]
        for covered in coverage.all
        if "/" not in covered.name
    }
    assert {name: results for name, results in never.items() if results} == CANNOT_HAPPEN.get(id_, {})
