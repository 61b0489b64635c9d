"""White space inside a line, as a page shows it: a run of it is one space, and none stands at an end.

A line end between two Chinese characters is no space at all. A space on the edge of something stressed stands outside of it,
which is what Markdown and a reader want.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.documents.text import FIRST_STRONG_ISOLATE, POP_ISOLATE
from engine.documents.tree import Blank, Break, Code, Emphasis, Link, Spoken, Strong, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.documents.tree import Inline

WHITE: Final = " \t\r\n\f"
"""What collapses; a space that does not break, and the wide one of Chinese, are letters."""

_RUNS: Final = re.compile(f"[{WHITE}]+|[^{WHITE}]+")
_UNSEEN: Final = FIRST_STRONG_ISOLATE + POP_ISOLATE

Around = Strong | Emphasis | Spoken | Link
"""What holds other text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters, or something that is one whole, with what it stands in from the outside in."""

    what: str | Break | Blank | Tick | Code
    within: tuple[tuple[int, Around], ...]


def collapsed(inside: Sequence[Inline]) -> tuple[Inline, ...]:
    """The line with its white space as it is shown; what holds nothing is left out."""
    return _joined(list(_spaced(_pieces(inside, (), iter(range(1_000_000_000))))), 0)


def one_space(text: str) -> str:
    """A text without mark-up, its white space collapsed."""
    return "".join(one.text for one in collapsed([Text(text)]) if isinstance(one, Text))


def _pieces(inside: Sequence[Inline], within: tuple[tuple[int, Around], ...], numbers: Iterator[int]) -> Iterator[_Piece]:
    """Everything that a line holds, in order, each run of white space and of letters by itself."""
    for one in inside:
        match one:
            case Text(text):
                yield from (_Piece(run, within) for run in _RUNS.findall(text))
            case Code(text):
                yield _Piece(Code(" ".join(text.split())), within)
            case Break() | Blank() | Tick():
                yield _Piece(one, within)
            case Strong() | Emphasis() | Spoken() | Link():
                yield from _pieces(one.inside, (*within, (next(numbers), one)), numbers)


def _spaced(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """The pieces with one space, or none, for each run of white space between two of them."""
    last: _Piece | None = None
    white = ""
    for piece in pieces:
        if isinstance(piece.what, str) and piece.what[0] in WHITE:
            white += piece.what
            continue
        new_line = last is None or isinstance(last.what, Break) or isinstance(piece.what, Break)
        if white and last is not None and not new_line and not ("\n" in white and _wide(last, -1) and _wide(piece, 0)):
            yield _Piece(" ", _common(last.within, piece.within))
        if piece.what != Code(""):
            yield piece
            last, white = piece, ""


def _wide(piece: _Piece, at: int) -> bool:
    """Whether the first or last character is as wide as it is high, and so asks for no space beside it."""
    if not isinstance(piece.what, str):
        return False
    seen = piece.what.strip(_UNSEEN)
    return bool(seen) and unicodedata.east_asian_width(seen[at]) in {"W", "F"} and "HANGUL" not in unicodedata.name(seen[at], "")


def _common(one: tuple[tuple[int, Around], ...], other: tuple[tuple[int, Around], ...]) -> tuple[tuple[int, Around], ...]:
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine[0] != theirs[0]:
            break
        shared += 1
    return one[:shared]


def _joined(pieces: Sequence[_Piece], depth: int) -> tuple[Inline, ...]:
    """The tree again: neighbours that stand in the same element are put into it, neighbouring letters become one text."""
    line: list[Inline] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if len(piece.within) > depth:
            number, around = piece.within[depth]
            end = at
            while end < len(pieces) and len(pieces[end].within) > depth and pieces[end].within[depth][0] == number:
                end += 1
            line.append(_with_inside(around, _joined(pieces[at:end], depth + 1)))
            at = end
            continue
        if not isinstance(piece.what, str):
            line.append(piece.what)
        elif line and isinstance(line[-1], Text):
            line[-1] = Text(line[-1].text + piece.what)
        else:
            line.append(Text(piece.what))
        at += 1
    return tuple(line)


def _with_inside(around: Around, inside: tuple[Inline, ...]) -> Around:
    match around:
        case Strong():
            return Strong(inside)
        case Emphasis():
            return Emphasis(inside)
        case Spoken():
            return Spoken(inside, around.lang, around.then)
        case Link():
            return Link(inside, around.to)
