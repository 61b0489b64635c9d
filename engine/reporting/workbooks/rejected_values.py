"""A copy of a file of separated values with the reasons why rows were rejected, to be corrected and sent again."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Any

from engine.records.rejected import REASON_HEADER
from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.look import in_languages
from engine.reporting.workbooks.rejected_copy import FIRST_ROWS, header_rows
from engine.reporting.workbooks.rejections import SheetReasons, reasons_by_table, told_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def write_rejected_values(
    source: Path, items: Iterable[Mapping[str, Any]], target: Path, *, encoding: str, delimiter: str
) -> None:
    """Write a copy of a file of separated values with a last column for the reasons.

    ``items`` are the rejections, as ``rejected.ndjson`` has them, of this file and of those read with it; ``encoding`` and
    ``delimiter`` are those by which it was read. The copy has the same delimiter, and is UTF-8 with the mark by which Excel
    knows it. A column of a former copy is written anew. Raises :class:`OSError` where a file cannot be read or written.
    """
    reasons = reasons_by_table(items).get(source.name, SheetReasons())
    with source.open(encoding=encoding, errors="replace", newline="") as file:
        first = list(enumerate(islice(csv.reader(file, delimiter=delimiter), FIRST_ROWS), start=1))
    heads = header_rows(first, reasons.headers)
    top = next((row for number, row in first if number == heads[-1]), [])
    column = next((at for at, text in enumerate(top) if "".join(text.split()) == "".join(REASON_HEADER.split())), None)
    with (
        source.open(encoding=encoding, errors="replace", newline="") as file,
        target.open("w", encoding="utf-8-sig", newline="") as copy,
    ):
        writer = csv.writer(copy, delimiter=delimiter)
        for row in _rows(csv.reader(file, delimiter=delimiter), heads, reasons, column, len(top)):
            writer.writerow(row)


def _rows(
    rows: Iterator[list[str]], heads: list[int], reasons: SheetReasons, column: int | None, width: int
) -> Iterator[list[str]]:
    read = in_languages(shipped_phrases().say("rejected.read"), "both", " ")
    for number, row in enumerate(rows, start=1):
        if number < heads[0] or not any(text.strip() for text in row):
            yield row
            continue
        told = [*(told_under({}, reasons.whole) if number == heads[-1] + 1 else ()), *reasons.of_row(number, {})]
        text = REASON_HEADER if number in heads else "; ".join(told) if told else read
        if column is not None:
            yield [*row[:column], *[""] * (column - len(row)), text, *row[column + 1 :]]
        else:
            yield [*row, *[""] * (width - len(row)), text]
