"""The ways to decide: what each of them says of a record, in the form of the record's contract.

A word means the same in all of them. A new way gets its line in ``WAYS`` and is then asked every example.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from engine.evaluation.judgment import plain_value
from engine.evaluation.table import TableEvaluator
from engine.records.columns import table_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from engine.language.record import Record
    from tests.conformance.inline import InlineRulebook

Tree = dict[str, Any]
NOT_IN_TABLES: Final = frozenset({"because", "presumed", "turns_on_presumptions", "provisional_until", "unit"})
"""What a table of decisions does not say of a decision; nor does it say which duties there are."""


def by_the_interpreter(book: InlineRulebook, record: Record, as_of: date | None) -> Tree:
    """Record by record, with everything that explains a decision."""
    return book.interpreter.evaluate(record, as_of=as_of, trace=True).as_json()


def by_columns(book: InlineRulebook, record: Record, as_of: date | None) -> Tree:
    """As a table: the record between two others that say nothing, so that each stands for itself."""
    evaluator = TableEvaluator(book.interpreter.rulebook, record.subject, as_of=as_of)
    silent = book.record({"subject": record.subject})
    found = evaluator.decide(table_of([silent, record, silent], evaluator.vocabulary))
    assert found.slice(0, 1).equals(found.slice(2, 1))
    return row_as_json(found.slice(1, 1))


WAYS: Final[dict[str, Callable[[InlineRulebook, Record, date | None], Tree]]] = {
    "interpreter": by_the_interpreter,
    "columns": by_columns,
}


def row_as_json(row: pa.Table) -> Tree:
    """One row of a table of decisions."""
    cells = row.to_pylist()[0]
    names = [name.removesuffix(".missing") for name in row.column_names if name.endswith(".missing")]
    return {
        "decisions": {name: _decision(name, cells, row.schema.field(name).type) for name in names},
        "provisions": {key: status for key, status in cells.items() if ":" in key},
    }


def _decision(name: str, cells: Tree, type_: pa.DataType) -> Tree:
    why = {part: cells[f"{name}.{part}"] for part in ("missing", "turns_on_readings")}
    if f"{name}.possible" in cells:
        return {"outcome": cells[name], "possible": cells[f"{name}.possible"], **why}
    value, known = cells[name], cells[f"{name}.known"]
    if known is not None:
        return {"value": json.loads(known), **why}
    if pa.types.is_string(type_) and (value in {"true", "false"} or value.startswith(("{", "["))):
        return {"value": json.loads(value), **why}  # what is no plain value stands there as JSON
    if pa.types.is_floating(type_):
        return {"value": int(value) if value.is_integer() else value, **why}
    return {"value": plain_value(value), **why}
