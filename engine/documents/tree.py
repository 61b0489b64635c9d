"""What a document is: blocks that hold text, once for all forms in which it is written.

A template writes the restricted markup that :mod:`engine.documents.markup` reads; its elements have the names that stand with
the nodes here. Texts may hold Unicode's isolates around what somebody else wrote (:func:`engine.documents.text.isolated`);
each form shows them in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Tag = Literal["zh-Hant-TW", "en"]
"""The language of a text, as BCP 47 writes it; ``lang`` in the markup."""

Style = Literal[
    "plain",
    "sender",  # the letterhead: who writes
    "reference",  # address, day, number, and the like at the head of a letter
    "recipient",
    "subject",
    "source",  # where a sentence comes from, small
    "note",  # an aside, small
    "box",  # framed
    "result",  # an outcome, large
    "favourable",
    "unfavourable",
    "undetermined",
    "neutral",
    "closing",
    "signature",
    "copies",  # to whom copies go
    "review",  # for whoever signs, to be taken out before it is sent
]
"""What a block is, by name: each form has a look for it, DOCX a named style. ``class`` in the markup."""

# -- inside a line -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """``<strong>``: stressed."""

    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """``<em>``: set apart; not slanted in Chinese."""

    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """``<code>``: a digest, a key; breaks anywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """``<span lang>``: in the other language. ``then``: it repeats what stands before it, and steps back (``class="then"``)."""

    inside: tuple[Inline, ...]
    lang: Tag
    then: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """``<a href>``: to another file of the same folder or to ``#anchor``; never out of the folder."""

    inside: tuple[Inline, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Break:
    """``<br/>``: a new line."""


@dataclass(frozen=True, slots=True)
class Blank:
    """``<blank size="12"/>``: a line to be filled in by hand or before signing, so many letters wide."""

    size: int = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """``<tick state="on|off|open"/>``: a box that is ticked, empty, or not yet known."""

    state: Literal["on", "off", "open"]


Inline = Text | Strong | Emphasis | Code | Spoken | Link | Break | Blank | Tick

# -- blocks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """``<h1>`` to ``<h4>``. ``anchor`` is what links lead to (``id``)."""

    level: int
    inside: tuple[Inline, ...]
    style: Style = "plain"
    lang: Tag | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``<p>``. ``label`` (``<p label="…">``) stands before the text, which hangs beside it."""

    inside: tuple[Inline, ...]
    style: Style = "plain"
    lang: Tag | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``<li>``. ``mark`` is what stands before it where the list does not say (``met`` ✓, ``not_met`` ✗, ``open`` ?)."""

    blocks: tuple[Block, ...]
    mark: Literal["", "met", "not_met", "open", "plain", "on", "off"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """``<ul>``, ``<ol>``: points below each other.

    ``official`` (``<ol class="official">``) numbers as official letters do: 一、 （一） 1、 （1） in Chinese, 1. (a) (i) in
    English, by its depth among lists of its kind. ``start`` is the first number. ``level`` is the depth of a list that goes on
    with one of another row or page, 1 to 4 (``<ol class="official" level="2" start="3">``): it is numbered and indented as there.
    """

    items: tuple[Item, ...]
    kind: Literal["bullet", "number", "official"] = "bullet"
    lang: Tag | None = None
    start: int = 1
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """``<blockquote>``: the words of a text."""

    blocks: tuple[Block, ...]
    lang: Tag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """``<td>``, ``<th>``. ``span``: over so many columns; ``right``: a number, set flush right (``class="number"``)."""

    blocks: tuple[Block, ...]
    heading: bool = False
    span: int = 1
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``<table>`` with ``<thead>`` (repeated on each page), ``<tbody>`` and ``<caption>``.

    ``look``: ``lined`` with lines between rows; ``form`` fully ruled, to be filled in; ``plain`` without lines; ``small``
    lined, in small letters (``class``). ``widths``: the shares of the columns (``<col width="2"/>``), or none.
    """

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: Literal["lined", "form", "plain", "small"] = "lined"
    widths: tuple[int, ...] = ()
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """``<side lang>``: what stands in one language."""

    blocks: tuple[Block, ...]
    lang: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """``<pair>`` with its ``<side>``s: the same in one or two languages, side by side where there are two.

    Below each other in Markdown and on a narrow screen.
    """

    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """``<section>``: blocks that belong together. ``keep``: on one page where they fit (``keep="yes"``). ``anchor``: ``id``."""

    blocks: tuple[Block, ...]
    style: Style = "plain"
    keep: bool = False
    lang: Tag | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """``<room lines="3"/>``: empty lines, for a signature or a seal."""

    lines: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``<hr/>``: a line across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """``<page-break/>``."""


Block = Heading | Paragraph | Listing | Quote | Table | Pair | Section | Room | Rule | PageBreak

# -- the document ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What each page carries at its foot, in the first language of the document.

    ``record`` names the record and the document, ``texts`` each text that decided with its version and digest, ``page`` the
    number of the page with ``{page}`` and ``{pages}`` in it. ``code`` is the short code by which the decision log finds the
    decision (none where it was not logged), ``code_says`` what stands with it, and ``scan`` what its QR code holds.
    """

    record: str
    texts: tuple[str, ...]
    page: str
    code: str = ""
    code_says: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. ``languages``: the first is the one that governs. ``dated``: its day, as the file's own day too.

    ``compact``: in smaller letters and narrower margins, for what is looked up and is no letter.
    """

    title: str
    languages: tuple[Tag, ...]
    blocks: tuple[Block, ...]
    running: Running
    dated: date | None = None
    compact: bool = False
