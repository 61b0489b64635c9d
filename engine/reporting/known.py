"""The facts of a report: what was relied on, what is missing, what was presumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.documents.text import isolated, shows
from engine.language.facts import Bilingual, FactType
from engine.language.record import Element
from engine.reporting.model import FactLine, MissingFact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.interpreter import Evaluation
    from engine.language.facts import Fact
    from engine.reporting.names import Names


def relied_on(evaluation: Evaluation, names: Names, paths: Iterable[str]) -> tuple[FactLine, ...]:
    """The facts at some paths (``level``, ``list[0].field``), in the order of the vocabulary; a list by its entries."""
    wanted: dict[str, None] = dict.fromkeys(paths)
    found: list[FactLine] = []
    for path, fact in names.vocabulary.facts.items():
        if fact.elements is not None:
            found.extend(_entries(evaluation, names, fact, [one for one in wanted if one.partition("[")[0] == path]))
        elif path in wanted and path in evaluation.record.facts:
            value = names.display.fact(evaluation.record.facts[path], fact)
            found.append(FactLine(label=fact.label, value=value, presumed=path in evaluation.record.presumed))
    return tuple(found)


def _entries(evaluation: Evaluation, names: Names, fact: Fact, wanted: list[str]) -> list[FactLine]:
    elements = evaluation.record.facts.get(fact.path)
    if not wanted or not isinstance(elements, tuple):
        return []
    if not elements:
        return [FactLine(label=fact.label, value=names.display.word("empty"), presumed=fact.path in evaluation.record.presumed)]
    found = []
    for number, element in enumerate(elements, start=1):
        if isinstance(element, Element):
            fields = [one.partition("].")[2] for one in wanted if one.startswith(f"{element.path}.")]
            if fields:
                found.append(_entry(evaluation, names, fact, element, number, fields))
    return found


def _entry(evaluation: Evaluation, names: Names, fact: Fact, element: Element, number: int, fields: list[str]) -> FactLine:
    say = names.phrases.say
    shown = []
    told_by_others = {one.unit_from for one in (fact.elements or {}).values() if one.path in fields}
    for name, declared in (fact.elements or {}).items():
        if name in fields and name in element.values and name not in told_by_others:
            value = names.display.fact(element.values[name], declared, element)
            if f"{element.path}.{name}" in evaluation.record.presumed:
                value = say("join.paren", x=value, note=say("report.presumed"))
            shown.append(say("join.label", label=declared.label, x=value))
    label = say("report.of", label=fact.label, entry=say("sentence.entry_number", n=number))
    return FactLine(label=label, value=names.phrases.joined(shown, "clauses") if shown else names.display.word("unknown"))


def missing_fact(names: Names, path: str) -> MissingFact:
    """A missing fact with the way to supply it: its own, its list's, or the general one."""
    declared = names.declaration(path)
    listed = names.vocabulary.facts.get(path.partition("[")[0])
    label = labelled(names, path)
    officer = declared is not None and declared.finding
    ask = (declared.ask if declared is not None else None) or (listed.ask if listed is not None else None)
    general = names.phrases.say("report.missing_officer" if officer else "report.missing_ask")
    return MissingFact(label=label, ask=ask or general, officer=officer)


def labelled(names: Names, path: str) -> Bilingual:
    """A path's label; a field is told with its list and the number of its entry."""
    bare, bracket, rest = path.partition("[")
    if not bracket:
        return names.fact(path)
    number = rest.partition("]")[0]
    entry = names.phrases.say("sentence.entry_number", n=int(number) + 1 if number.isdigit() else 1)
    of = names.phrases.say("report.of", label=names.fact(bare), entry=entry)
    return names.phrases.say("join.label", label=of, x=names.fact(path))


def person(evaluation: Evaluation, names: Names) -> Bilingual:
    """Whom the record is about: the personal texts, the one in the reader's language first; else what kind of subject."""
    texts = {
        path.rpartition(".")[2]: isolated(str(evaluation.record.facts[path]))
        for path, fact in names.vocabulary.facts.items()
        if fact.personal
        and fact.type is FactType.TEXT
        and isinstance(told := evaluation.record.facts.get(path), str)
        and shows(told)
    }
    if not texts:
        return names.vocabulary.title
    shown = []
    for language in ("zh", "en"):
        first = texts.get(language) or next(iter(texts.values()))
        rest = [text for text in texts.values() if text != first]
        paren = names.phrases.say("join.paren", x=first, note=" ".join(rest)) if rest else Bilingual(first, first)
        shown.append(paren.in_language(language))
    return Bilingual(*shown)
