"""Records as the search for causes asks about them: rows of a table, or records by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.answers import Answer, Answers
    from engine.language.fact_table import FactTable
    from engine.language.record import Record


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table."""

    table: FactTable
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def answers(self, answers: Answers, decision: str) -> Sequence[Answer]:
        """The answers on them, in order."""
        return answers.of_table(self.table, self.rows)[decision]

    def some(self, places: Sequence[int]) -> Rows:
        """Those at some places, in that order."""
        return Rows(self.table, self.rows[np.array(places, np.int64)])


@dataclass(frozen=True, slots=True)
class Alone:
    """Records that no column can hold."""

    records: Sequence[Record]

    def __len__(self) -> int:
        return len(self.records)

    def answers(self, answers: Answers, decision: str) -> Sequence[Answer]:
        """The answers on them, in order."""
        return [answers.of_record(record)[decision] for record in self.records]

    def some(self, places: Sequence[int]) -> Alone:
        """Those at some places, in that order."""
        return Alone([self.records[place] for place in places])
