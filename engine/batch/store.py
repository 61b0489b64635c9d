"""The folder of a batch while it is made: one process at a time, its plan, and the chunks that are finished.

``DIR/.batch/`` holds ``plan.json``, ``lock``, ``spool/``, ``out/`` and ``chunks/000017/``. A chunk's files are written into a
folder of another name, which is renamed when all of them are on the disk: a chunk is there, or it is not. What power loss can
tear all the same shows by its checksum, and is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from engine.batch.errors import BatchError, of_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from engine.batch.counting import Counts

HIDDEN: Final = ".batch"
SUMMARY: Final = "summary.json"
_RECEIPT: Final = "receipt.json"


class Store:
    """The hidden folder of one batch. ``folder`` is the one that was named with ``--out``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hidden = folder / HIDDEN
        self.spool = self.hidden / "spool"
        self.out = self.hidden / "out"
        self.chunks = self.hidden / "chunks"
        self._was_there = folder.exists()
        self._lock: IO[str] | None = None

    # -- one at a time ---------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Make the folder and keep others out of it until the process ends, however it ends.

        Raises :class:`BatchError` where another process is at work in it, or it cannot be written.
        """
        lock = self._opened()
        while not os.path.samestat(os.fstat(lock.fileno()), (self.hidden / "lock").stat()):
            lock.close()  # who was here before has ended and cleared up in between
            lock = self._opened()
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _opened(self) -> IO[str]:
        try:
            self.hidden.mkdir(parents=True, exist_ok=True)
            lock = (self.hidden / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise of_system(error, f'the folder "{self.folder}" cannot be written') from error
        if _locked(lock):
            return lock
        lock.seek(0)
        who = lock.read().strip()
        lock.close()
        named = f" (process {who})" if who else ""
        raise BatchError(f'another process{named} is at work in "{self.folder}"', "wait for its end, or name another folder")

    def release(self) -> None:
        """Let others in again."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # -- the plan --------------------------------------------------------------------------------------------------

    def plan(self) -> dict[str, Any] | None:
        """The plan that was begun here; ``None`` where there is none, or none that can be read."""
        return read_json_file(self.hidden / "plan.json")

    def summary(self) -> dict[str, Any] | None:
        """The summary of a finished batch; ``None`` where there is none."""
        return read_json_file(self.folder / SUMMARY)

    def begin(self, plan: dict[str, Any]) -> None:
        """Write the plan down, before anything is done under it."""
        shutil.rmtree(self.chunks, ignore_errors=True)
        (self.hidden / "run").unlink(missing_ok=True)
        self.chunks.mkdir()
        write_whole(self.hidden / "plan.json", f"{json.dumps(plan, ensure_ascii=False, indent=1)}\n".encode())

    def run(self) -> tuple[str, bool]:
        """The name of this run of the batch, in a decision log; and whether it was given just now."""
        path = self.hidden / "run"
        if path.is_file() and path.stat().st_size:
            return path.read_text(encoding="utf-8"), False
        name = secrets.token_hex(16)
        write_whole(path, name.encode())
        return name, True

    # -- chunks ----------------------------------------------------------------------------------------------------

    def of_chunk(self, number: int) -> Path:
        """The folder of a finished chunk."""
        return self.chunks / f"{number:06}"

    def finished(self, number: int) -> Counts | None:
        """The counts of a chunk whose files are all as they were written; ``None`` for one that is to be done."""
        folder = self.of_chunk(number)
        receipt = read_json_file(folder / _RECEIPT)
        if receipt is None:
            return None
        try:
            whole = all(_checksum(folder / name) == sum_ for name, sum_ in receipt["files"].items())
        except OSError:
            whole = False
        if not whole:
            shutil.rmtree(folder)
            return None
        counts: Counts = receipt["counts"]
        return counts

    def drop_without(self, name: str, chunks: int) -> None:
        """Take away the finished chunks that lack a file: they are made again."""
        for number in range(chunks):
            folder = self.of_chunk(number)
            if folder.is_dir() and not (folder / name).is_file():
                shutil.rmtree(folder)

    def write_chunk(self, number: int, make: Callable[[Path], Counts]) -> Counts:
        """Have the files of a chunk made in a folder, and keep it. Raises :class:`OSError` where that cannot be written."""
        target = self.of_chunk(number)
        coming = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir()
        try:
            counts = make(coming)
            files = {path.name: _checksum(path) for path in sorted(coming.iterdir())}
            (coming / _RECEIPT).write_text(json.dumps({"counts": counts, "files": files}), encoding="utf-8")
            for path in coming.iterdir():
                to_disk(path)
            to_disk(coming)
            if not target.exists():  # one that outlived its parent may have been faster; both made the same
                coming.rename(target)
                to_disk(self.chunks)
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        return counts

    # -- the end ---------------------------------------------------------------------------------------------------

    def publish(self, names: list[str]) -> None:
        """Move finished files out of the hidden folder; the last of them says that all of them are there."""
        for name in names:
            to_disk(self.out / name)
        for name in names:
            target = self.folder / name
            target.parent.mkdir(exist_ok=True)
            (self.out / name).replace(target)
            to_disk(target.parent)

    def clear(self) -> None:
        """Take the hidden folder away, and the other one where nothing came into it. What is left of them does no harm."""
        self.release()
        shutil.rmtree(self.hidden, ignore_errors=True)
        if not self._was_there:
            with suppress(OSError):  # something is in it
                self.folder.rmdir()


def _locked(file: IO[str]) -> bool:
    """Whether the file is ours now. The system frees it when a process ends, so that no lock outlives its owner."""
    try:
        import fcntl  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415 - and this is there only

        try:
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def read_json_file(path: Path) -> dict[str, Any] | None:
    """The object in a file; ``None`` where there is no file, or it is torn."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_whole(path: Path, content: bytes) -> None:
    """A file that is there with all of its content, or not at all."""
    coming = path.with_name(f"{path.name}.coming")
    coming.write_bytes(content)
    to_disk(coming)
    coming.replace(path)
    to_disk(path.parent)


def to_disk(path: Path) -> None:
    """Have the system write a file or a folder down now. Where a folder cannot be opened (Windows), it does so by itself."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copied(source: Path, target: IO[bytes]) -> None:
    """Append a file to another that is open for writing."""
    with source.open("rb") as file:
        for block in _blocks(file):
            target.write(block)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
