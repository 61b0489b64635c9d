"""What a rulebook's formulas say of one record, found by a solver, in the interpreter's own values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.record import SymbolicRecord
from engine.analysis.symbolic.solver import solver_within
from engine.analysis.symbolic.values import (
    LATEST,
    Bounds,
    Duration,
    ElapsedTime,
    Items,
    OneDuration,
    Pieces,
    Row,
    Scalar,
    Span,
    UnencodableError,
)
from engine.evaluation import values as known
from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.language.facts import Empty, FactType, Special
from engine.language.logic import truth
from engine.language.temporal.intervals import runs

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

ANYTHING: Final = object()
"""What the interpreter leaves unknown of a complete record: the formulas say nothing of it either."""


class Formulas:
    """A rulebook put into formulas once, to be asked about many records."""

    def __init__(self, rulebook: Rulebook, vocabulary: Vocabulary, bounds: Mapping[str, int], as_of: date | None = None) -> None:
        self.interpreter = Interpreter(rulebook)
        self.as_of = as_of
        self.record = SymbolicRecord(vocabulary, bounds, within=Bounds(places=4))
        self.encoder = Encoder(rulebook, self.record, as_of=as_of)
        self.refused: list[str] = []
        self.decisions: dict[str, Any] = {}
        self.statuses: dict[str, dict[str, z3.BoolRef]] = {}
        for name in self.encoder.decisions:
            try:
                self.decisions[name] = self.encoder.decision(name)
            except UnencodableError as refusal:
                self.refused.append(f"{name}: {refusal}")
        for key in self.encoder.provisions:
            try:
                words: tuple[Any, ...] = ("satisfied", "not_satisfied", "not_applicable")
                self.statuses[key] = {word: self.encoder.status(key, word) for word in words}
            except UnencodableError as refusal:
                self.refused.append(f"{key}: {refusal}")

    def model(self, record: Record) -> z3.ModelRef | None:
        """A model in which the record is this one; none where the premises do not hold of it, or none of its kind is readable.

        The premises are read off afterwards: what a record is leaves nothing to search for.
        """
        solver = z3.Solver()
        solver.add(*self.record.own_constraints, *self.record.ledger.definitions, *self.record.is_record(record.facts))
        verdict = solver.check()
        assert verdict == z3.sat
        model = solver.model()
        return (
            model if all(z3.is_true(model.eval(one, model_completion=True)) for one, _ in self.record.ledger.premises) else None
        )

    def evaluation(self, record: Record, model: z3.ModelRef) -> Evaluation:
        """The interpreter's, on the day of the model where the rulebook does not say on which."""
        plan = self.interpreter.plan(record.subject)
        as_of = self.as_of or (None if plan.subject.facts_as_of is not None else self.record.as_of(model))
        return Evaluation(plan, record, as_of)

    def differences(self, record: Record) -> list[str] | None:
        """Where formulas and interpreter part about a complete record; nothing where the premises do not hold of it."""
        model = self.model(record)
        if model is None:
            return None
        evaluation = self.evaluation(record, model)
        found = []
        for name, said in self.decisions.items():
            expected = evaluation.plan.rulings[name].possible(evaluation.context)
            answer = _holding(said, model) if isinstance(said, dict) else [concrete(said, model, self.record)]
            if not (answer == list(expected) if isinstance(said, dict) else agrees(answer[0], expected[0])):
                found.append(f"{name}: {answer}, interpreter {expected}")
        for clause in evaluation.plan.clauses:
            if clause.key in self.statuses:
                answer, status = _holding(self.statuses[clause.key], model), evaluation.status(clause)
                if answer != [status]:
                    found.append(f"{clause.key}: {answer}, interpreter {status}")
        return found

    def settled(self, record: Record) -> bool:
        """Whether the formulas say one thing only of a record, whatever is in the terms that mean nothing of it."""
        model = self.model(record)
        if model is None:
            return True
        asked = [*self.statuses.values(), *(said for said in self.decisions.values() if isinstance(said, dict))]
        flat = [formula for formulas in asked for formula in formulas.values()]
        same = [formula == model.eval(formula, model_completion=True) for formula in flat]
        as_of = self.record.day_of_knowledge.term
        solver = solver_within(60_000)
        solver.add(*self.record.constraints, *self.record.is_record(record.facts))
        solver.add(as_of == model.eval(as_of, model_completion=True), z3.Not(z3.And(same)))
        return bool(solver.check() == z3.unsat)


def _holding(formulas: Mapping[str, z3.BoolRef], model: z3.ModelRef) -> list[str]:
    return [word for word, formula in formulas.items() if z3.is_true(model.eval(formula, model_completion=True))]


def agrees(said: Any, expected: Any) -> bool:
    """Whether the formulas say the interpreter's value; days as sets, numbers exactly."""
    if isinstance(expected, known.Range):  # days without end: more than can be counted
        return expected.high is None and bool(said == expected.low == LATEST)
    if isinstance(expected, known.Coverage):
        return bool(said == expected.certain_runs() == expected.possible_runs())
    if isinstance(expected, known.Span):
        return bool(said == ((expected.start_low, expected.end_low),)) and expected.exact
    if isinstance(expected, known.Duration):
        return bool(said == expected.certain == expected.possible)
    if isinstance(expected, known.Items):
        entries = [entry for entry, certain in expected.entries if certain]
        return len(entries) == len(expected.entries) and _bag(said) == _bag(entries)
    return bool(said == expected)


