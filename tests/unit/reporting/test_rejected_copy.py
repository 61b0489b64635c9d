"""The copy that goes back to the office: its own table, with the reasons beside the rows and on the cells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from engine.language.diagnostics import CellPlace, Diagnostic
from engine.records.rejected import REASON_HEADER, RawRow, Rejected
from engine.reporting.workbooks.rejected import write_rejected_copy
from engine.reporting.workbooks.rejected_copy import write_rejected_workbook
from engine.reporting.workbooks.rejected_values import write_rejected_values

if TYPE_CHECKING:
    from pathlib import Path

FILE = "people.xlsx"


def fault(sheet: str, row: int, column: int, header: str, message: str, help_text: str = "") -> Diagnostic:
    return Diagnostic("no-date", message, CellPlace(FILE, row, column, sheet, header), help_text)


def raw(sheet: str, row: int, **cells: str) -> RawRow:
    return RawRow(FILE, sheet, row, cells)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two sheets, with a title above the headers of the first, and things of the office's own."""
    workbook = Workbook()
    people = workbook.active
    people.title = "People"
    people.append(["List of the office"])
    people.append(["No", "Born", "Age"])
    people.append(["A-1", "1990-01-01", "=2+2"])
    people.append(["A-2", "31 February", 7])
    people.append([])
    people.append(["A-3", "2000-01-01", 9])
    people["B4"].comment = Comment("as on the form", "clerk")
    people["A2"].font = Font(bold=True)
    people["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
    people.column_dimensions["B"].width = 33
    stays = workbook.create_sheet("Stays")
    stays.append(["No", "From"])
    stays.append(["A-2", "2020-01-01"])
    stays.append(["A-3", "soon"])
    workbook.create_sheet("Notes").append(["nothing to read"])
    path = tmp_path / FILE
    workbook.save(path)
    return path


ITEMS = [
    Rejected(
        FILE,
        (fault("People", 4, 2, "Born", "31 February: there is no such day", "write YYYY-MM-DD"),),
        "A-2",
        (raw("People", 4, No="A-2", Born="31 February", Age="7"), raw("Stays", 2, No="A-2", From="2020-01-01")),
    ).as_json(),
    Rejected(
        FILE,
        (fault("Stays", 3, 2, "From", "soon: this is no date"),),
        "A-3",
        (raw("People", 6, No="A-3", Born="2000-01-01", Age="9"), raw("Stays", 3, No="A-3", From="soon")),
    ).as_json(),
]


def copied(source: Path, items: list[dict[str, Any]], name: str = "copy.xlsx") -> Workbook:
    target = source.with_name(name)
    write_rejected_workbook(source, items, target)
    return load_workbook(target)


def test_the_reasons_stand_at_the_right_end(source: Path) -> None:
    people = copied(source, ITEMS)["People"]
    assert [people.cell(row=row, column=4).value for row in range(1, 7)] == [
        None,
        REASON_HEADER,
        "✓ 已讀取 read",
        "Born: 31 February: there is no such day (write YYYY-MM-DD)",
        None,
        "未決定，原因見工作表「Stays」第3列。 / Not decided because of sheet “Stays”, row 3.",
    ]


def test_every_row_of_a_rejected_record_says_so(source: Path) -> None:
    stays = copied(source, ITEMS)["Stays"]
    assert stays["C1"].value == REASON_HEADER
    assert "sheet “People”, row 4" in stays["C2"].value
    assert stays["C3"].value == "From: soon: this is no date"


def test_the_faulty_cells_are_marked_and_no_others(source: Path) -> None:
    workbook = copied(source, ITEMS)
    people = workbook["People"]
    assert people["B4"].fill.fgColor.rgb == workbook["Stays"]["B3"].fill.fgColor.rgb == "FFF6C9C5"
    assert people["B4"].comment.text.startswith("as on the form")
    assert "there is no such day" in people["B4"].comment.text
    assert people["B3"].comment is None
    assert people["B3"].fill.fill_type is None


def test_what_the_office_made_stays(source: Path) -> None:
    workbook = copied(source, ITEMS)
    people = workbook["People"]
    assert workbook.sheetnames == ["People", "Stays", "Notes"]
    assert people["C3"].value == "=2+2"
    assert people["C3"].fill.fgColor.rgb == "FF00FF00"
    assert people["A2"].font.bold
    assert people.column_dimensions["B"].width == 33
    assert list(workbook["Notes"].iter_rows(values_only=True)) == [("nothing to read",)]


def test_a_second_copy_takes_away_what_the_first_one_marked(source: Path) -> None:
    copied(source, ITEMS, "first.xlsx")
    workbook = copied(source.with_name("first.xlsx"), ITEMS[1:], "second.xlsx")
    people = workbook["People"]
    assert people["D4"].value == "✓ 已讀取 read"
    assert people["E2"].value is None, "the column of the first copy is used again"
    assert people["B4"].fill.fill_type is None
    assert people["B4"].comment.text == "as on the form"
    assert workbook["Stays"]["B3"].fill.fgColor.rgb == "FFF6C9C5"
    assert workbook["Stays"]["B3"].comment.text.count("soon") == 1


def test_a_text_with_a_formula_in_it_stays_a_text(source: Path) -> None:
    item = Rejected(FILE, (fault("People", 4, 2, "", "=1+1 is no date"),)).as_json()
    cell = copied(source, [item])["People"]["D4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 is no date", "s", True)


def test_a_fault_of_the_whole_table_is_told_at_its_top(source: Path) -> None:
    whole = Diagnostic("no-header", "no row has the header of the ids", CellPlace(FILE, 0, 0, "Stays"))
    stays = copied(source, [Rejected(FILE, (whole,)).as_json()])["Stays"]
    assert stays["C1"].comment.text == "no row has the header of the ids"


def test_a_header_in_two_rows_gets_the_reason_in_both(source: Path) -> None:
    workbook = load_workbook(source)
    sheet = workbook["Stays"]
    sheet.insert_rows(2)
    sheet["A2"], sheet["B2"] = "id", "stays[].from"
    workbook.save(source)
    cells = {"id": "A-3", "stays[].from": "soon"}
    problem = fault("Stays", 4, 2, "stays[].from", "stays[0].from: soon: no date")
    item = Rejected(FILE, (problem,), "A-3", (RawRow(FILE, "Stays", 4, cells),))
    stays = copied(source, [item.as_json()])["Stays"]
    assert [stays.cell(row=row, column=3).value for row in range(1, 5)] == [
        REASON_HEADER,
        REASON_HEADER,
        "✓ 已讀取 read",
        "From: soon: no date",  # the label of the column, not the path of the fact
    ]


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK no zip")
    with pytest.raises(ValueError, match="no workbook that can be copied"):
        write_rejected_workbook(tmp_path / "x.xlsx", ITEMS, tmp_path / "y.xlsx")


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("cp950", ";"), ("utf-8-sig", "\t")])
def test_a_copy_of_separated_values(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["案號", "生日"], ["A-1", "1990-01-01"], ["A-2", "31 February"], [], ["A-3"]]
    source = tmp_path / "people.csv"
    with source.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    for name, read in (("one.csv", source), ("two.csv", tmp_path / "one.csv")):
        place = CellPlace(f"sent/{read.name}", 3, 2, "", "生日")
        item = Rejected(place.file, (Diagnostic("no-date", "no such day", place),), "A-2").as_json()
        how = {"encoding": encoding if read is source else "utf-8-sig", "delimiter": delimiter}
        write_rejected_values(read, [item], tmp_path / name, **how)
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file, delimiter=delimiter)) == [
                ["案號", "生日", REASON_HEADER],
                ["A-1", "1990-01-01", "已讀取 read"],
                ["A-2", "31 February", "生日: no such day"],
                [],
                ["A-3", "", "已讀取 read"],
            ]


