"""Which row of a choice or a decision became which: rows are read in order, so that one that moved says something else."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.comparison.conditions import Parter
    from engine.language.expressions import Row


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one row. ``before`` and ``after`` are its places, counted from 0."""

    fate: Literal["added", "removed", "moved", "changed"]
    before: int | None
    after: int | None


def aligned(before: Sequence[Row], after: Sequence[Row], parter: Parter) -> list[Step]:
    """The rows that are not what or where they were, in the order of the later ones; what is gone stands where it was."""
    olds, news = [parter.old.said(row) for row in before], [parter.new.said(row) for row in after]
    gone: list[int] = []
    came: list[int] = []
    for word, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if word != "equal":
            gone += range(i1, i2)
            came += range(j1, j2)
    found: list[Step] = []
    for j in list(came):
        i = next((i for i in gone if olds[i] == news[j]), None)
        if i is not None:
            gone.remove(i)
            came.remove(j)
            found.append(Step("moved", i, j))
    pairs = parter.paired([before[i] for i in gone], [after[j] for j in came])
    found += [Step("changed", gone[i], came[j]) for i, j in pairs]
    changed_old, changed_new = {gone[i] for i, _ in pairs}, {came[j] for _, j in pairs}
    found += [Step("removed", i, None) for i in gone if i not in changed_old]
    found += [Step("added", None, j) for j in came if j not in changed_new]
    return sorted(found, key=lambda step: (step.after if step.after is not None else step.before, step.after is None))
