"""``rulebook evaluate``: one record explained, many in a table, both for programs."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from engine.loading.schema import schema_of
from tests.unit.analysis.small_library import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HERE = ("--rulebook", "reading-room")
DUAL = "examples/applicants/dual-national.yaml"


@pytest.fixture
def record(small: Path) -> Path:
    path = small / "record.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path


def test_one_record_for_a_program_is_one_object(record: Path, run: Callable[..., Any]) -> None:
    result = run("evaluate", record, *HERE, "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert found["record"] == "R-1"
    assert found["rulebook"]["id"] == "reading-room"
    assert found["facts_as_of"] == "2022-01-01"
    assert found["decisions"]["entry"]["outcome"] == "admitted"
    assert found["decisions"]["loans_held"]["value"] == 0
    assert "trace" not in found


def test_trace_adds_the_proof(record: Path, run: Callable[..., Any]) -> None:
    found = json.loads(run("evaluate", record, *HERE, "--format", "json", "--trace").stdout)
    assert "reading-room:art1.p1" in json.dumps(found["trace"])
    shown = run("evaluate", record, *HERE, "--trace", "--lang", "en").stdout
    assert "fact age = 30" in shown
    assert "parameter reading-room:least_age = 16 years" in shown


def test_a_date_of_the_roc_calendar_is_told(small: Path, run: Callable[..., Any]) -> None:
    (small / "roc.yaml").write_text(BASE.replace("2022-01-01", "111/01/01"), encoding="utf-8")
    found = json.loads(run("evaluate", "roc.yaml", *HERE, "--format", "json", "--trace").stdout)
    assert found["conversions"] == [{"fact": "card.issued_on", "written": "111/01/01", "read": "2022-01-01"}]
    assert list(Draft202012Validator(schema_of("decision")).iter_errors(found)) == []
    told = run("evaluate", "roc.yaml", *HERE).stdout
    assert "發證日：111/01/01，即2022年1月1日 / Day of issue: 111/01/01 = 1 January 2022" in told


@pytest.mark.parametrize("text", [BASE, '{"id": "R-1", "age": 30, "loans": [], "card": {"issued_on": "2022-01-01"}}'])
def test_standard_input_is_yaml_or_json(small: Path, run: Callable[..., Any], text: str) -> None:
    assert small.is_dir()
    result = run("evaluate", "-", *HERE, "--format", "json", input=text)
    assert json.loads(result.stdout)["decisions"]["entry"]["outcome"] == "admitted"


def test_as_of_is_the_day_of_knowledge(record: Path, run: Callable[..., Any]) -> None:
    found = json.loads(run("evaluate", record, *HERE, "--format", "json", "--as-of", "2023-04-05").stdout)
    assert found["facts_as_of"] == "2023-04-05"


def test_only_the_decisions_that_are_named(record: Path, run: Callable[..., Any]) -> None:
    found = json.loads(run("evaluate", record, *HERE, "--format", "json", "--decision", "entry").stdout)
    assert list(found["decisions"]) == ["entry"]


def test_one_record_for_people_in_both_languages(record: Path, run: Callable[..., Any]) -> None:
    shown = run("evaluate", record, *HERE).stdout
    assert "入室 / Entry" in shown
    assert "准許 / Admitted" in shown
    assert "reading-room:art1.p1" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("language", "there", "not_there"), [("zh", "准許", "Admitted"), ("en", "Admitted", "准許")])
def test_one_language(record: Path, run: Callable[..., Any], language: str, there: str, not_there: str) -> None:
    shown = run("evaluate", record, *HERE, "--lang", language).stdout
    assert there in shown
    assert not_there not in shown


def test_what_is_missing_and_how_to_supply_it(small: Path, run: Callable[..., Any]) -> None:
    (small / "r.yaml").write_text(BASE.replace("age: 30\n", ""), encoding="utf-8")
    result = run("evaluate", "r.yaml", *HERE, "--lang", "en")
    assert result.exit_code == 0  # not to know is no error
    assert "[entry: undetermined]" in result.stdout
    assert "[age]" in result.stdout
    assert "Show a document" in result.stdout


def test_a_presumption_that_matters_is_told(record: Path, run: Callable[..., Any]) -> None:
    assert "[card.blocked]" in run("evaluate", record, *HERE).stdout


def test_a_refusal_says_what_was_wrong(small: Path, run: Callable[..., Any]) -> None:
    (small / "r.yaml").write_text(BASE.replace("30", "15"), encoding="utf-8")
    shown = run("evaluate", "r.yaml", *HERE, "--lang", "en").stdout
    assert "[entry: refused]" in shown
    assert "Age: 15 years" in shown


def test_a_list_or_folder_is_answered_by_a_line_each(small: Path, run: Callable[..., Any]) -> None:
    folder = small / "records"
    folder.mkdir()
    (folder / "a.yaml").write_text(BASE, encoding="utf-8")
    (folder / "b.json").write_text('[{"id": "R-2", "age": 3}, {"id": "R-3", "age": 70}]', encoding="utf-8")
    (folder / "notes.txt").write_text("no record", encoding="utf-8")
    lines = run("evaluate", folder, *HERE, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["record"] for line in lines] == ["R-1", "R-2", "R-3"]
    shown = run("evaluate", folder, *HERE, "--lang", "en").stdout.splitlines()
    assert len(shown) == 2 + 3
    by_id = {line.split()[0]: line for line in shown[2:]}
    assert "Admitted" in by_id["R-1"]
    assert "Refused" in by_id["R-2"]
    assert "A Reader" in by_id["R-1"]


def test_the_table_shows_the_rulebooks_in_use_too(in_tree: Path, run: Callable[..., Any]) -> None:
    assert in_tree.is_dir()
    result = run("evaluate", "examples/applicants", "--rulebook", "nthu-dual-emba")
    assert (result.exit_code, result.stderr) == (0, "")
    books, titles, *lines = result.stdout.splitlines()
    assert books.split() == ["nthu-dual-emba", "moe-international-students"]
    assert titles.split().count("application") == 2
    late = next(line for line in lines if line.startswith("EX-13"))
    assert {"late", "reject", "may_apply"} <= set(late.split())
    assert lines[lines.index(late) + 1].strip()  # the reason once more in English


def test_fail_on(record: Path, run: Callable[..., Any]) -> None:
    assert run("evaluate", record, *HERE, "--fail-on", "admitted").exit_code == 1
    assert run("evaluate", record, *HERE, "--fail-on", "refused").exit_code == 0
    assert run("evaluate", record, *HERE, "--fail-on", "undetermined").exit_code == 0


def test_a_remark_is_a_sentence(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    text = (in_tree / DUAL).read_text(encoding="utf-8")
    old = tmp_path / "old.yaml"
    old.write_text(text.replace("submitted_at: 2022", "submitted_at: 2012"), encoding="utf-8")
    found = json.loads(run("evaluate", old, "--rulebook", "moe-international-students", "--format", "json").stdout)
    assert [remark["code"] for remark in found["remarks"]] == ["law-older-than-library"]
    shown = run("evaluate", old, "--rulebook", "moe-international-students").stdout
    assert "2012" in next(line for line in shown.splitlines() if "oldest version" in line)


def test_a_text_of_a_record_cannot_steer_the_terminal(small: Path, run: Callable[..., Any]) -> None:
    assert small.is_dir()
    text = '{"id": "R-1", "age": 3, "name": {"en": "\\u001b[31mred\\u202e"}}'
    shown = run("evaluate", "-", *HERE, input=text).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_day_that_nobody_names_is_asked_for(in_tree: Path, run: Callable[..., Any]) -> None:
    """A student's record names no day on which it is looked at; section 8 of the brochure asks whether five years have passed."""
    record = in_tree / "rulebooks" / "nthu-dual-emba" / "scenarios" / "base-student.yaml"
    command = ("evaluate", record, "--rulebook", "nthu-dual-emba", "--decision", "studies_duration", "--format", "json")
    found = json.loads(run(*command).stdout)
    assert found["remarks"] == [{"code": "no-day-of-knowledge"}]
    assert (found["facts_as_of"], found["decisions"]["studies_duration"]["missing"]) == (None, [])
    assert "remarks" not in json.loads(run(*command, "--as-of", "2023-02-01").stdout)
    assert "none is named" in run(*command[:-2], "--lang", "en").stdout


def test_lines_packed_or_not_and_parquet_are_read_record_by_record(small: Path, run: Callable[..., Any]) -> None:
    people = small / "people"
    people.mkdir()
    lines = [json.dumps({"id": f"L-{number}", "age": 30, "loans": [], "card.issued_on": "2022-01-01"}) for number in range(3)]
    lines[1] = lines[1].replace("30", "thirty")
    (people / "a.ndjson").write_text("\n".join(lines), encoding="utf-8")
    (people / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": "G-1", "age": 12}\n'))
    pq.write_table(pa.table({"id": ["P-1"], "age": [30], "card.issued_on": [date(2022, 1, 1)]}), people / "c.parquet")
    result = run("evaluate", "people", *HERE, "--format", "json")
    assert [json.loads(line)["record"] for line in result.stdout.splitlines()] == ["L-0", "L-2", "G-1", "P-1"]
    assert result.exit_code == 1
    assert "people/a.ndjson:2:" in result.stderr
    assert "1 input rejected, 4 records decided" in result.stderr
