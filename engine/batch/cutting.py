"""Files into chunks: pieces of work that follow each other, each small enough for the memory of one worker.

Where a file is cut depends on the file and on what is asked for, never on how many work on it: so an interrupted batch finds
its chunks again, and their results stand in the order of the inputs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from engine.batch.errors import BatchError, of_system
from engine.batch.sources import BLOCK, SEPARATED, Kind, unpacked
from engine.records.arrow.parquet import number_of_rows, pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from engine.batch.sources import Source

LINES_TOGETHER: Final = 16_000
BYTES_OF_LINES: Final = 32 << 20
"""A chunk that is decided in columns ends where it has as many lines, or as many bytes."""
LINES_EXPLAINED: Final = 500
"""Lines of a chunk whose records are explained one by one, which takes a thousand times as long."""
BYTES_OF_DOCUMENTS: Final = 4 << 20
BYTES_OF_DOCUMENTS_EXPLAINED: Final = 256 << 10
_PARTED: Final = frozenset({Kind.LINES, Kind.ROWS})
"""Kinds of files that are cut; the others are read as a whole."""
EXPLAINED_BY_DEFAULT: Final = 20_000
"""So many inputs are explained one by one unless the command says otherwise."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a file was changed while it was read."""

    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file as it is now; of a folder, that of its files of separated values together."""
        found = [one.stat() for one in _values_in(path)] if path.is_dir() else [path.stat()]
        return cls(sum(one.st_size for one in found), max((one.st_mtime_ns for one in found), default=0))


@dataclass(frozen=True, slots=True)
class Input:
    """One input file as the plan and the summary name it."""

    source: Source
    size: int
    digest: str
    stamp: Stamp

    def as_json(self) -> dict[str, Any]:
        """Its name, size in bytes, and digest."""
        return {"file": self.source.shown, "size": self.size, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file, from one byte to another; ``first`` is the number of the first of them, from 1."""

    source: Source
    stamp: Stamp
    start: int
    end: int
    first: int
    count: int

    def as_json(self) -> dict[str, Any]:
        """As the plan keeps it."""
        return {"lines": self.source.shown, "start": self.start, "end": self.end, "first": self.first}


@dataclass(frozen=True, slots=True)
class Documents:
    """Some files that are read as a whole; of the records in them the first ``most``, where there is a limit."""

    sources: tuple[Source, ...]
    stamps: tuple[Stamp, ...]
    most: int | None = None
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """As the plan keeps it."""
        return {"documents": [source.shown for source in self.sources], "most": self.most}


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a Parquet file, from one to before another, counted from 0."""

    source: Source
    stamp: Stamp
    start: int
    end: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.end - self.start

    def as_json(self) -> dict[str, Any]:
        """As the plan keeps it."""
        return {"rows": self.source.shown, "start": self.start, "end": self.end}


Chunk = Lines | Rows | Documents


@dataclass(frozen=True, slots=True)
class Cut:
    """The inputs, whether they are explained one by one, and the chunks. ``count`` is the number of inputs, as far as counted."""

    inputs: tuple[Input, ...]
    explained: bool
    chunks: tuple[Chunk, ...]
    count: int


def cut(
    sources: Sequence[Source], spool: Path, count_in: Callable[[Source], int], *, explain: bool | None, limit: int | None = None
) -> Cut:
    """Look through all inputs, decide whether they are explained (``explain``, or where they are few), and cut them.

    ``count_in`` tells the inputs of a document or table. Raises :class:`BatchError` where a file cannot be read, and
    :class:`InputError` where a table cannot be bound to the facts.
    """
    try:
        return _cut(sources, spool, count_in, explain=explain, limit=limit)
    except pa.ArrowException as error:
        raise BatchError(f"an input cannot be read: {error}") from error
    except OSError as error:
        raise of_system(error, "an input cannot be read") from error


def _cut(
    sources: Sequence[Source], spool: Path, count_in: Callable[[Source], int], *, explain: bool | None, limit: int | None
) -> Cut:
    inputs: list[Input] = []
    seen: list[_Seen] = []
    count = 0
    for source in sources:
        stamp = Stamp.of(source.path)
        counted = limit is not None or (explain is None and count <= EXPLAINED_BY_DEFAULT)
        rest = None if limit is None else limit - count
        if source.kind is Kind.LINES:
            extent = _extent_of_lines(source.path)
            inputs.append(Input(source, stamp.size, extent.digest, stamp))
            plain = unpacked(source, extent.digest, spool)
            if plain is not source:
                stamp, extent = Stamp.of(plain.path), _extent_of_lines(plain.path)
            if rest is not None:
                extent = _first_lines(plain.path, rest)
        else:
            # Rows are cut by their number, which their file says; counting a table shows whether its columns are facts.
            is_counted = counted or source.kind in {Kind.ROWS, Kind.TABLE}
            plain, extent = source, _Extent(stamp.size, _number(source, count_in) if is_counted else 0, _digest(source.path), ())
            if source.kind is Kind.ROWS and rest is not None:
                extent = replace(extent, count=min(max(rest, 0), extent.count))
            inputs.append(Input(source, stamp.size, extent.digest, stamp))
        if rest is not None and rest <= 0:
            continue  # it is named in the summary, and nothing of it is read
        count += extent.count if rest is None else min(rest, extent.count)
        seen.append((plain, stamp, extent))
    explained = count <= EXPLAINED_BY_DEFAULT if explain is None else explain
    return Cut(tuple(inputs), explained, tuple(_chunks(seen, limit, explained=explained)), count)


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a file reaches: the bytes that are wanted, the inputs in them, and where lines end after each block."""

    end: int
    count: int
    digest: str
    ends: tuple[tuple[int, int], ...]  # the offset after a line, and the number of lines before it


