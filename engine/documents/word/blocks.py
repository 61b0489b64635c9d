"""The blocks of a document as paragraphs and tables of Word."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, assert_never

from engine.documents.survey import leads
from engine.documents.tree import Blank, Heading, Listing, PageBreak, Pair, Paragraph, Quote, Room, Rule, Section, Table, Text
from engine.documents.word import inline, tables
from engine.documents.word.inline import Voice, bookmark, line, said
from engine.documents.word.numbering import DEEPEST, MARKS, Numbers, hanging
from engine.documents.word.place import Counted, Point
from engine.documents.word.properties import of_paragraph
from engine.documents.word.styles import NAMED, TONES
from engine.documents.word.xml import NOTHING, joined, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.documents.tree import Block, Inline, Style, Tag
    from engine.documents.word.inline import Written
    from engine.documents.word.place import Spot
    from engine.documents.word.xml import Xml

_QUOTE_LEFT: Final = 300
_WIDEST_LABEL: Final = 0.4  # of the line; the text beside a longer one would have no room
_SHORTEST_BLANK: Final = 2  # em; a line with less room for each goes on on the next
_LIGHT_LABELS: Final = frozenset({NAMED["reference"], NAMED["recipient"], NAMED["copies"]})
_FRAMES: Final[frozenset[Style]] = frozenset({"box", *TONES})
"""Styles that a section shows as a frame around whatever stands in it."""


@dataclass(slots=True)
class Body:
    """Writes blocks. ``size`` is that of plain letters, in points."""

    size: float
    written: Written
    numbers: Numbers = field(init=False)
    _anchors: set[str] = field(default_factory=set)
    _awaited: list[str] = field(default_factory=list)
    _new_page: bool = False

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.size)

    # -- one after the other -------------------------------------------------------------------------------------------

    def all(self, blocks: Sequence[Block], spot: Spot) -> Iterator[Xml]:
        """The paragraphs and tables of blocks, one after the other; the point of the spot stands before the first.

        A table is parted from what follows: two that touch would be one in Word. The first line of a point keeps with the
        next one.
        """
        groups = list(_grouped(blocks))
        before = ""
        for at, (group, beside) in enumerate(zip(groups, self._besides(groups, spot), strict=True)):
            last = at == len(groups) - 1
            first = spot.point is not None and isinstance(group[0], Paragraph) and not spot.paired
            leading = not last and not spot.paired and leads(group[-1], groups[at + 1][0])
            here = replace(spot, keep=spot.keep or leading or ((spot.together or first) and not last), beside=beside)
            for written in self._group(group, here):
                if before.endswith("</w:tbl>") and not isinstance(group[0], Heading):
                    yield self.paragraph("LetterGap", NOTHING, replace(here, point=None, left=0))
                yield written
                before = written
                spot = replace(spot, point=None)

    def _besides(self, groups: Sequence[tuple[Block, ...]], spot: Spot) -> Iterator[int]:
        """How far the text beside a label hangs: neighbours of one style as far as the one with the longest label."""
        widest = _WIDEST_LABEL * (spot.width - spot.left)
        for _, neighbours in groupby(groups, _labelled):
            widths = [_width(_label(group[0]), self.size) for group in neighbours]
            together = max((wide for wide in widths if wide <= widest), default=0)
            yield from (together if wide <= widest else 0 for wide in widths)

    def within(self, blocks: Sequence[Block], spot: Spot) -> Xml:
        """What a cell or a page holds: it ends with a paragraph, as Word wants it."""
        held = list(self.all(blocks, spot))
        if not held:
            held.append(self.paragraph(spot.cell or "LetterGap", NOTHING, spot))
        elif held[-1].endswith("</w:tbl>"):
            held.append(self.paragraph("LetterGap", NOTHING, replace(spot, point=None)))
        return joined(held)

    def _group(self, group: tuple[Block, ...], spot: Spot) -> Iterator[Xml]:
        pairs = [block for block in group if isinstance(block, Pair)]
        if len(pairs) == len(group) and len(pairs[0].sides) > 1:
            yield from self.before_table(spot)
            yield tables.pairs(self, pairs, spot)
        else:
            for block in group:
                yield from self._one(block, spot)

    def _one(self, block: Block, spot: Spot) -> Iterator[Xml]:
        match block:
            case Heading():
                yield self._heading(block, spot)
            case Paragraph():
                yield self._paragraph(block, spot)
            case Listing():
                yield from self._alone(spot)
                yield from self._listing(block, replace(spot, point=None))
            case Quote(blocks=inside, lang=lang):
                deeper = replace(spot, left=spot.left + _QUOTE_LEFT, quoted=True, lang=lang or spot.lang)
                yield from self.all(inside, deeper)
            case Table():
                yield from self._alone(spot)
                yield from tables.table(self, block, replace(spot, point=None))
            case Pair(sides=sides):
                for side in sides:
                    yield from self.all(side.blocks, replace(spot, lang=side.lang))
                    spot = replace(spot, point=None)
            case Section():
                yield from self._section(block, spot)
            case Room(lines=lines):
                yield from self._alone(spot)
                high = w("spacing", before=0, after=0, line=round(lines * self.size * 32), lineRule="exact")
                yield self.paragraph("LetterRoom", NOTHING, replace(spot, point=None), high)
            case Rule():
                yield from self._alone(spot)
                yield self.paragraph("LetterRule", NOTHING, replace(spot, point=None))
            case PageBreak():
                self._new_page = True
            case _:
                assert_never(block)

    def _alone(self, spot: Spot) -> Iterator[Xml]:
        """A number on a line of its own, before what can't have one."""
        if spot.point is not None:
            yield self.paragraph(_point_style(spot.point), NOTHING, replace(spot, keep=True))

    def before_table(self, spot: Spot) -> Iterator[Xml]:
        """Where a table begins a page: Word wants a paragraph that says so."""
        if self._new_page:
            yield self.paragraph("LetterGap", NOTHING, replace(spot, point=None, left=0, keep=True))

    # -- lines ---------------------------------------------------------------------------------------------------------

    def paragraph(self, style: str, runs: Xml, spot: Spot, *properties: Xml) -> Xml:
        """A paragraph with what its spot says of it: how far in it stands, its number, and what it keeps with."""
        parts = [w("pStyle", val=style)]
        before = [self._marked(anchor) for anchor in self._awaited]
        self._awaited.clear()
        if spot.left:
            parts.append(w("ind", left=spot.left))
        if spot.keep or spot.together:
            parts.append(w("keepLines"))
        if spot.keep:
            parts.append(w("keepNext"))
        if spot.right:
            parts.append(w("jc", val="right"))
        if self._new_page:
            parts.append(w("pageBreakBefore"))
            self._new_page = False
        if spot.point is not None:
            parts.append(w("ind", left=spot.left, hanging=spot.point.hangs))
            counted = spot.point.counted
            if counted is None:
                before += [inline.tick(spot.point.box, Voice(spot.lang), self.written), w("r", w("tab"))]
            else:
                of = counted.number(spot.point.at, spot.lang)
                parts.append(w("numPr", w("ilvl", val=counted.level), w("numId", val=of)))
        return w("p", of_paragraph(*parts, *properties), joined(before), runs)

    def _marked(self, anchor: str) -> Xml:
        number = self.written.number()
        return joined((w("bookmarkStart", id=number, name=bookmark(anchor)), w("bookmarkEnd", id=number)))

    def anchored(self, anchor: str) -> None:
        """The next paragraph is where links to the anchor lead; the first of a name has it."""
        if anchor and anchor not in self._anchors:
            self._anchors.add(anchor)
            self._awaited.append(anchor)

    def _heading(self, block: Heading, spot: Spot) -> Xml:
        self.anchored(block.anchor)
        lang = block.lang or spot.lang
        below = self.size + 1 if block.level == 1 else 0
        runs = line(block.inside, Voice(lang, below=below), self.written)
        return self.paragraph(f"Heading{block.level}", runs, replace(spot, lang=lang))

    def _paragraph(self, block: Paragraph, spot: Spot) -> Xml:
        spot = replace(spot, lang=block.lang or spot.lang)
        style = _style(block, spot)
        beside = spot.beside if block.label and spot.point is None else 0
        voice = Voice(spot.lang, room=_room(block.inside, (spot.width - spot.left - beside) / (self.size * 20) - 1))
        runs = line(block.inside, voice, self.written)
        if not block.label:
            return self.paragraph(style, runs, spot)
        label = said(block.label, voice if style in _LIGHT_LABELS else replace(voice, words="LetterLabel"), self.written)
        if not beside:
            return self.paragraph(style, joined((label, said(" ", voice, self.written), runs)), spot)
        hanging = w("ind", left=spot.left + beside, hanging=beside)
        return self.paragraph(style, joined((label, w("r", w("tab")), runs)), spot, hanging)

    # -- what holds blocks ---------------------------------------------------------------------------------------------

    def _section(self, block: Section, spot: Spot) -> Iterator[Xml]:
        self.anchored(block.anchor)
        spot = replace(spot, lang=block.lang or spot.lang, together=spot.together or block.keep)
        if block.style in _FRAMES:
            yield from tables.frame(self, block, replace(spot, style="plain"))
        else:
            style = spot.style if block.style == "plain" else block.style
            yield from self.all(block.blocks, replace(spot, style=style))

    def _listing(self, block: Listing, spot: Spot) -> Iterator[Xml]:
        lang = block.lang or spot.lang
        spot = replace(spot, lang=lang)
        before = spot.depths.count(block.kind)
        level = min(before + (block.level - 1 if block.kind == "official" else 0), DEEPEST)
        last = block.start + len(block.items) - 1
        sorts = {mark: Counted(mark, 0, 1, self.numbers) for mark in MARKS}
        own = Counted(block.kind, level, block.start, self.numbers)
        above = sum(hanging("official", lang, deep, 1, self.size) for deep in range(before, level))
        for at, item in enumerate(block.items):
            counted = own
            box = ""
            if block.kind != "official" and item.mark in MARKS:
                counted = sorts[item.mark]
            elif block.kind != "official" and item.mark:
                box = item.mark
            hangs = hanging("met" if box else counted.kind, lang, counted.level, last, self.size)
            yield from self.all(
                item.blocks or (Paragraph(inside=()),),
                replace(
                    spot,
                    left=spot.left + above + hangs,
                    point=Point(None if box else counted, block.start + at, hangs, box),
                    depths=(*spot.depths, block.kind),
                    keep=spot.keep or (spot.together and at < len(block.items) - 1),
                    listed=True,
                ),
            )


