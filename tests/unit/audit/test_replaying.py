"""Replaying a log after the text, the vocabulary, the engine or the record has changed: what differs, and whose doing it is."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from typer.testing import CliRunner

from engine.audit.replaying import Changed, Replayer, Status
from engine.audit.verification import walk
from engine.cli.application import app
from tests.unit.analysis.small_library import ARTICLE_1, RULEBOOK, VOCABULARY, write_library
from tests.unit.audit.small_log import ORIGIN, Office

if TYPE_CHECKING:
    from pathlib import Path

AGES = {"R-15": 15, "R-17": 17, "R-30": 30}
OLDER = {"article_1": ARTICLE_1.replace("value: 16", "value: 18")}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small library, and a log of three decisions."""
    monkeypatch.chdir(tmp_path)
    write_library(tmp_path)
    (tmp_path / "records").mkdir()
    for id_, age in AGES.items():
        write_record(tmp_path, id_, age=age)
    assert run("evaluate", "records", "--rulebook", "reading-room", "--log", "d.log").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), prog_name="rulebook")


def write_record(folder: Path, id_: str, **facts: object) -> None:
    record = {"id": id_, "loans": [], "card": {"issued_on": "2022-01-01"}, **facts}
    (folder / "records" / f"{id_}.json").write_text(json.dumps(record), encoding="utf-8")


def replayed(*more: str) -> tuple[int, dict[str, Any]]:
    """The exit status, and what is told of each record."""
    result = run("audit", "replay", "d.log", "--format", "json", *more)
    found = json.loads(result.stdout)
    return result.exit_code, {one["record"]: one for one in found["entries"]} | {"counts": found["counts"]}


def other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.audit.origin.code_digest", lambda: "sha256:other")


def test_nothing_has_changed(office: Path) -> None:
    assert office.is_dir()
    assert replayed() == (0, {"counts": {"same": 3}})


def test_the_text_was_edited(office: Path) -> None:
    write_library(office, **OLDER)
    status, found = replayed()
    assert status == 1
    assert found["counts"] == {"other-decision": 1, "same": 2}
    one = found["R-17"]
    assert one["changed"] == ["rulebook"]
    assert one["explained"] == ["another rulebook: the text of reading-room@1 was edited"]
    [difference] = one["differences"]
    assert (difference["decision"], difference["before"], difference["after"]) == ("entry", "admitted", "refused")
    assert {"outcome", "possible", "because"} <= set(difference["differs"])


SECOND = RULEBOOK.replace('version: "1"', 'version: "2"').replace("in_force: 2020-01-01", "in_force: 2020-01-02")
"""The head of a second version, under which every record comes."""


