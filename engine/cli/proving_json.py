"""The answers of ``rulebook prove`` for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.cli.proving import DoneComparison, name_of, plain_bounds
from engine.evaluation.judgment import plain_value
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.analysis.proof.answers import Possibility, Witness
    from engine.analysis.proof.questions import Answered
    from engine.cli.proving import DoneQuestions
    from engine.language.rulebook import Rulebook

Files = dict[str, "Path"]


def as_json(done: DoneComparison | DoneQuestions, files: Mapping[str, Path]) -> str:
    """The whole answer."""
    found = _comparison(done, files) if isinstance(done, DoneComparison) else _questions(done, files)
    return json.dumps(found, ensure_ascii=False, indent=2)


def _comparison(done: DoneComparison, files: Mapping[str, Path]) -> dict[str, Any]:
    comparison = done.comparison
    sides = (comparison.first, comparison.second)
    verdict = {"tightens": _tightens(done)} if done.tightening else {"verdict": comparison.verdict.value}
    return {
        "rulebooks": [_reference(side.rulebook) for side in sides],
        "decisions": [side.decision.name for side in sides],
        "favourable": [list(side.favourable) for side in sides],
        **verdict,
        "differences": {
            difference.value: _possibility(one, files.get(difference.value)) for difference, one in comparison.found.items()
        },
        "bounds": plain_bounds(done.vocabulary, comparison.extent),
        "readings": dict(done.readings),
        "other_readings": dict(done.other_readings),
        "premises": sorted({premise for one in comparison.found.values() for premise in one.premises}),
    }


def _tightens(done: DoneComparison) -> bool | None:
    (half,) = done.comparison.found.values()
    return True if half.is_never else False if half.is_found else None


def _questions(done: DoneQuestions, files: Mapping[str, Path]) -> dict[str, Any]:
    return {
        "rulebook": _reference(done.rulebook),
        "readings": dict(done.readings),
        "subjects": [
            {
                "subject": about.vocabulary.subject,
                "bounds": plain_bounds(about.vocabulary, about.extent),
                "questions": [_answered(one, files) for one in about.answered],
            }
            for about in done.subjects
        ],
    }


def _answered(one: Answered, files: Mapping[str, Path]) -> dict[str, Any]:
    question = one.question
    return {
        "question": question.kind.value,
        "about": list(question.about),
        **({} if question.row is None else {"row": question.row + 1}),
        "finding": one.finding.value,
        "asked": [_possibility(found, files.get(name_of(one, number))) for number, found in enumerate(one.found)],
    }


def _possibility(found: Possibility, file: Path | None) -> dict[str, Any]:
    said: dict[str, Any] = {"answer": found.answer.value, "seconds": round(found.seconds, 3)}
    if found.reason is not None:
        said |= {"reason": found.reason.value, "detail": found.detail}
    if found.premises:
        said["premises"] = list(found.premises)
    if found.witness is not None:
        said["witness"] = _witness(found.witness, file)
    return said


def _witness(witness: Witness, file: Path | None) -> dict[str, Any]:
    facts = {path: plain_value(value) for path, value in witness.record.facts.items() if path not in witness.record.presumed}
    return {
        "file": None if file is None else str(file),
        "record": {"subject": witness.record.subject, **facts},
        "outcomes": list(witness.said),
        "elements": witness.elements,
        "fewest": witness.fewest,
        "unusual": list(witness.unusual),
        "as_of": None if witness.as_of is None else witness.as_of.isoformat(),
        "plausible": not witness.implausible,
        "contradicts": [one.name for one in witness.implausible],
        "no_plausible": witness.no_plausible,
    }


def _reference(book: Rulebook) -> dict[str, Any]:
    uses = [
        {"id": used.id, "version": used.version, "digest": used.digest} for used in with_used(book).values() if used is not book
    ]
    return {"id": book.id, "version": book.version, "digest": book.digest, "uses": uses}
