"""The same record, a little different: under another reading, without a presumption, with a missing fact filled in.

A variant shares everything that does not depend on the difference; only the rest is found anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.evaluation.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.evaluation.compile import Program

_ABSENT = object()


class Variants:
    """Makes and keeps the variants of one evaluation."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._made: dict[Any, Context] = {}

    def under(self, base: Context, reading: str, option: str) -> Context:
        """The record under another option of a reading."""
        key = (id(base), "reading", reading, option)
        if key not in self._made:
            anew = self.program.dependencies.slots_of_reading(reading)
            self._made[key] = _changed(base, base.facts, {**base.readings, reading: option}, anew)
        return self._made[key]

    def without(self, base: Context, paths: tuple[str, ...]) -> Context:
        """The record without some facts (those that were presumed)."""
        key = (id(base), "without", paths)
        if key not in self._made:
            anew: set[int] = set()
            for path in paths:
                anew.update(self.program.dependencies.slots_of_fact(path.partition("[")[0]))
            self._made[key] = _changed(base, without_facts(base.facts, paths), base.readings, anew)
        return self._made[key]

    def with_fact(self, base: Context, path: str, value: Any) -> Context:
        """The record with one fact, or one field of an element, filled in."""
        key = (id(base), "with", path, value)
        if key not in self._made:
            anew = self.program.dependencies.slots_of_fact(path.partition("[")[0])
            self._made[key] = _changed(base, _with(base.facts, path, value), base.readings, anew)
        return self._made[key]


def without_facts(facts: Mapping[str, Any], paths: Iterable[str]) -> Mapping[str, Any]:
    """The facts without some of them, or fields of elements (``stays[2].purpose``)."""
    for path in paths:
        facts = _with(facts, path, _ABSENT)
    return facts


def _changed(base: Context, facts: Mapping[str, Any], readings: Mapping[str, str], anew: Iterable[int]) -> Context:
    variant = Context(facts, readings, 0)
    variant.memo = base.memo.copy()
    for slot in anew:
        variant.memo[slot] = None
    variant.facts_as_of, variant.law_as_of = base.facts_as_of, base.law_as_of
    return variant


def _with(facts: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The facts with one of them, or one field of an element (``stays[2].purpose``), changed."""
    changed = dict(facts)
    list_path, bracket, rest = path.partition("[")
    if not bracket:
        changed[path] = value
        if value is _ABSENT:
            del changed[path]
        return changed
    index, _, name = rest.partition("].")
    elements = list(changed[list_path])
    values = dict(elements[int(index)].values)
    values[name] = value
    if value is _ABSENT:
        del values[name]
    elements[int(index)] = replace(elements[int(index)], values=values)
    changed[list_path] = tuple(elements)
    return changed
