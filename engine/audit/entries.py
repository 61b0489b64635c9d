"""An entry of a log: what it says, what of it can be erased, and its line.

::

    {"content": {"kind": …, "commitments": {"record": "sha256:…"}, …}, "erasable": {"record": {…, "salt": …}},
     "hash": "sha256:…", "logged_at": "2030-02-01T09:00:00+08:00", "number": 7, "previous": "sha256:…"}

A decision of a batch has ``batch`` too: which batch it was, and which of its decisions this is.

The hash is over the canonical JSON of the entry without ``erasable`` and ``hash``. A commitment is the digest of an erasable
part; the salt in it, of 256 bits, keeps anybody from finding out by trial what an erased part has said.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.audit.canonical import DIGEST, canonical, digest_of
from engine.audit.shapes import BATCH, Kind, has_shape, has_shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping

GENESIS: Final = f"{DIGEST}{'0' * 64}"
"""What the first entry is linked to."""
__all__ = [
    "GENESIS",
    "Draft",
    "Entry",
    "Head",
    "Kind",
    "NoEntryError",
    "draft",
    "parts_that_differ",
    "read_entry",
    "with_own_hash",
]
_SALT_BYTES: Final = 32
_BATCH: Final = "batch"
_KEYS: Final = {"content", "erasable", "hash", "logged_at", "number", "previous"}


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: how many entries it has, and the hash of the last. Who has noted it finds any cut."""

    entries: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry will say, before it has its number and is linked: canonical JSON, so that a worker can write it."""

    content: str
    erasable: str
    batch: str = ""

    def entry(self, after: Head, logged_at: str) -> tuple[str, Head]:
        """The line, without its end, as the next entry of a log; and the new head."""
        number = after.entries + 1
        batch = f'"{_BATCH}":{self.batch},' if self.batch else ""
        begins = f'{{{batch}"content":{self.content}'
        ends = f'"logged_at":{canonical(logged_at)},"number":{number},"previous":"{after.hash}"}}'
        hash_ = digest_of(f"{begins},{ends}")
        return f'{begins},"erasable":{self.erasable},"hash":"{hash_}",{ends}', Head(number, hash_)


def draft(kind: Kind, content: Mapping[str, Any], erasable: Mapping[str, Mapping[str, Any]]) -> Draft:
    """A draft of an entry. Each erasable part gets its salt, and the content the commitments.

    Raises :class:`ValueError` for numbers and texts that JSON has not.
    """
    parts = {name: canonical({**part, "salt": secrets.token_hex(_SALT_BYTES)}) for name, part in sorted(erasable.items())}
    commitments = {name: digest_of(part) for name, part in parts.items()}
    whole = canonical({**content, "kind": kind.value, "commitments": commitments})
    written = ",".join(f"{canonical(name)}:{part}" for name, part in parts.items())
    return Draft(whole, f"{{{written}}}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was read. ``erasable`` has ``None`` for parts that were erased."""

    number: int
    hash: str
    previous: str
    logged_at: str
    kind: Kind
    content: Mapping[str, Any]
    erasable: Mapping[str, Mapping[str, Any] | None]
    batch: Mapping[str, Any] | None = None

    @property
    def head(self) -> Head:
        """The end of a log that ends with this entry."""
        return Head(self.number, self.hash)

    @property
    def record(self) -> str | None:
        """The id of the record that it is about; ``None`` for none, or where that was erased."""
        for name, key in (("record", "id"), ("reason", "record")):
            part = self.erasable.get(name)
            if part is not None:
                return str(part.get(key))
        return None

    @property
    def is_erased(self) -> bool:
        """Whether something of it was erased."""
        return None in self.erasable.values()

    def line(self) -> str:
        """The line, without its end."""
        return canonical({**self._hashed(), "erasable": self.erasable, "hash": self.hash})

    def computed_hash(self) -> str:
        """The hash that it should have."""
        return digest_of(canonical(self._hashed()))

    def _hashed(self) -> dict[str, Any]:
        found = {"content": self.content, "logged_at": self.logged_at, "number": self.number, "previous": self.previous}
        return found if self.batch is None else {**found, _BATCH: self.batch}


class NoEntryError(Exception):
    """A line is no entry: the message says why."""


def read_entry(line: bytes) -> Entry:
    """The entry of a line without its end. Raises :class:`NoEntryError`; whether the hashes are right is not looked at."""
    try:
        text = line.decode()
        found = json.loads(text)
        is_canonical = canonical(found) == text
    except (ValueError, OverflowError, RecursionError, TypeError):
        raise NoEntryError("it is no JSON") from None
    if not is_canonical:
        raise NoEntryError("it is not written as this program writes an entry (canonical JSON)")
    if not isinstance(found, dict) or found.keys() - {_BATCH} != _KEYS:
        raise NoEntryError("it has not the keys of an entry")
    content, erasable, number = found["content"], found["erasable"], found["number"]
    texts = all(isinstance(found[key], str) for key in ("hash", "logged_at", "previous"))
    if not texts or not isinstance(erasable, dict) or not isinstance(content, dict) or type(number) is not int:
        raise NoEntryError("its values are not those of an entry")
    kind, commitments = content.get("kind"), content.get("commitments")
    if kind not in set(Kind) or not isinstance(commitments, dict) or commitments.keys() != erasable.keys():
        raise NoEntryError("its content is not that of an entry")
    if not has_shape_of(Kind(kind), content, erasable) or (_BATCH in found and not has_shape(found[_BATCH], BATCH)):
        raise NoEntryError(f"its content is not that of an entry of the kind {kind}")
    return Entry(number, found["hash"], found["previous"], found["logged_at"], Kind(kind), content, erasable, found.get(_BATCH))


def with_own_hash(entry: Entry) -> Entry:
    """The entry, when it has the hash of its content. Raises :class:`NoEntryError`."""
    if entry.hash != entry.computed_hash():
        raise NoEntryError("its hash is not that of its content")
    return entry


def parts_that_differ(entry: Entry) -> list[str]:
    """The names of erasable parts that are there and are not what the content commits to."""
    commitments = entry.content["commitments"]
    return [name for name, part in entry.erasable.items() if part is not None and digest_of(canonical(part)) != commitments[name]]
