"""What a rulebook answers, and nothing about why: for looking at many records under many variants of a text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from engine.evaluation.columnar.evaluator import ColumnarEvaluator
from engine.evaluation.columnar.parts import Part
from engine.evaluation.decided import decided_schema, row_of
from engine.evaluation.interpreter import Interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from engine.language.fact_table import FactTable
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

Answer = tuple[str, ...]
"""The outcomes that are possible, by name in alphabetical order: one where it is decided. Of a value one text: the value, or
after ``?`` what is known of it."""


class Answers:
    """One rulebook, the decisions on one subject that are asked for, and the day of knowledge if the caller chooses it.

    With ``statuses`` it tells of every provision as well, under its key.
    """

    def __init__(
        self, rulebook: Rulebook, subject: str, decisions: Sequence[str], as_of: date | None = None, *, statuses: bool = False
    ) -> None:
        self.rulebook, self.subject, self.as_of = rulebook, subject, as_of
        asked = {one.name: one for one in rulebook.decisions.values() if one.subject == subject and one.name in decisions}
        self.decisions = [asked[name] for name in decisions if name in asked]
        units = [unit for unit in _provisions(rulebook) if unit.subject == subject and unit.rule is not None] if statuses else []
        full = decided_schema(self.decisions, units)
        self.schema = pa.schema([one for one in full if not one.name.endswith((".missing", ".turns_on_readings"))])
        self.columnar = ColumnarEvaluator(rulebook, subject, self.schema, as_of)

    @cached_property
    def interpreter(self) -> Interpreter:
        """For the records that no column can hold."""
        return Interpreter(self.rulebook)

    def of_table(self, facts: FactTable, rows: NDArray[np.int64] | None = None) -> dict[str, list[Answer]]:
        """The answers on every record of a table, or on some of its rows: by decision, in order."""
        found, hard = self.columnar.decide(facts if rows is None else Part(facts, rows))
        answers = {one.name: self._column(found, one.name) for one in self.decisions}
        for key in self._keys():
            answers[key] = [(word,) for word in found.column(key).to_pylist()]
        for at in np.flatnonzero(hard).tolist():
            for name, answer in self.of_record(facts.record(at if rows is None else int(rows[at]))).items():
                answers[name][at] = answer
        return answers

    def of_record(self, record: Record) -> dict[str, Answer]:
        """The answers on one record."""
        judgment = self.interpreter.evaluate(record, as_of=self.as_of, decisions=[one.name for one in self.decisions])
        row = row_of(judgment, self.schema)
        answers = {one.name: _answer(row, one.name) for one in self.decisions}
        return answers | {key: (row[key],) for key in self._keys()}

    def _keys(self) -> list[str]:
        return [name for name in self.schema.names if ":" in name]

    @staticmethod
    def _column(table: pa.Table, name: str) -> list[Answer]:
        if f"{name}.possible" in table.column_names:
            kept: dict[tuple[str, ...], Answer] = {}
            return [
                kept.setdefault(found := tuple(sorted(words)), found) for words in table.column(f"{name}.possible").to_pylist()
            ]
        values, known = table.column(name).to_pylist(), table.column(f"{name}.known").to_pylist()
        return [_answer({name: value, f"{name}.known": told}, name) for value, told in zip(values, known, strict=True)]


def _answer(row: Mapping[str, Any], name: str) -> Answer:
    possible = row.get(f"{name}.possible")
    if possible is not None:
        return tuple(sorted(possible))
    value, told = row[name], row[f"{name}.known"]
    if value is None:
        return (f"?{told}",)
    return (str(value).removesuffix(".0") if isinstance(value, float) else str(value),)  # one version may count in halves


def _provisions(rulebook: Rulebook) -> list[Any]:
    from engine.language.walk import with_used  # noqa: PLC0415 - only where statuses are asked for

    found: dict[str, Any] = {}
    for book in reversed(with_used(rulebook).values()):
        found.update(book.provisions)
    return list(found.values())
