"""A scenario's record: a base with differences laid over it. Trees in, a tree out, every value with its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.tree import Entry, Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable


def overlaid(base: Mapping, changes: Mapping) -> Mapping:
    """The base with changes: dotted paths or nested mappings, merged; a list or plain value replaces what stood there.

    Dotted keys of either come out nested, which is the one form in which paths can be compared.
    """
    entries = dict(base.entries)
    for entry in changes:
        head, dot, rest = entry.key.partition(".")
        value = Mapping({rest: Entry(rest, entry.key_place, entry.value)}, entry.value.place) if dot else entry.value
        if isinstance(value, Mapping):
            there = entries.get(head)
            below = there.value if there is not None and isinstance(there.value, Mapping) else _empty_at(value)
            value = overlaid(below, value)
        entries[head] = Entry(head, entry.key_place, value)
    return Mapping(entries, base.place)


def nested(tree: Mapping) -> Mapping:
    """A record's tree with its dotted keys unfolded."""
    return overlaid(_empty_at(tree), tree)


def without(tree: Mapping, path: Iterable[str]) -> Mapping:
    """A nested tree less the fact, or the whole group of facts, at a path; the tree itself where nothing is there."""
    head, *rest = path
    entry = tree.entries.get(head)
    if entry is None:
        return tree
    entries = dict(tree.entries)
    if not rest:
        del entries[head]
    elif isinstance(entry.value, Mapping):
        entries[head] = Entry(head, entry.key_place, without(entry.value, rest))
    return Mapping(entries, tree.place)


def _empty_at(tree: Mapping) -> Mapping:
    return Mapping({}, tree.place)
