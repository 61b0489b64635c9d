"""From a checked rulebook to kernels: every expression over columns, every name linked. Done once, run for many tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.columnar import arithmetic, comparison, lists, moments, spans
from engine.evaluation.columnar.alternatives import joined, lifted
from engine.evaluation.columnar.dependencies import Dependencies
from engine.evaluation.columnar.kernels import Asked, Choosing, Clause, Decided, Given, Kernel, Looking, Named, Ruling
from engine.evaluation.columnar.scopes import Items
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.values import (
    FALSE,
    NO,
    NONE,
    NONE_STATE,
    OPEN,
    TRUE,
    UNKNOWN,
    Elapsed,
    Listed,
    Plain,
    Verdicts,
    state_is,
)
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
    children,
)
from engine.language.expressions import (
    Elapsed as ElapsedNode,
)
from engine.language.facts import Bilingual, Empty
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Requirement
from engine.language.temporal.calendar import Unit
from engine.language.types import DurationType, NumberType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.language.expressions import Expression
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Rulebook, Term


class Program:
    """A rulebook with everything it uses, ready to run over tables. Only what is asked for is linked."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rulebooks: dict[str, Rulebook] = {}
        _gather(rulebook, self.rulebooks)
        self.provisions: dict[str, Provision] = {}
        self.parameters: dict[str, Parameter] = {}
        self.readings: dict[str, Reading] = {}
        self.terms: dict[str, Term] = {}
        self.decisions: dict[str, Decision] = {}
        for book in reversed(self.rulebooks.values()):
            self.provisions.update(book.provisions)
            self.parameters.update(book.parameters)
            self.readings.update(book.readings)
            self.terms.update(book.terms)
            self.decisions.update(book.decisions)
        self.chosen = {key: reading.chosen for key, reading in self.readings.items()}
        self._count = 0
        self._clauses: dict[str, Clause] = {}
        self._bodies: dict[str, Kernel] = {}
        self._rulings: dict[str, Ruling] = {}
        self._shared: dict[Expression, Kernel] = {}
        self._dependencies: tuple[int, Dependencies] | None = None

    def _number(self) -> int:
        self._count += 1
        return self._count

    # -- what is named ---------------------------------------------------------------------------------------------

    def clause(self, key: str) -> Clause:
        """A provision that has a rule."""
        found = self._clauses.get(key)
        if found is None:
            provision = self.provisions[key]
            assert provision.rule is not None  # noqa: S101 - the build refuses a reference to a unit without a rule
            found = self._clauses[key] = Clause(provision, provision.rule, self._number())
            self._link(found)
        return found

    def ruling(self, key: str) -> Ruling:
        """A decision."""
        found = self._rulings.get(key)
        if found is None:
            decision = self.decisions[key]
            found = self._rulings[key] = Ruling(decision, self._number())
            if decision.rows:
                rows = [(self.optional(row.when), self.kernel(row.then)) for row in decision.rows]
                found.choice = Choosing(self._number(), None, rows)
            elif decision.value is not None:
                found.value = self.kernel(decision.value)
                found.value.kept = True
        return found

    def _body(self, key: str) -> Kernel:
        found = self._bodies.get(key)
        if found is None:
            found = self._bodies[key] = self.kernel(self.terms[key].body)
            found.kept = True
        return found

    def _link(self, clause: Clause) -> None:
        rule = clause.rule
        if isinstance(rule, (Requirement, Entitlement)):
            clause.called_for = self.optional(rule.applies_when)
            clause.met = (self.kernel(rule.requires),)
        else:
            clause.called_for = self.optional(rule.when)
        unless = getattr(rule, "unless", None)
        lifting = [self._asked(None, key) for key in clause.provision.lifted_by if self._has_rule(key)]
        clause.excuses = (*((self.kernel(unless),) if unless is not None else ()), *lifting)
        if isinstance(rule, Application):
            clause.met = tuple(self._asked(None, key) for key in rule.applied if self._has_rule(key))
        if isinstance(rule, Effect):
            clause.gives = self.optional(rule.gives)
        if isinstance(rule, Duty) and rule.deadline is not None and not isinstance(rule.deadline, Bilingual):
            clause.gives = self.kernel(rule.deadline)
        if clause.gives is not None:
            clause.gives.kept = True

    def _has_rule(self, key: str) -> bool:
        return key in self.provisions and self.provisions[key].rule is not None

    def _asked(self, node: Expression | None, key: str, *, applies: bool = False) -> Asked:
        return Asked(self._number(), node, self.clause(key), applies=applies)

    @property
    def dependencies(self) -> Dependencies:
        """What rests on what, of all that has been linked so far; reckoned anew where more was linked."""
        if self._dependencies is None or self._dependencies[0] != self._count:
            named: dict[int, tuple[Kernel, ...]] = {clause.number: clause.kernels for clause in self._clauses.values()}
            named |= {body.number: (body,) for body in self._bodies.values()}
            for ruling in self._rulings.values():
                named[ruling.number] = ruling.kernels
            self._dependencies = self._count, Dependencies(named)
        return self._dependencies[1]

    # -- expressions -----------------------------------------------------------------------------------------------

    def optional(self, node: Expression | None) -> Kernel | None:
        """The kernel of an expression that may be absent."""
        return None if node is None else self.kernel(node)

    def kernels(self, nodes: Iterable[Expression]) -> list[Kernel]:
        """The kernels of several expressions."""
        return [self.kernel(node) for node in nodes]

    def _step(self, node: Expression, function: Callable[..., Any], *parts: Kernel) -> Kernel:
        """A word that makes a value of the values of its operands: ``function`` is given the run and the scope as well."""

        def compute(run: Run, scope: Scope) -> Any:
            return function(run, scope, *(part.ask(run, scope) for part in parts))

        return Kernel(self._number(), node, parts, compute)

    def _lifted(self, node: Expression, function: Callable[..., Any], *parts: Kernel) -> Kernel:
        """A step that looks at every combination of alternatives among its operands."""

        def under(run: Run, scope: Scope, *values: Any) -> Any:
            return lifted(run, scope, lambda *ones: function(run, scope, *ones), *values)

        return self._step(node, under, *parts)

    def _leaf(self, node: Expression | None, read: Callable[[Run, Scope], Any], free: int = -1) -> Kernel:
        return Kernel(self._number(), node, (), read, free=free)

    def kernel(self, node: Expression) -> Kernel:
        """The executable form of an expression. What is said twice in the same words is found once."""
        if not _is_shared(node):
            return self._kernel(node)
        found = self._shared.get(node)
        if found is None:
            found = self._shared[node] = self._kernel(node)
        return found

    def _kernel(self, node: Expression) -> Kernel:
        match node:
            case Constant():
                value = node.value
                return self._leaf(node, lambda run, _scope: run.plain(value))
            case FactRef():
                path = node.path
                return self._leaf(node, lambda run, _scope: run.fact(path))
            case FieldRef():
                return self._leaf(node, _field(node.name, node.depth), node.depth)
            case ElementRef():
                return self._leaf(node, _element(node.depth), node.depth)
            case ReadingRef():
                key = node.key
                return self._leaf(node, lambda run, _scope: run.plain(run.readings[key]))
            case AsOf():
                if node.which == "facts":
                    return self._leaf(node, lambda run, _scope: run.facts_as_of)
                return self._leaf(node, lambda run, _scope: run.law_as_of)
            case ParameterRef():
                return self._parameter(node)
            case All():
                return self._step(node, _all, *self.kernels(node.parts))
            case AnyOf():
                return self._step(node, _any, *self.kernels(node.parts))
            case Not():
                return self._step(node, lambda _run, _scope, found: ~found, self.kernel(node.part))
            case TermRef():
                return Named(self._number(), node, node.key, node.depth, self._body(node.key))
            case ProvisionRef():
                return self._asked(node, node.key, applies=node.applies)
            case GivenBy():
                return Given(self._number(), node, self.clause(node.key))
            case DecisionRef():
                return Decided(self._number(), node, self.ruling(node.key))
            case Compare():
                return self._comparison(node)
            case Quantified() | Filter() | Total() | Extreme() | IntervalsOf():
                return self._looking(node)
            case Count():
                return self._step(
                    node,
                    lambda run, scope, value: lists.count(run.as_items(settled(run, scope, value), scope), scope.size),
                    self.kernel(node.list),
                )
            case Interval() | Union() | Minus() | Window() | Days() | Throughout() | Length():
                return self._days(node)
            case ElapsedNode() | Shift() | DateOf() | Anniversary():
                return self._moment(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Choose():
                return Choosing(self._number(), node, [(self.optional(row.when), self.kernel(row.then)) for row in node.rows])
            case _:
                assert_never(node)

    def _parameter(self, node: ParameterRef) -> Kernel:
        parameter = self.parameters[node.key]
        if parameter.by is None:
            value = parameter.value
            return self._leaf(node, lambda run, _scope: run.plain(value))
        dated = [(one.first_day.toordinal(), one.value) for one in parameter.values]

        def choose(run: Run, scope: Scope, day: Plain) -> Any:
            found = moments.chosen(dated, day, scope.size)
            values = [(mask, NONE if place is None else run.plain(dated[place][1])) for mask, place in found]
            return joined(run, scope, values)

        return self._lifted(node, choose, self.kernel(parameter.by))

    def _comparison(self, node: Compare) -> Kernel:
        word, left, right = node.word, self.kernel(node.left), self.kernel(node.right)
        if isinstance(node.left.type, DurationType):
            unit = _unit(node.right)
            return self._lifted(
                node,
                lambda run, scope, one, amount: moments.compare_duration(run, scope, word, unit, one, amount),
                left,
                right,
            )
        if isinstance(left, Decided) and left.ruling.choice is not None and isinstance(node.right, Constant):
            return self._outcome(node, left, right)
        if node.rank:
            rank = node.rank

            def by_rank(run: Run, _scope: Scope, one: Plain, other: Plain) -> Verdicts:
                ranks = run.ranks(rank)
                return comparison.compare(word, comparison.ranked(one, ranks), comparison.ranked(other, ranks))

            return self._lifted(node, by_rank, left, right)
        if word in {"in", "not_in"}:
            return self._lifted(node, _membership(denied=word == "not_in"), left, right)

        def compare(_run: Run, _scope: Scope, one: Any, other: Any) -> Verdicts:
            if isinstance(one, Verdicts):
                return comparison.compare_verdicts(word, one, other)
            return comparison.compare(word, one, other)

        return self._lifted(node, compare, left, right)

    def _outcome(self, node: Compare, left: Decided, right: Kernel) -> Kernel:
        """An outcome compared with the law's own words: asked of the decision itself."""
        assert isinstance(node.right, Constant)  # noqa: S101 - the caller has looked
        value = node.right.value
        wanted = frozenset(value) if isinstance(value, tuple) else frozenset((value,))
        denied = node.word in {"is_not", "not_in"}

        def compute(run: Run, scope: Scope) -> Verdicts:
            found = left.outcome_is(run, wanted)
            found = ~found if denied else found
            return found if scope is run.root else comparison.of_record(found, scope)

        return Kernel(self._number(), node, (left, right), compute)

    def _looking(self, node: Quantified | Filter | Total | Extreme | IntervalsOf) -> Kernel:
        list_ = self.kernel(node.list)
        match node:
            case Quantified():
                word = node.word
                gather: Any = lambda _run, scope, items, found: lists.quantified(word, items, found, scope.size)  # noqa: E731 - one of several
                return Looking(self._number(), node, list_, [self.kernel(node.condition)], gather)
            case Filter():
                gather = lambda _run, _scope, items, found: lists.filtered(items, found)  # noqa: E731 - the same
                return Looking(self._number(), node, list_, [self.kernel(node.condition)], gather)
            case Total():
                gather = lambda run, scope, items, amounts: lists.total(items, settled(run, items.scope, amounts), scope.size)  # noqa: E731
                return Looking(self._number(), node, list_, [self.kernel(node.of)], gather)
            case Extreme():
                return Looking(self._number(), node, list_, self.kernels(node.by), self._gathering_extremes(node))
            case IntervalsOf():
                gather = lambda run, scope, items, first, last: moments.days_of(  # noqa: E731 - the same
                    scope, items, settled(run, items.scope, first), settled(run, items.scope, last)
                )
                return Looking(self._number(), node, list_, self.kernels((node.first, node.last)), gather)
            case _:
                assert_never(node)

    def _gathering_extremes(self, node: Extreme) -> Callable[..., Items]:
        word, ranks = node.word, node.ranks
        nullable = tuple(self._may_be_none(field) for field in node.by)

        def gather(run: Run, _scope: Scope, items: Items, *keys: Any) -> Items:
            plain = [settled(run, items.scope, key) for key in keys]
            placed = [comparison.ranked(key, run.ranks(rank)) if rank else key for key, rank in zip(plain, ranks, strict=True)]
            return lists.extreme(word, items, placed, nullable)

        return gather

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

    def _days(self, node: Interval | Union | Minus | Window | Days | Throughout | Length) -> Kernel:
        match node:
            case Interval():
                first, last = (self._leaf(None, lambda _run, _scope: OPEN) if end is None else self.kernel(end)
                               for end in (node.first, node.last))  # fmt: skip
                return self._lifted(node, lambda _run, scope, one, other: moments.interval(one, other, scope.size), first, last)
            case Union():
                return self._step(node, lambda run, scope, *parts: spans.union(*_coverages(run, scope, parts)),
                                  *self.kernels(node.parts))  # fmt: skip
            case Minus():
                return self._step(node, lambda run, scope, *parts: spans.minus(*_coverages(run, scope, parts)),
                                  *self.kernels((node.whole, node.less)))  # fmt: skip
            case Window():
                return self._window(node)
            case Days():
                return self._counted_days(node)
            case Throughout():
                return self._step(
                    node,
                    lambda run, scope, window, days: lifted(
                        run, scope, lambda one: moments.throughout(run, scope, one, _coverages(run, scope, (days,))[0]), window
                    ),
                    *self.kernels((node.window, node.intervals)),
                )
            case Length():
                if node.within is None:
                    return self._step(node, lambda run, scope, days: moments.length(
                        run, scope, _coverages(run, scope, (days,))[0], None), self.kernel(node.intervals))  # fmt: skip
                return self._step(
                    node,
                    lambda run, scope, days, window: lifted(
                        run, scope, lambda one: moments.length(run, scope, _coverages(run, scope, (days,))[0], one), window
                    ),
                    *self.kernels((node.intervals, node.within)),
                )
            case _:
                assert_never(node)

    def _window(self, node: Window) -> Kernel:
        ending, unit = node.ending, _unit(node.length)
        parts = self.kernels((node.anchor, node.length))
        if node.not_counting is None:
            return self._lifted(
                node,
                lambda _run, scope, day, size: moments.window(day, size, None, scope.size, ending=ending, unit=unit),
                *parts,
            )

        def reaching(run: Run, scope: Scope, day: Any, size: Any, omitted: Any) -> Any:
            (days,) = _coverages(run, scope, (omitted,))
            return lifted(
                run, scope, lambda one, other: moments.window(one, other, days, scope.size, ending=ending, unit=unit), day, size
            )

        return self._step(node, reaching, *parts, self.kernel(node.not_counting))

    def _counted_days(self, node: Days) -> Kernel:
        parts = self.kernels((node.intervals, node.first_day, node.last_day))
        count = moments.days_per_calendar_year if node.per_calendar_year else moments.days

        def counted(run: Run, scope: Scope, days: Any, first: Any, last: Any, *window: Any) -> Any:
            return count(run, scope, run.as_coverage(days, scope), first, last, window[0] if window else None)

        return self._lifted(node, counted, *parts, *(() if node.within is None else (self.kernel(node.within),)))

    def _moment(self, node: ElapsedNode | Shift | DateOf | Anniversary) -> Kernel:
        match node:
            case ElapsedNode():
                return self._lifted(node, _elapsed, *self.kernels((node.first, node.last)))
            case Shift():
                later, unit = node.later, _unit(node.by)
                return self._lifted(
                    node,
                    lambda _run, scope, day, amount: moments.shifted(day, amount, scope.size, later=later, unit=unit),
                    *self.kernels((node.date, node.by)),
                )
            case DateOf():
                offset = node.offset_minutes
                return self._lifted(node, lambda run, scope, moment: moments.date_of(run, scope, moment, offset),
                                    self.kernel(node.moment))  # fmt: skip
            case Anniversary():
                month, day, following = node.month, node.day, node.next
                return self._lifted(
                    node,
                    lambda _run, scope, start: moments.anniversary(month, day, start, scope.size, following=following),
                    self.kernel(node.start),
                )
            case _:
                assert_never(node)

    def _arithmetic(self, node: Arithmetic) -> Kernel:
        word, rounding, places = node.word, node.rounding, node.places

        def reckon(run: Run, scope: Scope, *parts: Plain) -> Plain:
            found, lost = arithmetic.reckon(word, parts, rounding, places)
            if lost.any():
                run.give_up(scope, lost)
            return found

        return self._lifted(node, reckon, *self.kernels(node.parts))


def _is_shared(node: Expression) -> bool:
    """Whether an expression is more than read, and says in its own words all that it depends on (a unit stands in a type)."""
    return bool(children(node)) and _is_plain(node)


def _is_plain(node: Expression) -> bool:
    if isinstance(node, Constant):
        return not (isinstance(node.type, NumberType) and node.type.unit)
    return all(_is_plain(part) for part in children(node))


def _gather(rulebook: Rulebook, found: dict[str, Rulebook]) -> None:
    found[rulebook.id] = rulebook
    for use in rulebook.uses.values():
        _gather(use.rulebook, found)


def _field(name: str, depth: int) -> Callable[[Run, Scope], Any]:
    def read(_run: Run, scope: Scope) -> Any:
        outer = scope.out(depth)
        assert outer.field is not None  # noqa: S101 - the build refuses a field of what has none
        found = outer.field(name)
        return found if depth == 0 else comparison.of_rows(found, scope.rows_up(depth))

    return read


def _element(depth: int) -> Callable[[Run, Scope], Any]:
    def read(_run: Run, scope: Scope) -> Any:
        found = scope.out(depth).element
        return found if depth == 0 or found is None else comparison.of_rows(found, scope.rows_up(depth))

    return read


def _all(_run: Run, _scope: Scope, *parts: Verdicts) -> Verdicts:
    found = TRUE
    for part in parts:
        found = found & part
    return found


def _any(_run: Run, _scope: Scope, *parts: Verdicts) -> Verdicts:
    found = FALSE
    for part in parts:
        found = found | part
    return found


def _membership(*, denied: bool) -> Callable[..., Verdicts]:
    def among(run: Run, scope: Scope, left: Any, right: Any) -> Verdicts:
        match right:
            case Listed():
                if isinstance(left, Verdicts):
                    found = comparison.among_verdicts(left, [run.plain(one) is TRUE for one in right.values])
                else:
                    found = comparison.among(left, [run.plain(one) for one in right.values])
            case Items():
                found = comparison.among_items(left, right, scope.size)
            case Plain():  # a list that never came, or is not known
                none = state_is(right, NONE_STATE) | state_is(left, NONE_STATE)
                found = Verdicts(NO & none, none)
            case _:
                found = UNKNOWN
        return ~found if denied else found

    return among


def _coverages(run: Run, scope: Scope, parts: Iterable[Any]) -> list[Any]:
    """Intervals of any kind as coverage; rows with alternatives are left to the interpreter."""
    return [run.as_coverage(settled(run, scope, part), scope) for part in parts]


def _elapsed(_run: Run, _scope: Scope, first: Any, last: Any) -> Any:
    return Elapsed(first, last)


def _unit(node: Expression) -> Unit:
    """The calendar unit of a quantity of time; the build has made sure that it is one."""
    return Unit(node.type.unit) if isinstance(node.type, NumberType) else Unit.DAYS
