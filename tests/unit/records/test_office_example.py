"""The workbook of ``examples/office``, which is written as offices write, says what the example records say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.loading.vocabulary import load_vocabularies
from engine.records.office.mapping_reader import load_mapping, read_mapping
from engine.records.office.proposal import propose
from engine.records.office.proposal_text import proposal_text
from engine.records.office.reading import read_all, read_tables
from engine.records.readers import read_records_from
from engine.records.reading import RecordReader

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary

ROOT = Path(__file__).resolve().parents[3]
WORKBOOK = ROOT / "examples" / "office" / "applications-111.xlsx"
SAME = [
    "vietnamese-manager",
    "dual-national",
    "former-national-eight-years",
    "former-national-one-day-short",
    "hong-kong-resident",
    "internship-that-counts",
    "language-centre-stay",
    "late-by-one-second",
    "no-case-by-case-approval",
    "overseas-chinese-status",
    "english-interview",
    "fee-unpaid",
    "dismissed-for-grades",
    "degree-expected",
    "one-hundred-and-twenty-one-days",
    "resident-in-taiwan",
]
"""The example records whose facts the persons of the workbook have, in its order."""


@pytest.fixture(scope="module")
def known() -> dict[str, Vocabulary]:
    diagnostics = Diagnostics()
    found = load_vocabularies(ROOT / "rulebooks" / "vocabulary", "vocabulary", diagnostics)
    assert diagnostics.found == []
    return found


def test_the_workbook_says_what_the_example_records_say(known: dict[str, Vocabulary]) -> None:
    mapping = load_mapping(ROOT / "examples" / "office" / "mapping.yaml", "mapping.yaml", known)
    records, rejected, _ = read_all(WORKBOOK, known["applicant"], mapping, shown_as="a.xlsx")
    assert [item.id for item in rejected] == ["111-B17", "111-B18", "111-B81"]
    assert [(str(item.first.place), len(item.problems)) for item in rejected] == [
        ("a.xlsx: sheet 申請名冊, row 20, column D (出生年月日)", 1),
        ("a.xlsx: sheet 申請名冊, row 21, column E (國 籍)", 2),
        ("a.xlsx: sheet 出入境紀錄, row 11, column A (收件編號)", 1),
    ]
    reader = RecordReader(known["applicant"])
    diagnostics = Diagnostics()
    for record, name in zip(records, SAME, strict=True):
        (tree,) = read_records_from(ROOT / "examples" / "applicants" / f"{name}.yaml", diagnostics)
        wanted = reader.read(tree, diagnostics)
        assert wanted is not None
        assert {**record.facts, "id": ""} == {**wanted.facts, "id": ""}, name


def test_a_proposed_mapping_reads_the_workbook_once_its_marks_are_settled(known: dict[str, Vocabulary]) -> None:
    """What is to be decided is refused by the check; when it is ignored, the rest of the mapping reads the workbook."""
    tables = read_tables(WORKBOOK, "a.xlsx")
    text = proposal_text(propose(tables, known["applicant"]), "a.xlsx")
    diagnostics = Diagnostics()
    tree = read_source(text, "mapping.yaml", diagnostics)
    assert tree is not None
    assert read_mapping(tree, known, diagnostics) is None
    assert {finding.code for finding in diagnostics.found} == {"undecided"}
    todo = [line.partition(" # ")[0].strip() for line in text.splitlines() if line.startswith("      - ")]
    assert "- 備註" in todo
    assert '- "收款學校: 本校"' in todo, "a word that stands for no code is to be decided too"
    settled = text.replace("    todo:", "    ignore:").replace("todo: #", "ignore_sheets: #")
    settled = settled.replace("codes: {UTA: uta}", "codes: {UTA: uta, 本校: nthu}")
    diagnostics = Diagnostics()
    tree = read_source(settled, "mapping.yaml", diagnostics)
    assert tree is not None
    mapping = read_mapping(tree, known, diagnostics)
    assert diagnostics.found == []
    records, rejected, _ = read_all(WORKBOOK, known["applicant"], mapping)
    by_id = {record.id: record for record in records}
    assert {"111-B01", "111-B16"} <= by_id.keys()
    assert len(records) + len(rejected) == 19
    assert by_id["111-B02"].facts["nationality.held"] == ("US", "TW")
    assert by_id["111-B01"].facts["tests.toefl_ibt"] == 92
