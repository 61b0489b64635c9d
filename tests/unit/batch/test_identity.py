"""Ids over many chunks: equal ones are found, also where only their hashes are equal, and in several ranges."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.batch import identity
from engine.batch.identity import Standing, hashes_of, ids_table, places_in_lines, places_of, twins
from engine.language.diagnostics import CellPlace, Place

if TYPE_CHECKING:
    from pathlib import Path


def chunk(folder: Path, number: int, ids: list[str], standing: list[Standing] | None = None) -> Path:
    path = folder / f"{number}.arrow"
    numbers = np.arange(len(ids), dtype=np.int64)
    table = ids_table(
        ids, numbers, places_in_lines(f"f{number}", numbers + 1), np.array(standing or [Standing.DECIDED] * len(ids), np.int8)
    )
    with pa.ipc.new_file(str(path), table.schema) as stream:
        stream.write_table(table)
    return path


@pytest.mark.parametrize("together", [2, 1000])
@pytest.mark.parametrize("hashes", ["of the ids", "all equal"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "", "甲", "甲乙" * 9]), max_size=6), max_size=4))
def test_every_id_that_stands_twice(
    tmp_path_factory: pytest.TempPathFactory, together: int, hashes: str, chunks: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("ids")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "IDS_TOGETHER", together)
        if hashes == "all equal":
            patch.setattr(identity, "hashes_of", lambda ids: np.full(len(ids), 7, np.uint64))
        found = twins([chunk(folder, number, ids) for number, ids in enumerate(chunks)], sum(map(len, chunks)))
    often = Counter(id_ for ids in chunks for id_ in ids)
    wanted = {
        number: [(position, id_) for position, id_ in enumerate(ids) if often[id_] > 1] for number, ids in enumerate(chunks)
    }
    assert {number: [(twin.position, twin.id) for twin in those] for number, those in found.items()} == {
        number: those for number, those in wanted.items() if those
    }
    for number, those in found.items():
        for twin in those:
            assert twin.number == often[twin.id]
            assert twin.place == Place(f"f{number}", twin.position + 1, 1)
            assert twin.place not in twin.others
            assert len(twin.others) == min(3, twin.number - 1)


def test_a_group_of_which_none_is_decided_is_left_alone(tmp_path: Path) -> None:
    left_out, decided, rejected = Standing
    files = [
        chunk(tmp_path, 0, ["a", "b", "c", "d"], [left_out, left_out, rejected, rejected]),
        chunk(tmp_path, 1, ["a", "b", "c", "d"], [left_out, decided, decided, rejected]),
    ]
    found = twins(files, 8)
    assert {number: [twin.id for twin in those] for number, those in found.items()} == {0: ["b"], 1: ["b", "c"]}
    assert found[1][1].others == (Place("f0", 3, 1),)  # it was rejected already, and is told


def test_a_hash_is_that_of_the_text_wherever_it_stands() -> None:
    ids = ["R-1", "", "R-2", "甲", "R-1", "x" * 9000]
    found = hashes_of(pa.array(ids))
    assert [int(hashes_of(pa.array([id_]))[0]) for id_ in ids] == found.tolist()
    assert len(set(found.tolist())) == 5
    assert hashes_of(pa.array(["-", *ids])[1:]).tolist() == found.tolist()


def test_hashes_are_spread() -> None:
    found = hashes_of(pa.array([f"R-{number}" for number in range(20_000)]))
    assert len(np.unique(found)) == 20_000
    shares = np.bincount((found >> np.uint64(60)).astype(np.int64), minlength=16) / 20_000
    assert (abs(shares - 1 / 16) < 0.01).all()


def test_the_cell_of_a_table_stays_one(tmp_path: Path) -> None:
    cell = CellPlace("a.xlsx", 4, 1, "Sheet", "No.")
    table = ids_table(["a", "a"], np.arange(2), places_of([cell, Place("b.yaml", 3, 5)]), np.ones(2, np.int8))
    path = tmp_path / "ids.arrow"
    with pa.ipc.new_file(str(path), table.schema) as stream:
        stream.write_table(table)
    assert [(twin.place, twin.others) for twin in twins([path], 2)[0]] == [
        (cell, (Place("b.yaml", 3, 5),)),
        (Place("b.yaml", 3, 5), (cell,)),
    ]
