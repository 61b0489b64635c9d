"""The command line: one file a command. Results go to standard output, messages to standard error."""

from __future__ import annotations


def main() -> None:
    """Run the command ``rulebook`` and leave with its exit status: 0 done, 1 found something wrong, 2 wrong use."""
    from engine.cli.application import app  # noqa: PLC0415 - who imports engine.cli for a part of it needs no terminal
    from engine.cli.console import prepare_streams  # noqa: PLC0415 - the same

    prepare_streams()
    app(prog_name="rulebook")
