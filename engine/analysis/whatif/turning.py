"""Whether anything has to be changed at all; and only then the solver, which not everybody has."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from engine.analysis.whatif.answers import Answer, Changes

if TYPE_CHECKING:
    from engine.analysis.whatif.asked import Asked


def changes_that_turn(asked: Asked, most: int, seconds: float) -> Changes:
    """Up to ``most`` smallest sets of changes that give one of the outcomes wanted, or why there is none.

    Nothing is looked for where the outcome is one of them already, or can be one once the missing facts are known: what is
    unknown is nobody's to choose. Without the solver it is undecided, for that reason.
    """
    result = asked.result(asked.record)
    if asked.is_wanted(result):
        return Changes(answer=Answer.ALREADY)
    if asked.is_possible(result):
        return Changes(answer=Answer.OPEN)
    if find_spec("z3") is None:
        return Changes(answer=Answer.UNDECIDED, reason="solver")
    from engine.analysis.whatif.searching import fewest_changes  # noqa: PLC0415 - see above

    return fewest_changes(asked, most, seconds)
