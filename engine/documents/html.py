"""A document as one HTML file that needs nothing else: for a screen of any width, and for A4 paper.

It runs no script and loads nothing: a policy in its head says so to the browser, and the style sheet is known by its digest.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, assert_never

from engine.documents.code import as_svg
from engine.documents.html_line import Line, attribute, escaped, visible
from engine.documents.html_style import Styles
from engine.documents.numbering import official_mark
from engine.documents.text import without_isolates
from engine.documents.tree import (
    Heading,
    Listing,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Room,
    Rule,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.documents.tree import Block, Cell, Document, Inline, Item, Running, Side, Style, Tag


def as_html(document: Document, *, fonts: bool = True, navigation: tuple[str, str] | None = None) -> str:
    """The file. ``fonts``: it carries the letters that it shows; ``navigation``: a label, and the file that it leads to."""
    page = _Page(document.languages[0])
    body = page.blocks(document.blocks)
    foot = page.foot(document.running)
    leads = page.leads(*navigation) if navigation else ""
    sheet = page.styles.sheet(document.running, document.languages[0], fonts=fonts)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(without_isolates(document.title))}</title>\n"
        f"<style>{sheet}</style>\n"
    )
    main = f"<main>\n{body}</main>\n"
    lang = document.languages[0]
    look = ' class="compact"' if document.compact else ""
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n{head}</head>\n<body{look}>\n{leads}{main}{foot}</body>\n</html>\n'


class _Page:
    """Writes blocks; knows the language that stands around them, how deep official points are, and what the style needs."""

    def __init__(self, lang: Tag) -> None:
        self.lang = lang
        self.depth = 0
        self.styles = Styles()

    # -- blocks --------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks below each other."""
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                tag = f"h{block.level}"
                return (
                    f"<{tag}{self._says(block.style, block.lang, block.anchor)}>{self._line(block.inside, bold=True)}</{tag}>\n"
                )
            case Paragraph():
                return self._paragraph(block)
            case Listing():
                return self._listing(block)
            case Quote():
                return f"<blockquote{self._says('plain', block.lang)}>\n{self.blocks(block.blocks)}</blockquote>\n"
            case Table():
                return self._table(block)
            case Pair():
                return self._pair(block)
            case Section():
                kept = " keep" if block.keep else ""
                says = self._says(block.style, block.lang, block.anchor, more=kept)
                return f"<section{says}>\n{self._in(block.lang, block.blocks)}</section>\n"
            case Room():
                return f'<div class="{self.styles.room(block.lines)}"></div>\n'
            case Rule():
                return "<hr>\n"
            case PageBreak():
                return '<div class="page-break"></div>\n'
            case _ as never:
                assert_never(never)

    def _in(self, lang: Tag | None, blocks: Sequence[Block]) -> str:
        """Blocks of a language, or of the one around them."""
        around, self.lang = self.lang, lang or self.lang
        written = self.blocks(blocks)
        self.lang = around
        return written

    def _paragraph(self, block: Paragraph) -> str:
        bold = block.style in {"sender", "result", "favourable", "unfavourable", "undetermined", "neutral"}
        line = self._line(block.inside, bold=bold)
        if not block.label:
            return f"<p{self._says(block.style, block.lang)}>{line}</p>\n"
        label = self.styles.shown(block.label, bold=True)
        says = self._says(block.style, block.lang, more=" labelled")
        return f'<p{says}><span class="label">{label}</span><span class="beside">{line}</span></p>\n'

    def _listing(self, block: Listing) -> str:
        lang = block.lang or self.lang
        if block.kind == "official":
            return self._official(block, lang)
        start = f' start="{block.start}"' if block.kind == "number" and block.start != 1 else ""
        tag = "ul" if block.kind == "bullet" else "ol"
        depth, self.depth = self.depth, 0
        items = "".join(self._item(item, lang, numbered=block.kind == "number") for item in block.items)
        self.depth = depth
        self.styles.shown("0123456789.")
        return f"<{tag}{self._says('plain', block.lang)}{start}>\n{items}</{tag}>\n"

    def _item(self, item: Item, lang: Tag, *, numbered: bool) -> str:
        inside = self._in(lang, item.blocks)
        if not item.mark:
            return f"<li>{inside}</li>\n"
        marked = f'{Line.mark(item.mark)}<div class="beside">{inside}</div>'
        return f'<li><div class="marked">{marked}</div></li>\n' if numbered else f'<li class="marked">{marked}</li>\n'

    def _official(self, block: Listing, lang: Tag) -> str:
        around, self.depth = self.depth, max(self.depth + 1, block.level)
        items = []
        for number, item in enumerate(block.items, start=block.start):
            mark = self.styles.shown(official_mark(lang, self.depth, number))
            drawn = Line.mark(item.mark) if item.mark else ""
            inside = f'<div class="beside">{self._in(lang, item.blocks)}</div>'
            items.append(f'<li><span class="number">{mark}</span>{drawn}{inside}</li>\n')
        deep = f" deep-{self.depth}" if self.depth > around + 1 else ""
        self.depth = around
        return f'<ol class="official{deep}" role="list"{self._lang(block.lang)}>\n{"".join(items)}</ol>\n'

    def _table(self, block: Table) -> str:
        caption = f"<caption>{self._line(block.caption, bold=True)}</caption>\n" if block.caption else ""
        columns = self._columns(block.widths)
        head = f"<thead>\n{self._rows(block.head, 'col')}</thead>\n" if block.head else ""
        rows = f"<tbody>\n{self._rows(block.rows, 'row')}</tbody>\n" if block.rows else ""
        fixed = " shares" if block.widths else ""
        return f'<div class="wide"><table class="{block.look}{fixed}">\n{caption}{columns}{head}{rows}</table></div>\n'

    def _columns(self, widths: Sequence[int]) -> str:
        whole = sum(widths)
        columns = "".join(f'<col class="{self.styles.share(width, whole)}">' for width in widths)
        return f"<colgroup>{columns}</colgroup>\n" if columns else ""

    def _rows(self, rows: Sequence[Sequence[Cell]], scope: str) -> str:
        return "".join(f"<tr>{''.join(self._cell(cell, scope) for cell in row)}</tr>\n" for row in rows)

    def _cell(self, cell: Cell, scope: str) -> str:
        tag = "th" if cell.heading else "td"
        says = f' scope="{scope}"' if cell.heading else ""
        says += f' colspan="{cell.span}"' if cell.span > 1 else ""
        says += ' class="number"' if cell.right else ""
        with self.styles.bold(on=cell.heading):
            return f"<{tag}{says}>{self.blocks(cell.blocks)}</{tag}>"

    def _pair(self, block: Pair) -> str:
        sides = "".join(self._side(side) for side in block.sides)
        return f'<div class="pair">\n{sides}</div>\n' if len(block.sides) > 1 else sides

    def _side(self, side: Side) -> str:
        return f'<div class="side" lang="{side.lang}">\n{self._in(side.lang, side.blocks)}</div>\n'

    # -- what stands in a block ----------------------------------------------------------------------------------------

    def _line(self, inside: Sequence[Inline], *, bold: bool) -> str:
        return Line(self.styles, bold=bold).written(inside)

    def _says(self, style: Style, lang: Tag | None = None, anchor: str = "", *, more: str = "") -> str:
        names = f"{style if style != 'plain' else ''}{more}".strip()
        says = f' class="{names}"' if names else ""
        says += f' id="{attribute(anchor)}"' if anchor else ""
        return says + self._lang(lang)

    @staticmethod
    def _lang(lang: Tag | None) -> str:
        return f' lang="{lang}"' if lang else ""

    # -- around the blocks ---------------------------------------------------------------------------------------------

    def leads(self, label: str, to: str) -> str:
        """The way back to the page of all documents; not on paper."""
        return f'<nav><a href="{attribute(to)}">{self.styles.shown(label)}</a></nav>\n'

    def foot(self, running: Running) -> str:
        """What paper carries at the foot of each page, once below the text on a screen."""
        lines = "".join(f"<p>{self.styles.shown(line)}</p>\n" for line in (running.record, *running.texts))
        if running.code:
            says = f"{self.styles.shown(running.code_says)} " if running.code_says else ""
            lines += f"<p>{says}<code>{self.styles.shown(running.code)}</code></p>\n"
        name = visible(without_isolates(f"{running.code_says} {running.code}".strip()))
        scan = as_svg(running.scan, name) if running.scan else ""
        return f'<footer class="running">\n<div class="says">\n{lines}</div>\n{scan}</footer>\n'
