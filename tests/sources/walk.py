"""The printed texts against the rulebooks, letter by letter: nothing missing, nothing altered, in the order of print.

Every letter of a source must be the wording of one unit, its mark (``第 2 條``, ``(1)``), or what
:mod:`tests.sources.documents` says to be neither; and every letter of a unit's text and title must be in the source.
White space and the little mark-up of the files do not count.

Run it to see what is missing: ``python -m tests.sources.walk [RULEBOOK …]``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.language.walk import printed_order
from engine.loading.library import Library
from tests.sources.documents import DOCUMENTS, markers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Provision, Rulebook
    from tests.sources.documents import Document

ROOT: Final = Path(__file__).resolve().parents[2]
_NOT_WORDING: Final = re.compile(r"(?m)^\s*-+\s+(?=\S)|[\s*\\]")
"""White space, asterisks of emphasis, backslashes before signs, hyphens that begin an entry of a list."""
_BETWEEN_LANGUAGES: Final = "/／：:"
_SHOWN: Final = 12
"""Letters of an excerpt on each side of a difference."""


def letters_of(text: str) -> str:
    """The letters of a text that are compared."""
    return _NOT_WORDING.sub("", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of wording in one language, as one rulebook has it. ``marks`` are the spellings of what may stand before it."""

    unit: str
    part: str
    language: str
    letters: str
    marks: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"{self.unit} ({self.part}, {self.language})"


@dataclass(slots=True)
class Walk:
    """What a comparison found. ``missing`` are the lines, with their letters, that no unit has."""

    document: Document
    altered: list[str] = field(default_factory=list)
    missing: list[tuple[int, str]] = field(default_factory=list)
    wrong_lines: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """Everything found, a line each."""
        return [*self.altered, *self.left, *self.wrong_lines]

    @property
    def left(self) -> list[str]:
        """What is missing, a line each."""
        return [f"line {line}: no unit has “{_shortened(letters)}”" for line, letters in self.missing]


def walk(document: Document, units: Iterable[Provision], title: Bilingual | None = None) -> Walk:
    """Compare a document with units in the order of print; ``title`` is that of the instrument."""
    units = list(units)
    printed = _Printed(document)
    for language in document.languages:
        for piece in _pieces(document, units, title, language):
            printed.take(piece)
    printed.found.missing = list(printed.left_over())
    return printed.found


def _pieces(document: Document, units: Sequence[Provision], title: Bilingual | None, language: str) -> Iterator[Piece]:
    if title is not None and document.titled:
        yield Piece("the head", "title", language, letters_of(title.in_language(language)), ("",), ())
    before: list[tuple[str, ...]] = []  # the marks of units without wording of their own stand before their first part's
    for unit in units:
        own = markers(document.forms.get(unit.unit, ()), unit.number)
        if own:
            before.append(own)
        prints_titles = document.headings and unit.path.partition(".")[0] not in document.ours
        for part, wording in (("title", unit.title if prints_titles else None), ("text", unit.text)):
            for line in wording.in_language(language).split("\n") if wording else ():
                if letters := letters_of(line):
                    yield Piece(unit.path, part, language, letters, _combined(before), unit.source_lines)
                    before = []


