"""What is found anew when a fact or a reading changes: the numbers of all that is named and rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ReadingRef

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.evaluation.columnar.kernels import Kernel


class Dependencies:
    """Facts and readings by the kernels and named things that rest on them. ``named`` gives the kernels behind each number."""

    def __init__(self, named: Mapping[int, Collection[Kernel]]) -> None:
        self._named = named
        self._bits: dict[str, int] = {}
        self._closed: dict[int, int] = {}
        self._found: dict[str, frozenset[int]] = {}
        for number in named:
            self._of_named(number)

    def _bit(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))

    def _of_named(self, number: int) -> int:
        found = self._closed.get(number)
        if found is None:
            found = 0
            for kernel in self._named.get(number, ()):
                found |= self._of(kernel)
            self._closed[number] = found
        return found

    def _of(self, kernel: Kernel) -> int:
        found = self._closed.get(kernel.number)
        if found is not None:
            return found
        found = 0
        for part in kernel.below:
            found |= self._of(part)
        for number in kernel.named:
            found |= self._of_named(number)
        match kernel.node:
            case FactRef(path=path):
                found |= self._bit(f"fact {path}")
            case FieldRef(list_path=path):
                found |= self._bit(f"fact {path}")
            case ReadingRef(key=key):
                found |= self._bit(f"reading {key}")
            case _:
                pass
        self._closed[kernel.number] = found
        return found

    def on_fact(self, path: str) -> frozenset[int]:
        """The numbers of what rests on a fact, or on an element of a list."""
        return self._on(f"fact {path}")

    def on_reading(self, key: str) -> frozenset[int]:
        """The numbers of what rests on a reading."""
        return self._on(f"reading {key}")

    def readings(self) -> list[str]:
        """The readings on which anything rests, by key, in the order of their names."""
        return sorted(name[8:] for name in self._bits if name.startswith("reading "))

    def _on(self, name: str) -> frozenset[int]:
        found = self._found.get(name)
        if found is None:
            bit = self._bits.get(name, 0)
            found = self._found[name] = frozenset(number for number, reads in self._closed.items() if reads & bit)
        return found
