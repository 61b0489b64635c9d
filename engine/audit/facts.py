"""The facts of a record as a log keeps them, and a record from what a log has kept.

Kept is what was given, in the flat form of :class:`engine.language.record.Record` and independent of how the file wrote it: a
date by the R.O.C. calendar is the day, a date-time the moment at the vocabulary's offset. What the vocabulary presumed is not
kept: it is no fact of the record, and comes back when the record is read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.audit.canonical import LARGEST, number
from engine.language.diagnostics import Diagnostics, Place
from engine.language.facts import Empty, FactType, Special
from engine.language.reach import facts_read
from engine.language.record import Element
from engine.loading.tree import tree_of
from engine.records.reading import read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.diagnostics import Diagnostic
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record, Value
    from engine.language.rulebook import Rulebook

EXACT: Final = "exact"
"""The key of a number that no double is: ``{"exact": "0.12345678901234567890"}``."""
UNKNOWN: Final = "unknown"


def kept_out(vocabulary: Vocabulary, books: Iterable[Rulebook]) -> frozenset[str]:
    """The facts, and fields of lists (``loans[].name``), that never come into a log.

    They are those marked ``personal``, unless one of the rulebooks reads them: without those a decision could not be made again.
    """
    read: dict[str, frozenset[str]] = {}
    for book in books:
        if vocabulary.subject in book.subjects:
            for path, fields in facts_read(book, vocabulary.subject).items():
                read[path] = read.get(path, frozenset()) | fields
    own = {path for path, fact in vocabulary.facts.items() if fact.personal and not fact.identifier and path not in read}
    inner = {
        f"{path}[].{name}"
        for path, fact in vocabulary.facts.items()
        for name, field in (fact.elements or {}).items()
        if field.personal and name not in read.get(path, ())
    }
    return frozenset(own | inner)


def facts_of(record: Record, vocabulary: Vocabulary, left_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The facts of a record by path, as JSON holds them. ``left_out`` are those of :func:`kept_out`."""
    offset = timezone(timedelta(minutes=vocabulary.offset_minutes))
    found: dict[str, Any] = {}
    for path, fact in vocabulary.facts.items():
        if path in left_out or path in record.presumed:
            continue
        value = record.facts.get(path)
        if value is None:
            if _has_meaning_when_empty(fact):
                found[path] = UNKNOWN  # left out it would mean something
        elif fact.elements is not None and isinstance(value, tuple):
            found[path] = [_element(item, fact, record, left_out, offset) for item in value if isinstance(item, Element)]
        else:
            found[path] = _plain(value, offset)
    return found


def _element(element: Element, fact: Fact, record: Record, left_out: frozenset[str], offset: timezone) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in (fact.elements or {}).items():
        if f"{fact.path}[].{name}" in left_out or f"{element.path}.{name}" in record.presumed:
            continue
        value = element.values.get(name)
        if value is not None:
            found[name] = _plain(value, offset)
        elif _has_meaning_when_empty(field):
            found[name] = UNKNOWN
    return found


def _has_meaning_when_empty(fact: Fact) -> bool:
    return fact.empty is not Empty.UNKNOWN and not fact.has_presumption and fact.type is not FactType.TEXT


def _plain(value: Value, offset: timezone) -> Any:
    """A value as JSON, from which reading makes the same value again."""
    match value:
        case bool() | str():
            return value
        case int():
            return value if abs(value) <= LARGEST else {EXACT: str(value)}
        case Decimal():
            return _decimal(value)
        case datetime():
            return value.astimezone(offset).isoformat()
        case date():
            return value.isoformat()
        case Special():
            return value.value
        case tuple():
            return [_plain(item, offset) for item in value if not isinstance(item, Element)]


def _decimal(value: Decimal) -> Any:
    """A whole number or double where one says just this; the same number is always written in one way, ``1.50`` as ``1.5``."""
    if value == value.to_integral_value() and abs(value) <= LARGEST:
        return int(value)
    double = float(value)
    if abs(double) < float("inf") and Decimal(number(double)) == value:
        return double
    written = f"{value:f}"
    return {EXACT: written.rstrip("0").rstrip(".") if "." in written else written}


# -- and back ----------------------------------------------------------------------------------------------------------


def record_of(facts: Mapping[str, Any], vocabulary: Vocabulary, where: str) -> tuple[Record | None, list[Diagnostic]]:
    """The record with these facts under a vocabulary; none, with what is wrong, where they no longer fit it.

    ``where`` stands for a file in messages.
    """
    diagnostics = Diagnostics()
    plain = {path: _value(value) for path, value in facts.items()}
    record = read_record(tree_of(plain, Place(where)), vocabulary, diagnostics)
    return record, diagnostics.in_order()


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        exact = value.get(EXACT)
        if isinstance(exact, str) and len(value) == 1:
            return Decimal(exact) if "." in exact else int(exact)
        return {key: _value(item) for key, item in value.items()}
    return [_value(item) for item in value] if isinstance(value, list) else value


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """The paths of the facts that are not the same."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
