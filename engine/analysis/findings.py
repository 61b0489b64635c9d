"""Every finding of a library: vocabularies, every version of every rulebook, the structure of their scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.analysis.mutation.harmless import FILE, harmless_edits
from engine.analysis.mutation.mutants import mutants_of
from engine.analysis.scenario_files import read_scenarios
from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_file
from engine.records.office.mapping_reader import is_mapping, read_mapping

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library


MAPPINGS: Final = "mappings"
"""The folder beside the rulebooks in which the mappings of offices may lie."""


def findings_of(library: Library) -> list[Diagnostic]:
    """All of them, by place.

    The scenarios of a rulebook that has errors itself are not read: they would only echo them.
    """
    found = Diagnostics()
    library.vocabularies  # noqa: B018 - reading them finds what is wrong with them
    newest: dict[str, Rulebook | None] = {}
    for id_ in library.ids():
        for version in library.versions(id_):
            built = library.built(id_, version)
            newest[id_] = None if built is None else built.rulebook
    faulty = {finding.place.file for finding in library.diagnostics.errors}
    for id_, rulebook in newest.items():
        if rulebook is None or _touches(library, rulebook, faulty):
            continue
        linked: dict[str, Interpreter] = {}

        def interpreter_of(reference: str, linked: dict[str, Interpreter] = linked) -> Interpreter:
            if reference not in linked:
                built = library.built(*reference.partition("@")[::2])
                assert built is not None  # noqa: S101 - a version with errors is excluded above
                linked[reference] = Interpreter(built.rulebook)
            return linked[reference]

        read_scenarios(library, id_, interpreter_of, found)
        edits = (
            {mutant.name for mutant in mutants_of(library, id_, rulebook.version)}
            if (library.folder / id_ / FILE).is_file()
            else set()
        )
        harmless_edits(library, id_, edits, found)
    for file in sorted((library.folder / MAPPINGS).glob("*.yaml")):
        findings_of_mapping(library, file, library.shown(file), found)
    found.found += library.diagnostics.found
    return found.in_order()


def findings_of_mapping(library: Library, file: Path, shown: str, found: Diagnostics) -> bool:
    """What is wrong with a mapping of an office's tables; whether the file is one at all."""
    told = Diagnostics()
    tree = read_file(file, shown, told)
    if tree is None or not is_mapping(tree):
        return False
    found.found += told.found
    if not told.errors:
        read_mapping(tree, library.vocabularies, found)
    return True


def _touches(library: Library, rulebook: Rulebook, faulty: set[str]) -> bool:
    """Whether an error lies in a rulebook, in what it uses, or in the vocabularies that all share."""
    folders = [library.shown(library.folder / name) for name in ("vocabulary", rulebook.id, *rulebook.uses)]
    return any(file == folder or file.startswith(f"{folder}/") for file in faulty for folder in folders)
