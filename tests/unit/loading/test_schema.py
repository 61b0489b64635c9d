"""The JSON Schemas agree with the tables of the language, with what is shipped, and with what the engine answers."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from engine.evaluation.interpreter import Interpreter
from engine.language import keys, letter_keys, mapping_keys
from engine.language.diagnostics import Diagnostics, InputError
from engine.language.words import COMPARED_WITH, COMPARISONS, WORDS
from engine.loading.library import Library
from engine.loading.schema import NAMES, findings_by_schema, main, schema_files, schema_of, write_schemas
from engine.loading.schemas.parts import from_yaml
from engine.loading.source import read_file, read_source
from engine.records.reading import read_record
from engine.records.schema import record_schema
from tests.shipped import library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.language.facts import Vocabulary
    from engine.language.words import Argument, Word

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted(
    file
    for top in ("rulebooks", "examples", "reports/letters")
    for file in (ROOT / top).rglob("*.yaml")
    if file.parent.name
    != "phrases"  # an office's phrases have the keys of the shipped ones, by which `rulebook check` looks at them
)
AMENDED = ROOT / "examples" / "amendment-2030"
"""Its records say what only the vocabulary with its amendment knows."""
SCHEMAS = {name: schema_of(name) for name in NAMES}
IN_FILE = {
    "rulebook": (keys.HEAD, keys.SUBJECT, keys.USE, keys.PARAMETER, keys.DATED_VALUE, keys.READING, keys.ALTERNATIVE,
                 keys.TERM, keys.DECISION, keys.ROW),
    "article": (keys.NODE, *keys.RULES.values(), keys.GIVEN_OUTCOME, keys.DISCREPANCY, keys.SOURCE),
    "vocabulary": (keys.VOCABULARY, keys.ENUMERATIONS, keys.ENUMERATION, keys.FIELD, keys.FACT),
    "mapping": (mapping_keys.MAPPING, mapping_keys.MAPPED_SHEET, mapping_keys.MAPPED_COLUMN),
    "letter": (letter_keys.LETTER, letter_keys.DEADLINE, letter_keys.PART, tuple(letter_keys.TOLD.values())),
    "scenario": (keys.SCENARIOS, keys.SCENARIO, keys.EXPECTATION),
}  # fmt: skip


def accepts(schema: dict[str, Any], definition: str, value: object) -> bool:
    """Whether a definition of a schema accepts a value."""
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}).is_valid(value)


def named_schema(file: Path) -> str:
    """The schema that a file's first line names."""
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", file.read_text(encoding="utf-8").partition("\n")[0])
    assert named, f"{file} does not say by which schema an editor completes it"
    path = (file.parent / named[1]).resolve()
    assert path.parent in {ROOT / "schemas", AMENDED}
    assert path.is_file()
    return path.name.removesuffix(".schema.json")


# -- the files ---------------------------------------------------------------------------------------------------------


def test_the_schema_files_are_up_to_date() -> None:
    wanted = schema_files(ROOT / "rulebooks")
    found = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "schemas").glob("*.schema.json")}
    stale = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    assert not stale, f"write them anew with `python -m engine.loading.schema`: {', '.join(stale)}"


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    first = write_schemas(ROOT / "rulebooks", tmp_path / "schemas")
    assert {file.name for file in first} == schema_files(ROOT / "rulebooks").keys()
    assert write_schemas(ROOT / "rulebooks", tmp_path / "schemas") == []
    first[0].write_text("{}", encoding="utf-8")
    assert write_schemas(ROOT / "rulebooks", tmp_path / "schemas") == [first[0]]


def test_the_command_writes_beside_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "rulebooks" / "vocabulary", tmp_path / "rulebooks" / "vocabulary")
    monkeypatch.setenv("RULEBOOK_PATH", str(tmp_path / "rulebooks"))
    main()
    assert capsys.readouterr().out.split() == [file.name for file in write_schemas(ROOT / "rulebooks", tmp_path / "again")]
    assert (tmp_path / "schemas" / "article.schema.json").is_file()


def test_no_schema_is_made_of_a_vocabulary_with_errors(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "member.yaml").write_text("vocabulary: guest", encoding="utf-8")
    with pytest.raises(InputError, match="a vocabulary is called like its file"):
        schema_files(tmp_path)


