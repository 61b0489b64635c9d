"""``rulebook batch --engine dask``: the files of the same batch on this machine, byte for byte, whatever becomes of a worker."""

from __future__ import annotations

import subprocess
import sys
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


CLUSTER = """
from distributed import LocalCluster

with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
    print(cluster.scheduler_address, flush=True)
    input()
"""


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two worker processes, which somebody else has started."""
    with subprocess.Popen([sys.executable, "-c", CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cluster:  # noqa: S603 - our own
        assert cluster.stdout is not None
        yield cluster.stdout.readline().strip()
        cluster.communicate("\n", timeout=60)


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
