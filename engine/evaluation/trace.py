"""The proof of a judgment: all provisions, terms and decisions that it can rest on, with values, citations and what they read.

A graph written flat: ``nodes`` by key, each naming in ``from`` the nodes below it, so that what is used in many places stands
once; ``facts``, ``parameters`` and ``readings`` hold the values that the nodes name. Whatever the text alone says (labels,
citations, references) is worked out once for a program; a record only fills in values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.evaluation.context import Frame
from engine.evaluation.judgment import plain_value, wording
from engine.evaluation.linked import Asked, Clause, Decided, Given, Named, Ruling
from engine.language.expressions import FactRef, FieldRef, ParameterRef, ReadingRef
from engine.language.logic import TRUE
from engine.language.record import Element
from engine.language.types import ListType, NumberType, StructureType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.code import Code
    from engine.evaluation.compile import Program
    from engine.evaluation.interpreter import Evaluation

Entry = dict[str, Any]


@dataclass(slots=True)
class _Reads:
    """What one named thing reads itself; ``below`` are the named things that it refers to."""

    facts: dict[str, None] = field(default_factory=dict)
    fields: dict[tuple[str, str], None] = field(default_factory=dict)
    parameters: dict[str, Code] = field(default_factory=dict)
    readings: dict[str, None] = field(default_factory=dict)
    below: dict[str, Clause | Ruling | Named] = field(default_factory=dict)


class TracePlan:
    """The nodes that some decisions can rest on, in reading order, with everything about them that the text says."""

    def __init__(self, program: Program, rulings: Iterable[Ruling]) -> None:
        self.program = program
        self.clauses: list[tuple[str, Clause, Entry]] = []
        self.terms: list[tuple[str, Named, Entry]] = []
        self.element_terms: list[tuple[str, Named, Entry]] = []
        self.rulings: list[tuple[str, Ruling, Entry]] = []
        self.facts: dict[str, None] = {}
        self.fields: dict[str, dict[str, None]] = {}
        self.parameters: dict[str, Entry] = {}
        self.dated: dict[str, Code] = {}
        self.readings: dict[str, None] = {}
        self._seen: set[str] = set()
        for ruling in rulings:
            self._enter(f"decision {ruling.key}", ruling)

    def _enter(self, key: str, named: Clause | Ruling | Named) -> None:
        if key in self._seen:
            return
        self._seen.add(key)
        match named:
            case Ruling():
                reads = _read_by(named.codes)
                entry: Entry = {"title": wording(named.decision.title)}
                self.rulings.append((key, named, self._completed(entry, reads)))
            case Clause():
                reads = _read_by(named.codes)
                entry = {"kind": named.provision.kind, "cite": wording(self.program.citation(named.key))}
                if named.provision.label is not None:
                    entry["label"] = wording(named.provision.label)
                self.clauses.append((key, named, self._completed(entry, reads)))
            case Named():
                reads = _read_by((named.body,))
                cited = [{"provision": cited, **wording(self.program.citation(cited))} for cited in named.term.cite]
                entry = {"kind": "term", "cite": cited, "label": wording(named.term.label)}
                where = self.terms if named.depth is None else self.element_terms
                where.append((key, named, self._completed(entry, reads)))
        for below, target in reads.below.items():
            self._enter(below, target)

    def _completed(self, entry: Entry, reads: _Reads) -> Entry:
        """The entry with what it reads; the plan remembers which values a record has to fill in."""
        self.facts.update(reads.facts)
        for path, name in reads.fields:
            self.fields.setdefault(path, {})[name] = None
        for key, code in reads.parameters.items():
            self._parameter(key, code)
        self.readings.update(reads.readings)
        named = {
            "facts": [*reads.facts, *(f"{path}[].{name}" for path, name in reads.fields)],
            "parameters": list(reads.parameters),
            "readings": list(reads.readings),
            "from": list(reads.below),
        }
        return {**entry, **{name: found for name, found in named.items() if found}}

    def _parameter(self, key: str, code: Code) -> None:
        parameter = self.program.parameters[key]
        entry: Entry = {
            "value": plain_value(parameter.value),
            "label": wording(parameter.label),
            "cite": [{"provision": cited, **wording(self.program.citation(cited))} for cited in parameter.cite],
        }
        if isinstance(parameter.type, NumberType) and parameter.type.unit:
            entry["unit"] = parameter.type.unit
        self.parameters[key] = entry
        if parameter.by is not None:
            self.dated[key] = code

    # -- filling in ------------------------------------------------------------------------------------------------

    def filled(self, evaluation: Evaluation) -> Entry:
        """The trace of one evaluation."""
        context, nodes = evaluation.context, {}
        for key, ruling, entry in self.rulings:
            possible = ruling.possible(context)
            nodes[key] = {"value": plain_value(possible[0]) if len(possible) == 1 else list(possible), **entry}
        for key, clause, entry in self.clauses:
            standing = clause.standing(context)
            nodes[key] = filled = {"status": evaluation.status(clause), "value": standing.value.value, **entry}
            if standing.excused is TRUE and clause.provision.lifted_by:
                clauses = self.program.clauses
                filled["lifted_by"] = [
                    lifting for lifting in clause.provision.lifted_by if clauses[lifting].standing(context).value is TRUE
                ]
        for key, named, entry in self.terms:
            nodes[key] = {"value": plain_value(named.run(context, None)), **entry}
        for key, named, entry in self.element_terms:
            body = named.body.run
            nodes[key] = {
                "elements": {
                    element.path: plain_value(body(context, Frame(element, None)))
                    for element in context.facts.get(named.term.over) or ()
                },
                **entry,
            }
        return {
            "nodes": nodes,
            "facts": self._facts(evaluation),
            "parameters": self._dated(evaluation) if self.dated else self.parameters,
            "readings": {key: context.readings[key] for key in self.readings},
        }

    def _facts(self, evaluation: Evaluation) -> Entry:
        facts, presumed = evaluation.context.facts, evaluation.record.presumed
        found: Entry = {path: {"value": plain_value(facts.get(path))} for path in self.facts}
        for path, names in self.fields.items():
            elements = facts.get(path)
            if elements is None:
                found[path] = {"value": None}
                continue
            for element in elements:
                if isinstance(element, Element):
                    values = element.values
                    for name in names:
                        found[f"{element.path}.{name}"] = {"value": plain_value(values.get(name))}
        for path in presumed.intersection(found):
            found[path]["presumed"] = True
        return found

    def _dated(self, evaluation: Evaluation) -> Entry:
        """The parameters with the values that the days of this record choose."""
        values = {key: plain_value(code.run(evaluation.context, None)) for key, code in self.dated.items()}
        return {key: {**entry, "value": values.get(key, entry["value"])} for key, entry in self.parameters.items()}


def _read_by(codes: Iterable[Code]) -> _Reads:
    """What codes read, down to what is named."""
    found = _Reads()
    for code in codes:
        _gather(code, found)
    return found


def _gather(code: Code, found: _Reads) -> None:
    match code:
        case Asked() | Given():
            found.below[code.clause.key] = code.clause
        case Decided():
            found.below[f"decision {code.ruling.key}"] = code.ruling
        case Named():
            found.below[f"term {code.key}"] = code
        case _:
            pass
    match code.node:
        case FactRef():
            # of a list of structures, the fields that are read say what counts
            if not (isinstance(code.node.type, ListType) and isinstance(code.node.type.element, StructureType)):
                found.facts[code.node.path] = None
        case FieldRef() if not code.node.of_register:
            found.fields[code.node.list_path, code.node.name] = None
        case ParameterRef():
            found.parameters[code.node.key] = code
        case ReadingRef():
            found.readings[code.node.key] = None
        case _:
            pass
    for part in code.below:
        _gather(part, found)