def test_a_new_version_and_another_engine_are_told_apart_where_the_former_text_is_here(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = office / "rulebooks" / "reading-room" / "enactments" / "2"
    shutil.copytree(later.with_name("1"), later)
    (later / "rulebook.yaml").write_text(SECOND, encoding="utf-8")
    (later / "articles" / "01.yaml").write_text(OLDER["article_1"], encoding="utf-8")
    other_engine(monkeypatch)
    _, found = replayed()
    assert found["counts"] == {"other-decision": 1, "same": 2}
    assert found["R-17"]["changed"] == ["rulebook"]
    assert any("reading-room@1 then, reading-room@2 now" in sentence for sentence in found["R-17"]["explained"])


def test_where_the_former_text_is_gone_nobody_can_tell_it_from_the_engine(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_library(office, **OLDER)
    other_engine(monkeypatch)
    _, found = replayed()
    assert found["R-17"]["changed"] == ["rulebook", "engine"]
    assert "nobody can say" in found["R-17"]["explained"][-1]


def decided_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that never refuses."""
    from engine.evaluation.judgment import DecisionResult  # noqa: PLC0415 - for this alone

    told = DecisionResult.as_json
    spoilt = {"outcome": "admitted", "possible": ["admitted"]}
    monkeypatch.setattr(DecisionResult, "as_json", lambda self: told(self) | (spoilt if self.name == "entry" else {}))


def test_another_engine_alone(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.is_dir()
    other_engine(monkeypatch)
    assert replayed() == (0, {"counts": {"same": 3}}), "an engine of other code that decides the same is no difference"
    decided_wrongly(monkeypatch)
    _, found = replayed()
    assert found["counts"] == {"other-decision": 1, "same": 2}
    assert found["R-15"]["changed"] == ["engine"]


def test_another_engine_beside_a_new_version_that_changes_nothing(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = office / "rulebooks" / "reading-room" / "enactments" / "2"
    shutil.copytree(later.with_name("1"), later)
    (later / "rulebook.yaml").write_text(SECOND, encoding="utf-8")
    other_engine(monkeypatch)
    decided_wrongly(monkeypatch)
    _, found = replayed()
    assert found["R-15"]["changed"] == ["engine"]


def test_a_difference_that_nothing_explains(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.is_dir()
    decided_wrongly(monkeypatch)
    assert replayed()[1]["R-15"]["changed"] == ["unexplained"]


def test_another_vocabulary(office: Path) -> None:
    write_library(office, vocabulary=VOCABULARY.replace("presumed: false", "presumed: true"))
    _, found = replayed()
    assert found["counts"] == {"other-decision": 2, "other-reasons": 1}
    assert found["R-30"]["changed"] == ["vocabulary"]


@pytest.mark.parametrize("without", ["age", "everything"])
def test_a_record_that_no_longer_fits_its_vocabulary(tmp_path: Path, without: str) -> None:
    office = Office(write_library(tmp_path))
    office.log(tmp_path / "d.log", "R-1")
    [line] = walk(tmp_path / "d.log", lambda _done, _size: None, [])
    assert line.entry is not None
    reader = office.library.vocabularies["reader"]
    facts = {path: fact for path, fact in reader.facts.items() if path != "age"}
    vocabularies = {"reader": replace(reader, facts=facts)} if without == "age" else {}

    def never(*_: object) -> NoReturn:
        raise AssertionError

    found = Replayer(ORIGIN, vocabularies, never, never, never).replay(line.entry)
    assert (found.status, found.changed) == (Status.GONE, (Changed.VOCABULARY,))


def test_another_record(office: Path) -> None:
    write_record(office, "R-15", age=16)
    write_record(office, "R-30", age=31)
    status, found = replayed("--records", "records")
    assert status == 1
    assert (found["R-15"]["status"], found["R-15"]["changed"]) == ("other-decision", ["record"])
    assert found["R-15"]["explained"] == ["another record: age"]
    assert (found["R-30"]["status"], found["R-30"]["explained"]) == ("same", ["another record: age; decided in the same way"])
    assert "R-17" not in found


def test_a_rulebook_that_is_gone(office: Path) -> None:
    shutil.rmtree(office / "rulebooks" / "reading-room")
    status, found = replayed()
    assert (status, found["counts"]) == (1, {"not-decidable": 3})
    assert found["R-15"]["changed"] == ["rulebook"]


def test_what_was_erased_cannot_be_replayed_and_is_no_fault(office: Path) -> None:
    assert office.is_dir()
    assert run("audit", "erase", "d.log", "--record", "R-17", "--because", "a request", "--by", "An Officer").exit_code == 0
    status, found = replayed()
    assert (status, found["counts"]) == (0, {"erased": 1, "same": 2})
    assert "R-17" not in (office / "d.log").read_text(encoding="utf-8")


def test_what_was_changed_in_the_log_is_not_replayed(office: Path) -> None:
    log = office / "d.log"
    log.write_text(log.read_text(encoding="utf-8").replace('"age":17', '"age":18'), encoding="utf-8")
    status, found = replayed()
    assert (status, found["counts"]) == (1, {"not-as-logged": 1, "same": 2})


def test_the_day_and_the_decisions_that_were_asked_for_are_asked_for_again(office: Path) -> None:
    arguments = ["records/R-30.json", "--rulebook", "reading-room@1", "--as-of", "2030-01-01", "--decision", "loans_held"]
    assert run("evaluate", *arguments, "--log", "e.log").exit_code == 0
    entry = json.loads((office / "e.log").read_text(encoding="utf-8"))
    assert entry["content"]["asked"] == {"rulebook": "reading-room@1", "as_of": "2030-01-01", "decisions": ["loans_held"]}
    assert entry["content"]["judgment"]["facts_as_of"] == "2030-01-01"
    shown = run("audit", "replay", "e.log", "--all")
    assert shown.exit_code == 0
    assert "1 the same today" in shown.stdout
