"""Lines of JSON to one Arrow table, and the lines that Arrow refuses or could read otherwise than JSON means them.

Arrow's reader is strict about types, unknown keys and keys given twice, once it is told the schema. What it is not strict
about is looked at before: it takes line breaks for spaces (so each line must begin and end with a brace, and as many rows
must come back as there are lines), and texts for decimals. Where it refuses a block, the lines at fault are sifted out and
the rest is read again: a bad line costs its neighbours little.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.language.facts import FactType
from engine.records.arrow.layout import resolve, schema_of
from engine.records.arrow.sieve import Sieve
from engine.records.arrow.standins import StandIns
from engine.records.shape import group_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from engine.language.facts import Vocabulary

MAX_LINE: Final = 1024 * 1024
"""Bytes of a line that is read together with others. A longer one is irregular."""
BLANK: Final = b" \t\r"
"""A line of nothing else is no record."""
_SAMPLE: Final = 8
"""So many lines show which keys stand at the top of a record."""
_NEWLINE, _RETURN, _OPEN, _CLOSE = b"\n\r{}"
_SHORTEST: Final = len("{}")
_UNFIT_INTEGER: Final = rb"-?(?:[0-9]*[.eEIN]|[0-9]{19})"
_UNFIT_DECIMAL: Final = rb"-?(?:[0-9]{25}|[0-9.]*[eEIN]|[0-9]*\.[0-9]{10})"
"""Numbers that may have no room in their column; such a line can be read all the same, by itself."""
_IS_WORD: Final = re.compile("from number to string|The string '(?:none|unknown)'")
_ESCAPED_LETTER: Final = re.compile(rb"\\u00")
"""How an escape begins that stands for a letter in the name of a fact."""


class Lines:
    """The lines of a block, counted from 0: where each begins and ends, which are good, and which are bad.

    Blank lines are neither. ``text`` is what Arrow is given, as long as the content: it may have numbers for words.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content if content.endswith(b"\n") else content + b"\n"
        self.text = self.content
        self.has_stand_ins = False
        letters = np.frombuffer(self.content, np.uint8)
        breaks = np.flatnonzero(letters == _NEWLINE)
        self.starts = np.concatenate(([0], breaks[:-1] + 1))
        self.ends = breaks.copy()
        self.ends[(breaks > self.starts) & (letters[breaks - 1] == _RETURN)] -= 1
        whole = self.ends - self.starts >= _SHORTEST
        whole &= self.ends - self.starts <= MAX_LINE
        whole &= (letters[self.starts] == _OPEN) & (letters[self.ends - 1] == _CLOSE)
        self.good = whole
        self.bad = ~whole
        self.bad[[number for number in np.flatnonzero(~whole).tolist() if not self.line(number).strip(BLANK)]] = False

    def line(self, number: int) -> bytes:
        """The text of a line, without its end."""
        return self.content[self.starts[number] : self.ends[number]]

    def write_over(self, text: bytes) -> None:
        """Let Arrow read another text in place of the content, with stand-ins for words."""
        self.text = text
        self.has_stand_ins = True

    def drop(self, numbers: NDArray[np.int64]) -> None:
        """Let some good lines be bad."""
        numbers = numbers[self.good[numbers]]
        self.good[numbers] = False
        self.bad[numbers] = True

    def at(self, offsets: Iterable[int]) -> NDArray[np.int64]:
        """The numbers of the lines that hold these offsets of the content."""
        return np.unique(np.searchsorted(self.starts, np.fromiter(offsets, np.int64), side="right") - 1)

    def joined(self, numbers: NDArray[np.int64]) -> bytes:
        """Some lines, in order, each with its end."""
        if not len(numbers):
            return b""
        gaps = np.flatnonzero(np.diff(numbers) != 1) + 1
        if not len(gaps) and len(numbers) == len(self.starts):
            return self.text
        firsts, lasts = numbers[np.concatenate(([0], gaps))], numbers[np.concatenate((gaps - 1, [len(numbers) - 1]))]
        runs = zip(self.starts[firsts].tolist(), self.ends[lasts].tolist(), strict=True)
        return b"\n".join([self.text[start:end] for start, end in runs] + [b""])


