"""``rulebook template``: an empty workbook for the staff to fill in."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import Annotated

import typer

from engine.cli.console import stop
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    known_rulebook,
    one_of,
    open_library,
)

ENDING = ".xlsx"


def command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="The workbook to write.")],
    rulebook: Annotated[
        str | None, typer.Option("--rulebook", metavar="ID[@VERSION]", help="Ask for what this rulebook reads of a record.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="Whose records; else the main subject of the rulebook.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of headings and instructions.")] = Language.BOTH,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Ask for every fact of the vocabulary, not only for what is read.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Write an empty workbook for records: a sheet for each kind of entry, with choices, checks and instructions.

    It asks for what the decisions and duties of the rulebook can read; without one, for all facts of the subject. What is
    filled in is decided by "rulebook batch".

    \b
    Examples: rulebook template --rulebook <id> --out out/records.xlsx
              rulebook template --subject <subject> --lang zh --out out/all-facts.xlsx
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment)
    if rulebook is None and subject is None:
        stop("it has to be said for which records", "name --rulebook ID, or --subject NAME for all facts of a subject")
    book = library.load(known_rulebook(library, rulebook)) if rulebook is not None else None
    known = {name: one.vocabulary for name, one in book.subjects.items()} if book is not None else library.vocabularies
    name = one_of(subject, known, "--subject") if subject is not None else book.main_subject if book is not None else ""
    if out.suffix.lower() != ENDING:
        stop(f'--out: "{out}" is no name of a workbook', f'name one that ends in {ENDING}: --out "{out.stem}{ENDING}"')
    if out.exists() and not force:
        stop(f'"{out}" is there already, and what was filled in would be lost', "name another file, or add --force")
    from engine.language.reach import facts_read  # noqa: PLC0415 - not for those whose option is wrong
    from engine.reporting.workbooks.template import write_template  # noqa: PLC0415 - workbooks load slowly

    reads = None if book is None or all_ else facts_read(book, name)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_template(book, known[name], reads, out, lang.value)
    except OSError as error:
        stop(f'the workbook cannot be written to "{out}": {error.strerror or error}', "name another file with --out")
    typer.echo(str(out))
