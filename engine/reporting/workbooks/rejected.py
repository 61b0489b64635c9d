"""The door by which rejected rows go back to the office: a copy of what it sent, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.records.office.reading import WORKBOOKS, separated_files
from engine.records.office.separated import form_of
from engine.records.office.sheets import Sheet
from engine.reporting.workbooks.rejected_copy import write_rejected_workbook
from engine.reporting.workbooks.rejected_values import write_rejected_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def write_rejected_copy(
    source: Path, items: Iterable[Mapping[str, Any]], target: Path, *, encoding: str = "", delimiter: str = ""
) -> list[Path]:
    """Write a copy of a workbook, of a file of separated values, or of a folder of them, and return what was written.

    ``items`` are the rejections of this input, as ``rejected.ndjson`` has them. ``encoding`` and ``delimiter`` are those that a
    mapping or the user named. Of a folder, each file has a copy in the folder ``target``.

    Raises :class:`OSError` where a file cannot be read or written, :class:`ValueError` for what is no workbook, and
    :class:`~engine.language.diagnostics.InputError` where the encoding of a file cannot be found out.
    """
    told = list(items)
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        copies = [(file, target / file.name) for file in separated_files(source)]
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        copies = [(source, target)]
    for file, copy in copies:
        if file.suffix.lower() in WORKBOOKS:
            write_rejected_workbook(file, told, copy)
            continue
        known, mark, _ = form_of(file, Sheet(file.name, file.stem, lambda: iter(()), is_file=True), encoding, delimiter)
        write_rejected_values(file, told, copy, encoding=known, delimiter=mark)
    return [copy for _, copy in copies]
