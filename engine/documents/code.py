"""A code that a camera reads, as squares, as a picture in HTML and as a picture in DOCX. The only place that knows segno."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

import segno

if TYPE_CHECKING:
    from segno import QRCode

Squares = tuple[tuple[bool, ...], ...]
"""The rows of a code from above, each from the left; what is dark is true. The quiet zone is part of it."""

QUIET: Final = 4
"""The light squares around a code that a reader needs to find it (ISO/IEC 18004)."""


@lru_cache(maxsize=16)  # one document asks for its code in each form, twice in some
def modules(content: str) -> Squares:
    """The squares of the code that holds ``content``; the same for the same content. Level M: a seventh may be lost."""
    return tuple(tuple(bool(square) for square in row) for row in _made(content).matrix_iter(border=QUIET))


def as_svg(content: str, name: str = "") -> str:
    """The code as an ``<svg>`` to stand in HTML: as large as its place, sharp in print. ``name`` is what it is called aloud.

    Each row's dark stretches are one path on the grid, so that no hairline parts two squares.
    """
    squares = modules(content)
    stretches = "".join(
        f"M{left} {top}h{width}v1h-{width}z" for top, row in enumerate(squares) for left, width in _stretches(row)
    )
    hidden, title = ("", f"<title>{_escaped(name)}</title>") if name else (' aria-hidden="true"', "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {len(squares)} {len(squares)}" '
        f'shape-rendering="crispEdges"{hidden}>{title}<path fill="#fff" d="M0 0h{len(squares)}v{len(squares)}H0z"/>'
        f'<path fill="#000" d="{stretches}"/></svg>'
    )


def as_png(content: str, scale: int = 8) -> bytes:
    """The code as PNG of two colours, ``scale`` pixels a square: at 2 cm of width about 400 dots an inch."""
    written = BytesIO()
    _made(content).save(written, kind="png", scale=scale, border=QUIET)
    return written.getvalue()


def _made(content: str) -> QRCode:
    return segno.make_qr(content, error="m", boost_error=False)


def _stretches(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The dark stretches of a row: where each begins, and its width."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and at and row[at - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
