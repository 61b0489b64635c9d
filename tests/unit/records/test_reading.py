"""Records: what they say is normalised, what they leave out means what the vocabulary says, what is wrong is found.

The rules are those of the record's contract: absent and null are the same, ``none`` is something known, nothing is
coerced.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostics, Place
from engine.language.facts import Bilingual, Fact, FactType, Special, Vocabulary
from engine.language.record import Conversion, Element
from engine.loading.source import read_source
from engine.loading.tree import Entry, Mapping, Scalar, Sequence
from engine.records.reading import read_record, read_records, subject_of
from engine.records.shape import group_facts

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from engine.language.record import Record
    from engine.loading.tree import Tree

Vocabularies = dict[str, Vocabulary]


def tree_of(text: str) -> Tree:
    diagnostics = Diagnostics()
    tree = read_source(text, "r.yaml", diagnostics)
    assert diagnostics.found == []
    assert tree is not None
    return tree


def read(text: str, vocabularies: Vocabularies) -> Record:
    diagnostics = Diagnostics()
    record = read_record(tree_of(text), vocabularies["pupil"], diagnostics, vocabularies)
    assert diagnostics.found == []
    assert record is not None
    return record


def problems(text: str, vocabularies: Vocabularies) -> list[Diagnostic]:
    diagnostics = Diagnostics()
    assert read_record(tree_of(text), vocabularies["pupil"], diagnostics, vocabularies) is None
    return diagnostics.found


def problem(text: str, vocabularies: Vocabularies) -> Diagnostic:
    (found,) = problems(f"id: A-1\n{text}", vocabularies)
    return found


# What is read


def test_a_full_record_is_typed_and_flat(vocabularies: Vocabularies) -> None:
    record = read(
        """
        id: A-1
        subject: pupil
        story: {zh: 例, en: an example}
        name: {en: A}
        school: {grade: low, seats: 30, open: true, fee: {amount: 12}}
        cause: none
        left_on: 2020-02-29
        signed_at: 2022-05-20T17:00
        held: [VN, NO]
        stays: [{territory: NO, from: 2020-01-01, to: 2020-01-01, proven: true}]
        lessons: [{days: 1.50}]
        """,
        vocabularies,
    )
    assert (record.id, record.subject, record.conversions) == ("A-1", "pupil", ())
    assert record.presumed == frozenset()
    assert record.facts == {
        "id": "A-1",
        "name.en": "A",
        "school.grade": "low",
        "school.seats": 30,
        "school.fee.amount": Decimal(12),
        "school.open": True,
        "cause": "none",
        "left_on": date(2020, 2, 29),
        "signed_at": datetime(2022, 5, 20, 9, tzinfo=UTC),
        "held": ("VN", "NO"),
        "stays": (
            Element(
                "stays[0]",
                {"territory": "NO", "from": date(2020, 1, 1), "to": date(2020, 1, 1), "proven": True},
            ),
        ),
        "lessons": (Element("lessons[0]", {"days": Decimal("1.50")}),),
        "moved_on": Special.NONE,
        "ends_on": Special.OPEN,
    }
    assert isinstance(record.facts["school.fee.amount"], Decimal)


def test_what_is_absent_means_what_the_vocabulary_says(vocabularies: Vocabularies) -> None:
    record = read("id: A-1\nstays: [{}]", vocabularies)
    assert record.facts == {
        "id": "A-1",
        "stays": (Element("stays[0]", {"to": Special.OPEN, "proven": False}),),
        "school.fee.amount": Decimal("10.5"),
        "school.open": False,
        "lessons": (),
        "moved_on": Special.NONE,
        "ends_on": Special.OPEN,
    }
    assert record.presumed == {"stays[0].proven", "school.fee.amount", "school.open", "lessons"}


def test_null_and_absent_are_the_same(vocabularies: Vocabularies) -> None:
    nulls = "subject:\nname:\nschool: {grade: null, open: ~, fee: }\nleft_on:\nends_on: null\nheld:\nlessons: null\n"
    with_nulls = read(f"id: A-1\n{nulls}stays: [{{to: null, from: null, proven: null}}]", vocabularies)
    assert with_nulls == read("id: A-1\nstays: [{}]", vocabularies)


def test_unknown_is_no_meaning_of_emptiness_and_no_bar_to_a_presumption(vocabularies: Vocabularies) -> None:
    record = read(
        "id: A-1\nends_on: unknown\nmoved_on: unknown\nschool.open: unknown\nheld: unknown\nlessons: unknown\n"
        "school.grade: unknown\nstays: [{to: unknown, proven: unknown}]",
        vocabularies,
    )
    assert record.facts.keys() == {"id", "school.open", "school.fee.amount", "lessons", "stays"}
    assert record.facts["stays"] == (Element("stays[0]", {"proven": False}),)
    assert {"school.open", "lessons", "stays[0].proven"} <= record.presumed


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("left_on: none", "left_on", Special.NONE),
        ("moved_on: none", "moved_on", Special.NONE),
        ("ends_on: open", "ends_on", Special.OPEN),
        ("remark: none", "remark", Special.NONE),
        ("remark: unknown", "remark", "unknown"),
        ("remark: open", "remark", "open"),
        ("name.en: none", "name.en", "none"),
        ("cause: unknown", "cause", "unknown"),
        ("cause: none", "cause", "none"),
        ("held: []", "held", ()),
        ("held: [NO]", "held", ("NO",)),
        ("school.seats: 0", "school.seats", 0),
        ("school.fee.amount: 2", "school.fee.amount", Decimal(2)),
    ],
)
def test_words_and_values(vocabularies: Vocabularies, text: str, path: str, value: object) -> None:
    assert read(f"id: A-1\n{text}", vocabularies).facts[path] == value


def test_dotted_keys_at_the_top_are_the_same_as_nested_ones(vocabularies: Vocabularies) -> None:
    nested = "id: A-1\nschool: {grade: low, fee: {amount: 1}}"
    for text in ("school.grade: low\nschool.fee.amount: 1", "school: {grade: low}\nschool.fee: {amount: 1}"):
        assert read(f"id: A-1\n{text}", vocabularies) == read(nested, vocabularies)


def test_roc_dates_are_read_and_noted(vocabularies: Vocabularies) -> None:
    # Year 111 of the R.O.C. calendar is 2022, year 105 is 2016: the first year is 1912.
    record = read("id: A-1\nleft_on: 民國111年5月20日\nstays: [{from: 105/08/02, to: 2020-01-01}]", vocabularies)
    assert record.facts["left_on"] == date(2022, 5, 20)
    assert record.conversions == (
        Conversion("left_on", "民國111年5月20日", date(2022, 5, 20)),
        Conversion("stays[0].from", "105/08/02", date(2016, 8, 2)),
    )


def test_date_times_with_an_offset_keep_their_moment(vocabularies: Vocabularies) -> None:
    record = read("id: A-1\nsigned_at: 2022-05-20T17:00:00-05:00", vocabularies)
    assert record.facts["signed_at"] == datetime(2022, 5, 20, 22, tzinfo=UTC)


def test_an_interval_with_an_unknown_or_open_end_is_in_order(vocabularies: Vocabularies) -> None:
    record = read("id: A-1\nstays: [{from: 2020-01-01}, {to: 2020-01-01}, {from: 2020-01-01, to: unknown}]", vocabularies)
    assert [dict(stay.values) for stay in record.facts["stays"] if isinstance(stay, Element)] == [  # type: ignore[union-attr] # a list
        {"from": date(2020, 1, 1), "to": Special.OPEN, "proven": False},
        {"to": date(2020, 1, 1), "proven": False},
        {"from": date(2020, 1, 1), "proven": False},
    ]


# What is wrong


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        ("scool: {grade: low}", "unknown-fact", 1, 'did you mean "school"?'),
        ("school: {grad: low}", "unknown-fact", 10, 'unknown fact "school.grad" did you mean "grade"?'),
        ("school.grad: low", "unknown-fact", 1, 'did you mean "school.grade"?'),
        ("id.x: low", "unknown-fact", 1, 'unknown fact "id.x"'),
        ("grade: low", "unknown-fact", 1, 'did you mean "school.grade"?'),
        ("income: {yearly: 1}", "unknown-fact", 1, "it is a fact of another subject: keeper"),
        ("income.yearly: 1", "unknown-fact", 1, "it is a fact of another subject: keeper"),
        ("school: low", "wrong-shape", 9, "known here: fee, grade, open, seats"),
        ("school: [low]", "wrong-shape", 9, "a mapping of its facts"),
        ("school: {grade: [low]}", "wrong-shape", 17, "a list where a code of grade is wanted"),
        ("left_on: {y: 1}", "wrong-shape", 10, "a mapping where a date is wanted"),
        ("school.seats: '2'", "wrong-type", 15, 'the text "2" where a whole number is wanted write the number without'),
        ("school.seats: 2.0", "wrong-type", 15, "2.0 where a whole number is wanted write 2"),
        ("school.seats: 2.5", "wrong-type", 15, "2.5 where a whole number is wanted"),
        ("school.seats: true", "wrong-type", 15, "true where a whole number is wanted"),
        ("school.fee.amount: '2.0'", "wrong-type", 20, 'the text "2.0" where a number is wanted'),
        ("school.fee.amount: true", "wrong-type", 20, "where a number is wanted"),
        ("school.fee.amount: 1_000", "wrong-type", 20, 'the text "1_000" where a number is wanted'),
        ("school.open: yes", "wrong-type", 14, "write true or false, without quotes"),
        ("school.open: 1", "wrong-type", 14, "1 where true or false is wanted"),
        ("school.open: none", "wrong-type", 14, 'the text "none" where true or false is wanted'),
        ("remark: 12", "wrong-type", 9, 'put it in quotes: "12"'),
        ("cause: 12", "wrong-type", 8, 'put it in quotes: "12"'),
        ("left_on: 20220520", "wrong-type", 10, "write YYYY-MM-DD"),
        ("left_on: open", "no-date", 10, "left_on: open"),
        ("school.grade: none", "unknown-code", 15, 'no code "none"'),
        ("signed_at: 20220520", "wrong-type", 12, "write YYYY-MM-DDTHH:MM"),
        ("left_on: 2022-02-29", "no-date", 10, "29 February 2022 does not exist"),
        ("left_on: 2022-05-20T10:00", "no-date", 10, "a date has no time of day"),
        ("signed_at: 2022-05-20", "no-date-time", 12, "the time of day is missing"),
        ("school.grade: lwo", "unknown-code", 15, 'did you mean "low"?'),
        ("school.grade: 高年級", "unknown-code", 15, 'did you mean "high"?'),
        ("held: [Vietnam]", "unknown-code", 8, 'held[0]: territory has no code "Vietnam" did you mean "VN"?'),
        ("held: [Atlantis]", "unknown-code", 8, "known here: NO, VN"),
        ("held: VN", "wrong-shape", 7, "held: a list is wanted"),
        ("held: {a: VN}", "wrong-shape", 7, "held: a list is wanted"),
        ("held: [null]", "wrong-type", 8, "held[0]: an item of this list must be known"),
        ("held: [VN, unknown]", "wrong-type", 12, "held[1]: an item of this list must be known"),
        ("held: [[VN]]", "wrong-shape", 8, "a list where a code of territory is wanted"),
        ("stays: [VN]", "wrong-shape", 9, "stays[0]: a mapping of its fields is wanted"),
        ("stays: [{form: 2020-01-01}]", "unknown-field", 10, 'did you mean "from"?'),
        ("stays: [{}, {from: 2020-01-02, to: 2020-01-01}]", "interval-order", 36, "ends (2020-01-01) before"),
        ("stays: [{proven: ja}]", "wrong-type", 18, "stays[0].proven"),
        ("subject: keeper", "wrong-subject", 10, 'read as one of "pupil"'),
        ("subject: [pupil]", "wrong-subject", 10, "says otherwise"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(vocabularies: Vocabularies, text: str, code: str, column: int, words: str) -> None:
    found = problem(text, vocabularies)
    assert (found.code, found.place) == (code, Place("r.yaml", 2, column))
    assert words in f"{found.message} {found.help}"


def test_a_long_text_is_shown_in_part(vocabularies: Vocabularies) -> None:
    assert f'"{"9" * 60}…"' in problem(f"school.seats: '{'9' * 500}'", vocabularies).message


def test_personal_facts_are_not_quoted(vocabularies: Vocabularies) -> None:
    found = problem("name: {en: 4711}", vocabularies)
    assert (found.code, found.message, found.help) == ("wrong-type", "name.en: a text is wanted", "")


def test_a_fact_given_twice_is_found(vocabularies: Vocabularies) -> None:
    (found,) = problems("id: A-1\nschool: {grade: low}\nschool.grade: high", vocabularies)
    assert (found.code, found.place.line, found.help) == ("duplicate-key", 3, "it stands first at line 2")


def test_every_fault_is_found_at_once(vocabularies: Vocabularies) -> None:
    found = problems("nmae: {en: A}\nschool: {seats: x, open: 1}\nstays: [{to: y}, 3]\n", vocabularies)
    assert [fault.code for fault in found] == [
        "unknown-fact", "wrong-type", "wrong-type", "no-date", "wrong-shape", "missing-id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [("cause: none", "missing-id"), ("id: null", "missing-id"), ("id: ''", "missing-id"), ("id: 12", "wrong-type")],
)
def test_a_record_has_an_id_that_is_a_text(vocabularies: Vocabularies, text: str, code: str) -> None:
    (found,) = problems(text, vocabularies)
    assert (found.code, found.place.line) == (code, 1)
    assert '"' in found.help


@pytest.mark.parametrize("text", ["[]", "A-1"])
def test_a_record_is_a_mapping(vocabularies: Vocabularies, text: str) -> None:
    (found,) = problems(text, vocabularies)
    assert found.code == "wrong-shape"


# Several records


def test_records_of_several_subjects_are_read_in_order(vocabularies: Vocabularies) -> None:
    diagnostics = Diagnostics()
    trees = [tree_of("id: A-1"), tree_of("id: K-1\nsubject: keeper\nincome.yearly: 5"), tree_of("id: A-2")]
    records = read_records(trees, vocabularies, "pupil", diagnostics)
    assert diagnostics.found == []
    assert [(record.id, record.subject) for record in records] == [
        ("A-1", "pupil"),
        ("K-1", "keeper"),
        ("A-2", "pupil"),
    ]
    assert records[1].facts["income.yearly"] == 5


def test_an_id_is_given_once_and_faults_do_not_stop_the_others(vocabularies: Vocabularies) -> None:
    diagnostics = Diagnostics()
    listed = tree_of("- {id: A-1}\n- {id: A-1, cause: none}\n- {id: A-2, cause: x}\n- {id: A-3, subject: keper}\n- {id: A-4}")
    assert isinstance(listed, Sequence)
    records = read_records(listed.items, vocabularies, "pupil", diagnostics)
    assert [record.id for record in records] == ["A-4"], "which A-1 is meant, nobody knows"
    assert [(found.code, found.place.line) for found in diagnostics.found] == [
        ("duplicate-id", 2), ("unknown-code", 3), ("unknown-subject", 4),
    ]  # fmt: skip
    assert diagnostics.found[0].help == "the first one is at r.yaml:1:3"
    assert diagnostics.found[2].help == 'did you mean "keeper"?'


def test_a_subject_is_a_word(vocabularies: Vocabularies) -> None:
    diagnostics = Diagnostics()
    assert subject_of(tree_of("[]"), "pupil", vocabularies, diagnostics) == "pupil"
    assert subject_of(tree_of("subject: [keeper]"), "pupil", vocabularies, diagnostics) is None
    assert [(found.code, found.help) for found in diagnostics.found] == [("unknown-subject", "")]


def test_a_vocabulary_that_was_refused_is_refused_here_too() -> None:
    label = Bilingual("甲", "a")
    facts = {path: Fact(path, FactType.TEXT, label) for path in ("a", "a.b")}
    with pytest.raises(TypeError, match=r"a\.b lies inside"):
        group_facts(facts)


# Whatever stands in a record


PLACE = Place("r.yaml", 1, 1)
WORDS = st.sampled_from(
    ["id", "school", "grade", "seats", "fee", "amount", "open", "held", "stays", "from", "to", "left_on", "subject",
     "story", "unknown", "none", "low", "VN", "2020-01-01", "school.grade", "111/02/30", ""],
)  # fmt: skip
SCALARS = (WORDS | st.text(max_size=5) | st.integers() | st.decimals(allow_nan=False) | st.booleans() | st.none()).map(
    lambda value: Scalar(value, str(value), PLACE)
)


def branch(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    lists = st.lists(inner, max_size=3).map(lambda items: Sequence(tuple(items), PLACE))
    entries = st.dictionaries(WORDS, inner, max_size=5)
    return lists | entries.map(lambda found: Mapping({key: Entry(key, PLACE, value) for key, value in found.items()}, PLACE))


@given(st.recursive(SCALARS, branch, max_leaves=15))
def test_no_tree_raises(vocabularies: Vocabularies, tree: Tree) -> None:
    diagnostics = Diagnostics()
    record = read_record(tree, vocabularies["pupil"], diagnostics, vocabularies)
    assert (record is None) == bool(diagnostics.found)
