"""The oracle against worked examples of the texts and of the record's contract."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from tests.differential.oracle import IncompleteRecordError, decide, papers_wanting, routes_open
from tests.differential.oracle.days import (
    days_between,
    days_present,
    last_day_of_period,
    period_ending,
    reaches_years,
    run_reaches_months,
    years_have_elapsed,
)

Record = dict[str, Any]  # JSON

# A Japanese national who never was anything else, with a degree, seven years of work and everything paid in time.
SATISFIED: Record = {
    "id": "A-1",
    "birth_date": "1985-05-05",
    "application": {"submitted_at": "2022-03-01T10:00:00+08:00", "semester_start": "2022-08-01"},
    "programme": {"level": "master", "field": "general", "in_service": True, "moe_case_by_case_approval": True},
    "nationality": {
        "held": ["JP"],
        "roc_ever_held": False,
        "roc_loss_permitted_on": "none",
        "roc_loss_applied_on": "none",
        "household_registration_ever": False,
    },
    "overseas_chinese": {"studied_in_taiwan": False, "placed_this_year": False, "status_at_application": False},
    "residences": [{"territory": "JP", "from": "1985-05-05"}],
    "stays_in_taiwan": [],
    "education": [{"level": "bachelor", "territory": "JP", "awarded_on": "2008-03-20"}],
    "employment": [{"employer": "Aster Ltd", "kind": "employee", "from": "2015-04-01", "to": "2022-03-31"}],
    "tests": {"toefl_ibt": 80, "gmat": "none"},
    "documents": [
        {"type": "application_form"},
        {"type": "diploma", "language": "en"},
        {"type": "transcript", "language": "en"},
        {"type": "grading_system"},
        {"type": "personal_profile"},
        {"type": "statement_of_purpose", "language": "en", "pages": 2},
        {"type": "recommendation_letter", "language": "en", "count": 2},
        {"type": "declaration", "signed": True},
        {"type": "nationality_proof"},
        {"type": "english_certificate"},
        {"type": "employment_certificate", "issued_on": "2021-11-05"},
        {"type": "financial_proof"},
    ],
    "fees": [
        {"payee": "nthu", "amount": 3000, "currency": "TWD", "paid_on": "2022-02-28"},
        {"payee": "uta", "amount": 250, "currency": "USD", "paid_on": "2022-02-28"},
    ],
    "findings": {"eligible_under_pre_2011_provisions": False, "sufficient_funds": True},
}

DUAL = {"nationality.roc_ever_held": True}
FORMER = {"nationality.roc_ever_held": True, "nationality.household_registration_ever": True}
TREATY = {"agreement": {"recommended": True, "authority_approved": True}}


def applicant(changes: Record) -> Record:
    """The satisfied applicant, with other facts at the dotted paths given."""
    record = copy.deepcopy(SATISFIED)
    for path, value in changes.items():
        *above, last = path.split(".")
        holder = record
        for name in above:
            holder = holder[name]
        holder[last] = value
    return record


def regulation(decision: str, changes: Record) -> str:
    return decide(applicant(changes))["moe-international-students"][decision]


def brochure(decision: str, changes: Record, as_of: date | None = None) -> str:
    return decide(applicant(changes), as_of)["nthu-dual-emba"][decision]


def visit(first: str, last: str | None, purpose: str = "visit", *, documented: bool = False) -> Record:
    return {"from": first, "to": last, "purpose": purpose, "documented": documented}


def admission(last: str, *, ended: str = "withdrew", cause: str = "other", level: str = "bachelor") -> Record:
    return {
        "level": level, "admitted_as": "international", "from": "2019-09-01", "to": last, "ended": ended, "cause": cause
    }  # fmt: skip


def test_satisfied_applicant_is_accepted() -> None:
    assert decide(SATISFIED) == {
        "moe-international-students": {
            "eligibility": "eligible",
            "reapplication": "allowed",
            "programme": "open",
            "application": "may_apply",
            "documents": "complete",
        },
        "nthu-dual-emba": {
            "eligibility": "eligible",
            "english": "certified",
            "timeliness": "on_time",
            "fees": "paid",
            "documents": "complete",
            "application": "accept_for_review",
        },
    }


def test_six_years_ending_on_the_first_of_august() -> None:
    assert period_ending(date(2022, 8, 1), 6) == days_between(date(2016, 8, 2), date(2022, 8, 1))


def test_day_of_entry_does_not_count_and_day_of_exit_does() -> None:
    assert days_present(date(2020, 3, 1), date(2020, 3, 3)) == days_between(date(2020, 3, 2), date(2020, 3, 3))
    assert not days_present(date(2020, 3, 1), date(2020, 3, 1))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2021, 9, 1), 12, date(2022, 8, 31)),
        (date(2021, 8, 15), 3, date(2021, 11, 14)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),  # no 30 February: its last day (Civil Code, Article 121 ¶ 2)
        (date(2020, 2, 29), 24, date(2022, 2, 28)),
        (date(2021, 12, 1), 3, date(2022, 2, 28)),
    ],
)
def test_a_run_is_measured_by_the_calendar(first: date, months: int, last: date) -> None:
    assert last_day_of_period(first, months) == last
    assert run_reaches_months(first, last, months)
    assert not run_reaches_months(first, date.fromordinal(last.toordinal() - 1), months)


def test_several_runs_add_up_at_365_days_a_year_and_one_run_does_not() -> None:
    unbroken = days_between(date(2019, 9, 1), date(2021, 8, 30))  # 730 days, one of them 29 February
    assert len(unbroken) == 730
    assert not reaches_years(unbroken, 2)
    broken = unbroken - {date(2020, 5, 5).toordinal()} | {date(2021, 12, 24).toordinal()}
    assert reaches_years(broken, 2)
    assert not reaches_years(broken - {date(2021, 12, 24).toordinal()}, 2)


def test_eight_years_have_elapsed_on_the_same_calendar_day() -> None:
    assert years_have_elapsed(date(2014, 3, 1), date(2022, 3, 1), 8)
    assert not years_have_elapsed(date(2014, 3, 2), date(2022, 3, 1), 8)
    assert years_have_elapsed(date(2016, 2, 29), date(2022, 2, 28), 6)


@pytest.mark.parametrize(
    ("stays", "outcome"),
    [
        ([visit("2018-01-01", "2018-05-01")], "eligible"),  # 120 days after the day of entry
        ([visit("2018-01-01", "2018-05-02")], "ineligible"),
        ([visit("2017-12-01", "2018-05-01")], "ineligible"),  # 121 in 2018: the day of entry was in 2017
        ([visit("2018-09-02", "2019-04-30")], "eligible"),  # 120 in each year
        ([visit("2018-03-01", "2018-05-30"), visit("2018-05-01", "2018-06-29")], "eligible"),  # days in both count once
        ([visit("2018-03-01", "2018-06-29"), visit("2018-09-09", "2018-09-09")], "eligible"),  # a day trip counts none
        ([visit("2016-01-01", "2016-11-29")], "eligible"),  # 120 days of it inside the period
        ([visit("2016-01-01", "2016-11-30")], "ineligible"),
        ([visit("2022-04-03", None)], "eligible"),  # 120 days until the first day of the semester
        ([visit("2022-04-02", None)], "ineligible"),
        ([visit("2018-01-01", "2019-12-31", "exchange")], "ineligible"),  # without proof
        ([visit("2018-01-01", "2019-12-30", "exchange", documented=True)], "eligible"),  # a day short of two years
        ([visit("2018-01-01", "2019-12-31", "exchange", documented=True)], "ineligible"),
        ([visit("2018-01-01", "2020-12-31", "overseas_youth_training", documented=True)], "eligible"),  # no cap
        ([visit("2018-01-01", "2020-12-31", "study", documented=True)], "ineligible"),
    ],
)
def test_days_in_taiwan(stays: list[Record], outcome: str) -> None:
    assert regulation("eligibility", DUAL | {"stays_in_taiwan": stays}) == outcome


def test_stays_of_one_kind_are_added_up_over_the_whole_life() -> None:
    long_ago = visit("2008-01-01", "2009-07-02", "language_centre", documented=True)  # 549 days
    then = visit("2018-01-01", "2018-06-30", "language_centre", documented=True)  # 181 days
    assert regulation("eligibility", DUAL | {"stays_in_taiwan": [then]}) == "eligible"
    assert regulation("eligibility", DUAL | {"stays_in_taiwan": [then, long_ago]}) == "ineligible"
    other_kind = long_ago | {"purpose": "exchange"}
    assert regulation("eligibility", DUAL | {"stays_in_taiwan": [then, other_kind]}) == "eligible"


def lived(*places: tuple[str, str, str | None]) -> Record:
    return {"residences": [{"territory": place, "from": first, "to": last} for place, first, last in places]}


@pytest.mark.parametrize(
    ("residences", "dual", "hong_kong"),
    [
        (lived(("JP", "2016-08-02", None)), "eligible", "eligible"),
        (lived(("JP", "2016-08-03", None)), "ineligible", "ineligible"),
        (lived(("JP", "2010-01-01", "2022-08-01")), "eligible", "eligible"),
        (lived(("JP", "2010-01-01", "2022-07-31")), "ineligible", "ineligible"),
        (lived(("JP", "2010-01-01", "2019-05-05"), ("DE", "2019-05-06", None)), "eligible", "eligible"),
        (lived(("JP", "2010-01-01", "2019-05-05"), ("DE", "2019-05-07", None)), "ineligible", "ineligible"),
        (lived(("HK", "2010-01-01", "2019-05-05"), ("JP", "2019-05-06", None)), "ineligible", "eligible"),
        (lived(("CN", "2010-01-01", "2019-05-05"), ("JP", "2019-05-06", None)), "ineligible", "ineligible"),
    ],
)
def test_living_overseas_without_a_gap(residences: Record, dual: str, hong_kong: str) -> None:
    assert regulation("eligibility", DUAL | residences) == dual
    resident = {"nationality.hk_macao_permanent_resident": True}
    assert regulation("eligibility", resident | residences) == hong_kong


def test_a_disregarded_stay_does_not_break_the_years() -> None:
    places = lived(("JP", "2010-01-01", "2018-02-28"), ("TW", "2018-03-01", "2019-01-31"), ("JP", "2019-02-01", None))
    course = visit("2018-03-01", "2019-01-31", "moe_accredited_training", documented=True)
    assert regulation("eligibility", DUAL | places | {"stays_in_taiwan": [course]}) == "eligible"
    unproven = course | {"documented": False}
    assert regulation("eligibility", DUAL | places | {"stays_in_taiwan": [unproven]}) == "ineligible"


def test_medicine_asks_for_eight_years() -> None:
    seven = DUAL | lived(("JP", "2015-08-02", None))
    assert regulation("eligibility", seven) == "eligible"
    assert regulation("eligibility", seven | {"programme.field": "dentistry"}) == "ineligible"
    assert regulation("eligibility", DUAL | {"programme.field": "dentistry"}) == "eligible"


@pytest.mark.parametrize(
    ("changes", "routes"),
    [
        ({}, {"art2.p1"}),
        ({"overseas_chinese.studied_in_taiwan": True}, set()),
        ({"overseas_chinese.placed_this_year": True}, set()),
        ({"nationality.held": ["CN"]}, set()),
        ({"nationality.held": ["JP", "TW"]}, {"art2.p2"}),
        ({"nationality.roc_father_at_birth": True}, {"art2.p2"}),  # a national, whatever passport is shown
        ({"nationality.roc_father_at_birth": True, "nationality.household_registration_ever": True}, set()),
        ({"nationality.roc_mother_at_birth": True, "birth_date": "1980-02-10"}, {"art2.p2"}),
        ({"nationality.roc_mother_at_birth": True, "birth_date": "1980-02-09"}, {"art2.p1"}),
        (FORMER | {"nationality.roc_loss_permitted_on": "2014-03-01"}, {"art2.p2"}),
        (FORMER | {"nationality.roc_loss_permitted_on": "2014-03-02"}, set()),
        (TREATY, {"art2.p1", "art2.p3"}),
        (TREATY | {"overseas_chinese.studied_in_taiwan": True}, {"art2.p3"}),
        (TREATY | {"nationality.household_registration_ever": True}, {"art2.p1"}),
        ({"nationality.hk_macao_permanent_resident": True}, {"art3.p1"}),  # by Article 3 and not by Article 2 ¶ 1
        ({"nationality.former_mainland_national": True}, {"art3.p3"}),
        ({"nationality.former_mainland_national": True, "nationality.household_registration_ever": True}, set()),
    ],
)
def test_ways_in(changes: Record, routes: set[str]) -> None:
    assert routes_open(applicant(changes)) == routes


def test_loss_applied_for_before_the_amendment_of_2011() -> None:
    changes = FORMER | {
        "nationality.roc_loss_applied_on": "2011-01-31",
        "nationality.roc_loss_permitted_on": "2020-01-01",
        "findings.eligible_under_pre_2011_provisions": True,
    }
    assert routes_open(applicant(changes)) == {"art2.p6"}
    assert brochure("eligibility", changes) == "ineligible"  # the brochure's list of ways is closed
    assert not routes_open(applicant(changes | {"nationality.roc_loss_applied_on": "2011-02-01"}))
    assert not routes_open(applicant(changes | {"findings.eligible_under_pre_2011_provisions": False}))


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"prior_admissions": [admission("2020-08-30")]}, "allowed"),  # a day short of one year
        ({"prior_admissions": [admission("2020-08-31")]}, "barred"),
        ({"prior_admissions": [admission("2020-01-31"), admission("2020-02-01")]}, "barred"),
        ({"prior_admissions": [admission("2020-01-31", level="master")]}, "barred"),
        ({"prior_admissions": [admission("2020-01-31", ended="dismissed", cause="grades")]}, "barred"),
        ({"prior_admissions": [admission("2020-01-31", ended="withdrew", cause="grades")]}, "allowed"),
        ({"prior_admissions": [admission("2021-06-30", ended="graduated", cause="none")]}, "allowed"),
        (
            {
                "prior_admissions": [admission("2021-06-30", ended="graduated", cause="none")],
                "programme.level": "bachelor",
            },
            "barred",
        ),
        ({"prior_admissions": [admission("2021-06-30") | {"admitted_as": "domestic"}]}, "allowed"),
        ({"prior_admissions": None}, "allowed"),
    ],
)
def test_one_application_only(changes: Record, outcome: str) -> None:
    assert regulation("reapplication", changes) == outcome


def test_foreign_schools_in_taiwan_lift_the_first_paragraph_only() -> None:
    school = {
        "level": "high_school",
        "territory": "TW",
        "awarded_on": "2003-06-01",
        "institution_kind": "bilingual_division",
    }
    changes = {"education": [*SATISFIED["education"], school], "prior_admissions": [admission("2021-08-31")]}
    assert regulation("reapplication", changes) == "allowed"
    changes["prior_admissions"] = [admission("2021-08-31", ended="lost_status", cause="conduct")]
    assert regulation("reapplication", changes) == "barred"


@pytest.mark.parametrize(
    ("approved", "resident", "outcome"),
    [(False, False, "closed"), (True, False, "open"), (False, True, "open"), (False, None, "closed")],
)
def test_in_service_programmes(*, approved: bool, resident: bool | None, outcome: str) -> None:
    changes = {"programme.moe_case_by_case_approval": approved, "legal_residence_in_taiwan": resident}
    assert regulation("programme", changes) == outcome
    assert regulation("programme", changes | {"programme.in_service": False}) == "open"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"overseas_chinese.status_at_application": True}, "ineligible"),
        (DUAL | {"overseas_chinese.status_at_application": True}, "eligible"),  # only item 1 asks for it
        (FORMER | TREATY, "ineligible"),
        ({"education": [{"level": "associate", "territory": "JP", "awarded_on": "2008-03-20"}]}, "ineligible"),
        ({"education": [{"level": "bachelor", "territory": "JP", "awarded_on": "2022-03-01"}]}, "eligible"),
        ({"education": [{"level": "bachelor", "territory": "JP", "awarded_on": "2022-03-02"}]}, "ineligible"),
        ({"education": [{"level": "bachelor", "territory": "JP", "expected_on": "2022-08-01"}]}, "eligible"),
        ({"education": [{"level": "bachelor", "territory": "JP", "expected_on": "2022-08-02"}]}, "ineligible"),
    ],
)
def test_brochure_eligibility(changes: Record, outcome: str) -> None:
    assert brochure("eligibility", changes) == outcome


def job(first: str, last: str | None, kind: str = "employee") -> Record:
    return {"employer": "Aster Ltd", "kind": kind, "from": first, "to": last}


@pytest.mark.parametrize(
    ("jobs", "outcome"),
    [
        ([job("2017-09-01", None)], "eligible"),  # five years to the day on 2022-08-31
        ([job("2017-09-02", None)], "ineligible"),
        ([job("2010-01-01", "2014-12-31")], "eligible"),
        ([job("2010-01-01", "2014-12-30")], "ineligible"),
        ([job("2010-01-01", "2013-12-31"), job("2015-01-01", "2015-12-30")], "eligible"),  # 1461 + 364 = 1825 days
        ([job("2010-01-01", "2013-12-31"), job("2015-01-01", "2015-12-29")], "ineligible"),
        ([job("2010-01-01", "2014-10-31"), job("2015-01-01", "2015-03-31")], "eligible"),  # 1765 days and three months
        ([job("2010-01-01", "2014-10-31"), job("2015-01-01", "2015-03-30")], "ineligible"),
        ([job("2010-01-01", "2014-12-31", "internship_master")], "ineligible"),
        ([job("2010-01-01", "2014-12-31", "internship_other")], "ineligible"),
        ([job("2010-01-01", "2014-12-31", "owner")], "eligible"),
        ([], "ineligible"),
    ],
)
def test_five_years_of_work(jobs: list[Record], outcome: str) -> None:
    assert brochure("eligibility", {"employment": jobs}) == outcome


def test_internships_count_for_graduates_of_that_study() -> None:
    changes = {
        "employment": [job("2010-01-01", "2014-12-31", "internship_master")],
        "education": [{"level": "master", "territory": "JP", "awarded_on": "2015-03-20"}],
    }
    assert brochure("eligibility", changes) == "eligible"
    changes["education"] = [{"level": "doctoral", "territory": "JP", "awarded_on": "2015-03-20"}]
    assert brochure("eligibility", changes) == "ineligible"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"tests": {"toefl_ibt": 79, "gmat": 600}}, "certified"),
        ({"tests": {"toefl_ibt": 79, "gmat": 599}}, "interview"),
        ({"tests": {"toefl_ibt": "none", "gmat": "none"}}, "interview"),
        ({"nationality.held": ["JP", "IE"]}, "exempt"),
        ({"education": [{"level": "associate", "territory": "NZ", "awarded_on": "2008-03-20"}]}, "exempt"),
        ({"education": [{"level": "high_school", "territory": "NZ", "awarded_on": "2008-03-20"}]}, "certified"),
        (
            {
                "education": [
                    {"level": "bachelor", "territory": "US", "awarded_on": "2008-03-20"},
                    {"level": "master", "territory": "JP", "awarded_on": "2010-03-20"},
                ]
            },
            "certified",  # the previous degree is the latest
        ),
    ],
)
def test_english(changes: Record, outcome: str) -> None:
    assert brochure("english", changes) == outcome


@pytest.mark.parametrize(
    ("submitted_at", "outcome"),
    [
        ("2021-12-09T23:59:59+08:00", "not_open"),
        ("2021-12-09T16:00:00Z", "on_time"),
        ("2022-05-20T17:00:00+08:00", "on_time"),
        ("2022-05-20T17:00:00", "on_time"),  # without an offset: Taiwan time
        ("2022-05-20T17:00:01", "late"),
        ("2022-05-20T05:00:01-04:00", "late"),
        ("2022-05-20T17:00:00+09:00", "on_time"),
    ],
)
def test_timeliness(submitted_at: str, outcome: str) -> None:
    assert brochure("timeliness", {"application.submitted_at": submitted_at}) == outcome


def payment(payee: str, amount: int, currency: str) -> Record:
    return {"payee": payee, "amount": amount, "currency": currency, "paid_on": "2022-02-28"}


def test_payments_to_one_payee_add_up() -> None:
    parts = [payment("nthu", 1000, "TWD"), payment("uta", 250, "USD"), payment("nthu", 2000, "TWD")]
    assert brochure("fees", {"fees": parts}) == "paid"
    assert brochure("fees", {"fees": [*parts[:2], payment("nthu", 1999, "TWD")]}) == "unpaid"
    assert brochure("fees", {"fees": [*parts[:2], payment("nthu", 2000, "USD")]}) == "unpaid"


def test_wanting_fees_are_asked_for_until_the_deadline() -> None:
    unpaid: Record = {"fees": []}
    assert brochure("application", unpaid) == "request_documents"
    assert brochure("application", unpaid, date(2022, 5, 20)) == "request_documents"
    assert brochure("application", unpaid, date(2022, 5, 21)) == "reject"


def papers(*changed: Record, without: tuple[str, ...] = ()) -> Record:
    """The satisfied applicant's papers with some replaced by others of the same kind, or taken away."""
    gone = {paper["type"] for paper in changed} | set(without)
    return {"documents": [paper for paper in SATISFIED["documents"] if paper["type"] not in gone] + list(changed)}


