"""Sifting a block of lines until Arrow reads what is left."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.json as pj

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from engine.records.arrow.lines import Lines

_ROW: Final = re.compile(r" in row (\d+)$")
_OF_TYPE: Final = ("changed from", "specified twice")
"""Refusals of a row itself; others may be of what stands between the end of one row and the next."""
_WORDING: Final = re.compile(r"couldn't parse:\s*(.+)$|: (\S+) requires |string '(.+)' is not", re.DOTALL)
_UNEXPECTED: Final = "unexpected field"
_TOO_MANY: Final = "more rows than lines"
_TWO_OBJECTS: Final = re.compile(rb"\}[ \t\r]*(?:\{|n)")
_BRACKETS: Final = 1_000
"""Opening brackets of a line that may be read with keys that the schema does not know: nesting could exhaust the stack."""
_BLOCK: Final = 2 * 1024 * 1024
"""Bytes that Arrow reads at a time: they should fit a cache, and hold every line."""
_WINDOW: Final = 4_096
_NARROWEST: Final = 64
_ROUNDS: Final = 20
_TRIED: Final = 256
"""After so many bad lines, a block of which every second one is bad is not sifted on: reading by line costs no more."""


class Sieve:
    """One block of lines, read by one schema."""

    def __init__(self, lines: Lines, schema: pa.Schema, unfit_numbers: Sequence[re.Pattern[bytes]]) -> None:
        """``unfit_numbers`` find numbers that have no room in their columns, or are not whole where they should be."""
        self._lines = lines
        self._schema = schema
        self._unfit_numbers = unfit_numbers

    def read_all(self) -> pa.Table | str:
        """The table of all good lines, or why there is none."""
        return self._attempt(np.flatnonzero(self._lines.good))

    def read_rest(self) -> pa.Table:
        """The table of the lines that stay good; the others are made bad."""
        return self._read_in_rounds(self._sift(self._shallow(np.flatnonzero(self._lines.good))))

    def _read_in_rounds(self, good: NDArray[np.int64]) -> pa.Table:
        for _ in range(_ROUNDS):
            found = self._attempt(good)
            if not isinstance(found, str):
                return found
            left = self._sift(good) if _UNEXPECTED in found else self._without_suspects(found, good)
            if len(left) == len(good):
                break
            good = left
        return self._halved(good)

    def _attempt(self, numbers: NDArray[np.int64]) -> pa.Table | str:
        """The table of some lines, or why they have none."""
        found = self._parse(numbers, "error", _BLOCK)
        return found if isinstance(found, str) or found.num_rows == len(numbers) else _TOO_MANY

    def _parse(self, numbers: NDArray[np.int64], unexpected: str, block: int | None = None) -> pa.Table | str:
        """``block`` bytes are read at a time; where it is not given all at once, so that rows are told by their number."""
        content = self._lines.joined(numbers)
        if not content:
            return self._schema.empty_table()
        reading = pj.ReadOptions(use_threads=False, block_size=block or len(content) + 1)
        parsing = pj.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior=unexpected)
        try:
            return pj.read_json(pa.BufferReader(content), reading, parsing)
        except pa.ArrowInvalid as error:
            return str(error)

    def _drop(self, numbers: NDArray[np.int64]) -> None:
        self._lines.drop(numbers)

    def _shallow(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        letters = np.frombuffer(self._lines.text, np.uint8)
        opening = np.flatnonzero((letters | 0x20) == ord("{"))  # "[" and "{" differ in that bit
        counts = np.diff(np.searchsorted(opening, np.append(self._lines.starts, len(letters))))
        deep = counts[numbers] > _BRACKETS
        self._drop(numbers[deep])
        return numbers[~deep]

    def _sift(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lines without those at which Arrow stops, and without those whose keys it does not expect."""
        kept: list[NDArray[np.int64]] = []
        at, window, bad = 0, _WINDOW, 0
        while at < len(numbers):
            if bad > _TRIED and bad > at // 2:
                self._drop(numbers[at:])
                break
            part = numbers[at : at + window]
            found = self._parse(part, "infer")
            if isinstance(found, str):
                row = self._row(found, len(part))
                if row is None:  # what was refused is a value
                    left = self._without_suspects(found, numbers[at:])
                    if len(left) == len(numbers) - at:
                        kept.append(part)
                        at += len(part)
                    else:
                        numbers = np.concatenate((numbers[:at], left))
                    continue
                first = row if any(words in found for words in _OF_TYPE) else max(row - 1, 0)
                self._drop(part[first : row + 1])
                kept.append(part[:first])
                bad += 1
                at += row + 1
            else:
                odd = self._unexpected(found, part)
                self._drop(odd)
                bad += len(odd)
                kept.append(part[~np.isin(part, odd)])
                at += len(part)
            window = min(max(4 * at // (bad + 1), _NARROWEST), _WINDOW)  # it should hold the next bad line, and few more
        return np.concatenate(kept) if kept else numbers[:0]

    @staticmethod
    def _row(message: str, count: int) -> int | None:
        found = _ROW.search(message)
        return min(int(found[1]), count - 1) if found else None

    def _unexpected(self, table: pa.Table, part: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lines with a key that the schema does not know."""
        if table.num_rows != len(part) or table.schema.equals(self._schema):
            return part[:0]
        rows = np.zeros(len(part), np.bool_)
        names: dict[str, None] = {}
        for column, kind in zip(table.columns, table.schema, strict=True):
            for name, owners in _unknown(column.combine_chunks(), kind.name, self._kind(kind.name), np.arange(len(part))):
                names[name] = None
                rows[owners] = True
        content = self._lines.joined(part)  # a key whose value is null has to be looked for in the text
        ends = np.cumsum(self._lines.ends[part] - self._lines.starts[part] + 1)
        for name in names:
            for spelt in {json.dumps(name), json.dumps(name, ensure_ascii=False)}:
                found = [match.start() for match in re.finditer(re.escape(spelt.encode("utf-8", "replace")), content)]
                rows[np.searchsorted(ends, found, side="right").clip(max=len(part) - 1)] = True
        return part[rows]

    def _kind(self, name: str) -> pa.DataType | None:
        return self._schema.field(name).type if name in self._schema.names else None

    def _without_suspects(self, message: str, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lines without those that hold what was refused: numbers without room, what the refusal quotes, two objects."""
        if message == _TOO_MANY:
            return self._without(numbers, _TWO_OBJECTS)
        quoted = _WORDING.search(message)
        if quoted is None:
            return numbers
        left = self._without(numbers, *self._unfit_numbers)
        if len(left) < len(numbers):
            return left
        text = next(group for group in quoted.groups() if group).strip()
        return self._without(numbers, re.compile(rb'[:\[,"]\s*' + re.escape(text.encode()) + rb'\s*["},\]]'))

    def _without(self, numbers: NDArray[np.int64], *patterns: re.Pattern[bytes]) -> NDArray[np.int64]:
        content = self._lines.text
        suspects = self._lines.at(match.start() for pattern in patterns for match in pattern.finditer(content))
        suspects = np.intersect1d(suspects, numbers)
        self._drop(suspects)
        return np.setdiff1d(numbers, suspects)

    def _halved(self, numbers: NDArray[np.int64]) -> pa.Table:
        """The table of the lines that can be read, found by halves."""
        found = self._attempt(numbers)
        if not isinstance(found, str):
            return found
        if len(numbers) == 1:
            self._drop(numbers)
            return self._schema.empty_table()
        middle = len(numbers) // 2
        halves = [self._halved(numbers[:middle]), self._halved(numbers[middle:])]
        return pa.concat_tables(halves)


def _unknown(
    array: pa.Array, name: str, expected: pa.DataType | None, owners: NDArray[np.int64]
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The names in an array that its expected type does not have, and whose values they are."""
    if expected is None:
        yield name, owners[_bits(array.is_valid())]
    elif array.type.equals(expected):
        return
    elif isinstance(array, pa.StructArray):
        known = {inner.name: inner.type for inner in expected}
        for inner, values in zip(array.type, array.flatten(), strict=True):
            yield from _unknown(values, inner.name, known.get(inner.name), owners)
    elif isinstance(array, pa.ListArray):
        inside = owners[np.repeat(np.arange(len(array)), _lengths(array))]
        yield from _unknown(array.flatten(), name, expected.value_type, inside)


def _lengths(array: pa.ListArray) -> NDArray[np.int64]:
    return np.asarray(array.value_lengths().fill_null(0).to_numpy()).astype(np.int64)


def _bits(array: pa.Array) -> NDArray[np.bool_]:
    return np.array(array.to_numpy(zero_copy_only=False), np.bool_)
