"""What a record is looked for that does: plain data, which the solver and the interpreter read each in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.evaluation.judgment import Status


@dataclass(frozen=True, slots=True)
class Stands:
    """A provision has one of some statuses, by the rulebook of one ``side`` (0 is the first)."""

    side: int
    key: str
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Decides:
    """The decision ``name`` of one side has one of some outcomes."""

    side: int
    name: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherOutcome:
    """Two decisions, one of each side, have different outcomes."""

    names: tuple[str, str]


class Order(StrEnum):
    """How the second of two values stands to the first. ``apart``: they differ, and neither is the lower (``none``, a text)."""

    LOWER = "lower"
    HIGHER = "higher"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class OtherValue:
    """Two decisions with values, one of each side: the second's is lower than the first's, or higher, or another one."""

    names: tuple[str, str]
    order: Order


Atom = Stands | Decides | OtherOutcome | OtherValue
Goal = tuple[Atom, ...]
"""All of these at once."""


def roots(goal: Goal, side: int, rulebook: str) -> list[str]:
    """The provisions and decisions of one side that a goal speaks of, as :func:`engine.language.walk.graph` names them."""
    found = []
    for atom in goal:
        match atom:
            case Stands():
                found += [atom.key] if atom.side == side else []
            case Decides():
                found += [f"decision {rulebook}:{atom.name}"] if atom.side == side else []
            case OtherOutcome() | OtherValue():
                found.append(f"decision {rulebook}:{atom.names[side]}")
    return found
