"""The command as a process of its own: streams, exit statuses, colours, speed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXAMPLE = ("evaluate", "examples/applicants/dual-national.yaml", "--rulebook", "nthu-dual-emba")


def process(
    root: Path, *arguments: str, stdin: bytes = b"", locale: Mapping[str, str] | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "engine.cli", *arguments],
        cwd=root, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **(locale or {}), **environment},
    )  # fmt: skip


def test_results_and_messages_take_their_own_streams(root: Path) -> None:
    done = process(root, *EXAMPLE, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["record"] == "EX-02"
    wrong = process(root, "evaluate", "-", "--rulebook", "nthu-dual-emba", stdin=b"id: A\nbirth_dat: 1990-01-01\n")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(b"-:2:1: error: ")


def test_a_pipe_has_no_colours_and_is_utf_8_wherever_it_runs(root: Path) -> None:
    done = process(root, *EXAMPLE, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", FORCE_COLOR="1")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert "申請資格" in done.stdout.decode("utf-8")


def test_a_reader_who_leaves_early_is_no_error(root: Path) -> None:
    command = f"{sys.executable} -m engine.cli show moe-international-students | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=root, capture_output=True, check=False, timeout=60)  # noqa: S603 - our own command
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


def test_a_program_waits_for_no_library_of_the_terminal(root: Path) -> None:
    code = (
        "import sys; sys.argv[1:] = {!r}\n"
        "from engine.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "loaded = sorted(sys.modules.keys() & {{'rich.console', 'jinja2', 'jsonschema', 'pydantic', 'engine.reporting'}})\n"
        "print(code, loaded, file=sys.stderr)\n"
    ).format([*EXAMPLE, "--format", "json"])
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False, timeout=60)  # noqa: S603 - our own command
    assert done.stderr.decode().strip() == "0 []"


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_file_s_name_is_shown_in_a_locale_that_cannot_read_it(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "資料"
    folder.mkdir()
    (folder / "丁.yaml").write_text("id: 丁\nnameless: 1\n", encoding="utf-8")
    wrong = process(root, "evaluate", str(folder / "丁.yaml"), "--rulebook", "nthu-dual-emba", locale=ASCII)
    assert wrong.returncode == 2
    assert wrong.stderr.decode("utf-8").startswith(f'{folder}/丁.yaml:2:1: error: unknown fact "nameless"')
    absent = process(root, "evaluate", str(folder / "丙.yaml"), "--rulebook", "nthu-dual-emba", locale=ASCII)
    assert absent.returncode == 2
    assert absent.stderr.decode("utf-8").startswith(f'error: there is no file "{folder}/丙.yaml"')


def test_a_report_goes_to_a_folder_whose_name_the_locale_cannot_read(root: Path, tmp_path: Path) -> None:
    record = tmp_path / "丙.yaml"
    shutil.copy(root / EXAMPLE[1], record)
    done = process(root, "report", str(record), "--rulebook", "nthu-dual-emba", "--out", str(tmp_path / "結果"), locale=ASCII)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").splitlines()[0] == f"{tmp_path}/結果/EX-02.html"
    assert (tmp_path / "結果" / "EX-02.html").is_file()


def test_bytes_that_are_no_letters_are_replaced(root: Path) -> None:
    name = b"\xff.yaml".decode("utf-8", "surrogateescape")
    wrong = process(root, "evaluate", name, "--rulebook", "nthu-dual-emba")
    assert wrong.returncode == 2
    assert wrong.stderr.decode("utf-8").startswith('error: there is no file "\N{REPLACEMENT CHARACTER}.yaml"')


def test_findings_outside_of_the_working_directory_can_be_opened(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "rulebooks", tmp_path / "m")
    article = next((tmp_path / "m" / "nthu-dual-emba" / "enactments").glob("*/articles/*.yaml"))
    article.write_text(article.read_text(encoding="utf-8") + "nonsense: 1\n", encoding="utf-8")
    away = tmp_path / "away"
    away.mkdir()
    found = subprocess.run(
        [sys.executable, "-m", "engine.cli", "check", "--rulebooks", "../m"],
        cwd=away, capture_output=True, check=False, timeout=60, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    first = found.stdout.decode("utf-8").partition(":")[0]
    assert found.returncode == 1
    assert first.startswith("../m/")
    assert (away / first).samefile(article)
