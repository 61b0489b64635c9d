"""Whether provisions that are applied to another subject read other facts of it than before, though they say the same there.

An application's mapping is not kept in the checked tree; it shows in what is applied. Where a provision stands, and where it is
applied, its conditions have the same shape: what stands in the place of each of their facts is what the mapping says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language.expressions import FactRef, FieldRef
from engine.language.rulebook import Provision
from engine.language.walk import below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.analysis.comparison.entries import Entries
    from engine.analysis.comparison.saying import Said, Teller
    from engine.language.expressions import Expression
    from engine.language.rulebook import Term

_PARTS = ("requires", "unless", "gives", "deadline", "applies_when", "when")
"""The parts of a rule that are conditions or values; in the two last the condition of the application may stand as well."""


def mapping_of(applying: str, entries: Entries, teller: Teller) -> dict[str, Said]:
    """What stands here in the place of each fact of theirs, as far as what is applied reads it."""
    found: dict[str, Said] = {}
    for key, unit in entries.provisions.items():
        source = entries.provisions.get(unit.applied_from)
        if source is not None and entries.applying(key) == applying:
            _add(found, _parts(source), _parts(unit), teller)
    for key, term in entries.terms.items():
        if entries.applying(f"term {key}") == applying:
            there = entries.terms.get(f"{entries.rulebook_of(key)}:{key[len(applying) + 1 :]}")
            if there is not None:
                _add(found, {"body": there.body}, {"body": term.body}, teller)
    return found


def _parts(entry: Provision | Term) -> dict[str, Expression]:
    rule: Any = entry.rule if isinstance(entry, Provision) else None
    parts = {name: getattr(rule, name, None) for name in _PARTS}
    return {name: part for name, part in parts.items() if part is not None and hasattr(part, "place")}


def _add(found: dict[str, Said], theirs: Mapping[str, Expression], ours: Mapping[str, Expression], teller: Teller) -> None:
    for name in theirs.keys() & ours.keys():
        there, here = list(below(theirs[name])), list(below(ours[name]))
        if len(there) == len(here):
            found.update(_pairs(there, here, teller))


def _pairs(there: list[Expression], here: list[Expression], teller: Teller) -> Iterator[tuple[str, Said]]:
    for one, other in zip(there, here, strict=True):
        match one:
            case FactRef():
                yield one.path, teller.said(other)
            case FieldRef() if isinstance(other, FieldRef):
                yield one.list_path, ("FactRef", other.list_path)
            case _:
                pass
