from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.facts import Bilingual, Empty, Enumeration, Fact, FactType
from engine.records.plain_layout import choice, sheet_name, sheet_names, special_words, words_of_codes

COLOURS = Enumeration(
    "colour",
    {
        "red": Bilingual("紅", "red"),
        "dark": Bilingual("深色", "deep"),
        "deep": Bilingual("濃", "strong"),
        "navy": Bilingual("藍", "blue"),
        "sky": Bilingual("藍", "sky blue"),
        "none": Bilingual("無此顏色", "no colour"),
    },
)
LABEL = Bilingual("顏色", "Colour")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("red", "red"),
        ("紅", "red"),
        ("紅 red", "red"),
        ("red 紅 red", "red"),
        ("red 紅", "red"),
        ("深色", "dark"),
        ("deep", "deep"),  # a code goes before another's label
        ("sky blue", "sky"),
        ("藍 blue", "navy"),
    ],
)
def test_a_cell_may_say_the_code_its_label_or_both(word: str, code: str) -> None:
    assert words_of_codes(COLOURS)[word] == code


def test_a_label_of_two_codes_names_neither() -> None:
    assert "藍" not in words_of_codes(COLOURS)
    assert "Red" not in words_of_codes(COLOURS), "codes are compared as they are written"


def test_what_a_template_offers_is_read() -> None:
    for code, label in COLOURS.values.items():
        for language in ("zh", "en", "both"):
            assert words_of_codes(COLOURS)[choice(code, label, language)] == code


def test_special_words_are_those_that_the_vocabulary_allows() -> None:
    day = Fact("day", FactType.DATE, LABEL)
    assert set(special_words(day, {}).values()) == {"unknown"}
    assert set(special_words(Fact("day", FactType.DATE, LABEL, may_be_none=True), {}).values()) == {"unknown", "none"}
    assert special_words(Fact("day", FactType.DATE, LABEL, empty=Empty.OPEN), {})["仍持續"] == "open"
    assert special_words(Fact("day", FactType.DATE, LABEL, empty=Empty.NONE), {})["無 none"] == "none"
    assert special_words(Fact("word", FactType.TEXT, LABEL), {}) == {}


def test_a_code_named_none_is_the_code() -> None:
    fact = Fact("colour", FactType.ENUMERATION, LABEL, enumeration="colour", may_be_none=True)
    assert "none" not in special_words(fact, words_of_codes(COLOURS)).values()


def test_sheet_names_are_such_as_excel_takes() -> None:
    assert sheet_name(Bilingual("費用", "Fees [NT$]: paid/unpaid?")) == "費用 Fees NT$ paid unpaid"
    assert sheet_name(Bilingual("學歷", "What the person has studied until now")) == "學歷"
    assert sheet_name(Bilingual("學歷", "What the person has studied until now"), "en") == "What the person has studied unt"


@given(st.lists(st.text(max_size=40).map(lambda text: Bilingual(text or "表", text or "sheet")), max_size=12))
def test_no_two_sheets_of_a_workbook_have_one_name(labels: list[Bilingual]) -> None:
    names = list(sheet_names(labels))
    assert len({name.casefold() for name in names}) == len(labels)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name == name.strip("'") for name in names)
