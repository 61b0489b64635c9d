"""Inputs that were not read as records: what stood there, where, and why it was refused.

An input is what one record would have been: a person's rows in all sheets of a workbook together, one line of a file of
lines, one file that cannot be opened. Whatever is read is either decided or rejected, so that nobody is lost between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from engine.language.diagnostics import CellPlace, Severity, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.diagnostics import Diagnostic, Place

REASON_HEADER: Final = "退回原因 Why rejected"
"""The header of the column with the reasons in the copy that goes back to the office; reading a table skips it."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stood in a table: ``cells`` are the texts of the filled cells by header."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One input that was refused.

    ``problems`` are all that were found, errors first, at least one. ``id`` is the record's where it is known, else empty.
    ``rows`` is what stood there in tables, ``raw`` the text of other inputs.
    """

    file: str
    problems: tuple[Diagnostic, ...]
    id: str = ""
    rows: tuple[RawRow, ...] = field(default=())
    raw: str = ""

    @property
    def first(self) -> Diagnostic:
        """The problem that is told where there is room for one."""
        return self.problems[0]

    def as_json(self) -> dict[str, Any]:
        """The line of ``rejected.ndjson``: the first problem's place and reason, all problems, and what stood there."""
        return {
            "id": self.id or None,
            **_place_as_json(self.first.place, self.file),
            "code": self.first.code,
            "reason": self.first.message,
            "problems": [_problem_as_json(problem, self.file) for problem in self.problems],
            "raw": [_row_as_json(row, self.file) for row in self.rows] if self.rows else self.raw,
        }


def rejected(file: str, found: Iterable[Diagnostic], id_: str = "", rows: Iterable[RawRow] = (), raw: str = "") -> Rejected:
    """An input refused for what was found about it; warnings come after the errors."""
    problems = sorted(dict.fromkeys(found), key=lambda problem: (problem.severity is not Severity.ERROR, problem.place))
    return Rejected(file, tuple(problems), id_, tuple(rows), raw)


def _row_as_json(row: RawRow, file: str) -> dict[str, Any]:
    """A row with its sheet, or with its file where an input has several."""
    place = {"file": row.file} if row.file != file else {}
    return {**place, "sheet": row.sheet or None, "row": row.row, "cells": dict(row.cells)}


def _problem_as_json(problem: Diagnostic, file: str) -> dict[str, Any]:
    return {
        **_place_as_json(problem.place, file),
        "code": problem.code,
        "reason": problem.message,
        **({"help": problem.help} if problem.help else {}),
    }


def _place_as_json(place: Place, file: str) -> dict[str, Any]:
    """Cells by sheet, row and column's letters and header; texts by line and column."""
    if not isinstance(place, CellPlace):
        return {"file": place.file or file, "line": place.line, "column": place.column}
    return {
        "file": place.file or file,
        "sheet": place.sheet or None,
        "row": place.line or None,
        "column": letters_of(place.column) or None,
        "header": place.header or None,
    }
