"""Whatever stands in the cells of a workbook: each row is either read or rejected with its place, and nothing breaks."""

from __future__ import annotations

import contextlib
import json
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.language.diagnostics import CellPlace, Diagnostics, InputError, Severity
from engine.language.record import Record
from engine.loading.source import read_source
from engine.records.office.mapping_reader import read_mapping
from engine.records.office.proposal import propose
from engine.records.office.proposal_text import proposal_text
from engine.records.office.reading import read_office_file, read_tables
from tests.properties.filings import FIELDS
from tests.properties.vocabulary import vocabulary

ODD: Final = (
    None, "", " ", "\u200b", "1", "A-1", "A-2", "A-3", "是", "否", "Y", "無", "none", "unknown", "open", "民國111年5月20日",
    "111/05/20", "1/2", "2022-02-30", "３０", 3, 3.5, 1e300, -5, 0.1, True, False, 10**20, "9" * 500, "1e400", "٣",
    "²", "①", "二",
    datetime(2022, 5, 20), datetime(2022, 5, 20, 17, 0, 30), date(1988, 1, 1), time(9, 30), timedelta(hours=30),  # noqa: DTZ001 - no zone
    "=1+1", "#N/A", "red", "red;green", ";;", "[]", "x" * 500, "合計", "id", 20220520, 44701, "1,500", "3年", "\n", "nan", "low",
)  # fmt: skip
CELLS: Final = st.sampled_from(ODD)
IDS: Final = st.sampled_from(("A-1", "A-2", "A-3", "A-4", *ODD))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    """The sheet of the records with some columns, and that of a list."""
    columns = draw(
        st.lists(st.sampled_from([path for path in vocabulary().facts if path != "id"]), min_size=1, max_size=8, unique=True)
    )
    rows = draw(st.lists(st.tuples(IDS, *(CELLS for _ in columns)).map(list), max_size=6))
    path = draw(st.sampled_from(sorted(FIELDS)))
    entries = draw(st.lists(st.tuples(IDS, *(CELLS for _ in FIELDS[path])).map(list), max_size=4))
    return {"records": [["id", *columns], *rows], path: [["id", *(f"{path}[].{name}" for name in FIELDS[path])], *entries]}


def written(sheets: dict[str, list[list[Any]]], path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def is_filled(row: list[Any]) -> bool:
    return any(cell is not None and str(cell).strip(" \n\u200b") for cell in row)


@given(tables())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_each_row_is_read_or_rejected(sheets: dict[str, list[list[Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(sheets, Path(folder) / "book.xlsx")
        items = list(read_office_file(path, vocabulary(), shown_as="book.xlsx"))
    records = [item for item in items if isinstance(item, Record)]
    rejected = [item for item in items if not isinstance(item, Record)]
    rows = {number for number, row in enumerate(sheets["records"][1:], start=2) if is_filled(row)}
    of_records = {row.row for item in rejected for row in item.rows if row.sheet == "records"}
    places = [record.place for record in records]
    read = {place.line for place in places if isinstance(place, CellPlace) and place.sheet == "records"}
    headers = {number for number, row in enumerate(sheets["records"][1:], start=2) if row[0] == "id" and not any(row[1:])}
    assert read | of_records == rows - headers
    assert read & of_records == set(), "none is both"
    assert len({record.id for record in records}) == len(records)
    for item in rejected:
        assert item.first.severity is Severity.ERROR
        assert json.dumps(item.as_json())


@given(tables())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_proposal_is_a_mapping(sheets: dict[str, list[list[Any]]]) -> None:
    """With what is to be decided ignored, the check has nothing to say against it, and it can be read with."""
    known = {"keeper": vocabulary()}
    with tempfile.TemporaryDirectory() as folder:
        path = written(sheets, Path(folder) / "book.xlsx")
        proposal = propose(read_tables(path, "book.xlsx"), vocabulary())
        if not proposal.sheets:
            return
        text = proposal_text(proposal, "book.xlsx").replace("    todo:", "    ignore:").replace("todo: #", "ignore_sheets: #")
        diagnostics = Diagnostics()
        tree = read_source(text, "mapping.yaml", diagnostics)
        assert tree is not None
        mapping = read_mapping(tree, known, diagnostics)
        assert diagnostics.found == []
        assert mapping is not None
        with contextlib.suppress(InputError):  # two columns of one header, for instance
            list(read_office_file(path, vocabulary(), mapping))
