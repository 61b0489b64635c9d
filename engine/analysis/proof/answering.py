"""The questions about one rulebook answered: by known records where they can, by the solver where they cannot."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from engine.analysis.proof.answers import Answer, Possibility
from engine.analysis.proof.crew import Asked, pursued
from engine.analysis.proof.finding import Pursuit
from engine.analysis.proof.questions import Answered, Kind
from engine.analysis.proof.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.proof.answers import Extent
    from engine.analysis.proof.questions import Question
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

_Open = tuple["Question", tuple[Possibility, ...]]
"""A question, and what its first goals came to."""
_WORTH_PROCESSES: Final = 4
"""Goals; fewer are pursued before other processes have started."""


def answers(
    rulebook: Rulebook,
    subject: str,
    questions: Sequence[Question],
    extent: Extent,
    known: Sequence[Record],
    seconds: float,
    jobs: int,
) -> Iterator[Answered]:
    """Each question with its answer, as it is found out. ``rulebook`` is the one in which they can be asked.

    ``seconds`` are for each goal of a question. What one record shows, be it known or found for another question, is not asked.
    """
    yield from _Answering(rulebook, subject, questions, extent, known).run(seconds, jobs)


class _Answering:
    """The questions that are open, and every record that is known."""

    def __init__(
        self, rulebook: Rulebook, subject: str, questions: Sequence[Question], extent: Extent, known: Sequence[Record]
    ) -> None:
        self.sides = Sides((rulebook,), subject, extent.as_of)
        self.pursuit = Pursuit(rulebooks=(rulebook,), subject=subject, extent=extent, known=tuple(known))
        self.records = [self.sides.judged(record) for record in known if extent.covers(record)]
        self.coming: deque[_Open] = deque((question, ()) for question in questions)
        self.settled: deque[Answered] = deque()

    def run(self, seconds: float, jobs: int) -> Iterator[Answered]:
        self._settle()
        yield from self._told()
        several = jobs if len(self.coming) >= _WORTH_PROCESSES else 1
        for (question, before), found in pursued(self.pursuit, self._next, seconds, several):
            if found.witness is not None:
                self.records.append(self.sides.judged(found.witness.record, found.witness.as_of))
            answered = Answered(question, (*before, found))
            if answered.is_done:
                self.settled.append(answered)
            else:
                self.coming.append((question, answered.found))
            yield from self._told()
        yield from self._told()

    def _told(self) -> Iterator[Answered]:
        while self.settled:
            yield self.settled.popleft()

    def _settle(self) -> None:
        """Answer what known records show by themselves."""
        waiting, self.coming = self.coming, deque()
        for question, before in waiting:
            if not self._is_settled(question, before):
                self.coming.append((question, before))

    def _is_settled(self, question: Question, before: tuple[Possibility, ...]) -> bool:
        """Whether a known record answers a question of which nothing was asked before; then its answer is noted."""
        if before or question.kind is Kind.RESTATED or not any(judged.does(question.goals[0]) for judged in self.records):
            return False
        self.settled.append(Answered(question, (Possibility(answer=Answer.FOUND),)))
        return True

    def _next(self) -> Asked | None:
        """The next goal that no record reaches."""
        while self.coming:
            question, before = self.coming.popleft()
            if self._is_settled(question, before):
                continue
            small = question.kind is Kind.RESTATED or bool(before)
            return Asked((question, before), question.goals[len(before)], small)
        return None
