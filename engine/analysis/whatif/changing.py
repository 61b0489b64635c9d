"""One record in a solver's terms: what its person can change, behind a flag each; all else as it is, or unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.symbolic.choice import either
from engine.analysis.symbolic.comparison import compare, equal
from engine.analysis.symbolic.literals import literal
from engine.analysis.symbolic.record import SymbolicRecord
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import YES, disj, neg
from engine.analysis.symbolic.values import Items, Row, Scalar
from engine.analysis.whatif.answers import Kind
from engine.language.expressions import NOWHERE
from engine.language.facts import Changeable, FactType
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.analysis.symbolic.values import Bounds
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

_UNKNOWN: Final = 2
"""So many elements may a list have of which a record says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One thing that can be changed, and when it is (``flag``).

    ``terms`` are the new values: of a fact or field alone, of an element that comes by the names of its fields (an element
    that is no structure has one without a name).
    """

    kind: Kind
    fact: Fact
    path: str
    flag: z3.BoolRef
    terms: Mapping[str, Any]
    before: Any = None

    @property
    def fields(self) -> Mapping[str, Fact]:
        """What each term is a value of."""
        if self.kind is Kind.ADDED and self.fact.elements is not None:
            return self.fact.elements
        return {"": self.fact.element_type or self.fact}


class ChangingRecord(SymbolicRecord):
    """A record with its values, and beside each that can be changed another one.

    What the record leaves unknown is any. ``more`` elements can come to each list that can grow. ``day`` is the day on which it
    is looked at: what can only be later is not before it in an element that comes.
    """

    def __init__(self, vocabulary: Vocabulary, record: Record, more: int, day: date | None, within: Bounds) -> None:
        lists = {
            path: _UNKNOWN if path not in record.facts else more if grows(fact) else 0
            for path, fact in vocabulary.facts.items()
            if fact.type is FactType.LIST
        }
        super().__init__(vocabulary, lists, within=within)
        self.slots: list[Slot] = []
        for path, fact in vocabulary.facts.items():
            value = record.facts.get(path)
            if isinstance(value, tuple):
                self.facts[path] = self._with_changes(fact, value, self.facts[path], day)
            elif value is not None:
                self.facts[path] = self._or_another(path, fact, value, self.facts[path])

    def _or_another(self, path: str, fact: Fact, value: Any, other: Any = None) -> Any:
        """A value, or another where it can be changed and is."""
        known = self.known(value)
        if fact.changeable is Changeable.NEVER:
            return known
        flag = z3.Bool(f"{path}?changed")
        term = other if other is not None else self._plain(f"{path}?new", fact, flag)
        self._require(disj([neg(flag), neg(equal(term, known))]))
        if fact.changeable is Changeable.LATER:
            self._require(disj([neg(flag), neg(term.none)]), disj([neg(flag), neg(term.open)]))
            if known.kind != "special":
                self._require(disj([neg(flag), compare("more_than", term, known)]))
        self.slots.append(Slot(Kind.CHANGED, fact, path, flag, {"": term}, value))
        return either(flag, term, known)

    def _with_changes(self, fact: Fact, value: tuple[Any, ...], more: Items, day: date | None) -> Items:
        """A list as it is, with the fields of its elements that can be changed, and with what can come to it."""
        entries: list[tuple[z3.BoolRef, Any]] = []
        for index, item in enumerate(value):
            path = f"{fact.path}[{index}]"
            present = YES
            if fact.changeable is Changeable.ANY:
                gone = z3.Bool(f"{path}?gone")
                present = neg(gone)
                self.slots.append(Slot(Kind.TAKEN_AWAY, fact, path, gone, {}, item))
            entries.append((present, self._row(path, fact, item) if isinstance(item, Element) else self.known(item)))
        for index, (present, entry) in enumerate(more.entries, start=len(value)):
            terms = entry.values if isinstance(entry, Row) else {"": entry}
            slot = Slot(Kind.ADDED, fact, f"{fact.path}[{index}]", present, terms)
            self.slots.append(slot)
            for name, field in slot.fields.items():
                if field.changeable is Changeable.LATER and field.type is FactType.DATE and day is not None:
                    early = compare("less_than", terms[name], self.known(day))
                    self._require(disj([neg(present), terms[name].none, terms[name].open, neg(early)]))
        return Items((*entries, *more.entries))

    def _row(self, path: str, fact: Fact, element: Element) -> Row:
        return Row({
            name: self._or_another(f"{path}.{name}", field, element.values[name])
            if name in element.values
            else self._plain(f"{path}.{name}", field, YES)
            for name, field in (fact.elements or {}).items()
        })  # fmt: skip

    def known(self, value: Any) -> Any:
        """A value of the record as a constant; of a date-time its day at the place of the vocabulary is known too."""
        found = literal(value, self.texts, NOWHERE)
        if isinstance(value, datetime) and isinstance(found, Scalar):
            offset = self.vocabulary.offset_minutes
            local = value.astimezone(timezone(timedelta(minutes=offset))).date().toordinal()
            return replace(found, local=(offset, whole(local)))
        return found

    def said(self, fact: Fact, term: Any, model: z3.ModelRef) -> Any:
        """The value of a term in a model, as plain data."""
        return self._said(fact, term, model)


def grows(fact: Fact) -> bool:
    """Whether elements can be added to a list."""
    return fact.changeable in {Changeable.ADDED, Changeable.ANY}
