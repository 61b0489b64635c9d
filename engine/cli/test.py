"""``rulebook test``: the scenarios beside the rulebooks, run."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.analysis.scenarios import Interpreters, run_all, scenarios_of
from engine.cli.console import BOLD, DIM, GREEN, RED, ExitStatus, say, say_findings, styled
from engine.cli.options import RulebooksOption, known_rulebook, open_library
from engine.language.diagnostics import Diagnostics

if TYPE_CHECKING:
    from engine.analysis.scenarios import Result


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


def command(
    rulebooks_named: Annotated[
        list[str] | None, typer.Argument(metavar="[RULEBOOK]...", help="The rulebooks to test. Else all.")
    ] = None,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name also what passed, and why it is so.")] = False,
    rulebooks: RulebooksOption = None,
) -> None:
    """Run the scenarios beside the rulebooks.

    Ends with 1 when one fails, when one can't be read, and when there is none to run.

    \b
    Examples: rulebook test
              rulebook test nthu-dual-emba --verbose
    """  # noqa: D301 - \b keeps the lines of the example apart
    library = open_library(rulebooks)
    ids = [known_rulebook(library, id_) for id_ in rulebooks_named or library.ids()]
    interpreters = Interpreters(library)
    diagnostics = Diagnostics()
    results: list[Result] = []
    for id_ in ids:
        ran = list(run_all(scenarios_of(interpreters, id_, diagnostics), interpreters))
        failed = sum(not result.passed for result in ran)
        for result in ran:
            if verbose or not result.passed:
                typer.echo(_paragraph(result, verbose=verbose))
        word = styled(f"{failed} failed", RED, BOLD) if failed else styled("none failed", GREEN)
        typer.echo(f"{styled(id_, BOLD)}: {len(ran)} scenarios, {word}")
        results += ran
    say_findings(diagnostics.in_order())
    if not results:
        say("no scenario ran")
    wrong = not results or diagnostics.errors or any(not result.passed for result in results)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if wrong else ExitStatus.DONE)


def _paragraph(result: Result, *, verbose: bool) -> str:
    scenario = result.scenario
    word = styled("passed", GREEN) if result.passed else styled("failed", RED, BOLD)
    lines = [f"{styled(str(scenario.place), DIM)}: {word}: {scenario.name}"]
    lines += [f"    {difference}" for difference in result.differences]
    if verbose or not result.passed:
        lines.append(f"    {styled(f'expected because: {scenario.because} ({scenario.source})', DIM)}")
    return "\n".join(lines)
