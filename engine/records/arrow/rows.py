"""One row of an Arrow table as a tree, for the exact reading: what the fast reading handed over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from engine.language.diagnostics import CellPlace
from engine.language.facts import FactType
from engine.loading.tree import Entry, Mapping, Scalar, Sequence
from engine.records.arrow.layout import resolve
from engine.records.shape import Group, group_facts

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.facts import Fact, Vocabulary
    from engine.loading.tree import Tree

_MIDNIGHT: Final = "T00:00:00"
_TICKS: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


class RowReader:
    """Rows of tables as the trees that a file of records with the same content would give.

    A moment without an offset that begins a day stands for that day where the fact is a date; binary numbers stand for the
    shortest decimal that gives them back. Everything else is left to the exact reading.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._root = group_facts(vocabulary.facts)

    def tree(self, table: pa.Table, row: int, file: str, number: int, diagnostics: Diagnostics) -> Tree | None:
        """The tree of a row; ``number`` is that of the row in its file, from 1. ``None`` where a text in it is no text."""
        place = CellPlace(file, number, 0)
        entries: dict[str, Entry] = {}
        for column, name in enumerate(table.column_names):
            cell = CellPlace(file, number, column + 1, header=name)
            node = resolve(self._root, name)
            try:
                entries[name] = Entry(name, cell, _tree(table.column(column)[row], node, cell))
            except UnicodeDecodeError:
                diagnostics.error("encoding", f"{name}: the text is not UTF-8", cell)
                return None
            except _NoValueError as error:
                diagnostics.error("wrong-type", f"{name}: {error}", cell)
                return None
        return Mapping(entries, place)


class _NoValueError(Exception):
    """What stands in a table is nothing that a record could say; the message says what it is."""


def _tree(scalar: pa.Scalar, node: Group | Fact | None, place: Place) -> Tree:
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    if not scalar.is_valid:
        return Scalar(None, "", place)
    if isinstance(scalar, pa.StructScalar):
        names = [inner.name for inner in scalar.type]
        inner = {name: Entry(name, place, _tree(scalar[at], _inside(node, name), place)) for at, name in enumerate(names)}
        return Mapping(inner, place)
    if isinstance(scalar, pa.ListScalar) and not isinstance(scalar, pa.MapScalar):
        element = None if node is None or isinstance(node, Group) else node.element_type or node
        items = [_tree(item, element, place) for item in scalar.values or ()]
        return Sequence(tuple(items), place)
    value, text = _plain(scalar, node)
    return Scalar(value, text, place)


def _inside(node: Group | Fact | None, name: str) -> Group | Fact | None:
    if isinstance(node, Group):
        return node.members.get(name)
    return (node.elements or {}).get(name) if node is not None else None


def _plain(scalar: pa.Scalar, node: Group | Fact | None) -> tuple[Any, str]:
    kind = scalar.type
    if pa.types.is_timestamp(kind):
        text = _moment(scalar)
        is_day = node is not None and not isinstance(node, Group) and node.type is FactType.DATE
        return (text.removesuffix(_MIDNIGHT),) * 2 if is_day and kind.tz is None else (text, text)
    if pa.types.is_date(kind):
        days = scalar.cast(pa.date32()).cast(pa.int32()).as_py()
        text = _day(days)
        return text, text
    if pa.types.is_floating(kind):
        number = scalar.cast(pa.float64()).as_py()
        if not isfinite(number):
            raise _NoValueError(f"{number} is no number")
        return Decimal(repr(number)), repr(number)
    value = scalar.as_py()
    if isinstance(value, bool | int | str | Decimal):
        return value, str(value)
    raise _NoValueError(f"a value of the type {kind} is none of a fact")


def _day(since_1970: int) -> str:
    try:
        return (date(1970, 1, 1) + timedelta(days=since_1970)).isoformat()
    except OverflowError as error:
        raise _NoValueError("its day lies outside the years 1 to 9999") from error


def _moment(scalar: pa.TimestampScalar) -> str:
    ticks, unit = scalar.value, scalar.type.unit
    seconds, rest = divmod(ticks, _TICKS[unit])
    fraction = f".{rest:0{len(str(_TICKS[unit])) - 1}}".rstrip("0") if rest else ""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise _NoValueError("its day lies outside the years 1 to 9999") from error
    return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + fraction + ("+00:00" if scalar.type.tz else "")
