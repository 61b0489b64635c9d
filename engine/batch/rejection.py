"""A line of ``rejected.ndjson``: where an input stood, why it was not read as a record, and what stood there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.language.diagnostics import Severity
from engine.loading.tree import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.diagnostics import Diagnostic
    from engine.loading.tree import Tree


def rejection(file: str, found: Iterable[Diagnostic], *, id_: str = "", raw: str = "") -> dict[str, Any]:
    """The object for an input of which at least one thing was found; the first error is what is told first."""
    problems = sorted(dict.fromkeys(found), key=lambda problem: (problem.severity is not Severity.ERROR, problem.place))
    first = problems[0]
    return {
        "id": id_ or None,
        "file": first.place.file or file,
        "line": first.place.line,
        "column": first.place.column,
        "code": first.code,
        "reason": first.message,
        "problems": [_problem(problem, file) for problem in problems],
        "raw": raw,
    }


def _problem(problem: Diagnostic, file: str) -> dict[str, Any]:
    place = problem.place
    told = {
        "file": place.file or file,
        "line": place.line,
        "column": place.column,
        "code": problem.code,
        "reason": problem.message,
    }
    return told | ({"help": problem.help} if problem.help else {})


def text_of(tree: Tree) -> str:
    """A record of a document, as JSON."""
    return json.dumps(plain(tree), ensure_ascii=False, default=str)
