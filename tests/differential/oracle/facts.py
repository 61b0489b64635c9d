"""A complete applicant record, read fact by fact as the record's contract says.

Absent and null are the same. A fact with a presumption takes it when empty; the ``to`` of an interval that is empty
goes on; an empty ``awarded_on`` or ``expected_on`` means that it is not so; any other empty fact makes the record
incomplete, and the oracle decides complete records only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from .days import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

TAIWAN_TIME = timezone(timedelta(hours=8))


class IncompleteRecordError(ValueError):
    """A fact without a presumption is missing or unknown, so nothing may be decided here."""


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day; both belong to it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Residence:
    """Where the person lived during an interval."""

    territory: str
    time: Interval


@dataclass(frozen=True, slots=True)
class Stay:
    """One presence in Taiwan, from the day of entry to the day of exit."""

    time: Interval
    purpose: str
    documented: bool


@dataclass(frozen=True, slots=True)
class Admission:
    """Earlier studies in Taiwan."""

    level: str
    admitted_as: str
    time: Interval
    ended: str
    cause: str


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree or diploma; ``None`` for a day on which it was not, or is not expected to be, awarded."""

    level: str
    territory: str
    awarded_on: date | None
    expected_on: date | None
    institution_kind: str


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of employment."""

    kind: str
    time: Interval


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payee received, in whole units of a currency or parts of them."""

    payee: str
    amount: float
    currency: str


class Facts:
    """A view of one record or one element of a list in it, which knows what an empty value means."""

    def __init__(self, record: Mapping[str, object]) -> None:
        """Look at ``record``, a mapping in the shape of the record's contract."""
        self._record = record

    def _value(self, path: str) -> object:
        value: object = self._record
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def _known(self, path: str) -> object:
        value = self._value(path)
        if value is None or value == "unknown":
            raise IncompleteRecordError(path)
        return value

    def text(self, path: str, presumed: str | None = None) -> str:
        """Return a word of an enumeration or a territory; ``presumed`` when empty."""
        if self._value(path) is None and presumed is not None:
            return presumed
        return str(self._known(path))

    def true(self, path: str, *, presumed: bool | None = None) -> bool:
        """Return a boolean; ``presumed`` when empty."""
        value = presumed if self._value(path) is None and presumed is not None else self._known(path)
        if not isinstance(value, bool):
            raise TypeError(path)
        return value

    def day(self, path: str) -> date:
        """Return a date that must be there."""
        return date.fromisoformat(str(self._known(path)))

    def day_or_never(self, path: str) -> date | None:
        """Return a date, or ``None`` where the record holds the word ``none``; empty is unknown."""
        return None if self._known(path) == "none" else self.day(path)

    def day_or_not_so(self, path: str) -> date | None:
        """Return a date, or ``None`` where it is empty or the word ``none``, which mean the same here."""
        return None if self._value(path) is None else self.day_or_never(path)

    def number(self, path: str, presumed: float | None = None) -> float:
        """Return a number; ``presumed`` when empty."""
        value = presumed if self._value(path) is None and presumed is not None else self._known(path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(path)
        return value

    def number_or_never(self, path: str) -> float | None:
        """Return a number, or ``None`` where the record holds the word ``none``; empty is unknown."""
        return None if self._known(path) == "none" else self.number(path)

    def moment(self, path: str) -> datetime:
        """Return a date-time; one without an offset is Taiwan time."""
        moment = datetime.fromisoformat(str(self._known(path)))
        return moment.replace(tzinfo=TAIWAN_TIME) if moment.tzinfo is None else moment

    def interval(self) -> Interval:
        """Return ``from`` and ``to`` of an element; an empty ``to`` reaches past every day that is looked at."""
        return Interval(self.day("from"), FAR if self._value("to") is None else self.day("to"))

    def texts(self, path: str) -> frozenset[str]:
        """Return a list of words as a set; an empty list is known to be empty."""
        return frozenset(str(item) for item in self._list(path))

    def elements(self, path: str, *, presumed_empty: bool = False) -> list[Facts]:
        """Return a view of each element of a list; with ``presumed_empty`` an absent list has none."""
        if self._value(path) is None and presumed_empty:
            return []
        return [Facts(item) for item in self._list(path) if isinstance(item, Mapping)]

    def _list(self, path: str) -> Sequence[object]:
        value = self._known(path)
        if not isinstance(value, list):
            raise TypeError(path)
        return value

    @property
    def submitted_at(self) -> datetime:
        """The moment at which the application was completed, in Taiwan time."""
        return self.moment("application.submitted_at").astimezone(TAIWAN_TIME)

    @property
    def applied_on(self) -> date:
        """The date of application: the date in Taiwan of ``application.submitted_at``."""
        return self.submitted_at.date()

    @property
    def residences(self) -> list[Residence]:
        """Where the person lived."""
        return [Residence(one.text("territory"), one.interval()) for one in self.elements("residences")]

    @property
    def stays(self) -> list[Stay]:
        """Every presence in Taiwan."""
        return [
            Stay(one.interval(), one.text("purpose"), one.true("documented", presumed=False))
            for one in self.elements("stays_in_taiwan")
        ]

    @property
    def admissions(self) -> list[Admission]:
        """Earlier studies in Taiwan; presumed to be none."""
        return [
            Admission(one.text("level"), one.text("admitted_as"), one.interval(), one.text("ended"), one.text("cause"))
            for one in self.elements("prior_admissions", presumed_empty=True)
        ]

    @property
    def degrees(self) -> list[Degree]:
        """Degrees and diplomas, awarded or expected."""
        return [
            Degree(
                one.text("level"),
                one.text("territory"),
                one.day_or_not_so("awarded_on"),
                one.day_or_not_so("expected_on"),
                one.text("institution_kind", presumed="ordinary"),
            )
            for one in self.elements("education")
        ]

    @property
    def jobs(self) -> list[Job]:
        """Entries of employment."""
        return [Job(one.text("kind"), one.interval()) for one in self.elements("employment")]

    @property
    def payments(self) -> list[Payment]:
        """Payments received."""
        return [Payment(one.text("payee"), one.number("amount"), one.text("currency")) for one in self.elements("fees")]
