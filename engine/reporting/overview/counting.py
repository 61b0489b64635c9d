"""Counting the records of a run: by outcome, by what stands in the way, by what is missing, by days until the deadline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.model import Tone
    from engine.reporting.overview.model import Named, Row

WAYS: Final = "ways"
"""The key of all grounds together that are ways of which none is open."""
CLASSES: Final = ((None, -1), (0, 7), (8, 14), (15, 30), (31, 60), (61, None))
"""Days until a deadline as they are counted together, both ends included; none is without end."""
NO_DAYS: Final = "unknown"
"""The class of a record whose deadline is known, and not from which day to count."""
NO_DEADLINE: Final = "none"
"""The class of a record without a deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many records share something. ``name`` is none where its wording is a phrase of ``key``; ``below`` is a part of it."""

    key: str
    number: int
    label: Bilingual | None = None
    cite: Bilingual | None = None
    tone: Tone | None = None
    below: bool = False


def outcomes(rows: Iterable[Row]) -> tuple[Tally, ...]:
    """The outcomes that came out, in the order in which their decision declares them; what is open comes last."""
    rows = list(rows)
    numbers = Counter((row.decision, row.outcome_key) for row in rows)
    decisions = list(dict.fromkeys(row.decision for row in rows))
    first = {(row.decision, row.outcome_key): row for row in reversed(rows)}
    ordered = sorted(first.values(), key=lambda row: (decisions.index(row.decision), row.place, row.outcome_key))
    return tuple(
        Tally(
            key=outcome_of(row),
            number=numbers[row.decision, row.outcome_key],
            label=row.outcome,
            cite=row.title if len(decisions) > 1 else None,
            tone=row.tone,
        )
        for row in ordered
    )


def outcome_of(row: Row) -> str:
    """The key by which an outcome is told from those of other decisions, too."""
    return f"{row.decision}:{row.outcome_key}"


def grounds(rows: Iterable[Row]) -> tuple[Tally, ...]:
    """The provisions that stand in the way, the most frequent first; the nearest of ways that are not open below them all.

    A record counts once for each of its grounds, and so these numbers can be more than the records.
    """
    rows = list(rows)
    alone = named(rows, lambda row: [one for one in row.grounds if not one.nearest])
    ways = sum(any(one.nearest for one in row.grounds) for row in rows)
    if not ways:
        return alone
    nearest = named(rows, lambda row: [one for one in row.grounds if one.nearest])
    below = [Tally(key=one.key, number=one.number, label=one.label, cite=one.cite, below=True) for one in nearest]
    before = [one for one in alone if one.number >= ways]
    return (*before, Tally(key=WAYS, number=ways), *below, *alone[len(before) :])


def missing(rows: Iterable[Row]) -> tuple[Tally, ...]:
    """What is missing, the most frequent first. A record counts once for each thing, however often it has it in a list."""
    return named(rows, lambda row: row.missing)


def readings(rows: Iterable[Row]) -> tuple[Tally, ...]:
    """The readings on which outcomes turn, the most frequent first."""
    return named(rows, lambda row: row.readings)


def named(rows: Iterable[Row], of: Callable[[Row], Iterable[Named]]) -> tuple[Tally, ...]:
    """How many records have each thing; those that are as frequent stand in the order in which they were first met."""
    numbers: Counter[str] = Counter()
    first: dict[str, Named] = {}
    for row in rows:
        things = {one.key: one for one in of(row)}
        numbers.update(things.keys())
        for key, one in things.items():
            first.setdefault(key, one)
    order = {key: place for place, key in enumerate(first)}
    ranked = sorted(numbers, key=lambda key: (-numbers[key], order[key]))
    return tuple(Tally(key=key, number=numbers[key], label=first[key].label, cite=first[key].cite) for key in ranked)


def deadlines(rows: Sequence[Row]) -> tuple[Tally, ...]:
    """The records by classes of days until their deadline, empty classes between others included; none without any deadline."""
    if not any(row.deadline for row in rows):
        return ()
    numbers = Counter(deadline_class(row) for row in rows)
    keys = [class_key(first, last) for first, last in CLASSES] if any(row.days is not None for row in rows) else []
    rest = [key for key in (NO_DAYS, NO_DEADLINE) if numbers[key]]
    return tuple(Tally(key=key, number=numbers[key]) for key in [*keys, *rest])


def deadline_class(row: Row) -> str:
    """The key of the class to which a record belongs."""
    if row.deadline is None:
        return NO_DEADLINE
    if row.days is None:
        return NO_DAYS
    for first, last in CLASSES:
        if (first is None or first <= row.days) and (last is None or row.days <= last):
            return class_key(first, last)
    raise AssertionError(row.days)  # the classes leave no gap


def class_key(first: int | None, last: int | None) -> str:
    """``past``, ``8-14``, ``61-``."""
    return "past" if first is None else f"{first}-{'' if last is None else last}"
