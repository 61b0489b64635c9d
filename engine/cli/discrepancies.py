"""``rulebook discrepancies``: where the two languages of a text part, and what the rules do about it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer

from engine.analysis.discrepancies import partings_of
from engine.cli.console import BOLD, DIM, RED, YELLOW
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.options import Language, RulebooksOption, known_rulebook, one_of, open_library  # noqa: TC001 - typer reads it when the command is called
from engine.cli.wording import Wording
from engine.reporting.law_page import governs_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.discrepancies import Parting, Place, Writing
    from engine.language.facts import Bilingual

_COLOURS = {"A": (RED, BOLD), "B": (YELLOW,)}


class Format(StrEnum):
    """How the rows are printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def command(
    rulebooks_named: Annotated[
        list[str] | None, typer.Argument(metavar="RULEBOOK", help="The rulebooks: ID or ID@VERSION. Else all.")
    ] = None,
    *,
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="A,B,C", help="Only these severities: A changes an outcome.")
    ] = None,
    ids: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Only this row; can be repeated.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the rows are printed.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of notes and headings.")] = Language.BOTH,
    rulebooks: RulebooksOption = None,
) -> None:
    """List where the two languages of a text part: both wordings, how they differ, which governs, what the rule does.

    By rulebook and in the order of print. A row that stands at several units is listed once.

    \b
    Examples: rulebook discrepancies
              rulebook discrepancies <id> --severity A --lang en
              rulebook discrepancies --format html > discrepancies.html
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks)
    references = dict.fromkeys(known_rulebook(library, id_) for id_ in rulebooks_named or library.ids())
    rows = [row for reference in references for row in partings_of(library.load(reference))]
    if severity is not None:
        known = sorted({"A", "B", "C", *(row.severity for row in rows)})
        wanted = {one_of(one.strip().upper(), known, "--severity") for one in severity.split(",")}
    else:
        wanted = {row.severity for row in rows}
    named = {one_of(id_, [row.id for row in rows], "--id") for id_ in ids or ()}
    rows = [row for row in rows if row.severity in wanted and (not named or row.id in named)]
    match format_:
        case Format.TEXT:
            typer.echo(_as_text(rows, Wording(lang)))
        case Format.JSON:
            typer.echo(json.dumps({"discrepancies": [_as_json(row) for row in rows]}, ensure_ascii=False, indent=2))
        case Format.HTML:
            from engine.reporting.law_page import page_of_discrepancies  # noqa: PLC0415 - templates load slowly

            typer.echo(page_of_discrepancies(rows, lang.value), nl=False)
        case _:
            assert_never(format_)


def _as_text(rows: Sequence[Parting], wording: Wording) -> str:
    """A tree for each rulebook."""
    if not rows:
        return wording.phrase("discrepancies.none")
    roots: dict[str, Branch] = {}
    for row in rows:
        book = row.rulebook
        heading = (Words(f"{book.id}@{book.version} ", (BOLD,)), Words(wording.of(book.title)))
        root = roots.setdefault(book.id, Branch(heading))
        branch = Branch((Words(f"{row.id} ", (BOLD,)), Words(row.severity, _COLOURS.get(row.severity, ()))))
        branch.below += [below for writing in row.writings for below in _writing(writing, wording)]
        root.below.append(branch)
    return "\n".join(tree(root, width_of_output()) for root in roots.values())


def _writing(writing: Writing, wording: Wording) -> Iterator[Branch]:
    row = writing.discrepancy
    where = "; ".join(f"{wording.of(place_of(place))}{_path(place)}" for place in writing.places)
    yield Branch((Words(where, (DIM,)),))
    yield Branch((Words("zh ", (DIM,)), Words(row.zh)))
    yield Branch((Words("en ", (DIM,)), Words(row.en)))
    if row.note is not None:
        yield Branch((Words(wording.of(row.note)),))
    rule = "" if row.rule is None else f" {wording.labelled(wording.phrase('discrepancies.rule'), wording.of(row.rule))}"
    yield Branch((Words(wording.of(governs_of(row)), (BOLD,)), Words(rule)))


def _path(place: Place) -> str:
    return "" if place.provision is None else f" [{place.provision.path}]"


def _as_json(row: Parting) -> dict[str, Any]:
    return {
        "rulebook": row.rulebook.id,
        "version": row.rulebook.version,
        "id": row.id,
        "severity": row.severity,
        "as_written": [
            {
                "units": [
                    {"path": place.provision.path if place.provision else None, "cite": _wording(place_of(place))}
                    for place in writing.places
                ],
                "zh": writing.discrepancy.zh,
                "en": writing.discrepancy.en,
                "note": _wording(writing.discrepancy.note),
                "governs": writing.discrepancy.governs,
                "rule": _wording(writing.discrepancy.rule),
            }
            for writing in row.writings
        ],
    }


def _wording(text: Bilingual | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
