"""Workbooks and files of separated values, whole: what is read, what is rejected and where, what is told."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from engine.language.diagnostics import Diagnostics, InputError
from engine.language.facts import Special
from engine.language.record import Record
from engine.loading.source import read_source
from engine.records.office.mapping_reader import read_mapping
from engine.records.office.reading import is_one_office, read_all, read_office_file
from engine.records.rejected import REASON_HEADER, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.facts import Vocabulary
    from engine.records.office.mapping import OfficeMapping

    Rows = Sequence[Sequence[Any]]


MAPPING = """\
mapping: an office
subject: pupil
words: {true: [Y], false: [N], unknown: ["?"]}
sheets:
  - sheet: 名單
    id: [編號, No.]
    columns:
      年級: {fact: school.grade, codes: {小: low}}
      名額: school.seats
      國籍: {fact: held, split: ["、"]}
  - sheet: 停留
    list: stays
    id: 編號
    columns: {起日: from, 迄日: to}
"""


def workbook(path: Path, **sheets: Any) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def mapping(text: str, vocabularies: dict[str, Vocabulary]) -> OfficeMapping:
    diagnostics = Diagnostics()
    tree = read_source(text, "mapping.yaml", diagnostics)
    assert tree is not None
    found = read_mapping(tree, vocabularies, diagnostics)
    assert diagnostics.found == []
    assert found is not None
    return found


def told(found: Rejected | Diagnostic) -> tuple[str, str]:
    """The code of a problem, and its place without the name of the file."""
    problem = found.first if isinstance(found, Rejected) else found
    return problem.code, str(problem.place).partition("xlsx: ")[2]


@pytest.fixture
def pupil(vocabularies: dict[str, Vocabulary]) -> Vocabulary:
    return vocabularies["pupil"]


# -- without a mapping -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        [["id", "school.grade", "held", "stays"]],
        [["案號", "年級", "Territories", "留 Stays"]],
        [["案號 File number", "年級\nGrade", "國 Territories", "留"], ["id", "school.grade", "held", "stays[]"]],
        [["Pupils of 2030", None, None, None], [], ["ＩＤ", "School.Grade", "held[]", "stays"]],
    ],
)
def test_headers_that_are_paths_or_labels_need_no_mapping(tmp_path: Path, pupil: Vocabulary, headers: Rows) -> None:
    rows = [["A-1", "低年級", "VN;NO", None], ["A-2", "high", None, "無"]]
    stays = [["id", "stays[].from", "stays[].to"], ["A-1", date(2020, 1, 2), None], ["A-1", "109/03/04", "unknown"]]
    path = workbook(tmp_path / "a.xlsx", Pupils=[*headers, *rows], Anything=stays)
    records, rejected, notes = read_all(path, pupil)
    assert (rejected, notes) == ([], [])
    assert [record.id for record in records] == ["A-1", "A-2"]
    first, second = records
    assert first.facts["school.grade"] == "low"
    assert first.facts["held"] == ("VN", "NO")
    found: Any = first.facts["stays"]
    assert [(stay.values["from"], stay.values.get("to")) for stay in found] == [
        (date(2020, 1, 2), Special.OPEN),
        (date(2020, 3, 4), None),
    ]
    assert [conversion.path for conversion in first.conversions] == ["stays[1].from"]
    assert "held" not in second.facts, "an empty cell is unknown"
    assert second.facts["stays"] == (), "said to be none"


def test_a_sheet_is_found_by_the_label_of_its_list(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(
        tmp_path / "a.xlsx", 名冊=[["案號", "名額"], ["A-1", 3]], 留=[["案號", "起", "迄"], ["A-1", "2020-01-02", None]]
    )
    records, rejected, _ = read_all(path, pupil)
    assert rejected == []
    assert "stays" in records[0].facts


def test_a_column_that_is_no_fact_is_told_and_nothing_is_read(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "school.seat", "註", "empty"], ["A-1", 3, "x", None]])
    with pytest.raises(InputError) as error:
        read_office_file(path, pupil)
    found = error.value.diagnostics
    assert [told(one) for one in found if one.severity.value == "error"] == [
        ("unmapped-column", "sheet P, row 1, column B (school.seat)"),
        ("unmapped-column", "sheet P, row 1, column C (註)"),
    ]
    assert 'did you mean "school.seats"?' in found[0].help
    assert "rulebook map" in found[1].help


def test_a_sheet_that_is_not_known_is_told(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "school.seats"], ["A-1", 3]], 出入境=[["編號", "日"], ["A-1", "2020-01-02"]])
    with pytest.raises(InputError) as error:
        read_office_file(path, pupil)
    assert [told(one) for one in error.value.diagnostics] == [("unmapped-sheet", "sheet 出入境")]


def test_the_column_of_reasons_is_not_read_again(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(
        tmp_path / "a.xlsx", P=[["id", "school.seats", REASON_HEADER], ["A-1", 3, "once wrong"], [None, None, "left over"]]
    )
    records, rejected, _ = read_all(path, pupil)
    assert ([record.id for record in records], rejected) == (["A-1"], [])


# -- with a mapping ----------------------------------------------------------------------------------------------------


def test_a_messy_workbook(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        名單=[
            ["某校名冊"],
            ["編\n號", "年 級", "名額", "國籍"],
            ["A-1", "小", "３０", "越南、NO"],
            ["A-2", "低年級", "many", "挪威"],
            [" A-3 ", "high", None, None],
            [None, "high", 3, None],
            [105, "high", 3, None],
            [],
            ["A-4", "low", 1, None],
            ["A-4", "low", 2, None],
            ["合計", None, 40, None],
        ],
        停留=[["編號", "起日", "迄日"], ["A-1", "109/01/02", None], ["A-3", "2020-02-30", None], ["A-9", "109/01/02", None],
              ["A-9", "109/03/02", None], [None, "109/03/02", None], ["A-1", None, None]],
    )  # fmt: skip
    reader = read_office_file(path, vocabularies["pupil"], mapping(MAPPING, vocabularies))
    items = list(reader)
    assert [item.id for item in items] == ["A-1", "A-2", "A-3", "", "", "A-4", "A-4", "", "A-9", ""]
    assert not any(isinstance(item, Record) for item in items[1:]), "A-1 too, since one of its rows says nothing"
    assert [told(item) for item in items if isinstance(item, Rejected)] == [
        ("empty-row", "sheet 停留, row 7"),
        ("wrong-type", "sheet 名單, row 4, column C (名額)"),
        ("no-date", "sheet 停留, row 3, column B (起日)"),
        ("missing-id", "sheet 名單, row 6, column A (編 號)"),
        ("number-for-text", "sheet 名單, row 7, column A (編 號)"),
        ("duplicate-id", "sheet 名單, row 9, column A (編 號)"),
        ("duplicate-id", "sheet 名單, row 10, column A (編 號)"),
        ("totals-row", "sheet 名單, row 11"),
        ("no-record", "sheet 停留, row 4, column A (編號)"),
        ("missing-id", "sheet 停留, row 6, column A (編號)"),
    ]
    assert {told(note) for note in reader.notes.found} == {
        ("spaces", "sheet 名單, row 5, column A (編 號)"),
        ("numbers-as-text", "sheet 名單, row 2, column C (名額)"),
    }
    orphan = items[8]
    assert isinstance(orphan, Rejected)
    assert [row.row for row in orphan.rows] == [4, 5], "one record that is missing is one input, however many rows it has"
    twice = items[5]
    assert isinstance(twice, Rejected)
    assert "row 10" in twice.first.help
    assert twice.rows[0].cells == {"編 號": "A-4", "年 級": "low", "名額": "1"}


def test_rows_and_columns_that_the_mapping_leaves_out_are_left_out(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    text = """\
mapping: an office
subject: pupil
ignore_sheets: [統計]
sheets:
  - sheet: 名單
    id: 編號
    id_numbers: text
    skip_rows: [合計]
    ignore: [備註, column E]
    always: {school.grade: low}
    without_items: [held]
    columns:
      名額: {fact: school.seats, thousands: ",", also: [招生名額]}
      國籍1: {fact: held, item: 1, optional: true}
