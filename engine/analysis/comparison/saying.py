"""What a part of a rulebook says, as plain values that are equal where it says the same.

Places and types take no part, nor line breaks and spacing of a wording, nor the order of what has none: the parts of ``all``,
``any`` and of a sum, the items of ``in``, the units that are cited or lifted. The rows of a choice and of a decision are read in
order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from engine.language.expressions import All, AnyOf, Arithmetic, Compare, Constant, Union
from engine.language.facts import Bilingual
from engine.language.record import Element
from engine.language.types import ListType, StructureType

if TYPE_CHECKING:
    from collections.abc import Callable

Said = Any
"""Nested tuples of plain values; equal and hashable."""

_KEYS: Final = frozenset({"applied", "cite", "despite", "gives_outcome", "key", "lifts", "list_path"})
"""Fields whose texts name units or what is declared."""

_WITHOUT_ORDER: Final = frozenset({"applied", "cite", "despite", "lifts"})
_SUMS: Final = frozenset({"add", "multiply", "minimum", "maximum"})


class Teller:
    """Says what parts of one version say; ``named`` gives the name by which something is told, which may be another's."""

    def __init__(self, named: Callable[[str], Any]) -> None:
        self.named = named

    def said(self, value: Any, holder: str = "") -> Said:
        """What a value says; ``holder`` is the field in which it stands."""
        match value:
            case str():
                return self.named(value) if holder in _KEYS else value
            case Bilingual():
                return worded(value)
            case Constant():
                return "Constant", self._plain(value.value)
            case All() | AnyOf() | Union():
                return type(value).__name__, _sorted(self.said(part) for part in value.parts)
            case Arithmetic() if value.word in _SUMS:
                return "Arithmetic", value.word, _sorted(self.said(part) for part in value.parts)
            case Compare() if value.word in {"in", "not_in"} and isinstance(value.right, Constant):
                return "Compare", value.word, self.said(value.left), self.unordered(value.right.value), value.rank
            case StructureType():
                return "StructureType", self.named(value.path), self.said(value.register)
            case ListType():
                return "ListType", self.said(value.element)
            case Element():  # a row of a register: its number says nothing
                return self.said(value.values)
            case tuple():
                parts = [self.said(item, holder) for item in value]
                return _sorted(parts) if holder in _WITHOUT_ORDER else tuple(parts)
            case Mapping():
                return _sorted((key, self.said(item)) for key, item in value.items())
            case _ if is_dataclass(value):
                kind: Any = type(value)
                return (
                    kind.__name__,
                    *(self.said(getattr(value, name), name) for name in _compared(kind)),
                )
            case _:
                return self._plain(value)

    def unordered(self, value: Any) -> Said:
        """What a list of plain values or of rows says, whatever their order; of one value what it says."""
        if isinstance(value, (tuple, list)):
            return "list", _sorted(self.said(item) for item in value)
        return self.said(value)

    def _plain(self, value: Any) -> Said:
        """A plain value with its type, so that 1 and true are two; a list of them as it stands."""
        if isinstance(value, (tuple, list)):
            return tuple(self._plain(item) for item in value)
        if isinstance(value, Mapping) or is_dataclass(value):
            return self.said(value)
        return type(value).__name__, value.normalize() if isinstance(value, Decimal) else value


def worded(value: Bilingual) -> Said:
    """A wording without its line breaks and spacing."""
    return "Bilingual", " ".join(value.zh.split()), " ".join(value.en.split())


def _sorted(items: Any) -> tuple[Said, ...]:
    return tuple(sorted(items, key=repr))


@cache
def _compared(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.compare)
