"""Regulations Regarding International Students Undertaking Studies in Taiwan: Articles 2, 3, 4 and 10.

Each function is one provision, said as plainly as the Chinese text says it, under the readings that the record's
contract chooses.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .days import run_reaches_months, years_have_elapsed
from .residence import NOT_HONG_KONG_MACAO_OR_OVERSEAS, NOT_OVERSEAS, resided_continuously

if TYPE_CHECKING:
    from .facts import Admission, Facts

NOT_FOREIGN = frozenset({"TW", "CN", "HK", "MO"})
MOTHERS_LINE_FROM = date(1980, 2, 10)
"""Born then or later: not yet twenty when the Nationality Act was amended on 2000-02-09."""

AMENDMENT_OF_2011 = date(2011, 2, 1)
YEARS_SINCE_LOSS = 8
UNIVERSITIES_AND_COLLEGES = frozenset({"associate", "bachelor", "master", "doctoral"})
"""大專校院: what Article 7 is about."""

MASTER_OR_ABOVE = frozenset({"master", "doctoral"})
BARRING_CAUSES = frozenset({"conduct", "grades", "serious_violation", "criminal_conviction"})
FOREIGN_SCHOOLS_IN_TAIWAN = frozenset({"foreign_school_in_taiwan", "bilingual_division", "foreign_curriculum_class"})


def has_foreign_nationality(facts: Facts) -> bool:
    """Tell whether any nationality held is another than TW, CN, HK or MO."""
    return bool(facts.texts("nationality.held") - NOT_FOREIGN)


def has_held_roc_nationality(facts: Facts) -> bool:
    """Recorded as such, or held now, or one of the cases of the Nationality Act, Article 2."""
    by_mother = facts.true("nationality.roc_mother_at_birth", presumed=False) and facts.day("birth_date") >= MOTHERS_LINE_FROM
    return (
        facts.true("nationality.roc_ever_held")
        or "TW" in facts.texts("nationality.held")
        or facts.true("nationality.roc_father_at_birth", presumed=False)
        or by_mother
        or facts.true("nationality.born_in_roc_parents_unknown_or_stateless", presumed=False)
        or facts.true("nationality.naturalised_roc", presumed=False)
    )


def holds_roc_nationality(facts: Facts) -> bool:
    """TW is among those held, or it has been held and its loss was never permitted."""
    never_lost = facts.day_or_never("nationality.roc_loss_permitted_on") is None
    return "TW" in facts.texts("nationality.held") or (has_held_roc_nationality(facts) and never_lost)


def was_never_overseas_chinese_student(facts: Facts) -> bool:
    """Article 2, Paragraph 1, Subparagraphs 1 and 2."""
    return not facts.true("overseas_chinese.studied_in_taiwan") and not facts.true("overseas_chinese.placed_this_year")


def never_had_household_registration(facts: Facts) -> bool:
    """自始未曾在臺設有戶籍."""
    return not facts.true("nationality.household_registration_ever")


def belongs_to_article_3(facts: Facts) -> bool:
    """Permanent residents of Hong Kong or Macao and former persons of the Mainland Area, who have no Article 2 ¶ 1."""
    return facts.true("nationality.hk_macao_permanent_resident", presumed=False) or facts.true(
        "nationality.former_mainland_national", presumed=False
    )


def article_2_paragraph_1(facts: Facts) -> bool:
    """Foreign nationals who never held R.O.C. nationality."""
    return (
        has_foreign_nationality(facts)
        and not has_held_roc_nationality(facts)
        and was_never_overseas_chinese_student(facts)
        and not belongs_to_article_3(facts)
    )


def article_2_paragraph_2(facts: Facts) -> bool:
    """Those who hold R.O.C. nationality besides, or held it: open to nobody else."""
    if not has_foreign_nationality(facts) or not has_held_roc_nationality(facts):
        return False
    if holds_roc_nationality(facts):
        subparagraph_1_or_2 = never_had_household_registration(facts)
    else:
        permitted = facts.day_or_never("nationality.roc_loss_permitted_on")
        subparagraph_1_or_2 = permitted is not None and years_have_elapsed(permitted, facts.applied_on, YEARS_SINCE_LOSS)
    return subparagraph_1_or_2 and was_never_overseas_chinese_student(facts) and resided_continuously(facts, NOT_OVERSEAS)


def article_2_paragraph_3(facts: Facts) -> bool:
    """Recommended under an education co-operation agreement, and approved."""
    return (
        has_foreign_nationality(facts)
        and never_had_household_registration(facts)
        and facts.true("agreement.recommended", presumed=False)
        and facts.true("agreement.authority_approved", presumed=False)
    )


def article_2_paragraph_6(facts: Facts) -> bool:
    """Applied to lose R.O.C. nationality before 2011-02-01, and comes in under the provisions of then (a finding)."""
    asked_on = facts.day_or_never("nationality.roc_loss_applied_on")
    return (
        has_foreign_nationality(facts)
        and has_held_roc_nationality(facts)
        and asked_on is not None
        and asked_on < AMENDMENT_OF_2011
        and facts.true("findings.eligible_under_pre_2011_provisions")
    )


def article_3_paragraph_1(facts: Facts) -> bool:
    """Foreign nationals with permanent residence in Hong Kong or Macao."""
    return (
        has_foreign_nationality(facts)
        and facts.true("nationality.hk_macao_permanent_resident", presumed=False)
        and never_had_household_registration(facts)
        and resided_continuously(facts, NOT_HONG_KONG_MACAO_OR_OVERSEAS)
    )


def article_3_paragraph_3(facts: Facts) -> bool:
    """Foreign nationals who were persons of the Mainland Area."""
    return (
        has_foreign_nationality(facts)
        and facts.true("nationality.former_mainland_national", presumed=False)
        and never_had_household_registration(facts)
        and resided_continuously(facts, NOT_OVERSEAS)
    )


ROUTES = {
    "art2.p1": article_2_paragraph_1,
    "art2.p2": article_2_paragraph_2,
    "art2.p3": article_2_paragraph_3,
    "art2.p6": article_2_paragraph_6,
    "art3.p1": article_3_paragraph_1,
    "art3.p3": article_3_paragraph_3,
}
"""Every way in, under the key of its provision."""


def routes_open(facts: Facts) -> frozenset[str]:
    """Return the keys of the provisions that let this person in."""
    return frozenset(key for key, route in ROUTES.items() if route(facts))


def eligibility(facts: Facts) -> str:
    """Articles 2 and 3."""
    return "eligible" if routes_open(facts) else "ineligible"


def international_admissions(facts: Facts) -> list[Admission]:
    """The earlier admissions as an international student: those of which Article 4 speaks (外國學生依前二條規定)."""
    return [admission for admission in facts.admissions if admission.admitted_as == "international"]


def completed_and_goes_higher(facts: Facts) -> bool:
    """Article 4, Paragraph 1, Subparagraph 1: completed the programme first applied for, now a master's or above."""
    completed = any(admission.ended == "graduated" for admission in international_admissions(facts))
    return completed and facts.text("programme.level") in MASTER_OR_ABOVE


