"""The styles of a Word file: every look has a name, so that an officer changes it once for the whole letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.documents.word.properties import (
    BOLD,
    border,
    of_cell,
    of_paragraph,
    of_run,
    of_table,
    shade,
    sized,
    spaced,
)
from engine.documents.word.xml import NOTHING, joined, w, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.documents.tree import Style
    from engine.documents.word.xml import Xml

LATIN: Final = "Arial"
SYMBOLS: Final = "Segoe UI Symbol"
"""Has ☐ ☑ ✗, which the Chinese font lacks."""

INK, SOFT, LINE, HAIR, WASH = "1A1A1A", "4D4D4D", "8A8A8A", "C9C9C9", "F1F1F1"
MARKER: Final = "FFF2A8"
"""Behind what an officer has to see, as a marker pen leaves it."""
TONES: Final[dict[Style, tuple[str, int, str]]] = {
    "favourable": ("single", 36, INK),
    "unfavourable": ("double", 18, INK),
    "undetermined": ("dashed", 24, INK),
    "neutral": ("single", 12, LINE),
}
"""The bar beside an outcome, as the other forms draw it: its line, its size in eighths of a point, and its colour."""

NAMED: Final[dict[Style, str]] = {
    "plain": "LetterText",
    "sender": "LetterSender",
    "reference": "LetterReference",
    "recipient": "LetterRecipient",
    "subject": "LetterSubject",
    "source": "LetterSource",
    "note": "LetterNote",
    "box": "LetterBox",
    "result": "LetterResult",
    "favourable": "LetterFavourable",
    "unfavourable": "LetterUnfavourable",
    "undetermined": "LetterUndetermined",
    "neutral": "LetterNeutral",
    "closing": "LetterClosing",
    "signature": "LetterSignature",
    "copies": "LetterCopies",
    "review": "LetterReviewNote",
}
"""The paragraph style of each style of the tree, by its id."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style. ``name`` is what Word shows; a style of Word's own has Word's own name."""

    id: str
    name: str
    paragraph: tuple[Xml, ...] = ()
    run: tuple[Xml, ...] = ()
    based: str = "LetterText"
    then: str = ""


def styles(size: float, chinese: str) -> bytes:
    """``word/styles.xml``: letters of ``size`` points, the Chinese ones from that font."""
    line = round(size * 1.55 * 2) / 2
    return whole(
        "w:styles",
        w(
            "docDefaults",
            w(
                "rPrDefault",
                of_run(fonts_of(LATIN, chinese), *sized(size), w("lang", val="en-GB", eastAsia="zh-TW", bidi="ar-SA")),
            ),
            w("pPrDefault", of_paragraph(spaced())),
        ),
        _own(),
        joined(_paragraph(look) for look in _paragraphs(size, line)),
        joined(_characters()),
        joined(_tables()),
        joined(_lists()),
    )


def fonts_of(latin: str, chinese: str) -> Xml:
    """Which font letters are from, by script."""
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)


def _own() -> Xml:
    """What Word itself has in every file."""
    return joined(
        (
            w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal"),
            w(
                "style",
                w("name", val="Default Paragraph Font"),
                w("uiPriority", val=1),
                w("semiHidden"),
                type="character",
                default=1,
                styleId="DefaultParagraphFont",
            ),
            w(
                "style",
                w("name", val="Normal Table"),
                w("uiPriority", val=99),
                w("semiHidden"),
                of_table(
                    w("tblInd", w=0, type="dxa"),
                    w(
                        "tblCellMar",
                        w("top", w=0, type="dxa"),
                        w("left", w=0, type="dxa"),
                        w("bottom", w=0, type="dxa"),
                        w("right", w=0, type="dxa"),
                    ),
                ),
                type="table",
                default=1,
                styleId="TableNormal",
            ),
            w(
                "style",
                w("name", val="No List"),
                w("uiPriority", val=99),
                w("semiHidden"),
                type="numbering",
                default=1,
                styleId="NoList",
            ),
        )
    )


