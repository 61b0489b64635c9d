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


def isolated(text: str) -> str:
    """A foreign text on one line, without control characters or marks of direction, between isolates."""
    visible = "".join(
        " " if unicodedata.category(mark) in {"Cc", "Zl", "Zp"} else mark
        for mark in _BREAKS_OUT.sub("", text)
        if unicodedata.category(mark) != "Cs"
    )
    return f"{FIRST_STRONG_ISOLATE}{' '.join(visible.split())}{POP_ISOLATE}"


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


_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_markup(text: str) -> str:
    r"""A text that the restricted markup reads as that text: tags and entities are escaped, line ends are breaks.

    A character that no XML can hold (a control character, half a character) becomes a visible ``\ufffd``.
    """
    escaped = _NO_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&quot;").replace("'", "&#39;")
    return re.sub(r"\r\n?|\n", "<br/>", escaped)
