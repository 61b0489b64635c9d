"""Letters of the shipped rulebooks about the examples: whole in both languages, and true to the judgment."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.language.facts import Bilingual
from engine.language.logic import FALSE
from engine.language.rulebook import Requirement
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declared import declared_letters
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import EXAMPLES, RULEBOOKS, example, interpreter
from tests.unit.reporting.letters.small_office import SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reporting.letters.declaration import Declaration
    from engine.reporting.letters.model import Letter, LetterPart, Wanted

WRONG = {
    "zh": re.compile(r"。。|；。|：。|，。|（）|「」|\{|是：是|不得[^，。]{0,3}不得|\b[a-z]+_[a-z]+\b"),
    "en": re.compile(r"\.\.|[;:,]\.|\(\)|“”|\{|yes: yes|\bnot not\b|not known whether not|\b(must|is) \1\b|\b[a-z]+_[a-z]+\b"),
}
"""What no sentence may hold: marks upon marks, empty brackets, unfilled places, double negation, names of facts or codes."""

AGAIN = "for the same reason as"
"""What fails as another provision did is told by that one's number."""


@functools.cache
def declared() -> tuple[Declaration, ...]:
    return declared_letters(RULEBOOKS, interpreter().rulebook)


@functools.cache
def letters_of(name: str) -> Letters:
    return Letters(example(name), shipped_phrases(), declared(), sender=SENDER)


@functools.cache
def on(name: str, decision: str) -> tuple[Letter, ...]:
    """The letters on a decision about an example."""
    return letters_of(name).due(decision)


