"""A job as it travels to the processes of a cluster: as content, so that none of them looks for a rulebook at a path."""

from __future__ import annotations

import gc
import pickle
import threading
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from engine.batch.deciding import Decider
from engine.batch.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Carried:
    """A pickled job with the version of the engine that made it. A process makes one decider of it, for all its chunks."""

    def __init__(self, job: bytes, version_: str) -> None:
        self.job, self.version = job, version_
        self._decider: Decider | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Carried], tuple[bytes, str]]:
        """How it travels: without what a process has made of it."""
        return type(self), (self.job, self.version)

    @contextmanager
    def decider(self) -> Iterator[Decider]:
        """The decider of this process, for one thread at a time.

        Raises :class:`BatchError` where this process has another version of the engine: it might decide otherwise.
        """
        with self._lock:
            if self._decider is None:
                if _own_version() != self.version:
                    message = f"a worker has version {_own_version()} of the engine, the command is of version {self.version}"
                    raise BatchError(message, "install the same version everywhere")
                self._decider = Decider(pickle.loads(self.job))  # noqa: S301 - our own, from the command that began this
                gc.freeze()
            yield self._decider


def _own_version() -> str:
    try:
        return version("rulebook-engine")
    except PackageNotFoundError:  # a tree that is not installed, as the command would say of it too
        return "(not installed)"
