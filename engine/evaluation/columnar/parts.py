"""A part of a table: some of its records, also repeated, with one fact filled in. Columns are made when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.language.fact_table import Cells, ListCells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from engine.language.fact_table import FactTable, Words
    from engine.language.facts import Vocabulary


class Part:
    """What a run reads of a table, for some of its rows."""

    def __init__(
        self, whole: FactTable | Part, rows: NDArray[np.int64], filled: Mapping[str, Cells | ListCells] | None = None
    ) -> None:
        self.whole = whole
        self.rows = rows
        self.facts = _Columns(whole, rows, dict(filled or {}))

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts of the subject."""
        return self.whole.vocabulary

    @property
    def words(self) -> Words:
        """The texts of the whole table."""
        return self.whole.words

    @property
    def ids(self) -> list[str]:
        """The ids of the records."""
        ids = self.whole.ids
        return [ids[row] for row in self.rows.tolist()]

    def __len__(self) -> int:
        return len(self.rows)


class _Columns:
    """The columns of a part by path; each is taken when it is asked for."""

    def __init__(self, whole: FactTable | Part, rows: NDArray[np.int64], found: dict[str, Any]) -> None:
        self._whole = whole
        self._rows = rows
        self._found = found

    def get(self, path: str) -> Cells | ListCells | None:
        """The column of a fact; ``None`` where the table has none."""
        if path not in self._found:
            column = self._whole.facts.get(path)
            if column is None:
                self._found[path] = None
            elif isinstance(column, ListCells):
                self._found[path] = taken_list(column, self._rows)
            else:
                self._found[path] = taken_cells(column, self._rows)
        found: Cells | ListCells | None = self._found[path]
        return found


def taken_cells(cells: Cells, rows: NDArray[np.int64]) -> Cells:
    """The cells of some rows. What is presumed plays no part in deciding, and is left out."""
    return Cells(cells.values[rows], None if cells.states is None else cells.states[rows], cells.scale)


class _Fields:
    """The fields of some elements by name; each is taken when it is asked for."""

    def __init__(self, fields: Mapping[str, Cells], at: NDArray[np.int64], filled: dict[str, Cells]) -> None:
        self._fields = fields
        self._at = at
        self._found = filled

    def get(self, name: str) -> Cells | None:
        """The column of a field; ``None`` where the table has none."""
        if name not in self._found:
            cells = self._fields.get(name)
            if cells is None:
                return None
            self._found[name] = taken_cells(cells, self._at)
        return self._found[name]


def taken_list(column: ListCells, rows: NDArray[np.int64], filled: dict[str, Cells] | None = None) -> ListCells:
    """The lists of some rows; ``filled`` are fields that take the place of what was recorded."""
    lengths = np.diff(column.offsets)[rows]
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    at = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths) + np.repeat(column.offsets[:-1][rows], lengths)
    unknown = None if column.unknown is None else column.unknown[rows]
    if column.items is not None:
        return ListCells(offsets, unknown, items=taken_cells(column.items, at))
    fields: Any = _Fields(column.fields or {}, at, filled or {})
    return ListCells(offsets, unknown, fields=fields)


def filled_field(
    column: ListCells, name: str, entries: NDArray[np.int64], records: NDArray[np.int64], filling: Cells
) -> ListCells:
    """The lists of some records, each with one field of one entry filled in; ``entries`` are rows of all elements."""
    lengths = np.diff(column.offsets)[records]
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    at = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths) + np.repeat(column.offsets[:-1][records], lengths)
    cells = (column.fields or {}).get(name)
    if cells is None:
        values, states = np.zeros(len(at), filling.values.dtype), np.ones(len(at), np.uint8)
    else:
        values = cells.values[at].copy()
        states = np.zeros(len(at), np.uint8) if cells.states is None else cells.states[at].copy()
    places = offsets[:-1] + (entries - column.offsets[:-1][records])
    values[places] = filling.values
    states[places] = 0 if filling.states is None else filling.states
    return taken_list(column, records, {name: Cells(values, states)})
