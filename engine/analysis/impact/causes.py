"""Which changes of a text turn an answer: each tried alone, then the smallest sets that do it together.

A set of changes is a cause for a record if the old version with these changes, and with what they need, answers as the new one
does. All sets of the smallest size that are causes are found; larger ones are not looked for. What can't matter to a decision
(:meth:`Hybrids.reaching`) is left out of the search, and so is a set that lacks what it needs: neither is part of a smallest one.
Where the search would take too long it says so, and names one set of which no single change can be left out.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from engine.analysis.comparison.hybrids import Hybrids
    from engine.evaluation.answers import Answer, Answers

Set = frozenset[int]
"""Changes by their numbers in :attr:`Hybrids.changes`."""

MOST_TRIED: Final = 1000
"""So many sets are tried for one decision, and then what has no cause yet is told as far as it is known."""

_LOOKED_AT: Final = 1000
"""So many times as many sets are looked at, of which most lack what they need."""

_KEPT: Final = 200
"""Rulebooks with some of the changes that are kept ready."""


@dataclass(frozen=True, slots=True)
class Causes:
    """The smallest sets that turn one answer; of a search that found none, none.

    Not ``smallest``: one set that does it, and of which no change can be left out by itself; ``tried`` is the size up to which
    all sets were tried, and none did it.
    """

    sets: tuple[Set, ...]
    smallest: bool = True
    tried: int = 0


class Asked(Protocol):
    """Some records under one evaluator: a table, some of its rows, or records by themselves."""

    def __len__(self) -> int:
        """How many they are."""

    def answers(self, answers: Answers, decision: str) -> Sequence[Answer]:
        """The answers on them, in order."""

    def some(self, places: Sequence[int]) -> Asked:
        """Those at some places, in that order."""


class Attribution:
    """Finds the causes for the records of one subject. Rulebooks with some of the changes are kept from one call to the next."""

    def __init__(
        self, hybrids: Hybrids, subject: str, decisions: Sequence[str], as_of: date | None = None, most: int = MOST_TRIED
    ) -> None:
        self.hybrids, self.subject, self.as_of, self.most = hybrids, subject, as_of, most
        self.decisions = list(decisions)
        self._answers: OrderedDict[Set, Answers] = OrderedDict()
        self._relevant: dict[str, tuple[int, ...]] = {}

    def relevant(self, decision: str) -> tuple[int, ...]:
        """The changes that can matter to a decision, in the order of the text."""
        if decision not in self._relevant:
            self._relevant[decision] = tuple(sorted(self.hybrids.reaching(self.subject, decision)))
        return self._relevant[decision]

    def needed(self, causes: Set) -> Set:
        """What goes along with a set: the changes that it needs, and that alone do nothing."""
        return self.hybrids.closed(causes) - causes

    def of(self, decision: str, records: Asked, targets: Sequence[Answer]) -> list[Causes]:
        """The causes for each of some records, whose answers under the new version are ``targets`` and were others before."""
        found: list[list[Set]] = [[] for _ in targets]
        pending = list(range(len(targets)))
        size = tried = 0
        while pending and size < len(self.relevant(decision)):
            level = self._level(decision, size + 1, self.most - tried)
            if level is None:
                break
            size += 1
            tried += len(level)
            for chosen in level:
                for place in self._met(decision, chosen, records, targets, pending):
                    found[place].append(chosen)
            pending = [place for place in pending if not found[place]]
        causes = [Causes(tuple(sets)) if sets else Causes((), smallest=False, tried=size) for sets in found]
        for place, chosen in self._reduced(decision, records, targets, pending).items():
            causes[place] = Causes((chosen,), smallest=False, tried=size)
        return causes

    def _level(self, decision: str, size: int, room: int) -> list[Set] | None:
        """The sets of a size that can stand alone; ``None`` where they are too many to be tried, or to be looked for."""
        relevant = self.relevant(decision)
        if comb(len(relevant), size) > _LOOKED_AT * self.most:
            return None
        found: list[Set] = []
        for chosen in combinations(relevant, size):
            those = frozenset(chosen)
            if all(self.hybrids.needs[number] & frozenset(relevant) <= those for number in chosen):
                found.append(those)
                if len(found) > room:
                    return None
        return found

    def _met(self, decision: str, chosen: Set, records: Asked, targets: Sequence[Answer], places: Sequence[int]) -> list[int]:
        """The places among some whose answer with the chosen changes is the wanted one."""
        if not places:
            return []
        those = records.some(places) if len(places) < len(records) else records
        answers = those.answers(self._with(chosen), decision)
        return [place for place, answer in zip(places, answers, strict=True) if answer == targets[place]]

    def _with(self, chosen: Set) -> Answers:
        from engine.evaluation.answers import Answers  # noqa: PLC0415 - arrays, for which a look at two texts need not wait

        ready = self._answers.get(chosen)
        if ready is None:
            ready = Answers(self.hybrids.of(chosen), self.subject, self.decisions, self.as_of)
            self._answers[chosen] = ready
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        self._answers.move_to_end(chosen)
        return ready

    def _reduced(self, decision: str, records: Asked, targets: Sequence[Answer], places: Sequence[int]) -> Mapping[int, Set]:
        """For each place a set that is enough, and from which no change can be taken with those that need it."""
        everything = frozenset(self.relevant(decision))
        states: dict[Set, list[int]] = {everything: self._met(decision, everything, records, targets, places)}
        before: dict[Set, list[int]] = {}
        while before != states:  # what could not be left out at first perhaps can, now that others are
            before = states
            for number in sorted(everything, reverse=True):
                states = self._without(decision, number, states, records, targets)
        return {place: chosen for chosen, those in states.items() for place in those}

    def _without(
        self, decision: str, number: int, states: Mapping[Set, list[int]], records: Asked, targets: Sequence[Answer]
    ) -> dict[Set, list[int]]:
        """The sets without one change, and what needs it, for the places where that is still enough; the others as they are."""
        left: dict[Set, list[int]] = {}
        for chosen, those in states.items():
            without = frozenset(one for one in chosen if one != number and number not in self.hybrids.needs[one])
            still = set(self._met(decision, without, records, targets, those)) if number in chosen else set()
            left.setdefault(without, []).extend(place for place in those if place in still)
            left.setdefault(chosen, []).extend(place for place in those if place not in still)
        return {chosen: sorted(those) for chosen, those in left.items() if those}
