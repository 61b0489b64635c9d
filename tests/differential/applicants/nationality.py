"""Who somebody is: nationalities, household registration, overseas Chinese status and agreements, by the way in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from .chance import between, chance, foreign_territory, near, presumable, shifted, years_before

if TYPE_CHECKING:
    from random import Random

    from .chance import Case, Element

MOTHERS_LINE_FROM = date(1980, 2, 10)
AMENDMENT_OF_2011 = date(2011, 2, 1)


def birth_date(rng: Random) -> date:
    """Any day, or one around that from which the mother's nationality counts."""
    return near(rng, MOTHERS_LINE_FROM) if chance(rng, 45) else between(rng, date(1962, 1, 1), date(2000, 12, 31))


def young_birth_date(case: Case) -> date:
    """A day about eighteen or twenty years before the application, or a child's."""
    rng = case.rng
    if chance(rng, 8):
        return date(rng.choice((2000, 2004)), 2, 29)
    return near(rng, years_before(case.applied_on, rng.choice((18, 18, 20, 20, 19, 7))))


def nationality(case: Case) -> Element:
    """The facts under ``nationality``, of the kind that the case's way in needs, with an obstacle here and there."""
    rng = case.rng
    route = case.route
    if route == "treaty":
        route = rng.choice(("never_national", "dual_national", "former_national"))
    permitted, asked = _loss(case, route)
    ever_held = route in {"dual_national", "former_national", "pre_2011"}
    mother = chance(rng, 12)
    by_descent_only = route == "dual_national" and chance(rng, 30)
    facts: dict[str, Any] = {
        "held": _held(rng, route, lost=permitted is not None),
        "roc_ever_held": ever_held and not by_descent_only,
        "roc_father_at_birth": presumable(rng, by_descent_only or chance(rng, 50 if ever_held else 2)),
        "roc_mother_at_birth": presumable(rng, mother),
        "born_in_roc_parents_unknown_or_stateless": presumable(rng, chance(rng, 1)),
        "naturalised_roc": presumable(rng, chance(rng, 1)),
        "roc_loss_permitted_on": permitted.isoformat() if permitted else "none",
        "roc_loss_applied_on": asked.isoformat() if asked else "none",
        "household_registration_ever": chance(rng, 45 if route == "former_national" else 8),
        "hk_macao_permanent_resident": presumable(rng, route == "hong_kong_macao" or chance(rng, 3)),
        "former_mainland_national": presumable(rng, route == "former_mainland" or chance(rng, 3)),
    }
    return facts


def _held(rng: Random, route: str, *, lost: bool) -> list[str]:
    if chance(rng, 3):
        return rng.choice(([], ["CN"], ["HK"], ["TW"], ["MO", "CN"]))
    held = [foreign_territory(rng)]
    if chance(rng, 10):
        held.append(foreign_territory(rng))
    if route == "dual_national" or (route == "pre_2011" and not lost):
        held += ["TW"] if chance(rng, 75) else []
    elif route == "former_national":
        held += ["TW"] if chance(rng, 3) else []
    elif route == "hong_kong_macao":
        held += [rng.choice(("HK", "MO"))] if chance(rng, 20) else []
    elif chance(rng, 2):
        held += ["CN"]
    held = sorted(set(held))
    rng.shuffle(held)
    return held


def _loss(case: Case, route: str) -> tuple[date | None, date | None]:
    """When the loss of R.O.C. nationality was permitted and when it was applied for."""
    rng = case.rng
    if route == "former_national":
        eight_years_ago = years_before(case.applied_on, 8)
        permitted = rng.choice(
            (
                near(rng, eight_years_ago),
                near(rng, eight_years_ago),
                near(rng, years_before(case.semester_start, 8)),
                shifted(eight_years_ago, -rng.randint(2, 4000)),
                shifted(eight_years_ago, rng.randint(2, 1500)),
            )
        )
        return permitted, shifted(permitted, -rng.randint(0, 400))
    if route == "pre_2011":
        asked = near(rng, AMENDMENT_OF_2011)
        return (shifted(asked, rng.randint(30, 3600)) if chance(rng, 50) else None), asked
    if route == "dual_national" and chance(rng, 10):
        return None, between(rng, date(2010, 1, 1), date(2012, 1, 1))
    return None, None


def overseas_chinese(case: Case) -> Element:
    """Overseas Chinese student status: then, this year, and now."""
    rng = case.rng
    obstacle = 50 if case.route == "treaty" else 4
    return {
        "studied_in_taiwan": chance(rng, obstacle),
        "placed_this_year": chance(rng, 4),
        "status_at_application": chance(rng, 6),
    }


def agreement(case: Case) -> Element:
    """Recommendation and approval under an education co-operation agreement."""
    rng = case.rng
    usual = 88 if case.route == "treaty" else 4
    return {
        "recommended": presumable(rng, chance(rng, usual)),
        "authority_approved": presumable(rng, chance(rng, usual)),
    }
