"""``rulebook map``: a mapping of an office's tables to facts, proposed from their headers and values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import number_of, say, say_findings, stop
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    known_rulebook,
    one_of,
    open_library,
)
from engine.language.diagnostics import Diagnostic, Severity, did_you_mean

if TYPE_CHECKING:
    from engine.loading.library import Library


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook (.xlsx), a .csv file, or a folder of .csv files.")],
    rulebook: Annotated[
        str | None,
        typer.Option("--rulebook", metavar="ID[@VERSION]", help="The rulebook that is to decide; for its main subject."),
    ] = None,
    subject: Annotated[str | None, typer.Option("--subject", metavar="NAME", help="Whose records these are.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write. Else the mapping is printed.")
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Write the file also where there is one.")] = False,
    encoding: EncodingOption = "",
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Propose what the columns of a workbook or .csv file are: a mapping for --mapping, to be read and corrected.

    What was guessed is marked "# check:", what could not be guessed stands under "todo:"; the command check refuses the
    mapping until that is decided.

    \b
    Examples: rulebook map <table> --rulebook <id>
              rulebook map <table> --rulebook <id> --out out/mapping.yaml
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment)
    name = _subject(library, rulebook, subject)
    if not file.exists():
        beside = [entry.name for entry in file.parent.iterdir()] if file.parent.is_dir() else []
        near = did_you_mean(file.name, beside)
        stop(f'there is no file "{file}"', near if near.startswith("did") else "")
    if out is not None and out.exists() and not force:
        stop(f'there is a file "{out}" already', "name another with --out FILE, or write over it with --force")
    from engine.records.office.proposal import propose  # noqa: PLC0415 - help needs no workbooks
    from engine.records.office.proposal_text import counts_of, proposal_text  # noqa: PLC0415 - the same
    from engine.records.office.reading import read_tables  # noqa: PLC0415 - the same

    tables = read_tables(file, str(file), encoding)
    say_findings(Diagnostic(code, message, tables.place(), way_out, Severity.WARNING) for code, message, way_out in tables.notes)
    proposal = propose(tables, library.vocabularies[name])
    if not proposal.sheets:
        stop(f'no table in "{file}" has a row of headers', "the first row of a table names its columns")
    text = proposal_text(proposal, file.name, _schema(library, out))
    if out is None:
        typer.echo(text, nl=False)
    else:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            stop(f'"{out}" cannot be written: {error.strerror or error}', "name another file with --out FILE")
        typer.echo(str(out))
    bound, checks, todo = counts_of(proposal)
    say(f"{number_of(bound, 'column')} bound, {number_of(checks, 'mark')} to check, {number_of(todo, 'thing')} to decide")


def _subject(library: Library, rulebook: str | None, subject: str | None) -> str:
    """Whose records the tables hold."""
    if subject is not None:
        return one_of(subject, library.vocabularies, "--subject")
    if rulebook is not None:
        return library.load(known_rulebook(library, rulebook)).main_subject
    known = list(library.vocabularies)
    if len(known) != 1:
        stop("it is not said whose records these are", "name the rulebook that is to decide: --rulebook ID")
    return known[0]


def _schema(library: Library, out: Path | None) -> str:
    """The path of the schema from the file to be written, where the schemas lie beside the rulebooks."""
    schema = library.folder.parent / "schemas" / "mapping.schema.json"
    if out is None or not schema.is_file():
        return ""
    try:
        path = Path(os.path.relpath(schema.resolve(), out.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return ""
    return "" if path.startswith("../../..") else path  # a path through strange folders is of no use to anybody else
