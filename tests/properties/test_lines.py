"""Lines of JSON read together say what they say one by one, or are handed over.

The fast reading never decides that a record is wrong, and it must not read one otherwise than the exact reading does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_line
from engine.records.arrow.binding import TableReader
from engine.records.arrow.lines import BLANK, LineReader
from engine.records.reading import RecordReader
from tests.properties.lines import blocks, vocabulary

if TYPE_CHECKING:
    from engine.language.record import Record

_LINES = LineReader(vocabulary())
_TABLES = TableReader(vocabulary())
_EXACT = RecordReader(vocabulary())


def _exactly(line: bytes, number: int) -> Record | None:
    """The record of one line, or nothing where anything is wrong with it."""
    diagnostics = Diagnostics()
    tree = read_line(line, "some.ndjson", number, diagnostics)
    record = None if tree is None else _EXACT.read(tree, diagnostics)
    return None if diagnostics.found else record


@given(blocks())
def test_lines_read_together_are_those_read_one_by_one(block: bytes) -> None:
    lines = block.split(b"\n")
    table, good, bad = _LINES.read(block)
    bound = _TABLES.bind(table, is_sound=True)
    handed_over = {*bad.tolist(), *good[bound.irregular].tolist()}
    read = good[bound.rows].tolist()
    assert sorted([*read, *handed_over]) == [number for number, line in enumerate(lines) if line.strip(BLANK)]
    for index, number in enumerate(read):
        found, expected = bound.table.record(index), _exactly(lines[number], number + 1)
        assert expected is not None, lines[number]
        assert (found.id, found.facts, found.presumed) == (expected.id, expected.facts, expected.presumed)
