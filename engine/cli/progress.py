"""A bar on standard error during long work that somebody watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, TypeVar

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
