"""A record decided by the versions that its own days choose; while it leaves several possible, under each of them.

The choice is a decision like any other, made with three values by a rulebook about versions (see
:class:`engine.language.instrument.Editions`). Whatever the missing facts turn out to be, one of the editions that are possible
now is then the one, and so the outcome then is among those that are possible now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.interpreter import LAW_NEWER, LAW_OLDER, Evaluation, Interpreter
from engine.evaluation.joined import joined_judgment
from engine.evaluation.judgment import Remark
from engine.evaluation.variants import without_facts
from engine.language.expressions import DecisionRef, ParameterRef, ProvisionRef, ReadingRef, TermRef
from engine.language.walk import below, of_decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.instrument import Edition, Editions
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

TRANSITIONAL: Final = "transitional-rule"
"""The remark that not the version of the law day is applied, but one before or after it."""
_NAMES: Final = (DecisionRef, ParameterRef, ProvisionRef, ReadingRef, TermRef)


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
    def rests_on_more_than_facts(self) -> bool:
        """Whether there is something to tell of the choice itself: it rests on a presumption, or turns on a reading."""
        return bool(self.presumed or self.turns_on_readings)

    @property
    def turns_on_readings(self) -> tuple[str, ...]:
        """The readings under one of whose alternatives the choice would be another."""
        return tuple(dict.fromkeys(name for answer in self.answers for name in answer.turns_on_readings))

    @property
    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the choice rests."""
        return tuple(dict.fromkeys(path for answer in self.answers for path in answer.presumed))


class EditionsInterpreter:
    """The editions of a rulebook, each linked when a record first comes under it, for many records."""

    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        self._linked: dict[Edition, Interpreter] = {}
        self._used: dict[int, Interpreter] = {}
        self._selector = Interpreter(_bare(editions, editions.selector)) if editions.selector is not None else None

    def interpreter(self, edition: Edition) -> Interpreter:
        """The interpreter of an edition; linked once, and kept.

        Raises :class:`engine.language.diagnostics.InputError` where its texts do not load.
        """
        found = self._linked.get(edition)
        if found is None:
            found = self._linked[edition] = Interpreter(self.editions.rulebook(edition))
        return found

    def of_rulebook(self, rulebook: Rulebook) -> Interpreter:
        """The interpreter of a rulebook that an edition uses, by itself; linked once."""
        found = self._used.get(id(rulebook))
        if found is None:
            found = self._used[id(rulebook)] = Interpreter(rulebook)
        return found

    @cached_property
    def newest(self) -> Rulebook:
        """The rulebook of the newest edition: its subjects are those whose records are read.

        Raises :class:`engine.language.diagnostics.InputError` where it does not load.
        """
        subject = self.editions.selector.main_subject if self.editions.selector is not None else ""
        return self.editions.rulebook(self.editions.every(subject)[-1])

    def books(self) -> Iterator[Rulebook]:
        """The rulebook in every version that some record can come under, the newest first.

        Raises :class:`engine.language.diagnostics.InputError` where one does not load.
        """
        seen: set[str] = set()
        for subject in self.newest.subjects:
            for edition in reversed(self.editions.every(subject)):
                version = edition.versions[self.editions.id]
                if version not in seen:
                    seen.add(version)
                    yield self.editions.rulebook(edition)

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

    def chosen_under(self, record: Record, as_of: date | None, reading: str) -> Iterator[tuple[Edition, ...]]:
        """The editions that would be possible under each alternative of a reading on which the choice turns."""
        assert self._selector is not None  # noqa: S101 - else nothing is chosen, and turns on nothing
        plan, program = self._selector.plan(record.subject), self._selector.program
        evaluation = Evaluation(plan, record, as_of)
        key = reading if ":" in reading else f"{program.rulebook.id}:{reading}"
        for option in program.readings[key].options:
            if option != program.readings[key].chosen:
                context = evaluation.variants.under(evaluation.context, key, option)
                names = self.editions.questions(record.subject)
                possible = {name: evaluation.cases.find(plan.asked[name], context).possible for name in names}
                yield self.editions.chosen(record.subject, possible)

    def is_end(self, edition: Edition, subject: str, *, newest: bool) -> bool:
        """Whether an edition has the oldest, or the newest, version of the rulebook that was named."""
        end = self.editions.every(subject)[-1 if newest else 0]
        return edition.versions[self.editions.id] == end.versions[self.editions.id]


