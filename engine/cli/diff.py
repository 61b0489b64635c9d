"""``rulebook diff``: what differs between two versions of a text, by legal unit."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.cli.console import ExitStatus, stop, write_page
from engine.cli.diff_text import as_text
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    known_rulebook,
    open_library,
)
from engine.loading.renumbered import renumbered
from engine.reporting.difference.build import difference
from engine.reporting.difference.plain import as_plain

if TYPE_CHECKING:
    from engine.reporting.difference.model import Difference


class Format(StrEnum):
    """How the differences are printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def command(
    before: Annotated[str, typer.Argument(metavar="ID@VERSION", help="The version before.")],
    after: Annotated[
        str, typer.Argument(metavar="ID@VERSION", help="The version after; of the same rulebook its version is enough.")
    ],
    *,
    format_: Annotated[Format, typer.Option("--format", help="How the differences are printed.")] = Format.TEXT,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Also write a page side by side to a file, to read and to print."),
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of wordings and sentences.")] = Language.BOTH,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 where the versions differ.")] = False,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Show what differs between two versions: wording, rules, numbers, terms, readings, decisions, renumbering.

    By legal unit, in the order of the text. The order and layout of files is no change. What was taken away stands in
    [-…-], what was added in {+…+}; rules are told in sentences. Below a change stands what rests on it.

    \b
    Examples: rulebook diff <before> <after>
              rulebook diff <before> <after> --lang zh --format html > diff.html
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment)
    first = known_rulebook(library, before)
    id_ = first.partition("@")[0]
    second = known_rulebook(library, after if "@" in after or after in library.ids() else f"{id_}@{after}")
    if second.partition("@")[0] != id_:
        stop(
            f'"{before}" and "{after}" are no versions of one rulebook',
            f"name two versions of {id_}: {', '.join(library.versions(id_))}",
        )
    old, new = library.load(first), library.load(second)
    found = difference(old, new, renumbered(library, old, new))
    if html is not None:
        write_page(_page(found, lang), html)
    match format_:
        case Format.TEXT:
            typer.echo(as_text(found, lang))
        case Format.JSON:
            typer.echo(json.dumps(as_plain(found), ensure_ascii=False, indent=2))
        case Format.HTML:
            typer.echo(_page(found, lang), nl=False)
        case _:
            assert_never(format_)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if exit_code and not found.is_empty else ExitStatus.DONE)


def _page(found: Difference, lang: Language) -> str:
    from engine.reporting.difference.page import page_of_difference  # noqa: PLC0415 - templates load slowly

    return page_of_difference(found, lang.value)
