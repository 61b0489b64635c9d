"""How it stands with what a provision asks: what is on file of the thing that it asks for, and what is wrong with that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.evaluation.code import Junction, Loop
from engine.evaluation.context import Frame
from engine.evaluation.linked import Named
from engine.evaluation.meaning.lists import as_items
from engine.language.expressions import Compare, FieldRef, Quantified
from engine.language.logic import FALSE, TRUE
from engine.language.record import Element
from engine.language.rulebook import Requirement
from engine.language.types import EnumerationType
from engine.reporting.entries import entry_name
from engine.reporting.letters.telling import told_in_one
from engine.reporting.names import only_readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.evaluation.code import Code
    from engine.evaluation.linked import Clause
    from engine.language.facts import Bilingual
    from engine.language.logic import Truth
    from engine.reporting.letters.needs import Needed

_MOST_ENTRIES: Final = 3
"""So many entries are told one by one."""


def as_it_stands(needed: Needed, clause: Clause) -> list[Bilingual]:
    """What is so in place of what a requirement asks, a clause for each thing that is not as asked."""
    wanted = FALSE if isinstance(clause.rule, Requirement) and clause.rule.forbids else TRUE
    return list(dict.fromkeys(one for part in clause.met for one in _of(needed, part, None, wanted)))


def _of(needed: Needed, code: Code, frame: Frame | None, wanted: Truth) -> list[Bilingual]:
    if code.run(needed.context, frame) is wanted or (code.node is not None and only_readings(code.node)):
        return []
    if isinstance(code, Junction):
        parts = list(code.below)
        if code.stops_at is wanted:  # of alternatives, those by which something can be done
            parts = [part for part in parts if not needed.is_beyond(part, frame, wanted)] or parts
        return [one for part in parts for one in _of(needed, part, frame, wanted)]
    if isinstance(code, Loop) and isinstance(code.node, Quantified) and code.node.word == "some" and wanted is TRUE:
        found = _on_file(needed, code, code.node, frame)
        if found is not None:
            return [found]
    lines = needed.explainer.why(code, frame, wanted, must=False)
    return [told_in_one(needed.phrases, line, {"not_met", "open"}) for line in lines]


def _on_file(needed: Needed, loop: Loop, node: Quantified, frame: Frame | None) -> Bilingual | None:
    """Of a list: the entries that are the thing asked for, each with what is wrong with it, or that there is none.

    The thing is told by the codes that the condition asks for; nothing where it asks for none, and the list for none either.
    """
    condition = loop.per_element[0]
    picks = [part for part in _conjuncts(condition) if _is_pick(part)][:1]
    entries = [entry for entry, _ in as_items(loop.list.run(needed.context, frame)).entries]
    near = [one for one in entries if all(part.run(needed.context, Frame(one, frame)) is not FALSE for part in picks)]
    if not near:
        kind = _kind(needed, node, picks, frame)
        if kind is None:
            return needed.phrases.say("letter.none_listed", list=needed.listed(node.list))
        return needed.phrases.say("letter.none_among", x=kind[0], list=kind[1])
    if len(near) > _MOST_ENTRIES or not all(isinstance(one, Element) for one in near):
        return None
    told = [_entry(needed, one, condition, frame) for one in near]
    return needed.phrases.say("join.label", label=_named(needed, node, picks, frame), x=needed.phrases.joined(told, "clauses"))


def _conjuncts(code: Code) -> Iterator[Code]:
    """The parts of a condition on an entry all of which are asked."""
    if isinstance(code, Junction) and code.stops_at is FALSE:
        for part in code.below:
            yield from _conjuncts(part)
    elif isinstance(code, Named) and code.depth == 0:
        yield from _conjuncts(code.body)
    else:
        yield code


def _is_pick(code: Code) -> bool:
    """Whether a part asks of which kind an entry is."""
    node = code.node
    if not isinstance(node, Compare) or node.word not in {"is", "in"} or not isinstance(node.left, FieldRef):
        return False
    return node.left.depth == 0 and isinstance(node.left.type, EnumerationType)


def _named(needed: Needed, node: Quantified, picks: list[Code], frame: Frame | None) -> Bilingual:
    """The thing by its kind, of the list in which it would stand."""
    kind = _kind(needed, node, picks, frame)
    if kind is None:
        return needed.listed(node.list)
    return needed.phrases.say("needed.among", x=kind[0], list=needed.names.quoted(kind[1]))


def _kind(needed: Needed, node: Quantified, picks: list[Code], frame: Frame | None) -> tuple[Bilingual, Bilingual] | None:
    """What is asked for by its code, if anything is, and the list in which it would stand."""
    pick = picks[0].node if picks else None
    if not isinstance(pick, Compare):
        return needed.kind(node.list)
    if isinstance(pick.right, FieldRef) and pick.right.depth:
        pick = replace(pick, right=needed.around(pick.right, Frame(None, frame)))
    return needed.names.right(pick), needed.names.name(node.list)


def _entry(needed: Needed, entry: Element, condition: Code, frame: Frame | None) -> Bilingual:
    lines = needed.explainer.why(condition, Frame(entry, frame), TRUE, must=False)
    wrong = [told_in_one(needed.phrases, line, {"not_met", "open"}) for line in lines if line.standing in {"not_met", "open"}]
    name = entry_name(needed.explainer, entry, [])
    return needed.phrases.say("join.paren", x=name, note=needed.phrases.joined(list(dict.fromkeys(wrong)), "clauses"))
