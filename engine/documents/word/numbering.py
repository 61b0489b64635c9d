"""The numbers and bullets of lists: real ones, which count on when an officer adds a point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from engine.documents.word.properties import of_paragraph, of_run
from engine.documents.word.styles import SYMBOLS, fonts_of
from engine.documents.word.xml import Xml, joined, w, whole

if TYPE_CHECKING:
    from engine.documents.tree import Tag

Kind = Literal["bullet", "number", "official", "met", "not_met", "open", "plain"]

DEEPEST: Final = 8
"""Word knows nine levels of a list, from 0."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of list: its style's id and name, and of each level how it counts, what it shows, how far its text hangs (em)."""

    id: str
    name: str
    levels: tuple[tuple[str, str, float], ...]


_COUNTED: Final = "taiwaneseCountingThousand"
"""一 to 十, 十一, 二十一."""

LISTS: Final = (
    Sort(
        "LetterPointsChinese",
        "Letter Points Chinese",
        (
            (_COUNTED, "%1、", 2.2),
            (_COUNTED, "（%2）", 3.2),
            ("decimal", "%3、", 1.9),
            ("decimal", "（%4）", 2.8),
        ),
    ),
    Sort(
        "LetterPointsEnglish",
        "Letter Points English",
        (
            ("decimal", "%1.", 1.8),
            ("lowerLetter", "(%2)", 2),
            ("lowerRoman", "(%3)", 2.2),
            ("upperLetter", "(%4)", 2.2),
        ),
    ),
    Sort("LetterNumbers", "Letter Numbers", (("decimal", "%1.", 1.8), ("lowerLetter", "%2.", 1.8), ("lowerRoman", "%3.", 1.8))),
    Sort("LetterBullets", "Letter Bullets", (("bullet", "•", 1.2), ("bullet", "–", 1.2))),
    Sort("LetterMet", "Letter Met", (("bullet", "✓", 1.4),)),
    Sort("LetterNotMet", "Letter Not Met", (("bullet", "✗", 1.4),)),
    Sort("LetterOpen", "Letter Open", (("bullet", "?", 1.4),)),
    Sort("LetterNeutralPoint", "Letter Neutral Point", (("bullet", "–", 1.4),)),
)
MARKS: Final[tuple[Kind, ...]] = ("met", "not_met", "open", "plain")
_SORTS: Final[dict[Kind, int]] = {"bullet": 3, "met": 4, "not_met": 5, "open": 6, "plain": 7}


def sort_of(kind: Kind, lang: Tag) -> int:
    """Which of :data:`LISTS` a list is of."""
    match kind:
        case "official":
            return 0 if lang == "zh-Hant-TW" else 1
        case "number":
            return 2
        case _:
            return _SORTS[kind]


def hanging(kind: Kind, lang: Tag, level: int, last: int, size: float) -> int:
    """How far the text of a point hangs behind its number, in twentieths of a point. ``last`` is the greatest number."""
    counts, _, em = _level(LISTS[sort_of(kind, lang)], level)
    if counts == _COUNTED:
        em += 0 if last <= 10 else 1 if last < 20 else 2  # noqa: PLR2004 - 十, 十一, 二十一
    elif counts == "decimal":
        em += 0.6 * (len(str(last)) - 1)
    return round(em * size * 20)


@dataclass(slots=True)
class Numbers:
    """The lists that a document has so far."""

    size: float
    _made: list[tuple[int, int, int]] = field(default_factory=list)

    def new(self, kind: Kind, lang: Tag, level: int, start: int) -> int:
        """The number of a new list of that kind, which counts from ``start`` at its level."""
        self._made.append((sort_of(kind, lang), level, start))
        return len(LISTS) + len(self._made)

    def part(self) -> bytes:
        """``word/numbering.xml``: a definition for each sort, and a list of its own for each list of the document."""
        own = (w("num", w("abstractNumId", val=at), numId=at + 1) for at in range(len(LISTS)))
        made = (
            w(
                "num",
                w("abstractNumId", val=sort),
                w("lvlOverride", w("startOverride", val=start), ilvl=level),
                numId=len(LISTS) + at,
            )
            for at, (sort, level, start) in enumerate(self._made, start=1)
        )
        return whole("w:numbering", joined(self._sort(at, kept) for at, kept in enumerate(LISTS)), joined(own), joined(made))

    def _sort(self, at: int, kept: Sort) -> Xml:
        levels, left = [], 0
        for level in range(DEEPEST + 1):
            counts, shown, em = _level(kept, level)
            hang = round(em * self.size * 20)
            left += hang
            levels.append(
                w(
                    "lvl",
                    w("start", val=1),
                    w("numFmt", val=counts),
                    w("lvlText", val=shown),
                    w("lvlJc", val="left"),
                    of_paragraph(w("ind", left=left, hanging=hang)),
                    _font(counts, shown),
                    ilvl=level,
                )
            )
        return w(
            "abstractNum",
            w("nsid", val=f"5245{at:04X}"),
            w("multiLevelType", val="multilevel"),
            w("tmpl", val=f"4C52{at:04X}"),
            w("styleLink", val=kept.id),
            joined(levels),
            abstractNumId=at,
        )


def _level(kept: Sort, level: int) -> tuple[str, str, float]:
    """How a level counts, what it shows and how far it hangs; below the last one they begin anew."""
    at = level % len(kept.levels)
    counts, shown, em = kept.levels[at]
    return counts, shown.replace(f"%{at + 1}", f"%{level + 1}"), em


def _font(counts: str, shown: str) -> Xml:
    if counts != "bullet":
        return of_run(w("rFonts", hint="eastAsia")) if not shown.isascii() else Xml("")
    if shown in "✓✗":
        return of_run(fonts_of(SYMBOLS, SYMBOLS))
    return Xml("")
