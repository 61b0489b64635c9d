"""The shipped rulebooks decide by columns what they decide record by record, and leave no record to the interpreter.

``RULEBOOK_RECORDS`` sets how many made-up applicants are compared.
"""

from __future__ import annotations

import json
import os
import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from engine.evaluation.decided import table_of_judgments
from engine.evaluation.table import TableEvaluator
from engine.evaluation.values import OneOf
from engine.language.diagnostics import Diagnostics
from engine.language.record import Record
from engine.loading.source import read_file, read_source
from engine.records.columns import table_of
from engine.records.reading import read_record
from tests.differential.generator import records, with_facts_removed
from tests.shipped import library

if TYPE_CHECKING:
    from collections.abc import Sequence

TREE: Final = Path(__file__).parents[2]
RULEBOOKS: Final = tuple(sorted(path.name for path in (TREE / "rulebooks").iterdir() if (path / "enactments").is_dir()))
OF_APPLICANTS: Final = ("moe-international-students", "nthu-dual-emba")
COUNT: Final = int(os.environ.get("RULEBOOK_RECORDS", "600")) // 8
LOOKED_AT: Final = (None, date(2022, 5, 20))


def examples(subject: str) -> list[Record]:
    """The example records of a subject, and one of which nothing is known."""
    found = [Record("nothing", subject, {})]
    for path in sorted((TREE / "examples").rglob("*.yaml")):
        diagnostics = Diagnostics()
        tree = read_file(path, path.name, diagnostics)
        record = None if tree is None else read_record(tree, library().vocabularies[subject], diagnostics)
        if record is not None and record.subject == subject:
            found.append(record)
    return found


def made_up(seed: int) -> list[Record]:
    """Applicants, each complete and with facts taken away."""
    chance = random.Random(seed)
    found = []
    for plain in records(seed, COUNT):
        for part in (plain, with_facts_removed(plain, chance)[0]):
            tree = read_source(json.dumps(part, ensure_ascii=False), "record.json", Diagnostics())
            record = None if tree is None else read_record(tree, library().vocabularies["applicant"], Diagnostics())
            assert record is not None
            found.append(record)
    return found


def assert_agreement(evaluator: TableEvaluator, filed: Sequence[Record]) -> None:
    """Every column says the same. Only a value that may be one of several is left to the interpreter: it is told in words."""
    found, left_out = evaluator.columnar.decide(table_of(filed, evaluator.vocabulary))
    judgments = [evaluator.interpreter.evaluate(one, as_of=evaluator.as_of) for one in filed]
    several = [any(type(result.value) is OneOf for result in judgment.decisions.values()) for judgment in judgments]
    for one, left, has_several in zip(filed, left_out, several, strict=True):
        assert has_several or not left, one.id
    expected = table_of_judgments(judgments, evaluator.schema)
    for name in evaluator.schema.names:
        pairs = zip(found[name].to_pylist(), expected[name].to_pylist(), left_out, strict=True)
        assert [(one, other) for one, other, left in pairs if not left and one != other] == [], name


@pytest.mark.parametrize("as_of", LOOKED_AT, ids=str)
@pytest.mark.parametrize("id_", RULEBOOKS)
def test_the_examples(id_: str, as_of: date | None) -> None:
    rulebook = library().load(id_)
    assert (rulebook.main_subject == "applicant") == (id_ in OF_APPLICANTS)
    for subject in rulebook.subjects:
        assert_agreement(TableEvaluator(rulebook, subject, as_of=as_of), examples(subject))


@pytest.mark.parametrize("seed", [2001, 2002])
@pytest.mark.parametrize("id_", OF_APPLICANTS)
def test_made_up_applicants(id_: str, seed: int) -> None:
    assert_agreement(TableEvaluator(library().load(id_), "applicant"), made_up(seed))
