"""What differs in a unit or in a thing declared by name, aspect by aspect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from engine.language.expressions import Constant
from engine.language.facts import Bilingual
from engine.language.record import Element
from engine.language.temporal.roc import format_date
from engine.reporting.difference.model import Line
from engine.reporting.difference.rules import Where, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.analysis.comparison.change import Change
    from engine.language.expressions import Row
    from engine.language.rulebook import Decision, Discrepancy, Parameter, Provision, Reading, Restatement, Rulebook, Term
    from engine.reporting.difference.rules import RuleLines
    from engine.reporting.difference.voice import Voice

_LONGEST_LIST: Final = 12
"""Values that are shown as one list before and after; of a longer one only those are shown that came or went."""


class ThingLines:
    """Says what differs in what a version holds. Where ``before`` or ``after`` is ``None``, all of the other is told."""

    def __init__(self, rules: RuleLines) -> None:
        self.rules = rules
        self.old, self.new = rules.old, rules.new
        self.phrases = rules.phrases

    def aspects(self, change: Change) -> list[str]:
        """The aspects of a change without the languages of their wordings, each once."""
        return list(dict.fromkeys(aspect.removesuffix(".zh").removesuffix(".en") for aspect in change.aspects))

    # -- units -----------------------------------------------------------------------------------------------------

    def unit(self, old: Provision | None, new: Provision | None, aspects: Iterable[str]) -> list[Line]:
        """The lines of a unit, in the order in which a reader wants them: wording, kind, rule, the rest."""
        one = new or old
        assert one is not None  # noqa: S101 - a change is of something
        where = Where(one.rulebook, old.subject if old else one.subject, new.subject if new else one.subject)
        found: list[Line] = []
        for aspect in sorted(aspects, key=_for_a_reader):
            found += self._aspect_of_unit(aspect, old, new, where)
        return found

    def _aspect_of_unit(self, aspect: str, old: Provision | None, new: Provision | None, where: Where) -> list[Line]:
        match aspect:
            case "title" | "text" | "label" | "not_executable":
                return self._wording(aspect, getattr(old, aspect, None), getattr(new, aspect, None))
            case "kind":
                return self._line(aspect, *(self.phrases.say(f"kind.{unit.kind}") if unit else None for unit in (old, new)))
            case "nature":
                return self._line(
                    aspect, *(self.phrases.say(f"nature.{unit.nature}") if unit and unit.nature else None for unit in (old, new))
                )
            case "subject":
                return self._line(
                    aspect,
                    self.old.subject(where.book, old.subject) if old else None,
                    self.new.subject(where.book, new.subject) if new else None,
                )
            case "discrepancies":
                return self.discrepancies(old.discrepancies if old else (), new.discrepancies if new else ())
            case "restates":
                return self._restatement(old.restates if old else None, new.restates if new else None, where)
            case "rule.mapping":
                return [Line(about=aspect, label=self._label(aspect), sign="changed", note=self.phrases.say("diff.mapping"))]
            case "rule":
                return self.rules.rule(old.rule if old else None, new.rule if new else None, where)
            case _ if aspect.startswith("rule."):
                name = aspect.removeprefix("rule.")
                names = ("requires", "forbids") if name in {"requires", "forbids"} else (name,)
                return self.rules.rule(old.rule if old else None, new.rule if new else None, where, names)
            case _:
                return []

    def whole_unit(self, unit: Provision, *, came: bool) -> list[Line]:
        """All that a unit says that came or went."""
        aspects = [
            name for name in ("title", "text", "label", "not_executable", "discrepancies", "restates") if getattr(unit, name)
        ]
        aspects += ["kind"] if unit.kind != "container" else []
        aspects += ["nature"] if unit.nature else []
        aspects += ["rule"] if unit.rule is not None else []
        return self.unit(None if came else unit, unit if came else None, aspects)

    def _restatement(self, old: Restatement | None, new: Restatement | None, where: Where) -> list[Line]:
        about = "restates"
        found = self.rules.keys(about, [old.key] if old else [], [new.key] if new else [], where)
        if old and new and old.prevails != new.prevails:
            found += line(f"{about}.prevails", self._label(f"{about}.prevails"), _bare(old.prevails), _bare(new.prevails))
        return found + self.rules.part(
            f"{about}.as_printed", old.as_printed if old else None, new.as_printed if new else None, where
        )

    def discrepancies(self, old: Sequence[Discrepancy], new: Sequence[Discrepancy]) -> list[Line]:
        """Places where the two languages part: those that came, went, or are described otherwise."""
        ours, theirs = {one.id: one for one in old}, {one.id: one for one in new}
        found: list[Line] = []
        for id_ in dict.fromkeys([*theirs, *ours]):
            before, after = ours.get(id_), theirs.get(id_)
            if before != after:
                told = [None if one is None else self._discrepancy(one) for one in (before, after)]
                found += line("discrepancies", self._label("discrepancies"), *told)
        return found

    def _discrepancy(self, one: Discrepancy) -> Bilingual:
        say = self.phrases.say
        texts = [say("diff.discrepancy", id=one.id, severity=one.severity, zh=one.zh, en=one.en)]
        texts += [part for part in (one.note, one.rule) if part is not None]
        texts.append(say(f"report.governs_{one.governs}"))
        return Bilingual(" ".join(part.zh.strip() for part in texts), " ".join(part.en.strip() for part in texts))

    # -- what is declared ------------------------------------------------------------------------------------------

    def parameter(self, old: Parameter | None, new: Parameter | None, aspects: Iterable[str], book: str) -> list[Line]:
        """The lines of a parameter."""
        wanted = list(aspects)
        found = self._common(old, new, wanted, Where(book))
        if {"value", "type"} & set(wanted):
            found += self._values(old, new, book)
        if "values" in wanted:
            found += self._dated(old, new, book)
        subject = self._subject_near(new or old)
        where = Where(book, subject, subject)
        if "by" in wanted:
            found += self.rules.part("by", old.by if old else None, new.by if new else None, where)
        return found

    def _subject_near(self, parameter: Parameter | None) -> str:
        for key in parameter.cite if parameter else ():
            for voice in (self.new, self.old):
                unit = voice.declared.provisions.get(key)
                if unit is not None:
                    return unit.subject
        return ""

    def _values(self, old: Parameter | None, new: Parameter | None, book: str) -> list[Line]:
        """The value before and after; of a long list, or of records, only what came or went."""
        if old is None or new is None or not _item_by_item(old, new):
            told = [
                voice.value(one.value, one.type, book) if one is not None and one.value is not None else None
                for voice, one in ((self.old, old), (self.new, new))
            ]
            found = self._if_other("value", *told)
            return found or (self._fields(old, new) if old is not None and new is not None else [])
        ours = {self.rules.parter.old.said(item): item for item in old.value}
        theirs = {self.rules.parter.new.said(item): item for item in new.value}
        gone = [self.old.value(item, _element(old), book) for said, item in ours.items() if said not in theirs]
        came = [self.new.value(item, _element(new), book) for said, item in theirs.items() if said not in ours]
        found = [one for text in gone for one in self._line("value", text, None)]
        found += [one for text in came for one in self._line("value", None, text)]
        return found or self._fields(old, new)

    def _fields(self, old: Parameter, new: Parameter) -> list[Line]:
        """The type of what is told, where that differs: the fields of a register, or the kind of value."""
        told = [_fields_of(one) or _bare(str(one.type)) for one in (old, new)]
        if told[0] != told[1]:
            return self._line("type", *told)
        return [Line(about="type", label=self._label("type"), sign="changed", note=self.phrases.say("diff.declared_otherwise"))]

    def _dated(self, old: Parameter | None, new: Parameter | None, book: str) -> list[Line]:
        def told(voice: Voice, parameter: Parameter | None) -> dict[Any, Bilingual]:
            if parameter is None:
                return {}
            return {
                dated.first_day: self.phrases.say(
                    "diff.dated",
                    day=Bilingual(format_date(dated.first_day, "zh"), format_date(dated.first_day, "en")),
                    value=voice.value(dated.value, parameter.type, book),
                )
                for dated in parameter.values
            }

        ours, theirs = told(self.old, old), told(self.new, new)
        found: list[Line] = []
        for day in sorted({*ours, *theirs}):
            if ours.get(day) != theirs.get(day):
                found += line("values", self._label("values"), ours.get(day), theirs.get(day))
        return found

    def term(self, old: Term | None, new: Term | None, aspects: Iterable[str], book: str) -> list[Line]:
        """The lines of a defined word."""
        wanted = list(aspects)
        where = Where(book, old.subject if old else "", new.subject if new else "")
        found = self._common(old, new, wanted, where)
        if "subject" in wanted and old and new:
            found += self._line("subject", self.old.subject(book, old.subject), self.new.subject(book, new.subject))
        if "over" in wanted and old and new:
            told = [_bare(one.over) if one.over else None for one in (old, new)]
            found += line("over", self._label("over"), *told)
        if "body" in wanted or old is None or new is None:
            found += self.rules.part("body", old.body if old else None, new.body if new else None, where)
        if "arguments" in wanted:
            note = self.phrases.say("diff.arguments")
            found.append(Line(about="arguments", label=self._label("arguments"), sign="changed", note=note))
        return found

    def reading(self, old: Reading | None, new: Reading | None, aspects: Iterable[str], book: str) -> list[Line]:
        """The lines of a place that can be read in several ways: what it asks, which option is chosen, and the others."""
        found = self._common(old, new, aspects, Where(book))
        ours, theirs = dict(old.options) if old else {}, dict(new.options) if new else {}
        if old is None or new is None or old.chosen != new.chosen:
            chosen = [self._option(one, one.chosen) if one else None for one in (old, new)]
            if old is not None and new is not None and chosen[0] == chosen[1]:  # two options that say the same
                chosen = [
                    self.phrases.say("diff.coded", label=self._option(one, one.chosen), code=one.chosen) for one in (old, new)
                ]
            found += line("chosen", self._label("chosen"), *chosen)
        for code in dict.fromkeys([*theirs, *ours]):
            before, after = ours.get(code), theirs.get(code)
            if old is not None and new is not None and (before is None or after is None):
                told = (self._option(old, code) if before else None, self._option(new, code) if after else None)
                found += line("options", self._label("options"), *told)
            elif before is not None and after is not None:
                means = self.phrases.say("diff.within.option", means=after.means)
                for name in ("means", "source"):
                    texts = self._wording(f"options.{name}", getattr(before, name), getattr(after, name), only_other=True)
                    found += [replace(one, within=(means,) if name == "source" else ()) for one in texts]
        return found

    def _option(self, reading: Reading, code: str) -> Bilingual:
        return reading.options[code].means

    def decision(self, old: Decision | None, new: Decision | None, aspects: Iterable[str], book: str) -> list[Line]:
        """The lines of a decision: its outcomes, its rows or its value."""
        one = new or old
        assert one is not None  # noqa: S101 - a change is of something
        where = Where(book, old.subject if old else one.subject, new.subject if new else one.subject)
        wanted = [*aspects]
        if old is None or new is None:
            wanted = ["outcomes", "favourable", "rows", "value", "remark"]
        found = self._common(old, new, wanted, where)
        if "subject" in wanted and old and new:
            found += self._line("subject", self.old.subject(book, old.subject), self.new.subject(book, new.subject))
        if "outcomes" in wanted:
            codes = dict.fromkeys([*(new.outcomes if new else ()), *(old.outcomes if old else ())])
            for code in codes:
                found += self._if_other("outcomes", self._outcome(self.old, old, code), self._outcome(self.new, new, code))
        if "favourable" in wanted:
            found += self._favourable(old, new)
        if "rows" in wanted:
            found += self.rules.rows("rows", old.rows if old else (), new.rows if new else (), where, self._then(one.key))
        if "value" in wanted:
            found += self.rules.part("value", old.value if old else None, new.value if new else None, where)
        return found

    def _then(self, decision: str) -> Any:
        def then(voice: Voice, row: Row) -> Bilingual:
            if isinstance(row.then, Constant):
                return voice.outcome(decision, str(row.then.value))
            held = voice.declared.decisions[decision]
            return voice.words(decision.partition(":")[0], held.subject).name(row.then)

        return then

    def _outcome(self, voice: Voice, decision: Decision | None, code: str) -> Bilingual | None:
        return voice.outcome(decision.key, code) if decision is not None and code in decision.outcomes else None

    def _favourable(self, old: Decision | None, new: Decision | None) -> list[Line]:
        ours, theirs = old.favourable if old else (), new.favourable if new else ()
        found: list[Line] = []
        for code in dict.fromkeys([*theirs, *ours]):
            told = (
                self._outcome(self.old, old, code) or _bare(code) if code in ours else None,
                self._outcome(self.new, new, code) or _bare(code) if code in theirs else None,
            )
            found += line("favourable", self._label("favourable"), *told) if None in told else []
        return found

    # -- the rest --------------------------------------------------------------------------------------------------

    def head(self, old: Rulebook, new: Rulebook, aspects: Iterable[str]) -> list[Line]:
        """The lines of a version's head."""
        found: list[Line] = []
        for aspect in aspects:
            if aspect == "discrepancies":
                found += self.discrepancies(old.discrepancies, new.discrepancies)
            elif aspect == "governs":
                found += self._line(aspect, *(self.phrases.say(f"report.governs_{book.governs}") for book in (old, new)))
            else:
                found += self._wording(aspect, getattr(old, aspect), getattr(new, aspect))
        return found

    def days(self, old: Any, new: Any, aspects: Iterable[str], where: Where) -> list[Line]:
        """The days that choose the law and the knowledge, of a subject or of a rulebook that is used."""
        return [
            one for name in aspects for one in self.rules.part(name, getattr(old, name, None), getattr(new, name, None), where)
        ]

    def plain(self, old: Any, new: Any, aspects: Iterable[str]) -> list[Line]:
        """The declaration of a fact or of a code list, value by value."""
        found: list[Line] = []
        for aspect in aspects:
            before, after = getattr(old, aspect, None), getattr(new, aspect, None)
            if hasattr(before, "items") or hasattr(after, "items"):
                ours, theirs = dict(before or {}), dict(after or {})
                for code in dict.fromkeys([*theirs, *ours]):
                    told = [self._plainly(held[code], code) if code in held else None for held in (ours, theirs)]
                    found += self._if_other(aspect, *told)
                if list(ours) != list(theirs) and not found:
                    orders = [_bare(", ".join(held)) for held in (ours, theirs)]
                    found += line(aspect, self._label(aspect), *orders)
            else:
                found += self._if_other(aspect, *(None if one is None else self._plainly(one) for one in (before, after)))
            if not any(one.about == aspect for one in found):
                note = self.phrases.say("diff.declared_otherwise")
                found.append(Line(about=aspect, label=self._label(aspect), sign="changed", note=note))
        return found

    def _plainly(self, value: Any, code: str = "") -> Bilingual:
        label = getattr(value, "label", value)
        if isinstance(label, Bilingual):
            return self.phrases.say("diff.coded", label=label, code=code) if code else label
        if isinstance(value, bool):
            return self.phrases.say("value.yes" if value else "value.no")
        shown = getattr(value, "value", value)
        return _bare(str(shown) or "–")

    def _common(self, old: Any, new: Any, aspects: Iterable[str], where: Where) -> list[Line]:
        """Wordings and citations, which much of what is declared has."""
        found: list[Line] = []
        wanted = set(aspects)
        for name in ("label", "title", "question", "remark"):
            if name in wanted:
                found += self._wording(name, getattr(old, name, None), getattr(new, name, None))
        if "cite" in wanted and old is not None and new is not None:
            found += self.rules.keys("cite", old.cite, new.cite, where)
        return found

    def _wording(self, about: str, old: Bilingual | None, new: Bilingual | None, *, only_other: bool = False) -> list[Line]:
        found = line(about, self._label(about), old, new)
        return [] if only_other and (old, new) != (None, None) and _alike(old, new) else found

    def _line(self, about: str, old: Bilingual | None, new: Bilingual | None) -> list[Line]:
        return line(about, self._label(about), old, new)

    def _if_other(self, about: str, old: Bilingual | None, new: Bilingual | None) -> list[Line]:
        return [] if old == new else self._line(about, old, new)

    def _label(self, about: str) -> Bilingual:
        return self.rules.label(about)


