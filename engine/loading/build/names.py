"""Finding what a name or path means, and building it when it is first asked for.

Terms and values are built on demand, so that declarations may stand in any order; what is asked for while it is being
built is a cycle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.language.diagnostics import did_you_mean
from engine.language.facts import FactType
from engine.language.types import OptionType
from engine.loading.build import declarations
from engine.loading.build.expressions import ExpressionBuilder
from engine.loading.build.provisions import ProvisionBuilder, build_provision, effect_value, kind_of
from engine.loading.build.reading import BrokenError
from engine.loading.tree import plain

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.rulebook import Decision, Parameter, Reading, Term
    from engine.language.types import Type
    from engine.loading.build.scope import Declared, Draft, Given, Scope


class Resolver:
    """The :class:`~engine.loading.build.references.Names` of one rulebook being built."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        self.expressions = ExpressionBuilder(diagnostics, self)

    # -- names -----------------------------------------------------------------------------------------------------

    def _owner(self, name: str, scope: Scope, place: Place) -> tuple[Draft, str]:
        """The rulebook that a name speaks of, and the name in it: ``ID:NAME`` is another's."""
        id_, colon, bare = name.partition(":")
        if not colon or id_ == scope.owner.id:
            return scope.owner, bare if colon else name
        used = scope.owner.uses.get(id_) or scope.root.uses.get(id_)
        if used is None:
            way_out = did_you_mean(id_, scope.owner.uses) or f"say that it is used: uses: {{{id_}: …}}"
            self.expressions.fail("unknown-rulebook", f'this rulebook does not use "{id_}"', place, way_out)
        return used, bare

    def _declared(self, kind: str, owner: Draft, where: dict[str, Declared], name: str, place: Place) -> Declared:
        found = where.get(name)
        if found is None:
            way_out = owner.no_longer(f"{kind}s.{name}") or did_you_mean(name, where)
            self.expressions.fail(f"unknown-{kind}", f'there is no {kind} "{name}"', place, way_out)
        return found

    def parameter(self, name: str, scope: Scope, place: Place) -> Parameter:
        """A parameter, by its name or ``ID:name``."""
        owner, bare = self._owner(name, scope, place)
        declared = self._declared("parameter", owner, owner.declared_parameters, bare, place)
        owner.used_names.add(f"parameter {bare}")
        if bare not in owner.parameters:
            with _building(self.expressions, owner, f"parameter {bare}", declared.name_place):
                owner.parameters[bare] = declarations.parameter(self.expressions, declared, owner)
        return owner.parameters[bare]

    def reading(self, name: str, scope: Scope, place: Place) -> Reading:
        """A reading, by its name or ``ID:name``."""
        owner, bare = self._owner(name, scope, place)
        declared = self._declared("reading", owner, owner.declared_readings, bare, place)
        owner.used_names.add(f"reading {bare}")
        if bare not in owner.readings:
            with _building(self.expressions, owner, f"reading {bare}", declared.name_place):
                owner.readings[bare] = declarations.reading(self.expressions, declared, owner)
        return owner.readings[bare]

    def term(self, name: str, arguments: dict[str, Given], scope: Scope, place: Place) -> Term:
        """A term with its arguments filled in."""
        owner, bare = self._owner(name, scope, place)
        declared = self._declared("term", owner, owner.declared_terms, bare, place)
        owner.used_names.add(f"term {bare}")
        wanted = declarations.given_names(self.expressions, declared)
        for missing in wanted:
            if missing not in arguments:
                self.expressions.fail("missing-argument", f'the term "{bare}" is given "{missing}"', place,
                                      f"{{term: {name}, with: {{{missing}: …}}}}")  # fmt: skip
        for entry, given in arguments.items():
            if entry not in wanted:
                message = f'the term "{bare}" is given no "{entry}"'
                self.expressions.fail("unknown-argument", message, given.tree.place, did_you_mean(entry, wanted))
        if not scope.instance and declared.subject != scope.subject:
            message = f'the term "{bare}" speaks of {declared.subject}, not of {scope.subject}'
            self.expressions.fail("wrong-subject", message, place)
        inside = replace(scope, owner=owner, here=declared.here, loops=(), given=arguments)
        key = self._instance_key(inside.key(bare), arguments, scope.root)
        if key not in scope.root.terms:
            with _building(self.expressions, scope.root, f"term {key}", declared.name_place):
                scope.root.terms[key] = declarations.term(self.expressions, declared, inside, key)
        return scope.root.terms[key]

    @staticmethod
    def _instance_key(bare: str, arguments: dict[str, Given], root: Draft) -> str:
        """The key of a term with its arguments filled in: readable, and another one for every other way to fill them in."""
        if not arguments:
            return bare
        full = {name: _in_full(plain(given.tree), given.scope) for name, given in sorted(arguments.items())}
        readable = f"{bare}({', '.join(f'{name}={_short(value)}' for name, value in full.items())})"
        return root.instance_key(readable, repr(full))

    # -- provisions ------------------------------------------------------------------------------------------------

    def path(self, reference: str, scope: Scope, place: Place, *, asked: bool = False) -> tuple[Draft, str]:
        """The rulebook and the path that a reference names: ``.s1`` below, ``..s1`` beside, ``ID:path``, or absolute.

        ``asked``: it stands in a condition's place, where another name is perhaps meant.
        """
        owner, bare = self._owner(reference, scope, place)
        here = scope.owner.numbering.then(scope.here, place)
        if bare.startswith(".."):
            bare = f"{here.rpartition('.')[0]}.{bare[2:]}"
        elif bare.startswith("."):
            bare = f"{here}{bare}"
        bare = owner.today(bare, scope.owner, place)
        if "/" in bare and not scope.instance:  # an instance: where it is applied, and what is applied there
            applying, _, applied = bare.partition("/")
            if applying in owner.nodes and applied in owner.nodes and kind_of(owner.nodes[applying]) == "application":
                return owner, bare
        if bare not in owner.nodes:
            near = owner.no_longer(bare) or (_other_name(bare, scope) if asked else "") or did_you_mean(bare, owner.nodes)
            self.expressions.fail("unknown-provision", f'there is no provision "{bare}" in {owner.id}', place, near)
        return owner, bare

    def provision(self, reference: str, scope: Scope, place: Place) -> str:
        """The key of a provision; an instance where the text is applied to another subject."""
        owner, path = self.path(reference, scope, place, asked=not scope.instance)
        if "/" in path:
            return f"{owner.id}:{path}"
        owner.used_names.add(f"provision {path}")
        inside = replace(scope, owner=owner)
        kind = owner.nodes[path].tree.get("kind")
        if kind is None or plain(kind) in {"definition", "statement"}:
            what = plain(kind) if kind is not None else "container"
            message = f'"{path}" is no rule but a {what}: it neither holds nor fails'
            way_out = "name the provisions below it" if kind is None else "name a rule, or a term that it defines"
            self.expressions.fail("no-rule", message, place, way_out)
        if not scope.instance:
            return f"{owner.id}:{path}"
        key = inside.key(path)
        if key not in scope.root.provisions and key not in scope.root.broken:
            self.build_instance(owner, path, inside)
        return key

    def build_instance(self, owner: Draft, path: str, scope: Scope) -> None:
        """A provision as it applies to another subject, with the exceptions that can lift it."""
        key = scope.key(path)
        scope.root.broken.add(key)  # found again while it is built, it is known; taken out once it stands
        inside = replace(scope, owner=owner, here=path, loops=(), given={})
        scope.root.provisions[key] = build_provision(self, owner.nodes[path], inside, key)
        scope.root.broken.discard(key)
        for lifting in lifting_paths(self, owner, path):
            if scope.key(lifting) not in scope.root.provisions and scope.key(lifting) not in scope.root.broken:
                self.build_instance(owner, lifting, scope)

    def value_given_by(self, reference: str, scope: Scope, place: Place) -> tuple[str, Type]:
        """The key of an effect and the type of what it gives."""
        owner, path = self.path(reference, scope, place)
        if "/" in path:  # what is applied gives a value of the type that it gives where it stands
            applying, _, applied = path.partition("/")
            there = owner.scope(applying, owner.nodes[applying].subject)
            there = ProvisionBuilder(self, owner.nodes[applying], there).applied_scope()
            return self.value_given_by(applied, there, place)
        owner.used_names.add(f"provision {path}")
        inside = replace(scope, owner=owner, here=path, loops=(), given={})
        key = inside.key(path)
        with _building(self.expressions, scope.root, f"value of {key}", place):
            value = effect_value(self, owner.nodes[path], inside, place)
        if scope.instance:
            self.provision(reference, scope, place)
        return key, value.type

    # -- decisions -------------------------------------------------------------------------------------------------

    def decision(self, name: str, scope: Scope, place: Place) -> tuple[str, Type]:
        """The key of a decision and the type of its answer."""
        owner, bare = self._owner(name, scope, place)
        declared = self._declared("decision", owner, owner.declared_decisions, bare, place)
        if declared.subject != scope.subject:
            message = f'the decision "{bare}" is about {declared.subject}, not about {scope.subject}'
            self.expressions.fail("wrong-subject", message, place)
        outcomes = declarations.outcomes(self.expressions, declared)
        key = f"{owner.id}:{bare}"
        if outcomes:
            return key, OptionType(f"the decision {bare}", tuple(outcomes))
        return key, self.built_decision(owner, bare).value.type  # type: ignore[union-attr]  # no outcomes: a value

    def built_decision(self, owner: Draft, name: str) -> Decision:
        """A decision, built when it is first asked for."""
        if name not in owner.decisions:
            declared = owner.declared_decisions[name]
            with _building(self.expressions, owner, f"decision {name}", declared.name_place):
                owner.decisions[name] = declarations.decision(self, declared, owner)
        return owner.decisions[name]


