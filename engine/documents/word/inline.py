"""Text within a paragraph: runs that say their language, blanks to click and fill in, boxes to tick, links."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, assert_never
from urllib.parse import quote

from engine.documents import fonts
from engine.documents.tree import Blank, Break, Code, Emphasis, Link, Spoken, Strong, Text, Tick
from engine.documents.word.properties import of_run, sized
from engine.documents.word.styles import SYMBOLS, fonts_of
from engine.documents.word.xml import NOTHING, Xml, element, escaped, joined, legible, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.documents.tree import Inline, Tag

_ISOLATED: Final = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069?")
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_USUAL: Final = frozenset({fonts.MAIN, "Noto Sans"})
"""Families whose letters the fonts of the styles have: a name in Latin letters is all of one face."""

_STRONG: Final = re.compile("L|(R|AL)")

LANGUAGES: Final[dict[Tag, str]] = {"zh-Hant-TW": "zh-TW", "en": "en-GB"}
"""How Word calls a language."""

BOXES: Final = {"on": "☑", "off": "☐", "open": "☐"}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a text is said: its language, and what is stressed, set apart, repeated or coloured in it."""

    lang: Tag
    strong: bool = False
    emphasis: bool = False
    repeated: bool = False
    link: bool = False
    words: str = ""  # a character style of its own
    room: int = 40  # so many letters have room on a line
    below: float = 0  # the size in points of what is repeated, where it stands on a line of its own


@dataclass(slots=True)
class Written:
    """What a document needs beside its text: the letters it shows, by family, links out of it, and numbers nobody else has.

    ``key`` is the document's own: its fonts have it in their names.
    """

    key: str
    letters: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    _last: int = 0

    def number(self) -> int:
        """A number that nothing else in the document has."""
        self._last += 1
        return self._last

    def font(self, family: str) -> str:
        """What this document calls its part of a family; at most 31 characters, as Windows wants it."""
        return f"{family} {self.key}"

    def shows(self, text: str, family: str) -> None:
        """The document shows these letters."""
        self.letters.setdefault(family, set()).update(text)

    def link(self, to: str) -> str:
        """The relation of a link to another file."""
        return self.links.setdefault(quote(to, safe="/%#?=&.:;+,~@!$'()*-_"), f"rIdLink{len(self.links) + 1}")


def bookmark(anchor: str) -> str:
    """A name that Word takes for a bookmark: letters and digits, at most forty."""
    plain = re.fullmatch(r"[A-Za-z]\w{0,39}", anchor, re.ASCII)
    return anchor if plain else f"a_{sha256(anchor.encode('utf-8', 'replace')).hexdigest()[:20]}"


def line(inside: Sequence[Inline], voice: Voice, written: Written) -> Xml:
    """The runs of a line."""
    return joined(_one(inline, voice, written) for inline in inside)


def _one(inline: Inline, voice: Voice, written: Written) -> Xml:
    match inline:
        case Text(text):
            return said(text, voice, written)
        case Strong(inside):
            return line(inside, replace(voice, strong=True), written)
        case Emphasis(inside):
            return line(inside, replace(voice, emphasis=True), written)
        case Code(text):
            return said(text, replace(voice, words="LetterDigest"), written)
        case Spoken(inside, lang, then):
            said_so = line(inside, replace(voice, lang=lang, repeated=voice.repeated or then), written)
            return joined((w("r", w("br")), said_so)) if then and voice.below else said_so
        case Link(inside, to):
            held = line(inside, replace(voice, link=True), written)
            if to.startswith("#"):
                return w("hyperlink", held, anchor=bookmark(to[1:]), history=1)
            return element("w:hyperlink", {"r:id": written.link(to), "w:history": 1}, held)
        case Break():
            return w("r", w("br"))
        case Blank(size):
            return blank(size, voice, written)
        case Tick(state):
            return tick(state, voice, written)
        case _:
            assert_never(inline)


# -- runs --------------------------------------------------------------------------------------------------------------


