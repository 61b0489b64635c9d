"""What somebody else wrote: seen as far as it can be, and kept from covering or turning what stands around it."""

from __future__ import annotations

import pytest

from engine.documents.fonts import without_glyph
from engine.documents.text import isolated, shortened, shows, without_isolates


def test_marks_piled_upon_a_letter_stand_beside_each_other() -> None:
    piled = without_isolates(isolated("Z" + "\u0301" * 10 + "o"))
    assert piled.count("\u0301") == 10
    assert [len(part) for part in piled.split("\u25cc")] == [5, 4, 3]
    assert without_glyph(piled) == frozenset()


@pytest.mark.parametrize("name", ["Nguyễn", "e\u0302\u0301", "สมชาย น้ำผึ้ง", "שָׁלוֹם", "مُحَمَّد", "王\U000e0100", "王小明"])
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert without_isolates(isolated(name)) == name


def test_what_is_no_character_is_a_visible_one() -> None:
    assert without_isolates(isolated("A\ufffeB\ufdd0C\U0001ffffD")) == "A\ufffdB\ufffdC\ufffdD"


@pytest.mark.parametrize(
    ("text", "seen"), [("王", True), ("-", True), ("", False), (" \u3000\n", False), ("\u200b\u3164", False)]
)
def test_a_name_of_spaces_shows_nothing(text: str, seen: bool) -> None:  # noqa: FBT001 - pytest gives it so
    assert shows(text) == seen


def test_a_long_text_is_cut_where_it_only_reminds() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abc defg", 5) == "abc…"


def test_a_selector_of_a_shape_is_no_missing_letter() -> None:
    assert without_glyph("葛\U000e0100飾\ufe00☺\ufe0f\u3164") == frozenset()
