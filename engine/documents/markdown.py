"""A document as Markdown: CommonMark with the tables of GitHub. A text that somebody else wrote never becomes mark-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from engine.documents.numbering import official_mark
from engine.documents.text import as_markdown as shown
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
    from collections.abc import Iterator, Sequence

    from engine.documents.tree import Block, Cell, Document, Inline, Item, Running, Tag

_WIDE: Final = "\u3000"
"""The indent of an official point: a letter, which Markdown leaves where it stands."""

_MARKS: Final = {"": "", "met": "✓ ", "not_met": "✗ ", "open": "? ", "plain": "– ", "on": "[x] ", "off": "[ ] "}


def as_markdown(document: Document) -> str:
    """The text. Its foot stands once, at the end."""
    blocks = list(_Writer(document.languages[0]).blocks(document.blocks))
    return "\n\n".join([*blocks, "---", *_foot(document.running)]) + "\n"


def _foot(running: Running) -> Iterator[str]:
    lines = [running.record, *running.texts]
    if running.code:
        lines.append(f"{running.code_says} {running.code}".strip())
    yield "  \n".join(_line_of(line) for line in lines)


def _line_of(text: str) -> str:
    return shown(without_isolates(" ".join(text.split())))


class _Writer:
    """Writes blocks, each as lines; knows the language around them and how deep official points are."""

    def __init__(self, lang: Tag) -> None:
        self.lang = lang
        self.depth = 0

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Each block that shows something, without the empty lines between them."""
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield f"{'#' * block.level} {_line(block.inside).replace('<br>', ' ')}"
            case Paragraph():
                if text := _paragraph(block):
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
                yield from self._in(block.lang, block.blocks)
            case Room() | PageBreak():
                return
            case Rule():
                yield "---"
            case _ as never:
                assert_never(never)

    def _in(self, lang: Tag | None, blocks: Sequence[Block]) -> Iterator[str]:
        around, self.lang = self.lang, lang or self.lang
        yield from list(self.blocks(blocks))
        self.lang = around

    def _listing(self, block: Listing) -> Iterator[str]:
        depth, self.depth = self.depth, 0
        lines = []
        for number, item in enumerate(block.items, start=block.start):
            mark = f"{number}. " if block.kind == "number" else "- "
            lines.append(self._item(item, mark, block.lang))
        self.depth = depth
        if lines:
            yield "\n".join(lines)

    def _item(self, item: Item, mark: str, lang: Tag | None) -> str:
        text = "\n\n".join(self._in(lang, item.blocks))
        return _before(mark, " " * len(mark), _MARKS[item.mark] + text)

    def _official(self, block: Listing) -> Iterator[str]:
        lang = block.lang or self.lang
        around, self.depth = self.depth, max(self.depth + 1, block.level)
        indent = _WIDE * 2 * (self.depth - 1)
        for number, item in enumerate(block.items, start=block.start):
            mark = shown(official_mark(lang, self.depth, number)) + ("" if lang == "zh-Hant-TW" else " ")
            first, *rest = list(self._in(lang, item.blocks)) or [""]
            yield f"{indent}{mark}{first}"
            yield from rest
        self.depth = around

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, block: Table) -> Iterator[str]:
        if block.caption:
            yield f"**{_line(block.caption)}**"
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
        return "<br>".join(self._flat(cell.blocks))

    def _flat(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Listing():
                    yield from self._flat_items(block)
                case Pair():
                    for side in block.sides:
                        yield from self._flat(side.blocks)
                case Section() | Quote():
                    yield from self._flat(block.blocks)
                case Table():
                    for row in (*block.head, *block.rows):
                        yield " ".join(self._cell(cell) for cell in row)
                case Heading():
                    yield f"**{_line(block.inside)}**"
                case Paragraph():
                    if text := _paragraph(block):
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


def _paragraph(block: Paragraph) -> str:
    return _guarded(shown(without_isolates(block.label)) + _gap(block.label) + _line(block.inside)).strip(" ")


def _gap(label: str) -> str:
    return " " if label and label[-1].isascii() else ""


_AT_START: Final = re.compile(r"^(#{1,6}(?=\s|$)|[-+=]|\d{1,9}[.)](?=\s|$)|>)")


def _guarded(line: str) -> str:
    """A line that begins no heading, list, rule or quotation."""
    return _AT_START.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", line)


def _line(inside: Sequence[Inline]) -> str:
    return "".join(_inline(one) for one in inside)


def _inline(one: Inline) -> str:
    match one:
        case Text(text):
            return shown_inside(text)
        case Strong(inside):
            return f"**{_line(inside)}**"
        case Emphasis(inside):
            return f"*{_line(inside)}*"
        case Code(text):
            return _code(text)
        case Spoken(inside, _, _):
            return _line(inside)
        case Link(inside, to):
            return f"[{_line(inside)}](<{to}>)"
        case Break():
            return "<br>"
        case Blank(size):
            return r"\_" * size
        case Tick(state):
            return {"on": r"\[x\]", "off": r"\[ \]", "open": r"\[?\]"}[state]
        case _ as never:
            assert_never(never)


def shown_inside(text: str) -> str:
    """Letters in a line: what stands at its ends is kept."""
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " and text.strip() else ""
    return before + shown(without_isolates(text)) + after


def _code(text: str) -> str:
    """Letters as they are, between as many backticks as it needs."""
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if text[0] == "`" or text[-1] == "`" or longest else ""
    return f"{fence}{room}{text}{room}{fence}"
