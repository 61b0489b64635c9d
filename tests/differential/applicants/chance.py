"""What every part of a random applicant shares: its case, days near a line, and how facts are written."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

Element = dict[str, Any]  # JSON: an element of one of the record's lists

ENGLISH = ("US", "GB", "AU", "NZ", "CA", "IE")
ELSEWHERE = ("JP", "MY", "DE", "VN", "IN", "BR", "SG", "ZA")


@dataclass(frozen=True, slots=True)
class Case:
    """What the parts of one applicant must agree on."""

    rng: Random
    route: str
    submitted: datetime
    """In Taiwan time."""
    semester_start: date
    field: str

    @property
    def applied_on(self) -> date:
        """The date of application."""
        return self.submitted.date()

    @property
    def period_start(self) -> date:
        """First day of the six or eight years that end with the semester's first day."""
        return shifted(years_before(self.semester_start, 6 if self.field == "general" else 8), 1)


def shifted(day: date, days: int) -> date:
    """The day ``days`` later."""
    return day + timedelta(days=days)


def years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; for 29 February, the last day of February."""
    return months_after(day, -12 * years)


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def near(rng: Random, day: date) -> date:
    """The day itself or the one before or after it."""
    return shifted(day, rng.choice((-1, 0, 0, 1)))


def between(rng: Random, first: date, last: date) -> date:
    """Any day from ``first`` to ``last``."""
    return shifted(first, rng.randint(0, max(0, (last - first).days)))


def chance(rng: Random, percent: float) -> bool:
    """True in so many cases of a hundred."""
    return rng.random() * 100 < percent


def presumable(rng: Random, value: bool) -> bool | None:  # noqa: FBT001  # it is the fact's value
    """The value, which where it is false may as well be left to its presumption."""
    return None if not value and chance(rng, 40) else value


def foreign_territory(rng: Random) -> str:
    """A country other than Taiwan, the Mainland Area, Hong Kong and Macao; often an English-speaking one."""
    return rng.choice(ENGLISH) if chance(rng, 30) else rng.choice(ELSEWHERE)


def written_or_not_so(rng: Random, day: date | None) -> str | None:
    """A day in ISO form; one that is not so is null or the word ``none``, which mean the same."""
    if day is None:
        return "none" if chance(rng, 30) else None
    return day.isoformat()


def without_some_nulls(rng: Random, element: Element) -> Element:
    """The element, where some empty fields are absent and others null: always the same thing."""
    return {name: value for name, value in element.items() if value is not None or chance(rng, 50)}
