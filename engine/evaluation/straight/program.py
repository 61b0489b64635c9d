"""A whole rulebook for one subject as one function: what is named is written once, each thing after those that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.straight.expressions import RUNTIME, Expressions
from engine.evaluation.straight.known import NO, YES
from engine.evaluation.straight.writing import Block, Names
from engine.language.expressions import AsOf, Constant, DecisionRef, FactRef, Filter, GivenBy, ProvisionRef, TermRef
from engine.language.facts import Bilingual, FactType
from engine.language.logic import FALSE, TRUE, Truth
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Requirement
from engine.language.types import BooleanType, ListType
from engine.language.walk import below, of_decision, of_provision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.language.expressions import Expression, Row
    from engine.language.rulebook import Decision, Parameter, Provision, Rulebook, Subject, Term


class UnfitError(Exception):
    """A rulebook that cannot be written so: too deep for Python, or its days rest on what rests on them."""


class Standing:
    """The variables of a provision: its value as a condition, whether it binds, and its status."""

    __slots__ = ("applies", "status", "value")

    def __init__(self, value: str, applies: str, status: str) -> None:
        self.value, self.applies, self.status = value, applies, status


class Program:
    """Writes the function of a rulebook for one subject."""

    def __init__(self, rulebook: Rulebook, subject: Subject) -> None:
        self.rulebooks: Sequence[Rulebook] = tuple(_with_uses(rulebook))
        self.provisions: dict[str, Provision] = {}
        self.parameters: dict[str, Parameter] = {}
        self.terms: dict[str, Term] = {}
        self.decisions: dict[str, Decision] = {}
        for book in reversed(self.rulebooks):
            self.provisions.update(book.provisions)
            self.parameters.update(book.parameters)
            self.terms.update(book.terms)
            self.decisions.update(book.decisions)
        self.chosen = {key: reading.chosen for book in self.rulebooks for key, reading in book.readings.items()}
        self.subject = subject
        self.names = Names(RUNTIME)
        self.expressions = Expressions(self)
        self._main = Block(self.names)
        self._reads = Block(self.names)
        self._made: dict[Any, Any] = {}
        self._making: set[Any] = set()

    # -- the function ----------------------------------------------------------------------------------------------

    def function(self, decisions: Iterable[Decision], provisions: Iterable[Provision]) -> Callable[..., Any]:
        """The function from facts, the day of knowledge (or nothing) and readings to possible outcomes and statuses.

        Raises :class:`UnfitError`.
        """
        try:
            self._days()
            possible = [self._possible(decision) for decision in decisions]
            statuses = [self._standing(provision).status for provision in provisions]
            returned = f" return ({''.join(f'{one}, ' for one in possible)}), ({''.join(f'{one}, ' for one in statuses)})"
            text = f"def decide(facts, as_of, readings):\n{self._reads.text()}\n{self._main.text()}\n{returned}\n"
            code = compile(text, "<rulebook>", "exec")
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise UnfitError from error
        exec(code, self.names.held)  # noqa: S102 - its names are numbers only, see engine.evaluation.straight.writing
        made: Callable[..., Any] = self.names.held["decide"]
        return made

    def _days(self) -> None:
        """The day of knowledge and that whose law applies, before all else. A given day takes the place of the rulebook's own."""
        own = [code for code in (self.subject.facts_as_of, self.subject.law_as_of) if code is not None]
        if self.subject.law_as_of is not None and self._asks_for_a_day(own):
            raise UnfitError
        main = self._main
        main.line("facts_as_of = UNKNOWN if as_of is None else as_of")
        main.line("law_as_of = UNKNOWN")
        if self.subject.facts_as_of is not None:
            found = self._at_top(lambda block: self.expressions.value(self.subject.facts_as_of, block))  # type: ignore[arg-type]  # not None
            with main.under("if as_of is None:"):
                main.line(f"facts_as_of = {found}")
        if self.subject.law_as_of is None:
            main.line("law_as_of = facts_as_of")
            return
        found = self._at_top(lambda block: self.expressions.value(self.subject.law_as_of, block))  # type: ignore[arg-type]  # not None
        main.line(f"law_as_of = {found}")
        with main.under("if law_as_of is NONE:"):
            main.line("law_as_of = facts_as_of")

    def _asks_for_a_day(self, expressions: Iterable[Expression]) -> bool:
        """Whether expressions, or anything that they name, read one of the two days."""
        waiting, seen = list(expressions), set()
        while waiting:
            for node in below(waiting.pop()):
                match node:
                    case AsOf():
                        return True
                    case TermRef() if f"term {node.key}" not in seen:
                        seen.add(f"term {node.key}")
                        waiting.append(self.terms[node.key].body)
                    case ProvisionRef() | GivenBy() if node.key not in seen:
                        seen.add(node.key)
                        provision = self.provisions[node.key]
                        waiting.extend(of_provision(provision))
                        others = (*provision.lifted_by, *getattr(provision.rule, "applied", ()))
                        waiting.extend(part for other in others for part in of_provision(self.provisions[other]))
                    case DecisionRef() if f"decision {node.key}" not in seen:
                        seen.add(f"decision {node.key}")
                        waiting.extend(of_decision(self.decisions[node.key]))
                    case _:
                        pass
        return False

    def _at_top(self, write: Callable[[Block], str]) -> str:
        """A variable of the function: its lines follow those of whatever they ask for."""
        block = Block(self.names)
        found = block.let(write(block))
        self._main.lines += block.lines
        return found

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        if key not in self._made:
            if key in self._making:  # the check of a rulebook finds these: rules that rest on themselves
                raise UnfitError
            self._making.add(key)
            self._made[key] = make()
            self._making.discard(key)
        return self._made[key]

    # -- what has a name -------------------------------------------------------------------------------------------

    def fact(self, path: str) -> str:
        """The variable of a fact."""
        text = f"facts.get({self.names.constant(path)}, UNKNOWN)"
        element = self.subject.vocabulary.facts[path].element_type if path in self.subject.vocabulary.facts else None
        if element is not None and element.type is FactType.BOOLEAN:
            text = f"verdicts({text})"
        return str(self._once(("fact", path), lambda: self._read(text, "f")))

    def reading(self, key: str) -> str:
        """The variable of the option in force."""
        return str(self._once(("reading", key), lambda: self._read(f"readings[{self.names.constant(key)}]", "r")))

    def _read(self, text: str, letter: str) -> str:
        return self._reads.let(text, letter)

    def day(self, which: str) -> str:
        """The variable of one of the two days."""
        return f"{which}_as_of"

    def parameter(self, key: str) -> Parameter:
        """A parameter."""
        return self.parameters[key]

    def elsewhere(self, node: Expression, form: str) -> str:
        """The variable of an expression, outside of the loops."""
        write = {"truth": self.expressions.truth, "value": self.expressions.value, "sequence": self.expressions.sequence}[form]
        return str(self._once((form, id(node)), lambda: self._at_top(lambda block: write(node, block))))

    def term(self, node: TermRef, block: Block) -> tuple[str, str]:
        """A term's value: a variable, or the call of a function where it speaks of an element."""
        term = self.terms[node.key]
        found, form = self._once(
            ("term", node.key, node.depth is None), lambda: self._term(term, over_element=node.depth is not None)
        )
        return (found if node.depth is None else f"{found}({block.loops[-1 - node.depth]})"), form

    def _term(self, term: Term, *, over_element: bool) -> tuple[str, str]:
        form = self._form(term.body)
        write: Callable[[Expression, Block], str] = {
            "truth": self.expressions.truth, "sequence": self.expressions.sequence, "value": self.expressions.value,
        }[form]  # fmt: skip
        if not over_element:
            return self._at_top(lambda block: write(term.body, block)), form
        name, element = self.names.fresh("t"), self.names.fresh("e")
        block = Block(self.names, (element,), depth=2)
        block.line(f"return {write(term.body, block)}")
        self._main.line(f"def {name}({element}):")
        self._main.lines += block.lines
        return name, form

    def _form(self, body: Expression) -> str:
        """The form in which a term's value is of most use."""
        match body:
            case FactRef() if isinstance(body.type, ListType):
                return "sequence"
            case Filter():
                return "sequence"
            case TermRef():
                return self._form(self.terms[body.key].body)
            case _ if isinstance(body.type, BooleanType) and _is_surely_truth(body):
                return "truth"
            case _:
                return "value"

    # -- provisions ------------------------------------------------------------------------------------------------

    def provision(self, node: ProvisionRef) -> str:
        """A provision as a condition."""
        standing = self._standing(self.provisions[node.key])
        return standing.applies if node.applies else standing.value

    def _standing(self, provision: Provision) -> Standing:
        found: Standing = self._once(provision.key, lambda: self._standing_of(provision))
        return found

    def _standing_of(self, provision: Provision) -> Standing:
        rule = provision.rule
        judges = isinstance(rule, (Requirement, Entitlement, Application))
        by_condition = isinstance(rule, (Requirement, Entitlement))
        condition = rule.applies_when if isinstance(rule, (Requirement, Entitlement)) else getattr(rule, "when", None)
        block = Block(self.names)
        called_for = "3" if condition is None else block.let(self.expressions.truth(condition, block), "a")
        excused, met = self._excused(provision, block), "3"
        if isinstance(rule, (Requirement, Entitlement)):
            met = self.expressions.truth(rule.requires, block, 3)
            met = f"DENIED[{met}]" if isinstance(rule, Requirement) and rule.forbids else met
        elif isinstance(rule, Application):
            applied = [self._standing(self.provisions[key]).value for key in rule.applied if self._has_rule(key)]
            met = f"({' & '.join(applied)})" if applied else "3"
        met = met if met == "3" else block.let(met, "m")
        applies = _both(called_for, _denied(excused))
        if isinstance(rule, (Requirement, Application)):
            value = _either(_either(_denied(called_for), excused), met)
        else:
            value = _both(called_for, met) if by_condition else applies
        value = block.let(value, "p")
        applies = value if applies == value else applies
        status = self._status(called_for, excused, met, judges=judges)
        self._main.lines += block.lines
        return Standing(value, applies, status)

    def _has_rule(self, key: str) -> bool:
        return key in self.provisions and self.provisions[key].rule is not None

    def _excused(self, provision: Provision, block: Block) -> str:
        unless = getattr(provision.rule, "unless", None)
        excuses = [] if unless is None else [self.expressions.truth(unless, block, 0)]
        excuses += [self._standing(self.provisions[key]).value for key in provision.lifted_by if self._has_rule(key)]
        return block.let(f"({' | '.join(excuses)})", "u") if excuses else "0"

    def _status(self, called_for: str, excused: str, met: str, *, judges: bool) -> str:
        """What tells the status, a number of :data:`STATUSES`: that of its condition, where nothing else is asked."""
        if called_for == "3" and excused == "0" and judges:
            return met
        table = self.names.constant(CODES[judges])
        return f"{table}[{called_for} << 4 | {excused} << 2 | {met}]"

    def given(self, key: str) -> str:
        """The value that an effect gives; where it does not come about a truth value is false, and anything else ``none``."""
        return str(self._once(("given", key), lambda: self._given(self.provisions[key])))

    def _given(self, provision: Provision) -> str:
        rule = provision.rule
        gives: Expression | None = None
        if isinstance(rule, Effect):
            gives = rule.gives
        elif isinstance(rule, Duty) and not isinstance(rule.deadline, Bilingual):
            gives = rule.deadline
        if gives is None:
            return "NONE"
        absent = "FALSE" if isinstance(gives.type, BooleanType) else "NONE"
        holds = self._standing(provision).value
        block, found = Block(self.names), self.names.fresh()
        block.line(f"{found} = {absent}")
        with block.under(f"if {holds}:"):
            value = block.let(self.expressions.value(gives, block))
            block.line(f"{found} = {value} if {holds} == 3 else joined([{value}, {absent}])")
        self._main.lines += block.lines
        return found

    # -- decisions -------------------------------------------------------------------------------------------------

    def decided(self, key: str) -> str:
        """The value of a decision: its outcome, or the alternatives that are possible."""
        return str(self._once(("decided", key), lambda: self._at_top(lambda _: f"joined({self._possible(self.decisions[key])})")))

    def _possible(self, decision: Decision) -> str:
        return str(self._once(("possible", decision.key), lambda: self._at_top(lambda block: self._outcomes(decision, block))))

    def _outcomes(self, decision: Decision, block: Block) -> str:
        if not decision.rows:
            return "()" if decision.value is None else f"({self.expressions.value(decision.value, block)},)"
        found = self.names.fresh()
        outcomes = tuple(decision.outcomes)
        if all(isinstance(row.then, Constant) and row.then.value in outcomes for row in decision.rows):
            block.line(f"{found} = 0")
            self.expressions.rows(
                decision.rows, block, lambda row, _: block.line(f"{found} |= {1 << outcomes.index(_constant(row.then))}")
            )
            return f"{self.names.constant(_Subsets(outcomes))}[{found}]"
        block.line(f"{found} = []")
        self.expressions.rows(decision.rows, block, lambda row, _: self._append_then(found, row, block))
        return f"tuple([one for one in {self.names.constant(outcomes)} if one in {found}])"

    def _append_then(self, found: str, row: Row, block: Block) -> None:
        block.line(f"{found}.append({self.expressions.value(row.then, block)})")


