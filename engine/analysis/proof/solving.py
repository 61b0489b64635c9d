"""A goal asked of the solver: a record that does it, none within the bounds, or no answer in the time that there is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

import z3

from engine.analysis.proof.answers import PLACES
from engine.analysis.proof.goals import Decides, Order, OtherOutcome, OtherValue, Stands
from engine.analysis.symbolic.comparison import compare
from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.record import SymbolicRecord
from engine.analysis.symbolic.solver import solver_within
from engine.analysis.symbolic.truths import NO, conj, disj, neg
from engine.analysis.symbolic.values import Bounds, Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.analysis.proof.answers import Extent
    from engine.analysis.proof.goals import Atom, Goal
    from engine.language.facts import Vocabulary
    from engine.language.rulebook import Rulebook

_SHARE_OF_FIRST: Final = 0.6
"""Of the time, what the solver that is mostly faster has; what it does not see in it, another may."""


@dataclass(frozen=True, slots=True)
class Model:
    """A record that the solver found, as plain data, and the day on which it is looked at where no rulebook says which."""

    plain: dict[str, Any]
    as_of: date


class OutOfTimeError(Exception):
    """The solver came to no end in its time."""


def _other_solver(milliseconds: int) -> z3.Solver:
    """Another solver: the other way with whole numbers, on all of the formula and not on what seems to matter only."""
    found: z3.Solver = z3.SimpleSolver()
    found.set("timeout", milliseconds)
    found.set("relevancy", 0)
    return found


class Clock:
    """The time that is left until a deadline."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._seconds = seconds

    @property
    def spent(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._start

    @property
    def left(self) -> float:
        """Seconds that are left; none below 0."""
        return max(0.0, self._seconds - self.spent)

    def part(self, share: float) -> Clock:
        """A clock for a share of what is left."""
        return Clock(self.left * share)


class Solving:
    """One symbolic record before some rulebooks, and what is asked of it.

    Everything raises :class:`~engine.analysis.symbolic.values.UnencodableError` where a formula would not mean what a rulebook
    says.
    """

    def __init__(self, rulebooks: Sequence[Rulebook], vocabulary: Vocabulary, extent: Extent) -> None:
        within = Bounds(extent.first_day.toordinal(), extent.last_day.toordinal(), extent.least, extent.most, PLACES)
        lists = {path: bound for path, bound in extent.lists.items() if path in vocabulary.facts}
        self.record = SymbolicRecord(vocabulary, lists, within=within)
        self.encoders = tuple(Encoder(rulebook, self.record, as_of=extent.as_of) for rulebook in rulebooks)

    @property
    def premises(self) -> tuple[str, ...]:
        """What is taken for granted of a record so that the rulebooks find a value, in words."""
        return tuple(dict.fromkeys(why for _, why in self.record.ledger.premises))

    @property
    def elements(self) -> z3.ArithRef:
        """How many elements the lists of the record have together."""
        belongs = [present for value in self.record.facts.values() if isinstance(value, Items) for present, _ in value.entries]
        return z3.Sum([z3.If(present, 1, 0) for present in belongs] or [z3.IntVal(0)])

    def formula(self, goal: Goal) -> z3.BoolRef:
        """When the record does all that is asked."""
        return conj(self._atom(atom) for atom in goal)

    def look(self, formulas: Iterable[z3.BoolRef], clock: Clock) -> Model | None:
        """A record for which some formulas hold; ``None`` where there is none within the bounds.

        Raises :class:`OutOfTimeError`.
        """
        asserted = [*self.record.constraints, *formulas]
        for solver_for, share in ((solver_within, _SHARE_OF_FIRST), (_other_solver, 1.0)):
            milliseconds = int(clock.part(share).left * 1000)
            if not milliseconds:
                break
            solver = solver_for(milliseconds)
            solver.add(*asserted)
            found = solver.check()
            if found == z3.unsat:
                return None
            if found == z3.sat:
                model = solver.model()
                return Model(self.record.plain(model), self.record.as_of(model))
        raise OutOfTimeError

    def _atom(self, atom: Atom) -> z3.BoolRef:
        match atom:
            case Stands():
                return disj(self.encoders[atom.side].status(atom.key, status) for status in atom.statuses)
            case Decides():
                outcomes = self.encoders[atom.side].decision(atom.name)
                return disj(outcomes[outcome] for outcome in atom.outcomes if outcome in outcomes)
            case OtherOutcome():
                one, other = (encoder.decision(name) for encoder, name in zip(self.encoders, atom.names, strict=True))
                return neg(disj(conj([one[outcome], other[outcome]]) for outcome in one.keys() & other.keys()))
            case OtherValue():
                one, other = (encoder.decision(name) for encoder, name in zip(self.encoders, atom.names, strict=True))
                return _ordered(one, other, atom.order)
            case _:
                assert_never(atom)


def _ordered(one: Any, other: Any, order: Order) -> z3.BoolRef:
    """That a second value stands so to a first."""
    if isinstance(one, z3.BoolRef) or isinstance(other, z3.BoolRef):
        same_kind = isinstance(one, z3.BoolRef) and isinstance(other, z3.BoolRef)
        return z3.Xor(one, other) if same_kind and order is Order.APART else NO
    differ = neg(compare("is", one, other))
    if not (isinstance(one, Scalar) and isinstance(other, Scalar)) or one.kind != other.kind or one.kind in {"text", "special"}:
        return differ if order is Order.APART else NO
    lower, higher = compare("less_than", other, one), compare("more_than", other, one)
    match order:
        case Order.LOWER:
            return lower
        case Order.HIGHER:
            return higher
        case Order.APART:
            return conj([differ, neg(lower), neg(higher)])
        case _:
            assert_never(order)
