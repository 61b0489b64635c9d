"""What came out: sets of changes that turn an outcome, or why there is none; and the round in which it turns by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.evaluation.judgment import DecisionResult
    from engine.language.record import Element, Record


class Kind(StrEnum):
    """What is done to a record."""

    CHANGED = "changed"
    """A fact, or a field of an element that is there, gets another value."""
    ADDED = "added"
    """An element comes to a list."""
    TAKEN_AWAY = "taken_away"
    """An element of a list is there no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a record. ``path`` is that of a fact, or ``list[0].field``, or of an element ``list[0]``.

    ``before`` and ``after`` are values as a record holds them. Of an element that is added ``after`` holds only the fields
    that the outcome needs.
    """

    kind: Kind
    path: str
    before: Any = None
    after: Any = None

    @property
    def element(self) -> Element | None:
        """The element that is added, or taken away."""
        found: Element | None = self.after if self.kind is Kind.ADDED else self.before
        return found if hasattr(found, "values") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A set of changes, the record that they make, and what the interpreter says of it.

    It is ``sure`` where the outcome is then one of those wanted, whatever else is unknown; else it still turns on what the
    ``result`` calls missing.
    """

    changes: tuple[Change, ...]
    record: Record
    result: DecisionResult
    sure: bool


class Answer(StrEnum):
    """How a search ended."""

    FOUND = "found"
    ALREADY = "already"
    """The outcome is one of those wanted as it is."""
    OPEN = "open"
    """The outcome is still open: what is missing may make it one of those wanted, without any change."""
    NONE = "none"
    """No change within the bounds turns it."""
    UNDECIDED = "undecided"
    """Nobody knows; the reason says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the search for changes found. ``most_added`` is how many elements could be added to each list."""

    answer: Answer
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""
    detail: str = ""
    most_added: int = 0
    changeable: tuple[str, ...] = ()
    """What of the facts that the decision reads is the person's own to change."""

    @property
    def fewest(self) -> int:
        """How many changes each alternative has."""
        return min((len(one.changes) for one in self.alternatives), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What the search through later rounds found.

    ``day`` is the first day of the round in which the outcome is one of those wanted; where there is none, but some in which it
    is open (``OPEN``), of the first of these; else (``NONE``) of the next round. ``result`` is the decision then, ``moved`` are
    the facts that time moves, with their values then. ``last_day`` is that of the last round that was tried. ``reason`` says why
    none could be: ``no-rounds``, ``unknown-round``.
    """

    answer: Answer
    day: date | None = None
    record: Record | None = None
    result: DecisionResult | None = None
    moved: Mapping[str, Any] | None = None
    last_day: date | None = None
    tried: int = 0
    reason: str = ""
    version: str = ""
