"""Random applicants, crowded where the law draws its lines.

``records`` gives complete records in the shape of the record's contract: every fact without a presumption is there, and
dates, lengths and amounts lie on the boundaries or one step beside them far more often than chance would put them.
``with_facts_removed`` takes facts away again, so that an engine's answer about an incomplete record can be held against
its answers about the completions. Equal seeds give equal records.
"""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING, Any

from tests.differential.applicants import filing, history, nationality, papers, presence
from tests.differential.applicants.chance import Case, chance, presumable, without_some_nulls

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]  # JSON: what stands under a key is known only to the contract

ROUTES = (
    "never_national", "never_national", "dual_national", "former_national", "hong_kong_macao", "former_mainland",
    "treaty", "pre_2011",
)  # fmt: skip
"""The ways in, the commonest twice."""

MEDICAL = ("medicine", "dentistry", "chinese_medicine")

PRESUMED = frozenset(
    {
        "nationality.roc_father_at_birth",
        "nationality.roc_mother_at_birth",
        "nationality.born_in_roc_parents_unknown_or_stateless",
        "nationality.naturalised_roc",
        "nationality.hk_macao_permanent_resident",
        "nationality.former_mainland_national",
        "agreement.recommended",
        "agreement.authority_approved",
        "legal_residence_in_taiwan",
        "prior_admissions",
        "documented",
        "institution_kind",
        "notarized_translation",
        "authenticated",
        "authenticated_by",
        "signed",
        "count",
        "notarized",
        "notarized_in_mainland",
        "complete",
        "documents_required_by_school",
        "requests",
        "requests.loss_of_nationality_certificate",
        "requests.entry_exit_certificate",
        "requests.no_household_registration_certificate",
        "requests.other_documents",
        "findings.employment_certificate_unobtainable",
    }
)
"""Facts, and fields of list elements, that take a value when absent: removing one would not make it unknown."""

NEVER_REMOVED = frozenset({"id"})
EMPTY_MEANS_SOMETHING = frozenset({"to", "awarded_on", "expected_on"})
"""Fields whose empty value says open or none, so that an unknown one must hold the word ``unknown``."""


def records(seed: int, count: int) -> Iterator[Record]:
    """Yield ``count`` complete records; equal seeds yield equal ones."""
    rng = Random(seed)  # records to test with, not secrets
    for number in range(count):
        yield _record(rng, f"R-{seed}-{number:06d}")


def _record(rng: Random, name: str) -> Record:
    for_papers = chance(rng, 20)  # somebody who may apply, so that it turns on papers and fees
    semester_start = filing.BROCHURE_SEMESTER if for_papers else filing.semester(rng)
    case = Case(
        rng,
        "never_national" if for_papers else rng.choice(ROUTES),
        filing.submission(rng, semester_start),
        semester_start,
        rng.choice(MEDICAL) if not for_papers and chance(rng, 15) else "general",
    )
    residences, stays = presence.presence(case)
    record: Record = {
        "id": name,
        "birth_date": nationality.birth_date(rng).isoformat(),
        "application": {
            "submitted_at": filing.written_moment(rng, case.submitted),
            "semester_start": semester_start.isoformat(),
        },
        "programme": filing.programme(case),
        "nationality": without_some_nulls(rng, nationality.nationality(case)),
        "overseas_chinese": nationality.overseas_chinese(case),
        "residences": residences,
        "stays_in_taiwan": stays,
        "agreement": without_some_nulls(rng, nationality.agreement(case)),
        "legal_residence_in_taiwan": presumable(rng, chance(rng, 15)),
        "prior_admissions": history.admissions(case),
        "education": history.education(case),
        "employment": history.employment(case),
        "tests": filing.tests(case),
        "documents": [],
        "fees": filing.fees(case),
        "findings": filing.findings(case),
        "documents_required_by_school": papers.required_by_school(case),
        "requests": papers.requests(case),
    }
    if for_papers:
        record["programme"] |= {"level": "master", "in_service": True, "moe_case_by_case_approval": True}
        record["prior_admissions"] = None
    if record["programme"]["level"] in filing.SCHOOLS and chance(rng, 80):
        record["birth_date"] = nationality.young_birth_date(case).isoformat()
    record["documents"] = papers.documents(case, record)
    return without_some_nulls(rng, record)


def with_facts_removed(record: Record, rng: Random) -> tuple[Record, list[str]]:
    """Return a copy in which one to six facts are unknown, and their paths.

    A path names a whole fact (``programme.field``, ``residences``) or a field of a list's element
    (``stays_in_taiwan[2].purpose``). Facts with a presumption stay, and so does ``id``.
    """
    poorer = copy.deepcopy(record)
    whole, fields = _facts(record)
    removed = rng.sample(whole, rng.choice((0, 1, 1, 2, 3)))
    left = [path for path in fields if path.split("[", maxsplit=1)[0] not in removed]
    removed += rng.sample(left, min(len(left), rng.choice((0, 1, 1, 2, 3)) or int(not removed)))
    if not removed:
        removed = rng.sample(whole, 1)
    for path in removed:
        _make_unknown(poorer, path, rng)
    return poorer, sorted(removed)


def _facts(record: Record) -> tuple[list[str], list[str]]:
    """Every path that can be made unknown: whole facts, and fields of list elements."""
    whole: list[str] = []
    fields: list[str] = []
    for name, value in record.items():
        if name in NEVER_REMOVED:
            continue
        if isinstance(value, dict):
            whole += [f"{name}.{key}" for key in value if f"{name}.{key}" not in PRESUMED]
        elif name not in PRESUMED:
            whole.append(name)
        if isinstance(value, list):
            for index, element in enumerate(value):
                names = sorted(set(element) | (EMPTY_MEANS_SOMETHING & _fields_of(name)))
                fields += [f"{name}[{index}].{key}" for key in names if key not in PRESUMED]
    return whole, fields


def _fields_of(name: str) -> frozenset[str]:
    """The fields of a list's elements that may be absent because their empty value says something."""
    if name == "education":
        return frozenset({"awarded_on", "expected_on"})
    if name in {"residences", "stays_in_taiwan", "prior_admissions", "employment"}:
        return frozenset({"to"})
    return frozenset()


def _make_unknown(record: Record, path: str, rng: Random) -> None:
    """Empty the fact, or write the word ``unknown`` where an empty value would say something."""
    *above, last = path.split(".")
    holder: Any = record
    for part in above:
        name, _, index = part.partition("[")
        holder = holder[name][int(index.rstrip("]"))] if index else holder[name]
    if last in EMPTY_MEANS_SOMETHING:
        holder[last] = "unknown"
    elif chance(rng, 50):
        holder[last] = None
    else:
        del holder[last]