def _grouped(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Neighbouring pairs in the same languages together: they are the rows of one table."""
    for langs, group in groupby(blocks, _side_by_side):
        if langs:
            yield tuple(group)
        else:
            yield from ((block,) for block in group)


def _side_by_side(block: Block) -> tuple[Tag, ...]:
    """The languages of a pair that has more than one side."""
    langs = tuple(side.lang for side in block.sides) if isinstance(block, Pair) else ()
    return langs if len(langs) > 1 else ()


def _label(block: Block) -> str:
    return block.label if isinstance(block, Paragraph) else ""


def _labelled(group: tuple[Block, ...]) -> str:
    """The style of a paragraph with a label."""
    block = group[0]
    return block.style if isinstance(block, Paragraph) and block.label else ""


def _style(block: Paragraph, spot: Spot) -> str:
    """The name of a paragraph's look: its own, that of the section around it, or that of where it stands."""
    named = block.style if block.style != "plain" else spot.style
    if named == "source" and spot.quoted:
        return "LetterQuoteSource"
    if named != "plain":
        return NAMED[named]
    if spot.point is not None:
        return _point_style(spot.point)
    if spot.cell:
        return spot.cell
    if spot.quoted:
        return "LetterQuote"
    return "LetterContinued" if spot.listed else NAMED["plain"]


def _point_style(point: Point) -> str:
    if point.counted is None:
        return "LetterCheck"
    match point.counted.kind:
        case "official":
            return "LetterPoint"
        case "number":
            return "ListNumber"
        case _:
            return "ListBullet"


def _room(inside: Sequence[Inline], line: float) -> int:
    """How long a blank may be on a line of so many em: so that all blanks stand on one line with the words between them."""
    blanks = sum(isinstance(one, Blank) for one in inside)
    words = sum(_em(one.text) for one in inside if isinstance(one, Text))
    shared = (line - words) / max(blanks, 1)
    return int(shared if shared >= _SHORTEST_BLANK else line)


def _width(text: str, size: float) -> int:
    """About how wide a label is, and a little more, in twentieths of a point: the text beside it must not move a stop on."""
    return round((_em(text) + 0.4) * size * 20)


def _em(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(mark) in {"W", "F"} else 0.6 for mark in text)
