"""A bar on standard error while many records are decided and somebody watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.language.record import Record

WORTH_A_BAR: Final = 50
"""Records; fewer are decided before a bar is drawn."""


def with_progress(records: Sequence[Record]) -> Iterator[Record]:
    """The records one by one, with a bar where there are many and standard error is a terminal."""
    if len(records) <= WORTH_A_BAR or not sys.stderr.isatty():
        yield from records
        return
    from rich.console import Console  # noqa: PLC0415 - takes longer to load than most records to decide
    from rich.progress import track  # noqa: PLC0415 - the same

    yield from track(records, "deciding", console=Console(stderr=True), transient=True)
