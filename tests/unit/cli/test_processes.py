"""The command as a process of its own: streams, exit statuses, colours, speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ("evaluate", "examples/applicants/dual-national.yaml", "--rulebook", "nthu-dual-emba")


def process(root: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "engine.cli", *arguments],
        cwd=root, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **environment},
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
