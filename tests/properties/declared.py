"""What a random text can refer to: facts, fields and parameters by type, literals, and what was declared before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.properties.vocabulary import DAYS, MOMENTS

FACTS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("flags.a", "flags.b", "flags.presumed"),
    "number": ("hives", "swarms", "frames"),
    "kg": ("honey",),
    "days": ("notice", "pause"),
    "kind": ("kind",),
    "grade": ("grade",),
    "text": ("motto",),
    "date": ("joined_on", "left_on", "lent_on"),
    "moment": ("scanned_at",),
}
FIELDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "stays": {"boolean": ("noted",), "kind": ("kind",), "date": ("from", "to")},
    "marks": {"grade": ("grade",), "number": ("score",), "date": ("given_on",)},
    "stock": {"kind": ("kind",), "number": ("count",), "date": ("since",), "boolean": ("sold",)},
}
PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("switch", "dated_switch"),
    "number": ("limit", "dated_limit"),
    "kg": ("load",),
    "days": ("span_days", "dated_days"),
    "kind": ("one_kind",),
    "grade": ("one_grade",),
    "date": ("cutoff",),
    "moment": ("closing",),
    "kinds": ("kinds", "dated_kinds"),
    "registers": ("stock",),
    "quantity": ("span_days", "span_weeks", "span_months", "span_years", "dated_days"),
}
LITERALS: Final[dict[str, tuple[Any, ...]]] = {
    "number": (1, 0, 2, 3),
    "kg": (1, 0, 2),
    "days": (1, 0, 30, 366),
    "kind": ("red", "green", "blue"),
    "grade": ("middle", "low", "high"),
    "text": ("buzz", "hum"),
    "date": DAYS,
    "moment": MOMENTS,
}
MAGNITUDE: Final = ("at_least", "more_than", "at_most", "less_than")
MOMENT: Final = ("on_or_after", "after", "on_or_before", "before")
EQUALITY: Final = ("is", "is_not")
MEMBERSHIP: Final = ("in", "not_in")
PLAIN_LISTS: Final = {"kind": ("tags", "gifts"), "boolean": ("checks",), "number": ("tally",), "date": ("feasts",)}
"""Facts that are lists of plain values, by the type of their elements."""
NULLABLE: Final = frozenset({"number", "grade", "date"})
SCALARS: Final = ("number", "date", "kind", "grade", "days", "kg", "text", "moment")
ROUNDINGS: Final = ("floor", "ceiling", "half_up", "half_even")


@dataclass(frozen=True)
class Term:
    """A declared term: the type of its value, the list of whose elements it speaks, and its arguments with their types."""

    name: str
    type: str
    over: str = ""
    given: tuple[tuple[str, str], ...] = ()


@dataclass
class Declared:
    """What a writer may refer to: everything declared so far."""

    terms: list[Term] = field(default_factory=list)
    provisions: list[str] = field(default_factory=list)
    values_given: list[tuple[str, str]] = field(default_factory=list)
    outcomes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
