"""Which records are decided: conditions on their facts (``--where``), and a sample by their ids (``--sample``).

A condition that is not true of a record leaves it out, also where nobody knows.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.batch.errors import BatchError
from engine.language.diagnostics import Place, did_you_mean
from engine.language.fact_table import EPOCH, Cells, State
from engine.language.facts import FactType, Special
from engine.loading.scalars import NumberRangeError, resolve
from engine.loading.tree import Scalar
from engine.loading.values import RefusedValueError, ValueReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.language.fact_table import FactTable
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import PlainValue, Record

_WRITTEN: Final = re.compile(r"\s*(?P<fact>[^=!<>\s]+)\s*(?P<sign>!=|<=|>=|=|<|>)\s*(?P<value>.*?)\s*", re.DOTALL)
_ORDERED: Final = frozenset({FactType.INTEGER, FactType.DECIMAL, FactType.DATE, FactType.DATETIME})
_TEXTS: Final = frozenset({FactType.TEXT, FactType.ENUMERATION, FactType.DATE, FactType.DATETIME})
_MICROSECOND: Final = EPOCH.resolution


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact compared with one value. ``rank`` are the codes of an ordered list, lowest first, where the fact has one."""

    written: str
    fact: Fact
    sign: str
    value: PlainValue
    rank: tuple[str, ...] = ()

    def holds(self, record: Record) -> bool:
        """Whether the condition is true of a record."""
        found = record.facts.get(self.fact.path)
        if isinstance(found, tuple):
            return self.value in found
        if found is None:
            return False
        if isinstance(found, Special) or isinstance(self.value, Special):
            return (self.sign == "=" and found is self.value) or (self.sign == "!=" and found is not self.value)
        left, right = (self.rank.index(str(one)) if self.rank else one for one in (found, self.value))
        return bool(_compared(self.sign, left, right))

    def mask(self, table: FactTable) -> NDArray[np.bool_]:
        """Of which records of a table the condition is true."""
        column = table.facts.get(self.fact.path)
        if column is None:
            return np.zeros(len(table), np.bool_)
        if isinstance(column, Cells) and not (isinstance(self.value, Decimal) and self.value.scaleb(column.scale) % 1):
            return self._of_cells(column, table)
        return np.array([self.holds(table.record(index)) for index in range(len(table))], np.bool_)

    def _of_cells(self, column: Cells, table: FactTable) -> NDArray[np.bool_]:
        states = column.states if column.states is not None else np.zeros(len(table), np.uint8)
        if isinstance(self.value, Special):
            same: NDArray[np.bool_] = states == (State.NONE if self.value is Special.NONE else State.OPEN)
            return same if self.sign == "=" else ~same & (states != State.UNKNOWN)
        values, wanted = column.values, self._number(table, column.scale)
        if self.rank:
            ranks = {table.words.number(code): rank for rank, code in enumerate(self.rank)}
            values = np.array([ranks.get(number, -1) for number in range(len(table.words.texts))], np.int64)[values]
            wanted = self.rank.index(str(self.value))
        known = states == State.KNOWN
        found: NDArray[np.bool_] = known & _compared(self.sign, values, wanted)
        return found | ((states != State.UNKNOWN) & ~known) if self.sign == "!=" else found

    def _number(self, table: FactTable, scale: int) -> Any:
        """The value as a column of its fact has it (see :class:`Cells`)."""
        match self.fact.type:
            case FactType.TEXT | FactType.ENUMERATION:
                return table.words.number(str(self.value))
            case FactType.DATE:
                return self.value.toordinal()  # type: ignore[union-attr]  # a date's value is one
            case FactType.DATETIME:
                return (self.value - EPOCH) // _MICROSECOND  # type: ignore[operator]  # the same of a date-time
            case FactType.DECIMAL:
                return int(self.value.scaleb(scale))  # type: ignore[union-attr]  # the same of a decimal
            case _:
                return self.value


def _compared(sign: str, left: Any, right: Any) -> Any:
    match sign:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right


# -- from what was written ---------------------------------------------------------------------------------------------


def read_condition(written: str, vocabulary: Vocabulary) -> Condition:
    """A condition such as ``card.kind=guest``, typed by the vocabulary; raises :class:`BatchError` with a way out."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise BatchError(f'--where: "{written}" is no condition', "write FACT=VALUE, or with != < <= > >= in place of =")
    path, sign = match["fact"], match["sign"]
    fact = vocabulary.facts.get(path)
    if fact is None:
        raise BatchError(f'--where: there is no fact "{path}"', did_you_mean(path, vocabulary.facts))
    compared, rank = _type_and_rank(fact, sign, vocabulary)
    value = _value(match["value"], compared, vocabulary)
    if isinstance(value, Special) and sign not in {"=", "!="}:
        raise BatchError(f'--where: "{written}": nothing is before or after "{value.value}"', "compare it with = or !=")
    return Condition(written.strip(), fact, sign, value, rank if sign not in {"=", "!="} else ())


def _type_and_rank(fact: Fact, sign: str, vocabulary: Vocabulary) -> tuple[Fact, tuple[str, ...]]:
    """The fact whose type the value has, and the ranks of its codes; ends where the comparison has no meaning."""
    if fact.type is FactType.LIST:
        if fact.element_type is None:
            raise BatchError(f'--where: "{fact.path}" is a list of structures', "only single facts and plain lists can be asked")
        if sign != "=":
            raise BatchError(f'--where: "{fact.path}" is a list', f"{fact.path}=VALUE asks whether VALUE is in it")
        return fact.element_type, ()
    enumeration = vocabulary.enumerations.get(fact.enumeration)
    ranked = enumeration is not None and enumeration.ordered
    if sign not in {"=", "!="} and fact.type not in _ORDERED and not ranked:
        raise BatchError(f'--where: the values of "{fact.path}" have no order', "compare it with = or !=")
    return fact, tuple(enumeration.values) if enumeration is not None and ranked else ()


def _value(text: str, fact: Fact, vocabulary: Vocabulary) -> PlainValue:
    if not text:
        raise BatchError(f'--where: a value for "{fact.path}" is wanted', f"write {fact.path}=VALUE")
    try:
        value = text if fact.type in _TEXTS else resolve(text)
        read, _ = ValueReader(vocabulary.enumerations, vocabulary.offset_minutes).read(Scalar(value, text, Place("")), fact)
    except (RefusedValueError, NumberRangeError) as error:
        raise BatchError(f'--where: "{fact.path}": {error}', getattr(error, "help", "")) from error
    if read is None:
        raise BatchError(f'--where: "{fact.path}": nobody is asked for what is unknown', "look into the outcomes instead")
    return read


# -- a sample ----------------------------------------------------------------------------------------------------------


def draw(id_: str, seed: int) -> int:
    """The number that an id draws, the same at any time and place; those with the least numbers are the sample."""
    drawn = hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8, key=str(seed).encode()).digest()
    return int.from_bytes(drawn, "big")


def draws(ids: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """The numbers that some ids draw."""
    return np.fromiter((draw(id_, seed) for id_ in ids), np.uint64, len(ids))
