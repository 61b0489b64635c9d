"""The vocabulary of a subject: which facts a record may hold, of which type, and what their absence means."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.diagnostics import Place
    from engine.language.expressions import Expression


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One wording in the two languages of a rulebook."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The wording in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class FactType(Enum):
    """The type of a fact. An enumeration is ``ENUMERATION`` with a name beside it."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    ENUMERATION = "enumeration"
    LIST = "list"


class Empty(Enum):
    """What an empty value of a fact means, as the vocabulary declares it."""

    UNKNOWN = "unknown"
    OPEN = "open"
    NONE = "none"


class Special(Enum):
    """Known values that are no ordinary value: ``NONE`` (it never happened), ``OPEN`` (the interval goes on)."""

    NONE = "none"
    OPEN = "open"


class Changeable(Enum):
    """What the person whom a record is about can change of a fact."""

    NEVER = ""
    """Nothing: what somebody was, what others find or grant, what is over."""
    ANY = "true"
    """It can be made any value; of a list, elements can be added, and taken away again."""
    ADDED = "added"
    """Elements can be added to a list; those which are there stay."""
    LATER = "later"
    """A day that can only move on; of an element that is added, no day before the record is looked at."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A code list: values in declared order with their labels; ``ordered`` when the order is a rank, lowest first."""

    name: str
    values: Mapping[str, Bilingual]
    ordered: bool = False
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, or one field of a list's elements.

    ``path`` is dotted (``card.kind``), for a field its bare name. ``presumed`` is the value of an absent fact, in the
    normalised form of :mod:`engine.records`; ``has_presumption`` tells a presumption from none. ``elements`` holds the
    fields of a list of structures, ``element_type`` the type of a list of plain values; ``interval`` names the two
    fields that bound each element. ``named_by`` is the code list by whose labels a text is shown, where it is one of its
    codes: any text is a value all the same.
    """

    path: str
    type: FactType
    label: Bilingual
    enumeration: str = ""
    unit: str = ""
    unit_from: str = ""
    named_by: str = ""
    empty: Empty = Empty.UNKNOWN
    may_be_none: bool = False
    has_presumption: bool = False
    presumed: Any = None
    identifier: bool = False
    personal: bool = False
    finding: bool = False
    ask: Bilingual | None = None
    elements: Mapping[str, Fact] | None = None
    element_type: Fact | None = None
    interval: tuple[str, str] | None = None
    changeable: Changeable = Changeable.NEVER
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Plausible:
    """What holds of every subject that anybody is likely to meet. A record may say otherwise, and is decided all the same."""

    name: str
    label: Bilingual
    condition: Expression
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rounds:
    """When somebody can come again if nothing but time passes.

    ``fact`` is the date that says for which round a record is; ``each_year`` the first days of the rounds of every year, as
    (month, day) in their order; ``along`` the dates and date-times that move by the same time.
    """

    label: Bilingual
    fact: str
    each_year: tuple[tuple[int, int], ...]
    along: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts of one kind of subject, by path, with the enumerations that they use, and what is plausible of them."""

    subject: str
    title: Bilingual
    facts: Mapping[str, Fact]
    enumerations: Mapping[str, Enumeration]
    offset_minutes: int = 0
    place: Place | None = field(default=None, compare=False)
    plausible: tuple[Plausible, ...] = ()
    rounds: Rounds | None = None
