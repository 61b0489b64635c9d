"""One of several values: how columns are joined where rows of a choice stay possible, and how words look at every alternative."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.joining import joined_plain, joined_spans
from engine.evaluation.columnar.kinds import same
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.spans import Span
from engine.evaluation.columnar.values import NO, UNKNOWN_STATE, YES, Plain, Several, Verdicts, expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import Mask

MOST_ALTERNATIVES: Final = 64
"""Beyond so many combinations the rows concerned are left to the interpreter."""


def joined(run: Run, scope: Scope, alternatives: Sequence[tuple[Mask, Any]]) -> Any:
    """What is known when, in each row, any of the alternatives with its mask set is possible."""
    flat: list[tuple[Mask, Any]] = []
    for mask, value in alternatives:
        inner = value.alternatives if isinstance(value, Several) else ((YES, value),)
        flat.extend((both, one) for narrower, one in inner if (both := mask & narrower).any())
    if not flat:  # there are no rows
        return settled(run, scope, alternatives[0][1])
    if len(flat) == 1:
        return flat[0][1]
    kinds = {type(value) for _, value in flat}
    if kinds == {Verdicts}:
        true, false = YES, YES
        for mask, value in flat:
            true, false = true & (~mask | value.true), false & (~mask | value.false)
        return Verdicts(true, false)
    if len(flat) > MOST_ALTERNATIVES:
        run.give_up(scope, np.sum([expanded(mask, scope.size) for mask, _ in flat], axis=0) > MOST_ALTERNATIVES)
    if kinds == {Plain}:
        return joined_plain(scope, flat)
    if kinds == {Span}:
        return joined_spans(scope, flat)
    found = _collapsed([(expanded(mask, scope.size), value) for mask, value in flat])
    return found[0][1] if len(found) == 1 else Several(tuple(found))


def _collapsed(flat: Sequence[tuple[Mask, Any]]) -> list[tuple[Mask, Any]]:
    """Alternatives of different kinds; one that is not known at all leaves nothing else to know."""
    unknown: Mask = NO
    for mask, value in flat:
        if isinstance(value, Plain):
            unknown = unknown | (mask & (state_of(value) == UNKNOWN_STATE))
    kept: list[tuple[Mask, Any]] = []
    for mask, value in flat:
        mine = mask & ~unknown
        if isinstance(value, Plain):
            mine = mine | (mask & (state_of(value) == UNKNOWN_STATE))
        twin: int | None = None
        for index, (other, before) in enumerate(kept):
            if type(before) is type(value):
                alike = same(before, value, len(other))
                mine = mine & ~(other & alike)
                twin = index if alike.all() else twin
        if mine.any():
            if twin is None:
                kept.append((mine, value))
            else:
                kept[twin] = kept[twin][0] | mine, value
    return kept


def lifted(run: Run, scope: Scope, function: Callable[..., Any], *values: Any) -> Any:
    """``function`` under every combination of alternatives among its arguments, joined."""
    if not any(isinstance(value, Several) for value in values):
        return function(*values)
    choices = [value.alternatives if isinstance(value, Several) else ((YES, value),) for value in values]
    if not scope.size:
        return function(*(choice[0][1] for choice in choices))
    if np.prod([len(choice) for choice in choices]) > MOST_ALTERNATIVES:
        run.give_up(scope, YES)
        return function(*(settled(run, scope, value) for value in values))
    found = []
    for combination in product(*choices):
        mask = YES
        for narrower, _ in combination:
            mask = mask & narrower
        if mask.any():
            found.append((expanded(mask, scope.size), function(*(one for _, one in combination))))
    return joined(run, scope, found)
