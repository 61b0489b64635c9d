"""Earlier admissions, degrees and work, around the lines of one year, three months and five years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .chance import (
    between,
    chance,
    foreign_territory,
    months_after,
    near,
    shifted,
    without_some_nulls,
    written_or_not_so,
    years_before,
)

if TYPE_CHECKING:
    from random import Random

    from .chance import Case, Element

WORK_COUNTS_UNTIL = date(2022, 8, 31)
FOREIGN_SCHOOLS = ("foreign_school_in_taiwan", "bilingual_division", "foreign_curriculum_class")
OTHER_SCHOOLS = ("overseas_taiwan_school", "mainland_taiwan_business_school", "foreign_branch_in_mainland")


def admissions(case: Case) -> list[Element] | None:
    """None to three earlier admissions; none at all may also be left to the presumption."""
    rng = case.rng
    number = rng.choice((0,) * 11 + (1,) * 6 + (2, 2, 3))
    if not number:
        return rng.choice(([], None))
    return [_admission(case) for _ in range(number)]


def _admission(case: Case) -> Element:
    rng = case.rng
    begun = shifted(case.applied_on, -rng.randint(400, 4000))
    if chance(rng, 8):
        begun = date(rng.choice((2012, 2016)), 2, 29)
    last: date | None = rng.choice(
        (
            near(rng, shifted(months_after(begun, 12), -1)),
            shifted(begun, rng.randint(363, 367) - 1),
            shifted(begun, rng.randint(30, 399)),
            shifted(begun, 1400),
        )
    )
    if last is not None:
        last = min(last, shifted(case.applied_on, -1))
    ended = rng.choice(("graduated", "withdrew", "withdrew", "lost_status", "dismissed", "ongoing"))
    cause = "none"
    if ended == "ongoing":
        last = None
    elif ended != "graduated":
        cause = rng.choice(("other", "other", "none", "conduct", "grades", "serious_violation", "criminal_conviction"))
    element: Element = {
        "level": rng.choice(("bachelor", "bachelor", "associate", "senior_high", "master", "doctoral")),
        "admitted_as": rng.choice(("international",) * 7 + ("overseas_chinese", "domestic")),
        "from": begun.isoformat(),
        "to": last.isoformat() if last else None,
        "ended": ended,
        "cause": cause,
    }
    return without_some_nulls(rng, element)


def education(case: Case) -> list[Element]:
    """A degree or several, awarded or expected around the lines, with ties and the schools of Article 8."""
    rng = case.rng
    if chance(rng, 2):
        return []
    long_ago = years_before(case.applied_on, rng.randint(1, 15))
    main = rng.choice((long_ago,) * 6 + (near(rng, case.applied_on), None))
    main_level = rng.choice(("bachelor",) * 6 + ("master", "associate"))
    territory = "CN" if chance(rng, 12) else foreign_territory(rng)
    found = [_degree(case, main_level, territory, main)]
    if chance(rng, 45):
        later = rng.choice((main, near(rng, case.applied_on), shifted(long_ago, rng.randint(1, 300)), None))
        found.append(_degree(case, rng.choice(("master", "master", "doctoral")), _anywhere(rng), later))
    if chance(rng, 15):
        found.append(_degree(case, "associate", _anywhere(rng), shifted(long_ago, rng.choice((-900, 0, 1)))))
    if chance(rng, 30):
        school = rng.choice((*FOREIGN_SCHOOLS, "ordinary", "ordinary", "ordinary", *OTHER_SCHOOLS))
        day = near(rng, case.applied_on) if chance(rng, 15) else shifted(long_ago, rng.choice((-1500, 40)))
        territory = "TW" if school in FOREIGN_SCHOOLS else _anywhere(rng)
        if school in OTHER_SCHOOLS[1:]:
            territory = "CN"
        found.append(_degree(case, "high_school", territory, day) | {"institution_kind": school})
    rng.shuffle(found)
    return found


def _anywhere(rng: Random) -> str:
    return rng.choice(("TW", "CN", "HK", foreign_territory(rng), foreign_territory(rng)))


def _degree(case: Case, level: str, territory: str, awarded: date | None) -> Element:
    rng = case.rng
    expected = None
    if awarded is None and chance(rng, 92):
        expected = near(rng, case.semester_start) if chance(rng, 75) else shifted(case.semester_start, -40)
    element: Element = {
        "level": level,
        "territory": territory,
        "awarded_on": written_or_not_so(rng, awarded),
        "expected_on": written_or_not_so(rng, expected),
        "institution_kind": rng.choice((None, "ordinary")),
    }
    if territory == "CN" and chance(rng, 40):
        element["institution_kind"] = "foreign_branch_in_mainland"
    return without_some_nulls(rng, element)


def employment(case: Case) -> list[Element]:
    """One or several entries that reach five years just, or just not; short ones, open ones and internships."""
    rng = case.rng
    pattern = rng.choice((_long, _long, _long, _one_run, _one_run, _several, _several, _with_short, _touching))
    spans = pattern(case)
    kinds = ("employee", "employee", "employee", "owner")
    found = [_job(case, rng.choice(kinds), first, last) for first, last in spans]
    if chance(rng, 25):
        rng.choice(found)["kind"] = rng.choice(("internship_master", "internship_doctoral", "internship_other"))
    if chance(rng, 10):
        later = between(rng, date(2022, 3, 1), date(2022, 9, 2))
        found.append(_job(case, "employee", later, rng.choice((None, shifted(later, 89), shifted(later, 200)))))
    rng.shuffle(found)
    return [] if chance(rng, 2) else found


Span = tuple[date, date | None]


def _long(case: Case) -> list[Span]:
    begun = shifted(case.applied_on, -case.rng.randint(2200, 5000))
    return [(begun, case.rng.choice((None, None, shifted(case.applied_on, -1))))]


def _one_run(case: Case) -> list[Span]:
    """A single run of five years by the calendar, give or take a day; the last day may be the brochure's."""
    rng = case.rng
    if chance(rng, 60):
        return [(near(rng, shifted(years_before(WORK_COUNTS_UNTIL, 5), 1)), rng.choice((None, WORK_COUNTS_UNTIL)))]
    begun = between(rng, date(2008, 1, 1), date(2017, 5, 1))
    if chance(rng, 20):
        begun = date(rng.choice((2008, 2012, 2016)), 2, 29)
    return [(begun, near(rng, shifted(months_after(begun, 60), -1)))]


