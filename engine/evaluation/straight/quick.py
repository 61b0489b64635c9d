"""What is quickly said of a record: possible outcomes and statuses, without reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.evaluation.straight.program import STATUSES, Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.language.record import Record
    from engine.language.rulebook import Rulebook


class QuickResult:
    """What is possible for one record, and the status of every provision.

    It is what three values say: an outcome that is open here may still be settled by going through the values of a missing
    fact, which only the interpreter does.
    """

    __slots__ = ("_decider", "_found")

    def __init__(self, decider: QuickDecider, found: tuple[tuple[tuple[Any, ...], ...], tuple[int, ...]]) -> None:
        self._decider = decider
        self._found = found

    @property
    def possible(self) -> Mapping[str, tuple[Any, ...]]:
        """The possible outcomes of each decision, by name; of a decision with a value what is known of the value, alone."""
        return dict(zip(self._decider.names, self._found[0], strict=True))

    @property
    def outcomes(self) -> Mapping[str, str]:
        """The outcome of each decision that has outcomes, by name; ``undetermined`` where several are possible."""
        return {
            name: possible[0] if len(possible) == 1 else "undetermined"
            for name, possible in self.possible.items()
            if name in self._decider.with_outcomes
        }

    @property
    def statuses(self) -> Mapping[str, str]:
        """The status of each provision, by key."""
        return {key: STATUSES[number] for key, number in zip(self._decider.keys, self._found[1], strict=True)}


class QuickDecider:
    """One rulebook for the records of one subject, compiled to Python when it is made.

    Raises :class:`LookupError` where the rulebook decides no such subject, and
    :class:`~engine.evaluation.straight.program.UnfitError` for the rare rulebook that cannot be written so.
    """

    def __init__(self, rulebook: Rulebook, subject: str | None = None) -> None:
        name = subject or rulebook.main_subject
        if name not in rulebook.subjects:
            message = f"{rulebook.id} decides no {name}"
            raise LookupError(message)
        self.subject = name
        program = Program(rulebook, rulebook.subjects[name])
        decisions = [decision for decision in rulebook.decisions.values() if decision.subject == name]
        provisions = [unit for unit in program.provisions.values() if unit.rule is not None and unit.subject == name]
        self.names = tuple(decision.name for decision in decisions)
        self.with_outcomes = frozenset(decision.name for decision in decisions if decision.rows)
        self.keys = tuple(provision.key for provision in provisions)
        self._readings = program.chosen
        self._decide = program.function(decisions, provisions)

    def __call__(self, record: Record, *, as_of: date | None = None) -> QuickResult:
        """What is possible for a record; ``as_of`` is the day of knowledge, else the rulebook names one."""
        return QuickResult(self, self._decide(record.facts, as_of, self._readings))
