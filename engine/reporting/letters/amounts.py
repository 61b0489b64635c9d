"""Decisions as a table: what came out, or how much, from which provision, and what sums up the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.values import exact
from engine.language.types import NumberType
from engine.language.walk import of_decision, references
from engine.reporting.letters.model import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.letters.telling import Telling


def amounts_of(telling: Telling, names: Sequence[str]) -> tuple[Row, ...]:
    """A line for each decision: its value, or its outcome. One that asks for others of them sums them up."""
    keys = {f"decision {telling.evaluation.plan.rulings[name].key}" for name in names}
    return tuple(_row(telling, name, keys) for name in names)


def _row(telling: Telling, name: str, among: set[str]) -> Row:
    builder = telling.builder
    result, decision = builder.results[name], telling.evaluation.plan.rulings[name].decision
    known = not result.has_value or exact(result.value)
    below = {one for expression in of_decision(decision) for one in references(expression)}
    cite = telling.cites(decision.cite) if decision.cite else None
    return Row(
        label=decision.title,
        value=builder.outcome(name) if known else None,
        cite=cite,
        note=decision.remark if known else _open(telling, name),
        total=bool(below & among),
        number=decision.value is not None and isinstance(decision.value.type, NumberType),
    )


def _open(telling: Telling, name: str) -> Bilingual | None:
    """On what an amount turns that is not known yet."""
    missing = telling.builder.results[name].missing
    if not missing:
        return telling.evaluation.plan.rulings[name].decision.remark
    said = telling.phrases.say("letter.amount_open", x=telling.facts_named(list(missing)))
    return telling.phrases.sentence(said)
