"""The lines of a file that hold a part of its tree, as they are written; and the same anew where no lines do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics
from engine.loading.tree import Mapping, Scalar, Sequence, plain
from engine.loading.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.loading.tree import Tree

_STEP: Final = "  "
_FURTHEST: Final = 60
"""Lines over which something in braces may go on."""


class Copyist:
    """Copies parts of files, with their comments. Files are read once."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def copied(self, tree: Tree, wanted: Tree) -> list[str]:
        """The lines in which a part of a file is written, without their indentation, if they say what is wanted.

        Where no lines do (other places were put into it, or its references name other units by now), it is written anew.
        """
        for lines in self._candidates(tree):
            if _says(lines, wanted):
                return lines
        return written(wanted)

    def _candidates(self, tree: Tree) -> Iterator[list[str]]:
        if isinstance(tree, Scalar) or not tree.place.line:
            return
        lines = self._lines(tree.place.file)
        row, column = tree.place.line - 1, tree.place.column - 1
        if row >= len(lines):
            return
        if lines[row][column : column + 1] in {"{", "["}:
            yield from _in_braces(lines, row, column)
        else:
            yield _block(lines, row, column)

    def _lines(self, file: str) -> list[str]:
        if file not in self._files:
            try:
                self._files[file] = Path(file).read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                self._files[file] = []
        return self._files[file]


def _block(lines: list[str], row: int, column: int) -> list[str]:
    """The lines from a place on that stand at its indentation or further in, with the comments among them."""
    found = [lines[row][column:]]
    waiting: list[str] = []
    for line in lines[row + 1 :]:
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        if not bare or (bare.startswith("#") and indent < column):
            waiting.append(bare)
        elif indent < column:
            break
        else:
            found += [*waiting, line[column:].rstrip()]
            waiting = []
    return found


def _in_braces(lines: list[str], row: int, column: int) -> Iterator[list[str]]:
    """What begins with a brace, up to each brace that may end it, the nearest first."""
    rest = [lines[row][column:], *(line.strip() for line in lines[row + 1 : row + _FURTHEST])]
    for count, line in enumerate(rest):
        for at, letter in enumerate(line):
            if letter in "}]":
                yield [*rest[:count], line[: at + 1]]


def _says(lines: list[str], wanted: Tree) -> bool:
    tree = read_yaml("\n".join(lines) + "\n", "", Diagnostics())
    return tree is not None and plain(tree) == plain(wanted)


def written(tree: Tree) -> list[str]:
    """A tree as lines of YAML."""
    match tree:
        case Mapping() if tree.entries:
            return [line for entry in tree for line in _entry(entry.key, entry.value)]
        case Sequence() if tree.items:
            return [line for item in tree for line in _item(written(item))]
        case Mapping():
            return ["{}"]
        case Sequence():
            return ["[]"]
        case Scalar():
            return [_scalar(tree)]


def below(key: str, lines: list[str], value: Tree) -> list[str]:
    """A key with the lines of its value: beside it where they are one, else under it."""
    if len(lines) == 1 and (isinstance(value, Scalar) or lines[0][:1] in {"{", "["}):
        return [f"{key}: {lines[0]}"]
    return [f"{key}:", *indented(lines)]


def indented(lines: list[str], by: int = 1) -> list[str]:
    """Lines some steps further in; empty ones stay empty."""
    return [f"{_STEP * by}{line}" if line else "" for line in lines]


def _entry(key: str, value: Tree) -> list[str]:
    return below(_quoted(key, f"{key}: 1", {key: 1}), written(value), value)


def _item(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *indented(lines[1:])]


def _scalar(scalar: Scalar) -> str:
    if isinstance(scalar.value, str):
        return _quoted(scalar.value, f"x: {scalar.value}", {"x": scalar.value})
    return scalar.text if scalar.value is not None else "null"


def _quoted(text: str, bare: str, wanted: object) -> str:
    """A text as it is where YAML reads it so, else in quotes."""
    tree = read_yaml(bare, "", Diagnostics()) if text and "\n" not in text else None
    return text if tree is not None and plain(tree) == wanted else json.dumps(text, ensure_ascii=False)
