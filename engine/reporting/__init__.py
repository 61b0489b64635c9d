"""Judgment to words: reports as plain values in both languages, from which letters, explanations and tables are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.editions import Considered
from engine.reporting.build import Builder
from engine.reporting.phrases import shipped_phrases
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from engine.evaluation.interpreter import Evaluation
    from engine.reporting.model import Report
    from engine.reporting.phrases import Phrases
    from engine.reporting.sentences import Line

__all__ = ["one_line_reason", "outcome_label", "report_of", "sentences_of"]


def _report(evaluation: Evaluation | Considered, phrases: Phrases, *, roc: bool) -> Report:
    if not isinstance(evaluation, Considered):
        return Builder(evaluation, phrases, roc=roc).report()
    if len(evaluation.evaluations) > 1:
        return VersionsBuilder(evaluation, phrases, roc=roc).report()
    return Builder(evaluation.newest, phrases, roc=roc, judgment=evaluation.judgment()).report()


def report_of(evaluation: Evaluation | Considered, *, roc: bool = False) -> Report:
    """The report of one evaluation as plain values, for those who render it themselves."""
    return _report(evaluation, shipped_phrases(), roc=roc)


def one_line_reason(evaluation: Evaluation, decision: str, language: str) -> str:
    """Why a decision is as it is, in one line for a table.

    Raises :class:`KeyError` for a decision that there is not.
    """
    return Builder(evaluation, shipped_phrases()).one_line(decision).in_language(language)


def outcome_label(evaluation: Evaluation, decision: str, language: str) -> str:
    """A decision's outcome (or value) by its label."""
    return Builder(evaluation, shipped_phrases()).outcome(decision).in_language(language)


def sentences_of(evaluation: Evaluation, provision: str) -> list[Line]:
    """The plain sentences on a provision (``ID:PATH``) as a tree of lines; none where it has no rule."""
    clause = evaluation.program.clauses.get(provision)
    return [] if clause is None else Builder(evaluation, shipped_phrases()).explainer.clause(clause)
