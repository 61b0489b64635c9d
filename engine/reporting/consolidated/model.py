"""What a reader is shown of the text in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.language.facts import Bilingual

Sign = Literal["", "changed", "added", "renumbered", "removed"]
"""What amendments did to something on the whole; nothing of what is as it was enacted."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A part of a rule in a sentence, with what that part is called."""

    label: Bilingual
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Past:
    """What was repealed: its place and wording then, and the sentence that says by what it was repealed."""

    path: str
    cite: Bilingual
    name: Bilingual | None
    texts: tuple[Bilingual, ...]
    history: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where the two languages part: its number and severity, and the two wordings."""

    id: str
    severity: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit with its wording, its rule in sentences, and where both come from.

    ``history`` holds a sentence for each amendment that made its present text; of a unit below one that was put in or
    replaced whole, those of the whole. ``leading`` was repealed, and stood before its first part; ``following`` behind the unit.
    """

    path: str
    depth: int
    cite: Bilingual
    name: Bilingual | None
    kind: str
    text: Bilingual | None
    sayings: tuple[Saying, ...]
    reason: Bilingual | None
    lifted_by: tuple[Bilingual, ...]
    partings: tuple[Parting, ...]
    sign: Sign
    history: tuple[Bilingual, ...]
    with_whole: bool
    was: Past | None
    leading: tuple[Past, ...]
    below: tuple[ShownUnit, ...]
    following: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class ShownThing:
    """Something declared by name that amendments changed, put in or repealed."""

    name: str
    kind: str
    label: Bilingual
    sayings: tuple[Saying, ...]
    sign: Sign
    history: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A transitional rule: whom it concerns, what applies to them, and its wording where the amendment gives it."""

    rule: Bilingual
    text: Bilingual | None


@dataclass(frozen=True, slots=True)
class Act:
    """An amendment: what it is called, when it was promulgated, its days of force, and its transitional rules."""

    id: str
    title: Bilingual
    promulgated: Bilingual
    days: tuple[Bilingual, ...]
    source: Bilingual | None
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A version in the list of all: its name, its period, and what made its text."""

    version: str
    days: Bilingual
    made_by: Bilingual
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of one version. ``later`` are amendments that are known, and not (wholly) applied in it."""

    id: str
    version: str
    title: Bilingual
    authority: Bilingual
    source: Bilingual
    governs: str
    promulgated: Bilingual | None
    enacted: Bilingual
    days: Bilingual
    digest: str
    as_of: Bilingual | None
    periods: tuple[Period, ...]
    applied: tuple[Act, ...]
    later: tuple[Act, ...]
    head: tuple[Bilingual, ...]
    things: tuple[ShownThing, ...]
    leading: tuple[Past, ...]
    units: tuple[ShownUnit, ...]
    is_excerpt: bool = False

    def names(self) -> list[str]:
        """The paths of all units, and what else was amended or repealed."""

        def below(units: tuple[ShownUnit, ...]) -> list[str]:
            return [path for unit in units for path in (unit.path, *below(unit.below))]

        return [*below(self.units), *(one.name for one in self.things)]

    @property
    def is_amended(self) -> bool:
        """Whether any amendment is applied."""
        return bool(self.applied)
