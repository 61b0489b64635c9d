"""A declaration, a unit or a head that says less or more than the language wants is refused, with a code and what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics, InputError
from engine.language.expressions import FactRef
from engine.language.rulebook import Effect
from engine.language.walk import below
from engine.loading.build.rulebook import build_rulebook
from engine.loading.folders import find_library, shipped
from engine.loading.schemas.parts import from_yaml
from engine.loading.source import read_source
from engine.loading.tree import Mapping
from tests.unit.loading.small_rulebook import HEAD, errors, library, worded

if TYPE_CHECKING:
    from pathlib import Path

HEADS = {
    # parameters
    "a text with a unit": (
        "parameters: {p: {type: text, unit: TWD, value: x}}", "type-mismatch", "only a number has a unit, not text"),
    "a parameter without a value": ("parameters: {p: {unit: TWD}}", "missing-key", "a `value`, or `values` and `by`"),
    "dated values without the day": (
        "parameters: {p: {values: [{from: 2020-01-01, value: 1}]}}", "missing-key", "name the day that chooses"),
    "a dated value without value": (
        "parameters: {p: {by: {fact: joined_on}, values: [{from: 2020-01-01}]}}", "missing-key", "`from` and `value`"),
    "dated values out of order": (
        "parameters: {p: {by: {fact: joined_on}, values: [{from: 2024-01-01, value: 1}, {from: 2020-01-01, value: 2}]}}",
        "wrong-order", "in the order of their days"),
    "a dated value from no day": (
        "parameters: {p: {by: {fact: joined_on}, values: [{from: 2023-02-29, value: 1}]}}", "no-date", "2023-02-29"),
    "a type that there is not": ("parameters: {p: {type: colour, value: red}}", "unknown-type", 'no type "colour"'),
    "readings in no mapping": ("readings: 3", "wrong-shape", "readings is a mapping"),
    "a parameter that is a number": ("parameters: {p: 3}", "wrong-shape", '"p" is a mapping'),
    "a citation of nothing": ("parameters: {p: {value: 1, cite: art99}}", "unknown-citation", '"art99" is cited'),
    # readings
    "the chosen reading twice": (
        "readings: {r: {chosen: a, alternatives: {a: {}, b: {}}}}", "duplicate-option", '"a" is the chosen reading already'),
    "a reading without a choice": ("readings: {r: {alternatives: {b: {}}}}", "missing-key", "chosen is missing"),
    "a reading without alternatives": ("readings: {r: {chosen: a, alternatives: {}}}", "empty", "a reading has alternatives"),
    # terms
    "a term over no list": (
        "terms: {t: {over: stay, field: reason, is: x}}", "unknown-fact", 'no list "stay" whose elements have fields'),
    "a term over plain values": (
        "terms: {t: {over: tags, field: reason, is: x}}", "unknown-fact", 'no list "tags" whose elements have fields'),
    "a term that says nothing": ("terms: {t: {cite: art1}}", "empty", 'the term "t" says nothing'),
    "a term about nobody": (
        "terms: {t: {subject: guest, fact: age, at_least: 3}}", "unknown-subject", 'decides no "guest"'),
    # decisions
    "an outcome that no row gives": (
        "decisions: {d: {outcomes: [a, b], rows: [{otherwise: a}]}}", "dead-outcome", "no row gives b"),
    "a decision with neither": ("decisions: {d: {outcomes: [a, b]}}", "missing-key", "`outcomes` and `rows`, or a `value`"),
    "an outcome that the engine keeps": (
        "decisions: {d: {outcomes: [a, undetermined], rows: [{when: art1, then: a}, {otherwise: undetermined}]}}",
        "reserved-word", "`undetermined` is what the engine says"),
    # the head
    "no subjects": ("subjects: {}", "empty", "names the subjects"),
    "no such rulebook": ("uses: {federation: {}}", "unknown-rulebook", '"federation"'),
    "another governing language": ("governs: fr", "unknown-option", "zh or en"),
    "no day of force": ("in_force: 2021-02-30", "no-date", "in_force"),
}  # fmt: skip

UNITS = {
    "children in no list": (["{article: 5, paragraphs: 3}"], "wrong-shape", "paragraphs is a list"),
    "a unit without number": (["{text: {zh: 字, en: word}}"], "no-unit", "says which it is"),
    "a unit with two numbers": (["{article: 5, paragraph: 1}"], "no-unit", "has one number"),
    "a child in the wrong list": (
        ["{article: 5, items: [{paragraph: 1, text: {zh: 字, en: word}}]}"], "wrong-unit", "`items` holds no paragraph"),
    "a kind that there is not": (["{article: 5, kind: advice}"], "unknown-kind", 'no kind "advice"'),
    "a unit about nobody": (["{article: 5, subject: guest}"], "unknown-subject", 'decides no "guest"'),
    "terms in no mapping": (["{article: 5, kind: definition, parameters: 3}"], "wrong-shape", "parameters is a mapping"),
    "a name for two things": (
        ["{article: 5, kind: definition, terms: {grown: {fact: age, at_least: 18}}}"],
        "duplicate-name", '"grown" is declared already'),
    "an entitlement to nothing": (["{article: 5, kind: entitlement}"], "missing-key", "an entitlement `requires`"),
    "a requirement of nothing": (["{article: 5, kind: requirement}"], "missing-key", "`requires` or `forbids`"),
    "an exception from nothing": (["{article: 5, kind: exception, when: {fact: active}}"], "missing-key", "`lifts` something"),
    "an exception from an entitlement": (
        ["{article: 5, kind: entitlement, requires: {fact: active}}", "{article: 6, kind: exception, lifts: [art5]}"],
        "wrong-lift", "only requirements, effects and duties"),
    "an effect that gives nothing": (["{article: 5, kind: effect, when: {fact: active}}"], "missing-key", "an effect `gives`"),
    "an effect that gives another outcome": (
        ["{article: 5, kind: effect, gives: {decision: admission, outcome: expelled}}"],
        "unknown-option", 'no outcome "expelled"'),
    "a duty by no date": (
        ["{article: 5, kind: duty, bearer: {zh: 甲, en: A}, action: {zh: 做, en: act}, deadline: {fact: age}}"],
        "type-mismatch", "a deadline is a date, not a number"),
    "a duty of nobody": (
        ["{article: 5, kind: duty, action: {zh: 做, en: act}}"], "missing-key", "the duty's bearer is missing"),
    "a power recorded nowhere": (["{article: 5, kind: power, finding: findings.x}"], "unknown-fact", 'no fact "findings.x"'),
    "an application of nothing": (["{article: 5, kind: application}"], "missing-key", "`applies` provisions"),
    "an application to facts that are not": (
        ["{article: 5, subject: office, kind: application, applies: [art1], mapping: {active: open}}"],
        "unknown-fact", 'office has no fact "open"'),
    "an application without its mapping": (
        ["{article: 5, subject: office, kind: application, applies: [art1]}"], "unknown-fact", 'office has no fact "active"'),
    "an instance that nobody makes": (
        ["{article: 5, kind: application, applies: [art1]}",
         "{article: 6, kind: requirement, requires: {all: [art5, art5/art2]}}"],
        "unknown-provision", 'nothing is applied as "art5/art2"'),
    "a discrepancy without its words": (
        ["{article: 5, discrepancy: [{id: D1, severity: A, zh: 字, governs: zh}]}"], "missing-key", "en is missing"),
    "a line that is none": (["{article: 5, source: {lines: [first]}}"], "wrong-shape", "a line is a whole number"),
    "a restatement that does not say which prevails": (
        ["{article: 5, restates: art1}"], "missing-key", "which prevails"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_says_too_little_or_too_much_is_refused(name: str, tmp_path: Path) -> None:
    written, code, message = HEADS[name]
    (found,) = errors(library(tmp_path, from_yaml(written)))
    assert found.code == code
    assert message in found.message


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_that_says_too_little_or_too_much_is_refused(name: str, tmp_path: Path) -> None:
    written, code, message = UNITS[name]
    (found,) = errors(library(tmp_path, units=[from_yaml(unit) for unit in written]))
    assert found.code == code
    assert message in found.message
    assert "articles" in found.place.file


def test_a_ring_that_a_term_closes_is_told_at_the_term(tmp_path: Path) -> None:
    written = [
        "{article: 5, kind: requirement, requires: {term: ring}}",
        "{article: 6, kind: definition, terms: {ring: {provision: art7}}}",
        "{article: 7, kind: requirement, requires: {term: ring}}",
    ]
    (found,) = errors(library(tmp_path, units=[from_yaml(unit) for unit in written]))
    assert found.code == "cycle"
    assert "term club:ring" in found.message
    assert found.place.file.endswith("04.yaml"), "the file that declares the term, the first of the ring that is reached"


def test_a_broken_exception_is_told_once_however_often_its_rule_is_applied(tmp_path: Path) -> None:
    written = [
        "{article: 5, kind: exception, when: {fact: active}, lifts: [art1, art99]}",
        "{article: 6, kind: application, applies: [art1]}",
        "{article: 7, kind: application, applies: [art1]}",
        "{article: 8, kind: requirement, requires: {all: [art6, art7]}}",
    ]
    (found,) = errors(library(tmp_path, units=[from_yaml(unit) for unit in written]))
    assert found.code == "unknown-provision"
    assert "art99" in found.message


def test_what_an_applied_rule_reads_of_an_effect_is_the_effect_as_applied(tmp_path: Path) -> None:
    written = [
        "{article: 5, kind: effect, when: {fact: stay, at_least: {parameter: limit}}, gives: {parameter: rate}}",
        "{article: 6, kind: requirement, requires: {given_by: art5, at_least: {parameter: rate}}}",
        "{article: 7, kind: application, applies: [art6], mapping: {stay: other_stay}}",
        "{article: 8, kind: requirement, requires: art7}",
    ]
    head = {"decisions": {"d": from_yaml("{outcomes: [a, b], rows: [{when: {all: [art6, art8]}, then: a}, {otherwise: b}]}")}}
    made = library(tmp_path, head, [from_yaml(unit) for unit in written])
    vocabulary = tmp_path / "vocabulary" / "member.yaml"
    text = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(text.replace('"stay": ', '"other_stay": {"type": "integer", "unit": "days", "label": '
                                       '{"zh": "\u5b57", "en": "other"}}, "stay": '), encoding="utf-8")  # fmt: skip
    loaded = made.load("club")
    applied = loaded.provisions["club:art7/art5"].rule
    assert isinstance(applied, Effect)
    read = {node.path for node in below(applied.when) if isinstance(node, FactRef)}
    assert read == {"other_stay"}


def test_an_exception_that_lifts_two_applied_rules_is_applied_once_and_lifts_both(tmp_path: Path) -> None:
    written = [
        "{article: 5, kind: exception, when: {fact: stay, at_least: {parameter: limit}}, lifts: [art1, art6]}",
        "{article: 6, kind: requirement, requires: {fact: kind, is: adult}}",
        "{article: 7, kind: requirement, requires: {all: [art1, art6]}}",
        "{article: 8, kind: application, applies: [art1, art6, art7]}",
    ]
    head = {"decisions": {"d": from_yaml("{outcomes: [a, b], rows: [{when: {all: [art7, art8]}, then: a}, {otherwise: b}]}")}}
    found = library(tmp_path, head, [from_yaml(unit) for unit in written]).load("club").provisions
    assert {key for key in found if "/" in key} == {f"club:art8/art{number}" for number in (1, 5, 6, 7)}
    assert found["club:art8/art1"].lifted_by == found["club:art8/art6"].lifted_by == ("club:art8/art5",)
    assert found["club:art1"].lifted_by == ("club:art5",)


@pytest.mark.parametrize("written", ["subjects: {member: null, office: {}}", "subjects: {member: {}, office: {}}"])
def test_a_subject_without_days_of_its_own_has_none(written: str, tmp_path: Path) -> None:
    member = library(tmp_path, from_yaml(written)).load("club").subjects["member"]
    assert (member.law_as_of, member.facts_as_of) == (None, None)


def test_a_rulebook_uses_only_what_it_is_given(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    head = read_source(json.dumps(worded({**from_yaml(HEAD), "uses": {"federaton": {}}})), "rulebook.json", diagnostics)
    assert isinstance(head, Mapping)
    made = library(tmp_path)
    other = made.built("club")
    build_rulebook(head, [], [], "", made.vocabularies, {"federation": other}, diagnostics)
    (found,) = [finding for finding in diagnostics.errors if finding.code == "unknown-rulebook"]
    assert '"federaton"' in found.message
    assert "federation" in found.help


@pytest.mark.parametrize(
    ("reference", "code", "message"),
    [("clup", "unknown-rulebook", 'no rulebook "clup"'), ("club@2", "unknown-version", '"club" has no version "2"')],
)
def test_a_rulebook_or_version_that_there_is_not_is_not_loaded(reference: str, code: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        library(tmp_path).load(reference)
    (found,) = refused.value.diagnostics
    assert found.code == code
    assert message in found.message


def test_without_a_name_the_rulebooks_at_hand_come_first_and_then_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert find_library() == shipped("rulebooks")
    (tmp_path / "rulebooks" / "vocabulary").mkdir(parents=True)
    assert find_library() == tmp_path / "rulebooks"
    named = tmp_path / "a"
    monkeypatch.setenv("RULEBOOK_PATH", str(named))
    assert find_library() == named
    assert find_library(here) == here
    with pytest.raises(InputError):
        find_library(tmp_path / "nowhere")
