"""What the words share while they are written: the forms in which an expression is asked for, and where names are found."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final, Protocol

from engine.language.expressions import (
    AsOf,
    Constant,
    DecisionRef,
    ElementRef,
    Extreme,
    FactRef,
    FieldRef,
    Filter,
    GivenBy,
    IntervalsOf,
    ParameterRef,
    ProvisionRef,
    Quantified,
    ReadingRef,
    TermRef,
    Total,
    children,
)
from engine.language.temporal.calendar import Unit
from engine.language.types import NumberType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.straight.writing import Block
    from engine.language.expressions import Expression
    from engine.language.rulebook import Parameter, Rulebook

_READ: Final = (Constant, FactRef, FieldRef, ElementRef, ReadingRef, AsOf)
_AT_HAND: Final = (*_READ, TermRef, ProvisionRef, GivenBy, DecisionRef)
"""What is a variable already."""


class Named(Protocol):
    """Where what has a name is found: each is written once, before whatever asks for it."""

    rulebooks: Sequence[Rulebook]

    def fact(self, path: str) -> str:
        """The variable of a fact as the record has it, ``UNKNOWN`` where it has none."""

    def reading(self, key: str) -> str:
        """The variable of the option in force."""

    def day(self, which: str) -> str:
        """The variable of the day of knowledge, or of that whose law applies."""

    def parameter(self, key: str) -> Parameter:
        """A parameter."""

    def term(self, node: TermRef, block: Block) -> tuple[str, str]:
        """A term's value, and the form it has: ``truth``, ``value`` or ``sequence``."""

    def provision(self, node: ProvisionRef) -> str:
        """A provision as a condition."""

    def given(self, key: str) -> str:
        """The value that an effect gives."""

    def decided(self, key: str) -> str:
        """The value of a decision."""

    def elsewhere(self, node: Expression, form: str) -> str | None:
        """The variable of an expression that is the same for all elements, written before the loop; nothing outside of one."""


class Forms(ABC):
    """An expression as a truth (a number), as a value (as the meanings have it), or as a sequence (a list)."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self._reaches: dict[int, int] = {}

    @abstractmethod
    def truth(self, node: Expression, block: Block, special: int = 1) -> str:
        """A condition as a number. ``special`` is what a condition counts as that is ``none``."""

    @abstractmethod
    def value(self, node: Expression, block: Block) -> str:
        """A value as the meanings have it."""

    @abstractmethod
    def sequence(self, node: Expression, block: Block) -> str:
        """A list: a tuple where it is known, else items."""

    @abstractmethod
    def quantified(self, node: Quantified, block: Block) -> str:
        """Some, every or none of a list's elements fit, as a truth."""

    def _values(self, nodes: Sequence[Expression], block: Block) -> str:
        return ", ".join([self.value(node, block) for node in nodes])

    def _field(self, node: FieldRef, block: Block, missing: str) -> str:
        return f"{block.loops[-1 - node.depth]}.values.get({block.names.constant(node.name)}, {missing})"

    def _outside(self, node: Expression, block: Block, form: str) -> str | None:
        """The variable of something inside a loop that does not speak of its elements."""
        if not block.loops or isinstance(node, _AT_HAND) or self._reach(node) >= 0:
            return None
        return self.named.elsewhere(node, form)

    def _reach(self, node: Expression) -> int:
        """How many loops out an expression reads: 0 the one around it, -1 none."""
        found = self._reaches.get(id(node))
        if found is None:
            found = self._reaches[id(node)] = self._reach_of(node)
        return found

    def _reach_of(self, node: Expression) -> int:
        inside: tuple[Expression, ...]
        match node:
            case FieldRef() | ElementRef():
                return node.depth
            case TermRef():
                return -1 if node.depth is None else node.depth
            case Quantified() | Filter():
                inside = (node.condition,)
            case Total():
                inside = (node.of,)
            case Extreme():
                inside = node.by
            case IntervalsOf():
                inside = (node.first, node.last)
            case _:
                return max((self._reach(part) for part in children(node)), default=-1)
        return max(self._reach(node.list), *(self._reach(part) - 1 for part in inside))

    def constant(self, node: Expression) -> Any:
        """The value of an expression that has the same one in every evaluation, or nothing."""
        match node:
            case Constant():
                return node.value
            case ParameterRef():
                parameter = self.named.parameter(node.key)
                return parameter.value if parameter.by is None else None
            case _:
                return None


def is_read(node: Expression) -> bool:
    """Whether a value is only read."""
    return isinstance(node, _READ)


def unit_of(node: Expression) -> Unit:
    """The calendar unit of a quantity of time; the build has made sure that it is one."""
    return Unit(node.type.unit) if isinstance(node.type, NumberType) else Unit.DAYS
