"""Whatever a text says, loading answers with findings: nobody who edits a rulebook sees a traceback.

The shipped files are damaged at random, always in the same way: lines and words taken out, doubled, exchanged,
indented otherwise, or replaced by what does not belong there.
"""

from __future__ import annotations

import random
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import InputError
from engine.loading.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic

SEEDS = 2
DAMAGES_BY_SEED = 20
TOKEN = re.compile(r"[\w.\-]+|\s+|[^\w\s]")
ODD_VALUES = (
    "[]", "{}", "null", "''", "0", "-1", "true", "1.5", "99999999999999", "9999-99-99", "{a: 1}", "[1, [2]]", "none", "“x”",
    "~: 1", "? a", "- x", "{all: []}", "..s1", ".", ":", "x:y", "a/b", "1e400", "[{}]", "{zh: a, en: b}", "{fact: id}", "list",
)  # fmt: skip


def _by_lines(change: Callable[[random.Random, list[str]], None]) -> Callable[[random.Random, str], str]:
    def damage(chance: random.Random, text: str) -> str:
        lines = text.split("\n")
        change(chance, lines)
        return "\n".join(lines)

    return damage


def _by_tokens(change: Callable[[random.Random, list[str], int, int], None]) -> Callable[[random.Random, str], str]:
    def damage(chance: random.Random, text: str) -> str:
        tokens = TOKEN.findall(text)
        words = [index for index, token in enumerate(tokens) if not token.isspace()]
        change(chance, tokens, chance.choice(words), chance.choice(words))
        return "".join(tokens)

    return damage


def _delete_line(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.randrange(len(lines))]


def _double_line(chance: random.Random, lines: list[str]) -> None:
    index = chance.randrange(len(lines))
    lines.insert(index, lines[index])


def _exchange_lines(chance: random.Random, lines: list[str]) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent_line(chance: random.Random, lines: list[str]) -> None:
    index = chance.randrange(len(lines))
    lines[index] = " " * chance.randrange(1, 5) + lines[index]


def _outdent_line(chance: random.Random, lines: list[str]) -> None:
    index = chance.randrange(len(lines))
    lines[index] = lines[index][chance.randrange(1, 4) :]


def _delete_token(_chance: random.Random, tokens: list[str], one: int, _other: int) -> None:
    del tokens[one]


def _exchange_tokens(_chance: random.Random, tokens: list[str], one: int, other: int) -> None:
    tokens[one], tokens[other] = tokens[other], tokens[one]


def _copy_token(_chance: random.Random, tokens: list[str], one: int, other: int) -> None:
    tokens[one] = tokens[other]


def _odd_token(chance: random.Random, tokens: list[str], one: int, _other: int) -> None:
    tokens[one] = chance.choice(ODD_VALUES)


DAMAGES = (
    *map(_by_lines, (_delete_line, _double_line, _exchange_lines, _indent_line, _outdent_line)),
    *map(_by_tokens, (_delete_token, _exchange_tokens, _copy_token, _odd_token)),
)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_damaged_text_is_answered_with_findings(seed: int, root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rulebooks"
    shutil.copytree(root / "rulebooks", folder, ignore=shutil.ignore_patterns("scenarios"))
    files = sorted(folder.rglob("*.yaml"))
    chance = random.Random(seed)
    found: list[Diagnostic] = []
    for _ in range(DAMAGES_BY_SEED):
        file = chance.choice(files)
        sound = file.read_text(encoding="utf-8")
        text = sound
        for _ in range(chance.randrange(1, 4)):
            text = chance.choice(DAMAGES)(chance, text)
        file.write_text(text, encoding="utf-8")
        owner = file.relative_to(folder).parts[0]
        library = Library(folder)
        try:
            library.load(owner if owner in library.ids() else library.ids()[0])
        except InputError as error:
            found += error.diagnostics
        file.write_text(sound, encoding="utf-8")
    assert len(found) > DAMAGES_BY_SEED / 2  # most damages are noticed: the test reaches the loader
    assert all(finding.place.line >= 1 and finding.message for finding in found)
