"""Every unit of a text has wording, its own or that of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.build.rulebook import Built


def check_texts(built: Built, diagnostics: Diagnostics) -> None:
    """Record units without any wording; a container without parts says nothing at all.

    A wording that is there and broken (a missing translation) is recorded where it was read.
    """
    for provision in built.rulebook.provisions.values():
        if provision.children or provision.applied_from:
            continue
        written = built.draft.nodes[provision.path].tree
        if "text" not in written and "title" not in written:
            message = f'"{provision.path}" has no wording'
            diagnostics.error("no-text", message, provision.place, "text: {zh: …, en: …}, to the letter")
