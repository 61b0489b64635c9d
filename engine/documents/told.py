"""A document as plain values, as ``letter.typ`` reads them: each node with its kind, its language, and its letters in pieces.

A piece of text is a string in the main family, ``{"family", "text"}`` in another one, or ``{"parts"}``: a word so long that a
line may have to end inside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.documents.code import as_svg
from engine.documents.fonts import FAMILIES, MAIN, runs
from engine.documents.lines import collapsed
from engine.documents.numbering import official_mark
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
    from collections.abc import Iterable, Iterator, Sequence

    from engine.documents.tree import Block, Cell, Document, Inline, Item, Running, Tag

Told = dict[str, Any]
"""What JSON can say."""

_LONGEST: Final = 28
"""So many letters without a place to end a line fit into the narrowest column."""

_PART: Final = 4
_SHORT: Final = 400
_WIDEST: Final = 44
_LONG_WORD: Final = re.compile(rf"[!-,.-~\u00a1-\u024f\u0370-\u058f\u1e00-\u1fff]{{{_LONGEST + 1},}}-?")
"""A line may end after a hyphen anyway."""

_MARKS_OF_DIRECTION: Final = re.compile("[\u202a-\u202e\u200e\u200f\u061c\u2066\u2067]")
_BULLET: Final = {"family": "Noto Sans", "text": "•"}  # the main family has a dot that is hardly seen
_SIGNS: Final = {"met": "met", "not_met": "not_met", "open": "unknown", "on": "on", "off": "off"}


def told_of(document: Document) -> Told:
    """The whole document. Marks around names that change their direction stay only where something runs to the left."""
    writer = _Writer(frozenset(_anchors(document.blocks)))
    lang = document.languages[0]
    return {
        "title": _visible(without_isolates(document.title)),
        "lang": lang,
        "families": FAMILIES,
        "dated": document.dated and (document.dated.year, document.dated.month, document.dated.day),
        "running": _running(document.running, lang),
        "blocks": [writer.block(block, lang, 0) for block in document.blocks],
    }


def _running(running: Running, lang: Tag) -> Told:
    return {
        "record": _pieces(running.record, lang),
        "texts": [_pieces(text, lang) for text in running.texts],
        "page": _visible(running.page),
        "code": _visible(running.code),
        "code_says": _pieces(running.code_says, lang),
        "scan": _visible(running.scan),
        "picture": as_svg(running.scan) if running.scan else "",
    }


@dataclass(slots=True)
class _Writer:
    """``anchors``: those that are there to be linked to. An anchor is given once; a second one of its name is none."""

    anchors: frozenset[str]
    given: set[str] | None = None

    def block(self, block: Block, lang: Tag, depth: int) -> Told:
        """``depth``: how many official lists the block stands in."""
        match block:
            case Heading():
                own = block.lang or lang
                inside = self.line(block.inside, own)
                return _node(block, own, level=block.level, style=block.style, inside=inside, anchor=self.anchor(block.anchor))
            case Paragraph():
                own = block.lang or lang
                return _node(
                    block, own, style=block.style, inside=self.line(block.inside, own), label=list(_pieces(block.label, own))
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
        return [self.block(block, lang, depth) for block in blocks]

    def listing(self, listing: Listing, lang: Tag, depth: int) -> Told:
        """A list with what stands before each of its points. One that goes on with another begins at its level."""
        within = max(depth + 1, listing.level) if listing.kind == "official" else depth
        labels = [_label(item, listing, number, within, lang) for number, item in enumerate(listing.items, listing.start)]
        return _node(
            listing,
            lang,
            labels=labels,
            close=listing.kind == "official" and lang != "en",
            level=listing.level,
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
            widths=table.widths if len(table.widths) == columns else _shares(rows, columns),
            head=[[self.cell(cell, lang) for cell in row] for row in table.head],
            rows=[[self.cell(cell, lang) for cell in row] for row in table.rows],
        )

    def cell(self, cell: Cell, lang: Tag) -> Told:
        """A cell. A short one stays on one page."""
        short = len(_letters(cell.blocks)) <= _SHORT
        blocks = self.blocks(cell.blocks, lang, 0)
        return {"span": cell.span, "right": cell.right, "heading": cell.heading, "short": short, "blocks": blocks}

    def line(self, inside: Sequence[Inline], lang: Tag) -> list[Told]:
        """What stands in a line, its white space as a page shows it."""
        return [self.inline(one, lang) for one in collapsed(inside)]

    def inline(self, one: Inline, lang: Tag) -> Told:
        """One thing in a line."""
        match one:
            case Text():
                return _node(one, lang, pieces=_pieces(one.text, lang))
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
                return _node(one, lang, parts=_parts(_visible(one.text)))
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
        self.given = set() if self.given is None else self.given
        first = name not in self.given
        self.given.add(name)
        return name if first else ""


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


# -- letters -----------------------------------------------------------------------------------------------------------


def _pieces(text: str, lang: Tag) -> list[str | Told]:
    """A text in the pieces that the template puts one after the other."""
    found: list[str | Told] = []
    for run in runs(_visible(text), lang):
        if run.family != MAIN:
            found.append({"family": run.family, "text": run.text})
            continue
        at = 0
        for word in _LONG_WORD.finditer(run.text):
            found += [run.text[at : word.start()], {"parts": _parts(word[0])}]
            at = word.end()
        found.append(run.text[at:])
    return [piece for piece in found if piece]


def _parts(word: str) -> list[str]:
    """A long word in parts between which a line may end. A mark stays with its letter."""
    letters: list[str] = []
    for mark in word:
        if letters and unicodedata.category(mark).startswith("M"):
            letters[-1] += mark
        else:
            letters.append(mark)
    return ["".join(letters[at : at + _PART]) for at in range(0, len(letters), _PART)]


def _visible(text: str) -> str:
    """The text without marks that would turn what follows it, and with a sign for what is no character.

    Isolates around a name that runs to the left stay: they keep it apart from the digits after it. Others would only hinder
    who searches the file for a name.
    """
    plain = _MARKS_OF_DIRECTION.sub("", text)
    plain = "".join("\ufffd" if unicodedata.category(mark) == "Cs" else mark for mark in plain)
    plain = "".join(" " if unicodedata.category(mark) in {"Cc", "Zl", "Zp"} else mark for mark in plain)
    leftwards = any(unicodedata.bidirectional(mark) in {"R", "AL", "AN"} for mark in plain)
    return plain if leftwards else without_isolates(plain)


# -- what stands in a document -----------------------------------------------------------------------------------------


def _shares(rows: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """The widths of columns by their longest cells, none so wide that the others starve; Chinese letters count twice."""
    shares = [6] * columns
    for row in rows:
        at = 0
        for cell in row:
            if cell.span == 1:
                shares[at] = max(shares[at], min(_width(_letters(cell.blocks)), _WIDEST))
            at += cell.span
    return shares


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in {"W", "F"} else 1 for mark in text)


def _letters(blocks: Iterable[Block]) -> str:
    """The letters of all that stands in some blocks."""
    return "".join(_letters_in(blocks))


def _letters_in(nodes: Iterable[Block | Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text() | Code():
                yield node.text
            case Blank():
                yield "_" * node.size
            case Heading() | Paragraph() | Strong() | Emphasis() | Spoken() | Link():
                yield from _letters_in(node.inside)
            case Listing():
                for item in node.items:
                    yield from _letters_in(item.blocks)
            case Quote() | Section():
                yield from _letters_in(node.blocks)
            case Pair():
                for side in node.sides:
                    yield from _letters_in(side.blocks)
            case Table():
                for row in (*node.head, *node.rows):
                    for cell in row:
                        yield from _letters_in(cell.blocks)
            case Room() | Rule() | PageBreak() | Break() | Tick():
                pass
            case _:
                assert_never(node)


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() if block.anchor:
                yield block.anchor
            case Section():
                yield from (block.anchor,) if block.anchor else ()
                yield from _anchors(block.blocks)
            case Quote():
                yield from _anchors(block.blocks)
            case Pair():
                for side in block.sides:
                    yield from _anchors(side.blocks)
            case Listing():
                for item in block.items:
                    yield from _anchors(item.blocks)
            case Table():
                for row in (*block.head, *block.rows):
                    for cell in row:
                        yield from _anchors(cell.blocks)
            case _:
                pass
