"""Batches on other engines, held against the same batch on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from bench.workload.records import records
from bench.workload.rules import RULEBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
LONGEST = 300
"""Seconds after which a run is given up."""


class Runs:
    """Runs ``rulebook batch`` on the same inputs, each time into another folder."""

    def __init__(self, inputs: Path, folder: Path) -> None:
        self.inputs, self.folder = inputs, folder

    def start(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        """A run that has begun; its folder is named like it."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "engine.cli", "batch", self.inputs, "--rulebook", "workload", "--rulebooks", RULEBOOKS,
             "--out", self.folder / name, "--explain", "none", *options],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def end(self, run: subprocess.Popen[bytes], status: int = 1) -> str:
        """Wait for its end; what it said to standard error. Some inputs are bad, so that it ends with 1."""
        try:
            _, said = run.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
            raise
        assert run.returncode == status, said.decode()
        return said.decode()

    def run(self, name: str, *options: str, status: int = 1) -> Path:
        """A whole run; its folder."""
        self.end(self.start(name, *options), status)
        return self.folder / name


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Twelve small files: good lines, lines that are no record, and ids that stand in two files or twice in one."""
    folder = tmp_path_factory.mktemp("inputs")
    lines = [json.dumps(record) for record in records(600, holes=True)]
    lines[7] = lines[7][:-20]
    lines[208] = '{"id": "A", "degree": "baccalaureate"}'
    lines[505] = lines[3]
    lines[111] = lines[112] = lines[300]
    for number in range(12):
        text = "\n".join(lines[number * 50 : number * 50 + 50])
        (folder / f"{number:02}.ndjson").write_text(f"{text}\n", encoding="utf-8")
    return Runs(folder, tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="session")
def local(runs: Runs) -> Path:
    """The folder of the batch on this machine."""
    found = runs.run("local", "--jobs", "1")
    summary = json.loads((found / "summary.json").read_text(encoding="utf-8"))
    assert summary["read"] == 600
    assert summary["rejected_because"]["duplicate-id"] == 5
    assert summary["rejected"] == 7
    return found


def kill_one(run: subprocess.Popen[bytes], word: str, begun: Callable[[], bool]) -> None:
    """Kill one process below a run, of which the command line has a word in it, as soon as the work has begun."""
    end = time.monotonic() + LONGEST
    while not begun():
        assert run.poll() is None, "it ended before it was seen to begin"
        assert time.monotonic() < end
        time.sleep(0.005)
    for process in psutil.Process(run.pid).children(recursive=True):
        try:
            if word in " ".join(process.cmdline()):
                process.kill()
                break
        except psutil.NoSuchProcess:
            continue
    else:
        raise AssertionError(f"no process with {word}")
    assert run.poll() is None, "it had ended already"
