"""Mistakes of a mapping: each told where it stands, with a way out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.language import mapping_keys
from engine.language.diagnostics import Diagnostics, InputError
from engine.loading.schema import findings_by_schema, schema_of
from engine.loading.source import read_source
from engine.records.office.mapping_reader import is_mapping, load_mapping, read_mapping

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary

HEAD = "mapping: an office\nsubject: pupil\n"
SHEET = HEAD + "sheets:\n- id: No.\n  columns:\n"
STAYS = HEAD + "sheets:\n- {id: No., columns: {}}\n- sheet: Stays\n  list: stays\n  id: No.\n  columns:\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "way_out"),
    [
        # the head
        ("mapping: an office\nsheets: [{id: No., columns: {}}]", "missing-key", 1, "pupil or keeper"),
        ("mapping: an office\nsubject: pupils\nsheets: []", "unknown-subject", 2, 'did you mean "pupil"?'),
        (HEAD + "sheet: []", "unknown-key", 3, 'did you mean "sheets"?'),
        (HEAD + "sheets: []", "missing-key", 3, ""),
        (HEAD + "delimiter: colon\nsheets: []", "unknown-option", 3, 'did you mean "semicolon"?'),
        (HEAD + "todo: [Notes]\nsheets: [{id: No., columns: {}}]", "undecided", 3, "ignore_sheets"),
        (HEAD + "words: {true: [Y], false: [y]}\nsheets: [{id: No., columns: {}}]", "conflicting-words", 3, ""),
        (HEAD + "words: {yes: [Y]}\nsheets: [{id: No., columns: {}}]", "unknown-key", 3, "true"),
        (HEAD + "dates: [D/M/YY]\nsheets: [{id: No., columns: {}}]", "date-form", 3, "D/M/YYYY"),
        (HEAD + "codes: {grades: {x: low}}\nsheets: [{id: No., columns: {}}]", "unknown-type", 3, 'did you mean "grade"?'),
        (HEAD + "codes: {grade: {x: lower}}\nsheets: [{id: No., columns: {}}]", "unknown-code", 3, 'did you mean "low"?'),
        (HEAD + "codes: {grade: {x: low, Ｘ: high}}\nsheets: [{id: No., columns: {}}]", "conflicting-words", 3, ""),
        # sheets
        (HEAD + "sheets:\n- columns: {}", "missing-key", 4, ""),
        (HEAD + "sheets:\n- {id: No., list: stay, columns: {}}", "unknown-fact", 4, 'did you mean "stays"?'),
        (HEAD + "sheets:\n- {id: No., list: stays, columns: {from: from}}", "no-main-sheet", 4, "list:"),
        (HEAD + "sheets:\n- {id: No., sheet: A, columns: {}}\n- {id: No., sheet: B, columns: {}}", "two-main-sheets", 5, "list:"),
        (HEAD + "sheets:\n- {id: No., header_row: [2, 1], columns: {}}", "wrong-row", 4, ""),
        (HEAD + "sheets:\n- {id: No., header_row: 3, first_row: 3, columns: {}}", "wrong-row", 4, ""),
        (HEAD + "sheets:\n- {id: No., without_rows: none, columns: {}}", "wrong-key", 4, ""),
        (HEAD + "sheets:\n- {id: No., without_items: [stay], columns: {}}", "unknown-fact", 4, 'did you mean "stays"?'),
        (
            HEAD + "sheets:\n- {id: No., always: {school.grad: low}, columns: {}}",
            "unknown-fact",
            4,
            'did you mean "school.grade"?',
        ),
        (HEAD + "sheets:\n- {id: No., always: {school.grade: low}, columns: {G: school.grade}}", "duplicate-target", 4, ""),
        (HEAD + "sheets:\n- id: No.\n  columns: {}\n  todo: [Remarks]", "undecided", 6, "ignore"),
        (STAYS + "    A: from\n- {sheet: More, list: stays, id: No., columns: {B: to}}", "duplicate-target", 10, ""),
        # columns
        (SHEET + "    Grade: school.grad", "unknown-fact", 6, 'did you mean "school.grade"?'),
        (SHEET + "    Grade: {codes: {x: low}}", "missing-key", 6, "fact: …"),
        (SHEET + "    Number: id", "duplicate-target", 6, "id:"),
        (SHEET + "    A: school.grade\n    B: school.grade", "duplicate-target", 7, "also"),
        (SHEET + "    Held: held", "missing-key", 6, "split"),
        (SHEET + "    Held: {fact: held, split: [;]}\n    Held 2: {fact: held, item: 2}", "duplicate-target", 6, ""),
        (SHEET + "    Grade: {fact: school.grade, split: [;]}", "wrong-key", 6, "facts:"),
        (SHEET + "    From: stays.from", "missing-key", 6, "item: 1"),
        (SHEET + "    From: {fact: stays.form, item: 1}", "unknown-field", 6, 'did you mean "from"?'),
        (SHEET + "    Both: {facts: [stays.from, stays.to], item: 1}", "missing-key", 6, "split"),
        (SHEET + "    Seats: {fact: school.seats, dates: [D/M/YYYY]}", "wrong-key", 6, ""),
        (SHEET + "    Seats: {fact: school.seats, codes: {x: low}}", "wrong-key", 6, ""),
        (SHEET + "    Seats: {fact: school.seats, numbers: text}", "wrong-key", 6, ""),
        (SHEET + "    Seats: {fact: school.seats, letter: F7}", "wrong-letter", 6, "AB"),
        (SHEET + "    Seats: {fact: school.seats, item: 0}", "wrong-row", 6, ""),
        (SHEET + "    Open: {fact: school.open, empty: unknown}", "wrong-key", 6, ""),
        (SHEET + "    Open: {fact: school.open, emtpy: unknown}", "unknown-key", 6, 'did you mean "empty"?'),
        (STAYS + "    From: form", "unknown-field", 9, 'did you mean "from"?'),
    ],
)
def test_a_mistake_is_told(vocabularies: dict[str, Vocabulary], text: str, code: str, line: int, way_out: str) -> None:
    diagnostics = Diagnostics()
    tree = read_source(text, "mapping.yaml", diagnostics)
    assert tree is not None
    assert read_mapping(tree, vocabularies, diagnostics) is None
    found = [(finding.code, finding.place.line) for finding in diagnostics.found]
    assert (code, line) in found
    finding = next(finding for finding in diagnostics.found if (finding.code, finding.place.line) == (code, line))
    assert way_out in finding.help


def test_several_mistakes_are_told_at_once(vocabularies: dict[str, Vocabulary], tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(SHEET + "    A: school.grad\n    B: {fact: held}\n    C: school.seats\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_mapping(path, "m.yaml", vocabularies)
    assert [(finding.code, finding.place.line) for finding in error.value.diagnostics] == [
        ("unknown-fact", 6),
        ("missing-key", 7),
    ]


def test_fields_may_be_written_with_their_list(vocabularies: dict[str, Vocabulary]) -> None:
    for name in ("from", "stays.from", "stays[].from"):
        diagnostics = Diagnostics()
        tree = read_source(STAYS + f"    Day: {name}", "mapping.yaml", diagnostics)
        assert tree is not None
        assert is_mapping(tree)
        mapping = read_mapping(tree, vocabularies, diagnostics)
        assert mapping is not None
        assert [str(target) for target in mapping.sheets[1].columns[0].targets] == ["stays.from"]


def test_a_record_is_no_mapping() -> None:
    assert not is_mapping(read_source("id: A-1", "a.yaml", Diagnostics()))
    assert not is_mapping(None)


def test_the_mapping_of_the_documentation_is_valid() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    diagnostics = Diagnostics()
    tree = read_source(found[1], "mapping.yaml", diagnostics)
    assert tree is not None
    assert diagnostics.found == []
    assert findings_by_schema(schema_of("mapping"), tree) == []


def test_the_documentation_names_every_key() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
    known = {key.name for table in (mapping_keys.MAPPING, mapping_keys.MAPPED_SHEET, mapping_keys.MAPPED_COLUMN) for key in table}
    assert {name for name in known if f"`{name}" not in text} == set()
