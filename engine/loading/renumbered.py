"""Which units have another number in another version, as the amendments say that lie between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.rulebook import Rulebook
    from engine.loading.amendments.consolidating import Text
    from engine.loading.amendments.numbering import Renumbering
    from engine.loading.library import Library


def renumbered(library: Library, before: Rulebook, after: Rulebook) -> dict[str, str]:
    """The new ``ID:PATH`` of each unit that has another number in ``after``, by the one in ``before``; of what both rest on too.

    What only moved along with the unit above it is not named.
    """
    found: dict[str, str] = {}
    olds = with_used(before)
    for id_, book in with_used(after).items():
        if id_ in olds and olds[id_].version != book.version:
            moved = _moved(library.text(id_, olds[id_].version), library.text(id_, book.version), olds[id_], book)
            found |= {f"{id_}:{was}": f"{id_}:{now}" for was, now in moved.items()}
    return found


def _moved(old_text: Text, new_text: Text, old: Rulebook, new: Rulebook) -> dict[str, str]:
    """New paths by old ones. Of two enactments nobody can say: they are two texts."""
    if old_text.folder != new_text.folder:
        return {}
    undone, done = _only_in(old_text, new_text), _only_in(new_text, old_text)
    known = {unit.path for unit in new.provisions.values() if unit.rulebook == new.id and not unit.applied_from}
    names: dict[str, str] = {}
    for unit in old.provisions.values():
        if unit.rulebook == old.id and not unit.applied_from:
            now = unit.path
            for step in reversed(undone):
                now = step.back(now)
            for step in done:
                now = step.forward(now)
            names[unit.path] = now
    return {
        was: now
        for was, now in names.items()
        if was != now and now in known and not _moved_along(was, now, names) and not _is_another(now, new_text, old_text)
    }


def _only_in(text: Text, other: Text) -> list[Renumbering]:
    """The renumberings that the one text knows, and the other does not."""
    there = {(step.act.id, step.day) for step in other.steps}
    return [one for one in text.numbering.renumberings if (one.amendment, one.day) not in there]


def _moved_along(was: str, now: str, names: dict[str, str]) -> bool:
    above, _, step = was.rpartition(".")
    return bool(above) and now == f"{names.get(above, above)}.{step}"


def _is_another(path: str, text: Text, other: Text) -> bool:
    """Whether a unit of this path, or one above it, was put in by an amendment that the other text does not know."""
    there = {(step.act.id, step.day) for step in other.steps}
    return any(
        one.action == "insert" and (one.amendment, one.day) not in there
        for name in _with_those_above(path)
        for one in text.origins.get(name, ())
    )


def _with_those_above(path: str) -> Iterable[str]:
    steps = path.split(".")
    return (".".join(steps[:length]) for length in range(1, len(steps) + 1))
