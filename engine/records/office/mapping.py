"""A mapping: what an office calls its sheets, columns and codes, bound to the facts of a vocabulary.

These are the declarations; :mod:`engine.records.office.mapping_reader` makes them from a file,
:mod:`engine.records.office.plain` from the headers of the plain layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.diagnostics import Place
    from engine.language.facts import Fact, Vocabulary
    from engine.loading.tree import Tree

MEANINGS: Final = ("true", "false", "unknown", "none", "open")
"""What a word of a cell can mean, besides a code."""


@dataclass(frozen=True, slots=True)
class Words:
    """What cells say for truth values and for what is no ordinary value: the meanings of each folded word.

    A word may be false to a truth value and none to a date: the fact's type chooses.
    """

    meanings: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """What a column is for.

    ``path`` is a fact's, for a field its list's. ``field`` is the field of a list of structures, empty else; ``item`` the
    number of the item that a column of a flat sheet tells of, counted from 1, or 0.
    """

    path: str
    fact: Fact
    field: str = ""
    item: int = 0

    def __str__(self) -> str:
        named = f"{self.path}.{self.field}" if self.field else self.path
        return f"{named} (item {self.item})" if self.item else named

    @property
    def value_fact(self) -> Fact:
        """The fact or field whose type the cells have; of a list of plain values its items'."""
        if self.field and self.fact.elements:
            return self.fact.elements[self.field]
        return self.fact.element_type or self.fact


@dataclass(frozen=True, slots=True)
class Reads:
    """How the cells of a column are read.

    ``words`` and ``codes`` (by folded word) are the column's own, ``general_words`` those of all columns; ``dates`` are the
    forms of dates (none given: those that every record may have). ``numbers_are_text`` says that a whole number in a column
    of texts stands for its figures, ``thousands`` is the mark that groups figures, ``leave_out`` what may stand beside a
    number, ``split`` the separators of items, ``empty`` what an empty cell says where the mapping knows more than the
    vocabulary.
    """

    words: Words = Words()
    general_words: Words = Words()
    codes: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    numbers_are_text: bool = False
    thousands: str = ""
    leave_out: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column. ``headers`` are its spellings, or ``letter`` says where it stands; two targets share a split cell."""

    headers: tuple[str, ...]
    targets: tuple[Target, ...]
    reads: Reads = Reads()
    letter: str = ""
    is_optional: bool = False
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One sheet. ``list_path`` is empty on the sheet of the records themselves.

    ``id_headers`` name the column of the records' ids. ``header_rows`` are the rows of headers (found by itself where there
    are none given), ``first_row`` the first row of records. ``known_empty`` are lists of which no entry means that there is
    none. ``skip_rows`` are folded words in the column of ids that mark rows which are no records.
    """

    names: tuple[str, ...]
    id_headers: tuple[str, ...]
    columns: tuple[ColumnMapping, ...]
    list_path: str = ""
    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    ignored: tuple[str, ...] = ()
    always: Mapping[str, Tree] = field(default_factory=dict)
    ids_are_figures: bool = False
    known_empty: frozenset[str] = frozenset()
    skip_rows: frozenset[str] = frozenset()
    is_optional: bool = False
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OfficeMapping:
    """All sheets of one office's file. ``encoding`` and ``delimiter`` are of separated values, empty where they are found out."""

    name: str
    vocabulary: Vocabulary
    sheets: tuple[SheetMapping, ...]
    ignored_sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    is_plain: bool = False
    place: Place | None = field(default=None, compare=False)

    @property
    def main(self) -> SheetMapping:
        """The sheet of the records themselves."""
        return next(sheet for sheet in self.sheets if not sheet.list_path)
