"""The types in the words that a message about a mismatch uses, and which numbers measure time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.language.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    INTERVALS,
    SPAN,
    TEXT,
    EnumerationType,
    ListType,
    NumberType,
    OptionType,
    StructureType,
    is_quantity_of_time,
)

if TYPE_CHECKING:
    from engine.language.types import Type

NAMES: dict[str, Type] = {
    "a truth value": BOOLEAN,
    "a number": NumberType(),
    "a number of TWD": NumberType("TWD", whole=False),
    "text": TEXT,
    "a card_kind": EnumerationType("card_kind"),
    "a date": DATE,
    "a date-time": DATETIME,
    "a window of days": SPAN,
    "intervals": INTERVALS,
    "a duration": DURATION,
    "an element of visits": StructureType("visits"),
    "a list": ListType(DATE),
    "one of counted, not_counted": OptionType("the reading entry", ("counted", "not_counted")),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_type_has_a_name_that_a_sentence_can_hold(name: str) -> None:
    assert str(NAMES[name]) == name


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
def test_numbers_of_calendar_units_measure_time(unit: str) -> None:
    assert is_quantity_of_time(NumberType(unit))


@pytest.mark.parametrize("type_", [NumberType(), NumberType("TWD"), NumberType("hours"), DURATION, DATE])
def test_nothing_else_measures_time(type_: Type) -> None:
    assert not is_quantity_of_time(type_)


def test_where_the_options_of_a_reading_stand_does_not_make_them_others() -> None:
    here = OptionType("the reading entry", ("counted",), "a.yaml:1:1")
    assert here == OptionType("the reading entry", ("counted",), "b.yaml:2:2")
    assert here != OptionType("the reading entry", ("counted", "not_counted"), "a.yaml:1:1")
