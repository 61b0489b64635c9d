"""Many judgments as a table: a line a record, the outcome of each decision, and the reason in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.expectations import answer_of
from engine.cli.console import DIM
from engine.cli.layout import Words, table
from engine.cli.wording import Language, Wording, colours_of, shown_value
from engine.evaluation.judgment import UNDETERMINED
from engine.language.walk import of_decision, references
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Rulebook

Judged = tuple["Evaluation", "Judgment"]
_MOST_NAMED = 3  # provisions of a reason: what a line can hold; the record by itself shows all of them


def main_decisions(rulebook: Rulebook, subject: str) -> list[str]:
    """The decisions in which others come together: no other asks for them, and they ask for others; else all of them."""
    own = {key: decision for key, decision in rulebook.decisions.items() if decision.subject == subject}
    asked = {
        key: {name for expression in of_decision(decision) for name in references(expression)}
        for key, decision in own.items()
    }
    below = {name for names in asked.values() for name in names if name.startswith("decision ")}
    on_top = [key for key in own if f"decision {key}" not in below]
    gathering = [key for key in on_top if any(name.startswith("decision ") for name in asked[key])]
    return [own[key].name for key in gathering or on_top or own]


def judgment_table(rows: Sequence[Sequence[Judged]], shown: Sequence[Sequence[str]], language: Language,
                   width: int | None) -> str:  # fmt: skip
    """A table of records. Each row holds one record's judgments: those of the rulebooks in use, last the rulebook's own.

    ``shown`` are the decisions of each of them that get a column. In both languages, a reason takes two lines.
    """
    wordings = [Wording(one) for one in ((Language.ZH, Language.EN) if language is Language.BOTH else (language,))]
    books = [judgment.rulebook.id for _, judgment in rows[0]]
    titles = [name if book == books[-1] else f"{book}:{name}" for book, names in zip(books, shown, strict=True) for name in names]
    named = any(_name(row[-1][0], wording) for row in rows for wording in wordings)
    heading = wordings[0] if len(wordings) == 1 else Wording(Language.BOTH)
    head = [heading.phrase("report.file"), *([heading.phrase("report.name")] if named else []), *titles,
            heading.phrase("report.reason")]  # fmt: skip
    lines = []
    for row in rows:
        own = row[-1]
        for number, wording in enumerate(wordings):
            outcomes = [_outcome(judged, name, language, wording) for judged, names in zip(row, shown, strict=True)
                        for name in names]  # fmt: skip
            if number:
                outcomes = [Words("")] * len(outcomes)
            cells = [Words("" if number else own[1].record), *([Words(_name(own[0], wording))] if named else []), *outcomes]
            lines.append([*cells, Words(_reason(own, shown[-1], wording), (DIM,) if number else ())])
    return table(head, lines, width)


def _name(evaluation: Evaluation, wording: Wording) -> str:
    name = evaluation.record.facts.get(f"name.{wording.language.value}")
    return name if isinstance(name, str) else ""


def _outcome(judged: Judged, name: str, language: Language, wording: Wording) -> Words:
    """An outcome; where both languages are wanted by its code, which is the same in both."""
    evaluation, judgment = judged
    if name not in judgment.decisions:
        return Words("")
    result = judgment.decisions[name]
    decision = evaluation.plan.rulings[name].decision
    code = shown_value(answer_of(result))
    return Words(code if language is Language.BOTH else wording.answer(decision, result), colours_of(decision, result))


def _reason(judged: Judged, shown: Sequence[str], wording: Wording) -> str:
    """Why the main decision is what it is, in a line."""
    evaluation, judgment = judged
    main = [name for name in main_decisions(evaluation.plan.program.rulebook, judgment.subject) if name in shown]
    name = (main or [*shown])[-1]
    result = judgment.decisions[name]
    remarks = " ".join(wording.remark(remark) for remark in judgment.remarks)
    return " ".join(text for text in (_why(evaluation, result, wording), remarks) if text)


def _why(evaluation: Evaluation, result: DecisionResult, wording: Wording) -> str:
    vocabulary = evaluation.plan.subject.vocabulary
    if answer_of(result) == UNDETERMINED and result.missing:
        labels = [wording.fact_label(vocabulary, path) for path in result.missing]
        return wording.phrase("reason.one_line_missing", x=_some(labels, wording))
    grounds = [_some([_label(evaluation, key) for key in group], wording) for group in result.because]
    return wording.of(wording.phrases.joined(grounds, "clauses"))


def _some(labels: Sequence[Bilingual], wording: Wording) -> Bilingual:
    """The first few of several names."""
    first = wording.phrases.joined(list(labels[:_MOST_NAMED]))
    left = len(labels) - _MOST_NAMED
    return wording.phrases.say("reason.one_line_more", x=first, n=left) if left > 0 else first


def _label(evaluation: Evaluation, key: str) -> Bilingual:
    program = evaluation.program
    provision = program.provisions[key]
    name = provision.label or provision.title
    place = program.citation(key)
    return place if name is None else shipped_phrases().say("reason.one_line_label", label=name, cite=place)



def counted(judgments: Iterable[Judgment], name: str) -> dict[str, int]:
    """How often each outcome of a decision was given."""
    found: dict[str, int] = {}
    for judgment in judgments:
        if name in judgment.decisions:
            outcome = shown_value(answer_of(judgment.decisions[name]))
            found[outcome] = found.get(outcome, 0) + 1
    return found
