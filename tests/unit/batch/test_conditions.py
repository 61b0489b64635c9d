"""``--where``: a condition is typed by the vocabulary, and says the same of a record and of a column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.conditions import draws, read_condition
from engine.batch.errors import BatchError
from engine.language.diagnostics import Diagnostics, Place
from engine.loading.source import read_source
from engine.loading.tree import tree_of
from engine.loading.vocabulary import read_vocabulary
from engine.records.columns import table_of
from engine.records.reading import read_record

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary
    from engine.language.record import Record

VOCABULARY = """\
vocabulary: guest
title: {zh: 客, en: Guest}
offset: "+08:00"
enumerations:
  size:
    ordered: true
    values: {small: {zh: 小, en: Small}, middle: {zh: 中, en: Middle}, large: {zh: 大, en: Large}}
  colour:
    values: {red: {zh: 紅, en: Red}, blue: {zh: 藍, en: Blue}}
facts:
  id: {type: text, identifier: true, label: {zh: 號, en: Number}}
  vip: {type: boolean, label: {zh: 貴, en: Honoured}}
  age: {type: integer, label: {zh: 齡, en: Age}}
  weight: {type: decimal, label: {zh: 重, en: Weight}}
  note: {type: text, label: {zh: 註, en: Note}}
  left_on: {type: date, may_be_none: true, label: {zh: 離, en: Left on}}
  came_at: {type: datetime, label: {zh: 到, en: Came at}}
  bed: {type: size, label: {zh: 床, en: Bed}}
  coat: {type: colour, label: {zh: 衣, en: Coat}}
  keys: {type: list, of: colour, label: {zh: 匙, en: Keys}}
  stays:
    type: list
    label: {zh: 宿, en: Stays}
    of: {from: {type: date, label: {zh: 起, en: From}}}
