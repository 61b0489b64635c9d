"""What a batch leaves for those who work with spreadsheets: the decisions, and copies of their own files with the reasons.

Both are made of the finished files, so they are the same whoever made those.
"""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.errors import BatchError
from engine.batch.job import COPIES, CSV
from engine.batch.sources import Kind
from engine.records.office.reading import separated_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from engine.batch.cutting import Input
    from engine.batch.job import Job

_ROWS: Final = 4_096


def write_spreadsheets(job: Job, decisions: Path, folder: Path) -> None:
    """Write the decisions of a Parquet file in the formats that the job asks for.

    Raises :class:`BatchError` where a workbook has no room for so many records.
    """
    if not job.spreadsheets:
        return
    from engine.reporting.workbooks.decisions import (  # noqa: PLC0415 - what makes workbooks takes long to load
        TooManyRecordsError,
        write_decisions_csv,
        write_decisions_workbook,
    )

    for name in job.spreadsheets:
        with pq.ParquetFile(decisions) as file:
            rows = pa.RecordBatchReader.from_batches(file.schema_arrow, _batches(file))
            write = write_decisions_csv if name == CSV else write_decisions_workbook
            try:
                write(rows, job.rulebook, folder / name, subject=job.subject, older=job.books[1:])
            except TooManyRecordsError as error:
                help_text = "without --xlsx the batch ends with what it has; --only and --where take fewer, --csv has no limit"
                raise BatchError(f"{name}: {error}", help_text) from error


def write_rejected_copies(job: Job, inputs: Sequence[Input], rejections: Path, folder: Path) -> tuple[list[str], list[str]]:
    """Write copies of the office's own tables with the reasons why rows of them were rejected, to be corrected and sent again.

    Returns the names of the copies, below ``folder``, and what there is to say of files that have none.
    """
    tables = dict(_tables(inputs))
    items: dict[str, list[dict[str, Any]]] = {}
    if tables:
        with rejections.open(encoding="utf-8") as file:
            for line in file:
                item = json.loads(line)
                for name in dict.fromkeys([item["file"], *(problem["file"] for problem in item["problems"])]):
                    if name in tables:
                        items.setdefault(name, []).append(item)
    encoding = job.encoding or (job.mapping.encoding if job.mapping is not None else "")
    delimiter = job.mapping.delimiter if job.mapping is not None else ""
    copies: dict[str, str] = {}
    untold: list[str] = []
    if not items:
        return [], []
    from engine.reporting.workbooks.rejected import write_rejected_copy  # noqa: PLC0415 - what makes workbooks takes long to load

    for name, those in items.items():
        path = tables[name]
        copy = next(one for one in _names(path.name) if one not in copies)
        try:
            write_rejected_copy(path, those, folder / copy, encoding=encoding, delimiter=delimiter)
        except ValueError as error:
            untold.append(f"{name}: {error}; the reasons are in rejected.ndjson")
        else:
            copies[copy] = name
    return list(copies), untold


def _tables(inputs: Sequence[Input]) -> Iterator[tuple[str, Path]]:
    """The office's files by the names under which they are told."""
    for one in inputs:
        source = one.source
        if source.kind is not Kind.TABLE:
            continue
        if source.path.is_dir():
            yield from ((f"{source.shown}/{file.name}", file) for file in separated_files(source.path))
        else:
            yield source.shown, source.path


def _names(name: str) -> Iterator[str]:
    """Names for a copy: files of several folders can be called the same."""
    stem, dot, ending = name.rpartition(".")
    yield f"{COPIES}/{name}"
    for number in count(2):
        yield f"{COPIES}/{stem}-{number}{dot}{ending}"


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    yield from file.iter_batches(_ROWS)
