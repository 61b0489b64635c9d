"""Lines of JSON to written decisions with every rule's truth, by the hand-written Python: ``… python_by_hand FILE OUT``."""

from __future__ import annotations

import gc
import sys
from itertools import islice
from pathlib import Path
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from bench.workload.by_hand import judge
from bench.workload.rules import OUTCOMES, RULES

_CHUNK: Final = 50_000
_TRUTHS: Final = pa.array(["not_satisfied", "undetermined", "", "satisfied"])


def main(file: Path, out: Path) -> None:
    """Read, decide and write chunk by chunk."""
    gc.disable()
    writer = None
    with file.open("rb") as lines:
        while chunk := [orjson.loads(line) for line in islice(lines, _CHUNK)]:
            judged = [judge(record) for record in chunk]
            columns = zip(*(truths for _, truths in judged), strict=True)
            outcomes = pa.DictionaryArray.from_arrays(pa.array([outcome for outcome, _ in judged], pa.int8()), pa.array(OUTCOMES))
            table = pa.table(
                {"record": [record["id"] for record in chunk], "decision": outcomes}
                | {
                    rule: pa.DictionaryArray.from_arrays(pa.array(column, pa.int8()), _TRUTHS)
                    for rule, column in zip(RULES, columns, strict=True)
                }
            )
            writer = writer or pq.ParquetWriter(out, table.schema)
            writer.write_table(table)
    if writer:
        writer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
