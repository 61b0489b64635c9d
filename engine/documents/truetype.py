"""The tables of a font made anew where it changes its outlines or its name."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.documents.outlines import Glyph
    from engine.documents.sfnt import Tables

_ENGLISH: Final = 0x409
_MAC_STYLE: Final = 44
_WEIGHT: Final = 4
_STYLES: Final = 62
_BOLD: Final = 1 << 5
_REGULAR: Final = 1 << 6


def with_outlines(tables: Tables, glyphs: Sequence[Glyph]) -> Tables:
    """The font with these quadratic outlines instead of its ``CFF`` ones, glyph for glyph."""
    made = {name: table for name, table in tables.items() if name not in {"CFF ", "VORG", "vhea", "vmtx"}}
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph.written))
    boxes = [glyph.box for glyph in glyphs if glyph.box is not None] or [(0, 0, 0, 0)]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    head = tables["head"]
    made["head"] = head[:36] + struct.pack(">4h", *box) + head[44:50] + struct.pack(">h", 1) + head[52:]  # long places
    made["glyf"] = b"".join(glyph.written for glyph in glyphs) or bytes(4)
    made["loca"] = struct.pack(f">{len(places)}I", *places)
    most = max(glyph.points for glyph in glyphs), max(glyph.strokes for glyph in glyphs)
    made["maxp"] = struct.pack(">IH13H", 0x00010000, len(glyphs), *most, 0, 0, 1, *(0,) * 8)
    made["post"] = struct.pack(">I", 0x00030000) + tables["post"][4:32]
    advances = _advances(tables, len(glyphs))
    made["hmtx"] = b"".join(struct.pack(">Hh", advance, glyph.left) for advance, glyph in zip(advances, glyphs, strict=True))
    made["hhea"] = tables["hhea"][:34] + struct.pack(">H", len(glyphs))
    return made


def named(tables: Tables, family: str, *, bold: bool, says: Mapping[int, str]) -> Tables:
    """The font under the name of its family, as its regular or bold face: programs find the two by that.

    ``says`` are further names by their numbers: the copyright (0), the licence (13) and where it stands (14).
    """
    made = dict(tables)
    style = "Bold" if bold else "Regular"
    full = f"{family} {style}" if bold else family
    names = {**says, 1: family, 2: style, 3: f"{full}; subset", 4: full, 6: f"{family.replace(' ', '')}-{style}"}
    made["name"] = _name_table(names)
    head = tables["head"]
    made["head"] = head[:_MAC_STYLE] + struct.pack(">H", int(bold)) + head[_MAC_STYLE + 2 :]
    metrics = bytearray(tables["OS/2"])
    struct.pack_into(">H", metrics, _WEIGHT, 700 if bold else 400)
    (styles,) = struct.unpack_from(">H", metrics, _STYLES)
    struct.pack_into(">H", metrics, _STYLES, (styles & ~(_BOLD | _REGULAR)) | (_BOLD if bold else _REGULAR))
    made["OS/2"] = bytes(metrics)
    return made


def _advances(tables: Tables, count: int) -> list[int]:
    """How far each glyph moves on: the last one written holds for all after it."""
    written: int
    (written,) = struct.unpack_from(">H", tables["hhea"], 34)
    advances: list[int] = [struct.unpack_from(">H", tables["hmtx"], 4 * number)[0] for number in range(written)]
    return advances + advances[-1:] * (count - written)


def _name_table(names: Mapping[int, str]) -> bytes:
    records, letters = [], b""
    for number in sorted(names):
        written = names[number].encode("utf-16-be")
        records.append(struct.pack(">6H", 3, 1, _ENGLISH, number, len(written), len(letters)))
        letters += written
    return struct.pack(">3H", 0, len(records), 6 + 12 * len(records)) + b"".join(records) + letters
