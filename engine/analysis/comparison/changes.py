"""The changes between two versions of a rulebook, by legal unit and declared name, in the order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engine.analysis.comparison.applied import mapping_of
from engine.analysis.comparison.aspects import Comparer
from engine.analysis.comparison.change import Change
from engine.analysis.comparison.entries import Entries
from engine.analysis.comparison.matching import Matching, Text
from engine.analysis.comparison.saying import Teller
from engine.language.walk import printed_order, with_used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from engine.analysis.comparison.change import Kind
    from engine.analysis.comparison.matching import Pair
    from engine.language.rulebook import Provision, Rulebook, Transitional

_OF_WHAT_IS_APPLIED = frozenset({"rule.mapping", "rule.when", "rule", "kind", "subject"})
"""Aspects of an application that show in what it applies."""


def changes(before: Rulebook, after: Rulebook, renumbered: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """What differs between two versions, and between those of the rulebooks that they rest on; nothing where nothing does.

    ``renumbered``: what is known to have another path in ``after``, from old to new, as paths of ``before`` or as ``ID:PATH``.
    Other renumbering is found where the text is the same to the letter, or much alike and nothing else is (``matched`` says so).
    Each change is told once: of a unit that moved, came or went with all below it, the unit on top. Order: rulebook by rulebook,
    the one that was asked about first; in each the head, what has no place in the text, the units in the order of print, each
    followed by what cites it first, and the decisions.
    """
    return Comparison(before, after, renumbered).changes


class Comparison:
    """Two versions, with which unit of the one is which of the other."""

    def __init__(self, before: Rulebook, after: Rulebook, renumbered: Mapping[str, str] | None = None) -> None:
        self.before, self.after = Entries(before), Entries(after)
        self._known = {_full(old, before.id): _full(new, before.id) for old, new in (renumbered or {}).items()}
        self.pairs: dict[str, Pair] = {}
        for id_, book in self.before.books.items():
            other = self.after.books.get(id_)
            if other is not None:
                texts = (Text(book.provisions), Text(other.provisions))
                known = {old: new for old, new in self._known.items() if old.startswith(f"{id_}:")}
                self.pairs.update(Matching(*texts, known).pairs)
        self.renamed = self._renamed()
        self.comparer = Comparer(Teller(lambda name: self.renamed.get(name, name)), Teller(lambda name: name))
        self._vocabularies_told: set[str] = set()
        self.changes = tuple(found for id_ in self._ids() for found in self._of_book(id_))

    # -- names -----------------------------------------------------------------------------------------------------

    def _ids(self) -> list[str]:
        return list(dict.fromkeys([*self.after.books, *self.before.books]))

    def _renamed(self) -> dict[str, str]:
        """The new key for every key of the old version that has another: units, their instances, and the instances of terms.

        A unit that is gone, and whose path another has now, gets a name that nobody has.
        """
        found = {pair.before: pair.after for pair in self.pairs.values() if pair.before != pair.after}
        found |= {
            key: f"{key}~"
            for key, unit in self.before.provisions.items()
            if not unit.applied_from and key not in self.pairs and key in self.after.provisions
        }
        if not found:
            return {}

        def of_instance(key: str) -> str:
            applying = self.before.applying(key)
            if not applying:
                return found.get(key, key)
            unit = self.before.provisions.get(key)
            last = key[len(applying) + 1 :]
            if unit is not None:
                there = found.get(unit.applied_from, unit.applied_from)
                last = there.partition(":")[2] if there != unit.applied_from else last
            return f"{of_instance(applying)}/{last}"

        return found | {
            key: new for key in (*self.before.provisions, *self.before.terms) if (new := of_instance(key)) != key
        }  # fmt: skip

    # -- one rulebook ----------------------------------------------------------------------------------------------

    def _of_book(self, id_: str) -> Iterator[Change]:
        old, new = self.before.books.get(id_), self.after.books.get(id_)
        if old is None or new is None:
            return  # told as a use that came or went
        if old is new:
            return
        yield from self._of_head(old, new)
        placed: dict[str, list[Change]] = {}
        for change, cite in self._declared(old, new):
            placed.setdefault(cite, []).append(change)
        yield from placed.pop("", ())
        for key_before, key_after in self._in_order(old, new):
            yield from self._of_unit(key_before, key_after)
            yield from placed.pop(key_after or key_before, ())
        for left in placed.values():
            yield from left
        yield from self._decisions(old, new)

    def _of_head(self, old: Rulebook, new: Rulebook) -> Iterator[Change]:
        id_ = new.id
        aspects = tuple(self.comparer.head(old, new))
        if aspects:
            yield Change(rulebook=id_, kind="head", before="head", after="head", aspects=aspects)
        for name, one, other in _paired(old.subjects, new.subjects):
            yield from _told(id_, "subject", name, one, other, self.comparer.subject)
            if one is not None and other is not None:
                yield from self._vocabulary(id_, name, one.vocabulary, other.vocabulary)
        for name, use, other_use in _paired(old.uses, new.uses):
            owned = (self._only_in(self.before, self.after, name), self._only_in(self.after, self.before, name))
            keys = ((), ()) if use is not None and other_use is not None else owned
            yield from _told(id_, "use", name, use, other_use, self.comparer.use, *keys)
        for name, rows, other_rows in _paired(_transitional(old), _transitional(new)):
            yield from _told(id_, "transitional", name, rows, other_rows, self.comparer.transitional)

    def _only_in(self, one: Entries, other: Entries, id_: str) -> tuple[str, ...]:
        """What a rulebook, with all that it rests on, brings into the one version and not into the other."""
        mine = with_used(one.books[id_]).keys() - other.books.keys() if id_ in one.books else ()
        return tuple(key for key in one.all if _holder(key) in mine)

    def _vocabulary(self, id_: str, subject: str, old: Any, new: Any) -> Iterator[Change]:
        """What differs in the facts of a subject, told once for all rulebooks that read them."""
        if old is new or subject in self._vocabularies_told:
            return
        self._vocabularies_told.add(subject)

        def aspects(one: Any, other: Any) -> list[str]:
            names = [name for name in one.__dataclass_fields__ if name not in {"path", "name", "place"}]
            return [name for name in names if self._parts_differ(name, getattr(one, name), getattr(other, name))]

        for path, fact, other in _paired(old.facts, new.facts):
            yield from _told(id_, "fact", f"{subject}.{path}", fact, other, aspects)
        for name, codes, other_codes in _paired(old.enumerations, new.enumerations):
            yield from _told(id_, "codes", f"{subject}.{name}", codes, other_codes, aspects)

    def _parts_differ(self, name: str, one: Any, other: Any) -> bool:
        in_order = name == "values" and isinstance(one, dict)
        return self.comparer.differ(one, other) or (in_order and list(one) != list(other))

    # -- units -----------------------------------------------------------------------------------------------------

    def _in_order(self, old: Rulebook, new: Rulebook) -> Iterator[tuple[str, str]]:
        """The units of both versions as printed, each pair once; what is gone stands where it was."""
        came_from = {pair.after: pair.before for pair in self.pairs.values()}
        gone_after: dict[str, list[str]] = {}
        last = ""
        for unit in printed_order(old.provisions):
            if unit.key in self.pairs:
                last = self.pairs[unit.key].after
            else:
                gone_after.setdefault(last, []).append(unit.key)
        yield from ((key, "") for key in gone_after.get("", ()))
        for unit in printed_order(new.provisions):
            yield came_from.get(unit.key, ""), unit.key
            yield from ((key, "") for key in gone_after.get(unit.key, ()))

    def _of_unit(self, key_before: str, key_after: str) -> Iterator[Change]:
        old, new = self.before.provisions.get(key_before), self.after.provisions.get(key_after)
        if new is None and old is not None:
            if old.parent is None or old.parent in self.pairs:
                yield _change(old, new, ("removed",), before=self._with_parts(key_before, self.before))
        elif old is None and new is not None:
            if new.parent is None or new.parent in {pair.after for pair in self.pairs.values()}:
                yield _change(old, new, ("added",), after=self._with_parts(key_after, self.after))
        elif old is not None and new is not None:
            aspects = (*self._renumbered(old, new), *self.comparer.unit(old, new))
            aspects = (*aspects, *self._mapping(old, new))
            if aspects:
                before, after = self._own(key_before, self.before), self._own(key_after, self.after)
                if not _OF_WHAT_IS_APPLIED.isdisjoint(aspects):
                    # the condition of an application stands in rules, and in no term
                    terms = not (_OF_WHAT_IS_APPLIED - {"rule.when"}).isdisjoint(aspects)
                    before = (*before, *_below(key_before, self.before, terms=terms))
                    after = (*after, *_below(key_after, self.after, terms=terms))
                yield _change(old, new, aspects, self.pairs[key_before], before, after)

    def _renumbered(self, old: Provision, new: Provision) -> tuple[str, ...]:
        if old.key == new.key:
            return ()
        implied = self.pairs[old.parent].after if old.parent in self.pairs else ""
        same_step = old.key.rpartition(".")[2] == new.key.rpartition(".")[2]
        return () if old.parent and implied == new.parent and same_step else ("renumbered",)

    def _own(self, key: str, entries: Entries) -> tuple[str, ...]:
        return (key, *entries.instances_of.get(key, ()))

    def _with_parts(self, key: str, entries: Entries) -> tuple[str, ...]:
        """What a unit that came or went owns: itself, its parts, their instances, and the instances that they bring here."""
        parts = tuple(name for part in entries.provisions[key].children for name in self._with_parts(part, entries))
        return tuple(dict.fromkeys((*self._own(key, entries), *_below(key, entries), *parts)))

    def _mapping(self, old: Provision, new: Provision) -> tuple[str, ...]:
        """Whether other facts of ours stand for theirs in what is applied here."""
        if old.kind != "application" or new.kind != "application":
            return ()
        olds = mapping_of(old.key, self.before, self.comparer.before)
        news = mapping_of(new.key, self.after, self.comparer.after)
        return ("rule.mapping",) if any(olds[path] != news[path] for path in olds.keys() & news.keys()) else ()

    # -- what is declared ------------------------------------------------------------------------------------------

    def _declared(self, old: Rulebook, new: Rulebook) -> Iterator[tuple[Change, str]]:
        """The changes of parameters, readings and terms, with the unit near which each is told."""
        id_ = new.id
        parameters: list[Any] = [("parameter", old.parameters, new.parameters, self.comparer.parameter)]
        readings: list[Any] = [("reading", old.readings, new.readings, self.comparer.reading)]
        for kind, olds, news, aspects in [*parameters, *readings]:
            for key, one, other in _paired(olds, news):
                name = key.partition(":")[2]
                owned = (f"{kind} {key}",)
                for found in _told(id_, kind, name, one, other, aspects, owned if one else (), owned if other else ()):
                    yield found, self._near(id_, one, other)
        yield from self._terms(id_)

    def _terms(self, id_: str) -> Iterator[tuple[Change, str]]:
        olds = {name: keys for (owner, name), keys in self.before.terms_of.items() if owner == id_}
        news = {name: keys for (owner, name), keys in self.after.terms_of.items() if owner == id_}
        for name, old_keys, new_keys in _paired(olds, news):
            one = self.before.terms[old_keys[0]] if old_keys else None
            other = self.after.terms[new_keys[0]] if new_keys else None

            def aspects(_one: Any, _other: Any, old_keys: Any = old_keys, new_keys: Any = new_keys) -> list[str]:
                return self._aspects_of_term(old_keys, new_keys)

            owned = (tuple(f"term {key}" for key in old_keys or ()), tuple(f"term {key}" for key in new_keys or ()))
            for found in _told(id_, "term", name, one, other, aspects, *owned):
                yield found, self._near(id_, one, other)

    def _aspects_of_term(self, olds: list[str], news: list[str]) -> list[str]:
        """What differs in the instances that both versions have; of those where it is applied, only where there are no others."""
        common = [(old, self.renamed.get(old, old)) for old in olds if self.renamed.get(old, old) in news]
        here = [pair for pair in common if not self.before.applying(f"term {pair[0]}")]
        found = dict.fromkeys(
            aspect for old, new in here or common for aspect in self.comparer.term(self.before.terms[old], self.after.terms[new])
        )
        if common:
            return list(found)
        heads = [name for name in self.comparer.term(self.before.terms[olds[0]], self.after.terms[news[0]]) if name != "body"]
        return [*heads, "arguments"]

    def _near(self, id_: str, old: Any, new: Any) -> str:
        """The unit of the same text that a declaration cites first; none for what belongs to the whole."""
        found = new if new is not None else old
        return next((cite for cite in found.cite[:1] if cite.startswith(f"{id_}:")), "")

    def _decisions(self, old: Rulebook, new: Rulebook) -> Iterator[Change]:
        for key, one, other in _paired(old.decisions, new.decisions):
            owned = (f"decision {key}",)
            name = key.partition(":")[2]
            yield from _told(
                new.id, "decision", name, one, other, self.comparer.decision, owned if one else (), owned if other else ()
            )


def _transitional(book: Rulebook) -> dict[str, tuple[Transitional, ...]]:
    """Whom each amendment reaches otherwise than by its day, row by row."""
    found: dict[str, tuple[Transitional, ...]] = {}
    for row in book.transitional:
        found[row.amendment] = (*found.get(row.amendment, ()), row)
    return found


def _full(path: str, id_: str) -> str:
    return path if ":" in path else f"{id_}:{path}"


def _holder(key: str) -> str:
    """The id of the rulebook that holds an entry, by its key."""
    return re.sub("^(term|decision|parameter|reading) ", "", key).partition(":")[0]


def _below(key: str, entries: Entries, *, terms: bool = True) -> tuple[str, ...]:
    """The instances that an application brings: of provisions and of terms."""
    provisions = [name for name in entries.provisions if name.startswith(f"{key}/")]
    return (*provisions, *(f"term {name}" for name in entries.terms if terms and name.startswith(f"{key}/")))


def _paired(olds: Mapping[str, Any], news: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What both versions have under each name, in the order of the new; what is gone comes last."""
    for name in dict.fromkeys([*news, *olds]):
        yield name, olds.get(name), news.get(name)


def _told(
    id_: str,
    kind: Kind,
    name: str,
    old: Any,
    new: Any,
    aspects: Callable[[Any, Any], Iterable[str]],
    keys_before: tuple[str, ...] = (),
    keys_after: tuple[str, ...] = (),
) -> Iterator[Change]:
    """The change of one thing that has a name, where there is one."""
    if old is None or new is None:
        found: tuple[str, ...] = ("added",) if old is None else ("removed",)
    else:
        found = tuple(aspects(old, new))
    if found:
        yield Change(rulebook=id_, kind=kind, before=name if old is not None else "", after=name if new is not None else "",
                     aspects=found, keys_before=keys_before, keys_after=keys_after)  # fmt: skip


def _change(
    old: Provision | None,
    new: Provision | None,
    aspects: tuple[str, ...],
    pair: Pair | None = None,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> Change:
    one = new or old
    assert one is not None  # noqa: S101 - a change is of something
    return Change(
        rulebook=one.rulebook, kind="unit", before=old.path if old else "", after=new.path if new else "", aspects=aspects,
        matched=pair.matched if pair else "name", keys_before=before, keys_after=after,
    )  # fmt: skip
