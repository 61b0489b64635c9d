"""Where letters are declared: those of a rulebook, those of an office, and the general ones that every rulebook has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics, InputError, Place, did_you_mean
from engine.loading.folders import shipped
from engine.reporting.letters.checks import check_general_letters, check_letters
from engine.reporting.letters.drafts import read_drafts
from engine.reporting.letters.versions import resolved

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library
    from engine.reporting.letters.declaration import Declaration
    from engine.reporting.letters.drafts import Draft

LETTERS: Final = "letters"
"""The folder of letters: beside the scenarios of a rulebook, in ``reports``, and in the folder of an office."""


def declared_letters(rulebooks: Path, rulebook: Rulebook, *, office: Path | None = None) -> tuple[Declaration, ...]:
    """The letters about a version of a rulebook: its own, then the general ones.

    ``rulebooks`` is the folder of the library. In the folder of an ``office``, ``letters/<id>/`` holds its letters about this
    rulebook, and ``letters/`` its general ones; each stands in the place of the one with its name. What of a letter this
    version does not have is left out: whether any version has it, :func:`findings_of_letters` tells. Raises
    :class:`InputError` with every problem where one cannot be read.
    """
    diagnostics = Diagnostics()
    own = [rulebooks / rulebook.id / LETTERS, *([office / LETTERS / rulebook.id] if office else [])]
    general = [shipped("reports") / LETTERS, *([office / LETTERS] if office else [])]
    specific, shared = _named(own, diagnostics), _named(general, diagnostics)
    if diagnostics.errors:
        raise InputError(diagnostics.in_order())
    found = [letter for draft in specific.values() if (letter := resolved(draft.letter, rulebook)) is not None]
    names = {letter.name for letter in found}
    return (*found, *(draft.letter for name, draft in shared.items() if name not in names))


def findings_of_letters(library: Library, *, office: Path | None = None) -> list[Diagnostic]:
    """What is wrong with the letters of all rulebooks, with the general ones, and with those of an office.

    Where there are errors in the rulebooks, whether the names in their letters exist waits until these are mended.
    """
    diagnostics = Diagnostics()
    for folder in (shipped("reports") / LETTERS, *([office / LETTERS] if office else [])):
        check_general_letters(read_drafts(folder, library.shown(folder), diagnostics), diagnostics)
    if office is not None:
        _check_folders(office / LETTERS, library, diagnostics)
    for id_ in library.ids():
        folders = [library.folder / id_ / LETTERS, *([office / LETTERS / id_] if office else [])]
        drafts = {
            draft.letter.name: draft for folder in folders for draft in read_drafts(folder, library.shown(folder), diagnostics)
        }
        built = [library.built(id_, version) for version in library.versions(id_)]
        texts = [one.rulebook for one in built if one is not None]
        if texts and len(texts) == len(built) and not library.diagnostics.errors:
            check_letters(list(drafts.values()), texts, diagnostics)
    return diagnostics.in_order()


def _check_folders(folder: Path, library: Library, diagnostics: Diagnostics) -> None:
    """An office's letters about a rulebook that there is not would be read for none."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and path.name not in library.ids():
            way_out = did_you_mean(path.name, library.ids())
            diagnostics.error("unknown-rulebook", f'there is no rulebook "{path.name}"', Place(library.shown(path)), way_out)


def _named(folders: list[Path], diagnostics: Diagnostics) -> dict[str, Draft]:
    """The letters of folders by name; a later folder's stands in the place of an earlier one's."""
    drafts = [draft for folder in folders for draft in read_drafts(folder, str(folder), diagnostics)]
    return {draft.letter.name: draft for draft in drafts}
