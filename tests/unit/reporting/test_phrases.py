"""Every word of the language, every unit and every kind has its phrase in both languages, with the same places."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, get_args

import pytest

from engine.analysis.executable import CLASSES
from engine.evaluation.judgment import Status
from engine.language.diagnostics import InputError
from engine.language.facts import Bilingual
from engine.language.keys import NATURES
from engine.language.rulebook import Kind
from engine.language.types import CALENDAR_UNITS
from engine.language.words import COMPARISONS, WORDS
from engine.reporting.model import Tone
from engine.reporting.phrases import PhraseError, Phrases, read_phrases, shipped_phrases
from tests.unit.reporting.evaluations import ROOT, interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHRASES = shipped_phrases()


def needed() -> Iterator[str]:
    yield from (f"word.{word}" for word in WORDS)
    yield from (f"compare.{word}.{form}" for word in COMPARISONS for form in ("holds", "fails", "asks", "must"))
    yield from (f"kind.{kind}" for kind in get_args(Kind))
    yield from (f"standing.{status}" for status in get_args(Status))
    yield from (f"tone.{tone}" for tone in get_args(Tone))
    yield from (f"unit.{unit}.{form}" for unit in CALENDAR_UNITS for form in ("one", "other"))
    yield from (f"nature.{nature}" for nature in NATURES)
    yield from (f"class.{class_}" for class_ in CLASSES)
    yield from (f"class_means.{class_}" for class_ in CLASSES)
    yield "remark.law-older-than-library"
    yield "remark.law-newer-than-library"
    yield "remark.transitional-rule"
    yield "remark.no-day-of-knowledge"


@pytest.mark.parametrize("key", list(needed()))
def test_there_is_a_phrase_in_both_languages(key: str) -> None:
    assert PHRASES.has(key)


def test_both_languages_have_the_same_phrases() -> None:
    assert set(PHRASES.zh) == set(PHRASES.en)


@pytest.mark.parametrize("key", sorted(PHRASES.zh))
def test_both_languages_fill_the_same_places(key: str) -> None:
    def places(phrase: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}

    assert places(PHRASES.zh[key]) == places(PHRASES.en[key])


def test_no_english_stands_in_chinese_phrases_nor_the_other_way_round() -> None:
    def bare(phrase: str) -> str:
        return re.sub(r"\{\w+\}", "", phrase)

    apart = {"this.tag", "report.engine", "report.zone"}  # a language tag, the name of the product, UTC
    assert [key for key, phrase in PHRASES.zh.items() if re.search("[A-Za-z]{2}", bare(phrase)) and key not in apart] == []
    assert [key for key, phrase in PHRASES.en.items() if re.search("[\u3000-\u9fff]", phrase)] == []


def test_every_phrase_that_code_or_template_names_is_there() -> None:
    """A missing phrase is found here, and not by somebody who waits for a decision."""
    sources = [*(ROOT / "engine" / "reporting").rglob("*.py"), *(ROOT / "reports" / "templates").rglob("*.jinja")]
    pattern = re.compile(r"""(?:say|said|both|plural)\(\s*"([a-z_]+\.[A-Za-z_.-]+)\"""")
    named = {key for source in sources for key in pattern.findall(source.read_text(encoding="utf-8"))}
    assert len(named) > 80
    plural = {key for key in named if not PHRASES.has(key)}
    assert [key for key in plural if not PHRASES.has(f"{key}.other")] == []


def test_the_units_of_the_rulebooks_have_phrases() -> None:
    units = {
        getattr(parameter.type, "unit", "")
        for rulebook in ("nthu-dual-emba", "moe-international-students")
        for parameter in interpreter(rulebook).rulebook.parameters.values()
    }
    assert {"days", "years", "TWD"} <= units
    assert [unit for unit in units if unit and not PHRASES.has(f"unit.{unit}.other")] == []


def test_a_missing_phrase_is_an_error() -> None:
    with pytest.raises(PhraseError, match=r'in "zh" lack "word\.fly"'):
        PHRASES.say("word.fly")


def test_a_list_is_joined_as_each_language_does() -> None:
    parts = [Bilingual("甲", "A"), Bilingual("乙", "B"), Bilingual("丙", "C")]
    assert PHRASES.joined(parts) == Bilingual("甲、乙、丙", "A, B and C")
    assert PHRASES.joined(parts, "or") == Bilingual("甲、乙或丙", "A, B or C")
    assert PHRASES.joined(parts[:1], "or") == Bilingual("甲", "A")


def test_a_number_chooses_between_singular_and_plural() -> None:
    assert PHRASES.plural("unit.days", 1, n="1") == Bilingual("1日", "1 day")
    assert PHRASES.plural("unit.days", 0, n="0") == Bilingual("0日", "0 days")


def test_a_phrase_that_is_no_text_is_refused(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        (tmp_path / f"{language}.yaml").write_text("word: [a, b]\n", encoding="utf-8")
    with pytest.raises(InputError, match="a phrase is a text"):
        read_phrases(tmp_path)


def test_phrases_are_filled_without_being_read_again() -> None:
    """What stands in a value is never taken for a place of the phrase."""
    phrases = Phrases({"a": "「{x}」"}, {"a": "“{x}”"})
    assert phrases.say("a", x="{x} {0.__class__}") == Bilingual("「{x} {0.__class__}」", "“{x} {0.__class__}”")