def _for_a_reader(aspect: str) -> tuple[int, str]:
    order = ("title", "text", "label", "kind", "nature", "subject", "rule", "not_executable", "restates", "discrepancies")
    bare = aspect.partition(".")[0]
    return (order.index(bare) if bare in order else len(order), "")


def _alike(old: Bilingual | None, new: Bilingual | None) -> bool:
    if old is None or new is None:
        return old is new
    return old.zh.split() == new.zh.split() and old.en.split() == new.en.split()


def _bare(text: str) -> Bilingual:
    return Bilingual(text, text)


def _item_by_item(old: Parameter, new: Parameter) -> bool:
    """Whether two values are lists of which only a part is worth showing."""
    if not isinstance(old.value, tuple) or not isinstance(new.value, tuple):
        return False
    items = (*old.value, *new.value)
    return max(len(old.value), len(new.value)) > _LONGEST_LIST or any(isinstance(item, Element) for item in items)


def _element(parameter: Parameter) -> Any:
    return getattr(parameter.type, "element", parameter.type)


def _fields_of(parameter: Parameter) -> Bilingual | None:
    register = getattr(_element(parameter), "register", None)
    if register is None:
        return None
    fields = [(fact.label, name) for name, fact in (register.elements or {}).items()]
    return Bilingual(
        "、".join(f"{label.zh} [{name}]" for label, name in fields), ", ".join(f"{label.en} [{name}]" for label, name in fields)
    )
