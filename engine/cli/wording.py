"""What things are called in the language of the output: outcomes, provisions, facts, values, headings."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.expectations import answer_of
from engine.cli.console import GREEN, RED, YELLOW
from engine.evaluation.judgment import UNDETERMINED
from engine.language.citation import cite_unit
from engine.language.facts import Bilingual
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.evaluation.compile import Program
    from engine.evaluation.judgment import DecisionResult, Remark
    from engine.language.facts import Fact, Vocabulary
    from engine.language.rulebook import Decision

_ELEMENT: Final = re.compile(r"(?P<list>[^\[]+)\[(?P<index>[0-9]+)\](?:\.(?P<field>.+))?")


class Language(StrEnum):
    """The language of the output."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


class Wording:
    """Names and headings in one language or both."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.phrases = shipped_phrases()

    def of(self, text: Bilingual, joint: str = " / ") -> str:
        """A wording in the language of the output."""
        if self.language is Language.BOTH:
            return text.zh if text.zh == text.en else f"{text.zh}{joint}{text.en}"
        return text.in_language(self.language.value)

    def phrase(self, key: str, **slots: Bilingual | str | int) -> str:
        """A phrase of the reports."""
        return self.of(self.phrases.say(key, **slots))

    def answer(self, decision: Decision, result: DecisionResult) -> str:
        """What was decided: the outcome's name, or the value with its unit."""
        if result.has_value:
            found = answer_of(result)
            return self.phrase("outcome.undetermined") if found == UNDETERMINED else f"{found} {result.unit}".strip()
        if result.outcome is None or result.outcome == UNDETERMINED:
            return self.phrase("outcome.undetermined")
        return self.of(decision.outcomes[result.outcome])

    def outcomes(self, decision: Decision, outcomes: Iterable[str]) -> Bilingual:
        """The names of the outcomes that are still possible."""
        return self.phrases.joined([decision.outcomes[outcome] for outcome in outcomes], "or")

    def provision(self, program: Program, key: str) -> Bilingual:
        """A provision by its short name and its place in its text, which its key tells."""
        provision = program.provisions[key]
        place = cite_unit(provision, program.provisions)
        name = provision.label or provision.title
        return place if name is None else self.phrases.say("reason.one_line_label", label=name, cite=place)

    def some(self, names: Sequence[Bilingual], most: int) -> Bilingual:
        """The first few of several names, and how many more there are."""
        first = self.phrases.joined(list(names[:most]))
        return self.phrases.say("reason.one_line_more", x=first, n=len(names) - most) if len(names) > most else first

    def fact(self, vocabulary: Vocabulary, path: str) -> str:
        """The name of a fact, or of a field of a list's element (counted from 1)."""
        return self.of(self.fact_label(vocabulary, path))

    def fact_label(self, vocabulary: Vocabulary, path: str) -> Bilingual:
        """The same in both languages."""
        match = _ELEMENT.fullmatch(path)
        if match is None:
            return vocabulary.facts[path].label
        of = vocabulary.facts[match["list"]]
        label = Bilingual(*(f"{text} [{int(match['index']) + 1}]" for text in (of.label.zh, of.label.en)))
        field = (of.elements or {}).get(match["field"] or "")
        if field is None:
            return label
        return Bilingual(f"{label.zh}：{field.label.zh}", f"{label.en}: {field.label.en}")

    def remark(self, remark: Remark) -> str:
        """The sentence that a remark's code stands for."""
        return self.phrase(f"remark.{remark.code}", day=remark.day.isoformat(), other=remark.other.isoformat())


def fact_at(vocabulary: Vocabulary, path: str) -> Fact:
    """The fact, or the field of a list's elements, at a path of a record."""
    match = _ELEMENT.fullmatch(path)
    if match is None:
        return vocabulary.facts[path]
    of = vocabulary.facts[match["list"]]
    return (of.elements or {}).get(match["field"] or "", of)


def colours_of(decision: Decision, result: DecisionResult) -> tuple[str, ...]:
    """Green for what an applicant would want, red for what not, yellow while it is open."""
    answer = answer_of(result)
    if answer == UNDETERMINED:
        return (YELLOW,)
    if not decision.favourable:
        return ()
    return (GREEN,) if answer in decision.favourable else (RED,)


def shown_value(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """A value of the trace or of a record in a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(shown_value(item) for item in value) or "[]"
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {shown_value(item)}" for key, item in value.items())
    return "?" if value is None else str(value)
