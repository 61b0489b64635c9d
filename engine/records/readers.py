"""Files of records: one record or a list of them, in YAML or JSON; ``-`` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from engine.loading.source import MAX_SIZE, read_file, read_source
from engine.loading.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.tree import Tree

STANDARD_INPUT: Final = "-"


def read_records_from(source: str | Path, diagnostics: Diagnostics, stdin: BinaryIO | None = None) -> list[Tree]:
    """The trees of the records in a file, in its order; empty with a diagnostic where there is none.

    ``source`` is shown in places as it is given. ``stdin`` is what ``-`` reads, the process's own unless given.
    """
    if str(source) == STANDARD_INPUT:
        stream = stdin if stdin is not None else sys.stdin.buffer
        tree = read_source(stream.read(MAX_SIZE + 1), STANDARD_INPUT, diagnostics)
    else:
        tree = read_file(Path(source), str(source), diagnostics)
    if isinstance(tree, Mapping):
        return [tree]
    if isinstance(tree, Sequence) and not tree.items:
        diagnostics.error("empty-file", "the list holds no record", tree.place)
    if isinstance(tree, Scalar):
        diagnostics.error("wrong-shape", "a record, or a list of records, is wanted", tree.place)
    return list(tree.items) if isinstance(tree, Sequence) else []
