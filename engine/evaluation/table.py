"""Many records at once: the same meaning as the interpreter's, over columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.decided import decided_schema, table_of_judgments
from engine.evaluation.interpreter import Interpreter

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from engine.language.fact_table import FactTable
    from engine.language.rulebook import Rulebook


class TableEvaluator:
    """One rulebook, for tables of records of one subject (the main one unless ``subject`` names another).

    ``schema`` is that of what :meth:`decide` gives. Raises :class:`LookupError` where the rulebook decides no such subject.
    """

    def __init__(self, rulebook: Rulebook, subject: str | None = None, *, as_of: date | None = None) -> None:
        self.rulebook = rulebook
        self.subject = subject or rulebook.main_subject
        self.as_of = as_of
        self.interpreter = Interpreter(rulebook)
        plan = self.interpreter.plan(self.subject)
        self.vocabulary = rulebook.subjects[self.subject].vocabulary
        self.schema: pa.Schema = decided_schema(
            [ruling.decision for ruling in plan.rulings.values()], [clause.provision for clause in plan.clauses]
        )

    def decide(self, facts: FactTable) -> pa.Table:
        """The decisions on every record of a table, in its order; the columns are those of ``schema``."""
        judgments = [self.interpreter.evaluate(facts.record(index), as_of=self.as_of) for index in range(len(facts))]
        return table_of_judgments(judgments, self.schema)
