"""A document as plain values, as ``letter.typ`` reads them: each node with its kind, its language, and its letters in pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.documents.code import as_svg
from engine.documents.fonts import FAMILIES
from engine.documents.lines import collapsed
from engine.documents.numbering import official_mark
from engine.documents.pieces import parts_of, pieces_of, visible
from engine.documents.survey import anchors_of, has_signature, leads, letters_of, shares_of
from engine.documents.text import without_isolates
from engine.documents.tree import (
    Blank,
    Break,
    Code,
    Emphasis,
    Heading,
    Link,
    Listing,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Room,
    Rule,
    Section,
    Spoken,
    Strong,
    Table,
    Text,
    Tick,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.documents.pieces import Told
    from engine.documents.tree import Block, Cell, Document, Inline, Item, Running, Tag

_SHORT: Final = 500
"""A cell of no more letters is kept on one page."""

_CLINGING: Final = 2 * _SHORT
"""What stands above a signature stays with it up to so many letters; longer, and it would leave half a page empty."""

_GREETING: Final = 60
"""So few letters above a signature are a greeting, which any letter has: it needs more of its own."""

_BULLET: Final = {"family": "Noto Sans", "text": "•"}  # the main family has a dot that is hardly seen
_SIGNS: Final = {"met": "met", "not_met": "not_met", "open": "unknown", "on": "on", "off": "off"}


def told_of(document: Document) -> Told:
    """The whole document. Marks around names that change their direction stay only where something runs to the left."""
    writer = _Writer(frozenset(anchors_of(document.blocks)))
    lang = document.languages[0]
    return {
        "title": visible(without_isolates(document.title)),
        "lang": lang,
        "families": FAMILIES,
        "dated": document.dated and (document.dated.year, document.dated.month, document.dated.day),
        "running": _running(document.running, lang),
        "languages": len(document.languages),
        "compact": document.compact,
        "blocks": _clinging(document.blocks, writer.blocks(document.blocks, lang, 0)),
    }


def _running(running: Running, lang: Tag) -> Told:
    return {
        "record": pieces_of(running.record, lang),
        "texts": [pieces_of(text, lang) for text in running.texts],
        "page": visible(running.page),
        "code": visible(running.code),
        "code_says": pieces_of(running.code_says, lang),
        "scan": visible(running.scan),
        "picture": as_svg(running.scan) if running.scan else "",
    }


@dataclass(slots=True)
class _Writer:
    """Writes nodes in the order in which they stand.

    ``anchors``: those that are there to be linked to; each is ``given`` once, a second one of its name is none. ``rank``: that
    of the last heading, one below which the next may stand.
    """

    anchors: frozenset[str]
    given: set[str] = field(default_factory=set)
    rank: int = 0

    def block(self, block: Block, lang: Tag, depth: int) -> Told:
        """``depth``: how many official lists the block stands in."""
        match block:
            case Heading():
                own = block.lang or lang
                inside = self.line(block.inside, own)
                self.rank = min(block.level, self.rank + 1)
                return _node(
                    block,
                    own,
                    level=block.level,
                    rank=self.rank,
                    style=block.style,
                    inside=inside,
                    anchor=self.anchor(block.anchor),
                )
            case Paragraph():
                own = block.lang or lang
                return _node(
                    block, own, style=block.style, inside=self.line(block.inside, own), label=list(pieces_of(block.label, own))
                )
            case Listing():
                return self.listing(block, block.lang or lang, depth)
            case Quote():
                own = block.lang or lang
                return _node(block, own, blocks=self.blocks(block.blocks, own, depth))
            case Table():
                return self.table(block, lang)
            case Pair():
                sides = [{"lang": side.lang, "blocks": self.blocks(side.blocks, side.lang, depth)} for side in block.sides]
                return _node(block, lang, sides=sides)
            case Section():
                own = block.lang or lang
                blocks = self.blocks(block.blocks, own, depth)
                return _node(block, own, style=block.style, keep=block.keep, anchor=self.anchor(block.anchor), blocks=blocks)
            case Room():
                return _node(block, lang, lines=block.lines)
            case Rule() | PageBreak():
                return _node(block, lang)
            case _:
                assert_never(block)

    def blocks(self, blocks: Iterable[Block], lang: Tag, depth: int) -> list[Told]:
        """Blocks below each other."""
        held = list(blocks)
        told = [self.block(block, lang, depth) for block in held]
        for (block, following), one in zip(pairwise(held), told, strict=False):
            if isinstance(block, Paragraph) and leads(block, following):
                one["clings"] = True
        return told

    def listing(self, listing: Listing, lang: Tag, depth: int) -> Told:
        """A list with what stands before each of its points. One that goes on with another begins at its level."""
        within = max(depth + 1, listing.level) if listing.kind == "official" else depth
        labels = [_label(item, listing, number, within, lang) for number, item in enumerate(listing.items, listing.start)]
        return _node(
            listing,
            lang,
            labels=labels,
            level=listing.level,
            alone=listing.kind == "official" and depth == 0 and len(listing.items) == 1,
            items=[self.blocks(item.blocks, lang, within) for item in listing.items],
        )

    def table(self, table: Table, lang: Tag) -> Told:
        """A table with the shares of its columns: those it names, or by what stands in them."""
        rows = [*table.head, *table.rows]
        columns = max((sum(cell.span for cell in row) for row in rows), default=1)
        return _node(
            table,
            lang,
            look=table.look,
            caption=self.line(table.caption, lang),
            widths=table.widths if len(table.widths) == columns else shares_of(rows, columns),
            head=[[self.cell(cell, lang) for cell in row] for row in table.head],
            rows=[[self.cell(cell, lang) for cell in row] for row in table.rows],
        )

    def cell(self, cell: Cell, lang: Tag) -> Told:
        """A cell. A short one stays on one page."""
        short = len(letters_of(cell.blocks)) <= _SHORT
        blocks = self.blocks(cell.blocks, lang, 0)
        return {"span": cell.span, "right": cell.right, "heading": cell.heading, "short": short, "blocks": blocks}

    def line(self, inside: Sequence[Inline], lang: Tag) -> list[Told]:
        """What stands in a line, its white space as a page shows it."""
        return [self.inline(one, lang) for one in collapsed(inside)]

    def inline(self, one: Inline, lang: Tag) -> Told:
        """One thing in a line."""
        match one:
            case Text():
                return _node(one, lang, pieces=pieces_of(one.text, lang))
            case Strong() | Emphasis():
                return _node(one, lang, inside=[self.inline(within, lang) for within in one.inside])
            case Spoken():
                return _node(one, one.lang, then=one.then, inside=[self.inline(within, one.lang) for within in one.inside])
            case Link():
                anchor = one.to.removeprefix("#") if one.to.startswith("#") else ""
                known = anchor if anchor in self.anchors else ""
                to = "" if one.to.startswith("#") else one.to
                return _node(one, lang, anchor=known, to=to, inside=[self.inline(within, lang) for within in one.inside])
            case Code():
                return _node(one, lang, parts=parts_of(visible(one.text)))
            case Break():
                return _node(one, lang)
            case Blank():
                return _node(one, lang, size=one.size)
            case Tick():
                return _node(one, lang, state=one.state)
            case _:
                assert_never(one)

    def anchor(self, name: str) -> str:
        """The name of a place, the first time that it is given."""
        first = name not in self.given
        self.given.add(name)
        return name if first else ""


def _clinging(blocks: Sequence[Block], told: Sequence[Told]) -> list[Told]:
    """The blocks, of which those just before a signature, and the signature itself, cling to what comes after them.

    A signature alone on a page, or with no more than a greeting above it, could be put under anything.
    """
    clings = [leads(block, following) for block, following in pairwise(blocks)] + [False] * bool(blocks)
    for at in (at for at, block in enumerate(blocks) if has_signature(block)):
        clings[at] = at + 1 < len(blocks)
        above = ""
        for before in range(at - 1, -1, -1):
            above = letters_of([blocks[before]]) + above
            if isinstance(blocks[before], PageBreak) or len(above) > _CLINGING:
                break
            clings[before] = True
            if len(above) > _GREETING:
                break
    return [{**one, "clings": cling} for one, cling in zip(told, clings, strict=True)]


def _node(node: Block | Inline, lang: Tag, **told: Any) -> Told:
    return {"node": type(node).__name__, "lang": lang, **told}


def _label(item: Item, listing: Listing, number: int, depth: int, lang: Tag) -> str | Told:
    if item.mark in _SIGNS:
        return {"sign": _SIGNS[item.mark]}
    match listing.kind:
        case "official":
            return official_mark(lang, depth, number)
        case "number":
            return f"{number}."
        case "bullet":
            return _BULLET
        case _:
            assert_never(listing.kind)