class _Subsets(dict[int, tuple[str, ...]]):
    """Outcomes by their bits; each subset that occurs is made once."""

    def __init__(self, outcomes: tuple[str, ...]) -> None:
        super().__init__()
        self._outcomes = outcomes

    def __missing__(self, bits: int) -> tuple[str, ...]:
        found = self[bits] = tuple(outcome for index, outcome in enumerate(self._outcomes) if bits >> index & 1)
        return found


def _constant(node: Expression) -> Any:
    return node.value if isinstance(node, Constant) else None


def _is_surely_truth(node: Expression) -> bool:
    """Whether a condition cannot be ``none``: it is made of others, and not read."""
    match node:
        case Constant():
            return node.value is TRUE or node.value is FALSE or isinstance(node.value, Truth)
        case FactRef() | TermRef() | GivenBy() | DecisionRef():
            return False
        case _:
            return type(node).__name__ in {"All", "AnyOf", "Not", "Compare", "Quantified", "Throughout", "ProvisionRef"}


def _denied(truth: str) -> str:
    return {"3": "0", "0": "3"}.get(truth, f"DENIED[{truth}]")


def _both(one: str, other: str) -> str:
    if "0" in {one, other}:
        return "0"
    return other if one == "3" else one if other == "3" else f"({one} & {other})"


