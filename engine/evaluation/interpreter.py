"""The interpreter: what a rulebook says of a record. It defines the meaning; whatever is faster must agree with it.

It never asks the clock: the day of knowledge comes from the caller or from the record, by the rulebook's own word.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.cases import Cases
from engine.evaluation.compile import Program
from engine.evaluation.context import Context
from engine.evaluation.judgment import (
    DecisionResult,
    DutyResult,
    Judgment,
    Remark,
    RulebookReference,
    Statuses,
)
from engine.evaluation.linked import Decided
from engine.evaluation.trace import TracePlan
from engine.evaluation.variants import Variants
from engine.evaluation.why import Why
from engine.language.expressions import AsOf
from engine.language.facts import Bilingual, Special
from engine.language.logic import FALSE, TRUE, Truth
from engine.language.rulebook import Duty
from engine.language.types import NumberType
from engine.language.walk import below, of_decision, of_provision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.judgment import (
        Status,
    )
    from engine.evaluation.linked import Clause, Ruling
    from engine.evaluation.reasons import Reasons
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

LAW_OLDER: Final = "law-older-than-library"
LAW_NEWER: Final = "law-newer-than-library"
"""The remarks on a record whose law lies before the first day of the version that is applied, or after its last."""


class Interpreter:
    """One rulebook, linked once, for many records."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.program = Program(rulebook)
        self._plans: dict[str, _Plan] = {}

    def plan(self, subject: str) -> _Plan:
        """What is asked about a subject's record; made once.

        Raises :class:`LookupError` where the rulebook decides no such subject.
        """
        if subject not in self.rulebook.subjects:
            message = f"{self.rulebook.id} decides no {subject}"
            raise LookupError(message)
        if subject not in self._plans:
            self._plans[subject] = _Plan(self.program, subject)
        return self._plans[subject]

    def evaluate(
        self,
        record: Record,
        *,
        as_of: date | None = None,
        decisions: Iterable[str] | None = None,
        trace: bool = False,
    ) -> Judgment:
        """The judgment on a record: its decisions (or only those named), duties, and every provision's status.

        ``as_of`` is the day of knowledge; without it the rulebook names one. Raises :class:`LookupError` for a subject that
        the rulebook does not decide.
        """
        evaluation = Evaluation(self.plan(record.subject), record, as_of)
        return evaluation.judgment(decisions, trace=trace)


class _Plan:
    """The parts of a program that concern one subject."""

    def __init__(self, program: Program, subject: str) -> None:
        self.program = program
        book = program.rulebook
        own = book.subjects[subject]
        self.subject = own
        self.law_code = program.optional(own.law_as_of)
        self.facts_code = program.optional(own.facts_as_of)
        self.rulings = {
            decision.name: program.rulings[key] for key, decision in book.decisions.items() if decision.subject == subject
        }
        self.asked = {name: Decided(None, ruling) for name, ruling in self.rulings.items()}
        self.clauses = [clause for clause in program.clauses.values() if clause.provision.subject == subject]
        self.duties = [clause for clause in self.clauses if isinstance(clause.rule, Duty)]
        self.reference = _reference(book)
        self.uses = tuple(_reference(other) for id_, other in program.rulebooks.items() if id_ != book.id)
        self.in_force, self.until = book.in_force, book.until
        self._traced: dict[tuple[str, ...], TracePlan] = {}

    @cached_property
    def asks_for_the_day(self) -> bool:
        """Whether something about this subject depends on the day on which the record is looked at."""
        program = self.program
        own = [
            *(
                expression
                for key, unit in program.provisions.items()
                if unit.subject == self.subject.name
                for expression in of_provision(unit)
            ),
            *(term.body for term in program.terms.values() if term.subject == self.subject.name),
            *(expression for ruling in self.rulings.values() for expression in of_decision(ruling.decision)),
        ]
        return any(isinstance(node, AsOf) and node.which == "facts" for expression in own for node in below(expression))

    def traced(self, names: tuple[str, ...]) -> TracePlan:
        """The plan of a trace of some decisions; made once."""
        if names not in self._traced:
            self._traced[names] = TracePlan(self.program, [self.rulings[name] for name in names])
        return self._traced[names]


def _reference(rulebook: Rulebook) -> RulebookReference:
    return RulebookReference(id=rulebook.id, version=rulebook.version, digest=rulebook.digest)


