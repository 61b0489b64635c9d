"""The schema of a letter: ``letters/<name>.yaml`` beside the scenarios of a rulebook, and the general ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import letter_keys
from engine.loading.schemas.parts import any_of, block, by_name, closed, either, explained, list_of, property_of, ref
from engine.loading.schemas.texts import wording_definitions

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema


def letter_schema() -> Schema:
    """Which outcomes call for a letter, to whom it goes, and which parts it has."""
    definitions = {
        **wording_definitions(),
        "text": {"type": ["string", "number"], "minLength": 1},
        "boolean": {"type": "boolean"},
        "form": {"enum": list(letter_keys.FORMS)},
        "one_or_more_wordings": any_of(ref("wording"), list_of(ref("wording"), at_least=1)),
        "outcomes_by_decision": by_name(ref("names"), at_least_one=True),
        "letter_deadline": {**block(letter_keys.DEADLINE), **either("decision", "parameter", "fact")},
        "part_kind": {"enum": list(letter_keys.PARTS)},
        "letter_parts": list_of(any_of(_bare(), *(_part(kind) for kind in letter_keys.PARTS)), at_least=1),
    }
    return {"title": "A letter", **block(letter_keys.LETTER), "$defs": definitions}


def _bare() -> Schema:
    """A part by its name alone, where nothing is to be said of it."""
    return {"enum": [kind for kind, (_, told) in letter_keys.PARTS.items() if kind != "said" and told in {"", "decisions"}]}


def _part(kind: str) -> Schema:
    meaning, told = letter_keys.PARTS[kind]
    properties = {key.name: property_of(key) for key in letter_keys.PART}
    properties["part"] = explained({"const": kind}, "part", meaning, kind)
    if told:
        properties[told] = property_of(letter_keys.TOLD[told])
    required = ["part", *(["text"] if kind == "said" else []), *([told] if told in {"facts", "provisions"} else [])]
    if kind == "duties":
        required.remove("provisions")
    return {"title": kind, **closed(properties, required)}
