"""Writing a log: its mode and name, torn lines, writers at once, and writers that are killed."""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from engine.audit.codes import as_code, short_code
from engine.audit.entries import GENESIS, Kind
from engine.audit.log import LogWriter, head_beside
from engine.audit.verification import verify
from engine.language.diagnostics import InputError
from tests.unit.audit.small_log import TIME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.audit.small_log import Office

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and signals of POSIX")


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_entries_are_numbered_and_linked(log: Path) -> None:
    found = entries(log)
    assert [entry["number"] for entry in found] == [1, 2, 3, 4, 5]
    assert [entry["previous"] for entry in found] == [GENESIS, *(entry["hash"] for entry in found[:-1])]
    assert json.loads(head_beside(log).read_text()) == {"entries": 5, "hash": found[-1]["hash"]}
    assert verify(log).findings == []


def test_an_entry_says_by_what_and_why_and_keeps_whom_it_is_about_apart(log: Path) -> None:
    first = entries(log)[0]
    content = first["content"]
    assert content["asked"] == {"rulebook": "reading-room", "as_of": None, "decisions": None}
    assert content["engine"] == {"version": "1.0", "code": "sha256:code"}
    assert content["judgment"]["rulebook"]["id"] == "reading-room"
    assert content["judgment"]["facts_as_of"] == "2022-01-01"
    assert content["judgment"]["decisions"]["entry"]["outcome"] == "admitted"
    assert content["judgment"]["decisions"]["entry"]["because"] == [["reading-room:art1.p1", "reading-room:art1.p2"]]
    assert content["judgment"]["decisions"]["entry"]["presumed"] == ["card.blocked"]
    assert "R-1" not in json.dumps(content)
    record = first["erasable"]["record"]
    assert record["id"] == "R-1"
    assert record["facts"] == {"age": 30, "card.issued_on": "2022-01-01", "id": "R-1", "loans": []}


