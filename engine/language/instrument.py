"""A legal instrument through time: its versions, the amendments between them, and how a record's days choose among them.

An enactment is a full text; an amendment changes it in one or several steps, one for each day on which something of it comes
into force. The text of any day is the enactment in force with every step in force by then. A record that a transitional rule
reaches is decided by another text than that of its day; what a record leaves unknown can leave several texts possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from engine.language.expressions import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.language.diagnostics import Place
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Rulebook

Action = Literal["set", "replace", "insert", "repeal", "renumber"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that an amendment makes. ``target`` is a unit's path or a declared name (``parameters.loan_limit``).

    ``becomes`` is the new path of what is renumbered.
    """

    action: Action
    target: str
    becomes: str = ""
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What of one amendment comes into force on one day."""

    amendment: str
    day: date
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        """The amendment with the day: ``2030-02-01 of 2030-08-01`` where the day is not the amendment's own name."""
        return self.amendment if self.amendment == self.day.isoformat() else f"{self.amendment} of {self.day.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amending act: what it changes on which days, and whom it reaches otherwise."""

    id: str
    amends: str
    title: Bilingual | None
    source: Bilingual | None
    promulgated: date
    steps: tuple[Step, ...]
    has_transitional: bool
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an instrument: an enactment with the steps that are applied to it, in their order.

    ``first_day`` and ``last_day`` bound the period in which it is in force (``None``: until further notice). A text that is
    nobody's by its day alone, only by transitional rules, has the period of the text from which it is made.
    """

    name: str
    enactment: str
    steps: tuple[Step, ...]
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the present text of a unit or of something declared comes from: an amendment, and what it did."""

    amendment: str
    day: date
    action: Action
    was: str = ""
    """Of what is renumbered: the path that it had before."""
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The texts by which a record is decided: the version of the rulebook that was named, and of each that it uses, by id."""

    versions: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(tuple(self.versions.items()))


class Editions(Protocol):
    """The editions of a rulebook among which the days and facts of a record choose.

    The choice is made like any other decision, with three values: ``selector`` is a rulebook of the same subjects whose
    decisions are only about versions. It is ``None`` where there is nothing to choose (each text has one version, or the
    version was named): then :meth:`every` gives the one edition.
    """

    @property
    def id(self) -> str:
        """Of the rulebook that was named."""

    @property
    def selector(self) -> Rulebook | None:
        """The rulebook about versions."""

    def questions(self, subject: str) -> tuple[str, ...]:
        """The names of the selector's decisions that concern a subject's records."""

    def chosen(self, subject: str, possible: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
        """The editions that are still possible, given the possible outcomes of each question; the oldest first."""

    def every(self, subject: str) -> tuple[Edition, ...]:
        """Every edition that some record of a subject can come under; the oldest first."""

    def rulebook(self, edition: Edition) -> Rulebook:
        """The rulebook of an edition, with those that it uses, checked; loaded when it is first asked for.

        Raises :class:`InputError` where it does not load.
        """
