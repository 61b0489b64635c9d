"""``rulebook coverage``: the law's own table, unit by unit: executed, left to judgement, or not executable and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.analysis.executable import law_table
from engine.cli.coverage_formats import as_json, as_text
from engine.cli.options import Language, RulebooksOption, known_rulebook, open_library  # noqa: TC001 - typer reads it when the command is called

if TYPE_CHECKING:
    from engine.analysis.executable import LawTable
    from engine.loading.library import Library


class Format(StrEnum):
    """How the table is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def command(
    rulebooks_named: Annotated[
        list[str] | None, typer.Argument(metavar="RULEBOOK", help="The rulebooks: ID or ID@VERSION. Else all.")
    ] = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="How the table is printed.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of text and page.")] = Language.BOTH,
    rulebooks: RulebooksOption = None,
) -> None:
    """Print what share of a text is executed: each unit by the facts alone, by somebody's judgement, or not at all and why.

    How much of it scenarios exercise is another question: see the help of the command test.

    \b
    Examples: rulebook coverage
              rulebook coverage <id> --lang en
              rulebook coverage --format html > coverage.html
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks)
    tables = _tables(library, [known_rulebook(library, id_) for id_ in rulebooks_named or library.ids()])
    match format_:
        case Format.TEXT:
            typer.echo(as_text(tables, lang))
        case Format.JSON:
            typer.echo(as_json(tables))
        case Format.HTML:
            from engine.reporting.law_page import page_of_coverage  # noqa: PLC0415 - templates load slowly

            typer.echo(page_of_coverage(tables, lang.value), nl=False)
        case _:
            assert_never(format_)


def _tables(library: Library, references: list[str]) -> list[LawTable]:
    """The tables; what one rulebook defines may be used by any other."""
    newest = [library.load(id_) for id_ in library.ids()]
    return [law_table(library.load(reference), newest) for reference in dict.fromkeys(references)]
