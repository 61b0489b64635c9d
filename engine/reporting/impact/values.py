"""The records that an amendment touches, as comma-separated values and as plain data for programs."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.analysis.impact.findings import transitions
from engine.language.walk import with_used
from engine.reporting.impact.page import UNDETERMINED
from engine.reporting.impact.words import Words
from engine.reporting.workbooks.look import FORMULA_SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.comparison.change import Change
    from engine.analysis.impact.causes import Causes
    from engine.analysis.impact.findings import Impact
    from engine.evaluation.answers import Answer
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Rulebook

COLUMNS = (
    "record", "place", "decision", "before", "after", "possible before", "possible after", "causes", "smallest", "causes zh",
    "causes en",
)  # fmt: skip


def write_values(impact: Impact, out: Path) -> None:
    """Write every changed decision on a record in a row, in UTF-8 with the mark by which Excel knows it.

    ``causes``: changes by kind and name, ``+`` between those that only together do it, ``|`` between several ways. A text that
    Excel would take for a formula gets an apostrophe before it. Raises :class:`OSError` where the file cannot be written.
    """
    words = Words(impact)
    said: dict[Causes, Bilingual] = {}
    with out.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for flip in impact.found.flips:
            sets = " | ".join(" + ".join(_named(impact.changes[one]) for one in sorted(chosen)) for chosen in flip.causes.sets)
            told = said.setdefault(flip.causes, words.causes(flip.causes))
            row = [
                flip.record, flip.place, flip.decision, _word(flip.before), _word(flip.after), " | ".join(flip.before),
                " | ".join(flip.after), sets, str(flip.causes.smallest).lower(), told.zh, told.en,
            ]  # fmt: skip
            lines.writerow([f"'{text}" if text.startswith(FORMULA_SIGNS) else text for text in row])


def as_json(impact: Impact) -> dict[str, Any]:
    """Everything that was found, as plain data; names of changes are their numbers in ``changes``, from 0."""
    words = Words(impact)
    found = impact.found
    flips = dict(impact.by_cause())
    return {
        "before": _books(impact.before),
        "after": _books(impact.after),
        "subject": impact.subject,
        "read": found.read,
        "decided": found.decided,
        "rejected": found.rejected,
        "left_out": found.left_out,
        "changes": [
            {
                "rulebook": one.rulebook, "kind": one.kind, "before": one.before or None, "after": one.after or None,
                "aspects": list(one.aspects), "matched": one.matched, "name": _both(words.name(one)),
                "needs": sorted(impact.needs[number]), "changes_answers": number not in impact.idle,
                "flips": flips.get(number, 0),
            }
            for number, one in enumerate(impact.changes)
        ],
        "decisions": {name: _decision(impact, name) for name in impact.decisions},
        "only_before": list(impact.only_before),
        "only_after": list(impact.only_after),
        "provisions": {
            key: [{"before": a[0], "after": b[0], "records": number} for (a, b), number in sorted(counts.items()) if a != b]
            for key, counts in found.statuses.items()
            if any(a != b for a, b in counts)
        },
        "flips": [
            {
                "record": flip.record, "place": flip.place, "decision": flip.decision, "before": _answer(flip.before),
                "after": _answer(flip.after), "causes": [sorted(one) for one in flip.causes.sets],
                "smallest": flip.causes.smallest,
            }
            for flip in found.flips
        ],
    }  # fmt: skip


def _decision(impact: Impact, name: str) -> dict[str, Any]:
    decision = impact.after.decisions[f"{impact.after.id}:{name}"]
    steps = impact.found.steps.get(name, Counter())
    rows = transitions(steps, list(decision.outcomes), UNDETERMINED)
    possible = [(a, b, n) for (a, b), n in sorted(steps.items()) if a != b and (len(a) > 1 or len(b) > 1)]
    return {
        "outcomes": [{"before": a, "after": b, "records": number} for (a, b), number in rows.items()],
        "possible": [{"before": list(a), "after": list(b), "records": number} for a, b, number in possible],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"outcome": _word(answer), "possible": list(answer)}


def _word(answer: Answer) -> str:
    return answer[0] if len(answer) == 1 else UNDETERMINED


def _named(change: Change) -> str:
    name = f"{change.rulebook}:{change.name}"
    return name if change.kind == "unit" else f"{change.kind} {name}"


def _books(rulebook: Rulebook) -> list[dict[str, str]]:
    return [{"id": book.id, "version": book.version, "digest": book.digest} for book in with_used(rulebook).values()]


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
