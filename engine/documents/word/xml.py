"""XML of a Word file as text that can't be mixed up with other text.

Word is strict about the order in which elements stand. Each function that writes an element writes them in that order, and
leaves out those it has no use for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Xml = NewType("Xml", str)
"""Well-formed XML. Whatever else is text goes through :func:`text` or an attribute, which escape it."""

NOTHING: Final = Xml("")

_NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_DECLARED: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())

_NO_XML: Final = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def legible(text: str) -> str:
    """The text on one line, without what XML can't hold: a control character is a space, half a letter is ``\ufffd``."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub(" ", text))


def escaped(text: str) -> Xml:
    """Text as it may stand in an element or in an attribute."""
    shown = legible(text)
    return Xml(shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))


def element(name: str, attributes: Mapping[str, str | int], *inside: Xml) -> Xml:
    """An element with its attributes, whose names carry their prefix."""
    said = "".join(f' {key}="{escaped(str(value))}"' for key, value in attributes.items())
    held = "".join(inside)
    return Xml(f"<{name}{said}>{held}</{name}>" if held else f"<{name}{said}/>")


def w(name: str, /, *inside: Xml, **attributes: str | int) -> Xml:
    """An element of WordprocessingML: ``w("jc", val="right")`` is ``<w:jc w:val="right"/>``."""
    return element(f"w:{name}", {f"w:{key}": value for key, value in attributes.items()}, *inside)


def joined(parts: Iterable[Xml]) -> Xml:
    """Elements one after the other."""
    return Xml("".join(parts))


def whole(root: str, *inside: Xml) -> bytes:
    """A part of the file: an element with all namespaces, as bytes."""
    held = "".join(inside)
    written = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{root} {_DECLARED} mc:Ignorable="w14">{held}</{root}>'
    return written.encode()
