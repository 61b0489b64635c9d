"""What the tasks of a Spark job do: functions from batches of Arrow to batches of Arrow, and the schemas between them."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from engine.batch.counting import counts_of
from engine.batch.outcome_lines import compact
from engine.distributed.rows import runs_of
from engine.distributed.staging import AT, CHUNK, as_written, staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyspark import Broadcast
    from pyspark.sql.types import DataType, StructType

    from engine.batch.cutting import Chunk
    from engine.batch.deciding import Decider
    from engine.batch.portions import Portion
    from engine.distributed.carried import Carried
    from engine.distributed.rows import Files
    from engine.language.rulebook import Decision

    Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

RAW: Final = "raw_"
"""The column of what stood in a row."""


def spark_schema(schema: pa.Schema) -> StructType:
    """The schema of plain columns as Spark writes it."""
    from pyspark.sql.types import StructField, StructType  # noqa: PLC0415 - an extra

    return StructType([StructField(field.name, _spark_type(field.type)) for field in schema])


def _spark_type(type_: pa.DataType) -> DataType:
    from pyspark.sql import types as t  # noqa: PLC0415 - an extra

    if pa.types.is_list(type_):
        return t.ArrayType(_spark_type(type_.value_type))
    known = {
        pa.string(): t.StringType(),
        pa.date32(): t.DateType(),
        pa.int64(): t.LongType(),
        pa.float64(): t.DoubleType(),
        pa.bool_(): t.BooleanType(),
    }
    return known[type_]


def _reading(chunk: Chunk) -> Callable[[Decider], Iterable[Portion]]:
    return lambda decider: decider.inputs.portions(chunk)


def _unpacked(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_struct_array(batch.column(0))


def deciding(carried: Broadcast[Carried]) -> Task:
    """Decides chunks, of which the rows are descriptions."""

    def decide(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for row in batch.to_pylist():
                chunk = pickle.loads(row["chunk"])  # noqa: S301 - our own, from the command that began this
                yield from staged(carried.value, row["number"], _reading(chunk))

    return decide


def deciding_rows(carried: Broadcast[Carried], files: Files) -> Task:
    """Decides records, of which the rows are the facts."""

    def decide(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number, shown, first, facts in runs_of(_unpacked(batch), files):

                def portions(decider: Decider, run: tuple[pa.Table, str, int] = (facts, shown, first)) -> list[Portion]:
                    return [decider.inputs.portion_of_rows(*run)]

                yield from staged(carried.value, number, portions, first)

    return decide


def telling_rows(carried: Broadcast[Carried], files: Files) -> Task:
    """Tells what stands in rows."""

    def tell(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with carried.value.decider() as decider:
            inputs = decider.inputs
        for batch in batches:
            for number, shown, first, facts in runs_of(_unpacked(batch), files):
                raw = inputs.raw_rows(facts, shown, first)
                columns = [[number] * len(raw), range(first, first + len(raw))]
                arrays = [*(pa.array(column, pa.int64()) for column in columns), pa.array(raw, pa.string())]
                yield pa.RecordBatch.from_arrays(arrays, [CHUNK, AT, RAW])

    return tell


def counting(columns: pa.Schema, asked: Sequence[Decision]) -> Task:
    """Counts decided rows."""

    def count(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            text = compact(counts_of(as_written(pa.table(_unpacked(batch)), columns), asked))
            yield pa.RecordBatch.from_arrays([pa.array([text])], ["text"])

    return count
