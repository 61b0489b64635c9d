"""The parts of a letter, each by its kind. A part that has nothing to say is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.reporting.letters.amounts import amounts_of
from engine.reporting.letters.checklist import checks_of, duties_of
from engine.reporting.letters.grounds import grounds_of, grounds_of_duty
from engine.reporting.letters.model import LetterPart, Row
from engine.reporting.letters.received import entries_of, rows_of
from engine.reporting.letters.wanted import wanted_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.diagnostics import Place
    from engine.language.facts import Bilingual
    from engine.reporting.letters.declaration import Part
    from engine.reporting.letters.telling import Telling

    Fill = Callable[[Bilingual, Place], Bilingual]


def part_of(telling: Telling, part: Part, fill: Fill) -> LetterPart | None:
    """One part of a letter as plain values; nothing where it would tell of nothing. ``fill`` fills the places of wordings."""
    title = None if part.title is None else fill(part.title, part.place)
    text = None if part.text is None else fill(part.text, part.place)
    cite = tuple(telling.cite(key) for key in part.cite if key in telling.builder.program.provisions)
    names = [name for name in part.decisions or (telling.about,) if name in telling.builder.results]
    match part.kind:
        case "said":
            for key in part.cite:  # what the letter says of the law, the law itself says below
                telling.quotations.number(key)
            return LetterPart(kind=part.kind, title=title, text=text, cite=cite) if text is not None else None
        case "remedy":
            return LetterPart(kind=part.kind, title=title, text=telling.remedy or text, cite=cite)
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
            rows, entries = rows_of(telling, part.facts), entries_of(telling, part.facts)
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


def _outcome(telling: Telling, name: str) -> Row:
    """A decision and what came out of it."""
    decision = telling.evaluation.plan.rulings[name].decision
    cite = telling.phrases.joined([telling.cite(key) for key in decision.cite]) if decision.cite else None
    return Row(label=decision.title, value=telling.builder.outcome(name), cite=cite, note=decision.remark)


def _remarks(telling: Telling, name: str) -> list[Bilingual]:
    """What is still possible, and what there is to know about the version that applies."""
    builder, result = telling.builder, telling.builder.results[name]
    found = [builder.possible(result, telling.evaluation.plan.rulings[name])]
    if telling.versions is not None:
        found.append(telling.versions.which)
    found.extend(builder.remark(one) for one in telling.judgment.remarks)
    return [one for one in found if one is not None]
