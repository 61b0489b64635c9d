"""From a checked rulebook to kernels: every expression over columns, every name linked. Done once, run for many tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.columnar import arithmetic, lists, moments
from engine.evaluation.columnar.alternatives import joined
from engine.evaluation.columnar.compared import compared
from engine.evaluation.columnar.dependencies import Dependencies
from engine.evaluation.columnar.kernels import Asked, Choosing, Clause, Decided, Given, Named, Ruling
from engine.evaluation.columnar.looking import looking
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.shapes import Shapes, element_of, field_of
from engine.evaluation.columnar.timed import days, moment
from engine.evaluation.columnar.values import (
    FALSE,
    NONE,
    TRUE,
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
from engine.language.facts import Bilingual
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Requirement
from engine.language.types import BooleanType, NumberType

if TYPE_CHECKING:
    from engine.evaluation.columnar.kernels import Kernel
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import (
        Plain,
        Verdicts,
    )
    from engine.language.expressions import Expression
    from engine.language.rulebook import Rulebook


class Program(Shapes):
    """A rulebook with everything it uses, ready to run over tables. Only what is asked for is linked."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.chosen = {key: reading.chosen for key, reading in self.readings.items()}
        self._clauses: dict[str, Clause] = {}
        self._bodies: dict[str, Kernel] = {}
        self._rulings: dict[str, Ruling] = {}
        self._shared: dict[Expression, Kernel] = {}
        self._dependencies: tuple[int, Dependencies] | None = None

    # -- what is named ---------------------------------------------------------------------------------------------

    def clause(self, key: str) -> Clause:
        """A provision that has a rule."""
        found = self._clauses.get(key)
        if found is None:
            provision = self.provisions[key]
            assert provision.rule is not None  # noqa: S101 - the build refuses a reference to a unit without a rule
            found = self._clauses[key] = Clause(provision, provision.rule, self.number())
            self._link(found)
        return found

    def ruling(self, key: str) -> Ruling:
        """A decision."""
        found = self._rulings.get(key)
        if found is None:
            decision = self.decisions[key]
            found = self._rulings[key] = Ruling(decision, self.number())
            if decision.rows:
                rows = [(self.optional(row.when), self.kernel(row.then)) for row in decision.rows]
                found.choice = Choosing(self.number(), None, rows)
            elif decision.value is not None:
                found.value = self.kernel(decision.value)
                found.value.keep = True
        return found

    def _body(self, key: str) -> Kernel:
        found = self._bodies.get(key)
        if found is None:
            found = self._bodies[key] = self.kernel(self.terms[key].body)
            found.keep = True
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
            clause.gives.keep = True

    def _has_rule(self, key: str) -> bool:
        return key in self.provisions and self.provisions[key].rule is not None

    def _asked(self, node: Expression | None, key: str, *, applies: bool = False) -> Asked:
        return Asked(self.number(), node, self.clause(key), applies=applies)

    @property
    def dependencies(self) -> Dependencies:
        """What rests on what, of all that has been linked so far; reckoned anew where more was linked."""
        if self._dependencies is None or self._dependencies[0] != self.count:
            named: dict[int, tuple[Kernel, ...]] = {clause.number: clause.kernels for clause in self._clauses.values()}
            named |= {body.number: (body,) for body in self._bodies.values()}
            for ruling in self._rulings.values():
                named[ruling.number] = ruling.kernels
            self._dependencies = self.count, Dependencies(named)
        return self._dependencies[1]

    # -- expressions -----------------------------------------------------------------------------------------------

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
                return self.leaf(node, lambda run, _scope: run.plain(value))
            case FactRef():
                path = node.path
                return self.leaf(node, lambda run, _scope: run.fact(path))
            case FieldRef():
                return self.leaf(node, field_of(node.name, node.depth), node.depth)
            case ElementRef():
                return self.leaf(node, element_of(node.depth), node.depth)
            case ReadingRef():
                key = node.key
                return self.leaf(node, lambda run, _scope: run.plain(run.readings[key]))
            case AsOf():
                if node.which == "facts":
                    return self.leaf(node, lambda run, _scope: run.facts_as_of)
                return self.leaf(node, lambda run, _scope: run.law_as_of)
            case ParameterRef():
                return self._parameter(node)
            case All():
                return self.step(node, _all, *self.kernels(node.parts))
            case AnyOf():
                return self.step(node, _any, *self.kernels(node.parts))
            case Not():
                return self.step(node, lambda _run, _scope, found: ~found, self.kernel(node.part))
            case TermRef():
                return Named(self.number(), node, node.key, node.depth, self._body(node.key))
            case ProvisionRef():
                return self._asked(node, node.key, applies=node.applies)
            case GivenBy():
                return Given(self.number(), node, self.clause(node.key))
            case DecisionRef():
                return Decided(self.number(), node, self.ruling(node.key))
            case Compare():
                return compared(self, node)
            case Quantified() | Filter() | Total() | Extreme() | IntervalsOf():
                return looking(self, node)
            case Count():
                return self.step(
                    node,
                    lambda run, scope, value: lists.count(run.as_items(settled(run, scope, value), scope), scope.size),
                    self.kernel(node.list),
                )
            case Interval() | Union() | Minus() | Window() | Days() | Throughout() | Length():
                return days(self, node)
            case ElapsedNode() | Shift() | DateOf() | Anniversary():
                return moment(self, node)
            case Arithmetic():
                return self._arithmetic(node)
            case Choose():
                return Choosing(self.number(), node, [(self.optional(row.when), self.kernel(row.then)) for row in node.rows])
            case _:
                assert_never(node)

    def _parameter(self, node: ParameterRef) -> Kernel:
        parameter = self.parameters[node.key]
        if parameter.by is None:
            value = parameter.value
            return self.leaf(node, lambda run, _scope: run.plain(value))
        before = FALSE if isinstance(node.type, BooleanType) else NONE
        dated = [(one.first_day.toordinal(), one.value) for one in parameter.values]

        def choose(run: Run, scope: Scope, day: Plain) -> Any:
            found = moments.chosen(dated, day, scope.size)
            values = [(mask, before if place is None else run.plain(dated[place][1])) for mask, place in found]
            return joined(run, scope, values)

        return self.lifted(node, choose, self.kernel(parameter.by))

    def _arithmetic(self, node: Arithmetic) -> Kernel:
        word, rounding, places = node.word, node.rounding, node.places

        def reckon(run: Run, scope: Scope, *parts: Plain) -> Plain:
            found, lost = arithmetic.reckon(word, parts, rounding, places)
            if lost.any():
                run.give_up(scope, lost)
            return found

        return self.lifted(node, reckon, *self.kernels(node.parts))


def _is_shared(node: Expression) -> bool:
    """Whether an expression is more than read, and says in its own words all that it depends on (a unit stands in a type)."""
    return bool(children(node)) and _is_plain(node)


def _is_plain(node: Expression) -> bool:
    if isinstance(node, Constant):
        return not (isinstance(node.type, NumberType) and node.type.unit)
    return all(_is_plain(part) for part in children(node))


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
