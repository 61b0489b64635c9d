"""From a node of the text to a provision with its rule, by its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.expressions import All
from engine.language.rulebook import (
    Application,
    Discrepancy,
    Duty,
    Effect,
    Entitlement,
    Lifting,
    Power,
    Provision,
    Requirement,
    Restatement,
)
from engine.language.types import BOOLEAN, DATE, DateType, EnumerationType
from engine.loading.build.comparisons import ALWAYS
from engine.loading.build.literals import literal
from engine.loading.build.reading import BrokenError
from engine.loading.build.scope import Instance
from engine.loading.build.types_of_facts import type_of_fact
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.diagnostics import Place
    from engine.language.expressions import Constant, Expression
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Kind, Rule
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.names import Resolver
    from engine.loading.build.scope import NodeDraft, Scope
    from engine.loading.tree import Entry, Tree

Part = TypeVar("Part")

RULE_KEYS: Final[dict[str, tuple[str, ...]]] = {**{kind: keys.names(rule) for kind, rule in keys.RULES.items()}, "container": ()}
"""The keys of a rule by the kind of its node."""

GOVERNING: Final = ("zh", "en", "neither")
"""Which language can govern where the two differ."""

DECLARATION_KEYS: Final = ("parameters", "terms", "readings")
COMMON_KEYS: Final = keys.names(keys.NODE)
"""The keys that a node of any kind may have, besides its unit and its children."""


class ProvisionBuilder:
    """Builds one provision where it stands, or as it is applied to another subject (``scope.instance``)."""

    def __init__(self, resolver: Resolver, node: NodeDraft, scope: Scope) -> None:
        self.resolver, self.node, self.scope = resolver, node, scope
        self.builder = resolver.expressions
        self.tree, self.place = node.tree, node.tree.place

    # -- parts of a rule -------------------------------------------------------------------------------------------

    def optional_condition(self, key: str) -> Expression | None:
        """The condition under a key, where there is one."""
        written = self.tree.get(key)
        return None if written is None else self.builder.condition(written, self.scope)

    def wording(self, key: str) -> Bilingual | None:
        """The wording under a key, where there is one."""
        return self.builder.optional_bilingual(self.tree.get(key), f"`{key}`")

    def paths(self, key: str) -> tuple[str, ...]:
        """Paths that a rule names, each checked to be there."""
        written = self.tree.get(key)
        if written is None:
            return ()

        def key_of(placed: tuple[str, Place]) -> str:
            owner, path = self.resolver.path(placed[0], self.scope, placed[1])
            return replace(self.scope, owner=owner).key(path)

        return self.builder.each(self.builder.placed_texts(written, key), key_of)

    def missing(self, message: str) -> NoReturn:
        """Record that a rule lacks its key, unless a key that nobody knows stands there: it is what was meant."""
        if self.node.misread:
            raise BrokenError
        self.builder.fail("missing-key", message, self.place)

    # -- kinds -----------------------------------------------------------------------------------------------------

    def requirement(self) -> Requirement:
        """``requires`` or ``forbids``, with when it applies and unless what."""
        requires, forbids = self.tree.get("requires"), self.tree.get("forbids")
        if (requires is None) == (forbids is None):
            self.missing("a requirement either `requires` or `forbids`")
        rule_key = "requires" if requires is not None else "forbids"
        applies, rule, unless = self.builder.each(("applies_when", rule_key, "unless"), self.optional_condition)
        return Requirement(applies_when=applies, requires=_there(rule), forbids=forbids is not None, unless=unless)

    def entitlement(self) -> Entitlement:
        """``requires``, with when it applies and despite what."""
        if "requires" not in self.tree:
            self.missing("an entitlement `requires` something")
        applies, rule = self.builder.each(("applies_when", "requires"), self.optional_condition)
        return Entitlement(applies_when=applies, requires=_there(rule), despite=self.paths("despite"))

    def exception(self) -> Lifting:
        """``when``, and what it ``lifts``."""
        when, unless = self.builder.each(("when", "unless"), self.optional_condition)
        lifts = self.paths("lifts")
        if not lifts:
            self.missing("an exception `lifts` something")
        self._check_lifts()
        return Lifting(when=_there(when), unless=unless, lifts=lifts)

    def _check_lifts(self) -> None:
        written = cast("Tree", self.tree.get("lifts"))
        for reference, place in self.builder.placed_texts(written, "lifts"):
            owner, path = self.resolver.path(reference, self.scope, place)
            kind = kind_of(owner.nodes[path])
            if owner is not self.scope.owner:
                self.builder.fail("wrong-lift", f'"{reference}" is in another rulebook: only its own text lifts it',
                                  place)  # fmt: skip
            if kind not in {"requirement", "effect", "duty"}:
                way_out = "what an exception is not for stands in its own `unless`" if kind == "exception" else ""
                self.builder.fail("wrong-lift", f'"{reference}" ({kind}): only requirements, effects and duties are lifted',
                                  place, way_out)  # fmt: skip

    def effect(self) -> Effect:
        """``when``, and what it ``gives``."""
        when, unless = self.builder.each(("when", "unless"), self.optional_condition)
        written = self.tree.get("gives")
        if written is None:
            self.missing("an effect `gives` a value, or an outcome of a decision")
        if isinstance(written, Mapping) and "outcome" in written:
            return Effect(when=_there(when), unless=unless, gives=None, gives_outcome=self._outcome(written))
        value = effect_value(self.resolver, self.node, self.scope, written.place)
        return Effect(when=_there(when), unless=unless, gives=value, gives_outcome=None)

    def _outcome(self, written: Mapping) -> tuple[str, str]:
        written = self.builder.check_keys(written, keys.names(keys.GIVEN_OUTCOME), "an outcome that an effect gives")
        name = self.builder.text(written.get("decision"), "decision", written.place)
        outcome = self.builder.text(written.get("outcome"), "outcome", written.place)
        key, type_ = self.resolver.decision(name, self.scope, written.entries["decision"].value.place)
        options = getattr(type_, "options", ())
        if outcome not in options:
            message = f'the decision "{name}" has no outcome "{outcome}"'
            self.builder.fail("unknown-option", message, written.entries["outcome"].value.place, did_you_mean(outcome, options))
        return key, outcome

    def duty(self) -> Duty:
        """``when``, and who has to do what, towards whom, by when."""
        when, unless = self.builder.each(("when", "unless"), self.optional_condition)
        bearer = self.builder.bilingual(self.tree.get("bearer"), "the duty's bearer", self.place)
        action = self.builder.bilingual(self.tree.get("action"), "the duty's action", self.place)
        return Duty(when=_there(when), unless=unless, bearer=bearer, action=action, to=self.wording("to"),
                    deadline=self._deadline())  # fmt: skip

    def _deadline(self) -> Expression | Bilingual | None:
        written = self.tree.get("deadline")
        if written is None:
            return None
        if isinstance(written, Mapping) and {"zh", "en"} & set(written.entries):
            return self.builder.bilingual(written, "the duty's deadline", self.place)
        found = self.builder.value(written, self.scope, DATE)
        if not isinstance(found.type, DateType):
            self.builder.fail("type-mismatch", f"a deadline is a date, not {found.type}", written.place)
        return found

    def power(self) -> Power:
        """``when``, whose power it is, and where its use is recorded."""
        finding = self.tree.get("finding")
        path = ""
        if finding is not None:
            path = self.scope.fact_path(self.builder.text(finding, "finding", finding.place))
            if path not in self.scope.vocabulary.facts:
                self.builder.fail("unknown-fact", f'{self.scope.subject} has no fact "{path}"', finding.place,
                                  did_you_mean(path, self.scope.vocabulary.facts))  # fmt: skip
        return Power(when=_there(self.optional_condition("when")), finding=path, holder=self.wording("holder"))

    def application(self) -> Application:
        """The provisions that apply here too, each built for this subject."""
        written = self.tree.get("applies")
        if written is None:
            self.missing("an application `applies` provisions")
        there = self.applied_scope()
        references = self.builder.texts(written, "applies", written.place)
        applied = self.builder.each(references, lambda one: self.resolver.provision(one, there, written.place))
        return Application(when=self.optional_condition("when"), applied=applied)

    def applied_scope(self) -> Scope:
        """Where the provisions that an application applies are read: with our facts, or one value, in the place of theirs."""
        written = cast("Tree", self.tree.get("applies"))
        facts: dict[str, str] = {}
        fixed: dict[str, Constant] = {}
        mapping = self.tree.get("mapping")
        if mapping is not None:
            for entry in self.builder.mapping(mapping, "mapping", self.place):
                if isinstance(entry.value, Mapping):
                    fixed[entry.key] = self._fixed(entry)
                    continue
                ours = self.builder.text(entry.value, "a fact", entry.key_place)
                if ours not in self.scope.vocabulary.facts:
                    self.builder.fail("unknown-fact", f'{self.scope.subject} has no fact "{ours}"', entry.value.place,
                                      did_you_mean(ours, self.scope.vocabulary.facts))  # fmt: skip
                facts[entry.key] = ours
        when = self.optional_condition("when")
        outer = self.scope.instance.when if self.scope.instance else None
        instance = Instance(self.scope.key(self.node.path), facts, written.place, fixed, both(outer, when))
        return replace(self.scope, instance=instance)

    def _fixed(self, entry: Entry) -> Constant:
        """The one value that a fact of theirs has here: ``their.fact: {is: false}``."""
        says = self.builder.check_keys(cast("Mapping", entry.value), keys.names(keys.FIXED_FACT), "a value that is fixed")
        value = says.get("is")
        if value is None:
            self.builder.fail("missing-key", "a value that is fixed says which one it `is`", entry.value.place)
        found = None
        for reference, place in self.builder.placed_texts(cast("Tree", self.tree.get("applies")), "applies"):
            owner, path = self.resolver.path(reference, self.scope, place)
            vocabulary = owner.vocabularies[owner.nodes[path].subject]
            found = vocabulary.facts.get(entry.key)
            if found is not None:
                type_ = type_of_fact(found, vocabulary)
                if isinstance(type_, EnumerationType) and type_.name not in self.scope.vocabulary.enumerations:
                    message = f"{self.scope.subject} does not know the codes of {type_.name}"
                    self.builder.fail("unknown-code", message, value.place, "declare them in enumerations.yaml")
                return literal(self.builder, value, type_, vocabulary)
            way_out = did_you_mean(entry.key, vocabulary.facts)
        self.builder.fail("unknown-fact", f'what is applied knows no fact "{entry.key}"', entry.key_place, way_out)

    def rule(self, kind: Kind) -> Rule | None:
        """The rule of the node's kind; definitions, statements and containers have none."""
        build: dict[str, Callable[[], Rule]] = {
            "requirement": self.requirement,
            "entitlement": self.entitlement,
            "exception": self.exception,
            "effect": self.effect,
            "duty": self.duty,
            "power": self.power,
            "application": self.application,
        }
        return build[kind]() if kind in build else None

    # -- what any node may say -------------------------------------------------------------------------------------

    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """Where the two languages part."""
        return discrepancies(self.builder, self.tree)

    def nature(self) -> str:
        """What a statement is, where it says so."""
        written = self.tree.get("nature")
        if written is None:
            return ""
        return self.builder.option(written, "nature", keys.NATURES)

    def restatement(self) -> Restatement | None:
        """What this unit repeats, as printed, and which prevails."""
        written = self.tree.get("restates")
        if written is None:
            return None
        owner, path = self.resolver.path(self.builder.text(written, "restates", written.place), self.scope, written.place)
        prevails = self.tree.get("prevails")
        which = self.builder.text(prevails, "prevails", prevails.place) if prevails is not None else ""
        if which not in {"restated", "this"}:
            self.builder.fail("missing-key", "a restatement says which prevails: restated, or this", written.place)
        return Restatement(key=f"{owner.id}:{path}", as_printed=self.optional_condition("as_printed"), prevails=which)

    def source_lines(self) -> tuple[int, ...]:
        """Where the unit stands in the printed source."""
        written = self.tree.get("source")
        if written is None:
            return ()
        lines = self.builder.mapping(written, "source", self.place)
        lines = self.builder.check_keys(lines, keys.names(keys.SOURCE), "source")
        items = self.builder.sequence(lines.get("lines"), "lines", lines.place)
        return tuple(self.builder.whole_number(item, "a line", item.place) for item in items)


