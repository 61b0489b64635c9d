"""What was probably meant: keys and codes, also as another keyboard types them or as everybody calls them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.facts import Bilingual, Enumeration

WIDE_COLON: Final = "\uff1a"
_MARKS: Final = "\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02\uff07"
"""Quotation marks that are letters to YAML: curly, angular, Chinese and full-width ones."""
_SURELY: Final = 0.75
"""So alike are a misspelt key and the one that is read in its place; below that it is only suggested."""
_CANDIDATES: Final = 3
_SHORTEST_ABBREVIATION: Final = 3
_SHORTEST_PART: Final = 4
"""Letters of a part of a name by which the name is found; a part in Chinese needs one character."""


def without_marks(text: str) -> str:
    """The text without the typographic quotation marks around it."""
    return text.strip(_MARKS)


def marks_help(text: str) -> str:
    """The way out where typographic quotation marks stand around a text; empty where none do."""
    bare = without_marks(text)
    if bare == text:
        return ""
    mark = text[0] if text[0] in _MARKS else text[-1]
    return f'{mark} is a letter of the text: write "{bare}" with straight quotation marks'


def key_help(wrong: str, known: Iterable[str]) -> str:
    """The way out of a key that nobody knows: typed in full width, in quotation marks, or misspelt."""
    words = list(known)
    before, colon, _ = wrong.partition(WIDE_COLON)
    if colon:
        return f'the colon is full-width and part of the key: write "{before.strip()}: …", half-width and with a space after it'
    if without_marks(wrong) in words:
        return marks_help(wrong)
    return did_you_mean(wrong, words)


def meant_key(wrong: str, known: Iterable[str]) -> str:
    """The key that was surely meant, to go on reading with; empty where that is open."""
    near = get_close_matches(without_marks(wrong), list(known), n=1, cutoff=_SURELY)
    return near[0] if near else ""


def code_help(wrong: str, enumeration: Enumeration) -> str:
    """The codes that were probably meant by a text that is none: by name, initials, a part of a name, or spelling.

    Where none is near: the few codes that there are, or where they stand.
    """
    codes = enumeration.values
    text = without_marks(wrong).strip()
    folded = text.casefold()
    for code, label in codes.items():
        if folded in {label.en.casefold(), label.zh, code.casefold()}:
            return f'did you mean "{code}"? write its code' if code.casefold() != folded else f'did you mean "{code}"?'
    for near in (_by_initials(text, codes), _by_name(folded, codes), get_close_matches(text, codes, n=_CANDIDATES)):
        if near:
            meant = " or ".join(f'"{code}"' for code in near)
            return f"did you mean {meant}? ({', '.join(codes[code].en for code in near)})"
    where = f"the codes of {enumeration.name} stand at {enumeration.place}" if enumeration.place else ""
    return did_you_mean(text, codes) or where


def _by_initials(text: str, codes: Mapping[str, Bilingual]) -> list[str]:
    """Codes whose name in en is usually abbreviated so: the first letters of its words with a capital."""
    if not text.isupper():
        return []
    initials = {code: "".join(re.findall(r"\b[A-Z]", label.en)) for code, label in codes.items()}
    whole = [code for code, letters in initials.items() if letters == text]
    return whole or [code for code, letters in initials.items() if text in letters and len(text) >= _SHORTEST_ABBREVIATION]


def _by_name(folded: str, codes: Mapping[str, Bilingual]) -> list[str]:
    names = {name.casefold(): code for code, label in codes.items() for name in (label.zh, label.en)}
    part = folded if len(folded) >= _SHORTEST_PART or not folded.isascii() else None
    near = [name for name in names if part and part in name]
    near += get_close_matches(folded, names, n=_CANDIDATES, cutoff=_SURELY)
    return list(dict.fromkeys(names[name] for name in near))[:_CANDIDATES]
