"""Tables of Arrow, in the types that other programs write, and lines that are sifted out: rows by the exact reading."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.language.diagnostics import Diagnostics, InputError
from engine.language.facts import Special
from engine.records.arrow import standins
from engine.records.arrow.batches import BatchReader
from engine.records.arrow.parquet import ParquetRows, number_of_rows, pieces_of
from engine.records.reading import RecordReader
from tests.properties.lines import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.record import Record
    from engine.records.arrow.batches import LinesRead, RowsRead

READER = BatchReader(vocabulary())
EXACT = RecordReader(vocabulary())


def exactly(read: LinesRead | RowsRead, record: int) -> tuple[Record | None, list[str]]:
    diagnostics = Diagnostics()
    tree = read.tree(record, diagnostics)
    found = None if tree is None else EXACT.read(tree, diagnostics)
    return found, [problem.code for problem in diagnostics.found]


def table(**columns: Any) -> RowsRead:
    """The reading of a table with these columns besides an id."""
    length = max((len(column) for column in columns.values()), default=1)
    ids = pa.array([f"A-{number}" for number in range(length)])
    return READER.read_table(pa.table({"id": ids} | columns), "some.parquet")


def values(read: RowsRead, path: str) -> list[Any]:
    """What each row says of a fact: by the fast reading, which must be what the exact reading says, or by the latter."""
    found: list[Any] = [None] * len(read)
    for index, row in enumerate(read.rows.tolist()):
        record, problems = exactly(read, row)
        assert record is not None, problems
        fast = read.table.record(index)
        assert (fast.id, fast.facts, fast.presumed) == (record.id, record.facts, record.presumed)
        found[row] = fast.facts.get(path)
    for row in read.irregular.tolist():
        record, problems = exactly(read, row)
        found[row] = problems if record is None else ("exactly", record.facts.get(path))
    return found


DAY = date(2020, 2, 29)
ENCODED = pa.DictionaryArray.from_arrays(pa.array([2, 1, None, 2], pa.int8()), pa.array(["red", None, "green"]))
DAYS_ENCODED = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 2], pa.uint8()), pa.array(["unknown", "2020-02-29", None]))
NOON = datetime(2020, 2, 29, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "column", "expected"),
    [
        ("joined_on", pa.array([DAY, None]), [DAY, None]),
        ("joined_on", pa.array([DAY, None], pa.date64()), [DAY, None]),
        ("joined_on", pa.array([DAY, None]).cast(pa.timestamp("s")), [DAY, None]),
        ("joined_on", pa.array([datetime(2020, 2, 29, 1)], pa.timestamp("ns")), [["no-date"]]),  # noqa: DTZ001 - a column without
        ("joined_on", pa.array([datetime(2020, 2, 29, tzinfo=UTC)]), [["no-date"]]),
        ("joined_on", pa.array(["2020-02-29", "109/02/29", None]), [DAY, DAY, None]),
        ("joined_on", pa.array([10**7], pa.int32()).cast(pa.date32()), [["wrong-type"]]),
        ("joined_on", pa.array([20200229]), [["wrong-type"]]),
        ("ends_on", pa.array([DAY, None]), [DAY, Special.OPEN]),
        ("ends_on", pa.array([None, None]), [Special.OPEN, Special.OPEN]),
        ("lent_on", pa.array(["none", "unknown", None]), [Special.NONE, None, Special.NONE]),
        ("scanned_at", pa.array([NOON, None]), [NOON, None]),
        ("scanned_at", pa.array([datetime(2020, 2, 29, 12)], pa.timestamp("ms")), [NOON]),  # noqa: DTZ001 - the vocabulary's offset
        ("scanned_at", pa.array([1], pa.timestamp("ns", "UTC")), [["no-date-time"]]),
        ("scanned_at", pa.array(["2020-02-29T12:00:00", "2020-02-28T23:00:00"]), [NOON, datetime(2020, 2, 28, 15, tzinfo=UTC)]),
        ("scanned_at", pa.array(["2020-02-29T04:00:00Z"]), [NOON]),
        ("scanned_at", pa.array(["2020-02-29T12:00"]), [NOON]),
        ("scanned_at", pa.array([DAY]), [["no-date-time"]]),
        ("hive.frames", pa.array([1, None], pa.int8()), [1, 2]),
        ("hive.frames", pa.array([2**63, 3], pa.uint64()), [("exactly", 2**63), 3]),
        ("hive.frames", pa.array([1.0]), [["wrong-type"]]),
        ("hive.frames", pa.array(["1", "unknown"]), [["wrong-type"], 2]),
        ("hive.size.high", pa.array(["none"]), [Special.NONE]),
        ("honey", pa.array([1, None], pa.int64()), [Decimal(1), Decimal("10.25")]),
        ("honey", pa.array([0.1, 2.5, 1e-9]), [Decimal("0.1"), Decimal("2.5"), ("exactly", Decimal("1E-9"))]),
        ("honey", pa.array([float("nan"), float("inf")]), [["wrong-type"], ["wrong-type"]]),
        ("honey", pa.array([Decimal("1.50"), Decimal(-3)]), [Decimal("1.5"), Decimal(-3)]),
        ("honey", pa.array([Decimal(10) ** 20]), [("exactly", Decimal(10) ** 20)]),
        ("honey", pa.array([Decimal("0.5")], pa.decimal256(40, 20)), [("exactly", Decimal("0.5"))]),
        ("flag", pa.array([True, None]), [True, None]),
        ("flag", pa.array(["true"]), [["wrong-type"]]),
        ("flag", pa.array([1]), [["wrong-type"]]),
        ("hive.kind", pa.array(["red", "none", None, "blue"]).dictionary_encode(), ["red", Special.NONE, None, ["unknown-code"]]),
        ("hive.kind", pa.array(["red"], pa.large_string()), ["red"]),
        ("hive.kind", ENCODED, ["green", None, None, "green"]),
        ("lent_on", DAYS_ENCODED, [DAY, None, Special.NONE, Special.NONE]),
        ("hive.cause", pa.array(["none", "unknown"]), ["none", "unknown"]),
        ("note", pa.array(["none", ""]), ["none", ""]),
        ("note", pa.array([3]), [["wrong-type"]]),
        ("note", pa.array([b"x"]), [["wrong-type"]]),
        ("tags", pa.array([["red"], [], None, [None], ["none"]]), [("red",), (), None, ["wrong-type"], ["unknown-code"]]),
        ("tags", pa.array([["red"], None], pa.large_list(pa.string())), [("red",), None]),
        ("tags", pa.array(["unknown", "red"]), [("exactly", None), ["wrong-shape"]]),
        ("weights", pa.array([[1.5], None, []]), [(Decimal("1.5"),), (Decimal("0.5"), Decimal(2)), ()]),
    ],
)  # fmt: skip
def test_a_column_of_any_type_says_what_its_rows_say(path: str, column: pa.Array, expected: list[Any]) -> None:
    assert values(table(**{path: column}), path) == expected


def test_a_day_of_another_program_and_a_slice_of_a_table_are_read_alike() -> None:
    whole = pa.table({"id": ["a", "b", "c"], "tags": [["red"], ["green"], None], "hive": [{"frames": 1}, None, {"frames": 3}],
                      "stays": [[{"from": DAY}], None, [{"from": DAY, "to": DAY, "kind": "red"}]]})  # fmt: skip
    for start in range(3):
        part = READER.read_table(whole.slice(start), "some.parquet", start + 1)
        assert [part.table.record(row).id for row in part.rows] == ["a", "b", "c"][start:]
        assert values(part, "hive.frames") == [1, 2, 3][start:]
        assert values(part, "tags") == [("red",), ("green",), None][start:]


def test_what_lies_behind_a_list_that_is_null_is_nobodys() -> None:
    hidden = pa.ListArray.from_arrays(pa.array([0, 1, 3]), pa.array(["red", "blue", "blue"]), mask=pa.array([False, True]))
    assert values(table(tags=hidden), "tags") == [("red",), None]


def test_an_interval_that_ends_before_it_begins_is_handed_over() -> None:
    stays = pa.array([[{"from": DAY, "to": date(2020, 2, 28)}], [{"from": DAY, "to": None}], [None], [{"from": None, "to": DAY}]])
    read = table(stays=stays)
    assert read.irregular.tolist() == [0, 2]
    assert [exactly(read, row)[1] for row in (0, 2)] == [["interval-order"], ["wrong-shape"]]


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        ({"notte": ["a"]}, "unknown-fact", 'did you mean "note"?'),
        ({"hive": [{"kin": "red"}]}, "unknown-fact", 'did you mean "hive.kind"?'),
        ({"stays": [[{"form": "2020-01-01"}]]}, "unknown-field", 'did you mean "from"?'),
        ({"hive": [{"kind": "red"}], "hive.kind": ["red"]}, "duplicate-key", "remove one of them"),
    ],
)
def test_a_column_that_is_no_fact_is_an_error_of_the_file(columns: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(InputError) as raised:
        READER.read_table(pa.table({"id": ["a"]} | columns), "some.parquet")
    (found,) = raised.value.diagnostics
    assert (found.code, found.place.file, found.help) == (code, "some.parquet", words)


def test_rows_of_another_subject_or_without_an_id_are_handed_over() -> None:
    read = READER.read_table(pa.table({"id": ["a", "b", "", None], "subject": ["keeper", "pupil", None, None]}), "x")
    assert (read.rows.tolist(), read.irregular.tolist()) == ([0], [1, 2, 3])
    assert READER.read_table(pa.table({"note": ["a"]}), "x").irregular.tolist() == [0]
    assert READER.read_table(pa.table({"id": [1]}), "x").irregular.tolist() == [0]


def test_a_text_that_is_not_utf_8_is_told_with_its_row() -> None:
    note = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(bytes([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])), pa.py_buffer(b"\xff!")]
    )
    read = table(note=note)
    assert values(read, "note") == [["encoding"], ("exactly", "!")]
    diagnostics = Diagnostics()
    assert read.tree(0, diagnostics) is None
    assert str(diagnostics.found[0].place) == "some.parquet: row 1, column B (note)"


def test_only_what_is_needed_gets_a_column_and_all_is_checked() -> None:
    reader = BatchReader(vocabulary(), needed={"flag", "opened_on"})
    read = reader.read_lines(b'{"id":"a","flag":true,"hive":{"kind":"red"}}\n{"id":"b","hive":{"kind":"blue"}}\n', "x")
    assert (list(read.table.facts), read.table.ids, read.irregular.tolist()) == (["flag", "opened_on"], ["a"], [1])


def test_parquet_is_read_in_pieces_of_about_equal_size(tmp_path: Path) -> None:
    path = str(tmp_path / "a.parquet")
    ids = [f"A-{number}" for number in range(1000)]
    for group in (7, 100, 450, 1000):
        pq.write_table(pa.table({"id": ids}), path, row_group_size=group)
        assert number_of_rows(path) == len(ids)
        pieces = list(pieces_of(path, 120))
        assert [start for start, _ in pieces] == [0, *(end for _, end in pieces[:-1])]
        assert pieces[-1][1] == len(ids)
        assert all(0 < end - start <= 120 for start, end in pieces)
        in_turn, backwards = ParquetRows(), ParquetRows()
        assert [name for piece in pieces for name in in_turn.read(path, *piece)["id"].to_pylist()] == ids
        assert backwards.read(path, *pieces[-1])["id"].to_pylist() == ids[pieces[-1][0] :]
        assert backwards.read(path, *pieces[1])["id"].to_pylist() == ids[slice(*pieces[1])]
    pq.write_table(pa.table({"id": []}), path)
    assert list(pieces_of(path, 10)) == []
    with pytest.raises(pa.ArrowInvalid):
        ParquetRows().read(path, 0, 1)


def bad_lines(count: int, bad: dict[int, str]) -> LinesRead:
    good = '{"id":"A-%d","flag":true,"honey":1.5,"hive":{"frames":3}}'
    lines = [bad.get(number, good % number) for number in range(count)]
    return READER.read_lines("\n".join(lines).encode(), "x.ndjson", 11)


BAD = (
    '{"id":"a","flag":1}',
    '{"id":"a","zzz":null}',
    '{"id":"a","hive":{"frames":1.0}}',
    '{"id":"a","honey":"1.5"}',
    '{"id":"a"',
    '{"id":"a"}{"id":"b"}',
    '{"id":"a"}null',
    '{"id":"a"} null {"id":"b"}',
    '{"id":"a"}}',
    '{"id":"a","honey":0.12345678901}',
    '{"id":"a","zzz":' + "[" * 3000 + "]" * 3000 + "}",
    '{"id":"a","id":"b"}',
    '{"id":"a","note":"\\ud800"}',
    "null",
)


@pytest.mark.parametrize("line", BAD)
def test_bad_lines_are_sifted_out_wherever_they_stand(line: str) -> None:
    for places in ({0}, {299}, {17, 18, 120}, {5, 40, 41, 42, 200, 201}):
        read = bad_lines(300, dict.fromkeys(places, line))
        assert set(read.irregular.tolist()) >= places
        assert len(read.irregular) <= 2 * len(places)
        assert all(read.table.record(row).facts["honey"] == Decimal("1.5") for row in (0, 100, 200))


@pytest.mark.parametrize(
    "line", [b'{"id":"a","note":"\xff"}', b'{"id":"\xed\xa0\x80"}', b'{"id":"a"}\0{}', b'{"id":"a"\0}', b'{"id":"a"\x0c}']
)
def test_bytes_that_are_no_json_are_handed_over(line: bytes) -> None:
    read = READER.read_lines(b'{"id":"b"}\n' + line + b'\n{"id":"c"}\n', "x")
    assert 1 in read.irregular  # with the line before it, where it cannot be told which of the two is meant
    assert exactly(read, 1)[0] is None


def test_bad_lines_of_all_kinds_are_sifted_out_together() -> None:
    places = range(3, 300, 11)
    read = bad_lines(300, {place: BAD[number % len(BAD)] for number, place in enumerate(places)})
    assert set(read.irregular.tolist()) >= set(places)
    assert len(read.table) >= 300 - 2 * len(places)


def test_where_nearly_every_line_is_bad_all_are_handed_over() -> None:
    read = bad_lines(2000, dict.fromkeys(range(1999), '{"id":"a","flag":1}'))
    assert len(read.irregular) >= 1999
    assert len(read) == 2000


def test_a_line_has_its_place_and_its_text() -> None:
    read = bad_lines(3, {1: '{"id":"a",\t"flag":1}'})
    (record,) = read.irregular.tolist()
    assert (read.raw(record), str(read.place(record))) == ('{"id":"a",\t"flag":1}', "x.ndjson:12:1")
    diagnostics = Diagnostics()
    tree = read.tree(record, diagnostics)
    assert tree is not None
    assert EXACT.read(tree, diagnostics) is None
    assert str(diagnostics.found[0].place) == "x.ndjson:12:19"


def test_words_in_the_place_of_numbers_are_read_with_the_others() -> None:
    lines = [
        '{"id":"a","hive":{"size":{"high":"none","wide":"unknown"},"frames":"unknown"},"honey":1.5,"wax":"none"}',
        '{"id":"b","hive":{"size":{"high":3}},"note":"none","wax": "unknown"}',
        '{"id":"c","honey":"none"}',
        '{"id":"d","note":"\\"wax\\":\\"none\\"","left_on":"none"}',
    ]
    read = READER.read_lines("\n".join(lines).encode(), "x")
    assert read.irregular.tolist() == [2]  # honey cannot be `none`: whether that is wrong is not for the fast reading to say
    first, second, fourth = (read.table.record(row).facts for row in range(3))
    assert (first["hive.size.high"], first.get("hive.size.wide"), first["hive.frames"]) == (Special.NONE, None, 2)
    assert (first["honey"], first["wax"]) == (Decimal("1.5"), Special.NONE)
    assert (second["hive.size.high"], second["note"], second.get("wax")) == (3, "none", None)
    assert (fourth["note"], fourth["left_on"], fourth["wax"]) == ('"wax":"none"', Special.NONE, Special.NONE)
    with_number = READER.read_lines(f'{lines[0]}\n{{"id":"e","hive":{{"size":{{"high":{standins.NONE}}}}}}}'.encode(), "x")
    assert with_number.irregular.tolist() == [0]
    assert with_number.table.record(0).facts["hive.size.high"] == standins.NONE
