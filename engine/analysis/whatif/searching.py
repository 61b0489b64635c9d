"""The fewest changes of what is a person's own to change that turn an outcome: found by the solver, said by the interpreter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.proof.goals import Decides
from engine.analysis.proof.slices import slice_for
from engine.analysis.proof.solving import Clock, OutOfTimeError
from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.truths import conj, disj, neg
from engine.analysis.symbolic.values import Bounds, Scalar, UnencodableError
from engine.analysis.whatif.answers import Alternative, Answer, Change, Changes, Kind
from engine.analysis.whatif.changing import ChangingRecord, grows
from engine.analysis.whatif.made import changed, only_needed, typed
from engine.language.facts import Changeable, FactType
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.analysis.whatif.asked import Asked
    from engine.analysis.whatif.changing import Slot
    from engine.language.facts import Vocabulary

_FEW: Final = 3
_MANY: Final = 12
"""So many elements can come to a list: few first, which is faster, and many where few do not help."""
_DECADES: Final = 20
_MOST_MISFITS: Final = 8
"""So many sets of which the interpreter says otherwise are passed over, before nobody knows."""


def fewest_changes(asked: Asked, most: int, seconds: float) -> Changes:
    """Up to ``most`` smallest sets of changes that give one of the outcomes wanted, within about so many seconds.

    It is for a record whose outcome, as it is, cannot be one of them.
    """
    judgment = asked.judgment(asked.record)
    own = asked.interpreter.newest.subjects[asked.record.subject].vocabulary
    editions = asked.interpreter.editions_of(asked.record, asked.as_of)
    if len(editions) > 1:
        return Changes(answer=Answer.UNDECIDED, reason="versions")
    book = asked.interpreter.interpreter(editions[0]).program.rulebook
    vocabulary = slice_for((Decides(0, asked.decision, asked.wanted),), [book], book.subjects[asked.record.subject].vocabulary)
    changeable = tuple(changeable_paths(vocabulary))
    clock = Clock(seconds)
    found = Changes(answer=Answer.NONE, changeable=changeable)
    try:
        for more in (_FEW, _MANY):
            terms = ChangingRecord(vocabulary, asked.record, more, judgment.facts_as_of, _bounds(asked))
            encoder = Encoder(book, terms, as_of=asked.as_of)
            outcomes = encoder.decision(asked.decision)
            goal = disj(outcomes[one] for one in asked.wanted if one in outcomes)
            found = _Search(asked, terms, goal, own, clock, most, judgment.facts_as_of).run(more, changeable)
            if found.answer is not Answer.NONE or not any(grows(fact) for fact in vocabulary.facts.values()):
                break
    except OutOfTimeError:
        return Changes(answer=Answer.UNDECIDED, reason="time", detail=f"{seconds:g}", changeable=changeable)
    except UnencodableError as error:
        return Changes(answer=Answer.UNDECIDED, reason="unencodable", detail=str(error), changeable=changeable)
    return found


def changeable_paths(vocabulary: Vocabulary) -> Iterator[str]:
    """What of a vocabulary's facts is a person's own to change: ``path``, or ``list.field``."""
    for path, fact in vocabulary.facts.items():
        if fact.changeable is not Changeable.NEVER:
            yield path
        yield from (f"{path}.{name}" for name, one in (fact.elements or {}).items() if one.changeable is not Changeable.NEVER)


def _bounds(asked: Asked) -> Bounds:
    """Days from the earliest one of the record to some decades after the latest."""
    values = [value for fact in asked.record.facts.values() for value in (fact if isinstance(fact, tuple) else (fact,))]
    parts = [part for value in values for part in (value.values.values() if isinstance(value, Element) else (value,))]
    days = sorted(part.date() if isinstance(part, datetime) else part for part in parts if isinstance(part, date))
    if not days:
        return Bounds()
    first, last = days[0].replace(day=1, month=1), min(days[-1].year + _DECADES, date.max.year - 100)
    return Bounds(first.toordinal(), date(last, 12, 31).toordinal())


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Changes that the solver found, with the slots that they fill."""

    slots: tuple[Slot, ...]
    changes: tuple[Change, ...]


