"""A letter as a document: its values through the template of its form, and what each of its pages carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engine.documents.text import shortened, without_isolates
from engine.documents.tree import Document, Running
from engine.reporting.templating import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.letters.declaration import PartKind
    from engine.reporting.letters.model import Letter, LetterPart
    from engine.reporting.model import RulebookLine
    from engine.reporting.phrases import Phrases
    from engine.reporting.templating import Templates

Languages = Literal["zh", "en", "both"]
SHORT_DIGEST: Final = 16
LONGEST_AT_FOOT: Final = 80
"""Hexadecimal digits of a text's digest on every page; the whole of it stands once, at the end."""

VALUES: Final = ("letter", "points", "reference", "day_blank")
"""What a template of a letter has besides what every template has."""

_PLACE: Final = re.compile(r"\{(number|record)\}")
_TITLED: Final = frozenset({"grounds", "wanted", "received", "amounts", "checklist", "duties", "fields", "remedy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a letter, in the order in which they stand: a part of it, or what its outcome turns on.

    ``title`` is what a point of its kind is called where its part has no title of its own.
    """

    number: int
    kind: PartKind | Literal["readings", "presumptions", "until"]
    part: LetterPart | None = None
    title: Bilingual | None = None


def document_of(letter: Letter, languages: Languages, templates: Templates, *, roc: bool = True) -> Document:
    """The document of a letter in one language, or in both with the one that governs first.

    ``roc`` says whether the blank for a day is one of the R.O.C. calendar. Raises :class:`InputError` with template and line
    where the template of its form, an office's perhaps, cannot make one.
    """
    order = in_order(languages, letter.governs)
    phrases = templates.phrases
    blocks = templates.blocks(
        f"letters/{letter.form}",
        order,
        letter=letter,
        points=tuple(_points(letter, phrases)),
        reference=_reference(letter),
        day_blank="on_letter.day_blank_roc" if roc else "on_letter.day_blank",
    )
    first = order[0]
    title = without_isolates(f"{letter.title.in_language(first)} · {letter.person.in_language(first)}")
    return Document(
        title=title,
        languages=tuple(TAGS[language] for language in order),
        blocks=blocks,
        running=running_of(letter, first, phrases),
        dated=letter.dated,
    )


def in_order(languages: Languages, governs: str) -> tuple[str, ...]:
    """The languages of a document: one, or both with the one that governs first."""
    if languages != "both":
        return (languages,)
    return ("en", "zh") if governs == "en" else ("zh", "en")


def running_of(letter: Letter, language: str, phrases: Phrases) -> Running:
    """What each page of a letter carries, in a language."""

    def said(key: str, **slots: Bilingual | str) -> str:
        return without_isolates(phrases.say(f"on_letter.{key}", **slots).in_language(language))

    return Running(
        record=said("running", title=letter.title, record=record_at_foot(letter.record)),
        texts=tuple(
            said("running_text", title=book.title, version=book.version, digest=short_digest(book.digest))
            for book in letter.rulebooks
        ),
        page=said("page", page="{page}", pages="{pages}"),
        code=letter.code,
        code_says=said("code") if letter.code else "",
        scan=scan_of(letter.code, letter.rulebooks),
    )


def record_at_foot(record: str) -> str:
    """The record as the foot of each page names it: one of ten thousand letters would leave no room for the letter."""
    return shortened(without_isolates(record), LONGEST_AT_FOOT)


def scan_of(code: str, books: Sequence[RulebookLine]) -> str:
    """What the code to scan holds: the decision's code and the digest of the text that decided, and nothing of a person.

    Whoever photographs a letter learns no more than the office that has the log.
    """
    return " ".join([code, *(short_digest(book.digest) for book in books[:1])]) if code else ""


def short_digest(digest: str) -> str:
    """A digest (``sha256:…``) cut to what tells texts apart on a page."""
    name, mark, value = digest.rpartition(":")
    return f"{name}{mark}{value[:SHORT_DIGEST]}"


def _points(letter: Letter, phrases: Phrases) -> Iterator[Point]:
    said = [("readings", letter.readings), ("presumptions", letter.presumptions), ("until", letter.provisional)]
    last = [part for part in letter.parts if part.kind == "remedy"]
    body = [part for part in letter.parts if part.kind != "remedy"]
    number = 0
    for part in body:
        number += 1
        yield _of_part(part, number, phrases)
    for kind, value in said:
        if value:
            number += 1
            yield Point(number=number, kind=kind, title=phrases.say(f"on_letter.title_{kind}"))  # type: ignore[arg-type] # those above
    for part in last:
        number += 1
        yield _of_part(part, number, phrases)


def _of_part(part: LetterPart, number: int, phrases: Phrases) -> Point:
    title = phrases.say(f"on_letter.title_{part.kind}") if part.kind in _TITLED else None
    return Point(number=number, kind=part.kind, part=part, title=title)


def _reference(letter: Letter) -> tuple[str, ...]:
    """The pieces of the letter's number; an empty one is a blank to fill in."""
    pattern = letter.sender.reference or "{number}"
    pieces = _PLACE.split(pattern)
    return tuple(
        ("" if piece == "number" else letter.record) if at % 2 else piece for at, piece in enumerate(pieces) if at % 2 or piece
    )
