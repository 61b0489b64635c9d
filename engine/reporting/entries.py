"""Sentences about lists: which entry fits, which stands against it, in which year a limit is passed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.evaluation.code import Junction
from engine.evaluation.context import Frame
from engine.evaluation.linked import Named
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.values import Span, bounds
from engine.language.expressions import Compare, Days, ElementRef, FieldRef, TermRef
from engine.language.logic import FALSE, TRUE, UNKNOWN, negation
from engine.language.record import Element
from engine.language.types import EnumerationType
from engine.language.walk import below as nodes_below
from engine.reporting.compared import Compared

if TYPE_CHECKING:
    from engine.evaluation.code import Code, Loop
    from engine.evaluation.values import Items
    from engine.language.expressions import Expression, Quantified
    from engine.language.facts import Bilingual
    from engine.language.logic import Truth
    from engine.reporting.sentences import Explainer, Line, Standing

MOST_ENTRIES = 6
"""Entries beyond these are only counted: the reader sees what is wrong with the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look at a list: what is asked of its entries, what came out, and what would serve."""

    explainer: Explainer
    node: Quantified
    items: Items
    condition: Code
    listed: Bilingual
    frame: Frame | None
    verdict: Truth
    wanted: Truth
    must: bool

    @property
    def stands(self) -> Standing:
        if self.verdict is UNKNOWN:
            return "open"
        return "met" if self.verdict is self.wanted else "not_met"

    @property
    def decided_by_one(self) -> bool:
        """Whether single entries make the verdict: one that fits, stands against it, or does not fit."""
        return self.verdict is (TRUE if self.node.word == "some" else FALSE)

    def of(self, entry: object) -> Truth:
        """What the condition says of an entry."""
        found: Truth = self.condition.run(self.explainer.context, self.inner(entry))
        return found

    def inner(self, entry: object) -> Frame:
        return Frame(entry, self.frame)

    def deciding(self) -> list[Any]:
        """The entries that make the verdict: one that fits, those that do not, those not known, or all of them."""
        entries = [entry for entry, _ in self.items.entries]
        if self.verdict is UNKNOWN:
            return [entry for entry in entries if self.of(entry) is UNKNOWN] or entries
        if not self.decided_by_one:
            return entries
        found = [entry for entry in entries if self.of(entry) is (FALSE if self.node.word == "every" else TRUE)]
        return found[:1] if self.node.word == "some" else found


def lines(explainer: Explainer, loop: Loop, node: Quantified, frame: Frame | None, wanted: Truth, *, must: bool) -> list[Line]:
    """Why some, every or no entry of a list fits."""
    days = isinstance(node.list, Days)
    look = _Look(
        explainer=explainer,
        node=node,
        items=as_items(loop.list.run(explainer.context, frame)),
        condition=loop.per_element[0],
        listed=explainer.names.name(node.list.intervals if isinstance(node.list, Days) else node.list),
        frame=frame,
        verdict=loop.run(explainer.context, frame),
        wanted=wanted,
        must=must,
    )
    if not look.items.entries:
        return [_nothing(look)]
    if days:
        return _years(look, loop.list)
    return [_elements(look)] if isinstance(look.items.entries[0][0], Element) else _plain(look)


def _nothing(look: _Look) -> Line:
    """Of an empty list: that there is nothing on it, and that there must be something where it is so."""
    say = look.explainer.phrases.say
    if look.verdict is UNKNOWN:
        return look.explainer.line(say("sentence.unknown", label=look.listed), look.stands)
    return look.explainer.line(_wanting(look, say("sentence.nothing_listed", list=look.listed)), look.stands)


def _wanting(look: _Look, text: Bilingual) -> Bilingual:
    """That there is no such entry, and where one is needed that there must be one."""
    needed = look.must and look.node.word == "some" and look.wanted is TRUE and look.verdict is FALSE
    return look.explainer.phrases.say("sentence.wanting", x=text) if needed else text


def _plain(look: _Look) -> list[Line]:
    """A list of plain values: the entries that decide, all shown in one sentence."""
    explainer, condition, deciding = look.explainer, look.condition, look.deciding()
    wanted = negation(look.wanted) if look.node.word == "none" else look.wanted
    node = condition.node
    if not isinstance(node, Compare) or not isinstance(node.left, ElementRef):
        inner = [look.inner(entry) for entry in deciding]
        return [line for frame in inner for line in explainer.why(condition, frame, wanted, must=look.must)]
    shown = explainer.phrases.joined([explainer.display.value(entry, node.left.type) for entry in deciding])
    verdict = UNKNOWN if look.verdict is UNKNOWN else look.of(deciding[0])
    against = condition.below[1].run(explainer.context, look.inner(deciding[0]))
    told = Compared(node, look.listed, shown, deciding[0], against)
    return [explainer.compared(told, verdict, wanted, must=look.must)]


def _elements(look: _Look) -> Line:
    explainer, word = look.explainer, look.node.word
    say, deciding = explainer.phrases.say, look.deciding()
    fields = fields_of(look.condition.node, explainer)
    if look.decided_by_one and word != "every":
        key = "sentence.one_fits" if look.wanted is look.verdict else "sentence.entry_against"
        shown = explainer.phrases.joined([entry_name(explainer, entry, fields) for entry in deciding[:MOST_ENTRIES]])
        told = explainer.phrases.plural(key, len(deciding), list=look.listed, entry=shown)
        return explainer.line(told, look.stands)
    if look.verdict is TRUE:
        key = "sentence.all_fit" if word == "every" else "sentence.none_against"
        asked = None if look.condition.node is None else explainer.names.condition(look.condition.node)
        if asked is not None and explainer.phrases.has(f"{key}_of"):
            return explainer.line(say(f"{key}_of", list=look.listed, x=asked), look.stands)
        return explainer.line(say(key, list=look.listed), look.stands)
    if word == "some" and look.verdict is FALSE:
        deciding, kind = _of_the_kind(look, look.condition, deciding)
        if kind is not None:
            told = _wanting(look, say("sentence.none_of_the_kind", list=look.listed, kind=kind))
            return explainer.line(told, look.stands)
    below = []
    for entry in deciding[:MOST_ENTRIES]:
        name = entry_name(explainer, entry, fields)
        why = explainer.why(look.condition, look.inner(entry), TRUE, must=False)
        key = "sentence.entry_open" if look.verdict is UNKNOWN else "sentence.entry_fails"
        below.append(replace(explainer.line(say(key, entry=name), look.stands, why), entry=True))
    if len(deciding) > MOST_ENTRIES:
        more = len(deciding) - MOST_ENTRIES
        below.append(explainer.line(explainer.phrases.plural("sentence.more_entries", more, n=more), look.stands))
    if look.verdict is UNKNOWN:
        return explainer.line(say("sentence.unknown", label=look.listed), "open", below)
    key = "sentence.not_all_fit" if word == "every" else "sentence.none_fits"
    return explainer.line(say(key, list=look.listed), look.stands, below)


def _of_the_kind(look: _Look, condition: Code, entries: list[Any]) -> tuple[list[Any], Bilingual | None]:
    """Of entries none of which fits, those that are at least of the kind that is asked for; else the kind.

    A kind is what a condition asks of a field that holds a code, beside whatever else it asks.
    """
    while isinstance(condition, Named) and condition.depth == 0:
        condition = condition.body
    if not isinstance(condition, Junction) or condition.stops_at is not FALSE:
        return entries, None
    for part in condition.below:
        node = part.node
        if isinstance(node, Compare) and node.word in {"is", "in"} and _is_code_of_entry(node):
            left = [entry for entry in entries if part.run(look.explainer.context, look.inner(entry)) is not FALSE]
            if not left:
                return entries, _kind(look, part, node, entries[0])
            entries = left
    return entries, None


def _kind(look: _Look, part: Code, node: Compare, entry: object) -> Bilingual:
    """The kind that is asked for, also where another list says which."""
    names = look.explainer.names
    if not isinstance(node.right, FieldRef):
        return names.name(node)
    value = part.below[1].run(look.explainer.context, look.inner(entry))
    right = look.explainer.display.value(value, node.right.type)
    return look.explainer.phrases.say(f"compare.{node.word}.asks", left=names.name(node.left), right=right)


def _is_code_of_entry(node: Compare) -> bool:
    return isinstance(node.left, FieldRef) and node.left.depth == 0 and isinstance(node.left.type, EnumerationType)


def entry_name(explainer: Explainer, entry: Element, fields: list[str]) -> Bilingual:
    """An entry by its number and the fields that matter: ``entry 2 (Level: second; …)``."""
    bare, _, rest = entry.path.partition("[")
    number = int(rest.rstrip("]")) + 1 if rest.rstrip("]").isdigit() else 1
    declared = explainer.names.vocabulary.facts.get(bare)
    shown = []
    for name in fields:
        fact = (declared.elements or {}).get(name) if declared is not None else None
        if fact is not None and name in entry.values:
            value = explainer.display.fact(entry.values[name], fact, entry)
            shown.append(explainer.phrases.say("join.label", label=fact.label, x=value))
    if not shown:
        return explainer.phrases.say("sentence.entry_number", n=number)
    return explainer.phrases.say("sentence.entry", n=number, fields=explainer.phrases.joined(shown, "clauses"))


def fields_of(node: Expression | None, explainer: Explainer) -> list[str]:
    """The fields of the element that a condition reads, terms about the element included, in reading order."""
    found: dict[str, None] = {}

    def collect(expression: Expression) -> None:
        for part in nodes_below(expression):
            if isinstance(part, FieldRef) and part.depth == 0:
                found[part.name] = None
            elif isinstance(part, TermRef) and part.depth == 0:
                collect(explainer.names.program.terms[part.key].body)

    if node is not None:
        collect(node)
    return list(found)


def _years(look: _Look, days: Code) -> list[Line]:
    """Days in each calendar year of a window: the years that pass the limit, or the most of them."""
    explainer, condition, node = look.explainer, look.condition, look.condition.node
    if not isinstance(node, Compare):
        return []
    numbers = [entry for entry, _ in look.items.entries]
    if look.verdict is TRUE:
        most = max(numbers, key=lambda entry: bounds(entry)[1] or 0)
        shown = explainer.phrases.say("sentence.each_year", most=explainer.display.value(most, node.left.type))
        against = condition.below[1].run(explainer.context, look.inner(most))
        told = Compared(node, look.listed, shown, most, against)
        return [explainer.compared(told, TRUE, look.wanted, must=look.must)]
    found = []
    for year, entry in zip(_named_years(days, look, len(numbers)), numbers, strict=True):
        if look.of(entry) is look.verdict:
            listed = look.listed
            if year is not None:
                listed = explainer.phrases.say("sentence.per_year", list=look.listed, year=explainer.display.year(year))
            shown = explainer.display.value(entry, node.left.type)
            against = condition.below[1].run(explainer.context, look.inner(entry))
            told = Compared(node, listed, shown, entry, against)
            found.append(explainer.compared(told, look.verdict, look.wanted, must=look.must))
    return found


def _named_years(days: Code, look: _Look, wanted: int) -> list[int] | list[None]:
    """The calendar years of the entries, where the window is known; nothing for each where it is not."""
    span = days.below[-1].run(look.explainer.context, look.frame)
    if isinstance(span, Span) and span.exact:
        first, last = date.fromordinal(span.start_low).year, date.fromordinal(span.end_high - 1).year
        if last - first + 1 == wanted:
            return list(range(first, last + 1))
    return [None] * wanted
