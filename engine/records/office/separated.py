"""Files of separated values (``.csv``, ``.tsv``) as tables: in which encoding, and with which mark between the values."""

from __future__ import annotations

import codecs
import csv
import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostic, InputError
from engine.records.office.sheets import Sheet, Tables, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.records.office.sheets import Row

DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""The marks between values, by the names that a mapping gives them."""
ENDINGS: Final = (".csv", ".tsv", ".txt")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 20
_SAID: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SELDOM: Final = 0.2
"""The share of seldom characters of Big5 above which a text was probably written in another encoding."""
_CHOOSE: Final = (
    "say which with --encoding NAME, or `encoding:` in the mapping: utf-8, big5, big5hkscs, gb18030, shift_jis, latin-1"
)


def read_separated(path: Path, shown_as: str, name: str = "", encoding: str = "", delimiter: str = "") -> Tables:
    """The one table of a file. ``encoding`` and ``delimiter`` (the mark itself) are found out unless given.

    Raises :class:`InputError` where they cannot be, and :class:`OSError` for what cannot be opened.
    """
    sheet = Sheet(shown_as, name, lambda: iter(()), is_file=True)
    chosen, mark, notes = form_of(path, sheet, encoding, delimiter)
    rows = partial(_rows, path, chosen, mark, sheet)
    return Tables(shown_as, (Sheet(shown_as, name, rows, is_file=True),), tuple(notes))


def form_of(path: Path, sheet: Sheet, encoding: str = "", delimiter: str = "") -> tuple[str, str, list[tuple[str, str, str]]]:
    """The encoding and the delimiter of a file as far as they are not given, and what is to be said about that.

    ``sheet`` is the table in whose name it is said. Raises :class:`InputError` where they cannot be found out.
    """
    notes: list[tuple[str, str, str]] = []
    chosen = encoding or _encoding_of(path, sheet, notes)
    return chosen, delimiter or _delimiter_of(path, chosen, sheet), notes


def _encoding_of(path: Path, sheet: Sheet, notes: list[tuple[str, str, str]]) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, encoding, called in _MARKS:
        if head.startswith(mark):
            notes.append(("encoding", f"read as {called}", ""))
            return encoding
    fault = _fault(path, "utf-8")
    if fault is None:
        return "utf-8"
    if _fault(path, "cp950") is not None:
        message = f"the file is neither UTF-8 nor Big5: byte {fault + 1} fits neither"
        raise _refusal("encoding", message, sheet, _CHOOSE)
    if _share_of_seldom(path) > _SELDOM:
        message = "the file is not UTF-8, and read as Big5 it would consist of seldom characters: it is probably neither"
        raise _refusal("encoding", message, sheet, _CHOOSE)
    notes.append(
        ("encoding", "read as Big5 (CP950): the file is not UTF-8", "say it otherwise with --encoding NAME if that is wrong")
    )
    return "cp950"


def _fault(path: Path, encoding: str) -> int | None:
    """The offset of the first byte that does not fit an encoding; ``None`` where all do."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    at = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return at + error.start
            at += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return at
    return None


def _share_of_seldom(path: Path) -> float:
    """Of the characters of two bytes, the share that lies outside Big5's common ones (and its signs)."""
    common = seldom = 0
    with path.open("rb") as stream:
        content = stream.read(_BLOCK)
    at = 0
    while at < len(content):
        if content[at] < 0x80:  # noqa: PLR2004 - ASCII
            at += 1
            continue
        if content[at] <= 0xC6:  # noqa: PLR2004 - the last lead byte of Big5's first plane
            common += 1
        else:
            seldom += 1
        at += 2
    return seldom / max(1, common + seldom)


def _delimiter_of(path: Path, encoding: str, sheet: Sheet) -> str:
    """The mark by which the first rows all have as many values, else the one in the first row; a comma for a single column."""
    with path.open(encoding=encoding, newline="") as stream:
        said = _SAID.match(stream.read(8))
    if said:
        return said[1]
    even: list[str] = []
    uneven: list[str] = []
    in_headers: list[str] = []
    for mark in DELIMITERS.values():
        try:
            widths = [len(row) for _, row in islice(_values(path, encoding, mark, sheet), _SAMPLE) if row]
        except InputError:
            continue
        if widths and max(widths) > 1:
            (even if len(set(widths)) == 1 else uneven).append(mark)
            in_headers += [mark] if widths[0] > 1 else []
    candidates = even or [mark for mark in uneven if mark in in_headers] or uneven
    if len(candidates) > 1:
        shown = " or ".join(name for name, mark in DELIMITERS.items() if mark in candidates)
        help_text = "say which in the mapping, such as `delimiter: semicolon`"
        raise _refusal("delimiter", f"the values can be set apart by {shown}", sheet, help_text)
    return candidates[0] if candidates else ","


def _values(path: Path, encoding: str, mark: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows by number as texts; the note by which Excel is told the mark is none."""
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as stream:
            for number, row in enumerate(csv.reader(stream, delimiter=mark, strict=True), start=1):
                if number == 1 and len(row) <= 2 and "".join(row).casefold().startswith("sep="):  # noqa: PLR2004 - `sep=` and the mark
                    continue
                yield number, row
    except csv.Error as error:
        help_text = "look for a quotation mark that is not closed; a value with marks in it stands between quotation marks"
        raise _refusal("no-csv", f"the row cannot be read: {error}", sheet, help_text, number + 1) from error
    except UnicodeError as error:
        raise _refusal("encoding", f"the file is not {encoding}: {error}", sheet, _CHOOSE, number + 1) from error
    except LookupError as error:
        raise _refusal("encoding", f'there is no encoding "{encoding}"', sheet, _CHOOSE) from error


def _rows(path: Path, encoding: str, mark: str, sheet: Sheet) -> Iterator[Row]:
    for number, values in _values(path, encoding, mark, sheet):
        yield number, [text_cell(value) for value in values]


def _refusal(code: str, message: str, sheet: Sheet, help_text: str, row: int = 0) -> InputError:
    return InputError([Diagnostic(code, message, sheet.place(row), help_text)])
