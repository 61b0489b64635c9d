"""The NTHU-UTA Dual EMBA brochure for academic year 111: sections 1, 3 (item 9), 4 and 5."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from . import regulation
from .days import days_between, reaches_years, run_reaches_months
from .facts import TAIWAN_TIME

if TYPE_CHECKING:
    from .facts import Degree, Facts, Job

BACHELOR_OR_ABOVE = frozenset({"bachelor", "master", "doctoral"})
ASSOCIATE_OR_ABOVE = BACHELOR_OR_ABOVE | {"associate"}
WORK_COUNTS_UNTIL = date(2022, 8, 31)
WORK_YEARS = 5
JOB_MONTHS = 3
ENGLISH_SPEAKING = frozenset({"US", "GB", "AU", "NZ", "CA", "IE"})
TOEFL_AT_LEAST = 80
GMAT_AT_LEAST = 600
OPENS = datetime(2021, 12, 10, 0, 0, 0, tzinfo=TAIWAN_TIME)
CLOSES = datetime(2022, 5, 20, 17, 0, 0, tzinfo=TAIWAN_TIME)
FEES = {("nthu", "TWD"): 3000, ("uta", "USD"): 250}


def item_1(facts: Facts) -> bool:
    """Foreign, never R.O.C., and without overseas Chinese student status when applying."""
    return (
        regulation.has_foreign_nationality(facts)
        and not regulation.has_held_roc_nationality(facts)
        and not facts.true("overseas_chinese.status_at_application")
    )


def one_of_the_ways_in(facts: Facts) -> bool:
    """Item 1; items 2 with 3, 4, 5; item 6; item 7. The list is closed."""
    return (
        item_1(facts)
        or regulation.article_2_paragraph_2(facts)
        or regulation.article_3_paragraph_1(facts)
        or regulation.article_3_paragraph_3(facts)
    )


def is_awarded(degree: Degree, facts: Facts) -> bool:
    """Tell whether a degree was awarded by the date of application."""
    return degree.awarded_on is not None and degree.awarded_on <= facts.applied_on


def item_8(facts: Facts) -> bool:
    """A bachelor's or a higher degree, awarded by the application or expected by the first day of the semester."""
    starts = facts.day("application.semester_start")
    return any(
        degree.level in BACHELOR_OR_ABOVE
        and (is_awarded(degree, facts) or (degree.expected_on is not None and degree.expected_on <= starts))
        for degree in facts.degrees
    )


def work_of_this_kind_counts(job: Job, facts: Facts) -> bool:
    """Work counts; an internship only that of a master's or doctoral study whose degree was awarded."""
    awarded = {degree.level for degree in facts.degrees if is_awarded(degree, facts)}
    return (
        job.kind in {"employee", "owner"}
        or (job.kind == "internship_master" and "master" in awarded)
        or (job.kind == "internship_doctoral" and "doctoral" in awarded)
    )


def item_9(facts: Facts) -> bool:
    """Five years of work, from entries of three months or more, up to and with 2022-08-31."""
    days: set[int] = set()
    for job in facts.jobs:
        if work_of_this_kind_counts(job, facts) and run_reaches_months(job.time.first, job.time.last, JOB_MONTHS):
            days |= days_between(job.time.first, min(job.time.last, WORK_COUNTS_UNTIL))
    return reaches_years(days, WORK_YEARS)


def eligibility(facts: Facts) -> str:
    """Section 1, with the regulation."""
    eligible = regulation.application(facts) == "may_apply" and one_of_the_ways_in(facts) and item_8(facts) and item_9(facts)
    return "eligible" if eligible else "ineligible"


def previous_degree_is_from_english_speaking_country(facts: Facts) -> bool:
    """The latest awarded degree, associate or above; of several of the same latest day, each is the latest."""
    awarded = {
        degree: degree.awarded_on
        for degree in facts.degrees
        if degree.level in ASSOCIATE_OR_ABOVE and degree.awarded_on is not None and is_awarded(degree, facts)
    }
    return any(
        degree.territory in ENGLISH_SPEAKING and awarded_on == max(awarded.values()) for degree, awarded_on in awarded.items()
    )


def english(facts: Facts) -> str:
    """Section 3, item 9."""
    national = bool(facts.texts("nationality.held") & ENGLISH_SPEAKING)
    if national or previous_degree_is_from_english_speaking_country(facts):
        return "exempt"
    toefl = facts.number_or_never("tests.toefl_ibt")
    gmat = facts.number_or_never("tests.gmat")
    if (toefl is not None and toefl >= TOEFL_AT_LEAST) or (gmat is not None and gmat >= GMAT_AT_LEAST):
        return "certified"
    return "interview"


def timeliness(facts: Facts) -> str:
    """Section 5; 17:00:00 on the last day is on time."""
    if facts.submitted_at < OPENS:
        return "not_open"
    return "late" if facts.submitted_at > CLOSES else "on_time"


def fees(facts: Facts) -> str:
    """Section 4: what each payee received in its currency, added up."""
    for (payee, currency), due in FEES.items():
        received = sum(payment.amount for payment in facts.payments if (payment.payee, payment.currency) == (payee, currency))
        if received < due:
            return "unpaid"
    return "paid"


def application(facts: Facts, looked_at_on: date, *, documents_complete: bool) -> str:
    """The whole: what is wanting may be made good until the last day."""
    if eligibility(facts) == "ineligible" or timeliness(facts) != "on_time":
        return "reject"
    if fees(facts) == "paid" and documents_complete:
        return "accept_for_review"
    return "reject" if looked_at_on > CLOSES.date() else "request_documents"
