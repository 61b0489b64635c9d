"""``rulebook batch --engine dask``: the files of the same batch on this machine, byte for byte, whatever becomes of a worker."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from engine.batch.errors import BatchError
from engine.distributed.extras import demand
from tests.unit.distributed.conftest import kill_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.distributed.conftest import Runs


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_two_worker_processes_of_its_own_one_of_them_killed(runs: Runs, local: Path) -> None:
    run = runs.start("dask-killed", "--engine", "dask", "--jobs", "2")
    chunks = runs.folder / "dask-killed" / ".batch" / "chunks"
    kill_one(run, "spawn_main", lambda: any(name.name.isdigit() for name in chunks.glob("*")))
    runs.end(run)
    assert contents(runs.folder / "dask-killed") == contents(local)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A scheduler with two workers, started as an office would, in processes of their own."""
    address = tmp_path / "scheduler.json"
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        address,
    ]
    with_worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", address, "--no-dashboard",
                   "--nworkers", "2", "--nthreads", "1"]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with (
        subprocess.Popen(command, **quiet) as first,  # type: ignore[call-overload]  # noqa: S603 - a cluster of our own
        subprocess.Popen(with_worker, **quiet, cwd=tmp_path) as second,  # type: ignore[call-overload]  # noqa: S603 - the same
    ):
        try:
            while not address.exists() or not address.read_text(encoding="utf-8"):
                assert first.poll() is None
                time.sleep(0.1)
            yield json.loads(address.read_text(encoding="utf-8"))["address"]
        finally:
            second.terminate()
            first.terminate()


def test_a_scheduler_given_by_its_address(runs: Runs, local: Path, scheduler: str) -> None:
    found = runs.run("dask-address", "--engine", "dask", "--scheduler", scheduler)
    assert contents(found) == contents(local)


def test_an_address_where_nobody_answers_is_told(runs: Runs) -> None:
    said = runs.end(runs.start("dask-nobody", "--engine", "dask", "--scheduler", "nothing://here"), status=2)
    assert 'no Dask scheduler answers at "nothing://here"' in said
    assert "Traceback" not in said


def test_a_missing_extra_is_named_with_what_to_install() -> None:
    with pytest.raises(BatchError, match="needs no_such_library, which is not installed") as raised:
        demand("dask", "no_such_library")
    assert raised.value.help == 'install the extra: pip install "rulebook-engine[dask]"'
