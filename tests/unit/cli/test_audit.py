"""``rulebook audit`` and ``--log``: what the commands print, how they end, and that the commands of the texts work."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from engine.audit.decisions import Asked
from engine.cli.audit.replay import _Deciding
from engine.language.record import Record
from engine.loading.library import Library
from engine.loading.schema import schema_of
from tests.unit.loading.amended import branch, dated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

TIME = "2030-02-01T09:00:00+08:00"
BY = ["--because", "a reason", "--by", "An Officer"]


@pytest.fixture
def log(small: Path, run: Run) -> Path:
    """A log of two decisions."""
    for id_, age in (("R-1", 30), ("R-2", 12)):
        record = {"id": id_, "age": age, "loans": [], "card": {"issued_on": "2022-01-01"}}
        (small / f"{id_}.json").write_text(json.dumps(record), encoding="utf-8")
        done = run("evaluate", f"{id_}.json", "--rulebook", "reading-room", "--log", "d.log", "--at", TIME)
        assert done.exit_code == 0
        code = re.search(rf"^{id_}: entry \d, code ([\w-]+)$", done.stderr, re.MULTILINE)
        assert code
        assert run("audit", "show", "d.log", "--code", code[1]).stdout.startswith("entry ")
    return small / "d.log"


def entries(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_decision_is_logged_before_it_is_shown(small: Path, run: Run) -> None:
    (small / "r.json").write_text('{"id": "R-1"}', encoding="utf-8")
    (small / "folder").mkdir()
    result = run("evaluate", "r.json", "--rulebook", "reading-room", "--log", "folder")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "folder" in result.stderr


@pytest.mark.parametrize("time", ["yesterday", "2030-02-01T09:00:00"])
def test_a_time_that_is_none(small: Path, run: Run, time: str) -> None:
    (small / "r.json").write_text('{"id": "R-1"}', encoding="utf-8")
    result = run("evaluate", "r.json", "--rulebook", "reading-room", "--log", "d.log", "--at", time)
    assert result.exit_code == 2
    assert "--at" in result.stderr
    assert not (small / "d.log").exists()


def test_verify(log: Path, run: Run) -> None:
    head = entries(log)[1]["hash"]
    assert entries(log)[0]["logged_at"] == TIME
    result = run("audit", "verify", "d.log")
    assert result.exit_code == 0
    assert f"d.log: 2 entries (2 decisions), head {head}" in result.stdout
    assert run("audit", "verify", "d.log", "--head", head, "--entries", "2").exit_code == 0
    assert run("audit", "verify", "d.log", "--head", head.removeprefix("sha256:").upper()).exit_code == 0
    assert run("audit", "verify", "d.log", "--head", "x").exit_code == 2
    assert run("audit", "verify", "none.log").exit_code == 2
    log.write_text(log.read_text(encoding="utf-8").replace('"outcome":"refused"', '"outcome":"admitted"'), encoding="utf-8")
    changed = run("audit", "verify", "d.log")
    assert changed.exit_code == 1
    assert "d.log:2: entry 2 was changed: its content does not have its hash (record R-2) [changed]" in changed.stdout
    found = json.loads(run("audit", "verify", "d.log", "--format", "json").stdout)
    [finding] = found["findings"]
    assert (finding["code"], finding["line"], finding["number"], finding["record"]) == ("changed", 2, 2, "R-2")


def test_a_cut_is_found_by_the_head_that_was_noted(log: Path, run: Run) -> None:
    head = entries(log)[1]["hash"]
    log.write_text(log.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert "the file .head beside it" in run("audit", "verify", "d.log").stdout
    log.with_name("d.log.head").unlink()
    assert run("audit", "verify", "d.log").exit_code == 0
    for noted in (["--head", head], ["--entries", "2"]):
        assert run("audit", "verify", "d.log", *noted).exit_code == 1


def test_show(log: Path, run: Run) -> None:
    assert log.is_file()
    shown = run("audit", "show", "d.log", "--record", "R-2")
    assert shown.exit_code == 0
    assert "entry: refused  because of reading-room:art1.p1" in shown.stdout
    assert "R-1" not in shown.stdout
    assert json.loads(run("audit", "show", "d.log", "--entry", "1", "--format", "json").stdout)["number"] == 1
    assert run("audit", "show", "d.log", "--record", "R-3").exit_code == 1
    assert run("audit", "show", "d.log", "--code", "x").exit_code == 2


def test_an_officer_departs_with_a_reason(log: Path, run: Run) -> None:
    depart = ["audit", "depart", "d.log", *BY, "--record", "R-2", "--decision"]
    assert run(*depart, "entry", "--outcome", "admitted", "--at", TIME).exit_code == 0
    last = entries(log)[-1]
    assert last["content"]["departs_from"] == {"number": 2, "hash": entries(log)[1]["hash"]}
    assert (last["content"]["was"], last["content"]["outcome"], last["content"]["by"]) == ("refused", "admitted", "An Officer")
    assert last["erasable"]["reason"]["because"] == "a reason"
    assert "a reason" not in json.dumps(last["content"])
    assert "because: a reason" in run("audit", "show", "d.log", "--record", "R-2").stdout
    assert run(*depart, "loans_held", "--outcome", "3").exit_code == 0
    assert entries(log)[-1]["content"]["outcome"] == 3
    assert run("audit", "verify", "d.log").exit_code == 0
    assert run("audit", "replay", "d.log").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--record", "R-2", "--decision", "entry", "--outcome", "admited"], 'did you mean "admitted"?'),
        (["--record", "R-2", "--decision", "entry", "--outcome", "undetermined"], "decides nothing"),
        (["--record", "R-2", "--decision", "entry", "--outcome", "refused"], "nothing to depart from"),
        (["--record", "R-2", "--decision", "loans_held", "--outcome", "many"], "is not a number"),
        (["--record", "R-2", "--decision", "enter", "--outcome", "admitted"], 'did you mean "entry"?'),
        (["--record", "R-3", "--decision", "entry", "--outcome", "admitted"], "no decision on"),
        (["--entry", "9", "--decision", "entry", "--outcome", "admitted"], "no decision on"),
        (["--decision", "entry", "--outcome", "admitted"], "--record ID, or --entry N"),
    ],
)
def test_departures_that_are_none(log: Path, run: Run, arguments: list[str], told: str) -> None:
    before = log.read_bytes()
    result = run("audit", "depart", "d.log", *BY, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert log.read_bytes() == before


def test_a_person_is_erased_and_the_log_verifies(log: Path, run: Run) -> None:
    depart = ["--record", "R-2", "--decision", "entry", "--outcome", "admitted", "--because", "his secret", "--by", "A"]
    assert run("audit", "depart", "d.log", *depart).exit_code == 0
    hashes = [entry["hash"] for entry in entries(log)]
    salt = entries(log)[1]["erasable"]["record"]["salt"]
    result = run("audit", "erase", "d.log", "--record", "R-2", "--because", "a request", "--by", "An Officer", "--at", TIME)
    assert result.exit_code == 0
    assert "erased from 2 entries" in result.stdout
    text = log.read_text(encoding="utf-8")
    assert not any(word in text for word in ("R-2", "his secret", salt))
    assert [entry["hash"] for entry in entries(log)][:3] == hashes
    told = entries(log)[-1]
    assert told["logged_at"] == TIME
    assert told["content"]["by"] == "An Officer"
    assert told["content"]["because"] == "a request"
    assert told["content"]["erased"] == [{"number": number, "hash": hashes[number - 1]} for number in (2, 3)]
    assert run("audit", "verify", "d.log", "--head", hashes[2], "--entries", "3").exit_code == 0
    assert run("audit", "show", "d.log", "--entry", "2").exit_code == 0
    again = run("audit", "erase", "d.log", "--record", "R-2", "--because", "a request", "--by", "An Officer")
    assert again.exit_code == 2


def test_what_was_erased_without_a_word_is_found(log: Path, run: Run) -> None:
    lines = entries(log)
    lines[0]["erasable"]["record"] = None
    written = [json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for line in lines]
    log.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
    result = run("audit", "verify", "d.log")
    assert result.exit_code == 1
    assert "[erased-untold]" in result.stdout


def test_what_was_erased_and_is_there_again_is_found(log: Path, run: Run) -> None:
    before = log.read_text(encoding="utf-8").splitlines(keepends=True)
    assert run("audit", "erase", "d.log", "--record", "R-1", *BY).exit_code == 0
    erased = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text("".join([before[0], *erased[1:]]), encoding="utf-8")
    result = run("audit", "verify", "d.log")
    assert result.exit_code == 1
    assert "[not-erased]" in result.stdout


def test_a_torn_line_may_be_about_the_person_who_is_erased(log: Path, run: Run) -> None:
    for torn in ('{"content":{},"erasable":{"record":{"facts":{"id":"R-1"', '{"content":{'):
        with log.open("a", encoding="utf-8") as file:
            file.write(torn)
        assert "torn" in run("evaluate", "R-2.json", "--rulebook", "reading-room", "--log", "d.log").stderr
    result = run("audit", "erase", "d.log", "--record", "R-1", *BY)
    assert "erased from 2 entries" in result.stdout
    assert "torn lines are kept in entries 5" in result.stderr
    assert run("audit", "erase", "d.log", "--entry", "5", *BY).exit_code == 0
    assert run("audit", "verify", "d.log").exit_code == 0
    assert run("audit", "show", "d.log").exit_code == 0


def test_each_kind_of_entry_is_as_the_schema_says(log: Path, run: Run) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write('{"content":{')
    assert run("audit", "depart", "d.log", *BY, "--record", "R-2", "--decision", "entry", "--outcome", "admitted").exit_code == 0
    assert run("audit", "erase", "d.log", "--record", "R-1", *BY).exit_code == 0
    assert (
        run("batch", "R-2.json", "--rulebook", "reading-room", "--out", "out", "--explain", "none", "--log", "d.log").exit_code
        == 0
    )
    validator = Draft202012Validator(schema_of("decision-log"))
    for line in entries(log):
        assert [error.message for error in validator.iter_errors(line)] == []
    assert {line["content"]["kind"] for line in entries(log)} == {"decision", "departure", "erasure", "torn"}


def commands_of(file: Path, heading: str = "") -> list[str]:
    """The commands that a text shows on the decision log, below a heading."""
    text = file.read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text[text.index(heading) :], re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if "decisions.log" in line]


def test_both_readmes_give_the_same_commands(root: Path) -> None:
    assert commands_of(root / "README.md") == commands_of(root / "README.zh-TW.md")


@pytest.mark.parametrize("file", ["README.md", "docs/audit.md"])
def test_the_commands_work_one_after_the_other(
    root: Path, tmp_path: Path, run: Run, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("rulebooks", "examples"):
        (tmp_path / folder).symlink_to(root / folder)
    commands = commands_of(root / file)
    assert {line.split()[2] for line in commands if " audit " in line} >= {"verify", "depart", "erase", "replay"}
    for line in commands:
        result = run(*shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.stdout, result.stderr)


def test_the_texts_of_then_are_those_that_were_used_then(tmp_path: Path) -> None:
    """Both the rulebook and what it rested on in the versions that the entry names, whichever a record would choose today."""
    dated(tmp_path, {"in_force": "2030-01-01", "changes": [{"set": "art6.requires", "to": {"fact": "active"}}]})
    branch(tmp_path)
    library = Library(tmp_path)
    deciding, asked = _Deciding(library), Asked("branch")
    for day, versions in ((date(2029, 12, 31), ["1", "1"]), (date(2030, 1, 1), ["1", "2030-01-01"])):
        then = deciding.now(asked, Record("x", "member", {"joined_on": day, "age": 30, "active": False}))
        assert [book["version"] for book in (then["rulebook"], *then["uses"])] == versions
        undated = Record("x", "member", {"age": 30, "active": False})
        found = deciding.formerly(then, asked, undated)
        assert found is not None
        assert found["decisions"]["entry"]["outcome"] == then["decisions"]["entry"]["outcome"]
        edited = {**then, "uses": [{**book, "digest": "sha256:0"} for book in then["uses"]]}
        assert deciding.formerly(edited, asked, undated) is None
