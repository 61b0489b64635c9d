"""The schema of scenarios: the tests of a rulebook, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language import keys
from engine.loading.schemas.parts import any_of, block, by_name, list_of, ref
from engine.loading.schemas.texts import wording_definitions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.loading.schemas.parts import Schema

_STATUSES: Final[Sequence[str]] = ("satisfied", "not_satisfied", "undetermined", "not_applicable")


def scenario_schema() -> Schema:
    """One file of ``scenarios/``."""
    name = {"type": "string", "minLength": 1}
    scalar: Schema = {"type": ["string", "number", "boolean", "null"]}
    fact: Schema = {"type": ["string", "number", "boolean", "null", "array", "object"]}
    definitions = {
        **wording_definitions(),
        "text": {"type": ["string", "number"], "minLength": 1},
        "base": any_of({"type": "string", "pattern": "\\.yaml$"}, {"type": "object", "minProperties": 1}),
        "scenario": block(keys.SCENARIO),
        "scenarios": list_of(ref("scenario"), at_least=1),
        "facts_by_path": by_name(fact, at_least_one=True),
        "expectation": {**block(keys.EXPECTATION), "minProperties": 1},
        "expected_values": by_name(scalar, at_least_one=True),
        "expected_names": by_name(list_of(name), at_least_one=True),
        "expected_statuses": by_name({"enum": list(_STATUSES)}, at_least_one=True),
        "expected_groups": by_name(list_of(list_of(name))),
        "expected_dates": by_name(any_of(ref("date"), {"type": "null"}), at_least_one=True),
        "expected_duties": by_name(any_of({"type": "boolean"}, {"const": "undetermined"}, ref("date")), at_least_one=True),
    }
    return {"title": "Scenarios of a rulebook", **block(keys.SCENARIOS), "$defs": definitions}


def harmless_schema() -> Schema:
    """The edits that no scenario can notice: ``harmless-edits.yaml``."""
    definitions = {
        **wording_definitions(),
        "text": {"type": ["string", "number"], "minLength": 1},
        "harmless_edit": block(keys.HARMLESS_EDIT),
        "harmless_edits": list_of(ref("harmless_edit")),
    }
    return {"title": "Edits that no scenario can notice", **block(keys.HARMLESS_EDITS), "$defs": definitions}
