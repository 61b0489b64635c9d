"""The regulation's lists of papers: Article 7 for universities and colleges, 18 and 20 for schools, 8 for who is excused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .days import years_have_elapsed
from .papers import (
    NOT_RECORDED,
    authenticated_for_the_mainland,
    copies,
    highest_awarded,
    highest_is_of_a_foreign_branch,
    is_filed,
    rank,
)
from .regulation import MASTER_OR_ABOVE, UNIVERSITIES_AND_COLLEGES, graduated_from_foreign_school_in_taiwan

if TYPE_CHECKING:
    from .facts import Facts

OF_AGE_SINCE_2023 = date(2023, 1, 1)
FIRST_SEMESTER_STARTS_IN = 8
BACHELOR_OR_ABOVE = frozenset({"bachelor", "master", "doctoral"})
OF_A_DEGREE = ("diploma", "degree_conferral_certificate", "expected_graduation_letter")
OF_A_SCHOOL = ("diploma", "study_certificate", "expected_graduation_letter")  # which confers no degree
OF_A_GRADUATE = ("diploma", "degree_conferral_certificate")  # universities of Taiwan certify a graduation by a 學位證書
OF_STUDIES_TO_COME = frozenset({"expected_graduation_letter", "study_certificate"})
OVERSEAS = frozenset({"overseas_mission", NOT_RECORDED})


def filed(facts: Facts, kind: str) -> list[Facts]:
    """The papers of one kind of which there is a copy: the regulation asks nothing of what they show (``complete``)."""
    return [paper for paper in facts.elements("documents") if paper.text("type") == kind and is_filed(paper)]


def was_filed(facts: Facts, kind: str) -> bool:
    """Tell whether a paper of a kind was submitted."""
    return copies(filed(facts, kind)) >= 1


def completed_a_degree_in_taiwan(facts: Facts) -> bool:
    """Article 8, Paragraph 1: a bachelor's or higher degree in Taiwan, and now a master's or above."""
    return facts.text("programme.level") in MASTER_OR_ABOVE and any(
        degree.level in BACHELOR_OR_ABOVE
        and degree.territory == "TW"
        and degree.awarded_on is not None
        and degree.awarded_on <= facts.applied_on
        for degree in facts.degrees
    )


def relies_on_studies_to_be_completed(facts: Facts, kinds: tuple[str, ...]) -> bool:
    """Tell whether a paper was filed about studies that are still to be completed, and that are above what was awarded."""
    above = max(map(rank, highest_awarded(facts)), default=-1)
    return any(was_filed(facts, kind) for kind in kinds if kind in OF_STUDIES_TO_COME) and any(
        rank(degree) > above and (degree.expected_on is not None or degree.awarded_on is not None) for degree in facts.degrees
    )


def credentials(facts: Facts, *kinds: str) -> bool:
    """The certificate of the studies and the transcript (學歷證明文件（畢業證書／成績單）, as the brochure explains the word).

    One of each is notarised and authenticated where they are of a foreign school's branch, unless the applicant relies on
    higher studies that are still to be completed.
    """
    certificates = [paper for kind in kinds for paper in filed(facts, kind)]
    transcripts = filed(facts, "transcript")
    if highest_is_of_a_foreign_branch(facts) and not relies_on_studies_to_be_completed(facts, kinds):
        certificates = [paper for paper in certificates if authenticated_for_the_mainland(paper)]
        transcripts = [paper for paper in transcripts if authenticated_for_the_mainland(paper)]
    return copies(certificates) >= 1 and copies(transcripts) >= 1


def credentials_for_a_university(facts: Facts) -> bool:
    """Article 7, Paragraph 1, Subparagraph 2; who is excused from it files diploma and transcript of Taiwan (Article 8)."""
    if completed_a_degree_in_taiwan(facts) or graduated_from_foreign_school_in_taiwan(facts):
        certificate = any(was_filed(facts, kind) for kind in OF_A_GRADUATE)
        return certificate and was_filed(facts, "transcript")  # excused from where they come from
    return credentials(facts, *OF_A_DEGREE)


def credentials_for_a_school(facts: Facts) -> bool:
    """Articles 18 and 20; none for the first semester of the first grade of an elementary school."""
    first_semester = facts.day("application.semester_start").month == FIRST_SEMESTER_STARTS_IN
    if facts.text("programme.level") == "elementary" and facts.number("programme.grade") == 1 and first_semester:
        return True
    return credentials(facts, *OF_A_SCHOOL)


def proof_of_funds(facts: Facts) -> bool:
    """A proof of funds which an officer found to suffice."""
    return was_filed(facts, "financial_proof") and facts.true("findings.sufficient_funds")


def is_of_age(facts: Facts) -> bool:
    """Twenty years of age, since 2023-01-01 eighteen, when applying (Civil Code, Article 12)."""
    years = 18 if facts.applied_on >= OF_AGE_SINCE_2023 else 20
    return years_have_elapsed(facts.day("birth_date"), facts.applied_on, years)


def guardian(facts: Facts) -> bool:
    """Article 18, Subparagraphs 4 to 6: proof, power of attorney authenticated by a mission, consent notarised in Taiwan."""
    return (
        was_filed(facts, "guardian_qualification_proof")
        and any(
            paper.true("authenticated", presumed=False) and paper.text("authenticated_by", presumed=NOT_RECORDED) in OVERSEAS
            for paper in filed(facts, "guardian_power_of_attorney")
        )
        and any(paper.true("notarized", presumed=False) for paper in filed(facts, "guardian_consent_letter"))
    )


def required_by_the_school(facts: Facts) -> bool:
    """申請學校所規定之其他文件."""
    required = facts.elements("documents_required_by_school", presumed_empty=True)
    return all(was_filed(facts, one.text("type")) for one in required)


def wanting(facts: Facts) -> list[str]:
    """Return what is missing, in words."""
    if facts.text("programme.level") in UNIVERSITIES_AND_COLLEGES:
        needed = {
            "credentials": credentials_for_a_university(facts),
            "funds": was_filed(facts, "full_scholarship_proof") or proof_of_funds(facts),
            "other": required_by_the_school(facts),
        }
    elif facts.true("legal_residence_in_taiwan", presumed=False):
        needed = {"permit": was_filed(facts, "residence_permit"), "credentials": credentials_for_a_school(facts)}
    else:
        needed = {
            "credentials": credentials_for_a_school(facts),
            "funds": proof_of_funds(facts),
            "guardian": is_of_age(facts) or guardian(facts),
            "other": required_by_the_school(facts),
        }
    return [name for name, met in ({"form": was_filed(facts, "application_form")} | needed).items() if not met]


def documents(facts: Facts) -> str:
    """Articles 7, 18 and 20."""
    return "incomplete" if wanting(facts) else "complete"
