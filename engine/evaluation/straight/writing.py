"""Writing Python: lines with their indentation, names that are numbered, constants that are passed by reference.

Nothing of a rulebook ever becomes a part of the text: a name is a letter with a number, a constant is a variable of the
module that the text becomes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Names:
    """Gives out names, and holds what they stand for in every piece of the text."""

    def __init__(self, fixed: dict[str, Any]) -> None:
        self.held = dict(fixed)
        self._of: dict[int, str] = {}
        self._count = 0

    def fresh(self, letter: str = "v") -> str:
        """A new name for a variable."""
        self._count += 1
        return f"{letter}{self._count}"

    def constant(self, value: Any) -> str:
        """The name of a constant. The same object has one name."""
        if id(value) not in self._of:
            name = self.fresh("K")
            self.held[name] = value
            self._of[id(value)] = name
        return self._of[id(value)]


class Block:
    """Lines of one function, and how far in they stand. ``loops`` are the variables of the elements at hand, innermost last."""

    def __init__(self, names: Names, loops: tuple[str, ...] = (), depth: int = 1) -> None:
        self.names = names
        self.loops = loops
        self.lines: list[tuple[int, str]] = []
        self._depth = depth

    def line(self, text: str) -> None:
        """One line."""
        self.lines.append((self._depth, text))

    def let(self, text: str, letter: str = "v") -> str:
        """A new variable with the value of an expression; the variable itself where the expression is one."""
        if text.isidentifier():
            return text
        name = self.names.fresh(letter)
        self.line(f"{name} = {text}")
        return name

    @contextmanager
    def under(self, head: str) -> Iterator[None]:
        """The lines below a line that ends in a colon."""
        self.line(head)
        self._depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self._depth -= 1

    @contextmanager
    def inside(self, element: str) -> Iterator[None]:
        """The lines that speak of an element."""
        self.loops = (*self.loops, element)
        yield
        self.loops = self.loops[:-1]

    def text(self) -> str:
        """The lines as text."""
        return "\n".join(f"{' ' * depth}{line}" for depth, line in self.lines)
