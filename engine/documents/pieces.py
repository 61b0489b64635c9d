"""A text in the pieces that ``letter.typ`` puts one after the other, without what would turn the text after it.

A piece is a string in the main family, ``{"family", "text"}`` in another one, or ``{"parts"}``: a word so long that a line may
have to end inside it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from engine.documents.fonts import MAIN, runs
from engine.documents.text import without_isolates

if TYPE_CHECKING:
    from engine.documents.tree import Tag

Told = dict[str, Any]
"""What JSON can say."""

_LONGEST: Final = 28
"""So many letters without a place to end a line fit into the narrowest column."""

_PART: Final = 4
_LONG_WORD: Final = re.compile(rf"[!-,.-~\u00a1-\u024f\u0370-\u058f\u1e00-\u1fff]{{{_LONGEST + 1},}}-?")
"""A line may end after a hyphen anyway."""

_LEFTWARDS: Final = frozenset(unicodedata.bidirectional(mark) for mark in "\u05d0\u0627\u0660")
"""The classes of Hebrew and Arabic letters and of Arabic digits: what is set from right to left."""
_MARKS_OF_DIRECTION: Final = re.compile("[\u202a-\u202e\u200e\u200f\u061c\u2066\u2067]")


def pieces_of(text: str, lang: Tag) -> list[str | Told]:
    """A text in the pieces that the template puts one after the other."""
    found: list[str | Told] = []
    for run in runs(visible(text), lang):
        if run.family != MAIN:
            found.append({"family": run.family, "text": run.text})
            continue
        at = 0
        for word in _LONG_WORD.finditer(run.text):
            found += [run.text[at : word.start()], {"parts": parts_of(word[0])}]
            at = word.end()
        found.append(run.text[at:])
    return [piece for piece in found if piece]


def parts_of(word: str) -> list[str]:
    """A long word in parts between which a line may end. A mark stays with its letter."""
    letters: list[str] = []
    for mark in word:
        if letters and unicodedata.category(mark).startswith("M"):
            letters[-1] += mark
        else:
            letters.append(mark)
    return ["".join(letters[at : at + _PART]) for at in range(0, len(letters), _PART)]


def visible(text: str) -> str:
    """The text without marks that would turn what follows it, and with a sign for what is no character.

    Isolates around a name that runs to the left stay: they keep it apart from the digits after it. Others would only hinder
    who searches the file for a name.
    """
    plain = _MARKS_OF_DIRECTION.sub("", text)
    plain = "".join("\ufffd" if unicodedata.category(mark) == "Cs" else mark for mark in plain)
    plain = "".join(" " if unicodedata.category(mark) in {"Cc", "Zl", "Zp"} else mark for mark in plain)
    leftwards = any(unicodedata.bidirectional(mark) in _LEFTWARDS for mark in plain)
    return plain if leftwards else without_isolates(plain)
