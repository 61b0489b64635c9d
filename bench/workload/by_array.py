"""The workload as somebody would write it by hand with NumPy, for whole tables: what the columnar evaluation is measured against.

:func:`table_of_arrow` turns what DuckDB or pyarrow read (texts, dates, lists as Arrow has them) into numbers, and :func:`decide`
reads numbers. A truth is 0 (false), 1 (unknown) or 3 (true), in bytes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.workload.rules import (
    CLOSES_AT,
    DEGREES,
    GMAT,
    LONG_PERIOD,
    LONG_PROGRAMMES,
    MONTHS_OF_WORK,
    NOT_COUNTED,
    NOT_FOREIGN,
    PERIOD,
    REQUIRED,
    RULES,
    TOEFL,
    YEARLY_LIMIT,
    YEARS_SINCE_LOSS,
)
from engine.language.fact_table import EPOCH, Cells, FactTable, ListCells, words_of
from engine.language.facts import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from engine.language.fact_table import Words
    from engine.language.facts import Fact, Vocabulary

    Bytes = NDArray[np.uint8]

UNIX: Final = date(1970, 1, 1).toordinal()
DAY: Final = 86_400_000_000
_NOT: Final[Bytes] = np.array([3, 1, 0, 0], np.uint8)
_PLAIN: Final[Bytes] = np.array([0, 1, 0, 2], np.uint8)
_YEARS: Final = range(1950, 2052)
_FIRST: Final = date(_YEARS[0], 1, 1).toordinal()
_NEW_YEAR: Final = np.array([date(year, 1, 1).toordinal() for year in _YEARS], np.int32)
_YEAR_OF: Final = np.repeat(np.arange(len(_YEARS) - 1, dtype=np.int32), np.diff(_NEW_YEAR))
_LEAP: Final = (np.diff(_NEW_YEAR, append=_NEW_YEAR[-1] + 365) == 366).astype(np.int32)
_SEMESTERS: Final = np.array([day.toordinal() for day in CLOSES_AT], np.int32)
_CLOSES: Final = np.array([(moment - EPOCH) // EPOCH.resolution for moment in CLOSES_AT.values()], np.int64)
_OUTCOMES: Final = np.array([[0, 0, 0, 0], [3, 3, 3, 3], [0, 0, 0, 0], [2, 3, 0, 1]], np.int8)
"""By the truths of "admissible" and of "english_ok"."""


def decide(facts: FactTable) -> tuple[NDArray[np.int8], dict[str, Bytes]]:
    """The numbers of the outcomes, and each rule's truths as 0, 1, 3."""
    words = facts.words
    found: dict[str, Bytes] = {}
    where = _among(words, NOT_FOREIGN)
    in_list = _bits(_list(facts, "nationalities"), np.where(where, np.where(_among(words, ["TW"]), 1, 0), 2).astype(np.uint8))
    is_national = _is((in_list & 1) != 0)
    held = _truth(facts, "held_roc_nationality")
    found["foreign"] = _is((in_list & 2) != 0)
    found["never_held_roc"] = _NOT[held]
    found["dual"] = is_national & found["foreign"]
    found["no_household_reg"] = _NOT[_truth(facts, "household_registration_ever")]
    found["residence"] = resident = _residence(facts)
    found["formerly_held"] = held & _NOT[is_national]
    found["lost_8y"] = _long_lost(facts)
    found["path_a"] = found["foreign"] & found["never_held_roc"]
    found["path_b"] = found["dual"] & found["no_household_reg"] & resident
    found["path_c"] = found["formerly_held"] & found["lost_8y"] & resident
    found["path_d"] = _truth(facts, "hk_macao_permanent_resident") & resident
    found["path_e"] = _truth(facts, "former_mainland") & resident
    found["status"] = found["path_a"] | found["path_b"] | found["path_c"] | found["path_d"] | found["path_e"]
    found["not_overseas_chinese"] = _NOT[_truth(facts, "studied_as_overseas_chinese")]
    found["not_placed"] = _NOT[_truth(facts, "placed_by_uec_this_year")]
    found["degree_ok"] = _is(_among(words, DEGREES)[_known(facts, "degree")])
    found["work_ok"] = _at_least(facts, "work_months", MONTHS_OF_WORK)
    every = (1 << len(REQUIRED)) - 1
    papers = np.zeros(len(words.texts), np.uint8)
    papers[[words.number(paper) for paper in REQUIRED]] = 1 << np.arange(len(REQUIRED), dtype=np.uint8)
    found["documents_ok"] = _is(_bits(_list(facts, "documents"), papers) == every)
    closes = _CLOSES[np.searchsorted(_SEMESTERS, _known(facts, "semester_start"))]
    found["deadline_ok"] = _is(_known(facts, "application_at") < closes)
    scores = _at_least(facts, "toefl_ibt", TOEFL) | _at_least(facts, "gmat", GMAT)
    found["english_ok"] = scores | _truth(facts, "english_country")
    admissible = found["status"]
    for rule in RULES[13:19]:
        admissible = admissible & found[rule]
    found["admissible"] = admissible
    return _OUTCOMES[admissible, found["english_ok"]], found


def plain_truths(found: dict[str, Bytes]) -> Bytes:
    """One row a record, one column a rule: 0 false, 1 unknown, 2 true."""
    return _PLAIN[np.stack([found[rule] for rule in RULES], axis=1)]


