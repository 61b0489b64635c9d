"""Goals pursued by several processes, each under a time of its own that ends it, whatever the solver does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.proof.answers import Answer, Possibility, Reason
from engine.analysis.proof.finding import Pursuer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from engine.analysis.proof.finding import Pursuit
    from engine.analysis.proof.goals import Goal

_GRACE: Final = 30.0
"""Seconds after its time in which a process may still put into terms, shrink and replay, before it is ended."""
_POLL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A goal with what the caller knows it by; ``small``: its witness is to be small, and not only one."""

    key: Any
    goal: Goal
    small: bool = True


def pursued(pursuit: Pursuit, ask: Callable[[], Asked | None], seconds: float, jobs: int) -> Iterator[tuple[Any, Possibility]]:
    """What becomes of each goal, by what the caller knows it by, each as it is found out; ``seconds`` are for one goal.

    ``ask`` gives the next goal, and nothing while there is none: what was found out may lead to others. One job: this process
    does it, and its time is what the solver keeps to.
    """
    if jobs <= 1:
        pursuer = Pursuer(pursuit)
        while (asked := ask()) is not None:
            yield asked.key, pursuer.pursue(asked.goal, seconds, small=asked.small)
        return
    yield from _Crew(pursuit, ask, seconds, jobs).results()


def one_after_the_other(goals: Iterable[Asked]) -> Callable[[], Asked | None]:
    """What gives each of some goals, and then nothing."""
    coming = iter(goals)
    return lambda: next(coming, None)


@dataclass(slots=True)
class _Worker:
    """A process and what it is at; ``until`` is when it will be ended."""

    process: BaseProcess
    line: Connection
    key: Any = None
    busy: bool = False
    until: float = field(default=0.0)


class _Crew:
    """Some processes."""

    def __init__(self, pursuit: Pursuit, ask: Callable[[], Asked | None], seconds: float, jobs: int) -> None:
        self.pursuit, self.ask, self.seconds, self.jobs = pursuit, ask, seconds, jobs
        self.workers: list[_Worker] = []

    def results(self) -> Iterator[tuple[Any, Possibility]]:
        """What becomes of each goal."""
        try:
            self._give_work()
            while any(worker.busy for worker in self.workers):
                yield from self._round()
                self._give_work()
        finally:
            for worker in self.workers:
                _end(worker)

    def _give_work(self) -> None:
        """A goal for everybody who has none, as long as there are goals."""
        while (idle := next((worker for worker in self.workers if not worker.busy), None)) or len(self.workers) < self.jobs:
            asked = self.ask()
            if asked is None:
                return
            if idle is None:
                idle = _started(self.pursuit)
                self.workers.append(idle)
            idle.key, idle.busy, idle.until = asked.key, True, time.monotonic() + self.seconds + _GRACE
            idle.line.send((asked, self.seconds))

    def _round(self) -> Iterator[tuple[Any, Possibility]]:
        """What has been found out since, and what will not be."""
        busy = [worker for worker in self.workers if worker.busy]
        ready = wait([worker.line for worker in busy], _POLL)
        for worker in busy:
            if worker.line in ready:
                try:
                    found = worker.line.recv()
                except (EOFError, OSError):
                    yield worker.key, self._lost(worker, Reason.DIED)
                    continue
                worker.busy = False
                yield worker.key, found
            elif time.monotonic() > worker.until:
                yield worker.key, self._lost(worker, Reason.TIME)

    def _lost(self, worker: _Worker, reason: Reason) -> Possibility:
        """A goal whose process is gone, or is ended now; another one takes its place when there is more to do."""
        _end(worker)
        self.workers.remove(worker)
        return Possibility(answer=Answer.UNDECIDED, reason=reason, detail=f"{self.seconds:g}", seconds=self.seconds)


def _started(pursuit: Pursuit) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=at_work, args=(pursuit, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    worker.line.close()
    worker.process.terminate()
    worker.process.join(_POLL)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def at_work(pursuit: Pursuit, line: Connection) -> None:
    """In the process: one goal after the other until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's business
    pursuer = Pursuer(pursuit)
    while True:
        try:
            asked, seconds = line.recv()
            line.send(pursuer.pursue(asked.goal, seconds, small=asked.small))
        except (EOFError, OSError):
            os._exit(0)
        except Exception as fault:  # noqa: BLE001 - a fault of this program must not hide what else is found out
            line.send(Possibility(answer=Answer.UNDECIDED, reason=Reason.DIED, detail=repr(fault)))
