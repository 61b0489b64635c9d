"""What stands next to a name: the fact, parameter, term, code or provision that somebody takes for another."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from engine.language.types import ListType, StructureType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.language.facts import Enumeration, Fact
    from engine.language.rulebook import Provision, Rulebook


class Neighbours:
    """Finds for a name the next one that could stand in its place; nothing where there is none."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.here = ""
        self._facts: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for subject in rulebook.subjects.values():
            facts = subject.vocabulary.facts
            self._facts = {**_next_of_a_kind(facts.values()), **self._facts}
            for fact in facts.values():
                if fact.elements:
                    self._fields = {**_next_of_a_kind(fact.elements.values()), **self._fields}
            for enumeration in subject.vocabulary.enumerations.values():
                self._codes = {**_next_code(enumeration), **self._codes}
        own = [parameter for parameter in rulebook.parameters.values() if parameter.key.startswith(f"{rulebook.id}:")]
        self._parameters = _next_in(
            (str(parameter.type) if not _is_register(parameter.type) else parameter.key, parameter.key.partition(":")[2])
            for parameter in own
        )
        terms = {term.name: (term.subject, term.over, str(term.body.type)) for term in rulebook.terms.values()}
        self._terms = _next_in((kind, name) for name, kind in terms.items())
        self._provisions = _next_provisions(rulebook)

    def of(self, word: str, name: str) -> str:
        """The neighbour of what a head word names."""
        match word:
            case "fact":
                return self._facts.get(name, "")
            case "field":
                alias, dot, bare = name.rpartition(".")
                other = self._fields.get(bare, "")
                return f"{alias}{dot}{other}" if other else ""
            case "parameter":
                return self._parameters.get(name, "")
            case "term":
                return self._terms.get(name, "")
            case "provision" | "given_by":
                return self.provision(name)
            case _:
                return ""

    def code(self, name: str) -> str:
        """The code next to this one in its list."""
        return self._codes.get(name, "")

    def provision(self, path: str) -> str:
        """The sibling next to a provision, named in the same way."""
        bare = path.lstrip(".")
        up = len(path) - len(bare)
        if not up:
            return self._provisions.get(path, "")
        steps = self.here.split(".")
        base = ".".join(steps[: len(steps) - (up - 1)])
        other = self._provisions.get(f"{base}.{bare}" if base else bare, "")
        return f"{'.' * up}{other.removeprefix(f'{base}.')}" if other else ""

    def at(self, here: str) -> Neighbours:
        """The same names, seen from the unit ``here``, to which relative paths belong."""
        found = copy(self)
        found.here = here
        return found


def _is_register(type_: object) -> bool:
    return isinstance(type_, ListType) and isinstance(type_.element, StructureType)


def _next_of_a_kind(facts: Iterable[Fact]) -> dict[str, str]:
    return _next_in(
        (
            (
                fact.type.value,
                fact.enumeration,
                fact.unit,
                fact.element_type and fact.element_type.type.value,
                fact.path if fact.elements else "",
            ),
            fact.path,
        )
        for fact in facts
    )


def _next_in(named: Iterable[tuple[object, str]]) -> dict[str, str]:
    """For each name the next one of its kind; the last one's is the first."""
    kinds: dict[object, list[str]] = {}
    for kind, name in named:
        kinds.setdefault(kind, []).append(name)
    return {
        name: names[(number + 1) % len(names)] for names in kinds.values() if len(names) > 1 for number, name in enumerate(names)
    }


def _next_code(enumeration: Enumeration) -> dict[str, str]:
    return _next_in((enumeration.name, code) for code in enumeration.values)


def _next_provisions(rulebook: Rulebook) -> dict[str, str]:
    ruled = [unit for unit in rulebook.provisions.values() if unit.rule is not None and not unit.applied_from]
    return _next_in((_family(unit), unit.path) for unit in _own(rulebook, ruled))


def _own(rulebook: Rulebook, units: Iterable[Provision]) -> Iterator[Provision]:
    return (unit for unit in units if unit.rulebook == rulebook.id)


def _family(unit: Provision) -> tuple[str, str | None, str]:
    return (unit.kind, unit.parent, unit.subject)
