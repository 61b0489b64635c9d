"""What an evaluation says: decisions with their reasons, duties, and the status of every provision. The contract's shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

from engine.evaluation.values import Duration, OneOf, Range, Span, exact
from engine.language.facts import Bilingual, Special
from engine.language.logic import TRUE, UNKNOWN, Truth
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Status = Literal["satisfied", "not_satisfied", "undetermined", "not_applicable"]
UNDETERMINED = "undetermined"


class Statuses(Mapping[str, Status]):
    """The status of every provision by key, found when it is first asked for: the outcomes do not need all of them."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], dict[str, Status]]) -> None:
        self._find = find
        self._found: dict[str, Status] | None = None

    def _all(self) -> dict[str, Status]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        return dict(self._all())

    def __getitem__(self, key: str) -> Status:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookReference:
    """Which text decided: id, version and the digest of its files.

    Where the record leaves open which of several versions applies, ``version`` is ``undetermined``, ``digest`` empty, and
    ``versions`` are those that are possible, the oldest first.
    """

    id: str
    version: str
    digest: str
    versions: tuple[RulebookReference, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        found: dict[str, Any] = {"id": self.id, "version": self.version, "digest": self.digest}
        if self.versions:
            found["versions"] = [{"version": one.version, "digest": one.digest} for one in self.versions]
        return found


class WhyDecided(Protocol):
    """Answers why one decision came out as it did; each answer is found when it is first asked for."""

    def because(self) -> tuple[tuple[str, ...], ...]:
        """Groups of provisions, each of which would do by itself."""

    def missing(self) -> tuple[str, ...]:
        """The facts that the decision still turns on."""

    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the outcome rests."""

    def turns_on_presumptions(self) -> tuple[str, ...]:
        """Those without which the outcome would be another."""

    def turns_on_readings(self) -> tuple[str, ...]:
        """The readings under which the outcome would be another."""

    def provisional_until(self) -> date | None:
        """The last day looked at after the day of knowledge."""


class DecisionResult:
    """One decision about one record.

    ``outcome`` is an outcome of the decision or ``undetermined``; a decision with a value has ``value`` and ``unit``. Why it
    came out so (see the contract for what each of those promises) is found when it is asked for: who sorts a hundred
    thousand records by outcome pays for no reasons.
    """

    __slots__ = ("_found", "_why", "has_value", "name", "outcome", "possible", "unit", "value")

    def __init__(
        self,
        name: str,
        possible: tuple[Any, ...],
        why: WhyDecided,
        *,
        value: Any = None,
        unit: str | None = None,
        may_lack: bool = False,
    ) -> None:
        """A decision with outcomes, or with ``unit`` given (it may be empty) one with a value.

        ``may_lack``: a text that may apply has no such decision, which leaves it open even where one outcome alone is possible.
        """
        self.name = name
        self.has_value = unit is not None
        self.possible: tuple[str, ...] = () if self.has_value else possible
        self.outcome: str | None = None
        if not self.has_value:
            self.outcome = possible[0] if len(possible) == 1 and not may_lack else UNDETERMINED
        self.value = value
        self.unit = unit or ""
        self._why = why
        self._found: dict[str, Any] = {}

    @property
    def is_open(self) -> bool:
        """Whether more than one answer is possible."""
        return (self.value is None or not exact(self.value)) if self.has_value else self.outcome == UNDETERMINED

    def _ask(self, question: str) -> Any:
        if question not in self._found:
            self._found[question] = getattr(self._why, question)()
        return self._found[question]

    @property
    def because(self) -> tuple[tuple[str, ...], ...]:
        """Groups of provision keys on which the outcome rests, each of which would do by itself."""
        found: tuple[tuple[str, ...], ...] = self._ask("because")
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that the decision still turns on."""
        found: tuple[str, ...] = self._ask("missing")
        return found

    @property
    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the outcome rests."""
        found: tuple[str, ...] = self._ask("presumed")
        return found

    @property
    def turns_on_presumptions(self) -> tuple[str, ...]:
        """Those without which the outcome would be another, or open."""
        found: tuple[str, ...] = self._ask("turns_on_presumptions")
        return found

    @property
    def turns_on_readings(self) -> tuple[str, ...]:
        """The readings under one of whose alternatives the outcome would be another: by name, ``ID:name`` of a used rulebook."""
        found: tuple[str, ...] = self._ask("turns_on_readings")
        return found

    @property
    def provisional_until(self) -> date | None:
        """The last day looked at, where it lies after the day of knowledge."""
        found: date | None = self._ask("provisional_until")
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecisionResult) and self.as_json() == other.as_json()

    __hash__ = None  # type: ignore[assignment]  # compared by what it says, which is found bit by bit

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        found: dict[str, Any] = {"outcome": self.outcome, "possible": list(self.possible)}
        if self.has_value:
            if self.outcome is None:
                del found["outcome"], found["possible"]
            found |= {"value": plain_value(self.value), "unit": self.unit}
        found |= {
            "because": [list(group) for group in self.because],
            "missing": list(self.missing),
            "presumed": list(self.presumed),
            "turns_on_presumptions": list(self.turns_on_presumptions),
            "turns_on_readings": list(self.turns_on_readings),
        }
        if self.provisional_until is not None:
            found["provisional_until"] = self.provisional_until.isoformat()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyResult:
    """A duty, and whether it is due for this record. ``deadline`` is a day, a wording, or nothing."""

    provision: str
    bearer: Bilingual
    action: Bilingual
    to: Bilingual | None
    deadline: date | Bilingual | None
    due: Truth

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "provision": self.provision,
            "bearer": wording(self.bearer),
            "action": wording(self.action),
            "to": None if self.to is None else wording(self.to),
            "deadline": wording(self.deadline) if isinstance(self.deadline, Bilingual) else plain_value(self.deadline),
            "due": {"true": True, "false": False, "unknown": UNDETERMINED}[self.due.value],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to know about the whole judgment, by a code that reports have a sentence for, with the days it speaks of."""

    code: str
    day: date | None = None
    other: date | None = None

    @property
    def days(self) -> dict[str, date]:
        """The days by the names under which the sentence asks for them."""
        return {name: day for name, day in (("day", self.day), ("other", self.other)) if day is not None}

    def as_json(self) -> dict[str, str]:
        """As the contract writes it."""
        return {"code": self.code, **{name: day.isoformat() for name, day in self.days.items()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """Everything that one rulebook says of one record."""

    record: str
    subject: str
    rulebook: RulebookReference
    uses: tuple[RulebookReference, ...]
    law_as_of: date | None
    facts_as_of: date | None
    decisions: Mapping[str, DecisionResult]
    duties: tuple[DutyResult, ...]
    provisions: Mapping[str, Status]
    remarks: tuple[Remark, ...] = ()
    trace: Any = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The object of the contract; ``trace`` only where it was asked for."""
        found: dict[str, Any] = {
            "record": self.record,
            "rulebook": self.rulebook.as_json(),
            "uses": [use.as_json() for use in self.uses],
            "law_as_of": plain_value(self.law_as_of),
            "facts_as_of": plain_value(self.facts_as_of),
            "decisions": {name: decision.as_json() for name, decision in self.decisions.items()},
            "duties": [duty.as_json() for duty in self.duties],
            "provisions": self.provisions.as_json() if isinstance(self.provisions, Statuses) else dict(self.provisions),
        }
        if self.remarks:
            found["remarks"] = [remark.as_json() for remark in self.remarks]
        if self.trace is not None:
            found["trace"] = self.trace
        return found


def wording(text: Bilingual) -> dict[str, str]:
    """A wording in both languages, as JSON has it."""
    return {"zh": text.zh, "en": text.en}


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def plain_value(value: Any) -> Any:
    """A value as JSON can hold it: dates as text, exact decimals as numbers, what is partly known as its bounds."""
    if type(value) in _AS_IT_IS or value is UNKNOWN:
        return None if value is UNKNOWN else value
    if isinstance(value, Truth):
        return value is TRUE
    if isinstance(value, Special):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Range):
        return {"at_least": plain_value(value.low), "at_most": plain_value(value.high)}
    if isinstance(value, OneOf):
        return {"one_of": [plain_value(one) for one in value.values]}
    if isinstance(value, Span):
        return _span(value)
    if isinstance(value, Duration):
        return {"days": sum(end - start for start, end in value.certain)} if exact(value) else None
    if isinstance(value, Element):
        return {name: plain_value(item) for name, item in value.values.items()}
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return None


def _span(value: Span) -> dict[str, Any] | None:
    if not value.exact:
        return None
    first, last = value.start_low, value.end_low - 1
    within = range(date.min.toordinal(), date.max.toordinal() + 1)
    return {
        "from": date.fromordinal(first).isoformat() if first in within else None,
        "to": date.fromordinal(last).isoformat() if last in within else None,
    }
