"""Tables of Word: those of the text, two languages side by side, and frames around blocks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.documents import tree
from engine.documents.word.inline import Voice, line
from engine.documents.word.properties import of_cell, of_table, shade
from engine.documents.word.styles import TONES, WASH
from engine.documents.word.xml import NOTHING, joined, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.documents.tree import Cell, Inline, Pair, Section, Table, Tag
    from engine.documents.word.blocks import Body
    from engine.documents.word.place import Spot
    from engine.documents.word.xml import Xml

_STYLES: Final = {"lined": "LetterLined", "form": "LetterForm", "plain": "LetterPlain", "small": "LetterSmall"}
_MARGINS: Final = {"lined": 80, "form": 100, "plain": 80, "small": 60}
_FRAME_MARGIN: Final = 140
_GAP: Final = 280
"""Between two languages side by side."""

_SHARES: Final[dict[Tag, int]] = {"zh-Hant-TW": 46, "en": 54}
"""English needs more room than Chinese for the same."""

_NARROWEST, _WIDEST = 4, 30  # em, of a column whose share nobody said
_WHOLE_ROW: Final = 640  # letters; a row with more may go on on the next page


def table(body: Body, block: Table, spot: Spot) -> Iterator[Xml]:
    """A table with its caption above it. The rows of its head stand on each page."""
    if block.caption:
        yield body.paragraph("Caption", line(block.caption, Voice(spot.lang), body.written), spot)
    yield from body.before_table(spot)
    rows = [*((row, True) for row in block.head), *((row, False) for row in block.rows)]
    if not rows:
        return
    widths = _widths(block, spot.width - spot.left)
    last = len(rows) - 1
    written = []
    for at, (row, head) in enumerate(rows):
        keep = spot.keep or head or (spot.together and at < last)
        cells = _cells(body, block, row, widths, replace(spot, keep=keep, together=spot.together))
        whole = w("cantSplit") if sum(_letters(cell.blocks) for cell in row) < _WHOLE_ROW else NOTHING
        fixed = joined((whole, w("tblHeader") if head else NOTHING))
        written.append(w("tr", w("trPr", fixed) if fixed else NOTHING, cells))
    yield _table(_STYLES[block.look], widths, spot.left, written, first=bool(block.head))


def pairs(body: Body, blocks: Sequence[Pair], spot: Spot) -> Xml:
    """Rows of two languages side by side, without lines. A long row goes on on the next page."""
    hangs = spot.point.hangs if spot.point is not None else 0
    left = spot.left - hangs
    widths = _shared([_SHARES[side.lang] for side in blocks[0].sides], spot.width - left)
    rows = []
    for at, block in enumerate(blocks):
        cells = []
        for column, side in enumerate(block.sides):
            first, ends = column == 0, column == len(widths) - 1
            margins = w(
                "tcMar",
                w("left", w=0 if first else _GAP // 2, type="dxa"),
                w("right", w=0 if ends else _GAP // 2, type="dxa"),
            )
            inside = replace(
                spot,
                width=widths[column] - _GAP // 2,
                left=hangs,
                lang=side.lang,
                paired=True,
                point=spot.point if at == 0 else None,
                keep=spot.keep or (spot.together and at < len(blocks) - 1),
                together=spot.together,
            )
            cells.append(w("tc", of_cell(w("tcW", w=widths[column], type="dxa"), margins), body.within(side.blocks, inside)))
        whole = sum(_letters(side.blocks) for side in block.sides) < _WHOLE_ROW
        rows.append(w("tr", w("trPr", w("cantSplit")) if whole else NOTHING, joined(cells)))
    return _table("LetterPair", widths, left, rows)


def frame(body: Body, block: Section, spot: Spot) -> Iterator[Xml]:
    """Blocks in a frame, or beside the bar of an outcome: a table of one cell, in which an officer writes on."""
    style = f"LetterFrame{block.style.capitalize()}" if block.style in TONES else "LetterFrame"
    hangs = spot.point.hangs if spot.point is not None else 0  # a number stands in the frame, on its first line
    left = spot.left - hangs
    width = spot.width - left
    yield from body.before_table(spot)
    held = body.within(block.blocks, replace(spot, width=width - 2 * _FRAME_MARGIN, left=hangs))
    yield _table(style, [width], left, [w("tr", w("tc", of_cell(w("tcW", w=width, type="dxa")), held))])


def _cells(body: Body, block: Table, row: Sequence[Cell], widths: Sequence[int], spot: Spot) -> Xml:
    cells, column = [], 0
    for cell in row:
        over = min(max(cell.span, 1), max(len(widths) - column, 1))
        width = sum(widths[column : column + over])
        column += over
        style = f"LetterCell{'Heading' if cell.heading else ''}{'Small' if block.look == 'small' else ''}"
        inside = replace(
            spot,
            width=width - 2 * _MARGINS[block.look],
            left=0,
            style="plain",
            cell=style,
            right=cell.right,
            quoted=False,
            listed=False,
        )
        properties = of_cell(
            w("tcW", w=width, type="dxa"),
            w("gridSpan", val=over) if over > 1 else NOTHING,
            shade(WASH) if cell.heading and block.look == "form" else NOTHING,
        )
        cells.append(w("tc", properties, body.within(cell.blocks, inside)))
    if column < len(widths):
        rest = len(widths) - column
        properties = of_cell(w("tcW", w=sum(widths[column:]), type="dxa"), w("gridSpan", val=rest) if rest > 1 else NOTHING)
        cells.append(w("tc", properties, body.within((), replace(spot, cell="LetterCell", left=0))))
    return joined(cells)


def _table(style: str, widths: Sequence[int], left: int, rows: Sequence[Xml], *, first: bool = False) -> Xml:
    properties = of_table(
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblInd", w=left, type="dxa"),
        w("tblLayout", type="fixed"),
        w(
            "tblLook",
            val="0620" if first else "0600",
            firstRow=int(first),
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *rows)


# -- how wide ----------------------------------------------------------------------------------------------------------


def _widths(block: Table, width: int) -> list[int]:
    """The widths of the columns: by the shares that were said, else by the longest text in each, within bounds."""
    rows = [*block.head, *block.rows]
    columns = max(1, *(sum(max(cell.span, 1) for cell in row) for row in rows))
    if len(block.widths) >= columns:
        return _shared(block.widths, width)
    needed = [float(_NARROWEST)] * columns
    for row in rows:
        column = 0
        for cell in row:
            if cell.span == 1:
                needed[column] = max(needed[column], min(_em(cell.blocks), _WIDEST))
            column += max(cell.span, 1)
    return _shared(needed, width)


def _shared(shares: Sequence[float], width: int) -> list[int]:
    """The width by shares, to the last twentieth of a point."""
    whole = sum(shares) or 1
    widths = [int(width * share / whole) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _em(blocks: Sequence[tree.Block]) -> float:
    """How wide the longest paragraph would be on one line, in em."""
    return max((_wide(text) for text in _texts(blocks)), default=0) + 1


def _wide(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(mark) in {"W", "F"} else 0.55 for mark in text)


def _letters(blocks: Sequence[tree.Block]) -> int:
    return sum(len(text) for text in _texts(blocks))


def _texts(blocks: Sequence[tree.Block]) -> Iterator[str]:
    """The paragraphs below some blocks, each as letters."""
    for block in blocks:
        match block:
            case tree.Heading(inside=inside) | tree.Paragraph(inside=inside):
                yield _text(inside)
            case tree.Listing(items=items):
                for item in items:
                    yield from _texts(item.blocks)
            case tree.Quote(blocks=inner) | tree.Section(blocks=inner):
                yield from _texts(inner)
            case tree.Pair(sides=sides):
                for side in sides:
                    yield from _texts(side.blocks)
            case tree.Table(rows=rows):
                for row in rows:
                    for cell in row:
                        yield from _texts(cell.blocks)
            case _:
                pass


def _text(inside: Sequence[Inline]) -> str:
    parts = []
    for one in inside:
        match one:
            case tree.Text(text) | tree.Code(text):
                parts.append(text)
            case tree.Blank(size):
                parts.append("\N{FULLWIDTH LOW LINE}" * size)
            case tree.Break() | tree.Tick():
                parts.append(" ")
            case _:
                parts.append(_text(one.inside))
    return "".join(parts)
