"""Nobody is lost in a batch: each line that is not blank is decided or rejected, once, whatever the lines are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.job import Explained, Job
from engine.batch.run import run_batch
from engine.batch.workers import Processes
from engine.loading.library import Library
from tests.unit.analysis.small_library import write_library
from tests.unit.batch.small_batches import lines

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def job() -> Iterator[Job]:
    with TemporaryDirectory() as folder:
        library = Library(write_library(Path(folder)))
        book = library.load("reading-room")
        names = tuple(decision.name for decision in book.decisions.values())
        yield Job(rulebook=book, vocabularies=library.vocabularies, subject="reader", decisions=names)


IDS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"])
VALUES: st.SearchStrategy[object] = st.sampled_from([None, 3, 30, 2**70, "30", 1.5, "unknown", True, [], {}])
LOANS: st.SearchStrategy[object] = st.sampled_from(
    [None, [], [{"from": "2022-01-01"}], [{"from": "2022-02-30"}], [{}], "unknown", 3]
)
GOOD_OR_BAD = st.builds(
    lambda id_, age, loans, more: json.dumps({"id": id_, "age": age, "loans": loans} | more).encode(),
    IDS, VALUES, LOANS, st.sampled_from([{}, {}, {"x": 1}, {"subject": "author"}, {"card.blocked": True}, {"story": "…"}]),
)  # fmt: skip
BROKEN = st.sampled_from([b"", b" ", b"\r", b"{", b"[]", b"null", b'{"id": "\xff"}', b'{"id": "a", "id": "b"}', b"{} {}", b'"'])


@given(st.lists(st.one_of(GOOD_OR_BAD, GOOD_OR_BAD, BROKEN), max_size=25), st.integers(1, 6), st.sampled_from(Explained))
def test_every_line_is_decided_or_rejected(job: Job, many: list[bytes], together: int, explained: Explained) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.batch.cutting.LINES_EXPLAINED", together)
        patch.setattr("engine.batch.cutting.LINES_TOGETHER", together)
        patch.setattr("engine.batch.cutting.BLOCK", 64)
        folder = Path(name)
        (folder / "r.ndjson").write_bytes(b"\n".join(many))
        found = run_batch(job, [str(folder / "r.ndjson")], folder / "out", explain=explained, crew=Processes(1), version="1")
        summary, rejected = found.summary, lines(folder / "out" / "rejected.ndjson")
        decided = [one["record"] for one in lines(folder / "out" / "decisions.ndjson")]
        table = pq.read_table(folder / "out" / "decisions.parquet")
    filled = {number: line for number, line in enumerate(many, start=1) if line.strip()}
    assert summary["read"] == len(filled) == summary["decided"] + summary["rejected"]
    assert summary["decided"] == len(decided) == sum(summary["decisions"]["entry"]["outcomes"].values())
    assert summary["rejected"] == len(rejected) == sum(summary["rejected_because"].values())
    assert table.column("record").to_pylist() == decided
    assert [one["line"] for one in rejected] == sorted(one["line"] for one in rejected)
    left = [line for number, line in filled.items() if number not in {one["line"] for one in rejected}]
    assert [json.loads(line)["id"] for line in left] == decided
    assert max(Counter(decided).values(), default=1) == 1
    for one in rejected:
        if one["code"] == "duplicate-id":
            assert sum(other["id"] == one["id"] for other in rejected) > 1
