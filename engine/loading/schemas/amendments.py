"""The schema of an amendment: ``amendments/<id>.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import amendment_keys
from engine.language.words import UNITS
from engine.loading.additions import SHARED
from engine.loading.amendments.reading import APPLY
from engine.loading.schemas.facts import definitions_of_facts
from engine.loading.schemas.parts import any_of, block, by_name, closed, list_of, property_of, ref
from engine.loading.schemas.texts import article_schema

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema


def amendment_schema() -> Schema:
    """What an amendment changes, when, and whom it reaches otherwise."""
    of = {**ref("elements"), "description": "more fields of a list that is there already"}
    more_fields = {"title": "more fields", **closed({"of": of}, ["of"])}
    facts: Schema = {
        **by_name(any_of(ref("fact"), more_fields), at_least_one=True),
        "description": "new facts of this subject's records",
    }
    codes = {"enumerations": {**ref("enumerations"), "description": "new code lists, or more codes of those that are there"}}
    shared = {
        **codes["enumerations"],
        "description": "new code lists for all vocabularies, or more codes of those that are there",
    }
    addition = closed({"facts": facts, **codes})
    definitions = {
        **definitions_of_facts(),
        **article_schema()["$defs"],
        "anything": {},
        "node_of_any_unit": ref("node"),
        "changes": list_of(any_of(*(_change(word) for word in amendment_keys.CHANGES)), at_least=1),
        "transitional_text": {"enum": list(APPLY)},
        "transitional_rows": list_of(block(amendment_keys.TRANSITIONAL), at_least=1),
        "vocabulary_additions": {
            **by_name(addition, at_least_one=True),
            "properties": {SHARED: shared},
        },
    }
    return {"title": "An amendment", **block(amendment_keys.AMENDMENT), "$defs": definitions}


def _change(word: str) -> Schema:
    """A change by its word; what puts in a unit may name it by its own kind."""
    own = {key.name: property_of(key) for key in amendment_keys.CHANGES[word]}
    if "unit" in own:
        own |= {unit: {**own["unit"]} for unit in UNITS}
    required = [key.name for key in amendment_keys.CHANGES[word] if key.required]
    found: Schema = {"title": word, **closed(own, required)}
    return {**found, "anyOf": [{"required": [unit]} for unit in ("unit", *UNITS)]} if "unit" in own else found