def left_within_a_year(facts: Facts) -> bool:
    """Article 4, Paragraph 1, Subparagraph 2: one earlier admission, bachelor's or below, left within a year."""
    earlier = international_admissions(facts)
    if len(earlier) != 1:
        return False
    admission = earlier[0]
    return (
        admission.level not in MASTER_OR_ABOVE
        and not run_reaches_months(admission.time.first, admission.time.last, 12)
        and admission.ended in {"withdrew", "lost_status", "dismissed"}
    )


def graduated_from_foreign_school_in_taiwan(facts: Facts) -> bool:
    """Article 8, Paragraph 2, which lifts Article 4, Paragraph 1 for applications under Article 7 (依第七條規定申請入學)."""
    return facts.text("programme.level") in UNIVERSITIES_AND_COLLEGES and any(
        degree.institution_kind in FOREIGN_SCHOOLS_IN_TAIWAN
        and degree.awarded_on is not None
        and degree.awarded_on <= facts.applied_on
        for degree in facts.degrees
    )


def was_dismissed_for_a_barring_cause(facts: Facts) -> bool:
    """Article 4, Paragraph 2."""
    return any(
        admission.ended in {"dismissed", "lost_status"} and admission.cause in BARRING_CAUSES
        for admission in international_admissions(facts)
    )


def reapplication(facts: Facts) -> str:
    """Article 4, with what Article 8, Paragraph 2 takes from its first paragraph."""
    paragraph_1 = (
        not international_admissions(facts)
        or completed_and_goes_higher(facts)
        or left_within_a_year(facts)
        or graduated_from_foreign_school_in_taiwan(facts)
    )
    return "allowed" if paragraph_1 and not was_dismissed_for_a_barring_cause(facts) else "barred"


def programme(facts: Facts) -> str:
    """Article 10."""
    forbidden = (
        facts.true("programme.in_service")
        and not facts.true("legal_residence_in_taiwan", presumed=False)
        and not facts.true("programme.moe_case_by_case_approval")
    )
    return "closed" if forbidden else "open"


def application(facts: Facts) -> str:
    """All of them."""
    if eligibility(facts) == "eligible" and reapplication(facts) == "allowed" and programme(facts) == "open":
        return "may_apply"
    return "may_not_apply"
