"""Careless edits: which there are, which of them scenarios notice, and which are known to be harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.analysis.findings import findings_of
from engine.analysis.mutation.changes import changes
from engine.analysis.mutation.mutants import mutants_of, sampled
from engine.analysis.mutation.neighbours import Neighbours
from engine.analysis.mutation.score import Trial
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_source
from engine.loading.tree import plain
from tests.unit.analysis.small_library import write_library

if TYPE_CHECKING:
    from pathlib import Path

HARMLESS = """\
rulebook: reading-room
harmless:
  - edit: "art2.p1: when left out"
    because: {zh: 測試, en: a test}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(write_library(tmp_path))


def edits_of(condition: str, library: Library) -> dict[str, object]:
    """The edits of a condition by their names, each with what would stand there."""
    tree = read_source(condition, "a test", Diagnostics())
    assert tree is not None
    found = changes(tree, Neighbours(library.load("reading-room")).at("art1"))
    return {f"{change.where}: {change.says}": plain(change.tree) for change in found}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{fact: age, at_least: 16}",
         {": at_least → more_than", "at_least: 16 → 17", "at_least: 16 → 15"}),
        ("{all: [.p1, .p2]}",
         {": all → any", "all[0]: dropped", "all[1]: dropped", "all[0]: .p1 → .p2", "all[1]: .p2 → .p1"}),
        ("{not: {fact: card.blocked}}",
         {": not dropped"}),
        ("{some: loans, where: {field: from, before: 2030-01-01}}",
         {": some → every", "where: left out", "where.field: from → to", "where: before → on_or_before",
          "where.before: 2030-01-01 → 2030-01-02", "where.before: 2030-01-01 → 2029-12-31"}),
        ("{fact: card.blocked, is: true}",
         {": is → is_not", "is: true → false"}),
        ("{round: {fact: age}, rounding: floor, places: 0}",
         {"rounding: floor → ceiling"}),
        ("{choose: [{when: .p1, then: 1}, {when: .p2, then: 2}, {otherwise: 3}]}",
         {"choose[0]: row dropped", "choose[1]: row dropped", "choose[0]: after the next row",
          "choose[0].when: .p1 → .p2", "choose[1].when: .p2 → .p1", "choose[0].then: 1 → 2", "choose[0].then: 1 → 0",
          "choose[1].then: 2 → 3", "choose[1].then: 2 → 1", "choose[2].otherwise: 3 → 4", "choose[2].otherwise: 3 → 2"}),
        ("{multiply: [{fact: age}, 0.15]}",
         {"multiply[1]: 0.15 → 0.16", "multiply[1]: 0.15 → 0.14"}),
    ],
)  # fmt: skip
def test_the_edits_of_a_condition(library: Library, condition: str, expected: set[str]) -> None:
    assert edits_of(condition, library).keys() == expected


def test_an_edit_changes_what_it_says_and_nothing_else(library: Library) -> None:
    found = edits_of("{all: [{fact: age, at_least: 16}, .p2]}", library)
    assert found["all[0].at_least: 16 → 17"] == {"all": [{"fact": "age", "at_least": 17}, ".p2"]}
    assert found["all[1]: dropped"] == {"all": [{"fact": "age", "at_least": 16}]}


def test_the_edits_of_a_rulebook_have_names_of_their_own_and_places(library: Library) -> None:
    found = mutants_of(library, "reading-room", "1")
    assert len({mutant.name for mutant in found}) == len(found)
    by_name = {mutant.name: mutant for mutant in found}
    assert str(by_name["art1.p1 parameter least_age value: 16 → 17"].place).endswith("articles/01.yaml:7:26")
    assert {"art1.p1: requires → forbids", "decision entry rows[0].then: admitted → refused"} <= by_name.keys()
    assert not any("text" in name or "label" in name for name in by_name)


