"""What was examined and found in order: where many requirements are met, a line of a table for each does for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.facts import Bilingual
from engine.language.rulebook import Requirement
from engine.reporting.model import Check
from engine.reporting.sentences import Explainer, innermost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reporting.build import Builder
    from engine.reporting.model import Tone

AT_LENGTH: Final = 6
"""So many grounds of a favourable outcome are explained at length, with the wording of the law."""


def in_brief(builder: Builder, grounds: Sequence[str], tone: Tone) -> tuple[str, ...]:
    """The grounds that are told in a line each: of a favourable outcome, the requirements."""
    if tone != "favourable":
        return ()
    clauses = builder.program.clauses
    return tuple(key for key in grounds if key in clauses and isinstance(clauses[key].rule, Requirement))


def check(builder: Builder, key: str) -> Check:
    """A requirement that stands in nobody's way: how it stands, and the sentence that says most."""
    clause, provision = builder.program.clauses[key], builder.program.provisions[key]
    verdict, stands = builder.verdict(clause)
    lines = Explainer(builder.evaluation, builder.names).clause(clause)
    found = innermost(lines, {stands, "plain", "met"})
    return Check(
        cite=builder.names.cite(key, builder.program.rulebook.id),
        label=builder.names.label(key) or (provision.title if provision.unit != "heading" else None),
        verdict=verdict,
        stands=stands,
        reason=found[0].text if found else Bilingual("", ""),
    )
