"""An amendment's changes applied to a text: what each word does, and where the present wording of each unit comes from.

What happens in one step (one amendment, one day) happens at once: targets are named as they were before it, new text and the
places where it is put in as they are after it. So the order in which changes are listed says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.instrument import Origin
from engine.language.words import UNITS
from engine.loading.amendments.manuscript import (
    DECLARING,
    children_of,
    in_order_of_numbers,
    step_of,
    unit_of,
    with_child,
    with_key,
)
from engine.loading.amendments.numbering import Numbering, Renumbering, Written
from engine.loading.amendments.targets import Declared, Head, Key, NoTargetError, Whole, target_of
from engine.loading.tree import Entry, Mapping, Scalar, Sequence, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary

    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.instrument import Action
    from engine.loading.amendments.manuscript import Manuscript
    from engine.loading.amendments.reading import Act, Edit
    from engine.loading.amendments.targets import Target
    from engine.loading.tree import Tree

_OF_A_TERM: Final = frozenset(keys.names(keys.TERM))
_INSTEAD: Final[Dictionary[str, Dictionary[str, tuple[str, ...]]]] = {
    "parameters": {"value": ("values", "by"), "values": ("value",)},
    "decisions": {"value": ("outcomes", "rows", "favourable"), "rows": ("value",), "outcomes": ("value",)},
}
"""What a new key of something declared takes the place of."""


@dataclass(frozen=True, slots=True)
class ActStep:
    """What of one amendment comes into force on one day, as it is written."""

    act: Act
    day: date
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class History:
    """Where the present text comes from: of each unit and name what was done to it, and how units were renumbered."""

    first_day: date
    origins: dict[str, list[Origin]] = field(default_factory=dict)
    renumberings: list[Renumbering] = field(default_factory=list)
    written: dict[str, list[Written]] = field(default_factory=dict)
    gone: dict[str, Origin] = field(default_factory=dict)

    @property
    def numbering(self) -> Numbering:
        """The renumberings, for whoever reads a reference."""
        written = {file: tuple(sorted(parts)) for file, parts in self.written.items()}
        return Numbering(self.first_day, tuple(self.renumberings), written)


class Amending:
    """Applies steps to a manuscript, one after the other; what is wrong with one is recorded."""

    def __init__(self, manuscript: Manuscript, first_day: date, diagnostics: Diagnostics) -> None:
        self.text, self.diagnostics = manuscript, diagnostics
        self.history = History(first_day)
        self._claims: dict[tuple[date, date], list[tuple[Target, Edit, str]]] = {}

    def apply(self, step: ActStep) -> None:
        """Make the changes of a step."""
        renumbering = {edit.target: edit for edit in step.edits if edit.word == "renumber"}
        moved = {
            old: new
            for old, new in self._moves([edit for edit in step.edits if edit.word == "renumber"]).items()
            if all(self._is_free(Whole(path), renumbering[old], step) for path in (old, new))
        }
        numbers = Renumbering(step.day, moved, step.act.id)
        found: list[tuple[Edit, Target]] = []
        for edit in step.edits:
            target = self._target(edit) if edit.word in {"set", "replace", "repeal"} else None
            if target is not None and self._is_free(target, edit, step):
                found.append((edit, target))
        for edit, target in found:
            if edit.word == "repeal":
                self._repeal(edit, target, step)
        if moved:
            self._renumber(moved, step)
        for edit, target in found:
            if edit.word == "set":
                self._set(edit, target.moved(numbers.forward), step)
            elif edit.word == "replace":
                self._replace(edit, target.moved(numbers.forward), step)
        for edit in step.edits:
            if edit.word == "insert":
                self._insert_declared(edit, step)
        self._insert_units([edit for edit in step.edits if edit.word.startswith("insert_")], step)
        if moved:
            self.history.renumberings.append(numbers)
        places = [*(edit.place for edit in step.edits), *(row.place for row in step.act.transitional)]
        for place in places:  # what stands in this step was written when all of it was known
            parts = self.history.written.setdefault(place.file, [])
            parts.append(Written((place.line, place.column), len(self.history.renumberings), step.day))

    # -- targets ---------------------------------------------------------------------------------------------------

    def _target(self, edit: Edit) -> Target | None:
        try:
            return target_of(edit.target, self.text)
        except NoTargetError as error:
            self.diagnostics.error("unknown-target", f'there is no "{edit.target}" to {edit.word}', edit.target_place, str(error))
            return None

    def _is_free(self, target: Target, edit: Edit, step: ActStep) -> bool:
        """Whether nothing else changes it; two changes of one thing of which nobody can say which comes first are an error."""
        claims = self._claims.setdefault((step.day, step.act.promulgated), [])
        for other, earlier, act in claims:
            at_once = act == step.act.id and "renumber" in {edit.word, earlier.word}
            if target.meets(other) and not at_once:
                message = f'"{edit.target}" is changed twice on {step.day.isoformat()}'
                way_out = f"it is changed at {earlier.place} already: write both changes as one"
                self.diagnostics.error("changed-twice", message, edit.target_place, way_out)
                return False
        claims.append((target, edit, step.act.id))
        return True

    def _note(self, name: str, action: Action, edit: Edit, step: ActStep, was: str = "") -> None:
        origin = Origin(amendment=step.act.id, day=step.day, action=action, was=was, place=edit.place)
        self.history.origins.setdefault(name, []).append(origin)

    def _forget(self, name: str) -> None:
        """What was repealed has no history any more once another has its number or name."""
        for known in [known for known in self.history.gone if known == name or known.startswith(f"{name}.")]:
            del self.history.gone[known]
            self.history.origins.pop(known, None)

    # -- set, replace, repeal --------------------------------------------------------------------------------------

    def _set(self, edit: Edit, target: Target, step: ActStep) -> None:
        assert edit.tree is not None  # noqa: S101 - `set` has one
        new = edit.tree
        match target:
            case Whole():
                way_out = f"{target.path}.text, or another of its keys; `replace: {target.path}` gives it anew"
                self.diagnostics.error(
                    "no-value", f'"{target.path}" is a whole unit: `set` a key of it', edit.target_place, way_out
                )
                return
            case Key(path=path, keys=steps):
                self.text.change(path, lambda unit: _put(unit, steps, new))
            case Declared(kind=kind, declared=name, keys=()):
                declared = self.text.declaration(kind, name)
                if declared is None or not isinstance(new, Mapping):
                    self.diagnostics.error("wrong-shape", f"what is set of {kind}.{name} is a mapping of its keys", new.place)
                    return
                self.text.redeclare(kind, name, Entry(name, new.place, _merged(kind, declared[1], new)))
            case Declared(kind=kind, declared=name, keys=steps):
                declared = self.text.declaration(kind, name)
                if declared is not None:
                    self.text.redeclare(kind, name, Entry(name, declared[1].place, _put(declared[1], steps, new)))
            case Head(keys=steps):
                self.text.head = _put(self.text.head, steps, new)
        self._note(target.name, "set", edit, step)

    def _replace(self, edit: Edit, target: Target, step: ActStep) -> None:
        assert isinstance(edit.tree, Mapping)  # noqa: S101 - `replace` has one
        new = edit.tree
        match target:
            case Whole(path=path):
                if step_of(new) != path.rpartition(".")[2]:
                    message = f'what takes the place of "{path}" calls itself "{step_of(new) or "no unit"}"'
                    self.diagnostics.error("wrong-number", message, new.place, "`renumber` gives a unit another number")
                    return
                self.text.change(path, lambda _: new)
            case Declared(kind=kind, declared=name, keys=()):
                self.text.redeclare(kind, name, Entry(name, new.place, new))
            case _:
                message = f'"{edit.target}" is a single key, and not replaced whole'
                self.diagnostics.error("no-target", message, edit.target_place, f"set: {edit.target}")
                return
        self._note(target.name, "replace", edit, step)

    def _repeal(self, edit: Edit, target: Target, step: ActStep) -> None:
        before = self.text.everything()
        self._take_out(edit, target)
        self._note(target.name, "repeal", edit, step)
        for name in before - self.text.everything():
            self.history.gone[name] = self.history.origins[target.name][-1]

    def _take_out(self, edit: Edit, target: Target) -> None:
        match target:
            case Whole(path=path):
                leaves = edit.leaves
                self.text.change(path, lambda unit: None if leaves is None else _stub(unit, edit, leaves))
                for below in [name for name in self.history.origins if name.startswith(f"{path}.")]:
                    del self.history.origins[below]
            case Key(path=path, keys=steps):
                self.text.change(path, lambda unit: _put(unit, steps, None))
            case Declared(kind=kind, declared=name, keys=()):
                self.text.redeclare(kind, name, None)
            case Declared(kind=kind, declared=name, keys=steps):
                declared = self.text.declaration(kind, name)
                if declared is not None:
                    self.text.redeclare(kind, name, Entry(name, declared[1].place, _put(declared[1], steps, None)))
            case Head(keys=steps):
                self.text.head = _put(self.text.head, steps, None)

    # -- renumber --------------------------------------------------------------------------------------------------

    def _moves(self, edits: Iterable[Edit]) -> dict[str, str]:
        """Old paths and new ones; what can't be moved so is recorded and left out."""
        found: dict[str, str] = {}
        places: dict[str, Place] = {}
        for edit in edits:
            old, new = edit.target, edit.becomes
            if self.text.find(old) is None:
                way_out = did_you_mean(old, self.text.paths())
                self.diagnostics.error("unknown-target", f'there is no "{old}" to renumber', edit.target_place, way_out)
            elif old in found or new in places:
                message = f'"{old if old in found else new}" is renumbered twice'
                self.diagnostics.error("changed-twice", message, edit.place)
            else:
                found[old] = new
                places[new] = edit.place
        forward = Renumbering(date.min, found).forward
        for old, new in list(found.items()):
            tree = self.text.find(old)
            unit = None if tree is None else unit_of(tree)
            above, new_above = (path.rpartition(".")[0] for path in (old, new))
            prefix = "" if unit is None else UNITS[unit[0]][0]
            if new_above != forward(above) or not new.rpartition(".")[2].startswith(prefix) or unit == ("proviso", ""):
                message = f'"{old}" can\'t become "{new}": a unit gets another number among those beside it'
                self.diagnostics.error(
                    "wrong-number", message, places[new], "to move it elsewhere, repeal it here and insert it there"
                )
                del found[old]
        return found

    def _renumber(self, moved: dict[str, str], step: ActStep) -> None:
        above = sorted({path.rpartition(".")[0] for path in moved}, key=lambda path: -path.count(".") if path else 1)
        for parent in above:
            names = {old.rpartition(".")[2]: new.rpartition(".")[2] for old, new in moved.items()
                     if old.rpartition(".")[0] == parent}  # fmt: skip
            if parent:
                self.text.change(parent, lambda unit, names=names: self._renamed(unit, names, step))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            else:
                for file, tree in self.text.units.items():
                    self.text.units[file] = _with_number(tree, names.get(step_of(tree), ""))
                self._check_unique((step_of(tree) for tree in self.text.units.values()), step)
                self.text.in_order()
        edits = {edit.target: edit for edit in step.edits if edit.word == "renumber"}
        forward = Renumbering(step.day, moved).forward
        for new in moved.values():
            if new not in moved:
                self._forget(new)
        self.history.origins = {
            name if name in self.history.gone or name.partition(".")[0] in DECLARING else forward(name): origins
            for name, origins in self.history.origins.items()
        }
        for old, new in moved.items():
            self._note(new, "renumber", edits[old], step, was=old)

    def _renamed(self, unit: Mapping, names: dict[str, str], step: ActStep) -> Mapping:
        """A unit whose parts have other numbers."""
        for key in {UNITS[named[0]][1] for child in children_of(unit) if (named := unit_of(child.tree)) is not None}:
            written = unit.get(key)
            if isinstance(written, Sequence):
                items = tuple(_with_number(item, names.get(step_of(item), "")) for item in written)
                self._check_unique((step_of(item) for item in items), step)
                unit = with_key(unit, key, Sequence(tuple(in_order_of_numbers(items)), written.place))
        return unit

    def _check_unique(self, steps: Iterable[str], step: ActStep) -> None:
        seen: set[str] = set()
        for name in steps:
            if name in seen:
                place = next(edit.place for edit in step.edits if edit.word == "renumber")
                message = f'after the renumbering there are two units "{name}" side by side'
                self.diagnostics.error("duplicate-unit", message, place, "renumber or repeal the one that had the number")
            seen.add(name)

    # -- insert ----------------------------------------------------------------------------------------------------

    def _insert_declared(self, edit: Edit, step: ActStep) -> None:
        assert isinstance(edit.tree, Mapping)  # noqa: S101 - `insert` has one
        near, _, rest = _split_declared(edit.target)
        kind, _, name = rest.partition(".")
        if kind not in DECLARING or not name or "." in name:
            way_out = "insert: terms.NAME (or parameters, readings, decisions); insert_after: PATH puts in a unit"
            self.diagnostics.error("no-target", f'"{edit.target}" is no name to insert', edit.target_place, way_out)
            return
        if near and self.text.find(near) is None:
            way_out = did_you_mean(near, self.text.paths())
            self.diagnostics.error("unknown-target", f'there is no unit "{near}"', edit.target_place, way_out)
            return
        if self.text.declaration(kind, name) is not None:
            message = f'"{kind}.{name}" is there already'
            self.diagnostics.error("duplicate-name", message, edit.target_place, f"set: {kind}.{name}")
            return
        self.text.redeclare(kind, name, Entry(name, edit.target_place, edit.tree), near)
        self._forget(f"{kind}.{name}")
        self._note(f"{kind}.{name}", "insert", edit, step)

    def _insert_units(self, edits: Iterable[Edit], step: ActStep) -> None:
        """Put units in, each when what it stands beside is there, whatever the order in which they are listed."""
        waiting = sorted(edits, key=lambda edit: (edit.target, step_of(edit.tree) if edit.tree else ""))
        while waiting:
            ready = next((edit for edit in waiting if self.text.find(edit.target) is not None), waiting[0])
            waiting.remove(ready)
            self._insert_unit(ready, step)

    def _insert_unit(self, edit: Edit, step: ActStep) -> None:
        assert isinstance(edit.tree, Mapping)  # noqa: S101 - these have one
        new, anchor = edit.tree, edit.target
        named = unit_of(new)
        if named is None:
            self.diagnostics.error("no-unit", "a unit of the text says which it is", new.place, f"one of: {', '.join(UNITS)}")
            return
        if self.text.find(anchor) is None:
            way_out = did_you_mean(anchor, self.text.paths())
            self.diagnostics.error("unknown-target", f'there is no unit "{anchor}"', edit.target_place, way_out)
            return
        above = anchor if edit.word == "insert_into" else anchor.rpartition(".")[0]
        path = f"{above}.{step_of(new)}" if above else step_of(new)
        if self.text.find(path) is not None:
            way_out = f"`replace: {path}`, or `renumber` it"
            self.diagnostics.error("duplicate-unit", f'"{path}" is there already', new.place, way_out)
            return
        if above:
            beside, before = None if above == anchor else anchor.rpartition(".")[2], edit.word == "insert_before"
            self.text.change(above, lambda unit: with_child(unit, new, named[0], beside, before=before))
        else:
            file = self.text.head_file.parent / "articles" / f"{step.act.id} {path}.yaml"
            self.text.insert_top(new, file, anchor, before=edit.word == "insert_before")
            self.text.in_order()
        self._forget(path)
        self._note(path, "insert", edit, step)


