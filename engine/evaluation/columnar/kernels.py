"""Kernels: the executable forms of expressions over columns. Few shapes carry all words, so that missing facts are told once.

``free`` is how many lists out an expression reads, -1 when it reads no element: such a closed expression has one value a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.alternatives import joined
from engine.evaluation.columnar.kinds import brought_in, taken
from engine.evaluation.columnar.run import has_items
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.values import FALSE, NONE, TRUE, YES, Standing, Verdicts, expanded
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.language.types import BooleanType, ListType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Items, Scope
    from engine.evaluation.columnar.values import Mask
    from engine.language.expressions import Expression
    from engine.language.rulebook import Decision, Provision, Rule

    Compute = Callable[[Run, Scope], Any]

CLOSED: Final = -1


class Kernel:
    """An expression over columns. ``named`` are the numbers of the named things that it refers to."""

    __slots__ = ("below", "compute", "free", "keep", "lists", "named", "node", "number")

    def __init__(
        self, number: int, node: Expression | None, below: Sequence[Kernel], compute: Compute, *, free: int | None = None
    ) -> None:
        self.number = number
        self.node = node
        self.below = tuple(below)
        self.compute = compute
        self.free: int = max((part.free for part in below), default=CLOSED) if free is None else free
        self.keep = False
        self.lists = node is not None and isinstance(node.type, ListType)
        self.named: tuple[int, ...] = ()

    def ask(self, run: Run, scope: Scope) -> Any:
        """The value for every row of a scope."""
        if self.free == CLOSED and scope is run.root:
            return self.closed(run)
        found = run.recalled(self.number, scope)
        if found is None:
            if self.free == CLOSED:
                found = brought_in(self.closed(run), scope)
            elif self.free == 0 and scope.base is not None and scope.at is not None and not self.lists:
                found = taken(self.ask(run, scope.base), scope.at)
            else:
                found = self.compute(run, scope)
            run.memo_of(scope)[self.number] = found
        return found

    def closed(self, run: Run) -> Any:
        """The value for every record."""
        found = run.recalled(self.number, run.root)
        if found is None:
            found = self.compute(run, run.root)
            if self.keep or run.keeping:
                run.memo[self.number] = found
        return found


class Looking(Kernel):
    """A word that looks at the elements of a list: ``each`` is asked in the scope of its entries."""

    __slots__ = ("each", "list")

    def __init__(self, number: int, node: Expression, list_: Kernel, each: Sequence[Kernel], gather: Callable[..., Any]) -> None:
        self.list = list_
        self.each = tuple(each)
        free = max(list_.free, *(kernel.free - 1 for kernel in each), CLOSED)
        super().__init__(number, node, (list_, *each), self._gathering(gather), free=free)

    def entries(self, run: Run, scope: Scope) -> Items:
        """The entries of the list in a scope."""
        return run.as_items(settled(run, scope, self.list.ask(run, scope)), scope)

    def _gathering(self, gather: Callable[..., Any]) -> Compute:
        def compute(run: Run, scope: Scope) -> Any:
            items = self.entries(run, scope)
            return gather(run, scope, items, *(kernel.ask(run, items.scope) for kernel in self.each))

        return compute


class Named(Kernel):
    """A term: its value is found once for a record, or for each element that it speaks of (``depth`` lists out)."""

    __slots__ = ("body", "depth", "key")

    def __init__(self, number: int, node: Expression, key: str, depth: int | None, body: Kernel) -> None:
        self.key = key
        self.depth = depth
        self.body = body
        super().__init__(number, node, (), self._read, free=CLOSED if depth is None else depth)
        self.named = (body.number,)

    def _read(self, run: Run, scope: Scope) -> Any:
        if self.depth is None:
            return self.body.closed(run)
        if self.depth == 0:
            return self.body.ask(run, scope)
        outer = scope.out(self.depth)
        found = self.body.ask(run, outer)
        if has_items(found):
            run.give_up(scope, YES)  # a list that belongs to an element, seen from another list inside
            found = settled(run, outer, found)
            return run.as_items(NONE, scope)
        return taken(found, scope.rows_up(self.depth))


class Clause:
    """A provision over columns. Its parts are conditions; exceptions that lift it are among what excuses it."""

    __slots__ = ("called_for", "excuses", "gives", "judges", "key", "met", "number", "provision", "rule")

    def __init__(self, provision: Provision, rule: Rule, number: int) -> None:
        self.provision = provision
        self.key = provision.key
        self.rule = rule
        self.number = number
        self.judges = isinstance(rule, (Requirement, Entitlement, Application))
        self.called_for: Kernel | None = None
        self.excuses: tuple[Kernel, ...] = ()
        self.met: tuple[Kernel, ...] = ()
        self.gives: Kernel | None = None

    @property
    def kernels(self) -> tuple[Kernel, ...]:
        """Everything that the provision reads."""
        optional = (self.called_for, *self.excuses, *self.met, self.gives)
        return tuple(kernel for kernel in optional if kernel is not None)

    def standing(self, run: Run) -> Standing:
        """What is known of the provision for every record; found once."""
        found = run.recalled(self.number, run.root)
        if found is None:
            found = run.memo[self.number] = self._standing(run)
        standing: Standing = found
        return standing

    def _standing(self, run: Run) -> Standing:
        root = run.root
        called_for = TRUE if self.called_for is None else self.called_for.ask(run, root)
        excused = FALSE
        for excuse in self.excuses:
            excused = excused | excuse.ask(run, root)
        met = TRUE
        for part in self.met:
            met = met & part.ask(run, root)
        if isinstance(self.rule, Requirement) and self.rule.forbids:
            met = ~met
        return Standing(called_for, excused, met, _value(self.rule, called_for, excused, met))


def _value(rule: Rule, called_for: Verdicts, excused: Verdicts, met: Verdicts) -> Verdicts:
    """A provision's value as a condition: requirement ¬a ∨ u ∨ r, entitlement a ∧ r, application ¬a ∨ r, else a ∧ ¬u."""
    if isinstance(rule, (Requirement, Application)):
        return ~called_for | excused | met
    return called_for & (met if isinstance(rule, Entitlement) else ~excused)


