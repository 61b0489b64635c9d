"""What differs in a rule, part by part, in plain sentences: the smallest that say it, before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from engine.analysis.comparison.rows import aligned
from engine.language.expressions import Node
from engine.language.facts import Bilingual
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Lifting, Power, Requirement
from engine.reporting.difference.model import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.analysis.comparison.conditions import Parter
    from engine.language.expressions import Expression, Row
    from engine.language.rulebook import Rule
    from engine.reporting.difference.model import Sign
    from engine.reporting.difference.voice import Voice
    from engine.reporting.phrases import Phrases
    from engine.reporting.rule_words import RuleWords


@dataclass(frozen=True, slots=True)
class Units:
    """Units that a rule names, by their keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome of a decision that an effect gives."""

    decision: str
    code: str


@dataclass(frozen=True, slots=True)
class FactNamed:
    """A fact that a rule names."""

    path: str


Part = Node | Bilingual | Units | Outcome | FactNamed
"""What a part of a rule holds."""


@dataclass(frozen=True, slots=True)
class Where:
    """Whose words are spoken: of which rulebook, and about which subject before and after."""

    book: str
    subject_before: str = ""
    subject_after: str = ""


def parts_of(rule: Rule | None) -> dict[str, Part]:
    """The parts of a rule that say something, by the names of its fields; what is forbidden is a part of its own."""
    found: dict[str, Part | None]
    match rule:
        case None:
            return {}
        case Requirement():
            found = {"applies_when": rule.applies_when, "forbids" if rule.forbids else "requires": rule.requires,
                     "unless": rule.unless}  # fmt: skip
        case Entitlement():
            found = {"applies_when": rule.applies_when, "requires": rule.requires, "despite": _units(rule.despite)}
        case Lifting():
            found = {"when": rule.when, "unless": rule.unless, "lifts": _units(rule.lifts)}
        case Effect():
            outcome = Outcome(*rule.gives_outcome) if rule.gives_outcome is not None else None
            found = {"when": rule.when, "unless": rule.unless, "gives": rule.gives, "gives_outcome": outcome}
        case Duty():
            found = {"when": rule.when, "unless": rule.unless, "bearer": rule.bearer, "action": rule.action, "to": rule.to,
                     "deadline": rule.deadline}  # fmt: skip
        case Power():
            found = {"when": rule.when, "finding": FactNamed(rule.finding), "holder": rule.holder}
        case Application():
            found = {"when": rule.when, "applied": _units(rule.applied)}
        case _:
            assert_never(rule)
    return {name: part for name, part in found.items() if part is not None}


def _units(keys: tuple[str, ...]) -> Units | None:
    return Units(keys) if keys else None


def told(part: Part, voice: Voice, book: str, subject: str) -> Bilingual:
    """What one part of a rule says, in the words of a version about a subject."""
    match part:
        case Bilingual():
            return part
        case Outcome():
            title = voice.declared.decisions[part.decision].title
            return voice.phrases.say("join.label", label=title, x=voice.outcome(part.decision, part.code))
        case FactNamed():
            return voice.phrases.say("diff.coded", label=voice.words(book, subject).fact(part.path), code=part.path)
        case Units():
            return voice.phrases.joined([voice.cited(key, book) for key in part.keys])
        case _:
            return voice.words(book, subject).name(part)  # type: ignore[arg-type]  # every Node is one of the union


class RuleLines:
    """Says what differs in rules. ``old`` and ``new`` speak for the versions, ``parter`` finds where their conditions part."""

    def __init__(self, old: Voice, new: Voice, parter: Parter, phrases: Phrases) -> None:
        self.old = old
        self.new = new
        self.parter = parter
        self.phrases = phrases

    def rule(self, old: Rule | None, new: Rule | None, where: Where, names: Iterable[str] | None = None) -> list[Line]:
        """The differences of two rules, or of the parts of them that are named; all of a rule that came or went."""
        ours, theirs = parts_of(old), parts_of(new)
        wanted = None if names is None else set(names)
        found: list[Line] = []
        for name in dict.fromkeys([*theirs, *ours]):
            if wanted is None or name in wanted:
                found += self.part(f"rule.{name}", ours.get(name), theirs.get(name), where)
        return found

    def part(self, about: str, before: Part | None, after: Part | None, where: Where) -> list[Line]:
        """The differences of one part, or what it says where it came or went."""
        if isinstance(before, Node) and isinstance(after, Node):
            return self.expression(about, before, after, where)  # type: ignore[arg-type]  # every Node is one of the union
        if isinstance(before, Units) or isinstance(after, Units):
            return self._keys(about, before, after, where)
        told_before = None if before is None else told(before, self.old, where.book, where.subject_before)
        told_after = None if after is None else told(after, self.new, where.book, where.subject_after)
        return line(about, self.label(about), told_before, told_after)

    def label(self, about: str) -> Bilingual:
        """What an aspect is called."""
        key = f"diff.about.{about.replace('.', '_')}"
        return self.phrases.say(key) if self.phrases.has(key) else Bilingual(about, about)

    # -- conditions and values -------------------------------------------------------------------------------------

    def expression(self, about: str, before: Expression, after: Expression, where: Where) -> list[Line]:
        """The differences of two conditions or values, each in the smallest sentence that says it."""
        found = []
        for parting in self.parter.partings(before, after):
            old, new, whole = self._sentences(parting.before, parting.after, where)
            label = self.label(about)
            within = tuple(self.new.around(node, self.new.words(where.book, where.subject_after)) for node in parting.within)
            sign = "changed" if parting.before and parting.after else "added" if parting.after else "removed"
            note = self.phrases.say(f"diff.joint.{parting.joint}_{sign}") if parting.joint else None
            found += line(about, label, old, new, within=within, note=note, whole=whole)
        return found

    def _sentences(
        self, before: Expression | None, after: Expression | None, where: Where
    ) -> tuple[Bilingual | None, Bilingual | None, frozenset[Bilingual]]:
        """Both in words, and the names in them; where labels make no difference, with the names that files give to things."""

        def words(voice: Voice, subject: str, *, exact: bool) -> RuleWords:
            return voice.words(where.book, subject, exact=exact)

        for exact in (False, True):
            old, new = words(self.old, where.subject_before, exact=exact), words(self.new, where.subject_after, exact=exact)
            old.taken(), new.taken()
            told = (None if before is None else old.name(before), None if after is None else new.name(after))
            whole = old.taken() | new.taken()
            if told[0] != told[1]:
                break
        return *told, whole

    # -- names of units --------------------------------------------------------------------------------------------

    def keys(self, about: str, before: Sequence[str], after: Sequence[str], where: Where) -> list[Line]:
        """The units that are named now and were not, and the other way round; renumbered ones are the same."""
        named = self.parter.old.named
        found: list[Line] = []
        for key in before:
            if named(key) not in after:
                found += line(about, self.label(about), self.old.cited(key, where.book), None)
        there = {named(key) for key in before}
        for key in after:
            if key not in there:
                found += line(about, self.label(about), None, self.new.cited(key, where.book))
        return found

    def _keys(self, about: str, before: Part | None, after: Part | None, where: Where) -> list[Line]:
        old = before.keys if isinstance(before, Units) else ()
        new = after.keys if isinstance(after, Units) else ()
        return self.keys(about, old, new, where)

    # -- rows ------------------------------------------------------------------------------------------------------

    def rows(
        self, about: str, before: Sequence[Row], after: Sequence[Row], where: Where, then: Callable[[Voice, Row], Bilingual]
    ) -> list[Line]:
        """The rows of a decision that came, went, moved, or say something else. They are read in order, so that moving tells."""
        old_words = self.old.words(where.book, where.subject_before)
        new_words = self.new.words(where.book, where.subject_after)
        found: list[Line] = []
        for step in aligned(before, after, self.parter):
            old = None if step.before is None else before[step.before]
            new = None if step.after is None else after[step.after]
            if old is not None and new is not None and step.fate == "changed":
                found += self._row(about, old, new, step.after or 0, where, then)
                continue
            told_old = None if old is None else old_words.row(old, then(self.old, old))
            told_new = None if new is None else new_words.row(new, then(self.new, new))
            if step.fate == "moved":
                note = self.phrases.say("diff.row_moved", before=(step.before or 0) + 1, after=(step.after or 0) + 1)
                found.append(Line(about=about, label=self.label(about), sign="moved", before=told_old, after=told_new, note=note))
            else:
                number = (step.after if step.after is not None else step.before) or 0
                note = self.phrases.say("diff.row_added" if new is not None else "diff.row_removed", n=number + 1)
                found += line(about, self.label(about), told_old, told_new, note=note)
        return found

    def _row(
        self, about: str, old: Row, new: Row, place: int, where: Where, then: Callable[[Voice, Row], Bilingual]
    ) -> list[Line]:
        note = self.phrases.say("diff.row_changed", n=place + 1)
        if self.parter.same(old.then, new.then) and old.when is not None and new.when is not None:
            around = self.phrases.say("diff.within.row_number", n=place + 1, then=then(self.new, new))
            return [replace(one, within=(around, *one.within)) for one in self.expression(about, old.when, new.when, where)]
        old_words = self.old.words(where.book, where.subject_before)
        new_words = self.new.words(where.book, where.subject_after)
        told = old_words.row(old, then(self.old, old)), new_words.row(new, then(self.new, new))
        if told[0] == told[1]:
            exact = (self.old.words(where.book, where.subject_before, exact=True),
                     self.new.words(where.book, where.subject_after, exact=True))  # fmt: skip
            told = exact[0].row(old, then(self.old, old)), exact[1].row(new, then(self.new, new))
        return line(about, self.label(about), *told, note=note)


def line(
    about: str,
    label: Bilingual,
    before: Bilingual | None,
    after: Bilingual | None,
    *,
    within: tuple[Bilingual, ...] = (),
    note: Bilingual | None = None,
    whole: frozenset[Bilingual] = frozenset(),
) -> list[Line]:
    """One line on what became what, came or went; none where there was nothing and is nothing."""
    if before is None and after is None:
        return []
    sign: Sign = "changed" if before is not None and after is not None else "added" if after is not None else "removed"
    return [Line(about=about, label=label, sign=sign, before=before, after=after, within=within, note=note, whole=whole)]
