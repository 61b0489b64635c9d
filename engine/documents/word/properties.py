"""The properties of a paragraph, a run, a table and a cell, each in the one order in which Word reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.documents.word.xml import NOTHING, joined, w

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.documents.word.xml import Xml


def _order(names: str) -> dict[str, int]:
    return {name: at for at, name in enumerate(names.split())}


_PARAGRAPH: Final = _order("""
    pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens
    kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
    contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
""")
_RUN: Final = _order("""
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden
    color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
""")
_TABLE: Final = _order("""
    tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd
    tblLayout tblCellMar tblLook tblCaption tblDescription
""")
_CELL: Final = _order("""
    cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
""")
_NAME: Final = re.compile(r"<w:(\w+)")


def of_paragraph(*parts: Xml) -> Xml:
    """``w:pPr``, or nothing."""
    return _ordered("pPr", _PARAGRAPH, parts)


def of_run(*parts: Xml) -> Xml:
    """``w:rPr``, or nothing."""
    return _ordered("rPr", _RUN, parts)


def of_table(*parts: Xml) -> Xml:
    """``w:tblPr``."""
    return _ordered("tblPr", _TABLE, parts)


def of_cell(*parts: Xml) -> Xml:
    """``w:tcPr``."""
    return _ordered("tcPr", _CELL, parts)


def _ordered(name: str, order: Mapping[str, int], parts: Sequence[Xml]) -> Xml:
    """The parts by their order; of two with one name the later holds."""
    named = {}
    for part in parts:
        if part:
            found = _NAME.match(part)
            named[found[1] if found else ""] = part
    return w(name, joined(named[key] for key in sorted(named, key=order.__getitem__))) if named else NOTHING


def border(side: str, *, size: int = 4, color: str = "auto", space: int = 0, line: str = "single") -> Xml:
    """One line of a border; ``size`` in eighths of a point, ``space`` in points."""
    return w(side, val=line, sz=size, space=space, color=color)


def shade(fill: str) -> Xml:
    """A background."""
    return w("shd", val="clear", color="auto", fill=fill)


def spaced(*, before: float = 0, after: float = 0, line: float = 0, rule: str = "atLeast") -> Xml:
    """The distance to the paragraphs above and below, and the height of a line, in points."""
    height: dict[str, str | int] = {"line": round(line * 20), "lineRule": rule} if line else {}
    return w("spacing", before=round(before * 20), after=round(after * 20), **height)


def sized(points: float) -> tuple[Xml, Xml]:
    """The size of letters, of all scripts."""
    return w("sz", val=round(points * 2)), w("szCs", val=round(points * 2))


BOLD: Final = (w("b"), w("bCs"))
