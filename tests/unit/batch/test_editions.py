"""A batch under several versions: each record by its own, the same as one by one, and told which."""

from __future__ import annotations

import csv
import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine
from engine.batch.errors import BatchError
from engine.batch.job import CSV, XLSX, Explained, Job
from engine.batch.run import run_batch
from engine.batch.workers import Processes
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.editions_at_hand import EditionsAtHand, UnlikeEditionsError, at_hand
from engine.evaluation.editions_table import EditionsTable
from tests.unit.batch.small_batches import content, lines, reader, write_lines
from tests.unit.evaluation.small_editions import ROOM, SECOND, Two, two_of, write_two

if TYPE_CHECKING:
    from pathlib import Path

BORROWED = [{"from": f"2020-01-0{day}"} for day in (1, 2, 3)]
RECORDS = [
    reader(1),
    reader(2, age=17),
    reader(3, age=17, card={"issued_on": "2021-06-01"}),
    reader(4, age=17, card={}),
    reader(5, card={}),
    reader(6, age=None, card={}, loans=BORROWED),
    reader(7, age=17, card={"issued_on": "2022-06-01", "blocked": True}),
    reader(8, age=15, card={"issued_on": "2021-12-31"}, loans=BORROWED),
]


def job_of(two: Two, **more: Any) -> Job:
    editions = at_hand(two, "reader")
    assert editions is not None
    names = tuple(one.name for one in editions.decisions)
    vocabularies = {"reader": editions.newest.subjects["reader"].vocabulary}
    return Job(rulebook=editions.newest, editions=editions, vocabularies=vocabularies, subject="reader", decisions=names, **more)


def run(job: Job, folder: Path, records: list[dict[str, Any]], explain: Explained, out: str = "out") -> Any:
    named = str(write_lines(folder / "records.ndjson", records))
    return run_batch(job, [named], folder / out, explain=explain, crew=Processes(1), version="1").summary


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return job_of(two_of(write_two(tmp_path_factory.mktemp("two"))))


def one_by_one(job: Job, records: list[dict[str, Any]]) -> list[Any]:
    interpreter = EditionsInterpreter(job.editions)  # type: ignore[arg-type]  # it has some
    return [interpreter.evaluate(engine.read(job.rulebook, one)) for one in records]


BRIEFLY = ("outcome", "possible", "value", "unit", "missing", "turns_on_readings")


def briefly(judgment: Any) -> dict[str, Any]:
    """What a line without reasons says."""
    found = judgment.as_json()
    decisions = {name: {key: one[key] for key in BRIEFLY if key in one} for name, one in found["decisions"].items()}
    kept = ("record", "rulebook", "uses", "law_as_of", "facts_as_of")
    return {**{key: found[key] for key in kept}, "decisions": decisions}


def test_each_line_is_the_judgment_on_its_record(job: Job, tmp_path: Path) -> None:
    run(job, tmp_path, RECORDS, Explained.ALL)
    judgments = one_by_one(job, RECORDS)
    assert lines(tmp_path / "out" / "decisions.ndjson") == [one.as_json() for one in judgments]


def test_lines_without_reasons_say_the_same(job: Job, tmp_path: Path) -> None:
    run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    assert lines(tmp_path / "out" / "decisions.ndjson") == [briefly(one) for one in one_by_one(job, RECORDS)]


@pytest.mark.parametrize("explain", Explained)
def test_the_table_tells_the_version_of_each_record(job: Job, tmp_path: Path, explain: Explained) -> None:
    run(job, tmp_path, RECORDS, explain)
    table = pq.read_table(tmp_path / "out" / "decisions.parquet")
    rows = {row["record"]: row for row in table.to_pylist()}
    versions = {id_: row[f"version.{ROOM}"] for id_, row in rows.items()}
    assert versions == {
        "R-1": "2", "R-2": "2", "R-3": "1", "R-4": "undetermined", "R-5": "undetermined", "R-6": "undetermined",
        "R-7": "1", "R-8": "1",
    }  # fmt: skip
    assert rows["R-4"][f"version.{ROOM}.possible"] == ["1", "2"]
    assert rows["R-1"][f"{ROOM}:art2.p1"] is None
    assert rows["R-8"][f"{ROOM}:art2.p1"] == "satisfied"
    assert table.schema.names.index(f"version.{ROOM}") == 3
    expected = EditionsTable(job.editions, decisions=job.decisions).of_judgments(one_by_one(job, RECORDS))  # type: ignore[arg-type]
    assert table.to_pylist() == expected.to_pylist()


def test_the_summary_counts_by_version(job: Job, tmp_path: Path) -> None:
    summary = run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    assert summary["versions"] == {ROOM: {"1": 3, "2": 2, "undetermined": 3}}
    assert [(one["id"], one["version"]) for one in summary["rulebooks"]] == [(ROOM, "2"), (ROOM, "1")]
    entry = summary["decisions"]["entry"]["outcomes"]
    assert entry == {"admitted": 3, "waits": 0, "refused": 3, "undetermined": 2}
    assert sum(entry.values()) == summary["decided"] == len(RECORDS)
    assert summary["provisions"][f"{ROOM}:art2.p1"]["undetermined"] == 3


