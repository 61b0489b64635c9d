"""The public API, as another program would use it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import engine

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"


@pytest.fixture(scope="module")
def regulation() -> Rulebook:
    return engine.load("moe-international-students", rulebooks=RULEBOOKS)


def plain_record() -> dict[str, object]:
    return {
        "id": "A-1",
        "application": {"submitted_at": "2022-03-01T09:00:00+08:00", "semester_start": date(2022, 8, 1)},
        "programme": {"level": "master", "field": "general", "in_service": False, "moe_case_by_case_approval": False},
        "nationality": {"held": ["VN"], "roc_ever_held": False, "household_registration_ever": False},
        "overseas_chinese": {"studied_in_taiwan": False, "placed_this_year": False, "status_at_application": False},
    }


def test_plain_data_is_decided(regulation: Rulebook) -> None:
    judgment = engine.evaluate(regulation, plain_record())
    assert judgment.decisions["eligibility"].outcome == "eligible"
    assert judgment.decisions["application"].outcome == "may_apply"
    assert json.loads(json.dumps(judgment.as_json()))["record"] == "A-1"


def test_a_missing_nationality_is_asked_for_and_never_guessed(regulation: Rulebook) -> None:
    plain = plain_record()
    plain["nationality"] = {"household_registration_ever": False}
    decision = engine.evaluate(regulation, plain).decisions["eligibility"]
    assert decision.outcome == "undetermined"
    assert set(decision.possible) == {"eligible", "ineligible"}
    assert "nationality.held" in decision.missing


def test_wrong_data_is_refused_with_every_problem(regulation: Rulebook) -> None:
    plain = plain_record() | {"nationality": {"hold": ["VN"]}, "birth_date": "2021-02-29"}
    with pytest.raises(engine.InputError) as caught:
        engine.evaluate(regulation, plain)
    assert {"hold", "2021"} <= {word for found in caught.value.diagnostics for word in ("hold", "2021") if word in found.message}


def test_another_subject_is_refused_by_name(regulation: Rulebook) -> None:
    with pytest.raises(engine.InputError, match="decides no school"):
        engine.evaluate(regulation, {"id": "S", "subject": "school"})


def test_what_no_record_can_hold_is_refused(regulation: Rulebook) -> None:
    with pytest.raises(TypeError, match="no object"):
        engine.read(regulation, {"id": object()})


def test_a_record_is_decided_quickly(regulation: Rulebook) -> None:
    record = engine.read(regulation, plain_record())
    judgment = engine.evaluate(regulation, record)
    result = engine.quick(regulation, "applicant")(record)
    assert result.outcomes["eligibility"] == "eligible"
    assert result.possible["application"] == ("may_apply",)
    assert result.statuses == judgment.provisions


def test_only_subjects_of_the_rulebook_are_decided_quickly(regulation: Rulebook) -> None:
    with pytest.raises(LookupError, match="moe-international-students decides no visitor"):
        engine.quick(regulation, "visitor")
