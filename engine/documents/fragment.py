"""A piece of XML without a root, as elements that know where they stand. No document type, no entities of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from engine.language.diagnostics import Diagnostic, Diagnostics, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST: Final = 60
"""So many elements may stand in each other: what is deeper is a mistake of a template, and would exhaust who walks it."""
LONGEST: Final = 8_000_000
"""So many characters a piece may have; the longest explanation has a tenth of them."""

_ROOT: Final = "document"
_LINE: Final = 1
_CODES_OF_ENTITIES: Final = (expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY],)
_CODE_OF_MISMATCH: Final = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]


@dataclass(slots=True)
class Letters:
    """A run of text; ``place`` is that of its first character."""

    text: str
    place: Place


@dataclass(slots=True)
class Element:
    """An element as it was written: its name, its attributes, and what stands in it."""

    name: str
    attributes: Mapping[str, str]
    place: Place
    inside: list[Element | Letters] = field(default_factory=list)


def parsed(markup: str, name: str) -> Element:
    """The piece under a root that it does not have itself. ``name`` is the file as the user knows it.

    Raises :class:`InputError` where it is not well-formed, too deep or too long.
    """
    if len(markup) > LONGEST:
        raise _refused("too-long", f"{len(markup)} characters are more than {LONGEST}", Place(name), "divide the document")
    for number, line in enumerate(markup.split("\n"), start=1):
        if not line.isascii() and (column := _surrogate(line)):
            place = Place(name, number, column)
            way_out = "write the whole character, or leave it out"
            raise _refused("not-well-formed", "half a character stands here, which no file can hold", place, way_out)
    return _Reader(name, markup).root


def _surrogate(line: str) -> int:
    """The column of the first lone surrogate, or 0."""
    return next((column for column, mark in enumerate(line, start=1) if "\ud800" <= mark <= "\udfff"), 0)


def _refused(code: str, message: str, place: Place, way_out: str = "") -> InputError:
    return InputError([Diagnostic(code, message, place, way_out)])


class _Reader:
    """One run of expat, with the elements that are open."""

    def __init__(self, name: str, markup: str) -> None:
        self.name = name
        self.lines = markup.split("\n")
        self.found = Diagnostics()
        self.root = Element(_ROOT, {}, Place(name))
        self.open = [self.root]
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.parser.ProcessingInstructionHandler = self._instruction
        try:
            self.parser.Parse(f"<{_ROOT}>", False)  # noqa: FBT003 - expat takes no name
            self.parser.Parse(markup, False)  # noqa: FBT003
            self.parser.Parse(f"</{_ROOT}>", True)  # noqa: FBT003
        except expat.ExpatError as error:
            self._broken(error)
        if self.found.errors:
            raise InputError(self.found.in_order())

    def _place(self) -> Place:
        return self._at(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)

    def _at(self, line: int, offset: int) -> Place:
        column = offset - len(_ROOT) - 2 if line == _LINE else offset  # the root's own tag stands before the first line
        return Place(self.name, line, max(column, 0) + 1)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        place = self._place()
        if len(self.open) == 1 and name == _ROOT and not self.parser.CurrentByteIndex:
            return  # the root itself
        if len(self.open) > DEEPEST:
            raise _refused("too-deep", f"<{name}> stands in {DEEPEST} other elements", place, "close what is open before it")
        element = Element(name, attributes, place)
        self.open[-1].inside.append(element)
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _letters(self, text: str) -> None:
        inside = self.open[-1].inside
        last = inside[-1] if inside else None
        if isinstance(last, Letters) and not last.text.isspace():
            last.text += text
        elif isinstance(last, Letters):  # the place is that of the first letter that shows
            last.text, last.place = last.text + text, self._first(text)
        else:
            inside.append(Letters(text, self._first(text)))

    def _first(self, text: str) -> Place:
        place = self._place()
        return Place(self.name, place.line, place.column + len(text) - len(text.lstrip(" \t")))

    def _instruction(self, target: str, _content: str) -> None:
        self.found.error("unknown-element", f"<?{target} …?> means nothing here", self._place(), "leave it out")

    def _broken(self, error: expat.ExpatError) -> None:
        place = self._at(error.lineno, error.offset)
        place = Place(self.name, place.line, min(place.column, len(self.lines[place.line - 1]) + 1))  # not in the root's end
        still_open = self.open[-1] if len(self.open) > 1 else None
        if error.code in _CODES_OF_ENTITIES:
            way_out = "known are &amp; &lt; &gt; &quot; &apos; and numbers such as &#160;"
        elif error.code == _CODE_OF_MISMATCH and still_open is not None:
            opened = f"line {still_open.place.line}, column {still_open.place.column}"
            way_out = f"<{still_open.name}> of {opened} is still open: close it with </{still_open.name}>"
        elif not self.open:
            way_out = "an element is closed here that was not opened"
        else:
            way_out = "every < & of a text is written &lt; &amp;, every element is closed, every value stands in quotes"
        self.found.error("not-well-formed", f"this is no well-formed markup ({expat.ErrorString(error.code)})", place, way_out)