def test_a_folder_has_a_copy_of_each_file(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "people.csv").write_text("No,Born\nA-1,1990-01-01\nA-2,1991-01-01\n", encoding="utf-8")
    (sent / "stays.csv").write_text("No,From\nA-2,soon\n", encoding="cp950")
    problem = Diagnostic("no-date", "soon: no date", CellPlace("sent/stays.csv", 2, 2, "", "From"))
    rows = (
        RawRow("sent/people.csv", "", 3, {"No": "A-2", "Born": "1991-01-01"}),
        RawRow("sent/stays.csv", "", 2, {"No": "A-2", "From": "soon"}),
    )
    written = write_rejected_copy(sent, [Rejected("sent", (problem,), "A-2", rows).as_json()], tmp_path / "back")
    assert [path.name for path in written] == ["people.csv", "stays.csv"]
    people, stays = ([line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()] for path in written)
    assert [line[2] for line in people[:2]] == [REASON_HEADER, "已讀取 read"]
    assert "sheet “stays.csv”" in ",".join(people[2])
    assert stays == [["No", "From", REASON_HEADER], ["A-2", "soon", "From: soon: no date"]]


def test_of_merged_cells_the_first_is_marked(source: Path) -> None:
    workbook = load_workbook(source)
    workbook["People"].merge_cells("A1:F1")
    workbook["People"].merge_cells("B3:B4")
    workbook.save(source)
    people = copied(source, ITEMS)["People"]
    assert people["G2"].value == REASON_HEADER, "to the right of the title too"
    assert "there is no such day" in people["B3"].comment.text


def test_a_sheet_that_is_formatted_to_its_end(source: Path) -> None:
    workbook = load_workbook(source)
    workbook["People"]["XFD1048576"].fill = PatternFill("solid", fgColor="FF00FF00")
    workbook.save(source)
    people = copied(source, ITEMS)["People"]
    assert people["D2"].value == REASON_HEADER
    assert people["XFD1048576"].fill.fgColor.rgb == "FF00FF00"
