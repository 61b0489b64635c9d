"""The files of a batch: what was named, folders and globs opened up, standard input and packed files laid down to be read."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from engine.batch.errors import BatchError, of_system
from engine.language.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STANDARD_INPUT: Final = "-"
BLOCK: Final = 1 << 20
SEPARATED: Final = frozenset({".csv", ".tsv"})
"""Endings of files of separated values, of which a folder can hold one for each list of the same records."""
_GLOB: Final = frozenset("*?[")


class Kind(StrEnum):
    """How the records of a file follow each other."""

    LINES = "lines"
    ROWS = "rows"
    DOCUMENT = "document"
    TABLE = "table"


class Packing(StrEnum):
    """How a file is compressed, by its ending."""

    GZIP = ".gz"
    ZSTANDARD = ".zst"


_KINDS: Final = {
    ".ndjson": Kind.LINES,
    ".jsonl": Kind.LINES,
    ".yaml": Kind.DOCUMENT,
    ".yml": Kind.DOCUMENT,
    ".json": Kind.DOCUMENT,
    ".parquet": Kind.ROWS,
    ".xlsx": Kind.TABLE,
    ".xlsm": Kind.TABLE,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
}
_COMPRESSIONS: Final = {Packing.GZIP: "gzip", Packing.ZSTANDARD: "zstd"}
_PARQUET: Final = b"PAR1"
_FIRST_BYTES: Final = {b"\x1f\x8b": Packing.GZIP, b"\x28\xb5\x2f\xfd": Packing.ZSTANDARD}


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: its name as it is shown, where its bytes are, and how they are read."""

    shown: str
    path: Path
    kind: Kind
    packing: Packing | None = None


def find_sources(named: Sequence[str], spool: Path, is_whole: Callable[[Path], bool] = lambda _: False) -> list[Source]:
    """The files that are meant, in the order of the command and by name within a folder; a file named twice is read once.

    Standard input is laid down in ``spool``. ``is_whole`` tells folders whose files of separated values are one table each of
    the same records; such a folder is one source. Raises :class:`BatchError` for what is not there or can be no input.
    """
    found: dict[Path, Source] = {}
    for name in named:
        for source in [_standard_input(spool)] if name == STANDARD_INPUT else _files(name, is_whole):
            found.setdefault(source.path.resolve(), source)
    return list(found.values())


def endings() -> str:
    """The endings of files that can be read, as a message tells them."""
    return f"{', '.join(_KINDS)} (lines also packed: {', '.join(_COMPRESSIONS)})"


def _files(name: str, is_whole: Callable[[Path], bool]) -> Iterator[Source]:
    path = Path(name)
    if path.is_dir():
        inside = [source for file in sorted(path.iterdir()) if file.is_file() and (source := _source(file)) is not None]
        if not inside:
            raise BatchError(f'the folder "{name}" holds no file that can be read', f"files of records end in {endings()}")
        values = [source for source in inside if source.path.suffix.lower() in SEPARATED]
        if values and is_whole(path):
            yield Source(name, path, Kind.TABLE)
            inside = [source for source in inside if source not in values]
        yield from inside
    elif path.exists():
        source = _source(path)
        if source is None:
            raise BatchError(f'"{name}": the ending says no format that can be read', f"files of records end in {endings()}")
        yield source
    elif _GLOB & set(name):
        yield from _matching(name)
    else:
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        near = did_you_mean(path.name, beside)
        raise BatchError(f'there is no file "{name}"', near if near.startswith("did") else "")


def _matching(pattern: str) -> Iterator[Source]:
    anchor = Path(Path(pattern).anchor)
    found = sorted(anchor.glob(str(Path(pattern).relative_to(anchor))) if anchor.parts else Path().glob(pattern))
    files = [source for file in found if file.is_file() and (source := _source(file)) is not None]
    if not files:
        raise BatchError(f'no file of records matches "{pattern}"', f"files of records end in {endings()}")
    yield from files


def _source(path: Path) -> Source | None:
    """The source that a file is by its ending; ``None`` where that says nothing."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packing = Packing(suffixes.pop()) if suffixes and suffixes[-1] in set(Packing) else None
    kind = _KINDS.get(suffixes[-1]) if suffixes else None
    if kind is None or (packing is not None and kind is not Kind.LINES):
        return None
    return Source(str(path), path, kind, packing)


# -- what is laid down first ---------------------------------------------------------------------------------------------


def _standard_input(spool: Path) -> Source:
    """Standard input, kept in a file, so that it can be read by several at once and again after an interruption."""
    spool.mkdir(parents=True, exist_ok=True)
    path = spool / "standard-input"
    coming = spool / "standard-input.coming"
    try:
        with coming.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file, BLOCK)
        coming.replace(path)
        with path.open("rb") as file:
            start = file.read(BLOCK)
    except OSError as error:
        raise of_system(error, "standard input cannot be kept") from error
    packing = next((packing for mark, packing in _FIRST_BYTES.items() if start.startswith(mark)), None)
    if start.startswith(_PARQUET):
        return Source(STANDARD_INPUT, path, Kind.ROWS)
    return Source(STANDARD_INPUT, path, Kind.LINES if packing or _is_lines(start) else Kind.DOCUMENT, packing)


def _is_lines(start: bytes) -> bool:
    """Whether a text is one of lines that are an object each; else it is one document."""
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].rstrip()
    return first.startswith(b"{") and first.endswith(b"}")


def unpacked(source: Source, digest: str, spool: Path) -> Source:
    """A packed source as a plain one, its lines laid down in ``spool`` under the digest of the packed file.

    What was laid down before is used again. Raises :class:`BatchError` where the file is not what its ending says.
    """
    if source.packing is None:
        return source
    import pyarrow as pa  # noqa: PLC0415 - it reads both packings; plain files do not need it

    spool.mkdir(parents=True, exist_ok=True)
    target = spool / f"{hashlib.sha256(digest.encode()).hexdigest()[:32]}.ndjson"
    if not target.exists():
        coming = target.with_suffix(".coming")
        try:
            with (
                pa.input_stream(str(source.path), compression=_COMPRESSIONS[source.packing]) as packed,
                coming.open("wb") as file,
            ):
                _copy(packed, file)
            coming.replace(target)
        except (pa.ArrowException, OSError, EOFError) as error:
            coming.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno is not None and error.strerror:
                raise of_system(error, f"{source.shown} cannot be unpacked") from error
            help_text = f'its ending is "{source.packing}": was it copied to its end?'
            raise BatchError(f"{source.shown} cannot be unpacked: {error}", help_text) from error
    return Source(source.shown, target, source.kind)


def _copy(packed: IO[bytes], file: IO[bytes]) -> None:
    while block := packed.read(BLOCK):
        file.write(block)
