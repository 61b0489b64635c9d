"""Files that are read one record after the other: lines, plain and packed, and Parquet."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.source import MAX_SIZE
from engine.loading.tree import plain
from engine.records.singly import is_read_singly, read_singly
from tests.properties.lines import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

LINES = b'\xef\xbb\xbf{"id":"a"}\r\n\n  \n{"id":"b","flag":tru}\n{"id":"c","id":"d"}\n[1]\n{"id":"e"}'


def read(path: Path) -> tuple[list[object], list[str]]:
    diagnostics = Diagnostics()
    found = [None if tree is None else plain(tree) for tree in read_singly(str(path), vocabulary(), diagnostics)]
    return found, [f"{problem.code} {str(problem.place).removeprefix(str(path))}" for problem in diagnostics.found]


def written(path: Path, content: bytes) -> Path:
    match path.suffix:
        case ".gz":
            path.write_bytes(gzip.compress(content))
        case ".zst":
            with pa.CompressedOutputStream(str(path), "zstd") as stream:
                stream.write(content)
        case _:
            path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["a.ndjson", "a.JSONL", "a.ndjson.gz", "a.jsonl.zst"])
def test_a_bad_line_leaves_the_others_as_they_are(tmp_path: Path, name: str) -> None:
    assert is_read_singly(name)
    found, problems = read(written(tmp_path / name, LINES))
    assert found == [{"id": "a"}, None, None, [1], {"id": "e"}]
    assert problems == ["syntax :4:18", "duplicate-key :5:11"]


def test_a_line_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    fits = b'{"id":"' + b"x" * (MAX_SIZE - 9) + b'"}'
    assert len(fits) == MAX_SIZE
    content = b"\n".join([fits, fits + b" ", fits * 3, b'{"id":"b"}', fits + fits])
    found, problems = read(written(tmp_path / "a.ndjson", content))
    assert [item is not None for item in found] == [True, False, False, True, False]
    assert problems == ["too-large :2:1", "too-large :3:1", "too-large :5:1"]


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.ndjson.zst", "a.parquet"])
def test_a_file_that_is_not_what_its_ending_says_is_one_fault(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"hello")
    assert read(path) == ([None], ["unreadable-file :1:1"])
    path.unlink()
    assert read(path) == ([None], ["unreadable-file :1:1"])


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.ndjson.zst"])
def test_of_a_torn_file_comes_what_could_be_read(tmp_path: Path, name: str) -> None:
    lines = b"".join(b'{"id":"A-%d","note":"%d"}\n' % (number, number * 7919 % 10007) for number in range(20_000))
    path = written(tmp_path / name, lines)
    path.write_bytes(path.read_bytes()[:-2000])
    found, problems = read(path)
    assert len(found) > 1000
    assert found.index(None) == len(found) - 1
    assert problems == ["unreadable-file :1:1"]


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_a_record_is_reported(tmp_path: Path, content: bytes) -> None:
    assert read(written(tmp_path / "a.ndjson", content)) == ([None], ["empty-file :1:1"])


def test_rows_of_parquet_are_trees_with_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["a", "b"], "hive": [{"kind": "red"}, None]}), path)
    diagnostics = Diagnostics()
    first, second = read_singly(str(path), vocabulary(), diagnostics)
    assert first is not None
    assert second is not None
    assert (plain(first), plain(second)) == ({"id": "a", "hive": {"kind": "red"}}, {"id": "b", "hive": None})
    assert str(second.place) == f"{path}: row 2"
    pq.write_table(pa.table({"id": ["a"], "hve": [1]}), path)
    assert read(path) == ([None], ["unknown-fact :1:1"])
