"""Erasing what a log says of a person: the data goes, with the salts without which nobody can guess it; the chain holds.

An entry stays behind that tells who erased what of which entries, and why. It does not repeat the id that was erased.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.audit.entries import Kind, NoEntryError, draft, read_entry
from engine.audit.errors import refused
from engine.audit.file import check_name, in_silence, reading
from engine.audit.log import LogWriter, torn_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from engine.audit.entries import Entry, Head


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the numbers of the entries from which something was erased, the new end, and notes.

    ``doubtful`` are entries that keep torn lines, of which nobody can say whom they are about.
    """

    entries: tuple[int, ...]
    head: Head
    doubtful: tuple[int, ...]
    notes: tuple[str, ...]


def erase(
    path: Path,
    logged_at: str,
    *,
    record: str | None = None,
    entry: int | None = None,
    because: str,
    by: str,
    waiting: Callable[[], None] = in_silence,
) -> Erased:
    """Erase from all entries about a record, or from the entry with a number.

    The log is written anew as a whole: nothing of what is erased stays in the file, also where this is interrupted. Raises
    :class:`InputError` where no such entry has anything to erase.
    """
    check_name(path)
    with reading(path):  # erasing makes no log
        pass
    with LogWriter(path, logged_at, waiting) as writer:
        chosen, doubtful = _chosen(writer.lines(), record, entry)
        if not chosen:
            what = f'about the record "{record}"' if record is not None else f"number {entry}"
            message = f"no entry {what} has anything that could be erased"
            raise refused("no-entry", message, path, f"rulebook audit show {path}")
        erased = [{"number": one.number, "hash": one.hash} for one in chosen.values()]
        told = draft(Kind.ERASURE, {"because": because, "by": by, "erased": erased}, {})
        [head] = writer.rewrite(_without(writer.lines(), chosen), [told])
        return Erased(tuple(one.number for one in chosen.values()), head, tuple(doubtful), tuple(writer.notes))


def _chosen(lines: Iterable[bytes], record: str | None, number: int | None) -> tuple[dict[int, Entry], list[int]]:
    """The entries to erase from, by their line from 0; and the numbers of torn ones that may be about the record too."""
    chosen: dict[int, Entry] = {}
    doubtful: list[int] = []
    for at, line in enumerate(lines):
        found = _entry(line)
        if found is None or all(part is None for part in found.erasable.values()):
            continue
        torn = torn_of(found)
        if number is not None:
            is_meant = found.number == number
        elif torn is not None and record is not None:
            is_meant = record.encode() in torn
        else:
            is_meant = found.record == record
        if is_meant:
            chosen[at] = found
        elif torn is not None and number is None:
            doubtful.append(found.number)
    return chosen, doubtful


def _without(lines: Iterable[bytes], chosen: dict[int, Entry]) -> Iterator[bytes]:
    for at, line in enumerate(lines):
        found = chosen.get(at)
        if found is None:
            yield line
        else:
            yield f"{replace(found, erasable=dict.fromkeys(found.erasable)).line()}\n".encode()


def _entry(line: bytes) -> Entry | None:
    """The entry of a line with its end; what is none is left as it is."""
    try:
        return read_entry(line.removesuffix(b"\n"))
    except NoEntryError:
        return None
