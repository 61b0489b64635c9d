"""``rulebook whatif``: what a person could change so that a decision comes out otherwise, and what time alone does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.analysis.whatif.answers import Answer
from engine.analysis.whatif.asked import Asked
from engine.analysis.whatif.passing import first_round
from engine.analysis.whatif.turning import changes_that_turn
from engine.cli.console import ExitStatus, say, say_findings, stop
from engine.cli.inputs import read_inputs
from engine.cli.options import (  # noqa: TC001 - typer reads it when the command is called
    AmendmentOption,
    AsOfOption,
    KnownOnOption,
    Language,
    RulebookOption,
    RulebooksOption,
    day_of,
    known_rulebook,
    number_above_none,
    one_of,
    open_library,
)
from engine.evaluation.editions import EditionsInterpreter
from engine.language.walk import main_decisions, of_decision, references

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.analysis.whatif.answers import Changes, Passing
    from engine.language.record import Record
    from engine.language.rulebook import Decision

MOST: Final = 3
SECONDS: Final = 30
YEARS: Final = 15
SOLVER: Final = "pip install 'rulebook-engine[prove]'"
"""How the solver is installed."""


class Format(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked of a record, and both answers."""

    asked: Asked
    decision: Decision
    changes: Changes
    passing: Passing
    parts: Mapping[str, Passing]
    """Where time alone does not turn the decision: those which it asks for, and which time does turn."""


def command(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The file of one record; - is standard input.")],
    rulebook: RulebookOption,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="NAME", help="The decision that is to turn. Else the main one.")
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="X", help="The outcome that is wanted; may be repeated. Else the favourable ones."),
    ] = None,
    as_of: AsOfOption = None,
    most: Annotated[
        str | None, typer.Option("--most", metavar="N", help=f"Show at most so many ways to turn it. Else {MOST}.")
    ] = None,
    years: Annotated[str | None, typer.Option("--years", metavar="N", help=f"Look so many years ahead. Else {YEARS}.")] = None,
    timeout: Annotated[
        str | None, typer.Option("--timeout", metavar="SECONDS", help=f"For the search for changes. Else {SECONDS}.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the answer is printed.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the answer.")] = Language.BOTH,
    amendment: AmendmentOption = None,
    known_on: KnownOnOption = None,
    rulebooks: RulebooksOption = None,
) -> None:
    """Tell the fewest changes that would turn an outcome, and when it turns if nothing but time passes.

    Only what the vocabulary calls changeable is changed. Every answer was decided anew before it is shown. What the search did
    not settle in its time is said to be undecided.

    \b
    Examples: rulebook whatif <record> --rulebook <id>
              rulebook whatif <record> --rulebook <id> --years 5 --lang en
              rulebook whatif <record> --rulebook <id> --format json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    limits = [number_above_none(one, name) for one, name in ((most, "--most"), (years, "--years"), (timeout, "--timeout"))]
    library = open_library(rulebooks, amendment, known_on)
    interpreter = EditionsInterpreter(library.editions(known_rulebook(library, rulebook)))
    inputs = read_inputs([record], interpreter.newest, library.vocabularies)
    say_findings(inputs.diagnostics.in_order())
    if not inputs.records:
        raise typer.Exit(ExitStatus.WRONG_USE)
    if len(inputs.records) > 1 or inputs.rejected:
        stop(f'one record is asked about, and "{record}" holds several', "name the file of one record")
    (only,) = inputs.records
    meant = _decision(interpreter, only, decision)
    asked = Asked(interpreter, only, meant.name, _wanted(meant, outcome or ()), day_of(as_of))
    if meant.name not in asked.judgment(only).decisions:
        stop(f'the version that applies to this record has no decision "{meant.name}"', "name another one: --decision NAME")
    changes = changes_that_turn(asked, limits[0] or MOST, float(limits[2] or SECONDS))
    passing = first_round(asked, interpreter.newest.subjects[only.subject].vocabulary, limits[1] or YEARS)
    answered = Answered(asked, meant, changes, passing, _parts(asked, meant, passing, limits[1] or YEARS))
    if answered.changes.reason == "solver":
        say(f"to look for changes takes the solver z3, which is not installed: {SOLVER}")
    if format_ is Format.JSON:
        from engine.cli.whatif_json import as_json  # noqa: PLC0415 - one of the two is printed

        typer.echo(as_json(answered))
    else:
        from engine.cli.whatif_text import as_text  # noqa: PLC0415 - the same

        typer.echo(as_text(answered, lang))


def _parts(asked: Asked, decision: Decision, passing: Passing, years: int) -> dict[str, Passing]:
    """The decisions that a decision asks for which time turns, where it does not turn the decision itself."""
    if passing.answer is not Answer.NONE:
        return {}
    book = asked.interpreter.newest
    named = {name for expression in of_decision(decision) for name in references(expression)}
    parts = [one for key, one in book.decisions.items() if f"decision {key}" in named and one.favourable]
    vocabulary = book.subjects[asked.record.subject].vocabulary
    found = {
        one.name: first_round(replace(asked, decision=one.name, wanted=tuple(one.favourable)), vocabulary, years) for one in parts
    }
    return {name: one for name, one in found.items() if one.answer is Answer.FOUND}


def _decision(interpreter: EditionsInterpreter, record: Record, named: str | None) -> Decision:
    """The decision that is meant, among those about the record's subject that have outcomes."""
    book = interpreter.newest
    own = {one.name: one for one in book.decisions.values() if one.subject == record.subject and one.rows}
    if not own:
        stop(f"{book.id} has no decision with outcomes about the subject {record.subject}")
    if named is not None:
        return own[one_of(named, own, "--decision")]
    main = [name for name in main_decisions(book, record.subject) if name in own]
    names = [*main, *own]
    return own[next((name for name in names if own[name].favourable), names[0])]


def _wanted(decision: Decision, named: Sequence[str]) -> tuple[str, ...]:
    """The outcomes that are wanted."""
    if not named and not decision.favourable:
        stop(
            f'no outcome of "{decision.name}" is called favourable',
            f"say what is wanted: --outcome {next(iter(decision.outcomes))}",
        )
    return tuple(one_of(name, decision.outcomes, "--outcome") for name in named) or tuple(decision.favourable)