def _either(one: str, other: str) -> str:
    if "3" in {one, other}:
        return "3"
    return other if one == "0" else one if other == "0" else f"({one} | {other})"


def _status(called_for: int, excused: int, met: int, *, judges: bool) -> str:
    """The status that is possible, or ``undetermined`` where several are; ``judges`` tells rules that can fail from others."""
    possible = set()
    if called_for != YES or excused != NO:
        possible.add("not_applicable")
    if called_for != NO and excused != YES:
        if met != NO or not judges:
            possible.add("satisfied")
        if met != YES and judges:
            possible.add("not_satisfied")
    return possible.pop() if len(possible) == 1 else "undetermined"


STATUSES: Final = ("not_satisfied", "undetermined", "not_applicable", "satisfied")
"""Statuses by their numbers: where all that counts is a condition, the number is that of the condition."""
CODES: Final = {
    judges: tuple(STATUSES.index(_status(index >> 4, index >> 2 & 3, index & 3, judges=judges)) for index in range(64))
    for judges in (False, True)
}
"""The number of a status by that of its standing: called for, excused and met, two bits each."""


def _with_uses(rulebook: Rulebook) -> list[Rulebook]:
    """A rulebook and those that it rests on, directly or through another, each once."""
    found = {rulebook.id: rulebook}

    def enter(book: Rulebook) -> None:
        for name, use in book.uses.items():
            found[name] = use.rulebook
            enter(use.rulebook)

    enter(rulebook)
    return list(found.values())
