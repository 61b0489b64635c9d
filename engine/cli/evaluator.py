"""The evaluations of one run of a command: under the rulebook that was named, and under those that it uses."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.evaluation.editions import Considered, ConsideredUse
from engine.language.walk import main_decisions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.evaluation.editions import EditionsInterpreter
    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

Judged = tuple[Considered, "Judgment"]
"""A record under the versions that apply to it, with the judgment."""


class Evaluator:
    """Judges records. ``decisions`` are those that are asked for, none named meaning all; ``as_of`` the day of knowledge."""

    def __init__(
        self, interpreter: EditionsInterpreter, as_of: date | None, decisions: Sequence[str], *, trace: bool = False
    ) -> None:
        self.interpreter, self.as_of, self.decisions, self.trace = interpreter, as_of, decisions, trace

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook, in its newest version."""
        return self.interpreter.newest

    def judge(self, record: Record) -> Judged:
        """The record under the versions that apply to it, and the judgment."""
        considered = self.interpreter.under_each(record, self.as_of)
        return considered, considered.judgment(self.decisions or None, trace=self.trace)

    def judge_under(self, id_: str, considered: Considered, decisions: Sequence[str]) -> Judged:
        """The same under a rulebook that is used, for some of its decisions."""
        used = ConsideredUse(considered, id_)
        return used, used.judgment(decisions)

    def used(self, subject: str) -> list[tuple[str, list[str]]]:
        """The rulebooks in use that decide about a subject too, with their main decisions."""
        books = [use.rulebook for use in self.rulebook.uses.values()]
        return [(book.id, main_decisions(book, subject)) for book in books if subject in book.subjects]

    def shown(self, subject: str) -> list[str]:
        """The decisions about a subject that are asked for."""
        books = self.interpreter.books() if self.decisions else [self.rulebook]
        names = dict.fromkeys(one.name for book in books for one in book.decisions.values() if one.subject == subject)
        return [name for name in names if not self.decisions or name in self.decisions]
