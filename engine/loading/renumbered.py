"""Which units have another number in a later version, as the amendments say that lie between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.walk import with_used

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library


def renumbered(library: Library, before: Rulebook, after: Rulebook) -> dict[str, str]:
    """The new ``ID:PATH`` of every unit that an amendment renumbered since, by the one that it had; also of what both rest on.

    What moved along with the unit above it is not named.
    """
    found = {}
    olds = with_used(before)
    for id_, book in with_used(after).items():
        if id_ not in olds or olds[id_].version == book.version:
            continue
        past = {
            (one.amendment, one.day) for origins in library.origins(id_, olds[id_].version).values() for one in origins
        }  # fmt: skip
        for path, origins in library.origins(id_, book.version).items():
            was = path
            for one in reversed(origins):
                if one.action == "renumber" and (one.amendment, one.day) not in past:
                    was = one.was
            if was != path:
                found[f"{id_}:{was}"] = f"{id_}:{path}"
    return found
