"""The foot of each page: what was decided by which texts, the number of the page, and the code that finds the decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.documents.word.inline import Voice, said
from engine.documents.word.properties import border, of_cell, of_paragraph, of_run, of_table
from engine.documents.word.styles import LINE
from engine.documents.word.xml import NOTHING, Xml, element, joined, w, whole

if TYPE_CHECKING:
    from engine.documents.tree import Running, Tag
    from engine.documents.word.inline import Written

_SIDE: Final = 1300  # the column of the code, in twentieths of a point
_SCAN: Final = 648000  # 1.8 cm, in English Metric Units
_FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}

SCAN: Final = "rIdScan"
"""The relation by which the foot names the picture of the code."""


def footer(running: Running, lang: Tag, width: int, written: Written) -> bytes:
    """``word/footer1.xml``."""
    voice = Voice(lang)
    left = [_line("Footer", said(text, voice, written)) for text in (running.record, *running.texts)]
    if running.code:
        says = (said(f"{running.code_says} ", voice, written), said(running.code, Voice(lang, words="LetterDigest"), written))
        left.append(_line("Footer", joined(says)))
    left.append(_line("Footer", _page(running.page, voice, written)))
    held = joined(left)
    gap = _line("LetterGap", NOTHING)
    if not running.scan:
        top = w("pBdr", border("top", color=LINE, space=4))
        first = left[0].replace('<w:pStyle w:val="Footer"/>', f'<w:pStyle w:val="Footer"/>{top}', 1)
        return whole("w:ftr", gap, Xml(first), joined(left[1:]))
    picture = _line("LetterCode", w("r", _picture(running)))
    cells = (
        w("tc", of_cell(w("tcW", w=width - _SIDE, type="dxa"), w("vAlign", val="center")), held),
        w("tc", of_cell(w("tcW", w=_SIDE, type="dxa"), w("vAlign", val="center")), picture),
    )
    table = w(
        "tbl",
        of_table(
            w("tblStyle", val="LetterFoot"),
            w("tblW", w=width, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0600"),
        ),
        w("tblGrid", w("gridCol", w=width - _SIDE), w("gridCol", w=_SIDE)),
        w("tr", w("trPr", w("cantSplit")), *cells),
    )
    return whole("w:ftr", gap, table, gap)


def _line(style: str, runs: Xml) -> Xml:
    return w("p", of_paragraph(w("pStyle", val=style)), runs)


def _page(text: str, voice: Voice, written: Written) -> Xml:
    """The number of the page: Word counts."""
    pieces = re.split(r"(\{pages?\})", text)
    return joined(_field(_FIELDS[piece]) if piece in _FIELDS else said(piece, voice, written) for piece in pieces)


def _field(name: str) -> Xml:
    return joined(
        (
            w("r", w("fldChar", fldCharType="begin")),
            w("r", element("w:instrText", {"xml:space": "preserve"}, Xml(f" {name} "))),
            w("r", w("fldChar", fldCharType="separate")),
            w("r", of_run(w("noProof")), w("t", Xml("1"))),
            w("r", w("fldChar", fldCharType="end")),
        )
    )


def _picture(running: Running) -> Xml:
    """The code to scan. Its text is what a screen reader says."""
    says: dict[str, str | int] = {"id": 1, "name": "QR", "descr": f"QR {running.code_says} {running.code}".strip()}
    shape = element(
        "pic:pic",
        {},
        element("pic:nvPicPr", {}, element("pic:cNvPr", {"id": 1, "name": "QR"}), element("pic:cNvPicPr", {})),
        element("pic:blipFill", {}, element("a:blip", {"r:embed": SCAN}), element("a:stretch", {}, element("a:fillRect", {}))),
        element(
            "pic:spPr",
            {},
            element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), element("a:ext", {"cx": _SCAN, "cy": _SCAN})),
            element("a:prstGeom", {"prst": "rect"}, element("a:avLst", {})),
        ),
    )
    graphic = element(
        "a:graphic",
        {},
        element("a:graphicData", {"uri": "http://schemas.openxmlformats.org/drawingml/2006/picture"}, shape),
    )
    return w(
        "drawing",
        element(
            "wp:inline",
            {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
            element("wp:extent", {"cx": _SCAN, "cy": _SCAN}),
            element("wp:docPr", says),
            graphic,
        ),
    )
