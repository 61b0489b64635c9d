"""Every unit of a text has wording, its own or that of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.language.rulebook import Rulebook


def check_texts(rulebook: Rulebook, diagnostics: Diagnostics) -> None:
    """Record units without any wording; a container without parts says nothing at all."""
    for provision in rulebook.provisions.values():
        if provision.text is None and provision.title is None and not provision.children and not provision.applied_from:
            message = f'"{provision.path}" has no wording'
            diagnostics.error("no-text", message, provision.place, "text: {zh: …, en: …}, to the letter")
