"""Why a value is what it is: the facts still missing, what it rests on, and the provisions that ground it.

Everything here asks the program again and walks along the answers; nothing is recorded while deciding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.code import CLOSED, Junction, Leaf, Loop, Shape, Step
from engine.evaluation.linked import Asked, Decided, Given, Named
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.meaning.time import last_days
from engine.evaluation.values import exact
from engine.language.expressions import (
    AsOf,
    ElementRef,
    FactRef,
    FieldRef,
    Interval,
    ParameterRef,
    Quantified,
    ReadingRef,
    Window,
)
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Application, Entitlement, Requirement

if TYPE_CHECKING:
    from datetime import date

    from engine.evaluation.code import Code, Part
    from engine.evaluation.context import Context, Frame
    from engine.evaluation.linked import Ruling

Groups = list[tuple[str, ...]]
Mark = tuple[int, str]
MOST_GROUNDS: Final = 64
"""Grounds beyond this many are left out: no reader weighs more ways to the same end."""


@dataclass(slots=True)
class Support:
    """What a value rests on: facts by path, parameters, readings and named things by key, what terms cite, days ahead."""

    facts: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)
    cited: dict[str, None] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def add(self, other: Support) -> None:
        """Rest on everything that another value rests on, too."""
        self.facts.update(other.facts)
        self.parameters.update(other.parameters)
        self.readings.update(other.readings)
        self.named.update(other.named)
        self.cited.update(other.cited)
        self.days.extend(other.days)


class Reasons:
    """Asks one evaluation why. ``day_codes`` tell where the two days of the evaluation come from."""

    def __init__(self, context: Context, day_codes: dict[str, Code | None]) -> None:
        self.context = context
        self.day_codes = day_codes
        self._supports: dict[int, Support] = {}
        self._grounds: dict[int, Groups] = {}

    # -- missing facts ---------------------------------------------------------------------------------------------

    def missing(self, code: Code, frame: Frame | None = None) -> list[str]:
        """The unknown facts along the unknown parts of a value, in reading order, each once."""
        found: dict[str, None] = {}
        self._missing(code, frame, found, set())
        return list(found)

    def _missing(self, code: Code, frame: Frame | None, found: dict[str, None], seen: set[Mark]) -> None:
        if exact(code.run(self.context, frame)):
            return
        mark = _mark(code) if code.free == CLOSED else None
        if mark in seen:
            return
        if mark is not None:
            seen.add(mark)
        if type(code) is Leaf:
            for path in self._paths(code, frame):
                found[path] = None
            return
        for part, inner in code.parts(self.context, frame):
            self._missing(part, inner, found, seen)

    def _paths(self, code: Leaf, frame: Frame | None) -> list[str]:
        node = code.node
        match node:
            case FactRef():
                return [node.path]
            case FieldRef() if frame is not None and not node.of_register:
                return [f"{frame.out(node.depth).element.path}.{node.name}"]
            case AsOf():
                source = self.day_codes.get(node.which)
                return self.missing(source) if source is not None else []
            case _:
                return []

    # -- what it rests on ------------------------------------------------------------------------------------------

    def support(self, asked: Decided) -> Support:
        """Enough of what was read to establish a decision: where one part decides, that part alone.

        As long as all of this stays the same, so does the outcome, whatever becomes of the rest of the record.
        """
        slot = asked.ruling.slot
        found = self._supports.get(slot)
        if found is None:
            found = self._supports[slot] = Support()
            found.named[f"decision {asked.ruling.key}"] = None
            seen: set[Mark] = set()
            for part, inner in asked.parts(self.context, None):
                self._support(part, inner, found, seen)
        return found

    def support_of(self, code: Code, frame: Frame | None = None) -> Support:
        """The same for any expression."""
        found = Support()
        self._support(code, frame, found, set())
        return found

    def _support(self, code: Code, frame: Frame | None, found: Support, seen: set[Mark]) -> None:
        if isinstance(code, Leaf):
            self._leaf(code, frame, found)
            return
        if isinstance(code, Decided):
            found.add(self.support(code))
            return
        if code.free == CLOSED:
            mark = _mark(code)
            if mark in seen:
                return
            if mark is not None:
                seen.add(mark)
        if isinstance(code, (Asked, Given)):
            found.named[code.clause.key] = None
        elif isinstance(code, Named):
            found.named[f"term {code.key}"] = None
            found.cited.update(dict.fromkeys(code.term.cite))
        elif isinstance(code.node, ParameterRef):
            found.parameters[code.node.key] = code.run(self.context, frame)
        elif isinstance(code.node, (Window, Interval)):
            found.days.extend(last_days([code.run(self.context, frame)]))
        for part, inner in self.deciding(code, frame):
            self._support(part, inner, found, seen)

    def _leaf(self, code: Leaf, frame: Frame | None, found: Support) -> None:
        node = code.node
        value = code.run(self.context, frame)
        match node:
            case FactRef():
                found.facts[node.path] = value
            case FieldRef() if frame is not None:
                found.facts[f"{frame.out(node.depth).element.path}.{node.name}"] = value
            case ParameterRef():
                found.parameters[node.key] = value
            case ReadingRef():
                found.readings[node.key] = value
            case AsOf():
                source = self.day_codes.get(node.which)
                if source is not None:
                    self._support(source, None, found, set())
            case ElementRef() | _:
                pass

    def deciding(self, code: Code, frame: Frame | None) -> list[Part]:
        """The parts that decide a value: one that decides alone, else all of them."""
        context = self.context
        match code:
            case Junction():
                if code.run(context, frame) is code.stops_at:
                    return [next((part, frame) for part in code.below if part.run(context, frame) is code.stops_at)]
            case Loop() if isinstance(code.node, Quantified):
                witness = _witness(code, context, frame)
                if witness:
                    return witness
            case Asked():
                return [(part, None) for part in self.deciding_clause(code)]
            case _:
                pass
        return list(code.parts(context, frame))

    def deciding_clause(self, asked: Asked) -> list[Code]:
        """The parts of a provision that decide its value: what is not called for, excused or met decides alone."""
        clause, context = asked.clause, self.context
        standing = clause.standing(context)
        called_for = [clause.called_for] if clause.called_for is not None else []
        value = asked.run(context, None)
        if standing.called_for is FALSE:
            return list(called_for)
        if standing.excused is TRUE and (asked.applies or isinstance(clause.rule, Requirement) or value is FALSE):
            return [next(code for code in clause.excuses if code.run(context, None) is TRUE)]
        if asked.applies:
            return [*called_for, *clause.excuses]
        if isinstance(clause.rule, (Requirement, Application)):
            return list(clause.met) if value is TRUE else [*called_for, *clause.excuses, *clause.met]
        if isinstance(clause.rule, Entitlement):
            return list(clause.met) if standing.met is FALSE else [*called_for, *clause.met]
        return [*called_for, *clause.excuses]

    # -- grounds ---------------------------------------------------------------------------------------------------

    def grounds(self, ruling: Ruling) -> Groups:
        """The groups of provisions on which an outcome rests, each of which would do by itself.

        A row that held is the ground of its outcome; ``otherwise`` rests on all rows before it that did not hold. While
        the outcome is undetermined, the groups are the provisions that are not yet decided.
        """
        known = self._grounds.get(ruling.slot)
        if known is not None:
            return known
        found = self._of_ruling(ruling)
        own = tuple(dict.fromkeys(ruling.decision.cite))
        groups = [group or own for group in found] or [own]
        self._grounds[ruling.slot] = grounds = minimal([group for group in groups if group])
        return grounds

    def _of_ruling(self, ruling: Ruling) -> Groups:
        if ruling.choice is None:
            return [self._of_value(ruling.value)] if ruling.value is not None else []
        undetermined = len(ruling.possible(self.context)) > 1
        whens: list[Code] = []
        open_: Groups = []
        for when, _ in ruling.choice.rows:
            if when is None:
                break
            verdict = when.run(self.context, None)
            if verdict is TRUE:
                return _without_empty([*open_, *self._of(when, None)]) if undetermined else self._of(when, None)
            if verdict is UNKNOWN:
                open_.extend(self._of(when, None))
            else:
                whens.append(when)
        if undetermined or open_:
            return _without_empty(open_)
        return together([self._of(when, None) for when in whens])

    def _of_value(self, value: Code) -> tuple[str, ...]:
        """The provisions that a value rests on: rules that were asked; without any, what its terms cite."""
        found: dict[str, None] = {}
        support = self.support_of(value)
        for name in support.named:
            if " " not in name:
                found[name] = None
        if not found:
            for key in support.cited:
                found[key] = None
        return tuple(found)

    def _of(self, code: Code, frame: Frame | None) -> Groups:
        """The groups that make a condition what it is; the empty group where facts alone do."""
        verdict = code.run(self.context, frame)
        match code:
            case Asked():
                inner = self._through(code)
                return inner if inner is not None else [(code.clause.key,)]
            case Named():
                return [group or code.term.cite for group in self._of(code.body, code.inner(frame))]
            case Decided():
                return self.grounds(code.ruling)
            case Junction():
                parts = [self._of(part, frame) for part in code.below if part.run(self.context, frame) is verdict]
                apart = verdict is UNKNOWN or verdict is code.stops_at
                return [group for groups in parts for group in groups] if apart else together(parts)
            case _:
                below = [part for part, inner in code.parts(self.context, frame) if inner is frame and _leads_on(part)]
                return together([self._of(part, frame) for part in below]) if below else [()]

    def _through(self, asked: Asked) -> Groups | None:
        """The groups of a provision that only combines others; nothing for one with a rule of its own."""
        clause = asked.clause
        rule_ = clause.rule
        if not isinstance(rule_, (Requirement, Entitlement)) or (isinstance(rule_, Requirement) and rule_.forbids):
            return None
        if asked.applies or clause.called_for is not None or clause.excuses:
            return None
        (rule,) = clause.met
        if clause.only_combines is None:
            clause.only_combines = _only_combines(rule)
        return self._of(rule, None) if clause.only_combines else None


def _mark(code: Code) -> Mark | None:
    """What tells a walk that it was here before: the slot, and which question about it was asked."""
    match code:
        case Asked():
            return code.clause.slot, "applies" if code.applies else "holds"
        case Given():
            return code.clause.slot, "gives"
        case Decided():
            return code.ruling.slot, "decides"
        case Named():
            return code.slot, "is"
        case Shape():
            return (code.slot, "is") if code.slot != CLOSED else None
        case _:
            return None


def _witness(loop: Loop, context: Context, frame: Frame | None) -> list[Part]:
    """The list and the one element that decides ``some`` (it fits), ``none`` (it fits) or ``every`` (it does not)."""
    node = loop.node
    wanted = FALSE if isinstance(node, Quantified) and node.word == "every" else TRUE
    verdict = loop.run(context, frame)
    decides = verdict is TRUE if isinstance(node, Quantified) and node.word == "some" else verdict is FALSE
    if not decides:
        return []
    certain = [entry for entry, sure in as_items(loop.list.run(context, frame)).entries if sure]
    for part, inner in loop.parts(context, frame):
        if inner is not frame and inner is not None and inner.element in certain and part.run(context, inner) is wanted:
            return [(loop.list, frame), (part, inner)]
    return []


def _leads_on(code: Code) -> bool:
    """Whether provisions can lie below: values that are only read have none."""
    return type(code) is not Leaf


def _only_combines(code: Code) -> bool:
    match code:
        case Asked():
            return True
        case Junction():
            return all(_only_combines(part) for part in code.below)
        case Step():
            return any(isinstance(part, Decided) for part in code.below)
        case _:
            return False


def together(parts: list[Groups]) -> Groups:
    """One group from each of several: they ground the result only together."""
    combined: Groups = [()]
    for groups in parts:
        combined = [tuple(dict.fromkeys((*before, *group))) for before in combined for group in groups][:MOST_GROUNDS]
    return minimal(combined)


def _without_empty(groups: Groups) -> Groups:
    return [group for group in groups if group]


def minimal(groups: Groups) -> Groups:
    """Each group once, without those that hold another whole."""
    sets = [set(group) for group in groups]
    return [
        group
        for index, group in enumerate(groups)
        if not any(other < sets[index] or (other == sets[index] and place < index) for place, other in enumerate(sets))
    ]
