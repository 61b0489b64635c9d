"""``rulebook prove``: what is so of all possible records, with a witness of whatever is not."""

from __future__ import annotations

import os
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.cli.console import ExitStatus, stop
from engine.cli.options import (  # noqa: TC001 - typer reads it when the command is called
    AmendmentOption,
    Language,
    RulebooksOption,
    day_of,
    known_rulebook,
    number_above_none,
    open_library,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.analysis.proof.answers import Witness
    from engine.cli.proving import DoneComparison, DoneQuestions

SECONDS: Final = 60
"""For each thing that is asked of the solver, where nobody says another time."""
_TWO: Final = 2


class Format(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


class Verdict(StrEnum):
    """As :class:`engine.analysis.proof.comparing.Verdict` has them, which a help text need not load."""

    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"
    UNDECIDED = "undecided"


class Question(StrEnum):
    """As :class:`engine.analysis.proof.questions.Kind` has them."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    ROW = "row"
    EXCEPTION = "exception"
    TOGETHER = "together"
    RESTATED = "restated"


def command(
    rulebooks_named: Annotated[
        list[str],
        typer.Argument(metavar="RULEBOOK [RULEBOOK]", help="Two rulebooks to compare, or one to ask about: ID or ID@VERSION."),
    ],
    *,
    decision: Annotated[
        str | None,
        typer.Option("--decision", metavar="NAME", help="The decision that is compared; A=B where the two call it otherwise."),
    ] = None,
    tightens: Annotated[
        str | None,
        typer.Option("--tightens", metavar="RULEBOOK", help="Ask whether the decision only tightens that of this rulebook."),
    ] = None,
    favourable: Annotated[
        list[str] | None,
        typer.Option(
            "--favourable", metavar="OUTCOME", help="An outcome that one would want, in place of what the decision says."
        ),
    ] = None,
    question: Annotated[
        list[Question] | None, typer.Option("--question", help="Of one rulebook: ask only this; can be repeated.")
    ] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option("--reading", metavar="NAME=OPTION", help="Read a text by another option; ID:NAME of a used one."),
    ] = None,
    other_reading: Annotated[
        list[str] | None, typer.Option("--other-reading", metavar="NAME=OPTION", help="The same, of the second rulebook only.")
    ] = None,
    uses: Annotated[
        list[str] | None, typer.Option("--uses", metavar="ID@VERSION", help="The version of a rulebook that these rest on.")
    ] = None,
    other_uses: Annotated[
        list[str] | None, typer.Option("--other-uses", metavar="ID@VERSION", help="The same, of the second rulebook only.")
    ] = None,
    bound: Annotated[
        list[str] | None, typer.Option("--bound", metavar="LIST=N", help="At most so many entries of a list; can be repeated.")
    ] = None,
    first_day: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The earliest date of a record.")] = None,
    last_day: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The latest date of a record.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day records are looked at. Else the rulebook names it.")
    ] = None,
    timeout: Annotated[
        str | None, typer.Option("--timeout", metavar="SECONDS", help=f"For each thing that is asked. Else {SECONDS}.")
    ] = None,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N", help="So many processes. Else one a core.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the witnesses there, as record files.")] = None,
    fail_on: Annotated[
        list[Verdict] | None, typer.Option("--fail-on", help="Exit status 1 with this verdict; can be repeated.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the answer is printed.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the answer.")] = Language.BOTH,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Prove what is so of all possible records: a decision of two rulebooks compared, or questions about one.

    Two: equivalent, stricter, looser or neither, with the smallest record as a witness of each difference. One: what can never
    be satisfied, violated or reached, what never matters, what contradicts, what a restatement changes. Exit status 1: something
    was found wrong with a rulebook, or with --fail-on.

    \b
    Examples: rulebook prove <id> --question row --timeout 5
              rulebook prove <id> <id> --decision application --timeout 5
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if find_spec("z3") is None:
        stop("questions about all records need the solver z3", "pip install 'rulebook-engine[prove]'")
    names = [*rulebooks_named, *([tightens] if tightens else [])]
    if len(names) > _TWO:
        stop("one rulebook is asked about, or two are compared")
    if len(names) == _TWO and decision is None:
        stop("two rulebooks are compared by one decision", "say which: --decision NAME")
    if len(names) < _TWO and decision is not None:
        stop("--decision compares two rulebooks", f"rulebook prove {names[0]} OTHER --decision {decision}")
    library = open_library(rulebooks, amendment)
    for name in (*names, *(uses or ()), *(other_uses or ())):
        known_rulebook(library, name)
    from engine.cli.proving import Limits, asked, compared  # noqa: PLC0415 - not for those whose option is wrong

    limits = Limits(
        readings=tuple(reading or ()),
        other_readings=tuple(other_reading or ()),
        uses=tuple(uses or ()),
        other_uses=(*(uses or ()), *(other_uses or ())),
        lists=tuple(bound or ()),
        days=(day_of(first_day, "--from"), day_of(last_day, "--to")),
        as_of=day_of(as_of),
        seconds=float(number_above_none(timeout, "--timeout") or SECONDS),
        jobs=number_above_none(jobs, "--jobs") or _cores(),
    )
    done: DoneComparison | DoneQuestions
    if decision is not None:
        done = compared(library, names, decision, favourable or (), limits, tightening=tightens is not None)
        wrong = done.verdict in {one.value for one in fail_on or ()} or done.is_wrong
    else:
        done = asked(library, names[0], [one.value for one in question or list(Question)], limits)
        wrong = done.is_wrong
    files = _written(done.witnesses, out)
    if format_ is Format.JSON:
        from engine.cli.proving_json import as_json  # noqa: PLC0415 - one of the two is printed

        typer.echo(as_json(done, files))
    else:
        from engine.cli.proving_text import as_text  # noqa: PLC0415 - the same

        typer.echo(as_text(done, files, lang))
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if wrong else ExitStatus.DONE)


def _written(witnesses: Mapping[str, Witness], out: Path | None) -> dict[str, Path]:
    """The file of each witness, where a folder for them is named."""
    if out is None:
        return {}
    files = {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, witness in witnesses.items():
            files[name] = out / f"{name}.yaml"
            files[name].write_text(witness.text, encoding="utf-8")
    except OSError as error:
        stop(f"--out: {error.strerror or error}: {out}", "name a folder in which files can be written")
    return files


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
