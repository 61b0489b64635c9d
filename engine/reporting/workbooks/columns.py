"""Which sheets and columns a workbook for some records has: the plan, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine.language.facts import FactType
from engine.records.plain_layout import sheet_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from engine.language.facts import Bilingual, Fact, Vocabulary


class Band(Enum):
    """What kind of column it is, which is shown by its colour."""

    IDENTIFIER = "identifier"
    FACT = "fact"
    PERSONAL = "personal"
    LIST = "list"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path that names it to the program, and the fact or field that its cells hold."""

    path: str
    fact: Fact
    band: Band


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: of the record itself, or (``listed``) of one of its lists of structures. The first column is the id."""

    name: str
    label: Bilingual
    columns: tuple[Column, ...]
    listed: Fact | None = None


def sheets_for(vocabulary: Vocabulary, reads: Mapping[str, Collection[str]] | None, language: str) -> tuple[Sheet, ...]:
    """The sheets for the records of a vocabulary: that of the record, then one for each list of structures.

    ``reads`` are the facts that are wanted, with the fields of each list; ``None`` asks for all. The identifier, what is
    personal, and the texts of a list that is wanted (they tell its rows apart) are always there. The order is the
    vocabulary's, with the findings at the end.
    """
    identifier = next((fact for fact in vocabulary.facts.values() if fact.identifier), None)
    if identifier is None:
        message = f"the vocabulary of {vocabulary.subject} has no identifier: it would have been refused"
        raise LookupError(message)
    wanted = [fact for path, fact in vocabulary.facts.items() if reads is None or path in reads or fact.personal]
    lists = [fact for fact in wanted if fact.elements is not None]
    labels = [vocabulary.title, *(fact.label for fact in lists)]
    name, *names = sheet_names(labels, language)
    first = Column(identifier.path, identifier, Band.IDENTIFIER)
    own = [Column(fact.path, fact, _band(fact)) for fact in wanted if not fact.identifier]
    own.sort(key=lambda column: column.band is Band.FINDING)
    return (
        Sheet(name, vocabulary.title, (first, *own)),
        *(
            Sheet(
                name,
                fact.label,
                (first, *_fields(fact, None if reads is None else reads.get(fact.path, ()))),
                listed=fact,
            )
            for name, fact in zip(names, lists, strict=True)
        ),
    )


def _fields(listed: Fact, wanted: Collection[str] | None) -> Iterator[Column]:
    for name, field in (listed.elements or {}).items():
        if not wanted or name in wanted or field.personal or field.type is FactType.TEXT:
            yield Column(f"{listed.path}[].{name}", field, _band(field))


def _band(fact: Fact) -> Band:
    if fact.finding:
        return Band.FINDING
    if fact.personal:
        return Band.PERSONAL
    return Band.LIST if fact.elements is not None else Band.FACT
