"""``rulebook audit verify``: whether a log is what was written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from engine.audit.canonical import DIGEST
from engine.audit.entries import Head
from engine.audit.verification import verify
from engine.cli.audit import LogArgument  # noqa: TC001 - typer reads it when the command is called
from engine.cli.audit.formats import Format
from engine.cli.console import GREEN, RED, ExitStatus, harmless, number_of, stop, styled
from engine.cli.decision_log import number_of_entries
from engine.cli.options import number_above_none
from engine.cli.progress import Watched

if TYPE_CHECKING:
    from pathlib import Path

    from engine.audit.verification import Finding, Findings


def command(
    log: LogArgument,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="A head that was noted: an entry must still have it.")
    ] = None,
    entries: Annotated[
        str | None, typer.Option("--entries", metavar="N", help="How many entries there were then; there may be more now.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs.")] = Format.TEXT,
) -> None:
    """Find every entry that was changed, removed, put in or moved, and say where.

    That entries are missing at the end shows by the head that was noted: each command that writes or verifies prints it.
    Ends with 1 when something was found.

    \b
    Examples: rulebook audit verify decisions.log
              rulebook audit verify decisions.log --entries 1
    """  # noqa: D301 - \b keeps the lines of the examples apart
    noted = _noted(head, entries)
    with Watched() as watched:
        found = verify(log, noted, lambda done, size: watched.at("verifying", done, size))
    if format_ is Format.JSON:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        _print(log, found)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if found.findings else ExitStatus.DONE)


def _noted(head: str | None, entries: str | None) -> Head | None:
    """The head that was noted; what can be none ends the command."""
    if head is None and entries is None:
        return None
    hash_ = "" if head is None else DIGEST + head.strip().lower().removeprefix(DIGEST)
    if hash_ and not re.fullmatch(f"{DIGEST}[0-9a-f]{{64}}", hash_):
        stop(f'--head: "{harmless(head or "")}" is no hash', "a head is sha256: and 64 digits, as verify prints it")
    return Head(number_above_none(entries, "--entries") or 0, hash_)


def _as_json(found: Findings) -> dict[str, object]:
    return {
        "entries": found.head.entries,
        "head": found.head.hash,
        "kinds": {str(kind): count for kind, count in sorted(found.kinds.items())},
        "erased": found.erased,
        "findings": [finding.as_json() for finding in found.findings],
        "notes": found.notes,
    }


def _print(log: Path, found: Findings) -> None:
    name = harmless(str(log))
    for finding in found.findings:
        typer.echo(f"{name}:{finding.line}: {styled(harmless(finding.message), RED)}{_whose(finding)} [{finding.code}]")
    for note in found.notes:
        typer.echo(f"{name}: {harmless(note)}")
    kinds = ", ".join(number_of(count, kind) for kind, count in sorted(found.kinds.items()))
    erased = f", {found.erased} erased" if found.erased else ""
    typer.echo(f"{name}: {number_of_entries(found.head.entries)}{f' ({kinds}{erased})' if kinds else ''}, head {found.head.hash}")
    if found.findings:
        typer.echo(styled(f"{number_of(len(found.findings), 'finding')}: this log is not what was written", RED))
    else:
        typer.echo(styled("nothing was changed, removed, put in or moved", GREEN))


def _whose(finding: Finding) -> str:
    return f" (record {harmless(finding.record)})" if finding.record is not None else ""
