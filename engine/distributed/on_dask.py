"""Chunks decided by the workers of a Dask cluster, which read the inputs and write the results by paths that all of them see."""

from __future__ import annotations

import pickle
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Self

from engine.batch.errors import GO_ON, BatchError, of_system
from engine.batch.workers import decide_into_store, survey
from engine.distributed.carried import Carried
from engine.distributed.chunks import absolute
from engine.distributed.extras import demand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from distributed import Client, Future

    from engine.batch.counting import Counts
    from engine.batch.cutting import Chunk
    from engine.batch.deciding import Decider
    from engine.batch.job import Job

    Work = Callable[[Decider, Path, int, Chunk], Any]

AHEAD: Final = 4
"""Chunks that wait for each thread of the cluster, so that none waits for the scheduler; what is finished leaves its memory."""
_PATIENCE: Final = 60
"""Seconds in which a scheduler must answer, and have a worker."""


class DaskCrew:
    """A cluster's workers as those who decide chunks; it is sought when the first chunk is to be decided.

    ``address`` is the scheduler's; without one a cluster of our own is started, of so many worker processes. ``version`` is the
    engine's, which must be the same everywhere.
    """

    def __init__(self, address: str | None, workers: int, version: str) -> None:
        demand("dask", "distributed")
        self._address, self._workers, self._version = address, workers, version
        self._open = ExitStack()
        self._found: Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def decided(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Counts]]:
        """See :class:`engine.batch.workers.Crew`. A chunk whose worker ended is given to another one."""
        yield from self._done(job, folder, chunks, decide_into_store)

    def surveyed(self, job: Job, folder: Path, chunks: Mapping[int, Chunk]) -> Iterator[tuple[int, Any]]:
        """See :class:`engine.batch.workers.Crew`."""
        yield from self._done(job, folder, chunks, survey)

    def _done(self, job: Job, folder: Path, chunks: Mapping[int, Chunk], work: Work) -> Iterator[tuple[int, Any]]:
        from distributed import KilledWorker, as_completed  # noqa: PLC0415 - an extra

        if not chunks:
            return
        client = self._client()
        carried = client.submit(Carried, pickle.dumps(job), self._version, pure=False)
        coming = iter(chunks.items())
        running: dict[Future, int] = {}
        finished = as_completed()

        def send() -> None:
            for number, chunk in coming:
                future = client.submit(_go, carried, folder.resolve(), number, absolute(chunk), work, pure=False)
                running[future] = number
                finished.add(future)
                return

        for _ in range(AHEAD * max(1, sum(client.nthreads().values()))):
            send()
        try:
            for future in finished:
                number = running.pop(future)
                yield number, future.result()
                send()
        except KilledWorker as error:
            message = f"the workers that were given a chunk ended without a word, again and again: {error}"
            raise BatchError(message, f"have they memory enough? {GO_ON}") from error

    def _client(self) -> Client:
        """The way to the scheduler, opened once.

        Raises :class:`BatchError` where it does not answer or has no worker.
        """
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

        if self._found is not None:
            return self._found
        if self._address is None:
            cluster = LocalCluster(n_workers=self._workers, threads_per_worker=1, dashboard_address=None, silence_logs=50)
            self._found = self._open.enter_context(Client(self._open.enter_context(cluster)))
            return self._found
        try:
            client = self._open.enter_context(Client(self._address, timeout=_PATIENCE))
        except (OSError, TimeoutError, ValueError) as error:
            message = f'no Dask scheduler answers at "{self._address}": {error}'
            raise BatchError(message, "its address looks like tcp://HOST:8786") from error
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            message = f'the Dask scheduler at "{self._address}" has no worker'
            raise BatchError(message, "start some: dask worker ADDRESS") from error
        self._found = client
        return client


# -- in the worker -----------------------------------------------------------------------------------------------------


def _go(carried: Carried, folder: Path, number: int, chunk: Chunk, work: Work) -> Any:
    with carried.decider() as decider:
        try:
            return work(decider, folder, number, chunk)
        except OSError as error:
            raise of_system(error, "a worker cannot write the result: does it see the folder?") from error
