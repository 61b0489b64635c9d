"""Why inputs were rejected, by the rows and cells of the table that they stood in: what the copy for the office shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from openpyxl.utils import column_index_from_string

from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.look import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PATH: Final = re.compile(r"(?=[^ ]*[._\[])[a-z]\w*(?:\.\w+|\[\d+\])*: ")
"""The path of a fact at the beginning of a message; a single word there may be what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told: of which column (0 for the whole row), under which header, and what."""

    text: str
    column: int = 0
    header: str = ""

    def under(self, labels: Mapping[int, str]) -> str:
        """What is told, with the column by its label where it has one: the staff knows labels, and not paths."""
        label = labels.get(self.column) or " ".join(self.header.split())
        if not label:
            return self.text
        path = _PATH.match(self.text)
        return f"{label}: {self.text[path.end() :] if path else self.text}"


@dataclass(slots=True)
class SheetReasons:
    """What is wrong in one sheet: in its cells (by row and column, counted from 1), in its rows, and in all of it.

    ``led_here`` are rows in order of which nothing is wrong, but which belong to a record that was rejected; they say where
    to look. ``headers`` are the texts at the tops of columns, as far as the rejections tell them.
    """

    cells: dict[tuple[int, int], list[Told]] = field(default_factory=dict)
    rows: dict[int, list[Told]] = field(default_factory=dict)
    whole: list[Told] = field(default_factory=list)
    led_here: dict[int, list[Told]] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)

    def of_row(self, row: int, labels: Mapping[int, str]) -> list[str]:
        """All that a row is told, each once. ``labels`` are those of the columns."""
        return told_under(labels, [*self.rows.get(row, ()), *self.led_here.get(row, ())])


def told_under(labels: Mapping[int, str], told: Iterable[Told]) -> list[str]:
    """The texts of what is told, each once."""
    return list(dict.fromkeys(one.under(labels) for one in told))


def reasons_by_table(items: Iterable[Mapping[str, Any]]) -> dict[str, SheetReasons]:
    """The rejections of one input, as ``rejected.ndjson`` has them, by the name of the sheet; of the file where it is one."""
    found: dict[str, SheetReasons] = {}
    for item in items:
        places: dict[tuple[str, int], None] = {}
        for problem in item["problems"]:
            sheet, row = _table(problem, item), problem.get("row") or problem.get("line") or 0
            reasons = found.setdefault(sheet, SheetReasons())
            letters, header = problem.get("column"), str(problem.get("header") or "")
            column = column_index_from_string(letters) if isinstance(letters, str) and letters else 0
            help_text = f" ({problem['help']})" if problem.get("help") else ""
            told = Told(f"{problem['reason']}{help_text}", column, header)
            if not row:
                _add(reasons.whole, told)
                continue
            places[sheet, row] = None
            if header:
                reasons.headers.add(header)
            _add(reasons.rows.setdefault(row, []), told)
            if column:
                _add(reasons.cells.setdefault((row, column), []), told)
        _lead(item, places, found)
    return found


def _lead(item: Mapping[str, Any], places: Mapping[tuple[str, int], None], found: dict[str, SheetReasons]) -> None:
    """Tell the other rows of a rejected record where the fault is."""
    raw = item.get("raw")
    for one in raw if isinstance(raw, list) else ():
        sheet, row = _table(one, item), one["row"]
        reasons = found.setdefault(sheet, SheetReasons())
        reasons.headers |= set(one["cells"])
        if (sheet, row) in places:
            continue
        for other, number in places:
            key = "rejected.see_row" if other == sheet else "rejected.see_sheet"
            slots = {"row": number} if other == sheet else {"row": number, "sheet": other}
            text = in_languages(shipped_phrases().say(key, **slots), "both", " / ")
            _add(reasons.led_here.setdefault(row, []), Told(text))


def _table(one: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    return str(one.get("sheet") or PurePath(one.get("file") or item["file"]).name)


def _add(to: list[Told], told: Told) -> None:
    if told not in to:
        to.append(told)
