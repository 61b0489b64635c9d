"""One scalar as the value of a fact: typed by the vocabulary, never coerced from text to number or back."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, assert_never

from engine.language.facts import Empty, FactType, Special
from engine.language.temporal.roc import DateFormatError, parse_date, parse_datetime
from engine.loading.spelling import code_help, marks_help

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.facts import Enumeration, Fact
    from engine.language.record import PlainValue
    from engine.loading.tree import Scalar

_WANTED: Final = {
    FactType.BOOLEAN: "true or false",
    FactType.INTEGER: "a whole number",
    FactType.DECIMAL: "a number",
    FactType.TEXT: "a text",
    FactType.DATE: "a date",
    FactType.DATETIME: "a date-time",
    FactType.ENUMERATION: "a code",
    FactType.LIST: "a list",
}
_TRUTH_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "1", "0"})
_LONGEST_SHOWN: Final = 60
_parse_date = lru_cache(maxsize=8192)(parse_date)  # the dates of a batch repeat themselves


class RefusedValueError(Exception):
    """A value is not of its fact's type. ``code``, the message and ``help`` are those of the diagnostic to be."""

    def __init__(self, code: str, message: str, help: str = "") -> None:  # noqa: A002 - the diagnostic's name for it
        self.code = code
        self.help = help
        super().__init__(message)


def wanted(fact: Fact) -> str:
    """What a value of the fact has to be, in words."""
    if fact.type is FactType.ENUMERATION:
        return f"a code of {fact.enumeration}"
    return _WANTED[fact.type]


class ValueReader:
    """Reads scalars as values of facts. ``offset_minutes`` is that of date-times which carry none."""

    def __init__(self, enumerations: Mapping[str, Enumeration], offset_minutes: int) -> None:
        self._enumerations = enumerations
        self._offset_minutes = offset_minutes

    def read(self, scalar: Scalar, fact: Fact) -> tuple[PlainValue | None, bool]:
        """The normalised value and whether it was a date of the R.O.C. calendar.

        ``None`` is for unknown: the word ``unknown`` where the fact is no text. Null is not for this method to read.
        Raises :class:`RefusedValueError`.
        """
        value = scalar.value
        if isinstance(value, str) and (special := self._special(value, fact)) is not _ORDINARY:
            return (special if isinstance(special, Special) else None), False
        match fact.type:
            case FactType.BOOLEAN:
                if isinstance(value, bool):
                    return value, False
            case FactType.INTEGER:
                if isinstance(value, int) and not isinstance(value, bool):
                    return value, False
            case FactType.DECIMAL:
                if isinstance(value, int | Decimal) and not isinstance(value, bool):
                    return Decimal(value), False
            case FactType.TEXT:
                if isinstance(value, str):
                    return value, False
            case FactType.DATE:
                if isinstance(value, str):
                    return _date(value)
            case FactType.DATETIME:
                if isinstance(value, str):
                    return self._datetime(value), False
            case FactType.ENUMERATION:
                if isinstance(value, str):
                    return self._code(value, fact), False
            case FactType.LIST:
                pass
            case _:
                assert_never(fact.type)
        raise _wrong_type(scalar, fact)

    def _special(self, word: str, fact: Fact) -> object:
        """What a word means in the place of any value: ``Special``, ``None`` for unknown, or ``_ORDINARY``."""
        if word not in _WORDS or self._is_code(word, fact):
            return _ORDINARY
        if word == "none" and (fact.may_be_none or fact.empty is Empty.NONE):
            return Special.NONE
        if word == "open" and fact.empty is Empty.OPEN:
            return Special.OPEN
        if word == "unknown" and fact.type is not FactType.TEXT:
            return None
        return _ORDINARY

    def _is_code(self, word: str, fact: Fact) -> bool:
        return fact.type is FactType.ENUMERATION and word in self._enumerations[fact.enumeration].values

    def _datetime(self, text: str) -> PlainValue:
        try:
            return parse_datetime(text, self._offset_minutes)
        except DateFormatError as error:
            raise RefusedValueError("no-date-time", str(error)) from error

    def _code(self, text: str, fact: Fact) -> str:
        enumeration = self._enumerations[fact.enumeration]
        if text in enumeration.values:
            return text
        raise RefusedValueError(
            "unknown-code", f'{enumeration.name} has no code "{_cut(text)}"', marks_help(text) or code_help(text, enumeration)
        )


_ORDINARY: Final = object()
_WORDS: Final = frozenset({"none", "open", "unknown"})


def _date(text: str) -> tuple[PlainValue, bool]:
    try:
        return _parse_date(text)
    except DateFormatError as error:
        raise RefusedValueError("no-date", str(error)) from error


def _wrong_type(scalar: Scalar, fact: Fact) -> RefusedValueError:
    value = scalar.value
    text = _cut(scalar.text)
    help_text = ""
    if isinstance(value, str):
        shown = f'the text "{text}"'
        if fact.type is FactType.BOOLEAN and text.casefold() in _TRUTH_WORDS:
            help_text = "write true or false, without quotes"
        elif fact.type in {FactType.INTEGER, FactType.DECIMAL} and text.strip("+-").replace(".", "", 1).isdecimal():
            help_text = "write the number without quotes"
        elif fact.type is FactType.LIST:
            help_text = f"write [{text}]"
    else:
        shown = text
        if fact.type is FactType.TEXT or fact.type is FactType.ENUMERATION:
            help_text = f'put it in quotes: "{text}"'
        elif fact.type is FactType.INTEGER and isinstance(value, Decimal) and value == value.to_integral_value():
            help_text = f"write {value.to_integral_value():f}"
        elif fact.type in {FactType.DATE, FactType.DATETIME}:
            help_text = "write YYYY-MM-DD" if fact.type is FactType.DATE else "write YYYY-MM-DDTHH:MM"
    return RefusedValueError("wrong-type", f"{shown} where {wanted(fact)} is wanted", help_text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