def _combined(marks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The marks of some units one after the other, any of them perhaps not printed; the longest first."""
    found = {"".join(choice) for choice in product(*((*one, "") for one in marks))}
    return tuple(sorted(found, key=len, reverse=True))


class _Printed:
    """A document's letters, and which piece has taken each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found = Walk(document)
        pairs = [(letter, line) for line, text in document.printed() for letter in letters_of(text)]
        self.letters = "".join(letter for letter, _ in pairs)
        self.lines = [line for _, line in pairs]
        self.owner: list[Piece | None] = [None] * len(pairs)
        self.reached = dict.fromkeys(document.languages, 0)

    # -- taking ----------------------------------------------------------------------------------------------------

    def take(self, piece: Piece) -> None:
        """Find a piece after the one before it in its language, and mark its letters as taken."""
        reached = self.reached[piece.language]
        places = list(self._occurrences(piece.letters, reached))
        if places:
            start = min(places, key=lambda place: (not self._at_its_lines(piece, place), self._taken(piece, place), place))
            self._mark(piece, start, len(piece.letters))
            self.reached[piece.language] = start + len(piece.letters)
            self._check_line(piece, start)
            return
        earlier = self._best([place for place in self._occurrences(piece.letters, 0) if not self._taken(piece, place)], piece)
        if earlier is not None:
            self.found.altered.append(
                f"{piece.name} is out of order: it is printed at line {self.lines[earlier]}, before what comes before it"
            )
            self._mark(piece, earlier, len(piece.letters))
            return
        self._tell_difference(piece, reached)

    def _best(self, places: list[int], piece: Piece) -> int | None:
        return min(places, key=lambda place: (not self._at_its_lines(piece, place), place), default=None)

    def _occurrences(self, letters: str, start: int) -> Iterator[int]:
        place = self.letters.find(letters, start)
        while place >= 0:
            yield place
            place = self.letters.find(letters, place + 1)

    def _at_its_lines(self, piece: Piece, place: int) -> bool:
        return bool(piece.lines) and min(piece.lines) <= self.lines[place] <= max(piece.lines)

    def _taken(self, piece: Piece, place: int) -> bool:
        """Whether another piece has some of the letters; what is printed once for both languages of a unit may be shared."""
        owners = {owner for owner in self.owner[place : place + len(piece.letters)] if owner is not None}
        return any((owner.unit, owner.letters) != (piece.unit, piece.letters) for owner in owners)

    def _mark(self, piece: Piece, start: int, length: int) -> None:
        for mark in piece.marks:
            if mark and self.letters.endswith(mark, 0, start):
                self.owner[start - len(mark) : start] = [piece] * len(mark)
                break
        if self._taken(piece, start):
            other = next(owner for owner in self.owner[start : start + length] if owner is not None)
            self.found.altered.append(
                f"{piece.name}: {other.name} has the same letters, printed once at line {self.lines[start]}"
            )
        self.owner[start : start + length] = [piece] * length

    def _check_line(self, piece: Piece, start: int) -> None:
        """A unit's text begins in the lines that it names: in that of its language, where each language has its own part."""
        if piece.part == "title" or not piece.lines:
            return
        line, stated = self.lines[start], piece.lines
        if len(self.document.languages) == 1 and len(stated) == 2:
            stated = (stated[0 if piece.language == "zh" else 1],)
        if not min(stated) <= line <= max(stated):
            self.found.wrong_lines.append(f"{piece.name} says that it is printed at {list(piece.lines)}; it is at line {line}")

    # -- telling ---------------------------------------------------------------------------------------------------

    def _tell_difference(self, piece: Piece, reached: int) -> None:
        start, same = self._longest_beginning(piece, reached)
        if same < min(len(piece.letters) / 2, _SHOWN) and not self._at_its_lines(piece, start):  # alike by chance
            self.found.altered.append(
                f"{piece.name}: the source has no “{_shortened(piece.letters)}” after line {self._line(reached)}"
            )
            return
        self.owner[start : start + same] = [piece] * same
        for mark in piece.marks:
            if mark and self.letters.endswith(mark, 0, start):
                self.owner[start - len(mark) : start] = [piece] * len(mark)
                break
        at = start + same
        source = self.letters[max(start, at - _SHOWN) : at + _SHOWN]
        ours = piece.letters[max(0, same - _SHOWN) : same + _SHOWN]
        self.found.altered.append(
            f"{piece.name} differs at line {self._line(at)}: the source prints “{source}”, the rulebook has “{ours}”"
        )
        self._take_ending(piece, same, at)

    def _take_ending(self, piece: Piece, same: int, at: int) -> None:
        """Where a piece that differs goes on all the same, so that only what differs is told."""
        ending = piece.letters[same + 1 :][-6:]
        place = self.letters.find(ending, at, at + len(piece.letters) + 200) if ending else -1
        if place < 0:
            self.reached[piece.language] = at
            return
        end = place + len(ending)
        self.reached[piece.language] = end
        ours = len(piece.letters)
        while end > at and ours > same and self.letters[end - 1] == piece.letters[ours - 1]:
            end, ours = end - 1, ours - 1
            self.owner[end] = piece

    def _longest_beginning(self, piece: Piece, reached: int) -> tuple[int, int]:
        """Where the most letters of a piece are, from its first on, and how many: where its lines begin, else anywhere."""
        tried = [
            place + len(mark)
            for place in range(reached, len(self.lines))
            if self.lines[place] in piece.lines and (place == 0 or self.lines[place - 1] != self.lines[place])
            for mark in piece.marks
            if self.letters.startswith(mark, place)
        ]
        low, high = 0, len(piece.letters)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.letters.find(piece.letters[:middle], reached) >= 0 else (low, middle - 1)
        if low > 3 or not tried:  # fewer letters stand together by chance
            tried.append(self.letters.find(piece.letters[:low], reached))
        return max(((place, self._same(piece.letters, place)) for place in tried), key=lambda found: found[1])

    def _same(self, letters: str, place: int) -> int:
        return next((n for n, letter in enumerate(letters) if self.letters[place + n : place + n + 1] != letter), len(letters))

    def _line(self, place: int) -> int:
        return self.lines[min(place, len(self.lines) - 1)]

    # -- what is left ----------------------------------------------------------------------------------------------

    def left_over(self) -> Iterator[tuple[int, str]]:
        """The letters that nothing has taken and nothing explains, by lines."""
        place = 0
        while place < len(self.letters):
            end = place
            while end < len(self.letters) and self.owner[end] is None and self.lines[end] == self.lines[place]:
                end += 1
            if end > place and not self._explained(place, end):
                yield self.lines[place], self.letters[place:end]
            place = max(end, place + 1)

    def _explained(self, start: int, end: int) -> bool:
        letters, line = self.letters[start:end], self.lines[start]
        if any(line in apart.lines and apart.letters in {"", letters} for apart in self.document.apart):
            return True
        before, after = (self.owner[place] if 0 <= place < len(self.owner) else None for place in (start - 1, end))
        return letters in _BETWEEN_LANGUAGES and before is not None and after is not None and len(self.document.languages) > 1


def _shortened(letters: str) -> str:
    return letters if len(letters) <= 5 * _SHOWN else f"{letters[: 5 * _SHOWN]}…"


def walk_rulebook(document: Document, rulebook: Rulebook) -> Walk:
    """Compare a document with a rulebook."""
    return walk(document, printed_order(rulebook.provisions), rulebook.title)


def main(named: Sequence[str]) -> int:
    """Print what is to be done, for all rulebooks or those named; 1 where there is something."""
    library = Library(ROOT / "rulebooks")
    shown: list[str] = []
    found = 0
    for document in DOCUMENTS:
        if named and document.rulebook not in named:
            continue
        if document.rulebook not in library.ids():
            shown.append(f"{document.name}: there is no such rulebook yet")
            continue
        walked = walk_rulebook(document, library.load(document.rulebook))
        found += len(walked.all)
        lines, others = len({line for line, _ in walked.missing}), len(walked.wrong_lines)
        shown.append(f"{document.name}: {len(walked.altered)} differ, {lines} lines are not all there, {others} name other lines")
        shown += [f"  {one}" for one in walked.all]
    sys.stdout.write("".join(f"{line}\n" for line in shown))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
