"""If nothing but time passes: one round after the other, everything else as the record has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.analysis.whatif.answers import Answer, Passing
from engine.language.temporal.calendar import CalendarRangeError, Unit, shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.analysis.whatif.asked import Asked
    from engine.language.facts import Rounds, Vocabulary
    from engine.language.record import Record

_MONTHS = 12


def first_round(asked: Asked, vocabulary: Vocabulary, years: int) -> Passing:
    """The first round after the record's own in which the outcome is one of those wanted.

    What is recorded as open goes on, and nothing new happens; each round is decided by the law of its day. Rounds that begin
    within so many years of the record's own are tried.
    """
    rounds = vocabulary.rounds
    if rounds is None:
        return Passing(answer=Answer.UNDECIDED, reason="no-rounds")
    own = asked.record.facts.get(rounds.fact)
    if not isinstance(own, date):
        return Passing(answer=Answer.UNDECIDED, reason="unknown-round")
    if asked.is_wanted(asked.result(asked.record)):
        return Passing(answer=Answer.ALREADY, day=own)
    next_one, open_one = Passing(answer=Answer.NONE), None
    last, tried = None, 0
    for day in first_days(rounds, own, years):
        try:
            record, moved = in_round(asked.record, rounds, day)
            as_of = None if asked.as_of is None else moved_along(asked.as_of, own, day)
            judgment = asked.judgment(record, as_of)
        except CalendarRangeError:
            break
        result = judgment.decisions[asked.decision]
        last, tried = day, tried + 1
        found = Passing(
            answer=Answer.FOUND, day=day, record=record, result=result, moved=moved, version=judgment.rulebook.version
        )
        if asked.is_wanted(result):
            return replace(found, last_day=last, tried=tried)
        if tried == 1:
            next_one = replace(found, answer=Answer.NONE)
        if open_one is None and asked.is_possible(result):
            open_one = replace(found, answer=Answer.OPEN)
    return replace(open_one or next_one, last_day=last, tried=tried)


def first_days(rounds: Rounds, own: date, years: int) -> Iterator[date]:
    """The first days of the rounds after a day, until so many years after it."""
    for year in range(own.year, min(own.year + years, date.max.year) + 1):
        for month, day in rounds.each_year:
            first = date(year, month, day)
            if own < first and (first.year - own.year, first.month, first.day) <= (years, own.month, own.day):
                yield first


def in_round(record: Record, rounds: Rounds, day: date) -> tuple[Record, dict[str, Any]]:
    """The record as it is in another round, and the facts that moved. Raises :class:`CalendarRangeError`."""
    own = record.facts[rounds.fact]
    assert isinstance(own, date)  # noqa: S101 - asked before
    moved: dict[str, Any] = {rounds.fact: day}
    for path in rounds.along:
        value = record.facts.get(path)
        if isinstance(value, date):
            moved[path] = moved_along(value, own, day)
    return replace(record, facts={**record.facts, **moved}, presumed=record.presumed - moved.keys()), moved


def moved_along(value: date, own: date, day: date) -> Any:
    """A date, or a date-time, as much later as one round is after another: by whole months, and the days that are left."""
    months = _MONTHS * (day.year - own.year) + day.month - own.month
    if shift(own, months, Unit.MONTHS) > day:
        months -= 1
    left = (day - shift(own, months, Unit.MONTHS)).days
    bare = value.date() if isinstance(value, datetime) else value
    later = shift(shift(bare, months, Unit.MONTHS), left, Unit.DAYS)
    return datetime.combine(later, value.timetz()) if isinstance(value, datetime) else later
