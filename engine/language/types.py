"""The types of conditions and values. Two values are compared only if their types meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.language.facts import Fact

CALENDAR_UNITS: Final = ("days", "weeks", "months", "years")
"""Units that measure time: a quantity with one of them can shift a date and be compared with a duration."""


@dataclass(frozen=True, slots=True)
class BooleanType:
    """True, false or unknown."""

    def __str__(self) -> str:
        return "a truth value"


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number, exact. ``unit`` is empty for a bare number; ``whole`` tells integers from decimals."""

    unit: str = ""
    whole: bool = True

    def __str__(self) -> str:
        return f"a number of {self.unit}" if self.unit else "a number"


@dataclass(frozen=True, slots=True)
class TextType:
    """Free text: compared for equality only. ``named_by`` is a code list by whose labels a reader is shown it."""

    named_by: str = field(default="", compare=False)

    def __str__(self) -> str:
        return "text"


@dataclass(frozen=True, slots=True)
class EnumerationType:
    """One of a code list; ``name`` is the list's."""

    name: str
    ordered: bool = False

    def __str__(self) -> str:
        return f"a {self.name}"


@dataclass(frozen=True, slots=True)
class DateType:
    """A day."""

    def __str__(self) -> str:
        return "a date"


@dataclass(frozen=True, slots=True)
class DateTimeType:
    """A moment, with its offset."""

    def __str__(self) -> str:
        return "a date-time"


@dataclass(frozen=True, slots=True)
class SpanType:
    """One unbroken stretch of days: a window or a single interval."""

    def __str__(self) -> str:
        return "a window of days"


@dataclass(frozen=True, slots=True)
class IntervalsType:
    """A set of days made of intervals."""

    def __str__(self) -> str:
        return "intervals"


@dataclass(frozen=True, slots=True)
class DurationType:
    """How long something lasts by the calendar; compared with a quantity of time."""

    def __str__(self) -> str:
        return "a duration"


@dataclass(frozen=True, slots=True)
class StructureType:
    """The elements of a list with fields. ``path`` is the list fact's; of a register it is the parameter's key.

    ``register`` declares the fields of a register's rows; those of a list fact are in its vocabulary.
    """

    path: str
    register: Fact | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"an element of {self.path}"


@dataclass(frozen=True, slots=True)
class ListType:
    """A list of values of one type."""

    element: Type

    def __str__(self) -> str:
        return "a list"


@dataclass(frozen=True, slots=True)
class OptionType:
    """The options of a reading, or the outcomes of a decision: words that only their own declaration knows."""

    of: str
    options: tuple[str, ...]
    declared_at: str = field(default="", compare=False)
    """Where the options of a reading stand, for messages."""

    def __str__(self) -> str:
        return f"one of {', '.join(self.options)}"


Type = (
    BooleanType
    | NumberType
    | TextType
    | EnumerationType
    | DateType
    | DateTimeType
    | SpanType
    | IntervalsType
    | DurationType
    | StructureType
    | ListType
    | OptionType
)

BOOLEAN: Final = BooleanType()
DATE: Final = DateType()
DATETIME: Final = DateTimeType()
TEXT: Final = TextType()
SPAN: Final = SpanType()
INTERVALS: Final = IntervalsType()
DURATION: Final = DurationType()


def is_quantity_of_time(type_: Type) -> bool:
    """Whether a value of this type can shift a date or measure a duration."""
    return isinstance(type_, NumberType) and type_.unit in CALENDAR_UNITS
