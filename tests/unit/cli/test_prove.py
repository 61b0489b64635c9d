"""``rulebook prove``: its answers in words and as data, its witnesses as files that anybody can evaluate, its wrong uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.values import UnencodableError
from engine.language.expressions import NOWHERE
from tests.unit.analysis.proof.books import pool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

OLDER = {"least_age: {value: 12,": "least_age: {value: 13,"}
QUICK = ("--timeout", "30", "--jobs", "1", "--lang", "en")


@pytest.fixture(autouse=True)
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three versions: the second is stricter than the first, the third has a row that is never reached."""
    dead = "      - {when: {all: [art1, art2, {fact: ticket, is: day}]}, then: out}\n      - otherwise: out\n"
    pool(tmp_path / "rulebooks", a={}, b=OLDER, c={"      - otherwise: out\n": dead})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULEBOOK_PATH", str(tmp_path / "rulebooks"))
    return tmp_path


def test_two_versions_are_compared_in_words(run: Run, rules: Path) -> None:
    done = run("prove", "pool@a", "pool@b", "--decision", "entry", *QUICK)
    assert done.exit_code == 0, done.output
    assert "pool@a → pool@b" in done.stdout
    assert "Stricter: the second refuses some whom the first favours" in done.stdout
    assert "Nobody is newly admitted within the bounds." in done.stdout
    assert "age: 12" in done.stdout
    assert "pool@b: Refused" in done.stdout
    assert "Fines: at most 2" in done.stdout
    assert not (rules / "witnesses").exists()


def test_in_chinese_nothing_is_said_in_english(run: Run) -> None:
    done = run("prove", "pool@a", "pool@b", "--decision", "entry", "--timeout", "30", "--jobs", "1", "--lang", "zh")
    assert done.exit_code == 0
    assert "較嚴" in done.stdout
    assert "於所設範圍內，無人因此改為准許。" in done.stdout
    assert "Stricter" not in done.stdout


def test_a_witness_is_a_record_file_that_replays(run: Run) -> None:
    done = run("prove", "pool@a", "pool@b", "--decision", "entry", "--out", "witnesses", "--format", "json", *QUICK)
    found = json.loads(done.stdout)
    assert found["verdict"] == "stricter"
    assert [book["version"] for book in found["rulebooks"]] == ["a", "b"]
    witness = found["differences"]["newly_refused"]["witness"]
    assert witness["plausible"]
    assert witness["record"]["age"] == 12
    assert witness["file"] == "witnesses/newly_refused.yaml"
    assert found["differences"]["newly_favoured"] == {
        "answer": "never",
        "seconds": found["differences"]["newly_favoured"]["seconds"],
    }
    for version, outcome in zip("ab", witness["outcomes"], strict=True):
        judged = run("evaluate", "witnesses/newly_refused.yaml", "--rulebook", f"pool@{version}", "--format", "json")
        assert json.loads(judged.stdout)["decisions"]["entry"]["outcome"] == outcome


def test_a_verdict_can_fail(run: Run) -> None:
    compared = ("prove", "pool@a", "pool@b", "--decision", "entry", *QUICK)
    assert run(*compared, "--fail-on", "stricter").exit_code == 1
    assert run(*compared, "--fail-on", "looser", "--fail-on", "undecided").exit_code == 0


def test_whether_one_only_tightens_the_other(run: Run) -> None:
    done = run("prove", "pool@b", "--tightens", "pool@a", "--decision", "entry", *QUICK)
    assert done.exit_code == 0
    assert "Only tightens" in done.stdout
    done = run("prove", "pool@a", "--tightens", "pool@b", "--decision", "entry", "--format", "json", *QUICK)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["tightens"] is False


def test_a_reading_changes_the_rules_that_are_compared(run: Run) -> None:
    done = run("prove", "pool@a", "pool@a", "--decision", "owed", "--reading", "owing=everything", *QUICK)
    assert "Equivalent" in done.stdout
    assert "under the readings pool:owing=everything" in done.stdout
    other = ("--other-reading", "owing=everything", "--bound", "fines=1")
    done = run("prove", "pool@a", "pool@a", "--decision", "entry", *other, *QUICK)
    assert "Equivalent" not in done.stdout
    assert "the second alone under the readings pool:owing=everything" in done.stdout


def test_one_rulebook_is_asked_about(run: Run) -> None:
    done = run("prove", "pool@c", *QUICK)
    assert done.exit_code == 1
    assert "Entry [entry], row 3: never decides within the bounds" in done.stdout
    done = run("prove", "pool@a", "--format", "json", *QUICK)
    assert done.exit_code == 0
    (about,) = json.loads(done.stdout)["subjects"]
    assert {one["finding"] for one in about["questions"]} == {"fine"}
    assert {one["question"] for one in about["questions"]} == {"satisfied", "violated", "row", "exception", "together"}


