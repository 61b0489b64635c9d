"""``rulebook audit erase``: take out of a log what it says of a person."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.audit.erasure import erase
from engine.cli.audit import BecauseOption, ByOption, EntryOption, LogArgument  # noqa: TC001 - typer reads it when the command is called
from engine.cli.console import harmless, say, stop
from engine.cli.decision_log import AtOption, number_of_entries, say_head, say_waiting, time_of  # noqa: TC001 - the same
from engine.cli.options import number_above_none


def command(
    log: LogArgument,
    because: BecauseOption,
    by: ByOption,
    record: Annotated[str | None, typer.Option("--record", metavar="ID", help="Everything that is about this record.")] = None,
    entry: EntryOption = None,
    at: AtOption = None,
) -> None:
    """Erase what a log says of a person: id, facts, digest, and reasons of departures. The log verifies all the same.

    An entry stays that tells who erased from which entries, and why; so write no name of the person into --because.

    \b
    Examples: rulebook audit erase decisions.log --record <case> --because "request of 1 February 2030" --by "A. Officer"
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if (record is None) == (entry is None):
        stop("what is to be erased?", "name --record ID, or --entry N")
    number = number_above_none(entry, "--entry")
    found = erase(log, time_of(at), record=record, entry=number, because=because, by=by, waiting=say_waiting)
    for note in found.notes:
        say(f"{harmless(str(log))}: {note}")
    typer.echo(f"erased from {number_of_entries(len(found.entries))}")
    if found.doubtful:
        numbers = ", ".join(map(str, found.doubtful))
        say(f"torn lines are kept in entries {numbers}; whom they are about nobody can tell by their id: look at them with show,")
        say("and erase them with --entry N")
    say("copies of the log (backups) still hold what was erased here")
    say_head(log, found.head)
