"""Markdown, judged by what a reader of CommonMark makes of it: the same words in the same order, and no mark-up but its own."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from engine.documents.markdown import as_markdown
from engine.documents.markup import read
from engine.documents.text import isolated, without_isolates
from engine.documents.tree import Document, Running
from tests.unit.documents.samples import ARABIC, HEBREW, HOSTILE, LONG, POLISH, RARE, as_markup, plain, sample

READER = MarkdownIt("commonmark").enable("table")


def markdown(markup: str) -> str:
    foot = Running(record="R", texts=("T",), page="{page}")
    document = Document(title="t", languages=("zh-Hant-TW",), blocks=read(markup, "t"), running=foot)
    return as_markdown(document).removesuffix("\n\n---\n\nR  \nT\n")


def rendered(text: str) -> str:
    return str(READER.render(text))


def letters(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page.replace("<br>", "\n")))


# -- its own mark-up ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h2>a <em>b</em> #</h2>", "## a *b* \\#"),
        ('<p label="主旨：">請查照。</p>', "主旨：請查照。"),
        ('<p label="Subject:">Take note.</p>', "Subject: Take note."),
        ('<p class="result">不予許可</p>', "**不予許可**"),
        ("<p>甲<strong>乙</strong>丙</p>", "甲**乙**丙"),
        ("<p>甲<strong>（乙）</strong>丙</p>", "甲<strong>（乙）</strong>丙"),
        ("<p><strong>a</strong><strong>b</strong></p>", "<strong>a</strong>**b**"),
        ("<p><code>a`b</code> <code>a|b</code></p>", "`` a`b `` <code>a\\|b</code>"),
        ('<p><a href="a.html">x</a><br/><blank size="4"/><tick state="on"/></p>', "[x](<a.html>)<br>____\\[x\\]"),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n\n  c"),
        ('<ol start="9"><li>a</li><li>b<br/>c</li></ol>', "9. a\n10. b<br>c"),
        ('<ul><li mark="on">a</li><li mark="not_met">b</li></ul>', "- [x] a\n- ✗ b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<ol class="official"><li><p>甲</p><ol class="official"><li>乙</li></ol></li></ol>', "一、甲\n\n&emsp;&emsp;（一）乙"),
        ('<pair><side lang="en"><p>a</p></side><side lang="zh-Hant-TW"><p>甲</p></side></pair>', "a\n\n甲"),
        ("<table><tbody><tr><td>a</td></tr></tbody></table>", "|  |\n| --- |\n| a |"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td class='number'/></tr></tbody></table>",
            "| a | b |\n| --- | ---: |\n| 1 |  |",
        ),
        ("<table><tbody><tr><td><p>c</p><p>d</p></td></tr></tbody></table>", "|  |\n| --- |\n| c<br>d |"),
        ('<table><thead><tr><td span="2">a</td></tr></thead></table>', "| a |  |\n| --- | --- |"),
        ('<p><a href="#x">y</a></p><h3 id="x">z</h3>', '[y](<#x>)\n\n<a id="x"></a>\n\n### z'),
        ('<p><blank size="4"/></p>', "\\_\\_\\_\\_"),
        ('<p>a<blank size="3"/>（b）<blank size="3"/>c</p>', "a\\_\\_\\_（b）\\_\\_\\_c"),
        ('<p label="簽："><blank size="3"/></p>', "簽：___"),
        ("<table><tbody><tr><td><blank size='4'/></td></tr></tbody></table>", "|  |\n| --- |\n| ____ |"),
        ('<ol class="official"><li mark="on"><p>甲</p><p>乙</p></li></ol>', "一、\\[x\\] 甲\n\n&emsp;&emsp;乙"),
        ('<ol class="official"><li><table><tbody><tr><td>a</td></tr></tbody></table></li></ol>', "一、\n\n|  |\n| --- |\n| a |"),
        ("<h1 id='x'>z</h1><room/><hr/>", "# z\n\n---"),
    ],
)
def test_each_node_has_its_markdown(markup: str, text: str) -> None:
    assert markdown(markup) == text


def test_the_sample_is_read_as_it_was_meant() -> None:
    page = rendered(as_markdown(sample()))
    assert page.count("<h1>") == 1
    assert page.count("<table>") == 4
    assert page.count('<ol start="3">') == 2  # the list that starts there, and the third of the English points
    assert re.findall(r'href="([^"]*)"', page) == ["#facts", "index.html"]
    assert "<strong>第 1 項</strong>" in page
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= set(
        "p h1 h2 h3 h4 ul ol li table thead tbody tr th td strong em code a br hr blockquote".split()  # noqa: SIM905 - as a list
    )


def test_names_and_the_foot_are_in_it() -> None:
    shown = letters(rendered(as_markdown(sample())))
    for name in (RARE, LONG, HEBREW, ARABIC, POLISH, without_isolates(isolated(HOSTILE)), "7K3Q-M2XD", "hall@1.2.0"):
        assert name in shown


def test_each_page_ends_with_its_foot_once() -> None:
    text = as_markdown(sample())
    assert text.count("hall-fees@0.9.1") == 1
    assert text.index("\n---\n", text.index("One side only")) < text.index("hall-fees@0.9.1")


# -- nobody else's -----------------------------------------------------------------------------------------------------

WRITTEN = "*_`#>-+=.)(!|\\~$&<;:[]{}^\"'1 \nax@/\u3000"


def shown_as(text: str) -> str:
    """The letters as a page shows them: white space collapsed, and a mark for what no file can hold."""
    held = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    held = re.sub("[\u202a-\u202e\u2066\u2067]", "", without_isolates(held))
    lines = (re.sub("[ \t\f]+", " ", line).strip(" ") for line in re.split("\r\n|\r|\n", held))
    return "\n".join(lines)


@settings(max_examples=150)
@given(st.text(st.sampled_from(list(WRITTEN))) | st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_text_never_becomes_markup(text: str) -> None:
    page = rendered(as_markdown(plain(f"x{text}", f"{text}x")))
    assert set(re.findall(r"<(/?[a-z0-9]+)", page)) <= {"p", "/p", "br", "hr"}
    paragraphs = [letters(one).strip() for one in re.findall(r"<p>(.*?)</p>", page, flags=re.DOTALL)]
    assert paragraphs[:2] == [shown_as(f"x{text}").strip(), shown_as(f"{text}x").strip()]


@settings(max_examples=80)
@given(st.text(st.sampled_from(list(WRITTEN))))
def test_a_foreign_text_never_becomes_markup_wherever_it_stands(text: str) -> None:
    name = as_markup(isolated(text))
    page = rendered(
        markdown(f"<h1>a{name}</h1><ul><li>a{name}</li></ul><table><tbody><tr><td>a{name}</td><td>b</td></tr></tbody></table>")
    )
    tags = re.findall(r"<([a-z0-9]+)", page)
    usual = ["h1", "ul", "li", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert [tag for tag in tags if tag != "br"] == usual
    assert letters(page).replace("\n", " ").count(f"a{without_isolates(isolated(text))}") >= 3


@pytest.mark.parametrize("text", ["http://evil.example", "www.evil.example", "WWW.evil.example", "https://a@b.example"])
def test_an_address_becomes_no_link_where_readers_link_them(text: str) -> None:
    written = markdown(f"<p>{as_markup(isolated(text))}</p>")
    assert not re.search(r"://|www\.|WWW\.|\w@\w", written)
    assert letters(rendered(written)).strip() == text


def test_a_name_from_right_to_left_keeps_to_itself() -> None:
    assert markdown(f"<p>{as_markup(isolated(HEBREW))} (2)</p>") == f"\u2068{HEBREW}\u2069 (2)"
    assert markdown(f"<p>{as_markup(isolated(RARE))} (2)</p>") == f"{RARE} (2)"
