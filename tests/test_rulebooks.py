"""The rulebooks' own scenarios beside the tests, so that one command runs everything and names what failed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from engine.analysis.coverage import Coverage
from engine.analysis.findings import findings_of
from engine.analysis.scenarios import Interpreters, run, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from tests.shipped import library

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
    return Interpreters(library())


@cache
def rulebooks() -> list[str]:
    """Only their names: what is read while tests are collected, each worker reads again."""
    return interpreters().library.ids()


@pytest.mark.parametrize("id_", rulebooks())
def test_every_scenario_passes_and_every_determined_result_is_exercised(id_: str) -> None:
    """What is applied mutatis mutandis is the same rule again: it is exercised where it stands, its use where it applies.

    One test for a rulebook, since reading thousands of scenarios in every worker takes longer than running them.
    """
    diagnostics = Diagnostics()
    scenarios = scenarios_of(interpreters(), id_, diagnostics)
    assert [str(finding) for finding in diagnostics.in_order()] == []
    assert len(scenarios) > LEAST_SCENARIOS
    coverage = Coverage(interpreters().of(id_).rulebook)
    results = [run(scenario, interpreters(), coverage) for scenario in scenarios]
    failed = [result for result in results if not result.passed]
    assert not failed, "\n\n".join("\n".join((f"{one.scenario.place}: {one.scenario.name}", *one.differences)) for one in failed)
    never = {
        f"{covered.what} {covered.name}": [result for result in covered.never if result != "undetermined"]
        for covered in coverage.all
        if "/" not in covered.name
    }
    assert {name: results for name, results in never.items() if results} == CANNOT_HAPPEN.get(id_, {})


def test_nothing_to_report() -> None:
    findings = findings_of(Library(ROOT / "rulebooks"))
    assert [str(finding) for finding in findings] == []
