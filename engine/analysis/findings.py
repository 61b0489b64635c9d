"""Every finding of a library: vocabularies, rulebooks in every version and pair of versions, the structure of their scenarios."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.analysis.mutation.harmless import FILE, harmless_edits
from engine.analysis.mutation.mutants import mutants_of
from engine.analysis.scenario_files import read_scenarios
from engine.evaluation.editions import EditionsInterpreter
from engine.language.diagnostics import Diagnostics, InputError
from engine.language.one_text import OneText
from engine.language.walk import with_used
from engine.loading.editions import contemporaries, editions_from
from engine.loading.source import read_file
from engine.records.office.mapping_reader import is_mapping, read_mapping

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.instrument import Editions
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
            built = library.built(id_, version, contemporaries(library, id_, version))
            newest[id_] = None if built is None else built.rulebook
    faulty = {finding.place.file for finding in library.diagnostics.errors}
    for id_, rulebook in newest.items():
        if rulebook is None or _touches(library, rulebook, faulty):
            continue
        _build_every_edition(library, rulebook)
        _findings_of_scenarios(library, id_, found)
        edits = (
            {mutant.name for version in library.versions(id_) for mutant in mutants_of(library, id_, version)}
            if (library.folder / id_ / FILE).is_file()
            else set()
        )
        harmless_edits(library, id_, edits, found)
    for file in sorted((library.folder / MAPPINGS).glob("*.yaml")):
        findings_of_mapping(library, file, library.shown(file), found)
    found.found = list(dict.fromkeys([*found.found, *library.diagnostics.found]))  # what several versions have in common, once
    return found.in_order()


def _build_every_edition(library: Library, newest: Rulebook) -> None:
    """Record what is wrong with a rulebook in any version under which some record comes, resting on any version of another."""
    editions = editions_from(library, newest)
    for subject in newest.subjects if editions.selector is not None else ():
        for edition in editions.every(subject):
            others = {id_: version for id_, version in edition.versions.items() if id_ != newest.id}
            library.built(newest.id, edition.versions[newest.id], others)


def _findings_of_scenarios(library: Library, id_: str, found: Diagnostics) -> None:
    """What is wrong with the scenarios beside a rulebook.

    Where there are errors elsewhere, those of a rulebook with several versions wait until they are mended: nobody can say which
    version applies to a record.
    """
    linked: dict[str, EditionsInterpreter] = {}

    def interpreter_of(reference: str) -> EditionsInterpreter:
        if reference not in linked:
            linked[reference] = EditionsInterpreter(_editions(library, reference))
        return linked[reference]

    with suppress(InputError):
        read_scenarios(library, id_, interpreter_of, found)


def _editions(library: Library, reference: str) -> Editions:
    if not library.diagnostics.errors:
        return library.editions(reference)
    built = library.built(*reference.partition("@")[::2])
    if built is None or any(len(library.versions(id_)) > 1 for id_ in with_used(built.rulebook)):
        raise InputError(library.diagnostics.errors)
    return OneText(built.rulebook)


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
