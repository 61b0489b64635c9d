"""Whether a log is what was written: entry by entry, with the place of everything that is not.

Found is whatever was changed, taken out, put in, put elsewhere or cut off inside. That the end is missing nobody can tell from
the log alone: for that a head is needed which somebody noted. Nor can anybody tell that all was hashed anew from some entry on.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from engine.audit.canonical import canonical, digest_of
from engine.audit.entries import Head, Kind, NoEntryError, parts_that_differ, read_entry
from engine.audit.file import MODE, reading
from engine.audit.log import noted_beside
from engine.audit.order import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from engine.audit.entries import Entry

LONGEST_LINE: Final = 1 << 26


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written. ``line`` counts from 1; ``entry`` is the number that stands there, if one does."""

    code: str
    message: str
    line: int
    entry: int | None = None
    record: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {"code": self.code, "line": self.line, "number": self.entry, "record": self.record, "message": self.message}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log: the entry on it, or none; with what is wrong with it, and where it ends in the file (bytes)."""

    number: int
    end: int
    entry: Entry | None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Findings:
    """What was found in a whole log. ``head`` is its end: of the last entry that can be read."""

    head: Head = field(default_factory=Head)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    erased: int = 0


def verify(path: Path, noted: Head | None = None, watch: Callable[[int, int], None] = lambda _done, _size: None) -> Findings:
    """Go through a log.

    ``noted`` is a head that somebody wrote down: of 0 entries where only the hash is known, with an empty hash where only the
    number is. ``watch`` is told how many bytes of how many are done. Raises :class:`InputError` where the log cannot be read.
    """
    found = Findings()
    beside = noted_beside(path)
    asked = _Asked(noted, beside)
    erasures = _Erasures()
    last = 0
    for line in walk(path, watch, found.findings):
        last = line.number
        if line.entry is None:
            continue
        found.head = line.entry.head
        found.kinds[line.entry.kind] = found.kinds.get(line.entry.kind, 0) + 1
        asked.see(line.entry)
        erasures.see(line)
    found.erased = len(erasures.erased)
    found.findings += erasures.findings()
    found.findings += asked.findings(found.head, last)
    found.findings.sort(key=lambda finding: finding.line)
    found.notes += _notes(path, found, beside)
    return found


def walk(path: Path, watch: Callable[[int, int], None], findings: list[Finding]) -> Iterator[Line]:
    """The lines of a log one by one; what is wrong with each, and with their order, is added to ``findings``."""
    order = Order()
    with reading(path) as (file, size):
        number = end = 0
        while end < size:
            content = file.readline(min(LONGEST_LINE, size - end))
            if not content:
                break
            number, end = number + 1, end + len(content)
            line = _looked_at(content, number, end, is_last=end >= size)
            own = _placed(order, line)
            findings += own
            yield Line(number, end, line.entry, tuple(own))
            watch(end, size)
    for first, last, before in order.gaps():
        which = f"entry {first} is" if first == last else f"entries {first} to {last} are"
        findings.append(Finding("removed", f"{which} missing before this line", before, first))


def _placed(order: Order, line: Line) -> list[Finding]:
    """What is wrong with a line, and with its place among the others."""
    entry = line.entry
    if entry is None:
        number = order.see_unreadable()
        return [replace(one, entry=number, message=f"{one.message} (entry {number} should stand here)") for one in line.findings]
    misplaced = order.see(entry, line.number)
    return [*line.findings, *(Finding(code, told, line.number, entry.number, entry.record) for code, told in misplaced)]


def _looked_at(content: bytes, number: int, end: int, *, is_last: bool) -> Line:
    """What one line says, by itself."""
    if not content.endswith(b"\n"):
        if not is_last:
            return Line(number, end, None, (Finding("no-entry", "the line is longer than any entry", number),))
        message = "the last line has no end: a writer was ended in mid-write, or the log was cut here"
        return Line(number, end, None, (Finding("torn", message, number),))
    try:
        entry = read_entry(content[:-1])
    except NoEntryError as error:
        finding = Finding("no-entry", f"this is no entry: {error}", number, None, _record_in(content))
        return Line(number, end, None, (finding,))
    findings = []

    def wrong(code: str, message: str) -> None:
        findings.append(Finding(code, message, number, entry.number, entry.record))

    if entry.computed_hash() != entry.hash:
        wrong("changed", f"entry {entry.number} was changed: its content does not have its hash")
    for part in parts_that_differ(entry):
        wrong("changed", f"entry {entry.number} was changed: its {part} is not what it was logged with")
    record = entry.erasable.get("record")
    if record is not None and not _has_own_digest(record):
        wrong("changed", f"entry {entry.number}: the digest of the record is not that of its facts")
    return Line(number, end, entry, tuple(findings))


def _record_in(content: bytes) -> str | None:
    """The record that a line is about which is no entry, as far as that can still be told."""
    try:
        return str(json.loads(content)["erasable"]["record"]["id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _has_own_digest(record: Mapping[str, Any]) -> bool:
    return bool(record.get("digest") == digest_of(canonical(record.get("facts"))))


class _Asked:
    """Whether a log still has the heads that were noted: by somebody, and in the file beside it."""

    def __init__(self, noted: Head | None, beside: Head | None) -> None:
        self.noted, self.beside = noted, beside
        self._has_noted = noted is None or noted in {Head(), Head(0, "")}
        self._has_beside = beside is None or beside == Head()

    def see(self, entry: Entry) -> None:
        self._has_noted |= self.noted is not None and _is_head(entry, self.noted)
        self._has_beside |= self.beside is not None and _is_head(entry, self.beside)

    def findings(self, head: Head, line: int) -> Iterator[Finding]:
        for noted, was_seen, whose in (
            (self.noted, self._has_noted, "was noted"),
            (self.beside, self._has_beside, "the file .head beside it tells"),
        ):
            if noted is None or was_seen:
                continue
            number = f"of {noted.entries} entries " if noted.entries else ""
            if noted.entries > head.entries:
                message = f"the log was cut: a head {number}{whose}, and it ends with entry {head.entries}"
            else:
                message = f"a head {number}{whose} ({noted.hash}) that no entry here has: the log was cut, or written anew"
            yield Finding("cut", message, max(line, 1), noted.entries or None)


def _is_head(entry: Entry, noted: Head) -> bool:
    return (not noted.entries or entry.number == noted.entries) and (not noted.hash or entry.hash == noted.hash)


class _Erasures:
    """Whether each erased part has an entry that tells who erased it and why, and what was erased is gone."""

    def __init__(self) -> None:
        self.erased: dict[str, tuple[int, int]] = {}
        self._told: set[str] = set()
        self._put_back: list[Finding] = []

    def see(self, line: Line) -> None:
        entry = line.entry
        assert entry is not None  # noqa: S101 - only entries can be erased
        if entry.is_erased:
            self.erased[entry.hash] = line.number, entry.number
        if entry.kind is Kind.ERASURE:
            for one in entry.content["erased"]:
                self._told.add(one["hash"])
                if one["hash"] not in self.erased:
                    message = f"entry {entry.number} tells that entry {one['number']} was erased, and it is not: it was put back"
                    self._put_back.append(Finding("not-erased", message, line.number, entry.number))

    def findings(self) -> Iterator[Finding]:
        yield from self._put_back
        for hash_, (line, number) in self.erased.items():
            if hash_ not in self._told:
                message = f"entry {number}: what it said of a person is gone, and no entry tells who erased it and why"
                yield Finding("erased-untold", message, line, number)


def _notes(path: Path, found: Findings, beside: Head | None) -> Iterator[str]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        yield f"others can read or change this log (mode {mode:04o}); the next writer makes it {MODE:04o}"
    if beside is not None and beside.entries < found.head.entries:
        yield f"the file .head beside it is older: it tells of {beside.entries} entries"
    torn = found.kinds.get(Kind.TORN, 0)
    if torn:
        entries = "1 entry keeps" if torn == 1 else f"{torn} entries keep"
        yield f"{entries} what a writer that was ended in mid-write has left"
