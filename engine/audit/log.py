"""Writing a log: what was torn is mended first, then entries are added to the end of the chain.

A writer that ends in mid-write leaves a line without its end. The next one keeps what is there of it in an entry of its own
(``torn``), so that nothing is lost in silence, and goes on. ``LOG.head`` beside the log says how many entries it has and the hash
of the last: whoever cuts the log and forgets this file is found. It proves nothing; what proves it is a head that was noted.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Self

from engine.audit.entries import Head, Kind, NoEntryError, draft, read_entry, with_own_hash
from engine.audit.errors import refused
from engine.audit.file import MODE, Locked, check_name, folder_to_disk, in_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from engine.audit.entries import Draft, Entry

_BLOCK: Final = 1 << 16
_TOGETHER: Final = 1 << 20
"""Bytes of lines that are handed to the system in one piece."""


def head_beside(path: Path) -> Path:
    """The file that tells how long a log is."""
    return path.with_name(f"{path.name}.head")


def noted_beside(path: Path) -> Head | None:
    """What ``LOG.head`` says; ``None`` where there is none that can be read."""
    try:
        found = json.loads(head_beside(path).read_text(encoding="utf-8"))
        return Head(int(found["entries"]), str(found["hash"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


@dataclass(frozen=True, slots=True)
class _End:
    """Where the last whole line of a log ends, and which entry it is."""

    at: int
    head: Head


class LogWriter:
    """A log to which this process alone writes, until it is closed.

    ``logged_at`` is the time of what it writes, with its offset from UTC. ``notes`` say what was found: a mode that was too wide,
    a torn line. Raises :class:`InputError` where the log cannot be opened, or its end is no entry: nobody should build on it.
    """

    def __init__(self, path: Path, logged_at: str, waiting: Callable[[], None] = in_silence) -> None:
        check_name(path)
        self.path, self.logged_at = path, logged_at
        self._file = Locked(path, waiting)
        try:
            end = self._end()
            self.head = end.head
            if end.at < self._file.size:
                self._mend(end.at)
        except BaseException:
            self._file.__exit__()
            raise

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others write."""
        self._file.__exit__()

    @property
    def notes(self) -> list[str]:
        """What there is to say of the file."""
        return self._file.notes

    def append(self, drafts: Iterable[Draft]) -> list[Head]:
        """Add entries, and return the head after each of them. All are on the disk then, or none is."""
        heads = [self.head]
        self._file.append(_together(self._lines(drafts, heads)))
        self._moved_to(heads[-1])
        return heads[1:]

    def rewrite(self, lines: Iterable[bytes], drafts: Iterable[Draft]) -> list[Head]:
        """Put lines in the place of all that are there, whose hashes they keep, and add entries: all of it, or nothing."""
        heads = [self.head]
        self._file.replace(_together(chain(lines, self._lines(drafts, heads))))
        self._moved_to(heads[-1])
        return heads[1:]

    def lines(self) -> Iterator[bytes]:
        """The lines that are there, each with its end."""
        left = b""
        for offset in range(0, self._file.size, _TOGETHER):
            block = left + self._file.read(offset, _TOGETHER)
            *whole, left = block.split(b"\n")
            yield from (line + b"\n" for line in whole)

    def _lines(self, drafts: Iterable[Draft], heads: list[Head]) -> Iterator[bytes]:
        for one in drafts:
            line, head = one.entry(heads[-1], self.logged_at)
            heads.append(head)
            yield f"{line}\n".encode()

    def _moved_to(self, head: Head) -> None:
        self.head = head
        coming = self.path.with_name(f"{self.path.name}.head.coming")
        try:
            coming.unlink(missing_ok=True)
            handle = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"entries": head.entries, "hash": head.hash}, file)
                file.write("\n")
            coming.replace(head_beside(self.path))
            folder_to_disk(self.path)
        except OSError as error:
            self.notes.append(f"{head_beside(self.path).name} could not be written ({error.strerror}); the log itself was")

    # -- the end ---------------------------------------------------------------------------------------------------

    def _end(self) -> _End:
        size = self._file.size
        at = self._after_line_end_before(size)
        if not at:
            return _End(0, Head())
        start = self._after_line_end_before(at - 1)
        try:
            entry = with_own_hash(read_entry(self._file_between(start, at - 1)))
        except NoEntryError as error:
            message = f"the last line of this log is no entry to build on: {error}"
            raise refused("broken-log", message, self.path, f"see what is wrong: rulebook audit verify {self.path}") from error
        return _End(at, entry.head)

    def _after_line_end_before(self, end: int) -> int:
        """Where the line begins that goes to ``end``: behind the last line feed before it, or at 0."""
        while end > 0:
            start = max(0, end - _BLOCK)
            found = self._file_between(start, end).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
        return 0

    def _file_between(self, start: int, end: int) -> bytes:
        parts = []
        while start < end and (part := self._file.read(start, end - start)):
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def _mend(self, at: int) -> None:
        """Move what is torn into an entry. The log is replaced as a whole, so that at no moment it is nowhere."""
        torn = self._file_between(at, self._file.size)
        self.rewrite(self._before(at), [torn_draft(torn)])
        message = f"the last line was torn (a writer was ended in mid-write); entry {self.head.entries} keeps what is there of it"
        self.notes.append(message)

    def _before(self, at: int) -> Iterator[bytes]:
        for offset in range(0, at, _TOGETHER):
            yield self._file_between(offset, min(at, offset + _TOGETHER))


def torn_draft(torn: bytes) -> Draft:
    """The entry that keeps a torn line. What stands in it may be about somebody, so it can be erased."""
    kept = base64.b64encode(torn).decode()
    return draft(Kind.TORN, {"bytes": len(torn)}, {"torn": {"base64": kept}})


def torn_of(entry: Entry) -> bytes | None:
    """What an entry keeps of a torn line; ``None`` where it keeps none, or that was erased."""
    part: Any = entry.erasable.get("torn")
    try:
        return base64.b64decode(part["base64"], validate=True) if part is not None else None
    except (KeyError, TypeError, ValueError):
        return None


def _together(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in pieces of some size."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _TOGETHER:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