def test_an_example_that_is_no_yaml_is_refused() -> None:
    assert from_yaml("[2.5, 1]") == [2.5, 1]
    with pytest.raises(InputError):
        from_yaml("{a: [}")


@cache
def vocabularies(*, amended: bool) -> dict[str, Vocabulary]:
    """Those of the shipped rulebooks, or with what the example of an amendment adds."""
    drafts = [AMENDED / "amendment.yaml"] if amended else []
    return Library(ROOT / "rulebooks", drafts=drafts).vocabularies


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_is_shipped_is_valid_by_the_schema_that_it_names(file: Path) -> None:
    name = named_schema(file)
    if name.startswith("record-"):
        schema = record_schema(vocabularies(amended=AMENDED in file.parents)[name.removeprefix("record-")])
    else:
        schema = SCHEMAS[name]
    tree = read_file(file, file.name, Diagnostics())
    assert tree is not None
    assert [str(finding) for finding in findings_by_schema(schema, tree)] == []


@pytest.mark.parametrize(
    ("folder", "schema"),
    [
        ("articles", "article"),
        ("scenarios", "scenario"),
        ("letters", "letter"),
        ("vocabulary", "vocabulary"),
        ("applicants", "record-applicant"),
    ],
)
def test_each_folder_has_files_of_its_kind(folder: str, schema: str) -> None:
    assert schema in {named_schema(file) for file in SHIPPED if file.parent.name == folder}


# -- the schemas themselves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_by_both_drafts_that_editors_know(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    Draft7Validator.check_schema(SCHEMAS[name])