def test_what_was_not_decided_is_told_and_is_no_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_encoder: Encoder, name: str) -> Any:
        raise UnencodableError(NOWHERE, f"{name} has no terms")

    monkeypatch.setattr(Encoder, "decision", refuse)
    done = run("prove", "pool@c", "--question", "row", *QUICK)
    assert done.exit_code == 0
    assert "row 1: whether it ever decides was not decided: the solver has no terms for something in the rules" in done.stdout
    done = run("prove", "pool@a", "pool@b", "--decision", "entry", "--fail-on", "undecided", *QUICK)
    assert done.exit_code == 1
    assert "Undecided" in done.stdout
    assert "Whether anybody is newly admitted was not decided: the solver has no terms" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pool@a", "pool@b"], "say which: --decision NAME"),
        (["pool@a", "pool@b", "pool@c", "--decision", "entry"], "one rulebook is asked about, or two are compared"),
        (["pool@a", "--decision", "entry"], "--decision compares two rulebooks"),
        (["pool@a", "pool@x", "--decision", "entry"], 'no version "x"'),
        (["pool@a", "pool@b", "--decision", "entri"], 'did you mean "entry"?'),
        (["pool@a", "pool@b", "--decision", "entry=owed"], "a decision with outcomes is not compared with one that has a value"),
        (["pool@a", "pool@b", "--decision", "entry", "--favourable", "inn"], 'did you mean "in"?'),
        (["pool@a", "pool@b", "--decision", "entry", "--reading", "owin=x"], 'did you mean "owing"?'),
        (["pool@a", "pool@b", "--decision", "entry", "--reading", "owing=x"], "everything"),
        (["pool@a", "pool@b", "--decision", "entry", "--bound", "fine=2"], 'did you mean "fines"?'),
        (["pool@a", "pool@b", "--decision", "entry", "--bound", "fines=two"], "no number above 0"),
        (["pool@a", "pool@b", "--decision", "entry", "--from", "2020-13-01"], "--from"),
        (["pool@a", "pool@b", "--decision", "entry", "--from", "2020-01-01", "--to", "2019-01-01"], "--to lies before --from"),
        (["pool@a", "pool@b", "--decision", "entry", "--timeout", "soon"], "no number above 0"),
        (["pool@a", "pool@b", "--decision", "entry", "--uses", "pool@a"], '--uses of pool: there is no "pool"'),
        (["pool@a", "pool@b", "--decision", "entry", "--other-uses", "pol@a"], 'there is no rulebook "pol"'),
    ],
)
def test_a_wrong_use_is_told_with_a_way_out(run: Run, arguments: list[str], message: str) -> None:
    done: Any = run("prove", *arguments)
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_rulebook_is_compared_with_itself_on_another_version_of_what_it_rests_on(run: Run, rules: Path) -> None:
    door = rules / "rulebooks" / "door" / "enactments" / "1"
    (door / "articles").mkdir(parents=True)
    (door / "rulebook.yaml").write_text(DOOR, encoding="utf-8")
    (door / "articles" / "1.yaml").write_text(DOOR_UNIT, encoding="utf-8")
    uses = ("--uses", "pool@a", "--other-uses", "pool@b")
    done = run("prove", "door", "door", "--decision", "opens", *uses, *QUICK)
    assert done.exit_code == 0, done.output
    assert "Stricter" in done.stdout
    assert "door@1 (2) rests on pool@b" in done.stdout
    found = json.loads(run("prove", "door", "door", "--decision", "opens", *uses, "--format", "json", *QUICK).stdout)
    assert [book["uses"][0]["version"] for book in found["rulebooks"]] == ["a", "b"]


DOOR = """\
rulebook: door
version: "1"
title: {zh: 門禁, en: Rules of the door}
authority: {zh: 泳池, en: Pool}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects: {visitor: {facts_as_of: {fact: seen_on}}}
uses: {pool: {in_force_on: {fact: seen_on}}}
decisions:
  opens:
    title: {zh: 開門, en: Opens}
    cite: [art1]
    outcomes: {"open": {zh: 開, en: Open}, shut: {zh: 不開, en: Shut}}
    favourable: ["open"]
    rows: [{when: art1, then: "open"}, {otherwise: shut}]
"""
DOOR_UNIT = """\
article: "1"
text: {zh: 符合泳池規則者開門。, en: The door opens to those whom the pool admits.}
kind: requirement
requires: pool:art1
"""
