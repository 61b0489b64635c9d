"""The command line: one file a command. Results go to standard output, messages to standard error."""

from __future__ import annotations

import gc

_COLLECT_EVERY = 100_000
"""Objects made between two collections. Nearly all that a command makes while it loads lives until it ends: to look
through it for waste takes a sixth of its time and finds none."""


def main() -> None:
    """Run the command ``rulebook`` and leave with its exit status: 0 done, 1 found something wrong, 2 wrong use."""
    from engine.cli.application import app  # noqa: PLC0415 - who imports engine.cli for a part of it needs no terminal
    from engine.cli.console import prepare_streams  # noqa: PLC0415 - the same

    gc.set_threshold(_COLLECT_EVERY)
    prepare_streams()
    app(prog_name="rulebook")
