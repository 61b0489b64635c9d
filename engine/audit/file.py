"""A log as a file: opened without surprises, by one writer at a time, and read as it was at one moment.

Whoever may read a log reads what people have told an office: its mode is 0600. A name that is a link, or a file with a second
name, is refused: what is written would come to stand somewhere else than the name says.

Writers exclude each other by a lock on the log itself (``flock``), which the system frees whenever a process ends.
Where there is no ``flock`` (Windows) the lock is on ``LOG.lock``. A log on a drive of another machine needs one that knows
such locks.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Final, Self

from engine.audit.errors import of_system, refused

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    _HAS_FLOCK = False
else:
    _HAS_FLOCK = True

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MODE: Final = 0o600
_WIDER: Final = 0o077
_TRIES: Final = 200
_PAUSE_SECONDS: Final = 0.02
"""A writer that waits for another one longer than these tries says so."""
_FLAGS: Final = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def in_silence() -> None:
    """Nothing is said while a writer waits."""


def check_name(path: Path) -> None:
    """Raise :class:`InputError` where a log cannot be kept under a name."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise refused("log-unusable", f'there is no folder "{path.parent}"', path, "make it, or name another file") from None
        return
    except OSError as error:
        raise of_system(error, "the log cannot be opened", path) from error
    if stat.S_ISLNK(found.st_mode):
        raise refused("log-unusable", "this is a link, and a log is kept under its own name", path, "name the file itself")
    if not stat.S_ISREG(found.st_mode):
        raise refused("log-unusable", "this is no file", path, "name a file; it is made where there is none")
    if found.st_nlink > 1:
        message = "this file has another name too (a hard link), so it is not clear which log it is"
        raise refused("log-unusable", message, path, "remove the other name, or copy the log")


def opened(path: Path) -> tuple[int, list[str]]:
    """A log opened for reading and writing, made where there is none, with what there is to say of its mode.

    Raises :class:`InputError`.
    """
    check_name(path)
    try:
        handle = os.open(path, _FLAGS | os.O_CREAT, MODE)
    except OSError as error:
        raise of_system(error, "the log cannot be written", path) from error
    try:
        return handle, _narrowed(handle, path)
    except BaseException:
        os.close(handle)
        raise


def _narrowed(handle: int, path: Path) -> list[str]:
    """Take from others the right to read, and tell of it."""
    mode = stat.S_IMODE(os.fstat(handle).st_mode)
    if os.name != "posix" or not mode & _WIDER:
        return []
    try:
        os.fchmod(handle, MODE)
    except OSError as error:
        raise of_system(error, f"others can read this log (mode {mode:04o}), and that cannot be changed", path) from error
    return [f"others could read or change this log until now (mode {mode:04o}); it has mode {MODE:04o} again"]


class Locked:
    """A log that is open, and kept from other writers until it is closed.

    Making one waits for whoever writes; ``waiting`` is called once where that takes long. Raises :class:`InputError`. ``notes``
    is what there is to say of the file.
    """

    def __init__(self, path: Path, waiting: Callable[[], None] = in_silence) -> None:
        self.path = path
        self.notes: list[str] = []
        self._beside: int | None = None
        if not _HAS_FLOCK:  # pragma: no cover - Windows
            self._beside = _lock_beside(path, waiting)
        while True:
            self.handle, notes = opened(path)
            self.notes += notes
            if self._beside is not None:  # pragma: no cover - Windows
                return
            _wait(lambda: fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB), waiting)
            if _is_at(self.handle, path):
                return
            os.close(self.handle)  # somebody has replaced it in between, as erasing does

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others write again."""
        os.close(self.handle)
        if self._beside is not None:  # pragma: no cover - Windows
            os.close(self._beside)

    @property
    def size(self) -> int:
        """The length of the log in bytes."""
        return os.fstat(self.handle).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Some of its bytes."""
        os.lseek(self.handle, offset, os.SEEK_SET)
        return os.read(self.handle, length)

    def append(self, pieces: Iterable[bytes]) -> None:
        """Write pieces to the end and have the system write them down. Where that fails nothing of them stays.

        Raises :class:`InputError`.
        """
        before = self.size
        try:
            os.lseek(self.handle, before, os.SEEK_SET)
            for piece in pieces:
                _write(self.handle, piece)
            os.fsync(self.handle)
        except BaseException as error:
            os.ftruncate(self.handle, before)
            if isinstance(error, OSError):
                raise of_system(error, "nothing more can be written to the log", self.path) from error
            raise

    def replace(self, blocks: Iterable[bytes]) -> None:
        """Put other content in the place of the log's, all of it or none. Raises :class:`InputError`."""
        coming = self.path.with_name(f"{self.path.name}.coming")
        own = os.fstat(self.handle)
        try:
            coming.unlink(missing_ok=True)  # what an interrupted replacing has left
            handle = os.open(coming, _FLAGS | os.O_CREAT | os.O_EXCL, MODE)
            try:
                for block in blocks:
                    _write(handle, block)
                os.fsync(handle)
                if not _HAS_FLOCK:  # pragma: no cover - Windows replaces no file that is open
                    os.close(handle)
                    os.close(self.handle)
                    coming.replace(self.path)
                    self.handle, _ = opened(self.path)
                    return
                if (own.st_uid, own.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(handle, own.st_uid, own.st_gid)
                fcntl.flock(handle, fcntl.LOCK_EX)
                coming.replace(self.path)
            except BaseException:
                os.close(handle)
                coming.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise of_system(error, "the log cannot be written anew; it is as it was", self.path) from error
        os.close(self.handle)
        self.handle = handle
        folder_to_disk(self.path)


def _write(handle: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]


def _wait(take: Callable[[], None], waiting: Callable[[], None]) -> None:
    tries = 0
    while True:
        try:
            take()
        except (BlockingIOError, PermissionError):
            tries += 1
            if tries == _TRIES:
                waiting()
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _lock_beside(path: Path, waiting: Callable[[], None]) -> int:  # pragma: no cover - Windows
    import msvcrt  # noqa: PLC0415 - there is none elsewhere

    check_name(path)
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, MODE)
    _wait(lambda: msvcrt.locking(handle, msvcrt.LK_NBLCK, 1), waiting)  # type: ignore[attr-defined,unused-ignore]  # Windows
    return handle


def folder_to_disk(path: Path) -> None:
    """Have the system write down under which names a folder has its files."""
    with suppress(OSError):  # where a folder cannot be opened (Windows) the system does so by itself
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# -- reading -----------------------------------------------------------------------------------------------------------


@contextmanager
def reading(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """A log opened for reading only, and how many bytes it had at this moment, when nobody was writing.

    What is added later is not looked at. Raises :class:`InputError`.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise refused("no-log", "there is no such log", path, "evaluate and batch make one with --log FILE") from None
    except OSError as error:
        raise of_system(error, "the log cannot be read", path) from error
    with file:
        if _HAS_FLOCK:
            with suppress(OSError):  # a copy on a medium that knows no locks has no writers either
                fcntl.flock(file, fcntl.LOCK_SH)
        size = os.fstat(file.fileno()).st_size
        if _HAS_FLOCK:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
        yield file, size
