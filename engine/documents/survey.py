"""What stands in the blocks of a document: its letters, its anchors, the widths that its tables need."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, assert_never

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

    from engine.documents.tree import Block, Cell, Inline

_NARROWEST: Final = 6
_WIDEST: Final = 44


def shares_of(rows: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """The widths of columns by their longest cells, none so wide that the others starve; Chinese letters count twice."""
    shares = [_NARROWEST] * columns
    for row in rows:
        at = 0
        for cell in row:
            if cell.span == 1:
                shares[at] = max(shares[at], min(_width(letters_of(cell.blocks)), _WIDEST))
            at += cell.span
    return shares


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in {"W", "F"} else 1 for mark in text)


_LEADING: Final = 400
"""Letters; what is longer than this is no title of what follows it."""


def leads(block: Block, following: Block) -> bool:
    """Whether a block is the title of the next one, and not to be left behind at the foot of a page.

    So is what stands right before a table, before points below it, or before the words of a text.
    """
    begins = isinstance(following, Table | Quote) or _depth(following) > max(1, _depth(block))
    return begins and isinstance(block, Paragraph | Listing | Pair) and len(letters_of([block])) <= _LEADING


def _depth(block: Block) -> int:
    """How deep the points are with which a block begins, in the language that has them deepest."""
    match block:
        case Listing():
            return block.level
        case Pair():
            return max((_depth(one) for side in block.sides for one in side.blocks[:1]), default=0)
        case _:
            return 0


def letters_of(blocks: Iterable[Block]) -> str:
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


def anchors_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The places that a link can lead to."""
    for block in blocks:
        match block:
            case Heading() if block.anchor:
                yield block.anchor
            case Section():
                yield from (block.anchor,) if block.anchor else ()
                yield from anchors_of(block.blocks)
            case Quote():
                yield from anchors_of(block.blocks)
            case Pair():
                for side in block.sides:
                    yield from anchors_of(side.blocks)
            case Listing():
                for item in block.items:
                    yield from anchors_of(item.blocks)
            case Table():
                for row in (*block.head, *block.rows):
                    for cell in row:
                        yield from anchors_of(cell.blocks)
            case _:
                pass


def has_signature(block: Block) -> bool:
    """Whether somebody puts his name here."""
    match block:
        case Paragraph() | Heading():
            return block.style == "signature"
        case Section():
            return block.style == "signature" or any(map(has_signature, block.blocks))
        case Pair():
            return any(has_signature(within) for side in block.sides for within in side.blocks)
        case _:
            return False
