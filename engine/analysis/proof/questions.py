"""What can be asked of one rulebook by itself: what can never be, what never matters, what contradicts, what restates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final, assert_never

from engine.analysis.proof.goals import Stands
from engine.analysis.proof.posing import MARK, row_of, with_provisions, with_rows
from engine.language.reach import facts_read_by
from engine.language.rulebook import Application, Entitlement, Lifting, Requirement
from engine.language.walk import printed_order, with_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.analysis.proof.answers import Possibility
    from engine.analysis.proof.goals import Goal
    from engine.evaluation.judgment import Status
    from engine.language.rulebook import Provision, Rulebook


class Kind(StrEnum):
    """What is asked."""

    SATISFIED = "satisfied"
    """Can this provision be satisfied by anybody; does a rule that cannot fail ever apply?"""
    VIOLATED = "violated"
    """Can anybody fail this provision?"""
    ROW = "row"
    """Does this row of a decision ever decide?"""
    EXCEPTION = "exception"
    """Does this exception, or ``unless``, ever help anybody against what it lifts?"""
    TOGETHER = "together"
    """Can two requirements that both bind be met together?"""
    RESTATED = "restated"
    """Does the rule as it is printed here say the same as the one that it restates?"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``about`` are the keys of provisions, or a decision's name; ``row`` is the number of its row, from 0.

    ``goals`` are asked in order. Of TOGETHER, the second (both bind) is asked only where the first (both are met) is never
    reached; of RESTATED, the first is that only what is restated holds, the second that only what is printed does.
    """

    kind: Kind
    about: tuple[str, ...]
    goals: tuple[Goal, ...]
    row: int | None = None


class Finding(StrEnum):
    """What a question came to."""

    FINE = "fine"
    NEVER = "never"
    """What should be possible never is."""
    CONTRADICTION = "contradiction"
    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    NEITHER = "neither"
    UNDECIDED = "undecided"


WRONG: Final = frozenset({Finding.NEVER, Finding.CONTRADICTION})
"""Findings for which somebody has to do something."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what its goals came to; fewer than it has goals where no more had to be asked."""

    question: Question
    found: tuple[Possibility, ...]

    @property
    def finding(self) -> Finding:
        """What the question came to."""
        return finding(self.question, self.found)

    @property
    def is_done(self) -> bool:
        """Whether nothing more has to be asked."""
        asked = len(self.found)
        return asked == len(self.question.goals) or (self.question.kind is Kind.TOGETHER and not self.found[0].is_never)


def finding(question: Question, found: tuple[Possibility, ...]) -> Finding:
    """What the goals of a question come to together."""
    first = found[0]
    match question.kind:
        case Kind.SATISFIED | Kind.VIOLATED | Kind.ROW | Kind.EXCEPTION:
            return Finding.FINE if first.is_found else Finding.NEVER if first.is_never else Finding.UNDECIDED
        case Kind.TOGETHER:
            if not first.is_never:
                return Finding.FINE if first.is_found else Finding.UNDECIDED
            bind = found[1]
            return Finding.CONTRADICTION if bind.is_found else Finding.FINE if bind.is_never else Finding.UNDECIDED
        case Kind.RESTATED:
            other = found[1]
            if first.is_found and other.is_found:
                return Finding.NEITHER
            if not all(half.is_found or half.is_never for half in found):
                return Finding.UNDECIDED
            return Finding.STRICTER if first.is_found else Finding.LOOSER if other.is_found else Finding.EQUIVALENT
        case _:
            assert_never(question.kind)


def questions_of(rulebook: Rulebook, subject: str, kinds: Iterable[Kind]) -> tuple[Rulebook, list[Question]]:
    """What is asked of a rulebook about one subject, in the order of its text, and the rulebook in which it can be asked.

    Only of the rulebook's own text: what is applied mutatis mutandis is asked about where it stands.
    """
    wanted = set(kinds)
    units = [unit for unit in printed_order(rulebook.provisions) if unit.subject == subject and unit.rule is not None]
    asking = _Asking(rulebook, units)
    decisions = [one for one in rulebook.decisions.values() if one.subject == subject and one.rows]
    found: list[Question] = []
    if Kind.SATISFIED in wanted:
        found += [Question(Kind.SATISFIED, (unit.key,), ((Stands(0, unit.key, ("satisfied",)),),)) for unit in units]
    if Kind.VIOLATED in wanted:
        judged = [unit for unit in units if _can_fail(unit, rulebook)]
        found += [Question(Kind.VIOLATED, (unit.key,), ((Stands(0, unit.key, ("not_satisfied",)),),)) for unit in judged]
    if Kind.ROW in wanted:
        found += [
            Question(Kind.ROW, (one.name,), ((row_of(one.name, index),),), index)
            for one in decisions
            for index in range(len(one.rows))
        ]
    if Kind.EXCEPTION in wanted:
        found += asking.exceptions()
    if Kind.TOGETHER in wanted:
        found += asking.contradictions(subject)
    if Kind.RESTATED in wanted:
        found += asking.restatements(subject)
    return with_rows(with_provisions(rulebook, asking.posed), decisions), found