def test_scenarios_notice_what_they_speak_of_and_nothing_else(library: Library) -> None:
    """No scenario holds a loan: whether the duty of Article 2 is due was never asked where it is."""
    trial = Trial(library, "reading-room", None, Diagnostics())
    fates = {mutant.name: fate for mutant, fate in trial.run(jobs=1)}
    assert fates["art1.p1 parameter least_age value: 16 → 17"] == "noticed"
    assert fates["art1.p1 parameter least_age value: 16 → 15"] == "noticed"
    assert fates["art1.p1 requires: at_least → more_than"] == "noticed"
    assert fates["art1.p2: forbids → requires"] == "noticed"
    assert fates["decision entry rows[0].when: all → any"] == "noticed"
    assert fates["art2.p1 when.at_least: 1 → 2"] == "unnoticed"
    score = trial.score(list(trial.run(jobs=1)))
    assert score.unexplained == score.fates["unnoticed"] > 0
    assert score.share == score.fates["noticed"] / (score.fates["noticed"] + score.fates["unnoticed"])


def test_what_does_not_load_is_told_apart(library: Library) -> None:
    """Without its first row, nobody is admitted any more: that outcome is dead, and the rulebook does not load."""
    trial = Trial(library, "reading-room", None, Diagnostics())
    fates = {mutant.name: fate for mutant, fate in trial.run(jobs=1)}
    assert fates["decision entry rows[0]: row dropped"] == "refused"


def test_several_processes_find_the_same(library: Library) -> None:
    trial = Trial(library, "reading-room", None, Diagnostics())
    assert list(trial.run(jobs=2)) == list(trial.run(jobs=1))


def test_a_sample_is_the_same_every_time_and_in_order(library: Library) -> None:
    everything = mutants_of(library, "reading-room", "1")
    some = sampled(everything, 5)
    assert some == sampled(everything, 5)
    assert len(some) == 5
    assert some == [mutant for mutant in everything if mutant in some]
    assert sampled(everything, 10_000) == everything


def test_a_harmless_edit_has_its_reason(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    edit = "art2.p1 when.at_least: 1 → 2"
    (folder / "reading-room" / "harmless-edits.yaml").write_text(
        HARMLESS.replace("art2.p1: when left out", edit), encoding="utf-8"
    )
    library = Library(folder)
    assert [str(finding) for finding in findings_of(library)] == []
    trial = Trial(library, "reading-room", None, Diagnostics())
    score = trial.score(list(trial.run(jobs=1)))
    assert {mutant.name: reason and reason.en for mutant, reason in score.unnoticed}[edit] == "a test"
    assert score.unexplained == score.fates["unnoticed"] - 1


def test_a_harmless_edit_that_is_no_longer_there_is_told(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "reading-room" / "harmless-edits.yaml").write_text(HARMLESS, encoding="utf-8")
    [finding] = findings_of(Library(folder))
    assert (finding.code, finding.place.line) == ("unknown-edit", 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HARMLESS.replace("reading-room", "other"), "wrong-identity"),
        (HARMLESS.replace("    because: {zh: 測試, en: a test}\n", ""), "missing-key"),
        (HARMLESS.replace("harmless:", "harmles:"), "unknown-key"),
    ],
)
def test_a_faulty_file_of_harmless_edits_is_told(tmp_path: Path, text: str, code: str) -> None:
    folder = write_library(tmp_path)
    (folder / "reading-room" / "harmless-edits.yaml").write_text(text, encoding="utf-8")
    assert code in {finding.code for finding in findings_of(Library(folder))}


def test_only_the_edits_of_one_unit_or_name(library: Library) -> None:
    def names(only: str) -> set[str]:
        return {mutant.name for mutant in Trial(library, "reading-room", None, Diagnostics(), only).mutants}

    assert names("art2") == names("art2.p1")  # a unit with everything below it
    assert {name.partition(" ")[0].partition(":")[0] for name in names("art2.p1")} == {"art2.p1"}
    assert all(name.startswith("decision entry ") for name in names("decision entry"))
    assert names("art") == names("no-such-unit") == set()
