"""What decisions and duties can read of a record: whatever else a record says changes none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics
from engine.language.reach import facts_read
from engine.language.record import Element
from engine.loading.library import Library
from engine.records.readers import read_records_from
from engine.records.reading import read_records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from engine.language.record import Record, Value


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return Library(root / "rulebooks")


def without_what_is_not_read(record: Record, reads: Mapping[str, Collection[str]]) -> Record:
    facts: dict[str, Value] = {}
    for path, value in record.facts.items():
        if path not in reads:
            continue
        if isinstance(value, tuple) and any(isinstance(entry, Element) for entry in value):
            facts[path] = tuple(
                replace(entry, values={name: one for name, one in entry.values.items() if name in reads[path]})
                for entry in value
                if isinstance(entry, Element)
            )
        else:
            facts[path] = value
    return replace(record, facts=facts)


@pytest.mark.parametrize(
    ("rulebook", "folder"),
    [
        ("moe-international-students", "applicants"),
        ("moe-international-students", "students"),
        ("moe-international-students", "institutions"),
        ("moe-international-students", "education-authorities"),
        ("moe-international-students", "guardians"),
        ("moe-international-students", "language-centre-students"),
        ("nthu-dual-emba", "applicants"),
        ("nthu-dual-emba", "students"),
        ("ntucm-exchange", "exchange"),
    ],
)
def test_what_is_not_read_decides_nothing(library: Library, root: Path, rulebook: str, folder: str) -> None:
    book = library.load(rulebook)
    interpreter = Interpreter(book)
    diagnostics = Diagnostics()
    trees = [
        tree for file in sorted((root / "examples" / folder).glob("*.yaml")) for tree in read_records_from(file, diagnostics)
    ]
    records = read_records(trees, library.vocabularies, book.main_subject, diagnostics)
    assert records
    assert diagnostics.errors == []
    for record in records:
        bare = without_what_is_not_read(record, facts_read(book, record.subject))
        whole, less = (interpreter.evaluate(one) for one in (record, bare))
        assert less.as_json()["decisions"] == whole.as_json()["decisions"]
        assert less.as_json()["duties"] == whole.as_json()["duties"]


def test_a_fact_that_a_used_rulebook_reads_is_read(library: Library) -> None:
    reads = facts_read(library.load("nthu-dual-emba"), "applicant")
    assert "nationality.held" in reads, "Article 2 of the regulation, which the brochure uses"
    assert reads["stays_in_taiwan"] == {"from", "to", "purpose", "documented"}
    assert {"amount", "currency"} <= reads["fees"], "an amount says nothing without its currency"
    assert "name.en" not in reads
    assert "admission.admitted" in reads, "asked by a duty of those who were admitted"


def test_the_order_is_that_of_the_vocabulary(library: Library) -> None:
    book = library.load("ntucm-exchange")
    reads = list(facts_read(book, book.main_subject))
    declared = list(book.subjects[book.main_subject].vocabulary.facts)
    assert reads == sorted(reads, key=declared.index)


def test_a_subject_that_is_not_decided(library: Library) -> None:
    with pytest.raises(KeyError):
        facts_read(library.load("nthu-dual-emba"), "guardian")
