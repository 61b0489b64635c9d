"""The facts that matter to a question: of all others nothing is asked, and nothing needs to be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.analysis.proof.goals import roots
from engine.language.expressions import FactRef, FieldRef
from engine.language.reach import facts_read_by
from engine.language.walk import below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.analysis.proof.goals import Goal
    from engine.language.expressions import Expression
    from engine.language.facts import Fact, Vocabulary
    from engine.language.rulebook import Rulebook


def slice_for(goal: Goal, rulebooks: Sequence[Rulebook], vocabulary: Vocabulary) -> Vocabulary:
    """The part of a vocabulary that a goal can read, with what is plausible of that part; its identifier always."""
    read: dict[str, set[str]] = {}
    for side, rulebook in enumerate(rulebooks):
        for path, fields in facts_read_by(rulebook, vocabulary.subject, roots(goal, side, rulebook.id)).items():
            read.setdefault(path, set()).update(fields)
    facts = {
        path: _part(fact, read.get(path, set())) for path, fact in vocabulary.facts.items() if path in read or fact.identifier
    }
    return replace(
        vocabulary, facts=facts, plausible=tuple(one for one in vocabulary.plausible if _speaks_of(one.condition, facts))
    )


def _part(fact: Fact, fields: set[str]) -> Fact:
    """A list with the fields that are read; with its first one where only its length is."""
    if fact.elements is None:
        return fact
    kept = {name: one for name, one in fact.elements.items() if name in fields} or dict([next(iter(fact.elements.items()))])
    bounds = fact.interval if fact.interval is not None and kept.keys() >= set(fact.interval) else None
    return replace(fact, elements=kept, interval=bounds)


def _speaks_of(condition: Expression, facts: Mapping[str, Fact]) -> bool:
    """Whether a condition reads nothing else than some facts."""
    for node in below(condition):
        if isinstance(node, FactRef) and node.path not in facts:
            return False
        if isinstance(node, FieldRef) and node.name not in (facts[node.list_path].elements or {}):
            return False
    return True
