"""When and for what somebody applies, with which tests and payments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any

from .chance import between, chance, shifted

if TYPE_CHECKING:
    from random import Random

    from .chance import Case, Element

TAIWAN = timezone(timedelta(hours=8))
BROCHURE_SEMESTER = date(2022, 8, 1)
OTHER_SEMESTERS = tuple(date(year, month, 1) for year in range(2022, 2026) for month in (2, 8))
OPENS = datetime(2021, 12, 10, tzinfo=TAIWAN)
CLOSES = datetime(2022, 5, 20, 17, tzinfo=TAIWAN)
SCHOOLS = ("senior_high", "elementary", "elementary", "junior_high", "junior_college_5yr")
STEPS = (-86400, -3600, -1, 0, 0, 1, 3600, 25199, 25200, 86400)
"""Seconds from a boundary; 25,200 after 17:00 is midnight."""
HOURS_FROM_UTC = (8, 8, 0, -5, 9, 5.75, 14, -12)


def semester(rng: Random) -> date:
    """The first day of a semester; in most cases of the one that the brochure is for."""
    return BROCHURE_SEMESTER if chance(rng, 60) else rng.choice(OTHER_SEMESTERS)


def submission(rng: Random, semester_start: date) -> datetime:
    """When an application was completed, in Taiwan time."""
    kind = rng.choice(("closing", "closing", "opening", "between", "between", "between"))
    if semester_start == BROCHURE_SEMESTER and kind != "between":
        return (CLOSES if kind == "closing" else OPENS) + timedelta(seconds=rng.choice(STEPS))
    if semester_start == date(2023, 2, 1) and chance(rng, 50):
        day = date(2022, 12, 31) if chance(rng, 50) else date(2023, 1, 1)
    elif semester_start == BROCHURE_SEMESTER:
        day = between(rng, date(2021, 12, 11), date(2022, 5, 19))
    elif semester_start == date(2024, 8, 1) and chance(rng, 70):
        day = between(rng, date(2024, 2, 28), date(2024, 3, 1))
    else:
        day = between(rng, shifted(semester_start, -170), shifted(semester_start, -20))
    return datetime.combine(day, time(rng.randrange(24), rng.randrange(60)), TAIWAN)


def written_moment(rng: Random, moment: datetime) -> str:
    """The same moment with one of many offsets, or with none, which means Taiwan time."""
    if chance(rng, 25):
        return moment.replace(tzinfo=None).isoformat()
    if chance(rng, 10):
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.astimezone(timezone(timedelta(hours=rng.choice(HOURS_FROM_UTC)))).isoformat()


def programme(case: Case) -> Element:
    """What is applied for."""
    rng = case.rng
    if case.field == "general":
        level = rng.choice(("master",) * 12 + ("bachelor", "bachelor", "doctoral", "associate", *SCHOOLS))
    else:
        level = rng.choice(("bachelor", "bachelor", "master", "doctoral"))
    in_service = level in {"bachelor", "master"} and chance(rng, 60)
    return {
        "level": level,
        "field": case.field,
        "in_service": in_service,
        "moe_case_by_case_approval": chance(rng, 75 if in_service else 20),
        "grade": rng.choice((1, 1, 2, 3)),
    }


def tests(case: Case) -> Element:
    """Best valid scores, or the word none."""
    rng = case.rng
    return {
        "toefl_ibt": rng.choice(("none", "none", 79, 80, 81, 60, 115)),
        "gmat": rng.choice(("none", "none", "none", 590, 599, 600, 601, 710)),
    }


def fees(case: Case) -> list[Element]:
    """What was paid: nothing, too little by one, enough, in the wrong currency, to the wrong payee, or in parts."""
    rng = case.rng
    paid: list[Element] = []
    for payee, currency, due in (("nthu", "TWD", 3000), ("uta", "USD", 250)):
        amount = rng.choice((due,) * 8 + (due + 1, due * 2, due - 1, 0))
        parts = [amount]
        if amount and chance(rng, 30):
            first = rng.choice((1, amount // 2, amount - 1))
            parts = [first, amount - first]
        paid += [_payment(case, payee, part, currency) for part in parts if part]
    if paid and chance(rng, 8):
        rng.choice(paid)["currency"] = rng.choice(("USD", "TWD", "EUR"))
    if paid and chance(rng, 4):
        rng.choice(paid)["payee"] = rng.choice(("nthu", "uta"))
    rng.shuffle(paid)
    return paid


def _payment(case: Case, payee: str, amount: int, currency: str) -> Element:
    latest = min(case.applied_on, CLOSES.date())
    paid_on = between(case.rng, shifted(latest, -20), latest)
    return {"payee": payee, "amount": amount, "currency": currency, "paid_on": paid_on.isoformat()}


def findings(case: Case) -> dict[str, Any]:
    """What officers found; that a certificate cannot be had is presumed not to be so."""
    rng = case.rng
    found = {
        "eligible_under_pre_2011_provisions": chance(rng, 75),
        "sufficient_funds": chance(rng, 80),
        "documents_in_doubt": chance(rng, 10),
        "documents_forged": chance(rng, 5),
    }
    if chance(rng, 25):
        found["employment_certificate_unobtainable"] = chance(rng, 50)
    return found
