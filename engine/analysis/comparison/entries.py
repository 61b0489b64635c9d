"""Everything that a version holds, by key, with what it comes from: a unit for its instances, a declared term for its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.language.rulebook import Application
from engine.language.walk import with_used

if TYPE_CHECKING:
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Rulebook, Term

Entry = "Provision | Parameter | Reading | Term | Decision"


class Entries:
    """The checked trees of a version and of all that it rests on.

    Keys are as in :func:`engine.language.walk.references`: ``ID:PATH``, ``term KEY``, ``decision KEY``, and so ``parameter KEY``
    and ``reading KEY``. What two rulebooks hold under one key is the same; the one that rests on the other goes first.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.books = with_used(rulebook)
        self.provisions: dict[str, Provision] = {}
        self.parameters: dict[str, Parameter] = {}
        self.readings: dict[str, Reading] = {}
        self.terms: dict[str, Term] = {}
        self.decisions: dict[str, Decision] = {}
        for book in reversed(self.books.values()):
            self.provisions.update(book.provisions)
            self.parameters.update(book.parameters)
            self.readings.update(book.readings)
            self.terms.update(book.terms)
            self.decisions.update(book.decisions)

    @cached_property
    def all(self) -> dict[str, Provision | Parameter | Reading | Term | Decision]:
        """Every entry by its key."""
        return {
            **self.provisions,
            **{f"parameter {key}": found for key, found in self.parameters.items()},
            **{f"reading {key}": found for key, found in self.readings.items()},
            **{f"term {key}": found for key, found in self.terms.items()},
            **{f"decision {key}": found for key, found in self.decisions.items()},
        }

    @cached_property
    def instances_of(self) -> dict[str, list[str]]:
        """The keys of a unit's instances where it is applied to others, by the unit's own key."""
        found: dict[str, list[str]] = {}
        for key, provision in self.provisions.items():
            if provision.applied_from:
                found.setdefault(provision.applied_from, []).append(key)
        return found

    @cached_property
    def terms_of(self) -> dict[tuple[str, str], list[str]]:
        """The keys of a declared term's instances, by the id of its rulebook and its name."""
        found: dict[tuple[str, str], list[str]] = {}
        for key, term in self.terms.items():
            found.setdefault((self.rulebook_of(key), term.name), []).append(key)
        return found

    def rulebook_of(self, key: str) -> str:
        """The id of the rulebook in whose text a term stands, by the key of one of its instances."""
        id_, _, path = key.partition(":")
        bare = path.partition("(")[0]
        if "/" not in bare:
            return id_
        return self._declaring(f"{id_}:{bare.rpartition('/')[0]}", self.terms[key])

    def _declaring(self, applying: str, term: Term) -> str:
        """Of the rulebooks whose units apply here, the one that declares a term: by what it cites, else by its name."""
        unit = self.provisions.get(applying)
        rule = unit.rule if unit is not None else None
        applied = rule.applied if isinstance(rule, Application) else ()
        sources = [self.provisions[one].applied_from.partition(":")[0] for one in applied if one in self.provisions]
        candidates = list(dict.fromkeys([*sources, *self.books]))
        declaring = [id_ for id_ in candidates if term.name in self._declared.get(id_, ())]
        cited = [id_ for id_ in declaring if any(cite.startswith(f"{id_}:") for cite in term.cite)]
        return next(iter([*cited, *declaring, *candidates]))

    @cached_property
    def _declared(self) -> dict[str, set[str]]:
        """The names of terms by the rulebook to which their own keys point."""
        found: dict[str, set[str]] = {}
        for key, term in self.terms.items():
            id_, _, path = key.partition(":")
            if "/" not in path.partition("(")[0]:
                found.setdefault(id_, set()).add(term.name)
        return found

    def applying(self, key: str) -> str:
        """The unit that applies an instance of a provision or of a term: ``ID:HERE`` of ``ID:HERE/THERE``; empty for others."""
        id_, _, path = key.removeprefix("term ").partition(":")
        bare = path.partition("(")[0]
        return f"{id_}:{bare.rpartition('/')[0]}" if "/" in bare else ""
