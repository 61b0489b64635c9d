from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from engine.documents import pdf
from engine.documents.markup import read
from engine.documents.pdf import TEMPLATE, as_pdf
from engine.documents.told import told_of
from engine.documents.tree import Block, Code, Document, Heading, Inline, Paragraph, Running, Style, Text
from engine.language.diagnostics import InputError
from tests.unit.documents.letter_to_sign import letter
from tests.unit.documents.samples import sample

if TYPE_CHECKING:
    from engine.documents.tree import Tag

ZH: Tag = "zh-Hant-TW"


def document(markup: str, lang: Tag = ZH, **foot: str) -> Document:
    running = Running(
        record=foot.get("record", "R"), texts=("T",), page="{page}/{pages}", code=foot.get("code", ""), scan=foot.get("scan", "")
    )
    return Document(title="T", languages=(lang,), blocks=read(markup, "test"), running=running)


@cache
def pages_of(*languages: Tag) -> bytes:
    return as_pdf(letter(*languages))


def sheets_of(pages: bytes) -> list[str]:
    """What a reader takes out of each page of a PDF."""
    with PdfDocument(pages) as read_back:
        return [sheet.get_textpage().get_text_range().replace("\r\n", "\n") for sheet in read_back]


def written(pages: bytes) -> str:
    """What a reader takes out of a PDF."""
    return "\f".join(sheets_of(pages))


def joined(text: str) -> str:
    """A text without the ends of its lines, which Chinese has no space for."""
    return re.sub(r"\s+", "", text)


def lines_of_a_page() -> int:
    """How many paragraphs of one line a page holds."""
    first, *_ = sheets_of(as_pdf(document("<p>甲</p>" * 99)))
    return first.count("甲")


@pytest.mark.parametrize("languages", [(ZH,), ("en",), (ZH, "en"), ("en", ZH)])
def test_a_letter_says_all_that_it_says(languages: tuple[Tag, ...]) -> None:
    text = joined(written(pages_of(*languages)))
    chinese = (
        "經審查與規定不符，不予許可，請查照。",
        "喪失國籍未滿8年",
        "逾期未補正者，依現有資料辦理。",
        "（二）",
        "國立模範大學",
    )
    english = (
        "You are not eligible, for the two reasons given below.",
        "send us proof by 31 March 2026",
        "(b)",
        "a master’s degree",
    )
    for said in (*(chinese if ZH in languages else ()), *(english if "en" in languages else ())):
        assert joined(said) in text
    assert joined("阮氏紅絨") in text or languages == ("en",)
    assert joined("Nguyễn Thị Hồng Nhung") in text


def test_each_page_has_its_foot() -> None:
    sheets = sheets_of(pages_of(ZH))
    assert len(sheets) == 3
    for number, sheet in enumerate(sheets, 1):
        assert f"第{number}頁，共3頁" in joined(sheet)
        assert "7K3Q-M2XD-9P4T" in sheet
        assert "moe-international-students 2.1.0 · sha256:4f1b0c6e0a9d4f3e" in sheet
        assert "FS-2026-0117" in sheet


@pytest.mark.parametrize(
    "greeting", ["", '<pair><side lang="zh-Hant-TW"/><side lang="en"><p class="closing">Yours</p></side></pair>']
)
def test_a_signature_is_not_alone_on_its_page(greeting: str) -> None:
    """Whatever the length of the letter, the page of the signature has words of the letter above it, and copies below it."""
    end = f'{greeting}<section keep="yes"><room lines="3"/><p class="signature">校長</p></section><p class="copies">副本</p>'
    full = lines_of_a_page()
    for count in range(full - 6, full + 1):
        lines = "".join(f"<p>第{number}段</p>" for number in range(count))
        text = written(as_pdf(document(f"{lines}{end}")))
        (sheet,) = (joined(sheet) for sheet in text.split("\f") if "校長" in sheet)
        assert f"第{count - 1}段" in sheet
        assert "副本" in sheet


def test_names_come_out_as_they_are() -> None:
    names = (
        "王𠮷䶮",
        "Łukasz Żółć",
        "Nguyễn",
        "Владимир",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "#panic()",
        '$x$ *b* _i_ `c` \\ "q"',
        "@a",
    )
    text = written(as_pdf(document("".join(f"<p>{name.replace('<', '&lt;')}</p>" for name in names))))
    for name in names:
        assert joined(name) in joined(text)


def test_marks_of_direction_turn_nothing_but_the_name() -> None:
    plain, marked = (
        written(as_pdf(document(f"<p>{name} 之申請 123 (a)</p>"))) for name in ("王abc", "\u2068王\u202eabc\u200f\u2069")
    )
    assert plain == marked
    left = written(as_pdf(document("<p>\u2068محمد\u2069 123 甲</p>")))
    assert re.search(r"123\s*甲", left)


@pytest.mark.parametrize("word", ["W" * 90, "sha256:" + "4f1b0c6e" * 8, "Ж" * 70])
def test_a_long_word_stays_on_the_page(word: str) -> None:
    markup = f"<table><col width='1'/><col width='4'/><tbody><tr><td>{word}</td><td><code>{word}</code></td></tr></tbody></table>"
    pages = as_pdf(document(markup))
    assert joined(written(pages)).count(word[:4]) >= 2
    with PdfDocument(pages) as read_back:
        letters = read_back[0].get_textpage()
        ends = [letters.get_charbox(at)[2] for at in range(letters.count_chars())]
    assert max(ends) <= 595.3 - 22 / 25.4 * 72 + 1


