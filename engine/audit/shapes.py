"""What an entry of each kind must have: whoever reads a log relies on this, and on nothing else.

An entry may have more: what a later version adds is covered by the hash, and left to it.
"""

from __future__ import annotations

from enum import StrEnum
from types import NoneType
from typing import Any, Final


class Kind(StrEnum):
    """What an entry is."""

    DECISION = "decision"
    DEPARTURE = "departure"
    ERASURE = "erasure"
    TORN = "torn"


_REFERENCE: Final = {"id": str, "version": str, "digest": str}
SAID: Final[dict[Kind, dict[str, Any]]] = {
    Kind.DECISION: {
        "asked": {"rulebook": str, "as_of": (str, NoneType), "decisions": (list, NoneType)},
        "subject": str,
        "engine": {"version": str, "code": str},
        "vocabularies": str,
        "judgment": {
            "rulebook": _REFERENCE,
            "uses": [_REFERENCE],
            "law_as_of": (str, NoneType),
            "facts_as_of": (str, NoneType),
            "decisions": dict,
        },
    },
    Kind.DEPARTURE: {"by": str, "decision": str, "departs_from": {"number": int, "hash": str}},
    Kind.ERASURE: {"by": str, "because": str, "erased": [{"number": int, "hash": str}]},
    Kind.TORN: {"bytes": int},
}
"""What the content of each kind says: a type, one of several, an object with keys, or a list of one shape."""
BATCH: Final = {"at": int, "of": int, "plan": str, "run": str}
"""Of a decision of a batch: the first, second, … of how many, of which plan, in which run."""
PARTS: Final[dict[Kind, dict[str, Any]]] = {
    Kind.DECISION: {"record": {"id": str, "digest": str, "facts": dict, "salt": str}},
    Kind.DEPARTURE: {"reason": {"because": str, "record": str, "salt": str}},
    Kind.ERASURE: {},
    Kind.TORN: {"torn": {"base64": str, "salt": str}},
}
"""The erasable parts of each kind, as long as they are there."""


def has_shape_of(kind: Kind, content: Any, erasable: Any) -> bool:
    """Whether the content and the erasable parts of an entry are those of its kind."""
    parts = PARTS[kind]
    return (
        has_shape(content, SAID[kind])
        and isinstance(erasable, dict)
        and erasable.keys() == parts.keys()
        and all(erasable[name] is None or has_shape(erasable[name], shape) for name, shape in parts.items())
    )


def has_shape(value: Any, shape: Any) -> bool:
    """Whether a value has a shape of the tables above."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(key in value and has_shape(value[key], inner) for key, inner in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(has_shape(item, shape[0]) for item in value)
    return isinstance(value, shape) and not (shape is int and isinstance(value, bool))
