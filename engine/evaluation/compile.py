"""From a checked rulebook to a program: every expression executable, every name linked. Done once, run for many records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.code import CLOSED, Choice, Junction, Leaf, Loop, Shape, Step
from engine.evaluation.compile_leaves import among_leaf, compared_leaf, leaf, picking_leaf
from engine.evaluation.dependencies import Dependencies
from engine.evaluation.linked import Asked, Clause, Decided, Given, Named, Ruling
from engine.evaluation.meaning import arithmetic, lists, time
from engine.evaluation.meaning.comparison import compare, compare_duration, compare_ranks, with_constant
from engine.language.citation import cite_unit
from engine.language.declarations import Declarations
from engine.language.expressions import (
    All,
    Anniversary,
    AnyOf,
    Arithmetic,
    AsOf,
    Choose,
    Compare,
    Constant,
    Count,
    DateOf,
    Days,
    DecisionRef,
    Elapsed,
    ElementRef,
    Extreme,
    FactRef,
    FieldRef,
    Filter,
    GivenBy,
    Interval,
    IntervalsOf,
    Length,
    Minus,
    Not,
    ParameterRef,
    ProvisionRef,
    Quantified,
    ReadingRef,
    Shift,
    TermRef,
    Throughout,
    Total,
    Union,
    Window,
)
from engine.language.facts import Bilingual, Empty, Special
from engine.language.logic import FALSE, TRUE, negation
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Requirement
from engine.language.temporal.calendar import Unit
from engine.language.types import DurationType, ListType, NumberType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.evaluation.code import Code, Run
    from engine.language.expressions import Expression
    from engine.language.rulebook import Rulebook


class Program(Declarations):
    """A rulebook with everything it uses, ready to run."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.chosen = {key: reading.chosen for key, reading in self.readings.items()}
        self.slots = 0
        self.clauses = {
            key: Clause(provision, provision.rule, self._slot())
            for key, provision in self.provisions.items()
            if provision.rule is not None
        }
        self.term_slots = {key: self._slot() for key in self.terms}
        self.rulings = {key: Ruling(decision, self._slot()) for key, decision in self.decisions.items()}
        self.term_bodies: dict[str, Code] = {}
        self._kept: list[Shape] = []
        self._lists: dict[str, int] = {}
        self._citations: dict[str, Bilingual] = {}
        self._link()

    def _slot(self) -> int:
        self.slots += 1
        return self.slots - 1

    def _link(self) -> None:
        for key in self.terms:
            self._body(key)
        for clause in self.clauses.values():
            self._link_clause(clause)
        for ruling in self.rulings.values():
            rows = ruling.decision.rows
            if rows:
                ruling.choice = Choice(None, [(self.optional(row.when), self.code(row.then)) for row in rows])
            elif ruling.decision.value is not None:
                ruling.value = self.code(ruling.decision.value)

    def _body(self, key: str) -> Code:
        """A term's text, made when it is first referred to: what refers to it keeps hold of what it runs."""
        if key not in self.term_bodies:
            self.term_bodies[key] = self.code(self.terms[key].body)
        return self.term_bodies[key]

    def _link_clause(self, clause: Clause) -> None:
        rule = clause.rule
        lifting = [Asked(None, self.clauses[key]) for key in clause.provision.lifted_by if key in self.clauses]
        if isinstance(rule, (Requirement, Entitlement)):
            clause.called_for = self.optional(rule.applies_when)
            clause.met = (self.code(rule.requires),)
        else:
            clause.called_for = self.optional(rule.when)
        unless = getattr(rule, "unless", None)
        clause.excuses = (*((self.code(unless),) if unless is not None else ()), *lifting)
        if isinstance(rule, Application):
            clause.met = tuple(Asked(None, self.clauses[key]) for key in rule.applied if key in self.clauses)
        demands = isinstance(rule, Entitlement) or (isinstance(rule, Requirement) and not rule.forbids)
        clause.asks_only = demands and clause.called_for is None and not clause.excuses
        if isinstance(rule, Effect):
            clause.gives = self.optional(rule.gives)
        if isinstance(rule, Duty) and rule.deadline is not None and not isinstance(rule.deadline, Bilingual):
            clause.gives = self.code(rule.deadline)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Which slots depend on which facts and readings."""
        named: dict[int, tuple[Code, ...]] = {clause.slot: clause.codes for clause in self.clauses.values()}
        named |= {slot: (self.term_bodies[key],) for key, slot in self.term_slots.items()}
        named |= {ruling.slot: ruling.codes for ruling in self.rulings.values()}
        return Dependencies(named, self._kept)

    def citation(self, key: str) -> Bilingual:
        """How a provision is cited, with the title of its text; found once."""
        found = self._citations.get(key)
        if found is None:
            provision = self.provisions[key]
            place = cite_unit(provision, self.provisions)
            title = self.rulebooks[provision.rulebook].title
            found = self._citations[key] = Bilingual(f"{title.zh}{place.zh}", f"{title.en}, {place.en}")
        return found

    # -- expressions -----------------------------------------------------------------------------------------------

    def optional(self, node: Expression | None) -> Code | None:
        """The code of an expression that may be absent."""
        return None if node is None else self.code(node)

    def codes(self, nodes: Iterable[Expression]) -> list[Code]:
        """The codes of several expressions."""
        return [self.code(node) for node in nodes]

    def code(self, node: Expression) -> Code:
        """The executable form of an expression; a closed one that is more than read keeps its value in a slot."""
        found = self._code(node)
        worth_keeping = any(not isinstance(part, Leaf) for part in found.below) or isinstance(node.type, ListType)
        if isinstance(found, Shape) and found.free == CLOSED and worth_keeping:
            found.keep(self._slot_of(node))
            self._kept.append(found)
        return found

    def _slot_of(self, node: Expression) -> int:
        """A slot of its own; a list fact has the same wherever it is read."""
        if not isinstance(node, FactRef):
            return self._slot()
        if node.path not in self._lists:
            self._lists[node.path] = self._slot()
        return self._lists[node.path]

    def _code(self, node: Expression) -> Code:
        match node:
            case Constant() | FactRef() | FieldRef() | ElementRef() | ReadingRef() | AsOf():
                return leaf(node)
            case ParameterRef():
                return self._parameter(node)
            case All():
                return Junction(node, self.codes(node.parts), FALSE)
            case AnyOf():
                return Junction(node, self.codes(node.parts), TRUE)
            case Not():
                return Step(node, negation, [self.code(node.part)])
            case TermRef():
                return Named(node, self.terms[node.key], self.term_slots[node.key], node.depth, self._body(node.key))
            case ProvisionRef():
                return Asked(node, self.clauses[node.key], applies=node.applies)
            case GivenBy():
                return Given(node, self.clauses[node.key])
            case DecisionRef():
                return Decided(node, self.rulings[node.key])
            case Compare():
                return self._comparison(node)
            case Quantified():
                word = node.word
                return Loop(node, self.code(node.list), [self.code(node.condition)],
                            lambda items, verdicts: lists.quantified(word, items, verdicts), self._among(node))  # fmt: skip
            case Filter():
                list_ = self.code(node.list)
                return Loop(node, list_, [self.code(node.condition)], lists.filtered, self._picking(node.condition, list_))
            case Count():
                return Step(node, lambda value: lists.count(lists.as_items(value)), [self.code(node.list)])
            case Total():
                return Loop(node, self.code(node.list), [self.code(node.of)], lists.total)
            case Extreme():
                return self._extreme(node)
            case IntervalsOf():
                return Loop(node, self.code(node.list), self.codes((node.first, node.last)), _days_of)
            case Interval():
                ends = [self.code(end) if end is not None else _open() for end in (node.first, node.last)]
                return Step(node, time.interval, ends)
            case Union():
                return Step(node, time.union, self.codes(node.parts))
            case Minus():
                return Step(node, time.minus, self.codes((node.whole, node.less)))
            case Window():
                return self._window(node)
            case Days():
                return self._days(node)
            case Throughout():
                return Step(node, time.throughout, self.codes((node.window, node.intervals)))
            case Length():
                if node.within is None:
                    return Step(node, lambda days: time.length(days, None), [self.code(node.intervals)])
                return Step(node, time.length, self.codes((node.intervals, node.within)))
            case Elapsed():
                return Step(node, time.elapsed, self.codes((node.first, node.last)))
            case Shift():
                later, unit = node.later, _unit(node.by)
                return Step(node, lambda day, amount: time.shifted(day, amount, later=later, unit=unit),
                            self.codes((node.date, node.by)))  # fmt: skip
            case DateOf():
                offset = node.offset_minutes
                return Step(node, lambda moment: time.date_of(moment, offset), [self.code(node.moment)])
            case Anniversary():
                month, day, following = node.month, node.day, node.next
                return Step(node, lambda start: time.anniversary(month, day, start, following=following),
                            [self.code(node.start)])  # fmt: skip
            case Arithmetic():
                word_, rounding, places = node.word, node.rounding, node.places
                return Step(node, lambda *parts: arithmetic.reckon(word_, parts, rounding, places), self.codes(node.parts))
            case Choose():
                return Choice(node, [(self.optional(row.when), self.code(row.then)) for row in node.rows])
            case _:
                assert_never(node)

    def _parameter(self, node: ParameterRef) -> Code:
        parameter = self.parameters[node.key]
        if parameter.by is None:
            value = parameter.value
            return Leaf(node, lambda _context, _frame: value)
        dated = parameter.values
        return Step(node, lambda day: time.chosen_by_day(dated, day), [self.code(parameter.by)])

    def _comparison(self, node: Compare) -> Code:
        word, operands = node.word, self.codes((node.left, node.right))
        if isinstance(node.left.type, DurationType):
            unit = _unit(node.right)
            return Step(node, lambda left, right: compare_duration(word, unit, left, right), operands)
        if node.rank:
            rank = node.rank
            return Step(node, lambda left, right: compare_ranks(word, rank, left, right), operands)
        function = lambda left, right: compare(word, left, right)  # noqa: E731 - one of several of its kind
        constant = self._constant(node.right)
        if constant is None:
            return Step(node, function, operands)
        together = compared_leaf(word, node.left, constant)
        if together is not None:
            return Step(node, function, operands, together)
        against, left = with_constant(word, constant), operands[0].run
        return Step(node, function, operands, lambda context, frame: against(left(context, frame)))

    def _among(self, node: Quantified) -> Run | None:
        """Whether some or none of a list fact's entries are a constant, or among constants, in one look."""
        test = node.condition
        if not isinstance(test, Compare) or not isinstance(test.left, ElementRef) or test.rank:
            return None
        return among_leaf(node, test.word, self._constant(test.right))

    def _picking(self, test: Expression, list_: Code) -> Run | None:
        """The elements of which one field compares so with a constant, in one call: the most frequent filter."""
        if not isinstance(test, Compare) or test.rank or isinstance(test.left.type, DurationType):
            return None
        return picking_leaf(list_.run, test.word, test.left, self._constant(test.right))

    def _constant(self, node: Expression) -> Any:
        """The value of an expression that has the same one in every evaluation, or nothing."""
        match node:
            case Constant():
                return node.value
            case ParameterRef() if self.parameters[node.key].by is None:
                return self.parameters[node.key].value
            case _:
                return None

    def _extreme(self, node: Extreme) -> Code:
        word, ranks = node.word, node.ranks
        single = len(node.by) == 1
        nullable = tuple(self._may_be_none(field) for field in node.by)

        def gather(items: Any, keys: list[Any]) -> Any:
            return lists.extreme(word, items, [(key,) for key in keys] if single else keys, ranks, nullable)

        return Loop(node, self.code(node.list), self.codes(node.by), gather)

    def _may_be_none(self, node: Expression) -> bool:
        """Whether a field can hold ``none`` in the vocabulary of some subject that has its list."""
        if not isinstance(node, FieldRef):
            return True
        lists_ = [
            subject.vocabulary.facts[node.list_path]
            for book in self.rulebooks.values()
            for subject in book.subjects.values()
            if node.list_path in subject.vocabulary.facts
        ]
        fields = [list_.elements[node.name] for list_ in lists_ if list_.elements and node.name in list_.elements]
        return any(field.may_be_none or field.empty is Empty.NONE for field in fields)

    def _window(self, node: Window) -> Code:
        ending, unit = node.ending, _unit(node.length)
        operands = self.codes((node.anchor, node.length))
        if node.not_counting is None:
            return Step(node, lambda day, size: time.window(day, size, None, ending=ending, unit=unit), operands)
        operands.append(self.code(node.not_counting))
        return Step(node, lambda day, size, omitted: time.window(day, size, omitted, ending=ending, unit=unit), operands)

    def _days(self, node: Days) -> Code:
        operands = self.codes((node.intervals, node.first_day, node.last_day))
        if node.within is None:
            return Step(node, lambda days, first, last: time.days(days, None, first, last), operands)
        count: Callable[..., Any] = time.days_per_calendar_year if node.per_calendar_year else time.days
        operands.append(self.code(node.within))
        return Step(node, lambda days, first, last, span: count(days, span, first, last), operands)


def _days_of(items: Any, rows: list[Any]) -> Any:
    return lists.days_of(items, [first for first, _ in rows], [last for _, last in rows])


def _open() -> Code:
    return Leaf(None, lambda _context, _frame: Special.OPEN)


def _unit(node: Expression) -> Unit:
    """The calendar unit of a quantity of time; the build has made sure that it is one."""
    return Unit(node.type.unit) if isinstance(node.type, NumberType) else Unit.DAYS
