"""Sentences about lists: which entry fits, which stands against it, in which year a limit is passed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.evaluation.code import Step
from engine.evaluation.context import Frame
from engine.evaluation.meaning.lists import as_items
from engine.evaluation.values import Span, bounds
from engine.language.expressions import Compare, Days, ElementRef, FieldRef, TermRef

from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth
from engine.language.record import Element
from engine.language.walk import below as nodes_below

if TYPE_CHECKING:
    from engine.evaluation.code import Code, Loop
    from engine.evaluation.values import Items
    from engine.language.expressions import Expression, Quantified
    from engine.language.facts import Bilingual
    from engine.reporting.sentences import Explainer, Line, Standing

MOST_ENTRIES = 6
"""Entries beyond these are only counted: the reader sees what is wrong with the first."""


def lines(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, loop: Loop, node: Quantified, frame: Frame | None, wanted: Truth, *, must: bool
) -> list[Line]:
    """Why some, every or no entry of a list fits."""
    verdict = loop.run(explainer.context, frame)
    items = as_items(loop.list.run(explainer.context, frame))
    condition = loop.per_element[0]
    if isinstance(node.list, Days):
        return _years(explainer, loop, node.list, condition, frame, wanted)
    listed = explainer.names.name(node.list)
    if not items.entries:
        key = "sentence.unknown" if verdict is UNKNOWN else "sentence.nothing_listed"
        slots = {"label": listed} if verdict is UNKNOWN else {"list": listed}
        return [explainer.line(explainer.phrases.say(key, **slots), _stands(verdict, wanted))]
    if not isinstance(items.entries[0][0], Element):
        return _plain(explainer, items, condition, listed, frame, node, verdict, wanted, must=must)
    return [_elements(explainer, items, condition, listed, frame, node, verdict, wanted)]


def _stands(verdict: Truth, wanted: Truth) -> Standing:
    if verdict is UNKNOWN:
        return "open"
    return "met" if verdict is wanted else "not_met"


def _plain(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, items: Items, condition: Code, listed: Bilingual, frame: Frame | None, node: Quantified,
    verdict: Truth, wanted: Truth, *, must: bool,
) -> list[Line]:  # fmt: skip
    """A list of plain values: the entries that decide, all shown in one sentence."""
    inner_wanted = _of_each(node, wanted)
    deciding = _deciding(explainer, items, condition, frame, node, verdict)
    if isinstance(condition, Step) and isinstance(condition.node, Compare) and isinstance(condition.node.left, ElementRef):
        compare = condition.node
        shown = explainer.phrases.joined([explainer.display.value(entry, compare.left.type) for entry in deciding])
        inner = Frame(deciding[0], frame) if deciding else frame
        against = condition.below[1].run(explainer.context, inner)
        truth = UNKNOWN if verdict is UNKNOWN else condition.run(explainer.context, inner)
        return [explainer.compared(compare, listed, shown, deciding[0], against, truth, inner_wanted, must=must)]
    return [line for entry in deciding for line in explainer.why(condition, Frame(entry, frame), inner_wanted, must=must)]


def _of_each(node: Quantified, wanted: Truth) -> Truth:
    """What serves in an entry: for ``none`` that the condition does not hold."""
    if node.word == "none":
        return FALSE if wanted is TRUE else TRUE
    return wanted


def _deciding(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, items: Items, condition: Code, frame: Frame | None, node: Quantified, verdict: Truth
) -> list[Any]:
    """The entries that make the verdict: one that fits, those that do not, those not known, or all of them."""
    verdicts = [(entry, condition.run(explainer.context, Frame(entry, frame))) for entry, _ in items.entries]
    if verdict is UNKNOWN:
        return [entry for entry, one in verdicts if one is UNKNOWN] or [entry for entry, _ in verdicts]
    stops = {"some": TRUE, "every": FALSE, "none": TRUE}[node.word]
    decides = verdict is TRUE if node.word == "some" else verdict is FALSE
    found = [entry for entry, one in verdicts if one is stops] if decides else [entry for entry, _ in verdicts]
    return found[:1] if decides and node.word == "some" else found


def _elements(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, items: Items, condition: Code, listed: Bilingual, frame: Frame | None, node: Quantified,
    verdict: Truth, wanted: Truth,
) -> Line:  # fmt: skip
    say = explainer.phrases.say
    deciding = _deciding(explainer, items, condition, frame, node, verdict)
    stands = _stands(verdict, wanted)
    decides = verdict is (TRUE if node.word == "some" else FALSE)
    fields = _fields(condition.node, explainer)
    if decides and node.word != "every":
        key = "sentence.one_fits" if wanted is verdict else "sentence.entry_against"
        shown = explainer.phrases.joined([entry_name(explainer, entry, fields) for entry in deciding[:MOST_ENTRIES]])
        return explainer.line(say(key, list=listed, entry=shown), stands)
    if verdict is TRUE:
        return explainer.line(say("sentence.all_fit" if node.word == "every" else "sentence.none_against", list=listed), stands)
    if verdict is UNKNOWN:
        below = [_entry(explainer, entry, condition, frame, fields, "sentence.entry_open", "open") for entry in deciding[:MOST_ENTRIES]]
        return explainer.line(say("sentence.unknown", label=listed), stands, below)
    below = [_entry(explainer, entry, condition, frame, fields, "sentence.entry_fails", stands) for entry in deciding[:MOST_ENTRIES]]
    if len(deciding) > MOST_ENTRIES:
        below.append(explainer.line(say("sentence.more_entries", n=len(deciding) - MOST_ENTRIES), stands))
    return explainer.line(say("sentence.none_fits", list=listed), stands, below)


def _entry(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, entry: Element, condition: Code, frame: Frame | None, fields: list[str], key: str, stands: Standing
) -> Line:
    name = entry_name(explainer, entry, fields)
    below = explainer.why(condition, Frame(entry, frame), TRUE, must=False)
    return explainer.line(explainer.phrases.say(key, entry=name), stands, below)


def entry_name(explainer: Explainer, entry: Element, fields: list[str]) -> Bilingual:
    """An entry by its number and the fields that matter: ``entry 2 (Degree: master's degree; …)``."""
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


def _fields(node: Expression | None, explainer: Explainer) -> list[str]:
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


def _years(  # noqa: PLR0913 - what a loop knows
    explainer: Explainer, loop: Loop, days: Days, condition: Code, frame: Frame | None, wanted: Truth
) -> list[Line]:
    """Days in each calendar year of a window: the years that pass the limit, or the most of them."""
    if not isinstance(condition, Step) or not isinstance(condition.node, Compare) or not isinstance(loop.list, Step):
        return []
    compare, context = condition.node, explainer.context
    listed = explainer.names.name(days.intervals)
    items = as_items(loop.list.run(context, frame))
    verdict = loop.run(context, frame)
    if not items.entries:
        key = "sentence.unknown" if verdict is UNKNOWN else "sentence.nothing_listed"
        slots = {"label": listed} if verdict is UNKNOWN else {"list": listed}
        return [explainer.line(explainer.phrases.say(key, **slots), _stands(verdict, wanted))]
    years = _named_years(loop.list, frame, explainer, len(items.entries))
    rows = [(year, entry, condition.run(context, Frame(entry, frame))) for year, (entry, _) in zip(years, items.entries, strict=True)]
    found = []
    for year, entry, one in rows:
        if one is verdict and verdict is not TRUE:
            against = condition.below[1].run(context, Frame(entry, frame))
            label = explainer.phrases.say("sentence.per_year", list=listed, year=str(year)) if year else listed
            shown = explainer.display.value(entry, compare.left.type)
            found.append(explainer.compared(compare, label, shown, entry, against, one, wanted, must=True))
    if verdict is TRUE:
        most = max((entry for _, entry, _ in rows), key=lambda entry: bounds(entry)[1] or 0)
        shown = explainer.phrases.say("sentence.each_year", most=explainer.display.value(most, compare.left.type))
        against = condition.below[1].run(context, Frame(most, frame))
        found.append(explainer.compared(compare, listed, shown, most, against, verdict, wanted, must=True))
    return found


def _named_years(code: Step, frame: Frame | None, explainer: Explainer, wanted: int) -> list[int | None]:
    """The calendar years of the entries, where the window is known; nothing for each where it is not."""
    span = code.below[-1].run(explainer.context, frame)
    if isinstance(span, Span) and span.exact:
        first, last = date.fromordinal(span.start_low).year, date.fromordinal(span.end_high - 1).year
        if last - first + 1 == wanted:
            return list(range(first, last + 1))
    return [None] * wanted
