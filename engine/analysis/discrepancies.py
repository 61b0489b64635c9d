"""Where the two languages of a text part: the rows that stand at its units, each told once with all its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language.citation import cite_unit
from engine.language.walk import printed_order

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Discrepancy, Provision, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit at which a row stands; none is the title of the text."""

    provision: Provision | None
    cite: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A row as it is written at one unit, or alike at several."""

    discrepancy: Discrepancy
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """One row of a rulebook: its id, and how it is written where it stands."""

    rulebook: Rulebook
    id: str
    writings: tuple[Writing, ...]

    @property
    def severity(self) -> str:
        """The gravest that is written: A before B before C."""
        return min(writing.discrepancy.severity for writing in self.writings)


def partings_of(rulebook: Rulebook) -> list[Parting]:
    """The rows of a rulebook by the order of print: those of its title, then those of its units where they first stand."""
    found: dict[str, dict[Discrepancy, list[Place]]] = {}
    for row in rulebook.discrepancies:
        found.setdefault(row.id, {}).setdefault(row, []).append(Place(provision=None, cite=None))
    for unit in printed_order(rulebook.provisions):
        for row in unit.discrepancies:
            place = Place(provision=unit, cite=cite_unit(unit, rulebook.provisions))
            found.setdefault(row.id, {}).setdefault(row, []).append(place)
    return [
        Parting(
            rulebook=rulebook,
            id=id_,
            writings=tuple(Writing(discrepancy=row, places=tuple(places)) for row, places in rows.items()),
        )
        for id_, rows in found.items()
    ]
