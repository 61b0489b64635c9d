"""What stands in a line, as Markdown: stress where Markdown can say it, and nothing that somebody else wrote as mark-up."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, assert_never

from engine.documents.text import (
    FIRST_STRONG_ISOLATE,
    POP_ISOLATE,
    as_markdown,
    without_isolates,
    without_overrides,
)
from engine.documents.tree import Blank, Break, Code, Emphasis, Link, Spoken, Strong, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.documents.tree import Inline

_ISOLATED: Final = re.compile(f"{FIRST_STRONG_ISOLATE}([^{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]*){POP_ISOLATE}")
_ADDRESS: Final = re.compile(r"@(?=[^\s@])")
_AT_START: Final = re.compile(r"^(#{1,6}(?=\s|$)|[-+=]|\d{1,9}[.)](?=\s|$))")
_TURNS: Final = frozenset(unicodedata.bidirectional(mark) for mark in "\u05d0\u0627\u0660")
"""The directions of Hebrew and Arabic letters and of Arabic digits."""
_SPACES: Final = " \t\r\n"


def line(inside: Sequence[Inline], *, alone: bool = False) -> str:
    """A line as Markdown. ``alone`` says that there is one blank: nothing closes what its underscores could open."""
    written = ""
    for at, one in enumerate(inside):
        match one:
            case Strong() | Emphasis():
                after = next((text for other in inside[at + 1 :] if (text := _one(other, alone=alone))), "")
                written += _stressed(one, written, after, alone=alone)
            case _:
                written += _one(one, alone=alone)
    return written


def guarded(text: str) -> str:
    """A line that begins no heading, list, rule or underline, whatever its letters are."""
    return _AT_START.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", text)


def shown(text: str) -> str:
    """Letters as they are, spaces at the ends with them.

    What stands between isolates is somebody else's: a mail address in it is no link. The isolates stay where letters run
    from right to left.
    """
    parts: list[str] = []
    at = 0
    for found in _ISOLATED.finditer(text):
        foreign = _ADDRESS.sub("@<!-- -->", _escaped(found[1]))
        turned = any(unicodedata.bidirectional(mark) in _TURNS for mark in found[1])
        parts.append(_escaped(without_isolates(text[at : found.start()])))
        parts.append(f"{FIRST_STRONG_ISOLATE}{foreign}{POP_ISOLATE}" if turned else foreign)
        at = found.end()
    return "".join((*parts, _escaped(without_isolates(text[at:]))))


def _escaped(text: str) -> str:
    letters = text.strip(_SPACES)
    if not letters:
        return " " if text else ""
    before = " " if text[0] in _SPACES else ""
    after = " " if text[-1] in _SPACES else ""
    return before + as_markdown(without_overrides(letters)) + after


def _one(one: Inline, *, alone: bool) -> str:
    match one:
        case Text(text):
            return shown(text)
        case Strong() | Emphasis():
            return _stressed(one, "", "", alone=alone)
        case Code(text):
            return _code(without_isolates(text))
        case Spoken(inside):
            return line(inside, alone=alone)
        case Link(inside, to):
            return f"[{line(inside, alone=alone)}](<{to}>)"
        case Break():
            return "<br>"
        case Blank(size):
            return ("_" if alone else r"\_") * size
        case Tick(state):
            return {"on": r"\[x\]", "off": r"\[ \]", "open": r"\[?\]"}[state]
        case _ as never:
            assert_never(never)


def _stressed(one: Strong | Emphasis, before: str, after: str, *, alone: bool) -> str:
    """With asterisks where they would be read as stress, which they are not between a punctuation mark and a letter."""
    inside = line(one.inside, alone=alone)
    if not inside:
        return ""
    mark, tag = ("**", "strong") if isinstance(one, Strong) else ("*", "em")
    clear = not before.endswith("*") and not after.startswith(("*", "<")) and "*" not in (inside[0], inside[-1])
    if clear and _opens(before[-1:], inside[0]) and _opens(after[:1], inside[-1]):
        return f"{mark}{inside}{mark}"
    return f"<{tag}>{inside}</{tag}>"


def _opens(outside: str, inner: str) -> bool:
    """Whether asterisks between these two belong to the inner one (the flanking of CommonMark)."""
    if inner.isspace():
        return False
    return not _sign(inner) or not outside or outside.isspace() or _sign(outside)


def _sign(mark: str) -> bool:
    return unicodedata.category(mark).startswith(("P", "S"))


def _code(text: str) -> str:
    """Letters as they are, between as many backticks as they need; a table would end at a bar in them."""
    if not text or "|" in text:
        return f"<code>{as_markdown(text)}</code>" if text else ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest else ""
    return f"{fence}{room}{text}{room}{fence}"
