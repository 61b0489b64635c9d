"""Many records at once, each by the version that its days choose.

The choice is decided in columns like any decision; the records of each edition are decided together, and those that leave
several possible one by one. The table has every column that some edition has, and tells which versions were applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.evaluation.decided import TEXTS, VERSION, WORDS, decided_schema, row_of, value_type
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.judgment import UNDETERMINED
from engine.evaluation.table import TableEvaluator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from engine.evaluation.editions_at_hand import EditionsAtHand
    from engine.evaluation.judgment import Judgment, RulebookReference
    from engine.language.fact_table import FactTable
    from engine.language.instrument import Edition
    from engine.language.rulebook import Decision, Provision

_FIRST_COLUMNS: Final = 3


def version_columns(ids: Iterable[str]) -> list[pa.Field]:
    """The columns that tell the versions of some rulebooks."""
    return [field for id_ in ids for field in (pa.field(f"{VERSION}{id_}", WORDS), pa.field(f"{VERSION}{id_}.possible", TEXTS))]


class EditionsTable:
    """The editions of one rulebook, for tables of one subject's records; as :class:`TableEvaluator` for one text.

    ``schema`` has the columns of :mod:`engine.evaluation.decided` for every decision and provision of some edition (nothing
    stands where a record's edition lacks it), and after the days those of :func:`version_columns`.
    """

    def __init__(self, editions: EditionsAtHand, *, as_of: date | None = None, decisions: Iterable[str] | None = None) -> None:
        self.editions, self.subject, self.as_of = editions, editions.subject, as_of
        self.interpreter = EditionsInterpreter(editions)
        wanted = None if decisions is None else set(decisions)
        self.asked: list[Decision] = [one for one in editions.decisions if wanted is None or one.name in wanted]
        self.decisions = [one.name for one in self.asked]
        self.vocabulary = editions.newest.subjects[self.subject].vocabulary
        self._selector = TableEvaluator(editions.selector, self.subject, as_of=as_of, decisions=editions.asked, statuses=False)
        self._evaluators: dict[Edition, TableEvaluator] = {}
        plans = [self.interpreter.interpreter(edition).plan(self.subject) for edition in reversed(editions.editions)]
        provisions: dict[str, Provision] = {}
        ids: dict[str, None] = {editions.id: None}
        for plan in plans:
            for clause in plan.clauses:
                provisions.setdefault(clause.key, clause.provision)
            ids.update(dict.fromkeys(use.id for use in plan.uses))
        self.ids = tuple(ids)
        plain = list(decided_schema(self.asked, list(provisions.values())))
        self.schema: pa.Schema = pa.schema([*plain[:_FIRST_COLUMNS], *version_columns(self.ids), *plain[_FIRST_COLUMNS:]])

    # -- deciding --------------------------------------------------------------------------------------------------

    def decide(self, facts: FactTable) -> pa.Table:
        """The decisions on every record of a table, in its order; the columns are those of ``schema``."""
        tables, places = [self.schema.empty_table()], [np.empty(0, np.int64)]
        for editions, rows in self._by_editions(facts):
            tables.append(self._under(editions, facts, rows))
            places.append(rows)
        order = np.argsort(np.concatenate(places), kind="stable")
        found = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
        return found.take(pa.array(order))

    def _by_editions(self, facts: FactTable) -> list[tuple[tuple[Edition, ...], NDArray[np.int64]]]:
        """The editions that records can come under, with the rows of those records."""
        questions = self.editions.asked
        table = self._selector.decide(facts).unify_dictionaries().combine_chunks()
        if not table.num_rows:
            return []
        answers = [table.column(name).chunk(0) for name in questions]
        codes = np.zeros(len(facts), np.int64)
        for one in answers:
            codes = codes * len(one.dictionary) + one.indices.to_numpy()
        found: dict[tuple[Edition, ...], list[NDArray[np.int64]]] = {}
        for code in np.unique(codes).tolist():
            rows = np.flatnonzero(codes == code)
            words = [one[int(rows[0])].as_py() for one in answers]
            if UNDETERMINED not in words:
                editions = self.editions.by_answers[tuple(words)]
                found.setdefault(editions, []).append(rows)
                continue
            possible = [table.column(f"{name}.possible").take(pa.array(rows)).to_pylist() for name in questions]
            of_rows: dict[tuple[tuple[str, ...], ...], list[int]] = {}
            for row, each in zip(rows.tolist(), zip(*possible, strict=True), strict=True):
                of_rows.setdefault(tuple(map(tuple, each)), []).append(row)
            for each, those in of_rows.items():
                editions = self.editions.chosen(self.subject, dict(zip(questions, each, strict=True)))
                found.setdefault(editions, []).append(np.array(those, np.int64))
        return [(editions, np.sort(np.concatenate(several))) for editions, several in found.items()]

    def _under(self, editions: tuple[Edition, ...], facts: FactTable, rows: NDArray[np.int64]) -> pa.Table:
        """The rows of records that can come under these editions."""
        evaluator = self._evaluator(editions[0])
        if len(editions) > 1 or not self._holds(evaluator):
            return self.one_by_one(facts, rows.tolist())
        decided = evaluator.decide(facts, None if len(rows) == len(facts) else rows)
        plan = evaluator.interpreter.plan(self.subject)
        versions = _cells_of_versions((plan.reference, *plan.uses), self.ids)
        columns = []
        for field in self.schema:
            if field.name in versions:
                columns.append(pa.array([versions[field.name]], field.type).take(pa.array(np.zeros(len(rows), np.int64))))
            elif field.name in decided.column_names:
                columns.append(decided.column(field.name))
            else:
                columns.append(pa.nulls(len(rows), field.type))
        return pa.table(columns, schema=self.schema)

    def _evaluator(self, edition: Edition) -> TableEvaluator:
        """The evaluator of an edition; made once."""
        found = self._evaluators.get(edition)
        if found is None:
            book = self.editions.rulebook(edition)
            found = TableEvaluator(book, self.subject, as_of=self.as_of, decisions=self.decisions)
            self._evaluators[edition] = found
        return found

    def _holds(self, evaluator: TableEvaluator) -> bool:
        """Whether the columns of an edition are of the types that the whole table has."""
        rulings = evaluator.interpreter.plan(self.subject).rulings
        own = [(name, rulings[name].decision) for name in evaluator.decisions]
        return all(one.value is None or value_type(one) == self.schema.field(name).type for name, one in own)

    # -- one by one ------------------------------------------------------------------------------------------------

    def one_by_one(self, facts: FactTable, rows: Iterable[int]) -> pa.Table:
        """The decisions on some records, each by itself."""
        evaluate = self.interpreter.evaluate
        return self.of_judgments([evaluate(facts.record(row), as_of=self.as_of, decisions=self.decisions) for row in rows])

    def of_judgments(self, judgments: Sequence[Judgment]) -> pa.Table:
        """Judgments as rows of the table."""
        rows = [
            row_of(judgment, self.schema) | _cells_of_versions((judgment.rulebook, *judgment.uses), self.ids)
            for judgment in judgments
        ]
        return pa.Table.from_pylist(rows, self.schema)


def _cells_of_versions(references: Sequence[RulebookReference], ids: Sequence[str]) -> dict[str, Any]:
    by_id = {reference.id: reference for reference in references}
    found: dict[str, Any] = {}
    for id_ in ids:
        one = by_id.get(id_)
        versions = [] if one is None else [each.version for each in one.versions] or [one.version]
        found |= {f"{VERSION}{id_}": None if one is None else one.version, f"{VERSION}{id_}.possible": versions}
    return found
