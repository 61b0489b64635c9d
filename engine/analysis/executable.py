"""How much of a text is executed, unit by unit: what facts alone decide, what is left to judgement, what is no rule and why.

What counts is a unit with wording of its own. Its class is that of its own rule: what another unit of the same text
decides is that unit's business, so that nothing is counted twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, get_args

from engine.language.citation import cite_unit
from engine.language.expressions import DecisionRef, FactRef, GivenBy, ParameterRef, ProvisionRef, ReadingRef, TermRef
from engine.language.rulebook import Application, Power
from engine.language.walk import below, of_decision, of_provision, printed_order, with_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.language.expressions import Expression
    from engine.language.facts import Bilingual, Fact
    from engine.language.rulebook import Provision, Rulebook

Class = Literal["executed", "judgement", "not_executable", "unused"]
"""``executed``: facts of the record decide. ``judgement``: somebody has to find something. ``not_executable``: a statement.
``unused``: a definition, or a wording without a kind, that no rule rests on."""

CLASSES: Final[tuple[Class, ...]] = get_args(Class)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of a text. ``class_`` is none for what only holds others; ``findings`` are what somebody has to find."""

    provision: Provision
    cite: Bilingual
    depth: int
    class_: Class | None
    findings: tuple[Fact, ...]

    @property
    def name(self) -> Bilingual | None:
        """What it is called, where it has a title or a label."""
        return self.provision.title or self.provision.label

    @property
    def counts(self) -> bool:
        """Whether it has wording of its own; a title is none."""
        return self.provision.text is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units there are of each class, and of each nature of those that are not executable."""

    classes: Counter[Class]
    natures: Counter[str]

    @property
    def total(self) -> int:
        """All units with wording of their own."""
        return self.classes.total()

    def share(self, class_: Class) -> float:
        """The share of a class in all units, between 0 and 1; 0 of none."""
        return self.classes[class_] / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class LawTable:
    """A rulebook's units in the order of print, each with its class."""

    rulebook: Rulebook
    units: tuple[Unit, ...]

    @property
    def tally(self) -> Tally:
        """All of it, counted."""
        return _tally(self.units)

    @property
    def parts(self) -> list[tuple[Unit, Tally]]:
        """Each unit on top, with all that is below it, counted."""
        tops = [number for number, unit in enumerate(self.units) if unit.depth == 0]
        ends = [*tops[1:], len(self.units)]
        return [(self.units[start], _tally(self.units[start:end])) for start, end in zip(tops, ends, strict=True)]


def _tally(units: Iterable[Unit]) -> Tally:
    counted = [unit for unit in units if unit.counts]
    return Tally(
        Counter(unit.class_ for unit in counted if unit.class_ is not None),
        Counter(unit.provision.nature for unit in counted if unit.class_ == "not_executable"),
    )


def law_table(rulebook: Rulebook, beside: Sequence[Rulebook] = ()) -> LawTable:
    """The table of a rulebook. A definition may also be used by those ``beside`` it."""
    classified = _Classes(rulebook, beside)
    return LawTable(rulebook, tuple(classified.unit(unit) for unit in printed_order(rulebook.provisions)))


