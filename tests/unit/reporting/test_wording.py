"""Sentences are grammatical in both languages: plurals, units, questions, opposites, quotation within quotation, kinds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest

from engine.language.expressions import Expression
from engine.language.facts import Bilingual
from engine.reporting import sentences_of
from engine.reporting.display import Display
from engine.reporting.names import OPPOSITE
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import BROCHURE, RULEBOOKS, evaluation_of, example, library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reporting.sentences import Line

PHRASES = shipped_phrases()
REGULATION = "moe-international-students"

NAMED_BY: dict[str, tuple[str, ...]] = {
    "All": ("word.all",), "Anniversary": ("word.next", "word.previous"), "AnyOf": ("word.any",),
    "Arithmetic": ("word.add", "word.subtract", "word.multiply", "word.divide", "word.minimum", "word.maximum", "word.round"),
    "AsOf": ("word.as_of", "word.as_of_law"), "Choose": ("word.choose",),
    "Compare": tuple(f"compare.{word}.{form}" for word in OPPOSITE for form in ("holds", "fails", "asks", "must", "whether")),
    "Constant": (), "Count": ("word.count",), "DateOf": ("word.date_of",), "Days": ("word.days",),
    "DecisionRef": ("word.decision", "sentence.outcome", "sentence.outcome_open"), "Elapsed": ("word.elapsed",),
    "ElementRef": ("word.element",), "Extreme": ("word.latest", "word.earliest", "word.highest", "word.lowest"),
    "FactRef": ("word.fact",), "FieldRef": ("word.field",),
    "Filter": ("word.filter", "word.filter_not", "word.filter_is", "word.filter_clause"), "GivenBy": ("word.given_by",),
    "Interval": ("word.interval", "word.interval_from", "word.interval_to"), "IntervalsOf": (), "Length": ("word.length",),
    "Minus": ("word.minus",), "Not": ("word.not",), "ParameterRef": ("word.parameter",),
    "ProvisionRef": ("word.provision", "word.provision_applies"),
    "Quantified": ("word.some", "word.every", "word.none", "sentence.one_fits.one", "sentence.one_fits.other",
                   "sentence.entry_against.one", "sentence.entry_against.other", "sentence.none_of_the_kind"),
    "ReadingRef": ("word.reading",), "Shift": ("word.shift", "word.shift_earlier"), "TermRef": ("word.term",),
    "Throughout": ("word.throughout", "sentence.covered", "sentence.gaps", "sentence.coverage_open"), "Total": ("word.total",),
    "Union": ("word.union",), "Window": ("word.window", "word.window_starting"),
}  # fmt: skip
"""Each word of the language, and the phrases by which a sentence names it, asks for it, or says how it came out."""


def all_lines(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from all_lines(line.below)


def test_every_word_of_the_language_has_its_phrases() -> None:
    """A word that is added to the language and explains itself in no sentence fails here."""
    words = {node.__name__ for node in get_args(Expression)}
    assert words == set(NAMED_BY)
    assert [key for keys in NAMED_BY.values() for key in keys if not PHRASES.has(key)] == []


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0, "days", "0日", "0 days"),
        (1, "days", "1日", "1 day"),
        (2, "days", "2日", "2 days"),
        (Decimal("1.0"), "hours", "1小時", "1 hour"),
        (Decimal("0.5"), "hours", "0.5小時", "0.5 hours"),
        (Decimal("1.5"), "hours", "1.5小時", "1.5 hours"),
        (1, "months", "1個月", "1 month"),
        (12, "months", "12個月", "12 months"),
        (1, "persons", "1人", "1 person"),
        (1001, "persons", "1,001人", "1,001 persons"),
        (1, "copies", "1份", "1 copy"),
        (2, "copies", "2份", "2 copies"),
        (2, "pages", "2頁", "2 pages"),
        (58, "schools", "58所", "58 schools"),
        (10, "percent", "百分之10", "10 per cent"),
        (1, "percent", "百分之1", "1 per cent"),
        (250, "USD", "美金250元", "US$250"),
        (3000, "TWD", "新臺幣3,000元", "NT$3,000"),
        (1, "TWD", "新臺幣1元", "NT$1"),
        (Decimal("99.50"), "USD", "美金99.5元", "US$99.5"),
        (640, "", "640", "640"),
    ],
)
def test_a_quantity_has_its_unit_and_number(value: int | Decimal, unit: str, zh: str, en: str) -> None:
    display = Display(PHRASES, library().vocabularies["applicant"], {}, roc=False)
    assert display.quantity(value, unit) == Bilingual(zh, en)


def test_the_opposite_of_the_opposite_is_the_word_itself() -> None:
    assert all(OPPOSITE[OPPOSITE[word]] == word for word in OPPOSITE)


def test_no_question_is_asked_in_the_negative() -> None:
    """Not known whether not: nobody understands it."""
    asked = [phrase for key, phrase in PHRASES.en.items() if key.startswith("compare.") and key.endswith(".whether")]
    assert len(asked) == len(OPPOSITE)
    assert [phrase for phrase in asked if "not " in phrase.replace("not known whether", "") or "none" in phrase] == []
    asked = [phrase for key, phrase in PHRASES.zh.items() if key.startswith("compare.") and key.endswith(".whether")]
    assert [phrase for phrase in asked if "是否不" in phrase or "是否非" in phrase] == []


def test_quotation_marks_within_others_are_single() -> None:
    inner = PHRASES.say("join.quote", x=Bilingual("「開課日」", "First day of the “course”"))
    assert inner.en == "“First day of the ‘course’”"
    whether = PHRASES.say("compare.is.whether", left=Bilingual("「甲」之日", "Day of “A”"), right=Bilingual("乙", "B"))
    assert whether == Bilingual("「『甲』之日」是否為乙，尚不明", "not known whether “Day of ‘A’” is B")


def test_a_language_is_told_by_its_name_and_any_other_text_by_itself() -> None:
    papers = [{"type": "statement_of_purpose", "language": "vi", "pages": 2, "complete": True}]
    lines = list(all_lines(sentences_of(example("dual-national", {"documents": papers}), f"{BROCHURE}:sec3.i5")))
    assert any("文件語文：越南文" in line.text.zh for line in lines)
    assert any("Language of the document: Vietnamese" in line.text.en for line in lines)
    papers[0]["language"] = "qya"
    lines = list(all_lines(sentences_of(example("dual-national", {"documents": papers}), f"{BROCHURE}:sec3.i5")))
    assert any("\u2068qya\u2069" in line.text.en for line in lines)


def test_a_paper_of_which_there_is_none_is_named_instead_of_all_the_others() -> None:
    """Article 7: no entry is a proof of funds; what the other papers are does not matter."""
    text = (RULEBOOKS / REGULATION / "scenarios" / "base-applicant-to-university.yaml").read_text(encoding="utf-8")
    papers = "documents: [{type: application_form}]"
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("documents:"))
    end = next((n for n in range(start + 1, len(lines)) if lines[n][:1] not in {" ", "-", ""}), len(lines))
    evaluation = evaluation_of("\n".join([*lines[:start], papers, *lines[end:]]), REGULATION)
    told = [line.text for line in all_lines(sentences_of(evaluation, f"{REGULATION}:art7.p1.s3"))]
    assert any(one.en.startswith("Documents submitted: none where Type is ") for one in told), told
    assert not any("application form" in one.en for one in told)


def test_what_is_among_one_value_is_that_value() -> None:
    """Credentials of one territory: "is among Mainland Area" is no English."""
    told = [line.text.en for line in all_lines(sentences_of(example("dual-national"), f"{BROCHURE}:sec3.i2.x4"))]
    assert not any("one of Mainland Area" in one or "none of Mainland Area" in one for one in told)


def test_a_duty_is_a_sentence() -> None:
    bearer, action = Bilingual("學校", "the school"), Bilingual("通報", "notify")
    said = PHRASES.sentence(PHRASES.say("report.duty", bearer=bearer, action=action))
    assert said == Bilingual("學校應通報。", "The school must notify.")
