"""A record from what a log has kept of it is the record that was given."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.canonical import canonical
from engine.audit.facts import EXACT, differing, facts_of, kept_out, record_of
from engine.language.diagnostics import Diagnostics, Place
from engine.language.facts import Bilingual, Empty, Enumeration, Fact, FactType, Vocabulary
from engine.loading.library import Library
from engine.loading.tree import tree_of
from engine.records.readers import read_records_from
from engine.records.reading import read_record

if TYPE_CHECKING:
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[3]
LABEL = Bilingual("事", "fact")


def fact(path: str, type_: FactType, **more: Any) -> Fact:
    return Fact(path, type_, LABEL, **more)


VOCABULARY = Vocabulary(
    "thing",
    LABEL,
    {
        one.path: one
        for one in (
            fact("id", FactType.TEXT, identifier=True),
            fact("flag", FactType.BOOLEAN, has_presumption=True, presumed=False),
            fact("count", FactType.INTEGER),
            fact("amount", FactType.DECIMAL),
            fact("word", FactType.TEXT),
            fact("day", FactType.DATE, empty=Empty.NONE),
            fact("end.day", FactType.DATE, empty=Empty.OPEN),
            fact("moment", FactType.DATETIME),
            fact("colour", FactType.ENUMERATION, enumeration="colour", may_be_none=True),
            fact("colours", FactType.LIST, element_type=fact("", FactType.ENUMERATION, enumeration="colour")),
            fact(
                "times",
                FactType.LIST,
                interval=("from", "to"),
                elements={
                    "from": fact("from", FactType.DATE),
                    "to": fact("to", FactType.DATE, empty=Empty.OPEN),
                    "lost": fact("lost", FactType.BOOLEAN, has_presumption=True, presumed=True),
                },
            ),
        )
    },
    {"colour": Enumeration("colour", {"red": LABEL, "blue": LABEL})},
    480,
)
Days = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
Plain = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=4).filter(lambda text: text not in {"none", "unknown", "open"})},
    optional={
        "flag": st.booleans() | st.just("unknown"),
        "count": st.integers(-(10**30), 10**30),
        "amount": st.decimals(-(10**20), 10**20, allow_nan=False) | st.just(Decimal("0.1")),
        "word": st.text(max_size=4),
        "day": Days | st.sampled_from(["none", "unknown"]),
        "end.day": Days | st.sampled_from(["open", "unknown"]),
        "moment": st.sampled_from(["2022-05-20T10:00", "2022-05-20T10:00:07.25+09:00", "2022-05-20T10:00Z"]),
        "colour": st.sampled_from(["red", "blue", "none", "unknown"]),
        "colours": st.lists(st.sampled_from(["red", "blue"]), max_size=2) | st.just("unknown"),
        "times": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "from": st.sampled_from(["2020-01-01", "unknown"]),
                    "to": st.sampled_from(["2021-01-01", "open", "unknown"]),
                    "lost": st.booleans(),
                },
            ),
            max_size=2,
        ),
    },
)  # fmt: skip


def read(plain: object, vocabulary: Vocabulary = VOCABULARY) -> Record | None:
    return read_record(tree_of(plain, Place("r")), vocabulary, Diagnostics())


def again(facts: dict[str, Any]) -> Record:
    """The record from the line of a log."""
    found, problems = record_of(json.loads(canonical(facts)), VOCABULARY, "log")
    assert found is not None, problems
    return found


@given(Plain)
@settings(max_examples=200)
def test_a_record_comes_back_as_it_was(plain: dict[str, Any]) -> None:
    record = read(plain)
    if record is None:  # control characters in a text
        return
    kept = facts_of(record, VOCABULARY)
    found = again(kept)
    assert (found.id, found.facts, found.presumed) == (record.id, record.facts, record.presumed)
    assert canonical(facts_of(found, VOCABULARY)) == canonical(kept)


def test_how_a_value_is_written_makes_no_other_record() -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"amount": Decimal("1.50")}, {"amount": Decimal("1.5")}),
        ({"amount": 2}, {"amount": Decimal("2.0")}),
        ({"day": "111/5/20"}, {"day": "2022-05-20"}),
        ({"moment": "2022-05-20T11:00+09:00"}, {"moment": "2022-05-20T10:00"}),
        ({"end": {"day": "open"}}, {}),
    ]
    for one, other in pairs:
        first, second = read({"id": "A", **one}), read({"id": "A", **other})
        assert first is not None
        assert second is not None
        assert facts_of(first, VOCABULARY) == facts_of(second, VOCABULARY)


def test_numbers_that_no_double_is() -> None:
    record = read({"id": "A", "count": (1 << 53) + 1, "amount": Decimal("0.12345678901234567890")})
    assert record is not None
    kept = facts_of(record, VOCABULARY)
    assert kept["count"] == {EXACT: "9007199254740993"}
    assert kept["amount"] == {EXACT: "0.1234567890123456789"}


def test_facts_that_no_longer_fit_are_said() -> None:
    found, problems = record_of({"id": "A", "colour": "green"}, VOCABULARY, "log")
    assert found is None
    assert [problem.code for problem in problems] == ["unknown-code"]


def test_what_differs() -> None:
    assert list(differing({"a": 1, "b": 2}, {"b": 3, "c": 1})) == ["a", "b", "c"]


@pytest.fixture(scope="module")
def law() -> tuple[Library, Rulebook]:
    library = Library(ROOT / "rulebooks")
    return library, library.load("nthu-dual-emba")


@pytest.mark.parametrize("file", sorted((ROOT / "examples" / "applicants").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_applicants_come_back_but_for_their_names(law: tuple[Library, Rulebook], file: Path) -> None:
    library, rulebook = law
    vocabulary = library.vocabularies["applicant"]
    left_out = kept_out(vocabulary, (rulebook,))
    assert left_out
    assert all(vocabulary.facts[path].personal for path in left_out if "[]" not in path)
    [tree] = read_records_from(str(file), Diagnostics())
    record = read_record(tree, vocabulary, Diagnostics())
    assert record is not None
    found, problems = record_of(json.loads(canonical(facts_of(record, vocabulary, left_out))), vocabulary, "log")
    assert found is not None, problems
    assert found.facts == {path: value for path, value in record.facts.items() if path not in left_out}
    assert found.presumed == record.presumed
