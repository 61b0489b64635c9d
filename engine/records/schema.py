"""The JSON Schema (draft 2020-12) of a subject's records, from its vocabulary: for editors, forms and other tools.

It accepts the nested form. What a schema cannot say (dates that exist, intervals in order) the reader checks.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.language.facts import Empty, FactType, Special
from engine.records.reading import STORY_KEY, SUBJECT_KEY
from engine.records.shape import Group, group_facts

if TYPE_CHECKING:
    from engine.language.facts import Bilingual, Fact, Vocabulary
    from engine.language.record import PlainValue

Schema = dict[str, Any]

_WORDING: Final[Schema] = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
_DATE_EXAMPLES: Final = ["2021-03-04", "110/03/04"]
_DATETIME_EXAMPLES: Final = ["2021-03-04T09:30:00+08:00", "2021-03-04T09:30"]


def record_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of one record of the vocabulary's subject."""
    writer = _Writer(vocabulary)
    properties: Schema = {
        SUBJECT_KEY: {"description": "Whose record this is", "const": vocabulary.subject},
        STORY_KEY: {**_WORDING, "description": "What an example is about; no rule reads it"},
        **writer.members(group_facts(vocabulary.facts)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _both(vocabulary.title),
        "type": "object",
        "properties": properties,
        "required": [path for path, fact in vocabulary.facts.items() if fact.identifier and "." not in path],
        "additionalProperties": False,
        "$defs": writer.definitions(),
    }


class _Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._used: dict[str, None] = {}  # enumerations, in the order of their first use

    def members(self, group: Group) -> Schema:
        return {
            name: self._group(member) if isinstance(member, Group) else self._fact(member)
            for name, member in group.members.items()
        }

    def definitions(self) -> Schema:
        """The enumerations that the facts use, each code with its name in both languages."""
        enumerations = self._vocabulary.enumerations
        return {
            name: {"oneOf": [{"const": code, "title": _both(label)} for code, label in enumerations[name].values.items()]}
            for name in self._used
        }

    def _group(self, group: Group) -> Schema:
        return {"type": ["object", "null"], "properties": self.members(group), "additionalProperties": False}

    def _fact(self, fact: Fact) -> Schema:
        schema: Schema = {"title": fact.label.en, "description": _description(fact)}
        if fact.has_presumption:
            schema["default"] = _as_json(fact.presumed)
        if fact.identifier:
            return {**schema, "type": "string", "minLength": 1}
        words = self._words(fact)
        return {**schema, "anyOf": [self._type(fact), {"enum": [None, *words]}], **_examples(fact)}

    def _words(self, fact: Fact) -> list[str]:
        """The words that may stand in place of a value."""
        words = []
        if fact.type is not FactType.TEXT:
            words.append("unknown")
        if fact.may_be_none or fact.empty is Empty.NONE:
            words.append("none")
        if fact.empty is Empty.OPEN:
            words.append("open")
        return words

    def _type(self, fact: Fact) -> Schema:
        match fact.type:
            case FactType.BOOLEAN:
                return {"type": "boolean"}
            case FactType.INTEGER:
                return {"type": "integer"}
            case FactType.DECIMAL:
                return {"type": "number"}
            case FactType.TEXT:
                return {"type": "string"}
            case FactType.DATE | FactType.DATETIME:
                return {"type": "string", "minLength": 1}  # in more forms than a pattern could say
            case FactType.ENUMERATION:
                self._used[fact.enumeration] = None
                return {"$ref": f"#/$defs/{fact.enumeration}"}
            case FactType.LIST:
                return {"type": "array", "items": self._items(fact)}
            case _:
                assert_never(fact.type)

    def _items(self, fact: Fact) -> Schema:
        if fact.elements is None:
            return self._type(fact.element_type) if fact.element_type else {}
        fields = {name: self._fact(field) for name, field in fact.elements.items()}
        return {"type": "object", "properties": fields, "additionalProperties": False}


def _description(fact: Fact) -> str:
    """Both labels, the unit, and how the fact can be supplied."""
    lines = [_both(fact.label)]
    if fact.unit:
        lines.append(f"[{fact.unit}]")
    if fact.ask:
        lines += [fact.ask.zh, fact.ask.en]
    return "\n".join(lines)


def _examples(fact: Fact) -> Schema:
    if fact.type is FactType.DATE:
        return {"examples": _DATE_EXAMPLES}
    return {"examples": _DATETIME_EXAMPLES} if fact.type is FactType.DATETIME else {}


def _as_json(value: PlainValue | tuple[PlainValue, ...]) -> object:
    """A presumed value as JSON has it."""
    match value:
        case bool() | int() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case Special():
            return value.value
        case tuple():
            return [_as_json(item) for item in value]
        case _:
            assert_never(value)


def _both(wording: Bilingual) -> str:
    return f"{wording.zh} / {wording.en}"
