"""The command ``rulebook`` and its subcommands, each imported when it is called, so that none waits for another."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from engine.cli.arguments import read_plainly
from engine.cli.console import ExitStatus, engine_version, say_findings
from engine.cli.examples import filled_in
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: Final = {
    "evaluate": "Decide one record or many, and explain each decision.",
    "batch": "Decide many records, from files to a folder of decisions.",
    "stats": "Print the tables of a finished batch.",
    "audit": "Verify, search and replay a decision log.",
    "impact": "Tell which decisions another version changes, and why.",
    "report": "Write decision reports for those whom they concern.",
    "template": "Write an empty workbook for the staff to fill in.",
    "map": "Propose what the columns of a workbook or .csv file are.",
    "check": "Find every problem in rulebooks, vocabularies and scenarios.",
    "test": "Run the scenarios beside the rulebooks.",
    "show": "Show the text in force on a day, and where it comes from.",
    "amend": "Write the skeleton of an amendment, for you to edit.",
    "diff": "Show what differs between two versions of a text.",
    "coverage": "Tell what of a text is executed, unit by unit.",
    "discrepancies": "List where the two languages of a text part.",
    "prove": "Prove what is so of all possible records, with witnesses.",
    "whatif": "Tell what would turn an outcome, and when time alone does.",
    "schema": "Print the JSON Schema of a rulebook file or of a record.",
}
"""The subcommands; each is a module of this folder with a ``command`` in it, or a folder of them (see :data:`GROUPS`)."""
GROUPS: Final = frozenset({"audit"})
"""Subcommands with subcommands of their own: a folder with ``ACTIONS``, and with ``group``, which only says what they do."""


class Command(TyperCommand):
    """A subcommand whose arguments are read plainly, and whose help has examples of what is at hand."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters, read plainly."""
        return read_plainly(super().get_params(ctx))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What it does, with its examples."""
        self.help = filled_in(self.help or "")
        super().format_help_text(ctx, formatter)


class Actions(TyperGroup):
    """The subcommands of a subcommand by name."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's context, from a private module
        """The names, in the order in which help lists them."""
        return list(self._actions())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the same
        """An action, imported now; ``None`` for an unknown name."""
        return _single(f"engine.cli.{self.name}.{cmd_name}", cmd_name) if cmd_name in self._actions() else None

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What they do, with an example."""
        self.help = filled_in(self.help or "")
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the same
        """The list of the actions in help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._actions().items()))

    def _actions(self) -> dict[str, str]:
        found: dict[str, str] = import_module(f"engine.cli.{self.name}").ACTIONS
        return found


def _single(module: str, name: str) -> Any:
    """The command of a module."""
    function: Callable[..., None] = import_module(module).command
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name=name, cls=Command)(function)
    return typer.main.get_command(single)


def _group(name: str) -> Any:
    """A command with actions."""
    several = typer.Typer(
        name=name, cls=Actions, no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    several.callback()(import_module(f"engine.cli.{name}").group)
    return typer.main.get_command(several)


class Commands(TyperGroup):
    """The subcommands by name. A mistake in a user's text ends any of them with its findings, not with a traceback."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters, read plainly."""
        return read_plainly(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's context, from a private module
        """The names, in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the same
        """A subcommand, imported now; ``None`` for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        return _group(cmd_name) if cmd_name in GROUPS else _single(f"engine.cli.{cmd_name}", cmd_name)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What it does, with an example."""
        self.help = filled_in(self.help or "")
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the same
        """The list of the subcommands in help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: Any) -> Any:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            say_findings(error.diagnostics)
            raise typer.Exit(ExitStatus.WRONG_USE) from error
        except BrokenPipeError:  # who reads has seen enough (`| head`); that is no fault of anybody
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitStatus.DONE) from None


app = typer.Typer(
    name="rulebook",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # help in plain text: the libraries for more take longer to load than help to print
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"rulebook {engine_version()}")
        raise typer.Exit


@app.callback()
def rulebook(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Law as bilingual YAML: evaluate records, explain every decision, never guess a missing fact.

    Example: rulebook evaluate <records> --rulebook <id>
    """
