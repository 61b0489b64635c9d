"""The few shapes of kernels from which the words of the language are made over columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from engine.evaluation.columnar import comparison
from engine.evaluation.columnar.alternatives import lifted
from engine.evaluation.columnar.kernels import CLOSED, Kernel
from engine.language.declarations import Declarations
from engine.language.temporal.calendar import Unit
from engine.language.types import NumberType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.language.expressions import Expression
    from engine.language.rulebook import Rulebook


class Shapes(Declarations, ABC):
    """Makes kernels of what is declared, each with a number of its own."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.count = 0

    @abstractmethod
    def kernel(self, node: Expression) -> Kernel:
        """The executable form of an expression."""

    def optional(self, node: Expression | None) -> Kernel | None:
        """The kernel of an expression that may be absent."""
        return None if node is None else self.kernel(node)

    def kernels(self, nodes: Iterable[Expression]) -> list[Kernel]:
        """The kernels of several expressions."""
        return [self.kernel(node) for node in nodes]

    def number(self) -> int:
        """The next number: what was found is kept by it."""
        self.count += 1
        return self.count

    def step(self, node: Expression, function: Callable[..., Any], *parts: Kernel) -> Kernel:
        """A word that makes a value of the values of its operands: ``function`` is given the run and the scope as well."""

        def compute(run: Run, scope: Scope) -> Any:
            return function(run, scope, *(part.ask(run, scope) for part in parts))

        return Kernel(self.number(), node, parts, compute)

    def lifted(self, node: Expression, function: Callable[..., Any], *parts: Kernel) -> Kernel:
        """A step that looks at every combination of alternatives among its operands."""

        def under(run: Run, scope: Scope, *values: Any) -> Any:
            return lifted(run, scope, lambda *ones: function(run, scope, *ones), *values)

        return self.step(node, under, *parts)

    def leaf(self, node: Expression | None, read: Callable[[Run, Scope], Any], free: int = CLOSED) -> Kernel:
        """A word without operands, read where it stands."""
        return Kernel(self.number(), node, (), read, free=free)


def field_of(name: str, depth: int) -> Callable[[Run, Scope], Any]:
    """Reads a field of the elements so many lists out."""

    def read(_run: Run, scope: Scope) -> Any:
        outer = scope.out(depth)
        assert outer.field is not None  # noqa: S101 - the build refuses a field of what has none
        found = outer.field(name)
        return found if depth == 0 else comparison.of_rows(found, scope.rows_up(depth))

    return read


def element_of(depth: int) -> Callable[[Run, Scope], Any]:
    """Reads the elements themselves, of a list of plain values so many lists out."""

    def read(_run: Run, scope: Scope) -> Any:
        found = scope.out(depth).element
        return found if depth == 0 or found is None else comparison.of_rows(found, scope.rows_up(depth))

    return read


def unit_of(node: Expression) -> Unit:
    """The calendar unit of a quantity of time; the build has made sure that it is one."""
    return Unit(node.type.unit) if isinstance(node.type, NumberType) else Unit.DAYS
