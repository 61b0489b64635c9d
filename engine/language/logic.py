"""Three values (Kleene, Introduction to Metamathematics, § 64): true, false, and not known.

A verdict is not a boolean: asking a :class:`Truth` for its truth value raises, so that no ``if`` decides by accident.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Enum):
    """What is known of a condition."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # an Enum hashes its name in Python; its members are singletons, and hashed very often

    def __bool__(self) -> NoReturn:
        message = "a verdict has three values: compare it with `is`"
        raise TypeError(message)


TRUE: Final = Truth.TRUE
FALSE: Final = Truth.FALSE
UNKNOWN: Final = Truth.UNKNOWN


def truth(value: bool) -> Truth:  # noqa: FBT001 - its only argument is the thing it turns into a verdict
    """The verdict of a plain boolean."""
    return TRUE if value else FALSE


def negation(a: Truth) -> Truth:
    """True where ``a`` is false, false where it is true, unknown where it is unknown."""
    if a is TRUE:
        return FALSE
    return TRUE if a is FALSE else UNKNOWN


def disjunction(values: Iterable[Truth]) -> Truth:
    """True if one is true, false if all are false (also if there are none), else unknown."""
    result = FALSE
    for value in values:
        if value is TRUE:
            return TRUE
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def agreement(values: Iterable[Truth]) -> Truth:
    """The common value where all possibilities agree, else unknown (unknown also when there is none)."""
    seen = set(values)
    return seen.pop() if len(seen) == 1 else UNKNOWN
