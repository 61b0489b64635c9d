"""A linked rulebook on records: what it refuses, what results are equal, and what a decision rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.evaluation.context import Frame
from engine.loading.schemas.parts import from_yaml
from tests.conformance.inline import InlineRulebook

CLUB = """
facts:
  age: integer
  active: boolean
  since: date
  loans: {type: list, of: {taken_on: date, lost: boolean, size: integer, days: integer}}
  tags: {type: list, of: text}
parameters:
  fee: {value: 100, unit: TWD, cite: art2}
  loans_at_once: {value: 5, cite: art1}
terms:
  dues: {cite: art3, parameter: fee}
articles:
  - {article: 1, kind: requirement, requires: {fact: age, at_least: 20}}
  - {article: 2, label: {zh: 費, en: the fee}, kind: effect, when: {fact: active}, gives: {parameter: fee}}
  - {article: 3, kind: requirement, requires: {fact: active}}
ask:
  fee: {value: {term: dues}}
  given: {value: {given_by: art2}}
  constant: {value: {add: [1, 2]}}
  inner:
    condition: {some: loans, as: outer, where: {some: loans, where: {all: [{field: outer.lost}, {field: lost, is: false}]}}}
  ruled: {condition: {all: [art1, art3]}}
  tagged: {condition: {some: tags, is: x}}
"""


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> InlineRulebook:
    return InlineRulebook(from_yaml(CLUB), tmp_path_factory.mktemp("club"))


def decided(club: InlineRulebook, name: str, **facts: Any) -> Any:
    return club.judge(facts, None).decisions[name]


def test_a_subject_that_the_rulebook_does_not_decide_is_refused(club: InlineRulebook) -> None:
    with pytest.raises(LookupError, match="club decides no guest"):
        club.interpreter.plan("guest")
    with pytest.raises(LookupError, match="club decides no guest"):
        club.interpreter.evaluate(replace(club.record({}), subject="guest"))


def test_an_element_is_read_only_inside_its_list() -> None:
    inner = Frame("inner", Frame("outer", None))
    assert (inner.out(0).element, inner.out(1).element) == ("inner", "outer")
    with pytest.raises(LookupError, match="outside of its list"):
        inner.out(2)


def test_results_are_equal_where_they_say_the_same(club: InlineRulebook) -> None:
    one, same, other = (decided(club, "ruled", age=age, active=True) for age in (20, 20, 19))
    assert one == same
    assert one != other
    assert one != "holds"
    with pytest.raises(TypeError):
        hash(one)


@pytest.mark.parametrize(
    ("loans", "outcome"),
    [
        ([{"lost": True}, {"lost": False}], "holds"),
        ([{"lost": True}, {"lost": True}], "fails"),
        ([{"lost": True}, {}], "undetermined"),
        ([{"lost": False}, {}], "undetermined"),
        ([{"lost": False}], "fails"),
        ([], "fails"),
    ],
)
def test_a_truth_value_of_the_element_outside_is_read_from_inside(
    club: InlineRulebook, loans: list[dict[str, bool]], outcome: str
) -> None:
    assert decided(club, "inner", loans=loans).outcome == outcome


def test_a_value_rests_on_the_rule_that_gives_it_or_else_on_what_its_names_cite(club: InlineRulebook) -> None:
    fee = decided(club, "fee").as_json()
    assert (fee["value"], fee["unit"]) == (100, "TWD")
    (ground,) = fee["because"]
    assert "club:art3" in ground, "what the term cites"
    assert decided(club, "given", active=True).as_json()["because"] == [["club:art2"]]
    assert decided(club, "constant").as_json()["because"] == []


def test_a_value_has_no_outcome(club: InlineRulebook) -> None:
    found = decided(club, "given", active=True).as_json()
    assert "outcome" not in found
    assert "possible" not in found
    assert found["value"] == 100
    assert decided(club, "given", active=False).as_json()["value"] == "none"


def test_a_trace_names_plain_elements_by_nothing_and_rules_by_their_labels(club: InlineRulebook) -> None:
    judgment = club.judge({"tags": ["x", "y"], "active": True}, None).as_json()
    assert judgment["decisions"]["tagged"]["outcome"] == "holds"
    assert judgment["trace"]["facts"]["tags"] == {"value": ["x", "y"]}
    assert judgment["trace"]["nodes"]["club:art2"]["label"] == {"zh": "費", "en": "the fee"}
