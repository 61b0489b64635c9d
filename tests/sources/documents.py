"""The printed texts, and how each of them marks its units."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE: Final = Path(__file__).parent
_DIGITS: Final = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below a hundred as a text counts: 一, 十, 十三, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + ("" if ones == 0 else _DIGITS[ones])


def markers(forms: tuple[str, ...], number: str) -> tuple[str, ...]:
    """What can be printed before a unit: ``{n}`` is its number as it is, ``{zh}`` in Chinese, ``{letter}`` as a capital."""
    first = int(number.partition("-")[0]) if number[:1].isdigit() else 0
    letter = chr(ord("A") + first - 1) if 0 < first <= 26 else ""
    return tuple(form.format(n=number, zh=in_chinese(first), letter=letter) for form in forms)


@dataclass(frozen=True)
class Apart:
    """Lines, or letters in a line, that are no unit's wording, and why."""

    lines: range
    why: str
    letters: str = ""


@dataclass(frozen=True)
class Document:
    """Some lines of a file. Where it has two languages they take turns. ``forms`` are the marks of units, by unit.

    ``titled``: it begins with the title of the instrument. ``headings``: it prints titles of units; where it prints none,
    those of the rulebook are for the reader, and are not compared. ``ours``: top units that are not printed at all.
    """

    rulebook: str
    file: str
    lines: range
    languages: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]
    titled: bool = False
    headings: bool = True
    apart: tuple[Apart, ...] = field(default=())
    ours: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in messages and test names."""
        return f"{self.rulebook} {'+'.join(self.languages)}"

    def printed(self) -> list[tuple[int, str]]:
        """Its lines with their numbers."""
        text = (HERE / self.file).read_text(encoding="utf-8").split("\n")
        return [(number, text[number - 1]) for number in self.lines]


_NUMBERED: Final = ("{n}.", "({n})")

DOCUMENTS: Final = (
    Document(
        rulebook="moe-international-students",
        file="brochure-and-regulation.txt",
        lines=range(397, 704),
        languages=("zh",),
        titled=True,
        headings=False,
        forms={
            "article": ("第{n}條",),
            "subparagraph": ("{zh}、",),
            "item": ("（{zh}）", "({zh})"),
            "subitem": ("{n}.",),
        },
    ),
    Document(
        rulebook="moe-international-students",
        file="brochure-and-regulation.txt",
        lines=range(705, 1010),
        languages=("en",),
        titled=True,
        headings=False,
        forms={
            "article": ("Article{n}",),
            "subparagraph": ("{n}.",),
            "item": ("({n})",),
            "subitem": ("{letter}.",),
        },
        apart=(Apart(range(705, 706), "printed before the title, of which it is no part (R01)", "MOE"),),
    ),
    Document(
        rulebook="nthu-dual-emba",
        file="brochure-and-regulation.txt",
        lines=range(1, 396),
        languages=("zh", "en"),
        forms={
            "section": ("{zh}、",),
            **dict.fromkeys(("paragraph", "subparagraph", "item", "subitem", "note"), _NUMBERED),
        },
        apart=(
            *(Apart(range(line, line + 1), "the heading of notes", "注意事項Notes") for line in (64, 164, 314)),
            Apart(range(83, 84), "the English numbers Paragraph 2 as if it were a fifth item (D26)", "(5)"),
        ),
    ),
    Document(
        rulebook="ntucm-exchange",
        file="exchange-office.txt",
        lines=range(1, 20),
        languages=("en",),
        forms=dict.fromkeys(("paragraph", "subparagraph", "item", "subitem", "note"), _NUMBERED),
        ours=("regulation",),  # provisions of the regulation applied to the request, which the page does not speak of
    ),
)
