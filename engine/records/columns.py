"""From records that were read one by one to a table of facts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.language.fact_table import EPOCH, Cells, FactTable, ListCells, State, words_of
from engine.language.facts import FactType, Special

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from engine.language.fact_table import Words
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

_STATES: Final = {None: State.UNKNOWN, Special.NONE: State.NONE, Special.OPEN: State.OPEN}
_MICROSECOND: Final = EPOCH.resolution
_KINDS: Final = {FactType.BOOLEAN: np.bool_, FactType.DATE: np.int32, FactType.TEXT: np.int32, FactType.ENUMERATION: np.int32}
MOST_PLACES: Final = 9
"""Decimals with more places than this do not fit a column."""


class UnfitError(ValueError):
    """A value is too large or too fine for a column; its record has to be decided by itself."""


def table_of(records: Sequence[Record], vocabulary: Vocabulary) -> FactTable:
    """The records of one subject as a table, in their order.

    Raises :class:`UnfitError` where a number has no room in 64 bits, or more than :data:`MOST_PLACES` decimal places.
    """
    words = words_of(vocabulary)
    facts: dict[str, Cells | ListCells] = {}
    for path, fact in vocabulary.facts.items():
        found = [record.facts.get(path) for record in records]
        presumed = np.array([path in record.presumed for record in records], dtype=np.bool_)
        if fact.type is FactType.LIST:
            facts[path] = _list(fact, found, records, presumed, words)
        else:
            facts[path] = _cells(fact, found, presumed, words)
    return FactTable(vocabulary, [record.id for record in records], facts, words)


def _list(fact: Fact, found: Sequence[Any], records: Sequence[Record], presumed: Any, words: Words) -> ListCells:
    lengths = [0 if value is None else len(value) for value in found]
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
    unknown = np.array([value is None for value in found], dtype=np.bool_)
    column = ListCells(offsets, unknown if unknown.any() else None, presumed=presumed if presumed.any() else None)
    entries = [entry for value in found if value is not None for entry in value]
    if fact.elements is None:
        column.items = _cells(fact.element_type or fact, entries, np.zeros(len(entries), dtype=np.bool_), words)
        return column
    of_entry = [record.presumed for record, length in zip(records, lengths, strict=True) for _ in range(length)]
    column.fields = {
        name: _cells(
            field,
            [entry.values.get(name) for entry in entries],
            np.array([f"{entry.path}.{name}" in those for entry, those in zip(entries, of_entry, strict=True)], np.bool_),
            words,
        )
        for name, field in fact.elements.items()
    }
    return column


def _cells(fact: Fact, found: Sequence[Any], presumed: Any, words: Words) -> Cells:
    states = np.array([_STATES[value] if value is None or isinstance(value, Special) else 0 for value in found], np.uint8)
    known = [None if state else value for value, state in zip(found, states.tolist(), strict=True)]
    scale = max((_places(value) for value in known if isinstance(value, Decimal)), default=0)
    if scale > MOST_PLACES:
        raise UnfitError(f"{fact.path}: more than {MOST_PLACES} decimal places")
    number = _number(scale, words)
    try:
        values: NDArray[Any] = np.array(
            [0 if value is None else number(value) for value in known], _KINDS.get(fact.type, np.int64)
        )
    except OverflowError as error:
        raise UnfitError(f"{fact.path}: a number of more than 64 bits") from error
    return Cells(values, states if states.any() else None, scale, presumed if presumed.any() else None)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number(scale: int, words: Words) -> Callable[[Any], int]:
    def number(value: Any) -> int:
        match value:
            case bool():
                return int(value)
            case str():
                return words.add(value)
            case datetime():
                return (value - EPOCH) // _MICROSECOND
            case date():
                return value.toordinal()
            case Decimal():
                return int(value.scaleb(scale))
            case _:
                return int(value)

    return number
