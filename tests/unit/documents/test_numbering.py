"""The numbers of official points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.documents.numbering import counted, lettered, official_mark, roman
from engine.language.temporal.numerals import parse_numeral

if TYPE_CHECKING:
    from engine.documents.tree import Tag


@pytest.mark.parametrize(
    ("lang", "depth", "number", "mark"),
    [
        ("zh-Hant-TW", 1, 1, "一、"),
        ("zh-Hant-TW", 2, 11, "（十一）"),
        ("zh-Hant-TW", 3, 11, "11、"),
        ("zh-Hant-TW", 4, 2, "（2）"),
        ("zh-Hant-TW", 5, 20, "二十、"),
        ("en", 1, 12, "12."),
        ("en", 2, 27, "(aa)"),
        ("en", 3, 14, "(xiv)"),
        ("en", 4, 3, "(C)"),
        ("en", 5, 3, "3."),
    ],
)
def test_points_are_numbered_as_letters_number_them(lang: Tag, depth: int, number: int, mark: str) -> None:
    assert official_mark(lang, depth, number) == mark


@pytest.mark.parametrize(("number", "text"), [(10, "十"), (19, "十九"), (40, "四十"), (99, "九十九"), (1000, "1000"), (0, "0")])
def test_chinese_numerals(number: int, text: str) -> None:
    assert counted(number) == text


def test_a_numeral_is_read_as_the_number_it_was_written_for() -> None:
    assert [parse_numeral(counted(number)) for number in range(1, 110)] == list(range(1, 110))


def test_letters_and_roman_numerals_are_each_for_one_number() -> None:
    for written in (lettered, roman):
        assert len({written(number) for number in range(1, 300)}) == 299
    assert [roman(number) for number in (4, 9, 40, 90)] == ["iv", "ix", "xl", "xc"]
