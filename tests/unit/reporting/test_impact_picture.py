"""The picture of answers before and after: every record is in it once on either side, and a single one is seen among many."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.reporting.impact.picture import HEIGHT, LEFT, RIGHT, THICK, picture_of

FLOWS = {("no", "no"): 700, ("no", "yes"): 200, ("yes", "yes"): 100}


def test_each_side_has_each_record_once() -> None:
    picture = picture_of(FLOWS, ["yes", "no", "undetermined"])
    assert [(bar.word, bar.number) for bar in picture.left] == [("yes", 100), ("no", 900)]
    assert [(bar.word, bar.number) for bar in picture.right] == [("yes", 300), ("no", 700)]
    assert sum(band.number for band in picture.bands) == 1000
    assert [(band.before, band.after) for band in picture.bands if band.changes] == [("no", "yes")]
    assert picture.bands[-1].changes  # drawn last, over the others


def test_heights_are_by_number() -> None:
    heights = {bar.word: bar.height for bar in picture_of(FLOWS, ["yes", "no"]).right}
    assert heights == {"yes": pytest.approx(HEIGHT * 0.3), "no": pytest.approx(HEIGHT * 0.7)}


def test_one_among_a_million_is_seen() -> None:
    picture = picture_of({("no", "no"): 999_999, ("no", "yes"): 1}, ["yes", "no"])
    (bar,) = [bar for bar in picture.right if bar.word == "yes"]
    assert bar.height >= 3


def test_bars_lie_below_each_other_and_bands_between_the_columns() -> None:
    picture = picture_of(FLOWS | {("undetermined", "no"): 5}, ["yes", "no", "undetermined"])
    for side in (picture.left, picture.right):
        for upper, lower in pairwise(side):
            assert upper.top + upper.height < lower.top
    assert all(band.path.startswith(f"M{LEFT + THICK:.1f},") for band in picture.bands)
    assert all(LEFT < band.label_at[0] < RIGHT for band in picture.bands)
    assert picture.height > max(bar.top + bar.height for bar in (*picture.left, *picture.right))