def _paragraphs(size: float, line: float) -> Iterator[_Look]:
    soft = w("color", val=SOFT)
    small = (*sized(size - 2), soft)
    small_line = line - 3
    yield _Look("LetterText", "Letter Text", (spaced(after=4, line=line), w("widowControl")), based="Normal")
    for level, points in ((1, size + 6), (2, size + 2), (3, size + 0.5), (4, size)):
        yield _Look(
            f"Heading{level}",
            f"heading {level}",
            (
                w("keepNext"),
                w("keepLines"),
                spaced(before=10 if level == 1 else 14 - 2 * level, after=8 if level == 1 else 3, line=points * 1.5),
                w("jc", val="center") if level == 1 else NOTHING,
                w("pBdr", border("bottom", color=INK, space=2)) if level == 2 else NOTHING,  # noqa: PLR2004 - as the name says
                w("outlineLvl", val=level - 1),
            ),
            (*BOLD, *sized(points)),
            then="LetterText",
        )
    yield _Look(
        "LetterSender",
        "Letter Sender",
        (spaced(after=10, line=line), w("contextualSpacing"), w("jc", val="center")),
        (*BOLD, *sized(size + 3)),
    )
    yield _Look("LetterReference", "Letter Reference", (spaced(after=8, line=line - 2), w("contextualSpacing")), sized(size - 1))
    yield _Look("LetterRecipient", "Letter Recipient", (spaced(before=6, after=6, line=line),), sized(size + 1))
    yield _Look("LetterSubject", "Letter Subject", (spaced(before=4, after=6, line=line), w("keepLines")), then="LetterText")
    yield _Look("LetterPoint", "Letter Point", (spaced(after=3, line=line),))
    yield _Look("LetterContinued", "Letter Point Continued", (spaced(after=3, line=line),))
    yield _Look("ListBullet", "List Bullet", (spaced(after=2, line=line),))
    yield _Look("ListNumber", "List Number", (spaced(after=2, line=line),))
    yield _Look("LetterCheck", "Letter Check", (spaced(after=2, line=line),))
    quote_bar = w("pBdr", border("left", size=12, color=LINE, space=8))
    yield _Look("LetterQuote", "Letter Quote", (quote_bar, spaced(after=3, line=line)), sized(size - 0.5))
    yield _Look("LetterQuoteSource", "Letter Quote Source", (spaced(after=4, line=small_line),), small, based="LetterQuote")
    yield _Look("LetterSource", "Letter Source", (spaced(after=4, line=small_line),), small)
    yield _Look("LetterNote", "Letter Note", (spaced(after=4, line=small_line),), small)
    framed = w("pBdr", *(border(side, size=6, color=LINE, space=4) for side in ("top", "left", "bottom", "right")))
    yield _Look("LetterBox", "Letter Box", (framed, spaced(after=6, line=line), w("ind", left=100, right=100)))
    yield _Look(
        "LetterResult", "Letter Result", (spaced(before=2, after=6, line=line + 5), w("keepLines")), (*BOLD, *sized(size + 3))
    )
    for style, (drawn, thick, color) in TONES.items():
        name = style.capitalize()
        bar = w("pBdr", border("left", line=drawn, size=thick, color=color, space=8))
        looks = (bar, spaced(before=3, after=6, line=line), w("ind", left=300), w("keepLines"))
        yield _Look(f"Letter{name}", f"Letter {name}", looks, BOLD)
    yield _Look("LetterClosing", "Letter Closing", (spaced(before=6, after=4, line=line), w("keepNext")))
    yield _Look("LetterSignature", "Letter Signature", (spaced(before=4, after=4, line=line), w("keepLines")), sized(size + 1))
    yield _Look(
        "LetterCopies", "Letter Copies", (spaced(before=6, after=6, line=small_line), w("contextualSpacing")), sized(size - 1)
    )
    yield _Look(
        "LetterReviewNote",
        "Letter Review Note",
        (
            w("pBdr", *(border(side, size=6, color=LINE, space=4) for side in ("top", "left", "bottom", "right"))),
            shade(MARKER),
            spaced(after=8, line=line),
            w("ind", left=100, right=100),
        ),
        BOLD,
    )
    yield _Look("LetterCell", "Letter Cell", (spaced(before=1, after=1, line=line),))
    yield _Look("LetterCellHeading", "Letter Cell Heading", (w("keepLines"),), BOLD, based="LetterCell")
    yield _Look("LetterCellSmall", "Letter Cell Small", (spaced(line=small_line),), sized(size - 2), based="LetterCell")
    yield _Look("LetterCellHeadingSmall", "Letter Cell Heading Small", (w("keepLines"),), BOLD, based="LetterCellSmall")
    yield _Look("Caption", "caption", (w("keepNext"), spaced(before=6, after=3, line=line)), BOLD)
    yield _Look("LetterRoom", "Letter Room", (spaced(),))
    yield _Look(
        "LetterRule", "Letter Rule", (w("pBdr", border("bottom", size=6, color=LINE, space=1)), spaced(after=6, line=6)), sized(4)
    )
    yield _Look("LetterGap", "Letter Gap", (spaced(line=6, rule="exact"),), sized(2))
    yield _Look("Footer", "footer", (spaced(line=11),), (*sized(7.5), soft), based="Normal")
    yield _Look("LetterCode", "Letter Code Line", (spaced(line=11), w("jc", val="center")), (*sized(7.5), soft), based="Footer")


