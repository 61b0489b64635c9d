from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
import segno

from engine.documents import code

CONTENT = "rulebook:7Q3K-M2XD?record=1"


def drawn(svg: str) -> tuple[tuple[bool, ...], ...]:
    """The squares that a picture shows, from its paths alone."""
    picture = ET.fromstring(svg)  # noqa: S314 - our own
    side = int(picture.attrib["viewBox"].split()[2])
    squares = [[False] * side for _ in range(side)]
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", picture[1].attrib["d"]):
        for at in range(int(left), int(left) + int(width)):
            squares[int(top)][at] = True
    return tuple(tuple(row) for row in squares)


def test_the_picture_shows_the_squares() -> None:
    assert drawn(code.as_svg(CONTENT)) == code.modules(CONTENT)


def test_a_code_has_its_quiet_zone_and_its_finders() -> None:
    squares = code.modules(CONTENT)
    assert not any(squares[0] + squares[3])
    assert not any(row[at] for row in squares for at in (0, 3, -1, -4))
    assert squares[4][4:11] == (True,) * 7
    assert squares[4][-11:-4] == (True,) * 7


def test_a_code_is_of_level_m() -> None:
    made = segno.make_qr(CONTENT, error="m", boost_error=False)
    assert len(code.modules(CONTENT)) == made.symbol_size(border=code.QUIET)[0]
    assert made.error == "M"


def test_a_name_in_the_picture_is_no_markup() -> None:
    svg = code.as_svg(CONTENT, '"><script>&')
    assert "<script" not in svg
    assert ET.fromstring(svg)[0].text == '"><script>&'  # noqa: S314 - our own


@pytest.mark.parametrize("made", [code.modules, code.as_svg, code.as_png])
def test_the_same_content_is_the_same_code(made: object) -> None:
    assert callable(made)
    assert made(CONTENT) == made(CONTENT)
    assert made(CONTENT) != made(CONTENT + "x")


def test_a_png_is_one() -> None:
    png = code.as_png(CONTENT, scale=3)
    assert png.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(BytesIO(png).getvalue()[16:20], "big") == 3 * len(code.modules(CONTENT))
