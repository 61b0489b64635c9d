"""The page of a text in force, to be read and to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reporting.phrases import shipped_phrases
from engine.reporting.rendering import Renderer

if TYPE_CHECKING:
    from engine.reporting.consolidated.model import Shown
    from engine.reporting.rendering import Languages


def page_of_text(shown: Shown, languages: Languages) -> str:
    """A self-contained HTML page."""
    return Renderer(shipped_phrases(), languages).page("show", shown.governs, shown=shown, key=_key)


def _key(group: str, name: str) -> str:
    """The phrase of a group that is picked by a name."""
    return f"{group}.{name}"
