"""What became of careless edits, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.cli.console import BOLD, DIM, GREEN, RED, YELLOW, number_of, styled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.analysis.mutation.score import Score

WANTED = 0.95
"""The share of edits that scenarios have to notice."""


def is_enough(score: Score) -> bool:
    """Whether every unnoticed edit is explained and, where all were tried, enough were noticed (of a sample, chance decides)."""
    return not score.unexplained and (score.share >= WANTED or sum(score.fates.values()) < score.there_are)


def as_text(scores: Iterable[Score]) -> str:
    """For people: a line for each rulebook, and every edit that nobody noticed, with the reason where there is one."""
    lines: list[str] = []
    for score in scores:
        tried = sum(score.fates.values())
        counted = tried - score.fates["refused"]
        of = "" if tried == score.there_are else f" (of {score.there_are})"
        share = styled(f"{score.share:.1%}", GREEN if is_enough(score) else RED, BOLD)
        lines.append(
            f"{styled(score.rulebook, BOLD)}: {number_of(tried, 'edit')}{of}, {score.fates['refused']} do not load; "
            f"scenarios notice {score.fates['noticed']} of the other {counted}: {share}"
        )
        for mutant, reason in score.unnoticed:
            why = styled(f"harmless: {reason.en}", DIM) if reason is not None else styled("no scenario notices it", YELLOW)
            lines.append(f"  {mutant.place}: {mutant.name}\n    {why}")
    return "\n".join(lines)


def as_json(scores: Iterable[Score]) -> str:
    """For programs: one object, rulebook by rulebook."""
    return json.dumps({score.rulebook: _score(score) for score in scores}, ensure_ascii=False, indent=2)


def _score(score: Score) -> dict[str, Any]:
    return {
        "edits": score.there_are,
        "tried": sum(score.fates.values()),
        **{fate: score.fates[fate] for fate in ("refused", "noticed", "unnoticed")},
        "share": round(score.share, 4),
        "of_the_unnoticed": [
            {
                "edit": mutant.name,
                "file": mutant.place.file,
                "line": mutant.place.line,
                "because": None if reason is None else {"zh": reason.zh, "en": reason.en},
            }
            for mutant, reason in score.unnoticed
        ],
    }
