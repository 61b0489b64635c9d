"""A picture of answers before and after: two columns, and bands between them as wide as the records are many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEIGHT: Final = 200.0
LEFT, RIGHT, THICK = 210.0, 510.0, 14.0
_GAP: Final = 16.0
_LEAST: Final = 3.0
"""Points that a band is high at least, so that a single record among a million is seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer on one side: from ``top``, so high; with how many records, and its number among the answers of the side."""

    word: str
    top: float
    height: float
    number: int
    place: int


@dataclass(frozen=True, slots=True)
class Band:
    """Records that go from one answer to one: the path of its outline, and whether the answer is another."""

    before: str
    after: str
    number: int
    path: str
    changes: bool
    label_at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """Both columns and what goes between them, in points; ``height`` is that of the whole."""

    left: tuple[Bar, ...]
    right: tuple[Bar, ...]
    bands: tuple[Band, ...]
    height: float


def picture_of(flows: Mapping[tuple[str, str], int], order: Sequence[str]) -> Picture:
    """The picture of how many records go from which answer to which. Bands lie in the order of the answers on both sides."""
    places = {word: place for place, word in enumerate([*order, *(word for flow in flows for word in flow)][::-1])}
    ordered = sorted(flows, key=lambda flow: (-places[flow[0]], -places[flow[1]]))
    total = sum(flows.values()) or 1
    heights = {flow: max(_LEAST, HEIGHT * flows[flow] / total) for flow in ordered}
    left = _column([(flow[0], heights[flow], flows[flow]) for flow in ordered])
    right = _column([(after, heights[before, after], flows[before, after])
                     for before, after in sorted(ordered, key=lambda flow: (-places[flow[1]], -places[flow[0]]))])  # fmt: skip
    tops = {(0, bar.word): bar.top for bar in left} | {(1, bar.word): bar.top for bar in right}
    starts: dict[tuple[str, str], tuple[float, float]] = {}
    for flow in ordered:
        starts[flow] = (tops[0, flow[0]], 0.0)
        tops[0, flow[0]] += heights[flow]
    for flow in sorted(ordered, key=lambda flow: (-places[flow[1]], -places[flow[0]])):
        starts[flow] = (starts[flow][0], tops[1, flow[1]])
        tops[1, flow[1]] += heights[flow]
    bands = tuple(_band(flow, flows[flow], starts[flow], heights[flow]) for flow in ordered)
    height = max(max((bar.top + bar.height for bar in side), default=0.0) for side in (left, right))
    return Picture(left, right, tuple(sorted(bands, key=lambda band: band.changes)), round(height + 8, 1))


def _column(parts: Sequence[tuple[str, float, int]]) -> tuple[Bar, ...]:
    heights: dict[str, float] = {}
    numbers: Counter[str] = Counter()
    for word, height, number in parts:
        heights[word] = heights.get(word, 0.0) + height
        numbers[word] += number
    found = []
    top = 4.0
    for place, (word, height) in enumerate(heights.items()):
        found.append(Bar(word, round(top, 1), round(height, 1), numbers[word], place))
        top += max(height, 14.0) + _GAP
    return tuple(found)


def _band(flow: tuple[str, str], number: int, starts: tuple[float, float], height: float) -> Band:
    x1, x2, middle = LEFT + THICK, RIGHT, (LEFT + THICK + RIGHT) / 2
    a, b = starts
    path = (
        f"M{x1:.1f},{a:.1f} C{middle:.1f},{a:.1f} {middle:.1f},{b:.1f} {x2:.1f},{b:.1f} "
        f"L{x2:.1f},{b + height:.1f} C{middle:.1f},{b + height:.1f} {middle:.1f},{a + height:.1f} {x1:.1f},{a + height:.1f} Z"
    )
    return Band(flow[0], flow[1], number, path, flow[0] != flow[1], (round(middle, 1), round((a + b + height) / 2 + 4, 1)))
