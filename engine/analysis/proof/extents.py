"""Of which records something is said, where nobody names the bounds: such as the known records are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from engine.analysis.proof.answers import Extent
from engine.language.facts import FactType
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

_INTERVALS: Final = 2
"""Elements of a list of periods: the words of time ask about every one of them before and after every other."""
_FEWEST: Final = 2
_MOST: Final = 16
_LEAST_NUMBER: Final = -1_000_000_000
_MOST_NUMBER: Final = 1_000_000_000
_DECADE: Final = 10
_EARLIEST: Final = date(1900, 1, 1)
_LATEST: Final = date(2099, 12, 31)


def extent_of(
    vocabulary: Vocabulary,
    known: Iterable[Record],
    lists: Mapping[str, int],
    days: tuple[date | None, date | None],
    as_of: date | None,
) -> Extent:
    """The bounds that are named, and for the others what the ``known`` records suggest.

    A list of periods has two elements, another list as many as the longest known one, from two to sixteen. Days lie in the
    decades in which those of the known records lie, numbers within a thousand million.
    """
    records = list(known)
    found = {path: _bound(fact, records) for path, fact in vocabulary.facts.items() if fact.type is FactType.LIST}
    first, last = days
    known_days = sorted(day for record in records for day in _days(record))
    if first is None:
        first = date(known_days[0].year // _DECADE * _DECADE, 1, 1) if known_days else _EARLIEST
    if last is None:
        last = date(known_days[-1].year // _DECADE * _DECADE + _DECADE - 1, 12, 31) if known_days else _LATEST
    return Extent(
        lists={**found, **lists},
        first_day=min(first, last),
        last_day=last,
        least=_LEAST_NUMBER,
        most=_MOST_NUMBER,
        as_of=as_of,
    )


def _bound(fact: Fact, known: Iterable[Record]) -> int:
    if fact.interval is not None:
        return _INTERVALS
    lengths = (len(value) for record in known if isinstance(value := record.facts.get(fact.path), tuple))
    return min(_MOST, max(_FEWEST, *lengths, 0))


def _days(record: Record) -> Iterator[date]:
    for value in record.facts.values():
        items = value if isinstance(value, tuple) else (value,)
        for item in items:
            for said in item.values.values() if isinstance(item, Element) else (item,):
                if isinstance(said, datetime):
                    yield said.date()
                elif isinstance(said, date):
                    yield said