def discrepancies(reader: ExpressionBuilder, tree: Mapping) -> tuple[Discrepancy, ...]:
    """Where the two languages of a unit, or of a rulebook's title, part."""
    written = tree.get("discrepancy")
    if written is None:
        return ()

    def one(item: Tree) -> Discrepancy:
        entry = reader.mapping(item, "a discrepancy", tree.place)
        entry = reader.check_keys(entry, keys.names(keys.DISCREPANCY), "a discrepancy")
        id_, severity, zh, en = (reader.text(entry.get(key), key, entry.place) for key in ("id", "severity", "zh", "en"))
        governs = entry.get("governs")
        if governs is None:
            reader.fail("missing-key", "a discrepancy says which language governs: zh, en or neither", entry.place)
        return Discrepancy(
            id=id_, severity=severity, zh=zh, en=en,
            note=reader.optional_bilingual(entry.get("note"), "the note"),
            rule=_what_the_rule_does(reader, entry),
            governs=reader.option(governs, "governs", GOVERNING),
        )  # fmt: skip

    return reader.each(reader.sequence(written, "discrepancy", tree.place), one)


def _what_the_rule_does(reader: ExpressionBuilder, entry: Mapping) -> Bilingual | None:
    written = entry.get("rule")
    if written is None:
        message = "a discrepancy says what the rule therefore does"
        reader.diagnostics.warning("no-rule-told", message, entry.place, "rule: {zh: …, en: …}")
    return reader.optional_bilingual(written, "what the rule does")