class Considered:
    """One record under each edition that is possible for it."""

    def __init__(
        self, interpreter: EditionsInterpreter, record: Record, as_of: date | None, choice: Choice | None = None
    ) -> None:
        self.interpreter, self.record, self.as_of = interpreter, record, as_of
        self.choice = interpreter.choice(record, as_of) if choice is None else choice

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
            remarks = tuple(self._told(one, edition) for one in judgment.remarks)
            found.append(judgment if remarks == judgment.remarks else replace(judgment, remarks=remarks))
        return tuple(found)

    def judgment(self, decisions: Iterable[str] | None = None, *, trace: bool = False) -> Judgment:
        """The judgment: that of the one edition, or what all that are possible say together."""
        judgments = self.judgments(decisions, trace=trace)
        if len(judgments) == 1 and not self.choice.rests_on_more_than_facts:
            return judgments[0]
        return joined_judgment(judgments, self)

    def answers_without(self, path: str, name: str) -> tuple[tuple[Any, ...], Any]:
        """What is possible for a decision, and its value, when a presumed fact is taken as missing."""
        facts = without_facts(self.record.facts, (path,))
        record = replace(self.record, facts=facts, presumed=self.record.presumed - {path})
        found = self.interpreter.evaluate(record, as_of=self.as_of, decisions=(name,)).decisions.get(name)
        return ((), None) if found is None else (found.possible, found.value)

    def answers_under(self, reading: str, name: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """What is possible for a decision, and its value, under the editions that each alternative of a reading would choose."""
        for editions in self.interpreter.chosen_under(self.record, self.as_of, reading):
            other = Considered(self.interpreter, self.record, self.as_of, Choice(editions))
            found = joined_judgment(other.judgments([name]), other).decisions.get(name)
            yield ((), None) if found is None else (found.possible, found.value)

    def _told(self, remark: Remark, edition: Edition) -> Remark:
        """A remark as it is told: that a version between others is applied outside of its days is a transitional rule's doing."""
        if self.interpreter.editions.selector is None or remark.code not in {LAW_OLDER, LAW_NEWER}:
            return remark
        if self.interpreter.is_end(edition, self.record.subject, newest=remark.code == LAW_NEWER):
            return remark
        return Remark(code=TRANSITIONAL, day=remark.day)


class ConsideredUse(Considered):
    """The same record under a rulebook in use, in each version that it has in the editions that are possible."""

    def __init__(self, whole: Considered, id_: str) -> None:
        super().__init__(whole.interpreter, whole.record, whole.as_of, whole.choice)
        self._whole, self._id = whole, id_

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The evaluation under the rulebook in use, for each edition."""
        books = [evaluation.program.rulebooks[self._id] for evaluation in self._whole.evaluations]
        plans = [self.interpreter.of_rulebook(book).plan(self.record.subject) for book in books]
        return tuple(Evaluation(plan, self.record, self.as_of) for plan in plans)


def _bare(editions: Editions, selector: Rulebook) -> Rulebook:
    """A selector without the text that it was made of, where its questions ask for days and facts alone."""
    questions = {key: one for key, one in selector.decisions.items() if one.name in editions.questions(one.subject)}
    days = [day for own in selector.subjects.values() for day in (own.law_as_of, own.facts_as_of) if day is not None]
    asked = [expression for decision in questions.values() for expression in of_decision(decision)]
    if any(isinstance(node, _NAMES) for expression in (*days, *asked) for node in below(expression)):
        return selector
    return replace(selector, decisions=questions, provisions={}, parameters={}, readings={}, terms={}, uses={})
