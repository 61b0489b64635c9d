"""Literals of the text, read by the type that their place wants: a code, a date, a number."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, assert_never

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import Constant
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE
from engine.language.temporal.roc import DateFormatError, parse_date, parse_datetime
from engine.language.types import (
    BOOLEAN,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumerationType,
    IntervalsType,
    ListType,
    NumberType,
    OptionType,
    SpanType,
    StructureType,
    TextType,
)
from engine.loading.build.reading import BrokenError
from engine.loading.spelling import code_help, marks_help, without_marks
from engine.loading.tree import Mapping, Sequence

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.language.facts import Vocabulary
    from engine.language.types import (
        Type,
    )
    from engine.loading.build.reading import Reader
    from engine.loading.tree import Scalar, Tree


def literal(reader: Reader, tree: Tree, wanted: Type, vocabulary: Vocabulary) -> Constant:
    """The constant that a scalar or a list of scalars says, where a value of the type ``wanted`` is compared."""
    if isinstance(tree, Sequence):
        element = wanted.element if isinstance(wanted, ListType) else wanted
        return Constant(value=_scalar_values(reader, tree, element, vocabulary), type=ListType(element), place=tree.place)
    if isinstance(wanted, ListType):
        reader.fail("type-mismatch", f"a list is wanted here, of {wanted.element}", tree.place, "write it as [a, b]")
    return Constant(value=scalar_value(reader, tree, wanted, vocabulary), type=wanted, place=tree.place)


def _scalar_values(reader: Reader, tree: Sequence, wanted: Type, vocabulary: Vocabulary) -> tuple[Any, ...]:
    """The values of a list; every wrong one is recorded before this unwinds."""
    values = []
    broken = False
    for item in tree:
        try:
            values.append(scalar_value(reader, item, wanted, vocabulary))
        except BrokenError:
            broken = True
    if broken:
        raise BrokenError
    return tuple(values)


def untyped_literal(reader: Reader, tree: Scalar) -> Constant:
    """A literal in a place that wants no type of its own: a number or a truth value says its type by itself."""
    if isinstance(tree.value, bool):
        return Constant(value=TRUE if tree.value else FALSE, type=BOOLEAN, place=tree.place)
    if isinstance(tree.value, (int, Decimal)):
        return Constant(value=tree.value, type=NumberType(whole=isinstance(tree.value, int)), place=tree.place)
    digits = unicodedata.normalize("NFKC", without_marks(tree.text)).replace(",", "").strip()
    way_out = (
        f"write the number in plain digits, without quotes or separators: {digits}"
        if digits.isascii() and digits.isdecimal()
        else "put it into a parameter with a type: {type: …, value: …}"
    )
    reader.fail("untyped-literal", f'nothing here says what kind of value "{tree.text}" is', tree.place, way_out)


def scalar_value(reader: Reader, tree: Tree, wanted: Type, vocabulary: Vocabulary) -> Any:
    """The value of one scalar as the type wants it; the word ``none`` is :attr:`Special.NONE` unless it is a code."""
    if isinstance(tree, (Sequence, Mapping)):
        reader.fail("type-mismatch", f"{wanted} is wanted here", tree.place)
    codes = vocabulary.enumerations[wanted.name].values if isinstance(wanted, EnumerationType) else {}
    if tree.value == "none" and "none" not in codes:
        return Special.NONE
    match wanted:
        case BooleanType():
            if isinstance(tree.value, bool):
                return TRUE if tree.value else FALSE
        case NumberType():
            if isinstance(tree.value, (int, Decimal)) and not isinstance(tree.value, bool):
                return tree.value
        case TextType():
            if isinstance(tree.value, str):
                return tree.value
        case EnumerationType():
            if tree.text in codes:
                return tree.text
            way_out = marks_help(tree.text) or code_help(tree.text, vocabulary.enumerations[wanted.name])
            reader.fail("unknown-code", f'"{tree.text}" is no {wanted.name}', tree.place, way_out)
        case OptionType():
            if tree.text in wanted.options:
                return tree.text
            way_out = marks_help(tree.text) or did_you_mean(tree.text, wanted.options)
            if wanted.declared_at:
                options = ", ".join(wanted.options)
                way_out = f"{did_you_mean(tree.text, wanted.options)} {wanted.of} stands at {wanted.declared_at}: {options}"
            reader.fail("unknown-option", f'{wanted.of} has no "{tree.text}"', tree.place, way_out)
        case DateType() | DateTimeType():
            return _moment(reader, tree, wanted, vocabulary)
        case SpanType() | IntervalsType() | DurationType() | StructureType() | ListType():
            pass
        case _:
            assert_never(wanted)
    way_out = "write true or false" if isinstance(wanted, BooleanType) else marks_help(tree.text)
    reader.fail("type-mismatch", f'"{tree.text}" is not {wanted}', tree.place, way_out)


def _moment(reader: Reader, tree: Scalar, wanted: DateType | DateTimeType, vocabulary: Vocabulary) -> date | datetime:
    try:
        if isinstance(wanted, DateType):
            return parse_date(tree.text)[0]
        return parse_datetime(tree.text, vocabulary.offset_minutes)
    except DateFormatError as error:
        reader.fail("no-date", str(error), tree.place, marks_help(tree.text))
