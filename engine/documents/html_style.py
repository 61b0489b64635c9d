"""The style sheet of a page: how each block looks, the foot of every sheet of paper, and the letters that the page shows."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.documents.code import as_svg
from engine.documents.html_line import visible, with_isolates
from engine.documents.text import FIRST_STRONG_ISOLATE, POP_ISOLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.documents.fonts import Weight
    from engine.documents.tree import Running, Tag

FAMILY: Final = "Letter"
FALLBACK: Final = (
    '"Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Microsoft JhengHei", "PingFang TC", "Heiti TC", '
    '"Noto Sans", "Segoe UI", Arial, sans-serif'
)
"""What shows a letter that the file does not carry: fonts that machines have, for every script."""

CODE_SIZE: Final = "16mm"
"""The side of the code on paper; its squares are then half a millimetre."""

SHEET: Final = Path(__file__).with_name("page.css")
"""The style sheet itself: ``/*family*/`` stands for the fonts, ``/*foot*/`` for the boxes at the foot of a sheet of paper."""


class Styles:
    """Collects what the page needs: its letters by weight, and the widths and heights that stand in it."""

    def __init__(self) -> None:
        self.regular: set[str] = set()
        self.heavy: set[str] = set()
        self._rules: dict[str, str] = {}
        self._bold = False

    @contextmanager
    def bold(self, *, on: bool) -> Iterator[None]:
        """What is written meanwhile is bold, as it is in what is bold already."""
        before, self._bold = self._bold, self._bold or on
        yield
        self._bold = before

    def shown(self, text: str, *, bold: bool = False) -> str:
        """The letters, escaped, with their isolates; the file will carry them."""
        (self.heavy if bold or self._bold else self.regular).update(text)
        return with_isolates(text)

    def blank(self, size: int) -> str:
        """The class of a line to fill in, so many letters wide."""
        return self._rule("blank", f"b{size}", f"width: {size}em")

    def room(self, lines: int) -> str:
        """The class of so many empty lines."""
        return self._rule("room", f"r{lines}", f"height: {lines * 1.75:g}em")

    def share(self, width: int, whole: int) -> str:
        """The class of a column with its share of the whole."""
        return self._rule("", f"w{width}-{whole}", f"width: {100 * width / whole:.3f}%")

    def _rule(self, kind: str, name: str, says: str) -> str:
        self._rules[name] = f".{name} {{ {says}; }}"
        return f"{kind} {name}".strip()

    def sheet(self, running: Running, lang: Tag, *, fonts: bool) -> str:
        """The whole style sheet."""
        for line in (*_foot_lines(running), running.page, "0123456789"):
            self.regular.update(line)
        faces = [*self._faces(), *self._narrow()] if fonts else []
        family = ", ".join((*dict.fromkeys(face.name for face in faces if not face.narrow), FALLBACK))
        english = ", ".join((*dict.fromkeys(face.name for face in faces if face.narrow), family))
        sheet = _look().replace("/*english*/", english).replace("/*family*/", family)
        sheet = sheet.replace("/*foot*/", _foot(running, english if lang == "en" else family))
        return "\n".join(("", *(face.rule for face in faces), sheet, *self._rules.values(), ""))

    def _faces(self) -> Iterator[_Face]:
        """The fonts that the file carries."""
        from engine.documents.fonts import subsets  # noqa: PLC0415 - opens whole fonts, which a page without them never needs

        for weight, characters in self._weights():
            for part in subsets("".join(sorted(characters)), weight, "woff"):
                yield _Face(f'"{FAMILY} {part.family}"', weight, part.content)

    def _narrow(self) -> Iterator[_Face]:
        """The signs that an English line takes from a Latin font: ’ “ ” … are as wide as a Chinese letter in the main one."""
        from engine.documents.fonts import NARROW, subsets  # noqa: PLC0415 - as above

        for weight, characters in self._weights():
            for part in subsets("".join(sorted(characters & set(NARROW))), weight, "woff", "en"):
                yield _Face(f'"{FAMILY} narrow"', weight, part.content, narrow=True)

    def _weights(self) -> tuple[tuple[Weight, set[str]], ...]:
        return (("regular", self.regular), ("bold", self.heavy))


@dataclass(frozen=True, slots=True)
class _Face:
    """A font of the page: the name of its family, its weight and its file."""

    name: str
    weight: Weight
    content: bytes
    narrow: bool = False

    @property
    def rule(self) -> str:
        """What the style sheet says of it."""
        source = f"{embedded(self.content, 'font/woff')} format('woff')"
        return f"@font-face {{ font-family: {self.name}; font-weight: {self.weight_number}; src: {source}; }}"

    @property
    def weight_number(self) -> int:
        """The weight as CSS counts it."""
        return 700 if self.weight == "bold" else 400


@cache
def _look() -> str:
    return SHEET.read_text(encoding="utf-8")


def _foot_lines(running: Running) -> tuple[str, ...]:
    code = (f"{running.code_says} {running.code}".strip(),) if running.code else ()
    return (running.record, *running.texts, *code)


def _foot(running: Running, family: str) -> str:
    """The boxes in the margin of each sheet of paper: what decided, the number of the page, and the code to scan."""
    says = ' "\\A" '.join(quoted(line) for line in _foot_lines(running))
    page = counted(running.page)
    if running.scan:
        picture = as_svg(running.scan).replace("<svg ", f'<svg width="{CODE_SIZE}" height="{CODE_SIZE}" ', 1)
        page += f' "\\A" {embedded(picture.encode(), "image/svg+xml")}'
    return (
        f"  @bottom-left {{ content: {says}; font-family: {family}; }}\n"
        f"  @bottom-right {{ content: {page}; font-family: {family}; }}\n"
    )


def counted(page: str) -> str:
    """The number of the page as a style sheet says it: strings, and counters where ``{page}`` and ``{pages}`` stand."""
    parts: list[str] = []
    for at, piece in enumerate(page.split("{page}")):
        if at:
            parts.append("counter(page)")
        for inner, text in enumerate(piece.split("{pages}")):
            if inner:
                parts.append("counter(pages)")
            parts.append(quoted(text))
    return " ".join(part for part in parts if part != '""')


def quoted(text: str) -> str:
    """A string of a style sheet that cannot end early: all that is no letter or digit is written by its number."""
    opened = 0
    letters: list[str] = []
    for mark in visible(text):
        if mark == FIRST_STRONG_ISOLATE:
            opened += 1
        elif mark == POP_ISOLATE:
            if not opened:
                continue
            opened -= 1
        letters.append(_written(mark))
    return '"' + "".join(letters) + _written(POP_ISOLATE) * opened + '"'


def _written(mark: str) -> str:
    if mark == " " or mark.isalnum():
        return mark
    return f"\\{ord(mark):x} "


def embedded(content: bytes, kind: str) -> str:
    """Bytes as the address of themselves."""
    return f"url(data:{kind};base64,{base64.b64encode(content).decode()})"
