"""``rulebook report``: decision reports for those whom they concern."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - the same
from typing import Annotated

import typer

from engine.cli.console import ExitStatus, number_of, say, say_findings, stop
from engine.cli.inputs import known_mapping, read_inputs
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    AsOfOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    MappingOption,  # noqa: TC001 - typer reads it when the command is called
    RulebookOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    open_library,
)
from engine.cli.progress import with_progress
from engine.evaluation.editions import EditionsInterpreter


class Format(StrEnum):
    """The form of a report."""

    HTML = "html"
    MD = "md"


def command(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORD", help="Files or folders of records, YAML, JSON, .xlsx or .csv; - is standard input."),
    ],
    rulebook: RulebookOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the reports; made where there is none.")],
    lang: Annotated[Language, typer.Option("--lang", help="The language, or both side by side.")] = Language.BOTH,
    format_: Annotated[Format, typer.Option("--format", help="The form of the reports.")] = Format.HTML,
    *,
    roc: Annotated[bool, typer.Option("--roc", help="Show Chinese dates in the R.O.C. calendar.")] = False,
    as_of: AsOfOption = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Write a decision report for each record: the outcome, the reasons with the wording of the law, what is missing.

    Prints the files that were written. Ends with 1 when a record among several was rejected, with 2 when none could be
    read.

    \b
    Examples: rulebook report <record> --rulebook <id> --lang both --out out
              rulebook report <records> --rulebook <id> --lang zh --roc --format md --out out
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment, law_known_on)
    day = day_of(as_of)
    interpreter = EditionsInterpreter(library.editions(known_rulebook(library, rulebook)))
    known = known_mapping(mapping, interpreter.newest, library, records)
    inputs = read_inputs(records, interpreter.newest, library.vocabularies, known, encoding)
    say_findings(inputs.diagnostics.in_order())
    if not inputs.records:
        raise typer.Exit(ExitStatus.WRONG_USE)
    evaluations = [
        interpreter.under_each(record, day) for record in with_progress(inputs.records, len(inputs.records), "deciding")
    ]
    from engine.reporting import write_reports  # noqa: PLC0415 - templates load slowly, and help needs none
    from engine.reporting.overview.build import refused_inputs  # noqa: PLC0415 - the same

    try:
        written = write_reports(
            evaluations, out, languages=lang.value, format=format_.value, roc=roc, refused=refused_inputs(inputs.refused)
        )
    except OSError as error:
        stop(f'the reports cannot be written to "{out}": {error.strerror or error}', "name another folder with --out DIR")
    for path in written:
        typer.echo(str(path))
    if inputs.rejected:
        say(f"{number_of(inputs.rejected, 'input')} rejected, {number_of(len(evaluations), 'record')} reported")
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if inputs.rejected else ExitStatus.DONE)