def _split_declared(target: str) -> tuple[str, str, str]:
    """The unit near which something is declared, and what it is: ``art2.p1`` and ``terms.is_junior``."""
    steps = target.split(".")
    at = next((index for index, step in enumerate(steps) if step in DECLARING), len(steps))
    return ".".join(steps[:at]), ".", ".".join(steps[at:])


def _put(tree: Mapping, steps: tuple[str, ...], new: Tree | None) -> Mapping:
    """A mapping with another value under a key some steps below; nothing takes the key out."""
    first, *rest = steps
    if not rest:
        return with_key(tree, first, new)
    below = tree.get(first)
    assert isinstance(below, Mapping)  # noqa: S101 - the target was found
    return with_key(tree, first, _put(below, tuple(rest), new))


def _merged(kind: str, old: Mapping, new: Mapping) -> Mapping:
    """Something declared with some keys anew: what they take the place of is gone."""
    gone = {other for key in new.entries for other in _INSTEAD.get(kind, {}).get(key, ())} - new.entries.keys()
    if kind == "terms" and not new.entries.keys() <= _OF_A_TERM:  # another condition: nothing of the old one is left
        gone = old.entries.keys() - _OF_A_TERM
    entries = {key: entry for key, entry in old.entries.items() if key not in gone}
    return Mapping(entries | new.entries, new.place)


def _stub(unit: Mapping, edit: Edit, leaves: Tree) -> Mapping:
    """What is left of a repealed unit: its number, and what is printed in its place."""
    own = next(entry for entry in unit if entry.key in UNITS and isinstance(entry.value, Scalar))
    told = tree_of({"kind": "statement", "nature": "repealed"}, edit.place)
    assert isinstance(told, Mapping)  # noqa: S101 - of a dictionary
    kept = {key: unit.entries[key] for key in ("subject",) if key in unit.entries}
    left = Mapping({own.key: own, **kept, **told.entries}, edit.place)
    return with_key(with_key(left, "text", leaves), "not_executable", leaves)


def _with_number(tree: Tree, step: str) -> Tree:
    """A unit under another number; unchanged where there is none for it."""
    named = unit_of(tree)
    if not step or named is None or not isinstance(tree, Mapping):
        return tree
    unit = named[0]
    entry = tree.entries[unit]
    number = step.removeprefix(UNITS[unit][0])
    entries = dict(tree.entries)
    entries[unit] = replace(entry, value=Scalar(number, number, entry.value.place))
    return Mapping(entries, tree.place)
