from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
import uharfbuzz as hb

from engine.documents import fonts
from engine.documents.fonts import MAIN
from engine.documents.sfnt import tables_of
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from engine.documents.fonts import Form, Weight

NAMES = (
    "王𠮷䶮",
    "Łukasz Żółć",
    "Ștefan",
    "Nguyễn Thị Hằng",
    "Владимир",
    "Ελένη",
    "محمد",
    "שלום",
    "ไทย",
    "कुमार",
    "Mbappé",
    "O’Brien",
    "아라",
)


def inside(font: bytes) -> set[str]:
    return {chr(code) for code in hb.Face(font).unicodes}


def words_of(packed: bytes) -> set[str]:
    """The tables that a WOFF file names."""
    count = int.from_bytes(packed[12:14], "big")
    return {packed[44 + 20 * number :][:4].decode() for number in range(count)}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_world_has_its_letters(name: str) -> None:
    assert fonts.without_glyph(name) == frozenset()


def test_what_no_font_has_is_told() -> None:
    assert fonts.without_glyph("甲\ue000乙\U000f0000") == {"\ue000", "\U000f0000"}


def test_marks_that_nobody_sees_need_no_glyph() -> None:
    assert fonts.without_glyph("\u2068王\u2069\u202e\u200f\u200b\u00a0\n\t\u3000") == frozenset()


def test_a_word_is_set_in_one_face() -> None:
    told = [(run.text, run.family) for run in fonts.runs("王Łukasz先生與Stefan")]
    assert told == [("王", MAIN), ("Łukasz", "Noto Sans"), ("先生與Stefan", MAIN)]


def test_a_mark_goes_with_its_letter() -> None:
    assert [run.text for run in fonts.runs("甲n̈x乙")] == ["甲", "n̈x", "乙"]


def test_quotation_marks_are_narrow_in_english_and_wide_in_chinese() -> None:
    assert {run.family for run in fonts.runs("a “b”", "en") if "“" in run.text} == {"Noto Sans"}
    assert {run.family for run in fonts.runs("甲 “乙”")} == {MAIN}
    assert [run.text for run in fonts.runs("王O’Brien")] == ["王O", "’", "Brien"]


@pytest.mark.parametrize("name", NAMES)
def test_runs_lose_nothing(name: str) -> None:
    text = f"臺端{name}（{name}）\ue000, \u2068{name}\u2069"
    assert "".join(run.text for run in fonts.runs(text)) == text


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("form", ["otf", "ttf"])
def test_a_subset_has_what_was_asked_for_and_no_more(weight: Weight, form: Form) -> None:
    font = fonts.subset("國𠮷𠮷a§ Ł", weight, form)
    assert inside(font) == set("國𠮷a§ ")
    assert ("glyf" in tables_of(font)) == (form == "ttf")
    face = hb.Face(font)
    assert face.get_name(1) == MAIN
    assert face.get_name(2) == weight.title()
    assert "Open Font License" in (face.get_name(13) or "")


def test_a_packed_font_has_the_same_tables() -> None:
    plain, packed = fonts.subset("國家", "regular", "otf"), fonts.subset("國家", "regular", "woff")
    assert packed[:4] == b"wOFF"
    assert int.from_bytes(packed[8:12], "big") == len(packed) < len(plain)
    assert int.from_bytes(packed[16:20], "big") == len(plain)
    assert words_of(packed) == set(tables_of(plain))


def test_the_checksums_of_a_font_are_right() -> None:
    font = fonts.subset("國家", "regular", "ttf")
    total = sum(int.from_bytes(font[at : at + 4].ljust(4, b"\0"), "big") for at in range(0, len(font), 4))
    assert total & 0xFFFFFFFF == 0xB1B0AFBA


@pytest.mark.parametrize("mark", "國永，A&@灣")
def test_quadratic_outlines_stay_where_the_cubic_ones_are(mark: str) -> None:
    seen = []
    for form in ("otf", "ttf"):
        font = hb.Font(hb.Face(fonts.subset(mark, "regular", form)))
        number = font.get_nominal_glyph(ord(mark))
        assert number is not None
        box = font.get_glyph_extents(number)
        assert box is not None
        seen.append((*box, font.get_glyph_h_advance(number)))
    assert all(abs(cubic - quadratic) <= 3 for cubic, quadratic in zip(*seen, strict=True))


def test_further_fonts_come_where_a_text_needs_them() -> None:
    text = "王 Łukasz محمد"
    found = fonts.subsets(text, "bold", "woff")
    assert [subset.family for subset in found] == [MAIN, "Noto Sans", "Noto Sans Arabic"]
    assert {mark for subset in found for mark in subset.characters} == set(text)
    assert all(unicodedata.name(mark).startswith("ARABIC") for mark in found[-1].characters)


def test_a_bold_face_of_a_further_font_is_bold() -> None:
    thin, thick = (fonts.subsets("Ł", weight, "ttf")[0].content for weight in ("regular", "bold"))
    assert not hb.Face(thick).has_var_data
    assert hb.Font(hb.Face(thick)).get_glyph_h_advance(1) > hb.Font(hb.Face(thin)).get_glyph_h_advance(1)


def test_a_subset_is_the_same_each_time() -> None:
    assert fonts.subset("甲乙丙", "bold", "ttf") == fonts.subset("丙乙甲甲", "bold", "ttf")


def test_every_file_is_there() -> None:
    assert all(file.is_file() for file in fonts.files())


def test_a_missing_package_is_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    with pytest.raises(InputError) as raised:
        fonts.files()
    (told,) = raised.value.diagnostics
    assert told.code == "no-font"
    assert "pip install" in told.help
