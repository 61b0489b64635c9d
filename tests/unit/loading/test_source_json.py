"""JSON comes in by the same door, with places, and with what a YAML parser is wrong about."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics, Place
from engine.loading.source import read_source
from engine.loading.tree import Mapping, plain

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic


def read(text: str | bytes, file: str = "f.json") -> object:
    diagnostics = Diagnostics()
    tree = read_source(text, file, diagnostics)
    assert diagnostics.found == []
    assert tree is not None
    return plain(tree)


def problem(text: str, file: str = "f.json") -> Diagnostic:
    diagnostics = Diagnostics()
    read_source(text, file, diagnostics)
    (found,) = diagnostics.found
    return found


@pytest.mark.parametrize("file", ["f.json", "F.JSON", "-"])
def test_escapes_of_surrogate_pairs_are_one_character(file: str) -> None:
    assert read('{"a": "\\ud842\\udfb7\\uD83D\\uDE00", "\\u53f0": "\\/\\n"}', file) == {"a": "𠮷😀", "台": "/\n"}


@pytest.mark.parametrize("file", ["f.json", "-"])
@pytest.mark.parametrize("text", ['\t{\t"a"\t:\t[1,\t2]}', '{"a"\n:[1\n,2]}', '{"a":[1,2]}', '\r\n{"a":\r\n[1, 2] }\n'])
def test_white_space_is_free(text: str, file: str) -> None:
    assert read(text, file) == {"a": [1, 2]}


def test_keys_may_be_long_and_texts_may_hold_line_separators() -> None:
    value = {"k" * 5000: "a\u2028b\x85\x7f"}
    assert read(json.dumps(value, ensure_ascii=False)) == value


def test_numbers_and_constants() -> None:
    value = read('[0, -1, 1.50, 1e2, -2.5E-1, true, false, null, "1", "true", {}, [], ""]')
    assert value == [0, -1, Decimal("1.50"), Decimal(100), Decimal("-0.25"), True, False, None, "1", "true", {}, [], ""]


def test_places_are_those_of_the_text() -> None:
    diagnostics = Diagnostics()
    tree = read_source('{\n\t"𠮷𠮷": [1],\r\n  "b": 2}', "f.json", diagnostics)
    assert isinstance(tree, Mapping)
    first, second = tree.entries.values()
    assert (first.key_place, first.value.place) == (Place("f.json", 2, 2), Place("f.json", 2, 8))
    assert (second.key_place, second.value.place) == (Place("f.json", 3, 3), Place("f.json", 3, 8))


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("{a: 1}", 1, 2, "a key in double quotes"),
        ("{'a': 1}", 1, 2, "JSON wants double quotes"),
        ('{"a": 1,}', 1, 9, "remove the comma before it"),
        ("[1,\n]", 2, 1, "remove the comma before it"),
        ("[1 2]", 1, 4, '"," or "]" is expected, not 2'),
        ("[01]", 1, 2, "a value or"),
        ('{"a" 1}', 1, 6, '":" is expected after the key, not 1'),
        ('{"a": 1} x', 1, 10, "something follows the end"),
        ('{"a": 1}\n{"a": 2}', 2, 1, "a file holds one JSON value only"),
        ('["a\nb"]', 1, 2, "the string is not closed"),
        ("// x\n1", 1, 1, "JSON has no comments"),
        ("# x", 1, 1, "JSON has no comments"),
        ('{"a": NaN}', 1, 7, "a value is expected"),
        ("{1: 2}", 1, 2, "a key in double quotes is expected, not 1"),
        ("[}", 1, 2, 'a value is expected, not "}"'),
        ("[", 1, 2, "a bracket is not closed"),
        ("[1", 1, 3, "a bracket is not closed"),
        ('{"a":', 1, 6, "the text ends where a value is expected"),
        ('["\\x"]', 1, 2, "unknown escape"),
    ],
)
def test_syntax_errors_have_a_place_and_a_reason(text: str, line: int, column: int, words: str) -> None:
    found = problem(text)
    assert (found.code, found.place.line, found.place.column) == ("syntax", line, column)
    assert words in f"{found.message} {found.help}"


def test_repeated_keys_depth_and_numbers_are_checked_as_in_yaml() -> None:
    found = problem('{"a": 1,\n "a": 2}')
    assert (found.code, found.place.line, found.help) == ("duplicate-key", 2, "it stands first at line 1, column 2")
    assert problem("[" * 5000).code == "too-deep"
    assert read("[" * 100 + "]" * 100) is not None
    assert problem('{"a": 1e9999}').code == "number"


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    assert problem('["\\ud800"]').code == "control-character"
    assert problem('["\ud800"]').code == "control-character"


def test_under_another_name_json_is_tried_first_and_yaml_after() -> None:
    assert read("{a: 1, b: [no]}", "-") == {"a": 1, "b": ["no"]}
    assert problem('{"a": 1, "a": 2}', "-").code == "duplicate-key"
