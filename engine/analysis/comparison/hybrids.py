"""Rulebooks between two versions: the old one with some of the changes, for looking at what each of them does.

A change seldom stands alone: a rule that names a new number needs that number, and a number can go only when no rule names it any
more. What a change needs goes along with it. Renumbering changes no meaning, so every hybrid calls its units as the new version
does; what is gone and whose path is another's now has a name of its own.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.comparison.changes import Comparison
from engine.analysis.comparison.entries import Entries
from engine.analysis.comparison.renaming import renamed
from engine.analysis.comparison.saying import Teller
from engine.language.expressions import FactRef, FieldRef, Node, ParameterRef, ReadingRef
from engine.language.rulebook import Application, Effect, Lifting, Parameter, Provision, Term
from engine.language.types import NumberType, OptionType, StructureType
from engine.language.walk import below, of_decision, of_provision, references

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from engine.analysis.comparison.change import Change
    from engine.language.expressions import Expression
    from engine.language.rulebook import Decision, Reading, Rulebook

    Entry = Provision | Parameter | Reading | Term | Decision

_SHELVES: Final = ("provisions", "parameters", "readings", "terms", "decisions")
_PREFIX: Final = {"provisions": "", "parameters": "parameter ", "readings": "reading ", "terms": "term ", "decisions": "decision "}
_LAYOUT: Final = frozenset({"children", "key", "lifted_by", "number", "parent", "place", "source_lines", "applied_from", "unit"})
"""Fields of an entry that follow from the others, or say where it stands."""


def hybrid(
    before: Rulebook, after: Rulebook, chosen: Collection[Change], renumbered: Mapping[str, str] | None = None
) -> Rulebook:
    """The old version with some of the changes of :func:`changes`, and with what these need. Units are called as in the new one."""
    return Hybrids(before, after, renumbered).rulebook(chosen)


class Hybrids:
    """All the rulebooks between two versions. ``changes`` are those that there are, ``needs`` what each cannot stand without."""

    def __init__(self, before: Rulebook, after: Rulebook, renumbered: Mapping[str, str] | None = None) -> None:
        self.before, self.after = before, after
        comparison = Comparison(before, after, renumbered)
        self.changes = comparison.changes
        self._names = comparison.renamed
        self.old = {self._named(key): renamed(entry, self._names) for key, entry in comparison.before.all.items()}
        self.new = dict(comparison.after.all)
        self._before, self._after = comparison.before, comparison.after
        self._teller = Teller(lambda name: name)
        self._refs_old = {key: _refers_to(entry) for key, entry in self.old.items()}
        self._refs_new = {key: _refers_to(entry) for key, entry in self.new.items()}
        self.differing = {
            key
            for key in self.old.keys() | self.new.keys()
            if key not in self.old or key not in self.new or not self._same(self.old[key], self.new[key])
        }
        self.owners = self._owners()
        self.needs = self._needs()

    def _named(self, key: str) -> str:
        kind, space, bare = key.rpartition(" ") if key.startswith(("decision ", "parameter ", "reading ")) else ("", "", key)
        if key.startswith("term "):  # the arguments in a term's key have spaces
            kind, space, bare = "term", " ", key[5:]
        return f"{kind}{space}{self._names.get(bare, bare)}"

    def _same(self, old: Entry, new: Entry) -> bool:
        """Whether two entries are executed alike and tell alike. Order in ``all`` and its like counts for nothing."""
        names = [one.name for one in fields(old) if one.name not in _LAYOUT]
        return all(self._teller.said(getattr(old, name), name) == self._teller.said(getattr(new, name), name) for name in names)

    # -- who owns what ---------------------------------------------------------------------------------------------

    def _owners(self) -> dict[str, frozenset[int]]:
        """The changes, by number, that decide from which version an entry is taken; none where it is only taken along."""
        found: dict[str, set[int]] = {}
        for number, change in enumerate(self.changes):
            for key in (*map(self._named, change.keys_before), *change.keys_after):
                if key in self.differing:
                    found.setdefault(key, set()).add(number)
        both = self.old.keys() & self.new.keys()
        for key in sorted(self.differing & both - found.keys()):  # an instance that differs through what applies it
            applying = self._after.applying(key)
            whose = {n for n, change in enumerate(self.changes) if applying and applying in change.keys_after}
            found[key] = whose or set(range(len(self.changes)))
        self._follow_types(found, both)
        return {key: frozenset(owners) for key, owners in found.items()}

    def _follow_types(self, found: dict[str, set[int]], both: Collection[str]) -> None:
        """What says the same of numbers that have another unit now goes with the change of that unit."""
        typed = {key for key in both if _kinds(self.old[key]) != _kinds(self.new[key])}
        pending = True
        while pending:
            pending = False
            for key in sorted(typed):
                theirs = {n for other in self._refs_new[key] if other in typed for n in found.get(other, ())}
                if theirs and key not in self.differing:
                    self.differing.add(key)
                    found[key] = set()
                if theirs - found.get(key, set()):
                    found.setdefault(key, set()).update(theirs)
                    pending = True

    def _needs(self) -> tuple[frozenset[int], ...]:
        """For every change the others that it cannot stand without, with all that those need."""
        direct: list[set[int]] = [set() for _ in self.changes]
        for owners in self.owners.values():
            for number in owners:
                direct[number] |= owners - {number}
        gone, come = self.old.keys() - self.new.keys(), self.new.keys() - self.old.keys()
        for key in self.differing:
            mine = self.owners.get(key, frozenset())
            for other in self._wanting(key, self._refs_new, come):
                for number in mine:
                    direct[number] |= self.owners.get(other, frozenset())
            for other in self._wanting(key, self._refs_old, gone):
                for number in self.owners.get(other, frozenset()):
                    direct[number] |= mine
        self._need_facts(direct)
        return tuple(self._closed(direct, number) for number in range(len(direct)))

    def _wanting(self, key: str, refs: Mapping[str, frozenset[str]], only_here: Collection[str]) -> Iterator[str]:
        """What an entry refers to that the other version has not; through what nobody owns too."""
        waiting, seen = [key], {key}
        while waiting:
            for other in refs.get(waiting.pop(), ()):
                if other in only_here and other not in seen:
                    seen.add(other)
                    if self.owners.get(other):
                        yield other
                    else:
                        waiting.append(other)

    def _need_facts(self, direct: list[set[int]]) -> None:
        """A rule that reads a new fact needs it; a fact goes when no rule reads it any more."""
        facts = {
            name.partition(".")[2]: (number, bool(change.after), bool(change.before))
            for number, change in enumerate(self.changes)
            if change.kind == "fact" and (name := change.name)
        }
        for entries, is_new in ((self.new, True), (self.old, False)):
            for key in self.differing & entries.keys():
                for path in _facts_read(entries[key]) & facts.keys():
                    number, is_there, was_there = facts[path]
                    for mine in self.owners.get(key, frozenset()):
                        if is_new and is_there and not was_there:
                            direct[mine].add(number)
                        if not is_new and was_there and not is_there:
                            direct[number].add(mine)

    @staticmethod
    def _closed(direct: list[set[int]], number: int) -> frozenset[int]:
        found, waiting = set[int](), [number]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += direct[one]
        return frozenset(found - {number})

    def closed(self, chosen: Iterable[int]) -> frozenset[int]:
        """Some changes, by number, with everything that they need."""
        found = frozenset(chosen)
        return found.union(*(self.needs[number] for number in found))

    def numbers(self, chosen: Collection[Change]) -> frozenset[int]:
        """The numbers of changes; :class:`ValueError` for one that is not of these two versions."""
        found = frozenset(number for number, change in enumerate(self.changes) if change in chosen)
        if len(found) != len(set(chosen)):
            message = "this is no change between the two versions"
            raise ValueError(message)
        return found

    # -- the rulebooks ---------------------------------------------------------------------------------------------

    def rulebook(self, chosen: Collection[Change]) -> Rulebook:
        """The old version with some of the changes and what they need."""
        return self.of(self.numbers(chosen))

    def of(self, chosen: Iterable[int]) -> Rulebook:
        """The same for the numbers of changes."""
        taken = self.closed(chosen)
        entries = self._entries(taken)
        books: dict[str, Rulebook] = {}
        return self._book(self.before.id, taken, entries, books)

    def _entries(self, taken: frozenset[int]) -> dict[str, Entry]:
        """Every entry from the version from which it is to be taken; what nobody owns and nobody names stays out."""
        found: dict[str, Entry] = {}
        for key in self.old.keys() | self.new.keys():
            owners = self.owners.get(key)
            if key not in self.differing:
                found[key] = self.old[key]
            elif owners is not None:
                source = self.new if owners <= taken else self.old
                if key in source:
                    found[key] = source[key]
        waiting = list(found)
        while waiting:
            key = waiting.pop()
            for other in _refers_to(found[key]):
                if other not in found and not self.owners.get(other):
                    entry = self.new.get(other) if other in self.new else self.old.get(other)
                    if entry is not None:
                        found[other] = entry
                        waiting.append(other)
        return found

    def _book(self, id_: str, taken: frozenset[int], entries: Mapping[str, Entry], books: dict[str, Rulebook]) -> Rulebook:
        if id_ in books:
            return books[id_]
        old, new = self._before.books.get(id_), self._after.books.get(id_)
        base = old or new
        assert base is not None  # noqa: S101 - one of the two has it
        shelves: dict[str, dict[str, Any]] = {}
        for shelf in _SHELVES:
            prefix = _PREFIX[shelf]
            there = [self._names.get(key, key) for key in getattr(old, shelf)] if old is not None else []
            order = _in_order(there, list(getattr(new, shelf)) if new is not None else [])
            shelves[shelf] = {key: entries[prefix + key] for key in order if prefix + key in entries}
        shelves["provisions"] = _laid_out(shelves["provisions"], new or base)
        books[id_] = made = replace(
            base,
            **shelves,
            subjects=self._subjects(id_, taken),
            uses={
                name: replace(use, rulebook=self._book(name, taken, entries, books)) for name, use in self._uses(id_, taken).items()
            },
        )
        return made

    def _uses(self, id_: str, taken: frozenset[int]) -> dict[str, Any]:
        return self._mixed(id_, taken, "use", "uses")

    def _subjects(self, id_: str, taken: frozenset[int]) -> dict[str, Any]:
        found = self._mixed(id_, taken, "subject", "subjects")
        facts = {number for number, change in enumerate(self.changes) if change.kind in {"fact", "codes"}}
        if not facts:
            return found
        new = self._after.books.get(id_)
        olds = self._before.books.get(id_)
        for name, subject in found.items():
            one = olds.subjects.get(name) if olds is not None else None
            other = new.subjects.get(name) if new is not None else None
            if one is None or other is None:
                continue
            vocabulary = one.vocabulary
            mixed = {
                kind: _chosen(getattr(vocabulary, shelf), getattr(other.vocabulary, shelf), {
                    change.name.partition(".")[2] for number, change in enumerate(self.changes)
                    if number in taken and change.kind == kind and change.name.startswith(f"{name}.")
                })
                for kind, shelf in (("fact", "facts"), ("codes", "enumerations"))
            }  # fmt: skip
            found[name] = replace(
                subject, vocabulary=replace(vocabulary, facts=mixed["fact"], enumerations=mixed["codes"])
            )
        return found

    def _mixed(self, id_: str, taken: frozenset[int], kind: str, shelf: str) -> dict[str, Any]:
        old, new = self._before.books.get(id_), self._after.books.get(id_)
        olds = dict(getattr(old, shelf)) if old is not None else {}
        news = dict(getattr(new, shelf)) if new is not None else {}
        if old is None or new is None:
            return olds or news
        names = {
            change.name
            for number, change in enumerate(self.changes)
            if number in taken and change.kind == kind and change.rulebook == id_
        }
        return _chosen(olds, news, names)


def _chosen(olds: Mapping[str, Any], news: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """What has one of the names from the new, the rest from the old."""
    found = {}
    for name in _in_order(list(olds), list(news)):
        source = news if name in names else olds
        if name in source:
            found[name] = source[name]
    return found


def _in_order(olds: list[str], news: list[str]) -> list[str]:
    """The names of both: in the order of the old, what came after what it follows in the new."""
    found = {name: None for name in olds}
    if set(news) == set(olds):
        return list(found)
    order = list(found)
    last = ""
    for name in news:
        if name not in found:
            order.insert(order.index(last) + 1 if last else 0, name)
            found[name] = None
        last = name
    return order


def _laid_out(provisions: dict[str, Provision], new: Rulebook) -> dict[str, Provision]:
    """The units with their parts, and with what lifts them, as far as they are here."""
    lifted: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    parents: dict[str, str | None] = {}
    for key, unit in provisions.items():
        if isinstance(unit.rule, Lifting):
            for other in unit.rule.lifts:
                lifted.setdefault(other, []).append(key)
        own = new.provisions.get(key)
        parent = own.parent if own is not None else unit.parent
        parents[key] = parent if parent in provisions else None
        if parents[key] is not None and not unit.applied_from:
            parts.setdefault(str(parents[key]), []).append(key)
    found = {}
    for key, unit in provisions.items():
        own = new.provisions.get(key)
        wanted = own.children if own is not None else unit.children
        there = parts.get(key, [])
        order = [*(part for part in wanted if part in there), *(part for part in there if part not in wanted)]
        found[key] = replace(
            unit, key=key, parent=parents[key], children=tuple(order), lifted_by=tuple(lifted.get(key, ())),
            number=own.number if own is not None else unit.number,
        )  # fmt: skip
    return found


# -- what an entry refers to -------------------------------------------------------------------------------------------


def _expressions(entry: Entry) -> tuple[Expression, ...]:
    match entry:
        case Provision():
            return of_provision(entry)
        case Term():
            return (entry.body,)
        case Parameter():
            return () if entry.by is None else (entry.by,)
        case _ if hasattr(entry, "rows"):
            return of_decision(entry)
        case _:
            return ()


def _refers_to(entry: Entry) -> frozenset[str]:
    """The keys of everything without which an entry cannot be executed."""
    found: set[str] = set()
    for expression in _expressions(entry):
        found.update(references(expression))
        for node in below(expression):
            match node:
                case ParameterRef():
                    found.add(f"parameter {node.key}")
                case ReadingRef():
                    found.add(f"reading {node.key}")
                case FieldRef() if node.of_register:
                    found.add(f"parameter {node.list_path}")
                case _:
                    pass
    rule = entry.rule if isinstance(entry, Provision) else None
    if isinstance(rule, Lifting):
        found.update(rule.lifts)
    if isinstance(rule, Application):
        found.update(rule.applied)
    if isinstance(rule, Effect) and rule.gives_outcome is not None:
        found.add(f"decision {rule.gives_outcome[0]}")
    return frozenset(found)


def _facts_read(entry: Entry) -> set[str]:
    return {
        node.path if isinstance(node, FactRef) else node.list_path
        for expression in _expressions(entry)
        for node in below(expression)
        if isinstance(node, (FactRef, FieldRef))
    }


def _kinds(entry: Entry) -> tuple[Any, ...]:
    """The types in an entry as far as what is executed turns on them: outcomes and options that came do not count."""

    def kind(type_: Any) -> Any:
        return "option" if isinstance(type_, OptionType) else type_.path if isinstance(type_, StructureType) else type_

    own = [kind(entry.type)] if isinstance(entry, Parameter) else []
    nodes: list[Node] = [node for expression in _expressions(entry) for node in below(expression)]
    return (*own, *(kind(node.type) for node in nodes if not isinstance(node.type, NumberType) or node.type.unit), *(
        node.type for node in nodes if isinstance(node.type, NumberType) and not node.type.unit
    ))  # fmt: skip


__all__ = ["Entries", "Hybrids", "hybrid"]
