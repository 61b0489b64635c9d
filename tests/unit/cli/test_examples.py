"""Every command that the README or a help text gives as an example works; what several of them give is run once."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from engine.cli.application import COMMANDS
from engine.cli.audit import ACTIONS
from tests.unit.readme import commands_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

README = tuple(dict.fromkeys(line for line in commands_of("README.md") if line.startswith("rulebook ")))
EVERY = 6
"""Of so many files of scenarios one is run: that all of them pass is a test beside this one."""


def of_help(run: Callable[..., Any], *words: str) -> list[str]:
    """The commands that a help text gives as examples."""
    lines = [line for line in run(*words, "--help").stdout.splitlines() if not line.startswith("Usage:")]
    return [found[0] for line in lines if (found := re.search(rf"rulebook (?:{'|'.join(COMMANDS)})\b.*", line))]


def arguments_of(line: str, folder: Path) -> list[str]:
    """The words after ``rulebook``; what it writes, and what another example wrote, lies below a folder."""
    words = shlex.split(line.partition("<")[0].partition(">")[0])[1:]
    written = {word for before, word in pairwise(words) if before == "--out"} | {"decisions.log"}
    return [str(folder / word) if word in written or re.match(r"out(/|$)", word) else word for word in words]


@pytest.fixture(scope="session")
def fewer_scenarios(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rulebooks with some of their scenarios."""
    found = shutil.copytree(root / "rulebooks", tmp_path_factory.mktemp("fewer") / "rulebooks")
    for folder in found.glob("*/scenarios"):
        files = sorted(file for file in folder.iterdir() if not file.name.startswith("base"))
        texts = "".join(file.read_text(encoding="utf-8") for file in files[::EVERY])
        for file in folder.iterdir():
            if file not in files[::EVERY] and file.name not in texts:  # a base that nothing starts from is no base
                file.unlink()
    return found


@pytest.fixture
def example(in_tree: Path, tmp_path: Path, fewer_scenarios: Path, run: Callable[..., Any]) -> Callable[[str], Any]:
    """An example, run in the tree; it writes into a folder of the test."""
    assert in_tree.is_dir()

    def runner(line: str) -> Any:
        fewer = line.startswith("rulebook test") and "--within" not in line
        library = ["--rulebooks", fewer_scenarios] if fewer else []
        return run(*arguments_of(line, tmp_path), *library, input='{"id": "A-1"}')

    return runner


@pytest.mark.parametrize("line", README)
def test_a_command_of_the_readme_works(line: str, tmp_path: Path, example: Callable[[str], Any]) -> None:
    result = example(line)
    assert result.exit_code == 0, result.output
    assert result.stdout or any(tmp_path.iterdir())


BEFORE = {"stats": ["batch"], "audit": ["evaluate"]}
"""Which command's examples make what those of another read."""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_of_a_help_work(command: str, run: Callable[..., Any], example: Callable[[str], Any]) -> None:
    own = of_help(run, *([command] if command else []))
    assert not command or command in {line.split()[1] for line in own}, "a help has examples of its own command"
    own += [line for action in (ACTIONS if command == "audit" else ()) for line in of_help(run, "audit", action)]
    read = {word for line in own for word in line.split() if word == "decisions.log" or word.startswith("out/")}
    before = [line for word in BEFORE.get(command, ()) for line in of_help(run, word) if not read.isdisjoint(line.split())]
    assert bool(before) == (command in BEFORE)
    for line in [*before, *(line for line in dict.fromkeys(own) if line not in README)]:
        result = example(line)
        assert result.exit_code in {0, 1}, (line, result.output)
        assert result.exit_code == 0 or line.split()[1] in {"check", "test"}, (line, result.output)
