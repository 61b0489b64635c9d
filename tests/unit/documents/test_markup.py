"""The restricted markup: what it says is in the tree, in its order, and whatever is wrong in it is told with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.fragment import DEEPEST, LONGEST
from engine.documents.markup import ALL, read
from engine.documents.tree import (
    Blank,
    Break,
    Cell,
    Code,
    Emphasis,
    Heading,
    Item,
    Link,
    Listing,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Room,
    Rule,
    Section,
    Side,
    Spoken,
    Strong,
    Table,
    Text,
    Tick,
)
from engine.language.diagnostics import InputError
from tests.unit.documents.samples import HOSTILE, RARE, as_markup, sample

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic


def mistakes(markup: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as raised:
        read(markup, "letter.jinja")
    return raised.value.diagnostics


def paragraph(inside: str) -> tuple[object, ...]:
    (block,) = read(f"<p>{inside}</p>", "t")
    assert isinstance(block, Paragraph)
    return block.inside


# -- what it says ------------------------------------------------------------------------------------------------------


def test_each_inline_element_is_its_node() -> None:
    assert paragraph(
        'a<strong>b<em>c</em></strong><code>d</code><span lang="en" class="then">e</span><span lang="zh-Hant-TW">f</span>'
        '<a href="#x">g</a><a href="甲乙.html">h</a><br/><blank/><blank size="3"/><tick state="on"/>'
    ) == (
        Text("a"),
        Strong((Text("b"), Emphasis((Text("c"),)))),
        Code("d"),
        Spoken((Text("e"),), "en", then=True),
        Spoken((Text("f"),), "zh-Hant-TW"),
        Link((Text("g"),), "#x"),
        Link((Text("h"),), "甲乙.html"),
        Break(),
        Blank(12),
        Blank(3),
        Tick("on"),
    )


def test_each_block_element_is_its_node() -> None:
    a = Paragraph(inside=(Text("a"),))
    assert read(
        '<h2 class="note" lang="en" id="x">a</h2><p class="subject" lang="en" label=" S  : ">a</p><ul lang="en"><li>a</li></ul>'
        '<ol start="3"><li mark="not_met"><p>a</p></li></ol><ol class="official"><li/></ol><blockquote lang="en">a</blockquote>'
        '<pair><side lang="en"><p>a</p></side><side lang="zh-Hant-TW"/></pair>'
        '<section class="box" keep="yes" lang="en" id="y"><p>a</p></section><room/><room lines="5"/><hr/><page-break/>',
        "t",
    ) == (
        Heading(level=2, inside=(Text("a"),), style="note", lang="en", anchor="x"),
        Paragraph(inside=(Text("a"),), style="subject", lang="en", label="S :"),
        Listing(items=(Item(blocks=(a,)),), lang="en"),
        Listing(items=(Item(blocks=(a,), mark="not_met"),), kind="number", start=3),
        Listing(items=(Item(blocks=()),), kind="official"),
        Quote(blocks=(a,), lang="en"),
        Pair(sides=(Side(blocks=(a,), lang="en"), Side(blocks=(), lang="zh-Hant-TW"))),
        Section(blocks=(a,), style="box", keep=True, lang="en", anchor="y"),
        Room(lines=3),
        Room(lines=5),
        Rule(),
        PageBreak(),
    )


def test_a_table_has_its_caption_columns_head_and_rows() -> None:
    (table,) = read(
        '<table class="form"><caption>c</caption><col width="2"/><col width="1"/><thead><tr><th span="2">h</th></tr></thead>'
        '<tbody><tr><td>a</td><td class="number"><p>1</p><p>2</p></td></tr></tbody>'
        "<tbody><tr><td/><td/></tr></tbody></table>",
        "t",
    )
    one, two, a, h = (Paragraph(inside=(Text(text),)) for text in ("1", "2", "a", "h"))
    assert table == Table(
        head=((Cell(blocks=(h,), heading=True, span=2),),),
        rows=((Cell(blocks=(a,)), Cell(blocks=(one, two), right=True)), (Cell(blocks=()), Cell(blocks=()))),
        look="form",
        widths=(2, 1),
        caption=(Text("c"),),
    )


def test_the_sample_has_every_element() -> None:
    assert {type(block).__name__ for block in sample().blocks} == {
        "Heading", "Paragraph", "Listing", "Quote", "Table", "Pair", "Section", "Rule", "PageBreak",
    }  # fmt: skip


def test_comments_and_sections_of_letters_are_xml_as_ever() -> None:
    assert paragraph("a<!-- <b> -->b<![CDATA[<c>]]>&#100;&#x65;&amp;") == (Text("ab<c>de&"),)


# -- white space -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("  a \n\t b  ", (Text("a b"),)),
        ("a <strong>b</strong> c", (Text("a "), Strong((Text("b"),)), Text(" c"))),
        ("a<strong> b </strong>c", (Text("a "), Strong((Text("b"),)), Text(" c"))),
        ("<strong>a </strong> <em> b</em>", (Strong((Text("a"),)), Text(" "), Emphasis((Text("b"),)))),
        ("<strong>a <em> b</em></strong>", (Strong((Text("a "), Emphasis((Text("b"),)))),)),
        ("a <br/> b", (Text("a"), Break(), Text("b"))),
        ("甲\n  乙", (Text("甲乙"),)),
        ("甲 乙", (Text("甲 乙"),)),
        ("甲。\n<strong>乙</strong>", (Text("甲。"), Strong((Text("乙"),)))),
        ("甲\nb", (Text("甲 b"),)),
        ("한\n글", (Text("한 글"),)),
        ("　甲\u00a0乙　", (Text("　甲\u00a0乙　"),)),
        ("<blank/> a", (Blank(), Text(" a"))),
        ("a<strong> </strong>b<em/>", (Text("a b"),)),
        ("\u00a0", (Text("\u00a0"),)),
        (" <code> x  y </code> ", (Code("x y"),)),
    ],
)
def test_white_space_is_what_a_page_shows(markup: str, line: tuple[object, ...]) -> None:
    assert paragraph(markup) == line


def test_a_space_that_does_not_break_is_a_line() -> None:
    assert read("<ul><li>\u00a0</li><li> \n </li></ul>", "t") == (
        Listing(items=(Item(blocks=(Paragraph(inside=(Text("\u00a0"),)),)), Item(blocks=()))),
    )


def words(line: tuple[object, ...]) -> str:
    """The letters of a line, those in stress with them, and a line end for a break."""
    shown = ""
    for one in line:
        match one:
            case Text(text):
                shown += text
            case Strong(inside):
                shown += words(inside)
            case Break():
                shown += "\n"
            case _:
                pytest.fail(f"{one} is neither letters nor stress")
    return shown


def as_shown(text: str) -> str:
    """What of a text must be in the tree: all of it, but for white space, and a mark for what XML cannot hold."""
    held = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    lines = (re.sub("[ \t\f]+", " ", line).strip(" ") for line in re.split("\r\n|\r|\n", held))
    return "\n".join(lines)


@settings(max_examples=150)
@given(st.lists(st.text(st.characters(exclude_categories=[])), max_size=4))
def test_any_text_is_the_same_in_the_tree_and_in_its_place(texts: list[str]) -> None:
    blocks = read("".join(f"<p>{as_markup(text)}</p>" for text in texts), "t")
    assert [words(block.inside) for block in blocks if isinstance(block, Paragraph)] == [as_shown(text) for text in texts]


@settings(max_examples=60)
@given(st.text(), st.text())
def test_any_text_is_the_same_in_stress_and_label(text: str, label: str) -> None:
    label = as_shown(label).replace("\n", " ")
    (block,) = read(f'<p label="{as_markup(label)}">x<strong>{as_markup(text)}</strong></p>', "t")
    assert isinstance(block, Paragraph)
    assert block.label == re.sub(" +", " ", label).strip(" ")
    assert words(block.inside) == as_shown(f"x{text}")


def test_hostile_names_come_through() -> None:
    assert words(paragraph(as_markup(HOSTILE + RARE))) == HOSTILE + RARE


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "where", "code", "way_out"),
    [
        ("<p>a</p>\n <tabel/>", (2, 2), "unknown-element", 'did you mean "table"?'),
        ("<p><b>a</b></p>", (1, 4), "unknown-element", 'did you mean "strong"?'),
        ("<p>a</p>\n  loose", (2, 3), "text-between", "put it into <p>"),
        ("<ul>\nx<li/></ul>", (2, 1), "text-between", "put it into <p>"),
        ("<p>甲乙<h1>x</h1></p>", (1, 6), "misplaced-element", "close the line before it"),
        ("<strong>x</strong>", (1, 1), "misplaced-element", "put it into <p>"),
        ("<li/>", (1, 1), "misplaced-element", "put it into <ul> or <ol>"),
        ("<section><td/></section>", (1, 10), "misplaced-element", "put it into <table>"),
        ("<ul><li>a<p>b</p></li></ul>", (1, 10), "misplaced-element", "close the line before it"),
        ("<p><code>a<em>b</em></code></p>", (1, 11), "misplaced-element", "put it into <p>"),
        ("<p><br>x</br></p>", (1, 4), "misplaced-element", "write <br/>"),
        ('<p clas="note"/>', (1, 1), "unknown-attribute", 'did you mean "class"?'),
        ('<p style="color: red"/>', (1, 1), "unknown-attribute", "known here: class, label, lang"),
        ("<hr onclick='x'/>", (1, 1), "unknown-attribute", "<hr> has no attributes"),
        ('<p class="sendr"/>', (1, 1), "unknown-value", 'did you mean "sender"?'),
        ('<p lang="zh"/>', (1, 1), "unknown-value", "known here: en, zh-Hant-TW"),
        ('<room lines="0"/>', (1, 1), "unknown-value", "a whole number, 1 to 999"),
        ('<room lines="９"/>', (1, 1), "unknown-value", "a whole number, 1 to 999"),
        ("<p><tick/></p>", (1, 4), "missing-attribute", 'write state="…"'),
        ("<pair/>", (1, 1), "missing-element", 'write <side lang="…"> for each language'),
        ('<pair><side lang="en"/><side lang="en"/></pair>', (1, 24), "twice", "a side for each language, once"),
        ("<table><thead><tr><td/></tr></thead><thead/></table>", (1, 37), "twice", "put both into one"),
        (
            "<table><tbody><tr><td/></tr><tr/></tbody></table>",
            (1, 1),
            "uneven-table",
            "add an empty <td></td>, or say span",
        ),
        ("<p>\n<em>x</p>", (2, 8), "not-well-formed", "<em> of line 2, column 1 is still open: close it with </em>"),
        ("<p>x\n", (2, 1), "not-well-formed", "<p> of line 1, column 1 is still open: close it with </p>"),
        (
            "<p>a &nbsp; b</p>",
            (1, 6),
            "not-well-formed",
            "known are &amp; &lt; &gt; &quot; &apos; and numbers such as &#160;",
        ),
        ("<p>x</p></document><p/>", (1, 20), "not-well-formed", "an element is closed here that was not opened"),
        ("<p>\ud800</p>", (1, 4), "not-well-formed", "write the whole character, or leave it out"),
        ("<p><?php x?></p>", (1, 4), "unknown-element", "leave it out"),
        ("<section>" * (DEEPEST + 1) + "</section>" * (DEEPEST + 1), (1, 541), "too-deep", "close what is open before it"),
        ("x" * (LONGEST + 1), (1, 1), "too-long", "divide the document"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_a_way_out(markup: str, where: tuple[int, int], code: str, way_out: str) -> None:
    (found,) = mistakes(markup)
    assert (found.place.line, found.place.column, found.code) == (*where, code)
    assert found.place.file == "letter.jinja"
    assert found.help == way_out


@pytest.mark.parametrize(
    "to",
    [
        "http://x",
        "//x",
        "javascript:x",
        "../x",
        "a/b",
        "a\\b",
        ".x",
        "",
        "#",
        "a b",
        "%2e%2e",
        "a?b",
        "a&quot;b",
        "a)b",
        "#a&#34;",
    ],
)
def test_no_link_leads_out_of_the_folder(to: str) -> None:
    (found,) = mistakes(f'<p><a href="{to}">x</a></p>')
    assert found.code == "unknown-value"
    assert found.help == "a link leads to a file of the same folder by its bare name, or to #anchor"


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE p [<!ENTITY x "y">]><p>&x;</p>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><p/>',
        '<?xml version="1.0"?><p/>',
        "<p>&#0;</p>",
        "<p>&#xd800;</p>",
        "<p>a < b</p>",
        "<p>R & D</p>",
        '<p class="note" class="box"/>',
        "</p>",
    ],
)
def test_what_is_no_piece_of_markup_is_refused(markup: str) -> None:
    assert {found.code for found in mistakes(markup)} <= {"not-well-formed", "unknown-element"}


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes('<p clas="x" lang="de">a<h1/></p>\nloose\n<tabel/>')
    assert [(one.place.line, one.code) for one in found] == [
        (1, "unknown-attribute"),
        (1, "unknown-value"),
        (1, "misplaced-element"),
        (2, "text-between"),
        (3, "unknown-element"),
    ]


@settings(max_examples=100)
@given(st.text(st.sampled_from(list("<>/=\"' &;#ap")), max_size=40))
def test_whatever_is_written_is_read_or_told(markup: str) -> None:
    found: tuple[Diagnostic, ...] = ()
    try:
        read(markup, "t")
    except InputError as error:
        found = error.diagnostics
    assert all(one.place.line == 1 and 1 <= one.place.column <= len(markup) + 1 for one in found)


def test_every_element_has_a_name_and_attributes_that_can_be_said() -> None:
    assert all(re.fullmatch("[a-z][a-z0-9-]*", name) for name in ALL)
