"""The fewest changes: known answers, none, ties, what is unknown; and all of them against trying every set."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.analysis.whatif.answers import Answer, Change, Kind
from engine.analysis.whatif.made import changed
from engine.analysis.whatif.turning import changes_that_turn
from engine.language.diagnostics import InputError
from engine.language.facts import Special
from engine.language.record import Element
from tests.unit.analysis.whatif.club import asked, club

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.whatif.answers import Changes


def found(folder: Path, requires: str, edits: dict[str, str] | None = None, most: int = 5) -> Changes:
    return changes_that_turn(asked(club(folder, requires), edits), most, 30)


def told(changes: Changes) -> set[tuple[tuple[str, Any], ...]]:
    """Each alternative as the paths with what they become; of an element that comes, the fields that are said."""
    return {
        tuple((one.path, tuple(one.after.values.items()) if isinstance(one.after, Element) else one.after) for one in way.changes)
        for way in changes.alternatives
    }


def test_a_fact_is_changed(tmp_path: Path) -> None:
    changes = found(tmp_path, "{fact: signed, is: true}")
    assert changes.answer is Answer.FOUND
    (way,) = changes.alternatives
    assert way.sure
    assert way.changes == (Change(kind=Kind.CHANGED, path="signed", before=False, after=True),)
    assert way.result.outcome == "in"
    assert "signed" not in way.record.presumed


def test_a_number_becomes_the_nearest_that_does(tmp_path: Path) -> None:
    assert told(found(tmp_path, "{fact: score, at_least: 70}")) == {(("score", 70),)}
    assert told(found(tmp_path, "{fact: score, at_most: 40}", {"score: none": "score: 95"})) == {(("score", 40),)}
    (way,) = found(tmp_path, "{fact: score, at_least: 70}").alternatives
    assert way.changes[0].before is Special.NONE


def test_of_an_element_that_comes_only_what_is_needed_is_said(tmp_path: Path) -> None:
    changes = found(tmp_path, "{some: papers, where: {field: kind, is: photo}}")
    assert told(changes) == {(("papers[1]", (("kind", "photo"),)),)}
    assert changes.alternatives[0].record.facts["papers"][1].values["stamped"] is False  # type: ignore[index, union-attr]  # a list
    both = found(tmp_path / "b", "{some: papers, where: {all: [{field: kind, is: photo}, {field: stamped}]}}")
    assert told(both) == {(("papers[1]", (("kind", "photo"), ("stamped", True))),)}


def test_a_field_of_what_is_there_can_be_changed(tmp_path: Path) -> None:
    rule = "{every: papers, where: {field: stamped}}"
    assert told(found(tmp_path, rule)) == {(("papers[0].stamped", True),)}


def test_an_element_is_taken_away_where_a_list_is_all_ones_own(tmp_path: Path) -> None:
    changes = found(tmp_path, "{none: memberships, is: rivals}", {"memberships: []": "memberships: [rivals]"})
    (way,) = changes.alternatives
    assert [one.kind for one in way.changes] == [Kind.TAKEN_AWAY]
    assert way.record.facts["memberships"] == ()


def test_ties_are_all_shown_up_to_the_number_asked_for(tmp_path: Path) -> None:
    rule = "{any: [{fact: signed}, {fact: score, at_least: 5}, {some: papers, where: {field: kind, in: [photo, licence]}}]}"
    ways = {
        (("signed", True),),
        (("score", 5),),
        (("papers[1]", (("kind", "photo"),)),),
        (("papers[1]", (("kind", "licence"),)),),
    }
    assert told(found(tmp_path, rule)) == ways
    some = told(found(tmp_path, rule, most=2))
    assert len(some) == 2
    assert some < ways


def test_no_more_is_changed_than_has_to_be(tmp_path: Path) -> None:
    rule = "{any: [{all: [{fact: signed}, {fact: score, at_least: 5}]}, {all: [{fact: signed}, {fact: age, at_least: 30}]}]}"
    changes = found(tmp_path, rule)
    assert changes.fewest == 2
    assert told(changes) == {(("score", 5), ("signed", True))}


def test_what_is_nobodys_to_change_turns_nothing(tmp_path: Path) -> None:
    changes = found(tmp_path, "{all: [{fact: age, at_least: 21}, {fact: signed}]}")
    assert changes.answer is Answer.NONE
    assert changes.changeable == ("signed",)


def test_a_day_moves_on_and_never_back(tmp_path: Path) -> None:
    late = "{date_of: {fact: sent_at}, before: 2030-01-10}"
    assert found(tmp_path, late).answer is Answer.NONE
    ((way,),) = (found(tmp_path / "b", "{date_of: {fact: sent_at}, on_or_after: 2030-01-20}").alternatives,)
    assert way.changes[0].after == datetime(2030, 1, 20, tzinfo=timezone(timedelta(hours=8)))


def test_what_comes_is_not_dated_before_the_record_is_looked_at(tmp_path: Path) -> None:
    rule = "{some: papers, where: {all: [{field: kind, is: photo}, {field: dated, before: DAY}]}}"
    assert found(tmp_path, rule.replace("DAY", "2030-01-11")).answer is Answer.NONE
    changes = found(tmp_path / "b", rule.replace("DAY", "2030-03-11"))
    assert told(changes) == {(("papers[1]", (("kind", "photo"), ("dated", date(2030, 1, 11)))),)}


def test_what_is_wanted_already_needs_no_change(tmp_path: Path) -> None:
    assert found(tmp_path, "{fact: age, at_least: 18}").answer is Answer.ALREADY


def test_an_open_outcome_asks_for_what_is_missing_and_for_no_change(tmp_path: Path) -> None:
    assert found(tmp_path, "{any: [{fact: age, at_least: 18}, {fact: signed}]}", {"age: 20\n": ""}).answer is Answer.OPEN


def test_what_is_unknown_is_not_assumed(tmp_path: Path) -> None:
    rule = "{all: [{fact: age, at_least: 18}, {fact: signed}]}"
    changes = found(tmp_path, rule, {"age: 20\n": ""})
    (way,) = changes.alternatives
    assert not way.sure
    assert way.result.missing == ("age",)
    either = found(
        tmp_path / "b", "{all: [{any: [{fact: age, at_least: 18}, {fact: signed}]}, {fact: signed}]}", {"age: 20\n": ""}
    )
    assert [one.sure for one in either.alternatives] == [True]


def test_twelve_elements_can_come_and_not_thirteen(tmp_path: Path) -> None:
    changes = found(tmp_path, "{count: papers, at_least: 6}")
    assert changes.fewest == 5
    assert changes.most_added == 12
    assert found(tmp_path / "b", "{count: papers, at_least: 14}").answer is Answer.NONE


def test_when_the_time_is_over_it_is_undecided(tmp_path: Path) -> None:
    changes = changes_that_turn(asked(club(tmp_path, "{fact: signed}")), 3, 0.0)
    assert (changes.answer, changes.reason) == (Answer.UNDECIDED, "time")


def test_without_the_solver_it_is_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.analysis.whatif.turning.find_spec", lambda _: None)
    changes = found(tmp_path, "{fact: signed}")
    assert (changes.answer, changes.reason) == (Answer.UNDECIDED, "solver")
    assert found(tmp_path / "b", "{fact: age, at_least: 18}").answer is Answer.ALREADY


FLAGS = ("a", "b", "c", "d", "e")
OWN = ("a", "b", "c")
TRUTHS = (
    "vocabulary: member\ntitle: {zh: 會員, en: Member}\nfacts:\n  id: {type: text, identifier: true, label: {zh: 號, en: No}}\n"
    + (
        "  seen_on: {type: date, label: {zh: 閱, en: Seen}}\n"
        + "".join(
            f"  {name}: {{type: boolean, label: {{zh: 事, en: {name}}}{', changeable: true' if name in OWN else ''}}}\n"
            for name in FLAGS
        )
    )
)


def _conditions() -> st.SearchStrategy[str]:
    leaf = st.sampled_from(FLAGS).map(lambda name: f"{{fact: {name}}}")
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(lambda one: f"{{not: {one}}}"),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: f"{{all: [{', '.join(some)}]}}"),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: f"{{any: [{', '.join(some)}]}}"),
        ),
        max_leaves=8,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_conditions(), st.lists(st.sampled_from(["true", "false", "false", "unknown"]), min_size=5, max_size=5))
def test_as_few_as_by_trying_every_set(tmp_path_factory: pytest.TempPathFactory, requires: str, said: list[str]) -> None:
    try:
        interpreter = club(tmp_path_factory.mktemp("club"), requires, TRUTHS)
    except InputError:  # a condition that can never hold, or never fail, is refused
        assume(False)  # noqa: FBT003 - hypothesis's own form
    record = "".join(f"{name}: {value}\n" for name, value in zip(FLAGS, said, strict=True))
    question = asked(interpreter, {SOMEBODY_BELOW_THE_ID: f"{record}seen_on: 2030-01-11\n"})
    changes = changes_that_turn(question, 8, 30)
    own = interpreter.newest.subjects["member"].vocabulary
    flips = [
        Change(kind=Kind.CHANGED, path=name, before=question.record.facts[name], after=not question.record.facts[name])
        for name in OWN
        if name in question.record.facts
    ]
    tried = {
        some: question.result(changed(question.record, some, own)) for size in range(4) for some in combinations(flips, size)
    }
    sure = [some for some, result in tried.items() if question.is_wanted(result)]
    possible = [some for some, result in tried.items() if question.is_possible(result)]
    match changes.answer:
        case Answer.ALREADY:
            assert () in sure
        case Answer.OPEN:
            assert () in possible
            assert () not in sure
        case Answer.NONE:
            assert sure == []
        case Answer.FOUND:
            assert all(way.changes in possible for way in changes.alternatives)
            assert all((way.changes in sure) == way.sure for way in changes.alternatives)
            assert min(map(len, possible)) <= changes.fewest <= min(map(len, sure), default=3)
            if "unknown" not in said:
                assert {way.changes for way in changes.alternatives} == {some for some in sure if len(some) == changes.fewest}
        case _:
            pytest.fail(changes.reason)


SOMEBODY_BELOW_THE_ID = """\
age: 20
score: none
signed: false
sent_at: 2030-01-10T12:00:00
seen_on: 2030-01-11
term_start: 2030-02-01
papers: [{kind: form, stamped: false, dated: 2030-01-02, pages: 2}]
memberships: []
"""
