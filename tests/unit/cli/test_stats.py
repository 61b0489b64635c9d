"""``rulebook stats``: the tables of a finished batch, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORDS = [
    {"id": "R-1", "age": 30, "card": {"issued_on": "2022-01-01"}, "loans": []},
    {"id": "R-2", "age": 3, "card": {"issued_on": "2022-01-01"}, "loans": []},
    {"id": "R-3", "card": {"issued_on": "2022-01-01"}, "loans": []},
    {"id": "R-4", "age": "x"},
]


@pytest.fixture
def done(small: Path, run: Callable[..., Any]) -> Path:
    (small / "r.ndjson").write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS), encoding="utf-8")
    assert run("batch", "r.ndjson", "--rulebook", "reading-room", "--out", "out", "--jobs", 1).exit_code == 1
    return small / "out"


def test_the_tables(done: Path, run: Callable[..., Any]) -> None:
    shown = run("stats", done, "--lang", "en")
    assert shown.exit_code == 0
    lines = [line.split() for line in shown.stdout.splitlines()]
    assert ["4", "read:", "3", "decided,", "1", "rejected"] in lines
    assert ["admitted", "1", "33.3%", "Admitted"] in lines
    assert ["undetermined", "1", "33.3%"] in lines
    assert ["wrong-type", "1", "100.0%"] in lines
    assert ["age", "1", "33.3%", "Age"] in lines
    assert ["admitted", "|", "refused", "1", "33.3%"] in lines
    assert ["reading-room:art1.p1", "1", "33.3%", "Sixteen", "years", "of", "age"] in lines
    assert "█" not in shown.stdout
    assert "入室" not in shown.stdout


def test_both_languages_unless_one_is_named(done: Path, run: Callable[..., Any]) -> None:
    assert "准許 / Admitted" in run("stats", done).stdout
    assert "Admitted" not in run("stats", done, "--lang", "zh").stdout


def test_a_terminal_has_bars(done: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.stats.width_of_output", lambda: 100)
    assert "████████" in run("stats", done).stdout
    monkeypatch.setattr("engine.cli.stats.width_of_output", lambda: 20)
    assert "1  admitted" in run("stats", done).stdout


def test_long_tables_are_cut_unless_all_is_wanted(done: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.stats._MOST", 1)
    summary = json.loads((done / "summary.json").read_text(encoding="utf-8"))
    summary["rejected_because"] = {"wrong-type": 1, "syntax": 1}
    (done / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    assert "and 1 more: --all" in run("stats", done).stdout
    assert "syntax" in run("stats", done, "--all").stdout


def test_for_programs_it_is_the_summary(done: Path, run: Callable[..., Any]) -> None:
    assert json.loads(run("stats", done, "--format", "json").stdout) == json.loads((done / "summary.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda _: None, "there is no folder"),
        (lambda folder: folder.mkdir(), "holds no summary.json"),
        (lambda folder: (folder / ".batch").mkdir(parents=True), "run the same command again"),
        (lambda folder: (folder.mkdir(), (folder / "summary.json").write_text("{")), "is not the summary of a batch"),
        (lambda folder: (folder.mkdir(), (folder / "summary.json").write_text("[]")), "is not the summary of a batch"),
    ],
)
def test_no_finished_batch(small: Path, run: Callable[..., Any], prepare: Callable[[Path], Any], told: str) -> None:
    prepare(small / "other")
    result = run("stats", "other")
    assert result.exit_code == 2
    assert told in result.stderr
