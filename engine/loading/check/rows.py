"""Rows that can be seen never to be reached, and conditions that can be seen to be always or never true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import All, AnyOf, Choose, Compare, Constant, Not
from engine.language.logic import Truth
from engine.language.walk import all_expressions, below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.diagnostics import Diagnostics
    from engine.language.expressions import Expression, Row
    from engine.language.rulebook import Rulebook


def check_rows(rulebook: Rulebook, diagnostics: Diagnostics) -> None:
    """Record dead rows of decisions and choices, and dead parts of ``all`` and ``any``."""
    for decision in rulebook.decisions.values():
        _check(decision.rows, diagnostics)
    for _, expression in all_expressions(rulebook):
        for node in below(expression):
            match node:
                case Choose():
                    _check(node.rows, diagnostics)
                case All() | AnyOf():
                    _check_parts(node, diagnostics)
                case Compare():
                    _check_comparison(node, diagnostics)
                case _:
                    pass


def _check(rows: Sequence[Row], diagnostics: Diagnostics) -> None:
    seen: list[Expression] = []
    for row in rows:
        if row.when is None:
            continue
        if all(part in seen for part in _alternatives(row.when)):
            diagnostics.error("dead-row", "an earlier row already takes every case of this one", row.place,
                              "take it out, or move it up")  # fmt: skip
        if isinstance(row.when, Constant) and isinstance(row.when.value, Truth):
            diagnostics.error("dead-row", "this row holds always or never", row.place, "use `otherwise`")
        seen.extend(_alternatives(row.when))


def _alternatives(condition: Expression) -> tuple[Expression, ...]:
    """The conditions each of which is enough for a row."""
    return condition.parts if isinstance(condition, AnyOf) else (condition,)


def _check_parts(node: All | AnyOf, diagnostics: Diagnostics) -> None:
    word = "all" if isinstance(node, All) else "any"
    for index, part in enumerate(node.parts):
        if part in node.parts[:index]:
            diagnostics.warning("repeated-condition", f"`{word}` says this twice", part.place)
        denied = part.part if isinstance(part, Not) else None
        if denied is not None and denied in node.parts:
            outcome = "never holds" if word == "all" else "always holds"
            diagnostics.error("dead-condition", f"`{word}` with a condition and its denial {outcome}", part.place)


def _check_comparison(node: Compare, diagnostics: Diagnostics) -> None:
    if node.word in {"in", "not_in"} and isinstance(node.right, Constant):
        if not node.right.value:
            diagnostics.error("dead-condition", f"`{node.word}` an empty list decides nothing", node.place)
        elif len(set(node.right.value)) < len(node.right.value):
            diagnostics.warning("repeated-value", f"`{node.word}` names a value twice", node.place)
