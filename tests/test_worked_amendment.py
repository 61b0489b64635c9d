"""The worked amendment of ``examples/amendment-2030``: fictitious, and held to what it says."""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import engine
from engine.analysis.comparison.changes import changes
from engine.analysis.scenarios import Interpreters, run_all, scenarios_of
from engine.cli.application import app
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.schemas.parts import from_yaml

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "amendment-2030"
AMENDMENT = EXAMPLE / "amendment.yaml"
REGULATION, BROCHURE = "moe-international-students", "nthu-dual-emba"
LAST = "2030-08-01"


def library_with(*drafts: Path) -> Library:
    return Library(ROOT / "rulebooks", drafts=drafts)


@cache
def amended() -> Library:
    return library_with(AMENDMENT)


@cache
def interpreters() -> Interpreters:
    return Interpreters(amended())


def written() -> dict[str, Any]:
    found: dict[str, Any] = from_yaml(AMENDMENT.read_text(encoding="utf-8"))
    return found


def failures(id_: str, folder: Path | None = None, every: int = 1) -> tuple[int, list[str]]:
    diagnostics = Diagnostics()
    scenarios = scenarios_of(interpreters(), id_, diagnostics, folder)[::every]
    assert [str(finding) for finding in diagnostics.found] == []
    results = list(run_all(scenarios, interpreters()))
    return len(results), [result.scenario.name for result in results if not result.passed]


# -- what it says ------------------------------------------------------------------------------------------------------


def test_it_is_clearly_fictitious() -> None:
    act = written()
    assert "虛構" in act["title"]["zh"]
    assert "fictitious" in act["title"]["en"]
    texts = [change["to"] for change in act["changes"] if str(change.get("set", "")).endswith(".text")]
    units = [change.get("unit") or change.get("with") for change in act["changes"] if "unit" in change or "replace" in change]
    article = next(change["article"] for change in act["changes"] if "article" in change)
    for text in (*texts, *(unit["text"] for unit in (*units, *article["paragraphs"]))):
        assert text["zh"].startswith("（虛構）")
        assert text["en"].startswith("(Fictitious)")
    assert "虛構" in next(change["leaves"]["zh"] for change in act["changes"] if "leaves" in change)


def test_it_uses_every_word_that_an_amending_act_needs() -> None:
    words = {next(iter(change)) for change in written()["changes"]}
    assert words >= {"set", "replace", "insert_after", "insert_into", "repeal", "renumber"}
    steps = amended().amendments(REGULATION)[0].steps
    assert [step.day for step in steps] == [date(2030, 1, 1), date(2030, 2, 1), date(2030, 8, 1)]
    assert steps[0].day < amended().amendments(REGULATION)[0].promulgated