"""
    rows = [
        ["編號", "招生名額", "備註"],
        [12, "1,500", "late", None, "scribble"],
        ["編號", "招生名額", "備註"],
        ["合計", 1500, None],
    ]
    path = workbook(tmp_path / "a.xlsx", 名單=rows, 統計=[["x"]])
    records, rejected, notes = read_all(path, vocabularies["pupil"], mapping(text, vocabularies))
    assert rejected == []
    assert [(record.id, record.facts["school.seats"], record.facts["school.grade"]) for record in records] == [
        ("12", 1500, "low")
    ]
    assert records[0].facts["held"] == ()
    assert {note.code for note in notes} == {"repeated-headers"}, "that figures are grouped in texts, the mapping expects"


def test_several_columns_make_a_list_and_one_cell_two_fields(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    text = """\
mapping: an office
subject: pupil
sheets:
  - id: 編號
    columns:
      國1: {fact: held, item: 1}
      國2: {fact: held, item: 2}
      停留1: {facts: [stays.from, stays.to], split: ["～"], item: 1}
      目的地1: {fact: stays.territory, item: 1}
      停留2: {facts: [stays.from, stays.to], split: ["～"], item: 2}
"""
    rows = [
        ["編號", "國1", "國2", "停留1", "目的地1", "停留2"],
        ["A-1", "VN", "挪威", "109/01/02～109/03/04", "VN", "109/05/06～"],
        ["A-2", None, "NO", None, None, None],
        ["A-3", None, None, "109/01/02", None, None],
    ]
    records, rejected, _ = read_all(workbook(tmp_path / "a.xlsx", P=rows), vocabularies["pupil"], mapping(text, vocabularies))
    first, second = records
    stays: Any = first.facts["stays"]
    assert first.facts["held"] == ("VN", "NO")
    assert second.facts["held"] == ("NO",)
    assert [(stay.values["from"].month, stay.values["to"], stay.values.get("territory")) for stay in stays] == [
        (1, date(2020, 3, 4), "VN"),
        (5, Special.OPEN, None),
    ]
    assert "stays" not in second.facts
    assert [told(item) for item in rejected] == [("wrong-parts", "sheet P, row 4, column D (停留1)")]


def test_a_list_of_which_no_row_means_none(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    text = MAPPING.replace("    list: stays\n", "    list: stays\n    without_rows: none\n")
    path = workbook(
        tmp_path / "a.xlsx", 名單=[["編號", "年級", "名額", "國籍"], ["A-1", "low", 3, "VN"]], 停留=[["編號", "起日", "迄日"]]
    )
    records, _, _ = read_all(path, vocabularies["pupil"], mapping(text, vocabularies))
    assert records[0].facts["stays"] == ()
    records, _, _ = read_all(path, vocabularies["pupil"], mapping(MAPPING, vocabularies))
    assert "stays" not in records[0].facts


def test_none_and_an_entry_contradict_each_other(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "stays"], ["A-1", "none"]], S=[["id", "stays[].from"], ["A-1", "2020-01-02"]])
    _, rejected, _ = read_all(path, pupil)
    assert [told(item) for item in rejected] == [("contradiction", "sheet P, row 2, column B (stays)")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["編號", "年級", "名額"], ["A-1", "low", 3]], [("missing-column", "sheet 名單, row 1")]),
        (
            [["編號", "年級", "名額", "國籍", "國籍"], ["A-1", "low", 3]],
            [("duplicate-header", "sheet 名單, row 1, column E (國籍)")],
        ),
        (
            [["編號", "年級", "名額", "國籍", "電話"], ["A-1", "low", 3, "VN", "1"]],
            [("unmapped-column", "sheet 名單, row 1, column E (電話)")],
        ),
        ([["編號", "年級", "名額", "國籍"], ["No.", "Grade", "Seats", "Nat."]], [("two-header-rows", "sheet 名單, row 1")]),
        ([["姓名", "年級", "名額", "國籍"], ["A-1", "low", 3, "VN"]], [("no-header", "sheet 名單")]),
    ],
)
def test_headers_that_are_not_plain_keep_the_file_from_being_read(
    tmp_path: Path, vocabularies: dict[str, Vocabulary], rows: Rows, expected: list[tuple[str, str]]
) -> None:
    path = workbook(tmp_path / "a.xlsx", 名單=rows, 停留=[["編號", "起日", "迄日"]])
    with pytest.raises(InputError) as error:
        read_office_file(path, vocabularies["pupil"], mapping(MAPPING, vocabularies))
    assert [told(one) for one in error.value.diagnostics if one.severity.value == "error"] == expected


def test_two_rows_of_headers_and_letters(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    text = """\
mapping: an office
subject: pupil
sheets:
  - sheet: P
    id: 編號
    header_row: [1, 2]
    columns:
      學校/年級: school.grade
      the second column of seats: {fact: school.seats, letter: d}
    ignore: [學校/名額]
