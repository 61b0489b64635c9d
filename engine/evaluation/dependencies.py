"""What depends on what, seen from the text alone: which facts and readings a provision, term or decision can ever read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import FactRef, FieldRef, ParameterRef, ReadingRef
from engine.language.walk import all_expressions, below, graph

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.language.expressions import Expression
    from engine.language.rulebook import Rulebook


class Dependencies:
    """Finds the slots that must be found anew when a fact or a reading changes. Keys are those of ``walk.graph``."""

    def __init__(self, rulebooks: Collection[Rulebook], slots: Mapping[str, int]) -> None:
        self._slots = slots
        edges: dict[str, list[str]] = {}
        self._reads: dict[str, set[str]] = {}
        parameters = {key: parameter for book in rulebooks for key, parameter in book.parameters.items()}
        for book in rulebooks:
            for key, targets in graph(book).items():
                edges.setdefault(key, []).extend(targets)
            for key, expression in all_expressions(book):
                found = self._reads.setdefault(key, set())
                for node in below(expression):
                    found |= _read_by(node)
                    if isinstance(node, ParameterRef) and (by := parameters[node.key].by) is not None:
                        for inner in below(by):
                            found |= _read_by(inner)
        self._close(edges)
        self._slots_of: dict[str, tuple[int, ...]] = {}

    def _close(self, edges: Mapping[str, list[str]]) -> None:
        """Let everything read what its references read; rulebooks have no cycles, so each is closed once."""
        closed: set[str] = set()

        def close(key: str) -> set[str]:
            reads = self._reads.setdefault(key, set())
            if key not in closed:
                closed.add(key)
                for target in edges.get(key, ()):
                    reads |= close(target)
            return reads

        for key in edges:
            close(key)

    def readings_of(self, key: str) -> list[str]:
        """The readings that something can turn on, by key."""
        return sorted(found.removeprefix("reading ") for found in self._reads.get(key, ()) if found.startswith("reading "))

    def facts_of(self, key: str) -> list[str]:
        """The facts (and lists) that something can read."""
        return sorted(found.removeprefix("fact ") for found in self._reads.get(key, ()) if found.startswith("fact "))

    def slots_of_reading(self, key: str) -> tuple[int, ...]:
        return self._dependent(f"reading {key}")

    def slots_of_fact(self, path: str) -> tuple[int, ...]:
        return self._dependent(f"fact {path}")

    def _dependent(self, name: str) -> tuple[int, ...]:
        if name not in self._slots_of:
            self._slots_of[name] = tuple(slot for key, slot in self._slots.items() if name in self._reads.get(key, ()))
        return self._slots_of[name]


def _read_by(node: Expression) -> set[str]:
    match node:
        case FactRef():
            return {f"fact {node.path}"}
        case FieldRef():
            return {f"fact {node.list_path}"}
        case ReadingRef():
            return {f"reading {node.key}"}
        case _:
            return set()
