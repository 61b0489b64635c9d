"""A rulebook that was given as it is, where versions are expected: nothing is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language.instrument import Edition
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class OneText:
    """The :class:`~engine.language.instrument.Editions` of a rulebook that was given as it is: nothing is chosen."""

    text: Rulebook
    selector: Rulebook | None = None

    @property
    def id(self) -> str:
        """Of the rulebook."""
        return self.text.id

    def questions(self, _subject: str) -> tuple[str, ...]:
        """None, whatever the subject."""
        return ()

    def chosen(self, subject: str, _possible: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
        """The one text."""
        return self.every(subject)

    def every(self, _subject: str) -> tuple[Edition, ...]:
        """The one text."""
        return (Edition(versions={id_: book.version for id_, book in with_used(self.text).items()}),)

    def rulebook(self, _edition: Edition) -> Rulebook:
        """It."""
        return self.text
