"""Where an expression stands: whose facts it reads, inside which lists, with which arguments, applied to whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.loading.amendments.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from engine.language.diagnostics import Place
    from engine.language.expressions import Constant, Expression
    from engine.language.facts import Fact, Vocabulary
    from engine.language.instrument import Origin
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Term
    from engine.loading.tree import Mapping, Tree


@dataclass(frozen=True, slots=True)
class Loop:
    """A list whose element is at hand: its fact, and the name that ``as`` gave the element."""

    fact: Fact
    name: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An argument of a term as its caller wrote it, to be read where the caller stands."""

    tree: Tree
    scope: Scope


@dataclass(frozen=True, slots=True)
class Instance:
    """Provisions of one subject applied to another: the applying node's key, whose fact stands for whose, and the place.

    ``fixed`` are their facts that have one value here, and ``when`` is the condition under which any of it applies.
    """

    prefix: str
    facts: Dictionary[str, str]
    place: Place
    fixed: Dictionary[str, Constant] = field(default_factory=dict)
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean at one place. ``root`` is the rulebook being built, ``owner`` the one whose text this is."""

    root: Draft
    owner: Draft
    vocabulary: Vocabulary
    subject: str
    here: str = ""
    loops: tuple[Loop, ...] = ()
    given: Dictionary[str, Given] = field(default_factory=dict)
    instance: Instance | None = None

    def inside(self, loop: Loop) -> Scope:
        """The scope of a condition on the elements of a list."""
        return replace(self, loops=(*self.loops, loop))

    def fact_path(self, path: str) -> str:
        """The path by which this subject's records hold a fact that the text names."""
        return self.instance.facts.get(path, path) if self.instance else path

    def key(self, path_or_name: str) -> str:
        """The qualified key of something declared in the text at hand."""
        if self.instance:
            return f"{self.instance.prefix}/{path_or_name}"
        return f"{self.owner.id}:{path_or_name}"


@dataclass(slots=True)
class Declared:
    """Something named, before it is read: its name, its text, and the node near which it stands ("" for the head)."""

    name: str
    name_place: Place
    tree: Mapping
    here: str = ""
    subject: str = ""


@dataclass(slots=True)
class NodeDraft:
    """A unit of the text before its rule is read."""

    path: str
    unit: str
    number: str
    parent: str | None
    tree: Mapping
    subject: str
    children: list[str] = field(default_factory=list)
    misread: bool = False
    """Whether it has a key that nobody knows."""


@dataclass(slots=True)
class Draft:
    """A rulebook while it is read: what its files declare, and what has been built of it so far."""

    id: str
    version: str
    vocabularies: Dictionary[str, Vocabulary]
    subjects: tuple[str, ...] = ()
    nodes: dict[str, NodeDraft] = field(default_factory=dict)
    declared_parameters: dict[str, Declared] = field(default_factory=dict)
    declared_readings: dict[str, Declared] = field(default_factory=dict)
    declared_terms: dict[str, Declared] = field(default_factory=dict)
    declared_decisions: dict[str, Declared] = field(default_factory=dict)
    uses: dict[str, Draft] = field(default_factory=dict)
    provisions: dict[str, Provision] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    in_progress: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    used_names: set[str] = field(default_factory=set)
    instances: dict[str, list[str]] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    gone: Dictionary[str, Origin] = field(default_factory=dict)
    incomplete: bool = False
    """Whether some unit could not be told: then nobody can say which paths there are."""

    def no_longer(self, name: str) -> str:
        """That an amendment repealed a unit, or what is declared so (``terms.NAME``); empty where none did."""
        origin = self.gone.get(name)
        if origin is None:
            return ""
        return f"the amendment {origin.amendment} repeals it ({origin.place}): amend what still speaks of it too"

    def today(self, path: str, text: Draft, place: Place) -> str:
        """The path now of what a text calls so at one of its places: units may have been renumbered since."""
        if not self.numbering.renumberings:
            return path
        return self.numbering.now(path, place) if text is self else self.numbering.since(path, text.numbering.day_of(place))

    def scope(self, here: str, subject: str) -> Scope:
        """The scope of a rule that stands at a node (or at the head, "")."""
        return Scope(root=self, owner=self, vocabulary=self.vocabularies[subject], subject=subject, here=here)

    def instance_key(self, readable: str, full: str) -> str:
        """A readable key for something written out in full: numbered where the same short form says different things."""
        known = self.instances.setdefault(readable, [])
        if full not in known:
            known.append(full)
        number = known.index(full) + 1
        return readable if number == 1 else f"{readable} #{number}"
