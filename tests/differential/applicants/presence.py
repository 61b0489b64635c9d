"""Where somebody lived, and when somebody was in Taiwan, around the lines of six and eight years and of 120 days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .chance import between, chance, foreign_territory, months_after, near, shifted, without_some_nulls

if TYPE_CHECKING:
    from .chance import Case, Element

Stretch = tuple[date, date | None]
"""First and last day; an open one has no last."""

NOT_EVERYWHERE_PERMITTED = ("TW", "CN", "HK", "MO")
COUNTED_PURPOSES = ("visit", "visit", "visit", "work", "study", "other")
NEUTRAL_PURPOSES = (
    "overseas_youth_training", "moe_accredited_training", "language_centre", "exchange", "approved_internship",
)  # fmt: skip
CAPPED_PURPOSES = ("language_centre", "exchange", "approved_internship")


def presence(case: Case) -> tuple[list[Element], list[Element]]:
    """The residences and the stays in Taiwan of one person."""
    rng = case.rng
    residences = _residences(case)
    stays: list[Element] = []
    themes = (_around_the_limit, _around_the_limit, _over_new_year, _around_two_years, _visits, _still_there)
    for theme in rng.sample(themes, rng.choice((0, 1, 1, 1, 2, 2, 3))):
        purpose, documented = _purpose(case)
        for purpose_of_its_own, (first, last) in theme(case):
            proven = chance(rng, 88) if purpose_of_its_own else documented
            stays.append(_stay(case, (first, last), purpose_of_its_own or purpose, documented=proven))
            if last and last > shifted(first, 90) and chance(rng, 35):
                residences = _moved(residences, first, last, outside=rng.choice((0, 0, 1)))
    rng.shuffle(residences)
    rng.shuffle(stays)
    return [_residence(case, *one) for one in residences], stays


def _residence(case: Case, territory: str, first: date, last: date | None) -> Element:
    element = {"territory": territory, "from": first.isoformat(), "to": last.isoformat() if last else None}
    return without_some_nulls(case.rng, element)


def _stay(case: Case, time: Stretch, purpose: str, *, documented: bool) -> Element:
    first, last = time
    element: Element = {
        "from": first.isoformat(),
        "to": last.isoformat() if last else None,
        "purpose": purpose,
        "documented": None if not documented and chance(case.rng, 40) else documented,
    }
    return without_some_nulls(case.rng, element)


def _territory(case: Case) -> str:
    rng = case.rng
    if case.route == "hong_kong_macao":
        return rng.choice(("HK", "HK", "MO", foreign_territory(rng), foreign_territory(rng)))
    return foreign_territory(rng)


def _residences(case: Case) -> list[tuple[str, date, date | None]]:
    """One residence after another through the whole period, in most cases without a gap and in permitted places."""
    rng = case.rng
    start, end = case.period_start, case.semester_start
    first = near(rng, start) if chance(rng, 45) else shifted(start, -rng.randint(2, 3000))
    found: list[tuple[str, date, date | None]] = []
    if chance(rng, 60):
        before = rng.choice((*NOT_EVERYWHERE_PERMITTED, "JP"))
        found.append((before, shifted(first, -rng.randint(200, 4000)), shifted(first, -rng.choice((1, 1, 1, 2, 0)))))
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        last = between(rng, max(first, start), shifted(end, -5))
        place = rng.choice(NOT_EVERYWHERE_PERMITTED) if chance(rng, 8) else _territory(case)
        found.append((place, first, last))
        # Continued, a gap of one or two days, overlapping.
        first = shifted(last, rng.choice((1,) * 14 + (2, 3, 0, -20)))
    closing = rng.choice((None,) * 14 + (shifted(end, -1), end, shifted(end, 1), shifted(end, 700)))
    place = rng.choice(NOT_EVERYWHERE_PERMITTED) if chance(rng, 4) else _territory(case)
    found.append((place, first, closing if closing is None or closing >= first else first))
    return found


def _moved(
    residences: list[tuple[str, date, date | None]], first: date, last: date, *, outside: int
) -> list[tuple[str, date, date | None]]:
    """The same residences, except that the person lived in Taiwan from ``first`` to ``last``.

    Elsewhere ends the day before, and begins again the day after; with ``outside``, one day further off.
    """
    found: list[tuple[str, date, date | None]] = [("TW", first, last)]
    for place, since, until in residences:
        if (until is not None and until < first) or since > last:
            found.append((place, since, until))
            continue
        if since < shifted(first, -outside):
            found.append((place, since, shifted(first, -1 - outside)))
        if until is None or until > last:
            found.append((place, shifted(last, 1), until))
    return found


def _purpose(case: Case) -> tuple[str, bool]:
    if chance(case.rng, 25):
        return case.rng.choice(NEUTRAL_PURPOSES), chance(case.rng, 65)
    return case.rng.choice(COUNTED_PURPOSES), chance(case.rng, 40)


Theme = list[tuple[str | None, Stretch]]
"""Stays, some with a purpose of their own."""


def _around_the_limit(case: Case) -> Theme:
    """Stays with about 120 counted days in one calendar year of the period, the incomplete first and last included."""
    rng = case.rng
    start, end = case.period_start, case.semester_start
    year = rng.choice((start.year, end.year, rng.randint(start.year, end.year)))
    year_first, year_last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    days = min(rng.choice((118, 119, 120, 120, 121, 121, 122, 123)), (year_last - year_first).days)
    if year == start.year and chance(rng, 50):  # only the part inside the period counts
        return [(None, (shifted(start, -rng.choice((1, 1, 2, 60))), shifted(start, days - 1)))]
    if year == end.year and chance(rng, 50):
        return [(None, (shifted(end, -days), rng.choice((end, shifted(end, 1), shifted(end, 90), None))))]
    entry = between(rng, year_first, shifted(year_last, -days))
    exit_ = shifted(entry, days)
    cut = between(rng, entry, exit_)
    match rng.choice(("one", "one", "touching", "overlapping", "apart", "with_a_day_trip")):
        case "one":
            return [(None, (entry, exit_))]
        case "touching":  # out and in again on one day
            return [(None, (entry, cut)), (None, (cut, exit_))]
        case "overlapping":
            return [(None, (entry, cut)), (None, (max(entry, shifted(cut, -7)), exit_))]
        case "apart":  # a day of entry more, so a counted day less, unless it is put back
            longer = shifted(exit_, rng.choice((0, 1)))
            return [(None, (entry, cut)), (None, (min(shifted(cut, 1), longer), longer))]
        case _:
            trip = between(rng, year_first, year_last)
            return [(None, (entry, exit_)), (None, (trip, trip))]


def _over_new_year(case: Case) -> Theme:
    """One stay with about 120 counted days on one or both sides of a New Year inside the period."""
    rng = case.rng
    new_year = date(rng.randint(case.period_start.year + 1, case.semester_start.year), 1, 1)
    before, after = rng.choice(((120, 120), (121, 20), (20, 121), (120, 121), (119, 120), (60, 61)))
    return [(None, (shifted(new_year, -1 - before), shifted(new_year, after - 1)))]


def _around_two_years(case: Case) -> Theme:
    """Stays of a capped kind that last about two years in all: by the calendar, or 730 days in several parts."""
    rng = case.rng
    kind = rng.choice(CAPPED_PURPOSES)
    entry = between(rng, shifted(case.period_start, -500), shifted(case.semester_start, -800))
    if chance(rng, 15):
        entry = date(rng.choice((2016, 2020)), 2, 29)
    if chance(rng, 55):
        return [(kind, (entry, near(rng, shifted(months_after(entry, 24), -1))))]
    total = rng.choice((728, 729, 729, 730, 730, 731))
    first_part = rng.randint(100, 600)
    gap = rng.choice((1, 2, 3, 200, -30))  # hanging together, apart, overlapping
    first_last = shifted(entry, first_part - 1)
    second = shifted(first_last, gap)
    overlap = max(0, 1 - gap)
    parts: Theme = [(kind, (entry, first_last)), (kind, (second, second + timedelta(total - first_part + overlap - 1)))]
    if chance(rng, 15):
        parts.append((kind, (shifted(case.period_start, -2000), shifted(case.period_start, -2000))))
    return parts


def _visits(case: Case) -> Theme:
    """Some short visits anywhere in the period, same-day ones among them."""
    rng = case.rng
    entries = [between(rng, shifted(case.period_start, -100), case.semester_start) for _ in range(rng.randint(1, 5))]
    return [(None, (entry, shifted(entry, rng.choice((0, 1, 7, 30, 60))))) for entry in entries]


def _still_there(case: Case) -> Theme:
    """An open stay that began about 120 days before the semester, or after the period."""
    rng = case.rng
    entry = shifted(case.semester_start, -rng.choice((119, 120, 121, 40)))
    return [(None, (entry, None))]
