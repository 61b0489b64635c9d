"""``rulebook amend``: the skeleton of an amendment, with the present text of what it is to change."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import say, stop
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    open_library,
)
from engine.loading.amendments.drafting import Drafter, Heading, OverlapError
from engine.loading.amendments.targets import NoTargetError

if TYPE_CHECKING:
    from datetime import date

    from engine.language.instrument import Version
    from engine.loading.library import Library


def command(
    rulebook: Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="The rulebook that is amended.")],
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="What it changes: units (art2.p5), keys of them (art2.title), parameters.NAME, terms.NAME, …"
        ),
    ],
    *,
    promulgated: Annotated[
        str | None, typer.Option("--promulgated", metavar="DATE", help="The day of promulgation. Else today.")
    ] = None,
    in_force: Annotated[
        str | None,
        typer.Option("--in-force", metavar="DATE", help="The first day of force. Else that of the promulgation."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it to a new file, else it is printed.")] = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Write the skeleton of an amendment, with the present wording and rules of what it is to change.

    It changes nothing before it is edited: units stand in it as they are in force on its day, to be worked over.

    \b
    Examples: rulebook amend <amended> <unit>
              rulebook amend <amended> <unit> --in-force 2030-02-01 > draft.yaml
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment)
    reference = known_rulebook(library, rulebook)
    id_, _, named = reference.partition("@")
    library.load(reference)  # what is wrong with the text is said before anything is built on it
    first, version = _days(library, id_, named, day_of(in_force, "--in-force") or day_of(promulgated, "--promulgated"))
    heading = Heading(
        id=_name(library, id_, first, out),
        amends=id_,
        version=version.name,
        promulgated=day_of(promulgated, "--promulgated") or min(_today(), first),
        in_force=first,
        schema=_schema(library, out),
        file=str(out) if out is not None else "draft.yaml",
    )
    try:
        text = Drafter(library, id_, version.name, first).draft(heading, paths)
    except NoTargetError as error:
        stop(f"{id_}@{version.name} has nothing of that name", str(error) or f"rulebook show {id_} lists its units")
    except OverlapError as error:
        stop(f'"{error.args[0]}" and "{error.args[1]}" have something in common', "name the larger one, or both parts of it")
    if out is None:
        typer.echo(text, nl=False)
    else:
        _write(text, out)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _days(library: Library, id_: str, named: str, asked: date | None) -> tuple[date, Version]:
    """The draft's first day, and the version in force on it; the command ends where there is none."""
    timeline = library.timeline(id_)
    day = asked or _today()
    found = timeline.on(day)
    if named:
        version = timeline.named(named)
        assert version is not None  # noqa: S101 - it is known
        if asked is None and found != version:
            return version.first_day, version
        if found != version:
            last = "" if version.last_day is None else f" until {version.last_day}"
            stop(f"{id_}@{named} is not in force on {day}", f"it is in force from {version.first_day}{last}")
    if found is None:
        stop(f"no text of {id_} is in force on {day}", f"rulebook show {id_} --versions")
    return day, found


def _name(library: Library, id_: str, day: date, out: Path | None) -> str:
    """The id of a draft: the name of its file, or its first day where no other amendment is called so."""
    if out is not None:
        return out.stem
    taken = {act.id for act in library.timeline(id_).acts}
    return day.isoformat() if day.isoformat() not in taken else f"{day.isoformat()}-draft"


def _schema(library: Library, out: Path | None) -> str:
    """Where an editor finds the schema, from the file: beside the folder of rulebooks."""
    place = library.folder.resolve().parent / "schemas" / "amendment.schema.json"
    here = (out.parent if out is not None else Path()).resolve()
    return Path(os.path.relpath(place, here)).as_posix() if place.is_file() else "amendment.schema.json"


def _write(text: str, path: Path) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        stop(f'"{path}" is there already', "name a new file with --out FILE: what was written by hand is not overwritten")
    except OSError as error:
        stop(f'the draft cannot be written to "{path}": {error.strerror or error}', "name another file with --out FILE")
    say(f"{path}: a draft that changes nothing yet; its first lines say how to go on")
