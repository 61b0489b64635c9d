"""The papers that section 3 of the brochure asks for, one function an item.

Whether an item is met turns on the papers of its own kinds alone; what a paper must show beyond the fields of a record
is an officer's matter (``complete``), and one that does not show it does not count.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from . import brochure
from .brochure import BACHELOR_OR_ABOVE, JOB_MONTHS, WORK_COUNTS_UNTIL, WORK_YEARS
from .days import days_between, reaches_years, run_reaches_months

if TYPE_CHECKING:
    from collections.abc import Callable

    from .facts import Degree, Facts, Job

ENGLISH = "en"
LEVEL_OF_THE_PROGRAMME = "master"
"""碩士班: the brochure is for no other."""

PAGES = frozenset({1, 2})
LETTERS = 2
CERTIFICATE_ISSUED_AFTER = date(2021, 11, 4)
DEGREES_IN_ORDER = ("high_school", "associate", "bachelor", "master", "doctoral")
FOREIGN_BRANCH = "foreign_branch_in_mainland"
NOT_RECORDED = "not_recorded"
"""Which body authenticated a paper is not said: presumed where nothing is, and taken for the right one."""
BODIES_FOR_THE_MAINLAND = frozenset({"executive_yuan_agency", "commissioned_organisation", NOT_RECORDED})


def papers(facts: Facts, kind: str) -> list[Facts]:
    """The papers of one kind of which there is a copy, and that show everything their item asks."""
    return [
        paper
        for paper in facts.elements("documents")
        if paper.text("type") == kind and is_filed(paper) and paper.true("complete", presumed=True)
    ]


def is_filed(paper: Facts) -> bool:
    """An entry without a copy is a paper that was not filed."""
    return copies([paper]) >= 1


def copies(found: list[Facts]) -> int:
    """How many there are: an entry may stand for several."""
    return sum(int(paper.number("count", presumed=1)) for paper in found)


def is_there(facts: Facts, kind: str) -> bool:
    """Tell whether at least one paper of a kind was submitted."""
    return copies(papers(facts, kind)) >= 1


def in_english(paper: Facts) -> bool:
    """Tell whether the paper itself is in English."""
    return paper.text("language") == ENGLISH


def in_english_or_translated(paper: Facts) -> bool:
    """English, or another language with a notarised English translation."""
    return in_english(paper) or paper.true("notarized_translation", presumed=False)


def degrees_held(facts: Facts) -> list[Degree]:
    """Every bachelor's or higher degree awarded by the date of application."""
    return [degree for degree in facts.degrees if degree.level in BACHELOR_OR_ABOVE and brochure.is_awarded(degree, facts)]


def still_to_graduate(facts: Facts) -> bool:
    """No such degree yet, but one to come (應屆畢業生), whenever it is expected or was awarded after the application."""
    return not degrees_held(facts) and any(
        degree.level in BACHELOR_OR_ABOVE and (degree.expected_on is not None or degree.awarded_on is not None)
        for degree in facts.degrees
    )


def diplomas_needed(facts: Facts) -> int:
    """The highest degree's; and the first one's too where a second degree of the same level, a master's, is applied for."""
    return 2 if any(degree.level == LEVEL_OF_THE_PROGRAMME for degree in degrees_held(facts)) else 1


def item_1(facts: Facts) -> bool:
    """The application form."""
    return is_there(facts, "application_form")


def item_2(facts: Facts) -> bool:
    """Diplomas; the rule on language speaks of them alone (證書須為英文), not of the letter on expected graduation."""
    if still_to_graduate(facts):
        diploma_or_letter = is_there(facts, "expected_graduation_letter")
    else:
        diplomas = [paper for paper in papers(facts, "diploma") if in_english_or_translated(paper)]
        diploma_or_letter = copies(diplomas) >= diplomas_needed(facts)
    return diploma_or_letter


def item_2_conferral(facts: Facts) -> bool:
    """For each degree of a school of the Mainland Area, its certificate of conferral."""
    mainland = [
        degree for degree in degrees_held(facts) if degree.territory == "CN" and degree.institution_kind != FOREIGN_BRANCH
    ]
    return copies(papers(facts, "degree_conferral_certificate")) >= len(mainland)


def item_3(facts: Facts) -> bool:
    """The transcript, in English or translated."""
    return any(in_english_or_translated(paper) and copies([paper]) >= 1 for paper in papers(facts, "transcript"))


def item_3_grading(facts: Facts) -> bool:
    """The grading system."""
    return is_there(facts, "grading_system")


def item_4(facts: Facts) -> bool:
    """The personal profile."""
    return is_there(facts, "personal_profile")


def item_5(facts: Facts) -> bool:
    """The statement of purpose in English, of one or two pages."""
    return any(
        in_english(paper) and paper.number("pages") in PAGES and copies([paper]) >= 1
        for paper in papers(facts, "statement_of_purpose")
    )


def item_6(facts: Facts) -> bool:
    """Two letters of recommendation in English."""
    return copies([paper for paper in papers(facts, "recommendation_letter") if in_english(paper)]) >= LETTERS


def item_7(facts: Facts) -> bool:
    """The declaration, signed."""
    return any(paper.true("signed", presumed=False) and copies([paper]) >= 1 for paper in papers(facts, "declaration"))


def item_7_requests(facts: Facts) -> bool:
    """What the school has asked for beside it, the declaration of no household registration signed (並簽署)."""
    return (
        (not requested(facts, "loss_of_nationality_certificate") or is_there(facts, "loss_of_nationality_certificate"))
        and (not requested(facts, "entry_exit_certificate") or is_there(facts, "entry_exit_certificate"))
        and (
            not requested(facts, "no_household_registration_certificate")
            or any(
                paper.true("signed", presumed=False) and copies([paper]) >= 1
                for paper in papers(facts, "no_household_registration_certificate")
            )
        )
        and (not requested(facts, "other_documents") or is_there(facts, "other"))
    )


