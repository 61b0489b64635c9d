"""The careless edits of a file of a rulebook: its units, and what it declares by name. Wordings are not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.analysis.mutation.changes import (
    Change,
    changes,
    dropped_items,
    each_item,
    left_out,
    other_values,
    renamed,
    rows,
    under,
    with_value,
)
from engine.language.words import CHILDREN_IN_READING_ORDER, UNITS
from engine.loading.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.analysis.mutation.neighbours import Neighbours
    from engine.loading.tree import Tree

_CONDITIONS: Final = ("applies_when", "requires", "forbids", "unless", "when", "gives", "deadline")
_FORGOTTEN: Final = ("applies_when", "unless", "when")
_BILINGUAL: Final = frozenset({"zh", "en"})


def edits(file: Tree, neighbours: Neighbours) -> Iterator[Change]:
    """Every edit of one file: a head, a file of decisions, or a unit of the text. ``where`` begins with the unit or name."""
    if not isinstance(file, Mapping):
        return
    if any(unit in file for unit in UNITS):
        yield from _of_unit(file, "", neighbours)
    else:
        yield from _declared(file, neighbours)


def _of_unit(unit: Mapping, above: str, neighbours: Neighbours) -> Iterator[Change]:
    path = _path(unit, above)
    here = neighbours.at(path)
    for change in (*_of_rule(unit, here), *_declared(unit, here)):
        yield Change(f"{path} {change.where}".rstrip(), change.says, change.place, change.tree)
    for key in CHILDREN_IN_READING_ORDER:
        entry = unit.entries.get(key)
        if entry is None:
            continue
        if isinstance(entry.value, Mapping):
            yield from _kept(_of_unit(entry.value, path, neighbours), _in_place(unit, entry))
        elif isinstance(entry.value, Sequence):
            for number, item in enumerate(entry.value.items):
                if isinstance(item, Mapping):
                    yield from _kept(_of_unit(item, path, neighbours), _in_list(unit, entry, entry.value, number))


def _kept(found: Iterator[Change], around: Callable[[Tree], Tree]) -> Iterator[Change]:
    """Edits whose place is told already, put back where they belong."""
    return (Change(change.where, change.says, change.place, around(change.tree)) for change in found)


def _in_place(unit: Mapping, entry: Entry) -> Callable[[Tree], Tree]:
    return lambda new: with_value(unit, entry, new)


def _in_list(unit: Mapping, entry: Entry, listed: Sequence, number: int) -> Callable[[Tree], Tree]:
    def around(new: Tree) -> Tree:
        items = (*listed.items[:number], new, *listed.items[number + 1 :])
        return with_value(unit, entry, Sequence(items, listed.place))

    return around


def _path(unit: Mapping, above: str) -> str:
    entry = next(
        entry for entry in unit if entry.key in UNITS and not (entry.key == "proviso" and isinstance(entry.value, Mapping))
    )
    prefix, _ = UNITS[entry.key]
    number = entry.value.text if entry.key != "proviso" and isinstance(entry.value, Scalar) else ""
    step = f"{prefix}{number}"
    return f"{above}.{step}" if above else step


def _of_rule(unit: Mapping, neighbours: Neighbours) -> Iterator[Change]:
    kind = unit.get("kind")
    for entry in unit:
        value = entry.value
        if entry.key in {"requires", "forbids"}:
            yield renamed(unit, entry, "forbids" if entry.key == "requires" else "requires")
        if entry.key in _FORGOTTEN:
            yield left_out(unit, entry)
        if entry.key in _CONDITIONS and not (isinstance(value, Mapping) and _BILINGUAL & value.entries.keys()):
            yield from under(unit, entry, _of_value(value, neighbours))
        if entry.key in {"lifts", "applies"}:
            yield from _of_references(unit, entry, neighbours)
    if isinstance(kind, Scalar) and kind.text == "exception":
        kept = {key: entry for key, entry in unit.entries.items() if key not in {"kind", "when", "unless", "lifts"}}
        yield Change("", "exception dropped", unit.place, Mapping(kept, unit.place))


def _of_references(unit: Mapping, entry: Entry, neighbours: Neighbours) -> Iterator[Change]:
    """A reference forgotten, or the neighbour's in its place."""

    def other(item: Tree) -> Iterator[Change]:
        found = neighbours.provision(item.text) if isinstance(item, Scalar) else ""
        if found:
            yield Change("", f"{item.text} → {found}", item.place, Scalar(found, found, item.place))  # type: ignore[union-attr]  # it has text

    if isinstance(entry.value, Sequence):
        yield from under(unit, entry, dropped_items(entry.value))
        yield from under(unit, entry, each_item(entry.value, other))
    else:
        yield from under(unit, entry, other(entry.value))


def _of_value(value: Tree, neighbours: Neighbours) -> Iterator[Change]:
    """Edits of a condition or value. An outcome that is given (`outcome: …`) is not edited: the rows of its decision are."""
    if isinstance(value, Mapping) and "outcome" in value:
        return
    yield from changes(value, neighbours)


