"""From a version of a library to what a reader is shown of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from engine.language import keys
from engine.language.citation import cite_unit
from engine.reporting.consolidated.gone import Gone
from engine.reporting.consolidated.history import Historian, Past, called, day_of
from engine.reporting.consolidated.model import Act, Parting, Period, Reach, Saying, Shown, ShownUnit
from engine.reporting.consolidated.things import Things
from engine.reporting.difference.rules import parts_of, told
from engine.reporting.difference.voice import Voice
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Provision, Rulebook
    from engine.loading.amendments import reading
    from engine.loading.amendments.applying import ActStep
    from engine.loading.library import Library
    from engine.reporting.consolidated.model import Past as Repealed
    from engine.reporting.phrases import Phrases

_KEYS_OF_HEAD = frozenset(keys.names(keys.HEAD))


def shown_text(library: Library, id_: str, version: str, as_of: date | None = None) -> Shown:
    """The text of a version, by its own name, with the origin of every unit.

    With ``as_of``, sentences cite the rulebooks that it uses as they are in force on that day. Raises :class:`InputError`
    where it does not load.
    """
    book = library.load(f"{id_}@{version}")
    if as_of is not None:
        others = dict(_in_force(library, book, as_of))
        book = library.load(f"{id_}@{version}", uses=others) if others else book
    return _Builder(library, book, version, as_of).shown()


def _in_force(library: Library, book: Rulebook, day: date) -> Iterable[tuple[str, str]]:
    """The versions of a day, of the rulebooks with several versions that one rests on."""
    for other, use in book.uses.items():
        found = library.timeline(other).on(day)
        if found is not None and len(library.versions(other)) > 1:
            yield other, found.name
        yield from _in_force(library, use.rulebook, day)


def excerpt(shown: Shown, name: str) -> Shown | None:
    """Only a unit of a text, what was repealed of that path, or what is declared by a name; nothing where there is none."""
    things = tuple(one for one in shown.things if one.name == name)
    units = tuple(unit for unit in _all(shown.units) if unit.path == name)
    gone = tuple(one for one in _repealed(shown) if one.path == name)
    if not (things or units or gone):
        return None
    return replace(shown, units=tuple(replace(unit, following=()) for unit in units), things=things, leading=gone)


def _all(units: Iterable[ShownUnit]) -> Iterable[ShownUnit]:
    for unit in units:
        yield unit
        yield from _all(unit.below)


def _repealed(shown: Shown) -> Iterable[Repealed]:
    yield from shown.leading
    for unit in _all(shown.units):
        yield from (*unit.leading, *unit.following)


class _Builder:
    def __init__(self, library: Library, book: Rulebook, version: str, as_of: date | None) -> None:
        self.library, self.book, self.as_of = library, book, as_of
        self.phrases: Phrases = shipped_phrases()
        self.voice = Voice(book, self.phrases)
        self.past = Past(library, book.id, version)
        self.timeline = library.timeline(book.id)
        self.historian = Historian(self.past, book, self.phrases)
        self.gone = Gone(self.past, book, self.historian)
        self.things = Things(self.past, book, self.historian, self.voice)

    def shown(self) -> Shown:
        book, say = self.book, self.phrases.say
        own = [unit for unit in book.provisions.values() if not unit.applied_from]
        enactment = next((one for one in self.timeline.enactments if one.version == self.past.enactment), None)
        since = book.in_force if enactment is None else enactment.in_force
        return Shown(
            id=book.id,
            version=book.version,
            title=book.title,
            authority=book.authority,
            source=book.source,
            governs=book.governs,
            promulgated=None if book.promulgated is None else day_of(book.promulgated),
            enacted=say("shown.enacted", version=self.past.enactment, day=day_of(since)),
            days=self._days(book.in_force, book.until),
            digest=book.digest,
            as_of=None if self.as_of is None else day_of(self.as_of),
            periods=tuple(periods(self.library, book.id, book.version)),
            applied=tuple(self._acts(self.past.steps, "shown.since")),
            later=tuple(self._acts(self._later(), "shown.from")),
            head=tuple(self._head()),
            things=tuple(self.things.amended()),
            leading=self.gone.leading(""),
            units=tuple(self._unit(unit, 0) for unit in own if unit.parent is None),
        )

    def _days(self, first: date, last: date | None) -> Bilingual:
        return period_in_words(first, last, self.phrases)

    # -- amendments ------------------------------------------------------------------------------------------------

    def _later(self) -> list[ActStep]:
        """The steps that are known, and not applied in this text; not those that a later enactment has taken up."""
        enactment = next((one for one in self.timeline.enactments if one.version == self.past.enactment), None)
        applied = {(step.act.id, step.day) for step in self.past.steps}
        return [
            step
            for step in self.timeline.steps
            if (step.act.id, step.day) not in applied and (enactment is None or step.day >= enactment.in_force)
        ]

    def _acts(self, steps: Iterable[ActStep], key: str) -> Iterable[Act]:
        listed = list(steps)
        for act in self.timeline.acts:
            days = [step for step in listed if step.act is act]
            if days:
                yield Act(
                    id=act.id,
                    title=called(act, self.phrases),
                    promulgated=day_of(act.promulgated),
                    days=tuple(self._day(step, key) for step in days),
                    source=act.source,
                    reaches=tuple(self._reaches(act)),
                )

    def _day(self, step: ActStep, key: str) -> Bilingual:
        return self.phrases.plural(key, len(step.edits), day=day_of(step.day), n=len(step.edits))

    @cached_property
    def _newest(self) -> Voice:
        """Speaks for the newest text, in whose words all transitional rules are read."""
        newest = self.library.newest(self.book.id)
        return self.voice if newest == self.book.version else Voice(self.library.load(f"{self.book.id}@{newest}"), self.phrases)

    def _reaches(self, act: reading.Act) -> Iterable[Reach]:
        """The transitional rules of an amendment: a sentence, and the wording that the amendment gives."""
        if not act.transitional:
            return
        texts = {row.place: row.text for row in act.transitional}
        for row in self._newest.declared.rulebook.transitional:
            if row.amendment == act.id:
                when = self._newest.words(self.book.id, row.subject).name(row.when)
                yield Reach(self.phrases.say(f"shown.reach.{row.apply}", when=when), texts.get(row.place))

    def _head(self) -> Iterable[Bilingual]:
        """What amendments did to the head: its title, whose it is, and the like."""
        for name, origins in self.past.text.origins.items():
            if name in _KEYS_OF_HEAD:
                yield from (self.historian.sentence(origin, name) for origin in origins)

    # -- units -----------------------------------------------------------------------------------------------------

    def _unit(self, unit: Provision, depth: int) -> ShownUnit:
        made = self.historian.of_unit(unit.path)
        provisions = self.book.provisions
        return ShownUnit(
            path=unit.path,
            depth=depth,
            cite=cite_unit(unit, provisions),
            name=unit.title or unit.label,
            kind=unit.kind,
            text=unit.text,
            sayings=tuple(self._sayings(unit)),
            reason=unit.not_executable,
            lifted_by=tuple(self.voice.cited(key, self.book.id) for key in unit.lifted_by),
            partings=tuple(Parting(one.id, one.severity, one.zh, one.en) for one in unit.discrepancies),
            sign=made.sign,
            history=made.sentences,
            with_whole=bool(made.whole) and len(made.sentences) == 1,
            was=self.gone.left(unit) if made.sign == "removed" else None,
            leading=self.gone.leading(unit.path),
            below=tuple(self._unit(provisions[child], depth + 1) for child in unit.children if child in provisions),
            following=self.gone.following(unit.path),
        )

    def _sayings(self, unit: Provision) -> Iterable[Saying]:
        """The parts of a unit's rule in sentences."""
        for name, part in parts_of(unit.rule).items():
            yield Saying(self.historian.label(name), told(part, self.voice, self.book.id, unit.subject))


def period_in_words(first: date, last: date | None, phrases: Phrases) -> Bilingual:
    """From when until when a text is in force."""
    if last is None:
        return phrases.say("report.in_force", day=day_of(first))
    return phrases.say("report.in_force_until", day=day_of(first), last=day_of(last))


def periods(library: Library, id_: str, shown: str = "") -> Iterable[Period]:
    """The versions of a rulebook with their periods, the oldest first, and what made the text of each."""
    phrases = shipped_phrases()
    timeline = library.timeline(id_)
    acts = {act.id: act for act in timeline.acts}
    for version in timeline.versions:
        new = dict.fromkeys(step.amendment for step in version.steps if step.day == version.first_day)
        made_by = phrases.joined([called(acts[name], phrases) for name in new]) if new else phrases.say("shown.full_text")
        days = period_in_words(version.first_day, version.last_day, phrases)
        yield Period(version.name, days, made_by, version.name == shown)