def test_a_decision_that_a_version_lacks_is_not_counted_for_its_records(tmp_path: Path) -> None:
    job = job_of(two_of(write_two(tmp_path, SECOND[: SECOND.index("  loans_held")])))
    for explain in Explained:
        summary = run(job, tmp_path, RECORDS, explain, out=explain.value)
        assert summary["decisions"]["loans_held"]["values"] == {"known": 3, "unknown": 3}
        found = lines(tmp_path / explain.value / "decisions.ndjson")
        assert found[0]["decisions"].keys() == {"entry"}
        judgments = one_by_one(job, RECORDS)
        assert found == [one.as_json() if explain is Explained.ALL else briefly(one) for one in judgments]


def test_a_job_that_travelled_leaves_the_same_files(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.cutting.LINES_EXPLAINED", 3)
    run(job, tmp_path, RECORDS, Explained.ALL, out="one")
    run(pickle.loads(pickle.dumps(job)), tmp_path, RECORDS, Explained.ALL, out="two")  # noqa: S301 - our own
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_another_text_of_an_older_version_is_another_batch(job: Job, tmp_path: Path) -> None:
    run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    assert job.editions is not None
    older = replace(job.editions.books[0], digest=f"sha256:{'0' * 64}")
    other = replace(job, editions=replace(job.editions, books=(older, *job.editions.books[1:])))
    with pytest.raises(BatchError, match=f"the rulebook {ROOM}"):
        run(other, tmp_path, RECORDS, Explained.OUTCOMES)


def test_another_choice_among_the_same_texts_is_another_batch(job: Job, tmp_path: Path) -> None:
    run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    assert job.editions is not None
    selector = replace(job.editions.selector, digest=f"sha256:{'0' * 64}")
    with pytest.raises(BatchError, match="which records come under which version"):
        run(replace(job, editions=replace(job.editions, selector=selector)), tmp_path, RECORDS, Explained.OUTCOMES)


def test_an_outcome_that_only_the_older_version_has_can_be_asked_for(tmp_path: Path) -> None:
    second = SECOND.replace("then: waits", "then: admitted").replace("      waits: {zh: 候補, en: Waits}\n", "")
    first_only = second.replace("refused", "turned_away")
    job = job_of(two_of(write_two(tmp_path, first_only)), only="refused")
    summary = run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    assert summary["decisions"]["entry"]["outcomes"]["refused"] == 2
    assert [one["record"] for one in lines(tmp_path / "out" / "decisions.ndjson")] == ["R-7", "R-8"]


def test_spreadsheets_tell_the_version_too(tmp_path: Path) -> None:
    job = job_of(two_of(write_two(tmp_path)), spreadsheets=(CSV, XLSX))
    run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    with (tmp_path / "out" / CSV).open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file)
    versions = {row[0]: row[first.index("版本 Version")] for row in rows}
    assert (versions["R-1"], versions["R-8"]) == ("2", "1")
    assert versions["R-4"] == "? 1 / 2"


def test_a_decision_of_two_kinds_has_no_column(tmp_path: Path) -> None:
    second = SECOND[: SECOND.index("  loans_held")] + (
        "  loans_held:\n    title: {zh: 借閱, en: Loans}\n    cite: [art1]\n"
        "    outcomes: {some: {zh: 有, en: Some}, none_held: {zh: 無, en: None}}\n"
        "    rows: [{when: {count: loans, at_least: 1}, then: some}, {otherwise: none_held}]\n"
    )
    with pytest.raises(UnlikeEditionsError, match='"loans_held" has outcomes in one version'):
        at_hand(two_of(write_two(tmp_path, second)), "reader")


def test_a_value_that_another_version_counts_otherwise_is_told_beside_its_column(tmp_path: Path) -> None:
    second = SECOND.replace("value: {count: loans}", "value: {fact: card.issued_on}")
    job = job_of(two_of(write_two(tmp_path, second)))
    run(job, tmp_path, RECORDS, Explained.OUTCOMES)
    rows = pq.read_table(tmp_path / "out" / "decisions.parquet").to_pylist()
    assert [(row["loans_held"], row["loans_held.known"]) for row in (rows[2], rows[7])] == [(None, "0"), (None, "3")]
    assert lines(tmp_path / "out" / "decisions.ndjson") == [briefly(one) for one in one_by_one(job, RECORDS)]


SOME = st.builds(
    reader,
    st.integers(),
    age=st.sampled_from([None, 15, 17, 30]),
    loans=st.sampled_from([None, [], BORROWED]),
    card=st.fixed_dictionaries({}, optional={
        "issued_on": st.sampled_from(["2019-01-01", "2021-12-31", "2022-01-01"]), "blocked": st.booleans(),
    }),
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(SOME, max_size=12, unique_by=lambda one: one["id"]), explain=st.sampled_from(Explained))
def test_a_batch_is_its_records_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, job: Job, records: list[dict[str, Any]], explain: Explained
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    run(job, folder, records, explain)
    judgments = one_by_one(job, records)
    expected = [one.as_json() if explain is Explained.ALL else briefly(one) for one in judgments]
    assert lines(folder / "out" / "decisions.ndjson") == json.loads(json.dumps(expected))


def test_at_hand_there_is_nothing_where_one_version_is_all(tmp_path: Path) -> None:
    two = two_of(write_two(tmp_path))
    assert at_hand(Two(ROOM, None, {"v1": two.versions["v1"]}), "reader") is None
    assert isinstance(at_hand(two, "reader"), EditionsAtHand)
