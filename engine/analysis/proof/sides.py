"""The rulebooks that are asked, each under the readings that were chosen, and what they say of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, assert_never

from engine.analysis.proof.goals import Decides, Order, OtherOutcome, OtherValue, Stands
from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.evaluation.judgment import plain_value
from engine.evaluation.values import exact
from engine.language.expressions import All
from engine.language.facts import Special
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.analysis.proof.goals import Atom, Goal
    from engine.evaluation.judgment import DecisionResult, Status
    from engine.language.facts import Plausible, Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook, Use


def under_readings(rulebook: Rulebook, options: Mapping[str, str]) -> Rulebook:
    """A rulebook that reads its texts by other options; ``options`` by the reading's key, also of rulebooks it uses.

    Raises :class:`KeyError` for an option that a reading does not have.
    """

    def of_use(use: Use) -> Use:
        return replace(use, rulebook=under_readings(use.rulebook, options))

    readings = dict(rulebook.readings)
    for key in options.keys() & readings.keys():
        reading, option = readings[key], options[key]
        rest = {name: one for name, one in reading.options.items() if name != option}
        readings[key] = replace(reading, chosen=option, options={option: reading.options[option], **rest})
    uses = {name: of_use(use) for name, use in rulebook.uses.items()}
    return replace(rulebook, readings=readings, uses=uses)


def common_vocabulary(sides: Sequence[Rulebook], subject: str) -> Vocabulary:
    """The facts that any of some rulebooks knows of a subject.

    Raises :class:`ValueError` where they do not mean the same by one of them.
    """
    first, *others = (side.subjects[subject].vocabulary for side in sides)
    facts, enumerations = dict(first.facts), dict(first.enumerations)
    for other in others:
        for path, fact in other.facts.items():
            if replace(facts.setdefault(path, fact), label=fact.label, ask=fact.ask) != fact:
                message = f"{path} is not the same fact in both"
                raise ValueError(message)
        for name, enumeration in other.enumerations.items():
            if enumerations.setdefault(name, enumeration).values.keys() != enumeration.values.keys():
                message = f"{name} has other codes in one of them"
                raise ValueError(message)
    plausible = {part.name: part for side in sides for one in side.subjects[subject].vocabulary.plausible for part in _parts(one)}
    return replace(first, facts=facts, enumerations=enumerations, plausible=tuple(plausible.values()))


def _parts(plausible: Plausible) -> list[Plausible]:
    """What is plausible, each condition of a conjunction by itself: one may be of facts that matter, and another not."""
    condition = plausible.condition
    if not isinstance(condition, All):
        return [plausible]
    return [
        replace(plausible, name=f"{plausible.name} {number}", condition=part)
        for number, part in enumerate(condition.parts, start=1)
    ]


class Sides:
    """Rulebooks in execution; ``as_of`` is the day on which every record is looked at, unless it is left to them."""

    def __init__(self, rulebooks: Sequence[Rulebook], subject: str, as_of: date | None) -> None:
        self.rulebooks = tuple(rulebooks)
        self.subject = subject
        self.as_of = as_of
        self.vocabulary = common_vocabulary(rulebooks, subject)
        self.interpreters = tuple(Interpreter(rulebook) for rulebook in rulebooks)

    def judged(self, record: Record, day: date | None = None) -> Judged:
        """What the rulebooks say of one record; found when it is asked for. ``day`` is for rulebooks that name none."""
        return Judged(self, record, day)


class Judged:
    """A record before the rulebooks."""

    def __init__(self, sides: Sides, record: Record, day: date | None) -> None:
        self.record = record
        self.day = day
        self._sides = sides
        self._statuses: dict[int, Mapping[str, Status]] = {}
        self._answers: dict[tuple[int, str], Any] = {}

    @cached_property
    def _evaluations(self) -> tuple[Evaluation, ...]:
        plans = [interpreter.plan(self._sides.subject) for interpreter in self._sides.interpreters]
        days = [self._sides.as_of or (self.day if plan.subject.facts_as_of is None else None) for plan in plans]
        return tuple(Evaluation(plan, self.record, day) for plan, day in zip(plans, days, strict=True))

    def status(self, side: int, key: str) -> Status:
        """How a provision stands."""
        if side not in self._statuses:
            self._statuses[side] = self._evaluations[side].judgment(()).provisions
        return self._statuses[side][key]

    def answer(self, side: int, name: str) -> Any:
        """What a decision comes to: an outcome, or a value; ``None`` while it is open."""
        if (side, name) not in self._answers:
            found: DecisionResult = self._evaluations[side].decision(name)
            self._answers[side, name] = None if found.is_open else found.value if found.has_value else found.outcome
        return self._answers[side, name]

    def does(self, goal: Goal) -> bool:
        """Whether the record does all that is asked."""
        return all(self._is(atom) for atom in goal)

    def _is(self, atom: Atom) -> bool:
        match atom:
            case Stands():
                return self.status(atom.side, atom.key) in atom.statuses
            case Decides():
                return self.answer(atom.side, atom.name) in atom.outcomes
            case OtherOutcome():
                one, other = (self.answer(side, name) for side, name in enumerate(atom.names))
                return one is not None and other is not None and one != other
            case OtherValue():
                one, other = (self.answer(side, name) for side, name in enumerate(atom.names))
                return one is not None and other is not None and order_of(one, other) is atom.order
            case _:
                assert_never(atom)


def order_of(one: Any, other: Any) -> Order | None:
    """How a second value stands to a first one; nothing where they are equal. ``open`` is later than every day."""
    if one == other:
        return None
    if isinstance(one, date) and other is Special.OPEN:
        return Order.HIGHER
    if one is Special.OPEN and isinstance(other, date):
        return Order.LOWER
    numbers = all(isinstance(value, (int, Decimal)) for value in (one, other))
    days = isinstance(one, date) and type(one) is type(other)  # a date-time is a date to Python, and not to us
    if not numbers and not days:
        return Order.APART
    return Order.LOWER if other < one else Order.HIGHER


def shown_answer(value: Any) -> str:
    """An answer as text: an outcome's name, or a value as a record would hold it."""
    if value is None:
        return "undetermined"
    return value if isinstance(value, str) else str(plain_value(value)) if exact(value) else "undetermined"


def used_readings(rulebooks: Iterable[Rulebook]) -> dict[str, Any]:
    """Every reading of some rulebooks and those they use, by key."""
    return {key: one for book in rulebooks for used in with_used(book).values() for key, one in used.readings.items()}
