"""A document as Markdown: CommonMark with the tables of GitHub. A text that somebody else wrote never becomes mark-up."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Final, assert_never

from engine.documents.html_line import attribute
from engine.documents.lines import one_space
from engine.documents.markdown_line import guarded, line, shown
from engine.documents.numbering import official_mark
from engine.documents.tree import (
    Blank,
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
    Strong,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.documents.tree import Block, Cell, Document, Item, Running, Tag

_INDENT: Final = "&emsp;&emsp;"
"""What an official point stands in by, once for each point around it: readers take any white space off a line's start."""

_MARKS: Final = {"": "", "met": "✓ ", "not_met": "✗ ", "open": "? ", "plain": "– ", "on": "[x] ", "off": "[ ] "}


def as_markdown(document: Document) -> str:
    """The text. Its foot stands once, at the end."""
    blocks = list(_Writer(document.languages[0], frozenset(_linked(document.blocks))).blocks(document.blocks))
    return "\n\n".join([*blocks, "---", *_foot(document.running)]) + "\n"


def _foot(running: Running) -> Iterator[str]:
    lines = [running.record, *running.texts]
    if running.code:
        lines.append(f"{running.code_says} {running.code}".strip())
    yield "  \n".join(guarded(shown(one_space(text))) for text in lines)


