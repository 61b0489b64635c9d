"""What things are called in the language of the output: outcomes, provisions, facts, values, headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.analysis.expectations import answer_of
from engine.cli.console import GREEN, RED, YELLOW
from engine.cli.options import Language
from engine.evaluation.judgment import UNDETERMINED
from engine.language.facts import Bilingual
from engine.language.temporal.roc import format_date
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from datetime import date

    from engine.evaluation.judgment import DecisionResult, Remark
    from engine.language.rulebook import Decision


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

    def labelled(self, label: str, text: str) -> str:
        """``label: text``, with the mark of the language."""
        if self.language is Language.BOTH:
            return f"{label}: {text}"
        return self.phrase("join.label", label=label, x=text)

    def remark(self, remark: Remark) -> str:
        """The sentence that a remark's code stands for."""

        def day(of: date) -> Bilingual:
            return Bilingual(format_date(of, "zh"), format_date(of, "en"))

        said = self.phrase(f"remark.{remark.code}", **{name: day(of) for name, of in remark.days.items()})
        return f"{said} (--as-of YYYY-MM-DD)" if remark.code == "no-day-of-knowledge" else said


def colours_of(decision: Decision, result: DecisionResult) -> tuple[str, ...]:
    """Green for an outcome that its decision calls favourable, red for another, yellow while it is open."""
    answer = answer_of(result)
    if answer == UNDETERMINED:
        return (YELLOW,)
    if not decision.favourable:
        return ()
    return (GREEN,) if answer in decision.favourable else (RED,)


def shown_value(value: Any) -> str:
    """A value of the trace or of a record in a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(shown_value(item) for item in value) or "[]"
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {shown_value(item)}" for key, item in value.items())
    return "?" if value is None else str(value)
