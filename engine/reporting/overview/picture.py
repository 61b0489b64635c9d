"""A picture of numbers: a bar below each label, its number at its end. What a bar is, is told by words, never by colour alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH: Final = 340.0
"""Points that a picture is wide: as wide as a small screen shows without shrinking the letters."""
SIZE, SMALL = 13.0, 11.0
"""Points of a label's letters, and of what steps back behind it."""
_LINE, _SMALL_LINE, _BAR, _GAP = 18.0, 15.0, 13.0, 11.0
_ROOM_FOR_NUMBER: Final = 54.0
_INDENT: Final = 18.0
_LEAST: Final = 2.0
"""Points that a bar of at least one record is long, so that one among thousands is seen."""
_MOST_LINES: Final = 2
_NARROW: Final = 0.55
"""The width of a letter of the Latin alphabet, on average, as a part of the size of the letters."""

Look = Literal["favourable", "unfavourable", "undetermined", "neutral"]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands above a bar, by its importance: whole lines in the first language, then those that step back."""

    text: str
    lang: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of letters in the picture: where its foot stands."""

    text: str
    lang: str
    soft: bool
    left: float
    foot: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its lines. ``top`` and ``height`` are those of the bar alone, ``from_`` and ``whole`` those with the lines."""

    key: str
    number: int
    look: Look
    lines: tuple[Line, ...]
    left: float
    top: float
    length: float
    from_: float
    whole: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All bars below each other; ``height`` in points."""

    bars: tuple[Bar, ...]
    height: float

    width: float = WIDTH
    thick: float = _BAR


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a bar is to show. ``below``: it is a part of the one before, and stands further in."""

    key: str
    number: int
    labels: tuple[Label, ...]
    look: Look = "neutral"
    below: bool = False


def picture_of(drawn: Sequence[Drawn]) -> Picture:
    """The picture of some numbers, the greatest of which is as long as there is room."""
    most = max((one.number for one in drawn), default=0) or 1
    bars = []
    top = 0.0
    for one in drawn:
        left = _INDENT if one.below else 0.0
        lines = tuple(_lines(one.labels, left, top))
        foot = lines[-1].foot if lines else top
        bar = foot + 5.0
        length = max(_LEAST, (WIDTH - _ROOM_FOR_NUMBER - _INDENT) * one.number / most) if one.number else 0.0
        end = bar + _BAR + _GAP
        bars.append(Bar(one.key, one.number, one.look, lines, left, round(bar, 1), round(length, 1), top, round(end - top, 1)))
        top = round(end, 1)
    return Picture(tuple(bars), top)


def _lines(labels: Iterable[Label], left: float, top: float) -> Iterable[Line]:
    foot = top
    for label in labels:
        size, step = (SMALL, _SMALL_LINE) if label.soft else (SIZE, _LINE)
        for text in wrapped(label.text, (WIDTH - left) / size):
            foot += step
            yield Line(text, label.lang, label.soft, left, round(foot, 1))


def wrapped(text: str, widest: float) -> list[str]:
    """A text on as many lines as a label may have, each at most so many letters of Chinese wide; cut where it is longer."""
    lines = [""]
    for piece in _pieces(text):
        if wide(lines[-1] + piece.rstrip()) <= widest:
            lines[-1] += piece
        else:
            lines.append(piece)
    shown = [*lines[: _MOST_LINES - 1], "".join(lines[_MOST_LINES - 1 :])]
    return [_cut(line.strip(), widest) for line in shown if line.strip()]


def _pieces(text: str) -> list[str]:
    """Where a line may end: after a space, and on each side of a letter of Chinese."""
    pieces = [""]
    for letter in text:
        if letter == " ":
            pieces[-1] += letter
            pieces.append("")
        elif _is_wide(letter) and unicodedata.category(letter)[0] != "P":
            pieces += [letter]
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]


def _cut(line: str, widest: float) -> str:
    if wide(line) <= widest:
        return line
    while line and wide(line) + 1 > widest:
        line = line[:-1]
    return f"{line.rstrip()}…"


def wide(text: str) -> float:
    """How wide a text is about, in letters of Chinese."""
    return sum(0.0 if unicodedata.combining(letter) else 1.0 if _is_wide(letter) else _NARROW for letter in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}
