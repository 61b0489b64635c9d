"""What is ordinary of a fact: what the known records say most often. A witness says nothing else where it need not."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from engine.language.facts import Empty, FactType, Special
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

_MOST_SHOWN: Final = 3
"""So many of the values that records have most often are tried."""


class Ordinary:
    """The values of each fact and field from the most ordinary on: a presumption, what known records say, what says least."""

    def __init__(self, vocabulary: Vocabulary, known: Iterable[Record] = ()) -> None:
        self._vocabulary = vocabulary
        counted: dict[str, Counter[Any]] = {}
        records = tuple(known)
        for record in records:
            for path, value in record.facts.items():
                for name, said in _said(path, value):
                    counted.setdefault(name, Counter())[said] += 1
        self._known = {name: [value for value, _ in counter.most_common(_MOST_SHOWN)] for name, counter in counted.items()}
        self._often = {name for name, counter in counted.items() if 2 * counter.total() >= len(records)}

    def values(self, fact: Fact, name: str, now: Any) -> list[Any]:
        """What could stand in the place of a value, from the most ordinary on, and no less ordinary than the value itself.

        ``name`` is the fact's path, or ``LIST.FIELD``.
        """
        found: list[Any] = [fact.presumed] if fact.has_presumption else []
        if fact.type is FactType.BOOLEAN and name not in self._often:  # recorded only where it matters
            found.append(False)
        found += [value for value in self._known.get(name, []) if _fits(fact, value, self._vocabulary)]
        match fact.type:
            case FactType.BOOLEAN:
                found += [False, True]
            case FactType.ENUMERATION:
                found += list(self._vocabulary.enumerations[fact.enumeration].values)
            case FactType.INTEGER | FactType.DECIMAL:
                found += [0, 1]
            case FactType.DATE:
                found += _round_days(now)
            case _:
                pass
        if fact.may_be_none or fact.empty is Empty.NONE:
            found.append(Special.NONE)
        unique = [value for index, value in enumerate(found) if not _is_among(value, found[:index])]
        same = next((index for index, value in enumerate(unique) if _is_among(now, [value])), len(unique))
        return unique[:same]

    def is_ordinary(self, fact: Fact, value: Any) -> bool:
        """Whether a fact has its most ordinary value: of a list, no element."""
        return value == () if isinstance(value, tuple) else not self.values(fact, fact.path, value)


def _said(path: str, value: Any) -> Iterable[tuple[str, Any]]:
    """The plain values that a fact holds, each by its name."""
    if not isinstance(value, tuple):
        yield path, value
        return
    for item in value:
        if isinstance(item, Element):
            yield from ((f"{path}.{name}", said) for name, said in item.values.items())
        else:
            yield path, item


def _fits(fact: Fact, value: Any, vocabulary: Vocabulary) -> bool:
    """Whether a value that some record has is one of this fact: another version may know other codes."""
    return fact.type is not FactType.ENUMERATION or value in vocabulary.enumerations[fact.enumeration].values


def _round_days(day: Any) -> Mapping[date, None]:
    """Days near one that are easier to read: the first of its year, and of its month."""
    if not isinstance(day, date):
        return {}
    return dict.fromkeys([day.replace(month=1, day=1), day.replace(day=1)])


def _is_among(value: Any, others: Iterable[Any]) -> bool:
    """Membership by type as well: true is not 1."""
    return any(type(value) is type(other) and value == other for other in others)