def _other_name(name: str, scope: Scope) -> str:
    """How to write what a bare name is where a condition stands; empty where it is nothing else than a wrong path."""
    fact = scope.vocabulary.facts.get(name)
    if fact is not None and fact.type is FactType.LIST:
        return f"it is a list: write {{some: {name}, …}}, or every, none or count"
    if fact is not None:
        return f"it is a fact: write {{fact: {name}{'' if fact.type is FactType.BOOLEAN else ', is: …'}}}"
    if name in scope.owner.declared_terms:
        return f"it is a term: write {{term: {name}}}"
    if name in scope.owner.declared_decisions:
        return f"it is a decision: write {{decision: {name}, is: …}}"
    if name in scope.owner.declared_parameters:
        return "it is a parameter: it is compared with a fact, and is no condition itself"
    return ""


def lifting_paths(resolver: Resolver, owner: Draft, path: str) -> list[str]:
    """The exceptions of a rulebook that say they lift a provision."""
    found = []
    for node in owner.nodes.values():
        lifts = node.tree.get("lifts")
        if lifts is None:
            continue
        scope = owner.scope(node.path, node.subject)
        try:
            for reference, place in resolver.expressions.placed_texts(lifts, "lifts"):
                if resolver.path(reference, scope, place)[1] == path:
                    found.append(node.path)
        except BrokenError:
            continue  # recorded where the exception itself is built, in the same words and once
    return found