def _there(condition: Expression | None) -> Expression:
    """A condition that a rule may leave out when it always holds."""
    return condition or ALWAYS


def both(one: Expression | None, other: Expression | None) -> Expression | None:
    """The conjunction of two conditions that may be absent: then they always hold."""
    if one is None or other is None or other == ALWAYS:
        return other if one is None else one
    return All(parts=(one, other), type=BOOLEAN, place=other.place)


def _only_when(rule: Rule, condition: Expression) -> Rule:
    """A rule that speaks only where a condition holds: that of the application which brings it here."""
    if isinstance(rule, (Requirement, Entitlement)):
        return replace(rule, applies_when=both(condition, rule.applies_when))
    return replace(rule, when=_there(both(condition, rule.when)))


def kind_of(node: NodeDraft) -> Kind:
    """The kind a node says it is; a container where it says none."""
    written = node.tree.get("kind")
    return cast("Kind", written.text) if isinstance(written, Scalar) and written.text in RULE_KEYS else "container"


def effect_value(resolver: Resolver, node: NodeDraft, scope: Scope, place: Place) -> Expression:
    """The value that an effect gives."""
    written = node.tree.get("gives")
    if kind_of(node) != "effect" or written is None or (isinstance(written, Mapping) and "outcome" in written):
        resolver.expressions.fail("no-value", f'"{node.path}" gives no value', place)
    return resolver.expressions.value(written, scope)