def test_a_name_that_no_rule_reads_is_in_no_log(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "decisions.log"
    with LogWriter(path, TIME) as writer:
        writer.append([office.draft("R-1", name={"en": "Ada Reader"})])
    assert "Ada" not in path.read_text(encoding="utf-8")


def test_the_same_record_has_another_commitment_in_each_entry(tmp_path: Path, office: Office) -> None:
    office.log(tmp_path / "l", "R-1", "R-1")
    first, second = entries(tmp_path / "l")
    assert first["erasable"]["record"]["digest"] == second["erasable"]["record"]["digest"]
    assert first["content"]["commitments"] != second["content"]["commitments"]


def test_a_code_is_found_however_it_is_written(log: Path) -> None:
    code = short_code(entries(log)[0]["hash"])
    assert as_code(code.lower().replace("-", "").replace("0", "o").replace("1", "l")) == code
    assert as_code(f"{code}7") is None
    assert as_code("U" * 12) is None


# -- the file ----------------------------------------------------------------------------------------------------------


@POSIX
def test_only_its_owner_reads_it(log: Path, office: Office) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(head_beside(log).stat().st_mode) == 0o600
    log.chmod(0o644)
    assert any("0644" in note for note in verify(log).notes)
    with LogWriter(log, TIME) as writer:
        writer.append([office.draft("R-6")])
        assert any("0644" in note for note in writer.notes)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("make", ["link", "dangling", "second name", "folder", "fifo", "no folder"])
def test_names_under_which_no_log_is_kept(tmp_path: Path, make: str) -> None:
    path, other = tmp_path / "decisions.log", tmp_path / "other"
    other.write_text("")
    match make:
        case "link":
            path.symlink_to(other)
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
        case "second name":
            path.hardlink_to(other)
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case _:
            path = tmp_path / "nowhere" / "decisions.log"
    with pytest.raises(InputError) as refusal:
        LogWriter(path, TIME)
    assert refusal.value.diagnostics[0].code == "log-unusable"
    assert other.read_text() == ""
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("ending", ["{}\n", "x\n", "\n", '{"number": 6}\n'])
def test_nothing_is_built_on_what_is_no_entry(log: Path, ending: str) -> None:
    with log.open("a") as file:
        file.write(ending)
    before = log.read_bytes()
    with pytest.raises(InputError) as refusal:
        LogWriter(log, TIME)
    assert refusal.value.diagnostics[0].code == "broken-log"
    assert log.read_bytes() == before


def test_a_disk_that_is_full_leaves_the_log_as_it_was(log: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = log.read_bytes()
    written = os.write

    def half(handle: int, piece: bytes) -> int:
        if len(piece) < 100:
            raise OSError(28, "No space left on device")
        return written(handle, piece[: len(piece) // 2])

    with LogWriter(log, TIME) as writer:
        monkeypatch.setattr(os, "write", half)
        with pytest.raises(InputError, match="No space left"):
            writer.append([office.draft("R-6")])
    monkeypatch.undo()
    assert log.read_bytes() == before
    assert verify(log).findings == []


# -- torn lines --------------------------------------------------------------------------------------------------------


def test_a_torn_line_is_kept_in_an_entry_wherever_it_was_torn(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "decisions.log"
    office.log(path, "R-1")
    whole = path.read_bytes()
    office.log(path, "R-2")
    line = path.read_bytes()[len(whole) :]
    for length in {1, 2, 57, len(line) // 2, len(line) - 1}:
        path.write_bytes(whole + line[:length])
        head_beside(path).unlink()
        assert [finding.code for finding in verify(path).findings] == ["torn"]
        office.log(path, "R-3")
        found = entries(path)
        assert [entry["content"]["kind"] for entry in found] == [Kind.DECISION, Kind.TORN, Kind.DECISION]
        assert base64.b64decode(found[1]["erasable"]["torn"]["base64"]) == line[:length]
        assert verify(path).findings == []
    assert not (tmp_path / "decisions.log.coming").exists()


def test_a_log_that_is_nothing_but_a_torn_line(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "decisions.log"
    path.write_bytes(b'{"content":{"as\xc3')
    office.log(path, "R-1")
    assert [entry["content"]["kind"] for entry in entries(path)] == [Kind.TORN, Kind.DECISION]
    assert verify(path).findings == []


# -- several writers ---------------------------------------------------------------------------------------------------

WRITES = """
import json, sys
from pathlib import Path
from engine.audit.entries import Draft
from engine.audit.log import LogWriter
path, time, drafts = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for number, those in enumerate(json.loads(Path(drafts).read_text())):
    with LogWriter(Path(path), time) as writer:
        writer.append([Draft(*one) for one in those])
    print(number, flush=True)
"""


def writer(root: Path, office: Office, path: Path, name: str, times: int, size: int) -> subprocess.Popen[str]:
    """A process that appends so many entries at a time, so often, and tells of each time."""
    drafts = path.with_name(f"drafts-{name}")
    ids = [[f"{name}-{number}-{at}" for at in range(size)] for number in range(times)]
    drafts.write_text(json.dumps([[[one.content, one.erasable] for one in map(office.draft, those)] for those in ids]))
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITES, str(path), TIME, str(drafts)],
        env={**os.environ, "PYTHONPATH": str(root)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def test_eight_processes_make_one_chain(tmp_path: Path, root: Path, office: Office) -> None:
    path = tmp_path / "decisions.log"
    processes = [writer(root, office, path, str(number), 10, 2) for number in range(8)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        start(process)
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert verify(path).findings == []
    ids = [entry["erasable"]["record"]["id"] for entry in entries(path)]
    assert sorted(ids) == sorted(f"{name}-{number}-{at}" for name in range(8) for number in range(10) for at in range(2))
    assert all(ids[at][:-1] == ids[at + 1][:-1] for at in range(0, len(ids), 2)), "what is appended together stays together"


@POSIX
def test_writers_that_are_killed_leave_what_they_told_of(tmp_path: Path, root: Path, office: Office) -> None:
    path = tmp_path / "decisions.log"
    chance = random.Random(7)
    told: list[str] = []
    for turn in range(4):
        process = writer(root, office, path, str(turn), 60, 20)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        start(process)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        os.kill(process.pid, signal.SIGKILL)
        rest, _ = process.communicate()
        told += [f"{turn}-{number}-{at}" for number in ["0", *rest.split()] for at in range(20)]
    office.log(path, "last")
    assert verify(path).findings == []
    ids = [entry["erasable"]["record"]["id"] for entry in entries(path) if entry["content"]["kind"] == Kind.DECISION]
    assert len(ids) == len(set(ids))
    assert set(told) <= set(ids), "what a writer said it had logged is there"
