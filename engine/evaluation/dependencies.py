"""What depends on what, seen from the text alone: which slots must be found anew when a fact or a reading changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.evaluation.linked import Asked, Decided, Given, Named
from engine.language.expressions import AsOf, FactRef, FieldRef, Interval, ReadingRef, Window

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.evaluation.code import Code, Shape

READINGS: Final = "readings"
"""Readings of any kind."""
DAYS: Final = "days"
"""Windows and intervals, whose last day may still be to come."""
_OWN_DAY: Final = "own day"
"""One of the two days of an evaluation: what that rests on is found where the evaluation has it from."""


class Dependencies:
    """Facts and readings by the slots that rest on them, directly or through anything named.

    ``named`` gives the codes behind each named slot. Sets are kept as bits of whole numbers: a program has hundreds of
    slots, and this is reckoned whenever a rulebook is loaded.
    """

    def __init__(self, named: Mapping[int, Collection[Code]], anonymous: Collection[Shape]) -> None:
        self._bits: dict[str, int] = {}
        self._reads: dict[int, tuple[int, int]] = {}
        direct = {slot: self._of_several(codes) for slot, codes in named.items()}
        closed: dict[int, int] = {}

        def close(slot: int) -> int:
            if slot not in closed:
                reads, references = direct[slot]
                closed[slot] = reads
                for target in _set_bits(references):
                    reads |= close(target)
                closed[slot] = reads
            return closed[slot]

        for slot in direct:
            close(slot)
        self._by_slot = dict(closed)
        for shape in anonymous:
            reads, references = self._of(shape)
            for target in _set_bits(references):
                reads |= closed[target]
            self._by_slot[shape.slot] = reads
        self._found: dict[str, tuple[int, ...]] = {}

    def _bit(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))

    def _of_several(self, codes: Collection[Code]) -> tuple[int, int]:
        reads = references = 0
        for code in codes:
            own, named = self._of(code)
            reads |= own
            references |= named
        return reads, references

    def _of(self, code: Code) -> tuple[int, int]:
        """The facts and readings that a code reads itself, and the named slots that it refers to."""
        known = self._reads.get(id(code))
        if known is not None:
            return known
        reads, references = self._of_several(code.below)
        match code:
            case Named():
                references |= 1 << code.slot
            case Asked() | Given():
                references |= 1 << code.clause.slot
            case Decided():
                references |= 1 << code.ruling.slot
            case _:
                pass
        match code.node:
            case FactRef():
                reads |= self._bit(f"fact {code.node.path}")
            case FieldRef():
                reads |= self._bit(f"fact {code.node.list_path}")
            case ReadingRef():
                reads |= self._bit(f"reading {code.node.key}") | self._bit(READINGS)
            case Window() | Interval():
                reads |= self._bit(DAYS)
            case AsOf():
                reads |= self._bit(_OWN_DAY)
            case _:
                pass
        self._reads[id(code)] = reads, references
        return reads, references

    def may_read(self, slot: int, kind: str) -> bool:
        """Whether :data:`READINGS` or :data:`DAYS` can have a part in something, be it through one of the evaluation's days."""
        return bool(self._by_slot[slot] & (self._bits.get(kind, 0) | self._bits.get(_OWN_DAY, 0)))

    def readings_of(self, slot: int) -> list[str]:
        """The readings that something can turn on, by key."""
        mask = self._by_slot[slot]
        return [name.removeprefix("reading ") for name, bit in self._bits.items() if bit & mask and name.startswith("reading ")]

    def slots_of_reading(self, key: str) -> tuple[int, ...]:
        """The slots to find anew when a reading changes."""
        return self._dependent(f"reading {key}")

    def slots_of_fact(self, path: str) -> tuple[int, ...]:
        """The slots to find anew when a fact, or an element of a list, changes."""
        return self._dependent(f"fact {path}")

    def _dependent(self, name: str) -> tuple[int, ...]:
        if name not in self._found:
            bit = self._bits.get(name, 0)
            self._found[name] = tuple(slot for slot, reads in self._by_slot.items() if reads & bit)
        return self._found[name]


def _set_bits(number: int) -> list[int]:
    found = []
    while number:
        low = number & -number
        found.append(low.bit_length() - 1)
        number ^= low
    return found