def requested(facts: Facts, what: str) -> bool:
    """Tell whether the school asked for a paper."""
    return facts.true(f"requests.{what}", presumed=False)


def item_8(facts: Facts) -> bool:
    """The proof of nationality, or the passport."""
    return is_there(facts, "nationality_proof")


def item_9(facts: Facts) -> bool:
    """The proof of what frees from the proof of English, or the certificate; nothing for who is to be interviewed."""
    english = brochure.english(facts)
    if english == "certified":
        return is_there(facts, "english_certificate")
    if english == "exempt":
        by_nationality = bool(facts.texts("nationality.held") & brochure.ENGLISH_SPEAKING)
        return (by_nationality and is_there(facts, "nationality_proof")) or (
            brochure.previous_degree_is_from_english_speaking_country(facts) and is_there(facts, "diploma")
        )
    return True


def current_jobs(facts: Facts) -> list[Job]:
    """The entries that cover the date of application."""
    return [job for job in facts.jobs if job.time.first <= facts.applied_on <= job.time.last]


def has_current_employer(facts: Facts) -> bool:
    """Tell whether one of them is with an employer (現職機構)."""
    return any(job.kind == "employee" for job in current_jobs(facts))


def certificate_cannot_be_had(facts: Facts) -> bool:
    """An officer's finding, presumed not to be there."""
    return facts.true("findings.employment_certificate_unobtainable", presumed=False)


def years_suffice(jobs: list[Job]) -> bool:
    """Five years by 2022-08-31 in these entries alone, of those of three months or more."""
    days: set[int] = set()
    for job in jobs:
        if run_reaches_months(job.time.first, job.time.last, JOB_MONTHS):
            days |= days_between(job.time.first, min(job.time.last, WORK_COUNTS_UNTIL))
    return reaches_years(days, WORK_YEARS)


def item_10_1(facts: Facts) -> bool:
    """The current employer's certificate, issued after 2021-11-04: the 4th itself does not do."""
    if not has_current_employer(facts) or certificate_cannot_be_had(facts):
        return True
    return any(
        paper.day("issued_on") > CERTIFICATE_ISSUED_AFTER and copies([paper]) >= 1
        for paper in papers(facts, "employment_certificate")
    )


def item_10_2(facts: Facts) -> bool:
    """Other proof of the years, where there is no such certificate or the current service is too short.

    The years of an own business, past ones too, are shown by its registration (3), so they are added to the current service.
    """
    employees = [job for job in current_jobs(facts) if job.kind == "employee"]
    owners = [job for job in facts.jobs if job.kind == "owner"]
    certificate_wanting = bool(employees) and certificate_cannot_be_had(facts)
    if not certificate_wanting and years_suffice(employees + owners):
        return True
    return is_there(facts, "separation_certificate") or is_there(facts, "other")


def item_10_3(facts: Facts) -> bool:
    """The registration of the business of who owns or owned one."""
    return not any(job.kind == "owner" for job in facts.jobs) or is_there(facts, "business_registration")


def rank(degree: Degree) -> int:
    """How high a diploma or degree is."""
    return DEGREES_IN_ORDER.index(degree.level)


def highest_awarded(facts: Facts) -> list[Degree]:
    """The highest diplomas and degrees awarded by the date of application, of whatever level."""
    awarded = [degree for degree in facts.degrees if brochure.is_awarded(degree, facts)]
    highest = max(map(rank, awarded), default=0)
    return [degree for degree in awarded if rank(degree) == highest]


def highest_is_of_a_foreign_branch(facts: Facts) -> bool:
    """Tell whether one of them is of a foreign school's branch in the Mainland Area."""
    return any(degree.institution_kind == FOREIGN_BRANCH for degree in highest_awarded(facts))


def authenticated_for_the_mainland(paper: Facts) -> bool:
    """Notarised there, and authenticated by one of the bodies for the Mainland Area: not by a mission overseas."""
    return (
        paper.true("authenticated", presumed=False)
        and paper.text("authenticated_by", presumed=NOT_RECORDED) in BODIES_FOR_THE_MAINLAND
        and paper.true("notarized_in_mainland", presumed=True)
    )


def note_2_3(facts: Facts) -> bool:
    """Diploma and transcript (學歷證明文件（畢業證書／成績單）) of a foreign school's branch in the Mainland Area.

    None for who files the letter of item 2 in the place of a diploma.
    """
    if not highest_is_of_a_foreign_branch(facts) or still_to_graduate(facts):
        return True
    return all(
        any(in_english_or_translated(paper) and authenticated_for_the_mainland(paper) for paper in papers(facts, kind))
        for kind in ("diploma", "transcript")
    )


ITEMS: dict[str, Callable[[Facts], bool]] = {
    "i1": item_1,
    "i2": item_2,
    "i2 conferral": item_2_conferral,
    "i3": item_3,
    "i3 grading": item_3_grading,
    "i4": item_4,
    "i5": item_5,
    "i6": item_6,
    "i7": item_7,
    "i7 requests": item_7_requests,
    "i8": item_8,
    "i9": item_9,
    "i10.s1": item_10_1,
    "i10.s2": item_10_2,
    "i10.s3": item_10_3,
    "n2.i3": note_2_3,
}


def wanting(facts: Facts) -> list[str]:
    """Return the items for which something is missing."""
    return [name for name, met in ITEMS.items() if not met(facts)]


def documents(facts: Facts) -> str:
    """Section 3."""
    return "incomplete" if wanting(facts) else "complete"
