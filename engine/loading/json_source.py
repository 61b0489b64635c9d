"""JSON text (RFC 8259) to a tree with places.

The standard library tells no places, and a YAML parser is wrong about escaped surrogate pairs, long keys and tabs: so a
scanner of its own, which yields the same trees as YAML does.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NoReturn

from engine.language.diagnostics import Place
from engine.loading.scalars import MAX_DIGITS, NumberRangeError, resolve
from engine.loading.tree import Mapping, Scalar, Sequence
from engine.loading.yaml_source import MAX_DEPTH, TOO_DEEP, add_entry

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.tree import Entry, Plain, Tree

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-]))
      | (?P<constant>(?:true|false|null)(?!\w))
      | (?P<mark>[\[\]{},:])""",
    re.VERBOSE,
)
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_BREAK: Final = re.compile("\r\n|\n|\r")


def read_json(text: str, file: str, diagnostics: Diagnostics, first_line: int = 1) -> Tree | None:
    """The tree of one JSON text, or ``None`` where a syntax error or the depth limit ends the reading.

    ``first_line`` is the number of the text's first line in its file.
    """
    scanner = _Scanner(text, file, diagnostics, first_line)
    try:
        tree = scanner.value(*scanner.next("a value"), depth=0)
        scanner.end()
    except _ReadingEndsError:
        return None
    return tree


class _ReadingEndsError(Exception):
    """What follows is not read; the reason is among the diagnostics."""


class _Scanner:
    def __init__(self, text: str, file: str, diagnostics: Diagnostics, first_line: int) -> None:
        self._text = text
        self._file = file
        self._before = first_line - 1
        self._diagnostics = diagnostics
        self._at = 0
        self._lines = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def next(self, expected: str) -> tuple[str, str, int]:
        """Kind, text and offset of the next token."""
        start = self._skip_space()
        match = _TOKEN.match(self._text, start)
        if match is None:
            self._fail_at(start, expected)
        self._at = match.end()
        return str(match.lastgroup), match[0], start

    def end(self) -> None:
        start = self._skip_space()
        if start < len(self._text):
            self._fail(start, "something follows the end of the value", "a file holds one JSON value only")

    def value(self, kind: str, lexeme: str, start: int, depth: int) -> Tree:
        place = self._place(start)
        if kind == "string":
            string = self._string(lexeme, place)
            return Scalar(string, string, place)
        if kind in {"number", "constant"}:
            return Scalar(self._resolve(lexeme, place), lexeme, place)
        if lexeme not in {"[", "{"}:
            self._fail(start, f'a value is expected, not "{lexeme}"', self._comma_help(start))
        if depth == MAX_DEPTH:
            self._diagnostics.error("too-deep", TOO_DEEP, place)
            raise _ReadingEndsError
        return self._array(place, depth + 1) if lexeme == "[" else self._object(place, depth + 1)

    def _array(self, place: Place, depth: int) -> Sequence:
        items: list[Tree] = []
        token = self.next('a value or "]"')
        if token[1] == "]" and token[0] == "mark":
            return Sequence((), place)
        while True:
            items.append(self.value(*token, depth))
            if self._separator("]", place):
                return Sequence(tuple(items), place)
            token = self.next("a value")

    def _object(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        kind, lexeme, start = self.next('a key in double quotes or "}"')
        if lexeme == "}":
            return Mapping(entries, place)
        while True:
            if kind != "string":
                self._fail(start, f"a key in double quotes is expected, not {lexeme}", self._comma_help(start))
            key_place = self._place(start)
            key = self._string(lexeme, key_place)
            _, colon, at = self.next('":"')
            if colon != ":":
                self._fail(at, f'":" is expected after the key, not {colon}')
            value = self.value(*self.next("a value"), depth)
            add_entry(entries, key, key_place, value, self._diagnostics)
            if self._separator("}", place):
                return Mapping(entries, place)
            kind, lexeme, start = self.next("a key in double quotes")

    def _separator(self, closing: str, opened: Place) -> bool:
        """Whether the collection ends here rather than going on with a comma."""
        _, lexeme, start = self.next(f'"," or "{closing}"')
        if lexeme == closing:
            return True
        if lexeme != ",":
            opened_at = f"the collection begins at line {opened.line}, column {opened.column}"
            self._fail(start, f'"," or "{closing}" is expected, not {lexeme}', opened_at)
        return False

    def _string(self, token: str, place: Place) -> str:
        string = json.loads(token) if "\\" in token else token[1:-1]
        if _LONE_SURROGATE.search(string):
            self._diagnostics.error("control-character", "half of a surrogate pair is no character", place)
            return _LONE_SURROGATE.sub("\ufffd", string)
        return string

    def _resolve(self, token: str, place: Place) -> Plain:
        try:
            return resolve(token)
        except NumberRangeError:
            message = f"the number is too large to be meant: more than {MAX_DIGITS} digits"
            self._diagnostics.error("number", message, place)
            return token

    def _skip_space(self) -> int:
        match = _SPACE.match(self._text, self._at)
        return match.end() if match else self._at  # it always matches; the type checker cannot know

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        return Place(self._file, self._before + line, offset - self._lines[line - 1] + 1)

    def _comma_help(self, start: int) -> str:
        return "remove the comma before it" if self._text[:start].rstrip().endswith(",") else ""

    def _fail_at(self, start: int, expected: str) -> NoReturn:
        rest = self._text[start : start + 12].split("\n", 1)[0]
        if not rest:
            self._fail(start, f"the text ends where {expected} is expected", "a bracket is not closed")
        help_text = {
            "'": "JSON wants double quotes",
            '"': "the string is not closed, or holds a line break, a control character or an unknown escape",
            "/": "JSON has no comments",
            "#": "JSON has no comments",
        }.get(rest[0], "")
        self._fail(start, f"{expected} is expected, not {rest!r}", help_text)

    def _fail(self, offset: int, message: str, help_text: str = "") -> NoReturn:
        self._diagnostics.error("syntax", message, self._place(offset), help_text)
        raise _ReadingEndsError
