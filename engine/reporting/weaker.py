"""Of several conditions that all fail, those that say something new: who has not reached a limit has not passed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.expressions import All, Compare
from engine.reporting.names import only_readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.code import Code
    from engine.language.expressions import Expression

_STRICT: Final = {"more_than": "at_least", "less_than": "at_most", "after": "on_or_after", "before": "on_or_before"}


def without_implied(parts: Sequence[Code]) -> list[Code]:
    """Alternatives that failed, without a strict comparison beside the same one that includes the limit."""
    compared = [_comparison(part.node) for part in parts]
    included = [(one.word, one.left, one.right) for one in compared if one is not None]
    return [
        part
        for part, one in zip(parts, compared, strict=True)
        if one is None or (_STRICT.get(one.word), one.left, one.right) not in included
    ]


def _comparison(node: Expression | None) -> Compare | None:
    """The one comparison that a condition comes to, apart from the reading in force."""
    if isinstance(node, All):
        asked = [part for part in node.parts if not only_readings(part)]
        return _comparison(asked[0]) if len(asked) == 1 else None
    return node if isinstance(node, Compare) else None
