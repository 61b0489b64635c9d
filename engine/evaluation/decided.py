"""The decisions on many records as an Arrow table: one row a record. Other tools read it; its columns are a contract.

``record``, ``law_as_of``, ``facts_as_of``; for each decision its name with the outcome (or ``undetermined``), ``NAME.possible``,
``NAME.missing`` and ``NAME.turns_on_readings`` (lists); for a decision with a value its name with the value where it is known,
``NAME.known`` (what is known of it while it is not, or what the column has no room for, as JSON), ``NAME.missing`` and
``NAME.turns_on_readings``; then one column a provision, by its key, with its status. Outcomes and statuses are
dictionary-encoded text. Where records come under several versions of a rulebook, ``version.ID`` and ``version.ID.possible`` (a
list) follow the days, and what a record's version does not have is empty.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from engine.evaluation.judgment import UNDETERMINED, plain_value
from engine.evaluation.values import exact
from engine.language.types import DateType, NumberType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.rulebook import Decision, Provision

STATUSES: Final = ("satisfied", "not_satisfied", "undetermined", "not_applicable")
"""The statuses in the order of their codes in a column."""
WORDS: Final = pa.dictionary(pa.int16(), pa.string())
TEXTS: Final = pa.list_(pa.string())

VERSION: Final = "version."
"""Before a rulebook's id: the column with the version that was applied, or ``undetermined``; ``.possible`` after it: which."""

_ROOM: Final = 2**63


def value_type(decision: Decision) -> pa.DataType:
    """The Arrow type of the value of a decision with a value: dates as dates, whole numbers as integers, the rest as text."""
    type_ = decision.value.type if decision.value is not None else None
    if isinstance(type_, DateType):
        return pa.date32()
    if isinstance(type_, NumberType):
        return pa.int64() if type_.whole else pa.float64()
    return pa.string()


def decided_schema(decisions: Sequence[Decision], provisions: Sequence[Provision]) -> pa.Schema:
    """The columns for some decisions and provisions, in their order."""
    fields = [pa.field("record", pa.string()), pa.field("law_as_of", pa.date32()), pa.field("facts_as_of", pa.date32())]
    for decision in decisions:
        name = decision.name
        if decision.value is None:
            fields += [pa.field(name, WORDS), pa.field(f"{name}.possible", TEXTS)]
        else:
            fields += [pa.field(name, value_type(decision)), pa.field(f"{name}.known", pa.string())]
        fields += [pa.field(f"{name}.missing", TEXTS), pa.field(f"{name}.turns_on_readings", TEXTS)]
    fields += [pa.field(provision.key, WORDS) for provision in provisions]
    return pa.schema(fields)


def ids_with_versions(schema: pa.Schema) -> list[str]:
    """The rulebooks whose versions a table tells."""
    names = [name for name in schema.names if name.startswith(VERSION)]
    return [name.removeprefix(VERSION) for name in names if f"{name}.possible" in names]


def row_of(judgment: Judgment, schema: pa.Schema) -> dict[str, Any]:
    """One judgment as a row; what the schema does not ask for is left out, and what the judgment does not say is empty."""
    row: dict[str, Any] = {
        "record": judgment.record,
        "law_as_of": judgment.law_as_of,
        "facts_as_of": judgment.facts_as_of,
    }
    for name, result in judgment.decisions.items():
        if name in schema.names:
            row |= _cells_of(name, result, schema.field(name).type)
    statuses = judgment.provisions
    row |= {key: statuses.get(key) for key in schema.names if ":" in key}
    return row


def _cells_of(name: str, result: DecisionResult, type_: pa.DataType) -> dict[str, Any]:
    cells: dict[str, Any] = {f"{name}.missing": result.missing, f"{name}.turns_on_readings": result.turns_on_readings}
    if not result.has_value:
        return cells | {name: result.outcome or UNDETERMINED, f"{name}.possible": result.possible}
    known, plain = exact(result.value), plain_value(result.value)
    fits = known and _has_room(type_, result.value, plain)
    shown: Any = plain
    if pa.types.is_date(type_):
        shown = result.value
    elif pa.types.is_string(type_) and not isinstance(plain, str):
        shown = json.dumps(plain, ensure_ascii=False)
    return cells | {
        name: shown if fits else None,
        f"{name}.known": None if fits else json.dumps(plain, ensure_ascii=False),
    }


def _has_room(type_: pa.DataType, value: Any, plain: Any) -> bool:
    """Whether a column can hold a value; what it cannot hold (a word as a number, a larger one) is told beside it, never cut."""
    if pa.types.is_integer(type_):
        return type(plain) is int and -_ROOM <= plain < _ROOM
    if pa.types.is_floating(type_):
        return type(plain) in {int, float}
    return pa.types.is_string(type_) or type(value) is date


def table_of_judgments(judgments: Sequence[Judgment], schema: pa.Schema) -> pa.Table:
    """Judgments as a table of that schema."""
    return pa.Table.from_pylist([row_of(judgment, schema) for judgment in judgments], schema)
