"""Files of records: one or a list, YAML or JSON, a path or standard input."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.tree import plain
from engine.records.readers import read_records_from

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "id: 甲\n"),
        ("a.yaml", "- id: 甲\n"),
        ("a.json", '{"id": "\\u7532"}'),
        ("a.json", '[{"id":\t"甲"}]'),
    ],
)
def test_a_file_holds_one_record_or_a_list(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    for source in (path, str(path)):
        trees = read_records_from(source, diagnostics)
        assert [plain(tree) for tree in trees] == [{"id": "甲"}]
        assert trees[0].place.file == str(path)
    assert diagnostics.found == []


def test_a_list_keeps_its_order(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- {id: b}\n- {id: a}\n- 3\n", encoding="utf-8")
    assert [plain(tree) for tree in read_records_from(path, Diagnostics())] == [{"id": "b"}, {"id": "a"}, 3]


@pytest.mark.parametrize("text", ["id: 甲", '\t{"id": "甲"}', "[{id: 甲}]"])
def test_standard_input_is_yaml_or_json(text: str) -> None:
    diagnostics = Diagnostics()
    trees = read_records_from("-", diagnostics, io.BytesIO(text.encode()))
    assert [plain(tree) for tree in trees] == [{"id": "甲"}]
    assert trees[0].place.file == "-"


def test_standard_input_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id: a"), encoding="utf-8"))
    assert [plain(tree) for tree in read_records_from("-", Diagnostics())] == [{"id": "a"}]


@pytest.mark.parametrize(("text", "code"), [("", "empty-file"), ("[]", "empty-file"), ("A-1", "wrong-shape"), ("a: [", "syntax")])
def test_what_is_no_record_is_reported(text: str, code: str) -> None:
    diagnostics = Diagnostics()
    assert read_records_from("-", diagnostics, io.BytesIO(text.encode())) == []
    assert [found.code for found in diagnostics.found] == [code]


def test_a_file_that_is_not_there_is_reported() -> None:
    diagnostics = Diagnostics()
    assert read_records_from("absent.yaml", diagnostics) == []
    assert [(found.code, found.place.file) for found in diagnostics.found] == [("unreadable-file", "absent.yaml")]
