"""Whom an amendment reaches otherwise than by its day, before and after."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from engine.reporting.difference.rules import Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.rulebook import Transitional
    from engine.reporting.difference.model import Line
    from engine.reporting.difference.rules import RuleLines


def transitional_lines(rules: RuleLines, old: Sequence[Transitional], new: Sequence[Transitional], book: str) -> list[Line]:
    """The rows that differ. They are held against each other in their order, since the first that holds decides."""
    found: list[Line] = []
    for ours, theirs in zip_longest(old, new):
        alike = ours is not None and theirs is not None and (ours.subject, ours.apply) == (theirs.subject, theirs.apply)
        for one, other in [(ours, theirs)] if alike else [(ours, None), (None, theirs)]:
            row = one or other
            if row is not None:
                before, after = (None if held is None else held.when for held in (one, other))
                found += rules.part(f"transitional_{row.apply}", before, after, Where(book, row.subject, row.subject))
    return found
