"""``rulebook schema``: the JSON Schema of a file, or of a record as its vocabulary says."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    one_of,
    open_library,
)

FILES = (
    "rulebook", "decisions", "article", "vocabulary", "enumerations", "scenario", "harmless-edits", "mapping", "letter", "office",
    "decision", "amendment", "decision-log",
)  # fmt: skip
"""The kinds of file that have a schema; as `engine.loading.schema` has them, which takes long to load."""


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of {', '.join(FILES)}, or a subject.")],
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Print the JSON Schema of a file, or of a record.

    \b
    Examples: rulebook schema rulebook
              rulebook schema <subject> > record.schema.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if name in FILES:
        from engine.loading.schema import schema_of  # noqa: PLC0415 - records need no schema of rulebooks

        schema = schema_of(name)
    else:
        from engine.records.schema import record_schema  # noqa: PLC0415 - the other way round

        vocabularies = open_library(rulebooks, amendment).vocabularies
        one_of(name, [*FILES, *vocabularies], "schema")
        schema = record_schema(vocabularies[name])
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
