"""A witness made smaller: fewer elements, then more ordinary values, as long as the interpreter says that it still does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.language.facts import FactType
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.analysis.proof.ordinary import Ordinary
    from engine.analysis.proof.solving import Clock
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record, Value


def elements_of(record: Record, vocabulary: Vocabulary) -> int:
    """How many elements the lists of a record have together."""
    return sum(len(value) for path, value in record.facts.items() if path in vocabulary.facts and isinstance(value, tuple))


def smaller(record: Record, vocabulary: Vocabulary, ordinary: Ordinary, still: Callable[[Record], bool], clock: Clock) -> Record:
    """The smallest record that is reached from one by single changes, each of which makes it smaller or more ordinary.

    It still does what ``still`` asks. What is reached when the time is over is returned.
    """
    changed = True
    while changed and clock.left:
        changed = False
        for path, fact in vocabulary.facts.items():
            if fact.identifier or path not in record.facts:
                continue
            while (found := _first(_changes(record, path, fact, ordinary), still, clock)) is not None:
                record, changed = found, True
    return record


def _first(candidates: Iterator[Record], still: Callable[[Record], bool], clock: Clock) -> Record | None:
    for candidate in candidates:
        if not clock.left:
            return None
        if still(candidate):
            return candidate
    return None


def _changes(record: Record, path: str, fact: Fact, ordinary: Ordinary) -> Iterator[Record]:
    """Records that differ in one fact, and are smaller or more ordinary there; the smallest first."""
    now = record.facts[path]
    if not isinstance(now, tuple):
        yield from (_with(record, path, value) for value in ordinary.values(fact, path, now))
        return
    if now:
        yield _with(record, path, ())
    for index in range(len(now)):
        yield _with(record, path, _numbered(path, [*now[:index], *now[index + 1 :]]))
    if fact.elements is None:
        element = fact.element_type or fact
        for index, item in enumerate(now):
            for value in ordinary.values(element, path, item):
                yield _with(record, path, (*now[:index], value, *now[index + 1 :]))
        return
    for index, item in enumerate(now):
        assert isinstance(item, Element)  # noqa: S101 - the elements of a list of structures
        for name, said in item.values.items():
            for value in ordinary.values(fact.elements[name], f"{path}.{name}", said):
                element_now = Element(item.path, {**item.values, name: value})
                if _is_in_order(element_now.values, fact):
                    yield _with(record, path, (*now[:index], element_now, *now[index + 1 :]))


def _with(record: Record, path: str, value: Any) -> Record:
    """A record that says something else of one fact, and says it itself."""
    kept = frozenset(name for name in record.presumed if name != path and not name.startswith(f"{path}["))
    return replace(record, facts={**record.facts, path: value}, presumed=kept)


def _numbered(path: str, items: list[Any]) -> Value:
    """Elements with the places that they have now."""
    return tuple(
        Element(f"{path}[{index}]", item.values) if isinstance(item, Element) else item for index, item in enumerate(items)
    )


def _is_in_order(values: Mapping[str, Any], fact: Fact) -> bool:
    """Whether the interval of an element does not end before it begins."""
    if fact.interval is None or fact.type is not FactType.LIST:
        return True
    first, last = (values.get(name) for name in fact.interval)
    return not hasattr(first, "toordinal") or not hasattr(last, "toordinal") or first <= last  # type: ignore[operator]  # both are days
