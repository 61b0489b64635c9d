"""Batches in a folder with the small library: by the command, and by what the command calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from engine.cli.application import app
from tests.unit.analysis.small_library import write_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Batch = Callable[..., Result]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small library in ``rulebooks``, as the working directory."""
    write_library(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def batch(small: Path) -> Batch:
    """The command ``rulebook batch`` under the small rulebook, into ``out`` unless ``out`` is named, in this process."""

    def runner(*arguments: object, out: str = "out", jobs: int = 1, input: bytes | None = None) -> Result:  # noqa: A002 - typer's name
        assert small.is_dir()
        fixed = ["--rulebook", "reading-room", "--out", out, "--jobs", str(jobs)]
        return CliRunner().invoke(app, ["batch", *fixed, *map(str, arguments)], input=input, prog_name="rulebook")

    return runner