def judges(unit: Provision) -> bool:
    """Whether a provision can fail, and does not only apply or not."""
    return isinstance(unit.rule, (Requirement, Entitlement, Application))


def _can_fail(unit: Provision, rulebook: Rulebook) -> bool:
    """Whether a provision is one that somebody may fail: what applies powers and effects alone is none."""
    if isinstance(unit.rule, Application):
        return any(_can_fail(rulebook.provisions[key], rulebook) for key in unit.rule.applied if key in rulebook.provisions)
    return judges(unit)


class _Asking:
    """Makes questions about the units of a text; ``posed`` are the units that only exist to be asked about."""

    def __init__(self, rulebook: Rulebook, units: list[Provision]) -> None:
        self.rulebook = rulebook
        self.units = units
        self.posed: dict[str, Provision] = {}

    def exceptions(self) -> Iterator[Question]:
        """Whether there is anybody whom an exception helps: of each and what it lifts, and of each ``unless``."""
        by_key = self.rulebook.provisions
        for unit in self.units:
            if isinstance(unit.rule, Lifting):
                for lifted in unit.rule.lifts:
                    rest = tuple(key for key in by_key[lifted].lifted_by if key != unit.key)
                    without = replace(by_key[lifted], lifted_by=rest)
                    yield self._helps((unit.key, lifted), without, f"{lifted}{MARK}without {unit.path}")
            rule = unit.rule
            if getattr(rule, "unless", None) is not None:
                without = replace(unit, rule=replace(rule, unless=None))  # type: ignore[type-var]  # it has the key
                yield self._helps((unit.key,), without, f"{unit.key}{MARK}without unless")

    def _helps(self, about: tuple[str, ...], without: Provision, key: str) -> Question:
        """Whether a provision without its excuse ever fails (or applies) where with it, it does not apply."""
        lifted = about[-1]
        self.posed[key] = replace(without, key=key)
        status: Status = "not_satisfied" if judges(without) else "satisfied"
        goal = (Stands(0, key, (status,)), Stands(0, lifted, ("not_applicable",)))
        return Question(Kind.EXCEPTION, about, (goal,))

    def contradictions(self, subject: str) -> Iterator[Question]:
        """Whether two requirements can be met together where both bind: of each two that speak of a fact in common."""
        requirements = [unit for unit in self.units if isinstance(unit.rule, Requirement)]
        speaks = {unit.key: self._facts(unit, subject) for unit in requirements}
        binds: tuple[Status, ...] = ("satisfied", "not_satisfied")
        for one, other in combinations(requirements, 2):
            if speaks[one.key].isdisjoint(speaks[other.key]):
                continue
            pair = (one.key, other.key)
            met: Goal = tuple(Stands(0, key, ("satisfied",)) for key in pair)
            both: Goal = tuple(Stands(0, key, binds) for key in pair)
            yield Question(Kind.TOGETHER, pair, (met, both))

    def _facts(self, unit: Provision, subject: str) -> set[str]:
        """The facts that a provision reads, each field by itself."""
        read = facts_read_by(self.rulebook, subject, [unit.key])
        return {f"{path}.{name}" for path, names in read.items() for name in names or ("",)}

    def restatements(self, subject: str) -> Iterator[Question]:
        """Whether a rule as printed says the same as what it restates: of each unit that says how it prints it."""
        everything = {key: one for book in with_used(self.rulebook).values() for key, one in book.provisions.items()}
        for unit in printed_order(self.rulebook.provisions):
            restated = everything.get(unit.restates.key) if unit.restates is not None else None
            if restated is None or restated.rule is None or unit.restates is None or unit.restates.as_printed is None:
                continue
            if unit.subject != subject or restated.subject != subject:
                continue
            key = f"{unit.key}{MARK}as printed"
            rule = Requirement(applies_when=None, requires=unit.restates.as_printed, forbids=False, unless=None)
            self.posed[key] = replace(unit, key=key, kind="requirement", rule=rule, restates=None, lifted_by=())
            holds, fails = _values(restated)
            printed = (Stands(0, key, ("satisfied",)), Stands(0, key, ("not_satisfied",)))
            goals = ((Stands(0, restated.key, holds), printed[1]), (Stands(0, restated.key, fails), printed[0]))
            yield Question(Kind.RESTATED, (unit.key, restated.key), goals)


def _values(unit: Provision) -> tuple[tuple[Status, ...], tuple[Status, ...]]:
    """The statuses with which a provision holds as a condition, and those with which it does not."""
    if isinstance(unit.rule, (Requirement, Application)):
        return ("satisfied", "not_applicable"), ("not_satisfied",)
    return ("satisfied",), ("not_satisfied", "not_applicable")
