"""Times of things that run side by side: in turns, so that what slows the machine slows them all, and by medians."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TREE: Final = Path(__file__).resolve().parent.parent
_BETWEEN_LOOKS: Final = 0.05


class NotDoneError(Exception):
    """A program that was to be timed failed or took longer than it may; the text says which."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processor time of all processes together, and, of a program, the most bytes of memory."""

    wall: float
    processor: float
    memory: int = 0


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.processor for cost in costs),
        int(statistics.median(cost.memory for cost in costs)),
    )


def in_turns(contenders: Mapping[str, Callable[[], Cost]], rounds: int, *, is_warm: bool = True) -> dict[str, Cost]:
    """The median cost of each contender. Every round runs all of them, each time beginning with another one.

    Those that are not warm run once before, uncounted: what is prepared at the first call is prepared then.
    """
    names = list(contenders)
    if not is_warm:
        for run in contenders.values():
            run()
    found: dict[str, list[Cost]] = {name: [] for name in names}
    for turn in range(max(rounds, 1)):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(contenders[name]())
    return {name: median(costs) for name, costs in found.items()}


def work(function: Callable[[], object]) -> Callable[[], Cost]:
    """What one call costs in this process, with the garbage collected before and not during it."""

    def once() -> Cost:
        gc.collect()
        gc.disable()
        try:
            wall, processor = time.perf_counter(), time.process_time()
            kept = function()
            cost = Cost(time.perf_counter() - wall, time.process_time() - processor)
            del kept
        finally:
            gc.enable()
        return cost

    return once


def program(arguments: Sequence[str], longest: float, ends: tuple[int, ...] = (0,)) -> Callable[[], Cost]:
    """What a Python program costs, from its start to its end, with all processes that it starts.

    ``arguments`` are those of Python. Raises :class:`NotDoneError` where it ends otherwise than ``ends`` or takes longer than
    ``longest`` seconds.
    """

    def once() -> Cost:
        before = os.times()
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *arguments], cwd=TREE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as child:
            watch = _Watch(child.pid)
            try:
                _, said = child.communicate(timeout=longest)
            except subprocess.TimeoutExpired:
                watch.stop()
                child.terminate()
                raise NotDoneError(f"longer than {longest:.0f} s") from None
            wall = time.perf_counter() - start
            peak = watch.stop()
        if child.returncode not in ends:
            lines = said.decode(errors="replace").strip().splitlines()
            raise NotDoneError(lines[-1] if lines else f"ended with {child.returncode}")
        after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        return Cost(wall, spent, peak)

    return once


class _Watch(threading.Thread):
    """Looks again and again how much memory a process and all below it hold, shared pages counted once (Linux; elsewhere 0)."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._peak, self._ended = process, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(_BETWEEN_LOOKS):
            self._peak = max(self._peak, sum(map(_held, _family(self._process))))

    def stop(self) -> int:
        """The most that was seen, in bytes."""
        self._ended.set()
        self.join()
        return self._peak


def _family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for parent in found:
        for thread in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in thread.read_text(encoding="ascii").split()]
            except OSError:  # it has ended meanwhile
                continue
    return found


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it has ended meanwhile, or this is no Linux
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
