"""What the scenarios of a rulebook exercise: the results of each provision and decision, the rows of each choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.analysis.expectations import answer_of
from engine.evaluation.code import Choice
from engine.evaluation.judgment import UNDETERMINED
from engine.evaluation.linked import Asked, Decided, Named
from engine.language.expressions import AsOf, Choose, Constant, FactRef, FieldRef, ProvisionRef, ReadingRef, children
from engine.language.logic import FALSE, TRUE
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.language.walk import all_expressions, below, graph, with_used

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from engine.evaluation.code import Code
    from engine.evaluation.context import Frame
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import Judgment
    from engine.language.diagnostics import Place
    from engine.language.expressions import Expression, Row
    from engine.language.rulebook import Provision, Rulebook

OTHERWISE: Final = "otherwise"
DETERMINED: Final = "determined"
"""The result of a decision with a value, where that is known."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that has results: ``results`` are all that it can have, ``seen`` how often each of them was exercised.

    ``what`` is ``provision``, ``decision``, ``rows`` (of a decision) or ``choice``; ``name`` its path or name. What asks for
    no fact of the record has one result only, and none is listed for it.
    """

    what: str
    name: str
    place: Place
    results: tuple[str, ...]
    seen: dict[str, int]

    @property
    def never(self) -> tuple[str, ...]:
        """The results that no scenario exercised."""
        return tuple(result for result in self.results if not self.seen.get(result))


class Coverage:
    """The coverage of one rulebook. Tell it of every evaluation with :meth:`observe`, then read ``all``."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        asking = asking_for_facts(rulebook)
        self._provisions = {
            key: _covered("provision", provision.path, provision.place, results_of(provision, rulebook) if key in asking else ())
            for key, provision in rulebook.provisions.items()
            if provision.rule is not None
        }
        self._decisions: dict[str, Covered] = {}
        self._rows: dict[str, Covered] = {}
        for decision in rulebook.decisions.values():
            results = tuple(decision.outcomes) or (DETERMINED,)
            if f"decision {decision.key}" in asking:
                results = (*results, UNDETERMINED)
            self._decisions[decision.name] = _covered("decision", decision.name, decision.place, results)
            if decision.rows:
                self._rows[decision.key] = _covered("rows", decision.name, decision.place, _rows(decision.rows))
        self._same: dict[int, tuple[Rulebook, set[str]]] = {}
        self._choices = {
            node.place: _covered("choice", key.rpartition(":")[2], node.place, _rows(node.rows))
            for key, node in _choices(rulebook)
        }

    @property
    def all(self) -> list[Covered]:
        """Provisions in the order of the text, then decisions with their rows, then choices."""
        return [*self._provisions.values(), *self._decisions.values(), *self._rows.values(), *self._choices.values()]

    def observe(self, evaluation: Evaluation, judgment: Judgment) -> None:
        """Count what an evaluation of this rulebook exercised; of one of another version, what both have in the same words."""
        same = self._same_in(evaluation.program.rulebook)
        for key, status in judgment.provisions.items():
            if key in self._provisions and key in same:
                _count(self._provisions[key], status)
        for name, result in judgment.decisions.items():
            if f"decision {name}" in same:
                answer = answer_of(result)
                _count(self._decisions[name], DETERMINED if result.has_value and answer != UNDETERMINED else str(answer))
        walk = _Walk(evaluation, self, same)
        for asked in evaluation.plan.asked.values():
            walk.into(asked, None)

    def _same_in(self, rulebook: Rulebook) -> Container[str]:
        """The provisions, and the decisions as ``decision NAME``, that are the same in another version."""
        if id(rulebook) not in self._same:
            own = self.rulebook
            same = {key for key in self._provisions if rulebook.provisions.get(key) == own.provisions[key]}
            same |= {f"decision {one.name}" for key, one in own.decisions.items() if rulebook.decisions.get(key) == one}
            self._same[id(rulebook)] = rulebook, same
        return self._same[id(rulebook)][1]

    def count_row(self, choice: Choice, owner: str, row: int) -> None:
        """A row was taken: of the decision ``owner``, or of a choice by its node."""
        node = choice.node
        covered = self._choices.get(node.place) if isinstance(node, Choose) else self._rows.get(owner)
        if covered is not None:
            _count(covered, covered.results[row])


