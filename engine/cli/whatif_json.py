"""The answer of ``rulebook whatif`` for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.evaluation.judgment import plain_value

if TYPE_CHECKING:
    from engine.analysis.whatif.answers import Alternative, Changes, Passing
    from engine.cli.whatif import Answered
    from engine.evaluation.judgment import DecisionResult


def as_json(answered: Answered) -> str:
    """The whole answer."""
    asked = answered.asked
    judgment = asked.judgment(asked.record)
    found = {
        "record": judgment.record,
        "rulebook": judgment.rulebook.as_json(),
        "facts_as_of": plain_value(judgment.facts_as_of),
        "decision": asked.decision,
        **_result(judgment.decisions[asked.decision]),
        "wanted": list(asked.wanted),
        "changes": _changes(answered.changes),
        "time": {
            **_passing(answered.passing),
            "parts": {name: _passing(one) for name, one in answered.parts.items()},
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _result(result: DecisionResult) -> dict[str, Any]:
    return {
        "outcome": result.outcome,
        "possible": list(result.possible),
        "because": [list(group) for group in result.because],
        "missing": list(result.missing),
    }


def _changes(changes: Changes) -> dict[str, Any]:
    found: dict[str, Any] = {"answer": changes.answer.value}
    if changes.reason:
        found |= {"reason": changes.reason, "detail": changes.detail}
    if changes.alternatives:
        found["fewest"] = changes.fewest
    found["alternatives"] = [_alternative(one) for one in changes.alternatives]
    if changes.most_added:
        found |= {"changeable": list(changes.changeable), "most_added": changes.most_added}
    return found


def _alternative(one: Alternative) -> dict[str, Any]:
    changes = [
        {
            "kind": change.kind.value,
            "path": change.path,
            "before": plain_value(change.before),
            "after": plain_value(change.after),
        }
        for change in one.changes
    ]
    return {"changes": changes, "sure": one.sure, **_result(one.result)}


def _passing(passing: Passing) -> dict[str, Any]:
    found: dict[str, Any] = {"answer": passing.answer.value}
    if passing.reason:
        found["reason"] = passing.reason
    found["tried"] = passing.tried
    if passing.last_day is not None:
        found["last_day"] = passing.last_day.isoformat()
    if passing.day is not None:
        found["day"] = passing.day.isoformat()
    if passing.result is not None:
        until = passing.result.provisional_until
        found |= {
            "version": passing.version,
            "moved": {path: plain_value(value) for path, value in (passing.moved or {}).items()},
            "provisional_until": plain_value(until),
            **_result(passing.result),
        }
    return found
