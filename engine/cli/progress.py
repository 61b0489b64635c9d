"""A bar on standard error during long work that somebody watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

WORTH_A_BAR: Final = 50
"""Items; fewer are done before a bar is drawn."""


def with_progress(items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
    """The items one by one, with a bar where there are many and standard error is a terminal."""
    if total <= WORTH_A_BAR or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - takes longer to load than most records to decide
    from rich.progress import track  # noqa: PLC0415 - the same

    yield from track(items, doing, total=total, console=Console(stderr=True), transient=True)


class Watched:
    """A bar for work of which somebody else tells how far it is, with its rate and the time left; none in a pipe."""

    def __init__(self) -> None:
        self._progress: Any = None
        self._task: Any = None
        self._doing = ""

    def __enter__(self) -> Self:
        """Begin, where there is a terminal."""
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - as above
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")]
            self._progress = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()

    def at(self, doing: str, done: int, total: int) -> None:
        """Show how many of how many are done; a total of 0 is one that nobody knows."""
        if self._progress is None:
            return
        if doing != self._doing:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(doing, total=total or None, rate="", completed=done)
            self._doing = doing
        speed = self._progress.tasks[-1].speed
        self._progress.update(self._task, completed=done, total=total or None, rate=f"{speed:,.0f}/s" if speed else "")
