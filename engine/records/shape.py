"""A vocabulary unfolded for reading records: its dotted paths as nested groups, and what absence means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language.facts import Empty, Special

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.facts import Fact
    from engine.language.record import Value


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one dotted beginning. ``path`` is that beginning, empty at the top; ``members`` are by next word."""

    path: str
    members: dict[str, Group | Fact]


@dataclass(frozen=True, slots=True)
class Default:
    """What stands for an absent fact or field: a presumption, or the meaning of an empty value."""

    path: str
    value: Value
    is_presumption: bool


def group_facts(facts: Mapping[str, Fact]) -> Group:
    """The facts as nested groups. No path may be the dotted beginning of another."""
    root = Group("", {})
    for path, fact in facts.items():
        *beginning, last = path.split(".")
        group = root
        for word in beginning:
            inner = group.members.setdefault(word, Group(f"{group.path}.{word}".lstrip("."), {}))
            if not isinstance(inner, Group):
                message = f"{path} lies inside {inner.path}: such a vocabulary is refused when it is loaded"
                raise TypeError(message)
            group = inner
        group.members[last] = fact
    return root


def defaults_of(facts: Mapping[str, Fact]) -> tuple[Default, ...]:
    """What stands for each fact that is absent; unknown ones have none."""
    meanings = {Empty.OPEN: Special.OPEN, Empty.NONE: Special.NONE}
    defaults = []
    for path, fact in facts.items():
        if fact.has_presumption:
            defaults.append(Default(path, fact.presumed, is_presumption=True))
        elif fact.empty in meanings:
            defaults.append(Default(path, meanings[fact.empty], is_presumption=False))
    return tuple(defaults)
