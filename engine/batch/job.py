"""What a batch is asked to do: everything on which its files depend, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.audit.decisions import Scribe
    from engine.batch.conditions import Condition
    from engine.evaluation.editions_at_hand import EditionsAtHand
    from engine.language.facts import Vocabulary
    from engine.language.rulebook import Decision, Rulebook
    from engine.records.office.mapping import OfficeMapping


CSV: Final = "decisions.csv"
XLSX: Final = "decisions.xlsx"
COPIES: Final = "rejected"
"""Names in the folder of a batch: the decisions for spreadsheets, and the folder of the copies of an office's tables."""


class Explained(StrEnum):
    """What a line of ``decisions.ndjson`` says."""

    ALL = "all"
    OUTCOMES = "outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One rulebook for the records of one subject. It travels to the workers as it is, so none of them reads a rulebook.

    Where each record comes under the version that its days choose, ``editions`` are those versions, and ``rulebook`` the newest.

    ``decisions`` are the names of those that are wanted. ``only`` is the outcome of the records that are written out, if not
    all are; ``sample`` the number of records that are drawn. ``largest_draw`` is known once the sample was drawn. ``lines``
    tells whether there is a ``decisions.ndjson``; ``spreadsheets`` are the names of the other files with the decisions.
    ``scribe`` writes the entries of a decision log, where there is one: it changes no file of the batch, and is no option of it.
    ``mapping`` and ``encoding`` are for the tables of an office; the digest is that of the mapping's file.
    """

    rulebook: Rulebook
    editions: EditionsAtHand | None = None
    vocabularies: Mapping[str, Vocabulary]
    subject: str
    as_of: date | None = None
    decisions: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    sample: int | None = None
    seed: int = 0
    largest_draw: int | None = None
    limit: int | None = None
    only: str | None = None
    explained: Explained = Explained.ALL
    lines: bool = True
    spreadsheets: tuple[str, ...] = ()
    scribe: Scribe | None = None
    mapping: OfficeMapping | None = None
    mapping_digest: str = ""
    encoding: str = ""

    @property
    def asked(self) -> tuple[Decision, ...]:
        """The decisions that are wanted, in the order of the rulebook."""
        found = self.rulebook.decisions.values() if self.editions is None else self.editions.decisions
        return tuple(decision for decision in found if decision.subject == self.subject and decision.name in self.decisions)

    @property
    def books(self) -> tuple[Rulebook, ...]:
        """The rulebook, or that of every edition with the newest first."""
        return (self.rulebook,) if self.editions is None else tuple(reversed(self.editions.books))

    def options(self) -> dict[str, Any]:
        """The options as the summary tells them."""
        return {
            "subject": self.subject,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "decisions": [decision.name for decision in self.asked],
            "where": [condition.written for condition in self.conditions],
            "sample": self.sample,
            "seed": self.seed if self.sample is not None else None,
            "limit": self.limit,
            "only": self.only,
            "lines": self.lines,
            "spreadsheets": list(self.spreadsheets),
            "mapping": self.mapping_digest or None,
            "encoding": self.encoding or None,
        }
