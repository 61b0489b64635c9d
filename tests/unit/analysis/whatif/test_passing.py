"""If nothing but time passes: the first round that turns an outcome, what moves along, and what is never so."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from engine.analysis.whatif.answers import Answer
from engine.analysis.whatif.passing import first_days, first_round, moved_along
from tests.unit.analysis.whatif.club import asked, club

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.whatif.answers import Passing


def passing(folder: Path, requires: str, edits: dict[str, str] | None = None, years: int = 15) -> Passing:
    question = asked(club(folder, requires), edits)
    return first_round(question, question.interpreter.newest.subjects["member"].vocabulary, years)


def test_the_first_round_in_which_it_turns(tmp_path: Path) -> None:
    found = passing(tmp_path, "{fact: term_start, on_or_after: 2031-03-01}")
    assert (found.answer, found.day, found.tried) == (Answer.FOUND, date(2031, 8, 1), 3)
    assert found.moved == {
        "term_start": date(2031, 8, 1),
        "sent_at": datetime(2031, 7, 10, 12, tzinfo=timezone(timedelta(hours=8))),
        "seen_on": date(2031, 7, 11),
    }
    assert found.result is not None
    assert found.result.outcome == "in"


def test_it_never_turns_within_the_years(tmp_path: Path) -> None:
    found = passing(tmp_path, "{fact: term_start, on_or_after: 2033-02-01}", years=2)
    assert (found.answer, found.last_day, found.tried) == (Answer.NONE, date(2032, 2, 1), 4)
    assert found.day == date(2030, 8, 1)
    turned = passing(tmp_path, "{fact: term_start, on_or_after: 2033-02-01}", years=3)
    assert (turned.answer, turned.day) == (Answer.FOUND, date(2033, 2, 1))


def test_it_is_so_already_or_stays_open(tmp_path: Path) -> None:
    assert passing(tmp_path, "{fact: age, at_least: 18}").answer is Answer.ALREADY
    rule = "{all: [{fact: term_start, on_or_after: 2031-02-01}, {fact: age, at_least: 18}]}"
    found = passing(tmp_path / "b", rule, {"age: 20\n": ""})
    assert (found.answer, found.day) == (Answer.OPEN, date(2031, 2, 1))
    assert found.result is not None
    assert found.result.missing == ("age",)


def test_a_sure_round_comes_before_an_open_one_that_is_earlier(tmp_path: Path) -> None:
    early = "{all: [{fact: term_start, on_or_after: 2030-08-01}, {fact: age, at_least: 18}]}"
    rule = f"{{any: [{early}, {{fact: term_start, on_or_after: 2031-08-01}}]}}"
    found = passing(tmp_path, rule, {"age: 20\n": ""})
    assert (found.answer, found.day) == (Answer.FOUND, date(2031, 8, 1))


def test_without_rounds_or_the_own_round_nothing_is_said(tmp_path: Path) -> None:
    found = passing(tmp_path, "{fact: signed}", {"term_start: 2030-02-01\n": ""})
    assert (found.answer, found.reason) == (Answer.UNDECIDED, "unknown-round")


@pytest.mark.parametrize(
    ("day", "own", "then", "expected"),
    [
        (date(2030, 1, 10), date(2030, 2, 1), date(2030, 8, 1), date(2030, 7, 10)),
        (date(2028, 1, 15), date(2028, 2, 1), date(2029, 2, 1), date(2029, 1, 15)),  # 29 February lies between
        (date(2029, 12, 31), date(2030, 2, 1), date(2030, 8, 1), date(2030, 6, 30)),
        (date(2030, 1, 10), date(2030, 2, 10), date(2030, 8, 1), date(2030, 7, 2)),
    ],
)
def test_days_move_by_months_of_the_calendar(day: date, own: date, then: date, expected: date) -> None:
    assert moved_along(day, own, then) == expected


def test_rounds_are_those_after_the_own_one(tmp_path: Path) -> None:
    rounds = club(tmp_path, "{fact: signed}").newest.subjects["member"].vocabulary.rounds
    assert rounds is not None
    assert rounds.each_year == ((2, 1), (8, 1))
    assert list(first_days(rounds, date(2030, 2, 1), 1)) == [date(2030, 8, 1), date(2031, 2, 1)]
    assert list(first_days(rounds, date(2030, 3, 1), 1)) == [date(2030, 8, 1), date(2031, 2, 1)]
