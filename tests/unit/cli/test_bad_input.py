"""A user's mistake: a message with file, line and path, a way out, exit status 2, and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.analysis.small_library import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HERE = ("--rulebook", "reading-room")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BASE + "agee: 3\n", 6, ['unknown fact "agee"', 'did you mean "age"?']),
        (BASE.replace("{issued_on:", "{isued_on:"), 4, ['unknown fact "card.isued_on"', 'did you mean "issued_on"?']),
        (BASE.replace("30", "thirty"), 3, ["age:", "a whole number is wanted"]),
        (BASE.replace("2022-01-01", "2022-02-30"), 4, ["card.issued_on:"]),
        (BASE.replace("[]", "[{from: 2022-03-02, to: 2022-03-01}]"), 5, ["loans[0]", "ends", "before it begins"]),
        (BASE.replace("[]", "[{from: 2022-03-02, till: 2022-03-01}]"), 5, ["loans[0]", 'unknown field "till"']),
        (BASE.replace("[]", "{from: 2022-03-02}"), 5, ["loans: a list is wanted"]),
        (BASE.replace("id: R-1\n", ""), 1, ['no "id"']),
        (BASE + "age: 31\n", 6, ["age"]),
        (BASE + "subject: person\n", 6, ['"person" is no subject']),
        (BASE + "x: [\n", 7, []),
        (BASE + "x: !!python/object:os.system {}\n", 6, []),
    ],
)
def test_a_bad_record(small: Path, run: Callable[..., Any], text: str, line: int, words: list[str]) -> None:
    (small / "bad.yaml").write_text(text, encoding="utf-8")
    result = run("evaluate", "bad.yaml", *HERE)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"bad.yaml:{line}:" in result.stderr
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr


def test_a_nationality_that_is_no_country(in_tree: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    text = (in_tree / "examples/applicants/dual-national.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    changed = text.replace("held: [", "held: [XX, ")
    assert changed != text
    bad.write_text(changed, encoding="utf-8")
    result = run("evaluate", bad, "--rulebook", "nthu-dual-emba")
    assert result.exit_code == 2
    number = next(index for index, line in enumerate(changed.splitlines(), start=1) if "held: [XX" in line)
    assert f"bad.yaml:{number}:" in result.stderr
    assert "nationality.held[0]" in result.stderr
    assert '"XX"' in result.stderr


def test_a_record_of_another_subject(small: Path, run: Callable[..., Any]) -> None:
    (small / "author.yaml").write_text("subject: author\nid: A-1\nbooks: 3\n", encoding="utf-8")
    result = run("evaluate", "author.yaml", *HERE)
    assert result.exit_code == 2
    assert "author.yaml:1:" in result.stderr
    assert '"author"' in result.stderr
    assert "it decides about: reader" in result.stderr


def test_a_record_of_another_subject_that_does_not_say_so(small: Path, run: Callable[..., Any]) -> None:
    (small / "author.yaml").write_text("id: A-1\nbooks: 3\n", encoding="utf-8")
    result = run("evaluate", "author.yaml", *HERE)
    assert result.exit_code == 2
    assert "another subject: author" in result.stderr


def test_two_records_of_the_same_id_are_both_rejected(small: Path, run: Callable[..., Any]) -> None:
    folder = small / "records"
    folder.mkdir()
    (folder / "a.yaml").write_text(BASE, encoding="utf-8")
    (folder / "b.yaml").write_text(BASE, encoding="utf-8")
    (folder / "c.yaml").write_text(BASE.replace("R-1", "R-2"), encoding="utf-8")
    result = run("evaluate", folder, *HERE)
    assert result.exit_code == 1
    assert "R-2" in result.stdout
    assert "R-1" not in result.stdout, "which of the two is meant, nobody knows"
    assert 'records/b.yaml:1:1: error: the id "R-1"' in result.stderr
    assert "records/a.yaml:1:1" in result.stderr
    assert "2 inputs rejected, 1 record decided" in result.stderr


def test_one_bad_record_among_several_rejects_that_one(small: Path, run: Callable[..., Any]) -> None:
    (small / "two.yaml").write_text("[{id: A, age: 20}, {id: B, age: old}]\n", encoding="utf-8")
    result = run("evaluate", "two.yaml", *HERE, "--format", "json")
    assert result.exit_code == 1
    assert '"record": "A"' in result.stdout
    assert "two.yaml:1:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.yaml", *HERE], ['no file "nowhere.yaml"']),
        (["recrod.yaml", *HERE], ['did you mean "record.yaml"?']),
        (["empty", *HERE], ['"empty" holds no record']),
        (["record.yaml", "--rulebook", "reading-rom"], ['no rulebook "reading-rom"', 'did you mean "reading-room"?']),
        (["record.yaml", "--rulebook", "reading-room@2"], ['no version "2"', "known here: 1"]),
        (["record.yaml", *HERE, "--decision", "entri"], ['"entri"', 'did you mean "entry"?']),
        (["record.yaml", *HERE, "--fail-on", "refussed"], ['"refussed"', 'did you mean "refused"?']),
        (["record.yaml", *HERE, "--as-of", "2022-02-30"], ["--as-of"]),
        (["record.yaml", *HERE, "--as-of", "tomorrow"], ["--as-of", "YYYY-MM-DD"]),
        (["record.yaml", *HERE, "--lang", "de"], ["--lang", "zh"]),
        (["record.yaml", *HERE, "--rulebooks", "nowhere"], ["nowhere"]),
        (["record.yaml"], ["--rulebook"]),
        ([*HERE], ["RECORD"]),
    ],
)
def test_wrong_use(small: Path, run: Callable[..., Any], arguments: list[str], words: list[str]) -> None:
    (small / "record.yaml").write_text(BASE, encoding="utf-8")
    (small / "empty").mkdir()
    result = run("evaluate", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_bytes_that_are_no_text(small: Path, run: Callable[..., Any]) -> None:
    (small / "bad.yaml").write_bytes(b"id: \xff\xfe\n")
    result = run("evaluate", "bad.yaml", *HERE)
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_a_rulebook_with_errors_is_not_used(small: Path, run: Callable[..., Any]) -> None:
    article = small / "rulebooks/reading-room/enactments/1/articles/01.yaml"
    article.write_text(article.read_text(encoding="utf-8").replace("{fact: age,", "{fact: agee,"), encoding="utf-8")
    (small / "record.yaml").write_text(BASE, encoding="utf-8")
    result = run("evaluate", "record.yaml", *HERE)
    assert result.exit_code == 2
    assert "articles/01.yaml:9:" in result.stderr
    assert 'did you mean "age"?' in result.stderr
