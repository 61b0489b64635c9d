"""Why inputs were rejected, by the rows and cells of the table that they stood in: what the copy for the office shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from openpyxl.utils import column_index_from_string

from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.look import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class SheetReasons:
    """What is wrong in one sheet: in its cells (by row and column, counted from 1), in its rows, and in all of it.

    ``led_here`` are rows in order of which nothing is wrong, but which belong to a record that was rejected; they say where
    to look. ``headers`` are the texts at the tops of columns, as far as the rejections tell them.
    """

    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    led_here: dict[int, list[str]] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)

    def of_row(self, row: int) -> list[str]:
        """All that a row is told, each once."""
        return list(dict.fromkeys([*self.rows.get(row, ()), *self.led_here.get(row, ())]))


def reasons_by_table(items: Iterable[Mapping[str, Any]]) -> dict[str, SheetReasons]:
    """The rejections of one input, as ``rejected.ndjson`` has them, by the name of the sheet; of the file where it is one."""
    found: dict[str, SheetReasons] = {}
    for item in items:
        places: dict[tuple[str, int], None] = {}
        for problem in item["problems"]:
            sheet, row = _table(problem, item), problem.get("row") or problem.get("line") or 0
            reasons = found.setdefault(sheet, SheetReasons())
            told = _told(problem)
            if not row:
                _add(reasons.whole, told)
                continue
            places[sheet, row] = None
            letters, header = problem.get("column"), problem.get("header")
            if header:
                reasons.headers.add(header)
            _add(reasons.rows.setdefault(row, []), told)
            if isinstance(letters, str) and letters:
                _add(reasons.cells.setdefault((row, column_index_from_string(letters)), []), told)
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
            _add(reasons.led_here.setdefault(row, []), in_languages(shipped_phrases().say(key, **slots), "both", " / "))


def _table(one: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    return str(one.get("sheet") or PurePath(one.get("file") or item["file"]).name)


def _told(problem: Mapping[str, Any]) -> str:
    where = " ".join(str(problem.get("header") or "").split())
    message = f"{where}: {problem['reason']}" if where else str(problem["reason"])
    return f"{message} ({problem['help']})" if problem.get("help") else message


def _add(to: list[str], text: str) -> None:
    if text not in to:
        to.append(text)
