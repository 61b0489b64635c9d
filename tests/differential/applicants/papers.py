"""The papers handed in: about what is asked for, then one or another missing, doubled or not as it should be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from .chance import chance, near, presumable, shifted, without_some_nulls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from .chance import Case, Element

CERTIFICATE_LINE = date(2021, 11, 4)
LANGUAGES = ("zh", "ja", "de", "vi", "fr")
UNIVERSITY_DEGREES = frozenset({"bachelor", "master", "doctoral"})
FOR_EVERYBODY = (
    "application_form", "grading_system", "personal_profile", "nationality_proof",
    "transcript", "statement_of_purpose", "declaration",
)  # fmt: skip
FOR_THE_REGULATION = (
    "financial_proof", "residence_permit", "guardian_qualification_proof", "guardian_power_of_attorney",
    "guardian_consent_letter",
)  # fmt: skip
REQUESTED = ("loss_of_nationality_certificate", "entry_exit_certificate", "no_household_registration_certificate")
BODIES = ("overseas_mission", "executive_yuan_agency", "commissioned_organisation", None, "not_recorded")
CREDENTIALS = frozenset(
    {"diploma", "transcript", "degree_conferral_certificate", "expected_graduation_letter", "study_certificate"}
)
SCHOOLS = frozenset({"junior_college_5yr", "senior_high", "junior_high", "elementary"})


def documents(case: Case, record: Element) -> list[Element]:
    """The papers of the record: every item of the brochure filed in most cases, then up to three things done to them."""
    rng = case.rng
    found = [_paper(rng, kind, case) for kind in FOR_EVERYBODY]
    found += _of_studies(case, record["education"], record["programme"]["level"])
    found += _several(rng, "recommendation_letter", 2, case)
    found += _of_work(case, record["employment"])
    if chance(rng, 85):
        found.append(_paper(rng, "english_certificate", case))
    found += [_paper(rng, f"{kind}", case) for kind in REQUESTED if chance(rng, 35)]
    if record["programme"]["level"] in SCHOOLS or chance(rng, 50):
        found += [_paper(rng, kind, case) for kind in FOR_THE_REGULATION if chance(rng, 86)]
    if chance(rng, 25):
        found.append(_paper(rng, rng.choice(("other", "full_scholarship_proof", "study_certificate", "residence_permit")), case))
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
        rng.choice(CHANGES)(rng, found)
    rng.shuffle(found)
    found = [without_some_nulls(rng, paper) for paper in found]
    return [] if chance(rng, 1) else found


def requests(case: Case) -> Element | None:
    """What the school asked for beside the usual papers: in most cases nothing, which may be left to the presumption."""
    rng = case.rng
    if chance(rng, 60):
        return None
    asked = {kind: presumable(rng, chance(rng, 20)) for kind in REQUESTED}
    return without_some_nulls(rng, asked | {"other_documents": presumable(rng, chance(rng, 10))})


def required_by_school(case: Case) -> list[Element] | None:
    """Other papers that the school's own rules ask for."""
    rng = case.rng
    if chance(rng, 75):
        return rng.choice(([], None))
    kinds = ("recommendation_letter", "statement_of_purpose", "other", "study_certificate", "english_certificate")
    return [{"type": kind} for kind in rng.sample(kinds, rng.choice((1, 1, 2)))]


def _of_studies(case: Case, education: Sequence[Element], level: str) -> list[Element]:
    """Diplomas, the letter on a graduation to come and certificates of conferral: as many as needed, give or take one."""
    rng = case.rng
    degrees = [degree for degree in education if degree["level"] in UNIVERSITY_DEGREES]
    awarded = [degree for degree in degrees if degree.get("awarded_on") not in {None, "none"}]
    found: list[Element] = []
    needed = 2 if any(degree["level"] == level for degree in awarded) else 1
    if awarded or chance(rng, 30):
        found += _several(rng, "diploma", rng.choice((needed,) * 8 + (needed + 1, 1)), case)
    if len(awarded) < len(degrees) or chance(rng, 5):
        found.append(_paper(rng, "expected_graduation_letter", case))
    mainland = sum(degree["territory"] == "CN" for degree in awarded)
    branch = any(degree.get("institution_kind") == "foreign_branch_in_mainland" for degree in education)
    conferred = mainland + (rng.choice((0, 0, 0, 0, 1, -1)) if mainland else 0)
    found += _several(rng, "degree_conferral_certificate", conferred, case)
    if branch and chance(rng, 80):
        for paper in found:
            paper.update(_authenticated(rng, for_the_mainland=True))
    return found


def _of_work(case: Case, employment: Sequence[Element]) -> list[Element]:
    """Certificates of the work, the current one issued about the day on which the brochure's line lies."""
    rng = case.rng
    found: list[Element] = []
    if chance(rng, 92):
        certificate = _paper(rng, "employment_certificate", case)
        if chance(rng, 35):
            certificate["issued_on"] = near(rng, CERTIFICATE_LINE).isoformat()
        elif chance(rng, 10):
            certificate["issued_on"] = shifted(CERTIFICATE_LINE, -100).isoformat()
        found.append(certificate)
        if chance(rng, 10):
            found.append(certificate | {"issued_on": near(rng, CERTIFICATE_LINE).isoformat()})
    if chance(rng, 75):
        found.append(_paper(rng, rng.choice(("separation_certificate",) * 3 + ("other",)), case))
    if any(job["kind"] == "owner" for job in employment) == chance(rng, 90):
        found.append(_paper(rng, "business_registration", case))
    return found