def _paragraph(look: _Look) -> Xml:
    return w(
        "style",
        w("name", val=look.name),
        w("basedOn", val=look.based),
        w("next", val=look.then) if look.then else NOTHING,
        w("uiPriority", val=9),
        w("qFormat"),
        of_paragraph(*look.paragraph),
        of_run(*look.run),
        type="paragraph",
        styleId=look.id,
        **({} if look.name[0].islower() or look.name.startswith("List ") else {"customStyle": 1}),
    )


def _characters() -> Iterator[Xml]:
    soft = w("color", val=SOFT)
    yield _character("Strong", "Strong", *BOLD)
    yield _character("Emphasis", "Emphasis", w("i"), w("iCs"))
    yield _character("LetterStress", "Letter Emphasis Chinese", w("u", val="single"))
    yield _character("LetterDigest", "Letter Code", w("noProof"))
    yield _character("LetterRepeated", "Letter Other Language", soft)
    yield _character("LetterLabel", "Letter Label", *BOLD)
    yield _character("LetterBlank", "Letter Blank", w("u", val="single"))
    yield _character("LetterTick", "Letter Tick")
    yield _character("Hyperlink", "Hyperlink", w("color", val="1F4E79"), w("u", val="single"))
    yield _character("PlaceholderText", "Placeholder Text", soft)


def _character(name: str, shown: str, *run: Xml) -> Xml:
    own = shown in {"Strong", "Emphasis", "Hyperlink", "Placeholder Text"}
    return w(
        "style",
        w("name", val=shown),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=10),
        w("qFormat"),
        of_run(*run),
        type="character",
        styleId=name,
        **({} if own else {"customStyle": 1}),
    )


def _tables() -> Iterator[Xml]:
    lined = w(
        "tblBorders",
        border("top", size=8, color=SOFT),
        border("bottom", size=8, color=SOFT),
        border("insideH", color=HAIR),
    )
    ruled = w(
        "tblBorders",
        *(border(side, size=6, color=SOFT) for side in ("top", "left", "bottom", "right")),
        *(border(side, color=LINE) for side in ("insideH", "insideV")),
    )
    framed = w("tblBorders", *(border(side, size=6, color=LINE) for side in ("top", "left", "bottom", "right")))
    below = w("tblStylePr", of_cell(w("tcBorders", border("bottom", size=8, color=SOFT))), type="firstRow")
    shaded = w("tblStylePr", of_cell(shade(WASH)), type="firstRow")
    yield _table("LetterLined", "Letter Lined", lined, _margins(20, 80), then=below)
    yield _table("LetterSmall", "Letter Small", lined, _margins(0, 60), then=below)
    yield _table("LetterForm", "Letter Form", ruled, _margins(40, 100), then=shaded)
    yield _table("LetterPlain", "Letter Plain", NOTHING, _margins(0, 80))
    yield _table("LetterPair", "Letter Pair", w("tblBorders", border("insideV", color=HAIR)), _margins(0, 0))
    yield _table("LetterFoot", "Letter Foot", w("tblBorders", border("top", color=LINE)), _margins(0, 0))
    yield _table("LetterFrame", "Letter Frame", framed, _margins(80, 140))
    for style, (drawn, thick, color) in TONES.items():
        bar = w("tblBorders", border("left", line=drawn, size=thick, color=color))
        name = style.capitalize()
        yield _table(f"LetterFrame{name}", f"Letter Frame {name}", bar, _margins(60, 200))


def _margins(high: int, wide: int) -> Xml:
    sides = (("top", high), ("left", wide), ("bottom", high), ("right", wide))
    return w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in sides))


def _table(name: str, shown: str, borders: Xml, margins: Xml, then: Xml = NOTHING) -> Xml:
    return w(
        "style",
        w("name", val=shown),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=20),
        w("qFormat"),
        of_table(borders, margins),
        then,
        type="table",
        styleId=name,
        customStyle=1,
    )


def _lists() -> Iterator[Xml]:
    """List styles; each names the list in ``word/numbering.xml`` that has its name."""
    from engine.documents.word.numbering import LISTS  # noqa: PLC0415

    for at, kept in enumerate(LISTS, start=1):
        yield w(
            "style",
            w("name", val=kept.name),
            w("uiPriority", val=30),
            w("qFormat"),
            of_paragraph(w("numPr", w("numId", val=at))),
            type="numbering",
            styleId=kept.id,
            customStyle=1,
        )
