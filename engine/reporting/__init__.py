"""Judgment to document: decision reports in both languages of a rulebook, as HTML or Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal

from engine.evaluation.editions import Considered
from engine.reporting.build import Builder
from engine.reporting.phrases import shipped_phrases
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from engine.evaluation.interpreter import Evaluation
    from engine.reporting.model import Report
    from engine.reporting.overview.model import Refused
    from engine.reporting.phrases import Phrases
    from engine.reporting.rendering import Renderer
    from engine.reporting.sentences import Line

__all__ = ["one_line_reason", "outcome_label", "report_of", "sentences_of", "write_reports"]

_LONGEST_NAME = 80


def write_reports(
    evaluations: Sequence[Evaluation | Considered],
    out: Path,
    *,
    languages: Literal["zh", "en", "both"],
    format: Literal["html", "md"],  # noqa: A002 - the name of the option
    roc: bool = False,
    refused: Sequence[Refused] = (),
) -> list[Path]:
    """Write a report for each evaluation into a folder, and where there are several (or none) a page that leads to all of them.

    As HTML that page is the batch report, with the inputs that were ``refused``. Of a record that is considered under several
    versions, the report says what all of them say, and what each says.

    ``roc`` writes Chinese dates in the R.O.C. calendar. Gives the paths written, the index first. Raises
    :class:`OSError` where the folder cannot be written to.
    """
    from engine.documents.html import as_html  # noqa: PLC0415 - templates are slow to import, and terminals need none
    from engine.documents.markdown import as_markdown  # noqa: PLC0415 - the same
    from engine.reporting.explanation import explanation_of  # noqa: PLC0415 - the same
    from engine.reporting.rendering import Renderer, in_order  # noqa: PLC0415 - the same

    phrases = shipped_phrases()
    renderer = Renderer(phrases, languages, format)
    out.mkdir(parents=True, exist_ok=True)
    reports = [_report(evaluation, phrases, roc=roc) for evaluation in evaluations]
    names = file_names((evaluation.record.id for evaluation in evaluations), format)
    index = f"index.{format}" if len(reports) != 1 else ""
    written = []
    if index:
        written.append(_write(out / index, _index(evaluations, reports, names, renderer, refused, roc=roc)))
    for report, name in zip(reports, names, strict=True):
        document = explanation_of(report, languages)
        first = in_order(languages, report.governs)[0]
        leads = (phrases.say("report.back").in_language(first), index) if index else None
        content = as_html(document, navigation=leads) if format == "html" else as_markdown(document)
        written.append(_write(out / name, content))
    return written


def _index(
    evaluations: Sequence[Evaluation | Considered],
    reports: Sequence[Report],
    names: Sequence[str],
    renderer: Renderer,
    refused: Sequence[Refused],
    *,
    roc: bool,
) -> str:
    """The page that leads to several reports: the batch report, or in Markdown a list."""
    from engine.reporting.overview.build import OverviewBuilder  # noqa: PLC0415 - most commands need none
    from engine.reporting.overview.model import Link  # noqa: PLC0415 - the same
    from engine.reporting.overview.page import page_of_overview  # noqa: PLC0415 - the same

    if renderer.format == "md":
        governs = reports[0].governs if reports else "zh"
        return renderer.index(list(zip(reports, names, strict=True)), _counts(reports), governs)
    builder = OverviewBuilder(renderer.phrases, roc=roc)
    for evaluation, name in zip(evaluations, names, strict=True):
        builder.add(evaluation, documents=(Link(renderer.phrases.say("overview.report"), name),))
    return page_of_overview(builder.overview(refused), renderer.phrases, renderer.languages)


def _report(evaluation: Evaluation | Considered, phrases: Phrases, *, roc: bool) -> Report:
    if not isinstance(evaluation, Considered):
        return Builder(evaluation, phrases, roc=roc).report()
    if len(evaluation.evaluations) > 1:
        return VersionsBuilder(evaluation, phrases, roc=roc).report()
    return Builder(evaluation.newest, phrases, roc=roc, judgment=evaluation.judgment()).report()


def _write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="\n")
    return path


def _counts(reports: Sequence[Report]) -> list[tuple[Report, int]]:
    """How many reports have each outcome, with one that has it."""
    found = Counter(report.main.outcome for report in reports)
    first = {report.main.outcome: report for report in reversed(reports)}
    return [(first[outcome], number) for outcome, number in found.most_common()]


def file_names(ids: Iterable[str], suffix: str) -> list[str]:
    """A file name for each record: its id where it is safe, else what of it is, and never the same twice."""
    taken = {f"index.{suffix}"}
    found = []
    for id_ in ids:
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", id_).strip(".-")[:_LONGEST_NAME].rstrip(".-") or "record"
        name, number = f"{safe}.{suffix}", 2
        while name.lower() in taken:  # some file systems do not tell capitals apart
            name, number = f"{safe}-{number}.{suffix}", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


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
