"""What an expression is in a solver's terms, for a record that leaves nothing unknown.

A truth value is a ``z3.BoolRef`` and never ``none``. Everything else is one of the classes here, the same for every record:
what differs from record to record is in the terms. Where the interpreter has a value *or* ``none``, there is a flag beside the
term; the term then means nothing and may have any value, and who reads it asks the flag first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.analysis.symbolic.truths import NO

if TYPE_CHECKING:
    from collections.abc import Mapping

    import z3

    from engine.language.diagnostics import Place

EARLIEST = -1_000_000_000
"""The start of days without beginning, as in :mod:`engine.language.temporal.intervals`."""
LATEST = 1_000_000_000
"""The end (half-open) of days without end."""

Kind = Literal["number", "text", "date", "datetime", "special"]
"""What a scalar's term counts. ``special`` is the literal ``none`` or ``open`` alone: its term is never read."""


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One plain value that is no truth value.

    ``term`` by ``kind``: a ``number`` is an Int or a Real, exact; a ``text`` (also a code, an option, an outcome) is the Int
    that :class:`~engine.analysis.symbolic.texts.Texts` gives it; a ``date`` is the Int of its ordinal (``date.toordinal()``); a
    ``datetime`` is the Int of its seconds in UTC since the beginning of day 0 (ordinal x 86400 + seconds of the day).
    ``none`` and ``open`` say when it is that instead, never both at once.
    ``local``: of a date-time that is read from a record, the ordinal of its day at an offset of so many minutes, so that
    ``date_of`` there needs no division.
    """

    kind: Kind
    term: z3.ArithRef
    none: z3.BoolRef = NO
    open: z3.BoolRef = NO
    local: tuple[int, z3.ArithRef] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One element of a list of structures: its fields by name, each a truth value or a scalar. Compares by identity."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A list: entries with whether each belongs. An entry is a :class:`Row`, a :class:`Scalar` or a truth value.

    The entries that do not belong may stand anywhere between those that do, and may hold anything.
    ``none``: there is no list at all; it then has no entries either.
    """

    entries: tuple[tuple[z3.BoolRef, Any], ...]
    none: z3.BoolRef = NO


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Days ``start <= day < end`` (ordinals), if ``present``. :data:`EARLIEST` and :data:`LATEST` are open ends.

    One that is not present has no days, nor one whose ``end`` is not after its ``start``; nothing else is promised of them.
    """

    present: z3.BoolRef
    start: z3.ArithRef
    end: z3.ArithRef


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Intervals of days, each by itself (first and last days can be told apart); they may overlap, touch, or stand in any order.

    ``disjoint``: they are known neither to overlap nor to touch, as those of ``minus`` are. ``ordered``: of those that have days
    none is known to start before one that stands earlier. An interval value that is ``none`` is a ``Pieces`` without any present.
    """

    pieces: tuple[Piece, ...]
    disjoint: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """One window of days, half-open; with open ends as a :class:`Piece` has them. ``none``: there is no window.

    It lasts ``full_years`` at least, and touches ``most_years`` of the calendar at most, where that is known.
    """

    start: z3.ArithRef
    end: z3.ArithRef
    none: z3.BoolRef = NO
    full_years: int = 0
    most_years: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """How long the days of some intervals last; the intervals as they are, not yet joined."""

    pieces: Pieces
    none: z3.BoolRef = NO


@dataclass(frozen=True, slots=True, eq=False)
class ElapsedTime:
    """The time from one date to another. It is ``none`` where one of them is; both are dates or ``open``."""

    first: Scalar
    last: Scalar
    none: z3.BoolRef = NO


@dataclass(frozen=True, slots=True, eq=False)
class OneDuration:
    """One duration or another, by a condition: of a choice whose rows give durations of different make."""

    condition: z3.BoolRef
    then: Duration | ElapsedTime | OneDuration
    otherwise: Duration | ElapsedTime | OneDuration


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the values of the records of which something is shown are taken to lie between, all ends included.

    ``first_day``, ``last_day`` are ordinals of dates of a record, and of the days of its date-times. ``least`` and ``most`` bound
    whole numbers and decimals, ``places`` the decimal places of the latter.
    """

    first_day: int = 693_596  # 1900-01-01
    last_day: int = 767_009  # 2100-12-31
    least: int = -1_000_000_000
    most: int = 1_000_000_000
    places: int = 2


class UnencodableError(Exception):
    """Something that a rulebook says cannot be put into the solver's terms: where it stands, and why.

    It is raised in the place of a formula that would not mean the same.
    """

    def __init__(self, place: Place, why: str) -> None:
        self.place = place
        self.why = why
        super().__init__(f"{place}: {why}")


@dataclass(slots=True)
class Ledger:
    """What the formulas of one record bring along: helper terms with their definitions, and the premises they rest on.

    It is shared by all encoders of a record, so that the same question asked by two rulebooks is the same term.

    ``definitions`` constrain helper terms only: for **any** values of the record's terms there is exactly one way to meet them.
    They are always to be asserted. ``premises`` narrow the records of which something is said to those for which the interpreter
    would find a value (a day moved beyond the calendar has none); each with the reason in words.
    """

    bounds: Bounds = field(default_factory=Bounds)
    definitions: list[z3.BoolRef] = field(default_factory=list)
    premises: list[tuple[z3.BoolRef, str]] = field(default_factory=list)
    guarded: int = 0
    """So many of the premises already say for which list elements they are meant."""
    limits: dict[int, tuple[z3.ArithRef, tuple[int, int]]] = field(default_factory=dict)
    """Terms by their ``get_id()``, with the least and the most that they can be where they are no open end."""
    open_ends: dict[int, tuple[z3.ArithRef, bool]] = field(default_factory=dict)
    """Terms by their ``get_id()``, with whether they can be an open end of days."""
    _kept: dict[Any, Any] = field(default_factory=dict)

    def limit(self, term: z3.ArithRef, least: int, most: int) -> None:
        """Put down what a term lies between, as the constraints of the record have it."""
        self.limits[term.get_id()] = (term, (least, most))

    def once(self, key: tuple[Any, ...], make: Any) -> Any:
        """What ``make()`` gave for an equal ``key`` before, else what it gives now.

        Terms in a key stand by their ``get_id()``; ``make`` holds on to them, or they are kept elsewhere.
        """
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def define(self, *constraints: z3.BoolRef) -> None:
        """Put down what helper terms are."""
        self.definitions.extend(constraints)

    def require(self, condition: z3.BoolRef, why: str) -> None:
        """Put down a premise. Not from within :meth:`once`: whoever asks the same question again rests on it as well."""
        self.premises.append((condition, why))

    def fresh(self, stem: str) -> str:
        """A name for a helper term that no other has."""
        number = self._kept.setdefault("number", 0) + 1
        self._kept["number"] = number
        return f"{stem}!{number}"