def test_an_editor_accepts_it() -> None:
    schema = json.loads((ROOT / "schemas" / "amendment.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(written())] == []


def test_an_editor_knows_the_new_facts_of_its_records() -> None:
    said = CliRunner().invoke(app, ["schema", "applicant", "--rulebooks", str(ROOT / "rulebooks"), "--amendment", str(AMENDMENT)])
    shipped = json.loads((EXAMPLE / "record-applicant.schema.json").read_text(encoding="utf-8"))
    assert json.loads(said.stdout) == shipped, (
        "rulebook schema applicant --amendment amendment.yaml > record-applicant.schema.json"
    )


def test_every_version_loads_and_so_does_the_brochure_under_each() -> None:
    library = amended()
    assert library.versions(REGULATION) == ["2021-01-22", "2030-01-01", "2030-02-01", LAST]
    for version in library.versions(REGULATION):
        brochure = library.load(BROCHURE, uses={REGULATION: version})
        assert brochure.uses[REGULATION].rulebook.version == version
    assert [str(finding) for finding in library.diagnostics.found] == []


# -- decisions before and after ----------------------------------------------------------------------------------------


def test_the_decisions_before_and_after_are_those_of_its_scenarios() -> None:
    count, failed = failures(REGULATION, EXAMPLE / "scenarios")
    assert (count, failed) == (17, [])


def test_without_the_amendment_its_scenarios_cannot_be_read() -> None:
    diagnostics = Diagnostics()
    scenarios_of(Interpreters(library_with()), REGULATION, diagnostics, EXAMPLE / "scenarios")
    assert "unknown-fact" in {finding.code for finding in diagnostics.errors}


@pytest.mark.parametrize(("id_", "every"), [(REGULATION, 6), (BROCHURE, 7)])
def test_old_records_decide_as_before(id_: str, every: int) -> None:
    """Of the scenarios beside the rulebooks so many, for the sake of time; ``make test`` runs all without the draft."""
    count, failed = failures(id_, every=every)
    assert count > 100
    assert failed == []


def applicant(name: str) -> dict[str, Any]:
    found: dict[str, Any] = from_yaml((EXAMPLE / "applicants" / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    ("name", "version", "outcome"),
    [
        ("before-the-amendment", "2021-01-22", "may_not_apply"),
        ("one-hundred-and-fifty-days", "2030-02-01", "may_apply"),
        ("scholarship-holder", "2030-02-01", "may_apply"),
        ("quarantine", "2030-02-01", "may_apply"),
        ("seventeen-years-old", "2030-02-01", "may_not_apply"),
        ("second-degree", LAST, "may_apply"),
        ("transitional", "2021-01-22", "may_not_apply"),
    ],
)
def test_each_applicant_comes_under_a_version_and_is_decided(name: str, version: str, outcome: str) -> None:
    record = engine.read(amended().load(f"{REGULATION}@{LAST}"), applicant(name))
    judgment = interpreters().editions_of(REGULATION).under_each(record).judgment()
    assert judgment.rulebook.version == version
    assert judgment.decisions["application"].outcome == outcome
    assert ("transitional-rule" in {remark.code for remark in judgment.remarks}) == (name == "transitional")


# -- comparing ---------------------------------------------------------------------------------------------------------


def told(before: Rulebook, after: Rulebook) -> set[tuple[str, str, str]]:
    return {(change.kind, change.before, change.after) for change in changes(before, after)}


def test_a_comparison_names_exactly_what_it_changes() -> None:
    enacted, last = (amended().load(f"{REGULATION}@{version}") for version in ("2021-01-22", LAST))
    same = [
        ("parameter", "annual_stay_limit"), ("parameter", "hk_macao_annual_stay_limit"),
        ("parameter", "mainland_annual_stay_limit"), ("parameter", "language_centre_cap"),
        ("reading", "continuous_residence"),
        ("term", "stay_is_disregarded"), ("term", "language_centre_time_is_short"),
        ("unit", "art3.p2"), ("unit", "art3.p2.but"), ("unit", "art3.p4"), ("unit", "art3.p4.but"), ("unit", "art3.p6"),
        ("unit", "art4.p1.s1"), ("unit", "art14"),
        ("unit", "art27-1.p1.s1.paragraph_2"), ("unit", "art27-1.p1.s1.paragraph_6"),
        ("decision", "eligibility"), ("decision", "programme"),
    ]  # fmt: skip
    moved = [("art2.p4", "art2.p5"), ("art2.p5", "art2.p6"), ("art2.p5.s2", "art2.p6.s2"), ("art2.p6", "art2.p7")]
    added = [("unit", "art2.p4"), ("unit", "art2.p6.s5"), ("unit", "art10-1"), ("unit", "art28.p3"),
             ("term", "quarantine_stay"), ("parameter", "least_age_for_a_master")]  # fmt: skip
    gone = [("unit", "art14.p1"), ("term", "special_class_has_a_ground"), ("decision", "special_class")]
    assert told(enacted, last) == {
        *((kind, name, name) for kind, name in same),
        *(("unit", old, new) for old, new in moved),
        *((kind, "", name) for kind, name in added),
        *((kind, name, "") for kind, name in gone),
        ("transitional", "", "2030-02-01"),
    }


def test_impact_traces_each_flip_to_the_change_that_its_story_tells() -> None:
    said = CliRunner().invoke(
        app,
        ["impact", f"{REGULATION}@2021-01-22", f"{REGULATION}@{LAST}", str(EXAMPLE / "applicants"),
         "--rulebooks", str(ROOT / "rulebooks"), "--amendment", str(AMENDMENT), "--decision", "application", "--format", "json"],
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    found = json.loads(said.stdout)
    causes = {
        flip["record"].removeprefix("F-"): [[found["changes"][one]["after"] for one in cause] for cause in flip["causes"]]
        for flip in found["flips"]
    }
    assert causes == {
        "before-the-amendment": [["annual_stay_limit"]],
        "one-hundred-and-fifty-days": [["annual_stay_limit"]],
        "transitional": [["annual_stay_limit"]],
        "scholarship-holder": [["eligibility"]],  # the row that names the new Paragraph 4
        "quarantine": [["stay_is_disregarded"]],
        "seventeen-years-old": [["programme"]],  # the row that names the new Article 10-1
        "second-degree": [["art4.p1.s1"]],
    }


# -- the order says nothing --------------------------------------------------------------------------------------------


def drafted(folder: Path, name: str, act: dict[str, Any]) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(json.dumps(act, ensure_ascii=False, default=str), encoding="utf-8")
    return file


def assert_the_same_law(library: Library) -> None:
    assert library.versions(REGULATION) == amended().versions(REGULATION)
    for version in ("2030-01-01", LAST):  # the last one has everything in it
        one, other = (each.load(f"{REGULATION}@{version}") for each in (amended(), library))
        assert list(one.provisions) == list(other.provisions)
        assert {kind for kind, *_ in told(one, other)} <= {"transitional"}  # which is called by its act


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_listed_changes_says_nothing(tmp_path: Path, seed: int) -> None:
    act = written()
    random.Random(seed).shuffle(act["changes"])
    assert_the_same_law(library_with(drafted(tmp_path, "shuffled", act)))


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_in_two_files_it_is_the_same_law(tmp_path: Path, names: tuple[str, str]) -> None:
    """Article 2, to which much refers, in one act, and all else in another; whichever is called first."""
    act = written()
    about_2 = [change for change in act["changes"] if _is_about_article_2(change)]
    others = [change for change in act["changes"] if change not in about_2]
    assert 0 < len(about_2) < len(act["changes"])
    first = act | {"amendment": names[0], "changes": about_2}
    second = {key: value for key, value in act.items() if key not in {"vocabulary", "transitional"}}
    second |= {"amendment": names[1], "changes": others}
    assert_the_same_law(library_with(drafted(tmp_path, "first", first), drafted(tmp_path, "second", second)))


def _is_about_article_2(change: dict[str, Any]) -> bool:
    target = str(next(iter(change.values())))
    return target.startswith("art2.") or target in {
        "decisions.eligibility", "parameters.annual_stay_limit", "parameters.language_centre_cap",
        "readings.continuous_residence", "terms.stay_is_disregarded", "terms.language_centre_time_is_short",
    }  # fmt: skip


def test_a_fault_of_a_draft_is_told_where_only_its_rulebook_is_checked(tmp_path: Path) -> None:
    act = written()
    act["changes"].append({"set": "art2.p5.s22.text", "to": {"zh": "字", "en": "word"}})
    said = CliRunner().invoke(
        app, ["check", REGULATION, "--rulebooks", str(ROOT / "rulebooks"), "--amendment", str(drafted(tmp_path, "draft", act))]
    )
    assert said.exit_code == 1
    assert 'there is no "art2.p5.s22.text" to set' in said.stdout
