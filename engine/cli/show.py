"""``rulebook show``: the text in force on a day with its rules, and where each unit of it comes from."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.cli.console import stop, write_page
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    open_library,
)
from engine.cli.show_text import as_text, list_of_versions
from engine.language.diagnostics import did_you_mean
from engine.reporting.consolidated.build import excerpt, periods, shown_text

if TYPE_CHECKING:
    from datetime import date

    from engine.loading.library import Library
    from engine.reporting.consolidated.model import Shown


class Format(StrEnum):
    """How the text is printed."""

    TEXT = "text"
    HTML = "html"


def command(
    rulebook: Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="The rulebook.")],
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help="Only this unit, by its path, or what is declared: parameters.NAME.")
    ] = None,
    *,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The text that is in force on this day.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="List the versions with their periods.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How the text is printed.")] = Format.TEXT,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page to a file instead, to read and to print.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the text.")] = Language.BOTH,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Show the text of a rulebook in the order of its units, with their rules, and where each of them comes from.

    Without a version or a day, the newest version. What amendments changed is marked, and says by which of them it was.

    \b
    Examples: rulebook show <id>
              rulebook show <id> --lang en
              rulebook show <amended> --as-of <day> --format html > text.html
              rulebook show <amended> --versions
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment, law_known_on)
    reference = known_rulebook(library, rulebook)
    id_, _, version = reference.partition("@")
    if versions:
        typer.echo(list_of_versions(id_, list(periods(library, id_)), lang))
        return
    day = day_of(as_of)
    if day is not None and version:
        stop(f'"{rulebook}" names a version, and --as-of a day', f"rulebook show {id_} --as-of {as_of}")
    if day is not None:
        version = _in_force(library, id_, day)
    shown = shown_text(library, id_, version or library.newest(id_), day)
    if path is not None:
        shown = _only(shown, path)
    if html is not None:
        write_page(_page(shown, lang), html)
        return
    match format_:
        case Format.TEXT:
            typer.echo(as_text(shown, lang))
        case Format.HTML:
            typer.echo(_page(shown, lang), nl=False)
        case _:
            assert_never(format_)


def _in_force(library: Library, id_: str, day: date) -> str:
    """The version of a day; the command ends where no text is in force on it."""
    timeline = library.timeline(id_)
    found = timeline.on(day)
    if found is not None:
        return found.name
    library.load(id_)  # what is wrong with the rulebook is said first
    first, last = timeline.versions[0], timeline.versions[-1]
    if day < first.first_day:
        stop(
            f"no text of {id_} here is in force on {day}: the first one is in force from {first.first_day}",
            f"--as-of {first.first_day}; an older text needs its own folder in enactments/",
        )
    stop(f"no text of {id_} here is in force on {day}: the last one ends on {last.last_day}", f"--as-of {last.last_day}")


def _only(shown: Shown, path: str) -> Shown:
    """The part of a text that is asked for; the command ends where there is none."""
    own = path.removeprefix(f"{shown.id}:")
    found = excerpt(shown, own)
    if found is None:
        stop(f'{shown.id}@{shown.version} has no "{path}"', did_you_mean(own, shown.names()))
    return replace(found, is_excerpt=True)


def _page(shown: Shown, lang: Language) -> str:
    from engine.reporting.consolidated.page import page_of_text  # noqa: PLC0415 - templates load slowly

    return page_of_text(shown, lang.value)
