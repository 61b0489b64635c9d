"""The JSON Schema of a record says what the reader reads."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from engine.language.diagnostics import Diagnostics
from engine.language.facts import Bilingual, Fact, FactType, Special, Vocabulary
from engine.loading.source import read_source
from engine.loading.tree import plain
from engine.loading.vocabulary import load_vocabularies
from engine.records.readers import read_records_from
from engine.records.reading import read_record
from engine.records.schema import record_schema

if TYPE_CHECKING:
    from pathlib import Path


def validator(vocabulary: Vocabulary) -> Draft202012Validator:
    schema = record_schema(vocabulary)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


FULL: dict[str, Any] = {
    "id": "A-1",
    "subject": "pupil",
    "story": {"zh": "例", "en": "an example"},
    "name": {"en": "A"},
    "school": {"grade": "low", "seats": 30, "open": True, "fee": {"amount": 1.5}},
    "cause": "none",
    "remark": "none",
    "left_on": "none",
    "moved_on": "民國111年5月20日",
    "ends_on": "open",
    "signed_at": "2022-05-20T17:00",
    "held": ["VN", "NO"],
    "stays": [{"territory": "NO", "from": "2020-01-01", "to": "unknown", "proven": None}, {}],
    "lessons": [{"days": 2}],
}


def is_read(record: object, vocabulary: Vocabulary) -> bool:
    diagnostics = Diagnostics()
    tree = read_source(json.dumps(record), "r.json", diagnostics)
    assert tree is not None
    return read_record(tree, vocabulary, diagnostics) is not None


@pytest.mark.parametrize(
    "record",
    [
        FULL,
        {"id": "A-1"},
        {"id": "A-1", "school": None, "held": None, "stays": "unknown", "cause": None, "left_on": None},
        {"id": "A-1", "school": {"fee": None, "open": "unknown"}, "held": [], "lessons": []},
    ],
)
def test_a_valid_record_is_valid_to_both(vocabularies: dict[str, Vocabulary], record: dict[str, Any]) -> None:
    assert list(validator(vocabularies["pupil"]).iter_errors(record)) == []
    assert is_read(record, vocabularies["pupil"])


@pytest.mark.parametrize(
    "change",
    [
        {"id": None}, {"id": ""}, {"id": 12}, {"subject": "keeper"}, {"nmae": {"en": "A"}}, {"name": "A"},
        {"name": {"en": 1}}, {"school": {"grad": "low"}}, {"school": {"grade": "none"}}, {"school": {"seats": "30"}},
        {"school": {"seats": 1.5}}, {"school": {"open": "yes"}}, {"school": {"fee": {"amount": "1.5"}}}, {"remark": 1},
        {"left_on": 20220520}, {"held": "VN"}, {"held": ["Vietnam"]}, {"held": [None]}, {"held": ["unknown"]},
        {"stays": {}}, {"stays": [None]}, {"stays": [{"form": "2020-01-01"}]}, {"stays": [{"proven": "none"}]},
    ],
)  # fmt: skip
def test_an_invalid_record_is_invalid_to_both(vocabularies: dict[str, Vocabulary], change: dict[str, Any]) -> None:
    record = FULL | change
    assert list(validator(vocabularies["pupil"]).iter_errors(record))
    assert not is_read(record, vocabularies["pupil"])


def test_a_schema_describes_facts_and_codes_in_both_languages(vocabularies: dict[str, Vocabulary]) -> None:
    schema = record_schema(vocabularies["pupil"])
    assert schema["title"] == "學童 / Pupil"
    seats = schema["properties"]["school"]["properties"]["seats"]
    assert seats["title"] == "Seats"
    assert seats["description"] == "名額 / Seats\n[persons]\n請查\nAsk the school"
    assert {"const": "high", "title": "高年級 / upper grades"} in schema["$defs"]["grade"]["oneOf"]
    assert schema["properties"]["left_on"]["examples"][0] == "2021-03-04"
    assert schema["required"] == ["id"]
    assert list(record_schema(vocabularies["keeper"])["$defs"]) == []


@pytest.mark.parametrize(
    ("presumed", "default"),
    [
        (False, False), (3, 3), ("low", "low"), (Decimal(3), 3), (Decimal("1.5"), 1.5),
        (date(2022, 5, 20), "2022-05-20"), (Special.NONE, "none"), ((), []), (("a",), ["a"]),
        (datetime(2022, 5, 20, tzinfo=UTC), "2022-05-20T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_presumptions_are_the_defaults(presumed: object, default: object) -> None:
    label = Bilingual("甲", "a")
    fact = Fact("a", FactType.LIST, label, has_presumption=True, presumed=presumed)
    schema = record_schema(Vocabulary("s", label, {"a": fact}, {}))
    assert schema["properties"]["a"]["default"] == default
    assert json.dumps(schema)


def test_the_example_records_of_this_tree_are_valid_to_the_schema_of_their_vocabulary(root: Path) -> None:
    diagnostics = Diagnostics()
    vocabularies = load_vocabularies(root / "rulebooks" / "vocabulary", "v", diagnostics)
    validators = {subject: validator(vocabulary) for subject, vocabulary in vocabularies.items()}
    apart = {"office", "amendment-2030"}  # mappings; a draft, whose records have a schema of their own
    paths = [path for path in sorted((root / "examples").rglob("*.yaml")) if apart.isdisjoint(path.parts)]
    assert paths
    for path in paths:
        for tree in read_records_from(path, diagnostics):
            record = json.loads(json.dumps(plain(tree), default=float))
            errors = validators[record.get("subject", path.parent.name.removesuffix("s"))].iter_errors(record)
            assert [f"{path.name}: {error.json_path}: {error.message}" for error in errors] == []
    assert diagnostics.found == []
