"""The final files from those of the chunks, in the order of the inputs, without the records that share an id."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.counting import added, counts_of
from engine.batch.deciding import DECISIONS, IDS, LINES, POSITION, REJECTED, chosen_rows, rejected_table
from engine.batch.identity import twins
from engine.batch.outcome_lines import compact
from engine.batch.portions import Inputs
from engine.batch.store import copied
from engine.language.diagnostics import Diagnostic
from engine.records.rejected import rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.batch.counting import Counts
    from engine.batch.cutting import Chunk
    from engine.batch.identity import Twin
    from engine.batch.job import Job
    from engine.batch.store import Store

PARQUET, NDJSON, REJECTIONS = "decisions.parquet", "decisions.ndjson", "rejected.ndjson"
TWICE: Final = "duplicate-id"
_AS_PARQUET: Final[dict[str, Any]] = {
    "compression": "zstd",
    "compression_level": 1,
    "write_statistics": ["record", "law_as_of", "facts_as_of"],  # for hundreds of columns of few words they take longest
}
_ROWS_TOGETHER: Final = 65_536
"""Rows of a row group of the Parquet file, at least."""


@dataclass(slots=True)
class Assembly:
    """Writes the final files of a job into the store's folder ``out``; ``columns`` are those of ``decisions.parquet``."""

    store: Store
    job: Job
    chunks: Sequence[Chunk]
    columns: pa.Schema
    written: int = 0
    doubled: dict[int, list[Twin]] = field(default_factory=dict)
    _inputs: Inputs = field(init=False)

    def __post_init__(self) -> None:
        """Prepare to read again what has to be told of records that share an id."""
        self._inputs = Inputs(self.job.subject, self.job.vocabularies, self.job.mapping, self.job.encoding)

    def write(self, counts: Mapping[int, Counts]) -> Counts:
        """Write all files, and return what there is of everything. ``counts`` are those of the chunks."""
        ids = sum(one["decided"] + one["left_out"] for one in counts.values())
        self.doubled = twins([self.store.of_chunk(number) / IDS for number in range(len(self.chunks))], ids)
        total: Counts = {"read": 0, "left_out": 0, "decided": 0, "rejected": {}, "notes": {}, "decisions": {}, "provisions": {}}
        shutil.rmtree(self.store.out, ignore_errors=True)  # what an interrupted end has left
        self.store.out.mkdir()
        with (
            (self.store.out / NDJSON).open("wb") as lines,
            (self.store.out / REJECTIONS).open("wb") as rejections,
            pq.ParquetWriter(self.store.out / PARQUET, self.columns, **_AS_PARQUET) as parquet,
        ):
            writer = _Rows(parquet)
            for number in range(len(self.chunks)):
                doubles = self.doubled.get(number, [])
                total = added(total, self._chunk(number, doubles, counts[number], writer, lines))
                self._rejected(number, doubles, rejections)
            writer.end()
            self.written = writer.written
        if not self.job.lines:
            (self.store.out / NDJSON).unlink()
        return total

    def _chunk(self, number: int, doubles: Sequence[Twin], counts: Counts, writer: _Rows, lines: IO[bytes]) -> Counts:
        """Write what was decided of one chunk, and return its counts, which are other ones where records fall out."""
        folder = self.store.of_chunk(number)
        if not doubles and self.job.only is None:
            for table in _tables(folder):
                writer.add(table.select(self.columns.names))
            copied(folder / LINES, lines)
            return counts
        fallen = np.array([twin.position for twin in doubles], np.int64)
        anew: Counts = {"decisions": {}, "provisions": {}}
        asked = [decision.name for decision in self.job.asked]
        with (folder / LINES).open("rb") as kept_lines:
            for table in _tables(folder):
                stays = ~np.isin(table.column(POSITION).to_numpy(), fallen)
                anew = added(anew, counts_of(table.filter(pa.array(stays)), self.job.asked))
                chosen = chosen_rows(table, asked, self.job.only)
                written = stays if chosen is None else stays & chosen
                writer.add(table.filter(pa.array(written)).select(self.columns.names))
                if self.job.lines:
                    has_line = np.ones(len(stays), np.bool_) if chosen is None else chosen
                    lines.writelines(line for line, stay in zip(kept_lines, stays[has_line].tolist(), strict=False) if stay)
        return _without(counts, doubles) | anew

    def _rejected(self, number: int, doubles: Sequence[Twin], file: IO[bytes]) -> None:
        rows = _read(self.store.of_chunk(number) / REJECTED)
        if doubles:
            raw = self._inputs.raw(self.chunks[number], {twin.position for twin in doubles})
            anew = [(twin.position, TWICE, compact(rejection_of(twin, raw.get(twin.position, "")))) for twin in doubles]
            rows = rejected_table([*zip(*(column.to_pylist() for column in rows.columns), strict=True), *anew])
        file.writelines(f"{line}\n".encode("utf-8", "replace") for line in rows.column("line").to_pylist())


class _Rows:
    """Collects rows until they are enough for a row group."""

    def __init__(self, parquet: pq.ParquetWriter) -> None:
        self._parquet = parquet
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self.written = 0

    def add(self, table: pa.Table) -> None:
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= _ROWS_TOGETHER:
            self.end()

    def end(self) -> None:
        if self._rows:
            self._parquet.write_table(pa.concat_tables(self._waiting).unify_dictionaries(), row_group_size=1 << 30)
        self.written += self._rows
        self._waiting, self._rows = [], 0


def _tables(folder: Any) -> Iterator[pa.Table]:
    """The tables of a chunk, one after the other."""
    with pa.memory_map(str(folder / DECISIONS)) as file, pa.ipc.open_stream(file) as stream:
        for batch in stream:
            yield pa.Table.from_batches([batch])


def _read(path: Any) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _without(counts: Counts, doubles: Sequence[Twin]) -> Counts:
    """The numbers of a chunk when records with another's id are taken out and rejected."""
    decided = sum(twin.was_kept for twin in doubles)
    left_out = len(doubles) - decided
    return {
        "read": counts["read"] + left_out,
        "left_out": counts["left_out"] - left_out,
        "decided": counts["decided"] - decided,
        "rejected": added(counts["rejected"], {TWICE: len(doubles)} if doubles else {}),
        "notes": counts["notes"],
    }


def rejection_of(twin: Twin, raw: str) -> dict[str, Any]:
    """The line for a record whose id others have too; ``raw`` is what stood there."""
    more = twin.number - 1 - len(twin.others)
    others = ", ".join(map(str, twin.others)) + (f" and {more} more" if more else "")
    message = f'the id "{twin.id}" stands for {twin.number} inputs: this one and {others}'
    help_text = "give each its own, or leave only the right one"
    found = Diagnostic(TWICE, message, twin.place, help_text)
    return rejected(twin.place.file, [found], id_=twin.id, raw=raw).as_json()


def as_text(summary: Mapping[str, Any]) -> bytes:
    """The summary as its file has it."""
    return f"{json.dumps(summary, ensure_ascii=False, indent=2)}\n".encode("utf-8", "replace")