def paper(kind: str, **fields: object) -> Record:
    return {"type": kind, "language": "en", **fields}


def degree(level: str, territory: str = "JP", awarded_on: str | None = "2012-03-20", **fields: object) -> Record:
    return {"level": level, "territory": territory, "awarded_on": awarded_on, **fields}


LETTER = paper("expected_graduation_letter", language="ja")
STILL_TO_GRADUATE: Record = {"education": [degree("bachelor", awarded_on=None, expected_on="2022-08-02")]}
BRANCH: Record = {"education": [degree("bachelor", "CN", institution_kind="foreign_branch_in_mainland")]}
PROVED = {"authenticated": True, "authenticated_by": "commissioned_organisation"}
BY_A_MISSION = {"authenticated": True, "authenticated_by": "overseas_mission"}
TO_COME = degree("bachelor", awarded_on=None, expected_on="2022-07-30")


def branch(level: str, *others: Any) -> Record:
    return {"education": [degree(level, "CN", awarded_on="2018-06-30", institution_kind="foreign_branch_in_mainland"), *others]}


@pytest.mark.parametrize(
    ("changes", "wanting"),
    [
        (papers(without=("application_form",)), ["i1"]),
        (papers(paper("application_form", complete=False)), ["i1"]),
        (papers(paper("diploma", language="ja")), ["i2"]),
        (papers(paper("diploma", language="ja", notarized_translation=True)), []),
        (STILL_TO_GRADUATE | papers(LETTER, without=("diploma",)), []),
        (STILL_TO_GRADUATE, ["i2"]),
        (STILL_TO_GRADUATE | papers(LETTER, paper("diploma", language="ja")), []),  # one beside the letter takes nothing away
        (papers(LETTER, without=("diploma",)), ["i2"]),
        ({"education": [degree("master")]}, ["i2"]),
        ({"education": [degree("master")]} | papers(paper("diploma", count=2)), []),
        ({"education": [degree("doctoral")]}, []),
        ({"education": [degree("bachelor", "CN"), degree("doctoral", "CN")]}, ["i2 conferral"]),
        (
            {"education": [degree("bachelor", "CN"), degree("doctoral", "CN")]}
            | papers(paper("degree_conferral_certificate", count=2)),
            [],
        ),
        (papers(paper("transcript", language="ja")), ["i3"]),
        (papers(without=("grading_system", "personal_profile")), ["i3 grading", "i4"]),
        (papers(paper("statement_of_purpose", pages=3)), ["i5"]),
        (papers(paper("statement_of_purpose", pages=1, language="ja", notarized_translation=True)), ["i5"]),
        (papers(paper("recommendation_letter"), paper("recommendation_letter")), []),
        (papers(paper("recommendation_letter"), paper("recommendation_letter", language="ja")), ["i6"]),
        (papers(paper("declaration")), ["i7"]),
        ({"requests": {"entry_exit_certificate": True}}, ["i7 requests"]),
        ({"requests": {"no_household_registration_certificate": True}} | papers(paper("nationality_proof")), ["i7 requests"]),
        (papers(without=("nationality_proof",)), ["i8"]),
        (papers(without=("english_certificate",)), ["i9"]),
        ({"tests.toefl_ibt": 79} | papers(without=("english_certificate",)), []),
        ({"nationality.held": ["US"]} | papers(without=("english_certificate",)), []),
        (papers(paper("employment_certificate", issued_on="2021-11-04")), ["i10.s1"]),
        ({"findings.employment_certificate_unobtainable": True}, ["i10.s2"]),
        ({"employment": [job("2017-09-02", None)]}, ["i10.s2"]),
        ({"employment": [job("2017-09-01", None)]}, []),
        ({"employment": [job("2010-01-01", "2021-12-31")]}, ["i10.s2"]),
        ({"employment": [job("2010-01-01", "2021-12-31")]} | papers(paper("separation_certificate")), []),
        ({"employment": [job("2010-01-01", None, "owner")]}, ["i10.s3"]),
        ({"employment": [job("2010-01-01", None, "owner")]} | papers(paper("business_registration")), []),
        (BRANCH, ["n2.i3"]),
        (BRANCH | papers(paper("diploma", **PROVED), paper("transcript", **PROVED)), []),
        (BRANCH | papers(paper("diploma", **PROVED), paper("transcript")), ["n2.i3"]),
        (
            BRANCH | papers(paper("diploma", **PROVED, notarized_in_mainland=False), paper("transcript", **PROVED)),
            ["n2.i3"],
        ),
        (BRANCH | papers(paper("diploma", authenticated=True), paper("transcript", authenticated=True)), []),
        (BRANCH | papers(paper("diploma", **BY_A_MISSION), paper("transcript", **PROVED)), ["n2.i3"]),
        (BRANCH | papers(paper("diploma", **PROVED), paper("diploma"), paper("transcript", **PROVED)), []),
        (BRANCH | papers(paper("diploma", **PROVED, count=0), paper("diploma"), paper("transcript", **PROVED)), ["n2.i3"]),
        (branch("high_school"), ["n2.i3"]),
        (branch("associate", TO_COME) | papers(LETTER, without=("diploma",)), []),
        (branch("associate", TO_COME) | papers(LETTER), []),
        (papers(paper("application_form", count=0), paper("statement_of_purpose", pages=1, count=0)), ["i1", "i5"]),
    ],
)
def test_papers_of_the_brochure(changes: Record, wanting: list[str]) -> None:
    assert papers_wanting(applicant(changes))["nthu-dual-emba"] == wanting
    assert brochure("documents", changes) == ("incomplete" if wanting else "complete")


