"""Batches that log: each decision once, whatever interrupts them, and files that are the same with a log or without."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from engine.audit.log import LogWriter
from engine.audit.verification import verify
from engine.cli.application import app
from tests.unit.batch.small_batches import content, lines, reader, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Batch = Callable[..., Result]


@pytest.fixture
def inputs(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven records in chunks of two: two have one id, one is no record."""
    monkeypatch.setattr("engine.batch.cutting.LINES_EXPLAINED", 2)
    records = [reader(1), reader(2, age=12), "{", reader(3), reader(4, name={"en": "Ada"}), reader(3), reader(5), reader(6)]
    return write_lines(small / "r.ndjson", records)


def logged(small: Path, log: str = "d.log") -> list[dict[str, Any]]:
    """The entries of a log in which nothing is wrong."""
    assert verify(small / log).findings == []
    return lines(small / log)


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["erasable"]["record"]["id"] for entry in entries if entry["content"]["kind"] == "decision"]


@pytest.mark.parametrize("explain", ["all", "none"])
def test_what_is_given_out_is_logged_and_the_files_are_the_same(small: Path, batch: Batch, inputs: Path, explain: str) -> None:
    plain = batch(inputs.name, "--explain", explain, out="plain")
    result = batch(inputs.name, "--explain", explain, "--log", "d.log")
    assert result.exit_code == plain.exit_code == 1
    assert content(small / "out") == content(small / "plain")
    entries = logged(small)
    assert ids(entries) == ["R-1", "R-2", "R-4", "R-5", "R-6"]
    assert [(entry["batch"]["at"], entry["batch"]["of"]) for entry in entries] == [(at, 5) for at in range(1, 6)]
    assert f"5 entries, head {entries[-1]['hash']}" in result.stderr
    for entry, line in zip(entries, lines(small / "out" / "decisions.ndjson"), strict=True):
        kept = {key: value for key, value in line.items() if key not in {"record", "duties", "provisions"}}
        assert entry["content"]["judgment"] == kept
        assert entry["erasable"]["record"]["id"] == line["record"]
    assert "Ada" not in (small / "d.log").read_text(encoding="utf-8")


def test_a_log_of_one_decision_at_a_time_and_of_a_batch_say_the_same(small: Path, batch: Batch) -> None:
    write_lines(small / "r.ndjson", [reader(1), reader(2, age=12)])
    assert batch("r.ndjson", "--explain", "all", "--log", "d.log").exit_code == 0
    one_by_one = ["evaluate", "r.ndjson", "--rulebook", "reading-room", "--log", "e.log"]
    assert CliRunner().invoke(app, one_by_one, prog_name="rulebook").exit_code == 0
    for one, other in zip(logged(small), logged(small, "e.log"), strict=True):
        assert {**one["content"], "commitments": ""} == {**other["content"], "commitments": ""}
        assert {**one["erasable"]["record"], "salt": ""} == {**other["erasable"]["record"], "salt": ""}


def test_only_what_is_written_out_is_logged(small: Path, batch: Batch, inputs: Path) -> None:
    assert batch(inputs.name, "--only", "refused", "--no-lines", "--log", "d.log").exit_code == 1
    assert ids(logged(small)) == ["R-2"]


def test_a_batch_that_is_done_is_not_logged_again(small: Path, batch: Batch, inputs: Path) -> None:
    batch(inputs.name, "--log", "d.log")
    before = (small / "d.log").read_bytes()
    assert batch(inputs.name, "--log", "d.log").exit_code == 1
    assert (small / "d.log").read_bytes() == before
    refused = batch(inputs.name, "--log", "other.log")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert batch(inputs.name, "--log", "other.log", "--force").exit_code == 1
    assert len(logged(small, "other.log")) == 5


def test_a_log_that_cannot_be_written_ends_a_batch_before_it_begins(small: Path, batch: Batch, inputs: Path) -> None:
    (small / "link.log").symlink_to("d.log")
    result = batch(inputs.name, "--log", "link.log")
    assert result.exit_code == 2
    assert "link" in result.stderr
    assert not (small / "out").exists()


@pytest.mark.parametrize("appended", [1, 2])
def test_a_batch_that_stops_while_it_logs_goes_on_where_it_was(
    small: Path, batch: Batch, inputs: Path, monkeypatch: pytest.MonkeyPatch, appended: int
) -> None:
    whole = LogWriter.append
    left = [appended]

    def until(writer: LogWriter, drafts: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return whole(writer, drafts)

    monkeypatch.setattr(LogWriter, "append", until)
    assert batch(inputs.name, "--log", "d.log").exit_code == 130
    monkeypatch.setattr(LogWriter, "append", whole)
    some = len(logged(small))
    assert 0 < some < 5
    assert not (small / "out" / "summary.json").exists()
    assert batch(inputs.name, "--log", "d.log").exit_code == 1
    assert ids(logged(small)) == ["R-1", "R-2", "R-4", "R-5", "R-6"]


def test_chunks_that_were_decided_without_a_log_are_decided_again_for_it(
    small: Path, batch: Batch, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("engine.batch.run.Assembly.write", stops)
        assert batch(inputs.name).exit_code == 130
    assert batch(inputs.name, "--log", "d.log").exit_code == 1
    assert ids(logged(small)) == ["R-1", "R-2", "R-4", "R-5", "R-6"]


@pytest.mark.skipif(os.name != "posix", reason="a group of processes is killed as POSIX does it")
def test_killed_at_random_moments_each_decision_is_logged_once(small: Path, root: Path) -> None:
    write_lines(small / "r.ndjson", [reader(number, age=number % 40) for number in range(700)])
    command = [sys.executable, "-m", "engine.cli", "batch", "r.ndjson", "--rulebook", "reading-room", "--out", "out"]
    arguments = [*command, "--log", "d.log", "--jobs", "1", "--explain", "all"]
    surroundings = {**os.environ, "PYTHONPATH": str(root)}
    chance = random.Random(os.environ.get("RULEBOOK_KILLS_SEED", "1"))
    for _ in range(int(os.environ.get("RULEBOOK_KILLS", "2"))):
        running = subprocess.Popen(  # noqa: S603 - our own command
            arguments, env=surroundings, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while running.poll() is None and not (small / "d.log").exists():
            time.sleep(0.01)
        try:
            running.wait(chance.uniform(0.1, 1.5))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    last = subprocess.run(arguments, env=surroundings, check=False, capture_output=True)  # noqa: S603 - our own command
    assert last.returncode == 0, last.stderr
    assert verify(small / "d.log").findings == []
    found = [json.loads(line) for line in (small / "d.log").read_text(encoding="utf-8").splitlines()]
    assert Counter(ids(found)) == Counter(f"R-{number}" for number in range(700))
