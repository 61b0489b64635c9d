"""Values that are one of several, where a decision has such a value: told in words, row by row. There are few such rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluation.columnar.comparison import state_of
from engine.evaluation.columnar.joining import first_of, joined_plain
from engine.evaluation.columnar.values import NONE_STATE, OPEN_STATE, UNBOUNDED, UNKNOWN_STATE, Plain, Several, aligned, expanded
from engine.language.types import DateType, NumberType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.values import Mask

_ONE = tuple[int, int, int]
"""A value as a column holds it: its state, and the least and the most that it can be."""
_FINEST = 40
"""More decimal places than any column has: numbers of different columns are compared with so many."""


def is_plain(value: Any) -> bool:
    """Whether a value is plain, if only as one of several plain ones."""
    return isinstance(value, Plain) or (
        isinstance(value, Several) and all(isinstance(one, Plain) for _, one in value.alternatives)
    )


def parted(scope: Scope, value: Plain | Several) -> tuple[Plain, Mask]:
    """Plain values by their first alternative, and the rows that have more than this one."""
    if isinstance(value, Plain):
        return value, np.zeros(scope.size, np.bool_)
    masks = [expanded(mask, scope.size) for mask, _ in value.alternatives]
    several: Mask = np.sum(masks, axis=0) > 1
    first = first_of(masks)
    found = joined_plain(scope, [(first == index, one) for index, (_, one) in enumerate(value.alternatives)])
    assert isinstance(found, Plain)  # noqa: S101 - in each row there is one
    return found, several


class Told:
    """What a column of plain values says of single rows."""

    def __init__(self, value: Plain | Several, size: int) -> None:
        alternatives = value.alternatives if isinstance(value, Several) else ((np.ones(1, np.bool_), value),)
        columns = aligned([one for _, one in alternatives])
        self.scale = columns[0].scale
        self._masks = [expanded(mask, size) for mask, _ in alternatives]
        self._lows = [expanded(one.values, size) for one in columns]
        self._highs = [expanded(one.values if one.high is None else one.high, size) for one in columns]
        self._states = [expanded(state_of(one), size) for one in columns]

    def alternatives(self, row: int) -> list[_ONE]:
        """Each value that is possible in a row, once, in their order."""
        found: dict[_ONE, None] = {}
        for mask, states, lows, highs in zip(self._masks, self._states, self._lows, self._highs, strict=True):
            if mask[row]:
                state = int(states[row])
                found[(state, 0, 0) if state else (0, int(lows[row]), int(highs[row]))] = None
        return list(found)

    def same(self, other: Told, row: int) -> bool:
        """Whether another column says the same of a row."""
        return self._finest(row) == other._finest(row)

    def _finest(self, row: int) -> list[_ONE]:
        factor = 10 ** (_FINEST - self.scale)

        def finest(end: int) -> int:
            return end if abs(end) >= UNBOUNDED else end * factor

        return [(state, finest(low), finest(high)) for state, low, high in self.alternatives(row)]

    def said(self, row: int, kind: Any, words: Sequence[str]) -> Any:
        """What is known of a row, as JSON can hold it; ``kind`` is the type of the value."""
        found = [self._one(one, kind, words) for one in self.alternatives(row)]
        return found[0] if len(found) == 1 else {"one_of": found}

    def _one(self, one: _ONE, kind: Any, words: Sequence[str]) -> Any:
        state, low, high = one
        if state:
            return {UNKNOWN_STATE: None, NONE_STATE: "none", OPEN_STATE: "open"}[state]
        match kind:
            case NumberType() if low != high:
                ends = (None if abs(end) >= UNBOUNDED else number(end, self.scale) for end in (low, high))
                return dict(zip(("at_least", "at_most"), ends, strict=True))
            case NumberType():
                return number(low, self.scale)
            case DateType():
                return date.fromordinal(low).isoformat()
            case _:
                return words[low]


def number(value: int, scale: int) -> int | float:
    """A number of a column, as JSON can hold it."""
    exact = Decimal(value).scaleb(-scale)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
