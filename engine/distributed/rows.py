"""Rows of Parquet as Spark hands them over, as the inputs of a batch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


FILE, ROW = ".file", ".row"
"""The columns beside the facts: the file's address as Spark has it, and the number of the row in it, from 0."""


@dataclass(frozen=True, slots=True)
class Files:
    """The Parquet files of a batch: by the address that Spark gives them, their number and their name as it is shown."""

    by_address: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def plain_address(address: str) -> str:
    """An address as a person would write it: Spark spells those of local files in two ways."""
    return re.sub("^file:/+", "/", unquote(address))


def runs_of(batch: pa.RecordBatch, files: Files) -> Iterator[tuple[int, str, int, pa.Table]]:
    """The parts of a batch whose rows follow each other in one file: its number, its name, the first row from 0, the facts."""
    table = pa.table(batch)
    addresses = table.column(FILE).combine_chunks().dictionary_encode()
    codes = addresses.indices.to_numpy()
    rows = table.column(ROW).to_numpy()
    facts = table.drop_columns([FILE, ROW])
    breaks = np.flatnonzero((codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1] + 1)) + 1
    bounds = [0, *breaks.tolist(), len(codes)]
    for start, end in pairwise(bounds):
        if end > start:
            number, shown = files.by_address[plain_address(addresses.dictionary[int(codes[start])].as_py())]
            yield number, shown, int(rows[start]), facts.slice(start, end - start)