def _in_full(value: object, scope: Scope) -> object:
    """An argument with what it is given itself filled in, and the text in which its names stand."""
    if isinstance(value, dict):
        given = scope.given.get(str(value.get("given"))) if "given" in value else None
        if given is not None:
            return _in_full(plain(given.tree), given.scope)
        return {name: _in_full(item, scope) for name, item in value.items()} | {"in": scope.owner.id}
    if isinstance(value, list):
        return [_in_full(item, scope) for item in value]
    relative = isinstance(value, str) and value.startswith(".")
    return f"{scope.here}{value}" if relative else value


def _short(value: object) -> str:
    if isinstance(value, dict):
        words = [item for name, item in value.items() if name != "in"]
        return _short(words[0]) if len(words) == 1 else ", ".join(_short(word) for word in words)
    return str(value)


class _Building:
    """Marks something as being built; asked for again meanwhile, it rests on itself."""

    def __init__(self, builder: ExpressionBuilder, draft: Draft, name: str, place: Place) -> None:
        self.builder, self.draft, self.name, self.place = builder, draft, name, place

    def __enter__(self) -> None:
        if self.name in self.draft.in_progress:
            ring = [*self.draft.in_progress[self.draft.in_progress.index(self.name) :], self.name]
            self.builder.fail("cycle", f"this rests on itself: {' → '.join(ring)}", self.place)
        if self.name in self.draft.broken:
            raise BrokenError  # recorded when it was first asked for
        self.draft.in_progress.append(self.name)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self.draft.in_progress.pop()
        if kind is not None:
            self.draft.broken.add(self.name)


def _building(builder: ExpressionBuilder, draft: Draft, name: str, place: Place) -> AbstractContextManager[None]:
    return _Building(builder, draft, name, place)
