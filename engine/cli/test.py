"""``rulebook test``: the scenarios beside the rulebooks, run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.analysis.coverage import Coverage
from engine.analysis.scenarios import Interpreters, run_all, scenarios_of
from engine.cli.console import ExitStatus, say, say_findings, stop
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    known_rulebook,
    number_above_none,
    open_library,
)
from engine.cli.progress import with_progress
from engine.cli.test_formats import as_json, as_junit, as_text
from engine.language.diagnostics import Diagnostics

if TYPE_CHECKING:
    from engine.analysis.scenarios import Result
    from engine.loading.library import Library


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


@dataclass(frozen=True, slots=True)
class Tested:
    """A rulebook with the results of its scenarios, and what they exercised where that was asked for."""

    rulebook: str
    results: tuple[Result, ...]
    coverage: Coverage | None


def command(
    rulebooks_named: Annotated[
        list[str] | None, typer.Argument(metavar="RULEBOOK", help="The rulebooks to test. Else all.")
    ] = None,
    *,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Tell also which results of provisions and rows were never exercised.")
    ] = False,
    mutate: Annotated[
        bool,
        typer.Option("--mutate", help="Edit the rules as somebody careless would, and tell which edits no scenario notices."),
    ] = False,
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="N", help="With --mutate: try so many edits, always the same ones.")
    ] = None,
    within: Annotated[
        str,
        typer.Option(
            "--within", metavar="UNIT", help='With --mutate: only edits of this unit, or of "decision NAME", "term NAME".'
        ),
    ] = "",
    jobs: Annotated[
        str | None, typer.Option("--jobs", metavar="N", help="With --mutate: so many processes. Else one a processor.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How results are printed.")] = Format.TEXT,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name also what passed and why, and what was exercised how often.")
    ] = False,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            "--scenarios", metavar="DIR", help="Run the scenarios of this folder, and not those beside the one RULEBOOK."
        ),
    ] = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Run the scenarios beside the rulebooks.

    Ends with 1 when one fails, when one can't be read, and when there is none to run; with --mutate also when
    fewer than 95 of 100 of all edits are noticed, or one that is not has no reason in harmless-edits.yaml.

    \b
    Examples: rulebook test
              rulebook test <id> --coverage
              rulebook test <id> --mutate --sample 3
              rulebook test <drafted> --amendment <draft> --scenarios <scenarios>
    """  # noqa: D301 - \b keeps the lines of the examples apart
    size, processes = number_above_none(sample, "--sample"), number_above_none(jobs, "--jobs")
    library = open_library(rulebooks, amendment, anew=True)
    ids = [known_rulebook(library, id_) for id_ in rulebooks_named or library.ids()]
    diagnostics = Diagnostics()
    if scenarios is not None:
        _check_folder(scenarios, ids, mutate=mutate)
    tested = _test(library, ids, diagnostics, scenarios, with_coverage=coverage)
    if mutate and format_ is Format.JUNIT:
        stop("--mutate has no junit format", "--format text or json")
    failed = any(not result.passed for one in tested for result in one.results)
    if mutate and not failed and not diagnostics.errors:
        _mutate(library, list(dict.fromkeys(ids)), format_, size, processes, within)
    match format_:
        case Format.TEXT:
            typer.echo(as_text(tested, verbose=verbose))
        case Format.JSON:
            typer.echo(as_json(tested))
        case Format.JUNIT:
            typer.echo(as_junit(tested))
        case _:
            assert_never(format_)
    say_findings(diagnostics.in_order())
    for one in tested:
        if not one.results:
            say(f"no scenario of {one.rulebook} ran")
    nothing_ran = not tested or any(not one.results for one in tested)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if failed or nothing_ran or diagnostics.errors else ExitStatus.DONE)


def _check_folder(folder: Path, ids: list[str], *, mutate: bool) -> None:
    """End the command where the scenarios of a folder can't be run as asked."""
    if not folder.is_dir():
        stop(f"--scenarios: {folder} is no folder", "name the folder in which the files of scenarios lie")
    if len(ids) != 1:
        stop("--scenarios runs the scenarios of one rulebook", "name it: rulebook test RULEBOOK --scenarios DIR")
    if mutate:
        stop("--mutate edits a rulebook as the scenarios beside it see it", "leave out --mutate, or --scenarios")


def _test(
    library: Library, ids: list[str], diagnostics: Diagnostics, folder: Path | None, *, with_coverage: bool
) -> list[Tested]:
    interpreters = Interpreters(library)
    tested = []
    for reference in dict.fromkeys(ids):
        id_, _, version = reference.partition("@")
        scenarios = scenarios_of(interpreters, id_, diagnostics, folder)
        if version:
            applied = f"{id_}@{interpreters.of(reference).rulebook.version}"
            scenarios = [scenario for scenario in scenarios if scenario.rulebook == applied]
        coverage = Coverage(interpreters.of(reference).rulebook) if with_coverage and scenarios else None
        tested.append(Tested(reference, tuple(run_all(scenarios, interpreters, coverage)), coverage))
    return tested


def _mutate(library: Library, ids: list[str], format_: Format, sample: int | None, jobs: int | None, within: str) -> None:
    """Tell what becomes of careless edits, and end the command."""
    from engine.analysis.mutation.score import Trial  # noqa: PLC0415 - what nobody asked for is not loaded
    from engine.cli import mutation_formats as formats  # noqa: PLC0415 - the same

    diagnostics = Diagnostics()
    scores = []
    for reference in ids:
        trial = Trial(library, reference, sample, diagnostics, within)
        fates = list(with_progress(trial.run(jobs), len(trial.mutants), f"editing {trial.id}"))
        scores.append(trial.score(fates))
    typer.echo(formats.as_json(scores) if format_ is Format.JSON else formats.as_text(scores))
    say_findings(diagnostics.in_order())
    enough = all(formats.is_enough(score) for score in scores) and not diagnostics.errors
    raise typer.Exit(ExitStatus.DONE if enough else ExitStatus.FOUND_SOMETHING)
