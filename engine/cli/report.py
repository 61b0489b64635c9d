"""``rulebook report``: the letters that an outcome calls for, and the long explanation of a decision."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import ExitStatus, harmless, number_of, say, say_findings, stop
from engine.cli.decision_log import AtOption, LogOption, log_evaluated  # noqa: TC001 - typer reads it when the command is called
from engine.cli.evaluator import Evaluator
from engine.cli.inputs import known_mapping, read_inputs
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    AsOfOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    MappingOption,  # noqa: TC001 - typer reads it when the command is called
    OfficeOption,  # noqa: TC001 - typer reads it when the command is called
    RulebookOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    one_of,
    open_library,
)
from engine.cli.progress import with_progress
from engine.evaluation.editions import EditionsInterpreter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.cli.inputs import Inputs
    from engine.reporting.issuing import Issuer


class Format(StrEnum):
    """The form of a document."""

    HTML = "html"
    MD = "md"
    PDF = "pdf"
    DOCX = "docx"


def command(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORD", help="Files or folders of records, YAML, JSON, .xlsx or .csv; - is standard input."),
    ],
    rulebook: RulebookOption,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder for the documents; made where there is none.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language, or both side by side.")] = Language.BOTH,
    format_: Annotated[
        Format, typer.Option("--format", help="The form: a page, plain text, for printing, or to be edited.")
    ] = Format.HTML,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--document",
            metavar="NAME",
            help="In place of the letters that the outcome calls for: a letter by its name, explanation (all reasons at "
            "length), all, or list (names what there is); may be repeated.",
        ),
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="NAME", help="Only what this decision's outcome calls for.")
    ] = None,
    office: OfficeOption = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="The day of the letters. Else they leave a blank for it.")
    ] = None,
    *,
    roc: Annotated[bool, typer.Option("--roc/--no-roc", help="Whether Chinese dates are of the R.O.C. calendar.")] = True,
    as_of: AsOfOption = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    log: LogOption = None,
    at: AtOption = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Write the letters that each record's outcome calls for: the decision, what is wanting, receipts, notices.

    Prints the files that were written. With --log each decision is in the log before its letters are written, and they
    carry its code. Ends with 1 when a record among several was rejected, with 2 when none could be read.

    \b
    Examples: rulebook report <record> --rulebook <id> --lang both --out out
              rulebook report <records> --rulebook <id> --lang zh --format docx --dated 2022-05-25 --out out
              rulebook report <record> --rulebook <id> --document explanation --format md --out out
              rulebook report <record> --rulebook <id> --document list
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from engine.reporting.issuing import Asked, Issuer, NoSuchLetterError  # noqa: PLC0415 - templates load slowly
    from engine.reporting.offices import named_office, read_office  # noqa: PLC0415 - the same

    library = open_library(rulebooks, amendment, law_known_on)
    day = day_of(as_of)
    interpreter = EditionsInterpreter(library.editions(known_rulebook(library, rulebook)))
    if decision is not None:
        one_of(decision, _decisions(interpreter), "--decision")
    asked = Asked(
        languages=lang.value,
        documents=tuple(document or ()),
        decision=decision or "",
        dated=day_of(dated, "--dated"),
        roc=roc,
    )
    issuer = Issuer(library.folder, read_office(named_office(office)), asked)
    if "list" in asked.documents:
        _list(issuer, interpreter, lang)
        raise typer.Exit(ExitStatus.DONE)
    try:
        issuer.check_names(interpreter.books())
    except NoSuchLetterError as error:
        stop(f"--document: {harmless(str(error))}", error.way_out)
    if out is None:
        stop("it is not said where the documents go", "name a folder with --out DIR")
    known = known_mapping(mapping, interpreter.newest, library, records)
    inputs = read_inputs(records, interpreter.newest, library.vocabularies, known, encoding)
    say_findings(inputs.diagnostics.in_order())
    if not inputs.records:
        raise typer.Exit(ExitStatus.WRONG_USE)
    from engine.cli.report_files import make_ready, write_papers  # noqa: PLC0415 - templates load slowly

    make_ready(out)
    codes: Sequence[str] = ()
    if log is not None:
        from engine.audit.decisions import Asked as Logged  # noqa: PLC0415 - who logs nothing does not wait for it

        evaluator = Evaluator(interpreter, day, (decision,) if decision else ())
        codes = log_evaluated(
            log, at, Logged(rulebook, day, (decision,) if decision else None), evaluator, library, inputs.records
        )
    judged = ((record, interpreter.under_each(record, day)) for record in inputs.records)
    watched = with_progress(judged, len(inputs.records), "writing")
    write_papers(issuer, watched, codes, out, format_.value, inputs)
    _end(inputs)


def _decisions(interpreter: EditionsInterpreter) -> list[str]:
    return list(dict.fromkeys(decision.name for book in interpreter.books() for decision in book.decisions.values()))


def _list(issuer: Issuer, interpreter: EditionsInterpreter, lang: Language) -> None:
    """The letters that there are, a line each: the name by which it is asked for, and its title."""
    from engine.reporting.issuing import EXPLANATION  # noqa: PLC0415 - templates load slowly

    titles = {one.name: one.title for book in interpreter.books() for one in issuer.declared(book)}
    titles[EXPLANATION] = issuer.office.phrases.say("report.title")
    width = max(map(len, titles))
    for name, title in titles.items():
        shown = {"zh": title.zh, "en": title.en, "both": f"{title.zh}  {title.en}"}[lang.value]
        typer.echo(f"{name:{width}}  {harmless(shown)}")


def _end(inputs: Inputs) -> None:
    if inputs.rejected:
        say(f"{number_of(inputs.rejected, 'input')} rejected, {number_of(len(inputs.records), 'record')} reported")
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if inputs.rejected else ExitStatus.DONE)
