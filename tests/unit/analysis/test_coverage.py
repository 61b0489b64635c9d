"""Coverage tells what was exercised, and what never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.coverage import Coverage
from engine.analysis.scenarios import Interpreters, run_all, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from tests.unit.analysis.small_library import ARTICLE_2, RULEBOOK, SCENARIOS, write_library

if TYPE_CHECKING:
    from pathlib import Path


def never(folder: Path, **files: str) -> dict[str, tuple[str, ...]]:
    interpreters = Interpreters(Library(write_library(folder, **files)))
    diagnostics = Diagnostics()
    scenarios = scenarios_of(interpreters, "reading-room", diagnostics)
    assert [str(finding) for finding in diagnostics.found] == []
    coverage = Coverage(interpreters.of("reading-room").rulebook)
    assert len(list(run_all(scenarios, interpreters, coverage))) == len(scenarios)
    return {f"{covered.what} {covered.name}": covered.never for covered in coverage.all}


def test_what_no_scenario_exercised_is_told(tmp_path: Path) -> None:
    assert never(tmp_path) == {
        "provision art1.p1": ("undetermined",),
        "provision art1.p2": ("undetermined",),
        "provision art2.p1": ("satisfied", "undetermined"),
        "decision entry": ("undetermined",),
        "decision loans_held": ("undetermined",),
        "rows entry": (),
    }


def test_a_status_that_a_provision_cannot_have_is_not_asked_for(tmp_path: Path) -> None:
    interpreters = Interpreters(Library(write_library(tmp_path)))
    covered = {one.name: one.results for one in Coverage(interpreters.of("reading-room").rulebook).all}
    assert "not_applicable" not in covered["art1.p1"]  # it binds everybody
    assert "not_satisfied" not in covered["art2.p1"]  # a duty is due or not


def test_a_scenario_more_leaves_less(tmp_path: Path) -> None:
    more = SCENARIOS + (
        "  - name: unknown age\n    because: nobody knows\n    source: art1.p1\n    without: [age, loans]\n"
        "    expect: {decisions: {entry: undetermined}}\n"
    )
    found = never(tmp_path, scenarios=more)
    assert found["provision art1.p1"] == ()
    assert found["decision entry"] == ()
    assert found["decision loans_held"] == ()


def test_the_rows_of_a_choice_are_counted_but_not_those_that_readings_choose(tmp_path: Path) -> None:
    value = (
        "value:\n      choose:\n        - when: {fact: age, less_than: {parameter: least_age}}\n"
        "          then: {count: loans}\n        - when: {fact: age, at_least: 100}\n          then: {count: loans}\n"
        "        - otherwise: {count: loans}\n"
    )
    found = never(tmp_path, rulebook=RULEBOOK.replace("value: {count: loans}\n", value))
    [choice] = [results for name, results in found.items() if name.startswith("choice")]
    assert len(choice) == 1
    assert choice[0].startswith("row 2 (line ")


def test_what_asks_for_no_fact_has_no_other_result_to_exercise(tmp_path: Path) -> None:
    """A power without a condition is always there, and a decision that only tells a parameter is always determined."""
    article = (
        ARTICLE_2
        + """\
  - paragraph: 2
    label: {zh: 展延, en: Extension}
    text: {zh: 圖書館得展延開放時間。, en: The library may extend its hours.}
    parameters:
      most_hours: {value: 12, unit: hours, label: {zh: 最長時數, en: Most hours}}
    kind: power
    finding: card.blocked
"""
    )
    rulebook = RULEBOOK + "  hours:\n    title: {zh: 時數, en: Hours}\n    value: {parameter: most_hours}\n"
    coverage = Coverage(
        Interpreters(Library(write_library(tmp_path, article_2=article, rulebook=rulebook))).of("reading-room").rulebook
    )
    results = {f"{covered.what} {covered.name}": covered.results for covered in coverage.all}
    assert results["provision art2.p2"] == ()
    assert results["decision hours"] == ("determined",)
    assert results["decision loans_held"] == ("determined", "undetermined")
    assert "not_applicable" in results["provision art2.p1"]
