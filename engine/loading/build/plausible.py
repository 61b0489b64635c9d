"""What a vocabulary calls plausible: conditions on its own facts, with numbers of its own, and nothing of any law."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from engine.language import keys
from engine.language.expressions import Constant, Node, ParameterRef, Row
from engine.language.facts import Plausible
from engine.language.types import ListType, StructureType
from engine.loading.build.names import Resolver
from engine.loading.build.reading import BrokenError
from engine.loading.build.scope import Declared, Draft
from engine.loading.tree import Mapping

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.language.expressions import Expression
    from engine.language.facts import Vocabulary
    from engine.language.rulebook import Parameter
    from engine.loading.tree import Entry


def plausible_conditions(tree: Mapping, vocabulary: Vocabulary, diagnostics: Diagnostics) -> tuple[Plausible, ...]:
    """The conditions under ``plausible`` that could be built, with their parameters filled in; what is wrong is recorded."""
    return _Reading(vocabulary, diagnostics).read(tree)


class _Reading:
    """Builds as for a rulebook that has parameters and nothing else."""

    def __init__(self, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
        subject = vocabulary.subject
        self.draft = Draft(subject, "", {subject: vocabulary}, (subject,))
        self.resolver = Resolver(diagnostics)
        self.builder = self.resolver.expressions
        self.scope = self.draft.scope("", subject)

    def read(self, tree: Mapping) -> tuple[Plausible, ...]:
        self._declare(tree)
        written = tree.get("plausible")
        found: list[Plausible] = []
        if written is not None:
            try:
                entries = self.builder.mapping(written, "plausible", tree.place)
            except BrokenError:
                return ()
            for entry in entries:
                try:
                    found.append(self._condition(entry))
                except BrokenError:
                    continue
        for name, declared in self.draft.declared_parameters.items():
            if f"parameter {name}" not in self.draft.used_names:
                message = f'nothing that is plausible uses the parameter "{name}"'
                self.builder.diagnostics.warning("unused-parameter", message, declared.name_place, "take it out, or use it")
        return tuple(found)

    def _declare(self, tree: Mapping) -> None:
        """Register the parameters; they are read when a condition asks for them."""
        written = tree.get("parameters")
        try:
            entries = self.builder.mapping(written, "parameters", tree.place) if written is not None else ()
        except BrokenError:
            return
        for entry in entries:
            if isinstance(entry.value, Mapping):
                self.draft.declared_parameters[entry.key] = Declared(
                    entry.key, entry.key_place, entry.value, "", self.scope.subject
                )
            else:
                self.builder.diagnostics.error("wrong-shape", f'"{entry.key}" is a mapping', entry.key_place)

    def _condition(self, entry: Entry) -> Plausible:
        tree = self.builder.mapping(entry.value, f'"{entry.key}"', entry.key_place)
        label = self.builder.bilingual(tree.get("label"), f'the label of "{entry.key}"', entry.key_place)
        own = {key: one for key, one in tree.entries.items() if key not in keys.names(keys.PLAUSIBLE)}
        if not own:
            self.builder.fail("empty", f'"{entry.key}" says nothing', entry.key_place, "give it a condition")
        condition = self.builder.condition(Mapping(own, tree.place), self.scope)
        return Plausible(entry.key, label, self._filled_in(condition), entry.key_place)

    def _filled_in(self, node: Any) -> Any:
        """An expression with the values of the parameters in their places: it stands by itself then."""
        match node:
            case ParameterRef():
                return self._value(node, self.draft.parameters[node.key.partition(":")[2]])
            case Node() | Row():
                known = {one.name: getattr(node, one.name) for one in fields(node)}
                kept = {name: value for name, value in known.items() if name not in {"type", "place"}}
                changed = {name: self._filled_in(value) for name, value in kept.items() if isinstance(value, (Node, tuple))}
                return replace(node, **changed)
            case tuple():
                return tuple(self._filled_in(item) for item in node)
            case _:
                return node

    def _value(self, node: ParameterRef, parameter: Parameter) -> Expression:
        register = isinstance(parameter.type, ListType) and isinstance(parameter.type.element, StructureType)
        if parameter.by is not None or register:
            message = f'"{parameter.key.partition(":")[2]}" is dated or a register, which the law has and a vocabulary has not'
            self.builder.fail("wrong-shape", message, parameter.place, "give it one value")
        return Constant(value=parameter.value, type=parameter.type, place=node.place)
