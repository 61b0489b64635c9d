"""The door by which workbooks and files of separated values come in: ``.xlsx``, ``.csv``, and folders of ``.csv``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import CellPlace, Diagnostic, Diagnostics, InputError
from engine.language.record import Record
from engine.records.office.joining import OfficeReader
from engine.records.office.plain import Names, plain_mapping
from engine.records.office.separated import ENDINGS, read_separated
from engine.records.office.sheets import Tables, folded_header
from engine.records.office.workbook import NoWorkbookError, read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.language.facts import Vocabulary
    from engine.records.office.mapping import OfficeMapping
    from engine.records.rejected import Rejected

WORKBOOKS: Final = (".xlsx", ".xlsm")
OFFICE_ENDINGS: Final = frozenset({*WORKBOOKS, *ENDINGS} - {".txt"})
"""Endings of files that are read here."""
_NO_OTHERS: Final[Mapping[str, Vocabulary]] = MappingProxyType({})


def read_office_file(
    path: Path,
    vocabulary: Vocabulary,
    mapping: OfficeMapping | None = None,
    *,
    shown_as: str = "",
    others: Mapping[str, Vocabulary] = _NO_OTHERS,
    encoding: str = "",
) -> OfficeReader:
    """What a file, or a folder of files of separated values, holds: iterate over it for :class:`Record` and :class:`Rejected`.

    Without a ``mapping`` the headers must be paths of facts or their labels. ``others`` are the vocabularies of other
    subjects, for messages. The reader's ``notes`` are complete when the iteration is.

    Raises :class:`InputError` where the file cannot be opened, or its tables cannot be bound to the facts.
    """
    shown = shown_as or str(path)
    tables = read_tables(path, shown, encoding or (mapping.encoding if mapping else ""), mapping.delimiter if mapping else "")
    told = Diagnostics()
    for code, message, help_text in tables.notes:
        told.warning(code, message, tables.place(), help_text)
    chosen = mapping if mapping is not None else plain_mapping(tables, vocabulary, told)
    if chosen is None:
        raise InputError(told.in_order())
    reader = OfficeReader(tables, chosen, others)
    reader.tell_first(told.found)
    return reader


def read_all(
    path: Path, vocabulary: Vocabulary, mapping: OfficeMapping | None = None, *, shown_as: str = "", encoding: str = ""
) -> tuple[list[Record], list[Rejected], list[Diagnostic]]:
    """All of it at once: the records, what was rejected, and the notes. Raises as :func:`read_office_file`."""
    reader = read_office_file(path, vocabulary, mapping, shown_as=shown_as, encoding=encoding)
    records: list[Record] = []
    refused: list[Rejected] = []
    for item in reader:
        if isinstance(item, Record):
            records.append(item)
        else:
            refused.append(item)
    return records, refused, reader.notes.in_order()


def read_tables(path: Path, shown: str, encoding: str = "", delimiter: str = "") -> Tables:
    """The tables of a workbook, of a file of separated values, or of a folder of them. Raises :class:`InputError`."""
    try:
        if path.is_dir():
            return _folder(path, shown, encoding, delimiter)
        if path.suffix.lower() in WORKBOOKS:
            return read_workbook(path, shown)
        return read_separated(path, shown, path.stem, encoding, delimiter)
    except NoWorkbookError as error:
        raise InputError(
            [Diagnostic("no-workbook", f"the workbook cannot be read: {error}", CellPlace(shown, 0, 0), error.help)]
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([Diagnostic("unreadable-file", f"the file cannot be read: {reason}", CellPlace(shown, 0, 0))]) from error


def _folder(path: Path, shown: str, encoding: str, delimiter: str) -> Tables:
    files = separated_files(path)
    found = [read_separated(file, f"{shown}/{file.name}", file.stem, encoding, delimiter) for file in files]
    notes = tuple((code, f"{tables.file}: {message}", way_out) for tables in found for code, message, way_out in tables.notes)
    return Tables(shown, tuple(sheet for tables in found for sheet in tables.sheets), notes)


def separated_files(folder: Path) -> list[Path]:
    """The files of separated values in a folder, by name."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in OFFICE_ENDINGS - set(WORKBOOKS) and file.is_file())


def is_one_office(folder: Path, vocabulary: Vocabulary, mapping: OfficeMapping | None) -> bool:
    """Whether the files of a folder are the sheets of one whole: as a mapping says, or since one is named like a list."""
    names = [folded_header(file.stem) for file in separated_files(folder)]
    if mapping is not None:
        declared = {folded_header(name) for sheet in mapping.sheets for name in sheet.names if sheet.list_path}
        return any(name in declared for name in names)
    lists = Names(vocabulary).lists
    return any(name in lists for name in names)
