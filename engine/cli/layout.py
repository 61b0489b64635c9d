"""Trees and tables of text, as wide as the terminal, or in a pipe as they are. Chinese letters count two cells."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from engine.cli.console import BOLD, DIM, harmless, styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PIECES: Final = re.compile(
    r"[^\S\u00a0]+|[（「『〔]*[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。、；：）」』〕]*|(?:\u00a0|[^\s\u2e80-\u9fff\uf900-\uffef])+"
)
"""Where a line may break: at spaces (but not at fixed ones), and after each Chinese letter with its punctuation and brackets."""
_NARROWEST: Final = 24
_TWO_CELLS: Final = ("W", "F")  # wide and full-width letters, by Unicode's East Asian Width
_GAP: Final = "  "
_WIDE_ENOUGH: Final = 60
"""Cells in which the last column of a table still says something."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one style."""

    text: str
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep a record's text from steering the terminal."""
        object.__setattr__(self, "text", harmless(self.text))


Line = tuple[Words, ...]


@dataclass(slots=True)
class Branch:
    """A line of a tree with what stands under it."""

    line: Line
    below: list[Branch] = field(default_factory=list)

    def add(self, text: str, *codes: str) -> Branch:
        """Put a line under this one; returns it."""
        branch = Branch((Words(text, codes),))
        self.below.append(branch)
        return branch


def line(text: str, *codes: str) -> Line:
    """A line in one style."""
    return (Words(text, codes),)


def width_of(text: str) -> int:
    """The cells of a terminal that a text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in _TWO_CELLS else 1 for letter in text)


def width_of_output() -> int | None:
    """The cells of a line of the terminal; ``None`` in a pipe, where nothing has to be broken."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else None


def tree(branch: Branch, width: int | None) -> str:
    """A tree with its guides, long lines broken at ``width``."""
    return "\n".join(_lines_of(branch, "", "", width))


def _lines_of(branch: Branch, first: str, rest: str, width: int | None) -> Iterator[str]:
    hanging = rest + ("│ " if branch.below else "  ")
    for number, broken in enumerate(_broken(branch.line, width, width_of(rest) + 3)):
        yield (first if number == 0 else hanging) + _styled(broken)
    for number, child in enumerate(branch.below):
        last = number == len(branch.below) - 1
        guide, on = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield from _lines_of(child, rest + guide, rest + on, width)


def _broken(whole: Line, width: int | None, indent: int) -> Iterator[list[Words]]:
    """A line in lines that fit."""
    if width is None:
        yield list(whole)
        return
    room = max(width - indent, _NARROWEST)
    current: list[Words] = []
    used = 0
    for words in whole:
        for piece in (short for long in _PIECES.findall(words.text) for short in _fitting(long, room)):
            cells = width_of(piece)
            if used + cells > room and current:
                yield current
                current, used = [], 0
                if piece.isspace():
                    continue
            current.append(Words(piece, words.codes))
            used += cells
    yield current


def _fitting(piece: str, room: int) -> Iterator[str]:
    """A piece without a place to break, cut where a line ends."""
    while width_of(piece) > room:
        yield piece[:room]  # such a piece has no wide letters
        piece = piece[room:]
    yield piece


def table(heads: Sequence[Sequence[str]], rows: Sequence[Sequence[Words]], width: int | None) -> str | None:
    """Columns side by side; the last one goes on in further lines, below the others where it has no room beside them.

    ``heads`` are lines of titles. Those above the last line may reach over columns that have none there. Gives nothing where
    the columns before the last are wider than the terminal.
    """
    widths = [
        max(width_of(text) for text in (title, *(row[column].text for row in rows)))
        for column, title in enumerate(heads[-1][:-1])
    ]
    used = sum(widths) + len(_GAP) * len(widths)
    if width is not None and used > width:
        return None
    room = None if width is None else width - used
    stacked = room is not None and room < _WIDE_ENOUGH
    left = width - len(_GAP) if stacked and width is not None else room
    above = [_reaching(titles, widths) for titles in heads[:-1]]
    titles = [Words(title, (BOLD,)) for title in heads[-1]]
    return "\n".join([*above, *(_row(row, widths, left, stacked=stacked) for row in (titles, *rows))])


def card(parts: Iterable[Line], width: int) -> str:
    """One record by itself, where columns have no room: the first part, and the others under it, each as long as it is."""
    shown = []
    for number, part in enumerate(parts):
        indent = "" if number == 0 else _GAP
        shown += [f"{indent}{_styled(broken)}".rstrip() for broken in _broken(part, width, len(indent))]
    return "\n".join(shown)


def _reaching(titles: Sequence[str], widths: Sequence[int]) -> str:
    shown, column = "", 0
    for title, width in zip(titles, widths, strict=False):
        if title:
            shown = shown.ljust(column) if width_of(shown) <= column else f"{shown}{_GAP}"
            shown += title
        column += width + len(_GAP)
    return styled(shown, DIM)


def _row(cells: Sequence[Words], widths: Sequence[int], left: int | None, *, stacked: bool) -> str:
    shown = [
        styled(cell.text, *cell.codes) + " " * (width - width_of(cell.text)) for cell, width in zip(cells, widths, strict=False)
    ]
    columns = _GAP.join(shown)
    last = [_styled(broken) for broken in _broken((cells[-1],), left, 0)]
    if stacked:
        return "\n".join([*([columns.rstrip()] if columns.strip() else []), *(f"{_GAP}{one}" for one in last)])
    hanging = " " * sum(width + len(_GAP) for width in widths)
    first = f"{columns}{_GAP}{last[0]}".rstrip() if columns else last[0]
    return "\n".join([first, *(f"{hanging}{one}" for one in last[1:])])


def _styled(words: Sequence[Words]) -> str:
    return "".join(styled(one.text, *one.codes) for one in words)
