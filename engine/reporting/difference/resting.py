"""What rests on something that changed: rules that stayed as they were and mean another thing, up to the decisions."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from engine.language.expressions import All, AnyOf, Filter, Not, ParameterRef, Quantified, ReadingRef, Row, children
from engine.language.rulebook import Application
from engine.language.walk import below, of_decision, of_provision, printed_order, references
from engine.reporting.difference.model import Line, Resting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.language.expressions import Expression
    from engine.language.facts import Bilingual
    from engine.reporting.difference.rules import RuleLines
    from engine.reporting.difference.voice import Voice


class References:
    """Who refers to whom in one version and all that it rests on, by the keys of :func:`engine.language.walk.references`."""

    def __init__(self, voice: Voice) -> None:
        self.declared = voice.declared

    @cached_property
    def expressions(self) -> dict[str, tuple[Expression, ...]]:
        """The expressions of everything that has some."""
        held = self.declared
        found = {key: of_provision(unit) for key, unit in held.provisions.items()}
        found |= {f"term {key}": (term.body,) for key, term in held.terms.items()}
        found |= {f"decision {key}": of_decision(decision) for key, decision in held.decisions.items()}
        return found | {f"parameter {key}": (one.by,) for key, one in held.parameters.items() if one.by is not None}

    @cached_property
    def places(self) -> dict[str, int]:
        """The units in the order of print, and the decisions in theirs."""
        units = [unit.key for book in self.declared.rulebooks.values() for unit in printed_order(book.provisions)]
        return {key: number for number, key in enumerate([*units, *(f"decision {key}" for key in self.declared.decisions)])}

    @cached_property
    def referring(self) -> dict[str, list[str]]:
        """Who refers to a key, directly; what lifts a unit is referred to by it, and so is what it applies."""
        found: dict[str, list[str]] = {}
        for owner, expressions in self.expressions.items():
            named = [name for expression in expressions for name in (*references(expression), *_law(expression))]
            unit = self.declared.provisions.get(owner)
            if unit is not None:
                named += unit.lifted_by
                named += unit.rule.applied if isinstance(unit.rule, Application) else ()
            for name in dict.fromkeys(named):
                found.setdefault(name, []).append(owner)
        return found

    def resting_on(self, keys: Iterable[str]) -> dict[str, int]:
        """Everything that rests on some keys, directly (1) or through others (more), the nearest first."""
        start = dict.fromkeys(keys, 0)
        found = dict(start)
        waiting = deque(start)
        while waiting:
            key = waiting.popleft()
            for owner in self.referring.get(key, ()):
                if owner not in found:
                    found[owner] = found[key] + 1
                    waiting.append(owner)
        return {key: distance for key, distance in found.items() if key not in start}


def _law(expression: Expression) -> Iterator[str]:
    """The parameters and readings to which an expression refers."""
    for node in below(expression):
        if isinstance(node, ParameterRef):
            yield f"parameter {node.key}"
        elif isinstance(node, ReadingRef):
            yield f"reading {node.key}"


class RestingLines:
    """Tells what rests on a change, and shows the sentences in which a number of the law is another."""

    def __init__(self, rules: RuleLines) -> None:
        self.rules = rules
        self.old, self.new = References(rules.old), References(rules.new)

    def on(self, keys_before: Iterable[str], keys_after: Iterable[str], book: str) -> tuple[Resting, ...]:
        """What rests on a change: of what is gone, what rested on it. Units and decisions in the order of their texts."""
        owned = tuple(keys_after) or tuple(keys_before)
        references, voice = (self.new, self.rules.new) if tuple(keys_after) else (self.old, self.rules.old)
        near = references.resting_on(owned)
        parameters = frozenset(key.removeprefix("parameter ") for key in owned if key.startswith("parameter "))
        found: dict[tuple[str, object], Resting] = {}
        for owner in sorted(near, key=lambda key: (_RANKS[_shown(key)[0]], references.places.get(_shown(key)[1], 0))):
            kind, shown = _shown(owner)
            if kind == "term" and near[owner] > 1:
                continue
            shows = (
                near[owner] == 1 and parameters and "/" not in owner.partition("(")[0]
            )  # what is applied elsewhere is told once
            lines = self._sentences(owner, parameters, book) if shows else ()
            name = _named(voice, kind, owner, shown, book)
            known = found.get((kind, name))  # the instances of a term have one name
            lines = (*(known.lines if known else ()), *lines)
            key = known.key if known else shown.partition(" ")[2] or shown
            found[kind, name] = Resting(kind=kind, key=key, name=name, lines=_once(lines))
        return tuple(found.values())

    def _sentences(self, owner: str, parameters: frozenset[str], book: str) -> tuple[Line, ...]:
        """The sentences of a rule that speak of a parameter, before and after, where the rule itself stayed as it was."""
        theirs = self.new.expressions.get(owner, ())
        ours = self.old.expressions.get(owner, ())
        if len(theirs) != len(ours) or not all(self.rules.parter.same(a, b) for a, b in zip(ours, theirs, strict=True)):
            return ()
        subject = self._subject(owner)
        found = []
        for old, new in zip(ours, theirs, strict=True):
            for one, other in zip(_smallest(old, parameters), _smallest(new, parameters), strict=True):
                told = (self.rules.old.words(book, subject).name(one), self.rules.new.words(book, subject).name(other))
                if told[0] != told[1]:
                    label = self.rules.label("sentence")
                    found.append(Line(about="sentence", label=label, sign="changed", before=told[0], after=told[1]))
        return tuple(found)

    def _subject(self, owner: str) -> str:
        held, key = self.rules.new.declared, owner.partition(" ")[2]
        if owner.startswith("term "):
            return held.terms[key].subject
        if owner.startswith("decision "):
            return held.decisions[key].subject
        return held.provisions[owner].subject if owner in held.provisions else ""


_RANKS: Final = {"term": 0, "unit": 1, "decision": 2}


def _shown(owner: str) -> tuple[Literal["unit", "term", "decision"], str]:
    """What is told of an owner, as kind and key: an instance by the unit that applies it, a term by its name."""
    if owner.startswith("decision "):
        return "decision", owner
    key = owner.partition(" ")[2] or owner
    if "/" in key.partition("(")[0]:
        return "unit", key.partition("/")[0]
    return ("term", owner) if owner.startswith(("term ", "parameter ")) else ("unit", owner)


def _named(voice: Voice, kind: str, owner: str, shown: str, book: str) -> Bilingual:
    held, key = voice.declared, shown.partition(" ")[2]
    if kind == "decision":
        decision = held.decisions[key]
        return voice.phrases.say("diff.coded", label=decision.title, code=decision.name)
    if kind == "term":
        label = (held.parameters if owner.startswith("parameter ") else held.terms)[key].label
        return voice.phrases.say("rule.label", x=label)
    return voice.cited(shown, book)


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple({(one.before, one.after): one for one in lines}.values())


def _smallest(node: Expression | Row, parameters: frozenset[str]) -> list[Expression]:
    """The smallest statements that speak of some parameters, or the whole value where none does."""
    found: list[Expression] = []
    own = False
    for part, is_condition in _parts(node):
        if _speaks(part, parameters):
            if is_condition or isinstance(part, Row) or _has_condition(part, parameters):
                found += _smallest(part, parameters)
            else:
                own = True
    if isinstance(node, Row):
        return [*found, *([node.then] if own else [])]
    return [node] if own or not found else found


def _has_condition(node: Expression, parameters: frozenset[str]) -> bool:
    """Whether everything in a value that speaks of the parameters stands in a condition inside of it."""
    return not isinstance(node, ParameterRef) and all(
        is_condition or not _speaks(part, parameters) or (not isinstance(part, Row) and _has_condition(part, parameters))
        for part, is_condition in _parts(node)
    )


def _speaks(node: Expression | Row, parameters: frozenset[str]) -> bool:
    parts = [part for part in (node.when, node.then) if part is not None] if isinstance(node, Row) else [node]
    return any(isinstance(one, ParameterRef) and one.key in parameters for part in parts for one in below(part))


def _parts(node: Expression | Row) -> list[tuple[Expression | Row, bool]]:
    """The parts of a node, each with whether it is a statement of its own."""
    match node:
        case Row():
            return [(part, part is node.when) for part in (node.when, node.then) if part is not None]
        case All() | AnyOf():
            return [(part, True) for part in node.parts]
        case Not():
            return [(node.part, True)]
        case Quantified() | Filter():  # a short condition says too little without its list
            return [(node.list, False), (node.condition, isinstance(node.condition, (All, AnyOf)))]
        case _:
            return [(part, False) for part in children(node)]
