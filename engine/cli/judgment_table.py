"""Many judgments as a table: a line a record, the outcome of each decision, and the reason in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.expectations import answer_of
from engine.cli.console import DIM
from engine.cli.layout import Words, table
from engine.cli.options import Language
from engine.cli.wording import Wording, colours_of, shown_value
from engine.language.walk import of_decision, references
from engine.reporting.build import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import Judgment
    from engine.language.rulebook import Rulebook

Judged = tuple["Evaluation", "Judgment"]


def main_decisions(rulebook: Rulebook, subject: str) -> list[str]:
    """The decisions in which others come together: no other asks for them, and they ask for others; else all of them."""
    own = {key: decision for key, decision in rulebook.decisions.items() if decision.subject == subject}
    asked = {
        key: {name for expression in of_decision(decision) for name in references(expression)} for key, decision in own.items()
    }
    below = {name for names in asked.values() for name in names if name.startswith("decision ")}
    on_top = [key for key in own if f"decision {key}" not in below]
    gathering = [key for key in on_top if any(name.startswith("decision ") for name in asked[key])]
    return [own[key].name for key in gathering or on_top or own]


def judgment_table(
    rows: Sequence[Sequence[Judged]], shown: Sequence[Sequence[str]], language: Language, width: int | None
) -> str:
    """A table of records. Each row holds one record's judgments: the rulebook's own, then those of what it uses.

    ``shown`` are the decisions of each of them that get a column. In both languages, a reason takes two lines.
    """
    wordings = [Wording(one) for one in ((Language.ZH, Language.EN) if language is Language.BOTH else (language,))]
    heading = Wording(language)
    named = any(_name(row[0][0], wording) for row in rows for wording in wordings)
    front = [heading.phrase("report.file"), *([heading.phrase("report.name")] if named else [])]
    books, titles = [""] * len(front), list(front)
    for (_, judgment), names in zip(rows[0], shown, strict=True):
        books += [judgment.rulebook.id, *[""] * (len(names) - 1)] if names else []
        titles += names
    titles.append(heading.phrase("report.reason"))
    lines = [line for row in rows for line in _lines(row, shown, wordings, language, named=named)]
    return table([books, titles], lines, width)


def _lines(
    row: Sequence[Judged],
    shown: Sequence[Sequence[str]],
    wordings: Sequence[Wording],
    language: Language,
    *,
    named: bool,
) -> Iterator[list[Words]]:
    """A record's line, with a second one for the second language."""
    evaluation, judgment = row[0]
    for number, wording in enumerate(wordings):
        outcomes = [
            Words("") if number else _outcome(judged, name, language, wording)
            for judged, names in zip(row, shown, strict=True)
            for name in names
        ]
        front = [Words("" if number else judgment.record), *([Words(_name(evaluation, wording))] if named else [])]
        yield [*front, *outcomes, Words(_reason(row[0], shown[0], wording), (DIM,) if number else ())]


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
    """Why the main decision is what it is, in a line, and what there is to remark."""
    evaluation, judgment = judged
    main = [name for name in main_decisions(evaluation.plan.program.rulebook, judgment.subject) if name in shown]
    why = Builder(evaluation, wording.phrases).one_line((main or [*shown])[-1])
    return " ".join([wording.of(why), *(wording.remark(remark) for remark in judgment.remarks)])
