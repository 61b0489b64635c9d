"""Many records at once: the same meaning as the interpreter's, over columns.

What columns cannot hold (alternatives among lists, numbers beyond 64 bits) is decided record by record by the interpreter itself,
so that every word of the language has a meaning here and no record has another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from engine.evaluation.columnar.evaluator import ColumnarEvaluator
from engine.evaluation.columnar.parts import Part
from engine.evaluation.decided import decided_schema, table_of_judgments
from engine.evaluation.interpreter import Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from engine.evaluation.judgment import Judgment
    from engine.language.fact_table import FactTable
    from engine.language.rulebook import Rulebook


class TableEvaluator:
    """One rulebook, for tables of records of one subject (the main one unless ``subject`` names another).

    ``schema`` is that of what :meth:`decide` gives; with ``decisions`` it has only these, and without ``statuses`` no provisions.
    ``by_interpreter`` counts the records that were left to the interpreter so far. Raises :class:`LookupError` where the rulebook
    decides no such subject.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        subject: str | None = None,
        *,
        as_of: date | None = None,
        decisions: Iterable[str] | None = None,
        statuses: bool = True,
    ) -> None:
        self.rulebook = rulebook
        self.subject = subject or rulebook.main_subject
        self.as_of = as_of
        self.interpreter = Interpreter(rulebook)
        plan = self.interpreter.plan(self.subject)
        self.vocabulary = rulebook.subjects[self.subject].vocabulary
        wanted = set(plan.rulings if decisions is None else decisions)
        self.decisions = [name for name in plan.rulings if name in wanted]
        self.schema: pa.Schema = decided_schema(
            [plan.rulings[name].decision for name in self.decisions],
            [clause.provision for clause in plan.clauses] if statuses else [],
        )
        self.columnar = ColumnarEvaluator(rulebook, self.subject, self.schema, as_of)
        self.by_interpreter = 0

    def decide(self, facts: FactTable, rows: NDArray[np.int64] | None = None) -> pa.Table:
        """The decisions on every record of a table, or of some of its rows, in order; the columns are those of ``schema``."""
        found, hard = self.columnar.decide(facts if rows is None else Part(facts, rows))
        left = np.flatnonzero(hard)
        if not len(left):
            return found
        self.by_interpreter += len(left)
        alone = self.one_by_one(facts, (left if rows is None else rows[left]).tolist())
        order = np.arange(len(found))
        order[left] = len(found) + np.arange(len(left))
        return pa.concat_tables([found, alone]).combine_chunks().take(pa.array(order))

    def one_by_one(self, facts: FactTable, rows: Iterable[int]) -> pa.Table:
        """The decisions on some records, each by the interpreter."""
        evaluate = self.interpreter.evaluate
        judgments = [evaluate(facts.record(row), as_of=self.as_of, decisions=self.decisions) for row in rows]
        return self.of_judgments(judgments)

    def of_judgments(self, judgments: Sequence[Judgment]) -> pa.Table:
        """Judgments as rows of the table."""
        return table_of_judgments(judgments, self.schema)
