"""Questions put into a rulebook: conditions as decisions of its own, so that the solver and the interpreter answer the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.analysis.proof.goals import Decides
from engine.language.expressions import Constant, Row
from engine.language.facts import Bilingual
from engine.language.rulebook import Decision
from engine.language.types import OptionType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.expressions import Expression
    from engine.language.facts import Plausible
    from engine.language.rulebook import Provision, Rulebook

MARK: Final = "~"
"""Begins the name of what is posed: no name of a text has it."""
YES: Final = "yes"
_PLAUSIBLE: Final = f"{MARK}plausible "
_ROWS: Final = f"{MARK}rows of "


def plausibly(plausible: Plausible) -> Decides:
    """That a record is such as a plausible condition says, once :func:`with_plausible` has posed it."""
    return Decides(0, f"{_PLAUSIBLE}{plausible.name}", (YES,))


def with_plausible(rulebook: Rulebook, subject: str, plausible: Iterable[Plausible]) -> Rulebook:
    """A rulebook that decides whether each plausible condition holds of a record."""
    posed = {f"{_PLAUSIBLE}{one.name}": one.condition for one in plausible}
    return _with_decisions(rulebook, [_yes_or_no(rulebook, subject, name, one) for name, one in posed.items()])


def row_of(decision: str, index: int) -> Decides:
    """That a row of a decision (0 is the first) is the one that decides, once :func:`with_rows` has posed it."""
    return Decides(0, f"{_ROWS}{decision}", (str(index),))


def with_rows(rulebook: Rulebook, decisions: Iterable[Decision]) -> Rulebook:
    """A rulebook that also says which row of some decisions decides."""
    return _with_decisions(rulebook, [_by_row(rulebook, decision) for decision in decisions])


def with_provisions(rulebook: Rulebook, provisions: Mapping[str, Provision]) -> Rulebook:
    """A rulebook with further units, which no other speaks of."""
    return replace(rulebook, provisions={**rulebook.provisions, **provisions})


def _with_decisions(rulebook: Rulebook, decisions: Iterable[Decision]) -> Rulebook:
    return replace(rulebook, decisions={**rulebook.decisions, **{decision.key: decision for decision in decisions}})


def _yes_or_no(rulebook: Rulebook, subject: str, name: str, condition: Expression) -> Decision:
    type_ = OptionType(name, (YES, "no"))
    rows = (
        Row(when=condition, then=Constant(value=YES, type=type_)),
        Row(when=None, then=Constant(value="no", type=type_)),
    )
    return _decision(rulebook, subject, name, rows, type_.options)


def _by_row(rulebook: Rulebook, decision: Decision) -> Decision:
    numbers = tuple(str(index) for index in range(len(decision.rows)))
    type_ = OptionType(decision.name, numbers)
    rows = tuple(
        replace(row, then=Constant(value=number, type=type_)) for row, number in zip(decision.rows, numbers, strict=True)
    )
    return _decision(rulebook, decision.subject, f"{_ROWS}{decision.name}", rows, numbers)


def _decision(rulebook: Rulebook, subject: str, name: str, rows: tuple[Row, ...], outcomes: tuple[str, ...]) -> Decision:
    return Decision(
        key=f"{rulebook.id}:{name}",
        subject=subject,
        title=Bilingual(name, name),
        cite=(),
        outcomes={outcome: Bilingual(outcome, outcome) for outcome in outcomes},
        favourable=(),
        rows=rows,
        value=None,
        remark=None,
    )
