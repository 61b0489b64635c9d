"""One evaluation: the record's facts, the readings in force, the two days, and what has been found so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language.logic import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.record import Element


class Context:
    """What a program reads while it decides about one record. ``memo`` keeps the value of each named thing once found."""

    __slots__ = ("facts", "facts_as_of", "law_as_of", "memo", "readings")

    def __init__(self, facts: Mapping[str, Any], readings: Mapping[str, str], slots: int) -> None:
        self.facts = facts
        self.readings = readings
        self.memo: list[Any] = [None] * slots
        self.law_as_of: Any = UNKNOWN
        self.facts_as_of: Any = UNKNOWN


class Frame:
    """The list element at hand, and the frame around it. ``element`` is a record's element or a plain value."""

    __slots__ = ("element", "outer")

    def __init__(self, element: Element | Any, outer: Frame | None) -> None:
        self.element = element
        self.outer = outer

    def out(self, depth: int) -> Frame:
        """The frame ``depth`` lists further out."""
        frame: Frame = self
        for _ in range(depth):
            if frame.outer is None:
                message = "an expression reads an element outside of its list"
                raise LookupError(message)
            frame = frame.outer
        return frame
