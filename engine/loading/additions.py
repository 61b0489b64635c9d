"""What amendments add to vocabularies: facts, code lists, fields of a list, and codes of a code list."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engine.language.diagnostics import Diagnostics
    from engine.loading.tree import Entry, Tree

SHARED: Final = "enumerations"
"""Under this word an amendment adds to the code lists that all vocabularies share."""
_ADDED: Final = ("facts", "enumerations")
_PARTS: Final = {"facts": "of", "enumerations": "values"}
"""The key by which alone something that is there already gets more parts: fields of a list, codes of a code list."""


def additions(brought: Iterable[Mapping], subjects: Collection[str], diagnostics: Diagnostics) -> dict[str, list[Mapping]]:
    """What amendments bring along, by subject, and under :data:`SHARED`; each with keys of a vocabulary."""
    reader = Reader(diagnostics)
    found: dict[str, list[Mapping]] = {}
    known = [*subjects, SHARED]
    for by_subject in brought:
        for entry in by_subject:
            if entry.key not in known:
                message = f'there is no vocabulary "{entry.key}"'
                diagnostics.error("unknown-vocabulary", message, entry.key_place, did_you_mean(entry.key, known))
                continue
            with suppress(BrokenError):
                addition = reader.mapping(entry.value, "an addition to a vocabulary", entry.key_place)
                if entry.key == SHARED:
                    addition = Mapping({SHARED: entry}, entry.key_place)
                found.setdefault(entry.key, []).append(reader.check_keys(addition, _ADDED, "an addition to a vocabulary"))
    return found


def with_addition(tree: Tree, addition: Mapping, diagnostics: Diagnostics) -> Tree:
    """A vocabulary's tree with more in it; what is there already is an error, unless it only gets parts."""
    if not isinstance(tree, Mapping):
        return tree
    entries = dict(tree.entries)
    for kind in addition:
        before = tree.get(kind.key)
        own = dict(before.entries) if isinstance(before, Mapping) else {}
        new = kind.value.entries if isinstance(kind.value, Mapping) else {}
        for name, entry in new.items():
            own[name] = entry if name not in own else _with_parts(kind.key, own[name], entry, diagnostics)
        place = kind.value.place if before is None else before.place
        entries[kind.key] = replace(entries.get(kind.key, kind), value=Mapping(own, place))
    return Mapping(entries, tree.place)


def _with_parts(kind: str, there: Entry, added: Entry, diagnostics: Diagnostics) -> Entry:
    """A list with more fields, or a code list with more codes."""
    key = _PARTS[kind]
    old = there.value.get(key) if isinstance(there.value, Mapping) else None
    new = added.value.get(key) if isinstance(added.value, Mapping) else None
    assert isinstance(there.value, Mapping) or old is None  # noqa: S101 - only a mapping has parts
    only_parts = isinstance(added.value, Mapping) and set(added.value.entries) == {key}
    if not (only_parts and isinstance(old, Mapping) and isinstance(new, Mapping) and isinstance(there.value, Mapping)):
        way_out = f"it stands at {there.key_place}"
        if isinstance(old, Mapping):
            way_out += f"; to add to it, give `{key}:` alone, with what is new"
        diagnostics.error("duplicate-name", f'"{added.key}" is in the vocabulary already', added.key_place, way_out)
        return there
    if isinstance(ordered := there.value.get("ordered"), Scalar) and ordered.value is True:
        message = f'the codes of "{added.key}" are in the order of their rank: where a new one stands can\'t be told'
        diagnostics.error("ordered-codes", message, added.key_place, f"put it in its place at {there.key_place}")
        return there
    for name in old.entries.keys() & new.entries.keys():
        message = f'"{name}" is in "{added.key}" already'
        diagnostics.error("duplicate-name", message, new.entries[name].key_place, f"it stands at {old.entries[name].key_place}")
    more = {name: entry for name, entry in new.entries.items() if name not in old.entries}
    merged = Mapping({**old.entries, **more}, old.place)
    value = Mapping(there.value.entries | {key: replace(there.value.entries[key], value=merged)}, there.value.place)
    return replace(there, value=value)
