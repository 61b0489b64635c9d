"""A batch that is killed at any moment and run again leaves the files of one that nobody disturbed, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from engine.batch.store import Store
from tests.unit.batch.small_batches import content, lines, reader, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Batch = Callable[..., Result]

KILLS = int(os.environ.get("RULEBOOK_KILLS", "4"))
"""RULEBOOK_KILLS=50 tries longer, and every step."""
RECORDS = 2600
ENDS = """
import os, sys
from pathlib import Path
import engine.batch.store as store
left = int(sys.argv.pop(1))
def ends_at(done):
    def step(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return done(*arguments, **named)
    return step
store.to_disk = ends_at(store.to_disk)
for name in ("replace", "rename"):
    setattr(Path, name, ends_at(getattr(Path, name)))
from engine.cli import main
main()
"""
"""The command, ended without a word at the so-manyth time that it writes something down or gives it its name."""


def records() -> list[object]:
    found: list[object] = [reader(number, age=number % 40) for number in range(RECORDS)]
    found[1300] = reader(12)
    found[700] = "{"
    return found


def command(out: str, *arguments: str, start: list[str] | None = None) -> list[str]:
    fixed = ["batch", "r.ndjson", "--rulebook", "reading-room", "--out", out, "--jobs", "2"]
    return [sys.executable, *(start or ["-m", "engine.cli"]), *fixed, *arguments]


def ended(arguments: list[str], surroundings: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(arguments, env=surroundings, check=False, capture_output=True)  # noqa: S603 - our own command


@pytest.fixture
def surroundings(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root)}


@pytest.mark.skipif(os.name != "posix", reason="a group of processes is killed as POSIX does it")
def test_killed_at_random_moments(small: Path, surroundings: dict[str, str]) -> None:
    write_lines(small / "r.ndjson", records())
    begun = time.monotonic()
    undisturbed = ended(command("whole"), surroundings)
    takes = time.monotonic() - begun
    assert undisturbed.returncode == 1, undisturbed.stderr
    chance = random.Random(os.environ.get("RULEBOOK_KILLS_SEED", "1"))
    for _ in range(KILLS):
        if not (small / "out" / "summary.json").exists() and chance.random() < 0.2:
            shutil.rmtree(small / "out", ignore_errors=True)  # else the later moments would be tried too seldom
        running = subprocess.Popen(  # noqa: S603 - our own command
            command("out"), env=surroundings, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(chance.uniform(0.1, takes))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        if (small / "out" / "summary.json").exists():
            shutil.copytree(small / "out", small / "finished", dirs_exist_ok=True)
            shutil.rmtree(small / "out")
    last = ended(command("out"), surroundings)
    assert last.returncode == 1, last.stderr
    assert content(small / "out") == content(small / "whole")


@pytest.mark.parametrize("step", range(1, 27) if KILLS > 4 else [3, 10, 19, 25])
def test_ended_at_each_step(small: Path, surroundings: dict[str, str], step: int) -> None:
    write_lines(small / "r.ndjson", [reader(1), "{", reader(2), reader(2)])
    killed = ended(command("out", "--jobs", "1", start=["-c", ENDS, str(step)]), surroundings)
    whole = ended(command("whole", "--jobs", "1"), surroundings)
    assert killed.returncode in {1, 9}, killed.stderr
    last = ended(command("out", "--jobs", "1"), surroundings)
    assert last.returncode == whole.returncode == 1, last.stderr
    assert content(small / "out") == content(small / "whole")


# -- what a power failure leaves ---------------------------------------------------------------------------------------


@pytest.fixture
def begun(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A batch of three chunks that stopped when all of them were done; returns its folder."""
    monkeypatch.setattr("engine.batch.cutting.LINES_EXPLAINED", 2)
    write_lines(small / "r.ndjson", [reader(number) for number in range(5)])
    assert batch("r.ndjson", out="whole").exit_code == 0
    with monkeypatch.context() as patched:
        patched.setattr("engine.batch.assembly.Assembly.write", _no_power)
        assert batch("r.ndjson").exit_code == 2
    return small / "out"


def _no_power(*_: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_and_the_rest_kept(begun: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("engine.batch.assembly.Assembly.write", _no_power)
        result = batch("r.ndjson")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert "run the same command to go on" in result.stderr
    assert len(list((begun / ".batch" / "chunks").iterdir())) == 3


def test_finished_chunks_are_kept(begun: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("engine.batch.deciding.Decider.decide", _no_power)
        assert batch("r.ndjson").exit_code == 0
    assert content(begun) == content(begun.parent / "whole")


@pytest.mark.parametrize("name", ["decisions.arrow", "lines.ndjson", "rejected.arrow", "ids.arrow", "receipt.json"])
@pytest.mark.parametrize("harm", ["torn", "gone", "other"])
def test_a_torn_chunk_is_decided_again(begun: Path, batch: Batch, name: str, harm: str) -> None:
    path = begun / ".batch" / "chunks" / "000001" / name
    match harm:
        case "torn":
            path.write_bytes(path.read_bytes()[:-3])
        case "gone":
            path.unlink()
        case _:
            path.write_bytes(path.read_bytes().replace(b"R-3", b"R-9") + b" " * (name == "receipt.json"))
    assert batch("r.ndjson").exit_code == 0
    assert content(begun) == content(begun.parent / "whole")


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_torn_plan_is_made_again(begun: Path, batch: Batch, text: str) -> None:
    (begun / ".batch" / "plan.json").write_text(text, encoding="utf-8")
    assert batch("r.ndjson").exit_code == 0
    assert content(begun) == content(begun.parent / "whole")


def test_another_command_does_not_go_on(begun: Path, batch: Batch) -> None:
    result = batch("r.ndjson", "--only", "refused")
    assert (result.exit_code, "what differs: --only" in result.stderr) == (2, True)
    assert batch("r.ndjson", "--only", "refused", "--force").exit_code == 0
    assert lines(begun / "decisions.ndjson") == []


def test_what_another_version_began_is_not_gone_on_with(begun: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.batch.engine_version", lambda: "99")
    result = batch("r.ndjson")
    assert (result.exit_code, "now 99" in result.stderr) == (2, True)
    assert (begun / ".batch" / "plan.json").exists()


def test_an_input_that_changes_while_it_is_read(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1)])

    def changing(_store: Any, job: Any, *_: Any) -> Any:
        write_lines(path, [reader(1), reader(2)])
        return job

    monkeypatch.setattr("engine.batch.run._drawn", changing)
    result = batch("r.ndjson")
    assert result.exit_code == 2
    assert "r.ndjson was changed while it was read" in result.stderr


def test_one_at_a_time(small: Path, batch: Batch) -> None:
    write_lines(small / "r.ndjson", [reader(1)])
    other = Store(small / "out")
    other.take()
    result = batch("r.ndjson")
    assert result.exit_code == 2
    assert f"another process (process {os.getpid()}) is at work" in result.stderr
    other.release()  # as it is when a process ends, however it ends
    assert batch("r.ndjson").exit_code == 0


def test_an_interruption_by_hand(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(small / "r.ndjson", [reader(1)])

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("engine.batch.assembly.Assembly.write", interrupted)
        result = batch("r.ndjson")
    assert (result.exit_code, result.stderr) == (130, "stopped; run the same command to go on\n")
    assert batch("r.ndjson").exit_code == 0


def test_a_worker_that_dies_is_replaced(small: Path, surroundings: dict[str, str]) -> None:
    """One chunk kills its process: the first time it is tried again, the second time it is told."""
    write_lines(small / "r.ndjson", [reader(number) for number in range(1200)])
    dies = (
        "import sys, os\nfrom pathlib import Path\nimport engine.batch.deciding as deciding\n"
        "real = deciding.Decider._decide\n"
        "def dying(self, chunk, folder):\n"
        "    flag = Path(os.environ['FLAG'])\n"
        "    if chunk.first == 501 and (os.environ['ALWAYS'] or not flag.exists()):\n"
        "        flag.write_text('died')\n"
        "        os._exit(9)\n"
        "    return real(self, chunk, folder)\n"
        "deciding.Decider._decide = dying\n"
    )
    (small / "sitecustomize.py").write_text(dies, encoding="utf-8")
    path = f"{small}{os.pathsep}{surroundings['PYTHONPATH']}"
    for always, status in (("", 0), ("yes", 2)):
        flags = {"FLAG": str(small / f"flag{always}"), "ALWAYS": always, "PYTHONPATH": path}
        found = ended(command(f"out{always}"), {**surroundings, **flags})
        assert found.returncode == status, found.stderr
        assert (small / f"flag{always}").exists()
    assert b"a process ended without a word, twice" in found.stderr
    assert json.loads((small / "out" / "summary.json").read_text(encoding="utf-8"))["decided"] == 1200
