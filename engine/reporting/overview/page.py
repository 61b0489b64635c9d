"""The page of the batch report: pictures that lead to the records, and a table that a reader sorts, filters and searches."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from engine.documents.text import without_isolates
from engine.loading.folders import shipped
from engine.reporting.overview import counting
from engine.reporting.overview.counting import WAYS, deadline_class, outcome_of
from engine.reporting.overview.picture import Drawn, Label, picture_of
from engine.reporting.rendering import Renderer, in_order, shown_in_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.overview.counting import Tally
    from engine.reporting.overview.model import Ground, Named, Overview, Row, Wanting
    from engine.reporting.overview.picture import Picture
    from engine.reporting.phrases import Phrases
    from engine.reporting.rendering import Languages

MOST_DRAWN: Final = 10
MOST_BELOW: Final = 4
"""Bars of a picture, and among them parts of another bar; the table below it has all of them."""
MARKS: Final = {"favourable": "✓", "unfavourable": "✗", "undetermined": "?", "neutral": "·"}
"""What stands before an outcome, so that colour alone tells nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by: its key, how many records it has, and its wording."""

    key: str
    number: int
    label: Bilingual
    cite: Bilingual | None
    below: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its title, how it counts, and what its filter is called; its figures, and those of them that it draws.

    ``more`` is how many it does not draw.
    """

    name: str
    title: Bilingual
    about: Bilingual
    asks: Bilingual
    choices: tuple[Choice, ...]
    drawn: tuple[Choice, ...]
    picture: Picture
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what it is filtered by: keys between spaces."""

    row: Row
    outcome: str
    ground: str
    missing: str
    reading: str
    deadline: str


def page_of_overview(overview: Overview, phrases: Phrases, languages: Languages) -> str:
    """A self-contained HTML page, which works from a file: nothing is fetched."""
    rows, script = overview.rows, _script()
    made = _Charts(phrases, in_order(languages, overview.governs))
    found = (
        made.chart("outcome", counting.outcomes(rows)),
        made.chart("ground", counting.grounds(rows)),
        made.chart("missing", counting.missing(rows)),
        made.chart("reading", counting.readings(rows)),
        made.chart("deadline", counting.deadlines(rows)),
    )
    return Renderer(phrases, languages).page(
        "overview",
        overview.governs,
        overview=overview,
        charts=[chart for chart in found if chart is not None],
        lines=[_line(row) for row in rows],
        marks=MARKS,
        several=len({row.decision for row in rows}) > 1,
        has_deadlines=any(row.deadline is not None for row in rows),
        has_documents=any(row.documents for row in rows),
        script=Markup(script),  # noqa: S704 - the page's own script, as it stands in the package
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        number=_grouped,
        **_Said(phrases, in_order(languages, overview.governs)).words(),
    )


@cache
def _script() -> str:
    """The script as it stands between its tags: the page names its digest, and a browser runs no other."""
    return (shipped("reports") / "templates" / "overview.js").read_text(encoding="utf-8")


def _grouped(number: int) -> str:
    return f"{number:,}"


def _line(row: Row) -> Line:
    grounds = [one.key for one in row.grounds] + ([WAYS] if any(one.nearest for one in row.grounds) else [])
    return Line(
        row,
        outcome_of(row),
        " ".join(dict.fromkeys(grounds)),
        " ".join(dict.fromkeys(one.key for one in row.missing)),
        " ".join(one.key for one in row.readings),
        deadline_class(row),
    )


class _Said:
    """Wordings of thousands of rows, most of which say the same: each is written once, and shown as often as it is met."""

    def __init__(self, phrases: Phrases, languages: Sequence[str]) -> None:
        self.phrases, self.languages = phrases, languages
        self.tags = {language: phrases.say("this.tag").in_language(language) for language in languages}
        self.words_ = cache(self._words)

    def words(self) -> dict[str, object]:
        """What the template asks for, by name."""
        return {
            "words": self.words_,
            "both": cache(lambda key: self._words(self.phrases.say(key))),
            "phrase": cache(lambda key, language: self.phrases.say(key).in_language(language)),
            "grounds": lambda row, language: [self._ground(one, language) for one in row.grounds],
            "wanting": lambda row, language: [self._wanting(one, language) for one in row.missing],
            "readings": lambda row, language: [self._cited(one, language) for one in row.readings],
            "days": self._days,
            "presumptions": lambda row, language: [one.in_language(language) for one in row.presumptions],
        }

    def _words(self, wording: Bilingual) -> Markup:
        """A wording in the languages of the page; once, where it is the same in all of them."""
        first = wording.in_language(self.languages[0])
        if all(wording.in_language(language) == first for language in self.languages[1:]):
            return shown_in_html(first)
        then = []
        for number, (language, tag) in enumerate(self.tags.items()):
            look = Markup(' class="then"') if number else ""
            then.append(Markup('<span lang="{}"{}>{}</span>').format(tag, look, shown_in_html(wording.in_language(language))))
        return Markup(" ").join(then)

    def _days(self, row: Row) -> Bilingual:
        """How far off the deadline is, or how long past."""
        days = row.days or 0
        return self.phrases.plural("overview.days_past" if days < 0 else "overview.days_left", abs(days), n=_grouped(abs(days)))

    def _cited(self, one: Named, language: str) -> str:
        label = one.label.in_language(language)
        if one.cite is None:
            return label
        return self.phrases.say("join.cited", cite=one.cite, label=one.label).in_language(language)

    def _ground(self, one: Ground, language: str) -> str:
        cited = self._cited(one, language)
        return self.phrases.say("overview.nearest", x=cited).in_language(language) if one.nearest else cited

    def _wanting(self, one: Wanting, language: str) -> str:
        own = one.own.in_language(language)
        return own if one.ask is None else self.phrases.say("overview.wanting", x=own, ask=one.ask).in_language(language)


class _Charts:
    """Draws what was counted, in the languages of the page."""

    def __init__(self, phrases: Phrases, languages: Sequence[str]) -> None:
        self.phrases, self.languages = phrases, languages

    def chart(self, name: str, tallies: Sequence[Tally]) -> Chart | None:
        if not tallies:
            return None
        choices = tuple(self._choice(name, one) for one in tallies)
        chosen = [one for one in zip(choices, tallies, strict=True) if not one[0].below][:MOST_DRAWN]
        below = [one for one in zip(choices, tallies, strict=True) if one[0].below][:MOST_BELOW]
        shown = [one for one in zip(choices, tallies, strict=True) if one in chosen or one in below]
        drawn = [
            Drawn(one.key, one.number, tuple(self._labels(one, tally)), tally.tone or "neutral", one.below)
            for one, tally in shown
        ]
        title, about, asks = (self.phrases.say(f"overview.{part}_{name}") for part in ("chart", "about", "filter"))
        return Chart(
            name, title, about, asks, choices, tuple(one for one, _ in shown), picture_of(drawn), len(choices) - len(shown)
        )

    def _choice(self, name: str, tally: Tally) -> Choice:
        label = tally.label or self._said(name, tally.key)
        return Choice(tally.key, tally.number, label, tally.cite, tally.below)

    def _said(self, name: str, key: str) -> Bilingual:
        """The wording of what has none of its own: the ways together, and classes of days."""
        first, dash, last = key.partition("-")
        if not dash:
            return self.phrases.say(f"overview.{name}_{key}")
        return self.phrases.say(f"overview.{name}_{'within' if last else 'beyond'}", first=first, last=last)

    def _labels(self, choice: Choice, tally: Tally) -> list[Label]:
        """The wording in each language, the first one large; then where it stands in a text."""
        found: list[Label] = []
        for number, language in enumerate(self.languages):
            text = without_isolates(choice.label.in_language(language))
            mark = f"{MARKS[tally.tone]} " if tally.tone and not number else ""
            if not number or text != without_isolates(choice.label.in_language(self.languages[0])):
                found.append(Label(mark + text, language, soft=bool(number)))
        if choice.cite is not None:
            found.append(Label(without_isolates(choice.cite.in_language(self.languages[0])), self.languages[0], soft=True))
        return found
