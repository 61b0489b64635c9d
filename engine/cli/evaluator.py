"""The evaluations of one run of a command: under the rulebook that was named, and under those that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.interpreter import Evaluation, Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record


class Evaluator:
    """Judges records. ``decisions`` are those that are asked for, none named meaning all; ``as_of`` the day of knowledge."""

    def __init__(self, interpreter: Interpreter, as_of: date | None, decisions: Sequence[str], *, trace: bool = False) -> None:
        self.interpreter, self.as_of, self.decisions, self.trace = interpreter, as_of, decisions, trace

    def judge(self, record: Record) -> tuple[Evaluation, Judgment]:
        """The judgment, and the evaluation that can say more about it."""
        evaluation = Evaluation(self.interpreter.plan(record.subject), record, self.as_of)
        return evaluation, evaluation.judgment(self.shown(record.subject), trace=self.trace)

    def judge_under(self, interpreter: Interpreter, record: Record, decisions: Iterable[str]) -> tuple[Evaluation, Judgment]:
        """The same under a rulebook that is used, for some of its decisions."""
        evaluation = Evaluation(interpreter.plan(record.subject), record, self.as_of)
        return evaluation, evaluation.judgment(decisions)

    def used(self, subject: str) -> list[Interpreter]:
        """The rulebooks in use that decide about a subject too."""
        books = [use.rulebook for use in self.interpreter.rulebook.uses.values()]
        return [Interpreter(book) for book in books if subject in book.subjects]

    def shown(self, subject: str) -> list[str]:
        """The decisions about a subject that are asked for."""
        return [name for name in self.interpreter.plan(subject).rulings if not self.decisions or name in self.decisions]
