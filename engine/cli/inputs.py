"""The records that a command is given: files, folders, standard input."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.cli.console import stop
from engine.cli.turned_away import TurnedAway
from engine.language.diagnostics import Diagnostics, did_you_mean
from engine.records.readers import STANDARD_INPUT, read_records_from
from engine.records.reading import read_records, subject_of
from engine.records.singly import ENDINGS, is_read_singly, read_singly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.language.diagnostics import Place
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library
    from engine.loading.tree import Tree
    from engine.records.office.mapping import OfficeMapping
    from engine.records.rejected import Rejected

_TABLES: Final = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})
"""As `engine.records.office.reading` has them, which records of other files need not load."""
_NOBODYS: Final = "no-record"
"""The code of rows of a list whose record is not in their workbook."""
_ENDINGS: Final = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: the records without fault, how many were rejected, and why.

    ``refused`` are the rejected inputs one by one, as many as ``rejected`` says.
    """

    records: tuple[Record, ...]
    rejected: int
    diagnostics: Diagnostics
    is_single: bool
    """One record was asked about, so one is answered; a list or folder is answered by a list, however short."""
    refused: tuple[Rejected, ...] = ()


@dataclass(slots=True)
class _Tables:
    """What was read of workbooks and files of separated values."""

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def read_inputs(
    sources: Sequence[str],
    rulebook: Rulebook,
    vocabularies: dict[str, Vocabulary],
    mapping: OfficeMapping | None = None,
    encoding: str = "",
) -> Inputs:
    """Every record of the sources that a rulebook can decide; the others are rejected with their reasons.

    A source that is not there ends the command, and so does a folder without records. ``mapping`` says what the columns of
    tables are, ``encoding`` how their letters are written where that is not found out.
    """
    files = [file for source in sources for file in _files(source, rulebook, vocabularies, mapping)]
    diagnostics = Diagnostics()
    trees: list[Tree] = []
    tables = _Tables()
    turned_away = TurnedAway(diagnostics)
    for file in files:
        if _is_table(file):
            _read_table(file, rulebook, vocabularies, mapping, encoding, tables, diagnostics)
            continue
        if is_read_singly(file):
            trees += turned_away.watching(file, read_singly(file, vocabularies[rulebook.main_subject], diagnostics))
            continue
        before, errors = len(diagnostics.found), len(diagnostics.errors)
        found = read_records_from(file, diagnostics)
        if len(diagnostics.errors) > errors:  # what was read of a faulty file (a key given twice) is not what it says
            turned_away.file(file, before, found)
        else:
            trees += found
    before = len(diagnostics.found)
    decidable = [tree for tree in trees if _is_decidable(tree, rulebook, vocabularies, diagnostics)]
    records = read_records(decidable, vocabularies, rulebook.main_subject, diagnostics)
    refused = {item.id: item.first.place for item in tables.rejected if item.id and item.first.code != _NOBODYS}
    once = _told_apart([*records, *tables.records], refused, diagnostics)
    turned_away.trees(trees, {record.place for record in once}, before)
    turned_away.records(tables.records, once, before)
    turned_away.refused += tables.rejected
    is_single = len(sources) == 1 and not Path(sources[0]).is_dir() and len(trees) <= 1 and not any(map(_holds_several, files))
    return Inputs(tuple(once), len(turned_away.refused), diagnostics, is_single, tuple(turned_away.refused))


def known_mapping(written: Path | None, rulebook: Rulebook, library: Library, sources: Sequence[str]) -> OfficeMapping | None:
    """The mapping of a file, for records that the rulebook decides; one that is none ends the command."""
    if written is None:
        return None
    from engine.records.office.mapping_reader import load_mapping  # noqa: PLC0415 - records of other files need none

    if not written.is_file():
        stop(f'--mapping: there is no file "{written}"', f"`rulebook map {sources[0]}` proposes a mapping")
    mapping = load_mapping(written, str(written), library.vocabularies)
    if mapping.vocabulary.subject not in rulebook.subjects:
        message = f'--mapping: it is of the subject "{mapping.vocabulary.subject}", and {rulebook.id} does not decide about it'
        stop(message, f"it decides about: {', '.join(rulebook.subjects)}")
    return mapping


