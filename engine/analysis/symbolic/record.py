"""One record that may be any: every fact of a subject as terms of a solver, and what every readable record satisfies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.symbolic.choice import alike
from engine.analysis.symbolic.comparison import equal
from engine.analysis.symbolic.literals import SECONDS_A_DAY, literal
from engine.analysis.symbolic.texts import Texts, same_as, whole
from engine.analysis.symbolic.truths import NO, YES, conj, disj, ite, neg
from engine.analysis.symbolic.values import EARLIEST, LATEST, Bounds, Items, Ledger, Row, Scalar
from engine.language.expressions import NOWHERE
from engine.language.facts import Empty, FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.language.facts import Fact, Vocabulary

SECONDS_A_MINUTE: Final = 60
_BEFORE_ALL: Final = whole(EARLIEST * SECONDS_A_DAY)
_PAST_ALL: Final = whole(LATEST * SECONDS_A_DAY)
_OTHER_TEXTS: Final = 1000
"""So many texts that occur nowhere may a record hold: more than it has places for texts."""


class SymbolicRecord:
    """A **complete** record of one subject, in terms: nothing in it is unknown, and what could be presumed is said.

    ``bounds`` says for each list (by its path) how many elements it may have; ``1`` where it says nothing. ``within`` says
    between which days and numbers its values lie. ``name`` tells the terms of several records apart.

    ``facts`` are its values by path (:mod:`engine.analysis.symbolic.values`); the elements of a list belong to it from the
    first on, and stand in an order of their own, because no word of the language asks for one: where the fields have a first
    day, or any date or number, by that. ``day_of_knowledge`` is the day on which the record is looked at, where the rulebook
    does not say which that is. ``own_constraints`` are what every readable record within the bounds satisfies.
    """

    def __init__(self, vocabulary: Vocabulary, bounds: Mapping[str, int], name: str = "", within: Bounds | None = None) -> None:
        self.vocabulary = vocabulary
        self.bounds = {path: bounds.get(path, 1) for path, fact in vocabulary.facts.items() if fact.type is FactType.LIST}
        self.name = name
        self.texts = Texts()
        self.ledger = Ledger(within or Bounds())
        self.own_constraints: list[z3.BoolRef] = []
        for enumeration in vocabulary.enumerations.values():
            for code in enumeration.values:
                self.texts.number(code)
        prefix = f"{name}:" if name else ""
        self.facts: dict[str, Any] = {
            path: self._list(prefix + path, fact, self.bounds[path])
            if fact.type is FactType.LIST
            else self._plain(prefix + path, fact, YES)
            for path, fact in vocabulary.facts.items()
        }
        self.day_of_knowledge = Scalar("date", self._day(f"{prefix}as_of", YES))

    @property
    def constraints(self) -> list[z3.BoolRef]:
        """What is to be asserted: the record's own constraints, and the helper terms and premises of what was asked of it."""
        return [*self.own_constraints, *self.ledger.definitions, *(condition for condition, _ in self.ledger.premises)]

    # -- the terms -------------------------------------------------------------------------------------------------

    def _require(self, *constraints: z3.BoolRef) -> None:
        self.own_constraints.extend(one for one in constraints if one is not YES)

    def _list(self, name: str, fact: Fact, bound: int) -> Items:
        belongs = [z3.Bool(f"{name}[{index}]") for index in range(bound)]
        self._require(*(disj([neg(later), earlier]) for earlier, later in pairwise(belongs)))
        entries: list[Any] = []
        for index, present in enumerate(belongs):
            if fact.elements is not None:
                row = {key: self._plain(f"{name}[{index}].{key}", one, present) for key, one in fact.elements.items()}
                self._check_interval(fact, row)
                entries.append(Row(row))
            elif fact.element_type is not None:
                entries.append(self._plain(f"{name}[{index}]=", fact.element_type, present))
        key = _order_of(fact)
        ordered = [_key(entry.values[key] if key else entry) for entry in entries if key or not isinstance(entry, Row)]
        for earlier, later, present in zip(ordered, ordered[1:], belongs[1:], strict=False):
            self._require(disj([neg(present), earlier <= later]))
        return Items(tuple(zip(belongs, entries, strict=True)))

    def _check_interval(self, fact: Fact, row: Mapping[str, Any]) -> None:
        if fact.interval is not None:
            first, last = (row[key] for key in fact.interval)
            self._require(disj([first.none, first.open, last.none, last.open, first.term <= last.term]))

    def _plain(self, name: str, fact: Fact, present: z3.BoolRef) -> Any:
        """The terms of one fact or field. Of an element that does not belong they have one value only."""
        if fact.type is FactType.BOOLEAN:
            truth = z3.Bool(name)
            self._require(disj([present, neg(truth)]))
            return truth
        none = z3.Bool(f"{name}?none") if fact.may_be_none or fact.empty is Empty.NONE else NO
        open_ = z3.Bool(f"{name}?open") if fact.empty is Empty.OPEN else NO
        self._require(neg(conj([none, open_])), disj([present, neg(none)]), disj([present, neg(open_)]))
        within = self.ledger.bounds
        match fact.type:
            case FactType.DATE:
                return Scalar("date", self._day(name, present), none, open_)
            case FactType.DATETIME:
                offset = self.vocabulary.offset_minutes
                day, second = self._day(f"{name}#day", present), self._whole(f"{name}#second", 0, SECONDS_A_DAY - 1, present)
                moment = day * SECONDS_A_DAY + second - offset * SECONDS_A_MINUTE
                return Scalar("datetime", moment, none, open_, (offset, day))
            case FactType.INTEGER:
                return Scalar("number", self._whole(name, within.least, within.most, present), none, open_)
            case FactType.DECIMAL:
                unit = 10**within.places
                count = self._whole(name, within.least * unit, within.most * unit, present)
                return Scalar("number", z3.ToReal(count) * z3.Q(1, unit), none, open_)
            case FactType.ENUMERATION:
                term = z3.Int(name)
                codes = self.vocabulary.enumerations[fact.enumeration].values
                self._require(self.texts.one_of(term, codes))
                self._require(disj([present, same_as(term, self.texts.number(next(iter(codes))))]))
                return Scalar("text", term, none, open_)
            case _:
                term = z3.Int(name)
                self._require(term >= -_OTHER_TEXTS, disj([present, same_as(term, -1)]))
                words = [word for word, flag in (("none", none), ("open", open_)) if flag is not NO]
                words += [""] if fact.identifier else []
                self._require(*(neg(same_as(term, self.texts.number(word))) for word in words))
                return Scalar("text", term, none, open_)

    def _day(self, name: str, present: z3.BoolRef) -> z3.ArithRef:
        return self._whole(name, self.ledger.bounds.first_day, self.ledger.bounds.last_day, present)

    def _whole(self, name: str, least: int, most: int, present: z3.BoolRef) -> z3.ArithRef:
        term = z3.Int(name)
        self._require(term >= least, term <= most, disj([present, same_as(term, min(max(0, least), most))]))
        self.ledger.limit(term, least, most)
        return term

    # -- back to a record ------------------------------------------------------------------------------------------

    def plain(self, model: z3.ModelRef) -> dict[str, Any]:
        """The record of a model as plain data, in the shape of the vocabulary's JSON: for :func:`engine.read`."""
        found: dict[str, Any] = {"subject": self.vocabulary.subject}
        for path, fact in self.vocabulary.facts.items():
            *groups, last = path.split(".")
            inner = found
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[last] = self._said(fact, self.facts[path], model)
        return found

    def as_of(self, model: z3.ModelRef) -> date:
        """The day of knowledge of a model, for rulebooks that do not say which it is."""
        return date.fromordinal(_number(model, self.day_of_knowledge.term))

    def _said(self, fact: Fact, value: Any, model: z3.ModelRef) -> Any:
        if isinstance(value, z3.BoolRef):
            return _holds(model, value)
        if isinstance(value, Items):
            present = [entry for belongs, entry in value.entries if _holds(model, belongs)]
            fields = fact.elements or {}
            if fact.element_type is not None:
                return [self._said(fact.element_type, entry, model) for entry in present]
            return [{key: self._said(one, entry.values[key], model) for key, one in fields.items()} for entry in present]
        if _holds(model, value.none):
            return "none"
        if _holds(model, value.open):
            return "open"
        match fact.type:
            case FactType.DATE:
                return date.fromordinal(_number(model, value.term)).isoformat()
            case FactType.DATETIME:
                return _moment(_number(model, value.term) + self.vocabulary.offset_minutes * SECONDS_A_MINUTE)
            case FactType.INTEGER:
                return _number(model, value.term)
            case FactType.DECIMAL:
                exact = model.eval(value.term, model_completion=True).as_fraction()
                return Decimal(exact.numerator) / Decimal(exact.denominator)
            case _:
                return self.texts.text(_number(model, value.term))

    # -- one record among all --------------------------------------------------------------------------------------

    def is_record(self, facts: Mapping[str, Any]) -> list[z3.BoolRef]:
        """That this is one given record: its ``facts`` as :class:`engine.language.record.Record` has them.

        What the record does not hold stays any. Raises :class:`ValueError` where a list is longer than its bound.
        """
        found: list[z3.BoolRef] = []
        for path, value in facts.items():
            fact, term = self.vocabulary.facts[path], self.facts[path]
            found.extend(self._is_list(fact, term, value) if fact.type is FactType.LIST else self._is(term, value))
        return found

    def _is_list(self, fact: Fact, term: Items, value: tuple[Any, ...]) -> Iterator[z3.BoolRef]:
        if len(value) > len(term.entries):
            message = f"{fact.path} has {len(value)} elements, and at most {len(term.entries)} here"
            raise ValueError(message)
        key = _order_of(fact)
        elements = sorted(value, key=lambda one: self._place(one, key, fact))
        for index, (present, _) in enumerate(term.entries):
            yield present if index < len(elements) else neg(present)
        for (_, entry), element in zip(term.entries, elements, strict=False):
            if isinstance(entry, Row):
                for name, said in element.values.items():
                    yield from self._is(entry.values[name], said)
            else:
                yield from self._is(entry, element)

    def _place(self, element: Any, key: str, fact: Fact) -> Any:
        """Where an element stands among others, as the terms are ordered."""
        if fact.elements is not None and not key:
            return 0
        said = element.values.get(key) if key else element
        if said is None:
            message = f"{element.path}: {key} is not known"
            raise ValueError(message)
        value = literal(said, self.texts, fact.place or NOWHERE)
        return z3.simplify(z3.ToReal(whole(0)) + _key(value)).as_fraction()

    def _is(self, term: Any, value: Any) -> list[z3.BoolRef]:
        said = literal(value, self.texts, NOWHERE)
        return [equal(term, said)]


