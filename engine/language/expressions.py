"""Conditions and values as a checked tree: names resolved, types known, literals read.

Every node is frozen and compares by meaning: ``place`` and ``type`` take no part in equality, so that moving a line is no
amendment. Shorthands of the text are gone here (a text in a condition's place is a :class:`ProvisionRef`, ``where`` on a
count is a :class:`Filter` below it), so few nodes carry all the words. What each node means is said in
``engine.evaluation.meaning``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from engine.language.diagnostics import Place

if TYPE_CHECKING:
    from engine.language.types import Type

NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all expressions have: the type of their value and where they stand."""

    type: Type = field(compare=False)
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A literal of the text, read by the type it is compared with; a list of literals is a tuple."""

    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Node):
    """Every one of these conditions holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Node):
    """At least one of these conditions holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """The condition does not hold."""

    part: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRef(Node):
    """A fact of the record, by its dotted path."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRef(Node):
    """A field of the list element ``depth`` loops out (0: the innermost)."""

    name: str
    depth: int
    list_path: str

    @property
    def of_register(self) -> bool:
        """Whether the list is a register of a rulebook, whose rows are the law's, and not a fact of the record."""
        return ":" in self.list_path


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRef(Node):
    """The element itself, in a list of plain values."""

    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRef(Node):
    """A number, date, list or wording of the law."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRef(Node):
    """The option in force of a reading."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRef(Node):
    """A term, or the instance of a term with its arguments filled in; ``depth`` finds the element it speaks of."""

    key: str
    depth: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRef(Node):
    """A provision's value as a condition, or with ``applies`` whether it binds at all."""

    key: str
    applies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBy(Node):
    """The value that an effect gives."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRef(Node):
    """The outcome or value of a decision."""

    key: str


ComparisonWord = Literal[
    "is", "is_not", "in", "not_in", "at_least", "more_than", "at_most", "less_than",
    "on_or_after", "after", "on_or_before", "before",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Node):
    """``rank`` holds the order of an enumeration's values where the comparison needs it."""

    word: ComparisonWord
    left: Expression
    right: Expression
    rank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Node):
    """Some, every or none of a list's elements fit."""

    word: Literal["some", "every", "none"]
    list: Expression
    condition: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    """The elements of a list that fit."""

    list: Expression
    condition: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Node):
    """How many elements a list has."""

    list: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Node):
    """The sum of a field over a list's elements."""

    list: Expression
    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme(Node):
    """The elements that come last (``latest``, ``highest``) or first by their keys; ``ranks`` order enumerations."""

    word: Literal["latest", "earliest", "highest", "lowest"]
    list: Expression
    by: tuple[Expression, ...]
    ranks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalsOf(Node):
    """The days that a list's elements cover, each from its first to its last field."""

    list: Expression
    first: Expression
    last: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Node):
    """The days from one date to another; an absent end is open."""

    first: Expression | None
    last: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(Node):
    """The days of any of these."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minus(Node):
    """The days of ``whole`` that are not of ``less``."""

    whole: Expression
    less: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Node):
    """A period that ends (``ending``) or starts on a day; days of ``not_counting`` make it reach further."""

    anchor: Expression
    ending: bool
    length: Expression
    not_counting: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Node):
    """How many days intervals cover; ``per_calendar_year`` gives a list of numbers."""

    intervals: Expression
    within: Expression | None
    per_calendar_year: bool
    first_day: Expression
    last_day: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughout(Node):
    """Every day of a window is covered."""

    window: Expression
    intervals: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(Node):
    """How long intervals last."""

    intervals: Expression
    within: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed(Node):
    """How long it is from one date to another."""

    first: Expression
    last: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Node):
    """A date moved by a quantity of time."""

    date: Expression
    by: Expression
    later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOf(Node):
    """The date of a date-time, at the offset of its vocabulary."""

    moment: Expression
    offset_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary(Node):
    """The next (on or after) or previous (on or before) day with this month and day."""

    next: bool
    month: int
    day: int
    start: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Node):
    """The day of knowledge, or the day whose law applies."""

    which: Literal["facts", "law"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """Exact arithmetic; how the result is rounded is said where it has to be."""

    word: Literal["add", "subtract", "multiply", "divide", "minimum", "maximum", "round"]
    parts: tuple[Expression, ...]
    rounding: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a choice or a decision: ``when`` is absent on the last, ``otherwise``."""

    when: Expression | None
    then: Expression
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Node):
    """The value of the first row whose condition holds."""

    rows: tuple[Row, ...]


Expression = (
    Constant | All | AnyOf | Not | FactRef | FieldRef | ElementRef | ParameterRef | ReadingRef | TermRef | ProvisionRef
    | GivenBy | DecisionRef | Compare | Quantified | Filter | Count | Total | Extreme | IntervalsOf | Interval | Union
    | Minus | Window | Days | Throughout | Length | Elapsed | Shift | DateOf | Anniversary | AsOf | Arithmetic | Choose
)  # fmt: skip


@cache
def _holders(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that can hold other nodes, by their annotations."""
    return tuple(one.name for one in fields(kind) if "Expression" in str(one.type) or "Row" in str(one.type))


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly below one, in reading order."""
    found: list[Expression] = []
    kind: Any = type(expression)
    for name in _holders(kind):
        value = getattr(expression, name)
        if isinstance(value, Node):
            found.append(value)  # type: ignore[arg-type]  # every Node is one of the union
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Row):
                    found.extend(part for part in (item.when, item.then) if part is not None)
                else:
                    found.append(item)
    return tuple(found)