def test_wanting_papers_are_asked_for_until_the_deadline() -> None:
    without_form = papers(without=("application_form",))
    assert brochure("application", without_form, date(2022, 5, 20)) == "request_documents"
    assert brochure("application", without_form, date(2022, 5, 21)) == "reject"
    assert brochure("application", {"fees": []} | papers(), date(2022, 5, 20)) == "request_documents"


def school(level: str, *, grade: int = 2) -> Record:
    return {"programme.level": level, "programme.in_service": False, "programme.grade": grade, "birth_date": "2010-05-05"}


RESIDENT: Record = {"legal_residence_in_taiwan": True}
GUARDIAN = (
    paper("guardian_qualification_proof"),
    paper("guardian_power_of_attorney", authenticated=True, authenticated_by="overseas_mission"),
    paper("guardian_consent_letter", notarized=True),
)


@pytest.mark.parametrize(
    ("changes", "wanting"),
    [
        (papers(without=("diploma",)), ["credentials"]),
        (papers(without=("transcript",)), ["credentials"]),
        (papers(without=("financial_proof",)), ["funds"]),
        (papers(paper("full_scholarship_proof"), without=("financial_proof",)), []),
        ({"findings.sufficient_funds": False}, ["funds"]),
        ({"documents_required_by_school": [{"type": "other"}]}, ["other"]),
        (BRANCH, ["credentials"]),
        (BRANCH | papers(paper("diploma", authenticated=True), paper("transcript", **PROVED)), []),
        (BRANCH | papers(paper("diploma", **PROVED), paper("diploma"), paper("transcript", **PROVED)), []),
        (BRANCH | papers(paper("diploma", **PROVED), paper("transcript")), ["credentials"]),
        (BRANCH | papers(paper("diploma", **PROVED), paper("transcript", **BY_A_MISSION)), ["credentials"]),
        (branch("associate", TO_COME) | papers(LETTER), []),
        (branch("associate", TO_COME), ["credentials"]),
        (branch("bachelor", TO_COME) | papers(LETTER), ["credentials"]),
        (papers(paper("application_form", count=0), paper("diploma", count=0)), ["form", "credentials"]),
        (BRANCH | {"education": [*BRANCH["education"], degree("bachelor", "TW")]}, []),  # Article 8, Paragraph 1
        (school("senior_high"), ["guardian"]),
        (school("senior_high") | papers(*GUARDIAN), []),
        (school("senior_high") | papers(*GUARDIAN[:2], paper("guardian_consent_letter")), ["guardian"]),
        (school("senior_high") | {"birth_date": "2002-03-01"}, []),
        (school("senior_high") | {"birth_date": "2002-03-02"}, ["guardian"]),
        (school("junior_high") | papers(*GUARDIAN, paper("full_scholarship_proof"), without=("financial_proof",)), ["funds"]),
        (school("elementary") | papers(*GUARDIAN, without=("diploma",)), ["credentials"]),
        (school("elementary", grade=1) | papers(*GUARDIAN, without=("diploma",)), []),
        (school("junior_high", grade=1) | papers(*GUARDIAN, without=("diploma",)), ["credentials"]),
        (school("junior_high") | papers(*GUARDIAN, paper("study_certificate"), without=("diploma",)), []),
        (school("senior_high") | RESIDENT, ["permit"]),
        (school("senior_high") | RESIDENT | papers(paper("residence_permit"), without=("financial_proof",)), []),
    ],
)
def test_papers_of_the_regulation(changes: Record, wanting: list[str]) -> None:
    assert papers_wanting(applicant(changes))["moe-international-students"] == wanting
    assert regulation("documents", changes) == ("incomplete" if wanting else "complete")


@pytest.mark.parametrize(("day", "wanting"), [("2022-12-31", ["guardian"]), ("2023-01-01", [])])
def test_eighteen_is_of_age_since_2023(day: str, wanting: list[str]) -> None:
    changes = school("senior_high") | {"birth_date": "2004-12-31", "application.submitted_at": f"{day}T10:00:00"}
    assert papers_wanting(applicant(changes))["moe-international-students"] == wanting


def test_only_complete_records_are_decided() -> None:
    with pytest.raises(IncompleteRecordError, match=r"nationality\.held"):
        decide(applicant({"nationality.held": None}))
    with pytest.raises(IncompleteRecordError, match="to"):
        decide(applicant(DUAL | lived(("JP", "2010-01-01", "unknown"))))
