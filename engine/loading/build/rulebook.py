"""A whole rulebook from its files: head and units, in two passes: first every name, then every rule."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.rulebook import Lifting, Rulebook, Subject, Transitional, Use
from engine.loading.amendments.numbering import Numbering
from engine.loading.build.names import Resolver
from engine.loading.build.nodes import NodeCollector
from engine.loading.build.provisions import build_provision, discrepancies
from engine.loading.build.reading import BrokenError
from engine.loading.build.scope import Draft
from engine.loading.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Dictionary

    from engine.language.diagnostics import Diagnostics
    from engine.language.expressions import Expression
    from engine.language.facts import Vocabulary
    from engine.language.instrument import Origin
    from engine.language.rulebook import Provision
    from engine.loading.amendments.reading import Act
    from engine.loading.tree import Tree


UNCHANGED: Final = Numbering()
"""Nothing was renumbered."""
NOTHING: Final[Dictionary[str, Origin]] = MappingProxyType({})
"""Nothing was repealed."""


@dataclass(frozen=True, slots=True)
class Built:
    """A rulebook, and the draft from which another rulebook can take terms with arguments of its own."""

    rulebook: Rulebook
    draft: Draft


def build_rulebook(
    head: Mapping,
    decisions: Sequence[Tree],
    units: Sequence[Tree],
    digest: str,
    vocabularies: Dictionary[str, Vocabulary],
    used: Dictionary[str, Built | None],
    diagnostics: Diagnostics,
    acts: Sequence[Act] = (),
    numbering: Numbering = UNCHANGED,
    gone: Dictionary[str, Origin] = NOTHING,
) -> Built | None:
    """The rulebook that a head, its files of decisions and its units say; nothing where not even its head can be read.

    ``used`` holds the rulebooks that it may use; nothing for one whose own problems are recorded already.
    ``acts`` are the amendments whose transitional rules are read in the words of this text, ``numbering`` tells how its units
    were renumbered, ``gone`` what was repealed. Every problem is recorded in ``diagnostics``; a result that comes with errors
    is for looking at, not for deciding.
    """
    resolver = Resolver(diagnostics)
    try:
        return _Assembly(resolver, head, digest, vocabularies, used, acts, numbering, gone).build(decisions, units)
    except BrokenError:
        return None


class _Assembly:
    def __init__(
        self,
        resolver: Resolver,
        head: Mapping,
        digest: str,
        vocabularies: Dictionary[str, Vocabulary],
        used: Dictionary[str, Built | None],
        acts: Sequence[Act],
        numbering: Numbering,
        gone: Dictionary[str, Origin],
    ) -> None:
        self.acts, self.numbering, self.gone = acts, numbering, gone
        self.resolver, self.head, self.digest = resolver, head, digest
        self.vocabularies = vocabularies
        self.used = {name: found for name, found in used.items() if found is not None}
        self.unusable = used.keys() - self.used.keys()
        self.reader = resolver.expressions
        self.diagnostics = resolver.diagnostics

    def build(self, decisions: Sequence[Tree], units: Sequence[Tree]) -> Built:
        reader = self.reader
        self.head = head = reader.check_keys(self.head, keys.names(keys.HEAD), "a rulebook")
        id_ = reader.text(head.get("rulebook"), "the rulebook's id", head.place)
        version = reader.text(head.get("version"), "the rulebook's version", head.place)
        draft = Draft(id_, version, self.vocabularies, subjects=self._subject_names(), numbering=self.numbering, gone=self.gone)
        draft.uses = {name: self.used[name].draft for name in self._used_names()}
        collector = NodeCollector(reader, draft)
        for key in ("parameters", "readings", "terms", "decisions"):
            written = head.get(key)
            if written is not None:
                collector.declare(key, written, "", draft.subjects[0])
        for tree in decisions:
            self._declare_decisions(collector, tree, draft)
        for unit in units:
            collector.collect(unit, None, head.place)
        self._build_all(draft)
        return Built(self._assembled(draft), draft)

    def _declare_decisions(self, collector: NodeCollector, tree: Tree, draft: Draft) -> None:
        """Register what a file of decisions declares; what is wrong with the file is recorded."""
        reader = self.reader
        try:
            file = reader.mapping(tree, "a file of decisions", tree.place)
            file = reader.check_keys(file, keys.names(keys.DECISION_FILE), "a file of decisions")
            declared = reader.mapping(file.get("decisions"), "decisions", file.place)
        except BrokenError:
            draft.incomplete = True
            return
        collector.declare("decisions", declared, "", collector.subject(file, draft.subjects[0]))

    def _subject_names(self) -> tuple[str, ...]:
        subjects = self.reader.mapping(self.head.get("subjects"), "subjects", self.head.place)
        names = []
        unknown = []
        for entry in subjects:
            if entry.key not in self.vocabularies:
                way_out = did_you_mean(entry.key, self.vocabularies) or f"write vocabulary/{entry.key}.yaml"
                self.diagnostics.error("unknown-vocabulary", f'there is no vocabulary "{entry.key}"', entry.key_place, way_out)
                unknown.append(entry.key)
            names.append(entry.key)
        if unknown:
            raise BrokenError  # every fact of theirs would be unknown as well
        if not names:
            self.reader.fail("empty", "a rulebook names the subjects whose records it decides", subjects.place)
        return tuple(names)

    def _used_names(self) -> tuple[str, ...]:
        uses = self.head.get("uses")
        if uses is None:
            return ()
        found = []
        for entry in self.reader.mapping(uses, "uses", self.head.place):
            if entry.key in self.used:
                found.append(entry.key)
            elif entry.key not in self.unusable:
                self.diagnostics.error("unknown-rulebook", f'there is no rulebook "{entry.key}" that can be used',
                                       entry.key_place, did_you_mean(entry.key, self.used))  # fmt: skip
        return tuple(found)

    def _build_all(self, draft: Draft) -> None:
        """Build everything that is declared, also what nothing uses, so that every problem is found."""
        nowhere = self.head.place
        for path, node in draft.nodes.items():
            key = f"{draft.id}:{path}"
            draft.provisions[key] = build_provision(self.resolver, node, draft.scope(path, node.subject), key)
        for name, declared in draft.declared_parameters.items():
            scope = draft.scope(declared.here, declared.subject)
            with self._unmarked(draft, f"parameter {name}"):
                self._attempt(lambda name=name, scope=scope: self.resolver.parameter(name, scope, nowhere))
        for name, declared in draft.declared_readings.items():
            scope = draft.scope(declared.here, declared.subject)
            with self._unmarked(draft, f"reading {name}"):
                self._attempt(lambda name=name, scope=scope: self.resolver.reading(name, scope, nowhere))
        for name, declared in draft.declared_terms.items():
            if not any(term.name == name and term.key.startswith(f"{draft.id}:") for term in draft.terms.values()):
                self._attempt(lambda name=name, d=declared: self._unused_term(draft, name, d.here, d.subject))
        for name in draft.declared_decisions:
            self._attempt(lambda name=name: self.resolver.built_decision(draft, name))

    @staticmethod
    @contextmanager
    def _unmarked(draft: Draft, name: str) -> Iterator[None]:
        """Building something only to find its problems is no use of it."""
        was_used = name in draft.used_names
        yield
        if not was_used:
            draft.used_names.discard(name)

    def _unused_term(self, draft: Draft, name: str, here: str, subject: str) -> None:
        declared = draft.declared_terms[name]
        if "given" in declared.tree:  # without arguments it can't be built; where it is used, its problems are recorded
            return
        with self._unmarked(draft, f"term {name}"):
            self.resolver.term(name, {}, draft.scope(here, subject), declared.name_place)

    def _attempt(self, build: object) -> None:
        try:
            build()  # type: ignore[operator]  # a lambda of this class
        except BrokenError:
            return  # recorded

    def _assembled(self, draft: Draft) -> Rulebook:
        reader, head = self.reader, self.head
        until, promulgated = head.get("until"), head.get("promulgated")
        title, authority, source = (
            reader.bilingual(head.get(key), f"the rulebook's {key}", head.place) for key in ("title", "authority", "source")
        )
        governs = reader.text(head.get("governs"), "governs", head.place)
        parted = discrepancies(reader, head)
        if governs not in {"zh", "en"}:
            reader.fail("unknown-option", "the language that governs is zh or en", head.entries["governs"].value.place)
        return Rulebook(
            id=draft.id,
            version=draft.version,
            title=title,
            authority=authority,
            source=source,
            governs=governs,
            promulgated=None if promulgated is None else reader.day(promulgated, "promulgated", head.place),
            in_force=reader.day(head.get("in_force"), "in_force", head.place),
            until=None if until is None else reader.day(until, "until", head.place),
            digest=self.digest,
            subjects={name: self._subject(draft, name) for name in draft.subjects},
            uses={
                name: Use(rulebook=self.used[name].rulebook, in_force_on=self._in_force_on(draft, name)) for name in draft.uses
            },
            provisions=_with_lifts(draft.provisions),
            parameters={found.key: found for found in draft.parameters.values()},
            readings={found.key: found for found in draft.readings.values()},
            terms=draft.terms,
            decisions={found.key: found for found in draft.decisions.values()},
            discrepancies=parted,
            transitional=tuple(self._transitional(draft)),
        )

    def _transitional(self, draft: Draft) -> Iterator[Transitional]:
        """Whom the amendments reach otherwise than by their days; a row that can't be read is recorded."""
        for act in self.acts:
            for row in act.transitional:
                subject = row.subject or draft.subjects[0]
                if subject not in draft.subjects:
                    way_out = did_you_mean(subject, draft.subjects)
                    self.diagnostics.error("wrong-subject", f"{draft.id} decides no {subject}", row.place, way_out)
                    continue
                try:
                    when = self.reader.condition(row.when, draft.scope("", subject))
                except BrokenError:
                    continue
                apply: Literal["previous", "amended"] = "previous" if row.apply == "previous" else "amended"
                yield Transitional(amendment=act.id, subject=subject, when=when, apply=apply, place=row.place)

    def _dates(self, draft: Draft, tree: Tree | None, subject: str, keys: tuple[str, ...]) -> list[Expression | None]:
        if tree is None or (not isinstance(tree, Mapping) and getattr(tree, "value", "") is None):
            return [None] * len(keys)
        mapping = self.reader.mapping(tree, "the days", self.head.place)
        mapping = self.reader.check_keys(mapping, keys, "this")
        found: list[Expression | None] = []
        for key in keys:
            written = mapping.get(key)
            found.append(None if written is None else self.reader.date(written, draft.scope("", subject), key))
        return found

    def _subject(self, draft: Draft, name: str) -> Subject:
        subjects = self.reader.mapping(self.head.get("subjects"), "subjects", self.head.place)
        law, facts = self._dates(draft, subjects.get(name), name, ("law_as_of", "facts_as_of"))
        return Subject(name=name, vocabulary=self.vocabularies[name], law_as_of=law, facts_as_of=facts)

    def _in_force_on(self, draft: Draft, name: str) -> Expression | None:
        uses = self.reader.mapping(self.head.get("uses"), "uses", self.head.place)
        return self._dates(draft, uses.get(name), draft.subjects[0], ("in_force_on",))[0]


def _with_lifts(provisions: dict[str, Provision]) -> dict[str, Provision]:
    """Every provision with the exceptions that lift it, in reading order."""
    lifted: dict[str, list[str]] = {}
    for provision in provisions.values():
        if isinstance(provision.rule, Lifting):
            for key in provision.rule.lifts:
                lifted.setdefault(key, []).append(provision.key)
    return {
        key: replace(provision, lifted_by=tuple(lifted[key])) if key in lifted else provision
        for key, provision in provisions.items()
    }
