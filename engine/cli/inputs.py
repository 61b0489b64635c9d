"""The records that a command is given: files, folders, standard input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.cli.console import stop
from engine.language.diagnostics import Diagnostics, did_you_mean
from engine.records.readers import STANDARD_INPUT, read_records_from
from engine.records.reading import read_records, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from engine.loading.tree import Tree

_ENDINGS: Final = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: the records without fault, how many were rejected, and why."""

    records: tuple[Record, ...]
    rejected: int
    diagnostics: Diagnostics
    is_single: bool
    """One record was asked about, so one is answered; a list or folder is answered by a list, however short."""


def read_inputs(sources: Sequence[str], rulebook: Rulebook, vocabularies: dict[str, Vocabulary]) -> Inputs:
    """Every record of the sources that a rulebook can decide; the others are rejected with their reasons.

    A source that is not there ends the command, and so does a folder without records.
    """
    files = [file for source in sources for file in _files(source)]
    diagnostics = Diagnostics()
    trees: list[Tree] = []
    rejected = 0
    for file in files:
        before = len(diagnostics.errors)
        found = read_records_from(file, diagnostics)
        if len(diagnostics.errors) > before:  # what was read of a faulty file (a key given twice) is not what it says
            rejected += max(len(found), 1)
        else:
            trees += found
    decidable = [tree for tree in trees if _is_decidable(tree, rulebook, vocabularies, diagnostics)]
    records = read_records(decidable, vocabularies, rulebook.main_subject, diagnostics)
    rejected += len(trees) - len(records)
    is_single = len(sources) == 1 and not Path(sources[0]).is_dir() and len(trees) <= 1
    return Inputs(tuple(records), rejected, diagnostics, is_single)


def _files(source: str) -> Iterable[str]:
    if source == STANDARD_INPUT:
        return [source]
    path = Path(source)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
        if not files:
            stop(f'the folder "{source}" holds no record', "records are files that end in .yaml, .yml or .json")
        return [str(file) for file in files]
    if not path.exists():
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        near = did_you_mean(path.name, beside)
        stop(f'there is no file "{source}"', near if near.startswith("did") else "")
    return [source]


def _is_decidable(tree: Tree, rulebook: Rulebook, vocabularies: dict[str, Vocabulary], diagnostics: Diagnostics) -> bool:
    """Whether the rulebook decides such a record's subject. What is no subject at all is said when it is read."""
    subject = subject_of(tree, rulebook.main_subject, vocabularies, Diagnostics())
    if subject is None or subject in rulebook.subjects:
        return True
    message = f'the record is of the subject "{subject}", and {rulebook.id} does not decide about it'
    diagnostics.error("wrong-subject", message, tree.place, f"it decides about: {', '.join(rulebook.subjects)}")
    return False
