"""The commands where a rulebook has several versions: each record by its own day, and what is said while that is open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.unit.batch.small_batches import lines
from tests.unit.evaluation.small_editions import ROOM, write_days

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both versions of the small library in ``rulebooks``, as the working directory."""
    write_days(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def record(folder: Path, issued_on: str | None, name: str = "record", **facts: Any) -> Path:
    path = folder / f"{name}.yaml"
    plain = {"id": name, "age": 17, "loans": [], "card": {"issued_on": issued_on}} | facts
    path.write_text(yaml.safe_dump(plain), encoding="utf-8")
    return path


def evaluated(run: Run, path: Path, reference: str = ROOM) -> Any:
    return json.loads(run("evaluate", path, "--rulebook", reference, "--format", "json").stdout)


@pytest.mark.parametrize(("day", "version", "outcome"), [("2021-12-31", "1", "admitted"), ("2022-01-01", "2", "refused")])
def test_a_record_is_decided_by_the_version_of_its_day(room: Path, run: Run, day: str, version: str, outcome: str) -> None:
    found = evaluated(run, record(room, day))
    assert (found["rulebook"]["version"], found["decisions"]["entry"]["outcome"]) == (version, outcome)


def test_a_version_that_is_named_decides_outright(room: Path, run: Run) -> None:
    found = evaluated(run, record(room, "2023-01-01"), f"{ROOM}@1")
    assert (found["rulebook"]["version"], found["decisions"]["entry"]["outcome"]) == ("1", "admitted")


def test_the_day_of_the_command_chooses_the_version(room: Path, run: Run) -> None:
    found = json.loads(
        run("evaluate", record(room, None), "--rulebook", ROOM, "--as-of", "2021-03-01", "--format", "json").stdout
    )
    assert (found["rulebook"]["version"], found["law_as_of"], found["facts_as_of"]) == ("1", "2021-03-01", "2021-03-01")


def test_the_text_says_which_version_and_since_when(room: Path, run: Run) -> None:
    shown = run("evaluate", record(room, "2023-01-01"), "--rulebook", ROOM, "--lang", "en").stdout
    assert f"{ROOM}@2" in shown
    assert "in force since 1 January 2022" in shown


def test_while_the_version_is_open_each_is_told(room: Path, run: Run) -> None:
    shown = run("evaluate", record(room, None), "--rulebook", ROOM, "--lang", "en").stdout
    together, first, second = shown.partition("version 1, in force")[0], *shown.split("Rules of the reading room, version ")[-2:]
    assert "[entry: undetermined]" in together
    assert "Which version applies is open" in together
    assert "[card.issued_on]" in together
    assert "[entry: admitted]" in first
    assert "[entry: refused]" in second


def test_in_chinese_too(room: Path, run: Run) -> None:
    shown = run("evaluate", record(room, None), "--rulebook", ROOM, "--lang", "zh").stdout
    assert "應適用之版本尚未確定" in shown


def test_a_table_of_records_has_one_of_which_the_version_is_open(room: Path, run: Run) -> None:
    folder = room / "records"
    folder.mkdir()
    record(folder, "2021-01-01", "early")
    record(folder, "2022-01-01", "late")
    record(folder, None, "open")
    shown = run("evaluate", folder, "--rulebook", ROOM, "--lang", "en").stdout
    rows = {row.split()[0]: row for row in shown.splitlines() if row.split()[:1] in (["early"], ["late"], ["open"])}
    assert "Admitted" in rows["early"]
    assert "Refused" in rows["late"]
    assert "? 1 / 2" in rows["open"]
    assert "Which version applies is open" in rows["open"]


def test_an_outcome_that_only_an_older_version_has_can_be_asked_for(room: Path, run: Run) -> None:
    path = room / "rulebooks" / ROOM / "enactments" / "2" / "rulebook.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("refused", "turned_away"), encoding="utf-8")
    done = run("evaluate", record(room, "2021-01-01", age=15), "--rulebook", ROOM, "--fail-on", "refused")
    assert done.exit_code == 1
    assert run("evaluate", record(room, "2022-01-01"), "--rulebook", ROOM, "--fail-on", "refused").exit_code == 0


def test_a_decision_that_only_an_older_version_has_can_be_asked_for(room: Path, run: Run) -> None:
    path = room / "rulebooks" / ROOM / "enactments" / "2" / "rulebook.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("loans_held", "loans_kept"), encoding="utf-8")
    folder = room / "records"
    folder.mkdir()
    for name, day in (("early", "2021-01-01"), ("late", "2022-01-01"), ("open", None)):
        record(folder, day, name)
    shown = run("evaluate", folder, "--rulebook", ROOM, "--decision", "loans_held", "--lang", "en").stdout
    rows = {row.split()[0]: row.split()[1] for row in shown.splitlines() if row.split()[:1] in (["early"], ["late"], ["open"])}
    assert rows["early"] == "0"
    assert rows["late"] == "2"  # the version: there is no answer
    assert rows["open"] == "Cannot"


@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_report_tells_each_version_that_may_apply(room: Path, run: Run, format_: str) -> None:
    done = run("report", record(room, None), "--rulebook", ROOM, "--out", "out", "--format", format_, "--lang", "both")
    assert done.exit_code == 0, done.output
    text = (room / "out" / f"record.{format_}").read_text(encoding="utf-8")
    for said in ("Which version applies is open", "應適用之版本尚未確定", "version 1, in force", "version 2, in force"):
        assert said in text
    assert text.index("version 1, in force") < text.rindex("version 2, in force")


def test_a_report_of_one_version_is_as_ever(room: Path, run: Run) -> None:
    run("report", record(room, "2021-01-01"), "--rulebook", ROOM, "--out", "out", "--format", "md", "--lang", "en")
    text = (room / "out" / "record.md").read_text(encoding="utf-8")
    assert "Which version applies" not in text
    assert "Admitted" in text


def test_scenarios_run_by_the_version_of_their_records_day(room: Path, run: Run) -> None:
    scenarios = room / "rulebooks" / ROOM / "scenarios" / "entry.yaml"
    scenarios.write_text(
        f"rulebook: {ROOM}\nbase: base.yaml\nscenarios:\n"
        + "".join(
            f"  - name: {name}\n    because: the day\n    source: art1.p1\n    with: {{age: 17, card.issued_on: {day}}}\n"
            f"    expect:\n      decisions: {{entry: {outcome}}}\n{more}"
            for name, day, outcome, more in (
                ("before", "2021-12-31", "admitted", "      provisions: {art2.p1: not_applicable}\n"),
                ("after", "2022-01-01", "refused", ""),
            )
        ),
        encoding="utf-8",
    )
    done = run("test", ROOM, "--format", "json")
    assert done.exit_code == 0, done.output
    results = json.loads(done.stdout)["results"]
    assert [one["rulebook"] for one in results] == [f"{ROOM}@1", f"{ROOM}@2"]
    named = run("test", f"{ROOM}@2", "--format", "json")
    assert [one["name"] for one in json.loads(named.stdout)["results"]] == ["after"]


def test_a_scenario_speaks_of_the_provisions_of_its_version(room: Path, run: Run) -> None:
    scenarios = room / "rulebooks" / ROOM / "scenarios" / "entry.yaml"
    scenarios.write_text(
        f"rulebook: {ROOM}\nbase: base.yaml\nscenarios:\n  - name: after\n    because: the day\n    source: art1.p1\n"
        "    with: {card.issued_on: 2022-01-01}\n    expect:\n      provisions: {art2.p1: not_applicable}\n",
        encoding="utf-8",
    )
    done = run("test", ROOM)
    assert done.exit_code == 1
    assert 'there is no provision "art2.p1" in version 2' in done.stderr


def test_a_batch_and_its_statistics_tell_the_versions(room: Path, run: Run) -> None:
    folder = room / "records"
    folder.mkdir()
    for number, day in enumerate(["2021-01-01", "2022-01-01", "2022-02-01", None]):
        record(folder, day, f"r{number}")
    done = run("batch", folder, "--rulebook", ROOM, "--out", "out", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert [one["rulebook"]["version"] for one in lines(room / "out" / "decisions.ndjson")] == ["1", "2", "2", "undetermined"]
    summary = json.loads((room / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["versions"] == {ROOM: {"1": 1, "2": 2, "undetermined": 1}}
    assert f"version of {ROOM}" in run("stats", "out").stdout


def test_a_batch_of_a_version_that_is_named_tells_no_versions(room: Path, run: Run) -> None:
    done = run("batch", record(room, "2023-01-01"), "--rulebook", f"{ROOM}@1", "--out", "out", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert "versions" not in json.loads((room / "out" / "summary.json").read_text(encoding="utf-8"))