def _bag(entries: Any) -> list[str]:
    return sorted(str(getattr(entry, "values", entry)) for entry in entries)


def concrete(value: Any, model: z3.ModelRef, record: SymbolicRecord) -> Any:
    """A value in a model, as the interpreter has it; intervals as runs."""

    def holds(term: Any) -> bool:
        return bool(z3.is_true(model.eval(term, model_completion=True)))

    def number(term: Any) -> Any:
        found = model.eval(term, model_completion=True)
        return found.as_fraction() if z3.is_real(term) else found.as_long()

    match value:
        case z3.BoolRef():
            return truth(holds(value))
        case Scalar() | Span() | Items() if holds(value.none):
            return Special.NONE
        case Duration() | ElapsedTime() if holds(value.none):
            return Special.NONE
        case Scalar() if holds(value.open):
            return Special.OPEN
        case Scalar(kind="text"):
            return record.texts.text(number(value.term))
        case Scalar(kind="date"):
            return date.fromordinal(number(value.term))
        case Scalar(kind="datetime"):
            return datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=number(value.term) - 86400)
        case Scalar():
            return number(value.term)
        case Row():
            return {name: concrete(one, model, record) for name, one in value.values.items()}
        case Items():
            return [concrete(entry, model, record) for present, entry in value.entries if holds(present)]
        case Pieces():
            return runs((number(one.start), number(one.end)) for one in value.pieces if holds(one.present))
        case Span():
            return ((number(value.start), number(value.end)),)
        case Duration():
            return concrete(value.pieces, model, record)
        case ElapsedTime():
            return known.ElapsedTime(concrete(value.first, model, record), concrete(value.last, model, record))
        case OneDuration():
            return concrete(value.then if holds(value.condition) else value.otherwise, model, record)
        case _:
            raise TypeError(type(value))


def lists_of(vocabulary: Vocabulary, bound: int) -> dict[str, int]:
    """One bound for every list."""
    return {path: bound for path, fact in vocabulary.facts.items() if fact.type is FactType.LIST}


def completed(vocabulary: Vocabulary, plain: Mapping[str, Any], chance: random.Random, most: int) -> dict[str, Any]:
    """A record in which whatever it leaves out is filled in at random; fields of its elements as well."""
    found: dict[str, Any] = {path: _any(vocabulary, fact, chance, most) for path, fact in vocabulary.facts.items()}
    for path, value in _flat(plain, vocabulary.facts):
        fact = vocabulary.facts.get(path)
        if fact is None or value is None:
            found[path] = value if fact is None else found[path]
        elif fact.elements is not None and value != "unknown":
            found[path] = [_whole(vocabulary, fact, element, chance) for element in value]
        elif value != "unknown":
            found[path] = value
    return found


def _flat(plain: Mapping[str, Any], facts: Mapping[str, Fact], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in plain.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and path not in facts and path != "story":
            yield from _flat(value, facts, f"{path}.")
        else:
            yield path, value


def _whole(vocabulary: Vocabulary, list_: Fact, known_fields: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    fields = list_.elements or {}
    said = {name: value for name, value in known_fields.items() if value not in {None, "unknown"}}
    found = {name: _any(vocabulary, field, chance, 0) for name, field in fields.items()} | said
    if list_.interval is not None:
        first, last = list_.interval
        words = {"open", "none"}
        if found[first] not in words and found[last] not in words and found[last] < found[first]:
            found |= {first: found[last]} if first not in said else {last: found[first]}
    return found


def _any(vocabulary: Vocabulary, fact: Fact, chance: random.Random, most: int) -> Any:
    """A value at random: days within a few years, small numbers, so that the law's own are met."""
    if (fact.may_be_none or fact.empty is Empty.NONE) and chance.random() < 0.2:
        return "none"
    if fact.empty is Empty.OPEN and chance.random() < 0.2:
        return "open"
    day = date(2008, 1, 1) + timedelta(days=chance.randrange(6500))
    match fact.type:
        case FactType.BOOLEAN:
            return chance.random() < 0.5
        case FactType.INTEGER:
            return chance.choice((0, 1, 2, 3, 5, 10, 12, 20, 60, 100))
        case FactType.DECIMAL:
            return chance.choice((Decimal(0), Decimal("3.38"), Decimal(60), Decimal("70.5"), Decimal(100)))
        case FactType.TEXT:
            return f"{fact.path} {chance.randrange(3)}"
        case FactType.DATE:
            return day.isoformat()
        case FactType.DATETIME:
            return f"{day.isoformat()}T{chance.choice(('00:00', '16:59:59', '17:00', '23:59'))}"
        case FactType.ENUMERATION:
            return chance.choice(list(vocabulary.enumerations[fact.enumeration].values))
        case FactType.LIST:
            count = chance.randrange(most + 1)
            if fact.element_type is not None:
                return [_any(vocabulary, fact.element_type, chance, 0) for _ in range(count)]
            return [_whole(vocabulary, fact, {}, chance) for _ in range(count)]