class _Classes:
    """The class of each unit of one rulebook."""

    def __init__(self, rulebook: Rulebook, beside: Sequence[Rulebook]) -> None:
        self.rulebook = rulebook
        self.books = with_used(rulebook)
        self.users = [*{(book.id, book.version): book for book in (*self.books.values(), *beside)}.values()]

    def unit(self, provision: Provision) -> Unit:
        """A unit with its class."""
        found = self.findings(provision)
        return Unit(
            provision=provision,
            cite=cite_unit(provision, self.rulebook.provisions),
            depth=sum(1 for _ in self._above(provision)),
            class_=None if provision.kind == "container" and provision.text is None else self.class_of(provision),
            findings=tuple(found.values()),
        )

    def class_of(self, provision: Provision) -> Class:
        """What a unit carries, whether it has wording or not."""
        match provision.kind:
            case "statement":
                return "not_executable"
            case "power":
                return "judgement"
            case "container":
                return self._of_parts(provision)
            case "definition":
                return self._of_definition(provision)
            case _:
                return "judgement" if self.findings(provision) else "executed"

    def _of_parts(self, provision: Provision) -> Class:
        """Words that lead to parts are executed as far as their parts are: judgement in one is judgement in the whole."""
        below = {self.class_of(self.rulebook.provisions[key]) for key in provision.children}
        found: Iterator[Class] = (one for one in ("judgement", "executed", "not_executable") if one in below)
        return next(found, "unused")

    def _of_definition(self, provision: Provision) -> Class:
        """Used by a rule itself, or through its parts, or as a part of a definition that is used."""
        for part in (provision, *self._above(provision)):
            if part.kind != "definition":
                break
            if part.key in self._used or part.restates is not None:
                return "judgement" if self.findings(part) else "executed"
        return self._of_parts(provision)

    # -- what is read ------------------------------------------------------------------------------------------------

    def findings(self, provision: Provision) -> dict[str, Fact]:
        """The findings that a unit's own rule, or what it defines, reads: through terms, and through other texts."""
        found: dict[str, Fact] = {}
        seen: set[str] = set()
        if isinstance(provision.rule, Power) and provision.rule.finding:
            self._read(provision.rule.finding, self.rulebook, provision.subject, found)
        self._through(provision, self.rulebook, found, seen)
        if provision.kind == "definition":
            restated = provision.restates.key if provision.restates is not None else provision.key
            for book, term in (*self._used.get(provision.key, ()), *self._used.get(restated, ())):
                self._in(book.terms[term].body, book, book.terms[term].subject, found, seen)
        return found

    def _through(self, provision: Provision, book: Rulebook, found: dict[str, Fact], seen: set[str]) -> None:
        for expression in of_provision(provision):
            self._in(expression, book, provision.subject, found, seen)
        if isinstance(provision.rule, Application):
            for key in provision.rule.applied:
                self._enter(key, book, found, seen)

    def _in(self, expression: Expression, book: Rulebook, subject: str, found: dict[str, Fact], seen: set[str]) -> None:
        for node in below(expression):
            match node:
                case FactRef():
                    self._read(node.path, book, subject, found)
                case TermRef() if node.key not in seen:
                    seen.add(node.key)
                    self._in(book.terms[node.key].body, book, subject, found, seen)
                case ProvisionRef() | GivenBy():
                    self._enter(node.key, book, found, seen)
                case DecisionRef() if f"decision {node.key}" not in seen:
                    seen.add(f"decision {node.key}")
                    owner = self.books.get(node.key.partition(":")[0], book)
                    decision = owner.decisions[node.key]
                    for part in of_decision(decision):
                        self._in(part, owner, decision.subject, found, seen)
                case _:
                    pass

    def _enter(self, key: str, book: Rulebook, found: dict[str, Fact], seen: set[str]) -> None:
        """A provision that a rule names: those of this text stand in the table themselves, others are looked through."""
        owner = book if key in book.provisions else self.books[key.partition(":")[0]]
        provision = owner.provisions[key]
        if key in seen or (owner is self.rulebook and not provision.applied_from):
            return
        seen.add(key)
        if isinstance(provision.rule, Power) and provision.rule.finding:
            self._read(provision.rule.finding, owner, provision.subject, found)
        self._through(provision, owner, found, seen)

    @staticmethod
    def _read(path: str, book: Rulebook, subject: str, found: dict[str, Fact]) -> None:
        fact = book.subjects[subject].vocabulary.facts.get(path)
        if fact is not None and fact.finding:
            found[path] = fact

    # -- what is used ------------------------------------------------------------------------------------------------

    @cached_property
    def _used(self) -> dict[str, list[tuple[Rulebook, str]]]:
        """The units whose terms, parameters or readings some rule uses, with those terms."""
        units: dict[str, list[tuple[Rulebook, str]]] = {}
        for book in self.users:
            seen: set[str] = set()
            for expression in _rules(book):
                self._use(expression, book, units, seen)
        return units

    def _use(self, expression: Expression, book: Rulebook, units: dict[str, list[tuple[Rulebook, str]]], seen: set[str]) -> None:
        for node in below(expression):
            if not isinstance(node, TermRef | ParameterRef | ReadingRef) or node.key in seen:
                continue
            seen.add(node.key)
            if isinstance(node, TermRef):
                term = book.terms[node.key]
                for key in term.cite:
                    units.setdefault(key, []).append((book, node.key))
                self._use(term.body, book, units, seen)
                continue
            owner = self.books.get(node.key.partition(":")[0], book)
            named = owner.parameters.get(node.key) or owner.readings.get(node.key)
            for key in named.cite if named else ():
                units.setdefault(key, [])

    def _above(self, provision: Provision) -> Iterator[Provision]:
        """The units above one, the nearest first."""
        while provision.parent is not None:
            provision = self.rulebook.provisions[provision.parent]
            yield provision


def _rules(book: Rulebook) -> Iterator[Expression]:
    """What is executed of a rulebook: rules, decisions, and the days that choose law, facts and values."""
    for provision in book.provisions.values():
        yield from of_provision(provision)
    for decision in book.decisions.values():
        yield from of_decision(decision)
    for parameter in book.parameters.values():
        if parameter.by is not None:
            yield parameter.by
    for subject in book.subjects.values():
        yield from (day for day in (subject.law_as_of, subject.facts_as_of) if day is not None)
    yield from (use.in_force_on for use in book.uses.values() if use.in_force_on is not None)
