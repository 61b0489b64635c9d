"""Random records as plain data: complete ones, the same with facts taken away, and ways to fill them in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.properties.vocabulary import DOMAINS, PLAIN, PRESUMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Plain = dict[str, Any]

FIELDS: Final = {path: tuple(fact["of"]) for path, fact in PLAIN["facts"].items() if isinstance(fact.get("of"), dict)}
_FACTS: Final = tuple(path for path in PLAIN["facts"] if path != "id" and path not in FIELDS)
_MOST_ELEMENTS: Final = 3
_SAID_UNKNOWN: Final = frozenset({"lent_on", "stays[].to"})
"""What an empty value does not leave unknown: the word ``unknown`` does."""


class Chance:
    """Choices among several, of which the first is the simplest."""

    def __init__(self, below: Callable[[int], int]) -> None:
        self._below = below

    def below(self, count: int) -> int:
        """A whole number from 0, less than ``count``."""
        return self._below(count) if count > 1 else 0

    def pick(self, options: Any) -> Any:
        """One of some options."""
        return options[self.below(len(options))]

    def once_in(self, count: int) -> bool:
        """True about once in so many times, and never in the simplest example."""
        return self.below(count) == count - 1


def _element(chance: Chance, path: str) -> Plain:
    """An element with every field. An interval does not end before it begins."""
    found: Plain = {}
    for name in FIELDS[path]:
        found[name] = chance.pick(_allowed(path, name, found))
    return found


def _allowed(path: str, name: str, known: Plain) -> tuple[Any, ...]:
    domain = DOMAINS[f"{path}[].{name}"]
    first, last = known.get("from"), known.get("to")
    if name == "from" and last not in {None, "unknown"}:
        return tuple(day for day in domain if day <= last)
    if name == "to" and first is not None and path == "stays":
        return tuple(day for day in domain if day is None or day >= first)
    return domain


def _elements(chance: Chance, path: str) -> list[Plain]:
    return [_element(chance, path) for _ in range(chance.below(_MOST_ELEMENTS + 1))]


def complete(chance: Chance) -> Plain:
    """A record that leaves nothing unknown; some of what is presumed is left to the presumption."""
    found: Plain = {"id": "1"}
    for path in _FACTS:
        if path not in PRESUMED or chance.once_in(2):
            found[path] = chance.pick(DOMAINS[path])
    for path in FIELDS:
        found[path] = _elements(chance, path)
    for stay in found["stays"]:
        if chance.once_in(2):
            del stay["noted"]
    return found


def incomplete(chance: Chance, whole: Plain) -> Plain:
    """The same record with facts taken away, whole or inside elements; never what is presumed."""
    found: Plain = {"id": whole["id"]}
    for path, value in whole.items():
        if path == "id" or path in PRESUMED or not chance.once_in(3):
            found[path] = value
        elif path in _SAID_UNKNOWN:
            found[path] = "unknown"
        elif path in FIELDS and chance.below(3):
            found[path] = [_less(chance, path, element) for element in value]
    return found


def _less(chance: Chance, path: str, element: Plain) -> Plain:
    found: Plain = {}
    for name, value in element.items():
        if name == "noted" or not chance.once_in(3):
            found[name] = value
        elif f"{path}[].{name}" in _SAID_UNKNOWN:
            found[name] = "unknown"
    return found


def unknown_paths(plain: Plain) -> list[str]:
    """The facts and fields that a record leaves unknown, by the paths that the engine writes."""
    found = []
    for path in (*_FACTS, *FIELDS):
        if path in PRESUMED:
            continue
        if plain.get(path, "unknown") == "unknown":
            found.append(path)
        elif path in FIELDS:
            for index, element in enumerate(plain[path]):
                found.extend(
                    f"{path}[{index}].{name}"
                    for name in FIELDS[path]
                    if name != "noted" and element.get(name, "unknown") == "unknown"
                )
    return found


def filled(chance: Chance, plain: Plain, paths: Iterable[str]) -> Plain:
    """The record with these unknown facts known. A whole list comes with all its fields."""
    found = {path: [dict(item) for item in value] if path in FIELDS else value for path, value in plain.items()}
    for path in paths:
        list_path, bracket, rest = path.partition("[")
        if bracket:
            index, _, name = rest.partition("].")
            element = found[list_path][int(index)]
            element[name] = chance.pick(_allowed(list_path, name, element))
        elif path in FIELDS:
            found[path] = _elements(chance, path)
        else:
            found[path] = chance.pick(DOMAINS[path])
    return found


def completed(chance: Chance, plain: Plain) -> Plain:
    """One way to fill in everything that a record leaves unknown."""
    return filled(chance, plain, unknown_paths(plain))
