"""Rulebooks between two versions: the old one with some of the changes, for looking at what each of them does.

A change seldom stands alone: a rule that names a new number needs that number, and a number can go only when no rule names it any
more. What a change needs goes along with it. Renumbering changes no meaning, so every hybrid calls its units as the new version
does; what is gone and whose path is another's now has a name of its own.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.comparison.changes import Comparison
from engine.analysis.comparison.mixing import chosen_of, in_order, laid_out
from engine.analysis.comparison.referring import facts_in, kind_of, kinds_in, refers_in, refers_to
from engine.analysis.comparison.renaming import renamed
from engine.analysis.comparison.saying import Teller
from engine.language.rulebook import Lifting, Provision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from engine.analysis.comparison.change import Change
    from engine.analysis.comparison.referring import Entry
    from engine.language.rulebook import Rulebook

_SHELVES: Final = ("provisions", "parameters", "readings", "terms", "decisions")
_PREFIX: Final = {
    "provisions": "",
    "parameters": "parameter ",
    "readings": "reading ",
    "terms": "term ",
    "decisions": "decision ",
}
_LAYOUT: Final = frozenset({"children", "key", "lifted_by", "number", "parent", "place", "source_lines", "applied_from", "unit"})
"""Fields of an entry that follow from the others, or say where it stands."""


def hybrid(
    before: Rulebook, after: Rulebook, chosen: Collection[Change], renumbered: Mapping[str, str] | None = None
) -> Rulebook:
    """The old version with some of the changes of :func:`changes`, and what these need. Units are called as in the new one."""
    return Hybrids(before, after, renumbered).rulebook(chosen)


class Hybrids:
    """All the rulebooks between two versions. ``changes`` are those that there are, ``needs`` what each cannot stand without.

    ``names`` has the new key of every key of the old version that has another.
    """

    def __init__(self, before: Rulebook, after: Rulebook, renumbered: Mapping[str, str] | None = None) -> None:
        self.before, self.after = before, after
        comparison = Comparison(before, after, renumbered)
        self.changes = comparison.changes
        self.names = comparison.renamed
        self.old = {self._named(key): renamed(entry, self.names) for key, entry in comparison.before.all.items()}
        self.new = dict(comparison.after.all)
        self._before, self._after = comparison.before, comparison.after
        self._teller = Teller(lambda name: name)
        self._refs_old = {key: refers_to(entry) for key, entry in self.old.items()}
        self._refs_new = {key: refers_to(entry) for key, entry in self.new.items()}
        self.differing = {
            key
            for key in self.old.keys() | self.new.keys()
            if key not in self.old or key not in self.new or not self._same(self.old[key], self.new[key])
        }
        self.retyped = {
            key for key in self.old.keys() & self.new.keys() if kind_of(self.old[key]) != kind_of(self.new[key])
        }  # fmt: skip
        self.owners = self._owners()
        self.needs = self._needs()

    def _named(self, key: str) -> str:
        kind, space, bare = key.rpartition(" ") if key.startswith(("decision ", "parameter ", "reading ")) else ("", "", key)
        if key.startswith("term "):  # the arguments in a term's key have spaces
            kind, space, bare = "term", " ", key[5:]
        return f"{kind}{space}{self.names.get(bare, bare)}"

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

    def _follow_types(self, found: dict[str, set[int]], both: AbstractSet[str]) -> None:
        """What says the same of numbers that have another unit now goes with the change of that unit."""
        following = {key for key in both - self.differing if kinds_in(self.old[key]) != kinds_in(self.new[key])}
        pending = True
        while pending:
            pending = False
            for key in sorted(following):
                theirs = {n for other in self._refs_new[key] & self.retyped for n in found.get(other, ())}
                if theirs - found.get(key, set()):
                    found.setdefault(key, set()).update(theirs)
                    pending = True
        self.differing |= following & found.keys()

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
            for other in self._refs_new.get(key, frozenset()) & self.retyped:
                for number in mine:
                    direct[number] |= self.owners.get(other, frozenset())
            for other in self._refs_old.get(key, frozenset()) & self.retyped:
                for number in self.owners.get(other, ()):
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
                for path in facts_in(entries[key]) & facts.keys():
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

    # -- what can matter -------------------------------------------------------------------------------------------

    @cached_property
    def idle(self) -> frozenset[int]:
        """The changes that by themselves change no answer: of wording alone, and what only came or went and lifts nothing.

        What came matters where something else names it, and what went when nothing names it any more: that is another change.
        """
        lifting = {
            number
            for key in self.differing
            for number in self.owners.get(key, ())
            for entry in (self.old.get(key), self.new.get(key))
            if isinstance(entry, Provision) and isinstance(entry.rule, Lifting)
        }
        found = set()
        for number, change in enumerate(self.changes):
            own = [key for key in self.differing if number in self.owners.get(key, ())]
            one_sided = all((key in self.old) != (key in self.new) for key in own)
            is_of_facts = change.kind in {"fact", "codes"} and change.aspects not in {("added",), ("removed",)}
            if change.is_wording or (one_sided and number not in lifting and change.kind != "subject" and not is_of_facts):
                found.add(number)
        return frozenset(found)

    def reaching(self, subject: str, decision: str) -> frozenset[int]:
        """The changes that can matter to a decision on a subject, in whatever company; all others cannot."""
        id_ = self.before.id
        edges: dict[str, set[str]] = {}
        for refs, entries in ((self._refs_old, self.old), (self._refs_new, self.new)):
            for key, others in refs.items():
                edges.setdefault(key, set()).update(others)
                rule = getattr(entries[key], "rule", None)
                for lifted in rule.lifts if isinstance(rule, Lifting) else ():
                    edges.setdefault(lifted, set()).add(key)
        days = [day for book in (self.before, self.after) if subject in book.subjects
                for day in (book.subjects[subject].law_as_of, book.subjects[subject].facts_as_of) if day is not None]  # fmt: skip
        waiting = [f"decision {id_}:{decision}", *(key for day in days for key in refers_in((day,)))]
        seen: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                waiting += edges.get(key, ())
        found = {number for key in seen & self.owners.keys() for number in self.owners[key]}
        found |= {
            number for number, change in enumerate(self.changes)
            if change.kind in {"fact", "codes"} or (change.kind == "subject" and (change.rulebook, change.name) == (id_, subject))
        }  # fmt: skip
        return frozenset(found) - self.idle

    def of(self, chosen: Iterable[int]) -> Rulebook:
        """The same for the numbers of changes."""
        taken = self.closed(chosen)
        entries = self._entries(taken)
        books: dict[str, Rulebook] = {}
        return self._book(self.before.id, taken, entries, books)

    def _entries(self, taken: frozenset[int]) -> dict[str, Entry]:
        """Every entry from the version from which it is to be taken; what nobody owns and nobody names stays out."""
        found = {key: entry for key, entry in self.old.items() if key not in self.differing}
        waiting = list(found)
        for key, owners in self.owners.items():
            source = self.new if owners <= taken else self.old
            if key in source:
                found[key] = source[key]
                waiting.append(key)
        while waiting:
            key = waiting.pop()
            for other in (self._refs_new if found[key] is self.new.get(key) else self._refs_old)[key]:
                if other not in found and other in self.differing and not self.owners.get(other):
                    found[other] = self.new[other] if other in self.new else self.old[other]
                    waiting.append(other)
        return found

    def _book(self, id_: str, taken: frozenset[int], entries: Mapping[str, Entry], books: dict[str, Rulebook]) -> Rulebook:
        if id_ in books:
            return books[id_]
        old, new = self._before.books.get(id_), self._after.books.get(id_)
        base = old or new
        assert base is not None  # noqa: S101 - one of the two has it
        shelves: dict[str, Any] = {}
        for shelf in _SHELVES:
            prefix = _PREFIX[shelf]
            there = [self.names.get(key, key) for key in getattr(old, shelf)] if old is not None else []
            order = in_order(there, list(getattr(new, shelf)) if new is not None else [])
            shelves[shelf] = {key: entries[prefix + key] for key in order if prefix + key in entries}
        shelves["provisions"] = laid_out(shelves["provisions"], new or base)
        books[id_] = made = replace(
            base,
            **shelves,
            subjects=self._subjects(id_, taken),
            uses={
                name: replace(use, rulebook=self._book(name, taken, entries, books))
                for name, use in self._mixed(id_, taken, "use", "uses").items()
            },
        )
        return made

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
                kind: chosen_of(getattr(vocabulary, shelf), getattr(other.vocabulary, shelf), {
                    change.name.partition(".")[2] for number, change in enumerate(self.changes)
                    if number in taken and change.kind == kind and change.name.startswith(f"{name}.")
                })
                for kind, shelf in (("fact", "facts"), ("codes", "enumerations"))
            }  # fmt: skip
            found[name] = replace(subject, vocabulary=replace(vocabulary, facts=mixed["fact"], enumerations=mixed["codes"]))
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
        return chosen_of(olds, news, names)
