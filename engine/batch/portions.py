"""The inputs of a chunk, read: those that fit columns, those that are decided one by one, and those that are rejected.

Lines and rows are read together where they are regular, and one by one where they are not; documents and the tables of an
office one by one. Both ways end in the same records.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.batch.cutting import Documents, Lines, Rows, Stamp
from engine.batch.errors import GO_ON, BatchError, of_system
from engine.batch.identity import places_in_lines, places_in_rows, places_of
from engine.batch.sources import STANDARD_INPUT, Kind
from engine.evaluation.judgment import plain_value
from engine.language.diagnostics import Diagnostics, Place
from engine.language.record import Record
from engine.loading.source import MAX_SIZE
from engine.loading.tree import Mapping as Tree_
from engine.loading.tree import Scalar, plain
from engine.records.arrow.batches import BatchReader
from engine.records.arrow.parquet import ParquetRows
from engine.records.columns import UnfitError, table_of
from engine.records.readers import read_records_from
from engine.records.reading import RecordReader, subject_of
from engine.records.rejected import Rejected, rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from engine.batch.cutting import Chunk
    from engine.batch.sources import Source
    from engine.language.diagnostics import Diagnostic
    from engine.language.fact_table import FactTable
    from engine.language.facts import Vocabulary
    from engine.loading.tree import Tree
    from engine.records.arrow.batches import LinesRead, RowsRead
    from engine.records.office.joining import OfficeReader
    from engine.records.office.mapping import OfficeMapping

RECORDS_TOGETHER: Final = 16_000
"""Records of documents that are decided in one go."""
_LONGEST_RAW: Final = 64 << 10
"""Characters of an input that are kept with its rejection; longer ones are found at their place."""


@dataclass(slots=True)
class Portion:
    """Inputs that follow each other. Positions count the inputs of the chunk from 0.

    ``tables`` are the records in columns, each with the positions of its rows; ``others`` the records that no column can
    hold; ``rejected`` what could not be read as one; ``places`` where each of the inputs stands (see
    :mod:`engine.batch.identity`), from ``first`` on; ``notes`` what was found that keeps nothing from being read.
    """

    first: int
    read: int
    tables: list[tuple[FactTable, NDArray[np.int64]]]
    others: list[tuple[int, Record]]
    rejected: list[tuple[int, Rejected]]
    places: pa.Table
    notes: tuple[Diagnostic, ...] = ()


class Inputs:
    """Reads the inputs of chunks as records of one subject.

    ``mapping`` says what the columns of an office's tables are, ``encoding`` how their letters are written, where that is not
    found out. ``needed`` are the facts that get a column in what is read together; all of them unless said.
    """

    def __init__(
        self,
        subject: str,
        vocabularies: Mapping[str, Vocabulary],
        mapping: OfficeMapping | None = None,
        encoding: str = "",
        needed: Collection[str] | None = None,
    ) -> None:
        self.subject = subject
        self.vocabularies = vocabularies
        self.vocabulary = vocabularies[subject]
        self.mapping = mapping
        self.encoding = encoding
        self.reader = RecordReader(self.vocabulary, vocabularies)
        self._together = BatchReader(self.vocabulary, needed)
        self._parquet = ParquetRows()

    # -- what there is ---------------------------------------------------------------------------------------------

    def is_whole(self, folder: Path) -> bool:
        """Whether the files of separated values in a folder are the tables of one whole."""
        from engine.records.office.reading import is_one_office  # noqa: PLC0415 - most batches have no tables

        return is_one_office(folder, self.vocabulary, self.mapping)

    def count(self, source: Source) -> int:
        """The inputs of a document or table; a document that cannot be read is one.

        Raises :class:`InputError` where a table cannot be bound to the facts.
        """
        match source.kind:
            case Kind.TABLE:
                return len(self._office(source))
            case Kind.DOCUMENT:
                return max(1, len(_trees(source, Diagnostics())))
            case _:
                return 0

    def portions(self, chunk: Chunk) -> Iterator[Portion]:
        """The inputs of a chunk, some at a time.

        Raises :class:`BatchError` where a file is not what it was when the chunks were cut.
        """
        try:
            match chunk:
                case Lines():
                    yield self._portion_of(self._lines(chunk), chunk.source.shown, places_in_lines)
                case Rows():
                    yield self._portion_of(self._rows(chunk), chunk.source.shown, places_in_rows)
                case Documents():
                    yield from self._documents(chunk)
        except pa.ArrowException as error:
            raise BatchError(f"an input cannot be read: {error}") from error
        except OSError as error:
            raise of_system(error, "an input cannot be read") from error

    def raw(self, chunk: Chunk, wanted: Collection[int]) -> Mapping[int, str]:
        """What stands at some positions of a chunk, as text."""
        match chunk:
            case Lines() | Rows():
                found = self._lines(chunk) if isinstance(chunk, Lines) else self._rows(chunk)
                return {position: _cut(found.raw(position)) for position in wanted}
            case Documents():
                items = enumerate(item for source in chunk.sources for item, _ in self._items(source, Diagnostics()))
                return {at: _text_of_record(item) for at, item in items if at in wanted and isinstance(item, Record)}

    # -- lines and rows, together ----------------------------------------------------------------------------------

    def _lines(self, chunk: Lines) -> LinesRead:
        _must_be_as_it_was(chunk.source, chunk.stamp)
        with chunk.source.path.open("rb") as file:
            file.seek(chunk.start)
            content = file.read(chunk.end - chunk.start)
        _must_be_as_it_was(chunk.source, chunk.stamp)
        return self._together.read_lines(content, chunk.source.shown, chunk.first)

    def _rows(self, chunk: Rows) -> RowsRead:
        _must_be_as_it_was(chunk.source, chunk.stamp)
        table = self._parquet.read(str(chunk.source.path), chunk.start, chunk.end)
        return self._together.read_table(table, chunk.source.shown, chunk.start + 1)

    def portion_of_rows(self, table: pa.Table, file: str, first: int) -> Portion:
        """The rows of a table that somebody else has read; ``first`` is the number of its first row in the file, from 0."""
        return self._portion_of(self._together.read_table(table, file, first + 1), file, places_in_rows)

    def raw_rows(self, table: pa.Table, file: str, first: int) -> list[str]:
        """What stands in such rows, as text."""
        found = self._together.read_table(table, file, first + 1)
        return [_cut(found.raw(position)) for position in range(len(found))]

    def _portion_of(
        self, found: LinesRead | RowsRead, file: str, places_of_numbers: Callable[[str, NDArray[np.int64]], pa.Table]
    ) -> Portion:
        """What was read together, and the rest of it one by one."""
        records: list[tuple[int, Record]] = []
        refused: list[tuple[int, Rejected]] = []
        for position in found.irregular.tolist():
            diagnostics = Diagnostics()
            tree = found.tree(position, diagnostics)
            record = self._record(tree, diagnostics) if tree is not None and not diagnostics.errors else None
            if record is not None:
                records.append((position, record))
                continue
            refused.append((position, rejected(file, diagnostics.found, self._id_in(tree), raw=_cut(found.raw(position)))))
        more, others = in_columns(records, self.vocabulary)
        tables = [(found.table, found.rows), *more]
        return Portion(0, len(found), tables, others, refused, places_of_numbers(file, found.numbers))

    # -- documents and tables --------------------------------------------------------------------------------------

    def _documents(self, chunk: Documents) -> Iterator[Portion]:
        records: list[tuple[int, Record]] = []
        refused: list[tuple[int, Rejected]] = []
        places: list[Place] = []
        notes = Diagnostics()
        first = position = 0
        for source, stamp in zip(chunk.sources, chunk.stamps, strict=True):
            _must_be_as_it_was(source, stamp)
            for item, place in self._items(source, notes):
                if chunk.most is not None and position >= chunk.most:
                    break
                if isinstance(item, Rejected):
                    refused.append((position, item))
                else:
                    records.append((position, item))
                places.append(place)
                position += 1
                if len(places) == RECORDS_TOGETHER:
                    yield self._portion(first, records, refused, places, notes)
                    records, refused, places, notes, first = [], [], [], Diagnostics(), position
            _must_be_as_it_was(source, stamp)
        yield self._portion(first, records, refused, places, notes)

    def _portion(
        self,
        first: int,
        records: list[tuple[int, Record]],
        refused: list[tuple[int, Rejected]],
        places: Sequence[Place],
        notes: Diagnostics,
    ) -> Portion:
        tables, others = in_columns(records, self.vocabulary)
        return Portion(first, len(places), tables, others, refused, places_of(places), tuple(notes.in_order()))

    def _items(self, source: Source, notes: Diagnostics) -> Iterator[tuple[Record | Rejected, Place]]:
        """Every record of a document or table, or its rejection, with its place; notes are added when all were read."""
        if source.kind is not Kind.TABLE:
            yield from self._document(source)
            return
        reader = self._office(source)
        for item in reader:
            yield item, (item.first.place if isinstance(item, Rejected) else item.place) or Place(source.shown)
        notes.found += reader.notes.found

    def _office(self, source: Source) -> OfficeReader:
        from engine.records.office.reading import read_office_file  # noqa: PLC0415 - most batches have no tables

        vocabulary = self.mapping.vocabulary if self.mapping is not None else self.vocabulary
        return read_office_file(
            source.path, vocabulary, self.mapping, shown_as=source.shown, others=self.vocabularies, encoding=self.encoding
        )

    def _document(self, source: Source) -> Iterator[tuple[Record | Rejected, Place]]:
        """Every record of a document, or its rejection; a document that cannot be read is one input."""
        diagnostics = Diagnostics()
        shown = source.shown
        trees = _trees(source, diagnostics)
        if diagnostics.errors:  # what was read of a faulty file (a key given twice) is not what it says
            with source.path.open("rb") as file:
                text = file.read(MAX_SIZE).decode("utf-8", "replace")
            yield rejected(shown, diagnostics.found, raw=_cut(text)), Place(shown)
            return
        for tree in trees:
            found = Diagnostics()
            record = self._record(tree, found)
            if record is None:
                yield rejected(shown, found.found, self._id_in(tree), raw=_cut(_text_of(tree))), tree.place
            else:
                yield record, tree.place

    # -- one record ------------------------------------------------------------------------------------------------

    def _record(self, tree: Tree, diagnostics: Diagnostics) -> Record | None:
        subject = subject_of(tree, self.subject, self.vocabularies, diagnostics)
        if subject is None:
            return None
        if subject != self.subject:
            message = f'the record is of the subject "{subject}"; this batch is about "{self.subject}"'
            diagnostics.error("wrong-subject", message, tree.place, f"make another batch of them, with --subject {subject}")
            return None
        return self.reader.read(tree, diagnostics)

    def _id_in(self, tree: Tree | None) -> str:
        """The id that a record claims which could not be read; empty where it is of another subject, or says none."""
        if not isinstance(tree, Tree_) or subject_of(tree, self.subject, self.vocabularies, Diagnostics()) != self.subject:
            return ""
        scalar = tree.get(self.reader.identifier)
        return scalar.value if isinstance(scalar, Scalar) and isinstance(scalar.value, str) else ""


def in_columns(
    records: Sequence[tuple[int, Record]], vocabulary: Vocabulary
) -> tuple[list[tuple[FactTable, NDArray[np.int64]]], list[tuple[int, Record]]]:
    """Records as a table with their positions, where there are any; and those of which some value has no room in a column."""
    if not records:
        return [], []
    try:
        return [_table(records, vocabulary)], []
    except UnfitError:
        fit: list[tuple[int, Record]] = []
        others: list[tuple[int, Record]] = []
        for position, record in records:
            (fit if _fits(record, vocabulary) else others).append((position, record))
    try:
        return [_table(fit, vocabulary)] if fit else [], others
    except UnfitError:  # each fits by itself, and not all at one scale
        return [], list(records)


def _table(records: Sequence[tuple[int, Record]], vocabulary: Vocabulary) -> tuple[FactTable, NDArray[np.int64]]:
    positions = np.array([position for position, _ in records], np.int64)
    return table_of([record for _, record in records], vocabulary), positions


def _fits(record: Record, vocabulary: Vocabulary) -> bool:
    try:
        table_of([record], vocabulary)
    except UnfitError:
        return False
    return True


def _trees(source: Source, diagnostics: Diagnostics) -> list[Tree]:
    if source.shown != STANDARD_INPUT:
        return read_records_from(source.path, diagnostics)
    with source.path.open("rb") as stream:
        return read_records_from(STANDARD_INPUT, diagnostics, stream)


def _text_of(tree: Tree) -> str:
    """A record of a document, as JSON."""
    return json.dumps(plain(tree), ensure_ascii=False, default=str)


def _text_of_record(record: Record) -> str:
    """The facts that a record says, as JSON."""
    said: dict[str, Any] = {path: plain_value(value) for path, value in record.facts.items() if path not in record.presumed}
    return _cut(json.dumps(said, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_RAW else f"{text[:_LONGEST_RAW]}…"


def _must_be_as_it_was(source: Source, stamp: Stamp) -> None:
    if Stamp.of(source.path) != stamp:
        raise BatchError(f"{source.shown} was changed while it was read", f"leave it as it is; {GO_ON}")