def _order_of(fact: Fact) -> str:
    """The field by which the elements of a list of structures stand in order; empty where there is none to order by."""
    fields = fact.elements or {}
    if fact.interval is not None:
        return fact.interval[0]
    for type_ in (FactType.DATE, FactType.DATETIME, FactType.INTEGER, FactType.ENUMERATION, FactType.BOOLEAN):
        for key, field in fields.items():
            if field.type is type_:
                return key
    return ""


def _key(value: Any) -> z3.ArithRef:
    """By what an element stands in order: ``none`` first, ``open`` last."""
    if isinstance(value, z3.BoolRef):
        return z3.If(value, whole(1), whole(0))
    found = ite(value.open, *alike(_PAST_ALL, value.term))
    return ite(value.none, *alike(_BEFORE_ALL, found))


def _holds(model: z3.ModelRef, term: z3.BoolRef) -> bool:
    return bool(z3.is_true(model.eval(term, model_completion=True)))


def _number(model: z3.ModelRef, term: z3.ArithRef) -> int:
    found = model.eval(term, model_completion=True)
    return int(found.as_long())


def _moment(seconds: int) -> str:
    """Local seconds since day 0 as a date-time without an offset: the vocabulary says which."""
    day, second = divmod(seconds, SECONDS_A_DAY)
    minute, second = divmod(second, SECONDS_A_MINUTE)
    hour, minute = divmod(minute, SECONDS_A_MINUTE)
    return f"{date.fromordinal(day).isoformat()}T{hour:02}:{minute:02}:{second:02}"
