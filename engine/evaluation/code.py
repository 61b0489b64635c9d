"""Executable forms of expressions. Few shapes carry all words, so that reasons, missing facts and traces are told once.

``run(context, frame)`` gives the value; it reads only the context and the frame, so that asking again gives the same.
``parts(context, frame)`` gives what the value was made of, each with the frame in which it stands; ``below`` is the same
without looking at a record. ``free`` is how many frames out an expression reads, -1 when it reads no list element: such a
closed expression keeps its value in a slot of the context's memo once it is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from engine.evaluation.context import Frame
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.values import joined
from engine.language.logic import FALSE, TRUE, UNKNOWN, negation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.evaluation.context import Context
    from engine.evaluation.values import Items
    from engine.language.expressions import Expression
    from engine.language.logic import Truth

    Run = Callable[[Context, Frame | None], Any]

CLOSED = -1


class Code(Protocol):
    """An executable expression."""

    @property
    def node(self) -> Expression | None:
        """The expression that this executes; nothing for what a program adds itself."""

    @property
    def free(self) -> int:
        """How many frames out it reads; -1 when it reads no element."""

    @property
    def below(self) -> tuple[Code, ...]:
        """The codes directly below, whatever the record."""

    def run(self, context: Context, frame: Frame | None) -> Any:
        """The value, as far as it is known."""

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]:
        """What the value was made of in this record, each with its frame."""


Part = tuple[Code, Frame | None]


class Shape:
    """What the shapes share: the expression, what lies below, and a memo slot for closed ones."""

    __slots__ = ("below", "free", "node", "run", "slot")

    run: Run

    def __init__(self, node: Expression | None, below: Sequence[Code], free: int, run: Run) -> None:
        self.node = node
        self.below = tuple(below)
        self.free = free
        self.run = run
        self.slot = CLOSED

    def keep(self, slot: int) -> None:
        """Find the value of this closed expression once for a record, and keep it in a slot."""
        compute = self.run

        def run(context: Context, _frame: Frame | None) -> Any:
            value = context.memo[slot]
            if value is None:
                value = context.memo[slot] = compute(context, None)
            return value

        self.slot = slot
        self.run = run

    def parts(self, _context: Context, frame: Frame | None) -> Iterator[Part]:
        """What the value was made of in this record, each with its frame."""
        for part in self.below:
            yield part, frame


class Leaf(Shape):
    """A value that is read, not made: a constant, fact, field, element, reading or day."""

    __slots__ = ()

    def __init__(self, node: Expression | None, run: Run, free: int = CLOSED) -> None:
        super().__init__(node, (), free, run)


class Step(Shape):
    """A word that makes a value of the values of its operands. ``run`` may do the same in a shorter way."""

    __slots__ = ()

    def __init__(
        self,
        node: Expression,
        function: Callable[..., Any],
        operands: Sequence[Code],
        run: Run | None = None,
    ) -> None:
        free = max((operand.free for operand in operands), default=CLOSED)
        super().__init__(node, operands, free, run or _applied(function, [operand.run for operand in operands]))


def _applied(function: Callable[..., Any], runs: list[Run]) -> Run:
    """One closure for each usual number of operands: a general one costs a list at every call."""
    if len(runs) == 1:
        (one,) = runs
        return lambda context, frame: function(one(context, frame))
    if len(runs) == 2:  # noqa: PLR2004 - most words have one operand or two
        first, second = runs
        return lambda context, frame: function(first(context, frame), second(context, frame))
    return lambda context, frame: function(*[run(context, frame) for run in runs])


class Junction(Shape):
    """``all`` or ``any`` of several conditions; reading stops where the verdict is certain."""

    __slots__ = ("stops_at",)

    def __init__(self, node: Expression, conditions: Sequence[Code], stops_at: Truth) -> None:
        self.stops_at = stops_at
        runs = tuple(condition.run for condition in conditions)
        unless_stopped = negation(stops_at)

        def run(context: Context, frame: Frame | None) -> Truth:
            result: Truth = unless_stopped
            for part in runs:
                verdict: Truth = part(context, frame)
                if verdict is stops_at:
                    return stops_at
                if verdict is UNKNOWN:
                    result = UNKNOWN
            return result

        super().__init__(node, conditions, max((part.free for part in conditions), default=CLOSED), run)

    def keep(self, slot: int) -> None:
        """As every shape does, but in one call: junctions are what there is most of."""
        stops_at, unless_stopped, runs = self.stops_at, negation(self.stops_at), tuple(part.run for part in self.below)

        def run(context: Context, _frame: Frame | None) -> Truth:
            memo = context.memo
            result: Truth | None = memo[slot]
            if result is not None:
                return result
            result = unless_stopped
            for part in runs:
                verdict: Truth = part(context, None)
                if verdict is stops_at:
                    memo[slot] = stops_at
                    return stops_at
                if verdict is UNKNOWN:
                    result = UNKNOWN
            memo[slot] = result
            return result

        self.slot = slot
        self.run = run


class Loop(Shape):
    """A word that looks at the elements of a list: ``per_element`` is evaluated for each, ``function`` gathers.

    ``run`` may do the same in a shorter way.
    """

    __slots__ = ("list", "per_element")

    def __init__(
        self,
        node: Expression,
        list_: Code,
        per_element: Sequence[Code],
        function: Callable[[Items, list[Any]], Any],
        run: Run | None = None,
    ) -> None:
        self.list = list_
        self.per_element = tuple(per_element)
        free = max(list_.free, *(code.free - 1 for code in per_element))
        run = run or _gathering(list_.run, tuple(code.run for code in per_element), function)
        super().__init__(node, (list_, *per_element), free, run)

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]:
        """What the value was made of in this record, each with its frame."""
        yield self.list, frame
        for entry, _ in as_items(self.list.run(context, frame)).entries:
            inner = Frame(entry, frame)
            for code in self.per_element:
                yield code, inner


def _gathering(read: Run, runs: tuple[Run, ...], function: Callable[[Items, list[Any]], Any]) -> Run:
    if len(runs) == 1:
        (single,) = runs

        def run_single(context: Context, frame: Frame | None) -> Any:
            items = as_items(read(context, frame))
            return function(items, [single(context, Frame(entry, frame)) for entry, _ in items.entries])

        return run_single

    def run(context: Context, frame: Frame | None) -> Any:
        items = as_items(read(context, frame))
        rows = []
        for entry, _ in items.entries:
            inner = Frame(entry, frame)
            rows.append(tuple([each(context, inner) for each in runs]))
        return function(items, rows)

    return run


class Choice(Shape):
    """Rows of which the first that holds gives the value; rows that may hold leave theirs possible."""

    __slots__ = ("rows",)

    def __init__(self, node: Expression | None, rows: Sequence[tuple[Code | None, Code]]) -> None:
        self.rows = tuple(rows)
        below = [code for row in self.rows for code in row if code is not None]
        super().__init__(node, below, max(code.free for code in below), lambda c, f: joined(self.possible(c, f)))

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

    def parts(self, context: Context, frame: Frame | None) -> Iterator[Part]:
        """What the value was made of in this record, each with its frame."""
        for when, then in self.rows:
            verdict = TRUE
            if when is not None:
                yield when, frame
                verdict = when.run(context, frame)
            if verdict is not FALSE:
                yield then, frame
            if verdict is TRUE:
                return
