"""``rulebook audit show``: find the entries of a log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.audit.codes import as_code, short_code
from engine.audit.verification import walk
from engine.cli.audit import EntryOption, LogArgument  # noqa: TC001 - typer reads it when the command is called
from engine.cli.audit.formats import Format, as_text
from engine.cli.console import ExitStatus, harmless, say, stop
from engine.cli.options import number_above_none
from engine.cli.progress import Watched

if TYPE_CHECKING:
    from engine.audit.entries import Entry
    from engine.audit.verification import Finding


def command(
    log: LogArgument,
    record: Annotated[str | None, typer.Option("--record", metavar="ID", help="Entries about this record.")] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="The entry with this code, as letters carry it.")
    ] = None,
    entry: EntryOption = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs: an entry a line.")] = Format.TEXT,
) -> None:
    """Find the decisions of a log, and what was done about them: departures, erasures.

    Ends with 1 when there is no such entry.

    \b
    Examples: rulebook audit show decisions.log
              rulebook audit show decisions.log --entry 1 --format json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    wanted_code = _code(code)
    number = number_above_none(entry, "--entry")
    count = 0
    findings: list[Finding] = []
    with Watched() as watched:
        for line in walk(log, lambda done, size: watched.at("searching", done, size), findings):
            if line.entry is None or not _is_wanted(line.entry, record, wanted_code, number):
                continue
            if format_ is Format.JSON:
                typer.echo(json.dumps(_as_json(line.entry), ensure_ascii=False))
            else:
                typer.echo(("\n" if count else "") + as_text(line.entry))
            count += 1
    if findings:
        say(f"{harmless(str(log))}: this log is not what was written; see rulebook audit verify {harmless(str(log))}")
    if not count:
        say(f"{harmless(str(log))}: no such entry")
    raise typer.Exit(ExitStatus.DONE if count else ExitStatus.FOUND_SOMETHING)


def _code(written: str | None) -> str | None:
    if written is None:
        return None
    found = as_code(written)
    if found is None:
        stop(f'--code: "{harmless(written)}" is no code', "a code has twelve letters and digits: XXXX-XXXX-XXXX")
    return found


def _is_wanted(entry: Entry, record: str | None, code: str | None, number: int | None) -> bool:
    return (
        (record is None or entry.record == record)
        and (code is None or short_code(entry.hash) == code)
        and (number is None or entry.number == number)
    )


def _as_json(entry: Entry) -> dict[str, Any]:
    return {"code": short_code(entry.hash), **json.loads(entry.line())}
