"""A record: what is known about one subject, flat and typed, as evaluation reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.language.facts import Special

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.diagnostics import Place

PlainValue = bool | int | Decimal | str | date | datetime | Special
"""A value that is no list. Enumeration codes and text are ``str``; a ``datetime`` is aware."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list of structures. ``path`` is its place in the record (``stays[0]``, counted from 0).

    ``values`` holds its known fields by name; an absent field is unknown.
    """

    path: str
    values: Mapping[str, PlainValue]


Value = PlainValue | tuple[PlainValue, ...] | tuple[Element, ...]
"""The value of a fact."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A date of the R.O.C. calendar in a record: where it stood, as written, and the day that was read."""

    path: str
    written: str
    read: date


@dataclass(frozen=True, slots=True)
class Record:
    """One subject's facts by dotted path. A fact that is not there is unknown.

    ``presumed`` are the paths (``card.kind``, ``loans[0].lost``) whose value is a presumption of the
    vocabulary, not of the record. ``conversions`` are the dates that were written in the R.O.C. calendar.
    """

    id: str
    subject: str
    facts: Mapping[str, Value]
    presumed: frozenset[str] = frozenset()
    conversions: tuple[Conversion, ...] = ()
    place: Place | None = field(default=None, compare=False)
