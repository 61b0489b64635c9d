"""``rulebook evaluate``: what a rulebook says of one record, or of many."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.analysis.expectations import answer_of
from engine.cli.console import ExitStatus, number_of, say, say_findings
from engine.cli.decision_log import AtOption, LogOption, log_evaluated  # noqa: TC001 - typer reads it when the command is called
from engine.cli.evaluator import Evaluator
from engine.cli.inputs import known_mapping, read_inputs
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    AsOfOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    MappingOption,  # noqa: TC001 - typer reads it when the command is called
    RulebookOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    one_of,
    open_library,
)
from engine.cli.progress import with_progress
from engine.evaluation.editions import EditionsInterpreter
from engine.evaluation.judgment import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record


class Format(StrEnum):
    """How judgments are printed."""

    TEXT = "text"
    JSON = "json"


def command(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORD", help="Files or folders of records, YAML, JSON, .xlsx or .csv; - is standard input."),
    ],
    rulebook: RulebookOption,
    as_of: AsOfOption = None,
    decision: Annotated[
        list[str] | None, typer.Option("--decision", metavar="NAME", help="Only this decision; may be repeated.")
    ] = None,
    format_: Annotated[
        Format,
        typer.Option("--format", help="For people, or for programs: an object, or with several records a line each."),
    ] = Format.TEXT,
    *,
    trace: Annotated[bool, typer.Option("--trace", help="Show the whole proof: everything that took part.")] = False,
    lang: Annotated[Language, typer.Option("--lang", help="The language of names and reasons.")] = Language.BOTH,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="OUTCOME", help="End with 1 when a decision has this outcome; may be repeated."),
    ] = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    log: LogOption = None,
    at: AtOption = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Decide one record or many, and explain each decision.

    Ends with 1 when a record among several was rejected or --fail-on was met, with 2 when no record could be read.

    \b
    Examples: rulebook evaluate <record> --rulebook <id>
              rulebook evaluate <records> --rulebook <id> --lang en
              rulebook evaluate - --rulebook <id> --format json --trace < <record>
              rulebook evaluate <records> --rulebook <id> --log decisions.log
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment, law_known_on)
    day = day_of(as_of)
    interpreter = EditionsInterpreter(library.editions(known_rulebook(library, rulebook)))
    book = interpreter.newest
    for name in decision or ():
        one_of(name, _decisions(interpreter), "--decision")
    for outcome in fail_on or ():
        one_of(outcome, _outcomes(interpreter), "--fail-on")
    known = known_mapping(mapping, book, library, records)
    inputs = read_inputs(records, book, library.vocabularies, known, encoding)
    say_findings(inputs.diagnostics.in_order())
    if not inputs.records:
        raise typer.Exit(ExitStatus.WRONG_USE)
    evaluator = Evaluator(interpreter, day, decision or (), trace=trace)
    if log is not None:
        from engine.audit.decisions import Asked  # noqa: PLC0415 - who logs nothing does not wait for it

        asked = Asked(rulebook, day, tuple(decision) if decision else None)
        log_evaluated(log, at, asked, evaluator, library, inputs.records)
    judgments: list[Judgment] = []
    if format_ is Format.JSON:
        for record in with_progress(inputs.records, len(inputs.records), "deciding"):
            _, judgment = evaluator.judge(record)
            judgments.append(judgment)
            typer.echo(_as_json(record, judgment, indent=2 if inputs.is_single else None))
    else:
        from engine.cli.judgment_text import print_many, print_one  # noqa: PLC0415 - programs wait for no sentences

        if inputs.is_single:
            judgments.append(print_one(evaluator, inputs.records[0], lang))
        else:
            judgments += print_many(evaluator, inputs.records, lang)
    if inputs.rejected:
        say(f"{number_of(inputs.rejected, 'input')} rejected, {number_of(len(judgments), 'record')} decided")
    failed = any(_outcome_is_among(judgment, fail_on or ()) for judgment in judgments)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if inputs.rejected or failed else ExitStatus.DONE)


def _as_json(record: Record, judgment: Judgment, indent: int | None) -> str:
    found = judgment.as_json()
    conversions = record.conversions
    if judgment.trace is not None and conversions:
        found["conversions"] = [
            {"fact": conversion.path, "written": conversion.written, "read": conversion.read.isoformat()}
            for conversion in conversions
        ]
    return json.dumps(found, ensure_ascii=False, indent=indent)


def _decisions(interpreter: EditionsInterpreter) -> list[str]:
    return list(dict.fromkeys(decision.name for book in interpreter.books() for decision in book.decisions.values()))


def _outcomes(interpreter: EditionsInterpreter) -> list[str]:
    decisions = [decision for book in interpreter.books() for decision in book.decisions.values()]
    return [*dict.fromkeys(outcome for decision in decisions for outcome in decision.outcomes), UNDETERMINED]


def _outcome_is_among(judgment: Judgment, outcomes: Sequence[str]) -> bool:
    return any(answer_of(result) in outcomes for result in judgment.decisions.values())
