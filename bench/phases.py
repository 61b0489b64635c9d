"""Where the time of a batch goes, one record's share of each step in one process: ``python -m bench.phases``."""

from __future__ import annotations

import io

import numpy as np
import pyarrow.parquet as pq

import engine
from bench import inputs
from bench.measuring import in_turns, work
from bench.rows import MICRO
from bench.workload.rules import RULEBOOKS
from engine.batch.identity import hashes_of
from engine.evaluation.table import TableEvaluator
from engine.records.arrow.batches import BatchReader

COUNT = 100_000
TOGETHER = 16_000
"""Records of a chunk."""


def main() -> None:
    """Print the steps."""
    rulebook = engine.load("workload", rulebooks=RULEBOOKS)
    reader = BatchReader(rulebook.subjects["applicant"].vocabulary)
    evaluator = TableEvaluator(rulebook)
    lines_file = inputs.workload(COUNT)
    lines = lines_file.read_bytes().splitlines(keepends=True)
    blocks = [b"".join(lines[start : start + TOGETHER]) for start in range(0, COUNT, TOGETHER)]
    parquet = inputs.as_parquet(lines_file)
    tables = [reader.read_lines(block, "").table for block in blocks]
    decided = [evaluator.decide(table) for table in tables]
    ids = [table.column("record").combine_chunks() for table in decided]
    written = io.BytesIO()

    def write() -> None:
        written.seek(0)
        with pq.ParquetWriter(written, decided[0].schema, compression="zstd", compression_level=1) as writer:
            for table in decided:
                writer.write_table(table.unify_dictionaries())

    steps = {
        "lines to columns": work(lambda: [reader.read_lines(block, "").table for block in blocks]),
        "Parquet to columns": work(
            lambda: [reader.read_table(batch, "") for batch in pq.ParquetFile(parquet).iter_batches(TOGETHER)]
        ),
        "deciding": work(lambda: [evaluator.decide(table) for table in tables]),
        "ids to hashes, sorted": work(lambda: [np.sort(hashes_of(one)) for one in ids]),
        "decisions to Parquet": work(write),
    }
    print("| step | µs of processor time a record |\n|---|--:|")
    for name, cost in in_turns(steps, 3, is_warm=False).items():
        print(f"| {name} | {cost.processor / COUNT * MICRO:.2f} |")
    sizes = (lines_file.stat().st_size, parquet.stat().st_size, written.tell())
    print("bytes a record: lines {:.0f}, Parquet {:.0f}, decisions {:.0f}".format(*(size / COUNT for size in sizes)))


if __name__ == "__main__":
    main()
