"""Two versions of a part of a rulebook made into one: what stands there, in which order, and what lifts what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.language.rulebook import Lifting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.language.rulebook import Provision, Rulebook


def chosen_of(olds: Mapping[str, Any], news: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """What has one of the names from the new, the rest from the old."""
    found = {}
    for name in in_order(list(olds), list(news)):
        source = news if name in names else olds
        if name in source:
            found[name] = source[name]
    return found


def in_order(olds: list[str], news: list[str]) -> list[str]:
    """The names of both: in the order of the old, what came after what it follows in the new."""
    found = dict.fromkeys(olds)
    if set(news) == set(olds):
        return list(found)
    order = list(found)
    last = ""
    for name in news:
        if name not in found:
            order.insert(order.index(last) + 1 if last else 0, name)
            found[name] = None
        last = name
    return order


def laid_out(provisions: dict[str, Provision], new: Rulebook) -> dict[str, Provision]:
    """The units with their parts, and with what lifts them, as far as they are here."""
    lifted: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    parents: dict[str, str | None] = {}
    for key, unit in provisions.items():
        if isinstance(unit.rule, Lifting):
            for other in unit.rule.lifts:
                lifted.setdefault(other, []).append(key)
        own = new.provisions.get(key)
        parent = own.parent if own is not None else unit.parent
        parents[key] = parent if parent in provisions else None
        if parents[key] is not None and not unit.applied_from:
            parts.setdefault(str(parents[key]), []).append(key)
    found = {}
    for key, unit in provisions.items():
        own = new.provisions.get(key)
        wanted = own.children if own is not None else unit.children
        there = parts.get(key, [])
        order = [*(part for part in wanted if part in there), *(part for part in there if part not in wanted)]
        found[key] = replace(
            unit, key=key, parent=parents[key], children=tuple(order), lifted_by=tuple(lifted.get(key, ())),
            number=own.number if own is not None else unit.number,
        )  # fmt: skip
    return found