class LineReader:
    """Reads blocks of lines as the records of one subject."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._root = group_facts(vocabulary.facts)
        self._schemas: dict[tuple[str, ...], pa.Schema] = {}
        self._texts_for_decimals = _patterns(vocabulary, {FactType.DECIMAL: b'"'})
        self._stand_ins = StandIns(vocabulary)
        self._expects_words = False
        self._unfit_numbers = _patterns(vocabulary, {FactType.INTEGER: _UNFIT_INTEGER, FactType.DECIMAL: _UNFIT_DECIMAL})

    def read(self, block: bytes) -> tuple[pa.Table, Lines]:
        """The table of the good lines, in order, and all lines. The last may end without a line break."""
        lines = Lines(block)
        if self._expects_words:
            self._write_over_words(lines)
        self._drop_at_sight(lines)
        sieve = Sieve(lines, self._schema(lines), self._unfit_numbers)
        found = sieve.read_all()
        if isinstance(found, str) and _IS_WORD.search(found) and self._write_over_words(lines):
            found = sieve.read_all()
        return (sieve.read_rest() if isinstance(found, str) else found), lines

    def _write_over_words(self, lines: Lines) -> bool:
        """Whether there are words for numbers, which then are written over, here and at once in the blocks to come."""
        if lines.has_stand_ins:
            return False
        text = self._stand_ins.written_over(lines.content)
        if text is None:
            return False
        lines.write_over(text)
        self._expects_words = True
        return True

    def _drop_at_sight(self, lines: Lines) -> None:
        """Let lines be bad that hold what Arrow would read without a word."""
        content = lines.content
        if b"\0" in content:  # it ends the text for Arrow
            lines.drop(lines.at(match.start() for match in re.finditer(b"\0", content)))
        if not content.isascii() and not _is_utf8(content):
            numbers = np.flatnonzero(lines.good)
            lines.drop(numbers[[not _is_utf8(lines.line(number)) for number in numbers.tolist()]])
        if any(pattern.search(lines.text) for pattern in self._texts_for_decimals):
            self._write_over_words(lines)
        for pattern in self._texts_for_decimals:
            lines.drop(lines.at(match.start() for match in pattern.finditer(lines.text)))
        if self._texts_for_decimals and b"\\u00" in content:
            lines.drop(lines.at(match.start() for match in _ESCAPED_LETTER.finditer(content)))

    def _schema(self, lines: Lines) -> pa.Schema:
        """The schema for the keys that stand at the top of the first lines; other ways to write a fact are irregular."""
        counts: dict[str, int] = {}
        for number in np.flatnonzero(lines.good)[:_SAMPLE].tolist():
            for key in _keys(lines.line(number)):
                counts[key] = counts.get(key, 0) + 1
        known = [key for key in counts if resolve(self._root, key) is not None]
        order = tuple(sorted(known, key=lambda key: (-counts[key], -len(key), key))) if any("." in key for key in known) else ()
        if order not in self._schemas:
            self._schemas[order] = schema_of(self._vocabulary, order)
        return self._schemas[order]


def _keys(line: bytes) -> list[str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return list(found) if isinstance(found, dict) else []


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _patterns(vocabulary: Vocabulary, of: Mapping[FactType, bytes]) -> list[re.Pattern[bytes]]:
    """For each fact and field of some types, a pattern of its key with such a value, alone or in a list."""
    found: dict[bytes, None] = {}
    for path, fact in vocabulary.facts.items():
        last = path.rpartition(".")[2]
        named = [(path, fact), (last, fact), *(fact.elements or {}).items()]
        for name, typed in named:
            item = typed.element_type
            key = re.escape(f'"{name}"'.encode()) + rb"\s*:\s*"
            if typed.type in of:
                found[key + of[typed.type]] = None
            elif item is not None and item.type in of:
                found[key + rb'\[(?:[^\]"]*[\s,])?' + of[item.type]] = None
    return [re.compile(pattern) for pattern in found]