def _several(case: Case) -> list[Span]:
    """Broken or overlapping runs that together have about 1,825 days."""
    rng = case.rng
    total = rng.choice((1823, 1824, 1824, 1825, 1825, 1826, 1827))
    first = between(rng, date(2008, 1, 1), date(2014, 1, 1))
    length = rng.randint(120, 1200)
    gap = rng.choice((2, 2, 3, 200, 1, -40))
    ended = shifted(first, length - 1)
    again = shifted(ended, gap)
    return [(first, ended), (again, shifted(again, total - length + max(0, 1 - gap) - 1))]


def _with_short(case: Case) -> list[Span]:
    """Almost five years, and an entry of about three months on which it turns."""
    rng = case.rng
    begun = between(rng, date(2008, 1, 1), date(2015, 6, 1))
    main = (begun, shifted(begun, rng.choice((1735, 1740, 1760)) - 1))
    short = rng.choice((between(rng, date(2021, 1, 1), date(2021, 12, 31)), date(2020, 11, 30), date(2019, 11, 29)))
    return [main, (short, near(rng, shifted(months_after(short, 3), -1)))]


def _touching(case: Case) -> list[Span]:
    """Entries of about three months each, end to end or overlapping, through about five years."""
    rng = case.rng
    begun = between(rng, date(2009, 1, 1), date(2016, 1, 1))
    ends = shifted(months_after(begun, 60), -1)
    spans: list[Span] = []
    while begun < ends:
        last = min(near(rng, ends), shifted(months_after(begun, rng.choice((3, 12, 24))), -1))
        spans.append((begun, max(last, begun)))
        begun = shifted(max(last, begun), rng.choice((1, 1, 1, 0, 2)))
    return spans


def _job(case: Case, kind: str, first: date, last: date | None) -> Element:
    rng = case.rng
    element: Element = {
        "employer": rng.choice(("Aster Ltd", "Boreal GmbH", "Cedar Sdn Bhd")),
        "kind": kind,
        "from": first.isoformat(),
        "to": last.isoformat() if last else None,
    }
    return without_some_nulls(rng, element)
