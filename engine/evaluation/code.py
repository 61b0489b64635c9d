"""Executable forms of expressions. Few shapes carry all words, so that reasons, missing facts and traces are told once.

``run(context, frame)`` gives the value; it reads only the context and the frame, so that asking again gives the same.
``parts(context, frame)`` gives what the value was made of, each with the frame in which it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from engine.evaluation.context import Context, Frame
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.values import Items, exact, joined
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, negation
from engine.language.rulebook import Application, Entitlement, Requirement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.language.expressions import Expression
    from engine.language.rulebook import Decision, Provision, Rule, Term

Part = tuple["Code", Frame | None]


class Code(Protocol):
    """An executable expression."""

    @property
    def node(self) -> Expression | None: ...

    def run(self, context: Context, frame: Frame | None) -> Any: ...

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]: ...


class Leaf:
    """A value that is read, not made: a constant, fact, field, element, reading or day."""

    __slots__ = ("node", "run")

    def __init__(self, node: Expression, run: Callable[[Context, Frame | None], Any]) -> None:
        self.node = node
        self.run = run

    def parts(self, _context: Context, _frame: Frame | None) -> Iterator[Part]:
        return iter(())


class Step:
    """A word that makes a value of the values of its operands."""

    __slots__ = ("node", "operands", "run")

    def __init__(self, node: Expression, function: Callable[..., Any], operands: Sequence[Code]) -> None:
        self.node = node
        self.operands = tuple(operands)
        self.run = _applied(function, [operand.run for operand in operands])

    def parts(self, _context: Context, frame: Frame | None) -> Iterator[Part]:
        for operand in self.operands:
            yield operand, frame


def _applied(
    function: Callable[..., Any], runs: list[Callable[[Context, Frame | None], Any]]
) -> Callable[[Context, Frame | None], Any]:
    """One closure for each usual number of operands: a general one costs a list at every call."""
    if len(runs) == 1:
        (one,) = runs
        return lambda context, frame: function(one(context, frame))
    if len(runs) == 2:  # noqa: PLR2004 - most words have one operand or two
        first, second = runs
        return lambda context, frame: function(first(context, frame), second(context, frame))
    return lambda context, frame: function(*[run(context, frame) for run in runs])


class Junction:
    """``all`` or ``any`` of several conditions; reading stops where the verdict is certain."""

    __slots__ = ("conditions", "node", "run", "stops_at")

    def __init__(self, node: Expression, conditions: Sequence[Code], stops_at: Truth) -> None:
        self.node = node
        self.conditions = tuple(conditions)
        self.stops_at = stops_at
        runs = tuple(condition.run for condition in conditions)
        unless_stopped = negation(stops_at)

        def run(context: Context, frame: Frame | None) -> Truth:
            result = unless_stopped
            for part in runs:
                verdict = part(context, frame)
                if verdict is stops_at:
                    return stops_at
                if verdict is UNKNOWN:
                    result = UNKNOWN
            return result

        self.run = run

    def parts(self, _context: Context, frame: Frame | None) -> Iterator[Part]:
        for condition in self.conditions:
            yield condition, frame


class Loop:
    """A word that looks at the elements of a list: ``per_element`` is evaluated for each, ``function`` gathers."""

    __slots__ = ("function", "list", "node", "per_element", "run")

    def __init__(
        self, node: Expression, list_: Code, per_element: Sequence[Code], function: Callable[[Items, list[Any]], Any]
    ) -> None:
        self.node = node
        self.list = list_
        self.per_element = tuple(per_element)
        self.function = function
        read, runs = list_.run, tuple(code.run for code in per_element)

        if len(runs) == 1:
            (single,) = runs

            def run(context: Context, frame: Frame | None) -> Any:
                items = as_items(read(context, frame))
                return function(items, [single(context, Frame(entry, frame)) for entry, _ in items.entries])
        else:

            def run(context: Context, frame: Frame | None) -> Any:
                items = as_items(read(context, frame))
                rows = []
                for entry, _ in items.entries:
                    inner = Frame(entry, frame)
                    rows.append(tuple([each(context, inner) for each in runs]))
                return function(items, rows)

        self.run = run

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]:
        yield self.list, frame
        for entry, _ in as_items(self.list.run(context, frame)).entries:
            inner = Frame(entry, frame)
            for code in self.per_element:
                yield code, inner


class Choice:
    """Rows of which the first that holds gives the value; rows that may hold leave theirs possible."""

    __slots__ = ("node", "rows")

    def __init__(self, node: Expression, rows: Sequence[tuple[Code | None, Code]]) -> None:
        self.node = node
        self.rows = tuple(rows)

    def possible(self, context: Context, frame: Frame | None) -> list[Any]:
        """The values that rows still possible give, in the order of the rows."""
        found = []
        for when, then in self.rows:
            verdict = TRUE if when is None else when.run(context, frame)
            if verdict is not FALSE:
                found.append(then.run(context, frame))
            if verdict is TRUE:
                break
        return found

    def run(self, context: Context, frame: Frame | None) -> Any:
        return joined(self.possible(context, frame))

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]:
        for when, then in self.rows:
            verdict = TRUE
            if when is not None:
                yield when, frame
                verdict = when.run(context, frame)
            if verdict is not FALSE:
                yield then, frame
            if verdict is TRUE:
                return


class Named:
    """A term: its value is found once for a record, or once for each element that it speaks of."""

    __slots__ = ("body", "depth", "key", "node", "run", "slot", "term")

    def __init__(self, node: Expression, term: Term, slot: int, depth: int | None) -> None:
        self.node = node
        self.term = term
        self.key = term.key
        self.slot = slot
        self.depth = depth
        self.body: Code | None = None
        self.run = self._of_record if depth is None else self._of_element

    def _of_record(self, context: Context, _frame: Frame | None) -> Any:
        value = context.memo[self.slot]
        if value is None:
            value = context.memo[self.slot] = self.body.run(context, None)  # type: ignore[union-attr]  # linked at load
        return value

    def _of_element(self, context: Context, frame: Frame | None) -> Any:
        return self.body.run(context, self.inner(frame))  # type: ignore[union-attr]  # linked at load

    def inner(self, frame: Frame | None) -> Frame | None:
        """The frame in which the term's own text stands: the element alone."""
        if self.depth is None or frame is None:
            return None
        return Frame(frame.out(self.depth).element, None)

    def parts(self, _context: Context, frame: Frame | None) -> Iterator[Part]:
        if self.body is not None:
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

    __slots__ = ("called_for", "excuses", "gives", "key", "met", "provision", "rule", "slot")

    def __init__(self, provision: Provision, rule: Rule, slot: int) -> None:
        self.provision = provision
        self.rule = rule
        self.key = provision.key
        self.slot = slot
        self.called_for: Code | None = None
        self.excuses: tuple[Code, ...] = ()
        self.met: tuple[Code, ...] = ()
        self.gives: Code | None = None

    def standing(self, context: Context) -> Standing:
        found = context.memo[self.slot]
        if found is None:
            found = context.memo[self.slot] = self._standing(context)
        standing: Standing = found
        return standing

    def _standing(self, context: Context) -> Standing:
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

    def __init__(self, node: Expression | None, clause: Clause, *, applies: bool = False) -> None:
        self.node = node
        self.clause = clause
        self.applies = applies
        self.run = self._applies if applies else self._value

    def _value(self, context: Context, _frame: Frame | None) -> Truth:
        return self.clause.standing(context).value

    def _applies(self, context: Context, _frame: Frame | None) -> Truth:
        standing = self.clause.standing(context)
        if standing.called_for is FALSE or standing.excused is TRUE:
            return FALSE
        return TRUE if standing.called_for is TRUE and standing.excused is FALSE else UNKNOWN

    def parts(self, _context: Context, _frame: Frame | None) -> Iterator[Part]:
        clause = self.clause
        if clause.called_for is not None:
            yield clause.called_for, None
        for excuse in clause.excuses:
            yield excuse, None
        if not self.applies:
            for part in clause.met:
                yield part, None