def test_the_head_of_a_table_comes_again_on_each_page() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in range(120))
    table = f"<table><thead><tr><th>Anfang</th><th>y</th></tr></thead><tbody>{rows}</tbody></table>"
    sheets = sheets_of(as_pdf(document(table)))
    assert len(sheets) > 2
    assert all("Anfang" in sheet for sheet in sheets)


def test_a_heading_is_not_left_at_the_foot_of_a_page() -> None:
    full = lines_of_a_page()
    for count in range(full - 3, full + 1):
        text = written(as_pdf(document(f"{'<p>甲</p>' * count}<h2>Titel</h2><p>Danach</p>")))
        (sheet,) = (sheet for sheet in text.split("\f") if "Titel" in sheet)
        assert "Danach" in sheet


@pytest.mark.parametrize(
    ("title", "then"),
    [
        ('<ol class="official"><li><p>Titel</p></li></ol>', "<table><tbody><tr><td>Danach</td></tr></tbody></table>"),
        ('<ol class="official"><li><p>Titel</p></li></ol>', '<ol class="official" level="2"><li><p>Danach</p></li></ol>'),
        ("", f'<ol class="official"><li><p>Titel</p><blockquote>{"Danach<br/>" * 12}</blockquote></li></ol>'),
    ],
)
def test_a_title_is_not_parted_from_what_it_is_the_title_of(title: str, then: str) -> None:
    full = lines_of_a_page()
    for count in range(full - 3, full + 1):
        text = written(as_pdf(document(f"{'<p>甲</p>' * count}{title}{then}")))
        (sheet,) = (sheet for sheet in text.split("\f") if "Titel" in sheet)
        assert "Danach" in sheet


@pytest.mark.parametrize("count", [6, 80])
def test_what_is_to_be_kept_is_torn_only_where_it_fits_on_no_page(count: int) -> None:
    kept = "".join(f"<p>k{number}</p>" for number in range(count))
    above = "<p>甲</p>" * (lines_of_a_page() - 3)
    sheets = sheets_of(as_pdf(document(f'{above}<section keep="yes">{kept}</section>')))
    assert [int(number) for sheet in sheets for number in re.findall(r"k(\d+)", sheet)] == list(range(count))
    with_some = [sheet for sheet in sheets if "k" in sheet]
    assert (len(with_some) == 1) == (count == 6)


def test_the_same_document_is_the_same_file() -> None:
    first = pages_of("en")
    pages_of(ZH)
    pdf._compiler.cache_clear()  # noqa: SLF001 - as another process would begin
    assert as_pdf(letter("en")) == first


def test_a_dated_file_can_be_archived_and_read_aloud() -> None:
    for pages in (as_pdf(sample()), pages_of("en", ZH)):
        assert b"<pdfaid:part>2</pdfaid:part>" in pages
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pages
    assert b"D:20260302" in pages_of(ZH)


@pytest.mark.parametrize("markup", ["<p>x</p>", "<h2>a</h2><h4>b</h4><h3>c</h3>", "<p>🙂</p>", "<ul><li></li></ul>"])
def test_an_undated_file_can_be_read_aloud_whatever_its_headings(markup: str) -> None:
    pages = as_pdf(document(markup))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pages
    assert b"D:20" not in pages


def test_a_character_that_no_font_has_keeps_no_letter_from_being_written() -> None:
    assert as_pdf(document("<p>王\ue000</p>")).startswith(b"%PDF")


@settings(max_examples=6, deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_whatever_somebody_writes_can_be_set(texts: list[str]) -> None:
    foot = Running(record="".join(texts), texts=tuple(texts), page="{page}", code_says="".join(texts))
    line = tuple(Text(text) for text in texts)
    blocks = (Heading(level=3, inside=line), Paragraph(inside=(*line, Code("".join(texts))), label="".join(texts)))
    assert as_pdf(Document(title="".join(texts), languages=(ZH, "en"), blocks=blocks, running=foot)).startswith(b"%PDF")


def test_half_a_character_is_shown_as_none() -> None:
    whole = Document(
        title="\ud800", languages=("en",), blocks=(Paragraph(inside=(Text("a\ud800b\0c"),)),), running=document("").running
    )
    assert as_pdf(whole).startswith(b"%PDF")


def test_what_typst_cannot_set_is_told_as_our_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "told_of", lambda _document: {"title": "x"})
    with pytest.raises(InputError) as raised:
        as_pdf(document("<p>x</p>"))
    (told,) = raised.value.diagnostics
    assert told.code == "no-pdf"
    assert told.help


def test_the_template_knows_each_node_and_each_style() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    for node in (*get_args(Block), *get_args(Inline)):
        assert f'"{node.__name__}"' in template
    for style in get_args(Style):
        assert re.search(rf'"{style}"|\b{style}: ', template)


def test_a_place_that_is_not_there_is_no_link() -> None:
    told = json.dumps(told_of(document('<p><a href="#away">x</a></p>')))
    assert "away" not in told
    assert as_pdf(document('<h2 id="a">x</h2><h2 id="a">y</h2><p><a href="#a">x</a></p>')).startswith(b"%PDF")


def test_a_day_is_the_day_of_the_file() -> None:
    told = told_of(letter(ZH))
    assert told["dated"] == (date(2026, 3, 2).year, 3, 2)
