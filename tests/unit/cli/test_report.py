"""``rulebook report``: which letters are written, under which names, with whose words, and by which code they are found."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from engine.reporting.issuing import FileNames, safe_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

EXAMPLE = "examples/applicants/late-by-one-second.yaml"
BOOK = ("--rulebook", "nthu-dual-emba")
HARD_IDS = (
    *("../../x", "CON", "con.txt", "a/b", "a\\b", "a-b", ".", "..", "-rf", "a" * 300, "abc", "ABC", "index", "INDEX", " "),
    *("abc.receipt", "abc-2", "x.notice", "x", "學生", "學員", "e\u0301", "\u00e9", "COM1", "aux.x", "index.html", "\u202eabc"),
)


@pytest.fixture(autouse=True)
def _without_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RULEBOOK_OFFICE", raising=False)


@pytest.mark.usefixtures("in_tree")
def test_the_outcome_calls_for_its_letters(run: Run, tmp_path: Path) -> None:
    done = run("report", EXAMPLE, *BOOK, "--lang", "zh", "--format", "md", "--dated", "2022-05-20", "--out", tmp_path)
    assert (done.exit_code, done.stderr) == (0, "")
    names = [line.rpartition("/")[2] for line in done.stdout.splitlines()]
    assert names[0] == "EX-13.md"
    assert "EX-13.receipt.md" in names
    text = (tmp_path / names[0]).read_text(encoding="utf-8")
    assert "主旨" in text
    assert "發文日期：中華民國111年5月20日" in text


@pytest.mark.usefixtures("in_tree")
def test_days_without_the_roc_calendar_and_a_blank_without_a_day(run: Run, tmp_path: Path) -> None:
    run("report", EXAMPLE, *BOOK, "--lang", "zh", "--format", "md", "--no-roc", "--out", tmp_path)
    text = (tmp_path / "EX-13.md").read_text(encoding="utf-8")
    assert "發文日期：西元" in text
    assert "2022年5月20日" in text


@pytest.mark.usefixtures("in_tree")
def test_a_letter_by_its_name_keeps_its_name(run: Run, tmp_path: Path) -> None:
    done = run("report", EXAMPLE, *BOOK, "--document", "receipt", "--format", "md", "--out", tmp_path)
    assert done.stdout.splitlines() == [str(tmp_path / "EX-13.receipt.md")]


@pytest.mark.usefixtures("in_tree")
def test_what_there_is_can_be_listed(run: Run) -> None:
    done = run("report", EXAMPLE, *BOOK, "--document", "list", "--lang", "en")
    assert done.exit_code == 0
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"receipt", "decision-unfavourable", "explanation"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.usefixtures("in_tree")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--document", "recept", "--out", "x"], 'did you mean "receipt"?'),
        (["--decision", "fee", "--out", "x"], 'did you mean "fees"?'),
        (["--dated", "tomorrow", "--out", "x"], "--dated"),
        (["--office", "nowhere", "--out", "x"], "name a folder with --office DIR"),
        ([], "name a folder with --out DIR"),
    ],
)
def test_wrong_use_has_a_way_out(run: Run, arguments: list[str], says: str) -> None:
    done = run("report", EXAMPLE, *BOOK, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


@pytest.mark.usefixtures("in_tree")
def test_an_office_writes_in_its_own_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("report", EXAMPLE, *BOOK, "--lang", "en", "--format", "md", "--office", "examples/office", "--out", tmp_path / "a")
    text = (tmp_path / "a" / "EX-13.md").read_text(encoding="utf-8")
    assert "National Example University" in text
    assert "Application no." in text
    monkeypatch.setenv("RULEBOOK_OFFICE", "examples/office")
    run("report", EXAMPLE, *BOOK, "--lang", "en", "--format", "md", "--out", tmp_path / "b")
    assert (tmp_path / "b" / "EX-13.md").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("in_tree")
def test_a_letter_carries_the_code_by_which_audit_finds_the_decision(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "decisions.log"
    done = run("report", EXAMPLE, *BOOK, "--lang", "en", "--log", log, "--at", "2022-05-20T09:00+08:00", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    code = done.stderr.split("code ")[1].split()[0]
    text = (tmp_path / "EX-13.html").read_text(encoding="utf-8")
    assert code in text
    shown = run("audit", "show", log, "--code", code)
    assert shown.exit_code == 0
    assert "EX-13" in shown.stdout


@pytest.mark.usefixtures("in_tree")
def test_a_letter_to_edit_is_a_word_file(run: Run, tmp_path: Path) -> None:
    run("report", EXAMPLE, *BOOK, "--lang", "en", "--format", "docx", "--document", "receipt", "--out", tmp_path)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "EX-13.receipt.docx").read_bytes())) as file:
        assert "word/document.xml" in file.namelist()


def test_several_records_have_a_page_that_leads_to_their_letters(small: Path, run: Run) -> None:
    folder = small / "records"
    folder.mkdir()
    for name, id_ in (("a", "R 1"), ("b", "R-1"), ("c", "../R-1")):
        (folder / f"{name}.yaml").write_text(f"{{id: '{id_}', age: 3}}", encoding="utf-8")
    done = run("report", folder, "--rulebook", "reading-room", "--format", "md", "--out", "out")
    assert done.exit_code == 0, done.stderr
    names = [line.rpartition("/")[2] for line in done.stdout.splitlines()]
    assert names[0] == "index.html"
    assert sorted(names) == sorted(path.name for path in (small / "out").iterdir())
    assert "R-1.md" in names  # of the record R-1, not of the first one that could be called so
    assert sum(bool(re.fullmatch(r"R-1-[0-9a-f]{8}\.md", name)) for name in names) == 2
    page = (small / "out" / "index.html").read_text(encoding="utf-8")
    assert all(f'"{name}"' in page for name in names[1:])


def test_what_no_font_has_is_told(small: Path, run: Run) -> None:
    (small / "r.yaml").write_text('{id: "R-\u2610", age: 3}', encoding="utf-8")
    done = run("report", "r.yaml", "--rulebook", "reading-room", "--out", "out")
    assert "no font has \u2610 (U+2610)" in done.stderr
    assert done.exit_code == 0


def test_names_of_files_keep_to_their_records() -> None:
    names = FileNames("md")
    written = {id_: names.of(id_, ["", "receipt", "notice", "notice"]) for id_ in HARD_IDS}
    every = [name.lower() for found in written.values() for name in found]
    assert len(set(every)) == len(every)
    for found in written.values():
        stem = found[0].removesuffix(".md")
        assert found == [f"{stem}.md", f"{stem}.receipt.md", f"{stem}.notice.md", f"{stem}.notice-2.md"]
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,120}", stem)
        assert stem.partition(".")[0].lower() not in {"con", "nul", "aux", "com1"}
        assert f"{stem}.html".lower() != "index.html"
    for other in (reversed(HARD_IDS), HARD_IDS[3:]):  # neither order nor company changes a name that is not the record's own
        again = FileNames("md")
        anew = {id_: again.of(id_, ["", "receipt", "notice", "notice"]) for id_ in other}
        assert all(anew[id_] == written[id_] for id_ in anew if id_ != safe_name(id_))


def test_nothing_is_logged_where_letters_cannot_be_written(small: Path, run: Run) -> None:
    (small / "r.yaml").write_text("{id: R-1, age: 3}", encoding="utf-8")
    (small / "out").write_text("a file", encoding="utf-8")
    done = run("report", "r.yaml", "--rulebook", "reading-room", "--log", "log", "--out", "out")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
    assert not (small / "log").exists()


def test_a_log_that_cannot_be_written_leaves_no_letters(small: Path, run: Run) -> None:
    (small / "r.yaml").write_text("{id: R-1, age: 3}", encoding="utf-8")
    done = run("report", "r.yaml", "--rulebook", "reading-room", "--log", "records-nowhere/x/log", "--out", "out")
    assert done.exit_code == 2
    assert list((small / "out").iterdir()) == []


def test_an_interrupted_run_leaves_no_half_of_a_letter(small: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (small / "r.yaml").write_text("{id: R-1, age: 3}", encoding="utf-8")
    (small / "out").mkdir()
    (small / "out" / "R-1.md").write_text("as it was", encoding="utf-8")

    def interrupted(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:10])
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.write_bytes", interrupted)
    done = run("report", "r.yaml", "--rulebook", "reading-room", "--format", "md", "--out", "out")
    assert done.exit_code != 0
    assert [(path.name, path.read_text(encoding="utf-8")) for path in (small / "out").iterdir()] == [("R-1.md", "as it was")]


def test_letters_of_an_earlier_run_are_told(small: Path, run: Run) -> None:
    (small / "r.yaml").write_text("{id: R-1, age: 3}", encoding="utf-8")
    (small / "s.yaml").write_text("{id: R-2, age: 3}", encoding="utf-8")
    (small / "out").mkdir()
    for name in ("R-1.request.md", "R-10.md", "R-1.request.pdf"):
        (small / "out" / name).touch()
    common = ("--rulebook", "reading-room", "--format", "md", "--out", "out")
    assert 'an older document lies in "out"' in run("report", "r.yaml", *common).stderr
    assert "older" not in run("report", "s.yaml", *common).stderr
    assert '2 older documents lie in "out"' in run("report", "r.yaml", "s.yaml", *common).stderr


def test_a_long_name_of_a_record_leaves_room_for_the_letter(small: Path, run: Run) -> None:
    (small / "r.yaml").write_text(f"{{id: '{'Z' * 10_000}', age: 3}}", encoding="utf-8")
    done = run("report", "r.yaml", "--rulebook", "reading-room", "--format", "html", "--lang", "en", "--out", "out")
    assert done.exit_code == 0
    (letter,) = (small / "out").glob("Z*.html")
    text = letter.read_text(encoding="utf-8")
    assert "Z" * 10_000 in text  # whole where the letter says which record it is about
    assert "Z" * 81 not in text.partition("<footer")[2]
    assert "Z" * 81 not in text.partition("</style>")[0].partition("@bottom-left")[2]


@pytest.mark.usefixtures("in_tree")
def test_a_letter_that_is_asked_for_and_not_written_says_why(run: Run, tmp_path: Path) -> None:
    asked = ("--document", "status-lost", "--document", "application-accepted", "--format", "md", "--out", tmp_path)
    done = run("report", EXAMPLE, *BOOK, *asked)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        'EX-13: status-lost is not written: it is about a record of "student", and this is one of "applicant"',
        "EX-13: application-accepted is not written: it is for application: accept_for_review; here application came to reject",
    ]
