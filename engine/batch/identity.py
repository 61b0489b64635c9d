"""Two records with one id: found over all chunks, without keeping the ids of all records in memory.

Each chunk leaves a file of its ids, in the order of their hashes, which are split into ranges: the ids of one range, from all
chunks, are looked through together. Equal hashes only raise the suspicion; the ids themselves are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.language.diagnostics import CellPlace, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

IDS_TOGETHER: Final = 2_000_000
"""Ids of a range, at most, when hashes are spread evenly."""
_PLACES: Final = pa.schema([
    ("file", pa.string()), ("line", pa.int64()), ("column", pa.int64()), ("sheet", pa.string()), ("header", pa.string()),
])  # fmt: skip
_SCHEMA: Final = pa.schema([("hash", pa.uint64()), ("id", pa.string()), ("at", pa.int64()), ("standing", pa.int8()), *_PLACES])
_MULTIPLIER: Final = 0x9E3779B97F4A7C15
_MIXERS: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
_LONGEST: Final = 1 << 12


def hashes_of(ids: pa.Array) -> NDArray[np.uint64]:
    """A hash of each text: the same in any process, and fit to be split by its value."""
    ids = ids.cast(pa.large_string())
    if not len(ids):
        return np.empty(0, np.uint64)
    _, offsets_buffer, content = ids.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int64)[ids.offset : ids.offset + len(ids) + 1]
    letters = np.frombuffer(content, np.uint8)[offsets[0] : offsets[-1]].astype(np.uint64) + np.uint64(1)
    lengths = np.diff(offsets)
    starts = offsets[:-1] - offsets[0]
    within = (np.arange(len(letters)) - np.repeat(starts, lengths)) % _LONGEST
    products = letters * _powers()[within]
    sums = np.zeros(len(ids), np.uint64)
    filled = lengths > 0
    sums[filled] = np.add.reduceat(products, starts[filled])
    for shift, factor in _MIXERS:
        sums = (sums ^ (sums >> np.uint64(shift))) * np.uint64(factor)
    return sums


def _powers() -> NDArray[np.uint64]:
    return np.cumprod(np.full(_LONGEST, _MULTIPLIER, np.uint64), dtype=np.uint64)


def places_in_lines(file: str, lines: NDArray[np.int64]) -> pa.Table:
    """Where the lines of a file stand."""
    count = len(lines)
    name, nothing = pa.repeat(pa.scalar(file, pa.string()), count), pa.nulls(count, pa.string())
    return pa.table([name, pa.array(lines), pa.array(np.ones(count, np.int64)), nothing, nothing], schema=_PLACES)


def places_in_rows(file: str, rows: NDArray[np.int64]) -> pa.Table:
    """Where the rows of a table without sheets stand."""
    count = len(rows)
    name, none = (pa.repeat(pa.scalar(text, pa.string()), count) for text in (file, ""))
    return pa.table([name, pa.array(rows), pa.array(np.zeros(count, np.int64)), none, none], schema=_PLACES)


def places_of(places: Sequence[Place]) -> pa.Table:
    """Where the records of documents and tables stand; only the cell of a table has a sheet, which may be empty."""
    columns = [[getattr(place, name, None) for place in places] for name in _PLACES.names]
    return pa.table([pa.array(column, type_) for column, type_ in zip(columns, _PLACES.types, strict=True)], schema=_PLACES)


def place_in(row: Mapping[str, Any]) -> Place:
    """The place that a row of the table tells."""
    if row["sheet"] is None:
        return Place(row["file"], row["line"], row["column"])
    return CellPlace(row["file"], row["line"], row["column"], row["sheet"], row["header"])


class Standing(IntEnum):
    """What becomes of an input that claims an id."""

    LEFT_OUT = 0
    DECIDED = 1
    REJECTED = 2


def ids_table(ids: Sequence[str], positions: NDArray[np.int64], places: pa.Table, standing: NDArray[np.int8]) -> pa.Table:
    """The ids of inputs with where they stand, in the order of their hashes, and what becomes of each."""
    texts = pa.array(ids, pa.string())
    hashes = hashes_of(texts)
    columns = [pa.array(hashes), texts, pa.array(positions), pa.array(standing), *places.columns]
    return pa.table(columns, schema=_SCHEMA).take(pa.array(np.argsort(hashes, kind="stable")))


@dataclass(frozen=True, slots=True)
class Twin:
    """A record whose id another one has too: its position in its chunk, and where the other ones stand."""

    position: int
    id: str
    place: Place
    was_kept: bool
    others: tuple[Place, ...]
    """The places of the first few others."""
    number: int
    """How many records have the id."""


MOST_TOLD: Final = 3
"""Places of others that are told; who gave one id to a thousand records is helped by the first."""


def twins(files: Sequence[Path], total: int) -> dict[int, list[Twin]]:
    """The records that share their id with another input, by the number of their chunk, each chunk's in order of position.

    Inputs that were rejected already are told as places only; a group of which no record was to be decided is left alone:
    nobody can say which of several is meant, also where one of them could not be read. ``files`` are the chunks' tables of ids.
    """
    ranges = max(1, -(-total // IDS_TOGETHER))
    bounds = [(1 << 64) * number // ranges for number in range(ranges + 1)]
    found: dict[int, list[Twin]] = {}
    for low, high in pairwise(bounds):
        for group in _groups(files, low, high):
            places = [place_in(row) for _, row in group]
            for at, (chunk, row) in enumerate(group):
                if row["standing"] == Standing.REJECTED:
                    continue
                others = tuple(place for number, place in enumerate(places[: MOST_TOLD + 1]) if number != at)[:MOST_TOLD]
                twin = Twin(row["at"], row["id"], places[at], row["standing"] == Standing.DECIDED, others, len(group))
                found.setdefault(chunk, []).append(twin)
    return {chunk: sorted(those, key=lambda twin: twin.position) for chunk, those in sorted(found.items())}


def _groups(files: Sequence[Path], low: int, high: int) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """Groups of rows with one id, of which at least one is kept, among the hashes of a range; rows in order of the inputs."""
    hashes, chunks, rows = _hashes(files, low, high)
    if not len(hashes):
        return
    order = np.argsort(hashes, kind="stable")  # within equal hashes the order of the inputs stays
    sorted_hashes = hashes[order]
    same = sorted_hashes[1:] == sorted_hashes[:-1]
    if not same.any():
        return
    suspects = np.zeros(len(hashes), np.bool_)
    suspects[:-1] |= same
    suspects[1:] |= same
    by_id: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    chosen = np.sort(order[suspects])
    for chunk in np.unique(chunks[chosen]).tolist():
        wanted = rows[chosen[chunks[chosen] == chunk]]
        with pa.memory_map(str(files[chunk])) as file:
            table = pa.ipc.open_file(file).read_all().take(pa.array(wanted))
            for row in sorted(table.to_pylist(), key=lambda row: int(row["at"])):
                by_id.setdefault(row["id"], []).append((chunk, row))
    for group in by_id.values():
        if len(group) > 1 and any(row["standing"] == Standing.DECIDED for _, row in group):
            yield group


def _hashes(files: Sequence[Path], low: int, high: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """The hashes of a range from all chunks, with the number of the chunk and of the row of each."""
    hashes: list[NDArray[np.uint64]] = []
    chunks: list[NDArray[np.int64]] = []
    rows: list[NDArray[np.int64]] = []
    for chunk, path in enumerate(files):
        with pa.memory_map(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
            column = table.column("hash").combine_chunks().to_numpy() if table.num_rows else np.empty(0, np.uint64)
            first = int(np.searchsorted(column, np.uint64(low)))
            last = len(column) if high > np.iinfo(np.uint64).max else int(np.searchsorted(column, np.uint64(high)))
            hashes.append(column[first:last].copy())
        chunks.append(np.full(last - first, chunk, np.int64))
        rows.append(np.arange(first, last))
    if not hashes:
        return np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(hashes), np.concatenate(chunks), np.concatenate(rows)
