"""Cost against size as a picture: seconds by number of records, both by powers of ten: what is linear is a straight line."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 24, 130
COLOURS: Final = ("#1b6ca8", "#b5541c", "#3f7d3a", "#7a4b94", "#6b6b6b")
DASHES: Final = ("", "7 4", "2 4", "9 3 2 3", "4 4")
"""The lines differ by their dashes too, for who does not tell colours apart or prints in black."""


def picture(curves: Mapping[str, Mapping[int, float]]) -> str:
    """An SVG with one line a curve; the text of a table of the same numbers is its description."""
    points = [(size, seconds) for curve in curves.values() for size, seconds in curve.items() if seconds > 0]
    if not points:
        raise ValueError("there is nothing to draw")
    x_low, x_high = floor(log10(min(x for x, _ in points))), ceil(log10(max(x for x, _ in points)))
    y_low, y_high = floor(log10(min(y for _, y in points))), ceil(log10(max(y for _, y in points)))
    x_high, y_high = max(x_high, x_low + 1), max(y_high, y_low + 1)

    def at(size: float, seconds: float) -> tuple[float, float]:
        x = LEFT + (log10(size) - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (log10(seconds) - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        ' font-family="sans-serif" font-size="13">',
        "<title>Cost against size</title>",
        f"<desc>{escape(_told(curves))}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(x_low, x_high + 1):
        x, _ = at(10**power, 10**y_low)
        found.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        found.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y_low, y_high + 1):
        _, y = at(10**x_low, 10**power)
        found.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#dddddd"/>')
        found.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{f"{10.0**power:g}"} s</text>')
    found.append(f'<text x="{(WIDTH + LEFT - RIGHT) / 2}" y="{HEIGHT - BOTTOM + 38}" text-anchor="middle">records</text>')
    for number, (name, curve) in enumerate(curves.items()):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        drawn = [at(size, seconds) for size, seconds in sorted(curve.items())]
        path = " ".join(f"{x},{y}" for x, y in drawn)
        style = f'stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dash}"'
        found.append(f'<polyline points="{path}" fill="none" {style}/>')
        found += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in drawn]
        y = HEIGHT - BOTTOM + 60 + number * 17
        found.append(f'<line x1="{LEFT}" y1="{y - 4}" x2="{LEFT + 40}" y2="{y - 4}" {style}/>')
        found.append(f'<text x="{LEFT + 50}" y="{y}">{escape(name)}</text>')
    return "\n".join([*found, "</svg>", ""])


def _told(curves: Mapping[str, Mapping[int, float]]) -> str:
    return "; ".join(
        f"{name}: " + ", ".join(f"{size:,} records {seconds:.2f} s" for size, seconds in sorted(curve.items()))
        for name, curve in curves.items()
    )
