"""Small parts of JSON Schemas: references, properties with their explanation, blocks of keys."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.language.diagnostics import Diagnostics, InputError
from engine.loading.source import read_source
from engine.loading.tree import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.keys import Key
    from engine.language.words import Argument

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A reference to a definition of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def as_json(value: object) -> Any:
    """A plain tree as JSON holds it: exact decimals become numbers of JSON."""
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {key: as_json(item) for key, item in value.items()}
        case list():
            return [as_json(item) for item in value]
        case _:
            return value


def from_yaml(text: str) -> Any:
    """An example of the tables as JSON holds it. Raises :class:`InputError` where it is no YAML."""
    diagnostics = Diagnostics()
    tree = read_source(text, "an example", diagnostics)
    if tree is None or diagnostics.errors:
        raise InputError(diagnostics.in_order())
    return as_json(plain(tree))


def explained(schema: Schema, name: str, meaning: str, example: str) -> Schema:
    """What stands after the key ``name``, with what an editor shows of it: the meaning, and an example.

    ``description`` may stand beside ``$ref``: editors show it, and JSON Schema allows it since draft 2019-09.
    """
    return {
        **schema,
        "description": meaning,
        "markdownDescription": f"{meaning}\n\n```yaml\n{name}: {example}\n```",
        "examples": [from_yaml(example)],
    }


def property_of(key: Key | Argument) -> Schema:
    """One key of a block, or one argument of a word, explained."""
    return explained(ref(key.shape), key.name, key.meaning, key.example)


def exactly(*names: str) -> str:
    """A pattern for these keys and no others."""
    return f"^({'|'.join(names)})$"


def branching(values: Schema, branches: Iterable[Schema]) -> Schema:
    """An object of one of several forms, which differ in their keys only.

    ``values`` says for each pattern of keys what stands after them. The branches say no more about values, and are
    shallow: to try them all at every level would take ever longer the deeper a text is. Editors offer the keys of the
    branches that fit; keys given by a pattern they check, and do not offer.
    """
    return {"type": "object", "patternProperties": values, "anyOf": list(branches)}


def closed(properties: Schema, required: Iterable[str] = ()) -> Schema:
    """An object that has these keys and no others."""
    wanted = list(required)
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": wanted} if wanted else found


def block(keys: Iterable[Key]) -> Schema:
    """The object whose keys a table lists."""
    listed = list(keys)
    return closed({key.name: property_of(key) for key in listed}, (key.name for key in listed if key.required))


def by_name(schema: Schema, *, at_least_one: bool = False) -> Schema:
    """An object of named things, all of one form."""
    found: Schema = {"type": "object", "additionalProperties": schema}
    return {**found, "minProperties": 1} if at_least_one else found


def list_of(schema: Schema, *, at_least: int = 0) -> Schema:
    """An array whose items are all of one form."""
    found: Schema = {"type": "array", "items": schema}
    return {**found, "minItems": at_least} if at_least else found


def any_of(*schemas: Schema) -> Schema:
    """One of several forms."""
    return {"anyOf": list(schemas)}


def either(*names: str) -> Schema:
    """Exactly one of these keys is there."""
    return {"oneOf": [{"required": [name]} for name in names]}
