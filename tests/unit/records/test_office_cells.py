"""One cell, one meaning: what stands in it, and what the fact's type and the mapping make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine.language.diagnostics import CellPlace
from engine.language.facts import Special
from engine.loading.values import RefusedValueError, ValueReader
from engine.records.office.cells import CellReader, pieces_of
from engine.records.office.dates import FormError, form_of
from engine.records.office.mapping import Reads, Words
from engine.records.office.sheets import Cell, Fault, day_cell, number_cell, text_cell

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary

PLACE = CellPlace("pupils.xlsx", 5, 2, "Pupils", "header")
TAIPEI = timezone(timedelta(hours=8))
UNKNOWN = None
"""A value that is not known; the fact is as if it were not there."""


def cell_of(value: Any, shown_as: str = "") -> Cell | None:
    match value:
        case None | Cell():
            return value
        case bool():
            return Cell(value, str(value).upper())
        case str():
            return text_cell(value)
        case int() | float():
            return number_cell(value, shown_as)
        case datetime() | date():
            return day_cell(value, shown_as)
        case _:
            return Cell(value, str(value))


def read(vocabulary: Vocabulary, path: str, value: Any, shown_as: str = "", **reads: Any) -> Any:
    """What a record has of a cell: the value, ``None`` for unknown; the code of the refusal after a ``!``."""
    fact = vocabulary.facts[path]
    try:
        scalar = CellReader(fact, Reads(**reads), vocabulary.enumerations).read(cell_of(value, shown_as), PLACE)
        if scalar is None:
            return UNKNOWN
        return ValueReader(vocabulary.enumerations, vocabulary.offset_minutes).read(scalar, fact)[0]
    except RefusedValueError as refusal:
        return f"!{refusal.code}"


def words(**meanings: list[str]) -> Words:
    return Words({word: frozenset({meaning.strip("_")}) for meaning, listed in meanings.items() for word in listed})


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        # nothing is nothing
        ("school.grade", None, UNKNOWN),
        ("school.grade", "  \u3000", UNKNOWN),
        # truth values
        ("school.open", True, True),
        ("school.open", "TRUE", True),
        ("school.open", "是", True),
        ("school.open", "否 no", False),
        ("school.open", "Ｙｅｓ", True),
        ("school.open", "Y", "!wrong-type"),
        ("school.open", 1, "!wrong-type"),
        ("school.open", "V", "!wrong-type"),
        # whole numbers
        ("school.seats", 3, 3),
        ("school.seats", 3.0, 3),
        ("school.seats", 3.5, "!wrong-type"),
        ("school.seats", "３０", 30),
        ("school.seats", " 30\u00a0", 30),
        ("school.seats", "0123", "!wrong-type"),
        ("school.seats", "1,500", "!wrong-type"),
        ("school.seats", "3年", "!wrong-type"),
        ("school.seats", "3.0", "!wrong-type"),
        ("school.seats", True, "!wrong-type"),
        ("school.seats", date(2022, 5, 20), "!wrong-type"),
        ("school.seats", "不明", UNKNOWN),
        # decimals, as the sheet shows them
        ("school.fee.amount", 0.1 + 0.2, Decimal("0.3")),
        ("school.fee.amount", 1e20, Decimal(10**20)),
        ("school.fee.amount", "１２．５", Decimal("12.5")),
        ("school.fee.amount", "NT$12", "!wrong-type"),
        # texts stay as they are
        ("remark", "0123", "0123"),
        ("remark", " ＡＢ ", " ＡＢ "),
        ("remark", "是", "是"),
        ("remark", "不明", "不明"),
        ("remark", "無", "無"),
        ("remark", "none", Special.NONE),
        ("remark", 123, "!number-for-text"),
        ("remark", 1.5, "!wrong-type"),
        ("remark", date(2022, 1, 2), "!wrong-type"),
        # codes
        ("school.grade", "low", "low"),
        ("school.grade", "低年級", "low"),
        ("school.grade", " 低年級　lower grades ", "low"),
        ("school.grade", "low 低年級 lower grades", "low"),
        ("school.grade", "ｌｏｗ", "low"),
        ("school.grade", "LOW", "!unknown-code"),
        ("school.grade", "低", "!unknown-code"),
        ("school.grade", 1, "!unknown-code"),
        ("school.grade", True, "!wrong-type"),
        ("cause", "none", "none"),
        ("cause", "無", "none"),
        ("cause", "不明", "unknown"),
        # days
        ("left_on", date(2022, 5, 20), date(2022, 5, 20)),
        ("left_on", datetime(2022, 5, 20, 9, 30), "!wrong-type"),  # noqa: DTZ001 - cells have no zone
        ("left_on", "2022-05-20", date(2022, 5, 20)),
        ("left_on", "111/05/20", date(2022, 5, 20)),
        ("left_on", "民國１１１年５月２０日", date(2022, 5, 20)),
        ("left_on", "2022/5/20", "!no-date"),
        ("left_on", "1/2", "!no-date"),
        ("left_on", "1/2/2022", "!no-date"),
        ("left_on", "111.5.20", "!no-date"),
        ("left_on", "2022-02-30", "!no-date"),
        ("left_on", 44701, "!no-date"),
        ("left_on", 20220520, "!no-date"),
        ("left_on", time(9, 30), "!wrong-type"),
        ("left_on", "無", Special.NONE),
        ("left_on", "none", Special.NONE),
        ("ends_on", "仍持續", Special.OPEN),
        ("ends_on", "unknown", UNKNOWN),
        ("ends_on", "無", "!no-date"),
        # moments
        ("signed_at", datetime(2022, 4, 13, 17, 0), datetime(2022, 4, 13, 17, 0, tzinfo=TAIPEI)),  # noqa: DTZ001 - the same
        ("signed_at", "2022-04-13 17:00", datetime(2022, 4, 13, 17, 0, tzinfo=TAIPEI)),
        ("signed_at", "2022-04-13T17:00:00Z", datetime(2022, 4, 13, 17, 0, tzinfo=UTC)),
        ("signed_at", date(2022, 4, 13), "!wrong-type"),
        ("signed_at", "2022-04-13", "!no-date-time"),
        ("signed_at", "2022/4/13 17:00", "!no-date-time"),
        # cells without a value
        ("school.seats", Cell(Fault("cell-error", "the cell shows the error #N/A"), "#N/A"), "!cell-error"),
    ],
)
def test_a_cell_without_a_mapping(vocabularies: dict[str, Vocabulary], path: str, value: Any, expected: Any) -> None:
    found = read(vocabularies["pupil"], path, value)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("path", "reads", "value", "expected"),
    [
        ("school.open", {"words": words(true_=["v"], false_=["x"])}, "Ｖ", True),
        ("school.open", {"words": words(false_=["是"])}, "是", False),
        ("school.open", {"words": words(true_=["1"])}, 1, True),
        ("school.open", {"words": words(true_=["1"])}, 0, "!wrong-type"),
        ("school.open", {"general_words": Words({"無": frozenset({"false", "none"})})}, "無", False),
        ("left_on", {"general_words": Words({"無": frozenset({"false", "none"})})}, "無", Special.NONE),
        ("left_on", {"general_words": words(unknown=["?", "待查"])}, "待查", UNKNOWN),
        ("remark", {"general_words": words(unknown=["待查"])}, "待查", UNKNOWN),
        ("remark", {"general_words": words(none=["從未"])}, "從未", Special.NONE),
        ("name.en", {"general_words": words(none=["從未"])}, "從未", "從未"),
        ("school.grade", {"codes": {"小": "low", "1": "high"}}, "小", "low"),
        ("school.grade", {"codes": {"小": "low", "1": "high"}}, 1, "high"),
        ("school.grade", {"codes": {"高年級": "low"}}, "高年級", "low"),
        ("left_on", {"dates": ("D/M/YYYY",)}, "1/2/2022", date(2022, 2, 1)),
        ("left_on", {"dates": ("M/D/YYYY",)}, "1/2/2022", date(2022, 1, 2)),
        ("left_on", {"dates": ("M/D/YYYY", "D/M/YYYY")}, "1/2/2022", "!wrong-type"),
        ("left_on", {"dates": ("M/D/YYYY", "D/M/YYYY")}, "2/2/2022", date(2022, 2, 2)),
        ("left_on", {"dates": ("D/M/YYYY",)}, "31/2/2022", "!no-date"),
        ("left_on", {"dates": ("D/M/YYYY",)}, "11/05/20", "!no-date"),
        ("left_on", {"dates": ("D/M/YYYY", "roc")}, "111/05/20", date(2022, 5, 20)),
        ("left_on", {"dates": ("D/M/YYYY",)}, "民國111年5月20日", date(2022, 5, 20)),
        ("left_on", {"dates": ("D/M/YYYY",)}, "2022-05-20", date(2022, 5, 20)),
        ("left_on", {"dates": ("D/M/YYYY",)}, date(2022, 5, 20), date(2022, 5, 20)),
        ("left_on", {"dates": ("RRR.M.D",)}, "99．5．20", date(2010, 5, 20)),
        ("left_on", {"dates": ("RRRMMDD",)}, "1110520", date(2022, 5, 20)),
        ("left_on", {"dates": ("RRRMMDD",)}, 990520, date(2010, 5, 20)),
        ("left_on", {"dates": ("YYYYMMDD",)}, 20220520, date(2022, 5, 20)),
        ("left_on", {"dates": ("YYYY/M/D",)}, "2022/5/20", date(2022, 5, 20)),
        ("left_on", {"dates": ("excel_date_number",)}, 44701, date(2022, 5, 20)),
        ("left_on", {"dates": ("excel_date_number",)}, 44701.5, "!wrong-type"),
        ("left_on", {"dates": ("excel_date_number",)}, 12, "!wrong-type"),
        ("signed_at", {"dates": ("excel_date_number",)}, 44664.708333333336, datetime(2022, 4, 13, 17, 0, tzinfo=TAIPEI)),
        ("signed_at", {"dates": ("YYYY/M/D A hh:mm",)}, "2022/4/13 下午 05:00", datetime(2022, 4, 13, 17, 0, tzinfo=TAIPEI)),
        ("signed_at", {"dates": ("YYYY/M/D h:mm",)}, "2022/4/13  9:05", datetime(2022, 4, 13, 9, 5, tzinfo=TAIPEI)),
        ("school.seats", {"thousands": ","}, "1,500", 1500),
        ("school.seats", {"thousands": ","}, "1,50", "!wrong-type"),
        ("school.seats", {"leave_out": ("人", "約")}, "30 人", 30),
        ("school.seats", {"leave_out": ("人",)}, "30 名", "!wrong-type"),
        ("school.fee.amount", {"thousands": ",", "leave_out": ("NT$",)}, "ＮＴ＄1,500.5", Decimal("1500.5")),
        ("remark", {"numbers_are_text": True}, 123, "123"),
        ("remark", {"numbers_are_text": True}, 1.5, "!wrong-type"),
        ("school.open", {"empty": "false"}, None, False),
        ("left_on", {"empty": "none"}, None, Special.NONE),
        ("ends_on", {"empty": "unknown"}, None, UNKNOWN),
    ],
)
def test_a_cell_with_a_mapping(
    vocabularies: dict[str, Vocabulary], path: str, reads: dict[str, Any], value: Any, expected: Any
) -> None:
    found = read(vocabularies["pupil"], path, value, **reads)
    assert (found, type(found)) == (expected, type(expected))


def test_the_format_of_a_number_tells_what_is_shown(vocabularies: dict[str, Vocabulary]) -> None:
    pupil = vocabularies["pupil"]
    assert read(pupil, "school.fee.amount", 0.1, "0%") == "!wrong-type"
    assert read(pupil, "remark", 123, "00000", numbers_are_text=True) == "00123"
    midnight = datetime(2022, 4, 13)  # noqa: DTZ001 - cells have no zone
    assert read(pupil, "signed_at", midnight, "yyyy-mm-dd hh:mm") == datetime(2022, 4, 13, tzinfo=TAIPEI)


def test_a_word_that_is_unknown_is_told_from_an_empty_cell_where_that_means_more(vocabularies: dict[str, Vocabulary]) -> None:
    reader = CellReader(vocabularies["pupil"].facts["ends_on"], Reads(), {})
    assert reader.read(None, PLACE) is None, "the vocabulary says that it goes on"
    scalar = reader.read(text_cell("不明"), PLACE)
    assert scalar is not None
    assert scalar.value == "unknown"


def test_a_date_of_the_roc_calendar_in_a_form_of_the_office_is_a_conversion(vocabularies: dict[str, Vocabulary]) -> None:
    fact = vocabularies["pupil"].facts["left_on"]
    scalar = CellReader(fact, Reads(dates=("RRRMMDD",)), {}).read(number_cell(1110520), PLACE)
    assert scalar is not None
    assert ValueReader({}, 480).read(scalar, fact) == (date(2022, 5, 20), True)
    assert scalar.text == "1110520"


@pytest.mark.parametrize(
    "form",
    ["", "YYYY", "D/M", "DD/MM", "D/M/YY", "YYYY-M-D-M", "RRRMD", "YYYYMDD", "YYYY/M/D hh", "YYYY/M/D mm:ss", "D. MMM YYYY"],
)
def test_a_form_that_says_too_little_is_none(form: str) -> None:
    with pytest.raises(FormError):
        form_of(form)


def test_a_cell_is_split_at_its_separators() -> None:
    assert pieces_of("TW、US；", ["、", "；"]) == ["TW", "US"]
    assert pieces_of("TW；US", [";"]) == ["TW；US"], "only at those that are named"
    assert pieces_of("TW；US", ["；"]) == ["TW", "US"]
    assert pieces_of("a | b||", ["|"], keep_empty=True) == ["a", "b", "", ""]
    assert pieces_of("a b", []) == ["a b"]
