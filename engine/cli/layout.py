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
    from collections.abc import Iterator, Sequence

_PIECES: Final = re.compile(r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。、；：）」]*|[^\s\u2e80-\u9fff\uf900-\uffef]+")
"""Where a line may break: at spaces, and after each Chinese letter with its punctuation."""
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
    for number, broken in enumerate(_broken(branch.line, width, width_of(rest) + 2)):
        yield (first if number == 0 else hanging) + "".join(styled(words.text, *words.codes) for words in broken)
    for number, child in enumerate(branch.below):
        last = number == len(branch.below) - 1
        guide, on = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield from _lines_of(child, rest + guide, rest + on, width)


def _broken(whole: Line, width: int | None, indent: int) -> Iterator[list[Words]]:
    """A line in lines that fit."""
    if width is None:
        yield list(whole)
        return
    room = max(width - indent - 1, _NARROWEST)
    current: list[Words] = []
    used = 0
    for words in whole:
        for piece in _PIECES.findall(words.text):
            cells = width_of(piece)
            if used + cells > room and current:
                yield current
                current, used = [], 0
                if piece.isspace():
                    continue
            current.append(Words(piece, words.codes))
            used += cells
    yield current


def table(heads: Sequence[Sequence[str]], rows: Sequence[Sequence[Words]], width: int | None) -> str:
    """Columns side by side; the last one is cut off where the terminal ends, or stands below where it has no room.

    ``heads`` are lines of titles. Those above the last line may reach over columns that have none there.
    """
    widths = [
        max(width_of(text) for text in (title, *(row[column].text for row in rows)))
        for column, title in enumerate(heads[-1][:-1])
    ]
    room = None if width is None else width - sum(widths) - len(_GAP) * len(widths)
    stacked = room is not None and room < _WIDE_ENOUGH
    left = width - len(_GAP) if stacked and width is not None else room
    above = [_reaching(titles, widths) for titles in heads[:-1]]
    titles = [Words(title, (BOLD,)) for title in heads[-1]]
    return "\n".join([*above, *(_row(row, widths, left, stacked=stacked) for row in (titles, *rows))])


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
    last = styled(_cut(cells[-1].text, left), *cells[-1].codes)
    if stacked:
        columns = _GAP.join(shown).rstrip()
        return f"{columns}\n{_GAP}{last}" if columns else f"{_GAP}{last}"
    return _GAP.join([*shown, last]).rstrip()


def _cut(text: str, width: int | None) -> str:
    if width is None or width_of(text) <= width:
        return text
    kept = ""
    for letter in text:
        if width_of(kept + letter) >= width:
            break
        kept += letter
    return f"{kept}…"
