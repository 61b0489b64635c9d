"""One Arrow array as the cells of a fact: what :class:`engine.loading.values.ValueReader` would read, for a whole column.

Texts are read once for each different one, by that reader itself. Days and moments in their usual forms are cast by Arrow,
which accepts less than the reader does, or is kept to it by the checks here. A value that could be wrong makes its position
``irregular``: whether it is, the exact reading decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.language.diagnostics import Place
from engine.language.fact_table import EPOCH, Cells, State
from engine.language.facts import Empty, FactType, Special
from engine.loading.tree import Scalar
from engine.loading.values import RefusedValueError, ValueReader
from engine.records.arrow import standins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.language.fact_table import Words
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import PlainValue
    from engine.records.shape import Default

PLACES: Final = 9
"""Decimal places of a number in JSON. One with more is irregular."""
DECIMALS: Final = pa.decimal128(38, PLACES)
_NOWHERE: Final = Place("")
_MOST: Final = np.iinfo(np.int64).max
_UNIX_DAY: Final = date(1970, 1, 1).toordinal()
_UNIX_MOMENT: Final = (datetime(1970, 1, 1, tzinfo=EPOCH.tzinfo) - EPOCH) // timedelta(microseconds=1)
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_YEAR: Final = 366 * 86_400_000_000
_FIRST_MOMENT, _LAST_MOMENT = _YEAR, (_LAST_DAY - 366) * 86_400_000_000
"""Moments that lie in the calendar at every offset."""
_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_STATES: Final = {None: State.UNKNOWN, Special.NONE: State.NONE, Special.OPEN: State.OPEN}
_DTYPES: Final = {FactType.BOOLEAN: np.bool_, FactType.DATE: np.int32, FactType.TEXT: np.int32, FactType.ENUMERATION: np.int32}
_SPECIAL: Final = frozenset({"none", "open", "unknown"})
"""Texts that may be no text."""
_OF_FEW_TEXTS: Final = frozenset({FactType.ENUMERATION, FactType.TEXT, FactType.DATE})
_WITH_STAND_INS: Final = frozenset({FactType.INTEGER, FactType.DECIMAL})
_FLOAT_PLACES: Final = 6
_FLOAT_MOST: Final = 1e15
"""Up to here a decimal of up to 15 digits and the binary number nearest to it tell each other exactly."""


@dataclass(slots=True)
class Column:
    """What was read of an array. Where ``states`` is not KNOWN the value is 0; ``written`` tells what was no empty value."""

    values: NDArray[Any]
    states: NDArray[np.uint8] | None = None
    scale: int = 0
    irregular: NDArray[np.bool_] | None = None
    written: NDArray[np.bool_] | None = None
    """Absent where everything that is unknown was left empty."""


class CellReader:
    """Reads arrays as cells, the texts as numbers of ``words``; numbers may be stand-ins for words."""

    def __init__(self, vocabulary: Vocabulary, words: Words, *, has_stand_ins: bool = False) -> None:
        self._values = ValueReader(vocabulary.enumerations, vocabulary.offset_minutes)
        self._offset = vocabulary.offset_minutes * 60_000_000
        self._words = words
        self._has_stand_ins = has_stand_ins

    def cells(self, array: pa.Array, fact: Fact, default: Default | None) -> tuple[Cells, NDArray[np.bool_] | None]:
        """The cells of a fact that is no list, what is absent being what ``default`` says, and which are irregular."""
        column = self._column(array, fact)
        if self._has_stand_ins and fact.type in _WITH_STAND_INS:
            _read_stand_ins(column, fact)
        presumed = None
        if default is not None and column.states is not None:
            missing = column.states == State.UNKNOWN
            if not default.is_presumption and column.written is not None:
                missing &= ~column.written  # said to be unknown: an empty value's meaning does not apply
            if missing.any():
                self._fill(column, default.value, missing)
                presumed = missing if default.is_presumption else None
        states = column.states if column.states is not None and column.states.any() else None
        return Cells(column.values, states, column.scale, presumed), column.irregular

    def with_items(self, items: Cells, is_presumed: NDArray[np.bool_], presumed: tuple[Any, ...]) -> Cells:
        """The items of lists with those of the presumed list where ``is_presumed`` says so, over and over."""
        column = Column(np.zeros(len(is_presumed), items.values.dtype), scale=items.scale)
        column.values[~is_presumed] = items.values
        column.states = np.zeros(len(is_presumed), np.uint8)
        if items.states is not None:
            column.states[~is_presumed] = items.states
        places = np.flatnonzero(is_presumed)
        for at, value in enumerate(presumed):
            those = np.zeros(len(is_presumed), np.bool_)
            those[places[at :: len(presumed)]] = True
            self._fill(column, value, those)
        return Cells(column.values, column.states if column.states.any() else None, column.scale)

    def _fill(self, column: Column, value: Any, missing: NDArray[np.bool_]) -> None:
        assert column.states is not None  # noqa: S101 - only then is something missing
        if isinstance(value, Special):
            column.states[missing] = _STATES[value]
            return
        if isinstance(value, Decimal):
            places = max(0, -int(value.normalize().as_tuple().exponent))
            if places > column.scale:
                column.values = column.values * 10 ** (places - column.scale)
                column.scale = places
        column.values[missing] = self._number(value, column.scale)
        column.states[missing] = State.KNOWN

    def _column(self, array: pa.Array, fact: Fact) -> Column:
        kind = array.type
        if pa.types.is_dictionary(kind):
            if is_text(kind.value_type) and fact.type in _OF_FEW_TEXTS and len(array.dictionary) <= len(array):
                return self._by_distinct(array, fact)
            array = array.dictionary_decode()
            kind = array.type
        if is_text(kind):
            return self._text(array if kind == pa.string() else array.cast(pa.string()), fact)
        match fact.type:
            case FactType.BOOLEAN if pa.types.is_boolean(kind):
                return _known(array, _numbers(array.fill_null(False)))  # noqa: FBT003 - what Arrow calls it
            case FactType.INTEGER | FactType.DECIMAL if pa.types.is_integer(kind):
                return _integers(array)
            case FactType.DECIMAL if pa.types.is_decimal128(kind):
                return _decimals(array)
            case FactType.DECIMAL if pa.types.is_floating(kind):
                return _floats(array)
            case FactType.DATE if pa.types.is_date(kind):
                return _days(array, _numbers(array.cast(pa.date32()).cast(pa.int32()).fill_null(0)).astype(np.int64))
            case FactType.DATE if pa.types.is_timestamp(kind) and kind.tz is None:
                return _midnights(array)
            case FactType.DATETIME if pa.types.is_timestamp(kind):
                return _moments(array, 0 if kind.tz else self._offset)
            case _:
                valid = _numbers(array.is_valid())
                nothing: NDArray[Any] = np.zeros(len(array), _DTYPES.get(fact.type, np.int64))
                return _known(array, nothing, valid if valid.any() else None)

    def _text(self, array: pa.Array, fact: Fact) -> Column:
        """A column of texts: days and moments by Arrow where all are in the usual form, the rest by the different ones."""
        if fact.type is FactType.DATE:
            try:
                return _days(array, _numbers(array.cast(pa.date32()).cast(pa.int32()).fill_null(0)).astype(np.int64))
            except pa.ArrowInvalid:
                pass
        elif fact.type is FactType.DATETIME:
            return self._written_moments(array, fact)
        return self._by_distinct(array, fact)

    def _by_distinct(self, array: pa.Array, fact: Fact) -> Column:
        encoded = array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        values: NDArray[Any] = np.zeros(len(texts) + 1, _DTYPES.get(fact.type, np.int64))
        states = np.zeros(len(texts) + 1, np.uint8)
        refused = np.zeros(len(texts) + 1, np.bool_)
        states[-1] = State.UNKNOWN  # the place of null
        is_free = fact.type is FactType.TEXT
        for at, text in enumerate(texts):
            if text is None:  # a dictionary may hold it
                states[at] = State.UNKNOWN
                continue
            if is_free and text not in _SPECIAL:
                values[at] = self._words.add(text)
                continue
            value = self._read(text, fact)
            if value is None or isinstance(value, Special):
                states[at] = _STATES[value]
            elif isinstance(value, _Refused):
                refused[at] = True
            else:
                values[at] = self._number(value, 0)
        indices = encoded.indices
        if indices.null_count:
            indices = indices.cast(pa.int64()).fill_null(len(texts))  # a narrow index has no room for one more
        indices = _numbers(indices)
        column = Column(values[indices])
        if states[:-1].any() or encoded.null_count:
            column.states = states[indices]
            if (states[:-1] == State.UNKNOWN).any():
                column.written = np.array([text is not None for text in texts] + [False])[indices]
        if refused.any():
            column.irregular = refused[indices]
        return column

    def _read(self, text: str, fact: Fact) -> PlainValue | _Refused | None:
        try:
            return self._values.read(Scalar(text, text, _NOWHERE), fact)[0]
        except RefusedValueError:
            return _REFUSED

    def _written_moments(self, array: pa.Array, fact: Fact) -> Column:
        """Arrow knows more forms of offsets and times than the reader does: only those whose marks stand right are cast."""
        form = _form_of_moments(array)
        try:
            if form is _Form.WITH_OFFSET:
                return _moments(array.cast(pa.timestamp("us", "UTC")), 0)
            if form is _Form.LOCAL:
                return _moments(array.cast(pa.timestamp("us")), self._offset)
        except pa.ArrowInvalid:
            pass
        return self._by_distinct(array, fact)

    def _number(self, value: Any, scale: int) -> int:
        match value:
            case bool() | int():
                return int(value)
            case str():
                return self._words.add(value)
            case datetime():
                return (value - EPOCH) // EPOCH.resolution
            case date():
                return value.toordinal()
            case _:
                return int(value.scaleb(scale))


def _read_stand_ins(column: Column, fact: Fact) -> None:
    """Read the numbers back as the words for which they stand."""
    none, unknown = (column.values == number * 10**column.scale for number in (standins.NONE, standins.UNKNOWN))
    if not (none.any() or unknown.any()):
        return
    if column.states is None:
        column.states = np.zeros(len(column.values), np.uint8)
    column.written = column.states == State.KNOWN
    column.states[unknown] = State.UNKNOWN
    if fact.may_be_none or fact.empty is Empty.NONE:
        column.states[none] = State.NONE
    elif none.any():
        column.irregular = none if column.irregular is None else column.irregular | none
    column.values[none | unknown] = 0


class _Refused:
    """No value of its fact."""


_REFUSED: Final = _Refused()


def is_text(kind: pa.DataType) -> bool:
    """Whether an array of this type holds texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _numbers(array: pa.Array) -> NDArray[Any]:
    return np.asarray(array.to_numpy(zero_copy_only=False))


