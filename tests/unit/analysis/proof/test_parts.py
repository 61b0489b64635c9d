"""The parts of a proof by themselves: processes that are ended, files of records, bounds, what is ordinary, what is sliced."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import engine
from engine.analysis.proof import crew
from engine.analysis.proof.answers import Answer, Reason
from engine.analysis.proof.comparing import Compared, goals
from engine.analysis.proof.crew import Asked, one_after_the_other, pursued
from engine.analysis.proof.extents import extent_of
from engine.analysis.proof.finding import Pursuit
from engine.analysis.proof.goals import Decides, Order, OtherValue, Stands, roots
from engine.analysis.proof.ordinary import Ordinary
from engine.analysis.proof.record_files import UnreadableRecordError, as_text, from_text
from engine.analysis.proof.sides import Sides, common_vocabulary, order_of, shown_answer
from engine.analysis.proof.slices import slice_for
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE
from tests.properties.filings import Chance, complete
from tests.properties.vocabulary import record as filed
from tests.properties.vocabulary import vocabulary
from tests.unit.analysis.proof.books import extent, pool

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

PLAIN: dict[str, Any] = {"id": "K", "age": 12, "swims": True, "ticket": "day", "seen_on": "2020-05-05", "fines": []}


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return pool(tmp_path, a={}).load("pool@a")


def a_record(book: Rulebook, **more: Any) -> Record:
    return engine.read(book, {**PLAIN, **more})


# -- processes ---------------------------------------------------------------------------------------------------------


def asked() -> Any:
    return one_after_the_other([Asked("in", (Decides(0, "entry", ("in",)),)), Asked("out", (Decides(0, "entry", ("out",)),))])


def test_a_process_that_does_not_end_in_its_time_is_ended(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_GRACE", -1000.0)
    monkeypatch.setattr(crew, "_POLL", 0.01)
    pursuit = Pursuit(rulebooks=(book,), subject="visitor", extent=extent())
    found = dict(pursued(pursuit, asked(), 5.0, 2))
    assert found.keys() == {"in", "out"}
    assert {one.answer for one in found.values()} == {Answer.UNDECIDED}
    assert {one.reason for one in found.values()} == {Reason.TIME}


def test_a_process_that_dies_leaves_its_question_undecided(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "at_work", os.abort)  # it takes no arguments: the process ends with an error of its own
    pursuit = Pursuit(rulebooks=(book,), subject="visitor", extent=extent())
    found = dict(pursued(pursuit, asked(), 5.0, 2))
    assert {one.reason for one in found.values()} == {Reason.DIED}


# -- files of records --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_record_that_is_written_reads_back_to_itself(seed: int) -> None:
    import random  # noqa: PLC0415 - beside its only use

    record = filed({**complete(Chance(random.Random(seed).randrange)), "id": f"R {seed}"})
    read = from_text(as_text(record, vocabulary(), ["a story"]), vocabulary())
    assert dict(read.facts) == dict(record.facts)


def test_texts_that_look_like_something_else_are_quoted(book: Rulebook) -> None:
    for odd in ("no", "none", "2020-01-01", "a: b", "", 'say "so"', "一"):
        changed = replace(a_record(book), facts={**a_record(book).facts, "id": odd or "x"})
        own = book.subjects["visitor"].vocabulary
        assert from_text(as_text(changed, own), own).facts["id"] == (odd or "x")


def test_what_is_no_record_is_refused(book: Rulebook) -> None:
    with pytest.raises(UnreadableRecordError, match="age"):
        from_text("id: K\nage: young\n", book.subjects["visitor"].vocabulary)


# -- bounds ------------------------------------------------------------------------------------------------------------


def test_bounds_come_from_the_known_records_where_nobody_names_them(book: Rulebook) -> None:
    own = book.subjects["visitor"].vocabulary
    fines = [{"amount": 5, "paid": True}] * 4
    known = [a_record(book, fines=fines), a_record(book, seen_on="2007-03-03")]
    found = extent_of(own, known, {}, (None, None), None)
    assert found.lists == {"fines": 4}
    assert (found.first_day, found.last_day) == (date(2000, 1, 1), date(2029, 12, 31))
    named = extent_of(own, known, {"fines": 1}, (date(2010, 1, 1), date(2011, 1, 1)), date(2012, 1, 1))
    assert named.lists == {"fines": 1}
    assert (named.first_day, named.last_day, named.as_of) == (date(2010, 1, 1), date(2011, 1, 1), date(2012, 1, 1))
    nobody = extent_of(own, [], {}, (None, None), None)
    assert nobody.lists == {"fines": 2}
    assert (nobody.first_day, nobody.last_day) == (date(1900, 1, 1), date(2099, 12, 31))


def test_a_record_lies_within_bounds_or_not(book: Rulebook) -> None:
    fine = {"amount": 5, "paid": True}
    assert extent().covers(a_record(book, fines=[fine, fine]))
    assert not extent().covers(a_record(book, fines=[fine] * 3))
    assert not extent().covers(a_record(book, fines=[{"amount": 5000, "paid": True}]))
    assert not extent().covers(a_record(book, age=2000))
    assert not extent().covers(a_record(book, seen_on="1999-12-31"))


# -- what is ordinary, what is asked -----------------------------------------------------------------------------------


def test_what_records_say_most_often_is_ordinary(book: Rulebook) -> None:
    own = book.subjects["visitor"].vocabulary
    known = [a_record(book, age=30), a_record(book, age=30), a_record(book, age=7)]
    ordinary = Ordinary(own, known)
    assert ordinary.values(own.facts["age"], "age", 99) == [30, 7, 0, 1]
    assert ordinary.values(own.facts["age"], "age", 7) == [30]
    assert ordinary.is_ordinary(own.facts["age"], 30)
    assert not ordinary.is_ordinary(own.facts["age"], 7)
    assert ordinary.is_ordinary(own.facts["fines"], ())
    assert ordinary.values(own.facts["guided"], "guided", now=True) == [False]
    day = date(2021, 5, 17)
    assert ordinary.values(own.facts["seen_on"], "seen_on", day) == [date(2020, 5, 5), date(2021, 1, 1), date(2021, 5, 1)]


def test_a_goal_is_asked_of_the_facts_that_it_can_read_and_of_no_others(book: Rulebook) -> None:
    own = book.subjects["visitor"].vocabulary
    owed = slice_for((OtherValue(("owed", "owed"), Order.LOWER),), [book, book], own)
    assert owed.facts.keys() == {"id", "seen_on", "fines"}
    assert owed.plausible == ()
    entry = Compared(book, book.decisions["pool:entry"], ("in",))
    both = slice_for(next(iter(goals(entry, entry).values())), [book, book], common_vocabulary([book], "visitor"))
    assert both.facts.keys() == {"id", "age", "swims", "guided", "seen_on", "fines"}
    assert [one.name for one in both.plausible] == ["of_an_age 1", "of_an_age 2"]
    assert roots((Stands(0, "pool:art1", ("satisfied",)), Stands(1, "pool:art2", ("satisfied",))), 1, "pool") == ["pool:art2"]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (1, 1, None),
        (1, 2, Order.HIGHER),
        (Decimal("2.5"), 2, Order.LOWER),
        (date(2020, 1, 1), date(2020, 1, 2), Order.HIGHER),
        (date(2020, 1, 1), Special.OPEN, Order.HIGHER),
        (Special.OPEN, date(2020, 1, 1), Order.LOWER),
        (Special.NONE, 1, Order.APART),
        ("a", "b", Order.APART),
        (TRUE, FALSE, Order.APART),
        (Special.NONE, Special.NONE, None),
    ],
)
def test_how_a_value_stands_to_another(one: Any, other: Any, wanted: Order | None) -> None:
    assert order_of(one, other) is wanted


def test_an_open_answer_shows_as_undetermined(book: Rulebook) -> None:
    record = replace(a_record(book), facts={"id": "K", "seen_on": date(2020, 5, 5)})
    judged = Sides([book], "visitor", None).judged(record)
    assert shown_answer(judged.answer(0, "entry")) == "undetermined"
    assert shown_answer(Sides([book], "visitor", None).judged(a_record(book)).answer(0, "owed")) == "0"


def test_a_fault_of_ours_leaves_its_question_undecided_and_no_other(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    class Line:
        """What a process hears and says."""

        def __init__(self) -> None:
            self.heard = [Asked(0, (Stands(0, f"pool:{path}", ("satisfied",)),)) for path in ("nowhere", "art1")]
            self.said: list[Any] = []

        def recv(self) -> Any:
            if not self.heard:
                raise EOFError
            return self.heard.pop(0), 5.0

        def send(self, found: Any) -> None:
            self.said.append(found)

    def ended(_status: int) -> None:
        raise SystemExit

    monkeypatch.setattr(os, "_exit", ended)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    pursuit = Pursuit(rulebooks=(book,), subject="visitor", extent=extent())
    line: Any = Line()
    with pytest.raises(SystemExit):
        crew.at_work(pursuit, line)
    lost, found = line.said
    assert (lost.answer, lost.reason) == (Answer.UNDECIDED, Reason.DIED)
    assert "pool:nowhere" in lost.detail
    assert found.is_found
