"""Text that somebody else wrote, made safe for a sentence and for each form: visible, and kept apart in its direction."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
"""Unicode's marks around a text whose direction is its own; templates turn them into ``<bdi>``."""

_OVERRIDES: Final = re.compile("[\u202a-\u202e\u2066\u2067]")
_BREAKS_OUT: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


_NO_CHARACTER: Final = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)
_MOST_MARKS: Final = 4
_BASE: Final = "\u25cc"
"""So many marks stand on a letter in any script; Unicode's circle then carries more, which would cover the lines around it."""
_EMPTY: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs, as Unicode counts them, that show nothing."""


def isolated(text: str) -> str:
    """A foreign text on one line, without control characters or marks of direction, between isolates.

    What is no character is a visible one. Marks piled upon a letter stand beside each other: they cannot cover other lines.
    """
    plain = _NO_CHARACTER.sub("\ufffd", _BREAKS_OUT.sub("", text))
    visible: list[str] = []
    marks = 0
    for mark in plain:
        kind = unicodedata.category(mark)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS:
            visible.append(_BASE)
            marks = 1
        if kind != "Cs":
            visible.append(" " if kind in {"Cc", "Zl", "Zp"} else mark)
    return f"{FIRST_STRONG_ISOLATE}{' '.join(''.join(visible).split())}{POP_ISOLATE}"


def shows(text: str) -> bool:
    """Whether anything can be seen of a text: a letter, a digit or a sign, and not only spaces and marks of other kinds."""
    return any(unicodedata.category(mark)[0] in "LNPS" and mark not in _EMPTY for mark in text)


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, for where it only reminds: what is left out is an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def without_isolates(text: str) -> str:
    """The text as a title bar or a terminal wants it."""
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


def without_overrides(text: str) -> str:
    """The text without marks that turn the letters after them around: they would hide what it says. Isolates stay."""
    return _OVERRIDES.sub("", text)


def as_markdown(text: str) -> str:
    """A text that Markdown shows as it is: marks, tags and entities are escaped, line ends are breaks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", escaped)
    escaped = re.sub(r"(?m)^(\s*)([#+\-]|\d+[.)])(?=\s)", _guarded, escaped)
    escaped = re.sub(r"\b(https?|ftp)://", r"\1&#58;//", escaped)  # no link that somebody else chose
    escaped = re.sub(r"(?i)\b(www)\.", r"\1&#46;", escaped)
    return re.sub(r"[ \t]*\n\s*", "<br>", escaped.strip(" \t\r\n"))


def _guarded(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}"