def _known(array: pa.Array, values: NDArray[Any], irregular: NDArray[np.bool_] | None = None) -> Column:
    """A column that is unknown where the array is null; the values may belong to Arrow, so they are copied."""
    states = None
    if array.null_count:
        states = _numbers(array.is_null()).astype(np.uint8)  # State.UNKNOWN is 1
    return Column(values if values.flags.writeable else values.copy(), states, irregular=irregular)


def _integers(array: pa.Array) -> Column:
    if pa.types.is_uint64(array.type):
        large = _numbers(pc.greater(array, pa.scalar(_MOST, pa.uint64())).fill_null(False))  # noqa: FBT003 - as Arrow calls it
        return _known(array, _numbers(array.cast(pa.int64(), safe=False).fill_null(0)), large if large.any() else None)
    return _known(array, _numbers(array.cast(pa.int64()).fill_null(0)))


def _decimals(array: pa.Array) -> Column:
    """Decimals as whole numbers of the smallest places that all of them need."""
    scale = array.type.scale
    if scale < 0 or scale > PLACES:
        return _decimals_at(array)
    if not len(array):
        return Column(np.zeros(0, np.int64))
    words = np.frombuffer(array.buffers()[1], np.int64, 2 * len(array), 16 * array.offset)
    low, high = words[0::2].copy(), words[1::2]  # little-endian, the low half first
    valid = _numbers(array.is_valid())
    low[~valid] = 0
    large = valid & (high != low >> 63)
    low[large] = 0
    while scale and not (low % 10).any():
        low //= 10
        scale -= 1
    column = _known(array, low, large if large.any() else None)
    column.scale = scale
    return column


