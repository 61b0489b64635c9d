"""Chunks decided by several processes. One that dies is replaced, and its chunk tried once more."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from engine.batch.deciding import Decider
from engine.batch.errors import GO_ON, BatchError, of_system
from engine.batch.lean import leave_pandas_aside
from engine.batch.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from engine.batch.counting import Counts
    from engine.batch.cutting import Chunk
    from engine.batch.job import Job

AHEAD: Final = 2
"""Chunks that wait for each worker, so that none waits for a chunk."""
MOST_DEATHS: Final = 2
"""A chunk under which so many workers died is given up."""


class Crew(Protocol):
    """Those who decide chunks: processes of this machine, or the workers of a cluster.

    Both yield what they find chunk by chunk, in any order, and raise :class:`BatchError` where a chunk cannot be done; what
    was finished is kept.
    """

    def decided(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Counts]]:
        """Decide the chunks and leave their files in the folder's store; each number with its counts when it is done."""

    def surveyed(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Any]]:
        """The least numbers that the ids of each chunk draw (see :meth:`Decider.survey`)."""


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine."""

    number: int

    def decided(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Counts]]:
        """See :class:`Crew`."""
        yield from _done(job, folder, chunks, self.number, decide_into_store)

    def surveyed(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Any]]:
        """See :class:`Crew`."""
        yield from _done(job, folder, chunks, self.number, survey)


def decide_into_store(decider: Decider, folder: Path, number: int, chunk: Chunk) -> Counts:
    """Decide one chunk; its files are in the folder's store then."""
    return Store(folder).write_chunk(number, lambda inside: decider.decide(chunk, inside))


def survey(decider: Decider, _folder: Path, _number: int, chunk: Chunk) -> Any:
    """The numbers that one chunk draws."""
    return decider.survey(chunk)


def _done(
    job: Job, folder: Path, chunks: Mapping[int, Chunk], jobs: int, work: Callable[[Decider, Path, int, Chunk], Any]
) -> Iterator[tuple[int, Any]]:
    if min(jobs, len(chunks)) <= 1:
        decider = Decider(job) if chunks else None
        for number, chunk in chunks.items():
            assert decider is not None  # noqa: S101 - there are chunks
            try:
                found = work(decider, folder, number, chunk)
            except OSError as error:
                raise of_system(error, "the result cannot be written") from error
            yield number, found
        return
    yield from _Crew(job, folder, chunks, min(jobs, len(chunks)), work).results()


class _Crew:
    """Some processes and what they have to do."""

    def __init__(
        self, job: Job, folder: Path, chunks: Mapping[int, Chunk], size: int, work: Callable[[Decider, Path, int, Chunk], Any]
    ) -> None:
        self.job, self.folder, self.size, self.work = job, folder, size, work
        self.coming = dict(chunks)
        self.deaths: dict[int, int] = {}
        self.running: dict[Future[Any], int] = {}
        self.chunks = chunks

    def results(self) -> Iterator[tuple[int, Any]]:
        while self.coming or self.running:
            pool = ProcessPoolExecutor(
                self.size, multiprocessing.get_context("spawn"), _begin, (self.job, self.folder, self.work)
            )
            try:
                yield from self._by(pool)
            except BrokenProcessPool:
                self._count_the_dead()
            finally:
                _end(pool)

    def _by(self, pool: ProcessPoolExecutor) -> Iterator[tuple[int, Any]]:
        """The results of one pool, until all is done or a process dies."""
        while self.coming or self.running:
            while self.coming and len(self.running) < self.size * AHEAD:
                number = next(iter(self.coming))
                self.running[pool.submit(_go, number, self.coming[number])] = number
                del self.coming[number]
            for future in wait(self.running, return_when=FIRST_COMPLETED).done:
                found = future.result()
                number = self.running.pop(future)
                yield number, found

    def _count_the_dead(self) -> None:
        """Put back what the dead pool had not finished. Those that ran first are suspected: as many as there were workers."""
        unfinished = sorted(self.running.values())
        self.running.clear()
        for number in unfinished[: self.size]:
            self.deaths[number] = self.deaths.get(number, 0) + 1
        self.coming = {number: self.chunks[number] for number in sorted({*unfinished, *self.coming})}
        given_up = [number for number, deaths in self.deaths.items() if deaths >= MOST_DEATHS]
        if given_up:
            message = f"a process ended without a word, twice, at {self.chunks[given_up[0]].as_json()}"
            raise BatchError(message, f"is there memory enough? fewer at once: --jobs 1; {GO_ON}")


def _end(pool: ProcessPoolExecutor) -> None:
    """Have the processes end now: what they are at will be done again."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


# -- in the worker -----------------------------------------------------------------------------------------------------

_OWN: dict[str, Any] = {}


def _begin(job: Job, folder: Path, work: Any) -> None:
    """Prepare a process: it decides until its parent ends, and leaves an interruption to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_pandas_aside()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _OWN.update(decider=Decider(job), folder=folder, function=work)
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _go(number: int, chunk: Chunk) -> Any:
    try:
        return _OWN["function"](_OWN["decider"], _OWN["folder"], number, chunk)
    except OSError as error:
        raise of_system(error, "the result cannot be written") from error
