"""A record is decided by the version that its day chooses; while the day is open, by what all possible versions say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import engine
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.interpreter import Interpreter
from engine.loading.schema import schema_of
from tests.unit.evaluation.small_editions import ROOM, SECOND, Two, two_of, write_two

if TYPE_CHECKING:
    from pathlib import Path

    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return two_of(write_two(tmp_path_factory.mktemp("two")))


def reader(two: Two, issued_on: str | None = None, **facts: Any) -> Record:
    plain = {"id": "R-1", "age": 30, "loans": [], "card": {"issued_on": issued_on, **facts.pop("card", {})}} | facts
    return engine.read(two.versions["v2"], plain)


def judge(two: Two, record: Record) -> Judgment:
    return EditionsInterpreter(two).evaluate(record)


BORROWED = [{"from": f"2020-01-0{day}"} for day in (1, 2, 3)]


@pytest.mark.parametrize(("day", "version", "outcome"), [("2021-12-31", "1", "admitted"), ("2022-01-01", "2", "refused")])
def test_the_day_chooses_the_version(two: Two, day: str, version: str, outcome: str) -> None:
    found = judge(two, reader(two, day, age=17))
    assert (found.rulebook.version, found.decisions["entry"].outcome) == (version, outcome)


def test_of_one_edition_the_judgment_is_that_of_its_interpreter(two: Two) -> None:
    record = reader(two, "2021-06-01")
    assert judge(two, record) == Interpreter(two.versions["v1"]).evaluate(record)


def test_an_edition_is_loaded_when_the_first_record_comes_under_it(two: Two) -> None:
    own = Two(two.id, two.selector, two.versions)
    interpreter = EditionsInterpreter(own)
    for _ in range(2):
        interpreter.evaluate(reader(own, "2021-06-01"))
    assert [edition.versions[ROOM] for edition in own.asked] == ["v1"]


def test_without_its_day_a_record_comes_under_each_version(two: Two) -> None:
    found = judge(two, reader(two, age=17))
    assert found.rulebook.version == "undetermined"
    assert [one.version for one in found.rulebook.versions] == ["1", "2"]
    assert found.decisions["entry"].possible == ("admitted", "refused")
    assert found.decisions["entry"].missing == ("card.issued_on",)
    assert found.provisions[f"{ROOM}:art1.p1"] == "undetermined"


def test_what_both_versions_say_is_so(two: Two) -> None:
    found = judge(two, reader(two, age=15)).decisions["entry"]
    assert (found.outcome, found.missing) == ("refused", ())
    assert found.because == ((f"{ROOM}:art1.p1",),)


def test_what_one_version_leaves_open_is_missing_beside_the_day(two: Two) -> None:
    found = judge(two, reader(two, age=None)).decisions["entry"]
    assert found.missing == ("age", "card.issued_on")


def test_outcomes_come_as_the_newest_version_declares_them(two: Two) -> None:
    found = judge(two, reader(two, age=None, loans=BORROWED)).decisions["entry"]
    assert found.possible == ("admitted", "waits", "refused")


def test_a_provision_that_one_version_lacks_is_open(two: Two) -> None:
    found = judge(two, reader(two, loans=BORROWED))
    assert found.provisions[f"{ROOM}:art2.p1"] == "undetermined"
    [duty] = found.duties
    assert duty.as_json()["due"] == "undetermined"


def test_a_duty_that_no_version_imposes_here_is_not_due(two: Two) -> None:
    [duty] = judge(two, reader(two)).duties
    assert duty.as_json()["due"] is False


def test_a_decision_that_one_version_lacks_is_open(tmp_path: Path) -> None:
    second = SECOND[: SECOND.index("  loans_held")]
    two = two_of(write_two(tmp_path, second))
    found = judge(two, reader(two))
    assert found.decisions["loans_held"].is_open
    assert found.decisions["loans_held"].missing == ("card.issued_on",)
    assert judge(two, reader(two, "2022-06-01")).decisions.keys() == {"entry"}


def test_an_outcome_is_open_where_a_version_may_not_ask_the_question(tmp_path: Path) -> None:
    two = two_of(write_two(tmp_path, SECOND.replace("  entry:", "  entrance:")))
    entry = judge(two, reader(two)).decisions["entry"]
    assert (entry.outcome, entry.possible) == ("undetermined", ("admitted",))


def test_values_are_joined(tmp_path: Path) -> None:
    second = SECOND.replace("value: {count: loans}", "value: {add: [{count: loans}, 10]}")
    two = two_of(write_two(tmp_path, second))
    found = judge(two, reader(two)).decisions["loans_held"].as_json()
    assert found["value"] == {"one_of": [0, 10]}
    assert found["missing"] == ["card.issued_on"]


def test_a_transitional_rule_reaches_past_the_day(two: Two) -> None:
    found = judge(two, reader(two, "2022-06-01", age=17, card={"blocked": True}))
    assert (found.rulebook.version, found.law_as_of) == ("1", date(2022, 6, 1))
    assert [(remark.code, remark.day) for remark in found.remarks] == [("transitional-rule", date(2022, 6, 1))]


def test_a_presumption_on_which_the_version_rests_is_told(two: Two) -> None:
    held = judge(two, reader(two, "2022-06-01")).decisions["loans_held"]
    assert held.presumed == ("card.blocked",)
    assert held.turns_on_presumptions == ()
    entry = judge(two, reader(two, "2022-06-01", age=17)).decisions["entry"]
    assert entry.turns_on_presumptions == ("card.blocked",)


def test_the_day_of_knowledge_of_the_caller_chooses_too(two: Two) -> None:
    found = EditionsInterpreter(two).evaluate(reader(two, age=17), as_of=date(2021, 1, 1))
    assert (found.rulebook.version, found.facts_as_of) == ("1", date(2021, 1, 1))


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2019-12-31", ["law-older-than-library"]),
        ("2020-01-01", []),
        ("2030-12-31", []),
        ("2031-01-01", ["law-newer-than-library"]),
    ],
)
def test_a_day_outside_of_all_versions_is_remarked(tmp_path: Path, day: str, codes: list[str]) -> None:
    two = two_of(write_two(tmp_path, SECOND.replace("in_force: 2022-01-01", "in_force: 2022-01-01\nuntil: 2030-12-31")))
    found = judge(two, reader(two, day))
    assert [remark.code for remark in found.remarks] == codes


def test_with_one_text_nothing_is_chosen(two: Two) -> None:
    alone = Two(ROOM, None, {"v1": two.versions["v1"]})
    record = reader(two, "2024-01-01", age=17)
    assert judge(alone, record) == Interpreter(two.versions["v1"]).evaluate(record)


def test_the_judgment_has_the_shape_that_is_published(two: Two) -> None:
    found = judge(two, reader(two, age=None)).as_json()
    assert list(Draft202012Validator(schema_of("decision")).iter_errors(found)) == []
    assert found["rulebook"] == {
        "id": ROOM,
        "version": "undetermined",
        "digest": "",
        "versions": [{"version": version, "digest": two.versions[f"v{version}"].digest} for version in ("1", "2")],
    }


def test_the_proof_of_each_version_is_given(two: Two) -> None:
    found = EditionsInterpreter(two).evaluate(reader(two), trace=True)
    assert [one["versions"] for one in found.trace["editions"]] == [{ROOM: "v1"}, {ROOM: "v2"}]
    assert EditionsInterpreter(two).evaluate(reader(two)).trace is None
