"""Evaluations of records for tests of reports: the examples, and examples with facts changed."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_source
from engine.loading.tree import plain
from engine.records.reading import read_record
from engine.reporting import report_of
from engine.reporting.explanation import explanation_of
from engine.reporting.issuing import content_of
from tests import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.evaluation.editions import Considered
    from engine.reporting.issuing import Format
    from engine.reporting.rendering import Languages

ROOT = Path(__file__).resolve().parents[3]
RULEBOOKS = ROOT / "rulebooks"
EXAMPLES = ROOT / "examples" / "applicants"
BROCHURE = "nthu-dual-emba"


@functools.cache
def library(folder: Path = RULEBOOKS) -> Library:
    return shipped.library() if folder == RULEBOOKS else Library(folder)


@functools.cache
def interpreter(rulebook: str = BROCHURE, folder: Path = RULEBOOKS) -> Interpreter:
    return Interpreter(library(folder).load(rulebook))


def text_of(example: str) -> str:
    return (EXAMPLES / f"{example}.yaml").read_text(encoding="utf-8")


def evaluation_of(text: str, rulebook: str = BROCHURE, folder: Path = RULEBOOKS, subject: str = "applicant") -> Evaluation:
    """Evaluate the record that a YAML text holds."""
    diagnostics = Diagnostics()
    tree = read_source(text, "record.yaml", diagnostics)
    assert tree is not None, diagnostics.in_order()
    record = read_record(tree, library(folder).vocabularies[subject], diagnostics)
    assert record is not None, diagnostics.in_order()
    return Evaluation(interpreter(rulebook, folder).plan(subject), record, None)


def example(name: str, changes: Mapping[str, object] | None = None, rulebook: str = BROCHURE) -> Evaluation:
    """Evaluate an example applicant, with some facts changed by their dotted paths."""
    if not changes:
        return evaluation_of(text_of(name), rulebook)
    tree = read_source(text_of(name), "record.yaml", Diagnostics())
    assert tree is not None
    record: Any = plain(tree)
    for path, value in changes.items():
        *above, last = path.split(".")
        place = record
        for step in above:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return evaluation_of(json.dumps(record, default=float), rulebook)


def explanation(evaluation: Evaluation | Considered, languages: Languages, form: Format, *, roc: bool = False) -> str:
    """The explanation of an evaluation in a form that is text."""
    return content_of(explanation_of(report_of(evaluation, roc=roc), languages), form).decode()