class Given:
    """The value that an effect gives, where it is asked for."""

    __slots__ = ("clause", "node")

    def __init__(self, node: Expression, clause: Clause) -> None:
        self.node = node
        self.clause = clause

    def run(self, context: Context, _frame: Frame | None) -> Any:
        return UNKNOWN if self.clause.gives is None else self.clause.gives.run(context, None)

    def parts(self, _context: Context, _frame: Frame | None) -> Iterator[Part]:
        if self.clause.gives is not None:
            yield self.clause.gives, None


class Ruling:
    """A decision in execution: its rows, or its value."""

    __slots__ = ("choice", "decision", "key", "slot", "value")

    def __init__(self, decision: Decision, slot: int) -> None:
        self.decision = decision
        self.key = decision.key
        self.slot = slot
        self.choice: Choice | None = None
        self.value: Code | None = None

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

    def __init__(self, node: Expression | None, ruling: Ruling) -> None:
        self.node = node
        self.ruling = ruling

    def run(self, context: Context, _frame: Frame | None) -> Any:
        return joined(self.ruling.possible(context))

    def parts(self, context: Context, _frame: Frame | None) -> Iterator[Part]:
        if self.ruling.choice is not None:
            yield from self.ruling.choice.parts(context, None)
        elif self.ruling.value is not None:
            yield self.ruling.value, None


def is_exact(code: Code, context: Context, frame: Frame | None) -> bool:
    """Whether an expression's value is fully known here."""
    return exact(code.run(context, frame))
