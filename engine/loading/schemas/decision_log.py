"""The schema of a line of a decision log, of the shapes of :mod:`engine.audit.shapes`. It cannot say what a hash must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.loading.schemas.decisions import decision_schema
from engine.loading.schemas.parts import any_of, by_name, closed, list_of, ref

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema

_DIGEST: Final = "^sha256:[0-9a-f]{64}$"
_SALT: Final = "^[0-9a-f]{64}$"


def decision_log_schema() -> Schema:
    """One entry: of a decision, a departure from one, an erasure, or of a line that was torn."""
    return {
        "title": "An entry of a decision log",
        "oneOf": [ref("decision_entry"), ref("departure_entry"), ref("erasure_entry"), ref("torn_entry")],
        "$defs": _definitions(),
    }


def _text(meaning: str) -> Schema:
    return {"type": "string", "description": meaning}


def _entry(content: str, parts: Schema) -> Schema:
    """An entry of a kind. A part that was erased is null."""
    properties = {
        "batch": {**ref("batch"), "description": "of a decision of a batch: which batch, and which of its decisions"},
        "content": ref(content),
        "erasable": closed({name: any_of(part, {"type": "null"}) for name, part in parts.items()}, parts),
        "hash": {**ref("digest"), "description": "of the entry without `erasable` and `hash`, in canonical JSON (RFC 8785)"},
        "logged_at": _text("when it was logged, with the distance from UTC"),
        "number": {"type": "integer", "minimum": 1, "description": "1 for the first entry"},
        "previous": {**ref("digest"), "description": "the hash of the entry before; 64 zeros before the first"},
    }
    return closed(properties, [name for name in properties if name != "batch"])


def _content(kind: str, parts: Schema, properties: Schema) -> Schema:
    commitments = closed({name: {**ref("digest"), "description": "of the part, with its salt"} for name in parts}, parts)
    return closed({"kind": {"const": kind}, "commitments": commitments, **properties}, ["kind", "commitments", *properties])


def _definitions() -> Schema:
    judged = decision_schema()["$defs"]
    kinds = {"decision": _decision(), "departure": _departure(), "erasure": _erasure(), "torn": _torn()}
    entries: Schema = {}
    for kind, (parts, properties) in kinds.items():
        entries[f"{kind}_entry"] = _entry(f"{kind}_content", parts)
        entries[f"{kind}_content"] = _content(kind, parts, properties)
    batch = {
        "at": {"type": "integer", "minimum": 1, "description": "the first, second, … decision of the batch"},
        "of": {"type": "integer", "minimum": 1, "description": "how many it has"},
        "plan": {**ref("digest"), "description": "of everything on which its files depend, as summary.json tells it"},
        "run": _text("a name for this run, so that none of its decisions is logged twice"),
    }
    shared = {name: judged[name] for name in ("day", "day_or_null", "rulebook", "version", "value", "remark")}
    return {
        **entries,
        **shared,
        "batch": closed(batch, batch),
        "digest": {"type": "string", "pattern": _DIGEST},
        "salt": {"type": "string", "pattern": _SALT, "description": "256 random bits, which go with the part when it is erased"},
        "judgment": _judgment(),
        "answer": _answer(judged["decision"]),
        "entry_reference": closed({"number": {"type": "integer", "minimum": 1}, "hash": ref("digest")}, ("number", "hash")),
    }


def _judgment() -> Schema:
    """What of a judgment comes into a log."""
    properties = {
        "rulebook": ref("rulebook"),
        "uses": list_of(ref("rulebook")),
        "law_as_of": ref("day_or_null"),
        "facts_as_of": ref("day_or_null"),
        "decisions": by_name(ref("answer")),
        "remarks": list_of(ref("remark")),
    }
    return {"type": "object", "properties": properties, "required": [name for name in properties if name != "remarks"]}


def _answer(decision: Schema) -> Schema:
    """A decision; a batch that explains nothing logs no reasons."""
    return {**decision, "required": ["missing", "turns_on_readings"]}


def _decision() -> tuple[Schema, Schema]:
    record = {
        "id": _text("the id of the record"),
        "digest": {**ref("digest"), "description": "of the facts, in canonical JSON"},
        "facts": {"type": "object", "description": "what was given, by path; not what was presumed, and no names"},
        "salt": ref("salt"),
    }
    asked = {
        "rulebook": _text("ID or ID@VERSION, as it was asked for"),
        "as_of": {**ref("day_or_null"), "description": "--as-of, as it was given"},
        "decisions": any_of(list_of({"type": "string"}), {"type": "null"}),
    }
    engine = {"version": _text("of the engine"), "code": {**ref("digest"), "description": "of the code that decides"}}
    return {"record": closed(record, record)}, {
        "asked": closed(asked, asked),
        "subject": _text("whose record it is"),
        "engine": closed(engine, engine),
        "vocabularies": {**ref("digest"), "description": "of the files of the vocabularies"},
        "judgment": ref("judgment"),
    }


def _departure() -> tuple[Schema, Schema]:
    reason = {"because": _text("why"), "record": _text("the id of the record"), "salt": ref("salt")}
    return {"reason": closed(reason, reason)}, {
        "by": _text("who departs"),
        "decision": _text("from which decision"),
        "departs_from": ref("entry_reference"),
        "outcome": {**ref("value"), "description": "the outcome that holds instead"},
        "was": {**ref("value"), "description": "the outcome that was logged"},
    }


def _erasure() -> tuple[Schema, Schema]:
    return {}, {
        "by": _text("who erased"),
        "because": _text("why"),
        "erased": {**list_of(ref("entry_reference"), at_least=1), "description": "from which entries"},
    }


def _torn() -> tuple[Schema, Schema]:
    torn = {"base64": _text("what was left of a line by a writer that was ended in mid-write"), "salt": ref("salt")}
    return {"torn": closed(torn, torn)}, {"bytes": {"type": "integer", "minimum": 1}}
