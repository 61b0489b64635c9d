"""Many records of one subject as columns: what the columnar evaluation reads, and what readers of tables make.

A column holds the values of one fact for all records, in the types of NumPy, beside what is special about some of them. What
each number means is said by :class:`Cells`. A table says the same as the list of its records: :meth:`FactTable.record` gives
each of them back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from engine.language.facts import FactType, Special
from engine.language.record import Element, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import PlainValue, Value

EPOCH: Final = datetime(1, 1, 1, tzinfo=UTC)
"""Date-times are counted in microseconds from here."""


class State(IntEnum):
    """What is special about a cell."""

    KNOWN = 0
    UNKNOWN = 1
    NONE = 2
    OPEN = 3


class Words:
    """Texts and codes as whole numbers, the same text always the same number within one table."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> int:
        """The number of a text, new or not."""
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def number(self, text: str) -> int:
        """The number of a text; -1 for one that does not occur."""
        return self._numbers.get(text, -1)


def words_of(vocabulary: Vocabulary) -> Words:
    """The words of a vocabulary: every code of every enumeration, in the order of their declaration."""
    return Words(code for enumeration in vocabulary.enumerations.values() for code in enumeration.values)


@dataclass(slots=True)
class Cells:
    """One value a record (or an element). Where the state is not KNOWN the value is 0.

    ``values`` by the fact's type: boolean as ``bool``; integer as ``int64``; decimal as ``int64``, the number times
    10 ** ``scale``; text and enumeration as ``int32``, a number of :class:`Words`; date as ``int32``, ``date.toordinal()``;
    date-time as ``int64``, microseconds since :data:`EPOCH`. ``states`` are ``uint8`` of :class:`State`, absent where all are
    known.
    ``presumed`` tells the values that are presumptions of the vocabulary, absent where there are none.
    """

    values: NDArray[Any]
    states: NDArray[np.uint8] | None = None
    scale: int = 0
    presumed: NDArray[np.bool_] | None = None


@dataclass(slots=True)
class ListCells:
    """A list a record: record ``i`` has the elements ``offsets[i]`` to ``offsets[i + 1]``; a list that is not known has none.

    ``unknown`` tells the records whose list is not known, absent where all are. A list of structures has ``fields`` (one
    :class:`Cells` for each field of the vocabulary, over all elements), a list of plain values ``items``.
    """

    offsets: NDArray[np.int64]
    unknown: NDArray[np.bool_] | None = None
    fields: Mapping[str, Cells] | None = None
    items: Cells | None = None
    presumed: NDArray[np.bool_] | None = None


@dataclass(slots=True)
class FactTable:
    """The records of one subject. A fact that has no column is unknown for all of them (and not presumed)."""

    vocabulary: Vocabulary
    ids: list[str]
    facts: Mapping[str, Cells | ListCells]
    words: Words = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def record(self, index: int) -> Record:
        """One record as the interpreter reads it. The offsets and R.O.C. spellings of dates as they were written are gone."""
        facts: dict[str, Value] = {}
        presumed: list[str] = []
        for path, fact in self.vocabulary.facts.items():
            column = self.facts.get(path)
            if isinstance(column, ListCells):
                self._list(path, fact, column, index, facts, presumed)
            elif column is not None:
                value = self._plain(fact, column, index)
                if value is not None:
                    facts[path] = value
                if column.presumed is not None and column.presumed[index]:
                    presumed.append(path)
        identifier = next((path for path, fact in self.vocabulary.facts.items() if fact.identifier), "id")
        facts.setdefault(identifier, self.ids[index])
        return Record(self.ids[index], self.vocabulary.subject, facts, frozenset(presumed))

    def _list(self, path: str, fact: Fact, column: ListCells, index: int, facts: dict[str, Value], presumed: list[str]) -> None:
        if column.unknown is not None and column.unknown[index]:
            return
        if column.presumed is not None and column.presumed[index]:
            presumed.append(path)
        first, last = int(column.offsets[index]), int(column.offsets[index + 1])
        if column.items is not None:
            element = fact.element_type or fact
            items = (self._plain(element, column.items, at) for at in range(first, last))
            facts[path] = tuple(item for item in items if item is not None)
            return
        elements = []
        for place, at in enumerate(range(first, last)):
            values: dict[str, PlainValue] = {}
            for name, cells in (column.fields or {}).items():
                value = self._plain((fact.elements or {})[name], cells, at)
                if value is not None:
                    values[name] = value
                if cells.presumed is not None and cells.presumed[at]:
                    presumed.append(f"{path}[{place}].{name}")
            elements.append(Element(f"{path}[{place}]", values))
        facts[path] = tuple(elements)

    def _plain(self, fact: Fact, cells: Cells, at: int) -> PlainValue | None:
        state = State.KNOWN if cells.states is None else State(int(cells.states[at]))
        if state is not State.KNOWN:
            return {State.UNKNOWN: None, State.NONE: Special.NONE, State.OPEN: Special.OPEN}[state]
        number = cells.values[at]
        match fact.type:
            case FactType.BOOLEAN:
                return bool(number)
            case FactType.INTEGER:
                return int(number)
            case FactType.DECIMAL:
                return Decimal(int(number)).scaleb(-cells.scale)
            case FactType.DATE:
                return date.fromordinal(int(number))
            case FactType.DATETIME:
                moment = EPOCH + timedelta(microseconds=int(number))
                return moment.astimezone(timezone(timedelta(minutes=self.vocabulary.offset_minutes)))
            case _:
                return self.words.texts[int(number)]
