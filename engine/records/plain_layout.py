"""The plain layout of a workbook: what ``rulebook template`` writes, and what is read without a mapping.

One sheet for the record itself, a row a record, and one for each list of structures, a row an element. Row 1 has the labels,
row 2 the paths of the facts (``list[].field`` on the sheet of a list, so that it may be renamed); data begin in row 3. The first
column of every sheet is the record's id, under the identifier's path. An empty cell is what the vocabulary says of an absent
fact.

On the record's own sheet a list of structures has a column too, under its path: :data:`NONE` there says that the list is empty.
Without it, a list that has no row is absent. A list of plain values is one cell, its items set apart by :data:`SEPARATOR`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.language.facts import Bilingual, Empty, FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.language.facts import Enumeration, Fact

LABEL_ROW: Final = 1
PATH_ROW: Final = 2
FIRST_ROW: Final = 3
"""Rows, counted from 1: the labels, the paths, and the first that is filled in."""

SEPARATOR: Final = ";"

READ_ME: Final = Bilingual("說明", "Read me")
CODES: Final = Bilingual("代碼", "Codes")
"""Sheets of a template that hold no records."""

YES: Final = Bilingual("是", "yes")
NO: Final = Bilingual("否", "no")
NONE: Final = Bilingual("無", "none")
OPEN: Final = Bilingual("仍持續", "open")
UNKNOWN: Final = Bilingual("不明", "unknown")
"""Words of cells. Each may be written in one language or in both (:func:`spellings`)."""

LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAMELESS: Final = "Sheet"
_RESERVED: Final = "history"
"""A name that Excel keeps for itself, in any capitals."""


def spellings(label: Bilingual) -> tuple[str, str, str]:
    """How a wording may stand in a cell or name a sheet: in both languages, in ``zh``, in ``en``."""
    return (label.zh if label.zh == label.en else f"{label.zh} {label.en}"), label.zh, label.en


def choice(code: str, label: Bilingual, language: str = "both") -> str:
    """How a template offers a code: with its label beside it."""
    both, zh, en = spellings(label)
    return f"{code} {both if language == 'both' else zh if language == 'zh' else en}"


def words_of_codes(enumeration: Enumeration) -> dict[str, str]:
    """What a cell may say for each code: the code, its label, or both. A label that two codes share is left out."""
    words: dict[str, str] = {}
    shared: set[str] = set()
    for code, label in enumeration.values.items():
        for word in spellings(label):
            if words.setdefault(word, code) != code:
                shared.add(word)
    found = {word: code for word, code in words.items() if word not in shared}
    for code, label in enumeration.values.items():  # what names the code itself goes before a label that looks like it
        found |= {choice(code, label, language): code for language in ("zh", "en", "both")} | {code: code}
    return found


def special_words(fact: Fact, codes: Mapping[str, str]) -> dict[str, str]:
    """What else a cell of a fact may say: each spelling with the word of a record (``none``, ``open``, ``unknown``).

    ``codes`` are the words of the fact's code list, where it has one: a code of that name is the code.
    """
    offered = [UNKNOWN] if fact.type is not FactType.TEXT else []
    if fact.may_be_none or fact.empty is Empty.NONE or fact.type is FactType.LIST:
        offered.append(NONE)
    if fact.empty is Empty.OPEN:
        offered.append(OPEN)
    return {word: label.en for label in offered if label.en not in codes for word in spellings(label) if word not in codes}


def sheet_name(label: Bilingual, language: str = "both") -> str:
    """A label as the name of a sheet: without the signs that Excel refuses, and no longer than it allows.

    Where both languages have no room, the Chinese is kept, which is shorter.
    """
    both, zh, en = (_allowed(text) for text in spellings(label))
    wanted = both if language == "both" else zh if language == "zh" else en
    if len(wanted) > LONGEST_SHEET_NAME and language == "both":
        wanted = zh
    return wanted[:LONGEST_SHEET_NAME].strip(" '") or _NAMELESS


def sheet_names(labels: Iterable[Bilingual], language: str = "both") -> Iterator[str]:
    """Names for the sheets of one workbook, in order: Excel tells no capitals apart, and no name may come twice."""
    taken = {_RESERVED, *(sheet_name(label, language).casefold() for label in (READ_ME, CODES))}
    for label in labels:
        name, number = sheet_name(label, language), 2
        while name.casefold() in taken:
            ending = f" {number}"
            name, number = f"{sheet_name(label, language)[: LONGEST_SHEET_NAME - len(ending)]}{ending}", number + 1
        taken.add(name.casefold())
        yield name


def _allowed(text: str) -> str:
    return " ".join(_NOT_IN_SHEET_NAMES.sub(" ", text).split()).strip(" '")
