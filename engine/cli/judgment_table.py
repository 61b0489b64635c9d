"""Many judgments as a table: a line a record, the outcome of each decision, and the reason in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.expectations import answer_of
from engine.cli.console import BOLD, DIM, YELLOW
from engine.cli.layout import Words, card, table
from engine.cli.options import Language
from engine.cli.wording import Wording, colours_of, shown_value
from engine.language.walk import main_decisions
from engine.reporting.build import Builder
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.cli.evaluator import Judged
    from engine.evaluation.editions import Considered
    from engine.language.facts import Bilingual

_FIXED = "\u00a0"
"""A space at which no line is broken."""


def judgment_table(
    rows: Sequence[Sequence[Judged]], shown: Sequence[Sequence[str]], language: Language, width: int | None
) -> str:
    """A table of records. Each row holds one record's judgments: the rulebook's own, then those of what it uses.

    ``shown`` are the decisions of each of them that get a column. In both languages, a reason takes two lines. Where the
    terminal has no room for the columns, the records stand one below the other.
    """
    wordings = [Wording(one) for one in ((Language.ZH, Language.EN) if language is Language.BOTH else (language,))]
    heading = Wording(language)
    told = [_Row(row, shown, wordings, language) for row in rows]
    named = any(name for row in told for name in row.names)
    has_versions = any(considered.interpreter.editions.selector is not None for (considered, _), *_ in rows)
    front = [heading.phrase("report.file"), *([heading.phrase("report.name")] if named else [])]
    books, titles = [""] * len(front), list(front)
    for (_, judgment), names in zip(rows[0], shown, strict=True):
        books += [judgment.rulebook.id, *[""] * (len(names) - 1)] if names else []
        titles += names
    titles += [heading.phrase("report.version")] if has_versions else []
    titles.append(heading.phrase("report.reason"))
    lines = [line for row in told for line in row.lines(named=named, has_versions=has_versions)]
    found = table([books, titles], lines, width)
    if found is not None or width is None:
        return found or ""
    return "\n\n".join(card(row.parts(), width) for row in told)


class _Row:
    """One record: its names, its outcomes by their rulebooks and decisions, its reasons, those in each language."""

    def __init__(
        self, row: Sequence[Judged], shown: Sequence[Sequence[str]], wordings: Sequence[Wording], language: Language
    ) -> None:
        considered, judgment = row[0]
        self.record = judgment.record
        versions = judgment.rulebook.versions
        self.version = (
            Words("? " + " / ".join(one.version for one in versions), (YELLOW,)) if versions else Words(judgment.rulebook.version)
        )
        self.names = [_name(considered, wording) for wording in wordings]
        self.outcomes = [
            (judged[1].rulebook.id, _outcomes(judged, names, wordings[0], language))
            for judged, names in zip(row, shown, strict=True)
        ]
        self.reasons = [_reason(row[0], shown[0], wording) for wording in wordings]

    def lines(self, *, named: bool, has_versions: bool) -> Iterator[list[Words]]:
        """The record's line, with a second one for the second language."""
        outcomes = [words for _, decided in self.outcomes for words in decided.values()]
        for number, (name, reason) in enumerate(zip(self.names, self.reasons, strict=True)):
            yield [
                Words("" if number else self.record),
                *([Words(name)] if named else []),
                *(Words("") if number else words for words in outcomes),
                *([Words("") if number else self.version] if has_versions else []),
                Words(reason, (DIM,) if number else ()),
            ]

    def parts(self) -> Iterator[tuple[Words, ...]]:
        """The record by itself: who it is, what was decided under each rulebook, and why."""
        names = dict.fromkeys(name for name in self.names if name)
        yield (Words(self.record, (BOLD,)), Words("".join(f"  {name}" for name in names)))
        for book, decided in self.outcomes:
            if decided:
                shown = [Words(f"{name}:{_FIXED}{outcome.text}", outcome.codes) for name, outcome in decided.items()]
                yield (Words(book, (DIM,)), *(words for one in shown for words in (Words("  "), one)))
        for number, reason in enumerate(self.reasons):
            yield (Words(reason, (DIM,) if number else ()),)


def _name(considered: Considered, wording: Wording) -> str:
    name = considered.record.facts.get(f"name.{wording.language.value}")
    return name if isinstance(name, str) else ""


def _outcomes(judged: Judged, names: Sequence[str], wording: Wording, language: Language) -> dict[str, Words]:
    """The outcomes; where both languages are wanted by their codes, which are the same in both, and values in both."""
    considered, judgment = judged
    found = {}
    for name in names:
        result = judgment.decisions.get(name)
        if result is None:
            found[name] = Words("")
            continue
        plain = language is Language.BOTH and not result.has_value
        shown = shown_value(answer_of(result)) if plain else Wording(language).of(_label(judged, name, wording))
        decision = considered.newest.plan.rulings.get(name)
        found[name] = Words(shown, () if decision is None else colours_of(decision.decision, result))
    return found


def _label(judged: Judged, name: str, wording: Wording) -> Bilingual:
    considered, judgment = judged
    if len(considered.evaluations) > 1:
        return VersionsBuilder(considered, wording.phrases).outcome(judgment.decisions[name])
    return Builder(considered.newest, wording.phrases, judgment=judgment).outcome(name)


def _reason(judged: Judged, shown: Sequence[str], wording: Wording) -> str:
    """Why the main decision is what it is, in a line, and what there is to remark."""
    considered, judgment = judged
    remarks = [wording.remark(remark) for remark in judgment.remarks]
    shown = [name for name in shown if name in judgment.decisions]
    if not shown:  # the decision that was asked for is about others
        return " ".join(remarks)
    if len(considered.evaluations) > 1:
        return " ".join([wording.of(VersionsBuilder(considered, wording.phrases).which), *remarks])
    evaluation = considered.newest
    builder = Builder(evaluation, wording.phrases, judgment=judgment)
    main = [name for name in main_decisions(evaluation.plan.program.rulebook, judgment.subject) if name in shown]
    name = builder.main if builder.main in shown else (main or [*shown])[-1]
    why = builder.one_line(name)
    if main != [name] and len(shown) > 1:  # decisions that stand beside each other: which one is explained has to be said
        why = wording.phrases.say("join.label", label=evaluation.plan.rulings[name].decision.title, x=why)
    return " ".join([wording.of(why), *remarks])
