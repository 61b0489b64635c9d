"""A font file as the tables it is made of, and tables as the files that programs read: OpenType, TrueType and WOFF.

A font begins with a directory: for each table its name, checksum, place and length (OpenType specification, "Font file").
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Tables = dict[str, bytes]
"""The tables of a font by their names of four letters."""

TRUETYPE: Final = b"\x00\x01\x00\x00"
OPENTYPE: Final = b"OTTO"
_MAGIC: Final = 0xB1B0AFBA
_WHOLE: Final = 0xFFFFFFFF
_HEAD_SUM: Final = 8  # where `head` holds the checksum of the whole file


def tables_of(font: bytes) -> Tables:
    """The tables of a font file of one face."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    return {name.decode("ascii"): font[at : at + length] for name, _, at, length in entries}


def sfnt_of(tables: Mapping[str, bytes]) -> bytes:
    """A font file of these tables. ``CFF`` outlines make it an OpenType font, others a TrueType font."""
    summed = dict(tables)
    summed["head"] = _with_sum(tables["head"], 0)
    whole = b"".join(_laid_out(summed))
    summed["head"] = _with_sum(tables["head"], (_MAGIC - _checksum(whole)) & _WHOLE)
    return b"".join(_laid_out(summed))


def woff_of(font: bytes) -> bytes:
    """The font as WOFF 1.0: each table packed by zlib where that makes it smaller. Every browser reads it."""
    tables = tables_of(font)
    packed = {name: min(zlib.compress(table, 9), table, key=len) for name, table in tables.items()}
    at = 44 + 20 * len(tables)
    directory, body = [], []
    for name in sorted(tables):
        directory.append(struct.pack(">4sIIII", name.encode(), at, len(packed[name]), len(tables[name]), _sum_of(name, tables)))
        body.append(_padded(packed[name]))
        at += len(body[-1])
    as_plain = 12 + sum(16 + len(_padded(table)) for table in tables.values())
    head = struct.pack(">4s4sIHHIHHIIIII", b"wOFF", font[:4], at, len(tables), 0, as_plain, 1, 0, 0, 0, 0, 0, 0)
    return b"".join((head, *directory, *body))


def _laid_out(tables: Mapping[str, bytes]) -> Iterator[bytes]:
    count = len(tables)
    power = count.bit_length() - 1
    reach = 16 << power
    yield OPENTYPE if "CFF " in tables else TRUETYPE
    yield struct.pack(">HHHH", count, reach, power, 16 * count - reach)
    at = 12 + 16 * count
    for name in sorted(tables):
        yield struct.pack(">4sIII", name.encode(), _sum_of(name, tables), at, len(tables[name]))
        at += len(_padded(tables[name]))
    for name in sorted(tables):
        yield _padded(tables[name])


def _sum_of(name: str, tables: Mapping[str, bytes]) -> int:
    """The checksum that the directory holds: that of ``head`` is taken without the sum in it."""
    return _checksum(_with_sum(tables[name], 0) if name == "head" else tables[name])


def _with_sum(head: bytes, value: int) -> bytes:
    return head[:_HEAD_SUM] + struct.pack(">I", value) + head[_HEAD_SUM + 4 :]


def _checksum(table: bytes) -> int:
    padded = _padded(table)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & _WHOLE


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)
