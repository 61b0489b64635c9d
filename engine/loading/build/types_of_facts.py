"""The type of the value that a fact holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.language.facts import FactType
from engine.language.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    TEXT,
    EnumerationType,
    ListType,
    NumberType,
    StructureType,
    TextType,
)

if TYPE_CHECKING:
    from engine.language.facts import Fact, Vocabulary
    from engine.language.types import (
        Type,
    )


def type_of_fact(fact: Fact, vocabulary: Vocabulary) -> Type:
    """The type of a fact's value as expressions see it; a list of structures is a list of its elements."""
    match fact.type:
        case FactType.BOOLEAN:
            return BOOLEAN
        case FactType.INTEGER:
            return NumberType(fact.unit)
        case FactType.DECIMAL:
            return NumberType(fact.unit, whole=False)
        case FactType.TEXT:
            return TextType(fact.named_by) if fact.named_by else TEXT
        case FactType.DATE:
            return DATE
        case FactType.DATETIME:
            return DATETIME
        case FactType.ENUMERATION:
            return EnumerationType(fact.enumeration, vocabulary.enumerations[fact.enumeration].ordered)
        case FactType.LIST:
            if fact.element_type is not None:
                return ListType(type_of_fact(fact.element_type, vocabulary))
            return ListType(StructureType(fact.path))
        case _:
            assert_never(fact.type)
