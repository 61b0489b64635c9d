"""YAML text to a tree, from the parser's events: no object is ever constructed. PyYAML is imported here alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from engine.language.diagnostics import Place
from engine.language.words import ALSO_WRITTEN, COMPARISONS
from engine.loading.scalars import MAX_DIGITS, NumberRangeError, resolve
from engine.loading.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.tree import Plain, Tree

MAX_DEPTH: Final = 100
"""Collections within collections, in YAML and JSON."""
TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"

# Events of the C parser: 400 KB in a third of the time of composing nodes, and no recursion on hostile nesting.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

YAML_VERSION: Final[str] = yaml.__version__
"""The version of the parser."""

_QUOTE_HELP: Final = "put the text in quotes"
_UNFIT_KEYS: Final = {
    "": ("key", "a key is missing"),
    "<<": ("merge-key", "merge keys (<<) are not allowed: write out what it would merge"),
}
_HELP: Final = {
    "mapping values are not allowed in this context": 'quote a text that has ": " in it; or check the indentation',
    "found unexpected end of stream": "a quotation mark is not closed",
    "could not find expected ':'": "a key must be followed by a colon and a space, on the same line",
    "did not find expected key": "check the indentation of this line and the one before, and the brackets",
    "did not find expected '-' indicator": "check the indentation of this line and the one before",
    "found unknown escape character": 'in double quotes a backslash must be written twice ("\\\\")',
    "did not find expected ',' or '}'": "a { is not closed, or a comma is missing",
    "did not find expected ',' or ']'": "a [ is not closed, or a comma is missing",
    "did not find expected node content": "a bracket is not closed, or a value is missing",
    "found a tab character where an indentation space is expected": "indent with spaces, not with tabs",
    "found a tab character that violates indentation": "indent with spaces, not with tabs",
}
_GREATER: Final = re.compile("(?:^|[{,]) *(>=?) *:")
"""A comparison sign in the place of a key."""
_WIDE: Final = re.compile("^[-{ \u3000]*\\w+\uff1a|\uff0c *(?:zh|en) *:|^ *\u3000", re.ASCII)
"""A full-width colon after a key, a full-width comma before one, or an ideographic space in the indentation."""


def read_yaml(text: str, file: str, diagnostics: Diagnostics) -> Tree | None:
    """The tree of the one document in ``text``, or ``None`` where a syntax error or the depth limit ends the reading.

    ``text`` must hold no control characters but tab and line breaks.
    """
    builder = _Builder(file, diagnostics)
    try:
        builder.take_all(_LOADER(text))
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, text, file, diagnostics)
        return None
    except _ReadingEndsError:
        return builder.root
    if builder.root is None:
        diagnostics.error("empty-file", "the file holds only comments", Place(file))
    return builder.root


class _ReadingEndsError(Exception):
    """What follows is not read; the reason is among the diagnostics."""


class _Open:
    """A collection whose end has not been seen. ``entries`` is ``None`` for a sequence."""

    __slots__ = ("entries", "items", "key", "key_place", "place", "wants_key")

    def __init__(self, place: Place, *, mapping: bool) -> None:
        self.place = place
        self.items: list[Tree] = []
        self.entries: dict[str, Entry] | None = {} if mapping else None
        self.wants_key = mapping
        self.key: str | None = None  # None after a key that is no text: its value is read and dropped
        self.key_place = place

    def close(self) -> Tree:
        if self.entries is None:
            return Sequence(tuple(self.items), self.place)
        return Mapping(self.entries, self.place)


class _Builder:
    def __init__(self, file: str, diagnostics: Diagnostics) -> None:
        self.root: Tree | None = None
        self._file = file
        self._diagnostics = diagnostics
        self._open: list[_Open] = []
        self._documents = 0

    def take_all(self, parser: yaml.SafeLoader) -> None:
        """Every event up to the end. The loop runs fifty thousand times for a rulebook: no match, no generator."""
        file = self._file
        while True:
            event = parser.get_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            kind = type(event)
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._add(self._open.pop().close())
                continue
            mark = event.start_mark
            place = Place(file, mark.line + 1, mark.column + 1)
            if kind is yaml.ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self._report_properties(event, place)
                self._scalar(event.value, place, is_plain=not event.style)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    self._report_properties(event, place)
                self._begin(place, mapping=kind is yaml.MappingStartEvent)
            elif kind is yaml.AliasEvent:
                self._alias(event.anchor, place)
            elif kind is yaml.DocumentStartEvent:
                self._document(event, place)
            elif kind is yaml.StreamEndEvent:
                return

    def _begin(self, place: Place, *, mapping: bool) -> None:
        if len(self._open) == MAX_DEPTH:
            self._diagnostics.error("too-deep", TOO_DEEP, place)
            self.root = None
            raise _ReadingEndsError
        self._open.append(_Open(place, mapping=mapping))

    def _alias(self, name: str, place: Place) -> None:
        help_text = f"write the value out, or {_QUOTE_HELP}"
        self._diagnostics.error("alias", f'the alias "*{name}" is not allowed', place, help_text)
        self._add(Scalar(None, f"*{name}", place))

    def _document(self, event: yaml.DocumentStartEvent, place: Place) -> None:
        self._documents += 1
        if self._documents > 1:
            help_text = 'remove the line "---", or make two files'
            self._diagnostics.error("several-documents", "a file holds one document only", place, help_text)
            raise _ReadingEndsError
        if event.tags or event.version not in {None, (1, 2)}:
            help_text = "remove the line that begins with %"
            self._diagnostics.error("directive", "directives are not allowed", place, help_text)

    def _report_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        if event.tag is not None:
            message = f'the tag "{event.tag}" is not allowed'
            self._diagnostics.error("tag", message, place, f"remove it, or {_QUOTE_HELP}")
        if event.anchor is not None:
            message = f'the anchor "&{event.anchor}" is not allowed'
            self._diagnostics.error("anchor", message, place, f"remove it, or {_QUOTE_HELP}")

    def _scalar(self, text: str, place: Place, *, is_plain: bool) -> None:
        if self._open and (top := self._open[-1]).wants_key:
            top.wants_key = False
            top.key = text
            top.key_place = place
            if is_plain and text in _UNFIT_KEYS:
                top.key = None
                self._diagnostics.error(*_UNFIT_KEYS[text], place)
            return
        self._add(Scalar(self._resolve(text, place) if is_plain else text, text, place))

    def _resolve(self, text: str, place: Place) -> Plain:
        try:
            return resolve(text)
        except NumberRangeError:
            message = f"the number is too large to be meant: more than {MAX_DIGITS} digits"
            self._diagnostics.error("number", message, place)
            return text

    def _add(self, tree: Tree) -> None:
        if not self._open:
            self.root = tree
            return
        top = self._open[-1]
        if top.entries is None:
            top.items.append(tree)
        elif top.wants_key:  # scalars that are keys never come here
            self._diagnostics.error("key", "a key must be a text", tree.place, _QUOTE_HELP)
            top.key = None
            top.wants_key = False
        else:
            add_entry(top.entries, top.key, top.key_place, tree, self._diagnostics)
            top.wants_key = True


def add_entry(entries: dict[str, Entry], key: str | None, key_place: Place, value: Tree, diagnostics: Diagnostics) -> None:
    """Put an entry under ``key`` unless it is there already, which is reported; ``None`` is a key reported before."""
    if key is None:
        return
    if key in entries:
        first = entries[key].key_place
        help_text = f"it stands first at line {first.line}, column {first.column}"
        diagnostics.error("duplicate-key", f'the key "{key}" stands here a second time', key_place, help_text)
    else:
        entries[key] = Entry(key, key_place, value)


def _report_syntax(error: yaml.MarkedYAMLError, text: str, file: str, diagnostics: Diagnostics) -> None:
    mark = error.problem_mark or error.context_mark
    if error.context == "while scanning a simple key":  # the problem is noticed only where the next line begins
        mark = error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    problem = error.problem or str(error)
    context = f"{error.context}, " if error.context and error.context != "while scanning for the next token" else ""
    help_text = _HELP.get(problem, "")
    if problem == "found character that cannot start any token":
        character = _character(text, place)
        problem = f'"{character}" cannot begin a value'
        help_text = _QUOTE_HELP
        if character == "\t":
            problem, help_text = "a tab stands where the indentation is", "indent with spaces, not with tabs"
    if any(_WIDE.search(line) for line in text.splitlines()[max(place.line - 2, 0) : place.line]):
        help_text = "full-width colons, commas and spaces are text: type them in half width, with a space after : and ,"
    lines = text.splitlines()[max(place.line - 1, 0) : place.line]
    sign = _GREATER.search(lines[0]) if lines else None
    if sign and sign.start(1) <= place.column <= sign.end(1) + 1:
        meant = ALSO_WRITTEN[sign[1]]
        help_text = f'">" begins a block of text: write "{meant}", {COMPARISONS[meant]}'
    if error.context_mark and error.context_mark.line + 1 != place.line:
        began = f"what is being read here began at line {error.context_mark.line + 1}"
        help_text = f"{help_text}; {began}" if help_text else began
    diagnostics.error("syntax", f"{context}{problem}", place, help_text)


def _character(text: str, place: Place) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[place.line - 1][place.column - 1 :][:1]
