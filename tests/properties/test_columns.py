"""Deciding by columns says what the interpreter says: random rulebooks with random records, row by row, every column.

Records whose row columns cannot hold (``hard``) are the interpreter's by construction and not compared; their share is bounded,
so that the comparison means something. What is sound about the interpreter is so of columns as far as they agree: soundness
(``test_soundness.py``) is therefore not tried again here.

``RULEBOOK_PAIRS`` sets how many pairs of a rulebook and a record are compared (a million on demand).
"""

from __future__ import annotations

import os
import random
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pytest

from engine.evaluation.decided import table_of_judgments
from engine.evaluation.table import TableEvaluator
from engine.records.columns import table_of
from tests.properties.filings import Chance, complete, incomplete
from tests.properties.rulebooks import Author
from tests.properties.vocabulary import record, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

PAIRS: Final = int(os.environ.get("RULEBOOK_PAIRS", "100000"))
BATCHES: Final = 23  # no divisor of it is one of those by which seeds differ
RECORDS: Final = 250
"""Records to a rulebook."""
MOST_HARD: Final = 0.02
AS_OF: Final = (None, date(2020, 2, 29), date(2019, 12, 31))


def rulebook(seed: int) -> Rulebook:
    """A random rulebook: most of them small, some large, every second with days without end."""
    chance = Chance(random.Random(seed).randrange)
    return Author(chance, finite=bool(seed % 2), depth=(1, 2, 1, 1, 3)[seed % 5]).book().built()


def records(seed: int, count: int) -> list[Record]:
    """Random records; one in five complete, the first without any fact."""
    chance = Chance(random.Random(-seed).randrange)
    found = [{"id": "0"}]
    for index in range(1, count):
        whole: dict[str, Any] = {**complete(chance), "id": str(index)}
        found.append(whole if chance.once_in(5) else incomplete(chance, whole))
    return [record(plain) for plain in found]


def one_by_one(evaluator: TableEvaluator, filed: Sequence[Record]) -> pa.Table:
    """What the interpreter says of records, as the same table."""
    evaluate = evaluator.interpreter.evaluate
    judgments = [evaluate(one, as_of=evaluator.as_of, decisions=evaluator.decisions) for one in filed]
    return table_of_judgments(judgments, evaluator.schema)


def differences(found: pa.Table, expected: pa.Table) -> list[str]:
    """What two tables of decisions say otherwise."""
    assert found.schema.equals(expected.schema)
    told = []
    for name in found.column_names:
        pairs = zip(found[name].to_pylist(), expected[name].to_pylist(), strict=True)
        wrong = [row for row, (one, other) in enumerate(pairs) if one != other]
        if wrong:
            row = wrong[0]
            told.append(f"{name}: {len(wrong)} rows, row {row} is {found[name][row]} and not {expected[name][row]}")
    return told


@pytest.mark.parametrize("batch", range(BATCHES))
def test_columns_say_what_the_interpreter_says(batch: int) -> None:
    seeds = range(batch, max(PAIRS // RECORDS, BATCHES), BATCHES)
    hard = compared = 0
    filed = records(batch, RECORDS)
    table = table_of(filed, vocabulary())
    for seed in seeds:
        evaluator = TableEvaluator(rulebook(seed), as_of=AS_OF[seed % 3])
        found, left_out = evaluator.columnar.decide(table)
        rows = np.flatnonzero(~left_out)
        expected = one_by_one(evaluator, [filed[row] for row in rows])
        assert differences(found.take(rows), expected) == [], f"rulebook {seed}, records {batch}"
        hard, compared = hard + RECORDS - len(rows), compared + RECORDS
    assert len(seeds) < 10 or hard <= MOST_HARD * compared  # of a few rulebooks one can have many


@pytest.mark.parametrize("seed", [1, 2, 4, 8, 9])
def test_a_table_in_pieces_is_decided_as_the_whole(seed: int) -> None:
    """Also in pieces of one record and of none, and with the rows that are the interpreter's in their places."""
    filed = records(seed, 60)
    evaluator = TableEvaluator(rulebook(seed))
    whole = evaluator.decide(table_of(filed, vocabulary()))
    assert differences(whole, one_by_one(evaluator, filed)) == []
    ends = [0, 0, 1, 2, 19, 20, 59, 60]
    pieces = [evaluator.decide(table_of(filed[start:end], vocabulary())) for start, end in pairwise(ends)]
    assert [len(piece) for piece in pieces] == [end - start for start, end in pairwise(ends)]
    assert differences(pa.concat_tables(pieces, promote_options="permissive").cast(evaluator.schema), whole) == []


@pytest.mark.parametrize("seed", [1, 3, 14])
def test_a_decision_alone_is_what_it_is_among_others(seed: int) -> None:
    table = table_of(records(seed, 40), vocabulary())
    of_all = TableEvaluator(rulebook(seed)).decide(table)
    for name in ("first", "third"):
        evaluator = TableEvaluator(rulebook(seed), decisions=[name])
        assert evaluator.decisions == [name]
        assert differences(evaluator.decide(table), of_all.select(evaluator.schema.names)) == []


def test_a_record_that_columns_cannot_hold_is_the_interpreters() -> None:
    """Numbers that have no room in 64 bits: the row stands in its place among the others, decided exactly."""
    doubled: dict[str, Any] = {"multiply": [{"fact": "hives"}, 1_000_000_000_000]}
    book = Author(Chance(lambda _count: 0), finite=True, depth=1).book()
    book.head["decisions"] = {"many": {"title": book.head["title"], "value": doubled}}
    filed = [record({"id": str(index), "hives": hives}) for index, hives in enumerate((3, 10**13, 0))]
    evaluator = TableEvaluator(book.built())
    left_out = evaluator.columnar.decide(table_of(filed, vocabulary()))[1]
    assert left_out.tolist() == [False, True, False]
    found = evaluator.decide(table_of(filed, vocabulary()))
    assert found["many"].to_pylist() == [3 * 10**12, None, 0]
    assert found["many.known"].to_pylist() == [None, str(10**25), None]  # no room in the column either
    assert evaluator.by_interpreter == 1