"""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "P"
    for row in (["編號", "學校", None, None], [None, "年級", "名額", "名額"], ["A-1", "low", 1, 2]):
        sheet.append(row)
    sheet.merge_cells("B1:D1")
    sheet.merge_cells("A1:A2")
    book.save(tmp_path / "a.xlsx")
    declared = mapping(text, vocabularies)
    records, rejected, _ = read_all(tmp_path / "a.xlsx", vocabularies["pupil"], declared)
    assert rejected == []
    assert (records[0].facts["school.grade"], records[0].facts["school.seats"]) == ("low", 2)
    one_row = mapping(text.replace("    header_row: [1, 2]\n", ""), vocabularies)
    with pytest.raises(InputError) as error:
        read_office_file(tmp_path / "a.xlsx", vocabularies["pupil"], one_row)
    assert ("two-header-rows", "sheet P, row 1, column B") in [told(one) for one in error.value.diagnostics]


# -- what a workbook hides -----------------------------------------------------------------------------------------------


def test_merged_hidden_computed_and_faulty_cells(tmp_path: Path, pupil: Vocabulary) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "P"
    sheet.append(["id", "school.seats", "school.grade"])
    for number, seats in enumerate([3, None, 4, "=1+1", "#N/A", 6], start=1):
        sheet.append([f"A-{number}", seats, "low"])
    sheet["B6"].data_type = "e"
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("說明 Read me").append(["anything"])
    book.save(tmp_path / "a.xlsx")
    records, rejected, notes = read_all(tmp_path / "a.xlsx", pupil)
    assert [record.id for record in records] == ["A-3", "A-6"]
    assert [told(item) for item in rejected] == [
        ("merged-cells", "sheet P, row 2, column B (school.seats)"),
        ("merged-cells", "sheet P, row 3, column B (school.seats)"),
        ("formula-without-value", "sheet P, row 5, column B (school.seats)"),
        ("cell-error", "sheet P, row 6, column B (school.seats)"),
    ]
    assert [told(note) for note in notes] == [("hidden", "sheet P, row 1"), ("hidden", "sheet P, row 7")]


def test_a_workbook_whose_size_is_written_wrongly_is_read_whole(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "school.seats"], ["A-1", 3], ["A-2", 4]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b'ref="A1:B3"' in parts[name]
    parts[name] = parts[name].replace(b'ref="A1:B3"', b'ref="A1:A1"')
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    records, _, _ = read_all(path, pupil)
    assert [record.facts["school.seats"] for record in records] == [3, 4]


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "damaged"), (b"PK\x03\x04 nothing", "damaged"), (b"\xd0\xcf\x11\xe0" + bytes(600), "password")]
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, pupil: Vocabulary, content: bytes, word: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=word):
        read_office_file(tmp_path / "a.xlsx", pupil)


def test_personal_data_are_not_in_messages(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "name.en"], ["A-1", 19900506]])
    _, rejected, _ = read_all(path, pupil)
    assert "1990" not in str(rejected[0].first)
    assert rejected[0].rows[0].cells["name.en"] == "19900506", "but in what goes back to the office"


# -- separated values ----------------------------------------------------------------------------------------------------

TEXT = "案號,名額,備註\nA-1,3,甲、乙\nA-2,4,\n"


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-8", ""), ("utf-8-sig", "UTF-8 with a byte order mark"), ("utf-16", "UTF-16"), ("cp950", "Big5")]
)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_letters_and_separators_are_found_out(tmp_path: Path, pupil: Vocabulary, encoding: str, note: str, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace(",", mark).replace("\n", "\r\n"), encoding=encoding, newline="")
    records, rejected, notes = read_all(path, pupil)
    assert rejected == []
    assert [(record.facts["school.seats"], record.facts.get("remark")) for record in records] == [(3, "甲、乙"), (4, None)]
    assert [note in told.message for told in notes] == ([True] if note else [])


def test_letters_that_may_be_of_several_encodings_are_asked_about(tmp_path: Path, pupil: Vocabulary) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("案号,名额\nA-1,3\n学校学校学校学校,1\n".encode("gb18030"))
    with pytest.raises(InputError, match="--encoding"):
        read_office_file(path, pupil)
    path.write_bytes(TEXT.encode("gb18030"))
    records, _, _ = read_all(path, pupil, encoding="gb18030")
    assert records[0].facts["remark"] == "甲、乙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,school.seats\nA-1,3,4\nA-2,4\n", [("no-header", "row 2, column C")]),
        ("id,school.seats,remark\nA-1,3\nA-2,4,x\n", [("short-row", "row 2")]),
        (
            'id,remark\nA-1,"a\nb"\nA-2,\nA-1,c\n',
            [("duplicate-id", "row 2, column A (id)"), ("duplicate-id", "row 4, column A (id)")],
        ),
    ],
)
def test_rows_of_another_length_are_rejected(
    tmp_path: Path, pupil: Vocabulary, text: str, expected: list[tuple[str, str]]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    records, rejected, _ = read_all(path, pupil)
    assert [(item.first.code, str(item.first.place).partition("csv: ")[2]) for item in rejected] == expected
    assert [record.id for record in records] == ["A-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [('id,remark\nA-1,"open\n', "no-csv"), ("id;remark,x\nA-1;a,b\n", "delimiter"), ("", "no-header"), ("\n\n", "no-header")],
)
def test_a_file_that_cannot_be_taken_apart_is_not_read(tmp_path: Path, pupil: Vocabulary, text: str, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        list(read_office_file(path, pupil))
    assert [one.code for one in error.value.diagnostics] == [code]


def test_a_folder_of_files_is_one_office(tmp_path: Path, pupil: Vocabulary) -> None:
    (tmp_path / "pupils.csv").write_text("id,school.seats\nA-1,3\n", encoding="utf-8")
    (tmp_path / "stays.csv").write_text("id,from,to\nA-1,2020-01-02,\nA-2,2020-01-02,\n", encoding="utf-8")
    assert is_one_office(tmp_path, pupil, None)
    records, rejected, _ = read_all(tmp_path, pupil, shown_as="folder")
    assert "stays" in records[0].facts
    assert [(item.id, str(item.first.place)) for item in rejected] == [("A-2", "folder/stays.csv: row 3, column A (id)")]


def test_reading_twice_gives_the_same(tmp_path: Path, vocabularies: dict[str, Vocabulary]) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "school.seats"], ["A-1", 3], ["A-2", "x"]])
    reader = read_office_file(path, vocabularies["pupil"])
    assert list(reader) == list(reader)
    assert len(reader) == 2


def test_the_mark_of_the_headers_goes_before_one_that_stands_in_values(tmp_path: Path, pupil: Vocabulary) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,held,remark\nA-1,VN;NO,\nA-2,VN\n", encoding="utf-8")
    records, rejected, _ = read_all(path, pupil)
    assert records[0].facts["held"] == ("VN", "NO")
    assert [item.first.code for item in rejected] == ["short-row"]


def test_an_id_of_which_nothing_is_to_be_seen_is_none(tmp_path: Path, pupil: Vocabulary) -> None:
    path = workbook(tmp_path / "a.xlsx", P=[["id", "school.seats"], ["\u200b", 3]])
    _, rejected, _ = read_all(path, pupil)
    assert [told(item) for item in rejected] == [("missing-id", "sheet P, row 2, column A (id)")]
