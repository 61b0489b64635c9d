"""``harmless-edits.yaml`` beside a rulebook: edits that no scenario can notice, each with the reason why it cannot matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.source import read_file

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.language.diagnostics import Diagnostics
    from engine.language.facts import Bilingual
    from engine.loading.library import Library

FILE = "harmless-edits.yaml"


def harmless_edits(library: Library, id_: str, known: Collection[str], diagnostics: Diagnostics) -> dict[str, Bilingual]:
    """The reasons by the name of the edit. ``known`` are the edits that there are; one that is not there is told.

    A rulebook without the file has none.
    """
    path = library.folder / id_ / FILE
    if not path.is_file():
        return {}
    tree = read_file(path, library.shown(path), diagnostics)
    if tree is None:
        return {}
    reader = Reader(diagnostics)
    found: dict[str, Bilingual] = {}
    try:
        file = reader.mapping(tree, "a file of harmless edits", tree.place)
        file = reader.check_keys(file, keys.names(keys.HARMLESS_EDITS), "a file of harmless edits")
        if (named := reader.text(file.get("rulebook"), "the rulebook", file.place)) != id_:
            place = file.entries["rulebook"].value.place
            diagnostics.error("wrong-identity", f'the file beside "{id_}" is about "{named}"', place, f'write "{id_}"')
        items = reader.sequence(file.get("harmless"), "harmless", file.place)
    except BrokenError:
        return {}
    for item in items:
        try:
            entry = reader.check_keys(
                reader.mapping(item, "a harmless edit", item.place), keys.names(keys.HARMLESS_EDIT), "a harmless edit"
            )
            written = entry.get("edit")
            name = reader.text(written, "the edit", entry.place)
            found[name] = reader.bilingual(entry.get("because"), "the reason", entry.place)
        except BrokenError:
            continue
        if name not in known:
            way_out = did_you_mean(name, known) or "take it out: the rule has changed since"
            diagnostics.warning(
                "unknown-edit", f'there is no such edit: "{name}"', written.place if written else entry.place, way_out
            )
    return found
