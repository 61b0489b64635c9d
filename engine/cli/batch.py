"""``rulebook batch``: what a rulebook says of many records, in a folder of files."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import ExitStatus, engine_version, harmless, say, stop
from engine.cli.decision_log import AtOption, LogOption, say_head, say_waiting, time_of  # noqa: TC001 - typer reads them, too
from engine.cli.inputs import known_mapping
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    AsOfOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    MappingOption,  # noqa: TC001 - typer reads it when the command is called
    RulebookOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    number_above_none,
    one_of,
    open_library,
)
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.editions_at_hand import UnlikeEditionsError, at_hand
from engine.evaluation.judgment import UNDETERMINED

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from engine.batch.decision_log import BatchLog
    from engine.batch.job import Job
    from engine.batch.run import Finished
    from engine.batch.workers import Crew
    from engine.evaluation.editions_at_hand import EditionsAtHand
    from engine.language.instrument import Editions
    from engine.language.rulebook import Decision


class Explain(StrEnum):
    """Which records are explained in decisions.ndjson."""

    AUTO = "auto"
    ALL = "all"
    NONE = "none"


class EngineName(StrEnum):
    """What does the work."""

    LOCAL = "local"
    DASK = "dask"
    SPARK = "spark"


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Files, folders or globs of records; - is standard input."),
    ],
    rulebook: RulebookOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the results.")],
    as_of: AsOfOption = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="Whose records they are. Else the main subject.")
    ] = None,
    decision: Annotated[
        list[str] | None, typer.Option("--decision", metavar="NAME", help="Only this decision; may be repeated.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="CONDITION",
            help="Only records of which this is true: FACT=VALUE, or != < <= > >=; may be repeated, and all must hold.",
        ),
    ] = None,
    sample: Annotated[str | None, typer.Option("--sample", metavar="N", help="Only N records, drawn by their ids.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another number draws another sample.")] = 0,
    limit: Annotated[str | None, typer.Option("--limit", metavar="N", help="Look at the first N inputs only.")] = None,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="OUTCOME", help="Write out only records with this outcome; all of them are counted."),
    ] = None,
    explain: Annotated[
        Explain,
        typer.Option("--explain", help="Give the reasons in decisions.ndjson for all records, or none; else up to 20,000."),
    ] = Explain.AUTO,
    *,
    lines: Annotated[bool, typer.Option("--lines/--no-lines", help="Write decisions.ndjson beside decisions.parquet.")] = True,
    csv: Annotated[bool, typer.Option("--csv", help="Write decisions.csv too, for spreadsheets.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write decisions.xlsx too, a workbook with labels and counts.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="OUTCOME", help="End with 1 when a decision has this outcome; may be repeated."),
    ] = None,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N", help="So many processes. Else one a core.")] = None,
    engine: Annotated[EngineName, typer.Option("--engine", help="What does the work.")] = EngineName.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="With --engine dask: its scheduler. Else one of its own.")
    ] = None,
    master: Annotated[
        str | None, typer.Option("--master", metavar="ADDRESS", help="With --engine spark: the master. Else this machine.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace another batch in the folder.")] = False,
    log: LogOption = None,
    at: AtOption = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:  # fmt: skip
    """Decide many records, from files to a folder of decisions.

    DIR then holds decisions.parquet, decisions.ndjson, rejected.ndjson and summary.json. A batch that was interrupted goes on
    when the same command is run again. Ends with 1 when an input was rejected or --fail-on was met.

    \b
    Examples: rulebook batch <records> --rulebook <id> --out out/decided
              rulebook batch <records> --rulebook <id> --out out/open --only undetermined
              rulebook batch <records> --rulebook <id> --out out/logged --log decisions.log
    """  # noqa: D301 - \b keeps the lines of the examples apart
    number_of_jobs = number_above_none(jobs, "--jobs") or cores()
    most, drawn = number_above_none(limit, "--limit"), number_above_none(sample, "--sample")
    day = day_of(as_of)
    library = open_library(rulebooks, amendment, law_known_on)
    choosing = library.editions(known_rulebook(library, rulebook))
    book = EditionsInterpreter(choosing).newest
    chosen = one_of(subject, book.subjects, "--subject") if subject is not None else book.main_subject
    editions = _at_hand(choosing, chosen)
    about = [one for one in (book.decisions.values() if editions is None else editions.decisions) if one.subject == chosen]
    names = tuple(one_of(name, [one.name for one in about], "--decision") for name in decision or ()) or tuple(
        one.name for one in about
    )
    known = known_mapping(mapping, book, library, inputs)
    if known is not None and known.vocabulary.subject != chosen:
        stop(f'--mapping: it is of the subject "{known.vocabulary.subject}"', f"add --subject {known.vocabulary.subject}")
    outcomes = _outcomes([one for one in about if one.name in names])
    for outcome in [*(fail_on or ()), *([only] if only is not None else [])]:
        one_of(outcome, outcomes, "--fail-on" if outcome in (fail_on or ()) else "--only")

    from engine.audit.decisions import Asked, Scribe  # noqa: PLC0415 - help and wrong options wait for nothing
    from engine.audit.origin import origin_of  # noqa: PLC0415 - the same
    from engine.batch.conditions import read_condition  # noqa: PLC0415 - nor for arrays
    from engine.batch.errors import BatchError  # noqa: PLC0415 - the same
    from engine.batch.job import CSV, XLSX, Job  # noqa: PLC0415 - the same

    try:
        vocabulary = library.vocabularies[chosen]
        job = Job(
            rulebook=book if editions is None else editions.newest, editions=editions,
            vocabularies=library.vocabularies, subject=chosen, as_of=day, decisions=names,
            conditions=tuple(read_condition(written, vocabulary) for written in where or ()),
            sample=drawn, seed=seed, limit=most, only=only, lines=lines,
            mapping=known, mapping_digest=_digest(mapping), encoding=encoding,
            spreadsheets=tuple(name for name, wanted in ((CSV, csv), (XLSX, xlsx)) if wanted),
        )  # fmt: skip
        kept = None
        if log is not None:
            kept = _log(log, at, engine)
            asked = Asked(rulebook, day, names if decision else None)
            job = replace(job, scribe=Scribe(asked, origin_of(library, engine_version()), job.books, library.vocabularies))
        match engine:
            case EngineName.LOCAL | EngineName.DASK:
                with _crew(engine, number_of_jobs, scheduler) as crew:
                    finished = _in_chunks(job, inputs, out, explain, crew, kept, force=force)
            case EngineName.SPARK:
                finished = _on_spark(job, inputs, out, explain, master, force=force)
    except BatchError as error:
        stop(harmless(str(error)), harmless(error.help))
    except KeyboardInterrupt:
        say("stopped; run the same command to go on")
        raise typer.Exit(130) from None
    _tell(finished, out)
    if log is not None and kept is not None:
        _tell_log(log, kept)
    raise typer.Exit(_status(finished.summary, fail_on or ()))


def _log(path: Path, at: str | None, engine: EngineName) -> BatchLog:
    """The log in which the decisions come; one that cannot be written ends the command before anything is decided."""
    from engine.batch.decision_log import BatchLog  # noqa: PLC0415 - as above

    if engine is EngineName.SPARK:
        stop("--engine spark writes no log", "decide with --engine local, or leave --log out")
    found = BatchLog(path, time_of(at), say_waiting)
    found.check()
    return found


def _tell_log(path: Path, log: BatchLog) -> None:
    for note in log.notes:
        say(f"{harmless(str(path))}: {harmless(note)}")
    if log.head is not None:
        say_head(path, log.head)


def _at_hand(choosing: Editions, subject: str) -> EditionsAtHand | None:
    """The editions that the records of a subject can come under, where there are several."""
    try:
        return at_hand(choosing, subject)
    except UnlikeEditionsError as error:
        stop(str(error), "decide the records of one version at a time: --rulebook ID@VERSION, with --where")


def _crew(engine: EngineName, jobs: int, scheduler: str | None) -> AbstractContextManager[Crew]:
    """Those who decide the chunks."""
    if engine is EngineName.DASK:
        from engine.distributed.on_dask import DaskCrew  # noqa: PLC0415 - an extra

        return DaskCrew(scheduler, jobs, engine_version())
    if "pyarrow" not in sys.modules:  # else this is not the process of one command, and others may want the two together
        from engine.batch.lean import leave_pandas_aside  # noqa: PLC0415 - as above

        leave_pandas_aside()
    from engine.batch.workers import Processes  # noqa: PLC0415 - as above

    return nullcontext(Processes(jobs))


def _on_spark(job: Job, inputs: list[str], out: Path, explain: Explain, master: str | None, *, force: bool) -> Finished:
    from engine.distributed.on_spark import run_on_spark  # noqa: PLC0415 - an extra

    if explain is Explain.ALL:
        stop("--engine spark explains no records", "explain those that somebody looks at with --engine local and --where id=…")
    return run_on_spark(master, job, inputs, out, version=engine_version(), force=force)


def _in_chunks(
    job: Job, inputs: list[str], out: Path, explain: Explain, crew: Crew, log: BatchLog | None, *, force: bool
) -> Finished:
    from engine.batch.job import Explained  # noqa: PLC0415 - as above
    from engine.batch.run import run_batch  # noqa: PLC0415 - as above
    from engine.cli.progress import Watched  # noqa: PLC0415 - as above

    asked = {Explain.AUTO: None, Explain.ALL: Explained.ALL, Explain.NONE: Explained.OUTCOMES}[explain]
    with Watched() as watched:
        return run_batch(
            job, inputs, out, explain=asked, crew=crew, version=engine_version(), force=force,
            watch=lambda phase, done, total: watched.at(phase.value, done, total), log=log,
        )  # fmt: skip


def _digest(mapping: Path | None) -> str:
    """The digest of the mapping's file: under another one the same tables say something else."""
    return "" if mapping is None else f"sha256:{hashlib.sha256(mapping.read_bytes()).hexdigest()}"


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(decisions: list[Decision]) -> list[str]:
    return [*dict.fromkeys(outcome for one in decisions for outcome in one.outcomes), UNDETERMINED]


def _status(summary: dict[str, object], fail_on: list[str] | tuple[()]) -> ExitStatus:
    from engine.cli.stats import number_with  # noqa: PLC0415 - as above

    met = any(number_with(summary, outcome) for outcome in fail_on)
    return ExitStatus.FOUND_SOMETHING if summary["rejected"] or met else ExitStatus.DONE


def _tell(finished: Finished, out: Path) -> None:
    from engine.cli.stats import closing  # noqa: PLC0415 - as above

    if finished.was_done:
        say(f'"{harmless(str(out))}" holds this batch already; its files are left as they are')
    for note in finished.summary["notes"]:
        say(harmless(note))
    typer.echo(closing(finished.summary, out))
