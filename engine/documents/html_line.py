"""What stands in a line, as HTML: everything is escaped, and a text of its own direction is set apart as ``<bdi>``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, assert_never

from engine.documents.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, without_overrides
from engine.documents.tree import Blank, Break, Code, Emphasis, Link, Spoken, Strong, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.documents.html_style import Styles
    from engine.documents.tree import Inline

Mark = Literal["met", "not_met", "open", "plain", "on", "off"]

_NOT_SHOWN: Final = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]")
_ISOLATES: Final = re.compile(f"[{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]")

_BOX: Final = '<rect x="1" y="1" width="14" height="14"/>'
_CHECK: Final = '<path d="M3.5 8.2l3.2 3.4L12.8 4.2"/>'
_CROSS: Final = '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>'
_QUESTION: Final = '<path d="M5.4 6a2.6 2.6 0 1 1 4 2.2c-1 .7-1.4 1.1-1.4 2.1M8 12.1v.9"/>'
_DASH: Final = '<path d="M3 8h10"/>'

DRAWN: Final = {
    "met": ("✓", _CHECK),
    "not_met": ("✗", _CROSS),
    "open": ("?", _QUESTION),
    "plain": ("–", _DASH),
    "on": ("☑", _BOX + _CHECK),
    "off": ("☐", _BOX),
    "tick-open": ("☐ ?", _BOX + _QUESTION),
}
"""Each mark with the character that a screen reader names it by; drawn, since no font on paper is sure to have it."""


def visible(text: str) -> str:
    """The text with a mark for each character that no page can show (control characters, half of one), and no overrides."""
    return _NOT_SHOWN.sub("\ufffd", without_overrides(text))


def escaped(text: str) -> str:
    """Letters between tags."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Letters between double quotes."""
    return escaped(text).replace('"', "&quot;").replace("'", "&#39;")


def with_isolates(text: str) -> str:
    """Escaped letters in which every isolate is a ``<bdi>`` that ends in the same text."""
    parts: list[str] = []
    opened = 0
    at = 0
    written = escaped(text)
    for found in _ISOLATES.finditer(written):
        parts.append(written[at : found.start()])
        at = found.end()
        if found[0] == FIRST_STRONG_ISOLATE:
            parts.append("<bdi>")
            opened += 1
        elif opened:
            parts.append("</bdi>")
            opened -= 1
    return "".join((*parts, written[at:], "</bdi>" * opened))


class Line:
    """Writes what stands in a line. ``bold`` is how it stands: the file carries each letter for the weight it is shown in."""

    def __init__(self, styles: Styles, *, bold: bool) -> None:
        self.styles = styles
        self.bold = bold

    def written(self, inside: Sequence[Inline]) -> str:
        """The line."""
        with self.styles.bold(on=self.bold):
            return "".join(self._one(one) for one in inside)

    def _one(self, one: Inline) -> str:
        match one:
            case Text(text):
                return self.styles.shown(text)
            case Strong(inside):
                return f"<strong>{Line(self.styles, bold=True).written(inside)}</strong>"
            case Emphasis(inside):
                return f"<em>{self.written(inside)}</em>"
            case Code(text):
                return f"<code>{self.styles.shown(text)}</code>"
            case Spoken(inside, lang, then):
                back = ' class="then"' if then else ""
                return f'<span lang="{lang}"{back}>{self.written(inside)}</span>'
            case Link(inside, to):
                return f'<a href="{attribute(to)}">{self.written(inside)}</a>'
            case Break():
                return "<br>"
            case Blank(size):
                return f'<span class="{self.styles.blank(size)}"></span>'
            case Tick(state):
                return self.mark("tick-open" if state == "open" else state)
            case _ as never:
                assert_never(never)

    @staticmethod
    def mark(name: str) -> str:
        """A drawn mark, which prints where backgrounds do not."""
        says, shape = DRAWN[name]
        return f'<svg class="mark {name}" viewBox="0 0 16 16" role="img" aria-label="{says}">{shape}</svg>'
