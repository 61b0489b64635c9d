"""What would have been needed, as demands: one by itself, all of several, or any one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.facts import Bilingual


@dataclass(frozen=True, slots=True)
class Need:
    """One demand, as a clause without its mark. ``label`` is what must be so (``so``) or must not: several are told as one."""

    text: Bilingual
    label: Bilingual | None = None
    so: bool = True


@dataclass(frozen=True, slots=True)
class Together:
    """All of these are needed."""

    parts: tuple[Needs, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any one of these would do."""

    parts: tuple[Needs, ...]


Needs = Need | Together | OneOf
OUT_OF_REACH: Final = OneOf(())
"""What nothing can make so: it holds under another reading of the text only."""


def leaves(needs: Needs) -> int:
    """How many single demands there are."""
    return 1 if isinstance(needs, Need) else sum(leaves(part) for part in needs.parts)


def _demands(needs: Needs) -> frozenset[Needs]:
    """What a way asks for all together; a way that asks for more than another is none of its own."""
    return frozenset(needs.parts) if isinstance(needs, Together) else frozenset({needs})


def _kept(parts: Sequence[Needs | None]) -> tuple[Needs, ...]:
    return tuple(dict.fromkeys(part for part in parts if part is not None))


def together(parts: Sequence[Needs | None]) -> Needs | None:
    """All of some demands; nothing where nothing is wanting."""
    kept: list[Needs] = []
    for part in _kept(parts):
        kept.extend(part.parts if isinstance(part, Together) else (part,))
    kept = list(dict.fromkeys(kept))
    if OUT_OF_REACH in kept:
        return OUT_OF_REACH
    return Together(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None


def one_of(parts: Sequence[Needs | None]) -> Needs | None:
    """Any one of some demands, without those that ask for more than another."""
    kept: list[Needs] = []
    for part in _kept(parts):
        kept.extend(part.parts if isinstance(part, OneOf) else (part,))
    kept = list(dict.fromkeys(kept))
    kept = [part for part in kept if not any(_demands(other) < _demands(part) for other in kept)]
    if len(kept) == 1:
        return kept[0]
    return OneOf(tuple(kept)) if kept or OUT_OF_REACH in parts else None
