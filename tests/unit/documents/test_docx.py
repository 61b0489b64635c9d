from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from engine.documents.docx import as_docx
from engine.documents.fonts import FAMILIES
from engine.documents.markup import read
from engine.documents.tree import (
    Blank,
    Break,
    Code,
    Document,
    Heading,
    Item,
    Listing,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Room,
    Rule,
    Running,
    Section,
    Table,
    Text,
    Tick,
)
from tests.unit.documents.samples import ARABIC, HOSTILE, LONG, POLISH, RARE, plain, sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from engine.documents.tree import Block, Cell, Inline, Tag

UNSEEN = re.compile("[\\s\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+")


@pytest.fixture(scope="module")
def written() -> bytes:
    return as_docx(sample())


def of(markup: str, languages: tuple[Tag, ...] = ("zh-Hant-TW",)) -> Document:
    foot = Running(record="R", texts=(), page="{page}/{pages}")
    return Document(title="T", languages=languages, blocks=read(markup, "here"), running=foot)


def part(content: bytes, name: str) -> Any:
    with ZipFile(BytesIO(content)) as file:
        return parse_xml(file.read(name))


def body(document: Document) -> Any:
    return part(as_docx(document), "word/document.xml")


def found(root: Any, path: str) -> list[Any]:
    """Nodes by XPath; python-docx has classes that know the prefixes for some elements only."""
    return list(root.xpath(path) if isinstance(root, BaseOxmlElement) else root.xpath(path, namespaces=nsmap))


def letters(root: Any) -> str:
    return "".join(node.text or "" for node in found(root, ".//w:t"))


# -- nothing is lost ---------------------------------------------------------------------------------------------------


def test_every_text_of_the_tree_stands_in_the_file_in_its_order(written: bytes) -> None:
    shown = UNSEEN.sub("", letters(part(written, "word/document.xml")))
    at = 0
    for text in texts(sample().blocks):
        wanted = UNSEEN.sub("", text)
        assert wanted in shown[at:], (wanted, shown[at : at + 80])
        at = shown.index(wanted, at) + len(wanted)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """What a reader of the tree reads, from the top; written apart from what writes the file."""
    for block in blocks:
        match block:
            case Heading(inside=inside):
                yield from line(inside)
            case Paragraph(inside=inside, label=label):
                yield label
                yield from line(inside)
            case Listing(items=items):
                for item in items:
                    yield from texts(item.blocks)
            case Quote(blocks=inner) | Section(blocks=inner):
                yield from texts(inner)
            case Pair(sides=sides):
                for side in sides:
                    yield from texts(side.blocks)
            case Table():
                yield from line(block.caption)
                yield from cells(cell for row in (*block.head, *block.rows) for cell in row)
            case Room() | Rule() | PageBreak():
                pass


def cells(row: Iterable[Cell]) -> Iterator[str]:
    for cell in row:
        yield from texts(cell.blocks)


def line(inside: Sequence[Inline]) -> Iterator[str]:
    for one in inside:
        match one:
            case Text(text) | Code(text):
                yield text
            case Tick(state):
                yield {"on": "☑", "off": "☐", "open": "☐?"}[state]
            case Break() | Blank():
                pass
            case _:
                yield from line(one.inside)


def test_python_docx_opens_it_and_finds_its_styles(written: bytes) -> None:
    opened = docx.Document(BytesIO(written))
    used = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style is not None}
    assert {"Letter Sender", "Letter Recipient", "Letter Quote", "Heading 1", "Heading 2", "Letter Signature"} <= used
    assert opened.core_properties.title.startswith("審查結果通知書 Decision")
    assert opened.core_properties.language == "zh-TW en-GB"


def test_every_style_that_is_used_is_there(written: bytes) -> None:
    known = set(found(part(written, "word/styles.xml"), "//w:style/@w:styleId"))
    for name in ("document", "footer1", "numbering", "styles"):
        for by in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "styleLink"):
            assert set(found(part(written, f"word/{name}.xml"), f"//w:{by}/@w:val")) <= known, (name, by)


# -- the same again, and strict ----------------------------------------------------------------------------------------


