"""The fonts of a Word file: those it names, and within the file the letters that it shows.

A machine without the font shows 𠮷 all the same. The standard (ISO/IEC 29500-4, 17.8.1) has a font's first 32 bytes veiled
with the key that stands in the font table.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from engine.documents import fonts
from engine.documents.word.styles import CHINESE, FIXED, LATIN
from engine.documents.word.xml import Xml, element, joined, w, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.documents.fonts import Weight

_WEIGHTS: Final[tuple[tuple[Weight, str], ...]] = (("regular", "embedRegular"), ("bold", "embedBold"))
_VEILED: Final = 32

OFTEN: Final = frozenset(
    "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F))))
    + "–—‘’“”…·•✓□■○●△※→甲乙丙丁戊己庚辛壬癸子丑寅卯〇零一二三四五六七八九十百千年月日時分第條項款目點之號"
)
"""What an officer is likely to type, whatever the letter says: its letters come along."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font within the file: the relation by which the font table names it, and its veiled bytes."""

    relation: str
    content: bytes


def font_table(letters: Iterable[str]) -> tuple[bytes, tuple[Embedded, ...]]:
    """``word/fontTable.xml`` and the fonts that it names, with no more than these letters and those typed often."""
    wanted = frozenset(letters) | OFTEN
    made, named = [], []
    for weight, name in _WEIGHTS:
        content = fonts.subset(sorted(wanted), weight, "ttf")
        key = UUID(bytes=sha256(content).digest()[:16], version=4)
        relation = f"rIdFont{len(made) + 1}"
        made.append(Embedded(relation, _veiled(content, key)))
        named.append(element(f"w:{name}", {"r:id": relation, "w:fontKey": f"{{{str(key).upper()}}}", "w:subsetted": 1}))
    written = whole(
        "w:fonts",
        _font(CHINESE, "Noto Sans TC,Microsoft JhengHei,PingFang TC,Heiti TC", "88", "swiss", joined(named)),
        _font(LATIN, "Liberation Sans,Helvetica", "00", "swiss"),
        _font(FIXED, "Liberation Mono,Courier", "00", "modern"),
        _font("Segoe UI Symbol", "Apple Symbols,OpenSymbol,DejaVu Sans", "00", "swiss"),
    )
    return written, tuple(made)


def _font(name: str, others: str, charset: str, family: str, embedded: Xml = Xml("")) -> Xml:  # noqa: B008 - a text
    return w(
        "font",
        w("altName", val=others),
        w("charset", val=charset),
        w("family", val=family),
        w("pitch", val="fixed" if family == "modern" else "variable"),
        embedded,
        name=name,
    )


def _veiled(content: bytes, key: UUID) -> bytes:
    """The font with its first bytes veiled: twice the key's bytes from behind."""
    veil = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(content[:_VEILED], veil, strict=True)) + content[_VEILED:]