_Seen = tuple["Source", Stamp, _Extent]


def _extent_of_lines(path: Path) -> _Extent:
    """One reading of the file: its digest, its lines, and where chunks may end."""
    sum_, lines, offset = hashlib.sha256(), 0, 0
    ends: list[tuple[int, int]] = []
    last = b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            sum_.update(block)
            lines += block.count(b"\n")
            at = block.rfind(b"\n")
            if at >= 0:
                ends.append((offset + at + 1, lines))
            offset += len(block)
            last = block
    if last and not last.endswith(b"\n"):
        lines += 1
        ends.append((offset, lines))
    return _Extent(offset, lines, f"sha256:{sum_.hexdigest()}", tuple(ends))


def _first_lines(path: Path, most: int) -> _Extent:
    """As far as the first lines reach that are not blank."""
    ends: list[tuple[int, int]] = []
    count = number = offset = begun = 0
    with path.open("rb") as file:
        for line in file:
            if count >= most:
                break
            offset += len(line)
            number += 1
            count += bool(line.strip())
            if offset - begun >= BLOCK:
                ends.append((offset, number))
                begun = offset
    if offset > begun:
        ends.append((offset, number))
    return _Extent(offset, count, "", tuple(ends))


def _number(source: Source, count_in: Callable[[Source], int]) -> int:
    return number_of_rows(str(source.path)) if source.kind is Kind.ROWS else count_in(source)


def _values_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SEPARATED and file.is_file())


def _digest(path: Path) -> str:
    """The digest of a file; of a folder, that of the names and digests of its files of separated values."""
    if path.is_dir():
        told = "".join(f"{file.name}\0{_digest(file)}\n" for file in _values_in(path))
        return f"sha256:{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()}"
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _chunks(seen: Sequence[_Seen], limit: int | None, *, explained: bool) -> Iterator[Chunk]:
    together: list[_Seen] = []
    count = size = 0
    full = BYTES_OF_DOCUMENTS_EXPLAINED if explained else BYTES_OF_DOCUMENTS
    for one in seen:
        source, stamp, extent = one
        if together and (source.kind in _PARTED or size >= full):
            yield _documents(together, None if limit is None else limit - count)
            count += sum(extent.count for _, _, extent in together)
            together, size = [], 0
        if source.kind not in _PARTED:
            together.append(one)
            size += extent.end
            continue
        yield from (_lines if source.kind is Kind.LINES else _rows)(source, stamp, extent, explained=explained)
        count += extent.count
    if together:
        yield _documents(together, None if limit is None else limit - count)


def _documents(together: Sequence[_Seen], rest: int | None) -> Documents:
    count = sum(extent.count for _, _, extent in together)
    most = rest if rest is not None and rest < count else None
    return Documents(tuple(source for source, _, _ in together), tuple(stamp for _, stamp, _ in together), most, most or count)


def _lines(source: Source, stamp: Stamp, extent: _Extent, *, explained: bool) -> Iterator[Lines]:
    start, before = 0, 0
    for end, number in _fine_ends(source.path, extent.end) if explained else extent.ends:
        is_full = explained or number - before >= LINES_TOGETHER or end - start >= BYTES_OF_LINES or end == extent.end
        if is_full and end > start:
            yield Lines(source, stamp, start, end, before + 1, number - before)
            start, before = end, number


def _rows(source: Source, stamp: Stamp, extent: _Extent, *, explained: bool) -> Iterator[Rows]:
    for start, end in pieces_of(str(source.path), LINES_EXPLAINED if explained else LINES_TOGETHER):
        if start < extent.count:
            yield Rows(source, stamp, start, min(end, extent.count))


def _fine_ends(path: Path, end: int) -> Iterator[tuple[int, int]]:
    """Where every so many lines end, and every so many bytes where lines are long."""
    offset = number = begun = first = 0
    with path.open("rb") as file:
        for line in file:
            if offset >= end:
                break
            offset += len(line)
            number += 1
            if number - first == LINES_EXPLAINED or offset - begun >= BYTES_OF_LINES:
                yield offset, number
                begun, first = offset, number
    if offset > begun:
        yield offset, number