def references_in(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(target := schema.get("$ref"), str):
            yield target
        for part in schema.values():
            yield from references_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references_in(part)


@pytest.mark.parametrize("name", NAMES)
def test_each_reference_leads_to_a_definition(name: str) -> None:
    assert set(references_in(SCHEMAS[name])) <= {f"#/$defs/{definition}" for definition in SCHEMAS[name]["$defs"]}


def objects_in(schema: object) -> Iterator[dict[str, Any]]:
    """Every part of a schema that lists properties."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema
        for part in schema.values():
            yield from objects_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects_in(part)


@pytest.mark.parametrize("name", ["rulebook", "article", "vocabulary", "enumerations", "scenario", "letter"])
def test_every_key_is_explained_with_an_example(name: str) -> None:
    schema = SCHEMAS[name]
    bare = []
    for part in objects_in(schema):
        if part.get("additionalProperties", True) is not False:
            continue  # says something about keys that another part lists
        for key, value in part["properties"].items():
            target = schema["$defs"][value["$ref"].removeprefix("#/$defs/")] if value.keys() == {"$ref"} else value
            wording = key in {"zh", "en"}
            if not target.get("description") or not (wording or (target.get("markdownDescription") and "examples" in target)):
                bare.append(key)
    assert bare == []


# -- the tables --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS.values(), ids=lambda word: word.name)
def test_the_example_of_a_word_is_valid_and_shows_it(word: Word) -> None:
    example = from_yaml(word.example)
    assert accepts(SCHEMAS["article"], "condition", example)
    assert f"{word.name}: " in word.example


@pytest.mark.parametrize("word", WORDS.values(), ids=lambda word: word.name)
def test_the_schema_knows_the_same_keys_of_a_word_as_the_builder(word: Word) -> None:
    branches = [branch for branch in SCHEMAS["rulebook"]["$defs"]["worded"]["anyOf"] if word.name == branch["required"][0]]
    assert len(branches) == 1
    assert set(branches[0]["properties"]) == {*word.allowed, *(COMPARISONS if word.value else ())}
    assert set(branches[0]["required"]) == {word.name, *(part.name for part in word.arguments if part.required)}


@pytest.mark.parametrize("argument", sorted({part for word in WORDS.values() for part in word.arguments}, key=str), ids=str)
def test_the_example_of_an_argument_is_valid(argument: Argument) -> None:
    assert accepts(SCHEMAS["rulebook"], argument.shape, from_yaml(argument.example))


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_example_of_a_comparison_is_valid(name: str) -> None:
    assert accepts(SCHEMAS["rulebook"], "worded", {"fact": "card.kind", name: from_yaml(COMPARED_WITH[name])})


@pytest.mark.parametrize(
    ("file", "key"),
    [(file, key) for file, tables in IN_FILE.items() for table in tables for key in table],
    ids=lambda part: part if isinstance(part, str) else part.name,
)
def test_the_example_of_a_key_is_valid(file: str, key: keys.Key) -> None:
    assert accepts(SCHEMAS[file], key.shape, from_yaml(key.example))


def test_each_kind_of_provision_has_a_meaning_and_a_rule() -> None:
    assert keys.KINDS.keys() == keys.RULES.keys()


# -- what they refuse --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("article", 'article: "1"\ntext: {zh: 一, en: one}\nkinds: duty', 1, 1),
        ("article", 'article: "1"\nparagraph: "2"\ntext: {zh: 一, en: one}', 1, 1),
        ("article", 'article: "1"\ntext: {zh: 一}', 2, 7),
        ("article", 'article: "1"\nkind: requirement\nrequires: .s1\nforbids: .s2', 1, 1),
        ("article", 'article: "1"\nkind: entitlement\nrequires: {facts: hours}', 3, 11),
        ("article", 'article: "1"\nkind: entitlement\nrequires: {fact: hours, term: hours}', 3, 11),
        ("article", 'article: "1"\nkind: entitlement\nrequires: {fact: hours, at_last: 3}', 3, 11),
        ("article", 'article: "1"\nkind: statement', 1, 1),
        ("article", 'article: "1"\nkind: rule', 2, 7),
        ("article", 'article: "1"\nkind: statement\nnot_executable: {zh: 一, en: one}\nrestates: "a:art1"', 1, 1),
        ("article", 'article: "1"\nparagraphs: [{article: "1"}]', 2, 14),
        ("vocabulary", "title: {en: e}\nvocabulary: m\nfacts: {Hours: {type: text, label: {zh: z, en: e}}}", 3, 8),
        ("vocabulary", "title: {en: e}\nvocabulary: m\nfacts: {hours: {type: list, label: {zh: z, en: e}}}", 3, 16),
        ("scenario", "rulebook: club\nbase: base.yaml\nscenarios: [{name: a, because: b, expect: {}}]", 3, 43),
        ("letter", "letter: a\nform: memo\ntitle: {zh: 一, en: e}\nsubject: {zh: 一, en: e}\nparts: [outcome]", 2, 7),
        ("letter", "letter: a\nform: letter\ntitle: {zh: 一, en: e}\nsubject: {zh: 一, en: e}\nparts: [said]", 5, 9),
        ("enumerations", "enumerations: {kind: {ordered: no, values: {a: {zh: 一, en: one}}}}", 1, 32),
    ],
)  # fmt: skip
def test_a_structural_mistake_is_found_where_it_stands(name: str, text: str, line: int, column: int) -> None:
    tree = read_source(text, "file.yaml", Diagnostics())
    assert tree is not None
    places = [(finding.place.line, finding.place.column) for finding in findings_by_schema(SCHEMAS[name], tree)]
    assert (line, column) in places


def test_a_deep_condition_is_checked_at_once() -> None:
    """The branches are shallow: a check that tried each word at each depth would not end."""
    condition: dict[str, Any] = {"fact": "card.kind", "is": "adult", "unknown_word": 1}
    for _ in range(30):
        condition = {"not": {"any": [condition, {"fact": "card.kind", "is": "adult"}]}}
    assert not accepts(SCHEMAS["article"], "condition", condition)


# -- what the engine answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rulebook", ["nthu-dual-emba", "moe-international-students"])
@pytest.mark.parametrize("file", sorted((ROOT / "examples" / "applicants").glob("*.yaml")), ids=lambda file: file.stem)
def test_a_judgment_has_the_shape_that_is_promised(rulebook: str, file: Path) -> None:
    diagnostics = Diagnostics()
    tree = read_file(file, file.name, diagnostics)
    assert tree is not None
    record = read_record(tree, library().vocabularies["applicant"], diagnostics)
    assert record is not None, diagnostics.found
    judgment = Interpreter(library().load(rulebook)).evaluate(record, trace=True).as_json()
    assert [error.message for error in Draft202012Validator(SCHEMAS["decision"]).iter_errors(judgment)] == []
