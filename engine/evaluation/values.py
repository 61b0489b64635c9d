"""Values as far as they are known: between a least and a most, one of several, certainly or only possibly in a list.

A known value is itself (``int``, ``Decimal``, ``str``, ``date``, ``datetime``, :class:`~engine.language.logic.Truth`). What
is not known at all is ``UNKNOWN``. The classes here say what is known of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.language.logic import UNKNOWN, Truth, agreement
from engine.language.temporal.intervals import EARLIEST, LATEST, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.language.temporal.intervals import Runs

MOST_ALTERNATIVES: Final = 64
"""Beyond so many alternatives a value is simply unknown: sound, and nobody's record comes near."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two bounds, both included; ``None`` is no bound."""

    low: int | Decimal | None
    high: int | Decimal | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several values, each possible."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list: each entry with whether it certainly belongs. ``complete`` is false where more may belong.

    ``endless``: of the entries that belong only possibly there may be any number of equal ones.
    """

    entries: tuple[tuple[Any, bool], ...]
    complete: bool = True
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Intervals of days: those that are certain, and all that are possible (they hold the certain ones too).

    Half-open pairs of day ordinals, each interval by itself, so that first and last days can be told apart.
    """

    certain: tuple[tuple[int, int], ...]
    possible: tuple[tuple[int, int], ...]

    def certain_runs(self) -> Runs:
        """The days that are certainly covered."""
        return runs(self.certain)

    def possible_runs(self) -> Runs:
        """The days that may be covered."""
        return self.certain_runs() if self.certain is self.possible else runs(self.possible)


@dataclass(frozen=True, slots=True)
class Span:
    """A window of days: half-open, start and end each between two ordinals. ``least`` is the fewest days it can have."""

    start_low: int
    start_high: int
    end_low: int
    end_high: int
    least: int = 0

    @property
    def exact(self) -> bool:
        """Whether both ends are known."""
        return self.start_low == self.start_high and self.end_low == self.end_high


@dataclass(frozen=True, slots=True)
class Duration:
    """How long days last: the runs that are certain and those that are possible."""

    certain: Runs
    possible: Runs


@dataclass(frozen=True, slots=True)
class ElapsedTime:
    """The time from one day to another."""

    first: Any
    last: Any


ANY_ITEMS: Final = Items((), complete=False)
"""A list of which nothing is known."""
ALL_DAYS: Final = ((EARLIEST, LATEST),)
ANY_COVERAGE: Final = Coverage((), ALL_DAYS)
ANY_SPAN: Final = Span(EARLIEST, LATEST, EARLIEST, LATEST)
ANY_NUMBER: Final = Range(None, None)


def exact(value: Any) -> bool:
    """Whether a value is fully known."""
    if value is UNKNOWN:
        return False
    kind = type(value)
    if kind is Range or kind is OneOf:
        return False
    if kind is Items:
        return (
            value.complete
            and all(certain for _, certain in value.entries)
            and all(exact(entry) for entry, _ in value.entries if type(entry) is Range)
        )
    if kind is Coverage:
        return bool(value.certain is value.possible or value.certain_runs() == value.possible_runs())
    if kind is Span:
        return bool(value.exact)
    if kind is Duration:
        return bool(value.certain == value.possible)
    return True


def whole(amount: Any) -> int | None:
    """A quantity of time as whole days, weeks, months or years; nothing where it is not known, or comes with a part of one."""
    if isinstance(amount, Decimal):
        return int(amount) if amount == amount.to_integral_value() else None
    return amount if isinstance(amount, int) else None


def range_of(low: int | Decimal | None, high: int | Decimal | None) -> Any:
    """The number itself where the bounds meet, else the range."""
    return low if low is not None and low == high else Range(low, high)


def bounds(value: Any) -> tuple[Any, Any]:
    """A number's least and most; ``None`` where there is no bound."""
    if type(value) is Range:
        return value.low, value.high
    return (None, None) if value is UNKNOWN else (value, value)


def joined(values: Iterable[Any]) -> Any:
    """What is known when any of these is possible: the value where they agree, else the alternatives."""
    found: list[Any] = []
    for value in values:
        for alternative in value.values if type(value) is OneOf else (value,):
            if alternative not in found:
                found.append(alternative)
    if len(found) == 1:
        return found[0]
    if any(isinstance(value, Truth) for value in found):
        return agreement(found) if all(isinstance(value, Truth) for value in found) else UNKNOWN
    return OneOf(tuple(found)) if 0 < len(found) <= MOST_ALTERNATIVES else UNKNOWN


def lifted(function: Callable[..., Any], *arguments: Any) -> Any:
    """``function`` under every combination of alternatives among its arguments, joined."""
    for index, argument in enumerate(arguments):
        if type(argument) is OneOf:
            before, after = arguments[:index], arguments[index + 1 :]
            return joined(lifted(function, *before, value, *after) for value in argument.values)
    return function(*arguments)
