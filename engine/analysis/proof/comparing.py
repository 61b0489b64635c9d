"""Two decisions over all records: equivalent, stricter, looser or neither, and for each kind of difference a witness."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from engine.analysis.proof.crew import Asked, one_after_the_other, pursued
from engine.analysis.proof.finding import Pursuit
from engine.analysis.proof.goals import Decides, Order, OtherOutcome, OtherValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.analysis.proof.answers import Extent, Possibility
    from engine.analysis.proof.goals import Goal
    from engine.language.record import Record
    from engine.language.rulebook import Decision, Rulebook


class Difference(StrEnum):
    """How the second decision can differ from the first about one record."""

    REFUSED = "newly_refused"
    """The first favours the record, the second does not."""
    FAVOURED = "newly_favoured"
    """The second favours the record, the first does not."""
    OTHERWISE = "otherwise"
    """Both favour it or neither does, and the outcomes differ."""
    LOWER = "lower"
    """The second's value is lower."""
    HIGHER = "higher"
    """The second's value is higher."""
    APART = "apart"
    """The values differ, and neither is the lower."""


class Verdict(StrEnum):
    """What the second decision is to the first, over all records within the bounds."""

    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Compared:
    """One decision of a rulebook, and which of its outcomes one would want; none of a decision with a value."""

    rulebook: Rulebook
    decision: Decision
    favourable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two decisions, what is known of each kind of difference, and of which records it is said."""

    first: Compared
    second: Compared
    extent: Extent
    found: Mapping[Difference, Possibility]

    @property
    def verdict(self) -> Verdict:
        """What the second decision is to the first; undecided where a difference that matters for it is."""
        return verdict(self.found)


def compared(first: Compared, second: Compared, extent: Extent, known: Sequence[Record], seconds: float, jobs: int) -> Comparison:
    """Two decisions about the same subject over all records within the bounds; ``seconds`` are for each kind of difference.

    ``known`` records are looked at first. The halves are asked side by side; whether outcomes differ otherwise only where
    nobody is favoured by one alone.
    """
    pursuit = Pursuit(
        rulebooks=(first.rulebook, second.rulebook),
        subject=first.decision.subject,
        extent=extent,
        known=tuple(known),
        shown=(first.decision.name, second.decision.name),
    )
    asked = goals(first, second)
    rest = asked.pop(Difference.OTHERWISE, None)
    found = _pursued(pursuit, asked, seconds, jobs)
    if rest is not None and not any(half.is_found for half in found.values()):
        found |= _pursued(pursuit, {Difference.OTHERWISE: rest}, seconds, jobs)
    return Comparison(first, second, extent, found)


def _pursued(pursuit: Pursuit, asked: Mapping[Difference, Goal], seconds: float, jobs: int) -> dict[Difference, Possibility]:
    coming = one_after_the_other([Asked(difference, goal) for difference, goal in asked.items()])
    found = dict(pursued(pursuit, coming, seconds, jobs))
    return {difference: found[difference] for difference in asked}


def goals(first: Compared, second: Compared) -> dict[Difference, Goal]:
    """What a record does that shows each kind of difference."""
    names = (first.decision.name, second.decision.name)
    if not first.decision.outcomes:
        orders = {Difference.LOWER: Order.LOWER, Difference.HIGHER: Order.HIGHER, Difference.APART: Order.APART}
        return {difference: (OtherValue(names, order),) for difference, order in orders.items()}
    favours = [Decides(side, name, one.favourable) for side, (name, one) in enumerate(zip(names, (first, second), strict=True))]
    refuses = [
        Decides(side, name, tuple(outcome for outcome in one.decision.outcomes if outcome not in one.favourable))
        for side, (name, one) in enumerate(zip(names, (first, second), strict=True))
    ]
    found: dict[Difference, Goal] = {
        Difference.REFUSED: (favours[0], refuses[1]),
        Difference.FAVOURED: (refuses[0], favours[1]),
    }
    if _can_differ_otherwise(first, second):
        found[Difference.OTHERWISE] = (OtherOutcome(names),)
    return found


def _can_differ_otherwise(first: Compared, second: Compared) -> bool:
    """Whether two decisions that favour the same can have different outcomes: with two outcomes each they cannot."""
    sides = (first, second)
    favoured = {outcome for one in sides for outcome in one.favourable}
    refused = {outcome for one in sides for outcome in one.decision.outcomes if outcome not in one.favourable}
    return len(favoured) > 1 or len(refused) > 1


_STRICTER: Final = {(True, False): Verdict.STRICTER, (False, True): Verdict.LOOSER, (True, True): Verdict.NEITHER}
_LOWER: Final = {(True, False): Verdict.LOWER, (False, True): Verdict.HIGHER, (True, True): Verdict.NEITHER}


def verdict(found: Mapping[Difference, Possibility]) -> Verdict:
    """What the kinds of difference come to together.

    The two halves first. Where neither is possible, the rest tells equivalent from neither: who favours the same and has other
    outcomes is not equivalent, and neither the stricter nor the looser.
    """
    values = Difference.LOWER in found
    less, more = (Difference.LOWER, Difference.HIGHER) if values else (Difference.REFUSED, Difference.FAVOURED)
    one, other = found[less], found[more]
    rest = found.get(Difference.APART if values else Difference.OTHERWISE)
    if one.is_found and other.is_found:
        return Verdict.NEITHER
    if values and rest is not None and rest.is_found:
        return Verdict.NEITHER
    decided = (one, other, rest) if values else (one, other)
    if any(half is not None and not half.is_found and not half.is_never for half in decided):
        return Verdict.UNDECIDED
    if one.is_found or other.is_found:
        return (_LOWER if values else _STRICTER)[one.is_found, other.is_found]
    if rest is None or rest.is_never:
        return Verdict.EQUIVALENT
    return Verdict.NEITHER if rest.is_found else Verdict.UNDECIDED


def tightens(first: Compared, second: Compared, extent: Extent, known: Sequence[Record], seconds: float, jobs: int) -> Comparison:
    """Whether the first decision only tightens the second: nobody whom it favours is anybody whom the second does not."""
    pursuit = Pursuit(
        rulebooks=(first.rulebook, second.rulebook),
        subject=first.decision.subject,
        extent=extent,
        known=tuple(known),
        shown=(first.decision.name, second.decision.name),
    )
    asked = {Difference.REFUSED: goals(first, second)[Difference.REFUSED]}
    return Comparison(first, second, extent, _pursued(pursuit, asked, seconds, jobs))
