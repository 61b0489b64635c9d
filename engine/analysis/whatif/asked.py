"""What is asked of one record: a decision, the outcomes that one would want, the day; and the interpreter that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from engine.evaluation.editions import EditionsInterpreter
    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.record import Record


@dataclass(frozen=True, slots=True)
class Asked:
    """A record, the decision about it, and the outcomes that are ``wanted``; ``as_of`` is the day on which it is looked at."""

    interpreter: EditionsInterpreter
    record: Record
    decision: str
    wanted: tuple[str, ...]
    as_of: date | None = None

    def judgment(self, record: Record, as_of: date | None = None) -> Judgment:
        """The judgment on a record by the versions that its own days choose, for the decision alone."""
        return self.interpreter.evaluate(record, as_of=as_of or self.as_of, decisions=(self.decision,))

    def result(self, record: Record, as_of: date | None = None) -> DecisionResult:
        """What the decision comes to for a record."""
        return self.judgment(record, as_of).decisions[self.decision]

    def is_wanted(self, result: DecisionResult) -> bool:
        """Whether a decision has one of the outcomes wanted, and nothing leaves it open."""
        return result.outcome in self.wanted

    def is_possible(self, result: DecisionResult) -> bool:
        """Whether some outcome that is possible is one of those wanted."""
        return bool(set(result.possible) & set(self.wanted))
