"""Missing facts over columns: the unknown facts along the unknown parts of a decision, for every record at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluation.columnar.kernels import CLOSED, Asked, Choosing, Decided, Given, Looking, Named
from engine.evaluation.columnar.kinds import exact
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.values import expanded, take_mask
from engine.language.expressions import AsOf, FactRef, FieldRef

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.evaluation.columnar.kernels import Kernel
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import Mask


@dataclass(slots=True)
class Missing:
    """Where facts are missing: by path the records, and by list and field the elements (rows of the list's own scope)."""

    facts: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    fields: dict[tuple[str, str], NDArray[np.bool_]] = field(default_factory=dict)


class Walk:
    """One walk down from a decision. ``days`` are the kernels from which the two days of an evaluation come."""

    def __init__(self, run: Run, days: dict[str, Kernel | None]) -> None:
        self.run = run
        self.days = days
        self.found = Missing()
        self._seen: dict[Any, NDArray[np.bool_]] = {}

    def decision(self, asked: Decided, records: Mask) -> Missing:
        """What is missing for a decision, in some records in which it is open."""
        for part in asked.ruling.kernels:
            if isinstance(part, Choosing):
                self._rows(part, self.run.root, expanded(records, self.run.size))
            else:
                self.look(part, self.run.root, expanded(records, self.run.size))
        return self.found

    def look(self, kernel: Kernel, scope: Scope, rows: NDArray[np.bool_]) -> None:
        """Look below a kernel in those rows whose value is not fully known."""
        if kernel.free == CLOSED and scope is not self.run.root:
            records = np.zeros(self.run.size, np.bool_)
            assert scope.record is not None  # noqa: S101 - what is inside of records knows of which
            records[scope.record[rows]] = True
            self.look(kernel, self.run.root, records)
            return
        rows = rows & ~exact(kernel.ask(self.run, scope), scope.size)
        if not rows.any():
            return
        if kernel.free == CLOSED:
            mark = _mark(kernel)
            seen = self._seen.get(mark)
            if seen is not None:
                rows = rows & ~seen
                if not rows.any():
                    return
                self._seen[mark] = seen | rows
            else:
                self._seen[mark] = rows
        self._below(kernel, scope, rows)

    def _below(self, kernel: Kernel, scope: Scope, rows: NDArray[np.bool_]) -> None:
        match kernel:
            case Looking():
                self.look(kernel.list, scope, rows)
                self._entries(kernel, scope, rows)
            case Named():
                inner, chosen = self._outer(kernel, scope, rows)
                self.look(kernel.body, inner, chosen)
            case Asked():
                clause = kernel.clause
                for part in (clause.called_for, *clause.excuses, *(() if kernel.applies else clause.met)):
                    if part is not None:
                        self.look(part, scope, rows)
            case Given():
                clause = kernel.clause
                for part in (clause.called_for, *clause.excuses):
                    if part is not None:
                        self.look(part, scope, rows)
                if clause.gives is not None:
                    self.look(clause.gives, scope, rows & ~clause.standing(self.run).value.false)
            case Decided():
                if kernel.ruling.choice is not None:
                    self._rows(kernel.ruling.choice, scope, rows)
                elif kernel.ruling.value is not None:
                    self.look(kernel.ruling.value, scope, rows)
            case Choosing():
                self._rows(kernel, scope, rows)
            case _ if kernel.below:
                for part in kernel.below:
                    self.look(part, scope, rows)
            case _:
                self._leaf(kernel, scope, rows)

    def _rows(self, choice: Choosing, scope: Scope, rows: NDArray[np.bool_]) -> None:
        for when, then in choice.rows:
            if when is not None:
                self.look(when, scope, rows)
                holds = when.ask(self.run, scope)
                self.look(then, scope, rows & ~holds.false)
                rows = rows & ~holds.true
                if not rows.any():
                    return
            else:
                self.look(then, scope, rows)

    def _entries(self, kernel: Looking, scope: Scope, rows: NDArray[np.bool_]) -> None:
        value = settled(self.run, scope, kernel.list.ask(self.run, scope))
        items = self.run.as_items(value, scope)
        up = items.scope.up
        assert up is not None  # noqa: S101 - entries belong to rows
        inside = expanded(items.present, items.scope.size) & rows[up]
        if inside.any():
            for each in kernel.each:
                self.look(each, items.scope, inside)

    def _outer(self, kernel: Named, scope: Scope, rows: NDArray[np.bool_]) -> tuple[Scope, NDArray[np.bool_]]:
        if not kernel.depth:
            return scope, rows
        outer = scope.out(kernel.depth)
        chosen = np.zeros(outer.size, np.bool_)
        chosen[scope.rows_up(kernel.depth)[rows]] = True
        return outer, chosen

    def _leaf(self, kernel: Kernel, scope: Scope, rows: NDArray[np.bool_]) -> None:
        node = kernel.node
        match node:
            case FactRef():
                self.found.facts[node.path] = self.found.facts.get(node.path, np.zeros(1, np.bool_)) | rows
            case FieldRef() if not node.of_register:
                self._field(node, scope, rows)
            case AsOf():
                source = self.days.get(node.which)
                if source is not None:
                    inner = Walk(self.run, self.days)  # as a question of its own: what was seen before does not stop it
                    inner.found = self.found
                    inner.look(source, self.run.root, rows)
            case _:
                pass

    def _field(self, node: FieldRef, scope: Scope, rows: NDArray[np.bool_]) -> None:
        own = scope.out(node.depth)
        if node.depth:
            chosen = np.zeros(own.size, np.bool_)
            chosen[scope.rows_up(node.depth)[rows]] = True
            rows = chosen
        while own.base is not None:
            assert own.at is not None  # noqa: S101 - a copy knows of which rows
            chosen = np.zeros(own.base.size, np.bool_)
            chosen[own.at[rows]] = True
            own, rows = own.base, chosen
        if own is not self.run.fact(node.list_path).scope:  # a list that was put together anew
            self.run.give_up(own, rows)
            return
        key = node.list_path, node.name
        self.found.fields[key] = take_mask(self.found.fields.get(key, np.zeros(1, np.bool_)), np.arange(own.size)) | rows


def _mark(kernel: Kernel) -> Any:
    """What tells a walk that it was here before: what is named, and which question about it was asked."""
    match kernel:
        case Asked():
            return kernel.clause.number, kernel.applies
        case Given():
            return kernel.clause.number, "gives"
        case Decided():
            return kernel.ruling.number, "decides"
        case Named():
            return kernel.body.number, "as a term"
        case _:
            return kernel.number, "is"
