"""A second, independent decision of the same law, to hold the rulebooks and their engine against.

It was written from the source texts and the record's contract alone, without sight of a rulebook or of the engine, in
plain Python over single days. Where the two differ, one of them has misread the law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import brochure, credentials, papers, regulation
from .facts import Facts, IncompleteRecordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["IncompleteRecordError", "decide", "papers_wanting", "routes_open"]

REGULATION = "moe-international-students"
BROCHURE = "nthu-dual-emba"


def decide(record: Mapping[str, object], as_of: date | None = None) -> dict[str, dict[str, str]]:
    """Decide a complete record under the chosen readings: rulebook, then decision, then its outcome.

    ``as_of`` is the day on which the record is looked at; without it, the day of submission in Taiwan. Raises
    ``IncompleteRecordError``, with the path, where a fact without a presumption is missing that is looked at.
    """
    facts = Facts(record)
    documents = papers.documents(facts)
    return {
        REGULATION: {
            "eligibility": regulation.eligibility(facts),
            "reapplication": regulation.reapplication(facts),
            "programme": regulation.programme(facts),
            "application": regulation.application(facts),
            "documents": credentials.documents(facts),
        },
        BROCHURE: {
            "eligibility": brochure.eligibility(facts),
            "english": brochure.english(facts),
            "timeliness": brochure.timeliness(facts),
            "fees": brochure.fees(facts),
            "documents": documents,
            "application": brochure.application(facts, as_of or facts.applied_on, documents_complete=documents == "complete"),
        },
    }


def routes_open(record: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of the regulation's provisions by which this person is eligible (``art2.p1``, ``art3.p3``, …)."""
    return regulation.routes_open(Facts(record))


def papers_wanting(record: Mapping[str, object]) -> dict[str, list[str]]:
    """Return, by rulebook, what is missing among the papers."""
    return {REGULATION: credentials.wanting(Facts(record)), BROCHURE: papers.wanting(Facts(record))}
