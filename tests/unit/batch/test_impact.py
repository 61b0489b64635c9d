"""Records under two versions: everybody is read, decided twice and counted once; who shares an id with another is rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.batch.conditions import read_condition
from engine.batch.impact import Task, weigh
from engine.batch.job import Explained, Job
from engine.loading.library import Library
from tests.unit.analysis.impact.amended import READERS, reader, write_versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.analysis.impact.findings import Impact


def impact_of(folder: Path, named: Sequence[Path], *, jobs: int = 1, where: str = "", **more: Any) -> Impact:
    library = Library(folder / "rulebooks")
    before, after = library.load("house@1"), library.load("house@2")
    conditions = (read_condition(where, library.vocabularies["reader"]),) if where else ()
    job = Job(rulebook=before, vocabularies=library.vocabularies, subject="reader", decisions=("entry", "lending"),
              explained=Explained.OUTCOMES, conditions=conditions)  # fmt: skip
    spool = folder / f"spool-{jobs}-{len(where)}-{len(more)}"
    spool.mkdir()
    return weigh(Task(job=job, after=after, renumbered={}, **more), [str(one) for one in named], spool, jobs)


def lines(path: Path, records: Sequence[dict[str, Any]], *raw: str) -> Path:
    path.write_text("".join(f"{one}\n" for one in (*(json.dumps(record) for record in records), *raw)), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_versions(tmp_path / "rulebooks")
    return tmp_path


def names(impact: Impact) -> dict[tuple[str, str], list[set[str]]]:
    """The causes of each flip by the names of the changes."""
    return {
        (flip.record, flip.decision): [{impact.changes[one].name for one in chosen} for chosen in flip.causes.sets]
        for flip in impact.found.flips
    }


def test_every_flip_with_its_causes_and_every_record_counted(folder: Path) -> None:
    impact = impact_of(folder, [lines(folder / "readers.ndjson", READERS)])
    assert (impact.found.read, impact.found.decided, impact.found.rejected, impact.flipped()) == (9, 9, [], 6)
    assert names(impact) == {
        ("fifteen", "entry"): [{"least_age"}],
        ("fifteen", "lending"): [{"least_age"}],
        ("blocked", "entry"): [{"art1.p2"}],
        ("blocked", "lending"): [{"art1.p2"}],
        ("blocked-and-fifteen", "entry"): [{"least_age", "art1.p2"}],
        ("blocked-and-fifteen", "lending"): [{"least_age", "art1.p2"}],
        ("five", "lending"): [{"most_volumes"}],
        ("junior", "lending"): [{"lending"}],
        ("junior-five", "lending"): [{"most_volumes"}, {"lending"}],
    }
    assert impact.found.steps["entry"] == {
        (("admitted",), ("admitted",)): 5,
        (("refused",), ("admitted",)): 3,
        (("admitted", "refused"), ("admitted", "refused")): 1,
    }
    assert [len(group.flips) for group in impact.groups] == [1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert all(flip.place.startswith(str(folder / "readers.ndjson")) for flip in impact.found.flips)


def test_a_document_is_read_like_lines_and_a_record_with_no_room_in_columns_like_others(folder: Path) -> None:
    document = folder / "readers.json"
    huge = reader("huge", age=15, volumes=10**30)
    document.write_text(json.dumps([*READERS, huge]), encoding="utf-8")
    impact = impact_of(folder, [document])
    assert impact.found.decided == 10
    assert names(impact)["huge", "entry"] == [{"least_age"}]
    assert {flip.record for flip in impact.found.flips} - {"huge"} == {key[0] for key in names(impact)} - {"huge"}


def test_who_shares_an_id_with_another_is_rejected_and_so_is_what_is_no_record(folder: Path) -> None:
    first = lines(folder / "first.ndjson", [reader("twice", age=15), reader("once", age=15)])
    second = lines(folder / "second.ndjson", [reader("twice"), reader("alone")], "{no record}", '{"id": "x", "age": "old"}')
    impact = impact_of(folder, [first, second])
    found = impact.found
    assert (found.read, found.decided, found.left_out) == (6, 2, 0)
    assert sorted((one["code"], one["id"] or "") for one in found.rejected)[:2] == [("duplicate-id", "twice")] * 2
    assert found.read == found.decided + len(found.rejected)
    assert [flip.record for flip in found.flips] == ["once", "once"]
    assert sum(found.steps["entry"].values()) == 2


def test_several_processes_find_what_one_finds(folder: Path) -> None:
    files = [lines(folder / f"{part}.ndjson", [one | {"id": f"{one['id']}-{part}"} for one in READERS]) for part in "abc"]
    alone, together = impact_of(folder, files), impact_of(folder, files, jobs=2)
    assert together.found == alone.found
    assert together.changes == alone.changes


def test_only_those_of_whom_the_condition_is_true(folder: Path) -> None:
    impact = impact_of(folder, [lines(folder / "readers.ndjson", READERS)], where="card=junior")
    assert (impact.found.read, impact.found.decided, impact.found.left_out) == (3, 3, 6)
    assert {flip.record for flip in impact.found.flips} == {"junior", "junior-five"}


def test_statuses_of_provisions_where_they_are_asked_for(folder: Path) -> None:
    impact = impact_of(folder, [lines(folder / "readers.ndjson", READERS)], statuses=True)
    assert impact.found.statuses["house:art1.p1"][("not_satisfied",), ("satisfied",)] == 2
    assert impact.found.statuses["house:art1.p2"][("not_satisfied",), ("not_applicable",)] == 2
    assert impact_of(folder, [folder / "readers.ndjson"]).found.statuses == {}