def _decimals_at(array: pa.Array) -> Column:
    """Decimals of places beyond those of a column: cast where that loses nothing, else all of them are irregular."""
    try:
        return _decimals(array.cast(DECIMALS))
    except pa.ArrowInvalid:
        return _known(array, np.zeros(len(array), np.int64), _numbers(array.is_valid()))


def _floats(array: pa.Array) -> Column:
    """Binary numbers stand for the shortest decimal that gives them back; what has many digits is irregular."""
    numbers = _numbers(array.cast(pa.float64()).fill_null(0.0))
    scaled = np.rint(np.where(np.isfinite(numbers), numbers, 0) * 10**_FLOAT_PLACES)
    odd = ~(np.abs(scaled) < _FLOAT_MOST) | (scaled / 10**_FLOAT_PLACES != numbers)
    values = np.where(odd, 0, scaled).astype(np.int64)
    scale = _FLOAT_PLACES
    while scale and not (values % 10).any():
        values //= 10
        scale -= 1
    column = _known(array, values, odd if odd.any() else None)
    column.scale = scale
    return column


def _days(array: pa.Array, since_1970: NDArray[np.int64]) -> Column:
    ordinals = since_1970 + _UNIX_DAY
    odd = (ordinals < _FIRST_DAY) | (ordinals > _LAST_DAY)
    if array.null_count:
        ordinals[_numbers(array.is_null())] = 0
    return _known(array, ordinals.astype(np.int32), odd if odd.any() else None)


