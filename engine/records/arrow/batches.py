"""Records read together as a table of facts, and the rest of them one by one, each with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from engine.language.diagnostics import CellPlace, Diagnostics, Place
from engine.loading.source import read_line
from engine.loading.tree import plain
from engine.records.arrow.binding import TableReader
from engine.records.arrow.lines import LineReader
from engine.records.arrow.rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from engine.language.facts import Vocabulary
    from engine.loading.tree import Tree
    from engine.records.arrow.binding import Bound
    from engine.records.arrow.lines import Lines


class BatchReader:
    """Reads lines of JSON and tables as records of one subject.

    ``needed`` are the paths of the facts that get a column, all of them unless said; the others are checked only.
    """

    def __init__(self, vocabulary: Vocabulary, needed: Collection[str] | None = None) -> None:
        self.vocabulary = vocabulary
        self._tables = TableReader(vocabulary, needed)
        self._lines = LineReader(vocabulary)
        self._rows = RowReader(vocabulary)

    def read_lines(self, content: bytes, file: str, line: int = 1) -> LinesRead:
        """The records of whole lines, one each; ``line`` is the number of the first of them in ``file``. Blank ones are none."""
        table, lines = self._lines.read(content)
        return LinesRead(self._tables.bind(table, file, is_sound=True, has_stand_ins=lines.has_stand_ins), lines, file, line)

    def read_table(self, table: pa.Table | pa.RecordBatch, file: str, row: int = 1) -> RowsRead:
        """The records of an Arrow table or batch; ``row`` is the number of its first row in ``file``, from 1.

        Raises :class:`engine.language.diagnostics.InputError` where a column is no fact: then none of it can be read.
        """
        table = pa.table(table) if isinstance(table, pa.RecordBatch) else table
        return RowsRead(self._tables.bind(table, file), table, self._rows, file, row)


class LinesRead:
    """Records from lines, counted from 0 without the blank lines: each is among ``rows`` or among ``irregular``, in order.

    ``table`` holds the records of ``rows``; those of ``irregular`` are to be read one by one, from :meth:`tree`. ``numbers``
    are the numbers of the lines in the file, a record each.
    """

    def __init__(self, bound: Bound, lines: Lines, file: str, first: int) -> None:
        good = np.flatnonzero(lines.good)
        filled = np.flatnonzero(lines.good | lines.bad)
        self.table = bound.table
        self.rows: NDArray[np.int64] = np.searchsorted(filled, good[bound.rows])
        is_irregular = np.ones(len(filled), np.bool_)
        is_irregular[self.rows] = False
        self.irregular: NDArray[np.int64] = np.flatnonzero(is_irregular)
        self.numbers: NDArray[np.int64] = filled + first
        self._lines = lines
        self._file = file
        self._first = first

    def __len__(self) -> int:
        return len(self.numbers)

    def content(self, record: int) -> bytes:
        """The line of a record."""
        return self._lines.line(int(self.numbers[record]) - self._first)

    def tree(self, record: int, diagnostics: Diagnostics) -> Tree | None:
        """A record as a tree with places; ``None`` with diagnostics where the line is none."""
        return read_line(self.content(record), self._file, int(self.numbers[record]), diagnostics)

    def raw(self, record: int) -> str:
        """A record as it was written."""
        return self.content(record).decode("utf-8", "backslashreplace")

    def place(self, record: int) -> Place:
        """Where a record begins."""
        return Place(self._file, int(self.numbers[record]))


class RowsRead:
    """Records from the rows of a table, as :class:`LinesRead` has those of lines; ``numbers`` are those of the rows."""

    def __init__(self, bound: Bound, source: pa.Table, reader: RowReader, file: str, first: int) -> None:
        self.table = bound.table
        self.rows = bound.rows
        self.irregular = bound.irregular
        self.numbers: NDArray[np.int64] = np.arange(source.num_rows) + first
        self._source = source
        self._reader = reader
        self._file = file

    def __len__(self) -> int:
        return len(self.numbers)

    def tree(self, record: int, diagnostics: Diagnostics) -> Tree | None:
        """A record as a tree with places; ``None`` with diagnostics where it holds what is no text."""
        return self._reader.tree(self._source, record, self._file, int(self.numbers[record]), diagnostics)

    def raw(self, record: int) -> str:
        """What a line of JSON would say for a record; empty where there is no tree."""
        tree = self.tree(record, Diagnostics())
        return "" if tree is None else json.dumps(plain(tree), ensure_ascii=False, default=float)

    def place(self, record: int) -> Place:
        """Where a record stands: its row."""
        return CellPlace(self._file, int(self.numbers[record]), 0)
