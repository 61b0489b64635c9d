"""Parquet files in pieces that can be read apart from each other, and counted without reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator


def number_of_rows(path: str) -> int:
    """How many rows a file says that it has. Raises :class:`OSError` or :class:`pyarrow.ArrowException` where it is none."""
    return int(pq.read_metadata(path).num_rows)


def pieces_of(path: str, rows: int) -> Iterator[tuple[int, int]]:
    """The first row of each piece, and the one after its last: small groups of rows together, large ones in parts.

    Raises :class:`OSError` or :class:`pyarrow.ArrowException` where the file is no Parquet file.
    """
    metadata = pq.read_metadata(path)
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    start = end = 0
    for group, size in enumerate(sizes):
        if end > start and end - start + size > rows:
            yield start, end
            start = end
        end += size
        while end - start > rows:
            yield start, start + rows
            start += rows
        if end > start and group == len(sizes) - 1:
            yield start, end


class ParquetRows:
    """Rows of Parquet files. Where the pieces of a file are asked for in turn, it is read through only once."""

    def __init__(self) -> None:
        self._path = ""
        self._at = 0
        self._batches: Iterator[pa.RecordBatch] = iter(())
        self._rest: pa.RecordBatch | None = None

    def read(self, path: str, start: int, end: int) -> pa.Table:
        """The rows of a file from ``start`` to before ``end``, counted from 0.

        Raises :class:`OSError` or :class:`pyarrow.ArrowException` where there are no such rows.
        """
        if path != self._path or start < self._at:
            self._open(path, start)
        taken: list[pa.RecordBatch] = []
        schema: Any = None
        while self._at < end:
            batch = next(self._batches, None) if self._rest is None else self._rest
            if batch is None:
                self._path = ""
                raise pa.ArrowInvalid(f"the file has {self._at} rows, and rows up to {end} are wanted")
            schema = batch.schema
            count = min(batch.num_rows, (start if self._at < start else end) - self._at)
            self._rest = batch.slice(count) if count < batch.num_rows else None
            if self._at >= start:
                taken.append(batch.slice(0, count))
            self._at += count
        return pa.Table.from_batches(taken, schema)

    def _open(self, path: str, start: int) -> None:
        self._path = ""  # until the file is open, nothing of it is
        parquet = pq.ParquetFile(path)
        metadata = parquet.metadata
        group = at = 0
        while group < metadata.num_row_groups and at + metadata.row_group(group).num_rows <= start:
            at += metadata.row_group(group).num_rows
            group += 1
        self._batches = parquet.iter_batches(row_groups=list(range(group, metadata.num_row_groups)), use_threads=False)
        self._path, self._at, self._rest = path, at, None
