"""What is named, in execution: terms, provisions and decisions, each found once for a record and referred to from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.code import CLOSED
from engine.evaluation.values import joined
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, negation
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.language.types import BooleanType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.evaluation.code import Choice, Code, Part, Run
    from engine.evaluation.context import Context, Frame
    from engine.language.expressions import Expression
    from engine.language.rulebook import Decision, Provision, Rule, Term


class Named:
    """A term: its value is found once for a record, or for each element that it speaks of (``depth`` frames out)."""

    __slots__ = ("body", "depth", "free", "key", "node", "run", "slot", "term")

    below = ()

    def __init__(self, node: Expression, term: Term, slot: int, depth: int | None, body: Code) -> None:
        self.node = node
        self.term = term
        self.key = term.key
        self.slot = slot
        self.depth = depth
        self.free = CLOSED if depth is None else depth
        self.body = body
        read = body.run

        def of_record(context: Context, _frame: Frame | None) -> Any:
            value = context.memo[slot]
            if value is None:
                value = context.memo[slot] = read(context, None)
            return value

        def of_element(context: Context, frame: Frame | None) -> Any:
            return read(context, frame if depth == 0 else frame.out(depth))  # type: ignore[union-attr,arg-type]  # inside a list

        self.run = of_record if depth is None else of_element

    def inner(self, frame: Frame | None) -> Frame | None:
        """The frame in which the term's own text stands: the element that it speaks of."""
        return None if self.depth is None or frame is None else frame.out(self.depth)

    def parts(self, _context: Context, frame: Frame | None) -> Iterator[Part]:
        """What the value was made of, each with its frame."""
        yield self.body, self.inner(frame)


class Standing:
    """What is known of a provision: whether it is called for (a), excused (u), met (r), and its value as a condition."""

    __slots__ = ("called_for", "excused", "met", "value")

    def __init__(self, called_for: Truth, excused: Truth, met: Truth, value: Truth) -> None:
        self.called_for = called_for
        self.excused = excused
        self.met = met
        self.value = value


class Clause:
    """A provision in execution. Its parts are conditions; exceptions that lift it are among what excuses it."""

    __slots__ = (
        "asks_only",
        "called_for",
        "excuses",
        "gives",
        "judges",
        "key",
        "met",
        "only_combines",
        "provision",
        "rule",
        "slot",
    )

    def __init__(self, provision: Provision, rule: Rule, slot: int) -> None:
        self.judges = isinstance(rule, (Requirement, Entitlement, Application))
        self.provision = provision
        self.rule = rule
        self.key = provision.key
        self.slot = slot
        self.called_for: Code | None = None
        self.excuses: tuple[Code, ...] = ()
        self.met: tuple[Code, ...] = ()
        self.gives: Code | None = None
        self.only_combines: bool | None = None
        """Whether its condition only puts others together; found when it is first asked why it holds or not."""
        self.asks_only = False
        """Whether all that it says is one condition that must hold: nothing calls for it, and nothing excuses from it."""

    @property
    def codes(self) -> tuple[Code, ...]:
        """Everything that the provision reads."""
        optional = (self.called_for, *self.excuses, *self.met, self.gives)
        return tuple(code for code in optional if code is not None)

    def standing(self, context: Context) -> Standing:
        """What is known of the provision for this record; found once."""
        found = context.memo[self.slot]
        if found is None:
            found = context.memo[self.slot] = self._standing(context)
        standing: Standing = found
        return standing

    def _standing(self, context: Context) -> Standing:
        if self.asks_only:
            (rule,) = self.met
            return _PLAIN[rule.run(context, None)]
        called_for = TRUE if self.called_for is None else self.called_for.run(context, None)
        excused = FALSE
        for excuse in self.excuses:
            verdict = excuse.run(context, None)
            if verdict is TRUE:
                excused = TRUE
                break
            if verdict is UNKNOWN:
                excused = UNKNOWN
        met = TRUE
        for part in self.met:
            verdict = part.run(context, None)
            if verdict is FALSE:
                met = FALSE
                break
            if verdict is UNKNOWN:
                met = UNKNOWN
        if isinstance(self.rule, Requirement) and self.rule.forbids:
            met = negation(met)
        return Standing(called_for, excused, met, _value(self.rule, called_for, excused, met))


_PLAIN: Final = {truth: Standing(TRUE, FALSE, truth, truth) for truth in Truth}
"""The standing of a provision that only asks for a condition, by what is known of that; nobody changes one."""


