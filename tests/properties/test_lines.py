"""Lines of JSON read together say what they say one by one, or are handed over.

The fast reading never decides that a record is wrong, and it must not read one otherwise than the exact reading does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from engine.language.diagnostics import Diagnostics
from engine.records.arrow.batches import BatchReader
from engine.records.arrow.lines import BLANK
from engine.records.reading import RecordReader
from tests.properties.lines import blocks, vocabulary

if TYPE_CHECKING:
    from engine.language.record import Record
    from engine.records.arrow.batches import LinesRead, RowsRead

_FAST = BatchReader(vocabulary())
_EXACT = RecordReader(vocabulary())


def _exactly(read: LinesRead | RowsRead, record: int) -> Record | None:
    """The record read by itself, or nothing where anything is wrong with it."""
    diagnostics = Diagnostics()
    tree = read.tree(record, diagnostics)
    found = None if tree is None else _EXACT.read(tree, diagnostics)
    return None if diagnostics.found else found


@given(blocks())
def test_lines_read_together_are_those_read_one_by_one(block: bytes) -> None:
    read = _FAST.read_lines(block, "some.ndjson")
    lines = {number: line for number, line in enumerate(block.split(b"\n"), start=1) if line.strip(BLANK)}
    assert read.numbers.tolist() == list(lines)
    assert sorted([*read.rows.tolist(), *read.irregular.tolist()]) == list(range(len(lines)))
    for index, record in enumerate(read.rows.tolist()):
        found, expected = read.table.record(index), _exactly(read, record)
        assert expected is not None, read.content(record)
        assert (found.id, found.facts, found.presumed) == (expected.id, expected.facts, expected.presumed)