def _several(rng: Random, kind: str, number: int, case: Case) -> list[Element]:
    """So many papers of a kind: in one entry with a count, or in an entry each."""
    if number < 1:
        return []
    if number > 1 and chance(rng, 50):
        return [_paper(rng, kind, case) | {"count": number}]
    return [_paper(rng, kind, case) for _ in range(number)]


def _paper(rng: Random, kind: str, case: Case) -> Element:
    """A paper as it should be."""
    language = "en" if kind in {"statement_of_purpose", "recommendation_letter"} or chance(rng, 75) else rng.choice(LANGUAGES)
    element: Element = {
        "type": kind,
        "language": language,
        "notarized_translation": (True if language != "en" else presumable(rng, chance(rng, 10))),
        "signed": True if "declaration" in kind or "no_household" in kind else presumable(rng, chance(rng, 30)),
        "issued_on": shifted(case.applied_on, -rng.randint(1, 100)).isoformat(),
        "pages": rng.choice((1, 2)),
        "count": rng.choice((None, None, 1)),
        "complete": rng.choice((None, None, None, True)),
        "authenticated": presumable(rng, value=False),
        "authenticated_by": None,
        "notarized": presumable(rng, value=False),
        "notarized_in_mainland": rng.choice((None, None, True)),
    }
    if kind == "guardian_power_of_attorney" or chance(rng, 10):
        element.update(_authenticated(rng, for_the_mainland=kind in CREDENTIALS))
    if kind == "guardian_consent_letter":
        element["notarized"] = True
    return element


def _authenticated(rng: Random, *, for_the_mainland: bool) -> Element:
    """By whom a paper was authenticated, if that was recorded: those of studies seldom by a mission overseas, which may not."""
    if for_the_mainland:
        body = rng.choice(BODIES[1:] * 4 + BODIES[:1])
        return {"authenticated": True, "authenticated_by": body, "notarized_in_mainland": rng.choice((None, True, True, False))}
    return {"authenticated": True, "authenticated_by": rng.choice(BODIES[:1] * 10 + BODIES[1:])}


def _missing(rng: Random, found: list[Element]) -> None:
    if found:
        found.remove(rng.choice(found))


def _another_language(rng: Random, found: list[Element]) -> None:
    for paper in _of_a_kind(rng, found, ("diploma", "transcript", "statement_of_purpose", "recommendation_letter", "*")):
        paper["language"] = rng.choice((*LANGUAGES, "en"))
        paper["notarized_translation"] = rng.choice((True, False, None))


def _unsigned(rng: Random, found: list[Element]) -> None:
    for paper in _of_a_kind(rng, found, ("declaration", "declaration", "no_household_registration_certificate", "*")):
        paper["signed"] = rng.choice((False, None, True))


def _other_pages(rng: Random, found: list[Element]) -> None:
    for paper in _of_a_kind(rng, found, ("statement_of_purpose", "statement_of_purpose", "*")):
        paper["pages"] = rng.choice((0, 1, 2, 3, 4))


def _other_count(rng: Random, found: list[Element]) -> None:
    for paper in _of_a_kind(rng, found, ("recommendation_letter", "diploma", "degree_conferral_certificate", "*")):
        paper["count"] = rng.choice((0, 1, 1, 2, 3))


def _not_complete(rng: Random, found: list[Element]) -> None:
    for paper in _of_a_kind(rng, found, ("*",)):
        paper["complete"] = rng.choice((False, False, True))


def _other_authentication(rng: Random, found: list[Element]) -> None:
    kinds = ("diploma", "transcript", "guardian_power_of_attorney", "guardian_consent_letter", "*")
    for paper in _of_a_kind(rng, found, kinds):
        changes: dict[str, Any] = {
            "authenticated": rng.choice((True, True, False, None)),
            "authenticated_by": rng.choice(BODIES),
            "notarized": rng.choice((True, False, None)),
            "notarized_in_mainland": rng.choice((True, False, None)),
        }
        paper.update(changes)


ANOTHER: tuple[Element, ...] = (
    {}, {"complete": False}, {"language": "ja"}, {"signed": False}, {"pages": 3}, {"count": 0}, {"authenticated": False},
    {"authenticated": True, "authenticated_by": "overseas_mission"},
)  # fmt: skip


def _another_one(rng: Random, found: list[Element]) -> None:
    """The same paper again, perhaps the better of the two, perhaps not."""
    if found:
        paper = rng.choice(found)
        found.append(paper | rng.choice(ANOTHER))


def _another_type(rng: Random, found: list[Element]) -> None:
    others = [paper for paper in found if not paper["authenticated"]]
    if others:
        rng.choice(others)["type"] = rng.choice((*FOR_EVERYBODY, "other", "diploma", "expected_graduation_letter"))


def _of_a_kind(rng: Random, found: list[Element], kinds: Sequence[str]) -> list[Element]:
    """One paper of one of the kinds (``*``: of any), or none if there is none."""
    kind = rng.choice(kinds)
    candidates = [paper for paper in found if kind in {"*", paper["type"]}]
    return [rng.choice(candidates)] if candidates else []


CHANGES = (
    _missing, _missing, _another_language, _another_language, _unsigned, _other_pages, _other_count, _not_complete,
    _other_authentication, _another_one, _another_type,
)  # fmt: skip
