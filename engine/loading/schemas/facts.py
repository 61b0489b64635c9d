"""The schemas of vocabularies and of the enumerations that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language import keys
from engine.language.facts import FactType
from engine.loading.schemas.expressions import expression_definitions, words_with
from engine.loading.schemas.parts import any_of, block, by_name, list_of, ref
from engine.loading.schemas.texts import field_definitions, fields, parameter_definitions, wording_definitions

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema

_TYPES: Final = [type_.value for type_ in FactType if type_ is not FactType.ENUMERATION]
_PATH: Final = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$"


def vocabulary_schema() -> Schema:
    """The facts of a subject: ``vocabulary/<subject>.yaml``."""
    return {"title": "The facts of a subject", **block(keys.VOCABULARY), "$defs": definitions_of_facts()}


def enumerations_schema() -> Schema:
    """The code lists that vocabularies share: ``vocabulary/enumerations.yaml``."""
    names = ("wording", "text", "boolean", "enumeration", "enumerations", "codes")
    own = {name: schema for name, schema in definitions_of_facts().items() if name in names}
    required = [key.name for key in keys.ENUMERATIONS]
    return {"title": "Code lists", **block(keys.ENUMERATIONS), "required": required, "$defs": own}


def definitions_of_facts() -> Schema:
    """What the keys of a vocabulary may hold."""
    literal: Schema = {"type": ["string", "number", "boolean"]}
    return {
        **wording_definitions(),
        **expression_definitions(),
        **parameter_definitions(),
        "text": {"type": ["string", "number"], "minLength": 1},
        "boolean": {"type": "boolean"},
        "constant": any_of(literal, list_of(literal)),
        "plausible_condition": words_with(keys.PLAUSIBLE),
        "plausible_conditions": by_name(ref("plausible_condition")),
        "offset": {"type": "string", "pattern": "^[+-]([01][0-9]|2[0-3]):[0-5][0-9]$"},
        "rounds": block(keys.ROUNDS),
        "days_of_the_year": list_of({"type": "string", "pattern": "^[0-9]{1,2}-[0-9]{1,2}$"}, at_least=1),
        "enumeration": block(keys.ENUMERATION),
        "enumerations": {**by_name(ref("enumeration"), at_least_one=True), "propertyNames": {"not": {"enum": _TYPES}}},
        "codes": by_name(ref("wording"), at_least_one=True),
        "fact": _listed(block(keys.FACT)),
        "facts": {**by_name(ref("fact"), at_least_one=True), "propertyNames": {"pattern": _PATH}},
        **field_definitions(),
        "elements": any_of(
            {"enum": [name for name in _TYPES if name != FactType.LIST.value]},
            {"type": "string", "description": "an enumeration"},
            fields(),
        ),
    }


def _listed(fact: Schema) -> Schema:
    """A list says of what; nothing else does."""
    is_list = {"properties": {"type": {"const": FactType.LIST.value}}, "required": ["type"]}
    return {**fact, "if": is_list, "then": {"required": ["of"]}, "else": {"not": {"required": ["of"]}}}
