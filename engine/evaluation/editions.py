"""A record decided by the versions that its own days choose; while it leaves several possible, under each of them.

The choice is a decision like any other, made with three values by a rulebook about versions (see
:class:`engine.language.instrument.Editions`). Whatever the missing facts turn out to be, one of the editions that are possible
now is then the one, and so the outcome then is among those that are possible now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.evaluation.interpreter import LAW_NEWER, LAW_OLDER, Evaluation, Interpreter
from engine.evaluation.joined import joined_judgment
from engine.evaluation.variants import without_facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.evaluation.judgment import DecisionResult, Judgment, Remark
    from engine.language.instrument import Edition, Editions
    from engine.language.record import Record


@dataclass(frozen=True, slots=True)
class Choice:
    """The editions that a record can come under, the oldest first, and the answers to the questions that chose them."""

    editions: tuple[Edition, ...]
    answers: tuple[DecisionResult, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts on which the choice still turns, each once."""
        if len(self.editions) == 1:
            return ()
        return tuple(dict.fromkeys(path for answer in self.answers for path in answer.missing))

    @property
    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the choice rests."""
        return tuple(dict.fromkeys(path for answer in self.answers for path in answer.presumed))


class EditionsInterpreter:
    """The editions of a rulebook, each linked when a record first comes under it, for many records."""

    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        self._linked: dict[Edition, Interpreter] = {}
        self._selector = Interpreter(editions.selector) if editions.selector is not None else None
        self._can_presume: dict[str, bool] = {}

    def interpreter(self, edition: Edition) -> Interpreter:
        """The interpreter of an edition; linked once, and kept.

        Raises :class:`engine.language.diagnostics.InputError` where its texts do not load.
        """
        found = self._linked.get(edition)
        if found is None:
            found = self._linked[edition] = Interpreter(self.editions.rulebook(edition))
        return found

    def choice(self, record: Record, as_of: date | None = None) -> Choice:
        """Which editions a record can come under, and why."""
        if self._selector is None:
            return Choice(self.editions.every(record.subject))
        evaluation = Evaluation(self._selector.plan(record.subject), record, as_of)
        answers = tuple(evaluation.decision(name) for name in self.editions.questions(record.subject))
        chosen = self.editions.chosen(record.subject, {answer.name: answer.possible for answer in answers})
        return Choice(
            chosen, answers, tuple(one for one in evaluation.remarks(answers) if one.code not in {LAW_OLDER, LAW_NEWER})
        )

    def editions_of(self, record: Record, as_of: date | None = None) -> tuple[Edition, ...]:
        """The editions that a record can come under, the oldest first; one, where it says all on which the choice turns."""
        return self.choice(record, as_of).editions

    def under_each(self, record: Record, as_of: date | None = None) -> Considered:
        """The record under each edition that is possible, for those who ask on."""
        return Considered(self, record, as_of)

    def evaluate(
        self,
        record: Record,
        *,
        as_of: date | None = None,
        decisions: Iterable[str] | None = None,
        trace: bool = False,
    ) -> Judgment:
        """The judgment on a record, as :meth:`engine.evaluation.interpreter.Interpreter.evaluate` gives it.

        Where several editions are possible, it says what holds under all of them, and leaves open in what they differ.
        """
        return self.under_each(record, as_of).judgment(decisions, trace=trace)

    # -- what the choice can rest on -------------------------------------------------------------------------------

    def presumes(self, subject: str) -> bool:
        """Whether the choice can rest on a fact that the vocabulary presumes when it is absent."""
        if self._selector is None:
            return False
        if subject not in self._can_presume:
            from engine.language.reach import facts_read  # noqa: PLC0415 - asked once a subject

            facts = self._selector.rulebook.subjects[subject].vocabulary.facts
            read = [facts[path] for path in facts_read(self._selector.rulebook, subject)]
            self._can_presume[subject] = any(
                fact.has_presumption or any(one.has_presumption for one in (fact.elements or {}).values()) for fact in read
            )
        return self._can_presume[subject]

    def is_end(self, edition: Edition, subject: str, *, newest: bool) -> bool:
        """Whether an edition has the oldest, or the newest, version of the rulebook that was named."""
        end = self.editions.every(subject)[-1 if newest else 0]
        return edition.versions[self.editions.id] == end.versions[self.editions.id]


class Considered:
    """One record under each edition that is possible for it."""

    def __init__(self, interpreter: EditionsInterpreter, record: Record, as_of: date | None) -> None:
        self.interpreter, self.record, self.as_of = interpreter, record, as_of
        self.choice = interpreter.choice(record, as_of)

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The evaluation under each edition, in the order of the choice."""
        linked = [self.interpreter.interpreter(edition) for edition in self.choice.editions]
        return tuple(Evaluation(one.plan(self.record.subject), self.record, self.as_of) for one in linked)

    @property
    def newest(self) -> Evaluation:
        """The evaluation under the last of the editions."""
        return self.evaluations[-1]

    def judgments(self, decisions: Iterable[str] | None = None, *, trace: bool = False) -> tuple[Judgment, ...]:
        """The judgment under each edition; a decision that an edition does not have is not in its judgment."""
        names = None if decisions is None else list(decisions)
        found = []
        for edition, evaluation in zip(self.choice.editions, self.evaluations, strict=True):
            own = None if names is None else [name for name in names if name in evaluation.plan.rulings]
            judgment = evaluation.judgment(own, trace=trace)
            remarks = tuple(one for one in judgment.remarks if self._is_due(one, edition))
            found.append(judgment if remarks == judgment.remarks else replace(judgment, remarks=remarks))
        return tuple(found)

    def judgment(self, decisions: Iterable[str] | None = None, *, trace: bool = False) -> Judgment:
        """The judgment: that of the one edition, or what all that are possible say together."""
        judgments = self.judgments(decisions, trace=trace)
        if len(judgments) == 1 and not (self.record.presumed and self.interpreter.presumes(self.record.subject)):
            return judgments[0]
        return joined_judgment(judgments, self)

    def answers_without(self, path: str, name: str) -> tuple[tuple[Any, ...], Any]:
        """What is possible for a decision, and its value, when a presumed fact is taken as missing."""
        facts = without_facts(self.record.facts, (path,))
        record = replace(self.record, facts=facts, presumed=self.record.presumed - {path})
        found = self.interpreter.evaluate(record, as_of=self.as_of, decisions=(name,)).decisions.get(name)
        return ((), None) if found is None else (found.possible, found.value)

    def _is_due(self, remark: Remark, edition: Edition) -> bool:
        """Whether a remark says something: that a version between others is applied outside of its days is the choice's doing."""
        if self.interpreter.editions.selector is None or remark.code not in {LAW_OLDER, LAW_NEWER}:
            return True
        return self.interpreter.is_end(edition, self.record.subject, newest=remark.code == LAW_NEWER)
