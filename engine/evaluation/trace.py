"""The proof of a judgment: every provision, term, parameter, reading and fact that took part, from the decisions down.

A tree of plain values. What is named stands in full where it is first met; after that only its key and value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.evaluation.code import Leaf
from engine.evaluation.judgment import plain_value, wording
from engine.evaluation.linked import Asked, Decided, Named
from engine.language.citation import cite_unit
from engine.language.expressions import FactRef, FieldRef, ParameterRef, ReadingRef
from engine.language.logic import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.code import Code
    from engine.evaluation.context import Frame
    from engine.evaluation.interpreter import Evaluation

Entry = dict[str, Any]


def trace_of(evaluation: Evaluation, decisions: Iterable[str]) -> list[Entry]:
    """The proof trees of some decisions."""
    tracer = _Tracer(evaluation)
    return [tracer.decision(evaluation.plan.asked[name]) for name in decisions]


class _Tracer:
    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.context = evaluation.context
        self.program = evaluation.program
        self.seen: set[str] = set()

    def decision(self, asked: Decided) -> Entry:
        decision = asked.ruling.decision
        entry: Entry = {
            "decision": decision.key,
            "title": wording(decision.title),
            "value": plain_value(asked.run(self.context, None)),
        }
        return self._unfold(f"decision {decision.key}", entry, asked, None)

    def _provision(self, asked: Asked) -> Entry:
        clause, provision = asked.clause, asked.clause.provision
        entry: Entry = {
            "provision": provision.key,
            "kind": provision.kind,
            "status": self.evaluation.status(clause),
            "value": asked.run(self.context, None).value,
        }
        if f"provision {provision.key}" not in self.seen:
            entry["cite"] = wording(self.program.citation(provision.key))
            if provision.label is not None:
                entry["label"] = wording(provision.label)
            lifted_by = [key for key in provision.lifted_by if self._holds(key)]
            if lifted_by:
                entry["lifted_by"] = lifted_by
        return self._unfold(f"provision {provision.key}", entry, asked, None)

    def _holds(self, key: str) -> bool:
        return self.program.clauses[key].standing(self.context).value is TRUE

    def _term(self, named: Named, frame: Frame | None) -> Entry:
        term = named.term
        entry: Entry = {"term": term.key, "value": plain_value(named.run(self.context, frame))}
        mark = f"term {term.key}"
        if named.depth is not None and frame is not None:
            path = frame.out(named.depth).element.path
            entry["of"] = path
            mark = f"{mark} of {path}"
        if mark not in self.seen:
            entry["label"] = wording(term.label)
            entry["cite"] = [{"provision": key, **wording(self.program.citation(key))} for key in term.cite]
        return self._unfold(mark, entry, named, frame)

    def _unfold(self, mark: str, entry: Entry, code: Code, frame: Frame | None) -> Entry:
        """Add what an entry rests on, the first time that it is met."""
        if mark in self.seen:
            return entry
        self.seen.add(mark)
        below: dict[str, list[Any]] = {"facts": [], "parameters": [], "readings": [], "from": []}
        self._gather(code, frame, below)
        entry.update({name: found for name, found in below.items() if found})
        return entry

    def _gather(self, code: Code, frame: Frame | None, below: dict[str, list[Any]]) -> None:
        for part, inner in code.parts(self.context, frame):
            match part:
                case Asked():
                    below["from"].append(self._provision(part))
                case Decided():
                    below["from"].append(self.decision(part))
                case Named():
                    below["from"].append(self._term(part, inner))
                case Leaf():
                    self._leaf(part, inner, below)
                case _:
                    if isinstance(part.node, ParameterRef):
                        self._parameter(part.node.key, part.run(self.context, inner), below)
                    self._gather(part, inner, below)

    def _leaf(self, code: Leaf, frame: Frame | None, below: dict[str, list[Any]]) -> None:
        node = code.node
        match node:
            case FactRef():
                self._fact(node.path, below)
            case FieldRef() if frame is not None:
                self._field(frame, node, below)
            case ParameterRef():
                self._parameter(node.key, code.run(self.context, frame), below)
            case ReadingRef():
                entry = {"reading": node.key, "value": code.run(self.context, frame)}
                if entry not in below["readings"]:
                    below["readings"].append(entry)
            case _:
                pass

    def _fact(self, path: str, below: dict[str, list[Any]]) -> None:
        value = self.context.facts.get(path)
        if isinstance(value, tuple) and value and hasattr(value[0], "path"):
            return  # a list of structures: its fields that were read say what counts
        entry: Entry = {"fact": path, "value": plain_value(value)}
        if path in self.evaluation.record.presumed:
            entry["presumed"] = True
        if entry not in below["facts"]:
            below["facts"].append(entry)

    def _field(self, frame: Frame, node: FieldRef, below: dict[str, list[Any]]) -> None:
        element = frame.out(node.depth).element
        path = f"{element.path}.{node.name}"
        entry: Entry = {"fact": path, "value": plain_value(element.values.get(node.name))}
        if path in self.evaluation.record.presumed:
            entry["presumed"] = True
        if entry not in below["facts"]:
            below["facts"].append(entry)

    def _parameter(self, key: str, value: Any, below: dict[str, list[Any]]) -> None:
        parameter = self.program.parameters[key]
        entry: Entry = {
            "parameter": key,
            "value": plain_value(value),
            "label": wording(parameter.label),
            "cite": [{"provision": cited, **wording(self.program.citation(cited))} for cited in parameter.cite],
        }
        unit = getattr(parameter.type, "unit", "")
        if unit:
            entry["unit"] = unit
        if entry not in below["parameters"]:
            below["parameters"].append(entry)