"""


@pytest.fixture(scope="module")
def guest() -> Vocabulary:
    diagnostics = Diagnostics()
    tree = read_source(VOCABULARY, "guest.yaml", diagnostics)
    assert tree is not None
    found = read_vocabulary(tree, "guest", {}, diagnostics)
    assert diagnostics.found == []
    return found


def record(guest: Vocabulary, **facts: object) -> Record:
    diagnostics = Diagnostics()
    found = read_record(tree_of({"id": "G"} | facts, Place("r")), guest, diagnostics)
    assert found is not None, diagnostics.found
    return found


@pytest.mark.parametrize(
    ("written", "true_of", "not_of"),
    [
        ("age=30", {"age": 30}, {"age": 31}),
        ("age != 30", {"age": 31}, {"age": 30}),
        ("age<30", {"age": 29}, {"age": 30}),
        (" age <= 30 ", {"age": 30}, {"age": 31}),
        ("age>-1", {"age": 0}, {"age": -1}),
        ("age>=30", {"age": 30}, {"age": 29}),
        ("vip=true", {"vip": True}, {"vip": False}),
        ("weight>=1.5", {"weight": Decimal("1.50")}, {"weight": Decimal("1.49")}),
        ("weight<1.05", {"weight": 1}, {"weight": Decimal("1.1")}),
        ("weight=2", {"weight": Decimal("2.0")}, {"weight": Decimal("2.001")}),
        ("note=a = b", {"note": "a = b"}, {"note": "a"}),
        ("note=12", {"note": "12"}, {"note": "012"}),
        ("left_on<2022-01-01", {"left_on": "2021-12-31"}, {"left_on": "2022-01-01"}),
        ("left_on=111/01/01", {"left_on": "2022-01-01"}, {"left_on": "2022-01-02"}),
        ("left_on=none", {"left_on": "none"}, {"left_on": "2022-01-01"}),
        ("left_on!=none", {"left_on": "2022-01-01"}, {"left_on": "none"}),
        ("left_on!=2022-01-01", {"left_on": "none"}, {"left_on": "2022-01-01"}),
        ("came_at>=2022-01-01T08:00Z", {"came_at": "2022-01-01T08:00Z"}, {"came_at": "2022-01-01T07:59Z"}),
        ("bed>small", {"bed": "middle"}, {"bed": "small"}),
        ("bed<=middle", {"bed": "small"}, {"bed": "large"}),
        ("coat!=red", {"coat": "blue"}, {"coat": "red"}),
        ("keys=red", {"keys": ["blue", "red"]}, {"keys": ["blue"]}),
        ("left_on<2022-01-01", {"left_on": "2021-12-31"}, {"left_on": "none"}),
    ],
)  # fmt: skip
def test_what_is_true(guest: Vocabulary, written: str, true_of: dict[str, object], not_of: dict[str, object]) -> None:
    condition = read_condition(written, guest)
    those = [record(guest, **true_of), record(guest, **not_of), record(guest)]
    assert [condition.holds(one) for one in those] == [True, False, False]  # what nobody knows is not true
    assert condition.mask(table_of(those, guest)).tolist() == [True, False, False]


FACTS = st.fixed_dictionaries({}, optional={
    "vip": st.booleans(), "age": st.integers(-3, 3), "weight": st.decimals(-2, 2, places=2), "note": st.sampled_from(["a", "b"]),
    "left_on": st.sampled_from(["none", "2022-01-01", "2022-01-02"]), "bed": st.sampled_from(["small", "middle", "large"]),
    "coat": st.sampled_from(["red", "blue"]), "keys": st.lists(st.sampled_from(["red", "blue"])),
    "came_at": st.sampled_from(["2022-01-01T08:00Z", "2022-01-01T08:00+08:00"]),
})  # fmt: skip
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


@given(
    st.lists(FACTS, max_size=6),
    st.one_of(
        st.builds("age{}{}".format, SIGNS, st.integers(-3, 3)),
        st.builds("weight{}{}".format, SIGNS, st.decimals(-2, 2, places=3)),
        st.builds("left_on{}{}".format, SIGNS, st.sampled_from(["2022-01-01", "2022-01-02"])),
        st.builds("left_on{}none".format, st.sampled_from(["=", "!="])),
        st.builds("bed{}{}".format, SIGNS, st.sampled_from(["small", "middle", "large"])),
        st.builds("came_at{}2022-01-01T08:00Z".format, SIGNS),
        st.sampled_from(["vip!=true", "note=a", "note!=z", "coat!=red", "keys=red"]),
    ),
)
def test_records_and_columns_agree(guest: Vocabulary, many: list[dict[str, object]], written: str) -> None:
    condition = read_condition(written, guest)
    those = [record(guest, **facts) for facts in many]
    assert condition.mask(table_of(those, guest)).tolist() == [condition.holds(one) for one in those]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("age", "write FACT=VALUE"),
        ("agee=3", 'did you mean "age"?'),
        ("age=", "a value"),
        ("age=thirty", "a whole number is wanted"),
        ("age=unknown", "unknown"),
        ("age=1" + "0" * 500, "age"),
        ("vip>true", "no order"),
        ("coat<red", "no order"),
        ("note<a", "no order"),
        ("coat=rde", 'did you mean "red"?'),
        ("left_on<none", 'nothing is before or after "none"'),
        ("left_on=1/2/2022", "left_on"),
        ("keys!=red", "asks whether"),
        ("stays=3", "list of structures"),
    ],
)
def test_what_is_no_condition(guest: Vocabulary, written: str, told: str) -> None:
    with pytest.raises(BatchError) as error:
        read_condition(written, guest)
    assert told in f"{error.value} {error.value.help}"


def test_a_draw_depends_on_the_id_and_the_seed_alone() -> None:
    assert draws(["a", "b"], 1).tolist() == draws(["b", "a"], 1).tolist()[::-1]
    assert draws(["a"], 1).tolist() != draws(["a"], 2).tolist()
