"""What is wrong with a rulebook that can be built: one file a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.check.cycles import check_cycles
from engine.loading.check.dangling import check_dangling
from engine.loading.check.rows import check_rows
from engine.loading.check.texts import check_texts
from engine.loading.check.unused import check_unused

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.build.rulebook import Built

__all__ = ["check_rulebook"]


def check_rulebook(built: Built, diagnostics: Diagnostics) -> None:
    """Record what the whole of a rulebook shows and its single expressions do not."""
    check_texts(built, diagnostics)
    check_rows(built.rulebook, diagnostics)
    check_dangling(built.rulebook, diagnostics)
    check_cycles(built.rulebook, diagnostics)
    check_unused(built, diagnostics)
