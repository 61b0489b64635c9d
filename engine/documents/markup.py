"""The restricted markup of templates, read into the tree of a document: strictly, with nothing dropped and nothing guessed.

Elements and attributes are those that stand with the nodes of :mod:`engine.documents.tree`; besides, ``class`` is a block's
style, ``lang`` its language, ``id`` (of a heading or a section) its anchor, and ``<span lang class="then">`` steps back.
``<li>``, ``<td>``, ``<th>`` and ``<blockquote>`` hold blocks, or a line that then is their one paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from engine.documents.fragment import Element, Letters, parsed
from engine.documents.lines import WHITE, collapsed, one_space
from engine.documents.tree import (
    Blank,
    Break,
    Cell,
    Code,
    Emphasis,
    Heading,
    Item,
    Link,
    Listing,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Room,
    Rule,
    Section,
    Side,
    Spoken,
    Strong,
    Style,
    Table,
    Tag,
    Text,
    Tick,
)
from engine.language.diagnostics import Diagnostics, InputError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.documents.tree import Block, Inline

Mark = Literal["", "met", "not_met", "open", "plain", "on", "off"]
Look = Literal["lined", "form", "plain", "small"]
State = Literal["on", "off", "open"]

Values = tuple[str, ...] | re.Pattern[str]
"""What an attribute can say: one of these words, or what looks like this."""

_STYLES: Final[Values] = get_args(Style)
_TAGS: Final[Values] = get_args(Tag)
_ANY: Final = re.compile(r"(?s).*")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,2}")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,3}")
_ANCHOR: Final = re.compile(r"[^\s#\"'<>&]{1,200}")
_TARGET: Final = re.compile(r"#[^\s#\"'<>&]{1,200}|(?![.])[^\s/\\:?#%\"'<>&()\[\]`]{1,200}(?:#[^\s#\"'<>&]{1,200})?")
"""A file's bare name in the same folder, an anchor, or both: never a way out of the folder or a scheme."""

_HEADING: Final[Mapping[str, Values]] = {"class": _STYLES, "lang": _TAGS, "id": _ANCHOR}
_CELL: Final[Mapping[str, Values]] = {"class": ("number",), "span": _COUNT}

BLOCKS: Final[Mapping[str, Mapping[str, Values]]] = {
    "h1": _HEADING,
    "h2": _HEADING,
    "h3": _HEADING,
    "h4": _HEADING,
    "p": {"class": _STYLES, "lang": _TAGS, "label": _ANY},
    "ul": {"lang": _TAGS},
    "ol": {"class": ("official",), "lang": _TAGS, "start": _NUMBER, "level": ("1", "2", "3", "4")},
    "blockquote": {"lang": _TAGS},
    "table": {"class": ("lined", "form", "plain", "small")},
    "pair": {},
    "section": {"class": _STYLES, "lang": _TAGS, "keep": ("yes", "no"), "id": _ANCHOR},
    "room": {"lines": _COUNT},
    "hr": {},
    "page-break": {},
}
"""The elements that are blocks, with their attributes."""

LINES: Final[Mapping[str, Mapping[str, Values]]] = {
    "strong": {},
    "em": {},
    "code": {},
    "span": {"lang": _TAGS, "class": ("then",)},
    "a": {"href": _TARGET},
    "br": {},
    "blank": {"size": _COUNT},
    "tick": {"state": ("on", "off", "open")},
}
"""The elements that stand in a line."""

PARTS: Final[Mapping[str, Mapping[str, Values]]] = {
    "li": {"mark": ("met", "not_met", "open", "plain", "on", "off")},
    "side": {"lang": _TAGS},
    "caption": {},
    "col": {"width": _COUNT},
    "thead": {},
    "tbody": {},
    "tr": {},
    "td": _CELL,
    "th": _CELL,
}
"""The elements that stand in one other only."""

ALL: Final = {**BLOCKS, **LINES, **PARTS}
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "span": ("lang",),
    "a": ("href",),
    "tick": ("state",),
    "side": ("lang",),
    "col": ("width",),
}
EMPTY: Final = frozenset({"br", "blank", "tick", "room", "hr", "page-break", "col"})


def read(markup: str, name: str) -> tuple[Block, ...]:
    """The blocks that the markup says; ``name`` is the file as its messages name it.

    Raises :class:`InputError` with every mistake found, each with its line and column.
    """
    reader = _Reader()
    blocks = reader.blocks(parsed(markup, name))
    if reader.found.errors:
        raise InputError(reader.found.in_order())
    return blocks


