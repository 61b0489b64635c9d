"""The engine with the shipped rulebooks against an independent decider, written from the law and the record's contract alone.

``RULEBOOK_RECORDS`` sets how many records are compared (more on demand); each is complete, then loses facts.
"""

from __future__ import annotations

import json
import os
import random
from datetime import date
from typing import Any

import pytest

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.records.reading import read_record
from tests.differential.generator import records, with_facts_removed
from tests.differential.oracle import decide, papers_wanting
from tests.shipped import library

LOOKED_AT = (None, date(2022, 5, 19), date(2022, 5, 20), date(2022, 5, 21))
"""Days on which a record is looked at: that of submission, and those about the brochure's last."""

COUNT = int(os.environ.get("RULEBOOK_RECORDS", "600"))


@pytest.fixture(scope="module")
def interpreters() -> dict[str, Interpreter]:
    return {id_: Interpreter(library().load(id_)) for id_ in ("moe-international-students", "nthu-dual-emba")}


def read(plain: dict[str, Any]) -> Any:
    diagnostics = Diagnostics()
    tree = read_source(json.dumps(plain, ensure_ascii=False), "record.json", diagnostics)
    assert tree is not None
    record = read_record(tree, library().vocabularies["applicant"], diagnostics)
    assert not diagnostics.found, diagnostics.in_order()
    return record


def outcomes(
    interpreters: dict[str, Interpreter], plain: dict[str, Any], names: dict[str, dict[str, str]], as_of: date | None
) -> dict[str, Any]:
    record = read(plain)
    found = {}
    for id_, expected in names.items():
        judgment = interpreters[id_].evaluate(record, as_of=as_of, decisions=list(expected))
        found[id_] = judgment.decisions
    return found


@pytest.mark.parametrize("seed", range(4))
def test_complete_records_are_decided_alike(interpreters: dict[str, Interpreter], seed: int) -> None:
    rng = random.Random(seed)
    for plain in records(seed, COUNT // 4):
        as_of = rng.choice(LOOKED_AT)
        expected = decide(plain, as_of)
        found = outcomes(interpreters, plain, expected, as_of)
        engine = {id_: {name: result.outcome for name, result in found[id_].items()} for id_ in expected}
        assert engine == expected, (str(as_of), papers_wanting(plain), json.dumps(plain, ensure_ascii=False))


@pytest.mark.parametrize("seed", range(4))
def test_taking_facts_away_never_changes_what_is_determined(interpreters: dict[str, Interpreter], seed: int) -> None:
    """Soundness: the true outcome stays possible, and what is determined is the true outcome."""
    rng = random.Random(seed)
    undetermined = 0
    for plain in records(1000 + seed, COUNT // 4):
        as_of = rng.choice(LOOKED_AT)
        expected = decide(plain, as_of)
        less, removed = with_facts_removed(plain, rng)
        found = outcomes(interpreters, less, expected, as_of)
        for id_, decisions in expected.items():
            for name, true_outcome in decisions.items():
                result = found[id_][name]
                assert true_outcome in result.possible, (removed, name, json.dumps(less, ensure_ascii=False))
                if len(result.possible) > 1:
                    undetermined += 1
                    assert result.outcome == "undetermined"
                    assert result.missing, (removed, name)
                    assert all(_was_removed(path, removed) for path in result.missing), (result.missing, removed)
                else:
                    assert result.outcome == true_outcome
    assert undetermined > 0


def _was_removed(path: str, removed: Any) -> bool:
    return any(path == gone or path.startswith((f"{gone}.", f"{gone}[")) or gone.startswith(f"{path}[") for gone in removed)
