"""Living overseas continuously: Article 2, Paragraphs 4 and 5, and Article 3, Paragraphs 2, 4 and 5."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from .days import days_between, days_present, period_ending, reaches_years

if TYPE_CHECKING:
    from .facts import Facts, Stay

NOT_OVERSEAS = frozenset({"TW", "CN", "HK", "MO"})
"""Article 2, Paragraph 5: overseas is everywhere but Taiwan, the Mainland Area, Hong Kong and Macao."""

NOT_HONG_KONG_MACAO_OR_OVERSEAS = frozenset({"TW", "CN"})
"""Article 3, Paragraph 1 lets years in Hong Kong and Macao count too."""

DAYS_A_YEAR = 120
CAP_YEARS = 2

KIND_WITHOUT_CAP = frozenset({"overseas_youth_training", "moe_accredited_training"})
KINDS_UNDER_TWO_YEARS = frozenset({"language_centre", "exchange", "approved_internship"})


def years_required(facts: Facts) -> int:
    """Return eight for medicine, dentistry and Chinese medicine, six for everything else."""
    return 8 if facts.text("programme.field") in {"medicine", "dentistry", "chinese_medicine"} else 6


def kind_stays_under_cap(kind: str, stays: list[Stay]) -> bool:
    """Tell whether the documented stays of a kind, over the whole life and taken together, are under two years."""
    days: set[int] = set()
    for stay in stays:
        if stay.purpose == kind and stay.documented:
            days |= days_between(stay.time.first, stay.time.last)
    return not reaches_years(days, CAP_YEARS)


def is_disregarded(stay: Stay, stays: list[Stay]) -> bool:
    """Tell whether a stay is one of those that do not count (Article 2, Paragraph 5, Subparagraphs 1 to 4)."""
    if not stay.documented:
        return False
    if stay.purpose in KIND_WITHOUT_CAP:
        return True
    return stay.purpose in KINDS_UNDER_TWO_YEARS and kind_stays_under_cap(stay.purpose, stays)


def lived_without_gap(period: set[int], facts: Facts, not_permitted: frozenset[str]) -> bool:
    """Tell whether every day of the period was lived in a permitted territory.

    A stay that is disregarded is neutral: its days do not break the years, so they need not be covered, and they do not
    lengthen them either, so the period stays where it is.
    """
    lived: set[int] = set()
    for residence in facts.residences:
        if residence.territory not in not_permitted:
            lived |= days_between(residence.time.first, residence.time.last)
    neutral: set[int] = set()
    for stay in facts.stays:
        if is_disregarded(stay, facts.stays):
            neutral |= days_between(stay.time.first, stay.time.last)
    return period <= lived | neutral


def no_year_over_limit(period: set[int], facts: Facts) -> bool:
    """Tell whether no calendar year has more than 120 counted days in Taiwan that lie in the period."""
    counted: set[int] = set()
    for stay in facts.stays:
        if not is_disregarded(stay, facts.stays):
            counted |= days_present(stay.time.first, stay.time.last)
    by_year = Counter(date.fromordinal(day).year for day in counted & period)
    return all(number <= DAYS_A_YEAR for number in by_year.values())


@lru_cache(maxsize=4)
def resided_continuously(facts: Facts, not_permitted: frozenset[str]) -> bool:
    """Tell whether the person lived outside ``not_permitted`` for the years that end with the semester's first day.

    Every way in asks this of the same person, so the last answers are kept.
    """
    period = period_ending(facts.day("application.semester_start"), years_required(facts))
    return lived_without_gap(period, facts, not_permitted) and no_year_over_limit(period, facts)