def _value(rule: Rule, called_for: Truth, excused: Truth, met: Truth) -> Truth:
    """A provision's value as a condition: requirement ¬a ∨ u ∨ r, entitlement a ∧ r, application ¬a ∨ r, else a ∧ ¬u."""
    if isinstance(rule, (Requirement, Application)):
        if called_for is FALSE or excused is TRUE or met is TRUE:
            return TRUE
        return FALSE if called_for is TRUE and excused is FALSE and met is FALSE else UNKNOWN
    held = met if isinstance(rule, Entitlement) else negation(excused)
    if called_for is FALSE or held is FALSE:
        return FALSE
    return TRUE if called_for is TRUE and held is TRUE else UNKNOWN


class Asked:
    """A provision as a condition: its value, or with ``applies`` whether it binds (a ∧ ¬u)."""

    __slots__ = ("applies", "clause", "node", "run")

    below = ()
    free = CLOSED

    def __init__(self, node: Expression | None, clause: Clause, *, applies: bool = False) -> None:
        self.node = node
        self.clause = clause
        self.applies = applies
        slot, standing_of = clause.slot, clause.standing

        def value(context: Context, _frame: Frame | None) -> Truth:
            standing: Standing = context.memo[slot] or standing_of(context)
            return standing.value

        self.run: Run = self._applies if applies else value

    def _applies(self, context: Context, _frame: Frame | None) -> Truth:
        standing = self.clause.standing(context)
        if standing.called_for is FALSE or standing.excused is TRUE:
            return FALSE
        return TRUE if standing.called_for is TRUE and standing.excused is FALSE else UNKNOWN

    def parts(self, _context: Context, _frame: Frame | None) -> Iterator[Part]:
        """What the value was made of, each with its frame."""
        clause = self.clause
        if clause.called_for is not None:
            yield clause.called_for, None
        for excuse in clause.excuses:
            yield excuse, None
        if not self.applies:
            for part in clause.met:
                yield part, None


class Given:
    """The value that an effect gives, where it is asked for: ``none`` where the effect does not come about.

    A truth value is never ``none``; it is false there.
    """

    __slots__ = ("absent", "clause", "node")

    below = ()
    free = CLOSED

    def __init__(self, node: Expression, clause: Clause) -> None:
        self.node = node
        self.clause = clause
        self.absent = FALSE if isinstance(node.type, BooleanType) else Special.NONE

    def run(self, context: Context, _frame: Frame | None) -> Any:
        """The value, as far as it is known."""
        holds = self.clause.standing(context).value
        if holds is FALSE or self.clause.gives is None:
            return self.absent
        value = self.clause.gives.run(context, None)
        return value if holds is TRUE else joined([value, self.absent])

    def parts(self, context: Context, _frame: Frame | None) -> Iterator[Part]:
        """What the value was made of, each with its frame."""
        clause = self.clause
        for code in (clause.called_for, *clause.excuses):
            if code is not None:
                yield code, None
        if clause.gives is not None and clause.standing(context).value is not FALSE:
            yield clause.gives, None


class Ruling:
    """A decision in execution: its rows, or its value."""

    __slots__ = ("choice", "decision", "key", "slot", "value")

    def __init__(self, decision: Decision, slot: int) -> None:
        self.decision = decision
        self.key = decision.key
        self.slot = slot
        self.choice: Choice | None = None
        self.value: Code | None = None

    @property
    def codes(self) -> tuple[Code, ...]:
        """Everything that the decision reads."""
        return tuple(code for code in (self.choice, self.value) if code is not None)

    def possible(self, context: Context) -> tuple[Any, ...]:
        """The outcomes still possible, in the order in which the decision declares them; of a value, what is known of it."""
        found = context.memo[self.slot]
        if found is None:
            found = context.memo[self.slot] = self._possible(context)
        outcomes: tuple[Any, ...] = found
        return outcomes

    def _possible(self, context: Context) -> tuple[Any, ...]:
        if self.choice is not None:
            found = self.choice.possible(context, None)
            return tuple(outcome for outcome in self.decision.outcomes if outcome in found)
        return (self.value.run(context, None),) if self.value is not None else ()


class Decided:
    """A decision as a value elsewhere: its outcome, or the alternatives that are possible."""

    __slots__ = ("node", "ruling")

    below = ()
    free = CLOSED

    def __init__(self, node: Expression | None, ruling: Ruling) -> None:
        self.node = node
        self.ruling = ruling

    def run(self, context: Context, _frame: Frame | None) -> Any:
        """The value, as far as it is known."""
        return joined(self.ruling.possible(context))

    def parts(self, context: Context, _frame: Frame | None) -> Iterator[Part]:
        """What the value was made of, each with its frame."""
        if self.ruling.choice is not None:
            yield from self.ruling.choice.parts(context, None)
        elif self.ruling.value is not None:
            yield self.ruling.value, None
