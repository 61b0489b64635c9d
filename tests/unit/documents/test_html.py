"""A page of HTML: everything of the document is on it once, as text, and nothing on it loads, runs or breaks out."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.html import as_html
from engine.documents.html_style import SHEET, quoted
from engine.documents.markup import read
from engine.documents.text import isolated, without_isolates, without_overrides
from engine.documents.tree import Code, Document, Heading, Link, Paragraph, Running, Style, Tag, Text
from tests.unit.documents.samples import ARABIC, HEBREW, HOSTILE, LONG, POLISH, RARE, plain, sample

VOID = {"meta", "br", "hr", "col"}
BLOCKS = "html head meta title style body nav main footer section div p h1 h2 h3 h4 ul ol li blockquote"
TABLES = "table caption colgroup col thead tbody tr th td"
LINES = "strong em code span a br hr bdi svg rect path title"
ALLOWED = {*BLOCKS.split(), *TABLES.split(), *LINES.split()}


class Page(html.parser.HTMLParser):
    """What a browser makes of a page: its tags, their attributes, and the letters on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.open: list[str] = []
        self.letters: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - the parser's
        self.tags.append(tag)
        self.attributes.extend((tag, name, value) for name, value in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - the parser's
        self.tags.append(tag)
        self.attributes.extend((tag, name, value) for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102 - the parser's
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:  # noqa: D102 - the parser's
        place = next((tag for tag in ("svg", "style", "title", "main", "footer", "nav") if tag in self.open), "")
        self.letters[place] = self.letters.get(place, "") + data

    def of(self, tag: str, name: str) -> list[str | None]:
        """The values of an attribute."""
        return [value for of, called, value in self.attributes if (of, called) == (tag, name)]


def page(document: Document) -> Page:
    return Page(as_html(document, fonts=False))


# -- what is on it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", get_args(Tag))
def test_the_sample_is_a_page_of_known_tags(first: Tag) -> None:
    found = page(sample(first))
    assert set(found.tags) <= ALLOWED
    assert found.tags.count("h1") == 1
    assert found.tags.count("main") == 1
    assert found.of("html", "lang") == [first]


def test_names_are_on_it_as_they_are_written() -> None:
    letters = page(sample()).letters["main"]
    for name in (RARE, LONG, HEBREW, ARABIC, POLISH, HOSTILE.replace("\u202e", "")):
        assert name in letters


def test_a_text_of_its_own_direction_is_set_apart() -> None:
    assert f"<bdi>{HEBREW}</bdi>、<bdi>{ARABIC}</bdi>" in as_html(sample(), fonts=False)


@pytest.mark.parametrize("text", ["\u2068a", "a\u2069", "\u2069\u2068a\u2069\u2069", "\u2068\u2068a\u2069"])
def test_isolates_that_do_not_match_open_and_close_nothing_else(text: str) -> None:
    found = page(everywhere(text))
    assert found.letters["main"].split() == ["a", "aaaa"]
    assert found.letters["footer"].split() == ["a", "a", "a", "a"]


def test_official_points_have_their_numbers_as_letters() -> None:
    letters = re.sub(r"\s+", "", page(sample()).letters["main"])
    for point in (
        "一、依本局",
        "（一）申請日期",
        "1、活動企劃書",
        "（1）節目內容",
        "（2）預算",
        "2、保險證明",
        "三、檢附",
        "十一、第十一",
    ):
        assert point in letters
    for point in ("1.The", "(a)You", "(i)aplan", "(A)theprogramme", "(ii)aproof", "3.Acopy"):
        assert point in letters


def test_sides_in_two_languages_stand_beside_each_other_and_one_alone() -> None:
    found = page(sample())
    assert found.of("div", "class").count("pair") == 2
    assert found.of("div", "class").count("side") == 5


def test_each_style_has_a_look() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    assert [style for style in get_args(Style) if style != "plain" and not re.search(rf"\.{style}\b", sheet)] == []


def test_ticks_and_marks_are_named_for_who_cannot_see_them() -> None:
    names = page(sample()).of("svg", "aria-label")
    assert {"☑", "☐", "☐ ?", "✓", "✗", "?", "–"} <= set(names)


@pytest.mark.parametrize("kind", ["<ul>", "<ol>", '<ol class="official">'])
def test_a_mark_is_drawn_in_every_kind_of_list(kind: str) -> None:
    markup = f'{kind}<li mark="met">a</li></{kind[1:3]}>'
    document = replace(plain("x"), blocks=read(markup, "t"))
    found = page(document)
    assert found.of("svg", "aria-label") == ["✓"]
    assert "marked" in (found.of("li", "class") + found.of("div", "class")) or "official" in kind


def test_the_foot_stands_once_on_a_screen_and_on_every_sheet() -> None:
    found = page(sample())
    for line in ("CASE-2026-0042", "hall@1.2.0", "hall-fees@0.9.1", "7K3Q-M2XD"):
        assert found.letters["footer"].count(line) == 1
    sheet = found.letters["style"]
    assert sheet.count("@bottom-left") == sheet.count("@bottom-right") == 2
    assert 'content: "第 " counter(page) " 頁\\ff0c 共 " counter(pages) " 頁"' in sheet
    assert "size: A4" in sheet
    assert "image/svg+xml" in sheet
    assert found.tags.count("svg") > 1


def test_a_decision_without_a_code_has_none_to_scan() -> None:
    foot = page(plain("x"))
    assert "svg" not in foot.tags
    assert "image/svg" not in foot.letters["style"]


def test_a_way_back_is_there_only_where_one_is_given() -> None:
    found = Page(as_html(plain("x"), fonts=False, navigation=("<總表>", "index.html")))
    assert found.letters["nav"] == "<總表>"
    assert found.of("a", "href") == ["index.html"]
    assert "nav" not in page(plain("x")).tags


# -- nothing loads, runs or breaks out ---------------------------------------------------------------------------------


def test_it_loads_nothing_and_its_policy_says_so() -> None:
    written = as_html(sample())
    found = Page(written)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.tags)
    assert all(name not in {"style", "src"} and not name.startswith("on") for _, name, _ in found.attributes)
    assert set(re.findall(r"url\(([a-z]+:[a-z/+-]+)", found.letters["style"])) == {"data:font/woff", "data:image/svg+xml"}
    (policy,) = [value or "" for value in found.of("meta", "content") if "default-src" in (value or "")]
    digest = base64.b64encode(hashlib.sha256(found.letters["style"].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_it_carries_its_letters() -> None:
    sheet = Page(as_html(sample())).letters["style"]
    assert len(re.findall("@font-face", sheet)) >= 2
    carried = [base64.b64decode(found) for found in re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", sheet)]
    assert all(font.startswith(b"wOFF") for font in carried)
    assert "@font-face" not in Page(as_html(sample(), fonts=False)).letters["style"]


def test_quotation_marks_are_narrow_in_english_and_wide_in_chinese() -> None:
    said = Page(as_html(plain("the sender’s", languages=("en",)))).letters["style"]
    assert re.search(r':lang\(en\) \{ font-family: "Letter narrow", "Letter Noto Sans CJK TC", ', said)
    assert re.search(r':lang\(zh\) \{ font-family: "Letter Noto Sans CJK TC", ', said)
    without = replace(plain("the sender"), running=Running(record="R", texts=(), page="{page}"))
    assert "Letter narrow" not in Page(as_html(without)).letters["style"]


def everywhere(text: str) -> Document:
    """A document that has the text in each of its fields."""
    return Document(
        title=text,
        languages=("en",),
        blocks=(
            Heading(level=1, inside=(Text(text),), anchor=text),
            Paragraph(inside=(Text(text), Code(text), Link((Text(text),), text)), label=text),
        ),
        running=Running(record=text, texts=(text,), page=text, code=text, code_says=text, scan="x"),
    )


def unescaped(string: str) -> str:
    """A string of a style sheet as a browser reads it."""
    return re.sub(r"\\([0-9a-f]{1,6}) ", lambda found: chr(int(found[1], 16)), string)


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=[])) | st.text(st.sampled_from(list("<>\"'&\\{}/*;:@()\n -!]#styleA1"))))
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    found = page(everywhere(f"x{text}"))
    usual = page(everywhere("x"))
    assert [tag for tag in found.tags if tag != "bdi"] == usual.tags
    assert {name for _, name, _ in found.attributes} == {name for _, name, _ in usual.attributes}
    strings = r'"(?:[^"\\\n<]|\\[0-9a-f]{1,6} )*"'
    foot = found.letters["style"].split("@bottom-left")[2].split("@media")[0]
    assert re.fullmatch(rf' \{{ content: {strings}( "\\A" {strings})*; font-family: [^;{{}}]*; \}}\n(?s:.*)', foot)


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2068\u2069\ufffe\uffff")))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    written = without_overrides(text)
    found = page(everywhere(isolated(text)))
    assert without_overrides(without_isolates(isolated(text))) in found.letters["main"]
    assert unescaped(quoted(text)) == f'"{written}"'


def test_a_control_character_is_seen_and_not_obeyed() -> None:
    assert unescaped(quoted("a\x00b\ud800")) == '"a\ufffdb\ufffd"'
    assert page(everywhere("a\x00b\ud800")).letters["title"] == "a\ufffdb\ufffd"


def test_the_same_document_is_the_same_page() -> None:
    assert as_html(sample()) == as_html(sample())
