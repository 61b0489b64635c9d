"""``rulebook audit``: what is done with a decision log. Each action is a module of this folder with a ``command`` in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

ACTIONS: Final = {
    "verify": "Find every entry that is not as it was logged.",
    "show": "Find decisions in a log, by their record or code.",
    "replay": "Decide every logged record again, and tell what differs.",
    "erase": "Erase what a log says of a person; the chain holds.",
    "depart": "Log an officer's departure from an outcome, with its reason.",
}
"""The actions, in the order in which help lists them."""

LogArgument = Annotated[Path, typer.Argument(metavar="LOG", help="The log, as evaluate and batch write it with --log.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")]
BecauseOption = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why.")]
EntryOption = Annotated[str | None, typer.Option("--entry", metavar="N", help="The entry, by its number.")]


def group() -> None:
    """Verify, search and replay a decision log; erase what it says of a person; depart from a decision.

    \b
    Examples: rulebook audit verify decisions.log
              rulebook audit replay decisions.log
    """  # noqa: D301 - \b keeps the lines of the examples apart
