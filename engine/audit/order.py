"""Whether the entries of a log follow each other: by their numbers, and by what each is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.audit.entries import Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.audit.entries import Entry

_MOST: Final = 100_000
"""Numbers that are kept to tell what was moved from what is gone; who writes a number of ten digits is found all the same."""


class Order:
    """Sees the lines of a log in their order. A gap is closed by an entry that stands further behind: it was moved then."""

    def __init__(self) -> None:
        self._highest = Head()
        self._unreadable = 0  # lines since then that were no entry: each may have been one
        self._missing: dict[int, int] = {}  # numbers that were left out, each with the line that was reached instead

    def see_unreadable(self) -> int:
        """A line is no entry: the number of the one that should stand there."""
        self._unreadable += 1
        return self._highest.entries + self._unreadable

    def see(self, entry: Entry, line: int) -> Iterator[tuple[str, str]]:
        """An entry stands on a line: what is wrong with that, as a code and a sentence."""
        highest = self._highest
        expected = highest.entries + 1
        if entry.number in self._missing:
            before = self._missing.pop(entry.number)
            yield "reordered", f"entry {entry.number} stands behind entry {highest.entries}: its place was before line {before}"
            return
        if entry.number < expected:
            yield "inserted", f"entry {entry.number} stands behind entry {highest.entries}: it was put in or moved here"
            return
        if entry.number == expected:
            if entry.previous != highest.hash:
                before_it = f"entry {highest.entries}" if highest.entries else "the beginning of a log"
                wrong = f"entry {entry.number} is not linked to {before_it} as it stands before it"
                yield "unlinked", f"{wrong}: one of the two is not what was logged"
        else:
            first = min(expected + self._unreadable, entry.number)
            self._missing |= dict.fromkeys(range(first, min(entry.number, first + _MOST - len(self._missing))), line)
        self._highest, self._unreadable = entry.head, 0

    def gaps(self) -> Iterator[tuple[int, int, int]]:
        """Runs of entries that are nowhere: the first and the last number, and the line before which they are missing."""
        run: tuple[int, int, int] | None = None
        for number, line in sorted(self._missing.items()):
            if run is not None and run[1] == number - 1 and run[2] == line:
                run = run[0], number, line
                continue
            if run is not None:
                yield run
            run = number, number, line
        if run is not None:
            yield run
