"""The batch report as plain values: what the page shows of each record, decided before a template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from engine.language.facts import Bilingual
    from engine.reporting.model import RulebookLine, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that several records share, so that it can be counted and filtered by: a missing fact, a reading.

    ``key`` tells it apart and has no white space in it; ``cite`` is where it stands in a text.
    """

    key: str
    label: Bilingual
    cite: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Named):
    """A provision on which an outcome that nobody wishes for rests.

    ``nearest``: it is a way that is not open, one of several, and comes nearest; not a reason that is enough by itself.
    """

    nearest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting(Named):
    """A fact or paper that is missing.

    ``label`` names it as for all records, ``own`` as for this one; ``ask`` is how to supply it.
    """

    own: Bilingual
    ask: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A document of a record: what it is, and its file beside the page."""

    label: Bilingual
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record.

    ``decision`` and ``outcome_key`` name what was decided, ``place`` where the outcome stands among those of its decision.
    ``days`` are those until the deadline, negative once it is past, and none where no day is named from which to count.
    """

    record: str
    person: Bilingual
    decision: str
    title: Bilingual
    outcome_key: str
    outcome: Bilingual
    place: int
    tone: Tone
    reason: Bilingual
    possible: Bilingual | None = None
    grounds: tuple[Ground, ...] = ()
    missing: tuple[Wanting, ...] = ()
    readings: tuple[Named, ...] = ()
    presumptions: tuple[Bilingual, ...] = ()
    provisional: Bilingual | None = None
    deadline: date | None = None
    deadline_shown: Bilingual | None = None
    days: int | None = None
    documents: tuple[Link, ...] = ()

    @property
    def has_details(self) -> bool:
        """Whether there is more to tell than the line of the table does."""
        return bool(self.possible or self.grounds or self.missing or self.readings or self.presumptions or self.provisional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An input that was not read as a record: its id where it is known, where it stands, and every reason."""

    record: str
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A whole run. ``counted_from`` is the day from which the days until deadlines count, where it is one for all records."""

    text: Bilingual
    governs: str
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    rulebooks: tuple[RulebookLine, ...]
    made_by: Bilingual
    counted_from: Bilingual | None = None

    @property
    def read(self) -> int:
        """How many inputs were read; each was decided or refused."""
        return len(self.rows) + len(self.refused)
