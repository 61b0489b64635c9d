"""What came out: a witness, or that there is none within the bounds, or that nobody knows and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.facts import Plausible
    from engine.language.record import PlainValue, Record, Value


PLACES: Final = 2
"""Decimal places of the numbers of which something is said."""


class Answer(StrEnum):
    """Whether a record does what is asked."""

    FOUND = "found"
    NEVER = "never"
    UNDECIDED = "undecided"


class Reason(StrEnum):
    """Why a question was left undecided."""

    TIME = "time"
    """The solver did not come to an end in its time."""
    UNENCODABLE = "unencodable"
    """Something that the rulebook says cannot be put into the solver's terms; the detail says what and where."""
    NOT_REPLAYED = "not_replayed"
    """The solver gave a record of which the interpreter says something else: an error of this program."""
    DIED = "died"
    """The process that asked the solver died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A record that does what was asked, as the interpreter says. ``text`` is its file.

    ``said``: what each side's decision came to, by the number of the side; empty where the question is of provisions.
    ``implausible``: what the vocabulary calls plausible, and is not so of it. ``no_plausible``: that no plausible record does
    was shown, and not only that none was found. ``fewest``: no record with fewer elements of its lists does, within the bounds.
    """

    record: Record
    text: str
    said: tuple[str, ...]
    elements: int
    unusual: tuple[str, ...] = ()
    """The facts that have not their most ordinary value; of lists, those with elements."""
    as_of: date | None = None
    """The day on which it is looked at, where not the rulebooks say which that is."""
    implausible: tuple[Plausible, ...] = ()
    no_plausible: bool = False
    fewest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Possibility:
    """Whether a record does what is asked. ``detail`` belongs to the reason; ``seconds`` is what it took."""

    answer: Answer
    witness: Witness | None = None
    reason: Reason | None = None
    detail: str = ""
    seconds: float = 0.0
    premises: tuple[str, ...] = ()
    """What the solver took for granted beside the bounds, in words."""

    @property
    def is_found(self) -> bool:
        """Whether there is a witness."""
        return self.answer is Answer.FOUND

    @property
    def is_never(self) -> bool:
        """Whether there is none, for sure."""
        return self.answer is Answer.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Of which records something is said: how long their lists are, and between which days and numbers their values lie.

    ``lists`` says for each list how many elements it may have at most. The days are both included. ``as_of`` is the day on which
    records are looked at; without it, the one that a rulebook names, and any where it names none.
    """

    lists: Mapping[str, int]
    first_day: date
    last_day: date
    least: int
    most: int
    as_of: date | None = None

    def covers(self, record: Record) -> bool:
        """Whether a record's lists are no longer than they may be, and its days and numbers lie between their bounds."""
        return all(self._covers(path, value) for path, value in record.facts.items())

    def _covers(self, path: str, value: Value) -> bool:
        if isinstance(value, tuple):
            inner = [part for item in value for part in (item.values.values() if isinstance(item, Element) else (item,))]
            return len(value) <= self.lists.get(path, len(value)) and all(self._lies_within(part) for part in inner)
        return self._lies_within(value)

    def _lies_within(self, value: PlainValue) -> bool:
        if isinstance(value, datetime):
            return self.first_day <= value.date() <= self.last_day
        if isinstance(value, date):
            return self.first_day <= value <= self.last_day
        if isinstance(value, Decimal):
            return self.least <= value <= self.most and value == round(value, PLACES)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.least <= value <= self.most
        return True