def build_provision(resolver: Resolver, node: NodeDraft, scope: Scope, key: str) -> Provision:
    """The provision of a node. A broken rule leaves a provision without one: its diagnostics are recorded."""
    own = ProvisionBuilder(resolver, node, scope)
    kind = kind_of(node)

    def or_none(build: Callable[[], Part]) -> Part | None:
        try:
            return build()
        except BrokenError:
            return None

    rule = or_none(lambda: own.rule(kind))
    if rule is not None and scope.instance and scope.instance.when is not None:
        rule = _only_when(rule, scope.instance.when)
    parent: str | None = None
    children_: tuple[str, ...] = ()
    applied_from = f"{scope.owner.id}:{node.path}"
    if not scope.instance:
        parent = f"{scope.owner.id}:{node.parent}" if node.parent else None
        children_ = tuple(f"{scope.owner.id}:{child}" for child in node.children)
        applied_from = ""
    return Provision(
        key=key,
        kind=kind,
        subject=scope.subject,
        unit=node.unit,
        number=node.number,
        parent=parent,
        children=children_,
        title=or_none(lambda: own.wording("title")),
        text=or_none(lambda: own.wording("text")),
        label=or_none(lambda: own.wording("label")),
        rule=rule,
        applied_from=applied_from,
        discrepancies=or_none(own.discrepancies) or (),
        restates=None if scope.instance else or_none(own.restatement),
        not_executable=or_none(lambda: own.wording("not_executable")),
        nature=or_none(own.nature) or "",
        source_lines=or_none(own.source_lines) or (),
        place=node.tree.place,
    )