class _Writer:
    """Writes blocks, each as lines; knows the language around them and how deep official points are."""

    def __init__(self, lang: Tag, linked: frozenset[str]) -> None:
        self.lang = lang
        self.depth = 0
        self.last = ""
        self.linked = linked

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Each block that shows something, without the empty lines between them."""
        for block in blocks:
            yield from self._block(block)
            if not isinstance(block, Listing | Section | Pair | Room | PageBreak):
                self.last = ""

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield self._anchor(block.anchor) + _heading(block)
            case Paragraph():
                if text := _paragraph(block, alone=_blanks(block) == 1 and bool(block.label or len(block.inside) > 1)):
                    yield text
            case Listing():
                yield from self._official(block) if block.kind == "official" else self._listing(block)
            case Quote():
                yield _before("> ", "> ", "\n\n".join(self._in(block.lang, block.blocks)))
            case Table():
                yield from self._table(block)
            case Pair():
                for side in block.sides:
                    yield from self._in(side.lang, side.blocks)
            case Section():
                if anchor := self._anchor(block.anchor).strip():
                    yield anchor
                yield from self._in(block.lang, block.blocks)
            case Room() | PageBreak():
                return
            case Rule():
                yield "---"
            case _ as never:
                assert_never(never)

    def _anchor(self, anchor: str) -> str:
        return f'<a id="{attribute(anchor)}"></a>\n\n' if anchor in self.linked else ""

    def _in(self, lang: Tag | None, blocks: Sequence[Block]) -> Iterator[str]:
        around, self.lang = self.lang, lang or self.lang
        yield from list(self.blocks(blocks))
        self.lang = around

    def _listing(self, block: Listing) -> Iterator[str]:
        depth, self.depth = self.depth, 0
        usual, other = (".", ")") if block.kind == "number" else ("-", "*")
        sign = other if self.last == usual else usual  # a list after a list would be read as one with it
        lines = []
        for number, item in enumerate(block.items, start=block.start):
            lines.append(self._item(item, f"{number}{sign} " if block.kind == "number" else f"{sign} ", block.lang))
        self.depth = depth
        self.last = sign
        if lines:
            yield "\n".join(lines)

    def _item(self, item: Item, mark: str, lang: Tag | None) -> str:
        self.last = ""
        text = "\n\n".join(self._in(lang, item.blocks))
        return _before(mark, " " * len(mark), _MARKS[item.mark] + text)

    def _official(self, block: Listing) -> Iterator[str]:
        lang = block.lang or self.lang
        around, self.depth = self.depth, max(self.depth + 1, block.level)
        indent = _INDENT * (self.depth - 1)
        for number, item in enumerate(block.items, start=block.start):
            mark = shown(official_mark(lang, self.depth, number)) + ("" if lang == "zh-Hant-TW" else " ")
            yield from self._point(item, f"{indent}{mark}{shown(_MARKS[item.mark])}", lang)
        self.depth = around
        self.last = ""

    def _point(self, item: Item, mark: str, lang: Tag) -> Iterator[str]:
        """A point with its mark; each further paragraph of it is indented as its text is."""
        if not item.blocks or not isinstance(item.blocks[0], Paragraph):
            yield mark.rstrip(" ")
        for at, block in enumerate(item.blocks):
            before = (_INDENT * self.depth if at else mark) if isinstance(block, Paragraph) else ""
            yield from [before + text for text in self._in(lang, (block,))]

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, block: Table) -> Iterator[str]:
        if block.caption:
            yield f"**{line(block.caption)}**"
        rows = [*block.head, *block.rows]
        if not rows:
            return
        columns = max(sum(cell.span for cell in row) for row in rows)
        head, *body = rows if block.head else [(), *rows]
        right = [any(cells[at : at + 1] and cells[at].right for cells in map(_spread, block.rows)) for at in range(columns)]
        lines = [self._row(head, columns), f"| {' | '.join('---:' if flush else '---' for flush in right)} |"]
        lines.extend(self._row(row, columns) for row in body)
        yield "\n".join(lines)

    def _row(self, row: Sequence[Cell], columns: int) -> str:
        cells: list[str] = []
        for cell in row:
            cells.extend((self._cell(cell), *("" for _ in range(cell.span - 1))))
        cells.extend("" for _ in range(columns - len(cells)))
        return f"| {' | '.join(cells)} |"

    def _cell(self, cell: Cell) -> str:
        """Everything in one line: a table of Markdown has no other."""
        return "<br>".join(self._flat(cell.blocks, alone=_blanks(cell.blocks) == 1))

    def _flat(self, blocks: Sequence[Block], *, alone: bool = False) -> Iterator[str]:
        for block in blocks:
            match block:
                case Listing():
                    yield from self._flat_items(block)
                case Pair():
                    for side in block.sides:
                        yield from self._flat(side.blocks, alone=alone)
                case Section() | Quote():
                    yield from self._flat(block.blocks, alone=alone)
                case Table():
                    for row in (*block.head, *block.rows):
                        yield " ".join(self._cell(cell) for cell in row)
                case Heading():
                    yield f"**{line(block.inside)}**"
                case Paragraph():
                    if text := _paragraph(block, alone=alone):
                        yield text
                case Room() | Rule() | PageBreak():
                    pass
                case _ as never:
                    assert_never(never)

    def _flat_items(self, block: Listing) -> Iterator[str]:
        for number, item in enumerate(block.items, start=block.start):
            mark = shown(f"{number}. ") if block.kind == "number" else "• "
            if block.kind == "official":
                mark = shown(official_mark(block.lang or self.lang, block.level, number))
            yield mark + shown(_MARKS[item.mark]) + "<br>".join(self._flat(item.blocks))


def _spread(row: Sequence[Cell]) -> list[Cell]:
    """The row with a cell for each column."""
    return [cell for cell in row for _ in range(cell.span)]


def _before(first: str, other: str, text: str) -> str:
    """The lines of a text with what stands before the first, and before each other that is not empty."""
    lines = text.split("\n")
    return "\n".join(((first if at == 0 else other) + line).rstrip(" ") for at, line in enumerate(lines))


def _paragraph(block: Paragraph, *, alone: bool) -> str:
    gap = " " if block.label and block.label[-1].isascii() else ""
    inside = (Strong(block.inside),) if block.style == "result" else block.inside
    return guarded((shown(block.label) + gap + line(inside, alone=alone)).strip(" "))


def _blanks(node: object) -> int:
    return sum(isinstance(one, Blank) for one in _within(node))


def _heading(block: Heading) -> str:
    text = line(block.inside).replace("<br>", " ").strip(" ")
    return f"{'#' * block.level} {re.sub('(#+)$', _struck, text)}"


def _struck(found: re.Match[str]) -> str:
    """Number signs at the end of a heading, which would be taken for the end of its mark."""
    return "".join(f"\\{mark}" for mark in found[1])


def _linked(node: object) -> Iterator[str]:
    """The anchors of the document that it links to itself."""
    return (one.to[1:] for one in _within(node) if isinstance(one, Link) and one.to.startswith("#"))


def _within(node: object) -> Iterator[object]:
    """The node and all that stands in it."""
    yield node
    parts: Iterable[object] = node if isinstance(node, tuple) else ()
    if is_dataclass(node) and not isinstance(node, type):
        parts = [getattr(node, field.name) for field in fields(node)]
    for part in parts:
        yield from _within(part)
