"""Every finding of a library: vocabularies, every version of every rulebook, the structure of their scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.mutation.harmless import FILE, harmless_edits
from engine.analysis.mutation.mutants import mutants_of
from engine.analysis.scenario_files import read_scenarios
from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library


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
    found.found += library.diagnostics.found
    return found.in_order()


def _touches(library: Library, rulebook: Rulebook, faulty: set[str]) -> bool:
    """Whether an error lies in a rulebook, in what it uses, or in the vocabularies that all share."""
    folders = [library.shown(library.folder / name) for name in ("vocabulary", rulebook.id, *rulebook.uses)]
    return any(file == folder or file.startswith(f"{folder}/") for file in faulty for folder in folders)
