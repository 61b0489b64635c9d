"""Judgments for people: one as a tree, many as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.judgment_table import judgment_table
from engine.cli.judgment_tree import judgment_tree
from engine.cli.layout import tree, width_of_output
from engine.cli.progress import with_progress
from engine.cli.versions_tree import versions_tree
from engine.cli.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.cli.evaluator import Evaluator
    from engine.cli.options import Language
    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record


def print_one(evaluator: Evaluator, record: Record, language: Language) -> Judgment:
    """Print one explained judgment."""
    considered, judgment = evaluator.judge(record)
    is_open = len(considered.evaluations) > 1
    told = versions_tree if is_open else judgment_tree
    typer.echo(tree(told(considered, judgment, Wording(language)), width_of_output()))
    return judgment


def print_many(evaluator: Evaluator, records: Sequence[Record], language: Language) -> list[Judgment]:
    """Print a table for each subject among the records, with the main decisions of the rulebooks in use."""
    judgments = []
    for subject in dict.fromkeys(record.subject for record in records):
        used = evaluator.used(subject)
        rows = []
        among = [record for record in records if record.subject == subject]
        for record in with_progress(among, len(among), "deciding"):
            own = evaluator.judge(record)
            judgments.append(own[1])
            rows.append([own, *(evaluator.judge_under(id_, own[0], names) for id_, names in used)])
        shown = [evaluator.shown(subject), *(names for _, names in used)]
        typer.echo(judgment_table(rows, shown, language, width_of_output()))
    return judgments
