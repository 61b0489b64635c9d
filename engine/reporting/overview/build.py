"""From the evaluations of a run to the batch report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.documents.text import isolated
from engine.language.facts import Bilingual
from engine.language.temporal.roc import format_date
from engine.reporting.made_by import made_by
from engine.reporting.overview.model import Overview, Refused
from engine.reporting.overview.rows import builder_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.evaluation.editions import Considered
    from engine.evaluation.interpreter import Evaluation
    from engine.records.rejected import Rejected
    from engine.reporting.letters.model import Letter
    from engine.reporting.model import RulebookLine
    from engine.reporting.overview.model import Link, Row
    from engine.reporting.phrases import Phrases


class OverviewBuilder:
    """Gathers the rows of a run, one record after the other; of a record nothing is kept but its row.

    ``decision`` is the one to tell of; without it, it is the one that each record's report is about. ``dated`` is the day from
    which the days until deadlines count; without it that is each record's own day of knowledge. ``roc`` writes Chinese dates in
    the R.O.C. calendar.
    """

    def __init__(self, phrases: Phrases, *, decision: str = "", dated: date | None = None, roc: bool = False) -> None:
        self.phrases, self.decision, self.dated, self.roc = phrases, decision, dated, roc
        self.rows: list[Row] = []
        self._lines: dict[tuple[str, str], RulebookLine] = {}
        self._text, self._governs = Bilingual("", ""), "zh"

    def add(self, found: Evaluation | Considered, *, letters: Iterable[Letter] = (), documents: Sequence[Link] = ()) -> None:
        """Add a record, with the letters that are written about it and where its documents are.

        Raises :class:`KeyError` where its subject has no such decision.
        """
        builder = builder_of(found, self.phrases, roc=self.roc)
        book = builder.newest.program.rulebook
        self._text, self._governs = book.title, book.governs
        for key, line in builder.lines():
            self._lines.setdefault(key, line)
        self.rows.append(builder.row(self.decision, tuple(letters), tuple(documents), self.dated))

    def overview(self, refused: Iterable[Refused] = ()) -> Overview:
        """The whole run, with the inputs that could not be read as records."""
        counted = self.dated is not None and any(row.days is not None for row in self.rows)
        return Overview(
            text=self._text,
            governs=self._governs,
            rows=tuple(self.rows),
            refused=tuple(refused),
            rulebooks=tuple(self._lines.values()),
            made_by=made_by(self.phrases),
            counted_from=self._day(self.dated) if counted and self.dated is not None else None,
        )

    def _day(self, day: date) -> Bilingual:
        return Bilingual(format_date(day, "zh", roc=self.roc), format_date(day, "en"))


def refused_inputs(inputs: Iterable[Rejected]) -> tuple[Refused, ...]:
    """The inputs that were turned away as the page lists them: each with its place and every reason, and a way out."""
    return tuple(
        Refused(
            record=isolated(one.id) if one.id else "",
            place=isolated(str(one.first.place)),
            reasons=tuple(isolated(f"{found.message} ({found.help})" if found.help else found.message) for found in one.problems),
        )
        for one in inputs
    )
