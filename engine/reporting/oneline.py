"""The reason of a decision in one line, for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.facts import Bilingual
from engine.language.rulebook import Entitlement
from engine.reporting.known import labelled
from engine.reporting.sentences import Explainer, innermost

if TYPE_CHECKING:
    from engine.evaluation.judgment import DecisionResult
    from engine.reporting.build import Builder
    from engine.reporting.sentences import Line, Standing

MOST_MISSING = 2
MOST_SENTENCES = 2
MOST_REASONS = 5


def one_line(builder: Builder, name: str) -> Bilingual:
    """What is missing, what is wanting in the way that comes nearest, or the way that is open."""
    result = builder.results[name]
    if result.missing:
        return _missing(builder, result)
    if result.has_value:
        return _giving(builder, result) or _from_rows(builder, name)
    if result.is_open:
        found = _open(builder, name)
        if found is not None:
            return found
    if builder.tone(name) == "unfavourable":
        found = _several(builder, result) or _wanting(builder, result)
        if found is not None:
            return found
    else:
        for key in (key for group in result.because for key in group if not builder.comes_to_nothing(key)):
            clause = builder.program.clauses.get(key)
            if clause is not None and isinstance(clause.rule, Entitlement) and clause.provision.label is not None:
                return builder.phrases.say("reason.one_line_label", label=clause.provision.label, cite=builder.names.place(key))
    return _from_rows(builder, name)


def _open(builder: Builder, name: str) -> Bilingual | None:
    """Of an open decision that no fact is missing for: the first sentence on what is not known."""
    explainer = Explainer(builder.evaluation, builder.names)
    cited = [key for group in builder.results[name].because for key in group if key in builder.program.clauses]
    for key in cited:
        found = innermost(explainer.clause(builder.program.clauses[key]), {"open"})
        if found:
            return _cited(builder, found[0], key)
    found = innermost(explainer.ruling(builder.evaluation.plan.rulings[name]), {"open"})
    return _cited(builder, found[0], cited[0]) if found and cited else _open_ended(found[0].text) if found else None


def _several(builder: Builder, result: DecisionResult) -> Bilingual | None:
    """Of several reasons each of which is enough: all of them by their short names, as far as a line holds them."""
    alone = [builder.grounds(group)[0] for group in result.because if len(builder.grounds(group)) == 1]
    if len(alone) < 2 or len(alone) < len(result.because):  # noqa: PLR2004 - one reason is told in its own words
        return None
    told: list[tuple[Bilingual, Bilingual]] = []
    for key in alone[:MOST_REASONS]:
        provision = builder.program.provisions[key]
        label = provision.label or provision.title or builder.names.place(key)
        if label not in [one for one, _ in told]:
            told.append(
                (label, builder.phrases.say("reason.one_line_label", label=_open_ended(label), cite=builder.names.place(key)))
            )
    shown = builder.phrases.joined([text for _, text in told], "clauses")
    if len(alone) > MOST_REASONS:
        shown = builder.phrases.say("reason.one_line_more", x=shown, n=len(alone) - MOST_REASONS)
    return builder.phrases.say("reason.one_line_several", x=shown)


def _missing(builder: Builder, result: DecisionResult) -> Bilingual:
    shown = builder.phrases.joined([labelled(builder.names, path) for path in result.missing[:MOST_MISSING]], "conditions")
    if len(result.missing) > MOST_MISSING:
        shown = builder.phrases.say("reason.one_line_more", x=shown, n=len(result.missing) - MOST_MISSING)
    return builder.phrases.say("reason.one_line_missing", x=shown)


def _giving(builder: Builder, result: DecisionResult) -> Bilingual | None:
    """The provision that gives a value (what merely allows it comes after it), by its short name or by what it says."""
    for group in result.because:
        for key in sorted(builder.grounds(group), key=lambda one: not builder.gives(one)):
            if builder.comes_to_nothing(key):
                continue
            provision = builder.program.provisions[key]
            says = provision.label or provision.title or builder.wording(provision)
            if says is not None:
                return builder.phrases.say("reason.one_line_label", label=_open_ended(says), cite=builder.names.place(key))
    return None


def _wanting(builder: Builder, result: DecisionResult) -> Bilingual | None:
    """What is wanting by the first reason; of several ways, in those that come nearest."""
    group = result.because[0] if result.because else ()
    told = _told(builder, group)
    if not told:
        return None
    shown = builder.phrases.joined([_cited(builder, line, key) for key, line in _nearest(told)][:MOST_SENTENCES], "clauses")
    return shown if len(told) == 1 else builder.phrases.say("reason.one_line_ways", x=shown)


def nearest(builder: Builder, group: tuple[str, ...]) -> list[str]:
    """Of provisions none of which is met, those to which the least is wanting; all, where nothing can be told of any."""
    return [key for key, _ in _nearest(_told(builder, group))] or builder.grounds(group)


def _told(builder: Builder, group: tuple[str, ...]) -> list[tuple[int, str, Line]]:
    """Of each provision of a reason that has something to tell: how much is wanting, its key, and the sentence on it."""
    told = []
    for clause in (builder.program.clauses[key] for key in group if key in builder.program.clauses):
        lines = builder.lines_of.get(clause.key)
        if lines is None:
            lines = builder.lines_of[clause.key] = Explainer(builder.evaluation, builder.names).clause(clause)
        found = innermost(lines, {"not_met", "open"})
        if found:
            told.append((how_far(lines), clause.key, found[0]))
    return told


def how_far(lines: list[Line]) -> int:
    """How much is wanting to a provision, by what its lines say."""
    return sum(line.standing == "not_met" for line in lines)


def _nearest(told: list[tuple[int, str, Line]]) -> list[tuple[str, Line]]:
    fewest = min((wanting for wanting, _, _ in told), default=0)
    return [(key, line) for wanting, key, line in told if wanting == fewest]


def _cited(builder: Builder, line: Line, key: str) -> Bilingual:
    return builder.phrases.say("reason.one_line", sentence=_open_ended(line.text), cite=builder.names.place(key))


def _from_rows(builder: Builder, name: str) -> Bilingual:
    """Of a decision that no way in carries: the first sentences that name a value, else its cited text."""
    ruling = builder.evaluation.plan.rulings[name]
    explainer = Explainer(builder.evaluation, builder.names)
    cited = [key for group in builder.results[name].because for key in group if key in builder.program.provisions]
    ending: tuple[Standing, ...] = ("met", "not_met", "plain")
    giving = [key for key in cited if builder.gives(key)]
    speaking = [] if giving else cited  # where values are weighed, the row that weighs them says more than their texts
    for key in speaking:
        clause = builder.program.clauses.get(key)
        found = innermost(explainer.clause(clause), ending) if clause is not None else []
        if found:
            return _cited(builder, found[-1], key)
    found = innermost(explainer.ruling(ruling), ending)
    if found and cited:
        return _cited(builder, found[0], next((key for key in giving if not builder.comes_to_nothing(key)), cited[0]))
    for key in giving:
        found = innermost(explainer.clause(builder.program.clauses[key]), ending)
        if found:
            return _cited(builder, found[-1], key)
    return _open_ended(found[0].text) if found else builder.names.place(cited[0]) if cited else ruling.decision.title


def _open_ended(text: Bilingual) -> Bilingual:
    """A sentence without its closing mark, to stand in another."""
    return Bilingual(text.zh.rstrip("。："), text.en.rstrip(".:"))
