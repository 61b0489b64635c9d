"""YAML becomes a tree with places; what a text says never raises."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics, Place
from engine.loading import source
from engine.loading.source import MAX_SIZE, read_file, read_source
from engine.loading.tree import Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.loading.tree import Tree


def tree_of(text: str | bytes, file: str = "f.yaml") -> Tree:
    diagnostics = Diagnostics()
    tree = read_source(text, file, diagnostics)
    assert diagnostics.found == []
    assert tree is not None
    return tree


def read(text: str | bytes, file: str = "f.yaml") -> object:
    return plain(tree_of(text, file))


def problems(text: str | bytes, file: str = "f.yaml") -> list[Diagnostic]:
    diagnostics = Diagnostics()
    read_source(text, file, diagnostics)
    return diagnostics.found


def codes_and_places(text: str | bytes, file: str = "f.yaml") -> list[tuple[str, int, int]]:
    return [(found.code, found.place.line, found.place.column) for found in problems(text, file)]


# Scalars: the core schema of YAML 1.2, https://yaml.org/spec/1.2.2/#1032-tag-resolution


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None),
        ("0", 0), ("12", 12), ("-12", -12), ("+12", 12),
        ("1.5", Decimal("1.5")), ("-0.10", Decimal("-0.10")), (".5", Decimal("0.5")), ("5.", Decimal(5)),
        ("1e3", Decimal(1000)), ("1.5E-3", Decimal("0.0015")),
    ],
)  # fmt: skip
def test_plain_scalars_have_the_type_that_they_look_like(written: str, value: object) -> None:
    found = read(f"a: {written}\n")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


def test_a_decimal_keeps_its_digits() -> None:
    assert str(plain(tree_of("0.10"))) == "0.10"


@pytest.mark.parametrize(
    "written",
    [
        "no", "on", "off", "yes", "y", "tRUE", "nULL", "0123", "-007", "1_000", "0x1F", "0o7", "0b1", "1:30", "12e",
        "1e", ".nan", ".NaN", ".inf", "-.inf", "nan", "2022-05-20", "2022-05-20T17:00:00+08:00", "-", "+", ".", "1.2.3",
        "٣", "1 2", "=",
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_core_schema_is_text(written: str) -> None:
    assert read(f"- {written}\n- x" if written != "-" else '["-", x]') == [written, "x"]


@pytest.mark.parametrize("quoted", ['"{}"', "'{}'"])
@pytest.mark.parametrize("written", ["true", "12", "1.5", "null", "~", "", "<<"])
def test_quoted_scalars_are_text(quoted: str, written: str) -> None:
    assert read("- " + quoted.format(written)) == [written]


def test_block_scalars_are_text() -> None:
    assert read("a: |\n  12\nb: >-\n  true\n") == {"a": "12\n", "b": "true"}


def test_a_scalar_remembers_how_it_was_written() -> None:
    tree = tree_of("+012: +12")
    assert isinstance(tree, Mapping)
    assert tree.get("+012") == Scalar(12, "+12", Place("f.yaml", 1, 7))


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("1: a\ntrue: b\nnull: c\n1.50: d\n'': e\n'<<': f") == {
        "1": "a", "true": "b", "null": "c", "1.50": "d", "": "e", "<<": "f",
    }  # fmt: skip


# Places


def test_places_are_lines_and_characters_counted_from_one() -> None:
    tree = tree_of("條: 1\n𠮷𠮷: {文: [甲, 乙]}\n")
    assert isinstance(tree, Mapping)
    entry = tree.entries["𠮷𠮷"]
    assert entry.key_place == Place("f.yaml", 2, 1)
    assert entry.value.place == Place("f.yaml", 2, 5)
    inner = entry.value
    assert isinstance(inner, Mapping)
    items = inner.get("文")
    assert isinstance(items, Sequence)
    assert [item.place.column for item in items] == [10, 13]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one(end: str) -> None:
    assert codes_and_places(end.join(["a: 1", "b: 2", "a: 3"])) == [("duplicate-key", 3, 1)]


# What is not allowed


def test_tags_are_reported_and_nothing_is_constructed() -> None:
    text = "a: !!python/object/apply:os.system [exit]\nb: !x 1\nc: !!map {}\nd: ! 2\n"
    assert codes_and_places(text) == [("tag", 1, 4), ("tag", 2, 4), ("tag", 3, 4), ("tag", 4, 4)]
    assert 'the tag "tag:yaml.org,2002:python/object/apply:os.system" is not allowed' in problems(text)[0].message


def test_anchors_and_aliases_are_reported() -> None:
    assert codes_and_places("a: &x [1]\nb: *x\nc: &y 1\n") == [("anchor", 1, 4), ("alias", 2, 4), ("anchor", 3, 4)]


def test_aliases_of_aliases_cost_nothing() -> None:
    levels = ["a: &a0 [x]", *(f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    assert {found.code for found in problems("\n".join(levels))} == {"anchor", "alias"}


def test_a_merge_key_is_reported() -> None:
    assert codes_and_places("a:\n  <<: {x: 1}\n  y: 2\n") == [("merge-key", 2, 3)]


def test_a_repeated_key_is_reported_with_the_first_place_and_the_first_value_stays() -> None:
    diagnostics = Diagnostics()
    tree = read_source("a: 1\nb: 2\na: 3\n", "f.yaml", diagnostics)
    (found,) = diagnostics.found
    assert (found.code, found.place) == ("duplicate-key", Place("f.yaml", 3, 1))
    assert found.help == "it stands first at line 1, column 1"
    assert tree is not None
    assert plain(tree) == {"a": 1, "b": 2}


def test_keys_that_look_different_and_are_the_same_text_are_repeated() -> None:
    assert codes_and_places("1: a\n'1': b\n") == [("duplicate-key", 2, 1)]


@pytest.mark.parametrize(("text", "column"), [("? [a]\n: 1\n", 3), ("? {a: b}\n: 1\n", 3), ("{[a]: 1}", 2)])
def test_a_key_that_is_no_text_is_reported(text: str, column: int) -> None:
    assert codes_and_places(text) == [("key", 1, column)]


def test_a_missing_key_is_reported() -> None:
    assert codes_and_places("{? : 1, b: 2}")[0][0] == "key"


def test_one_document_a_file() -> None:
    assert codes_and_places("a: 1\n---\nb: 2\n") == [("several-documents", 2, 1)]
    assert read("---\na: 1\n...\n") == {"a": 1}


def test_directives_are_reported_but_the_version_that_is_read() -> None:
    assert codes_and_places("%YAML 1.1\n---\na: 1\n") == [("directive", 1, 1)]
    assert codes_and_places("%TAG ! !x\n---\na: 1\n") == [("directive", 1, 1)]


def test_depth_is_limited() -> None:
    assert read("[" * 100 + "]" * 100) is not None
    assert codes_and_places("[" * 101 + "]" * 101) == [("too-deep", 1, 101)]
    assert codes_and_places("- " * 101 + "a") == [("too-deep", 1, 201)]
    assert [code for code, _, _ in codes_and_places("{a: " * 100_000)] == ["too-deep"]


def test_size_is_limited() -> None:
    assert [code for code, _, _ in codes_and_places(b" " * (MAX_SIZE + 1))] == ["too-large"]


def test_numbers_are_limited() -> None:
    long = "9" * 400
    assert read(long) == int(long)
    assert codes_and_places(f"- 9{long}\n- 1e401\n- 1e{long}9\n- 1.{long}\n- 1e400") == [
        ("number", 1, 3), ("number", 2, 3), ("number", 3, 3), ("number", 4, 3),
    ]  # fmt: skip


def test_several_problems_are_found_in_one_go() -> None:
    text = "a: !x 1\nb: &y 2\na: *y\n<<: 3\n"
    assert [found.code for found in problems(text)] == ["tag", "anchor", "alias", "duplicate-key", "merge-key"]


# Bytes


def test_utf8_with_and_without_a_byte_order_mark() -> None:
    assert read("a: 𠮷".encode()) == read("\ufeffa: 𠮷".encode()) == read("\ufeffa: 𠮷") == {"a": "𠮷"}
    tree = tree_of(b"\xef\xbb\xbfa: 1")
    assert tree.place == Place("f.yaml", 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused(encoding: str) -> None:
    mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
    (found,) = problems(mark + "a: 1".encode(encoding))
    assert (found.code, found.message) == ("encoding", "the file is UTF-16")


def test_bad_bytes_are_refused_with_their_line_and_byte() -> None:
    (found,) = problems("甲: 1\n乙: ".encode() + "臺".encode("big5"))
    assert (found.code, found.place.line, found.place.column) == ("encoding", 2, 4)
    assert found.message == "the file is not UTF-8: byte 13 is 0xBB"


def test_control_characters_and_foreign_line_separators_are_reported() -> None:
    assert codes_and_places("a: x\x00y\nb: 一\u2028二\x85\n") == [
        ("control-character", 1, 5), ("control-character", 2, 5), ("control-character", 2, 7),
    ]  # fmt: skip
    assert 'write it in double quotes as "\\u2028"' in problems("b: 一\u2028二")[0].help


def test_a_binary_file_is_reported_in_few_words() -> None:
    found = problems("\x01" * 500)
    assert len(found) <= 12
    assert "490 more control characters: this does not look like a text" in [problem.message for problem in found]


@pytest.mark.parametrize("text", ["", " \n", "# only a comment\n", "\ufeff", b"\xef\xbb\xbf"])
def test_an_empty_file_is_reported(text: str | bytes) -> None:
    assert [found.code for found in problems(text)] == ["empty-file"]


# Syntax


@pytest.mark.parametrize(
    ("text", "line", "column", "help_text"),
    [
        ("a:\n\t- b", 2, 1, "indent with spaces, not with tabs"),
        ("a: |\n x\n\ty", 3, 1, "indent with spaces"),
        ("a: b: c", 1, 5, "quote a text that has"),
        ("a: @x", 1, 4, "put the text in quotes"),
        ("a: `x", 1, 4, "put the text in quotes"),
        ("a: 1\nb\n", 2, 1, "a key must be followed by a colon"),
        (
            "x: 1\na: [1, 2\nb: 3",
            3,
            2,
            "a [ is not closed, or a comma is missing; what is being read here began at line 2",
        ),
        ("a: 'x", 1, 6, "a quotation mark is not closed"),
        ('a: "\\q"', 1, 5, "a backslash must be written twice"),
        ("a: {b: 1}}", 1, 10, "check the indentation"),
        ("%FOO\n---\na", 1, 5, ""),
        ("𠮷: @", 1, 4, "put the text in quotes"),
        ("a:\n  - b\n c: d\n", 3, 2, "what is being read here began at line 1"),
    ],
)
def test_syntax_errors_have_a_place_and_a_way_out(text: str, line: int, column: int, help_text: str) -> None:
    (found,) = problems(text)
    assert (found.code, found.place.line, found.place.column) == ("syntax", line, column)
    assert help_text in found.help


# Files


def test_a_file_is_shown_as_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("𠮷: [x]".encode())
    diagnostics = Diagnostics()
    tree = read_file(path, "shown/a.yaml", diagnostics)
    assert tree is not None
    assert (plain(tree), tree.place.file) == ({"𠮷": ["x"]}, "shown/a.yaml")


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_file(tmp_path / "absent.yaml", "absent.yaml", diagnostics) is None
    assert read_file(tmp_path, "folder", diagnostics) is None
    assert [(found.code, found.place.file) for found in diagnostics.found] == [
        ("unreadable-file", "absent.yaml"), ("unreadable-file", "folder"),
    ]  # fmt: skip


def test_no_more_of_a_large_file_is_read_than_tells_that_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_SIZE", 5)
    path = tmp_path / "a.yaml"
    path.write_bytes(b"123456")
    diagnostics = Diagnostics()
    assert read_file(path, "a.yaml", diagnostics) is None
    assert [found.code for found in diagnostics.found] == ["too-large"]
