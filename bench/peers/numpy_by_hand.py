"""Lines of JSON to written decisions with every rule's truth, DuckDB reading and the hand-written NumPy deciding.

``python -m bench.peers.numpy_by_hand FILE OUT THREADS``
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

import engine
from bench.peers.duckdb_reads import connect, relation
from bench.workload.by_array import decide, table_of_arrow
from bench.workload.rules import OUTCOMES, RULEBOOKS

_CHUNK: Final = 50_000
_TRUTHS: Final = pa.array(["not_satisfied", "undetermined", "", "satisfied"])


def main(file: Path, out: Path, threads: int) -> None:
    """Read, decide and write chunk by chunk. The vocabulary is the rulebook's; its rules are not used."""
    vocabulary = engine.load("workload", rulebooks=RULEBOOKS).subjects["applicant"].vocabulary
    writer = None
    for batch in relation(connect(threads), file).arrow(_CHUNK):
        facts = table_of_arrow(pa.Table.from_batches([batch]), vocabulary)
        outcomes, truths = decide(facts)
        columns = {rule: pa.DictionaryArray.from_arrays(pa.array(truth), _TRUTHS) for rule, truth in truths.items()}
        decided = pa.DictionaryArray.from_arrays(pa.array(outcomes), pa.array(OUTCOMES))
        table = pa.table({"record": facts.ids, "decision": decided} | columns)
        writer = writer or pq.ParquetWriter(out, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
