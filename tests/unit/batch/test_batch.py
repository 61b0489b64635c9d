"""``rulebook batch``: every input is decided or rejected, once, in the order of the inputs."""

from __future__ import annotations

import csv
import gzip
import json
import os
import stat
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from engine.cli.application import app
from engine.records.rejected import REASON_HEADER
from tests.unit.analysis.small_library import BASE
from tests.unit.batch.small_batches import content, lines, reader, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Batch = Callable[..., Result]

GOOD_AND_BAD: list[object] = [
    reader(1),
    "",
    reader(2, age="30"),
    '{"id": "R-3", "age": 30',
    b'{"id": "R-4\xff"}',
    reader(5, agee=30),
    {"age": 30},
    reader(7, subject="author"),
    "   ",
    reader(8, age=15),
    {"id": "R-9"},
]
"""Eleven lines, of which two are blank; three of the others can be decided."""
CODES = ["wrong-type", "syntax", "encoding", "unknown-fact", "missing-id", "wrong-subject"]


def summary_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def test_what_is_read_is_decided_or_rejected(small: Path, batch: Batch) -> None:
    result = batch(write_lines(small / "r.ndjson", GOOD_AND_BAD))
    assert result.exit_code == 1, result.output
    summary = summary_of(small / "out")
    assert (summary["read"], summary["decided"], summary["rejected"], summary["left_out"]) == (9, 3, 6, 0)
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-1", "R-8", "R-9"]
    assert summary["decisions"]["entry"]["outcomes"] == {"admitted": 1, "refused": 1, "undetermined": 1}
    assert summary["decisions"]["entry"]["missing"] == {"age": 1}
    assert summary["decisions"]["loans_held"]["values"] == {"known": 2, "unknown": 1}
    assert summary["provisions"]["reading-room:art1.p1"]["not_satisfied"] == 1


def test_what_is_rejected_says_where_and_why_and_what_stood_there(small: Path, batch: Batch) -> None:
    batch(write_lines(small / "r.ndjson", GOOD_AND_BAD))
    found = lines(small / "out" / "rejected.ndjson")
    assert [one["code"] for one in found] == CODES
    assert [one["line"] for one in found] == [3, 4, 5, 6, 7, 8]
    assert {one["file"] for one in found} == {str(small / "r.ndjson")}
    assert found[1]["raw"] == '{"id": "R-3", "age": 30'
    assert found[2]["raw"] == '{"id": "R-4\\xff"}'
    assert found[3]["problems"][0]["help"] == 'did you mean "age"?'
    assert summary_of(small / "out")["rejected_because"] == dict.fromkeys(sorted(CODES), 1)


def test_a_line_is_what_evaluate_says_of_the_record(small: Path, batch: Batch) -> None:
    (small / "records").mkdir()
    (small / "records" / "a.yaml").write_text(BASE, encoding="utf-8")
    (small / "records" / "b.json").write_text('[{"id": "R-2", "age": 3}, {"id": "R-3"}]', encoding="utf-8")
    assert batch("records").exit_code == 0
    said = CliRunner().invoke(app, ["evaluate", "records", "--rulebook", "reading-room", "--format", "json"]).stdout
    assert lines(small / "out" / "decisions.ndjson") == [json.loads(line) for line in said.splitlines()]


def test_without_reasons_a_line_is_the_same_object_without_them(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1), reader(2, age=3), {"id": "R-3", "loans": None}, {"id": 'R"4"', "age": 70}])
    batch(path, "--explain", "all")
    batch(path, "--explain", "none", out="short")
    explained, short = (lines(small / folder / "decisions.ndjson") for folder in ("out", "short"))
    for one in explained:
        del one["duties"], one["provisions"]
        for decision in one["decisions"].values():
            for name in ("because", "presumed", "turns_on_presumptions", "provisional_until"):
                decision.pop(name, None)
        one.pop("remarks", None)
    assert short == explained
    assert summary_of(small / "short")["explained"] == "outcomes"
    assert content(small / "short")["decisions.parquet"] == content(small / "out")["decisions.parquet"]


def test_the_table_has_a_row_a_record(small: Path, batch: Batch) -> None:
    batch(write_lines(small / "r.ndjson", [reader(1), reader(2, age=3), {"id": "R-3"}]))
    table = pq.read_table(small / "out" / "decisions.parquet")
    assert table.column("record").to_pylist() == ["R-1", "R-2", "R-3"]
    assert table.column("entry").to_pylist() == ["admitted", "refused", "undetermined"]
    assert table.column("entry.possible").to_pylist() == [["admitted"], ["refused"], ["admitted", "refused"]]
    assert table.column("entry.missing").to_pylist()[2] == ["age"]
    assert table.column("loans_held").to_pylist() == [0, 0, None]
    assert table.column("reading-room:art1.p1").to_pylist() == ["satisfied", "not_satisfied", "undetermined"]
    assert pa.types.is_dictionary(table.schema.field("entry").type)


