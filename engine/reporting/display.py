"""Values as a reader sees them: dates, quantities, codes by their labels, lengths, and what is partly known."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.documents.text import isolated
from engine.evaluation.values import Coverage, Duration, ElapsedTime, Items, OneOf, Range, Span
from engine.language.facts import Bilingual, FactType, Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth
from engine.language.temporal.calendar import Unit, has_elapsed, shift
from engine.language.temporal.intervals import EARLIEST, LATEST, is_open
from engine.language.temporal.roc import format_date, format_year
from engine.language.types import EnumerationType, ListType, NumberType, TextType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.facts import Enumeration, Fact, Vocabulary
    from engine.language.record import Element
    from engine.language.types import Type
    from engine.reporting.phrases import Phrases

_DAYS_OF = {Unit.YEARS: 365, Unit.MONTHS: 30}
"""How several periods are added up: a year has 365 days, a month 30."""


class Display:
    """Shows values by their types. ``roc`` writes Chinese dates in the R.O.C. calendar."""

    def __init__(self, phrases: Phrases, vocabulary: Vocabulary, more: Mapping[str, Enumeration], *, roc: bool) -> None:
        self.phrases = phrases
        self.enumerations = {**more, **vocabulary.enumerations}
        self.offset = vocabulary.offset_minutes
        self.roc = roc

    def word(self, name: str) -> Bilingual:
        """A word that stands for a value: yes, no, none, not known."""
        return self.phrases.say(f"value.{name}")

    # -- by the type of an expression ------------------------------------------------------------------------------

    def value(self, value: object, type_: Type) -> Bilingual:
        """A value of an expression of this type, as far as it is known."""
        match value:
            case OneOf():
                return self.phrases.say(
                    "value.one_of", x=self.phrases.joined([self.value(one, type_) for one in value.values], "or")
                )
            case Range():
                return self._range(value, type_)
            case Items():
                inner = type_.element if isinstance(type_, ListType) else type_
                return self._several([self.value(entry, inner) for entry, _ in value.entries])
            case tuple():
                inner = type_.element if isinstance(type_, ListType) else type_
                return self._several([self.value(entry, inner) for entry in value])
            case Span():
                return self.span(value)
            case Coverage():
                return self.days_of(value)
            case Duration():
                return self._duration(value)
            case ElapsedTime():
                return self._elapsed(value)
            case int() | Decimal() if not isinstance(value, bool) and isinstance(type_, NumberType):
                return self.quantity(value, type_.unit)
            case str() if isinstance(type_, EnumerationType):
                return self.code(value, type_.name)
            case str() if isinstance(type_, TextType):
                return self.code(value, type_.named_by)
            case _:
                return self.plain(value)

    def plain(self, value: object) -> Bilingual:
        """A value that says itself what it is."""
        if value is UNKNOWN or value is None:
            return self.word("unknown")
        if value is TRUE or value is True:
            return self.word("yes")
        if value is FALSE or value is False:
            return self.word("no")
        if isinstance(value, Special):
            return self.word(value.value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (int, Decimal)):
            return self.quantity(value, "")
        text = isolated(str(value))
        return Bilingual(text, text)

    def code(self, value: str, enumeration: str) -> Bilingual:
        """The label of a code; one that its list does not know is shown as the foreign text that it is."""
        known = self.enumerations.get(enumeration)
        return known.values[value] if known is not None and value in known.values else self.plain(value)

    def quantity(self, value: int | Decimal, unit: str) -> Bilingual:
        """A number with its unit: by a phrase, by the label of a code of that name, or by the bare word."""
        number = f"{value:,}" if isinstance(value, int) else f"{value.normalize():,f}"
        if not unit:
            return Bilingual(number, number)
        if self.phrases.has(f"unit.{unit}.other"):
            return self.phrases.plural(f"unit.{unit}", value, n=number)
        label = next((known.values[unit] for known in self.enumerations.values() if unit in known.values), None)
        return self.phrases.plural("unit.any", value, n=number, unit=label or Bilingual(unit, unit))

    def _range(self, value: Range, type_: Type) -> Bilingual:
        low, high = (None if end is None else self.value(end, type_) for end in (value.low, value.high))
        if low is not None and high is not None:
            return self.phrases.say("value.range", low=low, high=high)
        if low is not None:
            return self.phrases.say("value.at_least", low=low)
        return self.word("unknown") if high is None else self.phrases.say("value.at_most", high=high)

    def _several(self, parts: list[Bilingual]) -> Bilingual:
        return self.phrases.joined(parts) if parts else self.word("empty")

    # -- time ------------------------------------------------------------------------------------------------------

    def day(self, day: date) -> Bilingual:
        """A date, in Chinese by the calendar that was asked for."""
        return Bilingual(format_date(day, "zh", roc=self.roc), format_date(day, "en"))

    def year(self, year: int) -> Bilingual:
        """A calendar year, in Chinese by the calendar that was asked for."""
        return Bilingual(format_year(year, "zh", roc=self.roc), format_year(year, "en"))

    def moment(self, moment: datetime) -> Bilingual:
        """A date-time at the place of the vocabulary; seconds only where there are some."""
        here = moment.astimezone(timezone(timedelta(minutes=self.offset)))
        key = "value.time_with_seconds" if here.second or here.microsecond else "value.time"
        slots = {"hour": f"{here.hour:02}", "minute": f"{here.minute:02}"}
        if here.second or here.microsecond:
            slots["second"] = f"{here.second:02}" + (f".{here.microsecond:06}".rstrip("0") if here.microsecond else "")
        return self.phrases.say(key, day=self.day(here.date()), **slots)

    def span(self, value: Span) -> Bilingual:
        """A window by its first and last day."""
        return self.run(value.start_low, value.end_high) if value.exact else self.word("unknown")

    def run(self, start: int, end: int) -> Bilingual:
        """Half-open ordinals as first and last day; an open end is said."""
        first, last = start > EARLIEST, end < LATEST
        if first and last and end - start == 1:
            return self.day(date.fromordinal(start))
        days = {"first": self.day(date.fromordinal(start))} if first else {}
        days |= {"last": self.day(date.fromordinal(end - 1))} if last else {}
        if not days:
            return self.word("endless")
        return self.phrases.say("value.span" if first and last else "value.span_since" if first else "value.span_until", **days)

    def days_of(self, value: Coverage) -> Bilingual:
        """The runs of some intervals, as far as they are possible."""
        return self._several([self.run(start, end) for start, end in value.possible_runs()])

    def _duration(self, value: Duration) -> Bilingual:
        runs = value.certain if value.certain == value.possible else ()
        if not runs:
            return self.word("no_time") if value.certain == value.possible else self.word("unknown")
        if is_open(runs):
            return self.word("endless")
        if len(runs) == 1:
            first, end = (date.fromordinal(ordinal) for ordinal in runs[0])
            return self.phrases.say("value.run", length=self.length(first, end))
        days = sum(end - start for start, end in runs)
        years, rest = divmod(days, _DAYS_OF[Unit.YEARS])
        months, left = divmod(rest, _DAYS_OF[Unit.MONTHS])
        if months > 11:  # noqa: PLR2004 - twelve months of 30 days are no year of 365: the days say it better
            months, left = 0, rest
        return self.phrases.say("value.runs", days=self.quantity(days, "days"), length=self._parts(years, months, left))

    def _elapsed(self, value: ElapsedTime) -> Bilingual:
        if not isinstance(value.first, date) or not isinstance(value.last, date):
            return self.word("unknown")
        length = self.length(value.first, value.last)
        return self.phrases.say("value.elapsed", length=length, first=self.day(value.first), last=self.day(value.last))

    def length(self, first: date, end: date) -> Bilingual:
        """The time from one day to another by the calendar, in whole years, months and days."""
        if end <= first:
            return self.quantity(0, "days")
        months = 12 * (end.year - first.year) + end.month - first.month
        while months > 0 and not has_elapsed(first, end, months, Unit.MONTHS):
            months -= 1
        return self._parts(months // 12, months % 12, (end - shift(first, months, Unit.MONTHS)).days)

    def _parts(self, years: int, months: int, days: int) -> Bilingual:
        units = ((years, "years"), (months, "months"), (days, "days"))
        found = [self.quantity(number, unit) for number, unit in units if number]
        return self.phrases.joined(found, "lengths") if found else self.quantity(0, "days")

    # -- by the declaration of a fact ------------------------------------------------------------------------------

    def fact(self, value: object, fact: Fact, element: Element | None = None) -> Bilingual:
        """The value of a fact, or of a field of an element, by its declaration."""
        if isinstance(value, tuple):
            inner = fact.element_type or fact
            return self._several([self.fact(one, inner) for one in value])
        if value is None or isinstance(value, (Special, bool, Truth, date)):
            return self.plain(value)
        if fact.type is FactType.ENUMERATION:
            return self.code(str(value), fact.enumeration)
        if isinstance(value, str):
            return self.code(value, fact.named_by)
        if isinstance(value, (int, Decimal)):
            sibling = element.values.get(fact.unit_from) if element is not None and fact.unit_from else None
            return self.quantity(value, sibling if isinstance(sibling, str) else fact.unit)
        return self.plain(value)