def wordings(value: object) -> Iterator[Bilingual]:
    """Every wording of a letter."""
    if isinstance(value, Bilingual):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from wordings(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from wordings(getattr(value, field.name))


def part(letter: Letter, kind: str) -> LetterPart:
    return next(one for one in letter.parts if one.kind == kind)


def due(name: str, form: str) -> Letter:
    return next(one for one in letters_of(name).due() if one.name == form)


def wanted(name: str) -> tuple[Wanted, ...]:
    return part(due(name, "documents-requested"), "wanted").wanted


@pytest.mark.parametrize("name", sorted(Path(file).stem for file in EXAMPLES.glob("*.yaml")))
def test_every_decision_of_every_example_has_letters_whole_in_both_languages(name: str) -> None:
    letters = letters_of(name)
    for decision in letters.builder.results:
        found = on(name, decision)
        assert found
        for letter in found:
            told = dataclasses.replace(letter, quotations=())  # the law's own words are the law's
            for wording in wordings(told):
                assert wording.zh.strip()
                assert wording.en.strip()
                assert WRONG["zh"].search(wording.zh) is None, wording.zh
                assert WRONG["en"].search(wording.en) is None, wording.en


@pytest.mark.parametrize("name", sorted(Path(file).stem for file in EXAMPLES.glob("*.yaml")))
def test_every_reason_against_a_person_says_what_would_have_been_needed(name: str) -> None:
    letters = letters_of(name)
    builder = letters.builder
    for decision in letters.builder.results:
        if builder.tone(decision) != "unfavourable":
            continue
        clauses = [builder.program.clauses.get(key) for group in builder.results[decision].because for key in group]
        failing = [one for one in clauses if one is not None and isinstance(one.rule, Requirement)]
        assert all(one.standing(builder.evaluation.context).value is FALSE for one in failing)
        for letter in on(name, decision):
            for of in (of for one in letter.parts for of in one.grounds if of.tone == "unfavourable"):
                for ground in of.grounds:
                    told = ground.ways or (ground,)
                    assert all(one.needed or AGAIN in one.says.en for one in told)
                    assert ground.quoted
                    assert all(not line.below for line in ground.facts)


def test_each_way_is_told_once_the_nearest_first_and_then_by_its_number() -> None:
    [of] = part(due("former-national-one-day-short", "application-rejected"), "grounds").grounds
    first, second, third = of.grounds
    assert of.lead is not None
    assert "enough by itself" in of.lead.en
    nearest = first.ways[0]
    assert nearest.says.zh.startswith("自許可喪失國籍之日起之期間：7年11個月29日")
    assert nearest.says.zh.endswith("〔第2條第2項第2款〕。")
    assert nearest.needed is not None
    assert nearest.needed.zh == "自許可喪失國籍之日起之期間應達8年（喪失中華民國國籍後應滿之年數）。"  # and not: 逾8年，或達8年
    [other_text] = second.ways
    assert (other_text.cite.zh, other_text.needed) == ("第1節第4點", None)
    assert other_text.says.en == "This fails for the same reason as 1 (a), and would have needed the same."
    assert second.besides is not None
    assert second.besides.zh == "其餘途徑，即前列（一）之2、3、4，亦均不符合。"
    told = [way.cite.en for ground in of.grounds for way in ground.ways]
    assert len(set(told)) == len(told) == 8
    assert third.ways
    assert not {way.cite for way in third.ways} & {way.cite for way in first.ways}


def test_what_may_happen_in_no_calendar_year_is_asked_of_each() -> None:
    [of] = part(due("one-hundred-and-twenty-one-days", "application-rejected"), "grounds").grounds
    nearest = of.grounds[0].ways[0]
    assert nearest.says.zh.startswith("在臺停留（不含不計入之停留），民國108年：121日，逾120日")
    assert nearest.says.en.startswith("Stays in Taiwan (without a stay that does not count), 2019: 121 days, more than 120 days")
    assert nearest.needed is not None
    assert nearest.needed.zh.startswith("每一曆年之在臺停留（不含不計入之停留）日數不得逾120日")


@pytest.mark.parametrize("name", ["former-national-one-day-short", "vietnamese-manager", "nationality-missing"])
def test_quotations_of_one_text_stand_together_under_numbers_that_go_on(name: str) -> None:
    for letter in letters_of(name).due():
        texts = [one.text for one in letter.quotations]
        assert len(list(itertools.groupby(texts))) == len(set(texts))
        assert [one.number for one in letter.quotations] == list(range(1, len(texts) + 1))
        cited = {one.number: one.cite.zh for one in letter.quotations}
        for ground in (ground for one in letter.parts for of in one.grounds for ground in of.grounds if not ground.ways):
            if ground.quoted:
                assert ground.cite.zh.endswith(cited[ground.quoted])


def test_of_a_paper_that_is_not_there_the_letter_says_just_that() -> None:
    paper, nationality = part(due("nationality-missing", "decision-undetermined"), "wanted").wanted
    assert paper.why[-1] == Bilingual(
        "目前情形：「繳交文件」中尚無「國籍證明文件」。",
        "As it stands: there is no “proof of nationality” among “Documents submitted” yet.",
    )
    assert paper.ask is not None
    assert paper.ask.zh == "「繳交文件」中應有「國籍證明文件」，且符合：已繳交且內容完整。"
    assert nationality.why[0].zh.endswith("等6項規定。")
    assert nationality.why[0].zh.count("「") == 3


def test_a_fee_that_is_missing_is_asked_for_by_its_amount() -> None:
    [fee] = wanted("fee-unpaid")
    assert fee.what == Bilingual("UTA 報名費", "Fee for UTA")
    assert fee.ask is not None
    assert "US$250" in fee.ask.en
    assert "美金250元" in fee.ask.zh


def test_a_request_has_the_deadline_of_the_text() -> None:
    letter = due("fee-unpaid", "documents-requested")
    assert letter.deadline_shown == Bilingual("中華民國111年5月20日17時00分", "20 May 2022, 17:00")
    assert "20 May 2022" in letter.subject.en


def test_a_receipt_lists_what_was_received() -> None:
    received = part(due("vietnamese-manager", "receipt"), "received")
    documents = next(one for one in received.entries if one.title.en == "Documents submitted")
    assert len(documents.entries) == 12
    assert "diploma" in [row[0].en for row in documents.entries if row[0] is not None]


def test_the_provision_for_reading_is_told_with_what_another_reading_would_come_to() -> None:
    [reading] = due("overseas-chinese-status", "application-rejected").readings
    assert reading.others[0].outcome.en == "Accept for review"
