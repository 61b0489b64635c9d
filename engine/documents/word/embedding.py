"""The fonts of a Word file: those it names, and within the file the letters that it shows.

A machine without the font shows 𠮷 all the same. Each document's part of a font has a name of its own: LibreOffice takes fonts
of one name for the same, and would show one letter's part of it in the next letter, or in what an officer types. The standard
(ISO/IEC 29500-4, 17.8.1) has a font's first 32 bytes veiled with the key that stands in the font table.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from engine.documents import fonts
from engine.documents.word.styles import LATIN, SYMBOLS
from engine.documents.word.xml import NOTHING, element, joined, w, whole

if TYPE_CHECKING:
    from engine.documents.fonts import Weight
    from engine.documents.word.inline import Written
    from engine.documents.word.xml import Xml

_WEIGHTS: Final[tuple[tuple[Weight, str], ...]] = (("regular", "embedRegular"), ("bold", "embedBold"))
_VEILED: Final = 32
_CHINESE: Final = "Noto Sans TC,Microsoft JhengHei,PingFang TC,Heiti TC"
"""What a machine has that can't take the font out of the file."""

OFTEN: Final = frozenset(
    "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F))))
    + "–—‘’“”…·•✓□■○●△※→〇零一二三四五六七八九十百年月日"
)
"""What an officer is likely to type, whatever the letter says: its letters come along."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font within the file: the relation by which the font table names it, and its veiled bytes."""

    relation: str
    content: bytes


def font_table(written: Written) -> tuple[bytes, tuple[Embedded, ...]]:
    """``word/fontTable.xml`` and the fonts that it names: of each family no more than its letters and those typed often."""
    letters = written.letters
    shown = {family: frozenset(held) for family, held in letters.items() if family not in {fonts.MAIN, "Noto Sans"}}
    shown = {fonts.MAIN: OFTEN.union(letters.get(fonts.MAIN, ())), **shown}
    made: list[Embedded] = []
    named = []
    for family in (family for family in fonts.FAMILIES if family in shown):
        held = []
        for weight, name in _WEIGHTS:
            content = fonts.subset(shown[family], weight, "ttf", family, written.font(family))
            key = UUID(bytes=sha256(content).digest()[:16], version=4)
            made.append(Embedded(f"rIdFont{len(made) + 1}", _veiled(content, key)))
            says: dict[str, str | int] = {"r:id": made[-1].relation, "w:fontKey": f"{{{str(key).upper()}}}", "w:subsetted": 1}
            held.append(element(f"w:{name}", says))
        others, charset = (_CHINESE, "88") if family == fonts.MAIN else (LATIN, "00")
        named.append(_font(written.font(family), f"{family},{others}", charset, "swiss", joined(held)))
    table = whole(
        "w:fonts",
        *named,
        _font(LATIN, "Liberation Sans,Helvetica", "00", "swiss"),
        _font(SYMBOLS, "Apple Symbols,OpenSymbol,DejaVu Sans", "00", "swiss"),
    )
    return table, tuple(made)


def _font(name: str, others: str, charset: str, family: str, embedded: Xml = NOTHING) -> Xml:
    return w(
        "font",
        w("altName", val=others),
        w("charset", val=charset),
        w("family", val=family),
        w("pitch", val="variable"),
        embedded,
        name=name,
    )


def _veiled(content: bytes, key: UUID) -> bytes:
    """The font with its first bytes veiled: twice the key's bytes from behind."""
    veil = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(content[:_VEILED], veil, strict=True)) + content[_VEILED:]
