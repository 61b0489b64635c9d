"""Lines of ``decisions.ndjson`` from columns: what the table of decisions knows of each record, without its reasons."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.language.types import EnumerationType, OptionType, TextType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from engine.evaluation.judgment import RulebookReference
    from engine.language.rulebook import Decision

_NONE: Final = -1
_ESCAPED: Final = r'["\\\x00-\x1f]'
_MOST_COMBINATIONS: Final = 1 << 16
"""Of codes of a row, that are numbered by a table instead of sorting them."""


def outcome_lines(
    table: pa.Table, rulebook: RulebookReference, uses: Sequence[RulebookReference], decisions: Sequence[Decision]
) -> bytes:
    """A line a row: the object of the contract without ``because``, ``presumed``, ``duties`` and ``provisions``.

    ``table`` has the columns of :func:`engine.evaluation.decided.decided_schema` for the decisions.
    """
    if not table.num_rows:
        return b""
    table = table.combine_chunks()
    texts = f',"rulebook":{compact(rulebook.as_json())},"uses":{compact([use.as_json() for use in uses])}'
    parts: list[pa.Array | pa.Scalar] = [
        pa.scalar('{"record":'),
        _quoted(table.column("record").combine_chunks()),
        pa.scalar(texts),
        _of_days(table),
        *(_of_decision(table, decision, first=not number) for number, decision in enumerate(decisions)),
        pa.scalar("}}\n" if decisions else ',"decisions":{}}\n'),
        "",  # what stands between the parts
    ]
    lines = pc.binary_join_element_wise(*parts)
    lines = lines.combine_chunks() if isinstance(lines, pa.ChunkedArray) else lines
    offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(lines.buffers()[2][int(offsets[0]) : int(offsets[-1])])  # they stand there one after the other


def _quoted(ids: pa.Array) -> pa.Array:
    """Texts as JSON has them; only few need more than quotation marks."""
    marked = pc.binary_join_element_wise(pa.scalar('"'), ids, pa.scalar('"'), "")
    unfit = pc.match_substring_regex(ids, _ESCAPED)
    if not pc.any(unfit).as_py():
        return marked
    return pa.array([encode_basestring(one) for one in ids.to_pylist()], pa.string())


def compact(value: Any) -> str:
    """A value as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _of_days(table: pa.Table) -> pa.Array:
    law, knowledge = (table.column(name).combine_chunks().dictionary_encode() for name in ("law_as_of", "facts_as_of"))
    days = [[*map(_day, column.dictionary.to_pylist()), "null"] for column in (law, knowledge)]
    codes = [_codes(column) for column in (law, knowledge)]
    return _told(codes, lambda at: f',"law_as_of":{days[0][at[0]]},"facts_as_of":{days[1][at[1]]}')


def _day(day: Any) -> str:
    return f'"{day.isoformat()}"'


def _of_decision(table: pa.Table, decision: Decision, *, first: bool) -> pa.Array:
    name = decision.name
    lead = f"{',' if not first else ''}{compact(name)}:{{"
    if first:
        lead = f',"decisions":{{{lead}'
    lists = {key: _Lists(table.column(f"{name}.{key}")) for key in ("missing", "turns_on_readings")}
    missing, readings = lists["missing"], lists["turns_on_readings"]
    if decision.value is None:
        outcome = table.column(name).combine_chunks()
        words = [compact(word) for word in outcome.dictionary.to_pylist()] + ["null"]
        possible = _Lists(table.column(f"{name}.possible"))
        codes = [_codes(outcome), possible.codes, missing.codes, readings.codes]
        return _told(
            codes,
            lambda at: (
                f'{lead}"outcome":{words[at[0]]},"possible":{possible.told[at[1]]},'
                f'"missing":{missing.told[at[2]]},"turns_on_readings":{readings.told[at[3]]}}}'
            ),
        )
    unit = compact(getattr(decision.value.type, "unit", ""))
    value = table.column(name).combine_chunks().dictionary_encode()
    known = table.column(f"{name}.known").combine_chunks().dictionary_encode()
    is_text = isinstance(decision.value.type, TextType | EnumerationType | OptionType)
    values = [*(_plain(one, is_text=is_text) for one in value.dictionary.to_pylist()), "null"]
    bounds = [*known.dictionary.to_pylist(), "null"]
    codes = [_codes(value), _codes(known), missing.codes, readings.codes]
    return _told(
        codes,
        lambda at: (
            f'{lead}"value":{values[at[0]] if at[1] == _NONE else bounds[at[1]]},"unit":{unit},'
            f'"missing":{missing.told[at[2]]},"turns_on_readings":{readings.told[at[3]]}}}'
        ),
    )


def _plain(value: Any, *, is_text: bool) -> str:
    """A value of a column as JSON; what is neither text, number nor day stands there as JSON already."""
    if isinstance(value, str):
        return compact(value) if is_text else value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return compact(value.isoformat() if hasattr(value, "isoformat") else value)


def _codes(column: Any) -> NDArray[np.int64]:
    """The places of a dictionary column's values in its dictionary; -1 for no value."""
    indices = column.indices
    if not indices.null_count:
        return np.asarray(indices.to_numpy(zero_copy_only=False)).astype(np.int64)
    return np.asarray(indices.fill_null(_NONE).to_numpy(zero_copy_only=False)).astype(np.int64)


def _told(codes: Sequence[NDArray[np.int64]], tell: Callable[[list[int]], str]) -> pa.Array:
    """The text of each row by its codes, made once for every combination that occurs."""
    mixed = np.zeros(len(codes[0]), np.int64)
    size = 1
    for one in codes:
        values = int(one.max(initial=0)) + 2
        if size * values > _MOST_COMBINATIONS:
            mixed, size = _numbered(mixed, size)
        mixed, size = mixed * values + one + 1, size * values
    mixed, size = _numbered(mixed, size)
    firsts = np.empty(size, np.int64)
    firsts[mixed[::-1]] = np.arange(len(mixed) - 1, -1, -1)
    texts = [tell([int(one[at]) for one in codes]) for at in firsts.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(mixed))


def _numbered(values: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], int]:
    """Values below ``size`` numbered anew without gaps, and how many there are."""
    if size > _MOST_COMBINATIONS * 4:
        found, numbers = np.unique(values, return_inverse=True)
        return numbers.astype(np.int64), len(found)
    there = np.zeros(size, np.bool_)
    there[values] = True
    return (np.cumsum(there) - 1)[values], int(there.sum())


class _Lists:
    """A column of lists of texts: a code for each row, and what each code stands for as JSON."""

    def __init__(self, column: Any) -> None:
        lists = column.combine_chunks()
        lists = pa.concat_arrays(lists.chunks) if isinstance(lists, pa.ChunkedArray) else lists
        offsets = lists.offsets.to_numpy().astype(np.int64)
        items = lists.values.dictionary_encode()
        words = [compact(word) for word in items.dictionary.to_pylist()]
        numbers = _codes(items)
        lengths = np.diff(offsets)
        self.told = ["[]", *(f"[{word}]" for word in words)]
        self.codes = np.zeros(len(lists), np.int64)
        single = lengths == 1
        self.codes[single] = numbers[offsets[:-1][single]] + 1
        seen: dict[bytes, int] = {}
        for row in np.flatnonzero(lengths > 1).tolist():
            inside = numbers[offsets[row] : offsets[row + 1]]
            key = inside.tobytes()
            if key not in seen:
                seen[key] = len(self.told)
                self.told.append(f"[{','.join(words[number] for number in inside)}]")
            self.codes[row] = seen[key]
