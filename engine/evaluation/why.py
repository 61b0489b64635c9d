"""Why one decision came out as it did: its grounds, what is missing, and what it would take to come out otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.evaluation.dependencies import DAYS, READINGS
from engine.evaluation.values import exact

if TYPE_CHECKING:
    from engine.evaluation.context import Context
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.linked import Decided
    from engine.evaluation.reasons import Support


class Why:
    """The :class:`~engine.evaluation.judgment.WhyDecided` of one decision in one evaluation."""

    __slots__ = ("asked", "evaluation", "finding", "possible", "ruling")

    def __init__(self, evaluation: Evaluation, asked: Decided) -> None:
        self.evaluation = evaluation
        self.asked = asked
        self.ruling = asked.ruling
        self.finding = evaluation.cases.find(asked, evaluation.context)
        self.possible = self.finding.possible

    @property
    def determined(self) -> bool:
        """Whether one outcome alone is possible."""
        return len(self.possible) == 1 and exact(self.possible[0])

    def because(self) -> tuple[tuple[str, ...], ...]:
        """Groups of provisions, each of which would do by itself."""
        return tuple(self.evaluation.cases.grounds(self.asked, self.finding))

    def missing(self) -> tuple[str, ...]:
        """The facts that the decision still turns on."""
        return () if self.determined else tuple(self.evaluation.cases.missing(self.asked, self.evaluation.context))

    def support(self) -> Support:
        """What the outcome rests on."""
        return self.evaluation.cases.support(self.asked, self.finding)

    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the outcome rests."""
        presumed = self.evaluation.record.presumed
        return tuple(sorted(presumed.intersection(self.support().facts))) if presumed else ()

    def turns_on_presumptions(self) -> tuple[str, ...]:
        """The presumptions without which the outcome would be another, or open.

        To know less can only leave more possible: presumptions without all of which nothing changes need no look one by one.
        """
        paths = self.presumed()
        if not paths or self._same_without(paths):
            return ()
        return paths if len(paths) == 1 else tuple(path for path in paths if not self._same_without((path,)))

    def _same_without(self, paths: tuple[str, ...]) -> bool:
        return self._same_in(self.evaluation.variants.without(self.evaluation.context, paths))

    def _same_in(self, context: Context) -> bool:
        """Whether the decision comes out the same. While it is open, what three values leave possible is compared."""
        if self.determined or self.ruling.choice is None:
            return self.evaluation.cases.find(self.asked, context).possible == self.possible
        return self.ruling.possible(context) == self.ruling.possible(self.evaluation.context)

    def turns_on_readings(self) -> tuple[str, ...]:
        """The readings under one of whose alternatives the outcome would be another.

        A determined outcome can only turn on a reading that it rests on: the rest may change without touching it.
        """
        evaluation, program = self.evaluation, self.evaluation.program
        if not program.dependencies.may_read(self.ruling.slot, READINGS):
            return ()
        reachable = program.dependencies.readings_of
        candidates = sorted(self.support().readings if self.determined else reachable(self.ruling.slot))
        found = []
        for key in candidates:
            reading = program.readings[key]
            options = [option for option in reading.options if option != reading.chosen]
            variants = (evaluation.variants.under(evaluation.context, key, option) for option in options)
            if not all(self._same_in(variant) for variant in variants):
                id_, _, name = key.partition(":")
                found.append(name if id_ == program.rulebook.id else key)
        return tuple(found)

    def provisional_until(self) -> date | None:
        """The last day that the outcome looks at, where it lies after the day of knowledge."""
        known_on = self.evaluation.context.facts_as_of
        if not isinstance(known_on, date) or not self.evaluation.program.dependencies.may_read(self.ruling.slot, DAYS):
            return None
        return max((day for day in self.support().days if day > known_on), default=None)
