"""``rulebook batch --engine spark``: what the same batch says on this machine, whatever becomes of an executor."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.distributed.conftest import Runs, kill_one

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java 17, and there is none"
)


def rows(folder: Path) -> list[dict[str, Any]]:
    """The decisions in an order of their own: Spark promises none."""
    return sorted(pq.read_table(folder / "decisions.parquet").to_pylist(), key=lambda row: row["record"])


def rejections(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "rejected.ndjson").read_text(encoding="utf-8").splitlines()]


def summary(folder: Path) -> dict[str, Any]:
    """The summary without what has to differ: how the inputs were cut, whether there are lines."""
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    del found["plan"], found["options"]["lines"]
    return found


def test_lines_on_two_executors_one_of_them_killed(runs: Runs, local: Path) -> None:
    run = runs.start("spark-killed", "--engine", "spark", "--master", "local-cluster[2,1,1024]")
    found = runs.folder / "spark-killed"
    kill_one(run, "CoarseGrainedExecutorBackend", lambda: any((found / ".batch" / "stage").rglob("*.parquet")))
    runs.end(run)
    assert rows(found) == rows(local)
    assert rejections(found) == rejections(local)
    assert summary(found) == summary(local)


@pytest.fixture(scope="session")
def same(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Runs, Runs]:
    """The lines that are objects, as lines and as two Parquet files; one code is none, and some ids stand twice."""
    plain = [
        json.loads(line)
        for file in sorted(runs.inputs.iterdir())
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.endswith("}") and "baccalaureate" not in line
    ]
    plain[17]["degree"] = "baccalaureate"
    lines, folder = (tmp_path_factory.mktemp(name) for name in ("lines", "parquet"))
    (lines / "all.ndjson").write_text("".join(f"{json.dumps(one)}\n" for one in plain), encoding="utf-8")
    table = pa.Table.from_pylist(plain)
    pq.write_table(table.slice(0, 400), folder / "a.parquet", row_group_size=100)
    pq.write_table(table.slice(400), folder / "b c.parquet")
    return tuple(Runs(one, tmp_path_factory.mktemp("of")) for one in (lines, folder))  # type: ignore[return-value]  # two


def test_parquet_read_by_spark_itself(same: tuple[Runs, Runs]) -> None:
    lines, parquet = same
    local, found = lines.run("local", "--jobs", "1"), parquet.run("spark", "--engine", "spark", "--master", "local[2]")
    assert rows(found) == rows(local)
    assert [summary(found)[name] for name in ("read", "decided", "rejected")] == [598, 592, 6]
    for name in ("decisions", "provisions", "rejected_because"):
        assert summary(found)[name] == summary(local)[name]
    told = rejections(found)
    assert [(one["id"], one["code"]) for one in told] == [(one["id"], one["code"]) for one in rejections(local)]
    assert [json.loads(one["raw"])["id"] for one in told] == [json.loads(one["raw"])["id"] for one in rejections(local)]
    wrong = next(one for one in told if one["code"] != "duplicate-id")
    assert wrong["file"].endswith("a.parquet")
    assert wrong["row"] == 18
    twice = [one for one in told if one["code"] == "duplicate-id"]
    assert {one["file"].rpartition("/")[2] for one in twice} == {"a.parquet", "b c.parquet"}
    assert all("stands for" in one["reason"] for one in twice)