def test_the_same_document_is_the_same_file_whatever_the_clock_says(written: bytes) -> None:
    assert as_docx(sample()) == written
    with ZipFile(BytesIO(written)) as file:
        assert {info.date_time for info in file.infolist()} == {(2026, 3, 2, 0, 0, 0)}
        assert b"2026-03-02T00:00:00Z" in file.read("docProps/core.xml")


def test_a_document_without_a_day_says_none() -> None:
    with ZipFile(BytesIO(as_docx(plain("x")))) as file:
        assert b"created" not in file.read("docProps/core.xml")
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


ORDERS = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd spacing ind contextualSpacing jc outlineLvl",
    "w:rPr": "rStyle rFonts b bCs i iCs noProof color sz szCs u rtl lang",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "w:tcPr": "tcW gridSpan tcBorders shd tcMar vAlign",
    "w:sectPr": "footerReference pgSz pgMar",
    "w:sdtPr": "rPr alias id showingPlcHdr text checkbox",
    "w:style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tcPr tblStylePr",
    "w:lvl": "start numFmt lvlText lvlJc pPr rPr",
    "w:abstractNum": "nsid multiLevelType tmpl styleLink lvl",
    "w:font": "altName charset family pitch embedRegular embedBold",
    "w:settings": "zoom embedTrueTypeFonts saveSubsetFonts defaultTabStop characterSpacingControl compat themeFontLang"
    " decimalSymbol listSeparator",
}
"""What of ISO/IEC 29500-1 the file uses, in the order of its schema: Word refuses a file with another."""


@pytest.mark.parametrize("element", ORDERS)
def test_elements_stand_in_the_order_of_the_standard(written: bytes, element: str) -> None:
    order = ORDERS[element].split()
    seen = 0
    for name in ("document", "styles", "numbering", "fontTable", "settings", "footer1"):
        for node in found(part(written, f"word/{name}.xml"), f"//{element}"):
            names = [child.tag.rpartition("}")[2] for child in node]
            places = [order.index(child) for child in names]
            assert places == sorted(places), names
            assert element in {"w:style", "w:abstractNum"} or len(set(names)) == len(names), names
            seen += 1
    assert seen


def test_every_cell_ends_with_a_paragraph_and_every_row_fills_the_grid(written: bytes) -> None:
    root = part(written, "word/document.xml")
    assert all(cell[-1].tag == qn("w:p") for cell in found(root, "//w:tc"))
    last = found(body(of("<p>x</p><table><tbody><tr><td>x</td></tr></tbody></table>")), "//w:body/*")[-2:]
    assert [node.tag for node in last] == [qn("w:p"), qn("w:sectPr")]
    for table in found(root, "//w:tbl"):
        columns = len(found(table, "./w:tblGrid/w:gridCol"))
        for row in found(table, "./w:tr"):
            spans = [int(next(iter(found(cell, "./w:tcPr/w:gridSpan/@w:val")), "1")) for cell in found(row, "./w:tc")]
            assert sum(spans) == columns


def test_numbers_of_fields_bookmarks_and_relations_are_no_ones_else(written: bytes) -> None:
    root = part(written, "word/document.xml")
    fields = found(root, "//w:sdtPr/w:id/@w:val")
    assert len(fields) == len(set(fields)) > 4
    names = found(root, "//w:bookmarkStart/@w:name")
    assert "facts" in names
    assert len(names) == len(set(names))
    assert set(found(root, "//w:hyperlink/@w:anchor")) <= set(names)
    with ZipFile(BytesIO(written)) as file:
        related = re.findall(r'Id="(\w+)"', file.read("word/_rels/document.xml.rels").decode())
    assert set(found(root, "//w:hyperlink/@r:id")) <= set(related)


# -- what somebody else wrote ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [HOSTILE, LONG, RARE, POLISH, "<w:p/>]]>&amp;", "{{7*7}} {% x %} ${y}"])
def test_what_somebody_else_wrote_stays_text(text: str) -> None:
    root = body(plain(text))
    assert UNSEEN.sub("", letters(root)) == UNSEEN.sub("", text)


def test_what_no_xml_can_hold_breaks_nothing() -> None:
    broken = "a\x00\x08\x0b\x1fb\ud800c\ufffe\uffffd\x85e\u2028f"
    blocks = (Paragraph(inside=(Text(broken), Code(broken)), label=broken),)
    foot = Running(record=broken, texts=(broken,), page=broken, code=broken, code_says=broken)
    content = as_docx(Document(title=broken, languages=("en",), blocks=blocks, running=foot))
    for text in (letters(part(content, "word/document.xml")), letters(part(content, "word/footer1.xml"))):
        assert re.sub(r"\s+", " ", text).count("a b\ufffdc\ufffd\ufffdd e f") >= 2


