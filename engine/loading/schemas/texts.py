"""The schemas of a rulebook's head and of a unit of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language import keys
from engine.language.facts import Changeable, Empty, FactType
from engine.language.words import UNITS
from engine.loading.build.provisions import GOVERNING
from engine.loading.schemas.expressions import expression_definitions, words_with
from engine.loading.schemas.parts import (
    any_of,
    block,
    branching,
    by_name,
    closed,
    either,
    exactly,
    explained,
    list_of,
    ref,
)

if TYPE_CHECKING:
    from engine.loading.schemas.parts import (
        Schema,
    )

_NAME: Final[Schema] = {"type": "string", "minLength": 1}
_TYPES: Final = ("integer", "decimal", "boolean", "date", "datetime", "text")
CHILDREN: Final = {children: unit for unit, (_, children) in UNITS.items()}


def rulebook_schema() -> Schema:
    """The head of a rulebook: ``rulebook.yaml``."""
    return {"title": "The head of a rulebook", **block(keys.HEAD), "$defs": _definitions()}


def decisions_schema() -> Schema:
    """Decisions of a rulebook: one file of ``decisions/``."""
    return {"title": "Decisions of a rulebook", **block(keys.DECISION_FILE), "$defs": _definitions()}


def article_schema() -> Schema:
    """A unit of the text with everything below it: one file of ``articles/``."""
    units = {_unit_name(unit): {**ref("node"), **_is(unit)} for unit in UNITS}
    definitions = {**_definitions(), "node": _node(), **_common_keys(), **units}
    return {"title": "A unit of the text", "type": "object", **ref("node"), "$defs": definitions}


def wording_definitions() -> Schema:
    """The shapes that every kind of file has: wordings, names, days."""
    scalar = {"type": ["string", "number"], "minLength": 1}
    return {
        "wording": {
            **closed({
                "zh": {**scalar, "description": "the wording in zh"},
                "en": {**scalar, "description": "the wording in en"},
            }, ("zh", "en")),
            "defaultSnippets": [{"label": "{zh: …, en: …}", "body": {"zh": "$1", "en": "$2"}}],
        },
        "language": {"enum": ["zh", "en"]},
        "date": {"type": "string", "minLength": 5, "description": "YYYY-MM-DD"},
        "names": any_of(_NAME, list_of(_NAME, at_least=1)),
        "list_of_names": list_of(_NAME, at_least=1),
        "two_names": {**list_of(_NAME, at_least=2), "maxItems": 2},
        "numbers": list_of({"type": "integer"}, at_least=1),
    }  # fmt: skip


def fields() -> Schema:
    """The fields of a list's elements, or of a register's rows."""
    return {**by_name(ref("field"), at_least_one=True), "propertyNames": {"pattern": "^[^.]+$"}}


def field_definitions() -> Schema:
    """A field of a list's elements, and what it names."""
    types = [type_.value for type_ in FactType if type_ is not FactType.ENUMERATION]
    return {
        "field": block(keys.FIELD),
        "type_of_fact": any_of({"enum": types}, {"type": "string", "description": "an enumeration"}),
        "empty": {"enum": [empty.value for empty in Empty]},
        "changeable": {"enum": [True, False, Changeable.ADDED.value, Changeable.LATER.value]},
    }


def parameter_definitions() -> Schema:
    """Parameters, and what they name."""
    return {
        "parameter": {**block(keys.PARAMETER), **either("value", "values")},
        "parameters": by_name(ref("parameter")),
        "dated_value": block(keys.DATED_VALUE),
        "dated_values": list_of(ref("dated_value"), at_least=1),
        "constant_or_rows": any_of(ref("constant"), list_of({"type": "object"}, at_least=1)),
        "type": any_of({"enum": list(_TYPES)}, {**_NAME, "description": "an enumeration of the vocabulary"}),
    }


