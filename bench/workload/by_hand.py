"""The workload as somebody would write it by hand in Python, with three values: what the engine is measured against.

A truth is 0 (false), 1 (unknown) or 3 (true): ``&`` and ``|`` are then the strong three-valued "and" and "or".
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final

from bench.workload.rules import (
    CLOSES_AT,
    DEGREES,
    GMAT,
    LONG_PERIOD,
    LONG_PROGRAMMES,
    MONTHS_OF_WORK,
    NOT_COUNTED,
    NOT_FOREIGN,
    PERIOD,
    REQUIRED,
    TOEFL,
    YEARLY_LIMIT,
    YEARS_SINCE_LOSS,
)

FALSE, UNKNOWN, TRUE = 0, 1, 3
_NOT: Final = (3, 1, -1, 0)
_PLAIN: Final = (0, 1, -1, 2)
_TRUTH: Final = {None: UNKNOWN, False: FALSE, True: TRUE}
_ZONE: Final = timezone(timedelta(hours=8))
_CLOSES: Final = {day.isoformat(): moment for day, moment in CLOSES_AT.items()}
_FOREIGN_NOT, _COUNTS_NOT = frozenset(NOT_FOREIGN), frozenset(NOT_COUNTED)
_LONG, _DEGREES, _REQUIRED = frozenset(LONG_PROGRAMMES), frozenset(DEGREES), frozenset(REQUIRED)


def decide(record: dict[str, Any]) -> tuple[int, tuple[int, ...]]:
    """The number of the outcome, and the rules as 0 false, 1 unknown, 2 true."""
    outcome, truths = judge(record)
    return outcome, tuple(_PLAIN[truth] for truth in truths)


def judge(record: dict[str, Any]) -> tuple[int, tuple[int, ...]]:
    """The number of the outcome, and every rule as a truth."""
    held_now = record["nationalities"]
    is_national = "TW" in held_now
    foreign = FALSE if _FOREIGN_NOT.issuperset(held_now) else TRUE
    ever_held = _TRUTH[record["held_roc_nationality"]]
    never_held = _NOT[ever_held]
    dual = foreign if is_national else FALSE
    no_registration = _NOT[_TRUTH[record["household_registration_ever"]]]
    formerly_held = FALSE if is_national else ever_held
    applied_at = datetime.fromisoformat(record["application_at"])
    lost_on = record["roc_nationality_lost_on"]
    long_lost = UNKNOWN if lost_on is None else _full_years(date.fromisoformat(lost_on), applied_at.astimezone(_ZONE))
    resident = _resident(record)

    path_a = foreign & never_held
    path_b = dual & no_registration & resident
    path_c = formerly_held & long_lost & resident
    path_d = resident if record["hk_macao_permanent_resident"] else FALSE
    path_e = resident if record["former_mainland"] else FALSE
    status = path_a | path_b | path_c | path_d | path_e

    not_overseas = FALSE if record["studied_as_overseas_chinese"] else TRUE
    not_placed = FALSE if record["placed_by_uec_this_year"] else TRUE
    degree = TRUE if record["degree"] in _DEGREES else FALSE
    work = _at_least(record["work_months"], MONTHS_OF_WORK)
    complete = TRUE if _REQUIRED.issubset(record["documents"]) else FALSE
    in_time = TRUE if applied_at < _CLOSES[record["semester_start"]] else FALSE
    english = _at_least(record["toefl_ibt"], TOEFL) | _at_least(record["gmat"], GMAT) | _TRUTH[record["english_country"]]
    admissible = status & not_overseas & not_placed & degree & work & complete & in_time

    if admissible == FALSE:
        outcome = 0
    elif UNKNOWN in (admissible, english):
        outcome = 3
    else:
        outcome = 1 if english == TRUE else 2
    return outcome, (
        foreign, never_held, dual, no_registration, resident, formerly_held, long_lost,
        path_a, path_b, path_c, path_d, path_e, status,
        not_overseas, not_placed, degree, work, complete, in_time, english, admissible,
    )  # fmt: skip


def _at_least(number: int | None, least: int) -> int:
    if number is None:
        return UNKNOWN
    return TRUE if number >= least else FALSE


def _full_years(since: date, until: datetime) -> int:
    years = until.year - since.year - ((until.month, until.day) < (since.month, since.day))
    return TRUE if years >= YEARS_SINCE_LOSS else FALSE


@cache
def _years_of(semester_start: str, length: int) -> tuple[int, int, int, list[tuple[int, int]]]:
    """First and last day of the period, its first calendar year, and the part of each calendar year that lies in it."""
    end = date.fromisoformat(semester_start)
    start = end.replace(year=end.year - length)
    first, last = start.toordinal(), end.toordinal() - 1
    years = [
        (max(first, date(year, 1, 1).toordinal()), min(last, date(year, 12, 31).toordinal()))
        for year in range(start.year, end.year + 1)
    ]
    return first, last, start.year, years


def _resident(record: dict[str, Any]) -> int:
    """Whether no calendar year of the period has more days of stay than the limit."""
    stays = record["stays"]
    if stays is None:
        return UNKNOWN
    if not stays:
        return TRUE
    length = LONG_PERIOD if record["intended_programme"] in _LONG else PERIOD
    first, last, first_year, years = _years_of(record["semester_start"], length)
    days = [0] * len(years)
    for stay in stays:
        if stay["purpose"] in _COUNTS_NOT:
            continue
        start, end = date.fromisoformat(stay["from"]), date.fromisoformat(stay["to"])
        begin, stop = start.toordinal(), end.toordinal()
        if stop < first or begin > last:
            continue
        at, until = start.year - first_year, end.year - first_year
        if begin < first:
            begin, at = first, 0
        if stop > last:
            stop, until = last, len(years) - 1
        if at == until:
            days[at] += stop - begin + 1
        else:
            for year in range(at, until + 1):
                opens, closes = years[year]
                days[year] += min(stop, closes) - max(begin, opens) + 1
    return TRUE if max(days) <= YEARLY_LIMIT else FALSE
