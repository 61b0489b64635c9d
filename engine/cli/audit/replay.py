"""``rulebook audit replay``: decide what was logged again, and tell what would be another decision today."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.audit.decisions import Asked, Scribe
from engine.audit.entries import Kind
from engine.audit.origin import origin_of
from engine.audit.replaying import Replayer, Status, same_texts
from engine.audit.verification import walk
from engine.cli.audit import LogArgument  # noqa: TC001 - typer reads it when the command is called
from engine.cli.audit.formats import Format
from engine.cli.console import GREEN, RED, YELLOW, ExitStatus, engine_version, harmless, number_of, say, stop, styled
from engine.cli.evaluator import Evaluator
from engine.cli.inputs import known_mapping, read_inputs
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - the same
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    MappingOption,  # noqa: TC001 - the same
    RulebooksOption,  # noqa: TC001 - the same
    open_library,
)
from engine.cli.progress import Watched
from engine.evaluation.editions import EditionsInterpreter
from engine.language.one_text import OneText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.audit.replaying import Replayed
    from engine.audit.verification import Finding
    from engine.language.record import Record
    from engine.loading.library import Library

_COLOURS = {Status.SAME: GREEN, Status.REASONS: YELLOW, Status.OTHER: RED, Status.ERASED: YELLOW, Status.GONE: RED}
_NOT_AS_LOGGED = "not-as-logged"


def command(
    log: LogArgument,
    records: Annotated[
        list[str] | None,
        typer.Option("--records", metavar="FILE", help="Records as they are now: tells where they differ; may be repeated."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs: an object.")] = Format.TEXT,
    *,
    whole: Annotated[bool, typer.Option("--all", help="Every entry, also those that come out the same.")] = False,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Decide every logged record again, and tell which decision would be another today, and whose doing that is.

    It can be another rulebook, another vocabulary, another engine, or, with --records, another record. Ends with 1 when a
    decision or its reasons would be other ones, or it cannot be decided any more. What was erased is counted, and is no fault.

    \b
    Examples: rulebook audit replay decisions.log
              rulebook audit replay decisions.log --records <records> --format json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment, law_known_on)
    deciding = _Deciding(library)
    findings: list[Finding] = []
    counts: Counter[str] = Counter()
    told: list[Replayed] = []
    replayer: Replayer | None = None
    with Watched() as watched:
        for line in walk(log, lambda done, size: watched.at("replaying", done, size), findings):
            entry = line.entry
            if entry is None or entry.kind is not Kind.DECISION:
                continue
            if line.findings:
                counts[_NOT_AS_LOGGED] += 1
                continue
            if replayer is None:
                today = _today(records, entry.content["asked"]["rulebook"], library, mapping, encoding)
                replayer = Replayer(
                    origin_of(library, engine_version()), library.vocabularies,
                    deciding.now, deciding.formerly, deciding.facts, today,
                )  # fmt: skip
            found = replayer.replay(entry)
            counts[found.status] += 1
            if found.status is not Status.SAME or whole or found.said:
                told.append(found)
    if format_ is Format.JSON:
        shown = {"counts": dict(sorted(counts.items())), "entries": [one.as_json() for one in told]}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        _print(log, told, counts)
    if findings:
        say(f"{harmless(str(log))}: this log is not what was written; see rulebook audit verify {harmless(str(log))}")
    failed = findings or counts[Status.OTHER] or counts[Status.REASONS] or counts[Status.GONE]
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if failed else ExitStatus.DONE)


class _Deciding:
    """The rulebooks that a log asks for, each linked once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._linked: dict[str, EditionsInterpreter] = {}

    def interpreter(self, reference: str) -> EditionsInterpreter:
        """The rulebook in its editions, linked. Raises :class:`InputError` where it does not load."""
        if reference not in self._linked:
            self._linked[reference] = EditionsInterpreter(self.library.editions(reference))
        return self._linked[reference]

    def outright(self, id_: str, versions: Mapping[str, str]) -> EditionsInterpreter:
        """The rulebook in one version, resting on one version of each other. Raises :class:`InputError` as above."""
        reference = " ".join(f"{other}@{version}" for other, version in sorted(versions.items()))
        if reference not in self._linked:
            book = self.library.load(f"{id_}@{versions[id_]}", uses=versions)
            self._linked[reference] = EditionsInterpreter(OneText(book))
        return self._linked[reference]

    def now(self, asked: Asked, record: Record) -> Mapping[str, Any]:
        """The judgment as `evaluate` would give it today."""
        evaluator = Evaluator(self.interpreter(asked.rulebook), asked.as_of, asked.decisions or ())
        return evaluator.judge(record)[1].as_json()

    def formerly(self, then: Mapping[str, Any], asked: Asked, record: Record) -> Mapping[str, Any] | None:
        """The judgment under the texts of then; ``None`` where they are not here."""
        books = [then["rulebook"], *then["uses"]]
        if any("versions" in book for book in books):
            return None
        interpreter = self.outright(books[0]["id"], {book["id"]: book["version"] for book in books})
        evaluator = Evaluator(interpreter, asked.as_of, asked.decisions or ())
        found = evaluator.judge(record)[1].as_json()
        return found if same_texts(then, found) else None

    def facts(self, record: Record) -> Mapping[str, Any]:
        """The facts of a record as the log keeps them."""
        own = next(one for one in self._linked.values() if record.subject in one.newest.subjects)
        books = tuple(own.books())
        return Scribe(Asked(own.newest.id), origin_of(self.library, ""), books, self.library.vocabularies).facts(record)


def _today(files: list[str] | None, reference: str, library: Library, mapping: Path | None, encoding: str) -> dict[str, Record]:
    """The records of files by id; a file that cannot be read ends the command."""
    if not files:
        return {}
    book = library.load(reference)
    inputs = read_inputs(files, book, library.vocabularies, known_mapping(mapping, book, library, files), encoding)
    if inputs.diagnostics.errors:
        first = inputs.diagnostics.in_order()[0]
        stop(f"--records: {harmless(str(first.place))}: {harmless(first.message)}", harmless(first.help))
    return {record.id: record for record in inputs.records}


def _print(log: Path, told: list[Replayed], counts: Counter[str]) -> None:
    for one in told:
        about = harmless(one.entry.record) if one.entry.record is not None else "(erased)"
        typer.echo(
            f"{harmless(str(log))}: entry {one.entry.number}, record {about}: {styled(_WORDS[one.status], _COLOURS[one.status])}"
        )
        for difference in one.differences:
            change = f"{difference.before} → {difference.after}" if difference.before != difference.after else difference.before
            typer.echo(f"  {harmless(difference.decision)}: {harmless(change)}  ({', '.join(difference.keys)})")
        for sentence in one.said:
            typer.echo(f"  {harmless(sentence)}")
    total = number_of(sum(counts.values()), "decision")
    parts = ", ".join(f"{count} {_WORDS.get(status, _CHANGED)}" for status, count in sorted(counts.items()))
    typer.echo(f"{total} replayed: {parts or 'the log holds none'}")


_CHANGED = "changed in the log"
_WORDS: dict[str, str] = {
    Status.SAME: "the same today",
    Status.REASONS: "the same today with other reasons",
    Status.OTHER: "another decision today",
    Status.ERASED: "erased",
    Status.GONE: "not decidable today",
}
