"""A table decided by several versions says what each record's own judgment says: random versions, random records."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.editions_at_hand import UnlikeEditionsError, at_hand
from engine.evaluation.editions_table import EditionsTable
from engine.records.columns import table_of
from tests.properties.editions import by_seed
from tests.properties.filings import Chance, complete, incomplete
from tests.properties.vocabulary import record, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.evaluation.editions_at_hand import EditionsAtHand
    from engine.language.record import Record
    from tests.unit.evaluation.small_editions import Two

RECORDS: Final = 60
ROUNDS: Final = 6
AS_OF: Final = (None, date(2020, 2, 29))


def editions() -> Iterator[tuple[Two, EditionsAtHand]]:
    """Random editions that can stand in one table, as they were made and at hand."""
    for seed in range(1000):
        made = by_seed(seed)
        try:
            found = at_hand(made, "keeper")
        except UnlikeEditionsError:
            continue
        assert found is not None
        yield made, found


def records(seed: int) -> list[Record]:
    """Random records, half of them complete."""
    chance = Chance(random.Random(-seed).randrange)
    wholes = [{**complete(chance), "id": str(index)} for index in range(RECORDS)]
    return [record(whole if chance.once_in(2) else incomplete(chance, whole)) for whole in wholes]


SOME: Final = [one for one, _ in zip(editions(), range(ROUNDS), strict=False)]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_each_row_is_what_the_record_alone_gives(number: int) -> None:
    as_of = AS_OF[number % len(AS_OF)]
    _, some = SOME[number]
    table = EditionsTable(some, as_of=as_of)
    filed = records(number)
    found = table.decide(table_of(filed, vocabulary()))
    alone = EditionsInterpreter(some)
    expected = table.of_judgments([alone.evaluate(one, as_of=as_of) for one in filed])
    assert found.schema == expected.schema
    for name in found.column_names:
        assert found.column(name).to_pylist() == expected.column(name).to_pylist(), name
    versions = found.column("version.made-up").to_pylist()
    assert len(set(versions)) > 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_editions_at_hand_choose_as_those_they_were_made_of(number: int) -> None:
    made, found = EditionsInterpreter(SOME[number][0]), EditionsInterpreter(SOME[number][1])
    for one in records(number):
        assert found.editions_of(one) == made.editions_of(one)
