"""A rulebook as formulas over a record's terms: its decisions, its provisions, their conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.analysis.symbolic.choice import either, without
from engine.analysis.symbolic.comparison import compare
from engine.analysis.symbolic.expressions import Meaning
from engine.analysis.symbolic.literals import NONE, literal
from engine.analysis.symbolic.truths import NO, YES, conj, disj, neg
from engine.analysis.symbolic.values import Scalar, UnencodableError
from engine.language.expressions import NOWHERE
from engine.language.facts import Bilingual
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Requirement
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import z3

    from engine.analysis.symbolic.record import SymbolicRecord
    from engine.language.expressions import AsOf, Expression, FactRef
    from engine.language.rulebook import Decision, Parameter, Provision, Rulebook, Term

Status = Literal["satisfied", "not_satisfied", "not_applicable", "undetermined"]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Whether a provision is called for (a), excused (u), met (r), and its value as a condition."""

    called_for: z3.BoolRef
    excused: z3.BoolRef
    met: z3.BoolRef
    value: z3.BoolRef


class Encoder:
    """What one rulebook says of one symbolic record. Each thing is put into terms when it is first asked for.

    ``readings`` chooses options other than those in force, by the reading's key. ``as_of`` is the day of knowledge; without it
    the rulebook names one, or it is any (``record.day_of_knowledge``). The formulas hold together with the
    ``constraints`` of the record, which grow while things are asked for (helper terms, premises): ask for those last.
    Everything raises :class:`UnencodableError` where a formula would not mean what the rulebook says.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        record: SymbolicRecord,
        readings: Mapping[str, str] | None = None,
        *,
        as_of: date | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.as_of = as_of
        self.record = record
        self.texts = record.texts
        self.ledger = record.ledger
        self._provisions: dict[str, Provision] = {}
        self._parameters: dict[str, Parameter] = {}
        self._terms: dict[str, Term] = {}
        self._decisions: dict[str, Decision] = {}
        self._readings: dict[str, str] = {}
        for book in reversed(with_used(rulebook).values()):
            self._provisions.update(book.provisions)
            self._parameters.update(book.parameters)
            self._terms.update(book.terms)
            self._decisions.update(book.decisions)
            self._readings.update((key, reading.chosen) for key, reading in book.readings.items())
        self._readings.update(readings or {})
        self._subject = rulebook.subjects.get(record.vocabulary.subject)
        self._meaning = Meaning(self)
        self._standings: dict[str, Standing] = {}
        self._decided: dict[str, Any] = {}

    # -- what is asked ---------------------------------------------------------------------------------------------

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the rulebook's own decisions about the record's subject."""
        subject = self.record.vocabulary.subject
        return tuple(one.name for one in self.rulebook.decisions.values() if one.subject == subject)

    @property
    def provisions(self) -> tuple[str, ...]:
        """The keys of all provisions with a rule about the record's subject, those of rulebooks it rests on included."""
        subject = self.record.vocabulary.subject
        return tuple(key for key, one in self._provisions.items() if one.rule is not None and one.subject == subject)

    def decision(self, name: str) -> dict[str, z3.BoolRef] | Any:
        """Of a decision by rows: when it has which outcome, exactly one of them true, in declared order. Else its value.

        ``name`` is that of one of the rulebook's own decisions, or ``ID:NAME``. A value is a ``z3.BoolRef`` or one of
        :mod:`engine.analysis.symbolic.values`. Raises :class:`KeyError` where there is no such decision.
        """
        decision = self._decision(name)
        found = self.decided(decision.key)
        if not decision.rows:
            return found
        return {outcome: compare("is", found, literal(outcome, self.texts, decision.place)) for outcome in decision.outcomes}

    def row(self, name: str, index: int) -> tuple[z3.BoolRef, z3.BoolRef]:
        """Of a decision's row (from 0): whether it is reached, no earlier one holding; and whether it is and decides."""
        rows = self._decision(name).rows
        reached = conj(neg(self._row_holds(row.when)) for row in rows[:index])
        return reached, conj([reached, self._row_holds(rows[index].when)])

    def standing(self, key: str) -> Standing:
        """How a provision with a rule stands. Raises :class:`KeyError` where there is none with this key."""
        if key not in self._standings:
            self._standings[key] = self._standing(self._provisions[key])
        return self._standings[key]

    def status(self, key: str, status: Status) -> z3.BoolRef:
        """When a provision has a status; ``undetermined`` never, for a record that leaves nothing unknown."""
        standing = self.standing(key)
        judges = isinstance(self._provisions[key].rule, (Requirement, Entitlement, Application))
        binds = [standing.called_for, neg(standing.excused)]
        match status:
            case "not_applicable":
                return neg(conj(binds))
            case "satisfied":
                return conj([*binds, standing.met] if judges else binds)
            case "not_satisfied":
                return conj([*binds, neg(standing.met)]) if judges else NO
            case _:
                return NO

    def condition(self, expression: Expression) -> z3.BoolRef:
        """When a condition of this rulebook holds that reads no list element around it."""
        return self._meaning.condition(expression)

    def value(self, expression: Expression) -> Any:
        """The value of an expression of this rulebook that reads no list element around it."""
        return self._meaning.value(expression)

    @property
    def constraints(self) -> list[z3.BoolRef]:
        """What is to be asserted beside any formula of this encoder: the record's constraints, helper terms, premises."""
        return self.record.constraints

    # -- what expressions refer to ---------------------------------------------------------------------------------

    def fact(self, node: FactRef) -> Any:
        """The value of a fact of the record."""
        if node.path not in self.record.facts:
            raise UnencodableError(node.place, f"{node.path} is no fact of {self.record.vocabulary.subject}")
        return self.record.facts[node.path]

    def parameter(self, key: str) -> Parameter:
        """A parameter as the rulebook declares it."""
        return self._parameters[key]

    def reading(self, key: str) -> str:
        """The option in force of a reading."""
        return self._readings[key]

    def term(self, key: str) -> Expression:
        """The text of a term."""
        return self._terms[key].body

    def provision(self, key: str, *, applies: bool) -> z3.BoolRef:
        """The value of a provision as a condition, or whether it binds (a ∧ ¬u)."""
        standing = self.standing(key)
        return conj([standing.called_for, neg(standing.excused)]) if applies else standing.value

    def given(self, key: str) -> Any:
        """What an effect gives; where it does not come about ``none``, of a truth value false. Of a duty its deadline."""
        rule = self._provisions[key].rule
        gives = rule.gives if isinstance(rule, Effect) else rule.deadline if isinstance(rule, Duty) else None
        if gives is None or isinstance(gives, Bilingual):
            return NONE
        return without(neg(self.standing(key).value), self._meaning.value(gives))

    def decided(self, key: str) -> Any:
        """The outcome of a decision as a text, or its value."""
        if key not in self._decided:
            decision = self._decisions[key]
            if decision.value is not None:
                self._decided[key] = self._meaning.value(decision.value)
            else:
                self._decided[key] = self._meaning.chosen(decision.rows)
        return self._decided[key]

    def day(self, node: AsOf) -> Scalar:
        """The day of knowledge, by the rulebook's own word or any; the day whose law applies, by default the same."""
        subject = self._subject
        if subject is None:
            raise UnencodableError(node.place, f"{self.rulebook.id} decides no {self.record.vocabulary.subject}")
        if self.as_of is not None:
            facts = literal(self.as_of, self.texts, node.place)
        elif subject.facts_as_of is not None:
            facts = self._meaning.value(subject.facts_as_of)
        else:
            facts = self.record.day_of_knowledge
        if node.which == "facts" or subject.law_as_of is None:
            return _day(facts)
        law = self._meaning.value(subject.law_as_of)
        return _day(either(law.none, facts, law))

    # -- the rest --------------------------------------------------------------------------------------------------

    def _decision(self, name: str) -> Decision:
        return self._decisions[name if ":" in name else f"{self.rulebook.id}:{name}"]

    def _row_holds(self, when: Expression | None) -> z3.BoolRef:
        return YES if when is None else self._meaning.condition(when)

    def _standing(self, provision: Provision) -> Standing:
        rule = provision.rule
        if rule is None:
            raise KeyError(provision.key)
        judged = isinstance(rule, (Requirement, Entitlement))
        when = rule.applies_when if isinstance(rule, (Requirement, Entitlement)) else rule.when
        called_for = self._row_holds(when)
        unless = getattr(rule, "unless", None)
        lifting = [key for key in provision.lifted_by if self._has_rule(key)]
        excused = disj([
            *([self._meaning.condition(unless)] if unless is not None else []),
            *(self.standing(key).value for key in lifting),
        ])  # fmt: skip
        met = YES
        if isinstance(rule, (Requirement, Entitlement)):
            met = self._meaning.condition(rule.requires)
        elif isinstance(rule, Application):
            met = conj(self.standing(key).value for key in rule.applied if self._has_rule(key))
        if isinstance(rule, Requirement) and rule.forbids:
            met = neg(met)
        if isinstance(rule, Entitlement):
            value = conj([called_for, met])
        elif judged or isinstance(rule, Application):
            value = disj([neg(called_for), excused, met])
        else:
            value = conj([called_for, neg(excused)])
        return Standing(called_for, excused, met, value)

    def _has_rule(self, key: str) -> bool:
        return key in self._provisions and self._provisions[key].rule is not None


def _day(value: Any) -> Scalar:
    if not isinstance(value, Scalar):
        raise UnencodableError(NOWHERE, "the day of knowledge, or of the law, is no date")
    return value
