"""Where in a Word file a block stands, and what it has from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.documents.tree import Style, Tag
    from engine.documents.word.numbering import Kind, Numbers


@dataclass(slots=True)
class Counted:
    """A list whose points are counted in each language by themselves: side by side 一、 and 1. are the same point."""

    kind: Kind
    level: int
    start: int
    numbers: Numbers
    _lists: dict[str, tuple[int, int]] = field(default_factory=dict)

    def number(self, at: int, lang: Tag) -> int:
        """The list that the point numbered ``at`` is of; a new one where the points before it were not in that language."""
        by = lang if self.kind in {"official", "number"} else ""
        of, then = self._lists.get(by, (0, -1))
        if not of or (by and then != at):
            of = self.numbers.new(self.kind, lang, self.level, at)
        self._lists[by] = of, at + 1
        return of


@dataclass(frozen=True, slots=True)
class Point:
    """What stands before the first line of a point: its number, or a box to tick. ``hangs``: how far it stands out."""

    counted: Counted | None
    at: int
    hangs: int
    box: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands: how wide, how far in, in which language and style, and what stands before its first line.

    ``width`` and ``left`` in twentieths of a point; the width counts from the margin. ``depths``: the kinds of the lists around
    it. ``keep``: on one page with what follows; ``together``: the blocks of one section with each other. ``cell``: the
    paragraph style of the cell it stands in. ``beside``: how far the text beside a label hangs.
    ``paired``: in a row of two languages, all of which LibreOffice would keep on one page with any line of it.
    """

    width: int
    lang: Tag
    left: int = 0
    style: Style = "plain"
    point: Point | None = None
    depths: tuple[Kind, ...] = ()
    keep: bool = False
    together: bool = False
    quoted: bool = False
    listed: bool = False
    cell: str = ""
    beside: int = 0
    paired: bool = False
    right: bool = False
