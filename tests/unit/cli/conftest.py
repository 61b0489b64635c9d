"""Running the command inside the test, with what it wrote and how it ended."""

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

    Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """The command with some arguments; ``input`` is its standard input."""

    def runner(*arguments: object, input: str | bytes | None = None) -> Result:  # noqa: A002 - typer's name for it
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input, prog_name="rulebook")

    return runner


@pytest.fixture
def in_tree(root: Path, checked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of the tree as the working directory, where the shipped rulebooks and examples are.

    The rulebooks are kept as they are for a user, since what these tests are about is not the reading of them.
    """
    monkeypatch.chdir(root)
    monkeypatch.setenv("RULEBOOK_CACHE", str(checked))
    return root


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small library in ``rulebooks``, as the working directory."""
    write_library(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