class Asked(Kernel):
    """A provision as a condition: its value, or with ``applies`` whether it binds (a ∧ ¬u)."""

    __slots__ = ("applies", "clause")

    def __init__(self, number: int, node: Expression | None, clause: Clause, *, applies: bool = False) -> None:
        self.clause = clause
        self.applies = applies
        super().__init__(number, node, (), self._read)
        self.named = (clause.number,)

    def _read(self, run: Run, _scope: Scope) -> Verdicts:
        standing = self.clause.standing(run)
        return standing.called_for & ~standing.excused if self.applies else standing.value


class Given(Kernel):
    """The value that an effect gives, where it is asked for: ``none`` where the effect does not come about.

    A truth value is never ``none``; it is false there.
    """

    __slots__ = ("absent", "clause")

    def __init__(self, number: int, node: Expression, clause: Clause) -> None:
        self.clause = clause
        self.absent = FALSE if isinstance(node.type, BooleanType) else NONE
        super().__init__(number, node, (), self._read)
        self.named = (clause.number,)

    def _read(self, run: Run, scope: Scope) -> Any:
        if self.clause.gives is None:
            return self.absent
        holds = self.clause.standing(run).value
        if bool(holds.false.all()):
            return self.absent
        value = self.clause.gives.ask(run, scope)
        return joined(run, scope, [(~holds.false, value), (~holds.true, self.absent)])


class Choosing(Kernel):
    """Rows of which the first that holds gives the value; rows that may hold leave theirs possible."""

    __slots__ = ("rows",)

    def __init__(self, number: int, node: Expression | None, rows: Sequence[tuple[Kernel | None, Kernel]]) -> None:
        self.rows = tuple(rows)
        super().__init__(number, node, [kernel for row in rows for kernel in row if kernel is not None], self._choose)

    def _choose(self, run: Run, scope: Scope) -> Any:
        found = []
        for reached, holds, then in self.reached(run, scope):
            mask = reached & ~holds.false
            if mask.any():
                found.append((mask, then.ask(run, scope)))
        if not found:  # there are no rows to choose for
            return settled(run, scope, self.rows[0][1].ask(run, scope))
        return joined(run, scope, found)

    def reached(self, run: Run, scope: Scope) -> Any:
        """Each row with where it is reached at all and where it holds; not beyond where all have chosen."""
        reached: Mask = np.ones(scope.size, np.bool_)
        for when, then in self.rows:
            holds = TRUE if when is None else when.ask(run, scope)
            yield reached, holds, then
            reached = reached & ~holds.true
            if not reached.any():
                return


class Ruling:
    """A decision over columns: its rows, or its value."""

    __slots__ = ("choice", "decision", "key", "number", "value")

    def __init__(self, decision: Decision, number: int) -> None:
        self.decision = decision
        self.key = decision.key
        self.number = number
        self.choice: Choosing | None = None
        self.value: Kernel | None = None

    @property
    def kernels(self) -> tuple[Kernel, ...]:
        """Everything that the decision reads."""
        return tuple(kernel for kernel in (self.choice, self.value) if kernel is not None)

    def possible(self, run: Run) -> dict[str, Mask]:
        """For each outcome where it is possible."""
        found = run.recalled(self.number, run.root)
        if found is None:
            found = run.memo[self.number] = self._possible(run)
        outcomes: dict[str, Mask] = found
        return outcomes

    def _possible(self, run: Run) -> dict[str, Mask]:
        possible: dict[str, Mask] = {outcome: np.zeros(run.size, np.bool_) for outcome in self.decision.outcomes}
        if self.choice is not None:
            for reached, holds, then in self.choice.reached(run, run.root):
                outcome = getattr(then.node, "value", None)
                assert isinstance(outcome, str)  # noqa: S101 - the build lets a row give an outcome by its name only
                possible[outcome] = possible[outcome] | (reached & ~holds.false)
        return possible


class Decided(Kernel):
    """A decision as a value elsewhere: its outcome, or the alternatives that are possible."""

    __slots__ = ("ruling",)

    def __init__(self, number: int, node: Expression | None, ruling: Ruling) -> None:
        self.ruling = ruling
        super().__init__(number, node, (), self._read)
        self.named = (ruling.number,)

    def _read(self, run: Run, scope: Scope) -> Any:
        if self.ruling.value is not None:
            return self.ruling.value.closed(run)
        possible = self.ruling.possible(run)
        return joined(run, scope, [(expanded(mask, scope.size), run.plain(outcome)) for outcome, mask in possible.items()])

    def outcome_is(self, run: Run, outcomes: frozenset[str]) -> Verdicts:
        """Whether the outcome is among some: the same as comparing the value, in fewer steps."""
        inside, outside = np.zeros(run.size, np.bool_), np.zeros(run.size, np.bool_)
        for outcome, mask in self.ruling.possible(run).items():
            if outcome in outcomes:
                inside |= mask
            else:
                outside |= mask
        return Verdicts(inside & ~outside, outside & ~inside)