def _midnights(array: pa.Array) -> Column:
    """Moments without an offset that are all the beginning of a day: how many programs write days."""
    days, rest = np.divmod(_numbers(array.cast(pa.int64()).fill_null(0)), _DAY[array.type.unit])
    column = _days(array, days)
    if rest.any():
        column.irregular = (rest != 0) if column.irregular is None else column.irregular | (rest != 0)
    return column


def _moments(array: pa.Array, offset: int) -> Column:
    """``offset``, in microseconds, is that of the clock which the moments were read from."""
    unit = array.type.unit
    numbers = _numbers(array.cast(pa.int64()).fill_null(0))
    odd = np.zeros(len(numbers), np.bool_)
    if unit == "ns":
        numbers, rest = np.divmod(numbers, 1000)
        odd = rest != 0
    elif unit != "us":
        factor = 1000 if unit == "ms" else 1_000_000
        odd = np.abs(numbers) > _MOST // factor - 1
        numbers = np.where(odd, 0, numbers) * factor
    moments = numbers + _UNIX_MOMENT - offset
    odd = odd | (moments < _FIRST_MOMENT) | (moments > _LAST_MOMENT)
    if array.null_count:
        null = _numbers(array.is_null())
        moments[null] = 0
        odd &= ~null
    return _known(array, moments, odd if odd.any() else None)


class _Form(Enum):
    """How all the date-times of a column are written."""

    WITH_OFFSET = 1
    LOCAL = 2
    MIXED = 3


_LOCAL: Final = len("2030-01-31T09:30:00")
_UTC: Final = len("2030-01-31T09:30:00Z")
_SHORTEST: Final = len("2030-01-31T09:30:00+08:00")
_LONGEST: Final = len("2030-01-31T09:30:00.000001+08:00")


def _form_of_moments(array: pa.Array) -> _Form:
    """By the marks: date and time are parted, the time has seconds, an offset has hours and minutes. Arrow reads the rest."""
    array = array.drop_null()
    if not len(array):
        return _Form.LOCAL
    offsets = np.frombuffer(array.buffers()[1], np.int32, len(array) + 1, array.offset * 4).astype(np.int64)
    starts, ends = offsets[:-1], offsets[1:]
    lengths = ends - starts
    shortest, longest = int(lengths.min()), int(lengths.max())
    if shortest < _LOCAL or longest > _LONGEST:
        return _Form.MIXED
    letters = np.frombuffer(array.buffers()[2], np.uint8)
    if not (np.isin(letters[starts + 10], (ord("T"), ord(" "))).all() and (letters[starts + 16] == ord(":")).all()):
        return _Form.MIXED
    if longest == _LOCAL:
        return _Form.LOCAL
    if shortest == longest == _UTC:
        return _Form.WITH_OFFSET if (letters[ends - 1] == ord("Z")).all() else _Form.MIXED
    if shortest < _SHORTEST:
        return _Form.MIXED
    has_offset = np.isin(letters[ends - 6], (ord("+"), ord("-"))) & (letters[ends - 3] == ord(":"))
    has_fraction = (lengths == _SHORTEST) | (letters[starts + 19] == ord("."))
    return _Form.WITH_OFFSET if (has_offset & has_fraction).all() else _Form.MIXED
