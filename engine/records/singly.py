"""Files of lines (plain or packed) and Parquet, one record after the other, for commands that look at each of them.

Large numbers of records are read together, by :mod:`engine.records.arrow`.
"""

from __future__ import annotations

import gzip
import zlib
from contextlib import closing
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics, InputError, Place
from engine.loading.source import MAX_SIZE, read_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.language.facts import Vocabulary
    from engine.loading.tree import Tree

ENDINGS: Final = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz", ".ndjson.zst", ".jsonl.zst", ".parquet")
"""The endings of files that are read one record after the other."""
_BLANK: Final = b" \t\r\n"


def is_read_singly(file: str | Path) -> bool:
    """Whether a file's name has one of :data:`ENDINGS`."""
    return str(file).lower().endswith(ENDINGS)


def read_singly(file: str, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Iterator[Tree | None]:
    """The trees of the records of a file, ``None`` with diagnostics for each that is none.

    A line or row that is none leaves the others as they are. Of a file that cannot be read (to its end) what could be read
    comes first, then ``None``.
    """
    before = len(diagnostics.found)
    count = 0
    records = _rows(file, vocabulary, diagnostics) if file.lower().endswith(".parquet") else _lines(file, diagnostics)
    try:
        for tree in records:
            count += 1
            yield tree
    except (OSError, EOFError, zlib.error, InputError, _DamagedError) as error:
        if isinstance(error, InputError):
            diagnostics.found += error.diagnostics
        else:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            diagnostics.error("unreadable-file", f"the file cannot be read: {reason}", Place(file))
        yield None
        return
    if not count and len(diagnostics.found) == before:
        diagnostics.error("empty-file", "the file holds no record", Place(file))
        yield None


class _DamagedError(Exception):
    """A file is not what its ending says; the message is that of the library that reads such files."""


def _lines(file: str, diagnostics: Diagnostics) -> Iterator[Tree | None]:
    with _opened(file) as stream:
        number = 0
        while line := stream.readline(MAX_SIZE + 2):
            number += 1
            if not line.endswith(b"\n") and len(line) > MAX_SIZE + 1:  # its beginning shows that it is too long
                _skip_rest_of_line(stream)
            content = line.removesuffix(b"\n")
            if content.strip(_BLANK):
                yield _checked(content, file, number, diagnostics)


def _checked(content: bytes, file: str, number: int, diagnostics: Diagnostics) -> Tree | None:
    """What was read of a faulty line (a key given twice) is not what it says."""
    own = Diagnostics()
    tree = read_line(content, file, number, own)
    diagnostics.found += own.found
    return None if own.errors else tree


def _skip_rest_of_line(stream: IO[bytes] | gzip.GzipFile) -> None:
    while (part := stream.readline(MAX_SIZE)) and not part.endswith(b"\n"):
        pass


def _opened(file: str) -> IO[bytes] | gzip.GzipFile:
    ending = Path(file).suffix.lower()
    if ending == ".gz":
        return gzip.open(file, "rb")
    if ending == ".zst":
        import pyarrow as pa  # noqa: PLC0415 - only such files need it

        return BufferedReader(pa.input_stream(file, compression="zstd"))
    return Path(file).open("rb")


def _rows(file: str, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Iterator[Tree | None]:
    import pyarrow as pa  # noqa: PLC0415 - only such files need it
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    from engine.records.arrow.layout import layout_of  # noqa: PLC0415 - as above
    from engine.records.arrow.rows import RowReader  # noqa: PLC0415 - as above

    reader = RowReader(vocabulary)
    number = 0
    try:
        with closing(pq.ParquetFile(file)) as parquet:
            layout_of(parquet.schema_arrow, vocabulary, file)
            for batch in parquet.iter_batches():
                table = pa.Table.from_batches([batch])
                for row in range(table.num_rows):
                    number += 1
                    yield reader.tree(table, row, file, number, diagnostics)
    except pa.ArrowException as error:
        raise _DamagedError(str(error)) from error
