"""The outlines of letters, from the cubic curves of OpenType to the quadratic ones of TrueType, which Word embeds.

A cubic curve is cut into as many equal stretches as keep each stretch's quadratic curve within :data:`TOLERANCE`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Final

TOLERANCE: Final = 1.0
"""In units of the font (a thousand are a letter's height): less than any printer shows."""

Point = tuple[float, float]
Dot = tuple[int, int, bool]
"""A point of a TrueType outline, and whether the outline runs through it."""

_ON: Final = 0x01
_X_SHORT: Final = 0x02
_Y_SHORT: Final = 0x04
_X_SAME: Final = 0x10
_Y_SAME: Final = 0x20
_BYTE: Final = 256


@dataclass(slots=True)
class Pen:
    """Follows the outline of one letter: it is told of lines and curves, and keeps the dots of each closed stroke."""

    strokes: list[list[Dot]] = field(default_factory=list)
    at: Point = (0.0, 0.0)

    def move(self, to: Point) -> None:
        """Begin a stroke."""
        self.strokes.append([])
        self._dot(to)

    def line(self, to: Point) -> None:
        """Go straight."""
        self._dot(to)

    def cubic(self, first: Point, second: Point, to: Point) -> None:
        """Go along a cubic curve, in quadratic stretches."""
        start = self.at
        count = _stretches(start, first, second, to)
        for number in range(count):
            piece = _part(start, first, second, to, number / count, (number + 1) / count)
            self._dot(_middle(*piece), on=False)
            self._dot(piece[3])

    def _dot(self, to: Point, *, on: bool = True) -> None:
        self.strokes[-1].append((round(to[0]), round(to[1]), on))
        self.at = to if on else self.at


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter as the table ``glyf`` holds it; ``left`` is where its ink begins. An empty letter has no bytes."""

    written: bytes
    points: int
    strokes: int
    left: int
    box: tuple[int, int, int, int] | None


NO_INK: Final = Glyph(b"", 0, 0, 0, None)


def glyph(pen: Pen) -> Glyph:
    """What a pen drew. TrueType fills what lies right of a stroke, so that strokes run backwards."""
    strokes = [_backwards(stroke) for stroke in pen.strokes if len(stroke) > 2]  # noqa: PLR2004 - two dots hold no ink
    dots = [dot for stroke in strokes for dot in stroke]
    if not dots:
        return NO_INK
    across, up = [dot[0] for dot in dots], [dot[1] for dot in dots]
    box = min(across), min(up), max(across), max(up)
    ends, last = [], -1
    for stroke in strokes:
        last += len(stroke)
        ends.append(last)
    head = struct.pack(f">h4h{len(ends)}HH", len(strokes), *box, *ends, 0)
    written = head + _dots_written(dots)
    return Glyph(written + bytes(-len(written) % 4), len(dots), len(strokes), box[0], box)


def _backwards(stroke: list[Dot]) -> list[Dot]:
    """The stroke from its first point the other way round, without a last point that repeats the first."""
    closed = stroke[:-1] if stroke[-1] == stroke[0] else stroke
    return [closed[0], *reversed(closed[1:])]


def _dots_written(dots: list[Dot]) -> bytes:
    flags, xs, ys = bytearray(), bytearray(), bytearray()
    x = y = 0
    for to_x, to_y, on in dots:
        flag = _ON if on else 0
        flag |= _step(to_x - x, xs, _X_SHORT, _X_SAME)
        flag |= _step(to_y - y, ys, _Y_SHORT, _Y_SAME)
        flags.append(flag)
        x, y = to_x, to_y
    return bytes(flags + xs + ys)


def _step(by: int, to: bytearray, short: int, same: int) -> int:
    """Write a step from one dot to the next in as few bytes as it takes; its flags."""
    if by == 0:
        return same
    if abs(by) < _BYTE:
        to.append(abs(by))
        return short | (same if by > 0 else 0)
    to += struct.pack(">h", by)
    return 0


def _stretches(a: Point, b: Point, c: Point, d: Point) -> int:
    """How many stretches: the middle quadratic curve is off by √3/36 of the third difference, and cutting cubes that."""
    off = sqrt(3) / 36 * sqrt(sum((d[i] - 3 * c[i] + 3 * b[i] - a[i]) ** 2 for i in (0, 1)))
    return max(1, ceil(float((off / TOLERANCE) ** (1 / 3))))


def _middle(a: Point, b: Point, c: Point, d: Point) -> Point:
    """The control point of the quadratic curve nearest to a cubic one."""
    return (3 * (b[0] + c[0]) - a[0] - d[0]) / 4, (3 * (b[1] + c[1]) - a[1] - d[1]) / 4


def _part(a: Point, b: Point, c: Point, d: Point, since: float, until: float) -> tuple[Point, Point, Point, Point]:
    """The stretch of a cubic curve between two of its parameters, as a cubic curve."""
    if (since, until) == (0.0, 1.0):
        return a, b, c, d

    def at(u: float, v: float, w: float) -> Point:
        """The blossom of the curve: each of its three steps has a parameter of its own."""
        x, y = (
            (1 - u) * (1 - v) * (1 - w) * a[i]
            + (u * (1 - v) * (1 - w) + (1 - u) * v * (1 - w) + (1 - u) * (1 - v) * w) * b[i]
            + (u * v * (1 - w) + u * (1 - v) * w + (1 - u) * v * w) * c[i]
            + u * v * w * d[i]
            for i in (0, 1)
        )
        return x, y

    return at(since, since, since), at(since, since, until), at(since, until, until), at(until, until, until)
