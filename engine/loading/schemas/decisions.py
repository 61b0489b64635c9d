"""The schema of a judgment: the object that other programs read. Its shape is that of the contract of the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.loading.schemas.parts import any_of, by_name, closed, list_of, ref

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema

_DAY: Final = "^\\d{4}-\\d{2}-\\d{2}$"
_RECORD_PATHS: Final = "paths in the record: card.kind, loans[0].lost"


def decision_schema() -> Schema:
    """One judgment: what one rulebook says of one record."""
    properties = {
        "record": _text("the id of the record"),
        "rulebook": {**ref("rulebook"), "description": "the text that decided"},
        "uses": {**list_of(ref("rulebook")), "description": "the other texts that it rests on"},
        "law_as_of": {**ref("day_or_null"), "description": "the day whose law was applied"},
        "facts_as_of": {**ref("day_or_null"), "description": "the day on which the record was looked at"},
        "decisions": {**by_name(ref("decision")), "description": "the decisions by name"},
        "duties": {**list_of(ref("duty")), "description": "every duty about this subject, due or not"},
        "provisions": {**by_name(ref("standing")), "description": "every provision, ID:PATH, and how it stands"},
        "remarks": {**list_of(ref("remark")), "description": "what to know about the whole judgment"},
        "trace": {"type": "object", "description": "the proof: what each decision was made of, down to the facts"},
        "conversions": {
            **list_of(ref("conversion")),
            "description": "with the proof: dates that the record writes in the R.O.C. calendar",
        },
    }
    optional = {"remarks", "trace", "conversions"}
    required = [name for name in properties if name not in optional]
    return {"title": "A judgment", **closed(properties, required), "$defs": _definitions()}


def _text(meaning: str) -> Schema:
    return {"type": "string", "description": meaning}


def _names(meaning: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": meaning}


def _decision() -> Schema:
    properties = {
        "outcome": _text("one of the decision's outcomes, or undetermined"),
        "possible": {
            **_names("the outcomes that are still possible: whatever is missing turns out to be, the outcome is one of them"),
            "minItems": 1,
        },
        "value": {**ref("value"), "description": "of a decision with a value: null while nothing is known of it"},
        "unit": _text("the unit of the value; empty where it has none"),
        "because": {
            **list_of(list_of({"type": "string"}, at_least=1)),
            "description": "groups of provisions: each refuses by itself, or what together allows",
        },
        "missing": _names(f"the facts that the decision still turns on; {_RECORD_PATHS}"),
        "presumed": _names(f"the presumptions that were used; {_RECORD_PATHS}"),
        "turns_on_presumptions": _names("those of them without which the outcome would be another"),
        "turns_on_readings": _names("the readings under whose alternatives the outcome would be another"),
        "provisional_until": {**ref("day"), "description": "it assumes that nothing new happens until this day"},
    }
    always = ["because", "missing", "presumed", "turns_on_presumptions", "turns_on_readings"]
    return {
        **closed(properties, always),
        "oneOf": [{"required": ["outcome", "possible"]}, {"required": ["value", "unit"]}],
    }


def _definitions() -> Schema:
    bound: Schema = {"type": ["number", "string", "null"]}
    return {
        "day": {"type": "string", "pattern": _DAY},
        "day_or_null": any_of(ref("day"), {"type": "null"}),
        "wording": closed({"zh": {"type": "string"}, "en": {"type": "string"}}, ("zh", "en")),
        "rulebook": closed({
            "id": _text("the rulebook's id"),
            "version": _text("its version; undetermined while several are possible"),
            "digest": {"type": "string", "pattern": "^(sha256:[0-9a-f]{64})?$", "description": "of its files"},
            "versions": {**list_of(ref("version"), at_least=2), "description": "those that are possible, the oldest first"},
        }, ("id", "version", "digest")),
        "version": closed({
            "version": _text("a version"),
            "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$", "description": "of its files"},
        }, ("version", "digest")),
        "value": any_of(
            {"type": ["number", "string", "boolean", "null", "array"]},
            closed({"at_least": bound, "at_most": bound}, ("at_least", "at_most")),
            closed({"one_of": {"type": "array", "minItems": 2}}, ("one_of",)),
            closed({"from": ref("day_or_null"), "to": ref("day_or_null")}, ("from", "to")),
            closed({"days": {"type": "integer"}}, ("days",)),
        ),
        "decision": _decision(),
        "duty": closed({
            "provision": _text("the duty, ID:PATH"),
            "bearer": {**ref("wording"), "description": "who must do it"},
            "action": {**ref("wording"), "description": "what is to be done"},
            "to": {**any_of(ref("wording"), {"type": "null"}), "description": "towards whom"},
            "deadline": {**any_of(ref("wording"), ref("day_or_null")), "description": "until when"},
            "due": {**any_of({"type": "boolean"}, {"const": "undetermined"}), "description": "whether it is due"},
        }, ("provision", "bearer", "action", "to", "deadline", "due")),
        "standing": {"enum": ["satisfied", "not_satisfied", "undetermined", "not_applicable"]},
        "remark": closed({
            "code": _text("which remark"), "day": ref("day"), "other": ref("day"),
        }, ("code",)),
        "conversion": closed({
            "fact": _text("the path in the record"), "written": _text("as it stands there"), "read": _text("what it means"),
        }, ("fact", "written", "read")),
    }  # fmt: skip
