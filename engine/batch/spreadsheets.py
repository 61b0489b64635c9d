"""What a batch leaves for those who work with spreadsheets: the decisions, and copies of their own files with the reasons.

Both are made of the finished files, so they are the same whoever made those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.errors import BatchError
from engine.reporting.workbooks.decisions import TooManyRecordsError, write_decisions_csv, write_decisions_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.batch.job import Job

CSV, XLSX = "decisions.csv", "decisions.xlsx"
_ROWS: Final = 4_096


def write_spreadsheets(job: Job, decisions: Path, folder: Path) -> None:
    """Write the decisions of a Parquet file in the formats that the job asks for.

    Raises :class:`BatchError` where a workbook has no room for so many records.
    """
    for name in job.spreadsheets:
        with pq.ParquetFile(decisions) as file:
            rows = pa.RecordBatchReader.from_batches(file.schema_arrow, _batches(file))
            write = write_decisions_csv if name == CSV else write_decisions_workbook
            try:
                write(rows, job.rulebook, folder / name, subject=job.subject)
            except TooManyRecordsError as error:
                help_text = "without --xlsx the batch ends with what it has; --only and --where take fewer, --csv has no limit"
                raise BatchError(f"{name}: {error}", help_text) from error


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    yield from file.iter_batches(_ROWS)
