"""The parts of a rulebook with other keys in them: what a text says does not turn on the numbers of its units."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS: Final = frozenset({
    "applied", "applied_from", "children", "cite", "despite", "gives_outcome", "key", "lifted_by", "lifts", "list_path", "parent",
})  # fmt: skip
"""Fields whose texts are keys."""

Part = TypeVar("Part")


def renamed(part: Part, names: Mapping[str, str]) -> Part:
    """A provision, term, expression or the like in which every key has its new name; what has none stays."""
    found: Part = _renamed(part, names, "") if names else part
    return found


def _renamed(value: Any, names: Mapping[str, str], holder: str) -> Any:
    if isinstance(value, str):
        return names.get(value, value) if holder in _KEYS else value
    if isinstance(value, tuple):
        return tuple(_renamed(item, names, holder) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        kind: Any = type(value)
        changed = {}
        for name in _fields(kind):
            own = getattr(value, name)
            other = _renamed(own, names, name)
            if other is not own and other != own:
                changed[name] = other
        return replace(value, **changed) if changed else value
    return value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in {"place", "type", "text", "label", "title"})