class _Walk:
    """Through everything that a record's evaluation reached, once each."""

    def __init__(self, evaluation: Evaluation, coverage: Coverage, same: Container[str]) -> None:
        self.context = evaluation.context
        self.same = same
        self.coverage = coverage
        self.seen: set[str] = set()

    def into(self, code: Code, frame: Frame | None, owner: str = "") -> None:
        mark = _mark_of(code)
        if mark and mark in self.seen:
            return
        self.seen.add(mark)
        if isinstance(code, Decided):
            if code.ruling.choice is not None:
                self.into(code.ruling.choice, None, code.ruling.key)
            elif code.ruling.value is not None:
                self.into(code.ruling.value, None)
            return
        if isinstance(code, Choice):
            self._row_of(code, frame, owner)
        for part, inner in code.parts(self.context, frame):
            self.into(part, inner)

    def _row_of(self, choice: Choice, frame: Frame | None, owner: str) -> None:
        """The row that is taken, where that is certain."""
        if owner and f"decision {owner.partition(':')[2]}" not in self.same:
            return
        for number, (when, _) in enumerate(choice.rows):
            verdict = TRUE if when is None else when.run(self.context, frame)
            if verdict is TRUE:
                self.coverage.count_row(choice, owner, number)
            if verdict is not FALSE:
                return


def _mark_of(code: Code) -> str:
    """What is the same wherever it is asked for, and so is entered once; empty for what stands in one place only."""
    if isinstance(code, Asked):
        return f"provision {code.clause.key}"
    if isinstance(code, Decided):
        return f"decision {code.ruling.key}"
    return f"term {code.key}" if isinstance(code, Named) and code.depth is None else ""


def results_of(provision: Provision, rulebook: Rulebook) -> tuple[str, ...]:
    """The statuses that a provision with a rule can have at all."""
    rule = provision.rule
    lifted = bool(provision.lifted_by)
    if isinstance(rule, Requirement):
        conditional = lifted or rule.unless is not None or _may_fail(rule.applies_when, rulebook)
    elif isinstance(rule, Entitlement):
        conditional = _may_fail(rule.applies_when, rulebook)
    elif isinstance(rule, Application):
        conditional = _may_fail(rule.when, rulebook)
    else:
        return "satisfied", "not_applicable", UNDETERMINED
    return ("satisfied", "not_satisfied", *(["not_applicable"] if conditional else []), UNDETERMINED)


def _may_fail(condition: Expression | None, rulebook: Rulebook) -> bool:
    """Whether a provision can be not called for; one that binds where another does asks what that one can be."""
    if not (isinstance(condition, ProvisionRef) and condition.applies):
        return condition is not None
    books = {rulebook.id: rulebook, **{id_: use.rulebook for id_, use in rulebook.uses.items()}}
    book = books.get(condition.key.partition(":")[0])
    other = None if book is None else book.provisions.get(condition.key)
    return book is None or other is None or "not_applicable" in results_of(other, book)


def asking_for_facts(rulebook: Rulebook) -> frozenset[str]:
    """The provisions, terms and decisions that depend on some fact or on a day, by their keys as :func:`graph` has them."""
    books = with_used(rulebook).values()
    edges: dict[str, list[str]] = {}
    asking: set[str] = set()
    for book in books:
        for key, targets in graph(book).items():
            edges.setdefault(key, []).extend(targets)
        asking |= {key for key, expression in all_expressions(book) if any(_is_of_the_record(node) for node in below(expression))}
    while True:
        more = {key for key, targets in edges.items() if key not in asking and not asking.isdisjoint(targets)}
        if not more:
            return frozenset(asking)
        asking |= more


def _is_of_the_record(node: Expression) -> bool:
    """Whether a node reads the record, or a day of the evaluation; the rows of a register are the law's."""
    if isinstance(node, FieldRef):
        return not node.of_register
    return isinstance(node, FactRef | AsOf)


def _choices(rulebook: Rulebook) -> Iterator[tuple[str, Choose]]:
    for key, expression in all_expressions(rulebook):
        for node in below(expression):
            if isinstance(node, Choose) and not _is_of_readings(node):
                yield key, node


def _is_of_readings(choice: Choose) -> bool:
    """Whether readings alone choose: then one row is all that any scenario can take."""
    leaves = [leaf for row in choice.rows if row.when is not None for leaf in below(row.when) if not list(children(leaf))]
    return all(isinstance(leaf, ReadingRef | Constant) for leaf in leaves)


def _rows(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(
        OTHERWISE if row.when is None else f"row {number} (line {row.place.line})" for number, row in enumerate(rows, start=1)
    )


def _covered(what: str, name: str, place: Place, results: tuple[str, ...]) -> Covered:
    return Covered(what, name, place, results, {})


def _count(covered: Covered, result: str) -> None:
    covered.seen[result] = covered.seen.get(result, 0) + 1
