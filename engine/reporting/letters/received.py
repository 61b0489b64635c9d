"""What the record says, as tables: facts with their values, and lists with their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.context import Frame
from engine.evaluation.meaning.lists import as_items
from engine.language.expressions import FactRef, Filter, Quantified
from engine.language.logic import TRUE
from engine.language.record import Element
from engine.reporting.letters.model import Entries, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.evaluation.code import Code
    from engine.language.expressions import Expression
    from engine.language.facts import Bilingual, Fact
    from engine.reporting.letters.telling import Telling


def rows_of(telling: Telling, paths: Iterable[str]) -> tuple[Row, ...]:
    """Facts as lines, those of a list that is no table left out. What the record does not say has no value."""
    facts = telling.names.vocabulary.facts
    return tuple(_row(telling, facts[path]) for path in paths if path in facts and facts[path].elements is None)


def said_rows_of(telling: Telling, paths: Iterable[str]) -> tuple[Row, ...]:
    """Facts as lines, of those that the record itself says: what nobody said or what is presumed was not received."""
    record = telling.evaluation.record
    return rows_of(telling, [path for path in paths if path in record.facts and path not in record.presumed])


def _row(telling: Telling, fact: Fact) -> Row:
    record = telling.evaluation.record
    if fact.path not in record.facts:
        return Row(label=fact.label, value=None)
    value = telling.names.display.fact(record.facts[fact.path], fact)
    note = telling.phrases.say("report.presumed") if fact.path in record.presumed else None
    return Row(label=fact.label, value=value, note=note)


def entries_of(telling: Telling, paths: Sequence[str]) -> tuple[Entries, ...]:
    """Lists as tables. ``list.field`` asks for one column of a list; a list by itself for all that the record says of it.

    In a letter for a duty, a list that the duty looks at shows the entries by which it is due.
    """
    wanted: dict[str, list[str]] = {}
    facts = telling.names.vocabulary.facts
    for path in paths:
        listed, _, field = (path, "", "") if path in facts else path.rpartition(".")
        if listed in facts and facts[listed].elements is not None:
            wanted.setdefault(listed, []).extend([field] if field else [])
    return tuple(_entries(telling, facts[listed], fields) for listed, fields in wanted.items())


def _entries(telling: Telling, fact: Fact, fields: list[str]) -> Entries:
    found = telling.evaluation.record.facts.get(fact.path)
    elements = [one for one in found if isinstance(one, Element)] if isinstance(found, tuple) else []
    due = due_entries(telling).get(fact.path)
    if due is not None:
        elements = [one for one in elements if one.path in due]
    declared = fact.elements or {}
    shown = [name for name in fields if name in declared] or [
        name for name in declared if any(_is_said(telling, one, name) for one in elements)
    ]
    told_by_others = {one.unit_from for one in declared.values() if one.path in shown and one.unit_from}
    columns = [name for name in shown if name not in told_by_others]
    return Entries(
        title=fact.label,
        head=tuple(declared[name].label for name in columns),
        entries=tuple(tuple(_cell(telling, one, name, declared[name]) for name in columns) for one in elements),
    )


def _is_said(telling: Telling, element: Element, name: str) -> bool:
    """Whether the record itself says a field: what is presumed was not received."""
    return name in element.values and f"{element.path}.{name}" not in telling.evaluation.record.presumed


def _cell(telling: Telling, element: Element, name: str, fact: Fact) -> Bilingual | None:
    return telling.names.display.fact(element.values[name], fact, element) if _is_said(telling, element, name) else None


def due_entries(telling: Telling) -> dict[str, set[str]]:
    """Of each list that the duty of a letter looks at, the entries by which it is due; nothing where no entry is why."""
    clause = None if telling.duty is None else telling.clause(telling.duty.provision)
    found: dict[str, set[str]] = {}
    if clause is not None and clause.called_for is not None:
        for loop, node in _loops(clause.called_for):
            if node.word == "some" and loop.run(telling.evaluation.context, None) is TRUE:
                listed, condition = loop.below
                for entry, _ in as_items(listed.run(telling.evaluation.context, None)).entries:
                    if isinstance(entry, Element) and condition.run(telling.evaluation.context, Frame(entry, None)) is TRUE:
                        found.setdefault(_path_of(node.list), set()).add(entry.path)
    return found


def _loops(code: Code) -> Iterator[tuple[Code, Quantified]]:
    if isinstance(code.node, Quantified):
        yield code, code.node
        return
    for part in code.below:
        yield from _loops(part)


def _path_of(node: Expression) -> str:
    while isinstance(node, Filter):
        node = node.list
    return node.path if isinstance(node, FactRef) else ""