def _residence(facts: FactTable) -> Bytes:
    stays, count = _list(facts, "stays"), len(facts)
    fields = stays.fields or {}
    semester = _known(facts, "semester_start")
    long = _among(facts.words, LONG_PROGRAMMES)[_known(facts, "intended_programme")]
    year = _YEAR_OF[semester - _FIRST]
    first_year = year - np.where(long, LONG_PERIOD, PERIOD).astype(np.int32)
    in_year = semester - _NEW_YEAR[year]
    first = _NEW_YEAR[first_year] + in_year + np.where(in_year >= 59, _LEAP[first_year] - _LEAP[year], 0)
    owner = np.repeat(np.arange(count, dtype=np.int32), np.diff(stays.offsets))
    start = np.maximum(fields["from"].values, first[owner])
    end = np.minimum(fields["to"].values, semester[owner] - 1)
    kept = (start <= end) & ~_among(facts.words, NOT_COUNTED)[fields["purpose"].values]
    start, end, owner = start[kept], end[kept], owner[kept]
    width = LONG_PERIOD + 1
    days = np.zeros(count * width)
    while len(owner):
        of_start = _YEAR_OF[start - _FIRST]
        until = np.minimum(end, _NEW_YEAR[of_start + 1] - 1)
        days += np.bincount(owner * width + of_start - first_year[owner], until - start + 1, count * width)
        more = until < end
        start, end, owner = until[more] + 1, end[more], owner[more]
    truth = _is(np.all(days.reshape(count, width) <= YEARLY_LIMIT, axis=1))
    if stays.unknown is not None:
        truth[stays.unknown] = 1
    return truth


def _long_lost(facts: FactTable) -> Bytes:
    """Whether the day some years after the loss is not after the day of the application in the zone of the law."""
    lost = _cells(facts, "roc_nationality_lost_on")
    day = (lost.values - UNIX).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = (month + np.timedelta64(12 * YEARS_SINCE_LOSS, "M")).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    applied_on = (_known(facts, "application_at") + 8 * DAY // 24) // DAY + 1 - UNIX
    return _unless_unknown(_is(later.astype(np.int64) <= applied_on), lost)


def _cells(facts: FactTable, path: str) -> Cells:
    column = facts.facts[path]
    assert isinstance(column, Cells)  # noqa: S101 - what the type checker cannot know
    return column


def _known(facts: FactTable, path: str) -> NDArray[Any]:
    """The values of a fact that every record of the workload has."""
    column = _cells(facts, path)
    if column.states is not None and column.states.any():
        raise ValueError(f"{path} is not known for every record")
    return column.values


def _list(facts: FactTable, path: str) -> ListCells:
    column = facts.facts[path]
    assert isinstance(column, ListCells)  # noqa: S101 - the same
    return column


def _among(words: Words, codes: Iterable[str]) -> NDArray[np.bool_]:
    """By the number of a word: whether it is one of these."""
    found = np.zeros(len(words.texts), np.bool_)
    found[[words.number(code) for code in codes]] = True
    return found


def _bits(column: ListCells, bit_of: Bytes) -> Bytes:
    """For each list the bits of its items together."""
    assert column.items is not None  # noqa: S101 - the same
    bits = np.append(bit_of[column.items.values], np.uint8(0))
    starts = column.offsets[:-1]
    together = np.bitwise_or.reduceat(bits, starts)
    together[starts == column.offsets[1:]] = 0
    return together


def _is(known: NDArray[np.bool_]) -> Bytes:
    return known.astype(np.uint8) * np.uint8(3)


def _unless_unknown(truth: Bytes, cells: Cells) -> Bytes:
    if cells.states is not None:
        truth[cells.states != 0] = 1
    return truth


def _truth(facts: FactTable, path: str) -> Bytes:
    cells = _cells(facts, path)
    return _unless_unknown(_is(cells.values), cells)


def _at_least(facts: FactTable, path: str, least: int) -> Bytes:
    cells = _cells(facts, path)
    return _unless_unknown(_is(cells.values >= least), cells)


def table_of_arrow(table: pa.Table, vocabulary: Vocabulary) -> FactTable:
    """Arrow columns of the names and types of the workload, with nested lists, as numbers."""
    words = words_of(vocabulary)
    texts = pa.array(words.texts)
    found: dict[str, Cells | ListCells] = {}
    for path, fact in vocabulary.facts.items():
        column = table[path].combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = column.chunk(0)
        if fact.identifier:
            ids = column.to_pylist()
        elif fact.type is FactType.LIST:
            found[path] = _list_of_arrow(column, fact, texts)
        else:
            found[path] = _cells_of_arrow(column, fact, texts)
    return FactTable(vocabulary, ids, found, words)


def _list_of_arrow(column: pa.ListArray, fact: Fact, texts: pa.Array) -> ListCells:
    offsets = np.frombuffer(column.buffers()[1], np.int32, len(column) + 1, column.offset * 4)
    unknown = column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None
    inside = column.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))
    offsets = (offsets - offsets[0]).astype(np.int64)
    if fact.elements is None:
        return ListCells(offsets, unknown, items=_cells_of_arrow(inside, fact.element_type or fact, texts))
    fields = {name: _cells_of_arrow(inside.field(name), field, texts) for name, field in fact.elements.items()}
    return ListCells(offsets, unknown, fields)


def _cells_of_arrow(column: pa.Array, fact: Fact, texts: pa.Array) -> Cells:
    states = column.is_null().to_numpy(zero_copy_only=False).astype(np.uint8) if column.null_count else None
    match fact.type:
        case FactType.ENUMERATION:
            return Cells(pc.index_in(column, texts).fill_null(0).to_numpy(zero_copy_only=False), states)
        case FactType.DATE:
            values = column.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False) + UNIX
        case FactType.DATETIME:
            micro = column.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
            values = micro.fill_null(0).to_numpy(zero_copy_only=False) + (UNIX - 1) * DAY
        case FactType.BOOLEAN:
            values = column.fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - pyarrow takes it by place
        case _:
            values = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    return Cells(values, states)