def _holds_records(file: Path) -> bool:
    return file.suffix.lower() in _ENDINGS | _TABLES or is_read_singly(file)


def _holds_several(file: str) -> bool:
    """Whether a file is one for several records, even where it holds one."""
    return _is_table(file) or is_read_singly(file)


def _is_table(file: str) -> bool:
    return file != STANDARD_INPUT and (Path(file).suffix.lower() in _TABLES or Path(file).is_dir())


def _read_table(
    file: str,
    rulebook: Rulebook,
    vocabularies: dict[str, Vocabulary],
    mapping: OfficeMapping | None,
    encoding: str,
    tables: _Tables,
    diagnostics: Diagnostics,
) -> None:
    from engine.language.record import Record as Read  # noqa: PLC0415 - the same
    from engine.records.office.reading import read_office_file  # noqa: PLC0415 - the same

    vocabulary = mapping.vocabulary if mapping is not None else vocabularies[rulebook.main_subject]
    reader = read_office_file(Path(file), vocabulary, mapping, others=vocabularies, encoding=encoding)
    for item in reader:
        if isinstance(item, Read):
            tables.records.append(item)
        else:
            tables.rejected.append(item)
            diagnostics.found += item.problems
    diagnostics.found += reader.notes.found


def _told_apart(records: list[Record], refused: dict[str, Place], diagnostics: Diagnostics) -> list[Record]:
    """The records whose id no other has, be it one that was refused; of several with one id nobody knows which is meant."""
    by_id: dict[str, list[Record]] = {}
    for record in records:
        by_id.setdefault(record.id, []).append(record)
    for id_, several in by_id.items():
        first = refused.get(id_, several[0].place)
        for record in several if id_ in refused else several[1:]:
            if record.place is not None:
                message = f'the id "{id_}" was given to several records; none of them is read'
                diagnostics.error("duplicate-id", message, record.place, f"the first one is at {first}")
    return [record for record in records if len(by_id[record.id]) == 1 and record.id not in refused]


def _files(source: str, rulebook: Rulebook, vocabularies: dict[str, Vocabulary], mapping: OfficeMapping | None) -> Iterable[str]:
    if source == STANDARD_INPUT:
        return [source]
    path = Path(source)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if _holds_records(file) and file.is_file())
        if not files:
            endings = ", ".join((".yaml", ".yml", ".json", ".csv", ".xlsx", *ENDINGS))
            stop(f'the folder "{source}" holds no record', f"records are files that end in {endings}")
        if any(file.suffix.lower() in _TABLES for file in files) and _is_one(path, rulebook, vocabularies, mapping):
            return [source, *(str(file) for file in files if file.suffix.lower() not in {".csv", ".tsv"})]
        return [str(file) for file in files]
    if not path.exists():
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        near = did_you_mean(path.name, beside)
        stop(f'there is no file "{source}"', near if near.startswith("did") else "")
    return [source]


def _is_one(folder: Path, rulebook: Rulebook, vocabularies: dict[str, Vocabulary], mapping: OfficeMapping | None) -> bool:
    """Whether the tables of a folder are one whole, a file for each list."""
    from engine.records.office.reading import is_one_office  # noqa: PLC0415 - the same

    return is_one_office(folder, vocabularies[rulebook.main_subject], mapping)


def _is_decidable(tree: Tree, rulebook: Rulebook, vocabularies: dict[str, Vocabulary], diagnostics: Diagnostics) -> bool:
    """Whether the rulebook decides such a record's subject. What is no subject at all is said when it is read."""
    subject = subject_of(tree, rulebook.main_subject, vocabularies, Diagnostics())
    if subject is None or subject in rulebook.subjects:
        return True
    message = f'the record is of the subject "{subject}", and {rulebook.id} does not decide about it'
    diagnostics.error("wrong-subject", message, tree.place, f"it decides about: {', '.join(rulebook.subjects)}")
    return False