# -- inputs ------------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_one_rejected_input(small: Path, batch: Batch) -> None:
    (small / "a.yaml").write_text("id: [", encoding="utf-8")
    (small / "b.json").write_text('[{"id": "R-1", "age": 20}, {"id": "R-2", "age": true}]', encoding="utf-8")
    assert batch("a.yaml", "b.json").exit_code == 1
    summary = summary_of(small / "out")
    assert (summary["read"], summary["decided"], summary["rejected"]) == (3, 1, 2)
    broken, wrong = lines(small / "out" / "rejected.ndjson")
    assert (broken["file"], broken["raw"]) == ("a.yaml", "id: [")
    assert (wrong["file"], wrong["code"], json.loads(wrong["raw"])) == ("b.json", "wrong-type", {"id": "R-2", "age": True})


def test_globs_folders_packed_files_and_standard_input(small: Path, batch: Batch) -> None:
    (small / "in").mkdir()
    write_lines(small / "in" / "b.ndjson", [reader(1)])
    (small / "in" / "c.ndjson.gz").write_bytes(gzip.compress(json.dumps(reader(2)).encode()))
    with pa.output_stream(str(small / "in" / "d.jsonl.zst"), compression="zstd") as stream:
        stream.write(json.dumps(reader(3)).encode())
    (small / "in" / "a.yaml").write_text(BASE.replace("R-1", "R-0"), encoding="utf-8")
    (small / "in" / "notes.txt").write_text("no record", encoding="utf-8")
    assert batch("in", "in/*.ndjson", "-", input=json.dumps(reader(4)).encode()).exit_code == 0
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-0", "R-1", "R-2", "R-3", "R-4"]
    assert [one["file"] for one in summary_of(small / "out")["inputs"]] == [
        "in/a.yaml", "in/b.ndjson", "in/c.ndjson.gz", "in/d.jsonl.zst", "-",
    ]  # fmt: skip
    assert not (small / "out" / ".batch").exists()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id: R-1\nage: 30\n", ["R-1"]),
        ('[{"id": "R-1"},\n {"id": "R-2"}]', ["R-1", "R-2"]),
        ('\ufeff{"id": "R-1"}\n{"id": "R-2"}\r\n', ["R-1", "R-2"]),
        ('{\n"id": "R-1"\n}', ["R-1"]),
    ],
)
def test_standard_input_is_a_document_or_lines(small: Path, batch: Batch, text: str, ids: list[str]) -> None:
    assert batch("-", input=text.encode()).exit_code == 0
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ids


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing.ndjson"], 'there is no file "nothing.ndjson"'),
        (["r.ndjso"], 'did you mean "r.ndjson"?'),
        (["r.txt"], "files of records end in .ndjson"),
        (["empty"], 'the folder "empty" holds no file that can be read'),
        (["*.parque"], 'no file of records matches "*.parque"'),
        (["torn.ndjson.gz"], "torn.ndjson.gz cannot be unpacked"),
        (["r.ndjson", "--only", "admited"], 'did you mean "admitted"?'),
        (["r.ndjson", "--fail-on", "x"], '--fail-on: there is no "x"'),
        (["r.ndjson", "--decision", "entri"], 'did you mean "entry"?'),
        (["r.ndjson", "--subject", "author"], '--subject: there is no "author"'),
        (["r.ndjson", "--jobs", "0"], '--jobs: "0" is no number above 0'),
        (["r.ndjson", "--limit", "some"], '--limit: "some" is no number above 0'),
        (["r.ndjson", "--as-of", "soon"], "--as-of"),
    ],
)
def test_wrong_use_is_told_and_leaves_nothing(small: Path, batch: Batch, arguments: list[str], told: str) -> None:
    (small / "empty").mkdir()
    (small / "r.txt").write_text("x", encoding="utf-8")
    (small / "torn.ndjson.gz").write_bytes(gzip.compress(b"x" * 10_000)[:20])
    write_lines(small / "r.ndjson", [reader(1)])
    result = batch(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (small / "out").exists()


def test_parquet_is_read_like_lines(small: Path, batch: Batch) -> None:
    records: list[dict[str, object]] = [reader(1), reader(2, age=3), {"id": "R-3"}, reader(4, age=-1), reader(1)]
    flat = [{"id": one["id"], "age": one.get("age"), "card.issued_on": "2022-01-01"} for one in records]
    pq.write_table(pa.Table.from_pylist(flat), small / "r.parquet", row_group_size=2)
    assert batch("r.parquet").exit_code == 1
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-2", "R-3", "R-4"]
    told = lines(small / "out" / "rejected.ndjson")
    assert [(one["file"], one["row"], one["code"]) for one in told] == [
        ("r.parquet", 1, "duplicate-id"),
        ("r.parquet", 5, "duplicate-id"),
    ]
    assert "r.parquet: row 5" in told[0]["reason"]
    assert json.loads(told[0]["raw"])["id"] == "R-1"
    batch("r.parquet", "--explain", "none", "--limit", "3", out="three")
    assert summary_of(small / "three")["decided"] == 3
    batch("r.parquet", "--explain", "none", out="short")
    assert (summary_of(small / "short")["read"], summary_of(small / "short")["decided"]) == (5, 3)
    batch("-", input=(small / "r.parquet").read_bytes(), out="piped")
    assert summary_of(small / "piped")["decided"] == 3
    (small / "bad.parquet").write_bytes(b"PAR1")
    assert batch("bad.parquet", out="bad").exit_code == 2


def write_office(folder: Path) -> None:
    """A workbook and a file of separated values, with two rows that are wrong and one id in both."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (["id", "age"], ["R-1", 30], ["R-2", "thirty"], ["R-3", 3]):
        sheet.append(row)
    workbook.save(folder / "r.xlsx")
    (folder / "s.csv").write_text("id;age\nR-4;40\nR-5;x\nR-3;5\n", encoding="utf-8")


def test_tables_of_an_office_and_copies_with_the_reasons(small: Path, batch: Batch) -> None:
    write_office(small)
    assert batch("r.xlsx", "s.csv", "--xlsx").exit_code == 1
    summary = summary_of(small / "out")
    assert (summary["read"], summary["decided"], summary["rejected"]) == (6, 2, 4)
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-1", "R-4"]
    told = [(one["file"], one["row"], one["code"], one["id"]) for one in lines(small / "out" / "rejected.ndjson")]
    assert told == [
        ("r.xlsx", 3, "wrong-type", "R-2"), ("r.xlsx", 4, "duplicate-id", "R-3"),
        ("s.csv", 3, "wrong-type", "R-5"), ("s.csv", 4, "duplicate-id", "R-3"),
    ]  # fmt: skip
    assert summary["copies"] == ["rejected/r.xlsx", "rejected/s.csv"]
    copy = load_workbook(small / "out" / "rejected" / "r.xlsx").worksheets[0]
    reasons = [str(row[-1] or "") for row in copy.iter_rows(values_only=True)]
    assert reasons[0] == REASON_HEADER
    assert "whole number" in reasons[2]
    assert "s.csv: row 4" in reasons[3]
    assert REASON_HEADER in (small / "out" / "rejected" / "s.csv").read_text(encoding="utf-8-sig")
    batch("r.xlsx", "s.csv", "--xlsx", out="again", jobs=2)
    assert content(small / "again" / "rejected") == content(small / "out" / "rejected")


def test_a_table_that_cannot_be_bound_ends_the_command(small: Path, batch: Batch) -> None:
    (small / "s.csv").write_text("id,agee\nR-1,30\n", encoding="utf-8")
    result = batch("s.csv")
    assert (result.exit_code, "agee" in result.stderr, (small / "out").exists()) == (2, True, False)


def test_a_mapping_says_what_columns_are(small: Path, batch: Batch) -> None:
    (small / "s.csv").write_text("No.,Years\nR-1,30\nR-2,3\n", encoding="utf-8")
    mapping = small / "m.yaml"
    mapping.write_text("mapping: desk\nsubject: reader\nsheets:\n  - id: No.\n    columns:\n      Years: age\n", encoding="utf-8")
    result = batch("s.csv", "--mapping", "m.yaml")
    assert result.exit_code == 0, result.stderr
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-1", "R-2"]
    mapping.write_text(mapping.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert "--mapping" in batch("s.csv", "--mapping", "m.yaml").stderr


def test_what_was_found_out_about_a_table_is_said(small: Path, batch: Batch) -> None:
    (small / "s.csv").write_bytes("id,name.en\nR-1,王小明先生\n".encode("big5"))
    result = batch("s.csv")
    assert result.exit_code == 0, result.stderr
    assert any("Big5" in note for note in summary_of(small / "out")["notes"])
    assert "Big5" in result.stderr


# -- which are decided, and which written ------------------------------------------------------------------------------


def test_where_leaves_out_what_is_not_true(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1, age=20), reader(2, age=30), {"id": "R-3"}, reader(4, age="x")])
    batch(path, "--where", "age>=25")
    summary = summary_of(small / "out")
    assert (summary["read"], summary["decided"], summary["rejected"], summary["left_out"]) == (2, 1, 1, 2)
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-2"]
    assert summary["options"]["where"] == ["age>=25"]


def test_limit_looks_at_the_first_inputs_only(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1), "", "{", *(reader(number) for number in range(3, 9))])
    (small / "s.json").write_text('[{"id": "S-1"}, {"id": "S-2"}]', encoding="utf-8")
    batch(path, "s.json", "--limit", "3")
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-1", "R-3"]
    batch("s.json", path, "--limit", "1", out="one")
    assert [one["record"] for one in lines(small / "one" / "decisions.ndjson")] == ["S-1"]


def test_a_sample_is_drawn_by_the_ids(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(number) for number in range(60)])
    turned = write_lines(small / "t.ndjson", [reader(number) for number in reversed(range(60))])
    batch(path, "--sample", "7")
    batch(turned, "--sample", "7", out="turned")
    batch(path, "--sample", "7", "--seed", "2", out="other")
    drawn, other_order, other_seed = (
        {one["record"] for one in lines(small / folder / "decisions.ndjson")} for folder in ("out", "turned", "other")
    )
    assert len(drawn) == 7
    assert drawn == other_order != other_seed
    assert summary_of(small / "out")["left_out"] == 53


def test_only_writes_some_and_counts_all(small: Path, batch: Batch) -> None:
    batch(write_lines(small / "r.ndjson", [reader(1), {"id": "R-2"}, reader(3, age=3)]), "--only", "undetermined")
    summary = summary_of(small / "out")
    assert (summary["decided"], summary["written"]) == (3, 1)
    assert summary["decisions"]["entry"]["outcomes"] == {"admitted": 1, "refused": 1, "undetermined": 1}
    assert [one["record"] for one in lines(small / "out" / "decisions.ndjson")] == ["R-2"]
    assert pq.read_table(small / "out" / "decisions.parquet").column("record").to_pylist() == ["R-2"]


def test_decisions_that_are_named_and_no_lines(small: Path, batch: Batch) -> None:
    batch(write_lines(small / "r.ndjson", [reader(1)]), "--decision", "entry", "--no-lines")
    assert sorted(content(small / "out")) == ["decisions.parquet", "rejected.ndjson", "summary.json"]
    names = pq.read_schema(small / "out" / "decisions.parquet").names
    assert "entry.missing" in names
    assert not [name for name in names if name.startswith("loans_held")]


def test_fail_on_is_met_by_an_outcome_of_some_record(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1), reader(2, age=3)])
    assert batch(path, "--fail-on", "refused").exit_code == 1
    assert batch(path, "--fail-on", "undetermined").exit_code == 0
    assert batch(path, "--fail-on", "refused").exit_code == 1  # done before, and still met


def test_spreadsheets_are_written_when_they_are_asked_for(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1), {"id": "=R-2"}])
    assert batch(path, "--csv", "--xlsx").exit_code == 0
    assert [row[0] for row in load_workbook(small / "out" / "decisions.xlsx").worksheets[0].iter_rows(values_only=True)][1:] == [
        "R-1", "=R-2",
    ]  # fmt: skip
    with (small / "out" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == ["R-1", "'=R-2"]
    batch(path, "--csv", "--xlsx", out="again", jobs=2)
    assert content(small / "again") == content(small / "out")


def test_a_workbook_that_would_be_too_long(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reporting.workbooks.decisions.MOST_RECORDS", 1)
    result = batch(write_lines(small / "r.ndjson", [reader(1), reader(2)]), "--xlsx")
    assert (result.exit_code, "--csv" in result.stderr) == (2, True)


# -- two with one id ---------------------------------------------------------------------------------------------------


def test_two_records_with_one_id_are_both_rejected(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.cutting.LINES_EXPLAINED", 3)
    records = [reader(number) for number in range(10)]
    records[7] = reader(1, age=3)
    path = write_lines(small / "r.ndjson", [*records, "{"])
    (small / "s.yaml").write_text(BASE.replace("R-1", "R-4"), encoding="utf-8")
    for explain in ("all", "none"):
        batch(path, "s.yaml", "--explain", explain, out=explain)
        summary = summary_of(small / explain)
        assert (summary["read"], summary["decided"], summary["rejected"]) == (12, 7, 5)
        assert summary["rejected_because"] == {"duplicate-id": 4, "syntax": 1}
        assert summary["decisions"]["entry"]["outcomes"] == {"admitted": 7, "refused": 0, "undetermined": 0}
        left = [f"R-{number}" for number in (0, 2, 3, 5, 6, 8, 9)]
        assert [one["record"] for one in lines(small / explain / "decisions.ndjson")] == left
        assert pq.read_table(small / explain / "decisions.parquet").column("record").to_pylist() == left
        told = [(one["file"], one.get("line"), one["id"]) for one in lines(small / explain / "rejected.ndjson")]
        assert told == [
            (str(path), 2, "R-1"),
            (str(path), 5, "R-4"),
            (str(path), 8, "R-1"),
            (str(path), 11, None),
            ("s.yaml", 1, "R-4"),
        ]
        first = lines(small / explain / "rejected.ndjson")[0]
        assert f"{path}:8:1" in first["reason"]
        assert json.loads(first["raw"]) == reader(1)
    assert "grounds" in summary_of(small / "all")["decisions"]["entry"]


def test_who_is_left_out_can_still_be_a_second_one(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1, age=20), reader(1, age=40), reader(2, age=40), reader(3), reader(3)])
    batch(path, "--where", "age>35")
    summary = summary_of(small / "out")
    assert (summary["read"], summary["decided"], summary["rejected"], summary["left_out"]) == (3, 1, 2, 2)
    assert [one["line"] for one in lines(small / "out" / "rejected.ndjson")] == [1, 2]


# -- the same files, whoever makes them --------------------------------------------------------------------------------


def test_the_files_do_not_depend_on_the_number_of_processes(small: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.cutting.LINES_EXPLAINED", 40)
    records = [reader(number, age=number % 50) for number in range(200)]
    records[150] = reader(5)
    path = write_lines(small / "r.ndjson", [*records, *GOOD_AND_BAD])
    assert batch(path).exit_code == batch(path, out="two", jobs=2).exit_code == 1
    assert content(small / "out") == content(small / "two")
    ids = [one["record"] for one in lines(small / "two" / "decisions.ndjson")]
    # of two with one id one can be unreadable: nobody knows which of them is meant all the same
    wanted = [f"R-{number}" for number in range(200) if number not in {1, 2, 5, 8, 9, 150}]
    assert ids == wanted


def test_a_batch_that_is_done_is_left_as_it_is(small: Path, batch: Batch) -> None:
    path = write_lines(small / "r.ndjson", [reader(1)])
    batch(path)
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in (small / "out").iterdir()}
    result = batch(path)
    assert result.exit_code == 0
    assert "holds this batch already" in result.stderr
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in (small / "out").iterdir()} == before


@pytest.mark.parametrize(
    ("changed", "told"), [(["--as-of", "2023-01-01"], "--as-of"), (["--explain", "none"], "--explain"), ([], "the input")]
)
def test_another_batch_is_not_overwritten(small: Path, batch: Batch, changed: list[str], told: str) -> None:
    path = write_lines(small / "r.ndjson", [reader(1)])
    batch(path)
    before = content(small / "out")
    if not changed:
        write_lines(path, [reader(2)])
    result = batch(path, *changed)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "--force" in result.stderr
    assert content(small / "out") == before
    assert batch(path, *changed, "--force").exit_code == 0
    assert content(small / "out") != before


def test_files_of_somebody_else_are_not_overwritten(small: Path, batch: Batch) -> None:
    (small / "out").mkdir()
    (small / "out" / "decisions.ndjson").write_text("mine", encoding="utf-8")
    path = write_lines(small / "r.ndjson", [reader(1)])
    result = batch(path)
    assert (result.exit_code, (small / "out" / "decisions.ndjson").read_text(encoding="utf-8")) == (2, "mine")
    assert "holds decisions.ndjson already" in result.stderr
    (small / "file").write_text("x", encoding="utf-8")
    assert "is no folder" in batch(path, out="file").stderr


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_the_files_have_the_mode_that_the_user_gives_to_all(small: Path, batch: Batch) -> None:
    old = os.umask(0o027)
    try:
        batch(write_lines(small / "r.ndjson", [reader(1)]))
    finally:
        os.umask(old)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (small / "out").iterdir()} == {0o640}
