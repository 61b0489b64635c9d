"""The page about a text itself: how much of it is executed, or where its languages part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.analysis.executable import CLASSES
from engine.language.facts import Bilingual
from engine.language.rulebook import Power
from engine.language.temporal.roc import format_date
from engine.reporting.phrases import LANGUAGES, shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.discrepancies import Parting, Place
    from engine.analysis.executable import Class, LawTable, Tally, Unit
    from engine.language.rulebook import Discrepancy, Rulebook
    from engine.reporting.phrases import Phrases
    from engine.reporting.rendering import Languages

MARKS: Final[dict[Class, str]] = {"executed": "●", "judgement": "◐", "not_executable": "○", "unused": "△"}
"""A sign for each class, which needs no colour to be told from the others."""
_EXCERPT: Final = {"zh": 24, "en": 60}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: ``start`` and ``width`` in percent."""

    class_: Class
    start: float
    width: float
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as a page shows it."""

    unit: Unit
    name: Bilingual
    kind: Bilingual
    class_: Bilingual
    mark: str
    details: tuple[Bilingual, ...]


def page_of_coverage(tables: Sequence[LawTable], languages: Languages) -> str:
    """A self-contained HTML page with the tables of some rulebooks."""
    from engine.reporting.rendering import Renderer  # noqa: PLC0415 - templates are slow to import, and terminals need none

    phrases = shipped_phrases()
    governs = tables[0].rulebook.governs if tables else "zh"
    views = [_View(table, phrases) for table in tables]
    return Renderer(phrases, languages).page("coverage", governs, tables=views, marks=MARKS)


class _View:
    """One table for a template."""

    def __init__(self, table: LawTable, phrases: Phrases) -> None:
        self.book = table.rulebook
        self.in_force = in_force(table.rulebook, phrases)
        self.total = table.tally.total
        self.bar = bar_of(table.tally)
        self.natures = natures_of(table.tally, phrases)
        self.parts = [(unit, tally, bar_of(tally)) for unit, tally in table.parts]
        self.rows = [row_of(unit, phrases) for unit in table.units]


def percent(share: float) -> str:
    """A share in percent, to one decimal."""
    return f"{100 * share:.1f}%"


def bar_of(tally: Tally) -> list[Segment]:
    """The classes that there are, side by side."""
    found: list[Segment] = []
    start = 0.0
    for class_ in CLASSES:
        if tally.classes[class_]:
            width = 100 * tally.share(class_)
            found.append(Segment(class_, round(start, 3), round(width, 3), tally.classes[class_], percent(tally.share(class_))))
            start += width
    return found


def natures_of(tally: Tally, phrases: Phrases) -> list[tuple[Bilingual, int, str]]:
    """What those are that are not executable: nature, number, and share in all units; the most first."""
    return [(nature_of(nature, phrases), count, percent(count / tally.total)) for nature, count in tally.natures.most_common()]


def nature_of(nature: str, phrases: Phrases) -> Bilingual:
    """The nature of a statement in words."""
    return phrases.say(f"nature.{nature or 'unsaid'}")


def in_force(book: Rulebook, phrases: Phrases) -> Bilingual:
    """Since when a version is in force."""
    return phrases.say("report.in_force", day=Bilingual(*(format_date(book.in_force, language) for language in LANGUAGES)))


def row_of(unit: Unit, phrases: Phrases) -> UnitRow:
    """A unit in words."""
    return UnitRow(
        unit=unit,
        name=unit.name or _beginning(unit.provision.text),
        kind=phrases.say(f"kind.{unit.provision.kind}"),
        class_=phrases.say(f"class.{unit.class_ or 'heading'}"),
        mark="" if unit.class_ is None else MARKS[unit.class_],
        details=tuple(_details(unit, phrases)),
    )


def _details(unit: Unit, phrases: Phrases) -> Iterator[Bilingual]:
    """What has to be found, or why there is no rule."""
    if unit.class_ == "not_executable" and unit.provision.not_executable is not None:
        yield phrases.say("coverage.why", nature=nature_of(unit.provision.nature, phrases), why=unit.provision.not_executable)
    elif unit.class_ == "judgement" and unit.findings:
        listed = phrases.joined([phrases.say("join.quote", x=fact.label) for fact in unit.findings])
        yield phrases.say("coverage.findings", x=listed)
    elif isinstance(unit.provision.rule, Power):
        yield phrases.say("coverage.its_use")


def _beginning(text: Bilingual | None) -> Bilingual:
    """The first words of a unit that has no name."""
    if text is None:
        return Bilingual("", "")
    return Bilingual(*(_shortened(text.in_language(language), _EXCERPT[language]) for language in LANGUAGES))


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def page_of_discrepancies(partings: Sequence[Parting], languages: Languages) -> str:
    """A self-contained HTML page with some rows, by rulebook."""
    from engine.reporting.rendering import Renderer  # noqa: PLC0415 - templates are slow to import, and terminals need none

    phrases = shipped_phrases()
    groups: dict[str, list[Parting]] = {}
    for parting in partings:
        groups.setdefault(parting.rulebook.id, []).append(parting)
    first = partings[0].rulebook.governs if partings else "zh"
    listed = [(rows[0].rulebook, in_force(rows[0].rulebook, phrases), rows, severities_of(rows)) for rows in groups.values()]
    return Renderer(phrases, languages).page("discrepancies", first, groups=listed, place=place_of, decides=governs_of)


def severities_of(rows: Sequence[Parting]) -> list[tuple[str, int]]:
    """How many rows there are of each severity, the gravest first."""
    found = sorted({row.severity for row in rows})
    return [(severity, sum(row.severity == severity for row in rows)) for severity in found]


def governs_of(row: Discrepancy) -> Bilingual:
    """Which wording decides, in a sentence."""
    return shipped_phrases().say(f"report.governs_{row.governs}")


def place_of(place: Place) -> Bilingual:
    """Where a row stands, in words."""
    return place.cite if place.cite is not None else shipped_phrases().say("discrepancies.title_of_text")
