"""What is found anew when a fact or a reading changes: the numbers of all that is named and rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ReadingRef

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from engine.evaluation.columnar.kernels import Kernel


class Dependencies:
    """Facts and readings by the named things that rest on them. ``named`` gives the kernels behind each number."""

    def __init__(self, named: Mapping[int, Collection[Kernel]]) -> None:
        self._bits: dict[str, int] = {}
        self._own: dict[int, tuple[int, frozenset[int]]] = {}
        direct = {number: self._of_several(kernels) for number, kernels in named.items()}
        self._closed: dict[int, int] = {}

        def close(number: int) -> int:
            if number not in self._closed:
                reads, references = direct[number]
                self._closed[number] = reads
                for other in references:
                    reads |= close(other)
                self._closed[number] = reads
            return self._closed[number]

        for number in direct:
            close(number)

    def _bit(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))

    def _of_several(self, kernels: Iterable[Kernel]) -> tuple[int, frozenset[int]]:
        reads, references = 0, frozenset[int]()
        for kernel in kernels:
            own, named = self._of(kernel)
            reads |= own
            references |= named
        return reads, references

    def _of(self, kernel: Kernel) -> tuple[int, frozenset[int]]:
        known = self._own.get(kernel.number)
        if known is not None:
            return known
        reads, references = self._of_several(kernel.below)
        references |= frozenset(kernel.named)
        match kernel.node:
            case FactRef(path=path):
                reads |= self._bit(f"fact {path}")
            case FieldRef(list_path=path):
                reads |= self._bit(f"fact {path}")
            case ReadingRef(key=key):
                reads |= self._bit(f"reading {key}")
            case _:
                pass
        self._own[kernel.number] = reads, references
        return reads, references

    def on_fact(self, path: str) -> frozenset[int]:
        """The numbers of what rests on a fact, or on an element of a list."""
        return self._on(f"fact {path}")

    def on_reading(self, key: str) -> frozenset[int]:
        """The numbers of what rests on a reading."""
        return self._on(f"reading {key}")

    def readings_of(self, number: int) -> list[str]:
        """The readings on which something named can turn, by key."""
        mask = self._closed[number]
        return sorted(name[8:] for name, bit in self._bits.items() if bit & mask and name.startswith("reading "))

    def _on(self, name: str) -> frozenset[int]:
        bit = self._bits.get(name, 0)
        return frozenset(number for number, reads in self._closed.items() if reads & bit)
