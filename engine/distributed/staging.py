"""What a Spark job leaves of each input: one row, whether it was decided, rejected or left out, with where it stood.

Engines know no dictionaries and no empty columns of ours: outcomes and statuses are plain text here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.batch.counting import added, counts_of
from engine.batch.deciding import POSITION, chosen_rows
from engine.batch.errors import BatchError
from engine.batch.identity import Standing
from engine.batch.outcome_lines import compact
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from engine.batch.counting import Counts
    from engine.batch.deciding import Decider
    from engine.batch.portions import Portion
    from engine.distributed.carried import Carried

DECIDED, REJECTED, LEFT_OUT, COUNTED, FAILED = "decided", "rejected", "left out", "counted", "failed"
"""What a row is: about an input, or the counts of a portion, or why a worker could not go on."""
PLACE: Final = ("file", "line", "column", "sheet", "header")
STATE, ID, CHUNK, AT, WRITTEN, CODE, TEXT = ".state", ".id", ".chunk", ".position", ".written", ".code", ".text"
"""Beside the decision's own columns. ``.text`` is the line of a rejection, or counts, or a message, as JSON."""
_OWN: Final = pa.schema([
    (STATE, pa.string()), (ID, pa.string()), (CHUNK, pa.int64()), (AT, pa.int64()), (WRITTEN, pa.bool_()), (CODE, pa.string()),
    (TEXT, pa.string()), *((f".{name}", pa.int64() if name in {"line", "column"} else pa.string()) for name in PLACE),
])  # fmt: skip


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The same columns without dictionaries."""
    kinds = (field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in schema)
    return pa.schema([pa.field(field.name, kind) for field, kind in zip(schema, kinds, strict=True)])


def staging_schema(columns: pa.Schema) -> pa.Schema:
    """The columns of the rows: ours, then those of the decisions."""
    return pa.schema([*_OWN, *plain_schema(columns)])


def staged(
    carried: Carried, number: int, portions: Callable[[Decider], Iterable[Portion]], first: int = 0
) -> Iterator[pa.RecordBatch]:
    """The rows of a chunk: of every input, and of the counts. ``portions`` gives the inputs of the chunk to a decider.

    ``first`` is added to their positions. A mistake of a user is a row too, so that it is told without a traceback.
    """
    with carried.decider() as decider:
        try:
            counts: Counts = {"read": 0, "left_out": 0, "notes": {}, "decisions": {}, "provisions": {}}
            for portion in portions(decider):
                table, found = _rows(decider, portion, number, first)
                counts = added(counts, found)
                yield from table.combine_chunks().to_batches()
            yield _row(decider, {STATE: COUNTED, TEXT: compact(counts)})
        except InputError as error:
            one = error.diagnostics[0]
            yield _row(decider, {STATE: FAILED, TEXT: compact({"message": f"{one.place}: {one.message}", "help": one.help})})
        except BatchError as error:
            yield _row(decider, {STATE: FAILED, TEXT: compact({"message": str(error), "help": error.help})})


def _row(decider: Decider, row: dict[str, Any]) -> pa.RecordBatch:
    return pa.Table.from_pylist([row], staging_schema(decider.columns)).combine_chunks().to_batches()[0]


def _rows(decider: Decider, portion: Portion, number: int, first: int) -> tuple[pa.Table, Counts]:
    wanted = decider.wanted(portion)
    table, _ = decider.decided(wanted)
    left_out = portion.read - len(portion.rejected) - table.num_rows
    counts = counts_of(table, decider.job.asked) | {"read": portion.read, "left_out": left_out}
    counts["notes"] = {str(note): 1 for note in portion.notes}
    written = chosen_rows(table, decider.asked, decider.job.only)
    own = {STATE: DECIDED, ID: table.column("record"), WRITTEN: True if written is None else pa.array(written)}
    rows = _Rows(staging_schema(decider.columns), portion, number, first)
    found = [rows.of(table.column(POSITION).to_numpy(), own, table.select(decider.columns.names))]
    claims = wanted.ids()
    others = claims.filter(pa.array(claims.column("standing").to_numpy() == Standing.LEFT_OUT))
    found.append(rows.of(others.column("at").to_numpy(), {STATE: LEFT_OUT, ID: others.column("id")}))
    if portion.rejected:
        ids = dict(zip(claims.column("at").to_pylist(), claims.column("id").to_pylist(), strict=True))
        texts = [compact(one.as_json()).encode("utf-8", "replace").decode() for _, one in portion.rejected]
        own = {
            STATE: REJECTED,
            ID: pa.array([ids.get(at) for at, _ in portion.rejected], pa.string()),
            CODE: pa.array([one.first.code for _, one in portion.rejected], pa.string()),
            TEXT: pa.array(texts, pa.string()),
        }
        found.append(rows.of(np.array([at for at, _ in portion.rejected], np.int64), own))
    return pa.concat_tables(found), counts


@dataclass(frozen=True, slots=True)
class _Rows:
    """Makes rows about the inputs of a portion, with their places; columns that are not given are empty."""

    schema: pa.Schema
    portion: Portion
    number: int
    first: int

    def of(self, positions: NDArray[np.int64], own: dict[str, Any], decisions: pa.Table | None = None) -> pa.Table:
        """A row for each position."""
        places = self.portion.places.take(pa.array(positions - self.portion.first))
        given = own | {CHUNK: self.number, AT: pa.array(positions + self.first)}
        given |= {f".{name}": places.column(name) for name in PLACE}
        if decisions is not None:
            given |= dict(zip(decisions.column_names, decisions.columns, strict=True))
        return pa.table([_column(given.get(field.name), field.type, len(positions)) for field in self.schema], schema=self.schema)


def _column(value: Any, type_: pa.DataType, count: int) -> Any:
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return value.cast(type_)
    return pa.repeat(pa.scalar(value, type_), count)


def as_written(table: pa.Table, columns: pa.Schema) -> pa.Table:
    """Plain rows with dictionaries again, as counting wants them."""
    found = [
        column.cast(field.type.value_type).dictionary_encode() if pa.types.is_dictionary(field.type) else column.cast(field.type)
        for field, column in zip(columns, table.select(columns.names).columns, strict=True)
    ]
    return pa.table(found, names=columns.names)


def message_of(text: str) -> BatchError:
    """What a worker could not go on with."""
    found = json.loads(text)
    return BatchError(found["message"], found["help"])