def test_marks_of_direction_reach_nothing_and_a_name_from_the_right_says_so() -> None:
    root = body(plain(f"名 \u202eevil\u202c \u2068{ARABIC} 12\u2069 后"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", letters(root))
    from_right = [letters(run) for run in found(root, "//w:r[w:rPr/w:rtl]")]
    assert "".join(from_right) == f"{ARABIC} 12"


# -- numbers -----------------------------------------------------------------------------------------------------------


def points(content: bytes) -> list[tuple[str, str, str, int]]:
    """Of each numbered paragraph: its text, how its level counts, what that shows, and its first number (0: it counts on)."""
    numbering = part(content, "word/numbering.xml")
    seen: set[str] = set()
    told = []
    for paragraph in found(part(content, "word/document.xml"), "//w:p[w:pPr/w:numPr]"):
        level, of = (found(paragraph, f"./w:pPr/w:numPr/w:{name}/@w:val")[0] for name in ("ilvl", "numId"))
        (number,) = found(numbering, f"//w:num[@w:numId='{of}']")
        sort = found(number, "./w:abstractNumId/@w:val")[0]
        (shape,) = found(numbering, f"//w:abstractNum[@w:abstractNumId='{sort}']/w:lvl[@w:ilvl='{level}']")
        start = 0 if of in seen else int(found(number, f"./w:lvlOverride[@w:ilvl='{level}']/w:startOverride/@w:val")[0])
        seen.add(of)
        told.append((letters(paragraph), found(shape, "./w:numFmt/@w:val")[0], found(shape, "./w:lvlText/@w:val")[0], start))
    return told


def test_official_points_count_as_letters_do_and_anew_in_each_list() -> None:
    chinese = "taiwaneseCountingThousand"
    inner = "d"
    for letter in "cba":
        inner = f'<p>{letter}</p><ol class="official"><li>{inner}</li></ol>'
    inner = f"<li>{inner}</li>"
    content = as_docx(of(f'<ol class="official">{inner}<li>e</li></ol><ol class="official" start="3"><li>f</li><li>g</li></ol>'))
    assert points(content) == [
        ("a", chinese, "%1、", 1),
        ("b", chinese, "（%2）", 1),
        ("c", "decimal", "%3、", 1),
        ("d", "decimal", "（%4）", 1),
        ("e", chinese, "%1、", 0),
        ("f", chinese, "%1、", 3),
        ("g", chinese, "%1、", 0),
    ]
    english = as_docx(of(f'<ol class="official">{inner}</ol>', ("en",)))
    assert [(counts, shown) for _, counts, shown, _ in points(english)] == [
        ("decimal", "%1."),
        ("lowerLetter", "(%2)"),
        ("lowerRoman", "(%3)"),
        ("upperLetter", "(%4)"),
    ]


def test_a_point_in_two_languages_has_the_number_of_each() -> None:
    pair = '<pair><side lang="zh-Hant-TW"><p>{0}中</p></side><side lang="en"><p>{0}en</p></side></pair>'
    items = f"<li>{pair.format(1)}</li><li><p>2中</p></li><li>{pair.format(3)}</li>"
    content = as_docx(of(f'<ol class="official">{items}</ol>', ("zh-Hant-TW", "en")))
    starts = {text: (shown, start) for text, _, shown, start in points(content)}
    assert starts == {"1中": ("%1、", 1), "1en": ("%1.", 1), "2中": ("%1、", 0), "3中": ("%1、", 0), "3en": ("%1.", 3)}


def test_a_list_that_goes_on_deeper_is_numbered_and_set_as_there() -> None:
    point = Item(blocks=(Paragraph(inside=(Text("x"),)),))
    document = replace(plain(languages=("zh-Hant-TW",)), blocks=(Listing(items=(point,), kind="official", level=2, start=3),))
    content = as_docx(document)
    assert points(content) == [("x", "taiwaneseCountingThousand", "（%2）", 3)]


def test_a_point_without_a_first_line_keeps_its_number() -> None:
    content = as_docx(of("<ol><li><table><tbody><tr><td>t</td></tr></tbody></table></li><li>u</li></ol>"))
    assert [(text, start) for text, _, _, start in points(content)] == [("", 1), ("u", 0)]


def test_marks_of_points_are_bullets_and_boxes_are_fields() -> None:
    marks = ("met", "not_met", "open", "plain")
    items = "".join(f'<li mark="{mark}">{mark}</li>' for mark in (*marks, "on", "off"))
    content = as_docx(of(f"<ul>{items}</ul>"))
    assert {text: shown for text, _, shown, _ in points(content)} == dict(zip(marks, "✓✗?–", strict=True))
    boxes = found(part(content, "word/document.xml"), "//w:sdt[.//w14:checkbox]")
    assert [(letters(box), found(box, ".//w14:checked/@w14:val")[0]) for box in boxes] == [("☑", "1"), ("☐", "0")]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_the_foot_has_record_texts_fields_code_and_picture(written: bytes) -> None:
    foot = part(written, "word/footer1.xml")
    shown = letters(foot)
    for text in (
        "CASE-2026-0042",
        "hall@1.2.0 · sha256:4f1b0c6e0a9d4f3e",
        "hall-fees@0.9.1",
        "稽核碼 7K3Q-M2XD",
        "第 1 頁，共 1 頁",
    ):
        assert text in shown
    assert [node.text.strip() for node in found(foot, "//w:instrText")] == ["PAGE", "NUMPAGES"]
    assert "7K3Q-M2XD" in found(foot, "//wp:docPr/@descr")[0]
    with ZipFile(BytesIO(written)) as file:
        assert file.read("word/media/scan.png").startswith(b"\x89PNG")
    assert found(part(written, "word/document.xml"), "//w:sectPr/w:footerReference")


def test_a_foot_without_a_code_has_no_picture() -> None:
    content = as_docx(plain("x"))
    assert not found(part(content, "word/footer1.xml"), "//w:drawing")
    with ZipFile(BytesIO(content)) as file:
        assert not [name for name in file.namelist() if name.endswith(".png")]


def test_paper_is_a4_and_heads_of_tables_come_again(written: bytes) -> None:
    root = part(written, "word/document.xml")
    (paper,) = found(root, "//w:pgSz")
    assert (paper.get(qn("w:w")), paper.get(qn("w:h"))) == ("11906", "16838")
    heads = [letters(row) for row in found(root, "//w:tr[w:trPr/w:tblHeader]")]
    assert heads == ["項目What內容金額", "版本", "法規摘要值"]
    assert all(found(row, "./w:trPr/w:cantSplit") for row in found(root, "//w:tr[w:trPr/w:tblHeader]"))


def test_a_kept_section_keeps_all_but_its_last_paragraph_with_the_next() -> None:
    root = body(of('<p>before</p><section keep="yes"><p>a</p><ul><li>b</li><li>c</li></ul><p>d</p></section><p>after</p>'))
    kept = {letters(paragraph): bool(found(paragraph, "./w:pPr/w:keepNext")) for paragraph in found(root, "//w:p")}
    assert kept == {"before": False, "a": True, "b": True, "c": True, "d": False, "after": False}


def test_the_first_line_of_a_point_stays_with_the_next() -> None:
    root = body(of("<ul><li><p>a</p><p>b</p><p>c</p></li><li>d</li></ul>"))
    kept = {letters(paragraph): bool(found(paragraph, "./w:pPr/w:keepNext")) for paragraph in found(root, "//w:p")}
    assert kept == {"a": True, "b": False, "c": False, "d": False}


def test_a_title_stays_with_its_table_and_with_the_points_below_it() -> None:
    titled = "".join(f'<ol class="official" start="{at}"><li><p>{name}</p></li></ol>' for at, name in ((1, "a"), (2, "b")))
    below = '<ol class="official" level="2"><li><p>c</p></li></ol><p>d</p>'
    for then in ("<table><tbody><tr><td>t</td></tr></tbody></table>", below):
        root = body(of(titled + then))
        kept = {letters(paragraph): bool(found(paragraph, "./w:pPr/w:keepNext")) for paragraph in found(root, "//w:p")}
        assert (kept["a"], kept["b"], kept.get("d", False)) == (False, True, False)


def test_the_number_of_a_framed_point_stands_on_the_first_line_in_the_frame() -> None:
    content = as_docx(of('<ol class="official"><li><section class="box"><p>a</p><p>b</p></section></li></ol>'))
    assert [(text, start) for text, _, _, start in points(content)] == [("a", 1)]
    assert found(part(content, "word/document.xml"), "//w:tbl//w:p[w:pPr/w:numPr]")


def test_what_is_for_the_office_alone_is_marked_by_a_style_of_its_own() -> None:
    content = as_docx(of('<p class="review">Take me out</p>'))
    (style,) = found(part(content, "word/styles.xml"), "//w:style[@w:styleId='LetterReviewNote']")
    assert found(style, "./w:name/@w:val") == ["Letter Review Note"]
    assert found(style, "./w:pPr/w:shd/@w:fill") == ["FFF2A8"]
    (paragraph,) = found(part(content, "word/document.xml"), "//w:p[w:pPr/w:pStyle[@w:val='LetterReviewNote']]")
    assert letters(paragraph) == "Take me out"


def test_texts_beside_neighbouring_labels_stand_below_each_other() -> None:
    root = body(of('<p label="a:">1</p><p label="longer:">2</p><p>between</p><p label="b:">3</p>'))
    hangs = {letters(paragraph): found(paragraph, "./w:pPr/w:ind/@w:hanging") for paragraph in found(root, "//w:p")}
    assert hangs["a:1"] == hangs["longer:2"] != hangs["b:3"]
    assert hangs["between"] == []


def test_a_blank_is_a_field_no_longer_than_its_line() -> None:
    cell = '<td><p><blank size="30"/></p></td>'
    root = body(of(f'<p><blank size="3"/></p><table><tbody><tr>{cell * 6}</tr></tbody></table>'))
    widths = [len(letters(field)) / 2 for field in found(root, "//w:sdt[w:sdtPr/w:showingPlcHdr]")]
    assert widths[0] == 3
    assert len(widths) == 7
    room = int(found(root, "//w:gridCol/@w:w")[0]) / (11 * 20)
    assert all(room / 2 < width < room for width in widths[1:])
    assert {run.get(qn("w:val")) for run in found(root, "//w:sdtContent//w:rStyle")} == {"LetterBlank"}


def test_blanks_share_a_line_with_the_words_between_them() -> None:
    cell = '<td><p>年<blank size="20"/>月<blank size="20"/>日</p></td>'
    root = body(of(f"<table><tbody><tr>{cell * 2}</tr></tbody></table>"))
    (first, second, *_) = [len(letters(field)) / 2 for field in found(root, "//w:sdt")]
    room = int(found(root, "//w:gridCol/@w:w")[0]) / (11 * 20)
    assert 4 < first == second < 20
    assert first + second + 3 < room


def test_a_page_break_stands_before_what_comes_next() -> None:
    for after in ("<p>x</p>", "<table><tbody><tr><td>x</td></tr></tbody></table>"):
        root = body(of(f"<p>a</p><page-break/>{after}"))
        assert [letters(paragraph) for paragraph in found(root, "//w:body/w:p[w:pPr/w:pageBreakBefore]")] in (["x"], [""])
        assert not found(root, "//w:tbl//w:pageBreakBefore")


def test_neighbouring_pairs_are_rows_of_one_table_and_each_side_says_its_language() -> None:
    pair = '<pair><side lang="zh-Hant-TW"><p>中</p></side><side lang="en"><p>en</p></side></pair>'
    root = body(of(pair * 2 + "<p>x</p>" + pair, ("zh-Hant-TW", "en")))
    assert [len(found(table, "./w:tr")) for table in found(root, "//w:tbl")] == [2, 1]
    hints = {letters(run): found(run, "./w:rPr/w:rFonts/@w:hint") for run in found(root, "//w:tbl//w:r")}
    assert hints == {"中": ["eastAsia"], "en": []}
    spoken = {(node.get(qn("w:val")), node.get(qn("w:eastAsia"))) for node in found(root, "//w:tbl//w:r/w:rPr/w:lang")}
    assert spoken == {("en-GB", "zh-TW")}
    assert len(found(root, "//w:tr/w:trPr/w:cantSplit")) == len(found(root, "//w:tr"))
    long = '<pair><side lang="zh-Hant-TW"><p>{0}</p></side><side lang="en"><p>{0}</p></side></pair>'.format("x " * 600)
    assert not found(body(of(long, ("zh-Hant-TW", "en"))), "//w:tr/w:trPr/w:cantSplit")


def test_what_is_bold_is_so_within_a_bold_style() -> None:
    root = body(of('<h2>a <strong>b</strong> <span lang="en" class="then">c</span></h2>'))
    said = {letters(run).strip(): found(run, "./w:rPr/w:b/@w:val | ./w:rPr/w:b[not(@w:val)]") for run in found(root, "//w:r")}
    assert said["a"] == []
    assert len(said["b"]) == 1  # directly: Word takes bold away where both styles have it
    assert said["c"] == ["0"]


def test_two_tables_stay_two() -> None:
    table = "<table><tbody><tr><td>x</td></tr></tbody></table>"
    names = [child.tag.rpartition("}")[2] for child in found(body(of(table * 2)), "//w:body/*")]
    assert names[:3] == ["tbl", "p", "tbl"]


# -- fonts -------------------------------------------------------------------------------------------------------------


def test_the_letters_shown_come_along_in_fonts_that_a_key_unveils(written: bytes) -> None:
    import uharfbuzz as hb  # noqa: PLC0415 - only this test reads a font

    table = part(written, "word/fontTable.xml")
    with ZipFile(BytesIO(written)) as file:
        targets = dict(
            re.findall(r'Id="(\w+)" Type="[^"]+/font" Target="([^"]+)"', file.read("word/_rels/fontTable.xml.rels").decode())
        )
        for node in found(table, "//w:font[starts-with(@w:name, 'Noto Sans CJK TC ')]/*[@w:fontKey]"):
            key = bytes.fromhex(re.sub(r"[{}-]", "", node.get(qn("w:fontKey"))))[::-1]
            veiled = file.read(f"word/{targets[node.get(qn('r:id'))]}")
            font = bytes(letter ^ key[at % 16] for at, letter in enumerate(veiled[:32])) + veiled[32:]
            assert font.startswith(b"\x00\x01\x00\x00")  # TrueType: Word embeds nothing else
            has = set(hb.Face(font).unicodes)
            assert {ord(letter) for letter in f"{RARE}審查結果通知書，。「」0123一十"} <= has
    assert found(part(written, "word/settings.xml"), "//w:embedTrueTypeFonts")


def test_fonts_of_two_documents_are_not_taken_for_each_other() -> None:
    one, other = as_docx(plain("甲")), as_docx(plain("乙"))
    names = [found(part(content, "word/fontTable.xml"), "//w:font/@w:name")[0] for content in (one, other)]
    assert len(set(names)) == 2
    for content, name in zip((one, other), names, strict=True):
        assert found(part(content, "word/styles.xml"), "//w:rPrDefault//w:rFonts/@w:eastAsia") == [name]
        assert len(name) <= 31
        with ZipFile(BytesIO(content)) as file:
            assert name.encode("utf-16-be") in file.read("word/fonts/font1.odttf")
    assert max(len(f"{family} 123456") for family in FAMILIES) <= 31


# -- another program ---------------------------------------------------------------------------------------------------

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(not SOFFICE or not shutil.which("pdftotext"), reason="no LibreOffice, or nothing to read its PDF with")
def test_libreoffice_makes_a_pdf_of_it_without_loss(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(written)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "letter.docx")]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=100, check=False)  # noqa: S603 - it is asked for by us
    if "could not be loaded" in done.stdout + done.stderr and not (tmp_path / "letter.pdf").exists():
        pytest.skip("this LibreOffice has no Writer")
    read_back = subprocess.run(  # noqa: S603 - the same
        ["pdftotext", "-raw", str(tmp_path / "letter.pdf"), "-"],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    shown = {letter for letter in read_back if not letter.isspace()}
    wanted = {letter for text in texts(sample().blocks) for letter in UNSEEN.sub("", text)}
    assert wanted - shown == set()
    compact = UNSEEN.sub("", read_back)
    for text in (RARE, "主旨：", "發文日期：", "三、", "（二）", "十一、", "(ii)", "☑", "☐", "第1頁"):
        assert text in compact, text
