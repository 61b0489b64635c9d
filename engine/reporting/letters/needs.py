"""What would have been needed, made from the condition itself: only what is wanting, and alternatives as alternatives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.evaluation.code import Choice, Junction, Loop, Step
from engine.evaluation.context import Frame
from engine.evaluation.linked import Asked, Decided, Named
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.values import Span
from engine.language.expressions import (
    All,
    AnyOf,
    Compare,
    Constant,
    Days,
    ElementRef,
    FactRef,
    FieldRef,
    Filter,
    Not,
    Quantified,
    ReadingRef,
    Throughout,
)
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, Truth, negation
from engine.language.record import Element
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.language.types import BooleanType
from engine.reporting.entries import entry_name, fields_of
from engine.reporting.letters.demands import OUT_OF_REACH, Need, OneOf, Together, leaves, one_of, together
from engine.reporting.letters.reads import is_settled
from engine.reporting.letters.telling import run_on
from engine.reporting.names import only_readings
from engine.reporting.weaker import without_implied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.code import Code
    from engine.evaluation.linked import Clause
    from engine.language.expressions import ComparisonWord, Expression
    from engine.language.facts import Bilingual
    from engine.reporting.letters.demands import Needs
    from engine.reporting.sentences import Explainer

CONTRARY: Final[dict[str, str]] = {
    "is": "is_not",
    "is_not": "is",
    "in": "not_in",
    "not_in": "in",
    "at_least": "less_than",
    "less_than": "at_least",
    "more_than": "at_most",
    "at_most": "more_than",
    "on_or_after": "before",
    "before": "on_or_after",
    "after": "on_or_before",
    "on_or_before": "after",
}
"""What is asked where the contrary of a comparison would serve: nobody reads a double negation right the first time."""
_MOST_LEAVES: Final = 3
"""A word that comes to more than so many demands is asked for by its name: what it means, the facts say."""
_LONGEST: Final = 100
"""A word that takes more Chinese characters than so to spell out is asked for by its name as well."""
_MOST_ENTRIES: Final = 2
"""So many entries of a list are told one by one what each would have needed."""


class Needed:
    """Finds what conditions of one evaluation would have needed to come out as wanted.

    ``theirs``: of alternatives only those are told by which the person can do something, where there are such.
    """

    def __init__(self, explainer: Explainer, *, theirs: bool = False) -> None:
        self.theirs = theirs
        self.explainer = explainer
        self.context = explainer.context
        self.names = explainer.names
        self.phrases = explainer.phrases
        self.display = explainer.display
        self._inside: set[str] = set()

    # -- in sentences ----------------------------------------------------------------------------------------------

    def sentences(self, needs: Needs | None) -> tuple[Bilingual, ...]:
        """Each demand as a sentence; alternatives stand together in one, numbered."""
        match needs:
            case None | OneOf(()):
                return ()
            case Together():
                return tuple(dict.fromkeys(one for part in self._gathered(needs.parts) for one in self.sentences(part)))
            case Need() | OneOf():
                return (self.phrases.sentence(self.said(needs)),)

    def said(self, needs: Needs, depth: int = 0) -> Bilingual:
        """Demands as one clause."""
        match needs:
            case Need():
                return needs.text
            case Together():
                return self.phrases.joined([self.said(part, depth + 1) for part in self._gathered(needs.parts)], "needs_and")
            case OneOf() if depth:
                return self.phrases.say(
                    "needed.either", x=self.phrases.joined([self.said(one, 2) for one in needs.parts], "needs_or")
                )
            case OneOf():
                ways = dict.fromkeys(self.said(part, 1) for part in needs.parts)
                told = [self.phrases.say("needed.way", n=number, x=way) for number, way in enumerate(ways, start=1)]
                return self.phrases.say("needed.one_of", x=self.phrases.joined(told, "clauses"))

    def in_one(self, needs: Needs | None) -> Bilingual | None:
        """The demands as one sentence; as several where they are many."""
        if isinstance(needs, Together) and len(self._gathered(needs.parts)) <= _MOST_LEAVES:
            return self.phrases.sentence(self.said(needs))
        return run_on(self.sentences(needs))

    def _gathered(self, parts: Sequence[Needs]) -> list[Needs]:
        """Demands that something must be so as one, and those that it must not: at the place of the first."""
        found: dict[object, list[Needs]] = {}
        for part in parts:
            found.setdefault((Need, part.so) if isinstance(part, Need) and part.label is not None else part, []).append(part)
        return [same[0] if len(same) == 1 else self._all_so(same) for same in found.values()]

    def _all_so(self, same: Sequence[Needs]) -> Need:
        needs = [one for one in same if isinstance(one, Need) and one.label is not None]
        labels = [self.phrases.say("needed.label", label=one.label) for one in needs if one.label is not None]
        key = "so" if needs[0].so else "not_so"
        return Need(self.phrases.say(f"needed.{key}", label=self.phrases.joined(labels, "labels")))

    # -- provisions ------------------------------------------------------------------------------------------------

    def clause(self, clause: Clause) -> Needs | None:
        """What a provision that does not hold would have needed."""
        if clause.key in self._inside:
            return None
        self._inside.add(clause.key)
        before, self.explainer.within = self.explainer.within, clause.provision.rulebook
        found = self._clause(clause)
        self.explainer.within = before
        self._inside.discard(clause.key)
        return found

    def asked_by(self, clause: Clause) -> Needs | None:
        """What a provision itself asks, without the exceptions by which it would not."""
        before, self.explainer.within = self.explainer.within, clause.provision.rulebook
        wanted = FALSE if isinstance(clause.rule, Requirement) and clause.rule.forbids else TRUE
        found = together([self.of(part, None, wanted) for part in clause.met])
        self.explainer.within = before
        return found

    def _clause(self, clause: Clause) -> Needs | None:
        rule = clause.rule
        called = [] if clause.called_for is None else [self.of(clause.called_for, None, TRUE)]
        match rule:
            case Requirement() | Application():
                wanted = FALSE if isinstance(rule, Requirement) and rule.forbids else TRUE
                asked = together([self.of(part, None, wanted) for part in clause.met])
                excused = [self._excuse(code) for code in clause.excuses]
                return one_of([asked, *excused])
            case Entitlement():
                return together([*called, *(self.of(part, None, TRUE) for part in clause.met)])
            case _:
                return together([*called, *(self.of(code, None, FALSE) for code in clause.excuses)])

    def _excuse(self, code: Code) -> Needs | None:
        """An exception that would have helped, with the provision that grants it."""
        found = self.of(code, None, TRUE)
        if found is None or found == OUT_OF_REACH or not isinstance(code, Asked):
            return found
        cite = self.names.titled(code.clause.key, self.explainer.within)
        ways = found.parts if isinstance(found, OneOf) else (found,)
        return one_of([Need(self.phrases.say("needed.by", x=self.said(way, 1), cite=cite)) for way in ways])

    # -- conditions ------------------------------------------------------------------------------------------------

    def of(self, code: Code, frame: Frame | None, wanted: Truth) -> Needs | None:
        """What is wanting for a condition to be as wanted; nothing where it is so."""
        if code.run(self.context, frame) is wanted:
            return None
        match code:
            case Junction():
                return self._junction(code, frame, wanted)
            case Asked():
                return self._asked(code, wanted)
            case Named():
                return self._named(code, frame, wanted)
            case _ if isinstance(code.node, Constant):
                return OUT_OF_REACH
            case Loop() if isinstance(code.node, Quantified):
                return self._list(code, code.node, frame, wanted)
            case Step() if isinstance(code.node, Not):
                return self.of(code.below[0], frame, negation(wanted))
            case Step() if isinstance(code.node, Compare):
                return self._comparison(code, code.node, frame, wanted)
            case Step() if isinstance(code.node, Throughout):
                return self._throughout(code, code.node, frame, wanted)
            case Choice():
                parts = [part for part, _ in code.parts(self.context, frame) if isinstance(part.run(self.context, frame), Truth)]
                return self.of(parts[-1], frame, wanted) if parts else None
            case _:
                label = self.names.name(code.node) if code.node is not None else self.display.word("unknown")
                return self._so(label, wanted)

    def _throughout(self, code: Step, node: Throughout, frame: Frame | None, wanted: Truth) -> Need:
        window, span = self.names.name(node.window), code.below[0].run(self.context, frame)
        if isinstance(span, Span) and span.exact:
            window = self.phrases.say("join.paren", x=window, note=self.display.span(span))
        key = "needed.covered" if wanted is TRUE else "needed.not_covered"
        return Need(self.phrases.say(key, window=window, intervals=self.names.name(node.intervals)))

    def _so(self, label: Bilingual, wanted: Truth) -> Need:
        so = wanted is TRUE
        shown = self.phrases.say("needed.label", label=label)
        return Need(self.phrases.say(f"needed.{'so' if so else 'not_so'}", label=shown), label, so)

    def _junction(self, code: Junction, frame: Frame | None, wanted: Truth) -> Needs | None:
        """All parts that are not as wanted, or any one of them."""
        lacking = [part for part in code.below if part.run(self.context, frame) is not wanted]
        if self.theirs and code.stops_at is wanted:
            lacking = [part for part in lacking if not self.is_beyond(part, frame, wanted)] or lacking
        if code.stops_at is not wanted:
            return together([self.of(part, frame, wanted) for part in lacking])
        needs = {id(part): self.of(part, frame, wanted) for part in lacking}
        within_reach = [part for part in lacking if needs[id(part)] != OUT_OF_REACH]
        told = without_implied(within_reach) if wanted is TRUE else within_reach
        return one_of([needs[id(part)] for part in told]) if told else OUT_OF_REACH

    def is_beyond(self, code: Code, frame: Frame | None, wanted: Truth) -> bool:
        """Whether a condition is not as wanted for reasons of which the person can change nothing."""
        if code.run(self.context, frame) is wanted:
            return False
        if isinstance(code, Junction):
            beyond = [self.is_beyond(part, frame, wanted) for part in code.below]
            lacking = [part.run(self.context, frame) is not wanted for part in code.below]
            return all(beyond) if code.stops_at is wanted else any(one and two for one, two in zip(beyond, lacking, strict=True))
        return code.node is not None and (only_readings(code.node) or is_settled(self.names, code.node))

    def _asked(self, code: Asked, wanted: Truth) -> Needs | None:
        if wanted is TRUE and not code.applies:
            return self.clause(code.clause)
        cite = self.names.titled(code.clause.key, self.explainer.within)
        return Need(self.phrases.say(f"needed.{'holds' if wanted is TRUE else 'holds_not'}", cite=cite))

    def _named(self, code: Named, frame: Frame | None, wanted: Truth) -> Needs | None:
        inner = self.of(code.body, code.inner(frame), wanted)
        if inner == OUT_OF_REACH:
            return inner
        if inner is not None and leaves(inner) <= _MOST_LEAVES and len(self.said(inner, 1).zh) <= _LONGEST:
            return inner
        return self._so(code.term.label, wanted)

    def _comparison(self, code: Step, node: Compare, frame: Frame | None, wanted: Truth) -> Needs | None:
        if only_readings(node):
            return OUT_OF_REACH
        left, right = code.below
        against = right.run(self.context, frame)
        if isinstance(left, Decided):
            word = node.word if wanted is TRUE else CONTRARY[node.word]
            key = "needed.decided_not" if word in {"is_not", "not_in"} else "needed.decided"
            return Need(self.phrases.say(key, title=left.ruling.decision.title, outcome=self.names.right(node)))
        return self.compared(node, self.names.name(node.left), against, wanted)

    def compared(self, node: Compare, label: Bilingual, against: object, wanted: Truth) -> Need:
        """A comparison as a demand; where the contrary would serve, the contrary word asks for it."""
        word: ComparisonWord | str = node.word if wanted is TRUE else CONTRARY[node.word]
        if against is Special.NONE:
            return Need(self.phrases.say(f"needed.{'none' if word in {'is', 'in'} else 'some'}", label=label))
        if isinstance(node.left.type, BooleanType) and isinstance(node.right, Constant):
            return self._so(label, TRUE if (word == "is") == bool(node.right.value) else FALSE)
        right = self.explainer.against(node, against)
        return Need(self.phrases.say(f"needed.{word}", left=label, right=right))

    # -- lists -----------------------------------------------------------------------------------------------------

    def _list(self, code: Loop, node: Quantified, frame: Frame | None, wanted: Truth) -> Needs | None:
        entries = [entry for entry, _ in as_items(code.list.run(self.context, frame)).entries]
        condition = code.per_element[0]
        word = node.word if wanted is TRUE else {"some": "none", "none": "some", "every": "not_every"}[node.word]
        if isinstance(node.list, Days) and isinstance(condition.node, Compare):
            return self._of_years(node.list, condition, condition.node, Frame(entries[0], frame) if entries else frame, word)
        if isinstance(condition.node, Compare) and isinstance(condition.node.left, ElementRef):
            against = condition.below[1].run(self.context, Frame(entries[0], frame) if entries else frame)
            right = self.explainer.against(condition.node, against)
            asked = condition.node.word if word in {"some", "every"} else CONTRARY[condition.node.word]
            key = f"needed.{'one' if word == 'some' else 'each'}.{asked}"
            if self.phrases.has(key):
                return Need(self.phrases.say(key, list=self.names.name(node.list), right=right))
        if word == "some" and 0 < len(entries) <= _MOST_ENTRIES and isinstance(node.list, Filter):
            found = [self._of_entry(entry, node, condition, frame, TRUE) for entry in entries]
            if all(one is not None for one in found):
                return one_of(found)
        if word in {"every", "none"}:
            one_wanted = TRUE if word == "every" else FALSE
            against_it = [entry for entry in entries if condition.run(self.context, Frame(entry, frame)) is not one_wanted]
            if 0 < len(against_it) <= _MOST_ENTRIES and word == "every":
                return together([self._of_entry(entry, node, condition, frame, one_wanted) for entry in against_it])
        asked_of = self.condition(node.condition, Frame(None, frame))
        if asked_of is None:
            return Need(self.phrases.say("needed.some_of", list=self.listed(node.list))) if word == "some" else OUT_OF_REACH
        kind = self.kind(node.list)
        if word == "some" and kind is not None:
            return Need(self.phrases.say("needed.some_among", x=kind[0], list=kind[1], asked=asked_of))
        return Need(self.phrases.say(f"needed.{word}_entry", list=self.listed(node.list), x=asked_of))

    def _of_years(self, days: Days, condition: Code, node: Compare, frame: Frame | None, word: str) -> Need:
        """What is asked of the days of each calendar year, or of some year."""
        key = "some" if word in {"some", "not_every"} else "each"
        label = self.phrases.say(f"needed.days_of_{key}_year", list=self.names.name(days.intervals))
        against = condition.below[1].run(self.context, frame)
        return self.compared(node, label, against, FALSE if word in {"none", "not_every"} else TRUE)

    def condition(self, node: Expression, frame: Frame, *, among: bool = False) -> Bilingual | None:
        """A condition on an entry in words, what belongs together held together; without what only chooses a reading.

        ``frame`` is that of the entry, whichever it is; what is read of the entries around it is told by its value.
        """
        if isinstance(node, (All, AnyOf)):
            several = [part for part in node.parts if not only_readings(part) and not self._read_otherwise(part)]
            parts = [said for part in several if (said := self.condition(part, frame, among=len(several) > 1)) is not None]
            if not parts:
                return None
            found = self.phrases.joined(parts, "needs_and" if isinstance(node, All) else "needs_or")
            return self.phrases.say("needed.held_together", x=found) if among and len(parts) > 1 else found
        if isinstance(node, Compare) and isinstance(node.right, Constant) and node.right.value is Special.NONE:
            key = {"is": "not_stated", "in": "not_stated"}.get(node.word, "stated")
            return self.phrases.say(f"needed.{key}", label=self.names.name(node.left))
        if isinstance(node, Compare) and isinstance(node.right, FieldRef) and node.right.depth:
            node = replace(node, right=self.around(node.right, frame))
        return self.names.condition(node)

    def around(self, node: FieldRef, frame: Frame) -> Constant | FieldRef:
        """The value of a field of an entry around the one at hand; the field where it is not known."""
        entry = frame.out(node.depth).element
        known = isinstance(entry, Element) and node.name in entry.values
        return Constant(value=entry.values[node.name], type=node.type) if known else node

    def _read_otherwise(self, node: Expression) -> bool:
        """Whether a condition holds only under another reading than the one in force."""
        if isinstance(node, Constant):
            return node.value is False
        if isinstance(node, All):
            return any(self._read_otherwise(part) for part in node.parts)
        if isinstance(node, Not):
            return only_readings(node) and not self._read_otherwise(node.part)
        if isinstance(node, AnyOf):
            return all(self._read_otherwise(part) for part in node.parts)
        if not isinstance(node, Compare) or not isinstance(node.left, ReadingRef) or not isinstance(node.right, Constant):
            return False
        options = node.right.value if isinstance(node.right.value, tuple) else (node.right.value,)
        return (self.context.readings[node.left.key] in options) is not (node.word in {"is", "in"})

    def listed(self, node: Expression) -> Bilingual:
        """A list by its name; the entries of one code by the code's."""
        kind = self.kind(node)
        if kind is not None:
            return self.phrases.say("needed.among", x=kind[0], list=self.names.quoted(kind[1]))
        return self.names.quoted(self.names.name(node))

    def kind(self, node: Expression) -> tuple[Bilingual, Bilingual] | None:
        """Of the entries of one code: what the code says, and the list among which they are; none of another list."""
        if isinstance(node, Filter) and isinstance(node.list, FactRef) and isinstance(node.condition, Compare):
            by = node.condition
            if by.word == "is" and isinstance(by.left, FieldRef) and isinstance(by.right, Constant):
                return self.names.right(by), self.names.name(node.list)
        return None

    def _of_entry(self, entry: object, node: Quantified, condition: Code, frame: Frame | None, wanted: Truth) -> Needs | None:
        """What one entry would have needed, told with its number and what it was picked by."""
        found = self.of(condition, Frame(entry, frame), wanted)
        if found is None or found == OUT_OF_REACH or not isinstance(entry, Element):
            return found
        fields = fields_of(node.list.condition, self.explainer) if isinstance(node.list, Filter) else []
        bare = entry.path.partition("[")[0]
        name = self.phrases.say("report.of", label=self.names.fact(bare), entry=entry_name(self.explainer, entry, fields))
        return Need(self.phrases.say("needed.of_entry", entry=name, x=self.said(found, 1)))
