"""Arguments that several commands take, and what they have to say when one is wrong."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import stop
from engine.language.diagnostics import did_you_mean
from engine.language.temporal.roc import DateFormatError, parse_date
from engine.loading.cache.shelf import users_shelf
from engine.loading.folders import find_library
from engine.loading.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Language(StrEnum):
    """The language of the output."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


RulebooksOption = Annotated[
    Path | None,
    typer.Option(
        "--rulebooks",
        metavar="DIR",
        help="The folder of rulebooks. Else RULEBOOK_PATH, else rulebooks/ here or above, else those shipped.",
    ),
]
AmendmentOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--amendment", metavar="FILE", help="A draft of an amendment, read as if it lay among the rulebooks; may be repeated."
    ),
]
KnownOnOption = Annotated[
    str | None,
    typer.Option("--law-known-on", metavar="DATE", help="Only with the amendments that were promulgated by that day."),
]
RulebookOption = Annotated[str, typer.Option("--rulebook", metavar="ID[@VERSION]", help="The rulebook that decides.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day on which the record is looked at. Else the rulebook names it."),
]


OfficeOption = Annotated[
    Path | None,
    typer.Option(
        "--office", metavar="DIR", help="The folder of an office: who writes, its phrases and templates. Else RULEBOOK_OFFICE."
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="What the columns of a workbook or .csv file are; map proposes it."),
]
EncodingOption = Annotated[
    str,
    typer.Option("--encoding", metavar="NAME", help="The encoding of .csv files, such as big5. Else it is found out, and said."),
]


def open_library(
    named: Path | None, amendments: Sequence[Path] | None = None, known_on: str | None = None, *, anew: bool = False
) -> Library:
    """The library that is meant, with drafts of amendments; a folder or file that is none ends the command.

    ``anew``: everything is read from its text. ``known_on`` is a day: amendments that were promulgated later are left out.
    """
    shelf = None if anew else users_shelf()
    library = Library(find_library(named), shelf, drafts=amendments or (), known_on=day_of(known_on, "--law-known-on"))
    library.acts.check_drafts(library.ids())
    return library


def known_rulebook(library: Library, reference: str) -> str:
    """The reference by the version's own name, when there is such a rulebook and version; else the command ends.

    A version is also called by an amendment, or by a day on which it is in force.
    """
    id_, at, version = reference.partition("@")
    if id_ not in library.ids():
        stop(f'there is no rulebook "{id_}" in {library.shown(library.folder)}', did_you_mean(id_, library.ids()))
    if not at:
        return reference
    name = library.named(id_, version)
    if name is None:
        stop(f'"{id_}" has no version "{version}"', did_you_mean(version, library.versions(id_)))
    return f"{id_}@{name}"


def day_of(written: str | None, option: str = "--as-of") -> date | None:
    """The day that an option names; one that is none ends the command."""
    if written is None:
        return None
    try:
        return parse_date(written)[0]
    except DateFormatError as error:
        stop(f"{option}: {error}", "write a day as YYYY-MM-DD")


def one_of(word: str, known: Iterable[str], option: str) -> str:
    """The word, when it is among those that an option knows; else the command ends."""
    words = list(known)
    if word not in words:
        stop(f'{option}: there is no "{word}"', did_you_mean(word, words) or f"known: {', '.join(words)}")
    return word


def number_above_none(written: str | None, option: str) -> int | None:
    """The number of things that an option asks for; what is no number above 0 ends the command."""
    if written is None:
        return None
    if not written.isascii() or not written.isdecimal() or int(written) == 0:
        stop(f'{option}: "{written}" is no number above 0', f"{option} 200")
    return int(written)
