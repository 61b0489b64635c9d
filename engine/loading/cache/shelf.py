"""The folder in which a user's checked rulebooks wait for the next command.

An entry is used only where its fingerprint is the one that is asked for, its content is whole, and it belongs to the user
alone. Whatever is wrong with it, the rulebook is loaded from its text, as if there were no entry.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.loading.cache.plain import UnknownTypeError, plain, rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.language.rulebook import Rulebook

_MAGIC: Final = b"rulebook 1\n"
_HEAD: Final = len(_MAGIC) + 2 * hashlib.sha256().digest_size
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_ENTRIES: Final = 64
"""Each library, version and working directory has an entry of its own; the oldest make room."""
_PLAINLY: Final = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""No link is followed, and nothing waited for."""
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class Shelf:
    """Keeps rulebooks in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str, fingerprint: str, used: Callable[[str], Rulebook]) -> Any:
        """What was put under a name with this fingerprint; ``None`` where there is nothing, or nothing to trust."""
        content = self._content(name)
        if content is None or not content.startswith(_MAGIC + bytes.fromhex(fingerprint)):
            return None
        body = content[_HEAD:]
        if content[_HEAD - hashlib.sha256().digest_size : _HEAD] != hashlib.sha256(body).digest():
            return None
        try:
            return rebuilt(marshal.loads(body), used)  # noqa: S302 - whole, the user's own, and it makes data only
        except (ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError):
            return None

    def put(self, name: str, fingerprint: str, thing: Any) -> None:
        """Keep something for the next time; where that is not possible (a full disk, no right to write) nothing is kept."""
        try:
            body = marshal.dumps(plain(thing))
        except (UnknownTypeError, ValueError):
            return
        content = _MAGIC + bytes.fromhex(fingerprint) + hashlib.sha256(body).digest() + body
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(name), content)
            self._make_room()

    def _path(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:32]}.rulebook"

    def _content(self, name: str) -> bytes | None:
        """The bytes of an entry, if it is a file of this user's that nobody else can write."""
        try:
            opened = os.open(self._path(name), os.O_RDONLY | _PLAINLY)
        except OSError:
            return None
        with os.fdopen(opened, "rb") as stream:
            found = os.fstat(stream.fileno())
            mine = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE)
            if not stat.S_ISREG(found.st_mode) or not mine or found.st_size > _MOST_BYTES:
                return None
            return stream.read()

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all: who reads at the same time finds the old entry or the new one."""
        handle, temporary = tempfile.mkstemp(
            dir=self.folder, prefix="unfinished-", suffix=".rulebook"
        )  # for the user alone, whatever the umask
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _make_room(self) -> None:
        entries = sorted(self.folder.glob("*.rulebook"), key=lambda path: path.stat().st_mtime)
        for path in entries[:-_MOST_ENTRIES]:
            path.unlink(missing_ok=True)


def users_shelf(environment: Mapping[str, str] = os.environ) -> Shelf | None:
    """The shelf of whoever runs the command: ``RULEBOOK_CACHE`` names its folder, or is ``off``; else where caches are."""
    named = environment.get("RULEBOOK_CACHE", "")
    if named == "off":
        return None
    if named:
        return Shelf(Path(named))
    base = _users_caches(environment)
    return None if base is None else Shelf(base / "rulebook")


def _users_caches(environment: Mapping[str, str]) -> Path | None:
    """The folder for caches, as the platform has it; nothing where there is no home."""
    chosen = environment.get("XDG_CACHE_HOME", "")
    if Path(chosen).is_absolute():
        return Path(chosen)
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return Path(local) if local else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
