"""The inputs of a chunk, read: those that fit columns, those that are decided one by one, and those that are rejected.

Whatever reads faster than :mod:`engine.records.reading` hands over what is irregular, and it is read here line by line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.batch.cutting import Documents, Lines, Stamp
from engine.batch.errors import GO_ON, BatchError, of_system
from engine.batch.identity import places_in_lines, places_of
from engine.language.diagnostics import Diagnostics, Place
from engine.loading.json_source import read_json
from engine.loading.source import MAX_SIZE
from engine.loading.tree import plain
from engine.records.columns import UnfitError, table_of
from engine.records.readers import STANDARD_INPUT, read_records_from
from engine.records.reading import RecordReader, subject_of
from engine.records.rejected import Rejected, rejected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from engine.batch.cutting import Chunk
    from engine.batch.sources import Source
    from engine.language.fact_table import FactTable
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.loading.tree import Tree

RECORDS_TOGETHER: Final = 16_000
"""Records of documents that are decided in one go."""
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_SHOWN_OF_A_LINE: Final = 2_000
"""Characters of a line too long to be a record that are kept with its rejection."""


@dataclass(slots=True)
class Portion:
    """Inputs that follow each other. Positions count the inputs of the chunk from 0.

    ``rows`` are the positions of the table's records; ``others`` the records that no column can hold; ``rejected`` what
    could not be read as one; ``places`` where each of the inputs stands (see :mod:`engine.batch.identity`), from ``first`` on.
    """

    first: int
    read: int
    table: FactTable
    rows: NDArray[np.int64]
    others: list[tuple[int, Record]]
    rejected: list[tuple[int, Rejected]]
    places: pa.Table


class Inputs:
    """Reads the inputs of chunks as records of one subject."""

    def __init__(self, subject: str, vocabularies: Mapping[str, Vocabulary]) -> None:
        self.subject = subject
        self.vocabularies = vocabularies
        self.vocabulary = vocabularies[subject]
        self.reader = RecordReader(self.vocabulary, vocabularies)

    def portions(self, chunk: Chunk) -> Iterator[Portion]:
        """The inputs of a chunk, some at a time.

        Raises :class:`BatchError` where a file is not what it was when the chunks were cut.
        """
        try:
            match chunk:
                case Lines():
                    yield self._lines(chunk)
                case Documents():
                    yield from self._documents(chunk)
        except OSError as error:
            raise of_system(error, "an input cannot be read") from error

    def raw(self, chunk: Chunk, wanted: Collection[int]) -> Mapping[int, str]:
        """What stands at some positions of a chunk, as text."""
        match chunk:
            case Lines():
                lines = enumerate(_filled(_bytes_of(chunk), chunk.first))
                return {position: line.decode("utf-8", "replace") for position, (_, line) in lines if position in wanted}
            case Documents():
                trees = enumerate(tree for source in chunk.sources for tree in _readable(source))
                return {position: _text_of(tree) for position, tree in trees if position in wanted and tree is not None}

    # -- lines -----------------------------------------------------------------------------------------------------

    def _lines(self, chunk: Lines) -> Portion:
        records: list[tuple[int, Record]] = []
        refused: list[tuple[int, Rejected]] = []
        numbers: list[int] = []
        for position, (number, line) in enumerate(_filled(_bytes_of(chunk), chunk.first)):
            numbers.append(number)
            record = self._line(line, chunk.source.shown, number)
            if isinstance(record, Rejected):
                refused.append((position, record))
            else:
                records.append((position, record))
        places = places_in_lines(chunk.source.shown, np.array(numbers, np.int64))
        return self._portion(0, len(numbers), records, refused, places)

    def _line(self, line: bytes, file: str, number: int) -> Record | Rejected:
        """The record in a line, or its rejection."""
        diagnostics = Diagnostics()
        if len(line) > MAX_SIZE:
            diagnostics.error("too-large", f"the line is longer than {MAX_SIZE >> 20} MiB", Place(file, number))
            return rejected(file, diagnostics.found, raw=line[:_SHOWN_OF_A_LINE].decode("utf-8", "replace"))
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode()) + 1
            message = f"the line is not UTF-8: its byte {error.start + 1} is 0x{line[error.start]:02X}"
            diagnostics.error("encoding", message, Place(file, number, column), "save the file as UTF-8")
            return rejected(file, diagnostics.found, raw=line.decode("utf-8", "replace"))
        tree = read_json(text, file, diagnostics)
        record = self._record(tree, diagnostics) if tree is not None and not diagnostics.found else None
        if record is None:
            found = [replace(finding, place=_in_line(finding.place, file, number)) for finding in diagnostics.found]
            return rejected(file, found, raw=text.rstrip("\r"))
        return record

    # -- documents -------------------------------------------------------------------------------------------------

    def _documents(self, chunk: Documents) -> Iterator[Portion]:
        records: list[tuple[int, Record]] = []
        refused: list[tuple[int, Rejected]] = []
        places: list[Place] = []
        first = position = 0
        for source, stamp in zip(chunk.sources, chunk.stamps, strict=True):
            _must_be_as_it_was(source, stamp)
            for record, place in self._document(source):
                if chunk.most is not None and position >= chunk.most:
                    break
                if isinstance(record, Rejected):
                    refused.append((position, record))
                else:
                    records.append((position, record))
                places.append(place)
                position += 1
                if len(places) == RECORDS_TOGETHER:
                    yield self._portion(first, len(places), records, refused, places_of(places))
                    records, refused, places, first = [], [], [], position
        yield self._portion(first, len(places), records, refused, places_of(places))

    def _document(self, source: Source) -> Iterator[tuple[Record | Rejected, Place]]:
        """Every record of a document, or its rejection; a document that cannot be read is one input."""
        diagnostics = Diagnostics()
        shown = source.shown
        trees = _trees(source, diagnostics)
        if diagnostics.errors:  # what was read of a faulty file (a key given twice) is not what it says
            text = source.path.read_bytes()[:MAX_SIZE].decode("utf-8", "replace")
            yield rejected(shown, diagnostics.found, raw=text), Place(shown)
            return
        for tree in trees:
            found = Diagnostics()
            record = self._record(tree, found)
            yield (rejected(shown, found.found, raw=_text_of(tree)) if record is None else record), tree.place

    # -- both ------------------------------------------------------------------------------------------------------

    def _record(self, tree: Tree, diagnostics: Diagnostics) -> Record | None:
        subject = subject_of(tree, self.subject, self.vocabularies, diagnostics)
        if subject is None:
            return None
        if subject != self.subject:
            message = f'the record is of the subject "{subject}"; this batch is about "{self.subject}"'
            diagnostics.error("wrong-subject", message, tree.place, f"make another batch of them, with --subject {subject}")
            return None
        return self.reader.read(tree, diagnostics)

    def _portion(
        self,
        first: int,
        read: int,
        records: list[tuple[int, Record]],
        refused: list[tuple[int, Rejected]],
        places: pa.Table,
    ) -> Portion:
        table, regular, others = in_columns(records, self.vocabulary)
        return Portion(first, read, table, regular, others, refused, places)


def in_columns(
    records: Sequence[tuple[int, Record]], vocabulary: Vocabulary
) -> tuple[FactTable, NDArray[np.int64], list[tuple[int, Record]]]:
    """Records as a table with their positions; and those of which some value has no room in a column."""
    try:
        return _table(records, vocabulary), _positions(records), []
    except UnfitError:
        fit: list[tuple[int, Record]] = []
        others: list[tuple[int, Record]] = []
        for position, record in records:
            (fit if _fits(record, vocabulary) else others).append((position, record))
    try:
        return _table(fit, vocabulary), _positions(fit), others
    except UnfitError:  # each fits by itself, and not all at one scale
        return _table([], vocabulary), _positions([]), list(records)


def _table(records: Sequence[tuple[int, Record]], vocabulary: Vocabulary) -> FactTable:
    return table_of([record for _, record in records], vocabulary)


def _positions(records: Sequence[tuple[int, Record]]) -> NDArray[np.int64]:
    return np.array([position for position, _ in records], np.int64)


def _fits(record: Record, vocabulary: Vocabulary) -> bool:
    try:
        table_of([record], vocabulary)
    except UnfitError:
        return False
    return True


def _text_of(tree: Tree) -> str:
    """A record of a document, as JSON."""
    return json.dumps(plain(tree), ensure_ascii=False, default=str)


def _readable(source: Source) -> list[Tree] | list[None]:
    """The records of a document; one that cannot be read is one input, of which there is none."""
    diagnostics = Diagnostics()
    trees = _trees(source, diagnostics)
    return [None] if diagnostics.errors else trees


def _trees(source: Source, diagnostics: Diagnostics) -> list[Tree]:
    if source.shown != STANDARD_INPUT:
        return read_records_from(source.path, diagnostics)
    with source.path.open("rb") as stream:
        return read_records_from(STANDARD_INPUT, diagnostics, stream)


def _in_line(place: Place, file: str, number: int) -> Place:
    return Place(file, number, place.column)


def _filled(content: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    if first == 1:
        content = content.removeprefix(_BYTE_ORDER_MARK)
    for number, line in enumerate(content.split(b"\n"), start=first):
        if line.strip():
            yield number, line


def _bytes_of(chunk: Lines) -> bytes:
    _must_be_as_it_was(chunk.source, chunk.stamp)
    with chunk.source.path.open("rb") as file:
        file.seek(chunk.start)
        content = file.read(chunk.end - chunk.start)
    _must_be_as_it_was(chunk.source, chunk.stamp)
    return content


def _must_be_as_it_was(source: Source, stamp: Stamp) -> None:
    if Stamp.of(source.path) != stamp:
        raise BatchError(f"{source.shown} was changed while it was read", f"leave it as it is; {GO_ON}")