class _Reader:
    """Reads elements into nodes and collects what is wrong; what is wrong has a node all the same, which nobody gets to see."""

    def __init__(self) -> None:
        self.found = Diagnostics()

    # -- blocks --------------------------------------------------------------------------------------------------------

    def blocks(self, element: Element) -> tuple[Block, ...]:
        """What stands in an element that holds blocks only."""
        return tuple(self._block(one) for one in self._children(element, BLOCKS, "blocks"))

    def _blocks_or_line(self, element: Element) -> tuple[Block, ...]:
        """Blocks; or one paragraph, where a line stands in their place."""
        if any(
            (isinstance(one, Letters) and one.text.strip(WHITE)) or (isinstance(one, Element) and one.name in LINES)
            for one in element.inside
        ):
            line = self._line(element, "either blocks or one line: put the line into <p>")
            return (Paragraph(inside=line),) if line else ()
        return self.blocks(element)

    def _block(self, element: Element) -> Block:
        says = self._attributes(element)
        match element.name:
            case "h1" | "h2" | "h3" | "h4":
                return Heading(
                    level=int(element.name[1]),
                    inside=self._line(element),
                    style=_style(says),
                    lang=_tag(says),
                    anchor=says.get("id", ""),
                )
            case "p":
                label = one_space(says.get("label", ""))
                return Paragraph(inside=self._line(element), style=_style(says), lang=_tag(says), label=label)
            case "ul" | "ol":
                return self._listing(element, says)
            case "blockquote":
                return Quote(blocks=self._blocks_or_line(element), lang=_tag(says))
            case "table":
                return self._table(element, says)
            case "pair":
                return self._pair(element)
            case "section":
                return Section(
                    blocks=self.blocks(element),
                    style=_style(says),
                    keep=says.get("keep") == "yes",
                    lang=_tag(says),
                    anchor=says.get("id", ""),
                )
            case "room":
                return Room(lines=int(says.get("lines", "3")))
            case "hr":
                return Rule()
            case _:
                return PageBreak()

    def _listing(self, element: Element, says: Mapping[str, str]) -> Listing:
        items = []
        for one in self._children(element, ("li",), "<li>"):
            mark = self._attributes(one).get("mark", "")
            items.append(Item(blocks=self._blocks_or_line(one), mark=cast("Mark", mark)))
        kind: Literal["bullet", "number", "official"] = "bullet"
        if element.name == "ol":
            kind = "official" if says.get("class") else "number"
        return Listing(
            items=tuple(items), kind=kind, lang=_tag(says), start=int(says.get("start", "1")), level=int(says.get("level", "1"))
        )

    def _pair(self, element: Element) -> Pair:
        sides: list[Side] = []
        for one in self._children(element, ("side",), "<side>"):
            lang = _tag(self._attributes(one)) or "en"
            if any(side.lang == lang for side in sides):
                self.found.error("twice", f"<pair> has a second <side> in {lang}", one.place, "a side for each language, once")
            sides.append(Side(blocks=self.blocks(one), lang=lang))
        if not sides:
            self.found.error(
                "missing-element", "<pair> holds no <side>", element.place, 'write <side lang="…"> for each language'
            )
        return Pair(sides=tuple(sides))

    def _table(self, element: Element, says: Mapping[str, str]) -> Table:
        caption: tuple[Inline, ...] = ()
        widths: list[int] = []
        head: list[tuple[Cell, ...]] = []
        rows: list[tuple[Cell, ...]] = []
        for one in self._children(element, ("caption", "col", "thead", "tbody"), "<caption>, <col>, <thead> or <tbody>"):
            attributes = self._attributes(one)
            if one.name in {"caption", "thead"} and (caption if one.name == "caption" else head):
                self.found.error("twice", f"<table> has a second <{one.name}>", one.place, "put both into one")
            match one.name:
                case "caption":
                    caption = self._line(one)
                case "col":
                    widths.append(int(attributes.get("width", "1")))
                case "thead":
                    head = self._rows(one)
                case _:
                    rows.extend(self._rows(one))
        self._even(element, widths, [*head, *rows])
        return Table(
            head=tuple(head),
            rows=tuple(rows),
            look=cast("Look", says.get("class", "lined")),
            widths=tuple(widths),
            caption=caption,
        )

    def _rows(self, element: Element) -> list[tuple[Cell, ...]]:
        rows = []
        for row in self._children(element, ("tr",), "<tr>"):
            self._attributes(row)
            rows.append(tuple(self._cell(one) for one in self._children(row, ("td", "th"), "<td> or <th>")))
        return rows

    def _cell(self, element: Element) -> Cell:
        says = self._attributes(element)
        return Cell(
            blocks=self._blocks_or_line(element),
            heading=element.name == "th",
            span=int(says.get("span", "1")),
            right=says.get("class") == "number",
        )

    def _even(self, element: Element, widths: Sequence[int], rows: Sequence[tuple[Cell, ...]]) -> None:
        """Every row has as many columns as the table: a cell too few would shift what stands in the others."""
        columns = len(widths) or (sum(cell.span for cell in rows[0]) if rows else 0)
        for number, row in enumerate(rows, start=1):
            if (has := sum(cell.span for cell in row)) != columns:
                message = f"row {number} of the table has {has} columns, and the table {columns}"
                self.found.error("uneven-table", message, element.place, "add an empty <td></td>, or say span")

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _line(self, element: Element, instead: str = "") -> tuple[Inline, ...]:
        """What stands in an element that holds a line."""
        return collapsed(list(self._inlines(element, instead)))

    def _inlines(self, element: Element, instead: str) -> Iterator[Inline]:
        for one in element.inside:
            if isinstance(one, Letters):
                yield Text(one.text)
            elif one.name in LINES:
                yield self._inline(one)
            else:
                self._misplaced(one, element, LINES, instead or "a line")

    def _inline(self, element: Element) -> Inline:
        says = self._attributes(element)
        match element.name:
            case "strong":
                return Strong(tuple(self._inlines(element, "")))
            case "em":
                return Emphasis(tuple(self._inlines(element, "")))
            case "code":
                return Code(self._plain(element))
            case "span":
                return Spoken(tuple(self._inlines(element, "")), _tag(says) or "en", then=says.get("class") == "then")
            case "a":
                return Link(tuple(self._inlines(element, "")), says.get("href", ""))
            case "br":
                return Break()
            case "blank":
                return Blank(int(says.get("size", "12")))
            case _:
                return Tick(cast("State", says.get("state", "open")))

    def _plain(self, element: Element) -> str:
        for one in element.inside:
            if isinstance(one, Element):
                self._misplaced(one, element, (), "text only")
        return "".join(one.text for one in element.inside if isinstance(one, Letters))

    # -- what may stand where ------------------------------------------------------------------------------------------

    def _children(self, element: Element, known: Iterable[str], holds: str) -> Iterator[Element]:
        """The elements in one that holds no text; whatever else stands in it is told."""
        where = _named(element)
        for one in element.inside:
            if isinstance(one, Letters):
                if one.text.strip(WHITE):
                    shown = " ".join(one.text.split())[:40]
                    self.found.error(
                        "text-between", f"text stands in {where}, which holds {holds}: {shown}", one.place, "put it into <p>"
                    )
            elif one.name in known:
                yield one
            else:
                self._misplaced(one, element, known, holds)

    def _misplaced(self, one: Element, within: Element, known: Iterable[str], holds: str) -> None:
        if one.name in ALL:
            message = f"<{one.name}> cannot stand in {_named(within)}, which holds {holds}"
            self.found.error("misplaced-element", message, one.place, _WAY_OUT.get(one.name, _way_out(one.name)))
        else:
            way_out = did_you_mean(_MEANT.get(one.name, one.name), known)
            self.found.error("unknown-element", f"there is no element <{one.name}>", one.place, way_out)

    def _attributes(self, element: Element) -> Mapping[str, str]:
        """The attributes that are right; each other one is told, and one that is wanting."""
        known = ALL[element.name]
        right: dict[str, str] = {}
        for name, value in element.attributes.items():
            if name not in known:
                way_out = did_you_mean(name, known) or f"<{element.name}> has no attributes"
                self.found.error("unknown-attribute", f"<{element.name}> has no attribute {name}", element.place, way_out)
            elif _fits(value, known[name]):
                right[name] = value
            else:
                self._wrong(element, name, value, known[name])
        for name in NEEDED.get(element.name, ()):
            if name not in element.attributes:
                self.found.error("missing-attribute", f"<{element.name}> says no {name}", element.place, f'write {name}="…"')
        if element.name in EMPTY and any(isinstance(one, Element) or one.text.strip(WHITE) for one in element.inside):
            self.found.error("misplaced-element", f"<{element.name}> holds nothing", element.place, f"write <{element.name}/>")
        return right

    def _wrong(self, element: Element, name: str, value: str, values: Values) -> None:
        if isinstance(values, tuple):
            way_out = did_you_mean(value, values)
        elif values is _TARGET:
            way_out = "a link leads to a file of the same folder by its bare name, or to #anchor"
        elif values is _ANCHOR:
            way_out = "a name without spaces, quotes or #"
        else:
            way_out = "a whole number, 1 to 999"
        message = f'<{element.name} {name}="{value}"> says what {name} cannot be'
        self.found.error("unknown-value", message, element.place, way_out)


_MEANT: Final = {"b": "strong", "i": "em", "u": "em", "div": "section", "input": "blank"}
"""What HTML has and a document says otherwise."""

_WAY_OUT: Final = {"li": "put it into <ul> or <ol>", "side": "put it into <pair>"}


def _way_out(name: str) -> str:
    if name in LINES:
        return "put it into <p>"
    return "put it into <table>" if name in PARTS else "close the line before it"


def _named(element: Element) -> str:
    return f"<{element.name}>" if element.name in ALL else "the document"


def _fits(value: str, values: Values) -> bool:
    return value in values if isinstance(values, tuple) else values.fullmatch(value) is not None


def _style(says: Mapping[str, str]) -> Style:
    return cast("Style", says.get("class", "plain"))  # only such words come through `_attributes`


def _tag(says: Mapping[str, str]) -> Tag | None:
    return cast("Tag | None", says.get("lang"))