class Evaluation:
    """One record under one plan. What it found is kept, so that reasons and reports can ask on."""

    def __init__(self, plan: _Plan, record: Record, as_of: date | None) -> None:
        self.plan = plan
        self.program = plan.program
        self.record = record
        self.as_of = as_of
        self.context = self._context(record.facts, self.program.chosen)
        self.variants = Variants(self.program)
        facts_code = None if as_of else plan.facts_code
        day_codes = {"facts": facts_code, "law": plan.law_code or facts_code}
        self.cases = Cases(self.variants, plan.subject.vocabulary, day_codes)

    @property
    def reasons(self) -> Reasons:
        """Why this record's values are what they are."""
        return self.cases.reasons(self.context)

    def _context(self, facts: Any, readings: Any) -> Context:
        context = Context(facts, readings, self.program.slots)
        if self.as_of is not None:
            context.facts_as_of = self.as_of
        elif self.plan.facts_code is not None:
            context.facts_as_of = self.plan.facts_code.run(context, None)
        law = self.plan.law_code.run(context, None) if self.plan.law_code is not None else Special.NONE
        context.law_as_of = context.facts_as_of if law is Special.NONE else law
        return context

    # -- the judgment ----------------------------------------------------------------------------------------------

    def judgment(self, decisions: Iterable[str] | None = None, *, trace: bool = False) -> Judgment:
        """Everything, or only the decisions named."""
        names = list(self.plan.rulings) if decisions is None else list(decisions)
        answers = {name: self.decision(name) for name in names}
        return Judgment(
            record=self.record.id,
            subject=self.record.subject,
            rulebook=self.plan.reference,
            uses=self.plan.uses,
            law_as_of=_day(self.context.law_as_of),
            facts_as_of=_day(self.context.facts_as_of),
            decisions=answers,
            duties=tuple(self._duty(clause) for clause in self.plan.duties),
            provisions=Statuses(self._statuses),
            remarks=self.remarks(answers.values()),
            trace=self.plan.traced(tuple(names)).filled(self) if trace else None,
        )

    def decision(self, name: str) -> DecisionResult:
        """One decision; its reasons are found when they are asked for."""
        why = Why(self, self.plan.asked[name])
        possible, ruling = why.possible, why.ruling
        if ruling.choice is not None:
            return DecisionResult(name, possible, why)
        return DecisionResult(name, (), why, value=possible[0] if possible else None, unit=_unit(ruling))

    def status(self, clause: Clause) -> Status:
        """A provision's status: the one that is possible, or ``undetermined`` where several are."""
        standing = clause.standing(self.context)
        return STATUSES[clause.judges, standing.called_for, standing.excused, standing.met]

    def _statuses(self) -> dict[str, Status]:
        """The status of every provision, each as :meth:`status` says it: in one loop, for they are asked for every record."""
        context, found = self.context, {}
        for clause in self.plan.clauses:
            standing = clause.standing(context)
            found[clause.key] = STATUSES[clause.judges, standing.called_for, standing.excused, standing.met]
        return found

    def _duty(self, clause: Clause) -> DutyResult:
        rule = clause.rule
        assert isinstance(rule, Duty)  # noqa: S101 - the plan collects duties only
        deadline: date | Bilingual | None = rule.deadline if isinstance(rule.deadline, Bilingual) else None
        if clause.gives is not None:
            deadline = _day(clause.gives.run(self.context, None))
        return DutyResult(provision=clause.key, bearer=rule.bearer, action=rule.action, to=rule.to, deadline=deadline,
                          due=clause.standing(self.context).value)  # fmt: skip

    def remarks(self, decisions: Iterable[DecisionResult]) -> tuple[Remark, ...]:
        """What there is to know about the days of the evaluation, and what of these decisions waits for one of them."""
        found = []
        day = self.context.law_as_of
        if isinstance(day, date) and day < self.plan.in_force:
            found.append(Remark(code=LAW_OLDER, day=day, other=self.plan.in_force))
        if isinstance(day, date) and self.plan.until is not None and day > self.plan.until:
            found.append(Remark(code=LAW_NEWER, day=day, other=self.plan.until))
        no_day = self.as_of is None and self.plan.facts_code is None and self.plan.asks_for_the_day
        if no_day and any(decision.is_open and not decision.missing for decision in decisions):
            found.append(Remark(code="no-day-of-knowledge"))
        return tuple(found)


def _status(judges: bool, called_for: Truth, excused: Truth, met: Truth) -> Status:  # noqa: FBT001 - a row of the table
    """Which statuses are possible: ``judges`` tells rules that can fail from those that apply or not."""
    possible: set[Status] = set()
    if called_for is not TRUE or excused is not FALSE:
        possible.add("not_applicable")
    if called_for is not FALSE and excused is not TRUE:
        if met is not FALSE or not judges:
            possible.add("satisfied")
        if met is not TRUE and judges:
            possible.add("not_satisfied")
    return possible.pop() if len(possible) == 1 else "undetermined"


STATUSES: Final = {
    (judges, called_for, excused, met): _status(judges, called_for, excused, met)
    for judges, called_for, excused, met in product((True, False), Truth, Truth, Truth)
}
"""The status for every standing, by whether the rule can fail; asked for every provision of every record."""


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _unit(ruling: Ruling) -> str:
    value = ruling.decision.value
    return value.type.unit if value is not None and isinstance(value.type, NumberType) else ""
