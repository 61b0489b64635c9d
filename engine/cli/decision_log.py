"""``--log FILE``: each decision is in the log before it is shown, and the command says how the log ends then."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.cli.console import engine_version, harmless, say, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.audit.decisions import Asked
    from engine.audit.entries import Head
    from engine.cli.evaluator import Evaluator
    from engine.language.record import Record
    from engine.loading.library import Library

LogOption = Annotated[
    Path | None, typer.Option("--log", metavar="FILE", help="Append each decision to this log, before it is shown.")
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="With a log: the time of the entry, such as 2030-02-01T09:00+08:00. Else now."),
]
_TOGETHER: Final = 1000
"""Entries that are written at once; other writers wait so long."""
_MOST_CODES: Final = 20


def time_of(written: str | None) -> str:
    """The time of an entry, with its offset from UTC; what is none ends the command. Without one it is now."""
    if written is None:
        return datetime.now(tz=UTC).astimezone().isoformat(timespec="seconds")
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        stop(f'--at: "{harmless(written)}" is no time', "write it as YYYY-MM-DDTHH:MM:SS+08:00")
    if found.tzinfo is None:
        stop(
            f'--at: "{harmless(written)}" does not say its distance from UTC', f"write {found.isoformat()}+08:00, or what applies"
        )
    return found.isoformat()


def say_waiting() -> None:
    """Another writer takes long."""
    say("another process writes this log; waiting for its end")


def say_head(log: Path, head: Head) -> None:
    """How a log ends: whoever notes this down finds any cut."""
    say(f"{harmless(str(log))}: {number_of_entries(head.entries)}, head {head.hash}")


def number_of_entries(count: int) -> str:
    """A number of entries in words."""
    return f"{count} entry" if count == 1 else f"{count} entries"


def log_evaluated(
    log: Path, at: str | None, asked: Asked, evaluator: Evaluator, library: Library, records: Sequence[Record]
) -> list[str]:
    """Judge records and append an entry for each; say the codes of a few, and how the log ends. Gives the code of each."""
    from engine.audit.codes import short_code  # noqa: PLC0415 - who logs nothing does not wait for it
    from engine.audit.decisions import Scribe  # noqa: PLC0415 - the same
    from engine.audit.log import LogWriter  # noqa: PLC0415 - the same
    from engine.audit.origin import origin_of  # noqa: PLC0415 - the same

    scribe = Scribe(asked, origin_of(library, engine_version()), tuple(evaluator.interpreter.books()), library.vocabularies)
    codes: list[str] = []
    for start in range(0, len(records), _TOGETHER):
        those = records[start : start + _TOGETHER]
        drafts = [scribe.draft(record, evaluator.judge(record)[1].as_json()) for record in those]
        with LogWriter(log, time_of(at), say_waiting) as writer:
            heads = writer.append(drafts)
        for note in writer.notes:
            say(f"{harmless(str(log))}: {note}")
        codes += [short_code(head.hash) for head in heads]
        if len(records) <= _MOST_CODES:
            for record, head, code in zip(those, heads, codes[start:], strict=True):
                say(f"{harmless(record.id)}: entry {head.entries}, code {code}")
    say_head(log, heads[-1])
    return codes