# -- what is declared by name ------------------------------------------------------------------------------------------


def _declared(block: Mapping, neighbours: Neighbours) -> Iterator[Change]:
    kinds: dict[str, Callable[[Mapping], Iterator[Change]]] = {
        "parameters": lambda tree: _of_parameter(tree, neighbours),
        "readings": _of_reading,
        "terms": lambda tree: _of_term(tree, neighbours),
        "decisions": lambda tree: _of_decision(tree, neighbours),
    }
    for key, inside in kinds.items():
        entry = block.entries.get(key)
        if entry is None or not isinstance(entry.value, Mapping):
            continue
        for named in entry.value:
            if isinstance(named.value, Mapping):
                word = key.removesuffix("s")
                for change in inside(named.value):
                    new = with_value(block, entry, with_value(entry.value, named, change.tree))
                    yield Change(f"{word} {named.key}{_joined(change.where)}", change.says, change.place, new)


def _joined(where: str) -> str:
    return f" {where}" if where else ""


def _of_parameter(tree: Mapping, neighbours: Neighbours) -> Iterator[Change]:
    type_ = tree.get("type")
    if isinstance(type_, Scalar) and type_.text == "text":
        return  # a wording: compared with the printed text, not by scenarios
    value, dated = tree.entries.get("value"), tree.entries.get("values")
    if value is not None:
        yield from under(tree, value, _of_constant(value.value, neighbours))
    if dated is not None and isinstance(dated.value, Sequence):
        yield from under(tree, dated, dropped_items(dated.value))
        yield from under(tree, dated, each_item(dated.value, lambda row: _of_constant(row, neighbours)))


def _of_constant(value: Tree, neighbours: Neighbours) -> Iterator[Change]:
    match value:
        case Scalar():
            yield from (Change("", f"{value.text} → {other.text}", value.place, other) for other in other_values(value))
            code = neighbours.code(value.text) if isinstance(value.value, str) else ""
            if code:
                yield Change("", f"{value.text} → {code}", value.place, Scalar(code, code, value.place))
        case Sequence():
            yield from dropped_items(value)
            if any(isinstance(item, Mapping) for item in value):
                yield from each_item(value, lambda item: _of_constant(item, neighbours))
        case Mapping():
            for entry in value:
                yield from under(value, entry, _of_constant(entry.value, neighbours))


def _of_reading(tree: Mapping) -> Iterator[Change]:
    """The other option chosen; its text stays where it is."""
    chosen, alternatives = tree.entries.get("chosen"), tree.entries.get("alternatives")
    if (
        chosen is None
        or alternatives is None
        or not isinstance(chosen.value, Scalar)
        or not isinstance(alternatives.value, Mapping)
    ):
        return
    for option in alternatives.value:
        entries = {(chosen.value.text if key == option.key else key): entry for key, entry in alternatives.value.entries.items()}
        renamed_ = {key: Entry(key, entry.key_place, entry.value) for key, entry in entries.items()}
        other = with_value(tree, chosen, Scalar(option.key, option.key, chosen.value.place))
        yield Change("chosen", f"{chosen.value.text} → {option.key}", chosen.value.place,
                     with_value(other, alternatives, Mapping(renamed_, alternatives.value.place)))  # fmt: skip


def _of_term(tree: Mapping, neighbours: Neighbours) -> Iterator[Change]:
    declared = {key: entry for key, entry in tree.entries.items() if _declares(entry)}
    body = Mapping({key: entry for key, entry in tree.entries.items() if key not in declared}, tree.place)
    for change in changes(body, neighbours):
        if isinstance(change.tree, Mapping):
            yield Change(change.where, change.says, change.place, Mapping({**declared, **change.tree.entries}, tree.place))


def _declares(entry: Entry) -> bool:
    if entry.key in {"label", "cite", "over", "subject"}:
        return True
    return entry.key == "given" and isinstance(entry.value, Sequence)


def _of_decision(tree: Mapping, neighbours: Neighbours) -> Iterator[Change]:
    listed = tree.get("outcomes")
    outcomes = list(listed.entries) if isinstance(listed, Mapping) else []
    for entry in tree:
        if entry.key == "rows" and isinstance(entry.value, Sequence):
            yield from under(tree, entry, rows(entry.value, lambda row: _of_row(row, outcomes, neighbours)))
        elif entry.key == "value":
            yield from under(tree, entry, changes(entry.value, neighbours))


def _of_row(row: Tree, outcomes: list[str], neighbours: Neighbours) -> Iterator[Change]:
    if not isinstance(row, Mapping):
        return
    for entry in row:
        if entry.key == "when":
            yield from under(row, entry, changes(entry.value, neighbours))
        elif isinstance(entry.value, Scalar) and entry.value.text in outcomes and len(outcomes) > 1:
            other = outcomes[(outcomes.index(entry.value.text) + 1) % len(outcomes)]
            new = Scalar(other, other, entry.value.place)
            yield Change(entry.key, f"{entry.value.text} → {other}", entry.value.place, with_value(row, entry, new))
