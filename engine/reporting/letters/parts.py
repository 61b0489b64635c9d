"""The parts of a letter, each by its kind. A part that has nothing to say is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from engine.reporting.letters.amounts import amounts_of
from engine.reporting.letters.checklist import checks_of, duties_of
from engine.reporting.letters.grounds import grounds_of, grounds_of_duty
from engine.reporting.letters.model import LetterPart, Row
from engine.reporting.letters.received import entries_of, rows_of, said_rows_of
from engine.reporting.letters.wanted import wanted_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.language.diagnostics import Place
    from engine.language.facts import Bilingual
    from engine.reporting.letters.declaration import Part
    from engine.reporting.letters.telling import Telling

    Fill = Callable[[Bilingual, Place], Bilingual]

TELLING: Final = frozenset({"outcome", "grounds", "wanted", "amounts", "checklist"})
"""The kinds of parts that tell what was decided; a letter without any only says what was received, or what is to be done."""


def part_of(telling: Telling, part: Part, fill: Fill) -> LetterPart | None:
    """One part of a letter as plain values; nothing where it would tell of nothing. ``fill`` fills the places of wordings."""
    title = None if part.title is None else fill(part.title, part.place)
    text = None if part.text is None else fill(part.text, part.place)
    cited = [key for key in part.cite if key in telling.builder.program.provisions]
    cite = (telling.cites(cited),) if cited else ()
    names = [name for name in part.decisions or (telling.about,) if name in telling.builder.results]
    match part.kind:
        case "said":
            _quote(telling, part)
            return LetterPart(kind=part.kind, title=title, text=text, cite=cite) if text is not None else None
        case "remedy":
            if telling.remedy is not None or text is None:  # the office's words rest on the office's rules
                return LetterPart(kind=part.kind, title=title, text=telling.remedy)
            _quote(telling, part)
            return LetterPart(kind=part.kind, title=title, text=text, cite=cite)
        case "outcome":
            rows = tuple(_outcome(telling, name) for name in names)
            remarks = tuple(one for name in names for one in _remarks(telling, name))
            found = LetterPart(kind=part.kind, title=title, text=text, rows=rows, remarks=remarks, cite=cite)
            return found if rows else None
        case "grounds":
            of_duty = telling.duty is not None and not part.decisions
            grounds = [grounds_of_duty(telling)] if of_duty else [grounds_of(telling, name) for name in names]
            told = tuple(one for one in grounds if one is not None)
            return LetterPart(kind=part.kind, title=title, text=text, grounds=told, cite=cite) if told else None
        case "wanted":
            wanted = wanted_of(telling, names)
            return LetterPart(kind=part.kind, title=title, text=text, wanted=wanted, cite=cite) if wanted else None
        case "received":
            rows, entries = said_rows_of(telling, part.facts), entries_of(telling, part.facts)
            found = LetterPart(kind=part.kind, title=title, text=text, rows=rows, entries=entries, cite=cite)
            return found if rows or entries else None
        case "amounts":
            rows = amounts_of(telling, names)
            return LetterPart(kind=part.kind, title=title, text=text, rows=rows, cite=cite) if rows else None
        case "checklist":
            checks = checks_of(telling, part.provisions)
            return LetterPart(kind=part.kind, title=title, text=text, checks=checks, cite=cite) if checks else None
        case "duties":
            duties = duties_of(telling, part.provisions)
            return LetterPart(kind=part.kind, title=title, text=text, duties=duties, cite=cite) if duties else None
        case "fields":
            rows, entries = rows_of(telling, part.facts), entries_of(telling, part.facts)
            found = LetterPart(kind=part.kind, title=title, text=text, rows=rows, entries=entries, cite=cite)
            return found if rows or entries else None
        case _:
            assert_never(part.kind)


def _quote(telling: Telling, part: Part) -> None:
    """What a letter says of the law, the law itself says below."""
    for key in part.cite:
        telling.quotations.number(key)


def _outcome(telling: Telling, name: str) -> Row:
    """A decision and what came out of it."""
    decision = telling.evaluation.plan.rulings[name].decision
    cite = telling.cites(decision.cite) if decision.cite else None
    return Row(label=decision.title, value=telling.builder.outcome(name), cite=cite, note=decision.remark)


def _remarks(telling: Telling, name: str) -> list[Bilingual]:
    """What is still possible, and what the decision does not look at."""
    decision = telling.evaluation.plan.rulings[name].decision
    return [one for one in (_possible(telling, name), decision.remark) if one is not None]


def _possible(telling: Telling, name: str) -> Bilingual | None:
    """The outcomes that are still possible, where there are several."""
    result, outcomes = telling.builder.results[name], telling.evaluation.plan.rulings[name].decision.outcomes
    if result.has_value or len(result.possible) < 2:  # noqa: PLR2004 - one outcome leaves nothing open
        return None
    say = telling.phrases.say
    labels = [say("outcome.named", x=outcomes[one]) for one in result.possible if one in outcomes]
    return telling.phrases.sentence(say("outcome.possible", x=telling.phrases.joined(labels, "or")))


def told_by(part: Part, about: str) -> tuple[str, ...]:
    """The decisions whose outcomes a part tells."""
    return (part.decisions or (about,)) if part.kind in TELLING else ()


def with_remarks(parts: Sequence[LetterPart], remarks: Sequence[Bilingual]) -> tuple[LetterPart, ...]:
    """The parts, with what there is to know about the whole judgment at the first that tells of it."""
    found, left = [], tuple(remarks)
    for part in parts:
        if part.kind in TELLING and left:
            found.append(replace(part, remarks=(*part.remarks, *left)))
            left = ()
        else:
            found.append(part)
    return tuple(found)
