"""From the changes between two versions to what a page shows, place by place in the order of the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.analysis.comparison.changes import Comparison
from engine.analysis.comparison.conditions import Parter
from engine.language.facts import Bilingual
from engine.language.temporal.roc import format_date
from engine.reporting.difference.model import Difference, Entry, Group, Head, Line
from engine.reporting.difference.resting import RestingLines
from engine.reporting.difference.rules import RuleLines, Where
from engine.reporting.difference.things import ThingLines
from engine.reporting.difference.transitional import transitional_lines
from engine.reporting.difference.voice import Voice
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.analysis.comparison.change import Change
    from engine.language.rulebook import Provision, Rulebook
    from engine.reporting.difference.model import Section, Sign
    from engine.reporting.phrases import Phrases


def difference(before: Rulebook, after: Rulebook, renumbered: Mapping[str, str] | None = None) -> Difference:
    """What differs between two versions, for a reader. ``renumbered``: the known new paths of old ones."""
    return _Builder(before, after, renumbered or {}).difference()


class _Builder:
    def __init__(self, before: Rulebook, after: Rulebook, renumbered: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.phrases = shipped_phrases()
        self.comparison = Comparison(before, after, renumbered)
        comparer = self.comparison.comparer
        self.old, self.new = Voice(before, self.phrases), Voice(after, self.phrases)
        rules = RuleLines(self.old, self.new, Parter(comparer.before, comparer.after), self.phrases)
        self.things = ThingLines(rules)
        self.resting = RestingLines(rules)
        units = [change for change in self.comparison.changes if change.kind == "unit"]
        self.came = {change.key_after for change in units if change.aspects == ("added",)}
        self.gone = {change.key_before for change in units if change.aspects == ("removed",)}

    def difference(self) -> Difference:
        groups: dict[tuple[str, ...], list[Entry]] = {}
        counts: dict[str, Counter[Sign]] = {}
        for change in self.comparison.changes:
            entry = self._entry(change)
            groups.setdefault(self._group_of(change), []).append(entry)
            counts.setdefault(change.kind, Counter())[entry.sign] += 1
        found = [self._group(key, entries) for key, entries in groups.items()]
        order: tuple[Section, ...] = ("head", "text", "decisions", "vocabulary")
        return Difference(
            before=_head(self.before, self.phrases),
            after=_head(self.after, self.phrases),
            governs=self.after.governs,
            groups=tuple(sorted(found, key=lambda group: (group.rulebook != self.after.id, order.index(group.section)))),
            summary=self._summary(counts),
        )

    # -- places ----------------------------------------------------------------------------------------------------

    def _group_of(self, change: Change) -> tuple[str, ...]:
        """The section of the page, the rulebook, and in its text the unit where a change is told (before and after)."""
        book = change.rulebook
        match change.kind:
            case "unit":
                return ("text", book, change.key_before, change.key_after)
            case "parameter" | "term" | "reading":
                return self._near(change)
            case "decision":
                return ("decisions", book)
            case "fact" | "codes":
                return ("vocabulary", book)
            case _:
                return ("head", book)

    def _near(self, change: Change) -> tuple[str, ...]:
        """The unit that a declaration cites first, or the one with which it came or went."""
        after = self._thing(change, change.key_after, self.new)
        before = self._thing(change, change.key_before, self.old)
        held, whole, voice = (after, self.came, self.new) if after is not None else (before, self.gone, self.old)
        for key in getattr(held, "cite", ()):
            unit = voice.declared.provisions.get(key)
            if unit is None or unit.rulebook != change.rulebook:
                continue
            chain = [key]
            while unit is not None and unit.parent:
                chain.append(unit.parent)
                unit = voice.declared.provisions.get(unit.parent)
            place = next((one for one in chain if one in whole), key)
            if voice is self.old:
                return ("text", change.rulebook, place, "" if place in self.gone else self._pair_after(place))
            return ("text", change.rulebook, "" if place in self.came else self._pair_before(place), place)
        return ("text", change.rulebook)

    def _pair_after(self, key: str) -> str:
        pair = self.comparison.pairs.get(key)
        return pair.after if pair is not None else ""

    def _pair_before(self, key: str) -> str:
        return next((pair.before for pair in self.comparison.pairs.values() if pair.after == key), "")

    def _group(self, key: tuple[str, ...], entries: list[Entry]) -> Group:
        section, book, *units = key
        if not units:
            title = self.phrases.say(f"diff.section.{section}")
        else:
            before, after = units
            title = self.new.place(after) if after else self.old.place(before)
        if book != self.after.id:
            title = self.phrases.say("join.place", text=self._book(book).title, place=title)
        return Group(section=section, rulebook=book, title=title, entries=tuple(entries))  # type: ignore[arg-type]  # the first is a section

    def _book(self, id_: str) -> Rulebook:
        return self.new.declared.rulebooks.get(id_) or self.old.declared.rulebooks[id_]

    # -- entries ---------------------------------------------------------------------------------------------------

    def _thing(self, change: Change, key: str, voice: Voice) -> Any:
        """What has changed, in one version; a term by its first instance."""
        if not key:
            return None
        held, book = voice.declared, voice.declared.rulebooks.get(change.rulebook)
        name = key.partition(":")[2]
        match change.kind:
            case "unit":
                return held.provisions.get(key)
            case "parameter":
                return held.parameters.get(key)
            case "reading":
                return held.readings.get(key)
            case "decision":
                return held.decisions.get(key)
            case "term":
                return self._term(change, voice)
            case "head":
                return book
            case "subject":
                return book.subjects.get(name) if book is not None else None
            case "use":
                return book.uses.get(name) if book is not None else None
            case "transitional":
                return [row for row in book.transitional if row.amendment == name] if book is not None else None
            case "fact" | "codes":
                return self._of_vocabulary(change.kind, book, name)

    @staticmethod
    def _of_vocabulary(kind: str, book: Rulebook | None, name: str) -> Any:
        subject, _, path = name.partition(".")
        held = book.subjects.get(subject) if book is not None else None
        if held is None:
            return None
        return held.vocabulary.facts.get(path) if kind == "fact" else held.vocabulary.enumerations.get(path)

    def _term(self, change: Change, voice: Voice) -> Any:
        """An instance of a term: one that both versions have, where there is one, so that their bodies can be compared."""
        old_names = {self.comparison.renamed.get(key.removeprefix("term "), key.removeprefix("term ")): key.removeprefix("term ")
                     for key in change.keys_before}  # fmt: skip
        new_names = {key.removeprefix("term "): key.removeprefix("term ") for key in change.keys_after}
        common = [name for name in new_names if name in old_names]
        here = [name for name in common if "/" not in name.partition("(")[0]]
        chosen = self._telling(here or common, old_names)
        if voice is self.new:
            return voice.declared.terms.get(chosen or next(iter(new_names), ""))
        return voice.declared.terms.get(old_names[chosen] if chosen else next(iter(old_names.values()), ""))

    def _telling(self, common: list[str], old_names: dict[str, str]) -> str:
        """Of the instances that both versions have the first that differs, else the first."""
        parter = self.things.rules.parter
        for name in common:
            old, new = self.old.declared.terms[old_names[name]], self.new.declared.terms[name]
            if not parter.same(old.body, new.body):
                return name
        return common[0] if common else ""

    def _entry(self, change: Change) -> Entry:
        old, new = self._thing(change, change.key_before, self.old), self._thing(change, change.key_after, self.new)
        sign = _sign(change, old, new)
        lines = self._lines(change, old, new)
        if not lines and change.aspects[0] not in {"added", "removed"} and "renumbered" not in change.aspects:
            note = self.phrases.say("diff.declared_otherwise")
            lines = [Line(about=change.aspects[0], label=self.things.rules.label(change.aspects[0]), sign=sign, note=note)]
        told_elsewhere = change.is_wording or (sign == "added" and change.kind != "unit")  # what uses it now has changed itself
        rests = () if told_elsewhere else self.resting.on(change.keys_before, change.keys_after, change.rulebook)
        was = None
        if change.kind == "unit" and "renumbered" in change.aspects:
            was = self.old.place(change.key_before)
        return Entry(
            kind=change.kind,
            sign=sign,
            key_before=change.key_before,
            key_after=change.key_after,
            name=self._name(change, old, new),
            was=was,
            guessed=change.matched == "likeness",
            lines=tuple(lines),
            below=self._below(change),
            rests=rests,
        )

    def _name(self, change: Change, old: Any, new: Any) -> Bilingual:
        one = new if new is not None else old
        match change.kind:
            case "unit":
                voice = self.new if change.after else self.old
                return voice.words(change.rulebook).titled(one.key, change.rulebook)
            case "head":
                return self.phrases.say("diff.kind.head")
            case "subject":
                return one.vocabulary.title  # type: ignore[no-any-return]  # a subject
            case "use":
                return one.rulebook.title  # type: ignore[no-any-return]  # a use
            case "transitional":
                return self.phrases.say("diff.of_amendment", amendment=change.name)
            case "codes":
                return Bilingual(change.name, change.name)
            case "reading":
                return one.question  # type: ignore[no-any-return]  # a reading
            case "decision":
                return one.title  # type: ignore[no-any-return]  # a decision
            case _:
                return one.label  # type: ignore[no-any-return]  # what is declared has a label

    def _lines(self, change: Change, old: Any, new: Any) -> list[Line]:
        things, book = self.things, change.rulebook
        whole = change.aspects in {("added",), ("removed",)}
        aspects = things.aspects(change)
        match change.kind:
            case "unit" if whole:
                return things.whole_unit(new if new is not None else old, came=new is not None)
            case "unit":
                return things.unit(old, new, aspects)
            case "parameter":
                return things.parameter(old, new, ["value", "values", "by"] if whole else aspects, book)
            case "term":
                return things.term(old, new, [] if whole else aspects, book)
            case "reading":
                return things.reading(old, new, [] if whole else aspects, book)
            case "decision":
                return things.decision(old, new, aspects, book)
            case "head":
                return things.head(old, new, aspects)
            case "subject":
                name = change.name
                return things.days(old, new, ["law_as_of", "facts_as_of"] if whole else aspects, Where(book, name, name))
            case "use":
                return things.days(old, new, ["in_force_on"] if whole else aspects, Where(book))
            case "transitional":
                return transitional_lines(things.rules, old or (), new or (), book)
            case "fact" | "codes":
                return things.plain(
                    old, new, ["label", "type"] if whole and change.kind == "fact" else ["values"] if whole else aspects
                )

    def _below(self, change: Change) -> tuple[Entry, ...]:
        """The parts of a unit that came or went as a whole."""
        if change.kind != "unit" or change.aspects not in {("added",), ("removed",)}:
            return ()
        voice = self.new if change.after else self.old
        return tuple(self._part(key, voice) for key in voice.declared.provisions[change.key_after or change.key_before].children)

    def _part(self, key: str, voice: Voice) -> Entry:
        unit: Provision = voice.declared.provisions[key]
        came = voice is self.new
        return Entry(
            kind="unit",
            sign="added" if came else "removed",
            key_before="" if came else key,
            key_after=key if came else "",
            name=voice.words(unit.rulebook).titled(key, unit.rulebook),
            lines=tuple(self.things.whole_unit(unit, came=came)),
            below=tuple(self._part(child, voice) for child in unit.children),
        )

    # -- the whole -------------------------------------------------------------------------------------------------

    def _summary(self, counts: Mapping[str, Counter[Sign]]) -> Bilingual:
        """How much differs, in a line."""
        say = self.phrases.say
        if not counts:
            return say("diff.none")
        told = []
        for kind, signs in counts.items():
            numbers = [say(f"diff.count.{self._word(kind, sign)}", n=number) for sign, number in signs.most_common()]
            told.append(say("join.label", label=say(f"diff.kind.{kind}"), x=self.phrases.joined(numbers, "list")))
        return self.phrases.sentence(self.phrases.joined(told, "clauses"))

    @staticmethod
    def _word(kind: str, sign: Sign) -> str:
        return {"added": "inserted", "removed": "repealed"}.get(sign, sign) if kind == "unit" else sign


def _sign(change: Change, old: Any, new: Any) -> Sign:
    if change.aspects == ("added",):
        return "added"
    if change.aspects == ("removed",) or _is_only_a_number(new) > _is_only_a_number(old):
        return "removed"
    return "renumbered" if change.aspects == ("renumbered",) else "changed"


def _is_only_a_number(thing: Any) -> bool:
    """Whether a unit was repealed, and only what is printed in its place is left."""
    return getattr(thing, "nature", "") == "repealed"


def _head(book: Rulebook, phrases: Phrases) -> Head:
    first = Bilingual(format_date(book.in_force, "zh"), format_date(book.in_force, "en"))
    if book.until is None:
        days = phrases.say("report.in_force", day=first)
    else:
        last = Bilingual(format_date(book.until, "zh"), format_date(book.until, "en"))
        days = phrases.say("report.in_force_until", day=first, last=last)
    return Head(id=book.id, version=book.version, title=book.title, digest=book.digest, first_day=book.in_force,
                last_day=book.until, days=days)  # fmt: skip
