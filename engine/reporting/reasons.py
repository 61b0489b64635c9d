"""The reasons of a decision: groups of provisions that carry it together, each provision explained once and quoted once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.language.logic import FALSE
from engine.reporting.checks import check, in_brief
from engine.reporting.model import Basis, Cited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.judgment import DecisionResult
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.facts import Bilingual
    from engine.reporting.build import Builder
    from engine.reporting.model import Tone
    from engine.reporting.sentences import Line

Here = tuple[str, "Bilingual", "Bilingual"]
"""Where a reason stands: the decision, and the reason's name in it and outside of it."""


def bases_of(builder: Builder, result: DecisionResult, ruling: Ruling, tone: Tone) -> tuple[Basis, ...]:
    """The reasons of a decision. Those of several provisions have numbers, where there are several of them."""
    say, title = builder.phrases.say, ruling.decision.title
    found: list[Basis] = []
    together = sum(len(builder.grounds(group)) > 1 for group in result.because)
    number = 0
    for group in result.because:
        grounds = builder.grounds(group)
        several = len(grounds) > 1
        number += several
        numbered = several and together > 1
        name = say("reason.point" if tone == "undetermined" else "reason.basis", n=number) if numbered else None
        whole = say("join.label", label=title, x=name) if name else title
        brief = in_brief(builder, grounds, tone)
        cited = tuple(_cited(builder, key, (result.name, name or title, whole)) for key in grounds if key not in brief)
        checks = tuple(check(builder, key) for key in brief)
        silent = not checks and not any(one.lines or one.again for one in cited)
        untold = tone == "undetermined" and "open" not in {one.stands for one in cited} | {one.stands for one in checks}
        lines = tuple(builder.explainer.ruling(ruling)) if silent or untold else ()
        found.append(Basis(title=name, lead=_lead(builder, grounds, tone), cited=cited, checks=checks, lines=lines))
    if tone == "undetermined" and any(one.stands == "open" for basis in found for one in basis.cited):
        found = [basis for basis in found if basis.cited or basis.checks]  # what its conditions say is said by its provisions
    return _once(builder, found) if tone == "unfavourable" else tuple(found)


def _lead(builder: Builder, grounds: Sequence[str], tone: Tone) -> Bilingual | None:
    if len(grounds) < 2:  # noqa: PLR2004 - a reason of one provision needs no word on how they combine
        return None
    values = [builder.value_of(key) for key in grounds]
    if tone == "unfavourable":
        return builder.phrases.say("reason.ways" if all(value is FALSE for value in values) else "reason.together")
    return builder.phrases.say(
        {"favourable": "reason.allowed", "undetermined": "reason.open_several"}.get(tone, "reason.rests_on")
    )


def _cited(builder: Builder, key: str, here: Here) -> Cited:
    """A provision as a reason quotes it."""
    provision, clause = builder.program.provisions[key], builder.program.clauses.get(key)
    again = builder.explained.get(key)
    if again is None:
        builder.explained[key] = here
        builder.quoted[key] = None
    verdict, stands = builder.verdict(clause)
    return Cited(
        place=builder.names.place(key),
        text=builder.program.rulebooks[builder.names.text_of(key)].title,
        label=builder.names.label(key) or (provision.title if provision.unit != "heading" else None),
        wording=builder.wording(provision) if again is None and _is_quoted(builder, key) else None,
        verdict=verdict,
        stands=stands,
        lines=_deciding(builder, clause, here) if clause is not None and again is None else (),
        again=again and builder.phrases.say("report.see_above", x=again[1] if again[0] == here[0] else again[2]),
    )


def _deciding(builder: Builder, clause: Clause, here: Here) -> tuple[Line, ...]:
    """The sentences on a provision; beside the main decision without those that only say to whom it speaks."""
    lines = tuple(builder.explainer.clause(clause))
    telling = tuple(line for line in lines if line.standing != "plain")
    return telling if telling and here[0] != builder.main else lines


def _is_quoted(builder: Builder, key: str) -> bool:
    """Whether a reason rests on a provision's own words: not on what stands below it, and not where it does not apply."""
    clause = builder.program.clauses.get(key)
    if clause is None:
        return not builder.program.provisions[key].children
    return builder.evaluation.status(clause) != "not_applicable"


def _once(builder: Builder, bases: Sequence[Basis]) -> tuple[Basis, ...]:
    """The reasons, where what is wanting under two provisions is told under the first."""
    told: dict[tuple[str, ...], Bilingual] = {}
    found = []
    for basis in bases:
        cited = []
        for one in basis.cited:
            wanting = tuple(line.text.zh for line in one.lines if line.standing == "not_met")
            if wanting and len(basis.cited) == 1:
                before = told.setdefault(wanting, one.place)
                if before is not one.place:
                    cited.append(replace(one, lines=(), again=builder.phrases.say("report.see_same", x=before)))
                    continue
            cited.append(one)
        found.append(replace(basis, cited=tuple(cited)))
    return tuple(found)
