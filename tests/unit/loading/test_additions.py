"""What an amendment adds to vocabularies: facts, code lists, fields of a list, codes of a code list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.loading.tree import Mapping
from engine.loading.vocabulary import load_vocabularies

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.facts import Vocabulary

SHARED = """
enumerations:
  colour: {values: {red: {zh: 紅, en: red}}}
  rank: {ordered: true, values: {low: {zh: 低, en: low}, high: {zh: 高, en: high}}}
"""
MEMBER = """
vocabulary: member
title: {zh: 會員, en: Member}
enumerations:
  kind: {values: {adult: {zh: 成人, en: adult}}}
facts:
  id: {type: text, identifier: true, label: {zh: 號, en: id}}
  age: {type: integer, label: {zh: 年齡, en: age}}
  visits: {type: list, label: {zh: 到訪, en: visits}, of: {note: {type: text, label: {zh: 註, en: note}}}}
"""


def load(folder: Path, added: str) -> tuple[Vocabulary, list[str]]:
    (folder / "enumerations.yaml").write_text(SHARED, encoding="utf-8")
    (folder / "member.yaml").write_text(MEMBER, encoding="utf-8")
    diagnostics = Diagnostics()
    tree = read_source(added, "amendment.yaml", diagnostics)
    assert isinstance(tree, Mapping)
    found = load_vocabularies(folder, "vocabulary", diagnostics, [tree])
    return found["member"], [f"{finding.code}: {finding.message}; {finding.help}" for finding in diagnostics.found]


def test_a_fact_a_field_and_codes_are_added(tmp_path: Path) -> None:
    member, told = load(tmp_path, """
        member:
          facts:
            is_digital: {type: boolean, label: {zh: 電子, en: digital}}
            visits: {of: {colour: {type: colour, label: {zh: 色, en: colour}}}}
          enumerations: {kind: {values: {junior: {zh: 少年, en: junior}}}}
        enumerations:
          colour: {values: {blue: {zh: 藍, en: blue}}}
          shape: {values: {round: {zh: 圓, en: round}}}
        """)  # fmt: skip
    assert told == []
    assert list(member.facts["visits"].elements or {}) == ["note", "colour"]
    assert "is_digital" in member.facts
    assert [list(member.enumerations[name].values) for name in ("kind", "colour", "shape")] == [
        ["adult", "junior"], ["red", "blue"], ["round"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("added", "code", "words"),
    [
        ("member: {facts: {age: {type: text, label: {zh: 年, en: age}}}}", "duplicate-name", "in the vocabulary already"),
        ("member: {facts: {visits: {type: list}}}", "duplicate-name", "give `of:` alone"),
        ("enumerations: {colour: {values: {red: {zh: 紅, en: red}}}}", "duplicate-name", '"red" is in "colour" already'),
        ("enumerations: {rank: {values: {middle: {zh: 中, en: middle}}}}", "ordered-codes", "order of their rank"),
        ("membr: {facts: {}}", "unknown-vocabulary", 'did you mean "member"'),
        ("member: {fact: {}}", "unknown-key", "facts"),
        ("enumerations: []", "wrong-shape", "a mapping of keys"),
    ],
)
def test_what_is_there_already_or_nowhere_is_told(tmp_path: Path, added: str, code: str, words: str) -> None:
    _, told = load(tmp_path, added)
    assert len(told) == 1
    assert told[0].startswith(code)
    assert words in told[0]
