"""``rulebook show``: the text of a rulebook as a tree, with the kind of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import BOLD, CYAN, DIM, YELLOW, stop
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    KnownOnOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    known_rulebook,
    open_library,
)
from engine.cli.wording import Wording
from engine.language.citation import cite_unit
from engine.language.diagnostics import did_you_mean

if TYPE_CHECKING:
    from engine.language.rulebook import Provision, Rulebook


def command(
    rulebook: Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="The rulebook.")],
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="Only this unit, by its path.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the text.")] = Language.BOTH,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
    law_known_on: KnownOnOption = None,
) -> None:
    """Show the text of a rulebook in the order of its units, and which kind of rule each of them is.

    \b
    Examples: rulebook show <id>
              rulebook show <id> --lang en
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment, law_known_on)
    book = library.load(known_rulebook(library, rulebook))
    own_text = {key: unit for key, unit in book.provisions.items() if not unit.applied_from}
    wording = Wording(lang)
    if path is None:
        root = _head(book, wording)
        root.below += [_unit(book, unit, wording) for unit in own_text.values() if unit.parent is None]
    else:
        unit = own_text.get(path if ":" in path else f"{book.id}:{path}")
        if unit is None:
            stop(f'{book.id} has no unit "{path}"', did_you_mean(path, [unit.path for unit in own_text.values()]))
        root = _unit(book, unit, wording)
    typer.echo(tree(root, width_of_output()))


def _head(book: Rulebook, wording: Wording) -> Branch:
    root = Branch((Words(f"{book.id}@{book.version} ", (BOLD,)), Words(wording.of(book.title))))
    root.add(f"{wording.of(book.authority)}; {wording.phrase('report.in_force', day=book.in_force.isoformat())}", DIM)
    root.add(book.digest, DIM)
    return root


def _unit(book: Rulebook, unit: Provision, wording: Wording) -> Branch:
    place = cite_unit(unit, book.provisions)
    words = [Words(wording.of(place), (BOLD,))]
    if unit.kind != "container":
        words.append(Words(f"  {wording.phrase(f'kind.{unit.kind}')}", (CYAN,)))
    name = unit.title or unit.label
    if name is not None:
        words.append(Words(f"  {wording.of(name)}"))
    branch = Branch((*words, Words(f"  [{unit.path}]", (DIM,))))
    if unit.text is not None:
        for language in (Language.ZH, Language.EN):
            if wording.language in {language, Language.BOTH}:
                branch.add(unit.text.in_language(language.value).strip())
    for key in unit.lifted_by:
        branch.add(f"lifted by {key.removeprefix(f'{book.id}:')}", YELLOW)
    for discrepancy in unit.discrepancies:
        branch.add(f"{discrepancy.id} ({discrepancy.severity}): zh {discrepancy.zh} | en {discrepancy.en}", YELLOW)
    branch.below += [_unit(book, book.provisions[child], wording) for child in unit.children if child in book.provisions]
    return branch
