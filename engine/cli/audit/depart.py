"""``rulebook audit depart``: an officer departs from what the engine found."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.audit.codes import short_code
from engine.audit.departures import Departure, depart
from engine.cli.audit import BecauseOption, ByOption, EntryOption, LogArgument  # noqa: TC001 - typer reads it when the command is called
from engine.cli.console import harmless, say, stop
from engine.cli.decision_log import AtOption, say_head, say_waiting, time_of  # noqa: TC001 - the same
from engine.cli.options import RulebooksOption, number_above_none, open_library  # noqa: TC001 - typer reads it when the command is called


def command(
    log: LogArgument,
    decision: Annotated[str, typer.Option("--decision", metavar="NAME", help="The decision that is departed from.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="X", help="The outcome that holds instead.")],
    because: BecauseOption,
    by: ByOption,
    record: Annotated[str | None, typer.Option("--record", metavar="ID", help="The last decision on this record.")] = None,
    entry: EntryOption = None,
    at: AtOption = None,
    rulebooks: RulebooksOption = None,
) -> None:
    """Log an officer's departure from an outcome, with its reason. The decision itself stays as it was logged.

    The outcome must be one that the decision has. The reason can be erased with the record; the outcome and the name stay.
    """
    if (record is None) == (entry is None):
        stop("which decision is departed from?", "name --record ID, or --entry N")
    wanted = Departure(record, number_above_none(entry, "--entry"), decision, outcome, because, by)
    found = depart(log, time_of(at), wanted, open_library(rulebooks), say_waiting)
    for note in found.notes:
        say(f"{harmless(str(log))}: {note}")
    code = short_code(found.head.hash)
    typer.echo(
        harmless(f"entry {found.head.entries}, code {code}: {decision} {found.was} → {outcome} (entry {found.entry.number})")
    )
    say_head(log, found.head)
