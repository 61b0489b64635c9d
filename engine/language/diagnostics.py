"""Findings about a text: where, what is wrong, and a way out.

A diagnostic is a value. Loading collects all of them; printing happens in one room (``engine.cli``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a text: file as the user named it, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, eq=True, order=False)
class CellPlace(Place):
    """A cell of a table, in a workbook or a file of comma-separated values: ``line`` is its row, ``column`` its column.

    ``column`` 0 is the whole row, ``line`` 0 the whole table. ``sheet`` is empty where a file is one table; ``header`` is
    what stands at the top of the column.
    """

    sheet: str = ""
    header: str = ""

    def __str__(self) -> str:
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        if self.line:
            parts.append(f"row {self.line}")
        if self.column:
            named = f" ({' '.join(self.header.split())})" if self.header.strip() else ""
            parts.append(f"column {letters_of(self.column)}{named}")
        return f"{self.file}: {', '.join(parts)}" if parts else self.file

    def _order(self) -> tuple[str, str, int, int]:
        return self.file, self.sheet, self.line, self.column

    def __lt__(self, other: Place) -> bool:
        return self._order() < _order_of(other)

    def __le__(self, other: Place) -> bool:
        return self._order() <= _order_of(other)

    def __gt__(self, other: Place) -> bool:
        return self._order() > _order_of(other)

    def __ge__(self, other: Place) -> bool:
        return self._order() >= _order_of(other)


def _order_of(place: Place) -> tuple[str, str, int, int]:
    """Where a place comes among those of several files: one kind of place can be put in order with the other."""
    return place.file, place.sheet if isinstance(place, CellPlace) else "", place.line, place.column


def letters_of(column: int) -> str:
    """The letters by which a spreadsheet names a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_A_LIST_THAT_HELPS = 12
"""So many known words are told where none is near; more would hide the answer."""


class Severity(Enum):
    """How much a finding matters: an error keeps a text from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``code`` is a stable short name in kebab case (``unknown-fact``), ``message`` says what is wrong, ``help`` the way
    out ("did you mean …?"), empty where there is none.
    """

    code: str
    message: str
    place: Place
    help: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity.value}: {self.message} [{self.code}]"
        return f"{text}\n  help: {self.help}" if self.help else text


@dataclass(slots=True)
class Diagnostics:
    """A growing collection of findings; ``error`` and ``warning`` add one."""

    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, place: Place, help: str = "") -> None:  # noqa: A002 - the field's name
        """Record what keeps a text from being used."""
        self.found.append(Diagnostic(code, message, place, help))

    def warning(self, code: str, message: str, place: Place, help: str = "") -> None:  # noqa: A002 - the field's name
        """Record what is probably not meant."""
        self.found.append(Diagnostic(code, message, place, help, Severity.WARNING))

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the text from being used."""
        return [finding for finding in self.found if finding.severity is Severity.ERROR]

    def in_order(self) -> list[Diagnostic]:
        """All findings by place, each once."""
        return sorted(dict.fromkeys(self.found), key=lambda finding: (finding.place, finding.code, finding.message))


class InputError(Exception):
    """A text could not be used; carries every diagnostic found. What a command shows instead of a traceback."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(finding) for finding in self.diagnostics))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Diagnostic, ...]]]:
        """How it comes back from another process: with what was found."""
        return type(self), (self.diagnostics,)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """``did you mean "x"?`` for the nearest known word, or the known words when they are few, or nothing."""
    words = list(known)
    near = get_close_matches(wrong, words, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if 0 < len(words) <= _A_LIST_THAT_HELPS:
        return "known here: " + ", ".join(sorted(words))
    return ""
