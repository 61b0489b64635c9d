"""The long explanation of a decision as a document: everything that a report says, through one template for all forms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from engine.documents.text import without_isolates
from engine.documents.tree import Document, Running
from engine.reporting.letters.document import record_at_foot
from engine.reporting.phrases import shipped_phrases
from engine.reporting.rendering import in_order
from engine.reporting.templating import TAGS, Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.language.facts import Bilingual
    from engine.reporting.model import DecisionPart, FactLine, Presumption, ReadingLine, Report
    from engine.reporting.phrases import Phrases
    from engine.reporting.rendering import Languages

ENOUGH_FOR_ONE_ROW = 3
"""Facts of the same value, from so many on, share a row."""
SHORT_DIGEST = 16
SHORT_VALUE = 16
"""A value of so many letters stands in half of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A value, and the facts that have it."""

    labels: tuple[Bilingual, ...]
    value: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRows:
    """Facts as a table: two with values of their own beside each other, long ones alone, then those that share a value."""

    pairs: tuple[tuple[FactRow, ...], ...]
    long: tuple[FactRow, ...]
    shared: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The decisions of a report in the order in which they are told.

    ``amounts`` give a value, ``settled`` an outcome that needs no more than a line, ``others`` are told at length: they are
    unfavourable or open, and not explained by then. ``readings`` are those of all decisions.
    """

    main: DecisionPart
    amounts: tuple[DecisionPart, ...]
    settled: tuple[DecisionPart, ...]
    others: tuple[DecisionPart, ...]
    readings: tuple[ReadingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldUnder:
    """What one of several versions that may apply says."""

    heading: Bilingual
    told: Told


def explanation_of(
    report: Report, languages: Languages, templates: Templates | None = None, *, dated: date | None = None, code: str = ""
) -> Document:
    """The document of a report in one language, or in both with the one that governs first.

    ``templates`` are an office's, unless said the shipped ones; ``code`` is that by which the log of decisions knows it.
    Raises :class:`InputError` with template and line where an office's template cannot make one.
    """
    used = _shipped() if templates is None else templates
    order = in_order(languages, report.governs)
    turning = tuple(one for one in report.main.presumptions if one.turns)
    blocks = used.blocks(
        "explanation",
        order,
        report=report,
        told=told(report.main, report.others),
        versions=tuple(ToldUnder(heading=one.heading, told=told(one.main, one.others)) for one in report.versions),
        turning=turning,
        besides=_grouped((one.label, one.value) for one in _others(report, turning)),
        facts=_grouped((one.label, _value(one, used.phrases)) for one in report.facts),
    )
    first = order[0]
    title = used.phrases.say("report.document", person=report.person, record=record_at_foot(report.record)).in_language(first)
    return Document(
        title=without_isolates(title),
        languages=tuple(TAGS[language] for language in order),
        blocks=blocks,
        running=_running(report, first, used.phrases, code),
        dated=dated,
        compact=True,
    )


def told(main: DecisionPart, others: Sequence[DecisionPart]) -> Told:
    """Which decisions are told how."""
    beside = [one for one in others if one.tone in {"unfavourable", "undetermined"} and not one.value]
    at_length = [one for one in beside if one.news or (one.missing and not main.missing)]
    return Told(
        main=main,
        amounts=tuple(one for one in others if one.value),
        settled=tuple(one for one in others if not one.value),
        others=tuple(at_length),
        readings=tuple(reading for one in (main, *others) for reading in one.readings),
    )


def _others(report: Report, turning: Sequence[Presumption]) -> Iterable[Presumption]:
    return (one for one in report.main.presumptions if one not in turning)


def _value(fact: FactLine, phrases: Phrases) -> Bilingual:
    return phrases.say("join.paren", x=fact.value, note=phrases.say("report.presumed")) if fact.presumed else fact.value


def _grouped(facts: Iterable[tuple[Bilingual, Bilingual]]) -> FactRows | None:
    """Facts by their values: a value that many have is told once, after those that few have."""
    rows = list(dict.fromkeys(facts))
    if not rows:
        return None
    often = {value for value, times in Counter(value for _, value in rows).items() if times >= ENOUGH_FOR_ONE_ROW}
    own = [FactRow(labels=(label,), value=value) for label, value in rows if value not in often]
    short = [row for row in own if len(row.value.zh) <= SHORT_VALUE]
    return FactRows(
        pairs=tuple(tuple(short[at : at + 2]) for at in range(0, len(short), 2)),
        long=tuple(row for row in own if row not in short),
        shared=tuple(
            FactRow(labels=tuple(label for label, one in rows if one == value), value=value)
            for value in dict.fromkeys(value for _, value in rows)
            if value in often
        ),
    )


def _running(report: Report, language: str, phrases: Phrases, code: str) -> Running:
    def said(key: str, **slots: Bilingual | str) -> str:
        return without_isolates(phrases.say(f"report.{key}", **slots).in_language(language))

    return Running(
        record=said("running", title=phrases.say("report.title"), record=record_at_foot(report.record)),
        texts=tuple(
            said("running_text", title=one.title, version=one.version, digest=_short(one.digest)) for one in report.rulebooks
        ),
        page=said("page_number", page="{page}", pages="{pages}"),
        code=code,
        code_says=said("code") if code else "",
        scan=" ".join([code, *(_short(one.digest) for one in report.rulebooks[:1])]) if code else "",
    )


def _short(digest: str) -> str:
    name, mark, value = digest.rpartition(":")
    return f"{name}{mark}{value[:SHORT_DIGEST]}"


@cache
def _shipped() -> Templates:
    return Templates(shipped_phrases())
