"""A condition or value that the language does not have is refused, with a code and what is wrong, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.loading.schemas.parts import from_yaml
from tests.unit.loading.small_rulebook import errors, library

if TYPE_CHECKING:
    from pathlib import Path

VALUES = {
    # arithmetic: numbers, like with like, and the law's own number in a product
    "an unknown rounding": ("{round: {fact: fine}, rounding: upwards}", "unknown-option", 'no rounding "upwards"'),
    "places without rounding": (
        "{multiply: [{fact: fine}, 2], places: 1}", "missing-key", "say how this is rounded"),
    "a sum of nothing": ("{add: []}", "empty", "nothing to reckon with"),
    "a sum with a text": ("{add: [{fact: note}, 1]}", "type-mismatch", '"add" reckons with numbers, not text'),
    "a sum of dates": ("{add: [{fact: joined_on}, 1]}", "type-mismatch", "not a date"),
    "a difference of three": ("{subtract: [{fact: age}, 1, 2]}", "wrong-shape", "two parts"),
    "a product of three": ("{multiply: [{fact: age}, 1, 2]}", "wrong-shape", "`multiply` has two parts"),
    "a product of two facts": ("{multiply: [{fact: age}, {fact: stay}]}", "not-constant", "one of the two"),
    "money times days": (
        "{multiply: [{fact: stay}, {parameter: rate}]}", "type-mismatch", "a number of days is multiplied by a number of TWD"),
    "days by money": (
        "{divide: [{fact: stay}, {parameter: rate}], rounding: floor}", "type-mismatch",
        "a number of days is divided by a number of TWD"),
    "a bare number by money": (
        "{divide: [{fact: age}, {parameter: rate}], rounding: floor}", "type-mismatch", "divided by a number of TWD"),
    "a quotient by nothing": ("{divide: [{fact: age}, 0], rounding: floor}", "division-by-zero", "divided by zero"),
    # values in general
    "a list without a type": ("[1, 2]", "untyped-literal", "what kind of list"),
    "a text without a type": ("adult", "untyped-literal", '"adult"'),
    "nothing to compare": ("{is: 3}", "no-word", "nothing to compare"),
    "the date of a date": ("{date_of: {fact: joined_on}}", "type-mismatch", "date_of wants a date-time, not a date"),
    "a choice without rows": ("{choose: []}", "empty", "choose has no rows"),
    "a choice of two types": (
        "{choose: [{when: {fact: active}, then: {fact: age}}, {otherwise: {fact: note}}]}", "type-mismatch",
        "one type, here a number and text"),
    "a row without then": (
        "{choose: [{when: {fact: active}}, {otherwise: {fact: age}}]}", "missing-key", "`when` and `then`"),
    "a decision's list": ("{filter: visits}", "type-mismatch", "one value, not a list"),
    # lists
    "a count of a number": ("{count: age}", "type-mismatch", "a list is wanted here, not a number"),
    "a total of texts": ("{total: visits, of: reason}", "type-mismatch", '"of" wants a number, not text'),
    "a total of no field": ("{total: visits, of: fines}", "unknown-field", 'no field "fines"'),
    "a total of nothing": ("{total: visits}", "missing-key", "of is missing"),
    "a total with a unit too many": ("{total: visits, of: fine, unit: TWD}", "wrong-unit", "leave `unit` out"),
    "a total in no unit": ("{total: visits, of: cost}", "missing-unit", "in the unit that currency says"),
    "a total in another unit": ("{total: visits, of: cost, unit: EUR}", "unknown-code", '"EUR" is no currency'),
    # time
    "an interval without ends": ("{days: {interval: {}}}", "empty", "`from`, `to` or both"),
    "an interval of numbers": ("{days: {interval: {from: {fact: age}}}}", "type-mismatch", "from wants a date, not a number"),
    "a difference of three intervals": ("{days: {minus: [visits, visits, visits]}}", "wrong-shape", "two parts"),
    "days of texts": ("{days: tags}", "type-mismatch", "intervals are wanted here, not a list"),
    "days of elements without days": ("{days: courses}", "type-mismatch", "intervals are wanted here, not a list"),
    "days of a number": ("{days: age}", "type-mismatch", "intervals are wanted here, not a number"),
    "days per month": ("{days: visits, per: month}", "unknown-option", "`per` is calendar_year"),
    "days per year of no window": (
        "{maximum: [{days: visits, per: calendar_year}]}", "missing-key", "`within` a window"),
    "days within intervals": (
        "{days: visits, within: {union: [visits]}}", "type-mismatch", "within wants a window, not intervals"),
    "a first day by a fact": ("{days: visits, first_day: {fact: kind}}", "type-mismatch", "counted or not_counted"),
    "a first day that is odd": ("{days: visits, first_day: halved}", "unknown-option", 'no "halved"'),
    "a window without length": ("{days: visits, within: {window: {ending: {fact: joined_on}}}}", "missing-key", "needs `length`"),
    "a window without a day": (
        "{days: visits, within: {window: {length: {parameter: limit}}}}", "missing-key", "`ending` or `starting`"),
    "a window that is ending and starting": (
        "{days: visits, within: {window: {ending: {fact: joined_on}, starting: {fact: joined_on}, length: {parameter: limit}}}}",
        "missing-key", "`ending` or `starting`"),
    "a window as long as a number": (
        "{days: visits, within: {window: {ending: {fact: joined_on}, length: {fact: age}}}}", "type-mismatch",
        "length wants a quantity of time, not a number"),
    "a shift both ways": (
        "{shift: {fact: joined_on}, later: {parameter: extension}, earlier: {parameter: limit}}", "missing-key",
        "`later` or `earlier`"),
    "a shift by nothing": ("{shift: {fact: joined_on}}", "missing-key", "`later` or `earlier`"),
    "30 February": ("{next: {month: 2, day: 30, from: {fact: joined_on}}}", "no-date", "month 2 with a day 30"),
    "month thirteen": ("{next: {month: 13, day: 1, from: {fact: joined_on}}}", "no-date", "month 13"),
    "a month in words": ("{next: {month: May, day: 1, from: {fact: joined_on}}}", "wrong-shape", "a whole number"),
    "a day without its start": ("{previous: {month: 5, day: 1}}", "missing-key", "needs `from`"),
    "another day than the two": ("{as_of: today}", "unknown-option", 'facts or law, not "today"'),
}  # fmt: skip

CONDITIONS = {
    "a duration that is something": (
        "{elapsed: {from: {fact: joined_on}, to: {as_of: facts}}, is: {parameter: extension}}", "type-mismatch",
        "a duration is compared with at_least"),
    "a duration of a bare number": (
        "{elapsed: {from: {fact: joined_on}, to: {as_of: facts}}, at_least: 3}", "type-mismatch", "a duration"),
    "a duration without its end": (
        "{elapsed: {from: {fact: joined_on}}, at_least: {parameter: extension}}", "missing-key", "needs `to`"),
    "a number for a condition": ("{fact: age}", "type-mismatch", "a condition is wanted here, not a number"),
    "one code for a list": ("{fact: kind, in: adult}", "type-mismatch", "a list is wanted here"),
    "a list inside a list": ("{fact: kind, in: [[adult]]}", "type-mismatch", "a card_kind is wanted here"),
    "two codes of a list that it lacks": ("{fact: kind, in: [adult, senor]}", "unknown-code", '"senor" is no card_kind'),
    "elements with fields compared": ("{some: visits, is: x}", "type-mismatch", "say which is compared"),
    "plain values asked for fields": ("{some: tags, where: {field: reason, is: x}}", "type-mismatch", "have no fields"),
    "the latest without an order": (
        "{some: {latest: visits, by: reason}}", "type-mismatch", "text has no order"),
    "the latest by no field": ("{some: {latest: visits, by: day}}", "unknown-field", 'no field "day"'),
    "a field of no element": ("{some: visits, where: {field: stay.reason, is: x}}", "unknown-field", 'called "stay"'),
    "a list beside a junction": (
        "{all: [{fact: active}], where: {fact: active}}", "unknown-key", '"all" has no key "where"'),
    "a parameter for a condition": ("limit", "unknown-provision", 'no provision "limit"'),
    "a window of intervals": (
        "{throughout: {union: [visits]}, intervals: visits}", "type-mismatch", "throughout wants a window"),
    "a window covered by nothing": (
        "{throughout: {interval: {from: {fact: joined_on}}}}", "missing-key", "needs `intervals`"),
    "a provision in pieces": ("{provision: {article: 1}}", "wrong-shape", "named by its path"),
    "a provision that applies perhaps": ("{provision: art1, applies: perhaps}", "wrong-shape", "true or false"),
    "a decision without comparison": ("{decision: admission}", "type-mismatch", '"admission" has outcomes: compare it'),
    "an outcome that is none": ("{decision: admission, is: expelled}", "unknown-option", 'no "expelled"'),
    "a term about another subject": ("{term: of_office}", "wrong-subject", "speaks of office, not of member"),
    "a term without its argument": ("{term: given_one}", "missing-argument", 'is given "wanted"'),
    "a value of what gives none": ("{given_by: art1, at_least: 3}", "no-value", '"art1" gives no value'),
    "a finding that is not declared": ("{fact: findings.good}", "unknown-fact", 'no fact "findings.good"'),
    "a fact by no name": ("{fact: [age]}", "wrong-shape", "the path of a fact is a text"),
    "something applied to nothing": ("art1/art2", "unknown-provision", '"art1/art2"'),
    "a definition for a rule": ("art3", "no-rule", '"art3" is no rule but a definition'),
}  # fmt: skip


def told(folder: Path, decision: object) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in errors(library(folder, {"decisions": {"asked": decision}}))]


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    written, code, message = VALUES[name]
    ((found_code, found_message),) = told(tmp_path, {"value": from_yaml(written)})
    assert found_code == code
    assert message in found_message


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    written, code, message = CONDITIONS[name]
    rows = [{"when": from_yaml(written), "then": "yes_"}, {"otherwise": "no_"}]
    ((found_code, found_message),) = told(tmp_path, {"outcomes": ["yes_", "no_"], "rows": rows})
    assert found_code == code
    assert message in found_message


@pytest.mark.parametrize(
    "written",
    [
        "{some: tags}",
        "{some: tags, is: x}",
        "{some: {latest: visits, by: [from, cost]}}",
        "{days: visits, first_day: {reading: entry}, at_least: 3}",
        "{divide: [{fact: stay}, {parameter: limit}], rounding: floor, at_least: 2}",
        "{throughout: {interval: {from: {fact: joined_on}, to: {as_of: facts}}}, intervals: visits}",
        "{total: courses, of: hours, at_least: 4}",
        "{total: visits, of: cost, unit: USD, at_least: 4}",
        "{given_by: art2, at_least: {parameter: rate}}",
        "{term: given_one, with: {wanted: adult}}",
    ],
)
def test_what_differs_from_a_mistake_by_little_is_none(written: str, tmp_path: Path) -> None:
    rows = [{"when": from_yaml(written), "then": "yes_"}, {"otherwise": "no_"}]
    assert told(tmp_path, {"outcomes": ["yes_", "no_"], "rows": rows}) == []


def test_a_finding_that_is_not_declared_yet_can_be(tmp_path: Path) -> None:
    rows = [{"when": {"fact": "findings.trusted"}, "then": "yes_"}, {"otherwise": "no_"}]
    (found,) = errors(library(tmp_path, {"decisions": {"asked": {"outcomes": ["yes_", "no_"], "rows": rows}}}))
    assert found.help == "declare it in the vocabulary of member"