def said(text: str, voice: Voice, written: Written) -> Xml:
    """A text as runs. What stands between isolates and is written from the right is a run of its own, and says so.

    Word has its own mark for direction on a run; Unicode's marks would show as boxes in older versions of it, and reach
    beyond what they stand around.
    """
    return joined(_run(piece, voice, written, from_right=from_right) for piece, from_right in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for isolated in _ISOLATED.finditer(text):
        yield undirected(text[at : isolated.start()]), False
        inside = undirected(isolated[1])
        yield inside, _is_from_right(inside)
        at = isolated.end()
    yield undirected(text[at:]), False


def undirected(text: str) -> str:
    """The text without Unicode's marks of direction."""
    return _DIRECTIONS.sub("", text)


def _is_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from the right."""
    strong = (_STRONG.fullmatch(unicodedata.bidirectional(mark)) for mark in text)
    return bool(next((found[1] for found in strong if found), None))


def _run(text: str, voice: Voice, written: Written, *, from_right: bool = False) -> Xml:
    if not text:
        return NOTHING
    right = w("rtl") if from_right else NOTHING
    parts = []
    for stretch in fonts.runs(legible(text), voice.lang):
        written.shows(stretch.text, stretch.family)
        font = NOTHING if stretch.family in _USUAL else fonts_of(*[written.font(stretch.family)] * 2)
        shown = element("w:t", {"xml:space": "preserve"}, escaped(stretch.text))
        parts.append(w("r", of_run(*look(voice), font, right), shown))
    return joined(parts)


def look(voice: Voice) -> tuple[Xml, ...]:
    """What the properties of a run say of a voice: one style, and directly what a second style would say.

    Bold is said directly, too: in Word the bold of a style within the bold of a paragraph's style is not bold. Latin letters
    are English in Chinese as well: LibreOffice breaks a word anywhere that is said to be Chinese.
    """
    emphasis = "LetterStress" if voice.lang == "zh-Hant-TW" else "Emphasis"
    styles = [
        style
        for style, holds in (
            (voice.words, bool(voice.words)),
            ("Hyperlink", voice.link),
            ("LetterRepeated", voice.repeated),
            ("Strong", voice.strong),
            (emphasis, voice.emphasis),
        )
        if holds
    ]
    parts = [w("rStyle", val=styles[0])] if styles else []
    if voice.lang == "zh-Hant-TW":
        parts.append(w("rFonts", hint="eastAsia"))
    if voice.strong or voice.words == "LetterLabel":
        parts += [w("b"), w("bCs")]
    elif voice.repeated:
        parts += [w("b", val=0), w("bCs", val=0), *(sized(voice.below) if voice.below else ())]
    if voice.emphasis and styles[0] != emphasis:
        parts.append(w("u", val="single") if voice.lang == "zh-Hant-TW" else w("i"))
    return (*parts, w("lang", val="en-GB", eastAsia="zh-TW"))


# -- to be filled in ---------------------------------------------------------------------------------------------------


def blank(size: int, voice: Voice, written: Written) -> Xml:
    """A line to fill in: a field that is chosen whole when it is clicked, and a line on paper as long as nobody does.

    It is no longer than a line has room, and a field for rich text, not for plain text: LibreOffice shows no line below the
    spaces of the latter.
    """
    style = replace(voice, words="LetterBlank")
    spaces = Xml("\N{EN SPACE}" * 2 * max(min(size, voice.room), 1))
    run = w("r", of_run(*look(style)), element("w:t", {"xml:space": "preserve"}, spaces))
    held = w("sdtPr", of_run(*look(style)), w("id", val=written.number()), w("showingPlcHdr"))
    return w("sdt", held, w("sdtContent", run))


def tick(state: str, voice: Voice, written: Written) -> Xml:
    """A box that is ticked with a click. One that is not yet known is empty, with a question mark."""
    mark = BOXES[state]
    style = replace(voice, words="LetterTick")
    checkbox = element(
        "w14:checkbox",
        {},
        element("w14:checked", {"w14:val": int(state == "on")}),
        *(
            element(f"w14:{name}State", {"w14:val": code, "w14:font": SYMBOLS})
            for name, code in (("checked", "2611"), ("unchecked", "2610"))
        ),
    )
    held = w("sdtPr", of_run(*look(style)), w("id", val=written.number()), checkbox)
    box = w("sdt", held, w("sdtContent", w("r", of_run(*look(style), fonts_of(SYMBOLS, SYMBOLS)), w("t", Xml(mark)))))
    return box if state != "open" else joined((box, said("?", voice, written)))