def _definitions() -> Schema:
    declared = ("readings", "terms", "decisions", "subjects", "uses", "alternatives")
    blocks = {
        "reading": block(keys.READING),
        "alternative": block(keys.ALTERNATIVE),
        "term": words_with(keys.TERM),
        "decision": {
            **block(keys.DECISION),
            "oneOf": [{"required": ["outcomes", "rows"]}, {"required": ["value"]}],
        },
        "subject": any_of(block(keys.SUBJECT), {"type": "null"}),
        "use": any_of(block(keys.USE), {"type": "null"}),
    }
    return {
        **wording_definitions(),
        **expression_definitions(),
        **parameter_definitions(),
        **blocks,
        **field_definitions(),
        "boolean": {"type": "boolean"},
        "elements": fields(),
        **{name: by_name(ref(name[:-1]), at_least_one=name in {"subjects", "alternatives"}) for name in declared},
        "outcomes": by_name(ref("wording"), at_least_one=True),
        **_rule_definitions(),
    }


def _rule_definitions() -> Schema:
    return {
        "kind": {"enum": list(keys.KINDS)},
        "prevails": {"enum": ["restated", "this"]},
        "source": block(keys.SOURCE),
        "nature": {"enum": list(keys.NATURES)},
        "governs": {"enum": list(GOVERNING)},
        "discrepancy": block(keys.DISCREPANCY),
        "discrepancies": list_of(ref("discrepancy"), at_least=1),
        "gives": any_of(block(keys.GIVEN_OUTCOME), ref("value")),
        "deadline": any_of(ref("wording"), ref("value")),
        "mapping_of_facts": by_name(any_of(_NAME, block(keys.FIXED_FACT)), at_least_one=True),
    }


# -- nodes -------------------------------------------------------------------------------------------------------------


def _unit_name(unit: str) -> str:
    return f"unit_{unit}"


def _is(unit: str) -> Schema:
    """A node is this unit: ``proviso: true`` names one, ``proviso: {…}`` holds one."""
    if unit == "proviso":
        return {"properties": {unit: {"const": True}}, "required": [unit]}
    return {"required": [unit]}


def _node() -> Schema:
    """A unit of any kind: a branch for each kind, so that an editor offers the keys of its rule."""
    values = {exactly(key.name): ref(key.shape) for rule in (keys.NODE, *keys.RULES.values()) for key in rule}
    values |= {exactly(unit): ref("text") for unit in UNITS}
    for children, unit in CHILDREN.items():
        values[exactly(children)] = list_of(ref(_unit_name(unit)), at_least=1)
        if unit == children:  # of which a unit has no more than one
            values[exactly(unit)] = any_of({"const": True}, ref(_unit_name(unit)))
    container: Schema = {"title": "a unit that only holds others", **closed(_keys_of_any_node(""))}
    return {
        **branching(values, [container, *(_node_of(kind, rule) for kind, rule in keys.RULES.items())]),
        "oneOf": [_is(unit) for unit in UNITS],
        "if": {"required": ["restates"]},
        "then": {"required": ["prevails"]},
    }


def _node_of(kind: str, rule: tuple[keys.Key, ...]) -> Schema:
    own = {key.name: explained({}, key.name, key.meaning, key.example) for key in rule}
    required = ["kind", *(key.name for key in rule if key.required)]
    if kind == "statement":
        required.append("not_executable")
    found: Schema = {"title": kind, **closed(_keys_of_any_node(kind) | own, required)}
    return {**found, **either("requires", "forbids")} if kind == "requirement" else found


def _keys_of_any_node(kind: str) -> Schema:
    properties: Schema = {key.name: ref(f"node_{key.name}") for key in keys.NODE if key.name != "kind"}
    if kind:
        properties["kind"] = {"const": kind, **explained({}, "kind", keys.KINDS[kind], kind)}
    return properties | {name: ref(f"node_{name}") for name in (*UNITS, *CHILDREN)}


def _common_keys() -> Schema:
    """What the keys that a node of any kind may have say, with examples; their values are checked once, in the node."""
    found = {f"node_{key.name}": explained({}, key.name, key.meaning, key.example) for key in keys.NODE}
    del found["node_kind"]
    for unit in UNITS:
        found[f"node_{unit}"] = explained({}, unit, f"this is the {unit} with this number", '"1"')
    for children, unit in CHILDREN.items():
        if unit == children:
            meaning = f"true: this is the {unit}; or the {unit} of this unit"
            found[f"node_{unit}"] = explained({}, unit, meaning, "true")
        else:
            example = f'[{{{unit}: "1", text: {{zh: …, en: …}}}}]'
            found[f"node_{children}"] = explained({}, children, f"the {children} of this unit, in order", example)
    return found