class _Search:
    """One search with the solver, by the number of changes."""

    def __init__(
        self, asked: Asked, terms: ChangingRecord, goal: z3.BoolRef, own: Vocabulary, clock: Clock, most: int, day: date | None
    ) -> None:
        self.asked, self.terms, self.own, self.clock, self.most, self.day = asked, terms, own, clock, most, day
        self.solver = z3.SimpleSolver()
        self.solver.set("arith.solver", 2)
        self.solver.add(*terms.constraints, goal)
        self.flags = [slot.flag for slot in terms.slots]

    def run(self, more: int, changeable: tuple[str, ...]) -> Changes:
        """The alternatives of the smallest size that has some."""
        found: list[Alternative] = []
        misfits = 0
        if not self.flags or self._check() is None:
            return Changes(answer=Answer.NONE, most_added=more, changeable=changeable)
        for size in range(1, len(self.flags) + 1):
            self.solver.push()
            self.solver.add(z3.AtMost(*self.flags, size))
            shut: list[z3.BoolRef] = []
            while len(found) < self.most and (model := self._check()) is not None:
                candidate = self._polished(model)
                alternative = self._replayed(candidate)
                bar = self._beside(candidate, alternative)
                self.solver.add(bar)
                shut.append(bar)
                if alternative is not None:
                    found.append(alternative)
                elif (misfits := misfits + 1) > _MOST_MISFITS:
                    return Changes(answer=Answer.UNDECIDED, reason="not_replayed", most_added=more, changeable=changeable)
            self.solver.pop()
            self.solver.add(*shut)
            if found:
                found = [one for one in found if one.sure] or found
                break
            if shut and self._check() is None:
                break
        if not found:
            reason = "not_replayed" if misfits else ""
            answer = Answer.UNDECIDED if misfits else Answer.NONE
            return Changes(answer=answer, reason=reason, most_added=more, changeable=changeable)
        return Changes(answer=Answer.FOUND, alternatives=tuple(found), most_added=more, changeable=changeable)

    def _check(self, *also: z3.BoolRef) -> z3.ModelRef | None:
        """A model; ``None`` where there is none. Raises :class:`OutOfTimeError`."""
        left = int(self.clock.left * 1000)
        if not left:
            raise OutOfTimeError
        self.solver.set("timeout", left)
        answer = self.solver.check(*also)
        if answer == z3.unknown:
            raise OutOfTimeError
        return self.solver.model() if answer == z3.sat else None

    # -- one candidate ---------------------------------------------------------------------------------------------

    def _polished(self, model: z3.ModelRef) -> _Candidate:
        """The changes of a model with the numbers and days that are nearest to what is there."""
        slots = tuple(slot for slot in self.terms.slots if z3.is_true(model.eval(slot.flag, model_completion=True)))
        self.solver.push()
        try:
            self.solver.add(*(slot.flag if slot in slots else neg(slot.flag) for slot in self.terms.slots))
            for slot in slots:
                self.solver.add(*self._codes(slot, model))
            for slot in slots:
                for name, term in slot.terms.items():
                    model = self._nearest(slot, name, term, model)
        finally:
            self.solver.pop()
        return _Candidate(slots, tuple(self._change(slot, model) for slot in slots))

    @staticmethod
    def _codes(slot: Slot, model: z3.ModelRef) -> Iterator[z3.BoolRef]:
        """That the codes, texts and truth values of a slot are those of a model."""
        for term in slot.terms.values():
            if isinstance(term, z3.BoolRef):
                yield term == model.eval(term, model_completion=True)
            else:
                yield from (flag == model.eval(flag, model_completion=True) for flag in (term.none, term.open))
                if term.kind == "text":
                    yield term.term == model.eval(term.term, model_completion=True)

    def _nearest(self, slot: Slot, name: str, term: Any, model: z3.ModelRef) -> z3.ModelRef:
        """A model in which a number or day is as near as it can be to what it was, to 0, or to the day of knowledge."""
        if (
            not isinstance(term, Scalar)
            or term.kind == "text"
            or z3.is_true(model.eval(term.none))
            or z3.is_true(model.eval(term.open))
        ):
            return model
        target = self._target(slot, term, slot.fields[name].type)
        low, high = 0, abs(_whole(model, term.term) - target) + 1
        away = z3.If(term.term >= target, term.term - target, target - term.term)
        if (exact := self._check(away <= 0)) is not None:
            model, high = exact, 0
        while low + 1 < high:
            middle = (low + high) // 2
            better = self._check(away <= middle)
            if better is None:
                low = middle
            else:
                model, high = better, middle
        self.solver.add(away <= high)
        self.solver.add(term.term == model.eval(term.term, model_completion=True))
        return model

    def _target(self, slot: Slot, term: Scalar, type_: FactType) -> int:
        if slot.before is not None and slot.kind is Kind.CHANGED:
            before = self.terms.known(slot.before)
            if isinstance(before, Scalar) and before.kind == term.kind:
                return int(z3.simplify(z3.ToReal(before.term) if z3.is_int(before.term) else before.term).as_fraction())
        if self.day is not None and type_ is FactType.DATE:
            return self.day.toordinal()
        return 0

    def _change(self, slot: Slot, model: z3.ModelRef) -> Change:
        def value(name: str) -> Any:
            fact = slot.fields[name]
            return typed(fact, self.terms.said(fact, slot.terms[name], model), self.terms.vocabulary.offset_minutes)

        if slot.kind is Kind.TAKEN_AWAY:
            return Change(kind=slot.kind, path=slot.path, before=slot.before)
        if slot.kind is Kind.ADDED and slot.fact.elements is not None:
            return Change(kind=slot.kind, path=slot.path, after=Element(slot.path, {name: value(name) for name in slot.terms}))
        return Change(kind=slot.kind, path=slot.path, before=slot.before, after=value(""))

    def _replayed(self, candidate: _Candidate) -> Alternative | None:
        """The alternative as the interpreter has it; ``None`` where it says that the outcome is none of those wanted."""

        def decided(changes: tuple[Change, ...]) -> Any:
            return self.asked.result(changed(self.asked.record, changes, self.own))

        changes = candidate.changes
        result = decided(changes)
        sure = self.asked.is_wanted(result)
        if not sure and not self.asked.is_possible(result):
            return None
        if sure:
            changes = only_needed(changes, self.own, lambda fewer: self.asked.is_wanted(decided(fewer)))
        else:
            changes = only_needed(changes, self.own, lambda fewer: set(decided(fewer).missing) == set(result.missing))
        record = changed(self.asked.record, changes, self.own)
        return Alternative(changes=changes, record=record, result=self.asked.result(record), sure=sure)

    def _beside(self, candidate: _Candidate, alternative: Alternative | None) -> z3.BoolRef:
        """That it is another set: another flag, or another code in an element that comes."""
        slots = candidate.slots
        other = [neg(slot.flag) for slot in slots]
        if alternative is None or not alternative.sure:
            other += [slot.flag for slot in self.terms.slots if slot not in slots]
        for slot, change in zip(slots, (alternative or candidate).changes, strict=True):
            if not isinstance(change.after, Element):
                continue
            for name, said in change.after.values.items():
                if slot.fields[name].type is FactType.ENUMERATION and isinstance(said, str):
                    other.append(neg(conj([slot.terms[name].term == self.terms.texts.number(said)])))
        return disj(other)


def _whole(model: z3.ModelRef, term: z3.ArithRef) -> int:
    found = model.eval(term, model_completion=True)
    return int(found.as_fraction()) if z3.is_rational_value(found) else int(found.as_long())
