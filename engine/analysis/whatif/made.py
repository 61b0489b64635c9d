"""Changes made to a record, for the interpreter; and of what is added only what the outcome needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.analysis.whatif.answers import Kind
from engine.language.facts import FactType, Special
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engine.analysis.whatif.answers import Change
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

_SPECIAL = {one.value: one for one in Special}


def typed(fact: Fact, said: Any, offset_minutes: int) -> Any:
    """A value that the solver gave as plain data, as a record holds it."""
    if isinstance(said, str) and said in _SPECIAL and fact.type is not FactType.ENUMERATION:
        return _SPECIAL[said]
    match fact.type:
        case FactType.DATE:
            return date.fromisoformat(said)
        case FactType.DATETIME:
            return datetime.fromisoformat(said).replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
        case FactType.DECIMAL:
            whole = Decimal(said)
            return int(whole) if whole == whole.to_integral_value() else whole
        case _:
            return said


def changed(record: Record, changes: Iterable[Change], vocabulary: Vocabulary) -> Record:
    """The record with some changes; fields of an added element that are not said have what is presumed of them."""
    facts: dict[str, Any] = dict(record.facts)
    presumed = set(record.presumed)
    gone: dict[str, list[int]] = {}
    for one in changes:
        path, bracket, rest = one.path.partition("[")
        number, _, field = rest.partition("]")
        presumed.discard(one.path)
        if not bracket:
            facts[path] = one.after
        elif one.kind is Kind.CHANGED:
            items = list(facts[path])
            items[int(number)] = replace(items[int(number)], values={**items[int(number)].values, field[1:]: one.after})
            facts[path] = tuple(items)
        elif one.kind is Kind.TAKEN_AWAY:
            gone.setdefault(path, []).append(int(number))
        else:
            presumed.discard(path)
            item = _filled(one.path, one.after, vocabulary.facts[path], presumed)
            facts[path] = (*facts[path], item)
    for path, numbers in gone.items():
        facts[path] = tuple(item for index, item in enumerate(facts[path]) if index not in numbers)
    for path in {one.path.partition("[")[0] for one in changes if "[" in one.path}:
        facts[path] = _numbered(path, facts[path])
        if path in gone:  # what was presumed of elements that have another place now is told of nobody
            presumed = {name for name in presumed if not name.startswith(f"{path}[")}
    return replace(record, facts=facts, presumed=frozenset(presumed))


def _filled(path: str, item: Any, fact: Fact, presumed: set[str]) -> Any:
    if not isinstance(item, Element):
        return item
    values = dict(item.values)
    for name, field in (fact.elements or {}).items():
        if field.has_presumption and name not in values:
            values[name] = field.presumed
            presumed.add(f"{path}.{name}")
    return Element(path, values)


def _numbered(path: str, items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        Element(f"{path}[{index}]", item.values) if isinstance(item, Element) else item for index, item in enumerate(items)
    )


def only_needed(
    changes: tuple[Change, ...], vocabulary: Vocabulary, does: Callable[[tuple[Change, ...]], bool]
) -> tuple[Change, ...]:
    """The same changes with no more said of an added element than is needed so that they still do."""
    found = list(changes)
    for index, one in enumerate(changes):
        if one.kind is not Kind.ADDED or not isinstance(one.after, Element):
            continue
        fields = vocabulary.facts[one.path.partition("[")[0]].elements or {}
        for name in _least_needed_first(one.after.values, fields):
            element = found[index].after
            less = replace(element, values={key: value for key, value in element.values.items() if key != name})
            fewer = [*found[:index], replace(found[index], after=less), *found[index + 1 :]]
            if less.values and does(tuple(fewer)):
                found = fewer
    return tuple(found)


def _least_needed_first(values: Mapping[str, Any], fields: Mapping[str, Fact]) -> list[str]:
    """What is presumed first, codes last: a reader knows an element by its codes."""
    return sorted(values, key=lambda name: (not fields[name].has_presumption, fields[name].type is FactType.ENUMERATION))
